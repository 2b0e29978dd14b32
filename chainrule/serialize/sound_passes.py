"""What no type says of passes and their graphs: numbers refer to each other, and ids exist.

In: a part of an answer. Out: what is wrong with it, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sympy import Integral

from chainrule.model import Graph, Move, Node, Pass, Path, Step
from chainrule.rules import RULES
from chainrule.rules.rule import CONSTANT, tree
from chainrule.scope import free_symbols
from chainrule.tidy.lines import MOVES

__all__ = ["graph_troubles", "is_path", "move_troubles", "pass_troubles", "passes_troubles"]

_LETTER = re.compile(r"\{(\w+)\}")
_LIMITS = 3  # of an integral: its variable, from, to


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
        yield from (f"graph.nodes[{i}].{trouble}" for trouble in _of_rule(node))
    if len({node.name for node in nodes}) < len(nodes):
        yield "graph.nodes: two have the same name"
    for i, edges in enumerate(into[: len(nodes)]):
        if any(edge.target != i or not 0 <= edge.source < i for edge in edges):
            yield f"graph.into[{i}]: an edge must lead to node {i} from one before it"
        if [edge.slot for edge in edges] != list(range(len(edges))):
            yield f"graph.into[{i}]: the slots must be numbered from 0"
        letters = free_symbols(nodes[i].outer)
        if any(nodes[edge.source].name not in letters for edge in edges if 0 <= edge.source < i):
            yield f"graph.into[{i}]: an edge must come from what stands in outer"


def is_path(path: Path, graph: Graph) -> bool:
    """Whether each node of a path leads to the next one by the slot that is given."""
    if len(path.nodes) != len(path.slots) + 1:
        return False
    ways = zip(pairwise(path.nodes), path.slots, strict=True)
    return all(is_edge(graph, *pair, slot) for pair, slot in ways)


def is_edge(graph: Graph, target: int, source: int, slot: int) -> bool:
    """Whether the graph has this edge."""
    into = graph.into[target] if 0 <= target < len(graph.into) else ()
    return 0 <= slot < len(into) and into[slot].source == source


def move_troubles(moves: Sequence[Move]) -> Iterator[str]:
    """Those of lines of algebra."""
    if any(move.key not in MOVES for move in moves):
        yield "moves: there is no such move"


def _of_rule(one: Node | Step) -> Iterator[str]:
    """A rule that exists, with constants of its own, and all that its words name."""
    rule = RULES.get(one.rule)
    if rule is None:
        yield f"rule: there is no rule '{one.rule}'"
        return
    known = {symbol.name for symbol in free_symbols(tree(rule.form)) & set(CONSTANT)}
    found = [name for name, _ in one.constants]
    if found and (len(set(found)) < len(found) or set(found) != known):
        yield f"constants: they must be {', '.join(sorted(known)) or 'none'}"
    if isinstance(one, Step):
        there = {"h", *found, *"uvw"[: len(one.links)]}
        if not set(_LETTER.findall(rule.because + rule.unlike)) <= there:
            yield "links: there must be one for each letter of the rule"


def _steps(one: Pass) -> Iterator[str]:
    if not one.steps:
        yield "steps: there must be one"
    steps = {step.number: step for step in one.steps}
    for i, step in enumerate(one.steps):
        yield from (f"steps[{i}].{trouble}" for trouble in _of_rule(step))
        yield from (f"steps[{i}].{trouble}" for trouble in move_troubles(step.moves))
        if step.rule == "logarithmic-product" and len(step.links) != 1:
            yield f"steps[{i}].links: the logarithm is one"
        if step.rule == "integral" and not _is_integral(step):
            yield f"steps[{i}].outer: this must be an integral with limits"
        if step.chain and (step.chain[0] != step.number or not _linked(step.chain, steps)):
            yield f"steps[{i}].chain: {step.chain} are not steps that follow each other"
        for j, link in enumerate(step.links):
            if link.step and (link.step not in steps or steps[link.step].expr is not link.value):
                yield f"steps[{i}].links[{j}].step: step {link.step} is about something else"


def _is_integral(step: Step) -> bool:
    outer = step.outer
    return isinstance(outer, Integral) and len(outer.args[-1].args) == _LIMITS


def _linked(chain: tuple[int, ...], steps: dict[int, Step]) -> bool:
    """Whether each step of a chain has the next one as its only link."""
    return all(
        number in steps and [link.step for link in steps[number].links] == [below]
        for number, below in pairwise(chain)
    ) and (chain[-1] in steps and len(steps[chain[-1]].links) == 1)
