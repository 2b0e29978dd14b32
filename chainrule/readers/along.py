"""Curves in numbers: values of trees at points, and which of them are 0, or at a kink.

In: trees and points. Out: real numbers of mpmath, or None where there is none. Nothing here is
differentiated, so it is an oracle for what the rules say about the curve.
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
    "as_float",
    "kinked",
    "numbers_of",
    "plain",
    "require_known",
    "settled",
    "unknown_functions",
]

PREC = 320  # bits of a number
STEP = 60  # bits of the step along the curve
NEARER, KEPT = 100, 8  # bits by which a second step is shorter; of a kink that stays as it is
KNOWN = 280  # bits of a number that are right, whatever it was computed from
ZERO = 120  # bits: what is smaller beside its terms is 0
CLOSE, FLOOR = 1e-9, 1e-15  # of a slope; of what a difference leaves of 0

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


def as_float(value: Any, like: float = 1.0) -> float:
    """A number of mpmath as a float; what only rounding has left of 0 is 0, which depends on how
    large the number would be: ``like`` another.

    >>> tiny = CONTEXT.mpf(10) ** -40
    >>> as_float(tiny), as_float(tiny, 1e-40)
    (0.0, 1e-40)
    """
    found = float(number(value._mpf_))
    return found if abs(found) > 2.0**-ZERO * min(1.0, abs(like) or 1.0) else 0.0


def plain(value: Any) -> float:
    """A number of mpmath as a float, however small it is; InputError if it is too large."""
    found = float(number(value._mpf_))
    if abs(found) == float("inf"):
        raise InputError("the numbers at this point are too large to be shown")
    return found


def settled(value: Value, at: At, known: int = KNOWN) -> Any:
    """The value, 0 where it is what rounding has left of 0: a point that is moved by less than is
    ``known`` of it, in bits, and fewer digits give another number then, be it large or small.

    >>> x = Symbol("x")
    >>> from sympy import pi as exact, sin
    >>> pi = numbers_of({x: exact})
    >>> [float(settled(Value(f), pi)) for f in (sin(x), sin(x) + 10**-40, x * 10**-40)]
    [0.0, 1e-40, 3.141592653589793e-40]
    """
    found = value(at)
    if found is None or found == 0:
        return found
    for sign in (1, -1):
        shares = enumerate(at.items(), start=1)
        moved = {s: n * (1 + CONTEXT.ldexp(sign * i, -known)) for i, (s, n) in shares}
        beside = value(moved, KNOWN)
        if beside is not None:
            return CONTEXT.zero if 2 * abs(found - beside) > abs(found) else found
    return found


def agree(found: Any, right: Any) -> bool:
    """Whether two slopes are the same number, as far as a difference along the curve tells."""
    return bool(abs(found - right) <= CLOSE * abs(right) + FLOOR)


def kinked(value: Value, at: At, symbol: Symbol) -> bool:
    """Whether the difference quotients of a function differ on the two sides of a point, or there
    is none: what the rules say of its slope there is not to be trusted.

    Nearer to the point a kink stays, in whatever units; what curvature makes of it shrinks with
    the step, and what rounding makes of it grows.

    >>> x = Symbol("x")
    >>> [kinked(Value(f), {x: CONTEXT.zero}, x) for f in (abs(x), abs(x) / 10**40, x**2)]
    [True, True, False]
    """
    CONTEXT.prec = PREC
    size = min(1, abs(at[symbol]))
    units = (1, size) if 0 < size < CONTEXT.ldexp(1, KEPT - STEP) else (1,)
    return all(_kinked(value, at, symbol, unit) for unit in units)  # of √x near 0 only the first


def _kinked(value: Value, at: At, symbol: Symbol, unit: Any) -> bool:
    """The same with steps in a unit."""
    gaps = []
    for bits in (STEP, STEP + NEARER):
        step = CONTEXT.ldexp(unit, -bits)
        moves = (-step, 0, step)
        before, here, after = (value({**at, symbol: at[symbol] + move}) for move in moves)
        if before is None or here is None or after is None:
            return True
        left, right = (here - before) / step, (after - here) / step
        gaps.append(abs(left - right))
    noise = CONTEXT.ldexp(max(abs(left), abs(right)), -KNOWN // 2)
    noise = max(noise, CONTEXT.ldexp(abs(here), KEPT - PREC) / step)  # f itself is rounded
    low, high = (CONTEXT.ldexp(gaps[0], bits) for bits in (-KEPT, NEARER - KEPT))
    return bool(max(low, noise) < gaps[1] < high)
