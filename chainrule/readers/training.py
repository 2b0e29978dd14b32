"""``train``: a network and its weights → every value, every error signal, the gradient of the loss
by every weight and bias, and what a step of gradient descent does.

The numbers are those of the graph of the network's definitions (networks.py): a forward pass and
one backward walk, as for any system. The graph is the one of the named quantities, so that its
nodes are the neurons; no part of exp(1000) is ever a float.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Piecewise, Rational, Symbol

from chainrule.errors import InputError
from chainrule.evaluation import NodeValues
from chainrule.expr import ONE, ZERO, Decimal, Tree
from chainrule.model import Graph
from chainrule.network import contract, network
from chainrule.numeric import number, placed
from chainrule.readers.networks import network_system
from chainrule.readers.settings import activations_of, entries, numbers_of, widths_of
from chainrule.training import Neurons, Training
from chainrule.verify.on_graph import adjoints_of, values_at
from chainrule.verify.on_network import check_training, differences

__all__ = ["train"]

MOST_STEPS = 200_000
"""Of epochs, times weights and biases."""
COMPARED = 60
"""Of more parameters than these, so many are compared with finite differences."""
MORE_BITS = (0, 2_000, 8_000)
"""ln(1 + e^−1000) takes 1,443 bits before it is more than 0."""
PREC = 80

Point = dict[Symbol, Tree]


def train(
    widths: str | Sequence[int],
    *,
    activation: str | Sequence[str] = "tanh",
    loss: str = "mse",
    weights: str | Mapping[str, Any] | None = None,
    seed: int | None = None,
    inputs: str | Sequence[Any] | None = None,
    targets: str | Sequence[Any] | None = None,
    rate: float | None = None,
    epochs: int = 1,
) -> Training:
    """The gradient of the loss of a network by every weight and bias, in one backward sweep.

    ``widths`` are the neurons in each layer, ``"2-3-1"``; ``activation`` is one for all layers or
    one for each: identity, tanh, sigmoid, relu, softplus, or softmax for the last; ``loss`` is mse,
    half-squared-error or cross-entropy (of softmax, or of a sigmoid if there is one output).
    ``weights`` are ``{"W1": [[…], …], "b1": […], …}``, or JSON of that; what is not given is
    drawn with ``seed`` (0) by ``random.Random``, to two decimals. With a learning ``rate``, so
    many ``epochs`` of gradient descent follow.

    Raises InputError for what does not fit together, saying which entry.

    >>> done = train("1-1", activation="identity", inputs=[2], targets=[1],
    ...              weights={"W1": [[3]], "b1": [0]})
    >>> done.value, done.gradient
    (25.0, (20.0, 10.0))
    """
    shape = widths_of(widths)
    layers = activations_of(activation, len(shape) - 1, loss)
    descent = _descent(rate, epochs, len(Neurons(shape).parameters()))
    at, drawn = _point(Neurons(shape), loss, weights, inputs, targets, seed or 0)
    if seed is not None and not drawn:
        raise InputError("every number is given: there is nothing for a seed to draw")
    system = network_system(shape, layers, loss)
    graph = contract(network(system), system)
    bits, found = _numbers(graph, at)
    done = Training(
        shape, layers, loss, seed or 0, drawn, system, graph, tuple(at.items()),
        found.values, found.partials, _adjoints(graph, found), (),
    )  # fmt: skip
    done = _checked(done, at, bits)
    return done if descent is None else _descended(done, at, *descent)


def _descent(rate: Any, epochs: Any, parameters: int) -> tuple[float, int] | None:
    """The learning rate and the number of epochs, None without a rate."""
    most = MOST_STEPS // parameters
    try:
        count = operator.index(epochs)
    except TypeError:
        count = 0
    if not 0 < count <= most:
        raise InputError(f"the number of epochs is from 1 to {most:,} for this network")
    if rate is None:
        return None
    try:
        found = 0.0 if isinstance(rate, bool) else float(rate)
    except (TypeError, ValueError, OverflowError):
        found = 0.0
    if not 0 < found < float("inf"):
        raise InputError("a learning rate is a number above 0")
    return found, count


def _checked(done: Training, at: Point, bits: int) -> Training:
    """With finite differences, and what they say."""
    wrt, gradient = done.system.wrt, done.gradient
    chosen = [wrt[i] for i in _sample(gradient)]
    found = differences(done.graph, len(done.graph.nodes) - 1, chosen, at, bits)
    beside = dict(zip(chosen, found, strict=True))
    kinks = [symbol for symbol in chosen if beside[symbol] is None]
    every = tuple(beside.get(symbol) for symbol in wrt)
    checks = check_training(gradient, every, kinks)
    return replace(done, finite_differences=every, checks=checks)


def _point(
    names: Neurons, loss: str, weights: Any, inputs: Any, targets: Any, seed: int
) -> tuple[Point, tuple[str, ...]]:
    """A number for every weight, bias, input and target; and which of them were drawn."""
    draw = random.Random(seed)  # noqa: S311  # for teaching, and the same everywhere
    ends = names.of(0), names.of(names.layers[-1])
    xs, ts = [names.after(0, i) for i in ends[0]], [names.target(i) for i in ends[1]]
    at = {symbol: _drawn(draw, -1) for symbol in (*names.parameters(), *xs)}
    at |= {symbol: _drawn(draw, 0) for symbol in ts}
    if loss == "cross-entropy":  # the first class is the right one
        at |= {symbol: ZERO if i else ONE for i, symbol in enumerate(ts)}
    if weights is not None:
        at |= entries(weights, names)
    if inputs is not None:
        at |= dict(zip(xs, numbers_of(inputs, "input", len(xs)), strict=True))
    if targets is not None:
        at |= dict(zip(ts, numbers_of(targets, "target", len(ts)), strict=True))
    if loss == "cross-entropy":
        _require_shares([_float(at[symbol], str(symbol)) for symbol in ts])
    given = {"weights": weights, "input": inputs, "target": targets}
    return at, tuple(name for name, value in given.items() if value is None)


def _drawn(draw: random.Random, least: int) -> Tree:
    """A number with two decimals between ``least`` and 1; as simple as it can be read."""
    text = f"{draw.uniform(least, 1):.2f}"
    return Decimal("0.00" if text == "-0.00" else text)


def _require_shares(targets: list[float]) -> None:
    """The targets of cross entropy are the shares of the classes."""
    if any(not 0 <= one <= 1 for one in targets):
        raise InputError("with cross entropy a target lies between 0 and 1")
    if len(targets) > 1 and abs(sum(targets) - 1) > 1e-9:
        raise InputError("with cross entropy the targets add up to 1", hint="for example 1,0")


def _float(value: Tree, name: str) -> float:
    raw = placed({Symbol(name): value}, PREC)[Symbol(name)]
    if raw is None:
        raise InputError(f"the value of {name} must be a real number")
    return float(number(raw))


def _numbers(graph: Graph, at: Point) -> tuple[int, NodeValues]:
    """The numbers on the graph, with as many bits as they take."""
    for bits in MORE_BITS:
        found = values_at(_without_kinks(graph, at, bits), [], at, bits)
        if isinstance(found, NodeValues):
            return bits, found
        if found.why == "too large":
            message = "the numbers of this network are too large"
            raise InputError(message, hint="smaller weights or inputs")
    message = "the digits do not settle what the values of this network are"
    raise InputError(message, hint="smaller weights or inputs")


def _without_kinks(graph: Graph, at: Point, bits: int) -> Graph:
    """The graph with the slope 0 of relu where its argument is 0: by the table that is its slope
    too, but 0.3·0.7 − 0.21 is only 0 as far as it is computed, and might be more."""
    kinked = [any(isinstance(edge.partial, Piecewise) for edge in into) for into in graph.into]
    if not any(kinked):
        return graph
    values = values_at(replace(graph, into=tuple(() for _ in graph.into)), [], at, bits)
    if not isinstance(values, NodeValues):
        return graph
    into = list(graph.into)
    for node in (node for node, kink in enumerate(kinked) if kink):
        into[node] = tuple(
            edge if values.values[edge.source] else replace(edge, partial=ZERO)
            for edge in into[node]
        )
    return replace(graph, into=tuple(into))


def _adjoints(graph: Graph, found: NodeValues) -> tuple[float, ...]:
    adjoints = adjoints_of(graph, len(graph.nodes) - 1, found.partials)
    return tuple(0.0 if adjoint is None else adjoint for adjoint in adjoints)


def _sample(gradient: Sequence[float]) -> list[int]:
    """The parameters that are compared with finite differences: all; or the largest slopes, and
    some that are evenly spread."""
    size = len(gradient)
    if size <= COMPARED:
        return list(range(size))
    largest = sorted(range(size), key=lambda i: -abs(gradient[i]))[: COMPARED // 3]
    spread = [i * (size - 1) // (COMPARED - 1) for i in range(COMPARED)]
    return sorted(list(dict.fromkeys(largest + spread))[:COMPARED])


def _descended(done: Training, at: Point, rate: float, epochs: int) -> Training:
    """The same after some epochs of gradient descent: w ← w − η ∂L/∂w."""
    wrt = done.system.wrt
    place = {node.name: node.id for node in done.graph.nodes}
    values = [done.values[place[symbol]] for symbol in wrt]
    gradient, losses = done.gradient, [done.value]
    for epoch in range(1, epochs + 1):
        values = [value - rate * slope for value, slope in zip(values, gradient, strict=True)]
        try:
            moved = {w: Rational(*v.as_integer_ratio()) for w, v in zip(wrt, values, strict=True)}
            _, found = _numbers(done.graph, at | moved)
        except (InputError, OverflowError):
            raise InputError(
                f"gradient descent leaves every bound in epoch {epoch}", hint="a smaller rate"
            ) from None
        adjoints = _adjoints(done.graph, found)
        gradient = tuple(adjoints[place[symbol]] for symbol in wrt)
        losses.append(found.values[-1])
    return replace(done, rate=rate, losses=tuple(losses), trained=tuple(values))
