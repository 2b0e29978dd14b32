"""One symbolic walk finds every derivative, and what they share is there once."""

from __future__ import annotations

import pytest
from sympy import Symbol, sin

from chainrule.errors import InputError
from chainrule.expr import add, build, walk
from chainrule.network import network
from chainrule.numeric import slope_at
from chainrule.parsing import parse_point, parse_system
from chainrule.readers.swept import derivatives, derivatives_of

SYSTEMS = [
    ("f = x*y*z", "x=2,y=3,z=5"),
    ("f = q^2/r; q = sin(x*y); r = x + q", "x=1,y=2"),
    ("L = (y - t)^2/2; y = tanh(w*x + b)", "w=0.5,x=2,b=-1,t=1"),
    ("f = max(x*y, x)*c; c = 2*pi", "x=1,y=2"),
    ("f = x; g = x*y", "x=1,y=2"),
]


@pytest.mark.parametrize(("text", "at"), SYSTEMS)
def test_derivatives_are_the_slopes(text: str, at: str) -> None:
    system = parse_system(text)
    graph = network(system)
    names = {symbol.name: value for symbol, value in parse_point(at).items()}
    point = {symbol: names[symbol.name] for symbol in system.wrt}
    place = {node.name: node for node in graph.nodes}
    node = place[system.outputs[0]]
    for symbol, found in zip(system.wrt, derivatives_of(graph, node.id), strict=True):
        # the slope of f and the value of f′, which is the slope of y·f′ by another variable
        other = Symbol("other")
        value = slope_at(add(found * other), point | {other: point[symbol]}, other)
        assert slope_at(node.expr, point, symbol).above == pytest.approx(value.above)


@pytest.mark.parametrize("count", [10, 100, 1_000])
def test_all_derivatives_together_are_as_large_as_the_graph(count: int) -> None:
    found = derivatives("f = " + "*".join(f"x_{i}" for i in range(count)))
    assert len(found) == count
    nodes = {id(node) for one in found for node in walk(one)}
    assert len(nodes) < 6 * count


def test_a_deep_chain_has_a_derivative() -> None:
    tree = Symbol("x")
    for _ in range(10_000):
        tree = build(sin, (tree,))
    (found,) = derivatives(tree)
    assert sum(1 for _ in walk(found)) < 50_000


def test_several_outputs_are_refused() -> None:
    with pytest.raises(InputError, match="one quantity"):
        derivatives("u = x*y; v = x + y", of=("u", "v"))
