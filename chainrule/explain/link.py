"""Link style: every inner function has a letter, one link of the chain a line.

1  Chain rule            dh/dx = dh/du · du/dx      with h = u³, u = 2x − 1
2  Outer: power rule     dh/du = 3u²
3  Inner: linear         du/dx = 2
4  Multiply, u back in   dh/dx = 3(2x − 1)² · 2
5  Collect constants     dh/dx = 6(2x − 1)²
"""

from __future__ import annotations

from chainrule.document import StepRow, Steps, Text
from chainrule.explain.layers import is_short, layers
from chainrule.explain.page import Page, joined, listed
from chainrule.explain.words import ends, holding, move_title, resting, rule_name, sentence, why
from chainrule.expr import ONE
from chainrule.model import Link, Pass, Step
from chainrule.notation import Frac, Math, Num, at_bar, equation, times
from chainrule.rules import RULES
from chainrule.scope import free_symbols

__all__ = ["link_steps"]


def link_steps(page: Page, one: Pass, detail: str) -> Steps:
    """The lines of one differentiation, from the whole to its parts and back."""
    writer = _Writer(page, one, detail)
    writer.write(one.steps[0], 0, "")
    return Steps(tuple(writer.rows))


class _Writer:
    """Writes the rows, and remembers which step was written in which line."""

    def __init__(self, page: Page, one: Pass, detail: str) -> None:
        self.page, self.one, self.detail = page, one, detail
        self.rows: list[StepRow] = []
        self.written: dict[int, int] = {}
        self.steps = {step.number: step for step in one.steps}

    def row(self, words: Text, left: Math, right: Math, depth: int, note: Text = ()) -> None:
        """One line; the numbers run through."""
        self.rows.append(StepRow(str(len(self.rows) + 1), words, left, right, note, depth))

    def slope(self, step: Step) -> Math:
        """du/dx of the step's own quantity."""
        return self.page.slope(step.name, self.one.wrt)

    def why(self, step: Step) -> Text:
        """Why the rule applies, when asked."""
        return why(self.page, step, self.one.wrt, self.detail)

    def write(self, step: Step, depth: int, prefix: str) -> None:
        """The lines of a step; its parts come before they are put together."""
        if step.number in self.written:
            words = sentence(f"{prefix}as in line {self.written[step.number]}")
            self.row(words, self.slope(step), self.page.of(step.result), depth)
        elif self.is_short(step):
            words = sentence(prefix + rule_name(step))
            self.row(words, self.slope(step), self.page.of(step.raw), depth, self.why(step))
            self.algebra(step, depth)
        elif step.chain and step.links[0].partial is not ONE:
            self.chain(step, depth, prefix)
        elif RULES[step.rule].route == "log":
            self.logarithmic(step, depth, prefix)
        else:
            self.combination(step, depth, prefix)
        self.written.setdefault(step.number, len(self.rows))

    def is_short(self, step: Step) -> bool:
        """Whether one line says it all."""
        return is_short(step, self.steps, self.detail != "full")

    def chain(self, step: Step, depth: int, prefix: str) -> None:
        """dh/dx = dh/du · du/dv · dv/dx, each link in its own letter."""
        found = layers(step, self.steps, folded=self.detail != "full")
        innermost = found[-1].link
        slopes = [self.page.local(layer.name, layer.link.name) for layer in found]
        slopes.append(self.page.slope(innermost.name, self.one.wrt))
        named = [equation(self.page.name(n.name), self.page.of(n.outer)) for n in found]
        named.append(equation(self.page.name(innermost.name), self.page.of(innermost.value)))
        note: Text = ("with ", joined(named, ","))
        self.row(sentence(prefix + "chain rule"), self.slope(step), times(*slopes), depth, note)
        for place, layer in enumerate(found):
            label = sentence(("next: " if place else "outer: ") + rule_name(layer.step))
            partial = self.page.of(layer.link.partial)
            self.row(label, slopes[place], partial, depth, self.why(layer.step))
        below = self.steps[innermost.step]
        short = below.number in self.written or self.is_short(below)
        self.write(below, depth + (not short), "inner: ")
        letters = listed([(self.page.name(layer.link.name),) for layer in found])
        words: Text = ("Multiply, ", *letters, " back in")
        if self.detail == "full" and any(_has_letter(layer.link) for layer in found):
            partials = [self.at_inner(layer.link) for layer in found]
            inner = self.page.of(innermost.derivative)
            self.row(("Multiply",), self.slope(step), times(*partials, inner), depth)
            words = ("Put ", *letters, " back in")
        self.row(words, self.slope(step), self.page.raw(step), depth)
        self.algebra(step, depth)

    def at_inner(self, link: Link) -> Math:
        """The partial in its own letter, with what stands for it: 3u²|_{u = 2x − 1}."""
        partial = self.page.of(link.partial)
        if not _has_letter(link):
            return partial
        return at_bar(partial, self.page.name(link.name), self.page.of(link.value))

    def combination(self, step: Step, depth: int, prefix: str) -> None:
        """A product, a quotient, a sum, …: the rule in letters, the parts, all put together."""
        names = {link.name: link for link in step.links if link.step}
        named = [
            equation(self.page.name(name), self.page.of(link.value)) for name, link in names.items()
        ]
        note: Text = ("with ", joined(named, ",")) if named else ()
        asides = (
            resting(self.page, step),
            ends(self.page, step),
            holding(self.page, step, self.one.wrt),
            self.why(step),
        )
        for more in asides:
            note = (*note, "; ", *more) if note and more else note or more
        words = sentence(prefix + rule_name(step))
        self.row(words, self.slope(step), self.page.of(step.formula), depth, note)
        for link in names.values():
            self.write(self.steps[link.step], depth + 1, "")
        self.row(("Put together",), self.slope(step), self.page.of(step.raw), depth)
        self.algebra(step, depth)

    def logarithmic(self, step: Step, depth: int, prefix: str) -> None:
        """ln|h| = 2 ln|u| + …, then 1/h · dh/dx = …, and back to dh/dx."""
        (link,) = step.links
        name = self.page.name(step.name)
        left, given = (self.page.logarithm(step, of) for of in (name, self.page.of(step.expr)))
        expanded = self.page.of(link.value)
        words = sentence(prefix + rule_name(step))
        self.row(words, left, given, depth, self.why(step))
        self.row(("Laws of logarithms",), left, expanded, depth)
        both = times(Frac(Num("1"), name, inline=True), self.slope(step))
        right = self.page.slope(link.name, self.one.wrt)
        note: Text = ("with ", equation(self.page.name(link.name), expanded))
        self.row(("Differentiate both sides",), both, right, depth, note)
        self.write(self.steps[link.step], depth + 1, "")
        self.row(("Multiply by ", name), self.slope(step), self.page.of(step.raw), depth)
        self.algebra(step, depth)

    def algebra(self, step: Step, depth: int) -> None:
        """The moves, one line each."""
        for move in step.moves:
            words = move_title(move.key)
            self.row(words, self.slope(step), self.page.of(move.result), depth)


def _has_letter(link: Link) -> bool:
    """Whether the partial changes with the inner function, as 3u² does and 2 does not."""
    return link.name in free_symbols(link.partial)
