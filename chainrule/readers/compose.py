"""Functions → their composition, in the order given and in the other, as trees and as numbers.

Nothing is multiplied out: what the inner function makes stands where the variable of the outer one
stood. The oracle hands numbers from function to function, and puts no tree into another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef

from chainrule.composition import Composed, Composition, Given
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.expr import Tree
from chainrule.model import Check, Domain
from chainrule.parsing import from_sympy
from chainrule.parsing.mapping import parse_function
from chainrule.parsing.names import FUNCTIONS
from chainrule.pipeline import At, point_of
from chainrule.readers.along import Value, agree, unknown_functions
from chainrule.readers.curve_checks import Lines, check_lines, numbers_at
from chainrule.readers.orders import constants_of, with_numbers
from chainrule.rules.asked import asked
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier

__all__ = ["compose"]

NAMES = "fghkpqrsuvw"
WANTED = 4


def compose(*functions: str | Expr, at: At = None) -> Composition:
    """The composition of ``functions``, the outermost first, and the one in the reverse order.

    Each is text, ``x^3``, ``g(r, s) = r*s`` or ``f(x, y) = (x*y, x + y)``, or a SymPy expression;
    ``at`` are values of the variables of the innermost one.

    >>> done = compose("x^3", "2x-1", at="x=5")
    >>> done.result, done.reverse.values, done.given.cascade.floats, done.orders
    (((2*x - 1)**3,), (2*x**3 - 1,), ((5.0,), (9.0,), (729.0,)), 'differ')
    """
    if len(functions) < 2:
        raise InputError("a composition needs two functions, the outermost first")
    given = _named([_given(one) for one in functions])
    _require_apart(given)
    forward = tuple(range(len(given)))
    one, other = _composed(given, forward), _composed(given, forward[::-1])
    done = Composition(given, one, other, "unknown")
    if one.misfit is not None:
        outer, inner = given[one.misfit], given[one.misfit + 1]
        fit = f"{outer.name} takes {len(outer.parameters)}, {inner.name} gives {len(inner.values)}"
        raise InputError(f"these do not fit: {fit}", hint="the outermost function comes first")
    inputs = given[-1].parameters
    fixed = constants_of(given)
    point = point_of(at, (*inputs, *sorted(fixed, key=str)))
    done = with_numbers(done, point)
    return replace(done, checks=(_check(done), *check_lines(map(_lines, (one, other)))))


def _lines(one: Composed) -> Lines:
    """What the tidying says to be the same."""
    return (*one.values, *(move.result for move in one.moves)) if len(one.values) == 1 else ()


def _given(function: str | Expr) -> Given:
    if isinstance(function, str):
        if function.strip() in FUNCTIONS:  # a function by its name: sin
            function = f"{function.strip()}(x)"
        name, parameters, problems = parse_function(function)
        readings = {reading.note: reading for one in problems for reading in one.readings}
        values = tuple(one.expr for one in problems)
        return Given(Symbol(name), parameters, values, function, tuple(readings.values()))
    if not isinstance(function, Expr):
        raise InputError(f"text or a SymPy expression is needed, not {type(function).__name__}")
    problem = from_sympy(function)
    found = sorted(free_symbols(problem.expr), key=str)
    if len(found) > 1:
        raise InputError(
            "a SymPy expression needs one variable here", hint="else give text: f(x, y) = …"
        )
    return Given(Symbol(""), tuple(found) or (Symbol("x"),), (problem.expr,))


def _named(functions: Sequence[Given]) -> tuple[Given, ...]:
    """Every function with a name of its own; the innermost is f, the next one g."""
    functions = [replace(one, name=Symbol(called(one) or one.name.name)) for one in functions]
    taken = {one.name.name for one in functions}
    values = [value for one in functions for value in one.values]
    taken |= {symbol.name for value in values for symbol in free_symbols(value)}
    taken |= set(unknown_functions(*values))
    fresh = (name for name in (*NAMES, *(f"f_{n}" for n in range(99))) if name not in taken)
    seen: set[str] = set()
    named = []
    for one in reversed(functions):
        name = one.name.name
        if not name or name in seen:
            name = next(fresh)
        seen.add(name)
        named.append(replace(one, name=Symbol(name)))
    return tuple(reversed(named))


def called(one: Given) -> str:
    """The name of an unknown function that is given as itself, f(x); empty for any other one."""
    (value, *others) = one.values
    same = isinstance(value, AppliedUndef) and value.args == one.parameters and not others
    return type(value).__name__ if same and one.name.name in ("", type(value).__name__) else ""


def _require_apart(functions: Sequence[Given]) -> None:
    """InputError if a letter is a constant to one function and a variable of another: put into
    each other, they would be taken for the same."""
    for one in functions:
        constants = constants_of([one])
        for other in functions:
            both = sorted(str(symbol) for symbol in constants & {*other.parameters})
            if both:
                said = f"{both[0]} is a constant of {one.name} and the variable of {other.name}"
                raise InputError(said, hint="give one of them another letter")


def _composed(functions: Sequence[Given], order: Sequence[int]) -> Composed:
    """The functions put into each other, the last of the order innermost."""
    first = functions[order[-1]]
    values = first.values
    for place in reversed(range(len(order) - 1)):
        outer = functions[order[place]]
        if len(outer.parameters) != len(values):
            return Composed(tuple(order), misfit=place)
        inside = dict(zip(outer.parameters, values, strict=True))
        values = tuple(substitute(value, inside) for value in outer.values)
    moves = Tidier().tidy(values[0])[0] if len(values) == 1 else ()
    return Composed(tuple(order), values, moves, _domain(values, first.parameters))


def _domain(values: Sequence[Tree], parameters: Sequence[Symbol]) -> Domain | None:
    """Where a composition of one variable is defined."""
    if len(parameters) != 1:
        return None
    conditions = [condition for value in values for condition in asked(value, {})]
    defined = [condition for condition in conditions if condition.kind == "defined"]
    names = [symbol.name for value in values for symbol in free_symbols(value)]
    return solve_domain(defined, parameters[0], names)


def _check(done: Composition) -> Check:
    """Whether the composed trees have the values that the functions hand on."""
    made = 0
    for one in (done.given, done.reverse):
        if one.misfit is not None:
            continue
        values = [Value(value) for value in one.values]
        inner = done.functions[one.order[-1]]
        symbols = {*inner.parameters, *constants_of(done.functions)}
        tried = 0
        for at in numbers_at(symbols):
            found = [value(at) for value in values]
            right = _handed(done.functions, one.order, at)
            if right is None or None in found:
                continue
            if not all(agree(a, b) for a, b in zip(found, right, strict=True)):
                return Check("composition", "failed", "other values than function by function")
            tried += 1
            if tried == WANTED:
                break
        made += tried
    if not made:
        return Check("composition", "not made", "no value at any point that was tried")
    return Check(
        "composition", "passed", f"the same values as function by function at {made} points"
    )


def _handed(
    functions: Sequence[Given], order: Iterable[int], at: Mapping[Symbol, Any]
) -> list[Any] | None:
    """The last values of a cascade, from numbers."""
    inner, *_ = (functions[number] for number in reversed(tuple(order)))
    numbers = [at[symbol] for symbol in inner.parameters]
    for number in reversed(tuple(order)):
        function = functions[number]
        here = {**at, **dict(zip(function.parameters, numbers, strict=True))}
        numbers = [Value(value)(here) for value in function.values]
        if None in numbers:
            return None
    return numbers
