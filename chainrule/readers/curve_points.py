"""A point of a curve → what the slopes come to there, exactly where that is a fraction.

A point that does not lie on the curve is an InputError that says by how much; one that lacks the
dependent variable is answered with the values that it may have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Symbol

from chainrule.errors import InputError
from chainrule.expr import Tree, add, mul, neg, sub
from chainrule.readers.along import (
    Along,
    Value,
    agree,
    as_float,
    kinked,
    numbers_of,
    roots,
    slopes_along,
)
from chainrule.readers.shorter import simplest, size
from chainrule.relation import CurvePoint, Equation, Implicit
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier

__all__ = ["exactly", "level_of", "on_curve", "tangent_of"]

MOST_ROOTS = 4
SHORT = 12  # nodes of an exact value


def level_of(done: Implicit) -> Tree:
    """F of F = 0: the difference of the two sides."""
    return sub(*done.equation.sides)


def on_curve(done: Implicit, point: Mapping[Symbol, Tree]) -> CurvePoint:
    """The numbers at a point of the curve."""
    numbers = numbers_of(point)
    level = Value(level_of(done))
    _require(done, level, numbers)
    at = tuple(point.items())
    left = Value(done.equation.left)(numbers)
    factor = Value(done.slopes[0].factor)(numbers)
    if factor is None:
        raise InputError(f"there is no slope at {_shown(point)}: it has no value there")
    if any(kinked(level, numbers, symbol) for symbol in (done.of, *done.wrt)):
        return CurvePoint(at, as_float(left), "corner")
    if as_float(factor) == 0:
        others = [Value(one.rest)(numbers) for one in done.slopes]
        flat = any(value is not None and as_float(value) != 0 for value in others)
        return CurvePoint(at, as_float(left), "vertical" if flat else "singular")
    results = [one.result for one in done.slopes]
    results += [done.second.result] if done.second else []
    slopes, beside = [], []
    for result in results:
        found = Value(result)(numbers)
        if found is None:
            raise InputError(f"there is no slope at {_shown(point)}: it has no value there")
        slopes.append(as_float(found))
    for place, wrt in enumerate((*done.wrt, *done.wrt[:1])[: len(results)]):
        quotients = slopes_along(level, numbers, done.of, wrt)
        order = 1 if place == len(done.wrt) else 0
        beside.append(None if quotients is None else as_float(quotients[order]))
    exact = tuple(exactly(result, point) for result in results)
    firsts = exact[: len(done.wrt)]
    tangent = tangent_of(done.of, done.wrt, point, firsts) if None not in firsts else None
    return CurvePoint(at, as_float(left), "slope", exact, tuple(slopes), tuple(beside), tangent)


def _require(done: Implicit, level: Value, numbers: dict[Symbol, Any]) -> None:
    """Whether the point is complete, and lies on the curve."""
    equation = done.equation
    needed = {*free_symbols(level_of(done)), *done.wrt}
    missing = sorted(symbol.name for symbol in needed - numbers.keys())
    if missing and missing != [done.of.name]:
        raise InputError(f"the point needs a value of {', '.join(missing)}")
    found = [] if missing else [level(numbers)]
    if missing or found[0] is None or not _is_zero(equation, found[0], numbers):
        some = roots(Along(level, numbers, done.of))[:MOST_ROOTS]
        shown = " or ".join(f"{done.of} {_short(as_float(root))}" for root in some)
        hint = f"on the curve: {shown}" if some else ""
        if missing:
            raise InputError(f"the point needs a value of {done.of}", hint=hint)
        left, right = (Value(side)(numbers) for side in equation.sides)
        if left is None or right is None:
            raise InputError("the equation has no value at this point", hint=hint)
        sides = f"left {as_float(left):.9g}, right {as_float(right):.9g}"
        raise InputError(f"the point does not lie on the curve: {sides}", hint=hint)


def _is_zero(equation: Equation, level: Any, numbers: dict[Symbol, Any]) -> bool:
    """Whether both sides are equal, but for the rounding of the point."""
    right = Value(equation.right)(numbers)
    return agree(level + right, right)


def exactly(tree: Tree, point: Mapping[Symbol, Tree]) -> Tree | None:
    """The value at a point as the algebra finds it, if that is short.

    >>> from sympy import Integer
    >>> x = Symbol("x")
    >>> exactly(-x / 4, {x: Integer(3)})
    -3/4
    """
    found = Tidier().tidy(substitute(tree, point))[1]
    return simplest(found) if size(found) <= SHORT else None


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
