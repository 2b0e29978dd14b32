"""What the quantities of a network look like: z₂⁽¹⁾, W⁽¹⁾, vectors and matrices with their numbers.

In: a Training. Out: typographic trees; every number is one of the sweep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sympy import Symbol

from chainrule.activations import ACTIVATIONS
from chainrule.explain.decimals import decimal, sign
from chainrule.explain.page import joined
from chainrule.expr import Tree
from chainrule.notation import Call, Fence, Math, Matrix, Num, Op, Power, Row, Sym, math
from chainrule.training import Training

__all__ = [
    "Neural", "applied", "beside", "column", "entrywise", "joint", "numbers", "of_layer",
    "quantity", "transposed",
]  # fmt: skip

_NAMED = re.compile(r"([Wbza])(\d+)")


def of_layer(letter: str, layer: int, sub: str = "") -> Math:
    """W⁽¹⁾, or w₁₂⁽¹⁾; the inputs have no layer.

    >>> of_layer("a", 0)
    Sym(name='x', sub='', primes=0, role='', glued=False, bar=False)
    """
    if letter == "a" and not layer:
        return Sym("x", sub)
    return Power(Sym(letter, sub), Fence(Num(str(layer))))


def quantity(tree: Tree) -> Math:
    """A formula of a network's definitions, its names with their layers: w₁₁⁽¹⁾x₁ + b₁⁽¹⁾."""
    found: Math = _layered(math(tree))
    return found


def _layered(node: Any) -> Any:
    if isinstance(node, Sym):
        found = _NAMED.fullmatch(node.name) if node.sub else None
        if found is None:
            return node
        if "_" in node.sub:  # w₁₂ would not say whether it is the second or the twelfth
            indices = Fence(joined([Num(one) for one in node.sub.split("_")], ","), "[")
            return Row((of_layer(found[1], int(found[2])), indices))
        letter = "w" if found[1] == "W" else found[1]
        return of_layer(letter, int(found[2]), node.sub)
    if isinstance(node, tuple):
        return tuple(map(_layered, node))
    if not is_dataclass(node):
        return node
    new = {one.name: _layered(getattr(node, one.name)) for one in fields(node)}
    if isinstance(node, Power) and isinstance(new["base"], Power):
        new["base"] = Fence(new["base"])
    return replace(node, **new)


def applied(head: Sym, body: Math) -> Math:
    """tanh(z), always with its bracket."""
    return Call(head, Fence(body))


def beside(*parts: Math) -> Math:
    """W⁽¹⁾x: factors without a sign; matrices with a space."""
    items: list[Math] = []
    for part in parts:
        gap = " " if isinstance(part, Matrix) else ""
        items += (Op(gap, "product"), part) if items else (part,)
    return Row(tuple(items))


def joint(sign_: str, *parts: Math) -> Math:
    """Parts with the same sign between them."""
    items: list[Math] = []
    for part in parts:
        items += (Op(sign_), part) if items else (part,)
    return Row(tuple(items))


def entrywise(*parts: Math) -> Math:
    """u ⊙ v."""
    return joint(".*", *parts)


def transposed(node: Math) -> Math:
    """(W⁽²⁾)ᵀ, xᵀ."""
    return Power(node if isinstance(node, (Sym, Matrix)) else Fence(node), Sym("T"))


def column(entries: Sequence[Math]) -> Matrix:
    """A vector."""
    return Matrix(tuple((entry,) for entry in entries))


class Neural:
    """The vectors and matrices of one training, as numbers."""

    def __init__(self, done: Training) -> None:
        self.done, self.names = done, done.neurons
        self.place = {node.name: node.id for node in done.graph.nodes}
        self.given = {symbol: math(value) for symbol, value in done.at}
        self.trained = dict(zip(done.system.wrt, done.trained, strict=False))
        self.last = self.names.layers[-1]
        self.soft = done.activations[-1] == "softmax"

    def activated(self, layer: int, inner: Math, primes: int = 0) -> Math:
        """tanh(z), z, or softmax(z)."""
        name = self.done.activations[layer - 1]
        several = self.done.widths[-1] > 1
        soft = "softmax" if several else "sigma"
        head = soft if name == "softmax" else ACTIVATIONS[name].head
        return applied(Sym(head, primes=primes), inner) if head else inner

    def value(self, symbol: Symbol) -> float:
        """The value of a quantity."""
        return self.done.values[self.place[symbol]]

    def adjoint(self, symbol: Symbol) -> float:
        """∂L by it."""
        return self.done.adjoints[self.place[symbol]]

    def slope(self, target: Symbol, source: Symbol) -> float:
        """The local partial of one quantity by another."""
        into = self.done.graph.into[self.place[target]]
        found = (edge.slot for edge in into if edge.source == self.place[source])
        return self.done.partials[self.place[target]][next(found)]

    def outputs(self, layer: int) -> list[float] | None:
        """The values of the neurons of a layer; None for the inputs, which are given.

        After softmax they are the slopes of s = ln Σ exp zⱼ.
        """
        if not layer:
            return None
        neurons = self.names.of(layer)
        if self.done.activations[layer - 1] == "softmax":
            return [self.slope(Symbol("s"), self.names.before(layer, i)) for i in neurons]
        return [self.value(self.names.after(layer, i)) for i in neurons]

    def before(self, layer: int) -> list[float]:
        """The weighted sums of a layer."""
        return [self.value(self.names.before(layer, i)) for i in self.names.of(layer)]

    def signals(self, layer: int) -> list[float]:
        """δ: the adjoints of the weighted sums."""
        return [self.adjoint(self.names.before(layer, i)) for i in self.names.of(layer)]

    def slopes(self, layer: int) -> list[float]:
        """φ′(z) in every neuron of a layer."""
        names = self.names
        pairs = ((names.after(layer, i), names.before(layer, i)) for i in names.of(layer))
        return [self.slope(*pair) for pair in pairs]

    def errors(self) -> list[float]:
        """∂L/∂a for the outputs."""
        return [self.adjoint(self.names.after(self.last, i)) for i in self.names.of(self.last)]

    def vector(self, layer: int) -> tuple[Matrix, list[float]]:
        """The values of a layer as a column, and those of them that may be rounded."""
        found = self.outputs(layer)
        if found is None:
            return column([self.given[self.names.after(0, i)] for i in self.names.of(0)]), []
        return column([decimal(one) for one in found]), found

    def targets(self) -> Matrix:
        """t."""
        return column([self.given[self.names.target(i)] for i in self.names.of(self.last)])

    def parameters(self, layer: int, number: Callable[[Symbol], Math]) -> tuple[Matrix, Matrix]:
        """The weights and the biases of a layer, each as a number of it."""
        rows = tuple(tuple(map(number, row)) for row in self.names.weights(layer))
        return Matrix(rows), column([number(symbol) for symbol in self.names.biases(layer)])

    def small(self, layer: int) -> list[float]:
        """The derivatives by all parameters of a layer."""
        every = (*sum(self.names.weights(layer), ()), *self.names.biases(layer))
        return [self.adjoint(symbol) for symbol in every]


def numbers(values: Sequence[float]) -> tuple[Matrix, str]:
    """A column of numbers, and the sign before it."""
    return column([decimal(one) for one in values]), sign(values)
