"""A point of a curve → what the slopes come to there, exactly where that is a fraction.

A point that does not lie on the curve is an InputError that says by how much; one that lacks the
dependent variable is answered with the values that it may have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Pow, Symbol

from chainrule.errors import InputError
from chainrule.expr import Tree, add, mul, neg, sub, walk
from chainrule.numeric import CONTEXT, magnitude
from chainrule.readers.along import (
    STEP,
    Along,
    At,
    Value,
    as_float,
    kinked,
    numbers_of,
    plain,
    settled,
)
from chainrule.readers.roots import root_near, roots
from chainrule.readers.shorter import simplest, size
from chainrule.relation import CurvePoint, Implicit
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier

__all__ = ["exactly", "level_of", "on_curve", "slopes_along", "tangent_of"]

MOST_ROOTS = 4
SHORT, LONGEST = 12, 2_000  # nodes of an exact value; bits of a power in it
SHARE = 20  # bits of the step along a curve, beside a coordinate that is smaller than usual
ROUNDED = 1e-9  # of a number that is given with nine digits


def level_of(done: Implicit) -> Tree:
    """F of F = 0: the difference of the two sides."""
    return sub(*done.equation.sides)


def on_curve(done: Implicit, point: Mapping[Symbol, Tree]) -> CurvePoint:
    """The numbers at a point of the curve."""
    numbers = numbers_of(point)
    level = Value(level_of(done))
    _require(done, level, numbers)
    at = tuple(point.items())
    left = settled(Value(done.equation.left), numbers)
    factor = settled(Value(done.slopes[0].factor), numbers)
    if factor is None:
        raise InputError(f"there is no slope at {_shown(point)}: it has no value there")
    if any(kinked(level, numbers, symbol) for symbol in (done.of, *done.wrt)):
        return CurvePoint(at, plain(left), "corner")
    if factor == 0:
        others = [settled(Value(one.rest), numbers) for one in done.slopes]
        flat = any(value is not None and value != 0 for value in others)
        return CurvePoint(at, plain(left), "vertical" if flat else "singular")
    results = [one.result for one in done.slopes]
    results += [done.second.result] if done.second else []
    slopes, beside = [], []
    for result in results:
        found = settled(Value(result), numbers)
        if found is None:
            raise InputError(f"there is no slope at {_shown(point)}: it has no value there")
        slopes.append(plain(found))
    for place, wrt in enumerate((*done.wrt, *done.wrt[:1])[: len(results)]):
        quotients = slopes_along(level, numbers, done.of, wrt)
        order = 1 if place == len(done.wrt) else 0
        beside.append(None if quotients is None else as_float(quotients[order], slopes[place]))
    exact = tuple(exactly(result, point) for result in results)
    firsts = exact[: len(done.wrt)]
    tangent = tangent_of(done.of, done.wrt, point, firsts) if None not in firsts else None
    return CurvePoint(at, plain(left), "slope", exact, tuple(slopes), tuple(beside), tangent)


def _require(done: Implicit, level: Value, numbers: dict[Symbol, Any]) -> None:
    """Whether the point is complete, and lies on the curve."""
    equation = done.equation
    needed = {*free_symbols(level_of(done)), *done.wrt}
    missing = sorted(symbol.name for symbol in needed - numbers.keys())
    if missing and missing != [done.of.name]:
        raise InputError(f"the point needs a value of {', '.join(missing)}")
    found = [] if missing else [level(numbers)]
    if missing or found[0] is None or not _is_zero(level, found[0], numbers):
        some = roots(Along(level, numbers, done.of))[:MOST_ROOTS]
        shown = " or ".join(f"{done.of} {_short(as_float(root))}" for root in some)
        hint = f"on the curve: {shown}" if some else ""
        if missing:
            raise InputError(f"the point needs a value of {done.of}", hint=hint)
        left, right = (Value(side)(numbers) for side in equation.sides)
        if left is None or right is None:
            raise InputError("the equation has no value at this point", hint=hint)
        sides = f"left {plain(left):.9g}, right {plain(right):.9g}"
        raise InputError(f"the point does not lie on the curve: {sides}", hint=hint)


def _is_zero(level: Value, here: Any, numbers: dict[Symbol, Any]) -> bool:
    """Whether both sides are equal, but for the rounding of the point: whether they differ by less
    than if the ninth digit of its numbers is another one."""
    if settled(level, numbers) == 0:
        return True
    moved = [level({**numbers, s: n * (1 + ROUNDED)}) for s, n in numbers.items()]
    return bool(abs(here) <= sum(abs(one - here) for one in moved if one is not None))


def exactly(tree: Tree, point: Mapping[Symbol, Tree]) -> Tree | None:
    """The value at a point as the algebra finds it, if that is short.

    >>> from sympy import Integer
    >>> x = Symbol("x")
    >>> exactly(-x / 4, {x: Integer(3)})
    -3/4
    """
    found = Tidier().tidy(substitute(tree, point))[1]
    return simplest(found) if size(found) <= SHORT and not _large(found) else None


def _large(tree: Tree) -> bool:
    """Whether a power in a number has too many digits to be written out: 9^(9^9)."""
    powers = (Value(node)({}) for node in walk(tree) if isinstance(node, Pow))
    return any(value is None or abs(magnitude(value._mpf_)) > LONGEST for value in powers)


def tangent_of(
    of: Symbol, wrt: Sequence[Symbol], point: Mapping[Symbol, Tree], slopes: Sequence[Any]
) -> Tree:
    """The right-hand side of the tangent: y₀ + slope · (x − x₀)."""
    terms = [point[of]]
    for x, slope in zip(wrt, slopes, strict=True):
        if slope != 0:
            away = x if point[x] == 0 else add(x, neg(point[x]))
            terms.append(away if slope == 1 else mul(slope, away))
    if len(terms) > 1 and terms[0] == 0:
        terms = terms[1:]
    return add(*terms)


def _shown(point: Mapping[Symbol, Tree]) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in point.items())


def _short(value: float) -> str:
    """= 4, or ≈ 1.41421."""
    near = f"{value:.6g}"
    return f"= {near}" if abs(float(near) - value) < 1e-12 else f"≈ {near}"


def slopes_along(level: Value, at: At, of: Symbol, wrt: Symbol) -> tuple[Any, Any] | None:
    """The first and second difference quotients of the curve level = 0 through a point."""
    nearer = max(CONTEXT.ldexp(abs(at[wrt]), -SHARE), CONTEXT.ldexp(1, -2 * STEP))
    step = min(CONTEXT.ldexp(1, -STEP), nearer) if at[wrt] else CONTEXT.ldexp(1, -STEP)
    there = []
    for move in (-step, 0, step):
        moved = {**at, wrt: at[wrt] + move}
        found = root_near(Along(level, moved, of), at[of])
        if found is None:
            return None
        there.append(found)
    before, here, after = there
    return (after - before) / (2 * step), (after - 2 * here + before) / step**2
