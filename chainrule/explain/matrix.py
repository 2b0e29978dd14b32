"""The chain rule in matrix form: the Jacobian of each layer written out, and their product.

∇h = (∂(r, s, t)/∂(x, y))ᵀ ∇₍r, s, t₎h
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chainrule.document import Block, Heading, Line, Lines, Prose
from chainrule.explain.decimals import decimal, sign
from chainrule.explain.page import are_short, joined
from chainrule.jacobians import Factor, factors, is_simple
from chainrule.model import Edge
from chainrule.notation import (
    Call,
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
    math,
)

if TYPE_CHECKING:
    from chainrule.gradient import Gradient

__all__ = ["matrix_form"]

LARGEST = 6
"""A matrix with more rows or columns than this is not written out."""


def matrix_form(gradient: Gradient) -> list[Block]:
    """The product of Jacobians, in symbols, and in numbers if there is a point; nothing where
    every matrix is a single number, or there is only one."""
    if not is_simple(gradient.graph):
        return []
    place = {node.name: node.id for node in gradient.graph.nodes}
    outputs = [place[symbol] for symbol in gradient.system.outputs]
    found = factors(gradient.graph, outputs, [place[symbol] for symbol in gradient.system.wrt])
    if len(outputs) == 1 and (len(found) < 2 or all(_size(one) == 1 for one in found)):
        return []
    heading = Heading(("In matrix form",))
    if max(map(_size, found)) > LARGEST:
        sizes = ["×".join(str(n) for n in _shape(one)) for one in found]
        return [heading, Prose((f"The Jacobians are too large to write out: {', '.join(sizes)}.",))]
    page = _Page(gradient, found)
    one_by_many = len(outputs) == 1 and _shape(found[-1])[1] > 1
    return [heading, page.transposed() if one_by_many else page.product()]


def _shape(one: Factor) -> tuple[int, int]:
    return len(one.targets), len(one.sources)


def _size(one: Factor) -> int:
    return max(_shape(one))


class _Page:
    """Typographic trees for the matrices of one gradient."""

    def __init__(self, gradient: Gradient, found: Sequence[Factor]) -> None:
        self.gradient, self.factors = gradient, found
        self.names = [math(node.name) for node in gradient.graph.nodes]

    def transposed(self) -> Lines:
        """∇h = (∂u/∂x)ᵀ … ∇ᵤh, for one output: columns, as a gradient is one."""
        first, *below = self.factors
        whole, nabla = self.names[first.targets[0]], Sym("nabla")
        inner = joined([self.names[i] for i in first.sources], ",")
        names = [Power(Fence(self.ratio(one)), Sym("T")) for one in reversed(below)]
        rows = [
            Line(Row((nabla, whole)), _side_by_side([*names, Call(nabla, whole, sub=inner)])),
            Line(None, self.columns(lambda edge: math(edge.partial))),
        ]
        if are_short(self.gradient.gradient):
            rows.append(Line(None, Matrix(tuple((math(part),) for part in self.gradient.gradient))))
        if self.gradient.at is not None:
            rows.append(self.in_numbers(self.columns))
        return Lines(tuple(rows))

    def product(self) -> Lines:
        """∂(u, v)/∂(x, y) = … · …, for several outputs."""
        rows = []
        left = self.ratio(Factor(self.factors[0].targets, self.factors[-1].sources, ()))
        if len(self.factors) > 1:
            rows.append(Line(left, _side_by_side([self.ratio(one) for one in self.factors])))
            rows.append(Line(None, self.rows(lambda edge: math(edge.partial))))
        jacobian = self.gradient.jacobian
        if are_short([entry for row in jacobian for entry in row]):
            entries = tuple(tuple(map(math, row)) for row in jacobian)
            alone = len(entries) == len(entries[0]) == 1
            whole = entries[0][0] if alone else Matrix(entries)
            rows.append(Line(None if rows else left, whole))
        if self.gradient.at is not None:
            rows.append(self.in_numbers(self.rows))
        return Lines(tuple(rows))

    def ratio(self, one: Factor) -> Math:
        """∂(r, s, t)/∂(x, y); d(r, s)/dx for a single input."""
        sign = "d" if len(one.sources) == 1 else "partial"
        return Frac(self.row_of(one.targets, sign), self.row_of(one.sources, sign), inline=True)

    def row_of(self, nodes: Sequence[int], sign: str) -> Math:
        """∂(r, s, t)."""
        names = [self.names[i] for i in nodes]
        return Row((Op(sign, "prefix"), names[0] if len(names) == 1 else Fence(joined(names, ","))))

    def rows(self, value: Callable[[Edge], Math]) -> Math:
        """The matrices, outputs first."""
        return _side_by_side([Matrix(self.entries(one, value)) for one in self.factors])

    def entries(self, one: Factor, value: Callable[[Edge], Math]) -> tuple[tuple[Math, ...], ...]:
        """One matrix."""
        nothing: Math = Num("0")
        return one.entries(value, nothing, Num("1"))

    def columns(self, value: Callable[[Edge], Math]) -> Math:
        """The transposed matrices, inputs first."""
        return _side_by_side(
            [
                Matrix(tuple(zip(*self.entries(one, value), strict=True)))
                for one in reversed(self.factors)
            ]
        )

    def in_numbers(self, layout: Callable[[Callable[[Edge], Math]], Math]) -> Line:
        """The same product at the point."""
        at = self.gradient.at
        assert at is not None  # noqa: S101  # asked only where there is a point
        width = len(self.gradient.system.wrt)
        slopes = [
            tuple(map(decimal, at.slopes[i : i + width])) for i in range(0, len(at.slopes), width)
        ]
        if layout == self.columns:
            slopes = list(zip(*slopes, strict=True))
        seen = [number for row in at.partials for number in row]
        whole = Matrix(tuple(slopes))
        if len(self.factors) == 1:
            return Line(None, whole, relation=sign(at.slopes))
        numbers = layout(lambda edge: decimal(at.partials[edge.target][edge.slot]))
        given = joined([equation(math(s), math(v)) for s, v in at.at], ",")
        relation = sign(seen)
        return Line(
            None, equation(numbers, whole, sign([*seen, *at.slopes])), ("at ", given), relation
        )


def _side_by_side(parts: Sequence[Math]) -> Math:
    """Matrices multiplied stand beside each other."""
    items: list[Math] = []
    for part in parts:
        items += (Op(" ", "product"), part) if items else (part,)
    return Row(tuple(items))
