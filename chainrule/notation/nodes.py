"""The typographic tree: about a dozen kinds of node, each of which may carry a role.

A role ("u", "v", "focus", …) says what a part is, never how it looks; a renderer may colour it.
Brackets, signs and products are all in the tree already: a format prints the nodes and decides
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "Bar", "Call", "Cases", "Fence", "Frac", "Integral", "Math", "Matrix", "Num", "Op", "Power",
    "Root", "Row", "Sym", "Words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sym:
    """A letter or name: ``Sym("x", "1")`` is x₁, ``Sym("f", primes=2)`` is f″. Greek letters by
    their English name ("alpha"); the constants are "pi", "e", "i", "oo". A ``glued`` subscript is
    typed without a sign: ``w12`` is another name than ``w_12``, though both print w₁₂. A ``bar``
    marks the adjoint of a quantity."""

    name: str
    sub: str = ""
    primes: int = 0
    role: str = ""
    glued: bool = False
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Num:
    """An unsigned number as it is printed: ``Num("12")``, ``Num("0.5")``."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Op:
    """An operator by its ASCII spelling, and the ``kind`` that sets its spacing:

    * binary ``+ - * .*`` with spaces around, where ``*`` is the visible ``·`` and ``.*`` is ⊙,
      entry by entry; tight ``*`` without
    * product: the text is empty or a space, and the neighbours are multiplied without a sign; an
      empty text stands between two letters (xy) and a space before a function (x sin x)
    * relation ``= < <= > >= != -> <- ~`` (~ is ≈); punctuation ``, ;``
    * prefix ``- d partial``; postfix ``! '``
    """

    text: str
    kind: str = "binary"
    role: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Upright words inside a formula: "if", "otherwise"."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Neighbours on the line, left to right."""

    items: tuple[Math, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Frac:
    """A fraction. ``inline`` ones (dh/dx) stay on the line in a terminal, with a slash."""

    top: Math
    bottom: Math
    inline: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Power:
    """base with exponent above; base is bracketed already if it must be."""

    base: Math
    exponent: Math
    role: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """√body, or the index-th root."""

    body: Math
    index: Math | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Fence:
    """Brackets or bars that are printed: kind is ( or [ or { or | or floor or ceil. ``sub`` is an
    index behind them: (∂h/∂x)ᵤ says that u is held fixed."""

    body: Math
    kind: str = "("
    role: str = ""
    sub: Math | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied: ``head`` (a Sym, or a Power of one in sin²x), to ``body``; ``body`` is a
    Fence, or bare where no bracket is needed (sin x). ``sub`` is an index such as a log's base.

    ``spelling`` is the same call as the parser reads it, where that differs from the look: Jₙ(x)
    has ``("besselj", (n, x))``."""

    head: Math
    body: Math
    sub: Math | None = None
    spelling: tuple[str, tuple[Math, ...]] | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """A piecewise value: rows of (value, condition); the condition Words("otherwise") is last."""

    rows: tuple[tuple[Math, Math], ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Integral:
    """∫ body d(variable), with limits or without."""

    body: Math
    variable: Math
    lower: Math | None = None
    upper: Math | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of entries in square brackets; a column vector has one entry a row."""

    rows: tuple[tuple[Math, ...], ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """body with an evaluation bar: body|_{at}."""

    body: Math
    at: Math
    role: str = ""


Math: TypeAlias = (
    Sym
    | Num
    | Op
    | Words
    | Row
    | Frac
    | Power
    | Root
    | Fence
    | Call
    | Cases
    | Integral
    | Matrix
    | Bar
)
