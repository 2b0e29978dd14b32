"""What no type says of a derivation: numbers that refer to each other, and ids that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations_with_replacement
from typing import Any

from chainrule.activations import ACTIVATIONS, LOSSES
from chainrule.answer import Answer
from chainrule.derivation import Derivation
from chainrule.errors import LoadError
from chainrule.evaluation import Evaluation
from chainrule.gradient import Gradient
from chainrule.matrices import Hessian, Jacobian
from chainrule.model import Graph, Node, Pass, Path, System
from chainrule.parsing.spelling import is_name
from chainrule.reverse import Sweep
from chainrule.serialize.sound_curves import CURVES
from chainrule.serialize.sound_passes import (
    graph_troubles,
    is_edge,
    is_path,
    pass_troubles,
    passes_troubles,
)
from chainrule.serialize.sound_sizes import uneven
from chainrule.training import Training

__all__ = ["require_sound"]


def require_sound(answer: Answer) -> None:
    """LoadError if a number refers to nothing, or a rule or a move does not exist."""
    troubles = _TROUBLES[type(answer)]
    for trouble in chain(uneven(answer), troubles(answer)):
        raise LoadError(f"{type(answer).__name__.lower()}.{trouble}")


def _of_gradient(done: Any) -> Iterator[str]:
    if len(done.passes) != len(done.system.outputs) * len(done.system.wrt):
        yield "passes: there must be one for each output and each input"
    yield from _of_system(done.system, done.graph.nodes, done.operations.nodes)
    for name in ("graph", "operations"):
        yield from (f"{name}.{trouble}" for trouble in graph_troubles(getattr(done, name)))
    yield from passes_troubles(done.passes)
    for i, one in enumerate(done.paths):
        if not all(is_path(path, done.graph) for path in one):
            yield f"paths[{i}]: a node does not lead to the next"
    if done.direction is not None:
        yield from (f"direction.done.{trouble}" for trouble in pass_troubles(done.direction.done))


def _of_system(system: System, *graphs: Sequence[Node]) -> Iterator[str]:
    """Every quantity must be defined or an input, and have a node."""
    if not (system.outputs and system.wrt):
        yield "system: there must be an output and an input"
    names = {one.name for one in system.definitions}
    if not names >= set(system.outputs) or not names.isdisjoint(system.wrt):
        yield "system.outputs: they must be defined, and inputs must not"
    if any(not {node.name for node in nodes} >= {*system.outputs, *system.wrt} for nodes in graphs):
        yield "graph.nodes: there must be one for each input and each output"


def _of_sweep(done: Any) -> Iterator[str]:
    yield from (f"graph.{trouble}" for trouble in graph_troubles(done.graph))
    yield from _of_system(done.system, done.graph.nodes)
    if not 0 <= done.output < len(done.graph.nodes):
        yield "output: there is no such node"


def _of_training(done: Any) -> Iterator[str]:
    yield from (f"graph.{trouble}" for trouble in graph_troubles(done.graph))
    if len(done.widths) < 2 or min(done.widths) < 1 or done.loss not in LOSSES:
        yield "widths: two layers or more, with a neuron or more, and a loss that exists"
        return
    names, wrt = done.neurons, done.system.wrt
    if not set(done.activations[:-1]) <= {*ACTIVATIONS} or not set(done.activations) <= {
        *ACTIVATIONS, "softmax",
    }:  # fmt: skip
        yield "activations: there is no such activation"
    if len(done.activations) != len(names.layers):
        yield "activations: there must be one for each layer"
    ends = [names.after(0, i) for i in names.of(0)]
    ends += [names.target(i) for i in names.of(names.layers[-1])]
    if wrt != names.parameters() or not {*wrt, *ends} <= {symbol for symbol, _ in done.at}:
        yield "system.wrt: it must be the weights and biases, with a number for each in at"
    if not {node.name for node in done.graph.nodes} >= {*wrt, *_neurons(done)}:
        yield "graph.nodes: there must be one for each parameter and each neuron"
    if not {one.name.name for one in done.system.definitions} >= _ends(done):
        yield "system.definitions: the loss must be defined"
    if not set(_activated(done)) <= set(_edges(done)):
        yield "graph.into: a neuron must depend on what goes into it"
    if not set(done.drawn) <= {"weights", "input", "target"}:
        yield "drawn: there are weights, input and target"
    if done.rate is not None and (len(done.trained) != len(wrt) or len(done.losses) < 2):
        yield "trained: there must be a number for each parameter, and two losses or more"


def _ends(done: Training) -> set[str]:
    """The quantities behind the last layer."""
    return {"L", "s"} if done.activations[-1:] == ("softmax",) else {"L"}


def _activated(done: Training) -> Iterator[tuple[str, str]]:
    """What a neuron passes on, and the sum that it comes of."""
    names = done.neurons
    for layer, activation in zip(names.layers, done.activations, strict=False):
        for i in names.of(layer):
            after = "s" if activation == "softmax" else names.after(layer, i).name
            yield after, names.before(layer, i).name


def _edges(done: Training) -> Iterator[tuple[str, str]]:
    nodes = done.graph.nodes
    for into in done.graph.into:
        yield from ((nodes[e.target].name.name, nodes[e.source].name.name) for e in into)


def _neurons(done: Any) -> Iterator[Any]:
    names = done.neurons
    for layer in names.layers:
        yield from (names.before(layer, i) for i in names.of(layer))
        if done.activations[layer - 1] != "softmax":
            yield from (names.after(layer, i) for i in names.of(layer))


def _of_derivation(done: Any) -> Iterator[str]:
    """What is wrong, each with its place."""
    problem = done.problem
    if not is_name(problem.name):
        yield "problem.name: this cannot be a name"
    if not done.passes or problem.wrt != tuple(one.wrt for one in done.passes):
        yield "passes: there must be one for each variable of problem.wrt"
    for i, reading in enumerate(problem.readings):
        start, stop = reading.span
        if not 0 <= start <= stop <= len(problem.source or reading.note):
            yield f"problem.readings[{i}].span: {reading.span} is not in the source"
    yield from passes_troubles(done.passes)
    for i, route in enumerate(done.routes or ()):
        yield from (f"routes[{i}].{trouble}" for trouble in passes_troubles(route.passes))
    if done.mistake is not None and not 0 < done.mistake.step <= len(done.steps):
        yield f"mistake.step: there is no step {done.mistake.step}"
    if done.at is not None:
        yield from (f"at.{trouble}" for trouble in _at(done.at, done.passes))


def _at(at: Evaluation, passes: tuple[Pass, ...]) -> Iterator[str]:
    links = {step.number: len(step.links) for one in passes for step in one.all_steps}
    for i, values in enumerate(at.steps):
        if links.get(values.step) != len(values.links):
            yield f"steps[{i}]: step {values.step} has other links"


def _of_jacobian(done: Jacobian) -> Iterator[str]:
    yield from (f"gradient.{trouble}" for trouble in _of_gradient(done.gradient))
    if done.expansion is not None:
        yield from (f"expansion.{trouble}" for trouble in pass_troubles(done.expansion))


def _of_hessian(done: Hessian) -> Iterator[str]:
    yield from (f"gradient.{trouble}" for trouble in _of_gradient(done.gradient))
    nodes = range(len(done.gradient.graph.nodes))
    width = len(done.gradient.system.wrt)
    if len(done.seconds) < width * (width + 1) // 2:
        yield "seconds: there must be one for each pair of inputs"
    for i, second in enumerate(done.seconds):
        yield from (f"seconds[{i}].done.{trouble}" for trouble in pass_troubles(second.done))
        if len(second.terms) != len(second.counts):
            yield f"seconds[{i}].counts: there must be one for each term"
        if second.node not in nodes:
            yield f"seconds[{i}].node: there is no such node"
        if not all(_is_term(path, done.gradient.graph) for path in second.terms):
            yield f"seconds[{i}].terms: they lead along edges that do not exist"
    if done.values and len(done.values) != len(done.seconds):
        yield "values: there must be one for each of seconds"
    pairs = set(combinations_with_replacement(done.gradient.system.wrt, 2))
    if {second.by for second in done.of_output} != pairs:
        yield "seconds: there must be one for each pair of inputs"
    if done.trace is not None:
        yield from (f"trace.{trouble}" for trouble in pass_troubles(done.trace))


def _is_term(path: Path, graph: Graph) -> bool:
    """Whether a term leads from a node to one or two that it depends on, by the slots given."""
    ends = path.nodes[1:]
    return len(ends) == len(path.slots) in (1, 2) and all(
        is_edge(graph, path.nodes[0], end, slot) for end, slot in zip(ends, path.slots, strict=True)
    )


_TROUBLES: dict[type, Callable[[Any], Iterator[str]]] = {
    Derivation: _of_derivation, Gradient: _of_gradient, Sweep: _of_sweep,
    Training: _of_training,
    Hessian: _of_hessian, Jacobian: _of_jacobian,
    **CURVES,
}  # fmt: skip
