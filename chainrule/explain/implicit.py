"""Implicit → Document: both sides differentiated, the terms with dy/dx collected, and solved.

    x² + y² = 25
    1  Power rule          d/dx [y²] = 2y · dy/dx
    2  Differentiate both  2x + 2y · dy/dx = 0
    3  Collect             2y · dy/dx = −2x
    4  Divide by 2y        dy/dx = −2x/(2y)

Each dy/dx that the chain rule brings bears the same role, so that a format may colour it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sympy import Derivative, Symbol
from sympy.core.function import AppliedUndef

from chainrule.document import (
    Block,
    Document,
    Heading,
    Line,
    Lines,
    Prose,
    StepRow,
    Steps,
    Text,
)
from chainrule.explain.at_words import point
from chainrule.explain.curve_words import (
    NO_CURVE,
    SILENT,
    no_slope,
    summed_checks,
    value_row,
)  # fmt: skip
from chainrule.explain.decimals import decimal
from chainrule.explain.holds import holds_words
from chainrule.explain.page import listed
from chainrule.explain.parts import is_composite, shown_moves, shown_steps, tidied
from chainrule.explain.words import move_title, rule_name, sentence
from chainrule.expr import Slope, Tree, build, rebuild
from chainrule.model import Move, Pass, Step
from chainrule.notation import Math, derivative_of, equation, leibniz, math, times
from chainrule.parsing.variables import of_curve
from chainrule.relation import EMPTY, CurvePoint, Implicit, Implied
from chainrule.scope import free_symbols

__all__ = ["implicit_page"]


def implicit_page(done: Implicit) -> Document:
    """The page of an implicit differentiation."""
    page = _Page(done)
    blocks: list[Block] = [Lines((Line(math(done.equation.left), math(done.equation.right)),))]
    blocks += [Prose((f"Note: {reading.note}.",)) for reading in done.equation.readings]
    blocks.append(page.opening())
    blocks += [Prose((NO_CURVE,)) for check in done.checks if check.name == EMPTY]
    for one in done.slopes:
        if len(done.slopes) > 1:
            blocks.append(Heading((f"Differentiate by {one.wrt.name}",)))
        if len(done.slopes) > 1 or page.fixed:
            blocks.append(page.held(one.wrt))
        blocks += [
            Steps(tuple(page.numbered(page.first(one)))),
            page.result(page.rate(one.wrt), one.result),
        ]
    blocks += [Prose(text) for text in holds_words(done.domain, done.of)]
    if done.second is not None:
        blocks += page.again()
    if done.at is not None:
        blocks += page.numbers(done.at)
    return Document((*blocks, *summed_checks(done)))


Row = tuple[Text, Math, Math]


class _Page:
    """Typographic trees for the lines of one implicit differentiation."""

    def __init__(self, done: Implicit) -> None:
        self.done = done
        used = free_symbols(done.equation.left) | free_symbols(done.equation.right)
        varying = of_curve([symbol.name for symbol in used])
        others = sorted(used - {done.of, *done.wrt}, key=str)
        self.fixed = [symbol for symbol in others if symbol.name in varying]
        self.constants = [symbol for symbol in others if symbol.name not in varying]
        self.partial = len(done.slopes) > 1 or bool(self.fixed)
        self.name = math(done.of)
        self.sides = math(done.equation.left), math(done.equation.right)

    def rate(self, wrt: Symbol, order: int = 1) -> Math:
        """dy/dx, in the role that marks it."""
        node = leibniz(self.name, math(wrt), order, partial=self.partial)
        return replace(node, role="rate") if order == 1 else node

    def of(self, tree: Tree) -> Math:
        """A line with y for y(x), each dy/dx marked."""
        return math(self.letters(tree), None, lambda _, by: self.marked(by))

    def marked(self, by: Math) -> Math:
        return replace(leibniz(self.name, by, partial=self.partial), role="rate")

    def letters(self, tree: Tree) -> Tree:
        """y for y(x), and dy/dx for its derivative."""

        def letter(node: Any) -> Tree:
            if isinstance(node, AppliedUndef) and node == self.done.function:
                return self.done.of
            if node.func is Derivative and node.args[0] == self.done.of:
                return build(Slope, (self.done.of, node.args[1].args[0]))
            return node

        return rebuild(tree, letter)

    def opening(self) -> Prose:
        """What depends on what."""
        inputs = listed([(math(symbol),) for symbol in self.done.wrt])
        rates = [(self.rate(symbol),) for symbol in self.done.wrt]
        factors = [part for rate in rates for part in (" or ", *rate)][1:]
        words = ": where it stands, the chain rule brings a factor "
        return Prose((self.name, " is a function of ", *inputs, words, *factors, *self.taken()))

    def taken(self) -> Text:
        """The letters that are no variables here."""
        names: list[Text] = [(math(symbol),) for symbol in self.constants]
        verb = " is taken for a constant." if len(names) == 1 else " are taken for constants."
        return (". Here ", *listed(names), verb) if names else (".",)

    def held(self, wrt: Symbol) -> Prose:
        """What a partial derivative holds fixed."""
        symbols = [*(symbol for symbol in self.done.wrt if symbol != wrt), *self.fixed]
        others: list[Text] = [(math(symbol),) for symbol in symbols]
        verb = " is held fixed; " if len(others) == 1 else " are held fixed; "
        return Prose((*listed(others), verb, self.name, " is not."))

    def numbered(self, rows: Iterator[Row]) -> Iterator[StepRow]:
        for number, (label, left, right) in enumerate(rows, start=1):
            yield StepRow(str(number), label, left, right)

    def first(self, one: Implied) -> Iterator[Row]:
        """From the equation to dy/dx."""
        yield from self.parts((one.left, one.right))
        yield ("Differentiate both sides",), self.whole(one.left), self.whole(one.right)
        rate = self.rate(one.wrt)
        factor = math(one.factor)
        if one.factor != 1 or self.of(one.left.raw) != rate:
            left = rate if one.factor == 1 else times(factor, rate)
            if (left, math(one.rest)) != (self.whole(one.left), self.whole(one.right)):
                yield ("Collect ", rate), left, math(one.rest)
        if one.factor != 1:
            yield ("Divide by ", factor), rate, math(one.raw)
        yield from self.moves(rate, one.moves)

    def parts(self, passes: Sequence[Pass]) -> Iterator[Row]:
        """The derivatives of the parts with y in them, inner ones first."""
        seen: set[str] = set()
        for one in passes:
            for step in shown_steps(one, lambda step, one=one: self.worth(step, one)):  # type: ignore[misc]  # the type of a default is not inferred
                if str(step.expr) not in seen:
                    seen.add(str(step.expr))
                    yield from self.part(step, one)

    def part(self, step: Step, one: Pass) -> Iterator[Row]:
        """The derivative of one part, tidied before the parts are put together."""
        left = derivative_of(self.of(step.expr), math(one.wrt), partial=self.partial)
        yield sentence(rule_name(step)), left, self.raw(step)
        yield from self.moves(left, tuple(shown_moves(step, one)))

    def worth(self, step: Step, one: Pass) -> bool:
        """Whether a part is shown: one with y in it, that is not y, nor a side that is a sum; and
        of the others those that one does not read off."""
        if step.rule in ("unknown", "identity", "constant", "linear"):
            return False
        if step is one.steps[0] and step.rule == "sum":
            return False
        return self.done.of in free_symbols(self.letters(step.expr)) or is_composite(step)

    def raw(self, step: Step) -> Math:
        return times(*map(self.of, step.factors)) if step.factors else self.of(step.raw)

    def whole(self, one: Pass) -> Math:
        """A differentiated side."""
        if one.steps and tidied(one.steps[0]):
            return self.of(one.result)
        return self.raw(one.steps[0]) if one.steps else self.of(one.raw)

    def moves(self, left: Math, moves: Sequence[Move]) -> Iterator[Row]:
        for move in moves:
            if move.key not in SILENT:
                yield move_title(move.key), left, self.of(move.result)

    def result(self, left: Math, tree: Tree) -> Lines:
        return Lines((Line(left, math(tree)),), result=True)

    def again(self) -> list[Block]:
        """d²y/dx²."""
        done = self.done.second
        assert done is not None  # noqa: S101  # the caller has looked
        (one,) = self.done.slopes
        left = self.rate(one.wrt, 2)

        def rows() -> Iterator[Row]:
            slope = done.slope
            for step in shown_steps(slope, lambda step: self.worth(step, slope)):
                if step is not slope.steps[0]:
                    yield from self.part(step, slope)
            raw = self.raw(slope.steps[0]) if slope.steps else self.of(slope.raw)
            yield ("Differentiate ", self.rate(one.wrt)), left, raw
            if slope.steps:
                yield from self.moves(left, tuple(shown_moves(slope.steps[0], slope)))
            if self.letters(done.slope.raw) != done.raw:
                yield ("Put in ", self.rate(one.wrt)), left, math(done.raw)
            yield from self.moves(left, done.moves)
            if done.on_curve is not None:
                yield ("Use ", equation(*self.sides)), left, math(done.on_curve)

        final = done.result if done.on_curve is None else done.on_curve
        return [
            Heading(("Second derivative",)),
            Steps(tuple(self.numbered(rows()))),
            self.result(left, final),
        ]

    def numbers(self, at: CurvePoint) -> list[Block]:
        """The slopes at a point, and the tangent."""
        opening = Heading(("At ", point(at.at)))
        what = "surface" if self.partial else "curve"
        on = Prose((f"It lies on the {what}: both sides are ", decimal(at.side), "."))
        factor = math(self.done.slopes[0].factor)
        if at.kind != "slope":
            return [
                opening,
                on,
                Prose(no_slope(at, factor, None if self.partial else self.done.wrt[0])),
            ]
        lefts = [self.rate(symbol) for symbol in self.done.wrt]
        lefts += [self.rate(self.done.wrt[0], 2)] if self.done.second else []
        every = zip(lefts, at.exact, at.slopes, at.finite_differences, strict=True)
        blocks: list[Block] = [opening, on, Lines(tuple(value_row(*row) for row in every))]
        if at.tangent is not None:
            name = "Tangent plane" if len(self.done.slopes) > 1 else "Tangent"
            held: list[Text] = [(math(symbol),) for symbol in self.fixed]
            fixed: Text = (", with ", *listed(held), " held fixed") if held else ()
            blocks.append(Prose((name, *fixed, ": ", equation(self.name, math(at.tangent)), ".")))
        return blocks
