"""What both lexers hand to the grammar: one canonical word with its place in the source."""

from __future__ import annotations

import re
from typing import NamedTuple

from chainrule.errors import LimitError
from chainrule.parsing.readings import Readings

__all__ = ["Token", "number"]


class Token(NamedTuple):
    """One word of the grammar. ``kind`` is what it does: an operator is its own kind (`+`); the
    others are number, name, constant, function, apply (an unknown function), glue (the product
    inside `xy`), open, close, bar, root, frac, over, integral, differential and end. ``text`` is
    the canonical spelling, ``start`` and ``stop`` are places in the source."""

    kind: str
    text: str
    start: int
    stop: int


_SCIENTIFIC = re.compile(r"(\d*)(?:\.(\d*))?[eE]([+-]?\d+)")


def number(text: str, start: int, readings: Readings) -> Token:
    """A token for the number, in plain decimal digits: `1.2e-3` is `0.0012`, and that is said.

    >>> number("1.2e-3", 0, Readings("1.2e-3")).text
    '0.0012'
    """
    stop = start + len(text)
    parts = _SCIENTIFIC.fullmatch(text)
    if parts is None:
        return Token("number", text, start, stop)
    whole, decimals, exponent = parts.groups(default="")
    if len(exponent) > 4:
        raise LimitError(
            "this number is too large", source=readings.source, span=(start, stop),
            hint="exponents of ten go up to 999",
        )  # fmt: skip
    point = len(whole) + int(exponent)
    figures = whole + decimals
    figures = figures.ljust(point, "0") if point > 0 else "0" * (1 - point) + figures
    point = max(point, 1)
    plain = figures[:point].lstrip("0").rjust(1, "0")
    plain += "." + figures[point:] if figures[point:].strip("0") else ""
    slip = "e" in text and not exponent.isdigit()
    readings.say("scientific-slip" if slip else "scientific-notation", (start, stop), plain)
    return Token("number", plain, start, stop)
