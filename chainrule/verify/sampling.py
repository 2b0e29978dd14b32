"""Points to try: where a function might be defined, different for different variables.

In: the variables. Out: an endless choice of points, always the same ones, each a fraction of
whole numbers for every variable. The first few have both signs and sizes on both sides of 1, so
that √(x²) = x or |x| < 1 taken for granted does not pass; later ones go far out and close in, for
functions that are only defined on a narrow set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sympy import Symbol

__all__ = ["Point", "points", "shown"]

Point = Mapping[Symbol, tuple[int, int]]
"""A numerator and a denominator for each variable."""

FIRST = ((713, 1000), (-1371, 1000), (1833, 1000), (-347, 1000), (2719, 1000), (-2113, 1000))

# fmt: off
RANGES = (
    (0.0, 1.0), (1.0, 3.0), (-1.0, 1.0), (-3.0, 3.0), (0.0, 6.0), (-10.0, 10.0), (0.0, 0.1),
    (2.0, 4.0), (0.0, 30.0), (-1.0, 0.0), (-3.0, 3.0), (0.5, 1.5), (-100.0, 100.0), (0.0, 1000.0),
)
# fmt: on
GOLDEN = 0.6180339887498949


def points(variables: Sequence[Symbol]) -> Iterator[Point]:
    """Points in a fixed order; the first variable is the one to differentiate by.

    >>> x, a = Symbol("x"), Symbol("a")
    >>> first = next(points([x, a]))
    >>> shown(first)
    'x = 0.713, a = 1.365'
    """
    for index in count():
        yield {v: _coordinate(index, place) for place, v in enumerate(variables)}


def _coordinate(index: int, place: int) -> tuple[int, int]:
    if place == 0 and index < len(FIRST):
        return FIRST[index]
    spread = (index * (GOLDEN + 0.137 * place) + 0.271 * place + 0.1) % 1.0
    low, high = (0.4, 3.0) if place and index < 3 else RANGES[(index + place // 2) % len(RANGES)]
    scale = 1000 if high - low >= 1 else 100_000
    return 2 * int((low + (high - low) * spread) * scale / 2) + 1, scale


def shown(point: Point) -> str:
    """The point in words: ``x = 0.713, a = 1.3``."""
    return ", ".join(f"{v} = {top / bottom:g}" for v, (top, bottom) in point.items())
