"""What no type says of passes and their graphs: numbers refer to each other, and ids exist.

In: a part of an answer. Out: what is wrong with it, each with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chainrule.model import Graph, Pass, Step
from chainrule.rules import RULES
from chainrule.tidy.lines import MOVES

__all__ = ["graph_troubles", "pass_troubles", "passes_troubles"]


def passes_troubles(passes: tuple[Pass, ...]) -> Iterator[str]:
    """Those of several passes, numbered through."""
    numbers = [step.number for one in passes for step in one.all_steps]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "passes: their steps must be numbered from 1"
    for i, one in enumerate(passes):
        yield from (f"passes[{i}].{trouble}" for trouble in pass_troubles(one))


def pass_troubles(one: Pass) -> Iterator[str]:
    """Those of one pass."""
    yield from graph_troubles(one.graph)
    yield from _steps(one)
    for i, inner in enumerate(one.inner):
        yield from (f"inner[{i}].{trouble}" for trouble in pass_troubles(inner))


def graph_troubles(graph: Graph) -> Iterator[str]:
    """Those of a graph."""
    nodes, into = graph.nodes, graph.into
    if [node.id for node in nodes] != list(range(len(into))):
        yield "graph.nodes: they must be numbered from 0, with a list of edges for each"
    for i, node in enumerate(nodes):
        if node.rule not in RULES:
            yield f"graph.nodes[{i}].rule: there is no rule '{node.rule}'"
    for i, edges in enumerate(into):
        if any(edge.target != i or not 0 <= edge.source < i for edge in edges):
            yield f"graph.into[{i}]: an edge must lead to node {i} from one before it"
        if [edge.slot for edge in edges] != list(range(len(edges))):
            yield f"graph.into[{i}]: the slots must be numbered from 0"


def _steps(one: Pass) -> Iterator[str]:
    if not one.steps:
        yield "steps: there must be one"
    steps = {step.number: step for step in one.steps}
    for i, step in enumerate(one.steps):
        if step.rule not in RULES:
            yield f"steps[{i}].rule: there is no rule '{step.rule}'"
        if any(move.key not in MOVES for move in step.moves):
            yield f"steps[{i}].moves: there is no such move"
        if step.chain and (step.chain[0] != step.number or not _linked(step.chain, steps)):
            yield f"steps[{i}].chain: {step.chain} are not steps that follow each other"
        for j, link in enumerate(step.links):
            if link.step and (link.step not in steps or steps[link.step].expr is not link.value):
                yield f"steps[{i}].links[{j}].step: step {link.step} is about something else"


def _linked(chain: tuple[int, ...], steps: dict[int, Step]) -> bool:
    """Whether each step of a chain has the next one as its only link."""
    return all(
        number in steps and [link.step for link in steps[number].links] == [below]
        for number, below in pairwise(chain)
    ) and (chain[-1] in steps)
