"""Where sin, cos, tan or cot of a linear expression takes a special value: x = π/2 + kπ."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import sympy as sp

from chainrule.domain.numbers import Number, affine, over, rational, total
from chainrule.domain.polynomials import linear
from chainrule.domain.ranges import Exact
from chainrule.expr import ZERO, Tree, add, div, mul

__all__ = ["Periodic", "merged", "zeros"]

PI = Number(0, 1, sp.pi, math.pi)
HALF = Fraction(1, 2)

# value → the angles that have it, as (first, period) in multiples of π
_SIXTH, _THIRD = Fraction(1, 6), Fraction(1, 3)
_ANGLES: dict[type, dict[Exact, tuple[tuple[Exact, int], ...]]] = {
    sp.sin: {
        0: ((0, 1),),
        1: ((HALF, 2),),
        -1: ((-HALF, 2),),
        HALF: ((_SIXTH, 2), (5 * _SIXTH, 2)),
        -HALF: ((-_SIXTH, 2), (-5 * _SIXTH, 2)),
    },
    sp.cos: {
        0: ((HALF, 1),),
        1: ((0, 2),),
        -1: ((1, 2),),
        HALF: ((_THIRD, 2), (-_THIRD, 2)),
        -HALF: ((2 * _THIRD, 2), (-2 * _THIRD, 2)),
    },
    sp.tan: {0: ((0, 1),), 1: ((HALF / 2, 1),), -1: ((-HALF / 2, 1),)},
    sp.cot: {0: ((HALF, 1),), 1: ((HALF / 2, 1),), -1: ((-HALF / 2, 1),)},
}


class Periodic(NamedTuple):
    """The points ``first + k·period`` for every integer k, from ``start`` on if that is given."""

    first: Number
    period: Number
    start: int | None = None

    def has(self, point: Number) -> bool:
        """Whether the point is proved to be one of these."""
        apart = total(point, affine(self.first, -1, 0))
        turns = _ratio(apart, self.period) if apart is not None else None
        if turns is None or turns.denominator != 1:
            return False
        return self.start is None or turns >= self.start

    def tree(self, k: sp.Symbol) -> Tree:
        """``first + k·period`` as one writes it.

        >>> str(Periodic(rational(0), affine(PI, Fraction(1, 2), 0)).tree(sp.Symbol("k")))
        '(pi*k)/2'
        """
        times = Fraction(self.period.times or self.period.rational)
        atoms = (k,) if self.period.atom is None else (k, self.period.atom)
        numbers = () if times.numerator == 1 else (sp.Integer(times.numerator),)
        steps = mul(*numbers, *atoms)
        if times.denominator != 1:
            steps = div(steps, sp.Integer(times.denominator))
        first = self.first.tree
        terms = first.args if first.is_Add else () if first == ZERO else (first,)
        return add(*terms, steps)


def zeros(tree: Tree, level: Number, x: sp.Symbol) -> list[Periodic] | None:
    """Where ``tree`` is equal to ``level``, for a trigonometric function of a linear expression.

    >>> zeros(sp.cos(sp.Symbol("x")), rational(0), sp.Symbol("x"))[0].first.tree
    pi/2
    """
    angles = _ANGLES.get(tree.func, {}).get(level.rational)
    line = linear(tree.args[0], x) if angles and level.atom is None else None
    if angles is None or line is None or line[0] == rational(0):
        return None
    slope, rest = line
    found = []
    for first, turns in angles:
        angle = total(affine(PI, first, 0), affine(rest, -1, 0))
        point = angle and over(angle, slope)
        period = over(affine(PI, turns, 0), slope)
        if point is None or period is None:
            return None
        period = period if period.value > 0 else affine(period, -1, 0)
        found.append(Periodic(_nearest_zero(point, period), period))
    return found


def _ratio(a: Number, b: Number) -> Fraction | None:
    """a / b where that is rational."""
    found = over(a, b)
    return Fraction(found.rational) if found is not None and found.atom is None else None


def _nearest_zero(point: Number, period: Number) -> Number:
    ratio = _ratio(point, period)
    if ratio is None:
        return point
    return affine(period, HALF - (HALF - ratio) % 1, 0)


def merged(families: Iterable[Periodic]) -> list[Periodic]:
    """The same points in fewer families: π/2 + 2kπ and −π/2 + 2kπ are π/2 + kπ together."""
    kept: list[Periodic] = []
    for family in families:
        for other in kept:
            joint = _joint(family, other)
            if joint is not None:
                kept.remove(other)
                kept = merged([*kept, joint])
                break
        else:
            kept.append(family)
    return kept


def _joint(a: Periodic, b: Periodic) -> Periodic | None:
    """One family for two, if one holds the other or they interleave evenly."""
    if a.start is not None or b.start is not None:
        return None
    a, b = (a, b) if a.period.value >= b.period.value else (b, a)
    turns = _ratio(a.period, b.period)
    apart = total(a.first, affine(b.first, -1, 0))
    shift = _ratio(apart, b.period) if apart is not None else None
    if turns is None or shift is None:
        return None
    if turns.denominator == shift.denominator == 1:
        return b
    if turns == 1 and shift.denominator == 2:
        period = affine(b.period, HALF, 0)
        return Periodic(_nearest_zero(b.first, period), period)
    return None
