"""Hessian or Jacobian → Document: the first derivatives, each second derivative with all its terms,
the matrix.

∂²z/∂x² = ∂²z/∂u² · (∂u/∂x)² + 2 · ∂²z/∂u∂v · ∂u/∂x · ∂v/∂x + … + ∂z/∂u · ∂²u/∂x² + …
"""

from __future__ import annotations

from chainrule.document import Block, Document, Heading, Line, Lines, Prose, Text
from chainrule.explain.decimals import decimal, rounded, sign
from chainrule.explain.gradient import opening
from chainrule.explain.holds import check_words, holds_words
from chainrule.explain.matrix import matrix_form
from chainrule.explain.page import are_short, joined, listed
from chainrule.explain.words import move_title
from chainrule.matrices import Hessian, Jacobian, Second
from chainrule.model import Path
from chainrule.notation import (
    Fence,
    Frac,
    Math,
    Matrix,
    Num,
    Op,
    Power,
    Row,
    Sym,
    equation,
    leibniz,
    math,
    mixed,
    plus,
    times,
)  # fmt: skip

__all__ = ["hessian_page", "jacobian_page"]

LARGEST = 6
CARTESIAN = " are taken for Cartesian coordinates: in others, Δ has other terms."
SCHWARZ = "Each mixed derivative stands once: the order does not matter where both are continuous."


def jacobian_page(jacobian: Jacobian) -> Document:
    """The page of a Jacobian: each derivative, the matrix, and its determinant."""
    gradient = jacobian.gradient
    blocks = opening(gradient)
    for one in gradient.passes:
        left = leibniz(math(one.steps[0].name), math(one.wrt), partial=len(gradient.system.wrt) > 1)
        moves = one.steps[0].moves
        rows = [Line(left, math(one.raw))]
        rows += [Line(None, math(move.result), move_title(move.key)) for move in moves]
        blocks.append(Lines(tuple(rows)))
    blocks += [*matrix_form(gradient), *_determinant(jacobian)]
    blocks += [Prose(text) for text in holds_words(gradient.domain, gradient.system.wrt[0])]
    return Document((*blocks, *check_words(jacobian)))


def _determinant(jacobian: Jacobian) -> list[Block]:
    one, gradient = jacobian.expansion, jacobian.gradient
    if one is None:
        return []
    outputs = joined([math(symbol) for symbol in gradient.system.outputs], ",")
    inputs = joined([math(symbol) for symbol in gradient.system.wrt], ",")
    d = Op("partial", "prefix")
    left = Row(
        (Sym("det"), Fence(Frac(Row((d, Fence(outputs))), Row((d, Fence(inputs))), inline=True)))
    )
    rows = [Line(left, math(one.raw))]
    rows += [Line(None, math(move.result), move_title(move.key)) for move in one.steps[0].moves]
    if jacobian.value is not None:
        given = [equation(math(s), math(v)) for s, v in gradient.at.at] if gradient.at else []
        note: Text = ("at ", joined(given, ","))
        rows.append(Line(None, decimal(jacobian.value), note, sign([jacobian.value])))
    return [Lines(tuple(rows), result=True)]


def hessian_page(hessian: Hessian) -> Document:
    """The page of a Hessian."""
    page = _Page(hessian)
    blocks: list[Block] = [
        *opening(hessian.gradient),
        Heading(("First derivatives",)),
        page.first(),
    ]
    blocks.append(Heading(("Second derivatives",)))
    blocks += [page.second(one) for one in hessian.seconds]
    if len(hessian.system.wrt) > 1:
        blocks.append(Prose((SCHWARZ,)))
        blocks.append(page.matrix())
    if hessian.trace is not None and len(hessian.system.wrt) > 1:
        inputs = listed([(math(symbol),) for symbol in hessian.system.wrt])
        blocks += [page.laplacian(), Prose((*inputs, CARTESIAN))]
    domain = hessian.gradient.domain
    blocks += [Prose(text) for text in holds_words(domain, hessian.system.wrt[0])]
    return Document((*blocks, *check_words(hessian)))


