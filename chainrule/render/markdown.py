r"""Markdown as GitHub and notebooks read it: $…$ in the line, $$…$$ for a display.

Both run Markdown over a formula before anybody typesets it, which eats a backslash before a
punctuation mark and takes ``<`` for HTML. So each display is one formula without line breaks,
cases end their rows with \cr, and < is \lt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from chainrule.document import (
    Document,
    Heading,
    Line,
    Lines,
    Prose,
    StepRow,
    Steps,
    Table,
    Text,
    Tree,
    Verdict,
)  # fmt: skip
from chainrule.notation import Math, Op
from chainrule.render._linear import Linear
from chainrule.render._tex import Tex
from chainrule.render._tree import drawn

__all__ = ["formula", "render"]

MARKS = {"passed": "✓", "failed": "✗", "not made": "–"}
_TEX = Tex(r" \cr ", {"<": r"\lt", ">": r"\gt"})
_ON_LINES = Linear(ascii=False, strict=False)
_SPECIAL = {
    "\\": "&#92;", "`": "&#96;", "*": r"\*", "_": r"\_", "[": "&#91;", "]": "&#93;",
    "<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "$": "&#36;", "#": r"\#", "~": r"\~",
}  # fmt: skip
_ESCAPES = str.maketrans(_SPECIAL)
_LIST = re.compile(r"^(\d+)([.)])(?= )|^([+-])(?= )")


def formula(node: Math) -> str:
    r"""One formula, without dollar signs.

    >>> from chainrule.notation import Sym, equation
    >>> formula(equation(Sym("x"), Sym("y"), "<"))
    'x \\lt y'
    """
    return _TEX.show(node)


def render(document: Document) -> str:
    """The document."""
    return "\n\n".join([_BLOCKS[type(block)](block) for block in document.blocks]) + "\n"


def _text(text: Text) -> str:
    parts = [p.translate(_ESCAPES) if isinstance(p, str) else f"${formula(p)}$" for p in text]
    return _LIST.sub(r"\1\\\2\3", "".join(parts)) if parts else ""


def _heading(block: Heading) -> str:
    return f"{'#' * (block.level + 1)} {_text(block.text)}"


def _prose(block: Prose) -> str:
    return _text(block.text)


def _lines(block: Lines) -> str:
    return "\n\n".join([_line(row) for row in block.rows])


def _line(row: Line) -> str:
    left = formula(row.left) + " " if row.left is not None else ""
    relation = _TEX.op(Op(row.relation, "relation")).strip() + " " if row.relation else ""
    display = f"$$\n{left}{relation}{formula(row.right)}\n$$"
    return f"{display}\n\n{_text(row.note)}" if row.note else display


def _steps(block: Steps) -> str:
    """A table; the head is empty, for a column of numbers needs no name."""
    rows = [_step(row) for row in block.rows]
    used = [any(cells) for cells in zip(*rows, strict=True)]
    rows = [[cell for cell, has in zip(row, used, strict=True) if has] for row in rows]
    width = sum(used)
    return _piped([[""] * width, ["---:", *[":---"] * (width - 1)], *rows])


def _step(row: StepRow) -> list[str]:
    sides = [formula(side) for side in (row.left, row.right) if side is not None]
    line = f"$\\displaystyle {' = '.join(sides)}$" if sides else ""
    return [row.number, "&emsp;" * row.depth + _text(row.label), line, _text(row.note)]


def _table(block: Table) -> str:
    head = [_text(cell) for cell in block.head]
    rows = [[_text(cell) for cell in row] for row in block.rows]
    return _piped([head, [":---"] * len(head), *rows])


def _piped(rows: Iterable[list[str]]) -> str:
    return "\n".join([f"| {' | '.join(row)} |" for row in rows])


def _tree(block: Tree) -> str:
    """Lines of text: a table would lose the branches."""
    lines = drawn(block, _ON_LINES.show, _said)
    return "\n".join(["```text", *lines, "```"])


def _said(text: Text) -> str:
    return "".join([p if isinstance(p, str) else _ON_LINES.show(p) for p in text])


def _verdict(block: Verdict) -> str:
    return f"**{MARKS[block.outcome]}** {_text(block.text)}"


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Heading: _heading, Prose: _prose, Lines: _lines, Steps: _steps, Table: _table,
    Tree: _tree, Verdict: _verdict,
}  # fmt: skip
