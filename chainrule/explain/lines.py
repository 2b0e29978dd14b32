"""Straight and Leibniz style: one formula rewritten line by line, without letters.

h′(x) = 3(2x − 1)² · (2x − 1)′          d/dx [(2x − 1)³] = 3(2x − 1)² · d/dx [2x − 1]
      = 3(2x − 1)² · 2                                   = 3(2x − 1)² · 2
      = 6(2x − 1)²                                       = 6(2x − 1)²
"""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.document import Block, Line, Lines, Text
from chainrule.explain.layers import is_elementary, is_short
from chainrule.explain.page import Page
from chainrule.explain.words import ends, move_title, resting, rule_name, sentence, why
from chainrule.expr import ONE, Partial, Slope, Tree, build, rebuild
from chainrule.model import Pass, Step
from chainrule.notation import Math, times
from chainrule.rules import RULES
from chainrule.scope import substitute

__all__ = ["line_steps"]


def line_steps(page: Page, one: Pass, detail: str) -> list[Block]:
    """Lines for the whole; a part that needs lines of its own has them where it is met."""
    writer = _Writer(page, one, detail)
    writer.write(one.steps[0])
    return writer.blocks


class _Writer:
    """Writes the groups of lines of one pass; each step once."""

    def __init__(self, page: Page, one: Pass, detail: str) -> None:
        self.page, self.one, self.detail = page, one, detail
        self.steps = {step.number: step for step in one.steps}
        self.blocks: list[Block] = []
        self.written: set[int] = set()

    def write(self, step: Step) -> None:
        """d/dx of the step's expression, rewritten until it is tidy."""
        self.written.add(step.number)
        if RULES[step.rule].route == "log":
            self.blocks.append(Lines((self.expanded(step),)))
        opening = list(self.opening(step))
        parts = [part for part in self.parts(step) if part.number not in self.written]
        if parts:
            self.group(step, opening)
            opening = []
            for part in parts:
                self.write(part)
        self.group(step, [*opening, *self.closing(step)])

    def expanded(self, step: Step) -> Line:
        """ln|uv| = ln|u| + ln|v|, where its slope gives that of uv."""
        left = self.page.logarithm(step, self.page.of(step.expr))
        return Line(left, self.page.of(step.links[0].value), ("Laws of logarithms",))

    def group(self, step: Step, rights: list[tuple[Math, Text]]) -> None:
        """One block of lines; the left side stands once."""
        left: Math | None = self.page.of(build(Slope, (step.expr, self.one.wrt)))
        rows: list[Line] = []
        for right, note in rights:
            rows.append(Line(left, right, note))
            left = None
        self.blocks.append(Lines(tuple(rows)))

    def parts(self, step: Step) -> list[Step]:
        """The inner functions that need lines of their own."""
        last = self.steps[step.chain[-1]] if step.chain else step
        inner = (self.steps[link.step] for link in last.links if link.step)
        return [part for part in inner if not is_short(part, self.steps, self.detail != "full")]

    def opening(self, step: Step) -> Iterator[tuple[Math, Text]]:
        """The rule, with the derivatives of the parts still to be found."""
        if step.chain:
            yield from self.unfolding(step)
        elif not is_elementary(step):
            yield self.page.of(self.formula(step)), self.note(step)

    def formula(self, step: Step) -> Tree:
        """The rule with every letter put back: ∂₁f(x, x²) + ∂₂f(x, x²) · (x²)′."""
        partials = {link.name: link.partial for link in step.links}

        def found(node: Tree) -> Tree:
            return partials[node.args[1]] if node.func is Partial else node

        letters = {link.name: link.value for link in step.links}
        return substitute(rebuild(step.formula, found), letters)

    def unfolding(self, step: Step) -> Iterator[tuple[Math, Text]]:
        """3(2x − 1)² · (2x − 1)′: one layer after the other."""
        partials: list[Tree] = []
        for number in step.chain:
            layer = self.steps[number]
            link = layer.links[0]
            if link.partial is not ONE:
                partials.append(substitute(link.partial, {link.name: link.value}))
            rest = build(Slope, (link.value, self.one.wrt))
            yield times(*map(self.page.of, (*partials, rest))), self.note(layer)

    def closing(self, step: Step) -> Iterator[tuple[Math, Text]]:
        """The derivatives of the parts put in, then the algebra."""
        if step.chain:
            yield self.page.raw(step), ()
        else:
            yield self.page.of(step.raw), self.note(step) if is_elementary(step) else ()
        for move in step.moves:
            yield self.page.of(move.result), move_title(move.key)

    def note(self, step: Step) -> Text:
        """The name of the rule, and why it applies when asked."""
        name = sentence(rule_name(step))
        for more in (
            resting(self.page, step),
            ends(self.page, step),
            why(self.page, step, self.one.wrt, self.detail),
        ):
            name = (*name, "; " if len(name) > 1 else ": ", *more) if more else name
        return name
