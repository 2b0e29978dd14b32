"""The walks: backwards = forwards = path by path, on a contracted graph as well."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Symbol

from chainrule.expr import add, mul, sub
from chainrule.model import Definition, Edge, Graph, System
from chainrule.network import contract, named_paths, network, opened
from chainrule.parsing import parse_tree
from chainrule.scope import substitute
from chainrule.walks import backwards, count_paths, depends, forwards, paths

X, Y = Symbol("x"), Symbol("y")


def system(outputs: str, inputs: str, **definitions: str) -> System:
    return System(
        "",
        tuple(Definition(Symbol(n), parse_tree(text)) for n, text in definitions.items()),
        tuple(map(Symbol, outputs)),
        tuple(map(Symbol, inputs)),
    )


BOOK = system("h", "xy", h="r*s + t", r="x*y", s="x + y", t="x - y")


def place(graph: Graph, name: str) -> int:
    return next(node.id for node in graph.nodes if node.name.name == name)


@st.composite
def systems(draw: Any) -> System:
    """Up to five definitions of sums, differences and products of what came before."""
    known = [X, Y]
    definitions = []
    for number in range(draw(st.integers(1, 5))):
        pick = st.sampled_from(known)
        left, right = draw(pick), draw(pick)
        body = draw(st.sampled_from((add, mul, sub)))(left, right)
        if draw(st.booleans()):
            body = add(mul(body, draw(pick)), Integer(draw(st.integers(-3, 3))))
        name = Symbol(f"q{number}")
        definitions.append(Definition(name, body))
        known.append(name)
    return System("", tuple(definitions), (known[-1],), (X, Y))


def exact(tree: Any, values: dict[Any, Fraction]) -> Fraction:
    """The value of a polynomial, by its own arithmetic."""
    if tree.is_Symbol:
        return values[tree]
    if tree.is_Integer:
        return Fraction(int(tree))
    parts = [exact(arg, values) for arg in tree.args]
    if tree.is_Pow:
        return parts[0] ** int(parts[1])
    return sum(parts, Fraction(0)) if tree.is_Add else prod(parts, start=Fraction(1))


@given(systems())
@settings(max_examples=60, deadline=None)
def test_all_walks_agree_with_a_difference_quotient(one: System) -> None:
    at = {X: Fraction(3, 2), Y: Fraction(-2, 3)}
    exprs = {each.name: each.expr for each in one.definitions}
    whole = opened(one.outputs[0], exprs)
    full = network(one)
    for graph in (full, contract(full, one)):
        letters = {node.name: exact(node.expr, at) for node in graph.nodes}
        partial = {id(e): exact(e.partial, letters) for into in graph.into for e in into}
        output = place(graph, one.outputs[0].name)

        def of(edge: Edge, partial: dict[int, Fraction] = partial) -> Fraction:
            return partial[id(edge)]

        adjoints = backwards(graph, output, Fraction(1), of, Fraction.__mul__, sum)
        for symbol in one.wrt:
            source = place(graph, symbol.name)
            slopes = forwards(graph, source, Fraction(1), of, Fraction.__mul__, sum)
            along = [prod(map(of, path)) for path in paths(graph, output, source)]
            assert len(along) == count_paths(graph, output, source)
            found = {slopes[output] or 0, adjoints[source] or 0, sum(along)}
            assert found == {derivative(whole, symbol, at)}
            assert depends(graph, source)[output] == bool(along)


def derivative(tree: Any, symbol: Any, at: dict[Any, Fraction]) -> Fraction:
    """The slope of a polynomial, from its values: exact for degrees up to 64."""
    count = 65
    values = [
        exact(tree, {**at, symbol: at[symbol] + Fraction(k, 7)}) for k in range(-count, count + 1)
    ]
    slope = Fraction(0)
    for k in range(1, count + 1):
        weight = Fraction(2 * (-1) ** (k + 1), k)
        weight *= prod(Fraction(count - j, count + 1 + j) for j in range(k))
        slope += weight * (values[count + k] - values[count - k]) / 2 * 7
    return slope


def test_a_definition_is_one_node_with_the_partials_of_its_letters() -> None:
    graph = contract(network(BOOK), BOOK)
    assert [str(node.name) for node in graph.nodes] == ["x", "y", "r", "s", "t", "h"]
    into = graph.into[place(graph, "h")]
    assert [str(edge.partial) for edge in into] == ["s", "r", "1"]
    assert [str(path.product) for path in named_paths(graph, 5, 0)] == ["s*y", "r", "1"]


def test_a_quantity_that_is_another_one_keeps_its_name() -> None:
    one = system("h", "x", h="r*s", r="x^2", s="x^2")
    graph = contract(network(one), one)
    assert [str(node.name) for node in graph.nodes] == ["x", "r", "s", "h"]
    assert count_paths(graph, 3, 0) == 2


def test_a_product_of_many_factors_costs_a_multiple_of_its_values() -> None:
    """Each prefix is a value and each suffix an adjoint: three operations a factor, not n."""
    names = [f"x{i}" for i in range(200)]
    one = System(
        "",
        (Definition(Symbol("h"), mul(*map(Symbol, names))),),
        (Symbol("h"),),
        tuple(map(Symbol, names)),
    )
    graph = network(one)
    assert sum(map(len, graph.into)) == 2 * 199


def test_the_definitions_put_in_are_the_whole() -> None:
    exprs = {each.name: each.expr for each in BOOK.definitions}
    whole = opened(Symbol("h"), exprs)
    assert whole == substitute(parse_tree("(x*y)*(x + y) + (x - y)"), {})
