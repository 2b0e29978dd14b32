"""How formulas and words look on lines of text, and where a long formula breaks.

A ``Typesetter`` turns formulas and words into strings; plain text and the terminal have one each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chainrule.document import Text
from chainrule.notation import Math
from chainrule.render._linear import Linear
from chainrule.render._signs import ascii_words

__all__ = ["Box", "Typesetter", "break_formula", "columns", "joined", "padded"]

_COMBINING = re.compile("[\u0300-\u036f]")
_BREAK = re.compile(r" (?=(?:[+−=≈~<>≤≥≠→-]|->|<=|>=|!=) )|(?<=;) ")
_COMMA = re.compile(r"(?<=,) ")
_DOT = re.compile(r" (?=[·*] )")
MARKS = {"passed": "✓", "failed": "✗", "not made": "–"}
ASCII_MARKS = {"passed": "[ok]", "failed": "[FAILED]", "not made": "[not made]"}


@dataclass(frozen=True, slots=True)
class Box:
    """Lines of text of one width; ``baseline`` is the line that stands on the line of text."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        """Columns."""
        return columns(self.lines[0])


class Typesetter:
    """How formulas and words look. This one prints every formula on one line."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear
        self.marks = ASCII_MARKS if linear.ascii else MARKS

    def line(self, node: Math) -> str:
        """A formula on one line."""
        return self.linear.line(node)

    def box(self, node: Math, width: int, *, displayed: bool) -> Box:  # noqa: ARG002  # for typesetters in two dimensions
        """A formula in two dimensions where that helps and fits, else on one line."""
        return Box((self.line(node),))

    def words(self, text: Text) -> str:
        """Words and formulas on one line."""
        return "".join([self.say(p) if isinstance(p, str) else self.line(p) for p in text])

    def say(self, words: str) -> str:
        """Words in the signs that this output has."""
        return ascii_words(words) if self.linear.ascii else words

    def dye(self, text: str, role: str) -> str:  # noqa: ARG002  # for typesetters with colours
        """The text in a role, as long as before."""
        return text

    def bare(self, text: str) -> str:
        """The text without its roles, as long as before."""
        return text


def columns(text: str) -> int:
    """Columns on the screen; a combining mark takes none."""
    return len(text) if text.isascii() else len(text) - len(_COMBINING.findall(text))


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def break_formula(text: str, setter: Typesetter, width: int, indent: int) -> list[str]:
    """A long formula in lines, all but the first indented. It breaks before + − and relations, and
    behind a semicolon, outside of brackets if it can, else before a product sign; never in an
    exponent, and never before ``indent``, which is where its right-hand side starts."""
    lines: list[str] = []
    margin = ""
    while columns(margin + text) > width:
        place = _place(setter.bare(text), indent - len(margin), width - len(margin))
        if place is None:
            break
        lines.append(margin + text[:place])
        text = text[place + 1 :]
        margin = " " * indent
    return [*lines, margin + text]


def _place(glyphs: str, start: int, width: int) -> int | None:
    """Where to break: outside of as many brackets as can be, there rather before a + than before
    a product sign, there as late as fits; else behind a comma; else the first place of all."""
    depths = _depths(glyphs)
    places = [
        (-depth, sign is _BREAK, found.start())
        for sign in (_BREAK, _DOT)
        for found in sign.finditer(glyphs, start + 1)
        if (depth := depths[found.start()]) is not None
    ]
    fitting = [place for place in places if place[2] <= width]
    if fitting:
        return max(fitting)[2]
    commas = [found.start() for found in _COMMA.finditer(glyphs, start + 1)]
    commas = [place for place in commas if place <= width and depths[place] is not None]
    if commas:
        return commas[-1]
    return min((place for _, _, place in places), default=None)


def _depths(glyphs: str) -> list[int | None]:
    """For each place, how many brackets are open; None inside an exponent."""
    depths: list[int | None] = []
    opened: list[bool] = []  # whether each open bracket belongs to an exponent
    for i, glyph in enumerate(glyphs):
        if glyph in "([{":
            opened.append(i > 0 and glyphs[i - 1] in "^_")
        elif glyph in ")]}" and opened:
            opened.pop()
        depths.append(None if True in opened else len(opened))
    return depths


def joined(boxes: Sequence[Box]) -> Box:
    """Boxes side by side on one baseline."""
    if len(boxes) == 1:
        return boxes[0]
    above = max([box.baseline for box in boxes])
    below = max([len(box.lines) - box.baseline for box in boxes])
    lines: list[str] = []
    for level in range(-above, below):
        parts: list[str] = []
        for box in boxes:
            i = level + box.baseline
            parts.append(box.lines[i] if 0 <= i < len(box.lines) else " " * box.width)
        lines.append("".join(parts))
    return Box(tuple(lines), above)
