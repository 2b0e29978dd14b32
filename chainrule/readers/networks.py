"""The widths of a network, its activations and its loss → a system of scalar definitions.

    z1_1 = W1_11*x_1 + W1_12*x_2 + b1_1;  a1_1 = tanh(z1_1);  …;  L = (t_1 - a2_1)^2

So a network is a system like any other: one graph, one backward walk, no second engine. Its inputs
in the sense of a system are the weights and biases; x and t are held fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sympy import Integer, Symbol, exp, log

from chainrule.activations import ACTIVATIONS
from chainrule.expr import ONE, TWO, Tree, add, build, div, mul, power, sub
from chainrule.model import Definition, System
from chainrule.parsing import parse_tree
from chainrule.scope import substitute
from chainrule.training import Neurons

__all__ = ["LOSS", "network_system"]

LOSS = Symbol("L")
LOG_SUM = Symbol("s")
Z = Symbol("z")


def network_system(widths: Sequence[int], activations: Sequence[str], loss: str) -> System:
    """The definitions of a network, the loss first.

    Softmax and cross entropy are one definition, L = Σ tᵢ(s − zᵢ) with s = ln Σ exp zⱼ: the same
    as −Σ tᵢ ln pᵢ, without a quotient of huge numbers; pᵢ is ∂s/∂zᵢ. For one output it is
    L = s − t·z with s = ln(1 + exp z), the cross entropy of a sigmoid.

    >>> system = network_system((1, 1), ("tanh",), "half-squared-error")
    >>> [f"{one.name} = {one.expr}" for one in system.definitions]
    ['L = (-a1_1 + t_1)**2/2', 'z1_1 = W1_11*x_1 + b1_1', 'a1_1 = tanh(z1_1)']
    """
    names = Neurons(tuple(widths))
    definitions = [*_loss(names, loss)]
    for layer in names.layers:
        definitions += _layer(names, layer, activations[layer - 1])
    return System("", tuple(definitions), (LOSS,), names.parameters())


def _layer(names: Neurons, layer: int, activation: str) -> Iterator[Definition]:
    """z = W·a + b and a = φ(z), for every neuron; nothing follows z where the loss takes it."""
    for i, row in zip(names.of(layer), names.weights(layer), strict=True):
        below = [names.after(layer - 1, j) for j in names.of(layer - 1)]
        terms = [mul(weight, value) for weight, value in zip(row, below, strict=True)]
        before = names.before(layer, i)
        yield Definition(before, add(*terms, names.bias(layer, i)))
        if activation in ACTIVATIONS:
            form = parse_tree(ACTIVATIONS[activation].form)
            yield Definition(names.after(layer, i), substitute(form, {Z: before}))


def _loss(names: Neurons, loss: str) -> Iterator[Definition]:
    last = names.layers[-1]
    targets = [names.target(i) for i in names.of(last)]
    if loss != "cross-entropy":
        outputs = [names.after(last, i) for i in names.of(last)]
        errors = (sub(t, a) for t, a in zip(targets, outputs, strict=True))
        whole = add(*(power(error, TWO) for error in errors))
        by = TWO if loss == "half-squared-error" else Integer(len(targets))
        yield Definition(LOSS, whole if by is ONE else div(whole, by))
        return
    sums = [names.before(last, i) for i in names.of(last)]
    if len(sums) == 1:
        yield Definition(LOSS, sub(LOG_SUM, mul(targets[0], sums[0])))
    else:
        terms = (mul(t, sub(LOG_SUM, z)) for t, z in zip(targets, sums, strict=True))
        yield Definition(LOSS, add(*terms))
    yield Definition(LOG_SUM, _log_sum(sums))


def _log_sum(sums: Iterable[Symbol]) -> Tree:
    """ln(exp z₁ + exp z₂ + …), or ln(1 + exp z)."""
    powers = [build(exp, (z,)) for z in sums]
    return build(log, (add(*([ONE] if len(powers) == 1 else []), *powers),))
