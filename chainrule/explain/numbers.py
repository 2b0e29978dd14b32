"""Numbers in every link at a point, a small nudge, and the finite difference beside the result."""

from __future__ import annotations

from sympy import Integer, Symbol

from chainrule.document import Block, Heading, Prose, Table, Text
from chainrule.explain.page import Page, joined
from chainrule.expr import power
from chainrule.model import Evaluation, Step, StepValues
from chainrule.notation import Fence, Math, Num, equation, math, negative, plus, times

__all__ = ["numbers"]

DIGITS = 6
NOISE = 1e-30
"""What is smaller is the rounding of an exact zero,"""
LARGE = 1e12
"""and whole numbers up to this are written out."""


def numbers(page: Page, at: Evaluation) -> list[Block]:
    """The table of values, inputs first, and what a nudge does."""
    where = [equation(math(symbol), math(value)) for symbol, value in at.at]
    steps = {step.number: step for step in page.derivation.passes[0].steps}
    rows = [_row(page, steps[values.step], values) for values in reversed(at.steps)]
    head: tuple[Text, ...] = (("Quantity",), ("Value",), ("Local slope",), ("Slope",))
    blocks: list[Block] = [Heading(("At ", joined(where, ","))), Table(head, tuple(rows))]
    return [*blocks, *_nudge(page, at)]


def _row(page: Page, step: Step, values: StepValues) -> tuple[Text, ...]:
    """h = u³, its value, its local slopes, and the slope dh/dx that they give."""
    several = len(step.links) > 1
    local: list[Math] = []
    terms: list[Math] = []
    for link, at in zip(step.links, values.links, strict=True):
        partial = decimal(at.partial)
        slope = page.local(step.name, link.name, several=several)
        local.append(equation(slope, partial))
        first = Fence(partial) if terms and at.partial < 0 else partial
        terms.append(times(first, decimal(at.derivative)) if link.step else first)
    total = equation(page.slope(step.name, page.wrt[0]), plus(*terms) if terms else Num("0"))
    if any(link.step for link in step.links) or several:
        total = equation(total, decimal(values.result))
    if len(step.links) == 1 and not step.links[0].step:
        local = []  # the slope itself, in the next column
    quantity = equation(page.name(step.name), page.of(step.outer))
    return ((quantity,), (decimal(values.value),), (joined(local, ","),), (total,))


def _nudge(page: Page, at: Evaluation) -> list[Block]:
    """What raising the variable a little does, and the finite difference beside the result."""
    whole = page.name(Symbol(page.derivation.problem.name))
    change = decimal(at.nudged_value - at.value)
    nudge: Text = (
        *("Raise ", math(page.wrt[0]), " by ", decimal(at.nudge)),
        *(": ", whole, " moves by ", change, "."),
    )
    check: Text = (
        *("The derivative there is ", decimal(at.derivative)),
        *("; a finite difference gives ", decimal(at.finite_difference), "."),
    )
    return [Prose(nudge), Prose(check)]


def decimal(value: float) -> Math:
    """A number in at most six digits, as a reader writes it.

    >>> decimal(-0.5).items[1].text
    '0.5'
    """
    if abs(value) < NOISE:
        return Num("0")
    if value == int(value) and abs(value) < LARGE:
        return negative(Num(f"{-value:.0f}")) if value < 0 else Num(f"{value:.0f}")
    text = f"{abs(value):.{DIGITS}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        node = times(Num(mantissa), math(power(Integer(10), int(exponent))))
    else:
        node = Num(text)
    return negative(node) if value < 0 else node
