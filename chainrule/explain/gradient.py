"""Gradient → Document: the system, its tree, and for each input the sum over its paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from sympy import Symbol

from chainrule.document import Block, Document, Heading, Line, Lines, Prose, Text
from chainrule.explain.at_words import no_numbers_words, point
from chainrule.explain.branches import SHARED, Branches
from chainrule.explain.decimals import decimal, equal, rounded, sign
from chainrule.explain.holds import check_words, holds_words
from chainrule.explain.matrix import matrix_form
from chainrule.explain.page import are_short, joined, listed, notes
from chainrule.explain.paths import Paths, marked
from chainrule.explain.words import move_title
from chainrule.expr import Tree
from chainrule.gradient import Gradient
from chainrule.model import Pass, Path
from chainrule.notation import (
    Fence,
    Math,
    Num,
    Row,
    Sym,
    equation,
    leibniz,
    math,
    negates,
    plus,
    times,
)
from chainrule.scope import free_symbols

__all__ = ["gradient_page", "opening"]


HELD = "A derivative by one input holds the other inputs fixed"
MOST = 4  # inputs that are named as held fixed


def gradient_page(gradient: Gradient, shared: str = SHARED[0]) -> Document:
    """The page of a gradient, or of a Jacobian: a tree and sums for each output. What is ``shared``
    by several quantities is a branch each time (``repeat``), or drawn ``once``."""
    page = _Page(gradient, shared)
    blocks = opening(gradient)
    width = len(gradient.system.wrt)
    for place, output in enumerate(gradient.system.outputs):
        among = slice(place * width, (place + 1) * width)
        paths, counts = gradient.paths[among], gradient.path_counts[among]
        blocks += page.branches.tree(output, paths, sum(counts))
        marks = iter(marked(paths))
        named = [tuple(islice(marks, len(some))) for some in paths]
        every = zip(gradient.passes[among], named, counts, strict=True)
        sums = [page.sum(output, *one) for one in every]
        for some, count, block in zip(named, counts, sums, strict=True):
            blocks += [*page.paths.largest(some, count), block]
        if width > 1 or len(sums[-1].rows) > 1:  # else the sum is the answer
            blocks.append(page.result(output, gradient.jacobian[place]))
    blocks += [*page.paths.no_cancelling(), *matrix_form(gradient), *page.directed()]
    blocks += [Prose(text) for text in holds_words(gradient.domain, gradient.system.wrt[0])]
    return Document((*blocks, *check_words(gradient)))


def opening(gradient: Gradient) -> list[Block]:
    """The system as it was read, what is held fixed, and the values at the point."""
    page = _Page(gradient, SHARED[0])
    why = gradient.no_numbers
    none = [] if why is None else [Prose(no_numbers_words(why))]
    return [page.system(), *notes(gradient.system.readings), *page.fixed(), *page.point(), *none]


class _Page:
    """Typographic trees for the quantities of one gradient."""

    def __init__(self, gradient: Gradient, shared: str) -> None:
        self.gradient = gradient
        self.paths = Paths(gradient)
        self.branches = Branches(self.paths, shared)

    def system(self) -> Lines:
        """The definitions as they were read, and the letters that were given here."""
        system, graph = self.gradient.system, self.gradient.graph
        names = {*system.wrt, *(one.name for one in system.definitions)}
        rows = [Line(math(one.name), math(one.expr)) for one in system.definitions]
        if system.whole is not None:
            rows[:1] = [replace(rows[0], right=math(system.whole)), replace(rows[0], left=None)]
        letters = [node for node in graph.nodes if node.name not in names]  # of the full tree
        return Lines((*rows, *(Line(math(node.name), math(node.outer)) for node in letters)))

    def fixed(self) -> list[Block]:
        """What is neither defined nor an input."""
        system = self.gradient.system
        known = {*system.wrt, *(one.name for one in system.definitions)}
        free = {symbol for one in system.definitions for symbol in free_symbols(one.expr)}
        names: list[Text] = [(math(s),) for s in sorted(free - known, key=str)]
        verb = " is held fixed." if len(names) == 1 else " are held fixed."
        blocks: list[Block] = [Prose((*listed(names), verb))] if names else []
        first, *others = system.wrt
        if not others:
            return blocks
        rest: list[Text] = [(math(symbol),) for symbol in others]
        slope = self.derivative(system.outputs[0], first)
        example: Text = (": ", slope, " holds ", *listed(rest), " fixed")
        return [*blocks, Prose((HELD, *(example if len(rest) <= MOST else ()), "."))]

    def point(self) -> list[Block]:
        """The values of all quantities at the point."""
        at = self.gradient.at
        if at is None:
            return []
        values = [
            equal(math(node.name), at.values[node.id])
            for node in self.gradient.graph.nodes
            if node.name not in self.gradient.system.wrt
        ]
        return [Prose(("At ", point(at.at), ": ", joined(values, ","), "."))]

    def sum(self, output: Symbol, one: Pass, paths: Sequence[Path], count: int) -> Lines:
        """∂h/∂x over its paths: in slopes, in letters, with the definitions put back, tidied."""
        left = self.derivative(output, one.wrt)
        rows: list[Line] = []
        if paths and len(paths) == count and any(len(path.nodes) > 2 for path in paths):
            marks = plus(*(Fence(Num(path.mark), role=f"path {path.mark}") for path in paths))
            note: Text = (marks,) if len(paths) > 1 else ()
            rows.append(Line(left, plus(*map(self.paths.slopes, paths))))
            rows.append(Line(None, plus(*map(self.paths.product, paths)), note))
        last = one.steps[0]
        rows.append(Line(None if rows else left, math(last.raw)))
        rows += [Line(None, math(move.result), move_title(move.key)) for move in last.moves]
        return Lines((*rows, *self.numbers(one, paths, count)))

    def numbers(self, one: Pass, paths: Sequence[Path], count: int) -> list[Line]:
        """What each path comes to at the point, their sum, and a finite difference beside it."""
        at = self.gradient.at
        if at is None:
            return []
        place = next(i for i, other in enumerate(self.gradient.passes) if other is one)
        slope = at.slopes[place]
        note: Text = ("finite difference ", rounded(at.finite_differences[place]))
        if len(paths) < 2 or len(paths) < count:
            return [Line(None, decimal(slope), note, sign([slope]))]
        shares = [self.paths.amount(path) for path in paths]
        terms = plus(*map(decimal, shares))
        return [
            Line(None, equation(terms, decimal(slope), sign([*shares, slope])), note, sign(shares))
        ]

    def derivative(self, output: Symbol, wrt: Symbol) -> Math:
        """∂h/∂x, or dh/dt for the only variable."""
        return leibniz(math(output), math(wrt), partial=self.paths.several)

    def directed(self) -> list[Block]:
        """The derivative in a direction, divided by its length."""
        direction = self.gradient.direction
        if direction is None:
            return []
        (output, *_), wrt = self.gradient.system.outputs, self.gradient.system.wrt
        a, h = Sym("a"), math(output)
        vector = Fence(joined(list(map(math, direction.vector)), ","))
        unit = Fence(joined(list(map(math, direction.unit)), ","))
        length = equation(Fence(a, "|"), math(direction.length))
        given: Text = (equation(a, vector), " has length ", length, ": divided by it, ", unit, ".")
        slopes = [leibniz(h, math(x), partial=self.paths.several) for x in wrt]
        parts = [math(part) for part in direction.unit]
        parts = [Fence(part) if negates(part) else part for part in parts]
        terms = [times(part, rate) for part, rate in zip(parts, slopes, strict=True)]
        step = direction.done.steps[0]
        rows = [
            Line(Row((Sym("D", "a"), h)), plus(*terms)),
            Line(None, math(step.raw)),
            *(Line(None, math(move.result), move_title(move.key)) for move in step.moves),
        ]
        if direction.slope is not None and direction.finite_difference is not None:
            note: Text = ("finite difference ", rounded(direction.finite_difference))
            rows.append(Line(None, decimal(direction.slope), note, sign([direction.slope])))
        return [
            Heading(
                (
                    "In the direction ",
                    equation(a, vector),
                    " by ",
                    *listed([(math(x),) for x in wrt]),
                )
            ),
            Prose(given),
            Lines(tuple(rows)),
        ]

    def result(self, output: Symbol, row: Sequence[Tree]) -> Lines:
        """∇h = (…, …)."""
        wrt = self.gradient.system.wrt
        if len(wrt) == 1:
            return Lines((Line(self.derivative(output, wrt[0]), math(row[0])),), result=True)
        parts = [math(part) for part in row]
        if not are_short(row):
            parts = [leibniz(math(output), math(x), partial=True) for x in wrt]
        vector = Fence(joined(parts, ","))
        return Lines((Line(Row((Sym("nabla"), math(output))), vector),), result=True)
