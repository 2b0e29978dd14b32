"""Graph → the Jacobians whose product is the whole: the chain rule in matrix form.

    ∂h/∂x = ∂h/∂u · ∂u/∂v · ∂v/∂x

A graph is cut into layers, inputs first: layer k has what lies at most k operations above the
inputs and is still used further up. Each layer depends on the one below alone, so that between two
of them stands a matrix of local partials; a quantity that passes through a layer has a 1 there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chainrule.model import Edge, Graph

__all__ = ["Factor", "factors", "is_simple"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Factor:
    """One Jacobian: ``targets`` by ``sources``, the nodes of two neighbouring layers. ``edges``
    has a row for each target: the edge from each source, or None where there is none."""

    targets: tuple[int, ...]
    sources: tuple[int, ...]
    edges: tuple[tuple[Edge | None, ...], ...]

    def entries(self, value: Callable[[Edge], T], nothing: T, one: T) -> tuple[tuple[T, ...], ...]:
        """The matrix: the partial on each edge, 1 where a quantity passes through, else 0."""
        return tuple(
            tuple(
                value(edge) if edge is not None else one if target == source else nothing
                for source, edge in zip(self.sources, row, strict=True)
            )
            for target, row in zip(self.targets, self.edges, strict=True)
        )


def is_simple(graph: Graph) -> bool:
    """Whether there is at most one edge between two nodes, as in a contracted graph; `x·x` has
    two in the graph of operations."""
    return all(len({edge.source for edge in into}) == len(into) for into in graph.into)


def factors(graph: Graph, outputs: Sequence[int], inputs: Sequence[int]) -> tuple[Factor, ...]:
    """The Jacobians from the outputs down; their product, in this order, is ∂outputs/∂inputs.

    Between two nodes there is at most one edge (as in a contracted graph).

    >>> from chainrule import grad
    >>> graph = grad("h = r*s; r = x*y; s = x + y").graph
    >>> names = [str(node.name) for node in graph.nodes]
    >>> found = factors(graph, [names.index("h")], [names.index("x"), names.index("y")])
    >>> [[[str(entry) for entry in row] for row in one.entries(lambda edge: edge.partial, 0, 1)]
    ...     for one in found]
    [[['s', 'r']], [['y', 'x'], ['1', '1']]]
    """
    rank = _ranks(graph, inputs)
    cuts = _cuts(graph, rank, outputs, inputs)
    found = []
    for targets, sources in zip(cuts[1:], cuts, strict=False):
        rows = []
        for target in targets:
            by = {} if target in sources else {edge.source: edge for edge in graph.into[target]}
            rows.append(tuple(by.get(source) for source in sources))
        found.append(Factor(targets, sources, tuple(rows)))
    return tuple(reversed(found))


def _ranks(graph: Graph, inputs: Sequence[int]) -> list[int | None]:
    """How many operations lie between each node and the inputs, at most; None where it does not
    depend on them."""
    rank: list[int | None] = [None] * len(graph.nodes)
    for node in range(len(graph.nodes)):
        if node in inputs:
            rank[node] = 0
            continue
        below = [r for edge in graph.into[node] if (r := rank[edge.source]) is not None]
        if below:
            rank[node] = 1 + max(below)
    return rank


def _cuts(
    graph: Graph, rank: Sequence[int | None], outputs: Sequence[int], inputs: Sequence[int]
) -> list[tuple[int, ...]]:
    """The layers, inputs first, outputs last."""
    varies = [node for node, height in enumerate(rank) if height is not None]
    top = max((rank[output] or 0 for output in outputs), default=0)
    last: dict[int, int] = dict.fromkeys(outputs, top)  # node → the layer up to which it is kept
    for node in range(len(graph.nodes) - 1, -1, -1):
        height = rank[node]
        if node in last and height:
            for edge in graph.into[node]:
                last[edge.source] = max(last.get(edge.source, 0), height - 1)
    between = [
        tuple(n for n in varies if n in last and (rank[n] or 0) <= layer <= last[n])
        for layer in range(1, top)
    ]
    return [tuple(inputs), *between, *([tuple(outputs)] if top else [])]
