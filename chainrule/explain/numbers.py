"""Numbers in every link at a point, a small nudge, and the finite difference beside the result.

    u = 2x − 1 = 9    du/dx = 2
    h = u³ = 729      dh/du = 243   dh/dx = 243 · 2 = 486
                                    finite difference 486.000000
    Raise x by 0.001: u moves by 0.002, h by about 0.486108.

A number that is rounded stands behind ≈, never behind =.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sympy import Symbol, coth, erf, erfc, tanh

from chainrule.document import Block, Heading, Prose, Table, Text
from chainrule.evaluation import EXACT, Evaluation, LinkValues, Number, StepValues
from chainrule.explain.at_words import point, point_value, rate_words
from chainrule.explain.decimals import DIGITS, decimal, equal, rounded, sign
from chainrule.explain.page import Page, listed
from chainrule.explain.shown import Shown, shown
from chainrule.expr import ONE
from chainrule.model import Link, Step
from chainrule.notation import Fence, Math, call, equation, math, plus, times

__all__ = ["numbers"]

NONE = ": no slope here"
CLOSE = 1e-6
LOST = 2.0**-32
"""A change so small beside a value has fewer than six digits in floating-point numbers."""
SHOWN = 12
"""Of very many steps, so many from each end."""
MOVED = 6
"""Of more quantities than these, only the last is said to move."""

TOO_SMALL = "too small for a finite difference to see"
SATURATED = (tanh, coth, erf, erfc)
"""Functions that come so near to 1 that no number of digits tells them from it."""


def numbers(page: Page, at: Evaluation, *, folded: bool = True) -> list[Block]:
    """The table of values, inputs first, and what a nudge does. ``folded`` says that the lines
    fold what everybody knows: what they do not name is not in the table."""
    first = page.derivation.passes[0]
    about = shown(first.steps[0], {step.number: step for step in first.steps}, folded=folded)
    known = {values.step: values for values in at.steps}
    every = [values for values in at.steps[::-1] if values.step in about]
    ends = [*every[:SHOWN], *every[-SHOWN:]] if len(every) > 2 * SHOWN else every
    rows = [_row(page, about[values.step], values, known) for values in ends]
    if len(ends) < len(every):
        rows.insert(SHOWN, ((f"… {len(every) - len(ends):,} more …",), (), ()))
    table = Table(((), (), ()), (*rows, *_rates(page, at)))
    parts = any(values.result is None for values in at.steps)
    said = [
        rate_words(page.answer(place) if place else page.name(Symbol(page.derivation.problem.name)),
                   at.at, rate, parts=parts and not place, order=place + 1)
        for place, rate in enumerate(at.rates)
        if all(before.derivative is not None for before in at.rates[:place])
    ]  # fmt: skip
    if not at.at:
        return []  # a constant has the same number everywhere
    blocks: list[Block] = [
        Heading(("At ", point(at.at))),
        table,
        *(Prose(text) for text in said if text),
    ]
    return [*blocks, *_nudge(page, at, [(about[one.step].step, one) for one in ends])]


def _rates(page: Page, at: Evaluation) -> list[tuple[Text, Text, Text]]:
    """The derivatives after the first pass, and the finite difference of each."""
    rows: list[tuple[Text, Text, Text]] = []
    for place, rate in enumerate(at.rates, start=1):
        if place > 1:
            rows.append(((), (), _value(_answer(page, at, place), rate.derivative)))
        if rate.finite_difference is not None:
            unseen = rate.derivative and not rate.finite_difference
            beside: Text = ("finite difference ", rounded(rate.finite_difference))
            rows.append(((), (), (TOO_SMALL,) if unseen else beside))
    return rows


def _answer(page: Page, at: Evaluation, place: int) -> Math:
    """h″(1); with other variables, or in Leibniz's way, without the point."""
    if page.partial or page.style == "leibniz":
        return page.answer(place)
    name = page.name(Symbol(page.derivation.problem.name + "'" * place))
    value = point_value(dict(at.at).get(page.wrt[0], page.wrt[0]))
    return call(name, value)


def _value(left: Math, value: Number | None) -> Text:
    return (left, NONE) if value is None else (equal(left, value),)


