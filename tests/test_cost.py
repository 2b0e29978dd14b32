"""Operations are counted as generated code does them, and the gradient costs few of them."""

from __future__ import annotations

import ast

import pytest
from test_codegen import SYSTEMS

from chainrule.codegen import source
from chainrule.codegen.cost import cost
from chainrule.network import network
from chainrule.parsing import parse_system

OTHERWISE = ("Piecewise", "root", "max", "acot", "sign")  # written in several ways
COUNTED = [text for text, _ in SYSTEMS if not any(word in text for word in OTHERWISE)]


@pytest.mark.parametrize("text", COUNTED)
def test_operations_are_counted_as_the_code_does_them(text: str) -> None:
    system = parse_system(text)
    graph = network(system)
    found = cost(graph, len(graph.nodes) - 1)
    assert found.values + found.reverse == counted(source(graph, system, "numpy"))


def counted(code: str) -> int:
    """The operations in the text of a NumPy module, by Python's own parser."""
    body = next(n for n in ast.parse(code).body if isinstance(n, ast.FunctionDef)).body
    lines = [n for n in body if not isinstance(n, ast.Return)]
    total = 0
    for node in (node for line in lines for node in ast.walk(line)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            total += node.func.attr not in ("asarray", "where", "zeros", "shape")
        elif isinstance(node, ast.BinOp):
            numbers = isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)
            total += not numbers  # 1/3 is a number
        elif isinstance(node, ast.UnaryOp):
            total += not isinstance(node.operand, ast.Constant)
        elif isinstance(node, ast.Compare):
            total += 1
    return total


WAYS = [
    ("f = (x + y)*z", (2, 2, 3, 3, 3)),
    ("h = r*s + t; r = x*y; s = x + y; t = x - y", (6, 9, 11, 11, 6)),
    ("f = sin(sin(sin(x)))", (3, 6, 6, 6, 1)),
    ("f = x/y", (1, 3, 4, 3, 2)),
]


@pytest.mark.parametrize(("text", "counts"), WAYS)
def test_every_way_to_the_gradient_is_counted(text: str, counts: tuple[int, ...]) -> None:
    graph = network(parse_system(text))
    assert cost(graph, len(graph.nodes) - 1) == counts


UNARY = (
    "-u", "3*u", "u + 1", "1 - u", "u/3", "1/u", "u*u", "u^2", "u^3", "u^-2", "sqrt(u)", "u^1.5",
    "exp(u)", "2^u", "ln(u)", "log(u, 2)", "sin(u)", "cos(u)", "tan(u)", "sec(u)", "csc(u)",
    "cot(u)", "asin(u)", "acos(u)", "atan(u)", "asec(u)", "acsc(u)", "acot(u)", "sinh(u)",
    "cosh(u)", "tanh(u)", "sech(u)", "csch(u)", "coth(u)", "asinh(u)", "acosh(u)", "atanh(u)",
    "asech(u)", "acsch(u)", "acoth(u)", "abs(u)", "u/(1 + u)", "1/(1 + exp(-u))", "ln(1 + exp(u))",
)  # fmt: skip
JOINS = ("h = a", "h = a + b", "h = a - b", "h = a*b", "h = a/b", "h = a*b*a/b*x", "h = x/a/b*y")


@pytest.mark.parametrize("one", UNARY)
@pytest.mark.parametrize("join", JOINS)
def test_value_and_gradient_cost_at_most_five_times_the_value(one: str, join: str) -> None:
    chain = [one.replace("u", inner) for inner in ("p", "q", "x")]
    other = [one.replace("u", inner) for inner in ("r", "s", "y")]
    names = zip(("a", "p", "q", "b", "r", "s"), (*chain, *other), strict=True)
    system = parse_system("; ".join((join, *(f"{name} = {text}" for name, text in names))))
    graph = network(system)
    assert cost(graph, len(graph.nodes) - 1).ratio <= 5


def test_a_product_of_many_factors_costs_a_small_multiple() -> None:
    names = "*".join(f"x_{i}" for i in range(1, 101))
    graph = network(parse_system(f"f = {names}"))
    found = cost(graph, len(graph.nodes) - 1)
    assert (found.values, found.reverse, found.paths) == (99, 198, 100)
    assert found.forward > 20 * found.reverse
