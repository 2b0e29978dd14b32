"""What full detail adds below the answer: another way, and a tempting mistake refuted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chainrule.document import Block, Heading, Line, Lines, Prose, Text, Verdict
from chainrule.explain.decimals import DIGITS, decimal
from chainrule.explain.page import Page, joined
from chainrule.explain.words import sentence
from chainrule.model import Mistake, Pass, Route
from chainrule.notation import equation, math
from chainrule.rules.ways import WAYS

__all__ = ["mistake", "other_way"]

FOUND = " (a finite difference)."


def other_way(page: Page, route: Route, steps: Callable[[Page, Pass], list[Block]]) -> list[Block]:
    """The other way, written out by ``steps`` in the style of the page, and that both agree."""
    derivation = page.derivation
    other = Page(replace(derivation, passes=route.passes), page.style)
    blocks: list[Block] = [Heading((f"Another way: {WAYS[route.key].words}",))]
    given, becomes = derivation.passes[0].expr, route.passes[0].expr
    if becomes is not given:
        blocks.append(Lines((Line(page.whole(), page.of(given)), Line(None, other.of(becomes)))))
    for one in route.passes:
        blocks += steps(other, one)
    result = Line(page.answer(), other.of(route.passes[-1].result))
    blocks += [Lines((result,)), *_narrower(page, route)]
    words = "both ways agree; the other one" if route.check.passed else "the other way:"
    return [*blocks, Verdict(route.check.outcome, (f"{words} {route.check.detail}",))]


def _narrower(page: Page, route: Route) -> list[Block]:
    """Where the other way works, if that is not everywhere."""
    known = [condition.relation for condition in page.derivation.domain.conditions]
    needed = [c.relation for c in route.domain.conditions if c.relation not in known]
    if not needed:
        return []
    return [Prose(("This way is open only where ", joined([math(r) for r in needed], ","), "."))]


def mistake(page: Page, made: Mistake) -> list[Block]:
    """The wrong step, the answer that comes of it, and the number that refutes that."""
    steps = {step.number: step for step in page.derivation.steps}
    step = steps[made.step]
    said: Text = sentence(made.what)
    if made.step > 1:
        part = page.of(step.expr)
        if page.style == "link":
            part = equation(page.name(step.name), part)
        said = ("In the derivative of ", part, f", {made.what}")
    point = joined([equation(math(symbol), math(value)) for symbol, value in made.at], ",")
    wrong, true = _number(made.wrong_value), _number(made.true_value)
    slope, answer = page.of(made.slope), page.of(made.wrong)
    first = Line(None, slope, relation="")
    if made.step > 1:
        shown: list[Block] = [
            Prose((*said, ". That would be")), Lines((first,)),
            Prose(("and the answer would be",)), Lines((Line(None, answer, relation=""),)),
        ]  # fmt: skip
    else:
        rest = () if math(made.slope) == math(made.wrong) else (Line(None, answer),)
        shown = [Prose((*said, ". The answer would be")), Lines((first, *rest))]
    end = Prose(("At ", point, " that is ", *wrong, ", but the slope is ", *true, FOUND))
    return [Heading(("A tempting mistake",)), *shown, end]


def _number(value: float) -> Text:
    rounded = float(f"{value:.{DIGITS}g}") != value
    return ("about ", decimal(value)) if rounded else (decimal(value),)
