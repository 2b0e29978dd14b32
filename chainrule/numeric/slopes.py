"""Is there a slope at a point? The difference quotients of functions from either side.

In: slots of a tape as functions of one variable, and a point. Out: what (f(p ± h) − f(p))/±h does
as h goes to 0, on each side. Quotients that settle fast are a slope, quotients that keep growing
are none; what does neither is left undecided, so nothing is said that the numbers do not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from mpmath import libmp
from sympy import Symbol

from chainrule.evaluation import Number, Side, Slopes
from chainrule.expr import Tree
from chainrule.numeric.floats import number
from chainrule.numeric.operations import CONTEXT, Raw, is_finite, magnitude
from chainrule.numeric.tape import Tape

__all__ = ["Quotients", "nearness", "placed", "quotients_of", "slope_at"]

# Bits of a number, and of three steps h = 2⁻ⁿ, each the square of the one before: h^α settles or
# grows fast for any α, and even ln h doubles.
LEVELS = ((420, (30, 60, 120)), (1500, (120, 240, 480)))
PLAIN, NEAREST = 100, 40_000  # bits
SETTLED, NOISE = 18, 100  # bits: a quotient that has settled, two quotients that are equal
EQUAL, APART = 4, 64  # times their errors: two slopes that are equal, that differ
GROWTH = 1.5
SIXTIETHS, EXACT = 60, 1e-12

Point: TypeAlias = Mapping[Symbol, Any]
PointAt: TypeAlias = Callable[[int], Point]
"""A point to a precision in bits."""


class _OneSide(NamedTuple):
    """What the quotients of one side do; the last, and how far it was from the one before."""

    side: Side
    last: Any = 0
    error: Any = 0


@dataclass(frozen=True, slots=True)
class Quotients:
    """Those of one function at a point, from either side."""

    left: _OneSide
    right: _OneSide

    @property
    def slopes(self) -> Slopes:
        """The same as data."""
        ends = _rounded(self.left), _rounded(self.right)
        return Slopes(self.left.side, self.right.side, *ends, self.exists)

    @property
    def exists(self) -> bool | None:
        """Whether both sides have one slope, as far as their errors can tell."""
        sides = {self.left.side, self.right.side}
        if sides & {"infinite", "jump"} and "unknown" not in sides:
            return False
        if sides != {"slope"}:
            return None
        left, right = self.left, self.right
        apart, error = abs(left.last - right.last), left.error + right.error
        noise = max(abs(left.last), abs(right.last)) * CONTEXT.ldexp(1, -NOISE)
        if apart <= EQUAL * error + noise:
            return True
        return False if apart > APART * error + noise else None

    @property
    def middle(self) -> Raw | None:
        """The finite difference: the mean of both sides, or of the side that there is. What is
        smaller than the quotients differ by is not known to be other than 0."""
        sides = [one for one in (self.left, self.right) if one.side != "undefined"]
        if not sides or any(one.side != "slope" for one in sides):
            return None
        if len(sides) == 2 and not self.exists:
            return None
        mean = sum(one.last for one in sides) / len(sides)
        zero = abs(mean) <= max(one.error for one in sides)
        raw: Raw = libmp.fzero if zero else mean._mpf_
        return raw


def slope_at(tree: Tree, at: Mapping[Symbol, Tree], variable: Symbol) -> Slopes:
    """The slopes of ``tree`` at a point, when ``variable`` moves.

    >>> from sympy import Abs, Integer
    >>> x = Symbol("x")
    >>> slope_at(Abs(x), {x: Integer(0)}, x)
    Slopes(left='slope', right='slope', below=-1.0, above=1.0, exists=False)
    >>> slope_at(x * Abs(x), {x: Integer(0)}, x).exists
    True
    """
    tape = Tape()
    slot = tape.slot(tree)
    return quotients_of(tape, [slot], lambda prec: placed(at, prec), variable)[slot].slopes


def quotients_of(
    tape: Tape,
    slots: Sequence[int],
    point_at: PointAt,
    variable: Symbol,
    *,
    more: int = 0,
    confirm: bool = False,
) -> dict[int, Quotients]:
    """The quotients of some slots, with ``more`` bits than usual for a point that is large.

    With ``confirm``, a side without a slope is looked at again with the smallest steps: a pole
    beside the point looks like a jump from afar.
    """
    unknown = _OneSide("unknown")
    found = dict.fromkeys(slots, Quotients(unknown, unknown))
    waiting = list(found)
    again = {"unknown", "infinite", "jump"} if confirm else {"unknown"}
    nearer = nearness(point_at, variable)
    for bits, usual in LEVELS:
        prec, steps = bits + more + nearer, [step + nearer for step in usual]
        point = point_at(prec)
        if variable not in point or None in point.values():
            return found
        here = _start(tape, waiting, point, variable, prec)
        both = [list(_moved(tape, waiting, point, variable, prec, steps, sign)) for sign in (-1, 1)]
        for slot in waiting:
            sides = (_side([run[slot] for run in runs], here[slot], steps, sign, prec)
                     for sign, runs in zip((-1, 1), both, strict=True))  # fmt: skip
            kept = found[slot].left, found[slot].right
            pairs = zip(kept, sides, strict=True)
            found[slot] = Quotients(*(
                new if old.side == "unknown" or new.side == "slope" else old for old, new in pairs
            ))  # fmt: skip
        waiting = [s for s in waiting if again & {found[s].left.side, found[s].right.side}]
        if not waiting:
            break
    return found


def nearness(point_at: PointAt, variable: Symbol) -> int:
    """By how many bits steps must be smaller than usual, for a point that is near to 0 but not the
    rounding of 0."""
    one, two = (point_at(prec).get(variable) for prec in (PLAIN, 2 * PLAIN))
    if one is None or two is None or magnitude(one) != magnitude(two):
        return 0
    return min(NEAREST, max(0, -magnitude(one))) if one[1] else 0


def _moved(
    tape: Tape, slots: Sequence[int], point: Point, variable: Symbol, prec: int,
    steps: Sequence[int], sign: int,
) -> Iterator[dict[int, Raw | None]]:  # fmt: skip
    """The values a little beside the point, for each step."""
    for bits in steps:
        moved = libmp.mpf_add(point[variable], libmp.from_man_exp(sign, -bits))
        yield _run(tape, slots, {**point, variable: moved}, prec)


def _start(
    tape: Tape, slots: Sequence[int], point: Point, variable: Symbol, prec: int
) -> dict[int, Raw | None]:
    """The values at a point; beside it, where an end of the domain like −1/e was rounded."""
    here = _run(tape, slots, point, prec)
    for sign in (-1, 1) if None in here.values() and point[variable][3] > prec // 2 else ():
        last_digit = libmp.from_man_exp(sign, 10 - prec)
        moved = libmp.mpf_add(point[variable], last_digit, prec)
        beside = _run(tape, slots, {**point, variable: moved}, prec)
        here = {slot: value or beside[slot] for slot, value in here.items()}
    return here


def _side(
    values: Sequence[Raw | None], here: Raw | None, steps: Sequence[int], sign: int, prec: int
) -> _OneSide:
    if here is None:
        return _OneSide("unknown")
    if values[0] is None:
        return _OneSide("undefined")
    if None in values:
        return _OneSide("unknown")
    changes = [libmp.mpf_sub(there, here, prec) for there in values]
    quotients = []
    for change, bits in zip(changes, steps, strict=True):
        raw = libmp.mpf_shift(change if sign > 0 else libmp.mpf_neg(change), bits)
        quotients.append(CONTEXT.make_mpf(raw))
    return _limit(*quotients, jump=_jumps(*changes[1:]), prec=prec)


def _jumps(before: Raw, last: Raw) -> bool:
    """Whether a change does not shrink with the step."""
    return bool(last[1]) and not libmp.mpf_lt(
        libmp.mpf_abs(last), libmp.mpf_mul(libmp.mpf_abs(before), libmp.from_float(1 - 2**-9), 60)
    )


def _limit(first: Any, second: Any, third: Any, *, jump: bool, prec: int) -> _OneSide:
    """What three quotients come to."""
    CONTEXT.prec = prec
    was, now = abs(first - second), abs(second - third)
    size = max(abs(third), 1)
    same = max(was, now) <= size * CONTEXT.ldexp(1, -NOISE)
    if same or (now <= size * CONTEXT.ldexp(1, -SETTLED) and now <= was / 4):
        return _OneSide("slope", third, now)
    grows = abs(second) >= GROWTH * abs(first) and abs(third) >= GROWTH * abs(second)
    if grows and abs(third) > 1 and (first > 0) == (second > 0) == (third > 0):
        return _OneSide("jump" if jump else "infinite")
    return _OneSide("unknown")


def _rounded(one: _OneSide) -> Number:
    """A slope; a fraction of small denominator, if it is so close to one."""
    if one.side != "slope":
        return 0.0
    slope = number(one.last._mpf_)
    if not isinstance(slope, float):
        return slope if abs(one.last) > one.error else 0.0
    near = round(slope * SIXTIETHS) / SIXTIETHS
    return (near if abs(one.last - near) <= max(2 * one.error, EXACT * abs(near)) else slope) + 0.0


def placed(at: Mapping[Symbol, Tree], prec: int) -> dict[Symbol, Raw | None]:
    """The numbers of a point that is given as trees; None for one that is no number."""
    return {symbol: _value(value, prec) for symbol, value in at.items()}


def _value(tree: Tree, prec: int) -> Raw | None:
    tape = Tape()
    slot = tape.slot(tree)
    return None if tape.inputs else _run(tape, [slot], {}, prec)[slot]


def _run(tape: Tape, slots: Sequence[int], point: Point, prec: int) -> dict[int, Raw | None]:
    values = tape.at(point, prec)
    tape.run(values, prec, through=True)
    finite = ((s, values[s]) for s in slots)
    return {s: value if value is not None and is_finite(value) else None for s, value in finite}
