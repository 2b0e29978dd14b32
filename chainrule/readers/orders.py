"""Both orders of a composition in numbers: the cascades, and whether the order matters.

In: a composition. Out: the same with its cascades at a point, asked for or tried, and a word for
what they say. Numbers show a difference; that there is none, only algebra proves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sympy import Float, Integer, Symbol

from chainrule.composition import Cascade, Composed, Composition, Given
from chainrule.errors import InputError
from chainrule.expr import Tree, sub
from chainrule.readers.along import (
    Value,
    agree,
    numbers_of,
    plain,
    require_known,
    settled,
    unknown_functions,
)
from chainrule.readers.curve_checks import numbers_at
from chainrule.readers.curve_points import exactly
from chainrule.readers.shorter import cleared
from chainrule.rules.asked import asked
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier

__all__ = ["constants_of", "with_numbers"]

Orders = Literal["differ", "equal", "agree", "undefined", "unknown", "symbolic"]
TRIED = (2, 3, 1, -1, 4, 5, 0, -2)  # inputs at which the orders are compared


def constants_of(functions: Sequence[Given]) -> set[Symbol]:
    """Letters that no function has as a variable of its own."""
    return {s for one in functions for v in one.values for s in free_symbols(v) - {*one.parameters}}


def with_numbers(done: Composition, point: Mapping[Symbol, Tree]) -> Composition:
    """The cascades at a point, asked for or tried, and what they say of the order."""
    inputs = done.functions[-1].parameters
    values = [value for one in done.functions for value in one.values]
    if unknown_functions(*values):
        if point:
            require_known(*values)
        fits = done.reverse.misfit is None
        return replace(done, orders="symbolic" if fits else "undefined")
    if point:
        needed = {*inputs} - point.keys()
        if needed:
            names = ", ".join(sorted(symbol.name for symbol in needed))
            raise InputError(f"the point needs a value of {names}")
        done = _at(done, point)
    orders = _orders(done)
    if orders != "differ":
        return replace(done, orders=orders)
    if point:
        return replace(done, orders="differ")
    for number in TRIED:
        some = {symbol: Integer(number + n) for n, symbol in enumerate(inputs)}
        some |= dict.fromkeys(constants_of(done.functions), Integer(2))
        try:
            tried = _at(done, some)
        except InputError:  # too large a number
            continue
        if _differ(tried):
            return replace(tried, orders="differ", trial=True)
    return replace(done, orders="differ")


def _at(done: Composition, point: Mapping[Symbol, Tree]) -> Composition:
    """The cascades of both orders."""
    inputs = [point[symbol] for symbol in done.functions[-1].parameters]
    fixed = {symbol: point[symbol] for symbol in constants_of(done.functions) if symbol in point}
    given = replace(done.given, cascade=_cascade(done.functions, done.given, inputs, fixed))
    reverse = done.reverse
    if len(done.functions[0].parameters) == len(inputs) and reverse.misfit is None:
        reverse = replace(reverse, cascade=_cascade(done.functions, reverse, inputs, fixed))
    return replace(done, given=given, reverse=reverse, at=tuple(point.items()))


def _cascade(
    functions: Sequence[Given], one: Composed, inputs: Sequence[Tree], fixed: Mapping[Symbol, Tree]
) -> Cascade | None:
    """The values from stage to stage, exact where they are short; it ends where there is none."""
    if one.misfit is not None:
        return None
    if any(constants_of(functions) - fixed.keys()):
        return _in_letters(functions, one, inputs, fixed)
    constants = numbers_of(fixed)
    trees, numbers = (
        [tuple(inputs)],
        [tuple(numbers_of({Symbol("x"): v}).get(Symbol("x")) for v in inputs)],
    )
    for number in reversed(one.order):
        function = functions[number]
        at = {**constants, **dict(zip(function.parameters, numbers[-1], strict=True))}
        found = tuple(settled(Value(value), at) for value in function.values)
        if None in found:
            break
        point = {**fixed, **dict(zip(function.parameters, trees[-1], strict=True))}
        exact = [exactly(value, point) for value in function.values]
        shown = [
            tree if tree is not None else _rounded(v) for tree, v in zip(exact, found, strict=True)
        ]
        trees.append(tuple(shown))
        numbers.append(found)
    return Cascade(tuple(trees), tuple(tuple(map(plain, stage)) for stage in numbers))


def _in_letters(
    functions: Sequence[Given], one: Composed, inputs: Sequence[Tree], fixed: Mapping[Symbol, Tree]
) -> Cascade:
    """The same where letters have no value: 2 → 2 + b → a(2 + b)."""
    stages = [tuple(inputs)]
    for number in reversed(one.order):
        function = functions[number]
        point = {**fixed, **dict(zip(function.parameters, stages[-1], strict=True))}
        values = [substitute(value, point) for value in function.values]
        stages.append(tuple(Tidier().tidy(value)[1] for value in values))
    return Cascade(tuple(stages), tuple(tuple(map(_float, stage)) for stage in stages))


def _float(tree: Tree) -> float | None:
    """The number that a tree is, None if there is a letter in it."""
    value = None if free_symbols(tree) else Value(tree)({})
    return None if value is None else plain(value)


def _rounded(value: Any) -> Tree:
    """A number whose exact form is long."""
    return Float(plain(value))


def _differ(done: Composition) -> bool:
    """Whether the last stages of both cascades are different numbers, or only one is reached."""
    one, other = done.given.cascade, done.reverse.cascade
    if one is None or other is None:
        return False
    whole = len(done.functions) + 1
    reached = [len(cascade.stages) == whole for cascade in (one, other)]
    if not all(reached):
        return any(reached)
    pairs = zip(one.floats[-1], other.floats[-1], strict=False)
    sizes = len(one.floats[-1]) != len(other.floats[-1])
    return sizes or any(_apart(a, b) for a, b in pairs)


def _apart(one: float | None, other: float | None) -> bool:
    """Whether two numbers are different; None is none."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) > 1e-9 * max(1, abs(other))


