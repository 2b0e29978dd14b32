"""The walks over a graph: forwards, backwards, and path by path.

Each is written once, for symbols and for numbers alike: ``times`` multiplies a slope by a local
partial, ``total`` adds what arrives at a node. A walk visits every edge once; only the paths are
as many as they are, which can be exponential in the number of nodes, so they are counted first and
listed up to a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from heapq import heappop, heappush, nlargest
from itertools import chain
from operator import itemgetter
from typing import TypeVar

from chainrule.model import Edge, Graph

__all__ = [
    "backwards", "count_paths", "depends", "descend", "forwards", "largest_paths", "needed",
    "paths",
]  # fmt: skip

T = TypeVar("T")
Times = Callable[[T, T], T]
Total = Callable[[Sequence[T]], T]


def forwards(
    graph: Graph,
    source: int,
    one: T,
    partial: Callable[[Edge], T],
    times: Times[T],
    total: Total[T],
) -> list[T | None]:
    """d node/d source for every node, from the inputs up; None where it does not depend on it.

    dh/dx = Σⱼ ∂h/∂uⱼ · duⱼ/dx
    """
    slopes: list[T | None] = [None] * len(graph.nodes)
    slopes[source] = one
    for node in range(source + 1, len(graph.nodes)):
        terms = [
            times(partial(edge), slope)
            for edge in graph.into[node]
            if (slope := slopes[edge.source]) is not None
        ]
        if terms:
            slopes[node] = total(terms)
    return slopes


def descend(
    graph: Graph,
    output: int,
    one: T,
    partial: Callable[[Edge], T],
    times: Times[T],
    total: Total[T],
    stop: Container[int] = (),
) -> Iterator[tuple[int, T]]:
    """The adjoint d output/d node of every node that the output depends on, from the output down.

    ūⱼ = Σ h̄ · ∂h/∂uⱼ over the nodes h that use uⱼ: contributions add where a value is used twice.
    At a node of ``stop`` the walk ends: it costs what it reaches, not the size of the graph.
    """
    arrived: dict[int, list[T]] = {output: [one]}
    waiting = [-output]  # a heap: a node comes after all that use it
    while waiting:
        node = -heappop(waiting)
        adjoint = total(arrived.pop(node))
        yield node, adjoint
        for edge in graph.into[node] if node == output or node not in stop else ():
            found = arrived.get(edge.source)
            if found is None:
                found = arrived[edge.source] = []
                heappush(waiting, -edge.source)
            found.append(times(adjoint, partial(edge)))


def backwards(
    graph: Graph,
    output: int,
    one: T,
    partial: Callable[[Edge], T],
    times: Times[T],
    total: Total[T],
) -> list[T | None]:
    """The adjoint of every node: one walk for all inputs. None where the output does not depend
    on the node."""
    adjoints: list[T | None] = [None] * len(graph.nodes)
    for node, adjoint in descend(graph, output, one, partial, times, total):
        adjoints[node] = adjoint
    return adjoints


def paths(graph: Graph, output: int, source: int) -> Iterator[tuple[Edge, ...]]:
    """Every path from the output down to the source, as its edges; the first slots first."""
    reaches = depends(graph, source)
    waiting: list[tuple[int, tuple[Edge, ...]]] = [(output, ())]
    while waiting:
        node, behind = waiting.pop()
        if node == source:
            yield behind
        elif reaches[node]:
            edges = reversed(graph.into[node])
            waiting += [(edge.source, (*behind, edge)) for edge in edges]


def largest_paths(
    graph: Graph, output: int, source: int, size: Callable[[Edge], float], most: int
) -> list[tuple[Edge, ...]]:
    """The paths with the largest products of the sizes of their edges, the largest first, without
    listing the others: every node keeps the best ways down from it."""
    start: tuple[float, tuple[Edge, ...]] = 1.0, ()
    ways = forwards(
        graph,
        source,
        [start],
        lambda edge: [(size(edge), (edge,))],
        lambda step, below: [(step[0][0] * worth, step[0][1] + way) for worth, way in below],
        lambda arrived: nlargest(most, chain.from_iterable(arrived), key=itemgetter(0)),
    )
    return [way for _, way in ways[output] or ()]


def count_paths(graph: Graph, output: int, source: int) -> int:
    """How many paths there are, without listing them."""
    counts = forwards(graph, source, 1, lambda _: 1, lambda _, count: count, sum)
    return counts[output] or 0


def depends(graph: Graph, source: int) -> list[bool]:
    """For every node, whether it depends on the source."""
    slopes = forwards(graph, source, 1, lambda _: 1, lambda *_: 1, max)
    return [slope is not None for slope in slopes]


def needed(graph: Graph, output: int) -> list[bool]:
    """For every node, whether the output depends on it."""
    adjoints = backwards(graph, output, 1, lambda _: 1, lambda *_: 1, max)
    return [adjoint is not None for adjoint in adjoints]
