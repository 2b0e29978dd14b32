"""Points to try: where a function might be defined, different for different variables.

In: the variables, and the intervals that the domain keeps them in, where they are known. Out: an
endless choice of points, always the same ones, each a fraction of whole numbers for every
variable. The first few have both signs and sizes on both sides of 1, so that √(x²) = x or |x| < 1
taken for granted does not pass; later ones go far out and close in, for functions that are only
defined on a narrow set. A point outside its interval is moved into it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sympy import Symbol

__all__ = ["Inside", "Point", "points", "shown"]

Point = Mapping[Symbol, tuple[int, int]]
"""A numerator and a denominator for each variable."""

Inside = Mapping[Symbol, Sequence[tuple[float, float]]]
"""The intervals of some variables, as the domain says; an end may be infinite."""

FIRST = ((713, 1000), (-1371, 1000), (1833, 1000), (-347, 1000), (2719, 1000), (-2113, 1000))

# fmt: off
RANGES = (
    (0.0, 1.0), (1.0, 3.0), (-1.0, 1.0), (-3.0, 3.0), (0.0, 6.0), (-10.0, 10.0), (0.0, 0.1),
    (2.0, 4.0), (0.0, 30.0), (-1.0, 0.0), (-3.0, 3.0), (0.5, 1.5), (-100.0, 100.0), (0.0, 1000.0),
)
# fmt: on
TURNED = ((0, 1), (2,), (0,), (1, 2))
"""At which of the first three points a parameter is negative: the variable is so at the second, and
either sign meets either, so that |ax| = ax taken for granted does not pass."""
GOLDEN = 0.6180339887498949
WIDTHS = (1.0, 0.1, 10.0)  # of an interval without an end, times the size of its other end
FARTHEST = 1e12  # an end beyond it is no place to look
UNMOVED = 4  # each fourth point stays where it is: a solution is not taken on trust


def points(variables: Sequence[Symbol], inside: Inside | None = None) -> Iterator[Point]:
    """Points in a fixed order; the first variable is the one to differentiate by.

    >>> x, a = Symbol("x"), Symbol("a")
    >>> shown(next(points([x, a])))
    'x = 0.713, a = 1.365'
    >>> shown(next(points([x], {x: [(1000, math.inf)]})))
    'x = 1606.23'
    """
    for index in count():
        at = {v: _coordinate(index, place) for place, v in enumerate(variables)}
        for v, intervals in (inside or {}).items():
            if v in at and intervals and index % UNMOVED != UNMOVED - 1:
                at[v] = _moved(at[v], intervals, index)
        yield at


def _moved(
    at: tuple[int, int], intervals: Sequence[tuple[float, float]], index: int
) -> tuple[int, int]:
    """The coordinate if it is in an interval, else one that is."""
    value = at[0] / at[1]
    low, high = intervals[index % len(intervals)]
    if any(first < value < last for first, last in intervals) or low == -high == -math.inf:
        return at
    end = high if math.isinf(low) else low
    width = max(abs(end), 1.0) * WIDTHS[index % len(WIDTHS)]
    low = high - width if math.isinf(low) else low
    high = low + width if math.isinf(high) else high
    if max(abs(low), abs(high)) > FARTHEST:
        return at
    spread = 0.05 + 0.9 * ((index + 1) * GOLDEN % 1.0)
    scale = 10 ** max(3, 4 - math.floor(math.log10(high - low)))
    return 2 * int((low + (high - low) * spread) * scale / 2) + 1, scale


def _coordinate(index: int, place: int) -> tuple[int, int]:
    if place == 0 and index < len(FIRST):
        return FIRST[index]
    spread = (index * (GOLDEN + 0.137 * place) + 0.271 * place + 0.1) % 1.0
    low, high = (0.4, 3.0) if place and index < 3 else RANGES[(index + place // 2) % len(RANGES)]
    scale = 1000 if high - low >= 1 else 100_000
    top = 2 * int((low + (high - low) * spread) * scale / 2) + 1
    turned = place > 0 and index in TURNED[place % len(TURNED)]
    return (-top if turned else top), scale


def shown(point: Point) -> str:
    """The point in words: ``x = 0.713, a = 1.3``."""
    return ", ".join(f"{v} = {top / bottom:g}" for v, (top, bottom) in point.items())
