"""What is typed or pasted in ways of its own: signs that nobody sees, letters for functions."""

from __future__ import annotations

import pytest
from sympy import Symbol, oo
from sympy.core.function import AppliedUndef

from chainrule.expr import Tree
from chainrule.parsing import parse

x = Symbol("x")

UNSEEN = [
    ("cos\u2061(3x)", "cos(3x)"),
    ("f\u2061(x)", "f(x)"),
    ("sin\u2061x cos\u2061x", "sin x cos x"),
    ("2\u2062x", "2*x"),
    ("max(x\u2063 2)", "max(x, 2)"),
    ("1\u20641/2", "1 + 1/2"),
    ("si\u00adn(x)", "sin(x)"),
    ("\ufeffx\u200b^2\u200e", "x^2"),
]


@pytest.mark.parametrize(("text", "seen"), UNSEEN)
def test_signs_that_nobody_sees_mean_nothing_or_an_operation(text: str, seen: str) -> None:
    assert parse(seen).expr == parse(text).expr


UNKNOWN_BY_COMMA = [
    ("F(x, y)", "F"),
    ("x*C(n, k)", "C"),
    ("F(g(x), 3)", "F"),
    ("u(x, y)^2", "u"),
    ("φ(x, y)", "phi"),
    (r"F\left(x, y\right)", "F"),
]


@pytest.mark.parametrize(("text", "name"), UNKNOWN_BY_COMMA)
def test_a_letter_before_brackets_with_a_comma_is_an_unknown_function(text: str, name: str) -> None:
    applied = parse(text, wrt="x").expr.atoms(AppliedUndef)
    assert name in {one.func.__name__ for one in applied}


LOGARITHMS = [
    ("log(x, 10)", "log(x, 10) is the logarithm to base 10"),
    ("log_2(x)", "log_2(x) is the logarithm to base 2"),
    ("log(x, a)", "log(x, a) is the logarithm to base a"),
]


@pytest.mark.parametrize(("text", "note"), LOGARITHMS)
def test_the_note_on_a_logarithm_names_its_base(text: str, note: str) -> None:
    assert note in [reading.note for reading in parse(text).readings]


GLUED = [
    ("e^xsinx", "e^xsinx is e^x sin x"),
    ("e^sinx", "e^sinx is e^sin x"),
    ("2**xlnx", "2**xlnx is 2**x ln x"),
    ("xsinx", "xsinx is x sin x"),
    ("senx", "senx is sen x"),
]


@pytest.mark.parametrize(("text", "note"), GLUED)
def test_the_note_on_a_glued_function_says_what_is_in_the_exponent(text: str, note: str) -> None:
    assert note in [reading.note for reading in parse(text).readings]


def test_a_comma_in_front_of_a_condition_of_latex_cases_says_nothing() -> None:
    plain = r"\begin{cases} x^2 & x < 0 \\ x^3 & x \ge 0 \end{cases}"
    assert parse(plain).expr == parse(plain.replace(" &", ", &")).expr


@pytest.mark.parametrize("name", ["align", "align*", "aligned"])
def test_an_aligned_definition_is_read(name: str) -> None:
    problem = parse(rf"\begin{{{name}}} y &= x^2. \end{{{name}}}")
    assert (problem.name, problem.expr) == ("y", parse("x^2").expr)


def test_free_fall_is_a_function_of_time() -> None:
    assert parse(r"v_0 t - \frac{1}{2} g t^2").wrt == (Symbol("t"),)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Integral(exp(-t^2), (t, -oo, x))", (-oo, x)),
        (r"\int_{x}^{\infty} e^{-t^2} dt", (x, oo)),
        (r"\int_{-\infty}^{x} e^{-t^2} dt", (-oo, x)),
    ],
)
def test_a_limit_of_an_integral_may_be_infinite(text: str, ends: tuple[Tree, Tree]) -> None:
    assert ends == tuple(end.doit() for end in parse(text).expr.args[1][1:])
