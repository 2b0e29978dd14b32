"""Derivation and a point → the numbers in every link, a nudge, and a finite difference.

In: a derivation, and a number for each of its variables. Out: an Evaluation in Python floats,
found with 40 digits, or why there is none at this point. The steps are those of the first pass,
from the expression as it was given; ``derivative`` is the last result, and the finite difference
beside it that of what was differentiated last: for a second derivative, of the first.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from mpmath import libmp
from sympy import Symbol

from chainrule.derivation import Derivation
from chainrule.errors import InputError
from chainrule.expr import Tree, walk
from chainrule.model import Evaluation, Graph, LinkValues, NodeValues, Pass, Step, StepValues
from chainrule.numeric import Letters, Raw, Tape, is_finite, magnitude, slope_at
from chainrule.walks import backwards

__all__ = ["adjoints_of", "evaluate", "values_at"]

PREC, EPSILON = 180, 60  # bits: of a number, of the small step
SAME, STEEP = 20, 50  # bits: two slopes that are equal, the slope of a jump
TINY = -100  # bits: what is smaller may be an exact 0
UNSTEADY = "the numbers cannot be found: a part is 0 there, or too near to it to tell"
HUGE = 60  # bits: a value that may be a pole
NUDGES = ((1, 1000), (-1, 1000), (1, 10**6), (-1, 10**6))
LONGEST = 40  # nodes of a part that a message names

Values = list[Raw | None]
At = Mapping[Symbol, Tree]


class _NoNumbers(Exception):  # noqa: N818 - nothing is wrong: that is what there is at the point
    """Why there are no numbers."""


def evaluate(derivation: Derivation, at: At) -> Evaluation | str:
    """The numbers of every link at a point, or why there are none: the function has no value
    there, or no slope.

    A step that the point does not touch, in the other branch of a piecewise function, is left
    out. ``nudged`` is a step's value where the variable is ``nudge`` more.

    Raises InputError if a variable has no value.

    >>> import chainrule
    >>> evaluate(chainrule.diff("1/x"), {Symbol("x"): Symbol("x") * 0})
    'at x = 0 the function is not defined'
    """
    try:
        return _evaluation(derivation, at)
    except _NoNumbers as why:
        return f"at {_shown(at)} {why}"


def _evaluation(derivation: Derivation, at: At) -> Evaluation:
    first, last = derivation.passes[0], derivation.passes[-1]
    tape = Tape()
    ends = [tape.slot(tree) for tree in (first.expr, last.expr, last.result)]
    slots = {step.number: _slots(tape, step) for step in first.steps}
    if tape.stand_ins:
        names = ", ".join(sorted(tape.stand_ins))
        raise InputError(f"no numbers can be put in: it is not known what {names} is")
    point = _point(tape, at)
    values = _run(tape, point)
    if values[ends[0]] is None:
        raise _NoNumbers(_undefined(tape, values, ends[0], first.expr))
    if _at_pole(tape, point, first.wrt, ends[0], values):
        raise _NoNumbers("the function is not defined")
    used = [slot for value, result, _ in slots.values() for slot in (value, result)]
    _steady(tape, at, values, [*ends, *used])
    if values[ends[1]] is None or values[ends[2]] is None:
        raise _NoNumbers(_no_slope(tape, last, values, ends[1:], {s: at[s] for s in point}))
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
        finite_difference=_float(_slope(tape, point, last.wrt, ends[1])),
        nudge=nudge,
        nudged_value=_float(there[ends[0]]),
    )


def values_at(graph: Graph, ends: Sequence[tuple[int, int]], at: At) -> NodeValues | str:
    """The numbers on a graph at a point, or why there are none.

    ``ends`` are pairs of an output and an input: for each there is a slope, from a backward walk
    over the numbers, and a finite difference of the expression beside it.
    """
    tape = Tape()
    nodes = [tape.slot(node.expr) for node in graph.nodes]
    letters = Letters({node.name: slot for node, slot in zip(graph.nodes, nodes, strict=True)})
    edges = [[tape.slot(edge.partial, letters) for edge in into] for into in graph.into]
    if tape.stand_ins:
        names = ", ".join(sorted(tape.stand_ins))
        raise InputError(f"no numbers can be put in: it is not known what {names} is")
    try:
        point = _point(tape, at)
        values = _run(tape, point)
        for output in dict.fromkeys(output for output, _ in ends):
            if values[nodes[output]] is None:
                raise _NoNumbers(_undefined(tape, values, nodes[output], graph.nodes[output].expr))
        partials = tuple(tuple(_float(values[slot]) for slot in into) for into in edges)
        adjoints = {output: adjoints_of(graph, output, partials) for output, _ in ends}
        finite = []
        for output, source in ends:
            wrt = graph.nodes[source].name
            moves = wrt in point and adjoints[output][source] is not None
            finite.append(_slope(tape, point, wrt, nodes[output]) if moves else libmp.fzero)
        return NodeValues(
            at=tuple((symbol, at[symbol]) for symbol in point),
            values=tuple(_float(values[slot]) for slot in nodes),
            partials=partials,
            slopes=tuple(adjoints[output][source] or 0.0 for output, source in ends),
            finite_differences=tuple(map(_float, finite)),
        )
    except _NoNumbers as why:
        return f"at {_shown(at)} {why}"


def adjoints_of(
    graph: Graph, output: int, partials: Sequence[Sequence[float]]
) -> list[float | None]:
    """The adjoint of every node, from one backward walk over the numbers."""
    return backwards(
        graph, output, 1.0, lambda edge: partials[edge.target][edge.slot], operator.mul, fsum
    )


def _shown(at: At) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in at.items())


def _slots(tape: Tape, step: Step) -> tuple[int, int, list[tuple[int, int, int]]]:
    """The slots of a step's value, of its derivative, and of value, partial and derivative of
    each link."""
    letters = Letters({link.name: tape.slot(link.value) for link in step.links})
    links = [
        (tape.slot(link.value), tape.slot(link.partial, letters), tape.slot(link.derivative))
        for link in step.links
    ]
    return tape.slot(step.expr), tape.slot(step.result), links


def _point(tape: Tape, at: At, prec: int = PREC) -> dict[Symbol, Raw]:
    """The numbers of the variables that occur."""
    missing = sorted(str(symbol) for symbol in tape.inputs if symbol not in at)
    if missing:
        names = ", ".join(missing)
        raise InputError(f"no value is given for {names}", hint=f"add {missing[0]}=… to the point")
    point = {}
    for symbol in tape.inputs:
        number = Tape()
        slot = number.slot(at[symbol])
        value = None if number.inputs else _run(number, {}, prec)[slot]
        if value is None:
            raise InputError(f"the value of {symbol} must be a real number, not {at[symbol]}")
        point[symbol] = value
    return point


def _steady(tape: Tape, at: At, values: Values, used: Iterable[int]) -> None:
    """Refuse a point at which more digits give other numbers: there a part is exactly 0, as sin x
    at π, and is not known to be."""
    more = _run(tape, _point(tape, at, 2 * PREC), 2 * PREC)
    for slot in used:
        one, two = values[slot], more[slot]
        if (one is None) != (two is None):
            raise _NoNumbers(UNSTEADY)
        if one is None or two is None or max(magnitude(one), magnitude(two)) < TINY:
            continue
        if magnitude(libmp.mpf_sub(one, two, 20)) > magnitude(two) - SAME:
            raise _NoNumbers(UNSTEADY)


def _run(tape: Tape, point: Mapping[Symbol, Raw], prec: int = PREC) -> Values:
    values: Values = tape.at(point, prec)
    tape.run(values, prec, through=True)
    return [None if value is None or not is_finite(value) else value for value in values]


def _at_pole(
    tape: Tape, point: Mapping[Symbol, Raw], wrt: Symbol, root: int, values: Values
) -> bool:
    """Whether a huge value is the rounding of the point: tan(π/2) to 40 digits is a number."""
    here = values[root]
    if here is None or magnitude(here) < HUGE:
        return False
    there = _run(tape, _moved(point, wrt, libmp.from_man_exp(1, HUGE // 2 - PREC)))[root]
    if there is None:
        return True
    return magnitude(libmp.mpf_sub(there, here, PREC)) > magnitude(here) - SAME


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
    raise _NoNumbers(f"the function is defined at this one value of {wrt} only")


def _slope(tape: Tape, point: Mapping[Symbol, Raw], wrt: Symbol, slot: int) -> Raw:
    """The finite difference, which must be the same from the left and from the right, unless the
    function ends here."""
    here = _run(tape, point)[slot]
    slopes = []
    for sign in (1, -1):
        epsilon = libmp.from_man_exp(sign, -EPSILON)
        there = _run(tape, _moved(point, wrt, epsilon))[slot]
        if there is not None:
            change = libmp.mpf_sub(there, here, PREC)
            slopes.append(libmp.mpf_div(change, epsilon, PREC))
    if not slopes:
        raise _NoNumbers(f"the function is defined at this one value of {wrt} only")
    if len(slopes) == 1 and magnitude(slopes[0]) > STEEP:
        raise _NoNumbers("there is no derivative: the function jumps")
    apart = libmp.mpf_sub(slopes[0], slopes[-1], PREC)
    if magnitude(apart) > max(-SAME, *map(magnitude, slopes)) - SAME:
        if max(map(magnitude, slopes)) > STEEP:
            raise _NoNumbers("there is no derivative: the function jumps")
        raise _NoNumbers(_sides(_float(slopes[-1]), _float(slopes[0])))
    middle: Raw = libmp.mpf_shift(libmp.mpf_add(slopes[0], slopes[-1], PREC), -1)
    return middle


def _undefined(tape: Tape, values: Values, root: int, whole: Tree) -> str:
    """Say which part has no value: the first of the function whose own parts have one."""
    if tape.missing:
        return f"no numeric evaluation is known for {', '.join(sorted(set(tape.missing.values())))}"
    failed, _, *operands = next(one for one in tape.ops if values[one[0]] is None)
    tree = tape.trees[failed]
    near = [values[slot] for slot in operands[:2] if isinstance(slot, int) and slot >= 0]
    if any(raw is not None and raw[1] and magnitude(raw) < TINY for raw in near):
        return UNSTEADY
    if tape.overflows(values, failed, PREC):
        return "the numbers are too large to be shown"
    if failed == root or tree is None or sum(1 for _ in walk(tree)) > LONGEST or tree is whole:
        return "the function is not defined"
    return f"the function is not defined: {tree} has no real value"


def _no_slope(tape: Tape, last: Pass, values: Values, ends: list[int], at: At) -> str:
    """What there is where the function has a value and the formula of its derivative has none."""
    function, _ = ends
    failed = next(slot for slot, *_ in tape.ops if values[slot] is None)
    if values[function] is None:
        return "the derivative before has no value"
    if tape.overflows(values, failed, PREC):
        return "the numbers are too large to be shown"
    found = slope_at(last.expr, at, last.wrt)
    if found.exists:
        return f"the formula has no value, although the derivative there is {found.above:.6g}"
    if found.exists is False:
        return _sides(*(
            None if side == "infinite" else slope
            for side, slope in ((found.left, found.below), (found.right, found.above))
            if side != "undefined"
        ))  # fmt: skip
    return "the formula of the derivative has no value"


def _sides(*slopes: float | None) -> str:
    """There is no derivative: the slopes on the sides where there is a function, None for one
    that grows without bound."""
    if all(slope is None for slope in slopes):
        return "there is no derivative: the slope grows without bound"
    if None in slopes:
        return "there is no derivative: the function jumps, or its slope grows without bound"
    left, right = (f"{slope:.4g}".replace("-", "−") for slope in slopes)
    return f"there is no derivative: the slope is {left} to the left and {right} to the right"


def _float(value: Raw | None) -> float:
    if value is None or magnitude(value) > 1023:
        raise _NoNumbers("the numbers are too large to be shown")
    return float(libmp.to_float(value))
