"""Pass → claims: what its lines say, as pairs of slots of a tape whose values must agree.

A step h = g(u, v) claims

    outer       g(u, v), with the inner functions put in, is h
    partials    ∂g/∂u and ∂g/∂v are the slopes of g: g(u + aε, v + bε) − g(u, v) is
                ε(a·∂g/∂u + b·∂g/∂v), with a ≠ b: an error in one cannot hide behind the other
    inner       each du/dx is the slope of u
    raw line    is Σ ∂g/∂u · du/dx, and the slope of h; the formula in letters says the same
    moves       each line of algebra equals the line before; the last is the result
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from sympy import Dummy, Symbol

from chainrule.expr import Tree
from chainrule.model import Link, Pass, Path, Step
from chainrule.numeric import Letters, Tape
from chainrule.numeric.operations import ADD, DIV, MUL, SUB

__all__ = ["EPSILON", "Claim", "Claims"]

EPSILON = Dummy("epsilon")
"""The variable of a tape that holds the small step of its finite differences."""

Group = Literal["steps", "tidying", "paths", "result"]
OUTER, PARTIAL = "outer function", "partial"


class Claim(NamedTuple):
    """``left`` is ``right``: two slots of the tape; with ``slope``, left's finite difference is.

    ``needed`` claims must be decided; others may be too small to be seen. ``step`` is 0 for the
    whole derivation.
    """

    group: Group
    step: int
    what: str
    left: int
    right: int
    slope: bool = False
    needed: bool = True

    @property
    def suspicion(self) -> tuple[bool, bool, bool]:
        """Which of the claims that fail together is named: the one nearest to the cause first."""
        outer, partial = self.what == OUTER, self.what.startswith(PARTIAL)
        return not outer, not partial, self.slope


class Claims:
    """The claims of one pass, on a tape in two stretches: up to the operation ``base`` the
    functions, whose differences are taken; then all that is written about them."""

    def __init__(self, one: Pass, given: Tree) -> None:
        self.tape = tape = Tape()
        self.wrt = one.wrt
        self.lines: list[Claim] = []
        self._derived = {(tape.input(one.wrt), tape.number(1))}
        self._one, self._steps = one, one.steps
        self.root = tape.slot(one.expr)
        for step in one.steps:
            tape.slot(step.expr)
            for link in step.links:
                tape.slot(link.value)
        self.base = len(tape.ops)
        self._claim("result", 0, "the expression", tape.slot(given), self.root)
        letters = [self._lines(step) for step in one.steps]
        for step, names in zip(one.steps, letters, strict=True):
            self._inner_slopes(step, names)
        self._whole(one)
        self.partials = [
            _partials(tape, step, names)
            for step, names in zip(one.steps, letters, strict=True)
            if step.links
        ]

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Claim that the products along the paths add up to the result."""
        nodes = self._one.graph.nodes
        letters = Letters({node.name: self.tape.slot(node.expr) for node in nodes})
        products = [self.tape.slot(path.product, letters) for path in paths]
        total = self.tape.fold(ADD, products) if products else self.tape.number(0)
        whole = self.tape.slot(self._one.result)
        self.lines.append(Claim("paths", 0, "the sum over the paths", whole, total))

    def single_partials(self, number: int) -> list[Claim]:
        """The partials of a step one by one, to find the one that is wrong."""
        step = next(step for step in self._steps if step.number == number)
        letters = self._letters(step)
        return [_partials(self.tape, step, letters, name) for name in letters.slots]

    def _letters(self, step: Step) -> Letters:
        return Letters({link.name: self.tape.slot(link.value) for link in step.links})

    def _claim(self, group: Group, step: int, what: str, left: int, right: int) -> None:
        """Note that ``right`` is as it should be, ``left``, unless they are one slot."""
        if left != right:
            self.lines.append(Claim(group, step, what, left, right))

    def _lines(self, step: Step) -> Letters:
        """The lines of one step, and the slots of its letters."""
        tape, number = self.tape, step.number
        value = tape.slot(step.expr)
        letters = self._letters(step)
        outer = tape.slot(step.outer, letters)
        self._claim("steps", number, OUTER, value, outer)
        raw = tape.slot(step.raw)
        needed = not step.links
        self.lines.append(Claim("steps", number, "raw line", value, raw, slope=True, needed=needed))
        if step.links:
            terms = [
                tape.fold(MUL, [tape.slot(link.partial, letters), tape.slot(link.derivative)])
                for link in step.links
            ]
            self._claim("steps", number, "raw line", tape.fold(ADD, terms), raw)
            self._claim("steps", number, "formula", raw, self._formula(step, letters))
        if step.factors:
            product = tape.fold(MUL, [tape.slot(factor) for factor in step.factors])
            self._claim("steps", number, "chain of factors", raw, product)
        before = raw
        for move in step.moves:
            line = tape.slot(move.result)
            self._claim("tidying", number, f"line “{move.key}”", before, line)
            before = line
        result = tape.slot(step.result)
        self._claim("tidying", number, "result", before, result)
        self._derived.add((value, result))
        return letters

    def _formula(self, step: Step, letters: Letters) -> int:
        """The slot of dh/du · du/dx, its slopes being the step's partials and derivatives.

        In x·x one letter has two partials, and ∂h/∂x is written for both: their mean stands for
        each, which leaves the sum of the terms as it is, since both go with the same dx/dx.
        """
        tape = self.tape
        slopes, by_name = {}, dict[Symbol, list[Link]]()
        for link in step.links:
            by_name.setdefault(link.name, []).append(link)
        for name, links in by_name.items():
            total = tape.fold(ADD, [tape.slot(link.partial, letters) for link in links])
            if len(links) > 1:
                total = tape.apply(DIV, total, tape.number(len(links)))
            slopes[step.name, name] = total
            if name != self.wrt:
                slopes[name, self.wrt] = tape.slot(links[0].derivative)
        return tape.slot(step.formula, letters.also(slopes))

    def _whole(self, one: Pass) -> None:
        result, raw = self.tape.slot(one.result), self.tape.slot(one.raw)
        whole = Claim("result", 0, "the derivative", self.root, result, slope=True)
        self.lines.append(whole)
        if raw != result:
            self.lines.append(whole._replace(what="the raw derivative", right=raw, needed=False))

    def _inner_slopes(self, step: Step, letters: Letters) -> None:
        """The derivative beside an inner function is another step's result, or to be checked."""
        for link in step.links:
            value, slope = letters.slots[link.name], self.tape.slot(link.derivative)
            if (value, slope) not in self._derived:
                what = f"derivative of {link.name}"
                self.lines.append(Claim("steps", step.number, what, value, slope, slope=True))


def _partials(tape: Tape, step: Step, letters: Letters, only: Symbol | None = None) -> Claim:
    """(g(u + aε, v + bε) − g(u, v))/ε = a·∂g/∂u + b·∂g/∂v, with weights that all differ: 1, 3/2,
    2, …; ``only`` moves one letter alone."""
    epsilon = tape.input(EPSILON)
    weights = {
        name: tape.number(2 + place, 2)
        for place, name in enumerate(letters.slots)
        if only in (None, name)
    }
    moved = {
        name: tape.apply(ADD, letters.slots[name], tape.fold(MUL, [epsilon, weight]))
        for name, weight in weights.items()
    }
    there = tape.slot(step.outer, letters.also(moved))
    here = tape.slot(step.outer, letters)
    change = tape.apply(SUB, there, here)
    total = [
        tape.fold(MUL, [weights[link.name], tape.slot(link.partial, letters)])
        for link in step.links
        if link.name in weights
    ]
    of_one = f"{PARTIAL} ∂{step.name}/∂{next(iter(weights))}"
    what = of_one if len(weights) == 1 else f"{PARTIAL}s"
    return Claim(
        "steps", step.number, what, tape.apply(DIV, change, epsilon), tape.fold(ADD, total)
    )