class _Page:
    """Typographic trees for the second derivatives of one quantity."""

    def __init__(self, hessian: Hessian) -> None:
        self.hessian, self.graph = hessian, hessian.gradient.graph
        self.names = [math(node.name) for node in self.graph.nodes]
        self.inputs = {n.id for n in self.graph.nodes if n.name in hessian.system.wrt}
        self.several = len(hessian.system.wrt) > 1
        self.output = math(hessian.system.outputs[0])

    def first(self) -> Lines:
        """What is differentiated again: of the output, and of each quantity on the way."""
        rows = []
        for one in self.hessian.gradient.passes:
            below = {step.name: step for step in one.steps}
            for node in self.graph.nodes:
                step = below.get(node.name)
                if step is not None:
                    left = leibniz(math(node.name), math(one.wrt), partial=self.several)
                    rows.append(Line(left, math(step.result)))
        return Lines(tuple(rows))

    def second(self, one: Second) -> Lines:
        """One second derivative: in slopes, put in, tidied, and in numbers."""
        left = mixed(self.names[one.node], [math(symbol) for symbol in one.by])
        if not self.several:
            left = leibniz(self.names[one.node], math(one.by[0]), 2)
        rows: list[Line] = []
        if any(len(path.nodes) == 2 or self.inner(path) for path in one.terms):
            terms = [self.term(one, *pair) for pair in zip(one.terms, one.counts, strict=True)]
            rows.append(Line(left, plus(*terms)))
        step = one.done.steps[0]
        rows.append(Line(None if rows else left, math(step.raw)))
        rows += [Line(None, math(move.result), move_title(move.key)) for move in step.moves]
        return Lines((*rows, *self.numbers(one)))

    def numbers(self, one: Second) -> list[Line]:
        """The value at the point, and a finite difference beside it."""
        if not self.hessian.values:
            return []
        place = next(i for i, other in enumerate(self.hessian.seconds) if other is one)
        value, beside = self.hessian.values[place], self.hessian.differences[place]
        note: Text = ("finite difference ", rounded(beside))
        if one.result.is_Rational:
            return []
        return [Line(None, decimal(value), note, sign([value]))]

    def inner(self, path: Path) -> bool:
        """Whether a term goes through a quantity between the inputs and this one."""
        return any(node not in self.inputs for node in path.nodes[1:])

    def term(self, one: Second, path: Path, count: int) -> Math:
        """∂²z/∂u∂v · ∂u/∂x · ∂v/∂y, or ∂z/∂u · ∂²u/∂x∂y."""
        a, b = one.by
        whole, *through = path.nodes
        several = len(self.graph.into[whole]) > 1
        if len(through) == 1:
            (u,) = through
            below = mixed(self.names[u], [math(a), math(b)])
            if not self.several:
                below = leibniz(self.names[u], math(a), 2)
            return times(leibniz(self.names[whole], self.names[u], partial=several), below)
        u, v = through
        head = mixed(self.names[whole], [self.names[v], self.names[u]])
        if u == v and not several:
            head = leibniz(self.names[whole], self.names[u], 2)
        slopes: list[Math] = [
            leibniz(self.names[node], math(by), partial=self.several)
            for node, by in ((u, a), (v, b))
            if node not in self.inputs
        ]
        if len(slopes) == 2 and u == v and a == b:
            slopes = [Power(Fence(slopes[0]), Num("2"))]
        number = (Num(str(count)),) if count > 1 else ()
        return times(*number, head, *slopes)

    def matrix(self) -> Block:
        """H = […], and in numbers."""
        rows = self.hessian.matrix
        size = len(rows)
        if size > LARGEST:
            return Prose((f"The Hessian is too large to write out: {size} × {size}.",))
        whole = Row((Sym("H"), Fence(self.output)))
        wrt = list(map(math, self.hessian.system.wrt))
        names = tuple(tuple(mixed(self.output, [a, b]) for b in wrt) for a in wrt)
        lines = [Line(whole, Matrix(names))]
        if are_short([entry for row in rows for entry in row]):
            lines.append(Line(None, Matrix(tuple(tuple(map(math, row)) for row in rows))))
        if self.hessian.values:
            found = {one.by: i for i, one in enumerate(self.hessian.seconds)
                     if one in self.hessian.of_output}  # fmt: skip
            inputs = self.hessian.system.wrt
            places = [[found.get((a, b), found.get((b, a), 0)) for b in inputs] for a in inputs]
            numbers = tuple(
                tuple(decimal(self.hessian.values[place]) for place in row) for row in places
            )
            at = self.hessian.at
            given = [equation(math(s), math(v)) for s, v in at.at] if at else []
            note: Text = ("at ", joined(given, ","))
            lines.append(Line(None, Matrix(numbers), note, sign(self.hessian.values)))
        return Lines(tuple(lines), result=True)

    def laplacian(self) -> Lines:
        """Δz = ∂²z/∂x² + ∂²z/∂y²."""
        trace = self.hessian.trace
        assert trace is not None  # noqa: S101  # asked only where there is one
        squares = [leibniz(self.output, math(x), 2, partial=True) for x in self.hessian.system.wrt]
        rows = [Line(Row((Sym("Delta"), self.output)), plus(*squares)), Line(None, math(trace.raw))]
        moves = trace.steps[0].moves
        rows += [Line(None, math(move.result), move_title(move.key)) for move in moves]
        return Lines(tuple(rows), result=True)
