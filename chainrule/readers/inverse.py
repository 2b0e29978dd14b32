"""f → the derivative of its inverse: (f⁻¹)′(y) = 1/f′(x), where f(x) = y.

It is the chain rule for f⁻¹(f(x)) = x: (f⁻¹)′(f(x)) · f′(x) = 1. Where f takes the value y more
than once, each x is on a branch of its own. The oracle solves f(x) = y ± ε for x.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Integer, Ne, Rational, Symbol, pi

from chainrule.derive import derive
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.expr import ONE, ZERO, Tree, build, mul, sub
from chainrule.model import Check, Condition
from chainrule.numeric import CONTEXT
from chainrule.parsing import choose_wrt, problem_of
from chainrule.parsing.variables import free_name
from chainrule.pipeline import At, Wrt, point_of
from chainrule.readers.along import (
    Along,
    Value,
    agree,
    as_float,
    kinked,
    numbers_of,
    plain,
    require_known,
    settled,
)
from chainrule.readers.curve_checks import check_lines, check_passes, numbers_at
from chainrule.readers.curve_points import exactly
from chainrule.readers.parametric import quotient_of
from chainrule.readers.roots import root_near, roots
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier
from chainrule.tracks import Inverse, InversePoint

__all__ = ["inverse"]

SMALL = 60  # largest denominator of an x that is tried as an exact one
STEP = 60  # bits of the step beside y
MOST, WANTED = 3, 4  # branches that are shown, points of a check


def inverse(f: str | Expr, wrt: Wrt = None, *, at: At = None) -> Inverse:
    """The derivative of the inverse function of ``f``, at the value ``at``: y=2, or at x=1.

    >>> done = inverse("x^3 + x", at="y=2")
    >>> done.result, done.points[0].exact, done.points[0].exact_inverse
    (1/(3*x**2 + 1), 1, 1/4)
    """
    problem = choose_wrt(problem_of(f, wrt), wrt)
    if len(problem.wrt) > 1:
        raise InputError("an inverse is by one variable", hint="say which variable (wrt)")
    x = problem.wrt[0]
    used = {symbol.name for symbol in free_symbols(problem.expr)}
    value = Symbol("y" if "y" not in used and x.name != "y" else free_name({*used, "h"}))
    (one,), conditions = derive(problem.expr, (x,), value.name)
    if one.result == 0:
        raise InputError("a constant has no inverse function", source=problem.source)
    quotient = quotient_of(ONE, one.result, Tidier())
    asked = Condition(build(Ne, (one.result, ZERO)), "smooth", "inverse", solved=False)
    domain = solve_domain([*conditions, asked], x, sorted(used))
    done = Inverse(problem, x, value, one, quotient, domain)
    point = point_of(at, (x, value, *free_symbols(problem.expr)))
    if point:
        require_known(problem.expr)
        done = _at(done, point)
    lines = check_lines([(quotient.raw, *(m.result for m in quotient.moves), quotient.result)])
    checks = (check_passes((one,)), _along(done), *lines, *_points_check(done))
    return replace(done, checks=checks)


def _at(done: Inverse, point: Mapping[Symbol, Tree]) -> Inverse:
    """The numbers at a value of the function, or at a place."""
    fixed = {s: v for s, v in point.items() if s not in (done.wrt, done.value)}
    missing = free_symbols(done.problem.expr) - fixed.keys() - {done.wrt}
    if missing:
        names = ", ".join(sorted(symbol.name for symbol in missing))
        raise InputError(f"the point needs a value of {names}")
    if done.wrt in point:
        value = Tidier().tidy(substitute(done.problem.expr, point))[1]
        if done.value in point and exactly(sub(value, point[done.value]), {}) != 0:
            raise InputError(f"{done.value} is {value} at this point, not {point[done.value]}")
        places = [numbers_of({done.wrt: point[done.wrt]})[done.wrt]]
    else:
        value = point[done.value]
        places = _places(done, fixed, value)
    nearest = sorted(sorted(places, key=abs)[:MOST])
    found = tuple(_branch(done, fixed, value, place, point) for place in nearest)
    return replace(done, at=value, points=found)


def _places(done: Inverse, fixed: Mapping[Symbol, Tree], value: Tree) -> list[Any]:
    """Every x with f(x) = y that a search finds."""
    level, numbers = Value(sub(done.problem.expr, value)), numbers_of(fixed)
    places = roots(Along(level, numbers, done.wrt))
    places += [one for one in _turns(done, numbers, level) if not _is_among(one, places)]
    if not places:
        raise InputError(f"no {done.wrt} was found at which the function is {value}")
    return places


def _turns(done: Inverse, numbers: dict[Symbol, Any], level: Value) -> list[Any]:
    """Every x where f′ is 0 and f(x) = y: a search for a change of sign does not find it, where f
    touches the value and turns back."""
    stops = roots(Along(Value(done.one.result), numbers, done.wrt))
    values = [(one, level({**numbers, done.wrt: one})) for one in stops]
    return [one for one, left in values if left is not None and abs(left) < CONTEXT.ldexp(1, -STEP)]


def _is_among(place: Any, places: Sequence[Any]) -> bool:
    """Whether a place was found already, but for the rounding of the search."""
    size = max(1, abs(place))
    return any(abs(place - one) < CONTEXT.ldexp(size, -STEP // 3) for one in places)


def _branch(
    done: Inverse,
    fixed: Mapping[Symbol, Tree],
    value: Tree,
    place: Any,
    point: Mapping[Symbol, Tree],
) -> InversePoint:
    """One branch: x, both slopes, and a difference quotient of the inverse."""
    exact = point.get(done.wrt)
    exact = _exact(done, fixed, value, place) if exact is None else exact
    at = {**fixed, done.wrt: exact} if exact is not None else None
    numbers = numbers_of(at) if at else {**numbers_of(fixed), done.wrt: place}
    known = {} if at else {"known": STEP}  # a search ends beside a root of higher order
    slope = settled(Value(done.one.result), numbers, **known)
    place = numbers[done.wrt]
    if slope is None or kinked(Value(done.problem.expr), numbers, done.wrt):
        raise InputError(f"the function has no slope at {done.wrt} = {as_float(place):.6g}")
    if slope == 0:
        return InversePoint(exact, as_float(place), 0.0, None, None, None)
    beside, turned = _difference(done, numbers, place), plain(1 / slope)
    return InversePoint(
        exact, as_float(place), plain(slope), turned,
        exactly(done.inverse.result, at) if at else None,
        None if beside is None else as_float(beside, turned),
    )  # fmt: skip


def _exact(done: Inverse, fixed: Mapping[Symbol, Tree], value: Tree, place: Any) -> Tree | None:
    """A fraction, or one of π, next to the place, if the function has exactly this value there."""
    for unit, size in ((ONE, CONTEXT.one), (pi, +CONTEXT.pi)):
        near = _fraction(place / size)
        if near is not None:
            exact = near if unit is ONE else Tidier().tidy(mul(near, unit))[1]
            rest = substitute(sub(done.problem.expr, value), {**fixed, done.wrt: exact})
            if exactly(rest, {}) == 0:
                return exact
    return None


def _fraction(place: Any) -> Tree | None:
    """The fraction of small denominator that a number is."""
    for bottom in range(1, SMALL):
        top = int(CONTEXT.nint(place * bottom))
        if abs(place * bottom - top) < CONTEXT.ldexp(1, -STEP):
            return Integer(top) if bottom == 1 else Rational(top, bottom)
    return None


def _difference(done: Inverse, numbers: Mapping[Symbol, Any], place: Any) -> Any:
    """(f⁻¹(y + ε) − f⁻¹(y − ε))/2ε, with an ε that is small beside y."""
    level = Value(done.problem.expr)
    middle = settled(level, numbers)
    if middle is None:
        return None
    step = CONTEXT.ldexp(min(1, abs(middle)) or 1, -STEP)
    found = [
        root_near(Along(level, numbers, done.wrt, less=value), place)
        for value in (middle - step, middle + step)
    ]
    return None if None in found else (found[1] - found[0]) / (2 * step)


def _along(done: Inverse) -> Check:
    """Whether 1/f′(x) is the difference quotient of the inverse, at some points."""
    result, made = Value(done.inverse.result), 0
    for numbers in numbers_at({done.wrt, *free_symbols(done.problem.expr)}):
        found = result(numbers)
        right = None if found is None else _difference(done, numbers, numbers[done.wrt])
        if found is None or right is None:
            continue
        if not agree(found, right):
            shown = f"{as_float(found):.9g} instead of {as_float(right):.9g}"
            return Check("slope", "failed", f"{shown} by solving for {done.wrt}")
        made += 1
        if made == WANTED:
            break
    if not made:
        return Check("slope", "not made", "the inverse was not found at any point that was tried")
    places = "1 point" if made == 1 else f"{made} points"
    return Check("slope", "passed", f"agrees with differences of the inverse at {places}")


def _points_check(done: Inverse) -> tuple[Check, ...]:
    compared = [one for one in done.points if one.inverse is not None]
    for one in compared:
        if one.finite_difference is None:
            return (Check("point", "not made", "the inverse was not found beside the point"),)
        if not agree(one.inverse, one.finite_difference):
            shown = f"{one.inverse:.9g}, by solving {one.finite_difference:.9g}"
            return (Check("point", "failed", shown),)
    return (Check("point", "passed", "and at the point"),) if compared else ()
