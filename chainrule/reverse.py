"""Backpropagation: the adjoint of every value of a graph, in one sweep from the output down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.answer import Answer

if TYPE_CHECKING:
    from chainrule.evaluation import NodeValues
    from chainrule.model import Check, Graph, Node, System

__all__ = ["Sweep"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sweep(Answer):
    """One forward and one backward sweep over the elementary operations of a system.

    ``graph`` lists the operations, inputs first: line i of the page is node i − 1. ``at`` has their
    values and the local partials; ``adjoints[i]`` is d output/d node i, 0 where the output does
    not depend on it.
    """

    system: System
    graph: Graph
    output: int
    at: NodeValues
    adjoints: tuple[float, ...]
    checks: tuple[Check, ...] = ()

    @property
    def lines(self) -> tuple[tuple[Node, float, float], ...]:
        """Each operation with its value and its adjoint: what a sweep has for steps."""
        return tuple(zip(self.graph.nodes, self.at.values, self.adjoints, strict=True))

    @property
    def gradient(self) -> tuple[float, ...]:
        """The derivatives of the output by the inputs, in their order."""
        place = {node.name: node.id for node in self.graph.nodes}
        return tuple(self.adjoints[place[symbol]] for symbol in self.system.wrt)

    def to_python(self) -> str:
        """A module of plain Python: one function that finds the value and all derivatives."""
        from chainrule.codegen import source

        return source(self.graph, self.system, "python")

    def to_numpy(self) -> str:
        """The same for NumPy, elementwise on arrays."""
        from chainrule.codegen import source

        return source(self.graph, self.system, "numpy")

    def __repr__(self) -> str:
        name = self.graph.nodes[self.output].name
        return f"<Sweep of {name}: {len(self.graph.nodes)} lines, {self.outcome}>"
