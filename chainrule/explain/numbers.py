"""Numbers in every link at a point, a small nudge, and the finite difference beside the result.

    u = 2x − 1 = 9    du/dx = 2
    h = u³ = 729      dh/du = 243   dh/dx = 243 · 2 = 486
                                    finite difference 486.000000
    Raise x by 0.001: u moves by 0.002, h by about 0.486108.

A number that is rounded stands behind ≈, never behind =.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Integer, Symbol

from chainrule.document import Block, Heading, Prose, Table, Text
from chainrule.explain.page import Page, joined, listed
from chainrule.expr import ONE, power
from chainrule.model import Evaluation, Link, LinkValues, Step, StepValues
from chainrule.notation import Fence, Math, Num, equation, math, negative, plus, times

__all__ = ["decimal", "equal", "numbers", "rounded", "sign"]

DIGITS = 6
BESIDE = 9
"""Digits of the finite difference, which shows how closely it agrees."""
NOISE = 1e-30
"""What is smaller is the rounding of an exact zero,"""
LARGE = 1e12
"""and whole numbers up to this are written out."""
SHOWN = 12
"""Of very many steps, so many from each end."""
MOVED = 6
"""Of more quantities than these, only the last is said to move."""


def numbers(page: Page, at: Evaluation) -> list[Block]:
    """The table of values, inputs first, and what a nudge does."""
    where = [equation(math(symbol), math(value)) for symbol, value in at.at]
    steps = {step.number: step for one in page.derivation.passes for step in one.steps}
    shown = at.steps[::-1]
    if len(shown) > 2 * SHOWN:
        shown = (*shown[:SHOWN], *shown[-SHOWN:])
    rows = [_row(page, steps[values.step], values) for values in shown]
    if len(shown) < len(at.steps):
        rows.insert(SHOWN, ((f"… {len(at.steps) - len(shown):,} more …",), (), ()))
    if len(page.wrt) > 1:
        rows.append(((), (), (equal(page.answer(), at.derivative),)))
    beside: Text = ("finite difference ", rounded(at.finite_difference))
    table = Table(((), (), ()), (*rows, ((), (), beside)))
    return [Heading(("At ", joined(where, ","))), table, _nudge(page, at, shown, steps)]


def _row(page: Page, step: Step, values: StepValues) -> tuple[Text, Text, Text]:
    """h = u³ = 729, its local slopes, and the slope dh/dx that they give."""
    name = equation(page.name(step.name), page.of(step.outer))
    if not step.links or step.outer.is_Rational:
        return ((equal(name, values.value),), (), (_slope(page, step, values),))
    pairs = [
        (link, at)
        for link, at in zip(step.links, values.links, strict=True)
        if link.step and link.partial is not ONE
    ]
    local = [_local(page, step, link, at) for link, at in pairs]
    return ((equal(name, values.value),), _commas(local), (_slope(page, step, values),))


def _local(page: Page, step: Step, link: Link, at: LinkValues) -> Math:
    slope = page.local(step.name, link.name, several=len(step.links) > 1)
    return equal(slope, at.partial)


def _slope(page: Page, step: Step, values: StepValues) -> Math:
    """dh/dx = Σ partial · slope = its value."""
    left = page.slope(step.name, page.wrt[0])
    if not any(link.step for link in step.links):
        return equal(left, values.result)
    terms: list[Math] = []
    used: list[float] = []
    for link, at in zip(step.links, values.links, strict=True):
        factors = [at.derivative] if link.partial is ONE else [at.partial]
        factors += [at.derivative] if link.step and link.partial is not ONE else []
        first = decimal(factors[0])
        terms.append(times(Fence(first) if terms and factors[0] < 0 else first,
                           *map(decimal, factors[1:])))  # fmt: skip
        used += factors
    if len(used) == 1:
        return equal(left, values.result)
    return equal(equation(left, plus(*terms), sign(used)), values.result, used)


def _nudge(
    page: Page, at: Evaluation, shown: Iterable[StepValues], steps: dict[int, Step]
) -> Prose:
    """What moving the variable a little does to each quantity."""
    change = decimal(abs(at.nudge))
    verb = "Lower " if at.nudge < 0 else "Raise "
    moves: list[Text] = []
    seen = [(steps[v.step].name, v.value, v.nudged) for v in shown]
    if not 0 < len(seen) <= MOVED:
        seen = [(Symbol(page.derivation.problem.name), at.value, at.nudged_value)]
    for name, value, nudged in seen:
        moved, exact = _difference(value, nudged)
        by = " by " if moves else " moves by "
        moves.append((page.name(name), by, *(() if exact else ("about ",)), decimal(moved)))
    return Prose((verb, math(page.wrt[0]), " by ", change, ": ", *listed(moves), "."))


def _difference(value: float, nudged: float) -> tuple[float, bool]:
    """How far a value moved, without the rounding of the subtraction, and whether that is exact."""
    moved = nudged - value
    shown = float(f"{moved:.{DIGITS}g}")
    exact = abs(moved - shown) <= 4 * max(abs(value), abs(nudged)) * 2**-53
    return (shown if exact else moved), exact


def equal(left: Math, value: float, used: Iterable[float] = ()) -> Math:
    """left = value, or left ≈ value."""
    return equation(left, decimal(value), sign([*used, value]))


def sign(values: Iterable[float]) -> str:
    """= if all the numbers are shown exactly, else ≈."""
    return "=" if all(abs(v) < NOISE or float(_text(v)) == v for v in values) else "~"


def _commas(parts: list[Math]) -> Text:
    text: list[str | Math] = []
    for part in parts:
        text += (", ", part) if text else (part,)
    return tuple(text)


def _text(value: float) -> str:
    """The digits that are shown; a rounded number keeps all six."""
    if value == int(value) and abs(value) < LARGE:
        return f"{value:.0f}"
    short = f"{value:.{DIGITS}g}"
    return short if float(short) == value else f"{value:#.{DIGITS}g}".rstrip(".")


def decimal(value: float) -> Math:
    """A number in at most six digits, as a reader writes it.

    >>> decimal(-0.5).items[1].text
    '0.5'
    """
    return Num("0") if abs(value) < NOISE else _number(_text(value))


def rounded(value: float, digits: int = BESIDE) -> Math:
    """A number in so many digits, zeros at the end kept."""
    return Num("0") if abs(value) < NOISE else _number(f"{value:#.{digits}g}".rstrip("."))


def _number(text: str) -> Math:
    mantissa, _, exponent = text.lstrip("-").partition("e")
    node: Math = Num(mantissa)
    if exponent:
        node = times(node, math(power(Integer(10), int(exponent))))
    return negative(node) if text.startswith("-") else node
