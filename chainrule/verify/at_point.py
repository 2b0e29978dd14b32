"""Derivation and a point → the numbers in every link, a nudge, and finite differences.

In: a derivation, and a number for each of its variables. Out: an Evaluation, found with 50 digits,
or why there is none at this point. The steps are those of the first pass, from the expression as
it was given; there is a rate for each pass.

A formula may have a value where the function has no slope: |x| has the formula sign x, which is 0
at 0. So every step's number stands beside the difference quotients of what the step is about, and
gives way to them: then it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from mpmath import libmp
from sympy import Symbol

from chainrule.derivation import Derivation
from chainrule.evaluation import Evaluation, LinkValues, NoNumbers, Number, Rate, Slopes, StepValues
from chainrule.expr import Tree
from chainrule.model import Step
from chainrule.numeric import (
    Letters,
    Quotients,
    Raw,
    Tape,
    magnitude,
    nearness,
    number,
    precise,
    quotients_of,
)  # fmt: skip
from chainrule.verify.point import PREC, AtPoint, NoNumbersError, Values

__all__ = ["evaluate"]

BESIDE = 100  # bits: how near the point a formula is looked at to see whether it fails there alone
CLOSE, FLOOR = 18, -100  # bits: two slopes that are equal
NUDGES = ((1, 1000), (-1, 1000), (1, 10**6), (-1, 10**6))
MORE = 1_000  # bits, where the usual ones do not tell, as near to a pole
DEAREST = 5_000  # µs, about, for one partial

Slots: TypeAlias = tuple[int, int, list[tuple[int, int, int]]]


def evaluate(derivation: Derivation, at: Mapping[Symbol, Tree]) -> Evaluation | NoNumbers:
    """The numbers of every link at a point, or why there are none: the function has no value
    there.

    A step that the point does not touch, in the other branch of a piecewise function, is left
    out. ``nudged`` is a step's value where the variable is ``nudge`` more.

    Raises InputError if a variable has no value.

    >>> import chainrule
    >>> from sympy import Integer
    >>> x = Symbol("x")
    >>> evaluate(chainrule.diff("1/x"), {x: Integer(0)}).why
    'undefined'
    >>> evaluate(chainrule.diff("(2x-1)^3"), {x: Integer(5)}).derivative
    486.0
    """
    first = derivation.passes[0]
    tape = Tape()
    root = tape.slot(first.expr)
    ends = [(tape.slot(one.expr), tape.slot(one.result), one.wrt) for one in derivation.passes]
    slots = {step.number: _slots(tape, step) for step in first.steps}
    if tape.stand_ins:
        return NoNumbers("not computable", tuple(at.items()), names=tuple(sorted(tape.stand_ins)))
    here = AtPoint(tape, at)
    if root in here.doubtful:
        here = AtPoint(tape, at, MORE)
    if here.values[root] is None:
        try:
            here.refuse(root, first.expr)
        except NoNumbersError as error:
            return error.why
    numbers = _Numbers(here, first.wrt, [slot for slot, _, _ in slots.values()])
    nudge, there = _nudged(here, first.wrt, root)
    steps = (_step(numbers, step, slots, there) for step in first.steps)
    value, nudged = here.values[root], there[root]
    return Evaluation(
        at=tuple(here.at.items()),
        steps=tuple(step for step in steps if step is not None),
        value=0.0 if value is None else precise(value),
        rates=tuple(_rates(here, ends)),
        nudge=nudge,
        nudged_value=None if nudged is None else number(nudged),
    )


def _slots(tape: Tape, step: Step) -> Slots:
    """The slots of a step's value, of its derivative, and of value, partial and derivative of
    each link."""
    letters = Letters({link.name: tape.slot(link.value) for link in step.links})
    links = [
        (tape.slot(link.value), tape.slot(link.partial, letters), tape.slot(link.derivative))
        for link in step.links
    ]
    return tape.slot(step.expr), tape.slot(step.result), links


class _Numbers:
    """The numbers of formulas at a point, where they are those of the functions."""

    def __init__(self, here: AtPoint, wrt: Symbol, slots: list[int]) -> None:
        self.here = here
        self.quotients = quotients_of(
            here.tape, slots, here.point, wrt, more=here.more, confirm=True
        )
        near = BESIDE + nearness(here.point, wrt)
        self.beside = [here.run(wrt, libmp.from_man_exp(sign, -near)) for sign in (1, -1)]

    def plain(self, slot: int) -> Number | None:
        """A value."""
        value = self.here.values[slot]
        return None if value is None else precise(value)

    def goes_on(self, slot: int) -> bool:
        """Whether beside the point a value is nearly the same."""
        value = self.here.values[slot]
        beside = [near[slot] for near in self.beside]
        return value is not None and all(
            near is not None and _is_close(value, near, 0) for near in beside
        )

    def slope(self, function: int, formula: int) -> Number | None:
        """A derivative; what the difference quotients come to, where the formula gives none."""
        if function not in self.quotients:
            return self.plain(formula)
        given = self.formula(function, formula)
        return _number(self.quotients[function].middle) if given is None else given

    def formula(self, function: int, formula: int) -> Number | None:
        """The number of a derivative's formula, unless the function is seen not to have it."""
        value, found = self.here.values[formula], self.quotients[function]
        beside = [run[formula] for run in self.beside]
        return precise(value) if value is not None and _believed(value, found, beside) else None


