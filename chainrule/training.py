"""A network at a point of its weights: every value, every error signal, and the gradient of the
loss by every weight and bias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sympy import Symbol

from chainrule.answer import Answer

if TYPE_CHECKING:
    from sympy import Expr

    from chainrule.model import Check, Graph, System

__all__ = ["Neurons", "Training"]


@dataclass(frozen=True, slots=True)
class Neurons:
    """What the quantities of a network are called: layer k has the neurons i = 1, 2, …

    >>> names = Neurons((2, 3, 1))
    >>> names.weight(1, 3, 2), names.bias(1, 3), names.before(1, 3), names.after(2, 1)
    (W1_32, b1_3, z1_3, a2_1)
    """

    widths: tuple[int, ...]

    @property
    def layers(self) -> range:
        """The numbers of the layers that compute something."""
        return range(1, len(self.widths))

    def of(self, layer: int) -> range:
        """The neurons of a layer; layer 0 are the inputs."""
        return range(1, self.widths[layer] + 1)

    def weight(self, layer: int, target: int, source: int) -> Symbol:
        """From neuron ``source`` of the layer below to neuron ``target``."""
        between = "" if max(self.widths) < 10 else "_"
        return Symbol(f"W{layer}_{target}{between}{source}")

    def bias(self, layer: int, i: int) -> Symbol:
        """What is added in a neuron."""
        return Symbol(f"b{layer}_{i}")

    def before(self, layer: int, i: int) -> Symbol:
        """The weighted sum in a neuron, before the activation."""
        return Symbol(f"z{layer}_{i}")

    def after(self, layer: int, i: int) -> Symbol:
        """The value of a neuron, after the activation; an input in layer 0."""
        return Symbol(f"a{layer}_{i}" if layer else f"x_{i}")

    def target(self, i: int) -> Symbol:
        """What an output should be."""
        return Symbol(f"t_{i}")

    def weights(self, layer: int) -> tuple[tuple[Symbol, ...], ...]:
        """The matrix of a layer: a row for each neuron, a column for each that feeds it."""
        return tuple(
            tuple(self.weight(layer, i, j) for j in self.of(layer - 1)) for i in self.of(layer)
        )

    def biases(self, layer: int) -> tuple[Symbol, ...]:
        """The biases of a layer."""
        return tuple(self.bias(layer, i) for i in self.of(layer))

    def parameters(self) -> tuple[Symbol, ...]:
        """Every weight and bias, layer by layer, row by row: what training changes."""
        return tuple(
            symbol
            for layer in self.layers
            for symbol in (*sum(self.weights(layer), ()), *self.biases(layer))
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Training(Answer):
    """One forward and one backward sweep over a network, and what descent along it does.

    ``activations`` has the name of one for each layer. ``graph`` has the weights, the biases and
    the neurons (before and after activation), the loss last; ``values``, ``partials`` and
    ``adjoints`` are its numbers ``at`` these weights, inputs and targets. In
    ``finite_differences`` there is one for each parameter in the order of ``system.wrt``; None
    where it was not compared. ``drawn`` says what was drawn with ``seed``: ``weights``,
    ``input``, ``target``. With a learning ``rate``, ``losses`` has the loss before and after each
    epoch, and ``trained`` the parameters after the last.
    """

    widths: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    seed: int
    drawn: tuple[str, ...]
    system: System
    graph: Graph
    at: tuple[tuple[Symbol, Expr], ...]
    values: tuple[float, ...]
    partials: tuple[tuple[float, ...], ...]
    adjoints: tuple[float, ...]
    finite_differences: tuple[float | None, ...]
    checks: tuple[Check, ...] = ()
    rate: float | None = None
    losses: tuple[float, ...] = ()
    trained: tuple[float, ...] = ()

    @property
    def neurons(self) -> Neurons:
        """What its quantities are called."""
        return Neurons(self.widths)

    @property
    def gradient(self) -> tuple[float, ...]:
        """The derivatives of the loss by every weight and bias, in the order of ``system.wrt``."""
        place = {node.name: node.id for node in self.graph.nodes}
        return tuple(self.adjoints[place[symbol]] for symbol in self.system.wrt)

    @property
    def value(self) -> float:
        """The loss."""
        return self.values[-1]

    def to_python(self) -> str:
        """A module of plain Python: one function that finds the loss and all derivatives."""
        return self._code("python")

    def to_numpy(self) -> str:
        """The same for NumPy, elementwise on arrays."""
        return self._code("numpy")

    def _code(self, language: str) -> str:
        from chainrule.codegen import source
        from chainrule.network import network

        return source(network(self.system), self.system, language)

    def __repr__(self) -> str:
        shape = "-".join(map(str, self.widths))
        return f"<Training of {shape}: {len(self.system.wrt)} parameters, {self.outcome}>"