def _row(
    page: Page, about: Shown, values: StepValues, known: Mapping[int, StepValues]
) -> tuple[Text, Text, Text]:
    """h = u³ = 729, its local slopes, and the slope dh/dx that they give."""
    step, linked = about.step, about.linked
    left = equation(page.name(step.name), page.of(about.outer))
    saturated = isinstance(step.outer, SATURATED) and values.value in (1, -1)
    left = equation(left, decimal(values.value), "~") if saturated else equal(left, values.value)
    slope = page.slope(step.name, page.wrt[0])
    parts = _parts(about, known)
    if not parts or step.outer.is_Rational:
        return (left,), (), _value(slope, values.result)
    local = [
        _value(page.local(step.name, link.name, several=len(parts) > 1), at.partial)
        for link, at in parts
        if linked is not None and link.step and link.partial is not ONE
    ]
    return (left,), _commas(local), _slope(slope, parts, values)


def _parts(about: Shown, known: Mapping[int, StepValues]) -> list[tuple[Link, LinkValues]]:
    """The links of a quantity, with their numbers."""
    linked = about.linked or about.step
    numbers = known.get(linked.number)
    return list(zip(linked.links, numbers.links, strict=True)) if numbers else []


def _slope(left: Math, parts: list[tuple[Link, LinkValues]], values: StepValues) -> Text:
    """dh/dx = Σ partial · slope = its value."""
    if values.result is None or not any(link.step for link, _ in parts):
        return _value(left, values.result)
    terms: list[Math] = []
    used: list[Number] = []
    for link, at in parts:
        factors = [at.derivative] if link.partial is ONE else [at.partial]
        factors += [at.derivative] if link.step and link.partial is not ONE else []
        known = [factor for factor in factors if factor is not None]
        if len(known) < len(factors):
            return _value(left, values.result)
        first = decimal(known[0])
        terms.append(times(Fence(first) if terms and known[0] < 0 else first,
                           *map(decimal, known[1:])))  # fmt: skip
        used += known
    if len(used) == 1 or not _adds_up(parts, values.result):
        return _value(left, values.result)
    return (equal(equation(left, plus(*terms), sign(used)), values.result, used),)


def _adds_up(parts: list[tuple[Link, LinkValues]], result: Number) -> bool:
    """Whether the chain rule gives the slope: where pieces meet, it may not."""
    total = Decimal(0)
    for link, at in parts:
        slope = Decimal(at.derivative or 0)
        term = slope if link.partial is ONE else Decimal(at.partial or 0)
        if link.step and link.partial is not ONE:
            term = EXACT.multiply(term, slope)
        total = EXACT.add(total, term)
    apart = EXACT.abs(EXACT.subtract(total, Decimal(result)))
    return apart <= EXACT.multiply(Decimal(CLOSE), EXACT.max(1, EXACT.abs(total)))


def _nudge(
    page: Page, at: Evaluation, quantities: Sequence[tuple[Step, StepValues]]
) -> list[Block]:
    """What moving the variable a little does to each quantity."""
    verb = "Lower " if at.nudge < 0 else "Raise "
    seen = [(step.name, one.value, one.nudged, one.result) for step, one in quantities]
    if not 0 < len(seen) <= MOVED:
        name = Symbol(page.derivation.problem.name)
        seen = [(name, at.value, at.nudged_value, at.rates[0].derivative)]
    moves: list[Text] = []
    for name, value, nudged, result in seen:
        if isinstance(value, Decimal) or isinstance(nudged, Decimal) or nudged is None:
            continue  # digits that are not known would have to be subtracted,
        if result and abs(nudged - value) < LOST * abs(value):
            continue  # or that are lost in a float
        moved, exact = _difference(value, nudged)
        by = " by " if moves else " moves by "
        moves.append((page.name(name), by, *(() if exact else ("about ",)), decimal(moved)))
    if not moves:
        return []
    change = decimal(abs(at.nudge))
    return [Prose((verb, math(page.wrt[0]), " by ", change, ": ", *listed(moves), "."))]


def _difference(value: float, nudged: float) -> tuple[float, bool]:
    """How far a value moved, without the rounding of the subtraction, and whether that is exact."""
    moved = nudged - value
    shown = float(f"{moved:.{DIGITS}g}")
    exact = abs(moved - shown) <= 4 * max(abs(value), abs(nudged)) * 2**-53
    return (shown if exact else moved), exact


def _commas(parts: list[Text]) -> Text:
    text: list[str | Math] = []
    for part in parts:
        text += (", ", *part) if text else part
    return tuple(text)