def _orders(done: Composition) -> Orders:
    """Whether the order matters, by numbers and by algebra."""
    given, reverse = done.given, done.reverse
    if given.misfit is not None or reverse.misfit is not None:
        return "undefined"
    outer, inner = done.functions[0], done.functions[-1]
    if len(outer.parameters) != len(inner.parameters):
        return "undefined"
    if len(given.values) != len(reverse.values):
        return "differ"
    as_ours = dict(zip(outer.parameters, inner.parameters, strict=True))
    others = [substitute(value, as_ours) for value in reverse.values]
    pairs = list(zip(given.values, others, strict=True))
    same = [_compare(*pair) for pair in pairs]
    if False in same:
        return "differ"
    if None in same:
        return "unknown"
    return "equal" if all(_proved(*pair) for pair in pairs) else "agree"


def _compare(one: Tree, other: Tree) -> bool | None:
    """Whether two trees agree at all points that were tried; None if there was none."""
    left, right, made = Value(one), Value(other), 0
    for at in numbers_at(free_symbols(one) | free_symbols(other)):
        found, expected = left(at), right(at)
        if found is None and expected is None:
            continue
        if found is None or expected is None or not agree(found, expected):
            return False
        made += 1
    return True if made else None


def _proved(one: Tree, other: Tree) -> bool:
    """Whether the algebra makes the difference of two trees 0, and both ask for the same."""
    if _needed(one) != _needed(other):
        return False  # their domains may differ
    left = sub(one, other)
    return bool(Tidier().tidy(left)[1] == 0 or cleared(left) == 0)


def _needed(tree: Tree) -> set[str]:
    """What a tree asks for to be defined."""
    return {str(one.relation) for one in asked(tree, {}) if one.kind == "defined"}
