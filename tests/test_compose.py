"""Compositions: both orders, the cascade of values, what fits, and whether the order matters."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sympy import Symbol, exp, sin

import chainrule
from chainrule.composition import Composition
from chainrule.explain import explain
from chainrule.parsing.mapping import parse_function
from chainrule.readers.compose import _check
from chainrule.render import render

X = Symbol("x")
G, F = "g(r,s,t) = r*s + t", "f(x,y) = (x*y, x+y, x-y)"


def page(done: Composition) -> str:
    """The page for a terminal, in one line."""
    return " ".join(render(explain(done), "terminal", width=100).split())


# the functions, outermost first, both compositions as written, and what the order does
ORDERS = [
    (("x^3", "2x-1"), "(2*x - 1)**3", "2*x**3 - 1", "differ"),
    (("sin x", "x^2", "x+1"), "sin((x + 1)**2)", "sin(x)**2 + 1", "differ"),
    (("x^2", "x^3"), "(x**3)**2", "(x**2)**3", "equal"),
    (("x+1", "x+2"), "(x + 2) + 1", "(x + 1) + 2", "equal"),
    (("2x", "5x"), "2*(5*x)", "5*(2*x)", "equal"),
    (("sqrt(x)", "x^2"), "sqrt(x**2)", "(sqrt(x))**2", "differ"),
    (("ln(x)", "-x^2"), "log(-x**2)", "-log(x)**2", "differ"),
    (("g(t) = t^2", "f(s) = s + 1"), "(s + 1)**2", "t**2 + 1", "differ"),
    (("ln(x)", "x"), "log(x)", "log(x)", "equal"),
    (("1/x", "1/x"), "1/(1/x)", "1/(1/x)", "equal"),
    (("sin(x)^2", "1 - cos(x)^2 + 0*x"), None, None, "equal"),
    (("abs(x)", "sqrt(x^2)"), None, None, "agree"),
    (("ln(-x^2)", "ln(-1-x^2)"), None, None, "unknown"),
    (("f(x)", "x^2"), "f(x**2)", "f(x)**2", "symbolic"),
    ((G, F), "(x*y)*(x + y) + (x - y)", None, "undefined"),
]


@pytest.mark.parametrize(("functions", "given", "other", "orders"), ORDERS)
def test_both_orders(
    functions: tuple[str, ...], given: str | None, other: str | None, orders: str
) -> None:
    done = chainrule.compose(*functions)
    assert done.orders == orders
    if given is not None:
        assert ", ".join(map(str, done.result)) == given
    if other is not None:
        assert ", ".join(map(str, done.reverse.values)) == other


@pytest.mark.parametrize(
    ("functions", "at", "words"),
    [
        (("x^3", "2x-1"), "x=5", "x = 5 → f(5) = 9 → g(9) = 729"),
        (("x^3", "2x-1"), "x=5", "The order matters: 729 ≠ 249."),
        (("x^3", "2x-1"), "x=1", "Both orders agree here, by chance: they do not everywhere."),
        (("x^3", "2x-1"), None, "(g(f(x)))′ = g′(f(x)) · f′(x)"),
        (("sin x", "x^2", "x+1"), None, "h′(g(f(x))) · g′(f(x)) · f′(x)"),
        (("sin x", "x^2"), "x=3", "f(3) = 9 → g(9) = sin 9 ≈ 0.412118"),
        (("x^2", "x^3"), None, "here the order does not matter"),
        (("ln(x)", "-x^2"), "x=1", "x = 1 → f(1) = −1 → g(−1) has no value."),
        (("ln(x)", "-x^2"), "x=1", "g(f(x)): defined for no real x."),
        (("sqrt(x)", "x^2"), None, "The order matters: only g(f(x)) has a value there."),
        ((G, F), "x=1,y=2", "f(1, 2) = (2, 3, −1) → g(2, 3, −1) = 5"),
        ((G, F), None, "f(g(r, s, t)) is not defined: g gives 1 value, and f takes 2."),
        (("f(x,y)=(y,x)", "g(x,y)=(x+y,x-y)"), None, "The order matters: (−1, 5) ≠ (5, 1)."),
        (("f(u,v)=u*v", "g(x)=(x, x+1)"), None, "they cannot be equal"),
    ],
)
def test_the_page_says(functions: tuple[str, ...], at: str | None, words: str) -> None:
    assert words in page(chainrule.compose(*functions, at=at))


REFUSED = [
    (("x^2",), None, "needs two functions"),
    ((F, G), None, "these do not fit: f takes 2, g gives 1"),
    (("x*y", "x"), None, "say it: f(x, y) = …"),
    (("sin x", "cos(x"), None, "never closed"),
    (("f(x,y) = (x*y, x+)", "x"), None, "nothing to add"),
    (("f(x,x) = x", "x"), None, "named twice"),
    (("a x", "x^2"), "a=1", "needs a value of x"),
    (("f(x)", "x^2"), "x=1", "f is an unknown function"),
    (("x^3", "2x"), "z=1", "'z' does not occur"),
]


@pytest.mark.parametrize(("functions", "at", "message"), REFUSED)
def test_what_cannot_be_composed_is_refused_in_words(
    functions: tuple[str, ...], at: str | None, message: str
) -> None:
    with pytest.raises(chainrule.InputError) as refusal:
        chainrule.compose(*functions, at=at)
    assert message in str(refusal.value)


def test_a_mistake_in_one_of_several_values_is_shown_at_its_place() -> None:
    with pytest.raises(chainrule.InputError) as refusal:
        parse_function("f(x, y) = (x*y, sinn(x))")
    assert refusal.value.source == "f(x, y) = (x*y, sinn(x))"
    assert refusal.value.source[slice(*refusal.value.span)] == "sinn"


@pytest.mark.parametrize(
    ("text", "name", "parameters", "values"),
    [
        ("2x-1", "", "x", ["2*x - 1"]),
        ("f(t) = t^2", "f", "t", ["t**2"]),
        ("y = x^2", "y", "x", ["x**2"]),
        ("(x+1)(x-1)", "", "x", ["(x - 1)*(x + 1)"]),
        ("f(x,y) = (x, (y+1)*2)", "f", "x y", ["x", "(y + 1)*2"]),
        ("a x^2", "", "x", ["a*x**2"]),
        ("5", "", "x", ["5"]),
    ],
)
def test_functions_are_read(text: str, name: str, parameters: str, values: list[str]) -> None:
    found, symbols, problems = parse_function(text)
    assert (found, " ".join(map(str, symbols))) == (name, parameters)
    assert [str(problem.expr) for problem in problems] == values


def test_sympy_expressions_are_composed_too() -> None:
    assert str(chainrule.compose(sin(X), exp(X)).result[0]) == "sin(exp(x))"


def test_a_planted_error_is_seen() -> None:
    done = chainrule.compose("x^3", "2x-1")
    wrong = replace(done, given=replace(done.given, values=(2 * X**3 - 1,)))
    assert _check(wrong).outcome == "failed"
    assert done.passed


@pytest.mark.parametrize(
    "functions", [("x^3", "2x-1"), (G, F), ("sin x", "x^2"), ("ln(x)", "-x^2")]
)
def test_json_brings_back_an_equal_answer(functions: tuple[str, ...]) -> None:
    done = chainrule.compose(*functions)
    again = Composition.from_json(done.to_json())
    assert again == done
    assert str(again) == str(done)


@pytest.mark.parametrize(
    ("place", "bad", "message"),
    [
        (("given", "order"), [0, 0], "it must number the functions"),
        (("reverse", "misfit"), 7, "there is no such place"),
        (("given", "cascade", "floats"), [[1.0]], "as many as in given.cascade.stages"),
        (("functions", 0, "values"), [], "each has a variable and a value"),
    ],
)
def test_a_corrupt_document_is_refused(place: tuple[Any, ...], bad: Any, message: str) -> None:
    changed = json.loads(chainrule.compose("x^3", "2x-1", at="x=5").to_json())
    holder = changed["composition"]
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = bad
    with pytest.raises(chainrule.LoadError) as refusal:
        Composition.from_json(json.dumps(changed))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("functions", "at", "words"),
    [
        (("f(x)", "g(x)"), None, "In f(g(x)) first g is applied, then f"),
        (("f(x)", "g(x)", "x^2"), None, "f(g(h(x))) = f(g(x²))"),
        (("sin", "x^2"), None, "sin(x²)"),
        (("x^2", "sqrt"), None, "(√x)²"),
        (("a*x", "x+b"), "x=2", "x = 2 → f(2) = 2 + b → g(2 + b) = a(2 + b)"),
        (("a*x", "x+b"), "x=2,a=3", "x = 2 → g(2) = 6 → f(6) = 6 + b"),
    ],
)
def test_names_and_letters_of_the_user_are_kept(
    functions: tuple[str, ...], at: str | None, words: str
) -> None:
    done = chainrule.compose(*functions, at=at)
    assert words in page(done)
    assert done.outcome == "checked" or done.passed
