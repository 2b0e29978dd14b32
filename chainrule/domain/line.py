"""The real line cut at finitely many points: sets of solutions, and charts of signs.

A :class:`Line` holds a value for each piece: the interval left of the first point, that point,
the next interval, … With booleans it is a set, with −1, 0, 1 (None where undefined) a sign chart;
intersecting two sets and multiplying two charts are the same ``combine``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

import sympy as sp

from chainrule.domain.numbers import Number
from chainrule.expr import Tree, build

__all__ = ["EVERYWHERE", "Line", "Set", "Signs", "chart", "combine", "holes", "relation"]

T = TypeVar("T")


class Line(NamedTuple, Generic[T]):
    """``points`` in order, and one more than twice as many ``pieces``."""

    points: tuple[Number, ...]
    pieces: tuple[T, ...]

    @property
    def always(self) -> T | None:
        """The value of all pieces, if they have one value."""
        return self.pieces[0] if len(set(self.pieces)) == 1 else None

    def cut(self, points: Iterable[Number]) -> list[T]:
        """The pieces when cut at ``points``, which include this line's own."""
        found, i = [self.pieces[0]], 0
        for point in points:
            if i < len(self.points) and point == self.points[i]:
                found += self.pieces[2 * i + 1 : 2 * i + 3]
                i += 1
            else:
                found += [self.pieces[2 * i]] * 2
        return found


Set = Line[bool]
Signs = Line[int | None]
EVERYWHERE: Set = Line((), (True,))

_ordered = cmp_to_key(Number.compare)


def combine(a: Line[T], b: Line[T], operation: Callable[[T, T], T]) -> Line[T]:
    """Piece by piece; raises CloseCall where it cannot be told in which order points come."""
    points = list(a.points)
    points += [point for point in b.points if point not in a.points]
    points.sort(key=_ordered)
    pieces = (operation(p, q) for p, q in zip(a.cut(points), b.cut(points), strict=True))
    return Line(tuple(points), tuple(pieces))


def chart(roots: Iterable[tuple[Number, int]], leading: int) -> Signs:
    """The signs of a polynomial with these real roots and multiplicities, and this sign far
    to the right."""
    ordered = sorted(roots, key=lambda pair: _ordered(pair[0]), reverse=True)
    pieces: list[int | None] = [leading]
    for _, multiplicity in ordered:
        leading = -leading if multiplicity % 2 else leading
        pieces += [0, leading]
    return Line(tuple(point for point, _ in reversed(ordered)), tuple(reversed(pieces)))


def holes(line: Set) -> tuple[list[Number], Set]:
    """Single points that are missing from inside the set, and the set with them filled in."""
    pieces, missing = list(line.pieces), []
    for i in range(1, len(pieces), 2):
        if not pieces[i] and pieces[i - 1] and pieces[i + 1]:
            missing.append(line.points[i // 2])
            pieces[i] = True
    return missing, Line(line.points, tuple(pieces))


def relation(line: Set, x: sp.Symbol) -> Tree:
    """The set as a relation: x > 2, −1 < x < 1 (an And of two), x < −1 or x > 1 (an Or).

    >>> from chainrule.domain.numbers import rational
    >>> ends = (rational(-1), rational(1))
    >>> str(relation(Line(ends, (False, True, True, False, False)), sp.Symbol("x")))
    '(-1 <= x) & (x < 1)'
    """
    pieces = (False, False, *line.pieces, False, False)
    points = (None, *line.points, None)
    changes = [i for i, (a, b) in enumerate(pairwise(pieces)) if a != b]
    parts = []
    for first, beyond in zip(changes[::2], changes[1::2], strict=True):
        low, high = points[first // 2], points[beyond // 2]
        parts.append(_interval(x, low, first % 2 == 0, high, beyond % 2 == 1))
    if not parts:
        return sp.S.false
    return parts[0] if len(parts) == 1 else build(sp.Or, parts)


def _interval(
    x: sp.Symbol, low: Number | None, low_in: bool, high: Number | None, high_in: bool
) -> Tree:
    if low is not None and low is high:
        return build(sp.Equality, (x, low.tree))
    if low is None and high is None:
        return sp.S.true
    if low is None and high is not None:
        return build(sp.LessThan if high_in else sp.StrictLessThan, (x, high.tree))
    if high is None and low is not None:
        return build(sp.GreaterThan if low_in else sp.StrictGreaterThan, (x, low.tree))
    assert low is not None  # noqa: S101 - for the type checker: the cases above
    assert high is not None  # noqa: S101 - the same
    left = build(sp.LessThan if low_in else sp.StrictLessThan, (low.tree, x))
    return build(sp.And, (left, build(sp.LessThan if high_in else sp.StrictLessThan,
                                      (x, high.tree))))  # fmt: skip
