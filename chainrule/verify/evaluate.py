"""Derivation and a point → the numbers in every link, a nudge, and a finite difference.

In: a derivation, and a number for each of its variables. Out: an Evaluation in Python floats,
found with 40 digits. The steps are those of the first pass, from the expression as it was given;
``derivative`` is the last result, and the finite difference beside it that of what was
differentiated last: for a second derivative, of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from mpmath import libmp
from sympy import Symbol

from chainrule.errors import InputError
from chainrule.expr import Tree, walk
from chainrule.model import Derivation, Evaluation, LinkValues, Pass, Step, StepValues
from chainrule.numeric import Letters, Raw, Tape, is_finite, magnitude

__all__ = ["evaluate"]

PREC, EPSILON = 180, 60  # bits: of a number, of the small step
SAME, STEEP = 20, 40  # bits: two slopes that are equal, the slope of a jump
NUDGES = ((1, 1000), (-1, 1000), (1, 10**6), (-1, 10**6))
LONGEST = 40  # nodes of a part that a message names

Values = list[Raw | None]


def evaluate(derivation: Derivation, at: Mapping[Symbol, Tree]) -> Evaluation:
    """The numbers of every link at a point.

    A step that the point does not touch, in the other branch of a piecewise function, is left
    out. ``nudged`` is a step's value where the variable is ``nudge`` more.

    Raises InputError if a variable has no value, or there is no value or no slope at the point.
    """
    first, last = derivation.passes[0], derivation.passes[-1]
    tape = Tape()
    slots = {step.number: _slots(tape, step) for step in first.steps}
    ends = [tape.slot(tree) for tree in (first.expr, last.expr, last.result)]
    if tape.stand_ins:
        names = ", ".join(sorted(tape.stand_ins))
        raise InputError(f"no numbers can be put in: it is not known what {names} is")
    point = _point(tape, at)
    values = _run(tape, point)
    for slot in ends:
        if values[slot] is None:
            _undefined(tape, point, values, at)
    nudge, there = _nudged(tape, point, first.wrt, ends[0])
    steps = []
    for step in first.steps:
        value, result, links = slots[step.number]
        used = [value, result, *(slot for link in links for slot in link)]
        if all(values[slot] is not None for slot in used) and there[value] is not None:
            numbers = tuple(LinkValues(*(_float(values[slot]) for slot in link)) for link in links)
            shown = _float(values[value]), numbers, _float(values[result]), _float(there[value])
            steps.append(StepValues(step.number, *shown))
    return Evaluation(
        at=tuple((symbol, at[symbol]) for symbol in point),
        steps=tuple(steps),
        value=_float(values[ends[0]]),
        derivative=_float(values[ends[2]]),
        finite_difference=_float(_slope(tape, point, last, ends[1], at)),
        nudge=nudge,
        nudged_value=_float(there[ends[0]]),
    )


def _slots(tape: Tape, step: Step) -> tuple[int, int, list[tuple[int, int, int]]]:
    """The slots of a step's value, of its derivative, and of value, partial and derivative of
    each link."""
    letters = Letters({link.name: tape.slot(link.value) for link in step.links})
    links = [
        (tape.slot(link.value), tape.slot(link.partial, letters), tape.slot(link.derivative))
        for link in step.links
    ]
    return tape.slot(step.expr), tape.slot(step.result), links


def _point(tape: Tape, at: Mapping[Symbol, Tree]) -> dict[Symbol, Raw]:
    """The numbers of the variables that occur."""
    missing = sorted(str(symbol) for symbol in tape.inputs if symbol not in at)
    if missing:
        names = ", ".join(missing)
        raise InputError(f"no value is given for {names}", hint=f"add {missing[0]}=… to the point")
    point = {}
    for symbol in tape.inputs:
        number = Tape()
        slot = number.slot(at[symbol])
        value = None if number.inputs else _run(number, {})[slot]
        if value is None:
            raise InputError(f"the value of {symbol} must be a real number, not {at[symbol]}")
        point[symbol] = value
    return point


def _run(tape: Tape, point: Mapping[Symbol, Raw]) -> Values:
    values: Values = tape.at(point, PREC)
    tape.run(values, PREC, through=True)
    return [None if value is None or not is_finite(value) else value for value in values]


def _moved(point: Mapping[Symbol, Raw], wrt: Symbol, by: Raw) -> dict[Symbol, Raw]:
    return {s: libmp.mpf_add(v, by) if s == wrt else v for s, v in point.items()}


def _nudged(
    tape: Tape, point: Mapping[Symbol, Raw], wrt: Symbol, root: int
) -> tuple[float, Values]:
    """A nudge of the variable that stays in the domain, and all values there."""
    for top, bottom in NUDGES:
        values = _run(tape, _moved(point, wrt, libmp.from_rational(top, bottom, PREC)))
        if values[root] is not None:
            return top / bottom, values
    raise InputError(f"the function is defined at this one value of {wrt} only")


def _slope(
    tape: Tape, point: Mapping[Symbol, Raw], last: Pass, slot: int, at: Mapping[Symbol, Tree]
) -> Raw:
    """The finite difference, which must be the same from the left and from the right, unless the
    function ends here."""
    here = _run(tape, point)[slot]
    slopes = []
    for sign in (1, -1):
        epsilon = libmp.from_man_exp(sign, -EPSILON)
        there = _run(tape, _moved(point, last.wrt, epsilon))[slot]
        if there is not None:
            change = libmp.mpf_sub(there, here, PREC)
            slopes.append(libmp.mpf_div(change, epsilon, PREC))
    if not slopes:
        raise InputError(f"the function is defined at this one value of {last.wrt} only")
    apart = libmp.mpf_sub(slopes[0], slopes[-1], PREC)
    if magnitude(apart) > max(-SAME, *map(magnitude, slopes)) - SAME:
        left, right = _float(slopes[-1]), _float(slopes[0])
        why = f"the slope is {left:.4g} to its left and {right:.4g} to its right"
        if max(map(magnitude, slopes)) > STEEP:
            why = "the function jumps"
        raise InputError(f"there is no derivative at {_shown(at)}: {why}")
    middle: Raw = libmp.mpf_shift(libmp.mpf_add(slopes[0], slopes[-1], PREC), -1)
    return middle


def _undefined(
    tape: Tape, point: Mapping[Symbol, Raw], values: Values, at: Mapping[Symbol, Tree]
) -> NoReturn:
    """Say which part has no value at the point: the first whose own parts have one."""
    failed = next(slot for slot, *_ in tape.ops if values[slot] is None)
    tree = tape.trees[failed]
    name = "the function"
    if tree is not None and sum(1 for _ in walk(tree)) <= LONGEST:
        name = str(tree)
    raise InputError(f"{name} has no real value at {_shown({s: at[s] for s in point})}")


def _shown(at: Mapping[Symbol, Tree]) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in at.items())


def _float(value: Raw | None) -> float:
    if value is None or magnitude(value) > 1023:
        raise InputError("the numbers at this point are too large to be shown")
    return float(libmp.to_float(value))