def _believed(value: Raw, found: Quotients, beside: list[Raw | None]) -> bool:
    """Whether a formula's number is not refuted by difference quotients: they differ at this one
    point only. A formula that is wrong beside it too is a mistake, and stays to be seen."""
    sides = [one for one in (found.right, found.left) if one.side == "slope"]
    close = all(_is_close(value, one.last._mpf_, one.error) for one in sides)
    if found.exists is False:
        return False
    if close:
        return True
    return not any(
        near is not None and _is_close(near, side.last._mpf_, side.error)
        for near, side in zip(beside, (found.right, found.left), strict=True)
        if side.side == "slope"
    )


def _is_close(one: Raw, two: Raw, error: object) -> bool:
    allowed = max(FLOOR, max(magnitude(one), magnitude(two)) - CLOSE, magnitude(_raw(error)) + 2)
    return magnitude(libmp.mpf_sub(one, two, PREC)) <= allowed


def _raw(error: object) -> Raw:
    raw: Raw = getattr(error, "_mpf_", libmp.fzero)
    return raw


def _step(
    numbers: _Numbers, step: Step, slots: Mapping[int, Slots], there: Values
) -> StepValues | None:
    """The numbers of one step; None if it has no value."""
    whole, result, links = slots[step.number]
    value = numbers.plain(whole)
    if value is None:
        return None
    shown = []
    for link, (inner, partial, slope) in zip(step.links, links, strict=True):
        known = slots[link.step][0] if link.step else -1
        local = _partial(numbers, step, link.name, partial, [inner for inner, _, _ in links])
        shown.append(LinkValues(numbers.plain(inner), local, numbers.slope(known, slope)))
    slope_there = numbers.slope(whole, result)
    return StepValues(step.number, value, tuple(shown), slope_there, _number(there[whole]))


def _partial(
    numbers: _Numbers, step: Step, name: Symbol, formula: int, inner: list[int]
) -> Number | None:
    """The slope of the outer function by one of its letters: what the formula gives, unless
    difference quotients are seen to grow or to differ; what they come to, if it gives nothing."""
    here, found = numbers.here, numbers.plain(formula)
    if numbers.goes_on(formula):
        return found
    tape = Tape()
    outer = tape.slot(step.outer)
    point: dict[Symbol, Raw | None] = dict(here.point(PREC))
    values = (here.values[slot] for slot in inner)
    point |= {link.name: value for link, value in zip(step.links, values, strict=True)}
    if tape.cost > DEAREST or name not in tape.inputs or not tape.inputs.keys() <= point.keys():
        return found
    used = {symbol: point[symbol] for symbol in tape.inputs}
    quotients = quotients_of(tape, [outer], lambda _: used, name)[outer]
    if found is None:
        return _number(quotients.middle)
    return None if quotients.slopes.exists is False else found


def _rates(here: AtPoint, ends: list[tuple[int, int, Symbol]]) -> Iterator[Rate]:
    """The derivative after each pass; after one that there is not, there is none."""
    known = True
    for function, formula, wrt in ends:
        if not known:
            yield Rate(None, None, Slopes("unknown", "unknown"))
            continue
        numbers = _Numbers(here, wrt, [function])
        found = numbers.quotients[function]
        rate = Rate(numbers.formula(function, formula), _number(found.middle), found.slopes)
        known = rate.derivative is not None
        yield rate


def _nudged(here: AtPoint, wrt: Symbol, root: int) -> tuple[float, Values]:
    """A nudge of the variable that stays in the domain, and all values there; 0 if none does."""
    for top, bottom in NUDGES:
        values = here.run(wrt, libmp.from_rational(top, bottom, PREC))
        if values[root] is not None:
            return top / bottom, values
    return 0.0, [None] * len(here.values)


def _number(raw: Raw | None) -> Number | None:
    return None if raw is None else number(raw)
