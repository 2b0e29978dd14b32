"""A document on lines of text: columns, alignment and wrapping.

The lines here never look inside a formula: a ``Typesetter`` prints it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
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
from chainrule.render._tree import drawn, leaves
from chainrule.render._typeset import Box, Typesetter, break_formula, columns, joined, padded

__all__ = ["lay"]

INDENT = 2
GAP = 3
LABEL = 31
NARROW = 8
CELL, CELL_HANG = 14, 2  # the least width of a broken cell, and how far its next lines go in
_HOLD = "\u00a0"
_SIGN = re.compile(" (=|≈|~|→|->) ")


def lay(document: Document, setter: Typesetter, width: int) -> str:
    """The document in lines, ``width`` columns wide where the formulas allow it."""
    lines: list[str] = []
    follows = False
    for block in document.blocks:
        if lines and not follows:
            lines.append("")
        lines += _LAYOUT[type(block)](block, setter, width - INDENT)
        follows = isinstance(block, Heading) and block.level > 1
    return (
        "\n".join([" " * INDENT + line.rstrip() if line.strip() else "" for line in lines]) + "\n"
    )


def _heading(block: Heading, setter: Typesetter, width: int) -> list[str]:
    return [setter.dye(line, "heading") for line in _wrapped(block.text, setter, width)]


def _prose(block: Prose, setter: Typesetter, width: int) -> list[str]:
    return _wrapped(block.text, setter, width)


def _wrapped(text: Text, setter: Typesetter, width: int, hang: int = 0) -> list[str]:
    """A paragraph in lines: formulas, and what stands around an =, stay together where they can;
    where they cannot, they break like formulas."""
    parts = [
        _SIGN.sub(f"{_HOLD}\\1{_HOLD}", setter.say(p))
        if isinstance(p, str)
        else setter.line(p).replace(" ", _HOLD)
        for p in text
    ]
    lines: list[str] = []
    for line in textwrap.wrap(
        "".join(parts), max(width, NARROW), subsequent_indent=" " * hang, break_long_words=False,
        break_on_hyphens=False,
    ):  # fmt: skip
        lines += break_formula(line.replace(_HOLD, " "), setter, width, hang)
    return lines or [""]


def _tree(block: Tree, setter: Typesetter, width: int) -> list[str]:
    """The branches, and beside them what the paths amount to; below them where that is too wide."""
    lines = drawn(block, setter.line, setter.words, setter.dye, plain=setter.linear.ascii)
    if max(map(columns, lines)) <= width:
        return lines
    bare = drawn(
        block, setter.line, setter.words, setter.dye, plain=setter.linear.ascii, beside=False
    )
    marked = [leaf for leaf in leaves(block.branches) if leaf.mark and leaf.amount]
    amounts: list[str] = []
    for leaf in sorted(marked, key=lambda leaf: int(leaf.mark)):
        mark = f"({leaf.mark})"
        text = "x" * len(mark) + _HOLD + _HOLD
        first, *rest = _wrapped((text, *leaf.amount), setter, width, len(mark) + 2)
        amounts += [setter.dye(mark, f"path {leaf.mark}") + first[len(mark) :], *rest]
    return [*bare, "", *amounts] if amounts else bare


def _verdict(block: Verdict, setter: Typesetter, width: int) -> list[str]:
    mark = setter.marks[block.outcome]
    first, *rest = _wrapped(("x" * len(mark) + _HOLD, *block.text), setter, width, len(mark) + 1)
    return [setter.dye(mark, block.outcome) + first[len(mark) :], *rest]


@dataclass(frozen=True, slots=True)
class _Row:
    """A formula with all that stands left of it, the lines that it goes on in, and its note; a
    note that does not fit beside the formula goes below, at ``margin``."""

    box: Box
    rest: list[str]
    note: Text
    margin: int


def _row(head: Box, formula: Box, shift: int, note: Text, setter: Typesetter, width: int) -> _Row:
    """head and formula side by side; the formula broken if it is too wide, going on ``shift``
    columns after the head."""
    margin, rest = head.width, list[str]()
    if len(formula.lines) == 1:
        text = " " * margin + formula.lines[0]
        first, *rest = break_formula(text, setter, width, margin + shift)
        formula = Box((first[margin:],))
    return _Row(joined((head, formula)), rest, note, margin + 2)


def _set(rows: Sequence[_Row], setter: Typesetter, width: int) -> list[str]:
    """The rows in lines: notes in a column where they fit, air around tall formulas."""
    beside = GAP + max(
        (
            row.box.width
            for row in rows
            if row.note and row.box.width + GAP + columns(setter.words(row.note)) <= width
        ),
        default=0,
    )
    lines: list[str] = []
    tall = False
    for row in rows:
        if lines and (tall or len(row.box.lines) > 1):
            lines.append("")
        tall = len(row.box.lines) > 1
        lines += _noted(row, beside, setter, width)
    return lines


def _noted(row: _Row, beside: int, setter: Typesetter, width: int) -> list[str]:
    lines = [*row.box.lines]
    if not row.note:
        return lines + row.rest
    text = setter.words(row.note)
    if not row.rest and row.box.width < beside and beside + columns(text) <= width:
        line = padded(lines[row.box.baseline], beside)
        lines[row.box.baseline] = line + setter.dye(text, "note")
        return lines
    margin = row.margin if row.margin + columns(text) <= width else min(row.margin, NARROW)
    below = _wrapped(row.note, setter, width - margin, 2)
    return lines + row.rest + [" " * margin + setter.dye(line, "note") for line in below]


def _lines(block: Lines, setter: Typesetter, width: int) -> list[str]:
    """Formulas aligned at their relations."""
    lefts = [_box(row.left, setter, width, displayed=True) for row in block.rows]
    reach = max((left.width for left in lefts), default=0)
    if reach > width // 2:
        reach = 4
    lines: list[str] = []
    rows: list[_Row] = []
    for left, row in zip(lefts, block.rows, strict=True):
        if left.width > reach:  # the left side is a line of its own
            lines += [*_set(rows, setter, width), *left.lines]
            left, rows = Box(("",)), []
        relation = _relation(row, setter)
        head = joined((left, Box((" " * (reach - left.width) + relation,))))
        right = setter.box(row.right, width - head.width, displayed=True)
        rows.append(_row(head, right, 0, row.note, setter, width))
    return lines + _set(rows, setter, width)


def _relation(row: Line, setter: Typesetter) -> str:
    return setter.line(Op(row.relation, "relation")) if row.relation else ""


def _box(node: Math | None, setter: Typesetter, width: int, *, displayed: bool) -> Box:
    return Box(("",)) if node is None else setter.box(node, width, displayed=displayed)


def _steps(block: Steps, setter: Typesetter, width: int) -> list[str]:
    """Number, label, formula and note in columns; a label or a formula that is too long for its
    column has lines of its own."""
    numbers = max((len(row.number) for row in block.rows), default=0)
    labels = ["  " * row.depth + setter.words(row.label) for row in block.rows]
    label = min(max((columns(text) for text in labels), default=0), LABEL, width * 2 // 5)
    margin = numbers + 2 + (label + GAP if label else 0)
    lines: list[str] = []
    rows: list[_Row] = []
    for row, text in zip(block.rows, labels, strict=True):
        head = setter.dye(row.number.rjust(numbers), "number") + "  " + setter.dye(text, "label")
        start = margin
        formula, shift = _formula(row, setter, width - margin)
        if columns(text) > label or formula.width > width - margin:
            lines += [*_set(rows, setter, width), head]
            head, rows = "", []
            if formula.width > width - margin:
                start = min(margin, NARROW)
                formula, shift = _formula(row, setter, width - start)
        rows.append(_row(Box((padded(head, start),)), formula, shift, row.note, setter, width))
    return lines + _set(rows, setter, width)


def _formula(row: StepRow, setter: Typesetter, width: int) -> tuple[Box, int]:
    """left = right as one box, and where the right-hand side starts in it."""
    left = _box(row.left, setter, width, displayed=False)
    shift = left.width + 3 if row.left is not None and row.right is not None else 0
    right = _box(row.right, setter, width - shift, displayed=False)
    return (joined((left, Box((" = ",)), right)), shift) if shift else (joined((left, right)), 0)


def _table(block: Table, setter: Typesetter, width: int) -> list[str]:
    """Columns under a head, their cells broken where they are too narrow; when they are far too
    narrow, one cell a line with its head before it."""
    natural = [
        max(columns(setter.words(cell)) for cell in column)
        for column in zip(block.head, *block.rows, strict=True)
    ]
    widths = _shared_out(natural, width - GAP * (len(natural) - 1))
    if widths is None:
        return _stacked(block, setter, width)
    lines = [line for row in block.rows for line in _cells(row, widths, setter)]
    if not any(block.head):
        return lines
    rule = (" " * GAP).join(["-" * w if setter.linear.ascii else "─" * w for w in widths])
    top = _cells(block.head, widths, setter)
    return [setter.dye(line, "label") for line in (*top, rule)] + lines


def _shared_out(natural: list[int], width: int) -> list[int] | None:
    """Widths of columns that fit together: the widest give way, down to a limit."""
    widths = list(natural)
    while sum(widths) > width:
        widest = max(widths)
        if widest <= CELL:
            return None
        widths[widths.index(widest)] -= 1
    return widths


def _cells(row: Sequence[Text], widths: list[int], setter: Typesetter) -> list[str]:
    """One row of a table, as many lines as its tallest cell."""
    cells = [_wrapped(text, setter, w, CELL_HANG) for text, w in zip(row, widths, strict=True)]
    gap = " " * GAP
    return [
        gap.join([padded(line, w) for line, w in zip(level, widths, strict=True)])
        for level in zip_longest(*cells, fillvalue="")
    ]


def _stacked(block: Table, setter: Typesetter, width: int) -> list[str]:
    lines: list[str] = []
    for row in block.rows:
        lines += ("",) if lines else ()
        for head, cell in zip(block.head, row, strict=True):
            text: Text = (*head, ": ", *cell) if head else cell
            lines += _wrapped(text, setter, width, 4)
    return lines


_LAYOUT: dict[type, Callable[[Any, Typesetter, int], list[str]]] = {
    Heading: _heading, Prose: _prose, Lines: _lines, Steps: _steps, Table: _table,
    Tree: _tree, Verdict: _verdict,
}  # fmt: skip
