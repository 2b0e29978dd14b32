"""Is there a slope at a point? The difference quotients of a function from either side.

In: a tree as a function of one variable, and a point. Out: what (f(p ± h) − f(p))/±h does as h
goes to 0, on each side. Quotients that settle fast are a slope, quotients that keep growing are
none; what does neither is left undecided, so nothing is said that the numbers do not show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from mpmath import libmp
from sympy import Symbol

from chainrule.expr import Tree
from chainrule.numeric.operations import CONTEXT, Raw, is_finite
from chainrule.numeric.tape import Tape

__all__ = ["Side", "Slopes", "slope_at"]

# Bits of a number, and of three steps h = 2⁻ⁿ, each the square of the one before: h^α settles or
# grows fast for any α, and even ln h doubles.
LEVELS = ((420, (30, 60, 120)), (1500, (120, 240, 480)))
SETTLED, APART = 18, 10  # bits: a quotient that has settled, two slopes that differ
GROWTH = 1.5
SIXTIETHS, EXACT = 60, 1e-12

Side: TypeAlias = Literal["slope", "infinite", "undefined", "unknown"]


class Slopes(NamedTuple):
    """What is on each side of a point, with the slopes where there are any."""

    left: Side
    right: Side
    below: float = 0.0
    above: float = 0.0

    @property
    def exists(self) -> bool | None:
        """Whether there is a derivative; None where that is undecided, or for one side only."""
        sides = {self.left, self.right}
        if "infinite" in sides and "unknown" not in sides:
            return False
        if sides != {"slope"}:
            return None
        apart = abs(self.above - self.below) / max(1.0, abs(self.above))
        if apart > 2.0**-APART:
            return False
        return True if apart < 2.0**-SETTLED else None


def slope_at(tree: Tree, at: Mapping[Symbol, Tree], variable: Symbol) -> Slopes:
    """The slopes of ``tree`` at a point, when ``variable`` moves.

    >>> from sympy import Abs, Integer
    >>> x = Symbol("x")
    >>> slope_at(Abs(x), {x: Integer(0)}, x)
    Slopes(left='slope', right='slope', below=-1.0, above=1.0)
    >>> slope_at(x * Abs(x), {x: Integer(0)}, x).exists
    True
    """
    tape = Tape()
    slot = tape.slot(tree)
    left, below = _side(tape, slot, at, variable, -1)
    right, above = _side(tape, slot, at, variable, 1)
    return Slopes(left, right, below, above)


def _side(
    tape: Tape, slot: int, at: Mapping[Symbol, Tree], variable: Symbol, sign: int
) -> tuple[Side, float]:
    for prec, steps in LEVELS:
        point = {symbol: _value(value, prec) for symbol, value in at.items()}
        if None in point.values():
            return "unknown", 0.0
        here = _near(tape, slot, point, variable, prec)
        if here is None:
            return "unknown", 0.0
        quotients: list[Any] = []
        for bits in steps:
            moved = libmp.mpf_add(point[variable], libmp.from_man_exp(sign, -bits))
            there = _run(tape, slot, point | {variable: moved}, prec)
            if there is None:
                break
            change = libmp.mpf_sub(there, here, prec)
            raw = libmp.mpf_shift(change if sign > 0 else libmp.mpf_neg(change), bits)
            quotients.append(CONTEXT.make_mpf(raw))
        if not quotients:
            return "undefined", 0.0
        found = _limit(*quotients, prec=prec) if len(quotients) == len(steps) else None
        if found is not None:
            return found
    return "unknown", 0.0


def _near(
    tape: Tape, slot: int, point: dict[Symbol, Any], variable: Symbol, prec: int
) -> Raw | None:
    """The value at a point; beside it, where an end of the domain like −1/e was rounded."""
    here = _run(tape, slot, point, prec)
    for sign in (-1, 1) if here is None and point[variable][3] > prec // 2 else ():
        last_digit = libmp.from_man_exp(sign, 10 - prec)
        moved = libmp.mpf_add(point[variable], last_digit, prec)
        here = here or _run(tape, slot, point | {variable: moved}, prec)
    return here


def _limit(first: Any, second: Any, third: Any, *, prec: int) -> tuple[Side, float] | None:
    """What three quotients come to; None if that cannot be told."""
    CONTEXT.prec = prec
    was, now = abs(first - second), abs(second - third)
    if now <= max(abs(third), 1) * CONTEXT.ldexp(1, -SETTLED) and now <= was / 4:
        return "slope", _rounded(third, now)
    grows = abs(second) >= GROWTH * abs(first) and abs(third) >= GROWTH * abs(second)
    if grows and abs(third) > 1 and (first > 0) == (second > 0) == (third > 0):
        return "infinite", 0.0
    return None


def _rounded(slope: Any, error: Any) -> float:
    """A float; a fraction of small denominator, if it is so close to one."""
    near = round(float(slope) * SIXTIETHS) / SIXTIETHS
    return (near if abs(slope - near) <= max(error, EXACT) else float(slope)) + 0.0


def _value(tree: Tree, prec: int) -> Raw | None:
    tape = Tape()
    slot = tape.slot(tree)
    return None if tape.inputs else _run(tape, slot, {}, prec)


def _run(tape: Tape, slot: int, point: Mapping[Symbol, Any], prec: int) -> Raw | None:
    values = tape.at(point, prec)
    tape.run(values, prec)
    value = values[slot]
    return value if value is not None and is_finite(value) else None
