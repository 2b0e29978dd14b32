"""The names on a page: the function, its letters, and how derivatives of them are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import chain, islice

from sympy import Symbol, exp, preorder_traversal

from chainrule.derivation import Derivation
from chainrule.document import Block, Line, Lines, Prose, Text
from chainrule.explain.layers import is_short, layers
from chainrule.expr import Tree
from chainrule.model import Pass, Reading, Step
from chainrule.notation import (
    Fence,
    Math,
    Op,
    Row,
    Sym,
    call,
    derivative_of,
    equation,
    leibniz,
    math,
    mixed,
    prime,
    times,
)  # fmt: skip
from chainrule.parsing.variables import is_constant
from chainrule.rules import RULES
from chainrule.scope import free_symbols

__all__ = ["Page", "are_short", "is_parameter", "joined", "listed", "notes", "outline"]

PARAMETERS = frozenset("GR")
"""Letters that stand for constants here, beside those that parsing takes for one; any other letter
beside the variable makes a partial."""
UNKNOWN = "unknown-function"  # the kind of reading
SHORT = 60
"""Nodes of all the formulas that stand beside each other on a line."""


def is_parameter(symbol: Symbol) -> bool:
    """Whether a letter beside the variable is taken for a constant."""
    return symbol.name in PARAMETERS or is_constant(symbol.name)


class Page:
    """Typographic trees for the quantities of one derivation, inner functions marked."""

    def __init__(self, derivation: Derivation, style: str) -> None:
        self.derivation = derivation
        self.style = style
        problem = derivation.problem
        variables = sorted(free_symbols(problem.expr) | set(problem.wrt), key=lambda s: s.name)
        self.wrt = problem.wrt
        self.fixed = [s for s in variables if s not in problem.wrt]
        loose = [s for s in self.fixed if not is_parameter(s)]
        self.partial = bool(loose) or len(set(problem.wrt)) > 1
        arguments = [*dict.fromkeys(problem.wrt), *loose] if self.partial else [problem.wrt[0]]
        self.arguments = sorted(arguments, key=lambda s: s.name)
        self.marks = _marks(derivation.passes)

    def under_integral(self, inner: Pass) -> Page:
        """The page for the derivative of an integrand, which has another variable beside."""
        under = copy(self)
        under.partial, under.marks = True, _marks((inner,))
        return under

    def of(self, tree: Tree) -> Math:
        """A formula, with its inner functions marked."""
        return math(tree, self.marks, self.rate)

    def rate(self, body: Math, by: Math) -> Math:
        """du/dx; for a formula (…)′ or d/dx […], as the style has it."""
        if isinstance(body, Sym):
            return leibniz(body, by, partial=self.partial)
        if self.style == "straight" and not self.partial:
            return prime(body)
        return derivative_of(body, by, partial=self.partial)

    def name(self, symbol: Symbol) -> Math:
        """A letter; the derivative of h is called h′, or h with its variables below, in a pass
        that differentiates it again."""
        text = symbol.name.rstrip("'")
        order = len(symbol.name) - len(text)
        if order and self.partial:
            return Sym(text, "".join(by.name for by in self.wrt[:order]))
        node = math(Symbol(text))
        for _ in range(order):
            node = prime(node)
        return node

    def definition(self, step: Step) -> tuple[Math, Math]:
        """h = g(u) as its two sides; ln h = u where that is how h is differentiated."""
        if RULES[step.rule].route == "log":
            return self.logarithm(step, self.name(step.name)), self.name(step.links[0].name)
        return self.name(step.name), self.of(step.outer)

    def logarithm(self, step: Step, of: Math) -> Math:
        """ln h, or ln|h| where h may be negative."""
        return call("ln", of if step.outer.func is exp else Fence(of, "|"))

    def raw(self, step: Step) -> Math:
        """The raw line; that of a chain keeps its factors apart."""
        return times(*map(self.of, step.factors)) if step.factors else self.of(step.raw)

    def slope(self, symbol: Symbol, by: Symbol) -> Math:
        """du/dx, or ∂u/∂x where other variables are held fixed."""
        return leibniz(self.name(symbol), math(by), partial=self.partial)

    def local(self, name: Symbol, inner: Symbol, *, several: bool = False) -> Math:
        """dh/du, or ∂h/∂u for one of several inner functions."""
        return leibniz(self.name(name), self.name(inner), partial=several)

    def whole(self) -> Math:
        """h(x), h(x, y)."""
        name = self.name(Symbol(self.derivation.problem.name))
        return call(name, *(math(symbol) for symbol in self.arguments))

    def answer(self, passes: int | None = None) -> Math:
        """h′(x), ∂h/∂x, d²h/dx², ∂²h/∂x∂y after so many passes."""
        wrt = self.wrt[:passes]
        name = self.name(Symbol(self.derivation.problem.name))
        if not self.partial and self.style == "leibniz":
            return leibniz(name, math(wrt[0]), len(wrt))
        if not self.partial:
            for _ in wrt:
                name = prime(name)
            return call(name, *(math(symbol) for symbol in self.arguments))
        return mixed(name, [math(symbol) for symbol in wrt])


def _marks(passes: Sequence[Pass]) -> dict[int, str]:
    """The letters of the inner functions, by their trees."""
    return {
        id(node.expr): node.name.name
        for one in passes
        for node in one.graph.nodes[:-1]
        if node.rule != "identity"
    }


def outline(page: Page, one: Pass) -> list[Block]:
    """The structure before the calculus: x → u = 2x − 1 → h = u³, or the parts one by one."""
    steps = {step.number: step for step in one.steps}
    whole = one.steps[0]
    if is_short(whole, steps, folded=True):
        return []
    if whole.chain:
        found = layers(whole, steps)
        inner = found[-1].link
        if is_short(steps[inner.step], steps, folded=True):
            named = [(inner.name, inner.value), *((n.name, n.outer) for n in reversed(found))]
            path = [page.name(one.wrt), *(equation(page.name(n), page.of(v)) for n, v in named)]
            return [Prose(("Composition: ", joined(path, "->")))]
    return [Lines(tuple(_definitions(page, whole, steps)))]


def _definitions(page: Page, whole: Step, steps: Mapping[int, Step]) -> Iterator[Line]:
    """h = uv, u = x² + 1, …: what one line derives is written out, its parts without letters."""
    seen: set[int] = set()
    waiting = [whole.number]
    while waiting:
        step = steps[waiting.pop()]
        if step.number in seen:
            continue
        seen.add(step.number)
        if step is not whole and is_short(step, steps, folded=True):
            yield Line(page.name(step.name), page.of(step.expr))
        else:
            yield Line(*page.definition(step))
            waiting += [link.step for link in reversed(step.links) if link.step]


def notes(readings: Sequence[Reading]) -> list[Block]:
    """How the text was read: a note each, and one for all unknown functions."""
    unknown = [reading for reading in readings if reading.kind == UNKNOWN]
    if len(unknown) < 2:
        return [Prose((f"Note: {reading.note}.",)) for reading in readings]
    others = [Prose((f"Note: {one.note}.",)) for one in readings if one.kind != UNKNOWN]
    names = listed([(reading.written,) for reading in unknown])
    return [*others, Prose(("Note: ", *names, " are unknown functions."))]


def are_short(trees: Sequence[Tree]) -> bool:
    """Whether formulas can stand beside each other on one line."""
    nodes = chain.from_iterable(map(preorder_traversal, trees))  # as often as they are written
    return len(list(islice(nodes, SHORT + 1))) <= SHORT


def joined(parts: Sequence[Math], sign: str) -> Math:
    """a → b → c, or a, b, c."""
    items: list[Math] = []
    for part in parts:
        items += (
            (Op(sign, "relation" if sign != "," else "punctuation"), part) if items else (part,)
        )
    return Row(tuple(items))


def listed(parts: Sequence[Text], last: str = " and ") -> Text:
    """a, b and c as one text."""
    text: list[str | Math] = []
    for i, part in enumerate(parts):
        text += [last if i == len(parts) - 1 else ", "] if i else []
        text += part
    return tuple(text)
