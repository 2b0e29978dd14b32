"""Parametric → Document: the two rates, their quotient, and where the tangent is special."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.document import Block, Document, Heading, Line, Lines, Prose, StepRow, Steps, Text
from chainrule.explain.at_words import point
from chainrule.explain.curve_words import SILENT, summed_checks, value_row
from chainrule.explain.decimals import decimal, sign
from chainrule.explain.holds import holds_words, points_words
from chainrule.explain.parts import is_composite, shown_moves, shown_steps
from chainrule.explain.words import move_title, rule_name, sentence
from chainrule.model import Condition, Domain, Move, Pass
from chainrule.notation import (
    Frac,
    Math,
    Num,
    Sym,
    Words,
    call,
    derivative_of,
    equation,
    leibniz,
    math,
    times,
)  # fmt: skip
from chainrule.tracks import Parametric, TrackPoint

__all__ = ["parametric_page"]

UPRIGHT = {
    "vertical": ": the tangent is vertical",
    "cusp": ": the curve stops and turns back, in a cusp",
    "returns": ": the curve stops and goes back the way it came",
    "passes": ": the curve stops for a moment, and goes on",
}
"""What the curve does where dx/dt is 0."""
STOPS = {
    "cusp": "turns back, in a cusp",
    "returns": "goes back the way it came",
    "passes": "goes on in the same direction",
}
"""And where both rates are."""
CORNER = "A coordinate has a corner there, or ends: it has no rate, and the curve no slope."
UNKNOWN = "Both rates are 0, and the points beside do not tell of one tangent."
LEVEL = ": the tangent is horizontal"

Row = tuple[Text, Math, Math]


def parametric_page(done: Parametric) -> Document:
    """The page of a parametric curve."""
    page = _Page(done)
    rows = [page.given(name, p.expr) for name, p in zip(page.names, (done.x, done.y), strict=True)]
    blocks: list[Block] = [Lines(tuple(rows))]
    notes = dict.fromkeys(reading.note for p in (done.x, done.y) for reading in p.readings)
    blocks += [Prose((f"Note: {note}.",)) for note in notes]
    blocks += [page.opening(), Steps(tuple(page.numbered(page.first()))), page.result(1)]
    blocks += [Prose(text) for text in page.special()]
    if done.domain is not None:
        blocks += [Prose(text) for text in holds_words(done.domain, done.wrt)]
    if done.second is not None:
        blocks += [Heading(("Second derivative",)), page.why(),
                   Steps(tuple(page.numbered(page.again()))), page.result(2)]  # fmt: skip
    if done.at is not None:
        blocks += page.numbers(done.at)
    return Document((*blocks, *summed_checks(done)))


class _Page:
    """Typographic trees for the rates of one curve."""

    def __init__(self, done: Parametric) -> None:
        self.done, self.t = done, math(done.wrt)
        self.names = Sym(done.x.name), Sym(done.y.name)
        self.rates = [leibniz(name, self.t) for name in self.names]
        self.slope = leibniz(self.names[1], self.names[0])
        self.curved = leibniz(self.names[1], self.names[0], 2)

    def given(self, name: Math, tree: object) -> Line:
        return Line(call(name, self.t), math(tree))

    def opening(self) -> Prose:
        """The chain rule: dy/dt = dy/dx · dx/dt."""
        dx, dy = self.rates
        x, y = self.names
        rule = equation(dy, times(self.slope, dx))
        words = ", the chain rule says "
        return Prose(("Where ", y, " is a function of ", x, words, rule, ". Solve for ",
                      self.slope, "."))  # fmt: skip

    def why(self) -> Prose:
        """The same for dy/dx in the place of y."""
        name = derivative_of(self.slope, self.names[0])
        return Prose(("The slope is a function of ", self.t, " as well: ",
                      equation(self.curved, name), ", by the same rule."))  # fmt: skip

    def numbered(self, rows: Iterator[Row]) -> Iterator[StepRow]:
        for number, (label, left, right) in enumerate(rows, start=1):
            yield StepRow(str(number), label, left, right)

    def first(self) -> Iterator[Row]:
        """The rates and their quotient."""
        for rate, name, one in zip(self.rates, self.names, self.done.passes, strict=False):
            yield from self.parts(one)
            yield ("Differentiate ", name), rate, math(one.result)
        dx, dy = self.rates
        yield ("Divide",), self.slope, Frac(dy, dx)
        yield ("Put in",), self.slope, math(self.done.first.raw)
        yield from _moves(self.slope, self.done.first.moves)

    def parts(self, one: Pass) -> Iterator[Row]:
        """The derivatives that one does not read off, and the algebra of the whole."""
        for step in shown_steps(one, is_composite):
            whole = (
                step is one.steps[0] and one is self.done.passes[-1] and len(self.done.passes) > 2
            )
            left = derivative_of(self.slope if whole else math(step.expr), self.t)
            right = times(*map(math, step.factors)) if step.factors else math(step.raw)
            yield sentence(rule_name(step)), left, right
            yield from _moves(left, tuple(shown_moves(step, one)))

    def again(self) -> Iterator[Row]:
        """d/dt of dy/dx over dx/dt."""
        done = self.done.second
        if done is not None:
            one: Pass = self.done.passes[2]
            rate = derivative_of(self.slope, self.t)
            rows = list(self.parts(one))
            yield from rows
            if not rows or rows[-1][1:] != (rate, math(one.result)):
                yield ("Differentiate ", self.slope, " by ", self.t), rate, math(one.result)
            yield ("Divide by ", self.rates[0]), self.curved, Frac(rate, self.rates[0])
            yield ("Put in",), self.curved, math(done.raw)
            yield from _moves(self.curved, done.moves)

    def result(self, order: int) -> Lines:
        found = self.done.first if order == 1 or self.done.second is None else self.done.second
        left = self.slope if order == 1 else self.curved
        return Lines((Line(left, math(found.result)),), result=True)

    def special(self) -> Iterator[Text]:
        """Where the tangent is vertical or horizontal, and where the curve stops."""
        dx, dy = self.rates
        every = list(zip(self.done.upright.conditions, self.done.kinds, strict=True))
        for kind in dict.fromkeys(self.done.kinds):
            some = [condition for condition, found in every if found == kind]
            yield from _zeros(dx, some, UPRIGHT.get(kind, ""))
        stops = {str(condition.relation) for condition, _ in every}
        level = [c for c in self.done.level.conditions if str(c.relation) not in stops]
        around = any(kind in STOPS for kind in self.done.kinds)
        where = LEVEL + (", where the curve does not stop" if around and level else "")
        yield from _zeros(dy, level, where)

    def numbers(self, at: TrackPoint) -> list[Block]:
        """The point, the rates, the slopes and the tangent."""
        blocks: list[Block] = [Heading(("At ", point(at.at)))]
        places = zip(self.names, at.places, at.place, strict=True)
        rows = [value_row(name, tree, value, None) for name, tree, value in places]
        if at.kind != "corner":  # where there is no rate
            rows += [Line(rate, decimal(value), (), sign([value]))
                     for rate, value in zip(self.rates, at.rates, strict=True)]  # fmt: skip
        lefts = (self.slope, self.curved)
        every = zip(lefts, at.exact, at.slopes, at.finite_differences, strict=False)
        rows += [value_row(*row) for row in every]
        blocks.append(Lines(tuple(rows)))
        x, y = self.names
        if at.tangent is not None:
            flat = at.slopes[0] == 0
            words = "Horizontal tangent: " if flat else "Tangent: "
            blocks.append(Prose((words, equation(y, math(at.tangent)), ".")))
        elif at.kind == "vertical":
            blocks.append(Prose(("Vertical tangent: ", equation(x, math(at.places[0])), ".")))
        elif at.kind == "corner":
            blocks.append(Prose((CORNER,)))
        elif at.kind == "unknown":
            blocks.append(Prose((UNKNOWN,)))
        elif at.kind in STOPS:
            blocks += [Prose(text) for text in self.stop(at)]
        return blocks

    def stop(self, at: TrackPoint) -> Iterator[Text]:
        """What the curve does where both rates are 0."""
        what = STOPS[at.kind]
        yield (f"Both rates are 0, so their quotient says nothing: the curve stops and {what}.",)
        if at.direction is None:
            yield ("The tangent that the points beside it approach is vertical.",)
        elif at.direction == 0:
            yield ("The tangent that the points beside it approach is horizontal.",)
        else:
            slope = equation(Words("slope"), decimal(at.direction), sign([at.direction]))
            yield "The tangent that the points beside it approach has ", slope, "."


def _zeros(rate: Math, conditions: Sequence[Condition], what: str) -> Iterator[Text]:
    """dx/dt = 0 at t = 0: the tangent is vertical there."""
    for text in points_words("", Domain(everywhere=False, conditions=tuple(conditions))):
        yield equation(rate, Num("0")), " at ", *text[:-1], f"{what}."


def _moves(left: Math, moves: Sequence[Move]) -> Iterator[Row]:
    for move in moves:
        if move.key not in SILENT:
            yield move_title(move.key), left, math(move.result)
