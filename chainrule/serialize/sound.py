"""What no type says of a derivation: numbers that refer to each other, and ids that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from chainrule.answer import Answer
from chainrule.derivation import Derivation
from chainrule.errors import LoadError
from chainrule.gradient import Gradient
from chainrule.model import Evaluation, Graph, Pass, Step
from chainrule.reverse import Sweep
from chainrule.rules import RULES
from chainrule.tidy.lines import MOVES

__all__ = ["require_sound"]


def require_sound(answer: Answer) -> None:
    """LoadError if a number refers to nothing, or a rule or a move does not exist."""
    troubles = _TROUBLES[type(answer)]
    for trouble in troubles(answer):
        raise LoadError(f"{type(answer).__name__.lower()}.{trouble}")


def _of_gradient(done: Any) -> Iterator[str]:
    if len(done.passes) != len(done.system.outputs) * len(done.system.wrt):
        yield "passes: there must be one for each output and each input"
    if not (done.system.outputs and done.system.wrt):
        yield "system: there must be an output and an input"
    if not len(done.paths) == len(done.path_counts) == len(done.passes):
        yield "paths: there must be a list and a count for each pass"
    for name in ("graph", "operations"):
        yield from (f"{name}.{trouble}" for trouble in _graph(getattr(done, name)))
    yield from _passes(done.passes)
    for i, one in enumerate(done.paths):
        if any(not 0 <= node < len(done.graph.nodes) for path in one for node in path.nodes):
            yield f"paths[{i}]: a node does not exist"
    if done.at is not None and len(done.at.values) != len(done.graph.nodes):
        yield "at.values: there must be one for each node"


def _of_sweep(done: Any) -> Iterator[str]:
    yield from (f"graph.{trouble}" for trouble in _graph(done.graph))
    size = len(done.graph.nodes)
    if not 0 <= done.output < size or len(done.adjoints) != size or len(done.at.values) != size:
        yield "adjoints: there must be one for each node"
    if [len(into) for into in done.graph.into] != [len(one) for one in done.at.partials]:
        yield "at.partials: there must be one for each edge"


def _of_derivation(done: Any) -> Iterator[str]:
    """What is wrong, each with its place."""
    problem = done.problem
    if not done.passes or problem.wrt != tuple(one.wrt for one in done.passes):
        yield "passes: there must be one for each variable of problem.wrt"
    for i, reading in enumerate(problem.readings):
        start, stop = reading.span
        if not 0 <= start <= stop <= len(problem.source or reading.note):
            yield f"problem.readings[{i}].span: {reading.span} is not in the source"
    yield from _passes(done.passes)
    for i, route in enumerate(done.routes or ()):
        yield from (f"routes[{i}].{trouble}" for trouble in _passes(route.passes))
    if done.mistake is not None and not 0 < done.mistake.step <= len(done.steps):
        yield f"mistake.step: there is no step {done.mistake.step}"
    if done.at is not None:
        yield from (f"at.{trouble}" for trouble in _at(done.at, done.passes))


def _passes(passes: tuple[Pass, ...]) -> Iterator[str]:
    numbers = [step.number for one in passes for step in one.all_steps]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "passes: their steps must be numbered from 1"
    for i, one in enumerate(passes):
        yield from (f"passes[{i}].{trouble}" for trouble in _pass(one))


def _pass(one: Pass) -> Iterator[str]:
    yield from _graph(one.graph)
    yield from _steps(one)
    for i, inner in enumerate(one.inner):
        yield from (f"inner[{i}].{trouble}" for trouble in _pass(inner))


def _graph(graph: Graph) -> Iterator[str]:
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


def _at(at: Evaluation, passes: tuple[Pass, ...]) -> Iterator[str]:
    links = {step.number: len(step.links) for one in passes for step in one.all_steps}
    for i, values in enumerate(at.steps):
        if links.get(values.step) != len(values.links):
            yield f"steps[{i}]: step {values.step} has other links"


_TROUBLES: dict[type, Callable[[Any], Iterator[str]]] = {
    Derivation: _of_derivation, Gradient: _of_gradient, Sweep: _of_sweep,
}  # fmt: skip
