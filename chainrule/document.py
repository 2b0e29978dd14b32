"""What a page says, before anyone decides how it looks: explain makes it, render prints it.

A document is a tuple of blocks. Words and mathematics never mix in one string: a ``Text`` is a
tuple of plain strings and typographic trees (see notation/), and each format prints the trees
its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from chainrule.notation import Math

__all__ = [
    "Block", "Branch", "Document", "Heading", "Line", "Lines", "Prose", "StepRow", "Steps", "Table",
    "Text", "Tree", "Verdict",
]  # fmt: skip

Text: TypeAlias = tuple[str | Math, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the document's own."""

    text: Text
    level: int = 2


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One displayed formula ``left = right``, with a remark beside it. ``left`` may be None: then
    the line goes on from the one above, and starts with its relation, which is spelled as in
    ``notation.Op`` (= < <= != -> ~)."""

    left: Math | None
    right: Math
    note: Text = ()
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Lines:
    """Displayed formulas, aligned at their relations. ``result`` marks the final answer."""

    rows: tuple[Line, ...]
    result: bool = False


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a derivation: a number (or ""), the name of what is done, a formula, a remark.
    ``depth`` is how far the line is nested in the lines that use it."""

    number: str
    label: Text
    left: Math | None
    right: Math | None
    note: Text = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Steps:
    """The numbered lines of a derivation, in columns."""

    rows: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; every cell is a text."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a tree diagram: what stands on it, the ``node`` at its end, and the branches
    from there; at a leaf the ``mark`` of the path that ends there, and what it amounts to."""

    label: Math
    node: Math
    branches: tuple[Branch, ...] = ()
    mark: str = ""
    amount: Text = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree diagram, one line a path."""

    root: Math
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of the checks, in one line that no renderer may drop."""

    outcome: Literal["passed", "failed", "not made"]
    text: Text


Block: TypeAlias = Heading | Prose | Lines | Steps | Table | Tree | Verdict


@dataclass(frozen=True, slots=True)
class Document:
    """A page."""

    blocks: tuple[Block, ...]
