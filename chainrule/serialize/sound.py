"""What no type says of a derivation: numbers that refer to each other, and ids that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chainrule.activations import ACTIVATIONS, LOSSES
from chainrule.answer import Answer
from chainrule.derivation import Derivation
from chainrule.errors import LoadError
from chainrule.gradient import Gradient
from chainrule.matrices import Hessian, Jacobian
from chainrule.model import Evaluation, Pass
from chainrule.reverse import Sweep
from chainrule.serialize.sound_curves import CURVES
from chainrule.serialize.sound_passes import graph_troubles, pass_troubles, passes_troubles
from chainrule.training import Training

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
        yield from (f"{name}.{trouble}" for trouble in graph_troubles(getattr(done, name)))
    yield from passes_troubles(done.passes)
    for i, one in enumerate(done.paths):
        if any(not 0 <= node < len(done.graph.nodes) for path in one for node in path.nodes):
            yield f"paths[{i}]: a node does not exist"
    if done.at is not None and len(done.at.values) != len(done.graph.nodes):
        yield "at.values: there must be one for each node"


def _of_sweep(done: Any) -> Iterator[str]:
    yield from (f"graph.{trouble}" for trouble in graph_troubles(done.graph))
    size = len(done.graph.nodes)
    if not 0 <= done.output < size or len(done.adjoints) != size or len(done.at.values) != size:
        yield "adjoints: there must be one for each node"
    if [len(into) for into in done.graph.into] != [len(one) for one in done.at.partials]:
        yield "at.partials: there must be one for each edge"


def _of_training(done: Any) -> Iterator[str]:
    yield from (f"graph.{trouble}" for trouble in graph_troubles(done.graph))
    if len(done.widths) < 2 or min(done.widths) < 1 or done.loss not in LOSSES:
        yield "widths: two layers or more, with a neuron or more, and a loss that exists"
        return
    names, size, wrt = done.neurons, len(done.graph.nodes), done.system.wrt
    if not set(done.activations) <= {*ACTIVATIONS, "softmax"}:
        yield "activations: there is no such activation"
    if len(done.activations) != len(names.layers):
        yield "activations: there must be one for each layer"
    ends = [names.after(0, i) for i in names.of(0)]
    ends += [names.target(i) for i in names.of(names.layers[-1])]
    if wrt != names.parameters() or not {*wrt, *ends} <= {symbol for symbol, _ in done.at}:
        yield "system.wrt: it must be the weights and biases, with a number for each in at"
    if not {node.name for node in done.graph.nodes} >= {*wrt, *_neurons(done)}:
        yield "graph.nodes: there must be one for each parameter and each neuron"
    if not size == len(done.values) == len(done.adjoints):
        yield "adjoints: there must be one for each node"
    if [len(into) for into in done.graph.into] != [len(one) for one in done.partials]:
        yield "partials: there must be one for each edge"
    if len(done.finite_differences) != len(wrt):
        yield "finite_differences: there must be one for each parameter"
    if done.rate is not None and (len(done.trained) != len(wrt) or len(done.losses) < 2):
        yield "trained: there must be a number for each parameter, and two losses or more"


def _neurons(done: Any) -> Iterator[Any]:
    names = done.neurons
    for layer in names.layers:
        yield from (names.before(layer, i) for i in names.of(layer))
        if done.activations[layer - 1] != "softmax":
            yield from (names.after(layer, i) for i in names.of(layer))


def _of_derivation(done: Any) -> Iterator[str]:
    """What is wrong, each with its place."""
    problem = done.problem
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
        if any(node not in nodes for path in second.terms for node in path.nodes):
            yield f"seconds[{i}].terms: they lead to nodes that do not exist"
    if len(done.values) != len(done.differences):
        yield "differences: there must be one for each value"


_TROUBLES: dict[type, Callable[[Any], Iterator[str]]] = {
    Derivation: _of_derivation, Gradient: _of_gradient, Sweep: _of_sweep,
    Training: _of_training,
    Hessian: _of_hessian, Jacobian: _of_jacobian,
    **CURVES,
}  # fmt: skip
