"""Curves in numbers: values of trees, roots of equations, and slopes along a curve.

In: trees and points. Out: real numbers of mpmath, or None where there is none. Nothing here is
differentiated: a slope is a difference of two points of the curve, which a root search finds. So
it is an oracle for what the rules say about the curve.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sympy import Symbol

from chainrule.errors import InputError
from chainrule.expr import Tree
from chainrule.numeric import CONTEXT, Tape, is_finite, number, placed

__all__ = [
    "Along",
    "At",
    "Value",
    "agree",
    "kinked",
    "as_float",
    "numbers_of",
    "require_known",
    "root_near",
    "roots",
    "slopes_along",
    "unknown_functions",
]

PREC = 320  # bits of a number
COARSE = 60  # bits of a number where only its sign matters
STEP = 60  # bits of the step along the curve
ZERO = 120  # bits: what is smaller beside its terms is 0
FIRST, RATIO, COUNT = 0.01, 1.3, 62  # of the values among which roots are looked for, to 10⁵
CLOSE = 1e-9

At: TypeAlias = Mapping[Symbol, Any]


class Value:
    """A tree as a function of the numbers of its symbols.

    >>> x = Symbol("x")
    >>> as_float(Value(x**2)({x: CONTEXT.mpf(3)}))
    9.0
    """

    def __init__(self, tree: Tree) -> None:
        self.tape = Tape()
        self.slot = self.tape.slot(tree)

    def __call__(self, at: At, prec: int = PREC) -> Any:
        """The value, None where there is none."""
        raw = {symbol: value._mpf_ for symbol, value in at.items()}
        values = self.tape.at(raw, prec)
        self.tape.run(values, prec, through=True)
        CONTEXT.prec = PREC
        found = values[self.slot]
        return None if found is None or not is_finite(found) else CONTEXT.make_mpf(found)


class Along:
    """A function of several numbers as one of a single number, the others being fixed; what is
    ``less`` is taken away from it."""

    def __init__(self, value: Value, at: At, symbol: Symbol, less: Any = 0) -> None:
        self.value, self.at, self.symbol, self.less = value, at, symbol, less

    def __call__(self, number: Any, prec: int = PREC) -> Any:
        """The value at a number, None where there is none."""
        found = self.value({**self.at, self.symbol: number}, prec)
        return None if found is None else found - self.less


def unknown_functions(*trees: Tree) -> list[str]:
    """The names of the unknown functions in some trees: they have no values at a point."""
    return sorted({name for tree in trees for name in Value(tree).tape.stand_ins})


def require_known(*trees: Tree) -> None:
    """InputError if there is an unknown function, which has no value at a point."""
    for name in unknown_functions(*trees):
        raise InputError(f"{name} is an unknown function: it has no value at a point")


def numbers_of(at: Mapping[Symbol, Tree]) -> dict[Symbol, Any]:
    """The numbers of a point that is given as trees; what has none is left out."""
    found = placed(at, PREC)
    return {s: CONTEXT.make_mpf(raw) for s, raw in found.items() if raw is not None}


def as_float(value: Any) -> float:
    """A number of mpmath as a float; what only rounding has left of 0 is 0."""
    found = number(value._mpf_)
    return float(found) if abs(float(found)) > 2.0**-ZERO else 0.0


def agree(found: Any, right: Any) -> bool:
    """Whether two slopes are the same number, as far as a difference along the curve tells."""
    return bool(abs(found - right) <= CLOSE * max(1, abs(right)))


def roots(function: Along) -> list[Any]:
    """Where a function of one number changes its sign, as far as a scan finds it, smallest first.

    >>> x = Symbol("x")
    >>> [round(float(root), 6) for root in roots(Along(Value(x**2), {}, x, less=25))]
    [-5.0, 5.0]
    """
    CONTEXT.prec = PREC
    sizes = [CONTEXT.mpf(FIRST) * CONTEXT.mpf(RATIO) ** n for n in range(COUNT)]
    places = [*(-size for size in reversed(sizes)), CONTEXT.zero, *sizes]
    values = [function(place, COARSE) for place in places]
    found = [p for p, value in zip(places, values, strict=True) if value == 0 == function(p)]
    spans = zip(places, places[1:], values, values[1:], strict=False)
    for low, high, below, above in spans:
        if below and above and (below > 0) != (above > 0):
            root = _root(function, (low, high), "anderson")
            if root is not None and low < root < high:
                found.append(root)
    return sorted(found)


def root_near(function: Along, start: Any) -> Any:
    """The root next to a number that is nearly one; None if there is none."""
    CONTEXT.prec = PREC
    nudge = CONTEXT.ldexp(1, -STEP)
    root = _root(function, (start - nudge, start + nudge), "secant")
    near = CONTEXT.ldexp(max(1, abs(start)), -STEP // 3)
    return root if root is not None and abs(root - start) < near else None


def _root(function: Along, start: tuple[Any, Any], solver: str) -> Any:
    """What mpmath's search settles at, if the function is 0 there."""

    def value(place: Any) -> Any:
        found = function(place)
        if found is None:
            raise ValueError
        return found

    if function(start[0]) == function(start[1]) == 0:
        return (start[0] + start[1]) / 2
    try:
        found = CONTEXT.findroot(
            value, start, solver=solver, tol=CONTEXT.ldexp(1, -PREC), verify=False
        )
        rest = function(found)
    except (ValueError, ZeroDivisionError, ArithmeticError, TypeError):
        return None
    size = max(abs(value(start[0])), abs(value(start[1])), CONTEXT.ldexp(1, -STEP))
    small = rest is not None and CONTEXT.isfinite(found)
    return found if small and abs(rest) <= CONTEXT.ldexp(size, -STEP) else None


def kinked(value: Value, at: At, symbol: Symbol) -> bool:
    """Whether the difference quotients of a function differ on the two sides of a point, or there
    is none: what the rules say of its slope there is not to be trusted.

    >>> x = Symbol("x")
    >>> [kinked(Value(f), {x: CONTEXT.zero}, x) for f in (abs(x), x**2)]
    [True, False]
    """
    CONTEXT.prec = PREC
    step = CONTEXT.ldexp(1, -STEP)
    before, here, after = (value({**at, symbol: at[symbol] + move}) for move in (-step, 0, step))
    if before is None or here is None or after is None:
        return True
    left, right = (here - before) / step, (after - here) / step
    return bool(abs(left - right) > CONTEXT.ldexp(max(1, abs(left), abs(right)), -STEP // 3))


def slopes_along(level: Value, at: At, of: Symbol, wrt: Symbol) -> tuple[Any, Any] | None:
    """The first and second difference quotients of the curve level = 0 through a point."""
    step = CONTEXT.ldexp(1, -STEP)
    there = []
    for move in (-step, 0, step):
        moved = {**at, wrt: at[wrt] + move}
        found = root_near(Along(level, moved, of), at[of])
        if found is None:
            return None
        there.append(found)
    before, here, after = there
    return (after - before) / (2 * step), (after - 2 * here + before) / step**2
