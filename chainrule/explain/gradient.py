"""Gradient → Document: the system, its tree, and for each input the sum over its paths."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import prod

from sympy import Symbol

from chainrule.document import Block, Branch, Document, Line, Lines, Prose, Text, Tree
from chainrule.explain.holds import check_words, holds_words
from chainrule.explain.numbers import decimal, equal, rounded, sign
from chainrule.explain.page import joined, listed
from chainrule.explain.words import move_title
from chainrule.gradient import Gradient
from chainrule.model import Edge, Pass, Path
from chainrule.notation import Fence, Math, Row, Sym, equation, leibniz, math, plus, times
from chainrule.scope import free_symbols

__all__ = ["gradient_page"]

HELD = "A ∂ holds fixed what else stands in the same definition."


def gradient_page(gradient: Gradient) -> Document:
    """The page of a gradient, or of a Jacobian: a tree and sums for each output."""
    page = _Page(gradient)
    blocks: list[Block] = [page.system()]
    blocks += [Prose((f"Note: {reading.note}.",)) for reading in gradient.system.readings]
    blocks += [*page.fixed(), *page.point()]
    width = len(gradient.system.wrt)
    for place, output in enumerate(gradient.system.outputs):
        among = slice(place * width, (place + 1) * width)
        blocks += page.tree(output, among)
        every = (gradient.passes[among], gradient.paths[among], gradient.path_counts[among])
        sums = [page.sum(output, *one) for one in zip(*every, strict=True)]
        blocks += sums
        if width > 1 or len(sums[-1].rows) > 1:  # else the sum is the answer
            blocks.append(page.result(output, gradient.jacobian[place]))
    if gradient.no_numbers:
        blocks.append(Prose((f"{gradient.no_numbers[:1].upper()}{gradient.no_numbers[1:]}.",)))
    blocks += [Prose(text) for text in holds_words(gradient.domain, gradient.system.wrt[0])]
    return Document((*blocks, *check_words(gradient)))


class _Page:
    """Typographic trees for the quantities of one gradient."""

    def __init__(self, gradient: Gradient) -> None:
        self.gradient = gradient
        self.nodes = {node.id: node for node in gradient.graph.nodes}
        self.into = gradient.graph.into

    def system(self) -> Lines:
        """The definitions as they were read."""
        given = self.gradient.system.definitions
        return Lines(tuple(Line(math(one.name), math(one.expr)) for one in given))

    def fixed(self) -> list[Block]:
        """What is neither defined nor an input."""
        system = self.gradient.system
        known = {*system.wrt, *(one.name for one in system.definitions)}
        free = {symbol for one in system.definitions for symbol in free_symbols(one.expr)}
        names: list[Text] = [(math(s),) for s in sorted(free - known, key=str)]
        verb = " is held fixed." if len(names) == 1 else " are held fixed."
        return [Prose((*listed(names), verb))] if names else []

    def point(self) -> list[Block]:
        """The values of all quantities at the point."""
        at = self.gradient.at
        if at is None:
            return []
        given = [equation(math(symbol), math(value)) for symbol, value in at.at]
        values = [
            equal(math(node.name), at.values[node.id])
            for node in self.nodes.values()
            if node.name not in self.gradient.system.wrt
        ]
        return [Prose(("At ", joined(given, ","), ": ", joined(values, ","), "."))]

    def slope(self, edge: Edge) -> Math:
        """∂h/∂r, or dr/dt where r depends on t alone."""
        target, source = self.nodes[edge.target], self.nodes[edge.source]
        several = len(self.into[edge.target]) > 1
        return leibniz(math(target.name), math(source.name), partial=several)

    def tree(self, output: Symbol, among: slice) -> list[Block]:
        """The tree of an output down to the inputs, a line a path."""
        every = [path for paths in self.gradient.paths[among] for path in paths]
        if len(every) < sum(self.gradient.path_counts[among]):
            count = sum(self.gradient.path_counts[among])
            return [Prose((f"There are {count:,} paths, too many for a tree.",))]
        if all(len(path.nodes) <= 2 for path in every):
            return []
        root = next(node.id for node in self.nodes.values() if node.name == output)
        marks = {path.nodes: (mark, path) for mark, path in self.marked(among)}
        tree = Tree(math(output), self.branches((root,), marks))
        if any(len(into) > 1 for into in self.into):
            return [tree, Prose((HELD,))]
        return [tree]

    def marked(self, among: slice) -> list[tuple[str, Path]]:
        """The paths of an output, numbered from the first input to the last."""
        every = [path for paths in self.gradient.paths[among] for path in paths]
        return [(str(number), path) for number, path in enumerate(every, start=1)]

    def branches(
        self, behind: tuple[int, ...], marks: dict[tuple[int, ...], tuple[str, Path]]
    ) -> tuple[Branch, ...]:
        """The branches from the end of a path on."""
        found = []
        for edge in self.into[behind[-1]]:
            along = (*behind, edge.source)
            mark, path = marks.get(along, ("", None))
            found.append(
                Branch(
                    self.numbered(equation(self.slope(edge), math(edge.partial)), edge),
                    math(self.nodes[edge.source].name),
                    self.branches(along, marks),
                    mark,
                    (self.product(path),) if path else (),
                )
            )
        return tuple(found)

    def numbered(self, label: Math, edge: Edge) -> Math:
        """∂h/∂r = s = 3, if there is a point and the partial is not a number already."""
        at = self.gradient.at
        if at is None or edge.partial.is_Rational:
            return label
        return equal(label, at.partials[edge.target][edge.slot])

    def amount(self, path: Path) -> float:
        """The number that a path comes to."""
        at = self.gradient.at
        if at is None:
            return 0.0
        return prod(at.partials[edge.target][edge.slot] for edge in self.edges(path))

    def edges(self, path: Path) -> list[Edge]:
        """The edges along a path, from the output down."""
        return [
            next(edge for edge in self.into[target] if edge.source == source)
            for target, source in pairwise(path.nodes)
        ]

    def product(self, path: Path) -> Math:
        """The partials along a path, each a factor of its own."""
        return times(*(math(edge.partial) for edge in self.edges(path)))

    def sum(self, output: Symbol, one: Pass, paths: Sequence[Path], count: int) -> Lines:
        """∂h/∂x over its paths: in slopes, in letters, with the definitions put back, tidied."""
        left = self.derivative(output, one.wrt)
        rows: list[Line] = []
        if paths and len(paths) == count and any(len(path.nodes) > 2 for path in paths):
            slopes = [times(*map(self.slope, self.edges(path))) for path in paths]
            rows.append(Line(left, plus(*slopes)))
            rows.append(Line(None, plus(*map(self.product, paths))))
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
        shares = [self.amount(path) for path in paths]
        terms = plus(*map(decimal, shares))
        return [
            Line(None, equation(terms, decimal(slope), sign([*shares, slope])), note, sign(shares))
        ]

    def derivative(self, output: Symbol, wrt: Symbol) -> Math:
        """∂h/∂x, or dh/dt for the only input."""
        return leibniz(math(output), math(wrt), partial=len(self.gradient.system.wrt) > 1)

    def result(self, output: Symbol, row: Sequence[object]) -> Lines:
        """∇h = (…, …)."""
        wrt = self.gradient.system.wrt
        if len(wrt) == 1:
            return Lines((Line(self.derivative(output, wrt[0]), math(row[0])),), result=True)
        vector = Fence(joined([math(part) for part in row], ","))
        return Lines((Line(Row((Sym("nabla"), math(output))), vector),), result=True)
