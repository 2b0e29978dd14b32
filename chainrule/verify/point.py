"""A tape at a point: which of its numbers can be trusted.

In: a tape, and a number for each of its variables. Out: the value of every slot, found twice, the
second time with twice the digits. What both agree on is the value; what shrinks with the rounding
of the point, like sin π, is 0; what grows, like tan(π/2), has no value; what else changes, and what
steps or branches on it, is in doubt, and nothing is invented for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from mpmath import libmp
from sympy import Symbol

from chainrule.errors import InputError
from chainrule.evaluation import NoNumbers
from chainrule.expr import Tree, walk
from chainrule.numeric import Raw, Tape, is_finite, magnitude, placed

__all__ = ["AtPoint", "NoNumbersError", "Values"]

PREC = 180  # bits of a number
LARGE, MOST = 4, 40_000  # bits more for each power of 2 in a variable, at most so many
SAME = 20  # bits: two values that are equal
ROUNDING = 100  # bits: how much a value shrinks or grows if it is only the rounding of the point
LONGEST = 40  # nodes of a part that a message names
AT_ZERO = {
    "sign", "Heaviside", "StrictLessThan", "LessThan", "StrictGreaterThan", "GreaterThan",
    "Equality", "Unequality",
}  # fmt: skip
AT_INTEGERS = {"floor", "ceiling", "frac"}
"""Functions that jump, where their argument or the difference of both is 0, or an integer: what
they make of a rounded number may be wrong."""

Values = list[Raw | None]
At = Mapping[Symbol, Tree]


class NoNumbersError(Exception):
    """Why there are no numbers, as data."""

    def __init__(self, why: NoNumbers) -> None:
        super().__init__(why)
        self.why = why


class AtPoint:
    """The numbers of a tape at a point. ``more`` are the digits, in bits, that it takes beyond the
    usual ones because a variable is large or near to 0, or because more are asked for.

    Raises InputError if a variable has no number, or a function is not known.
    """

    def __init__(self, tape: Tape, at: At, more: int = 0) -> None:
        _require(tape, at)
        self.tape = tape
        self.at = {symbol: value for symbol, value in at.items() if symbol in tape.inputs}
        self._points: dict[int, dict[Symbol, Raw]] = {}
        self.more = 0
        values = self.point(PREC).values()
        sizes = (abs(magnitude(value)) for value in values if value[1])
        self.more = max(more, min(MOST, LARGE * max(sizes, default=0)))
        self.prec = PREC + self.more
        self.raw = self.run()
        self.values, self.doubtful = self._settled()

    def point(self, prec: int) -> dict[Symbol, Raw]:
        """The variables to so many bits, and as many more as they need."""
        prec += self.more
        if prec not in self._points:
            self._points[prec] = self._placed(prec)
        return self._points[prec]

    def _placed(self, prec: int) -> dict[Symbol, Raw]:
        found = placed(self.at, prec)
        for symbol, value in found.items():
            if value is None:
                given = self.at[symbol]
                raise InputError(f"the value of {symbol} must be a real number, not {given}")
        return {symbol: value for symbol, value in found.items() if value is not None}

    def run(self, wrt: Symbol | None = None, by: Raw = libmp.fzero, prec: int = PREC) -> Values:
        """The value of every slot, where ``wrt`` is moved."""
        point = self.point(prec)
        moved = {s: libmp.mpf_add(v, by) if s == wrt else v for s, v in point.items()}
        values = self.tape.at(moved, prec + self.more)
        self.tape.run(values, prec + self.more, through=True)
        return [None if value is None or not is_finite(value) else value for value in values]

    def refuse(self, slot: int, whole: Tree) -> NoReturn:
        """Say why a slot has no value."""
        raise NoNumbersError(self._refusal(slot, whole))

    def _refusal(self, slot: int, whole: Tree) -> NoNumbers:
        at = tuple(self.at.items())
        if self.tape.missing:
            names = tuple(sorted(set(self.tape.missing.values())))
            return NoNumbers("not computable", at, names=names)
        if slot in self.doubtful:
            return NoNumbers("unsteady", at)
        failed, _, *operands = next(one for one in self.tape.ops if self.values[one[0]] is None)
        near = [one for one in operands[:2] if isinstance(one, int) and one >= 0]
        if any(self.values[one] == libmp.fzero != self.raw[one] for one in near):
            return NoNumbers("undefined" if self.raw[failed] is not None else "unsteady", at)
        if self.raw[failed] is None and self.tape.overflows(self.raw, failed, self.prec):
            return NoNumbers("too large", at)
        tree = self.tape.trees[failed]
        if failed == slot or tree is None or tree is whole or sum(1 for _ in walk(tree)) > LONGEST:
            return NoNumbers("undefined", at)
        return NoNumbers("undefined", at, part=tree)

    def _settled(self) -> tuple[Values, set[int]]:
        """The values that more digits do not change, and the slots that are in doubt."""
        more = self.run(prec=2 * PREC)
        values = [_settle(*pair) for pair in zip(self.raw, more, strict=True)]
        doubtful = {slot for slot, two in enumerate(more) if _differ(self.raw[slot], two)}
        for slot, _, *operands, operation in self.tape.ops:
            used = operands[0] if isinstance(operands[0], tuple) else operands
            used = [one for one in used if one >= 0]
            if not doubtful.isdisjoint(used) or self._may_jump(operation.name, used, more):
                doubtful.add(slot)
        for slot in doubtful:
            values[slot] = None
        return values, doubtful

    def _may_jump(self, name: str, used: list[int], more: Values) -> bool:
        """Whether a jump lies within the rounding of the numbers that it depends on."""
        if name not in AT_ZERO | AT_INTEGERS:
            return False
        gaps = []
        for values in (self.raw, more):
            first, *others = [values[one] for one in used]
            if first is None or None in others:
                return False
            if name == "Heaviside":  # the second argument is its value at 0
                others = []
            elif name in AT_INTEGERS:
                others = [libmp.mpf_nint(first)]
            gaps.append(libmp.mpf_sub(first, others[0]) if len(others) == 1 else first)
        return gaps[0] != gaps[1] and _settle(*gaps) in (None, libmp.fzero)


def _require(tape: Tape, at: At) -> None:
    if tape.stand_ins:
        names = ", ".join(sorted(tape.stand_ins))
        raise InputError(f"no numbers can be put in: it is not known what {names} is")
    missing = sorted(str(symbol) for symbol in tape.inputs if symbol not in at)
    if missing:
        names = ", ".join(missing)
        raise InputError(f"no value is given for {names}", hint=f"add {missing[0]}=… to the point")


def _settle(one: Raw | None, two: Raw | None) -> Raw | None:
    """What two values, the second of twice the digits, come to; None if to nothing."""
    if one is None or two is None or _agree(one, two):
        return None if two is None else one
    return libmp.fzero if magnitude(two) < magnitude(one) - ROUNDING else None


def _differ(one: Raw | None, two: Raw | None) -> bool:
    """Whether two values come neither to one, nor to 0, nor to a pole."""
    if one is None or two is None:
        return (one is None) != (two is None)
    return not _agree(one, two) and abs(magnitude(one) - magnitude(two)) < ROUNDING


def _agree(one: Raw, two: Raw) -> bool:
    if one == two:
        return True
    larger = max(magnitude(one), magnitude(two))
    return magnitude(libmp.mpf_sub(one, two, SAME)) <= larger - SAME
