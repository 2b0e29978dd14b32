"""Arithmetic of ranges, and the image of a range under each function that is known.

A :class:`Range` bounds real values: exp maps [a, b] into [eᵃ, eᵇ], and every row of ``IMAGES`` is
a theorem of that kind. Ends are exact rationals; where a function's value is irrational they are
rounded outwards, so that a proof never rests on rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair

from chainrule.expr import RealRoot

__all__ = ["CONSTANTS", "IMAGES", "ONE", "REALS", "UNKNOWN", "End", "Exact", "Image", "Range",
           "plus", "point", "tame", "times", "whole_power"]  # fmt: skip

Exact = int | Fraction
End = tuple[Exact | float, int]
"""(v, e) is v + e·ε: an open low end is (v, 1), an open high end (v, −1), a closed one (v, 0).
The order of tuples is the order of ends. A float occurs only as ±∞, which is open."""

INFINITY = math.inf
ZERO: End = (0, 0)
DOWN: End = (-INFINITY, 1)
UP: End = (INFINITY, -1)
HUGE = 2**200  # ends beyond it, or finer than its inverse, are rounded outwards


class Range(NamedTuple):
    """The values between two ends; ``total`` when there is one at every real point."""

    low: End
    high: End
    total: bool = True


REALS = Range(DOWN, UP)
UNKNOWN = Range(DOWN, UP, total=False)
ONE = Range((1, 0), (1, 0))


def tame(low: End, high: End, total: bool) -> Range:
    """A range, its ends rounded outwards where they have too many digits."""
    return Range(_shortened(low), _flip(_shortened(_flip(high))), total)


def _shortened(low: End) -> End:
    value = low[0]
    if isinstance(value, float):
        return low
    top, bottom = value.as_integer_ratio()
    if -HUGE < top < HUGE and bottom < HUGE:
        return low
    if not -HUGE < value < HUGE:
        return (HUGE, 1) if value > 0 else DOWN
    return (Fraction(math.floor(value * 2**99), 2**99), 1)


def _flip(end: End) -> End:
    return -end[0], -end[1]


def point(value: Exact) -> Range:
    """The range of a constant."""
    return tame((value, 0), (value, 0), total=True)


def plus(a: Range, b: Range) -> Range:
    """All sums."""
    (p, p_eps), (q, q_eps) = a.low, b.low
    (r, r_eps), (s, s_eps) = a.high, b.high
    return Range((p + q, p_eps | q_eps), (r + s, -(r_eps | s_eps) and -1), a.total and b.total)


def times(a: Range, b: Range) -> Range:
    """All products."""
    corners = [_corner(p, q) for p in a[:2] for q in b[:2]]
    return tame(min(corners), max(corners), a.total and b.total)


def _corner(a: End, b: End) -> End:
    (p, p_eps), (q, q_eps) = a, b
    slope = p_eps * _sign(q) + q_eps * _sign(p) or p_eps * q_eps
    return (p * q if p and q else 0), _sign(slope)  # 0·∞ is 0: a corner of a product of ranges


def _sign(value: Exact | float) -> int:
    return (value > 0) - (value < 0)


def _negative(a: Range) -> Range:
    return Range(_flip(a.high), _flip(a.low), a.total)


def _inverse(a: Range) -> Range:
    """1/a: bounded only where a keeps its sign, total only where it cannot be zero."""
    if a.low < ZERO >= a.high:
        return _negative(_inverse(_negative(a)))
    if a.low < ZERO or a.high <= ZERO:
        return UNKNOWN
    (p, p_eps), (q, q_eps) = a[:2]
    low: End = (0, 1) if q == INFINITY else (1 / Fraction(q), -q_eps)
    high: End = UP if p == 0 else (1 / Fraction(p), -p_eps)
    return tame(low, high, a.total and a.low > ZERO)


def _magnitude(a: Range) -> Range:
    if a.low >= ZERO:
        return a
    return _negative(a) if a.high <= ZERO else Range(ZERO, max(_flip(a.low), a.high), a.total)


def whole_power(a: Range, n: int) -> Range:
    """All n-th powers."""
    if n < 0:
        return _inverse(whole_power(a, -n))._replace(total=a.total and _nonzero(a))
    if n == 0:
        return ONE._replace(total=a.total)
    if n % 2 == 0:
        a = _magnitude(a)
    (p, p_eps), (q, q_eps) = a[:2]
    if n <= 16:
        return tame((p**n, p_eps), (q**n, q_eps), a.total)
    if p < 0:
        return REALS._replace(total=a.total)
    return Range(a.low if p >= 1 else (0, int(p > 0 or p_eps)), a.high if q <= 1 else UP, a.total)


def _nonzero(a: Range) -> bool:
    return a.low > ZERO or a.high < ZERO


def _power(base: Range, exponent: Range) -> Range:
    total = base.total and exponent.total
    if exponent.low == exponent.high:
        n = exponent.low[0]
        if isinstance(n, int):
            return whole_power(base, n)
        image = _root(abs(Fraction(n)))(base)
        return image if n > 0 else _inverse(image)
    if base.low >= (1, 0) and exponent.low >= ZERO:
        return Range((1, 0), UP, total)
    if base.low > ZERO:
        return Range((0, 1), UP, total)
    return Range(ZERO, UP, total=False) if base.low == ZERO else UNKNOWN


# -- images of functions --------------------------------------------------------------------------

Image = Callable[..., Range]
NOT_NEGATIVE = Range(ZERO, UP)
POSITIVE = Range((0, 1), UP)
FROM_ONE = Range((1, 0), UP)
UNIT = Range((-1, 0), (1, 0))
OPEN_UNIT = Range((-1, 1), (1, -1))
HALF_TURN = Range((Fraction(-158, 100), 1), (Fraction(158, 100), -1))  # π/2 < 1.58
_DIGITS = 10**12
CONSTANTS = {
    sp.pi: Range((Fraction(3141592653589, _DIGITS), 1), (Fraction(3141592653590, _DIGITS), -1)),
    sp.E: Range((Fraction(2718281828459, _DIGITS), 1), (Fraction(2718281828460, _DIGITS), -1)),
}


def _increasing(
    f: Callable[[float], float], domain: Range, image: Range, known: Mapping[Any, int] = {0: 0}
) -> Image:
    """The image of an increasing function with this domain and this image, whose value is
    rational at the ``known`` points, and elsewhere rounded outwards."""

    def low_end(low: End) -> End:
        value, eps = low
        if low <= domain.low or value == -INFINITY:
            return image.low
        if value in known:
            return known[value], eps
        return max(image.low, (_rounded(f, value, -1), 1))

    def high_end(high: End) -> End:
        value, eps = high
        if high >= domain.high or value == INFINITY:
            return image.high
        if value in known:
            return known[value], eps
        return min(image.high, (_rounded(f, value, 1), -1))

    def bounds(a: Range, *others: Range) -> Range:
        if others or a.high < domain.low or a.low > domain.high:  # log(a, b); nowhere defined
            return UNKNOWN
        inside = a.low >= domain.low and a.high <= domain.high
        return tame(low_end(a.low), high_end(a.high), a.total and inside)

    return bounds


def _rounded(f: Callable[[float], float], value: Exact | float, away: int) -> Exact | float:
    """f(value) below (away −1) or above (1): one float further out, and a little more for f's
    own error, which is a few units in the last place."""
    try:
        found = Fraction(f(math.nextafter(value, away * INFINITY)))
    except (OverflowError, ValueError):
        return away * INFINITY
    return found + away * (abs(found) / 10**14 + Fraction(1, 10**40))


@cache
def _root(exponent: Fraction) -> Image:
    """The image of v^(p/q), principal: v ≥ 0."""
    if exponent > 99:  # too steep for a float to bound
        return _within(NOT_NEGATIVE)
    return _increasing(lambda v: v ** float(exponent), NOT_NEGATIVE, NOT_NEGATIVE, {0: 0, 1: 1})


def _real_root(base: Range, index: Range) -> Range:
    def root(value: float) -> float:
        return math.copysign(abs(value) ** (1 / index.low[0]), value)

    return _increasing(root, REALS, REALS, {-1: -1, 0: 0, 1: 1})(base)


def _within(image: Range) -> Image:
    """The image of a function that is defined for every real argument and stays in ``image``."""
    return lambda *args: image._replace(total=all(a.total for a in args))


def _wave(f: Callable[[float], float]) -> Image:
    """The image of sin or cos, whose slope is at most 1: near f(middle) if the range is narrow."""

    def bounds(a: Range) -> Range:
        low, high = a.low[0], a.high[0]
        if not -1000 < low <= high < low + 1 or low > 1000:
            return UNIT._replace(total=a.total)
        middle, slack = f(float(low)), high - low + Fraction(1, 10**12)
        value = Fraction(middle)
        return Range(max((value - slack, 0), UNIT.low), min((value + slack, 0), UNIT.high), a.total)

    return bounds


def _tangent(a: Range) -> Range:
    """tan of a constant; of anything else, nothing is known."""
    low, high = a.low[0], a.high[0]
    if low != high or not -1000 < low < 1000:
        return UNKNOWN
    value = Fraction(math.tan(float(low)))
    slack = (1 + value * value) / 10**12
    return Range((value - slack, 1), (value + slack, -1), a.total)


def _maximum(*args: Range) -> Range:
    return Range(max(a.low for a in args), max(a.high for a in args), all(a.total for a in args))


def _minimum(*args: Range) -> Range:
    return Range(min(a.low for a in args), min(a.high for a in args), all(a.total for a in args))


def _hull(*args: Range) -> Range:
    return Range(min(a.low for a in args), max(a.high for a in args), total=False)


_cosh = _increasing(math.cosh, NOT_NEGATIVE, FROM_ONE, {0: 1})

# fmt: off
IMAGES: dict[Any, Image] = {
    sp.Pow: _power,
    sp.exp: _increasing(math.exp, REALS, POSITIVE, {0: 1}),
    sp.log: _increasing(math.log, POSITIVE, REALS, {1: 0}),
    sp.sin: _wave(math.sin),
    sp.cos: _wave(math.cos),
    sp.tan: _tangent,
    sp.asin: _increasing(math.asin, UNIT, HALF_TURN),
    sp.atan: _increasing(math.atan, REALS, HALF_TURN),
    sp.acot: _within(HALF_TURN),
    sp.sinh: _increasing(math.sinh, REALS, REALS),
    sp.cosh: lambda a: _cosh(_magnitude(a)),
    sp.tanh: _increasing(math.tanh, REALS, OPEN_UNIT),
    sp.sech: _within(Range((0, 1), (1, 0))),
    sp.asinh: _increasing(math.asinh, REALS, REALS),
    sp.acosh: _increasing(math.acosh, FROM_ONE, NOT_NEGATIVE, {1: 0}),
    sp.atanh: _increasing(math.atanh, OPEN_UNIT, REALS),
    sp.erf: _increasing(math.erf, REALS, OPEN_UNIT),
    sp.erfc: _within(Range((0, 1), (2, -1))),
    sp.Abs: _magnitude,
    sp.sign: _within(UNIT),
    sp.Heaviside: _within(Range((0, 0), (1, 0))),
    sp.Max: _maximum,
    sp.Min: _minimum,
    sp.Piecewise: _hull,
    ExprCondPair: lambda value, _condition: value,
    RealRoot: _real_root,
}
# fmt: on
