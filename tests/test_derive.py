"""Steps: what they hold, and that they evaluate to the answer."""

from __future__ import annotations

import pytest
import sympy
from conftest import corpus
from sympy import Symbol

import chainrule
from chainrule.expr import build
from chainrule.scope import symbols

X = Symbol("x")


@pytest.mark.parametrize(
    ("text", "rules", "result"),
    [
        ("5", ["constant"], "0"),
        ("x", ["identity"], "1"),
        ("2x - 1", ["linear"], "2"),
        ("3x^2", ["monomial"], "6*x"),
        ("(2x-1)^3", ["power", "linear"], "6*(2*x - 1)**2"),
        ("x*exp(-x)", ["product", "exponential", "linear"], "(1 - x)*exp(-x)"),
        ("x/exp(x)", ["quotient", "exponential"], "(1 - x)/exp(x)"),
        ("x^x", ["general-power"], "x**x*(log(x) + 1)"),
        ("2^x", ["exponential-base"], "2**x*log(2)"),
        ("1/(x+1)", ["reciprocal", "linear"], "-1/(x + 1)**2"),
        ("Max(x, 0)", ["maximum"], "Piecewise((1, x > 0), (0, True))"),
        ("|x|", ["absolute-value"], "sign(x)"),
    ],
)
def test_what_was_written_decides_the_rule(text: str, rules: list[str], result: str) -> None:
    derivation = chainrule.diff(text)
    assert [step.rule for step in derivation.steps] == rules
    assert str(derivation.result) == str(chainrule.parse(result).expr)


def test_a_repeated_part_is_derived_once() -> None:
    derivation = chainrule.diff("sin(x^2) + cos(sin(x^2))")
    assert sum(str(step.expr) == "sin(x**2)" for step in derivation.steps) == 1


def test_letters_are_never_ones_that_the_user_wrote() -> None:
    derivation = chainrule.diff("sin(u*x^2)*exp(v*x)*ln(w*x)", "x")
    written = symbols(derivation.problem.expr)
    letters = {link.name for step in derivation.steps for link in step.links if link.step}
    assert letters
    assert not letters & written


def test_a_chain_keeps_its_factors_apart_until_they_are_multiplied() -> None:
    step = chainrule.diff("ln(sqrt(1+cos(x)^2))").steps[0]
    assert [str(factor) for factor in step.factors] == [
        "1/(sqrt(cos(x)**2 + 1))",
        "1/(2*sqrt(cos(x)**2 + 1))",
        "2*cos(x)",
        "-sin(x)",
    ]


def test_unknown_functions_give_primes() -> None:
    f, g = sympy.Function("f"), sympy.Function("g")
    assert chainrule.diff("f(g(x))").result.doit() == sympy.diff(f(g(X)), X).doit()


@pytest.mark.parametrize("layers", [10_000])
@pytest.mark.parametrize("kind", ["text", "tree"])
def test_ten_thousand_layers_derive_and_print_at_the_default_recursion_limit(
    kind: str, layers: int
) -> None:
    expr = "sin(" * layers + "x" + ")" * layers
    if kind == "tree":
        expr = X
        for _ in range(layers):
            expr = build(sympy.sin, (expr,))
    derivation = chainrule.diff(expr)
    assert len(derivation.steps) == layers
    assert derivation.passed
    assert "9,976 more layers" in str(derivation)


def test_a_forking_chain_has_one_node_a_value() -> None:
    expr = X
    for _ in range(500):
        expr = build(sympy.Mul, (expr, build(sympy.sin, (expr,))))
    derivation = chainrule.diff(expr, "x")
    assert len(derivation.graph.nodes) == 1001
    assert derivation.passed


def test_mixed_and_higher_derivatives() -> None:
    assert str(chainrule.diff("x^2*y^3", ("x", "y")).result) == "6*x*y**2"
    assert str(chainrule.diff("x^5", order=3).result) == "60*x**2"


EVERY_40TH = slice(3, None, 40)
SAMPLED = ["openstax", "webwork_opl", "peers", "rubi_independent", "feynman", "lample_charton"]


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sample_of_the_corpora_agrees_with_the_recorded_derivatives(name: str) -> None:
    wanted = ("derivative", "antiderivative", "numeric_only")
    cases = [c for c in corpus(name) if c["kind"] in wanted and isinstance(c["var"], str)]
    for case in cases[EVERY_40TH]:
        derivation = chainrule.diff(case["expr"], case["var"], order=case["order"])
        assert derivation.passed, case["id"]
        for point in case.get("points", ())[:1]:
            at = {Symbol(k): sympy.Rational(v) for k, v in point["at"].items()}
            expected = float(point[f"d{case['order']}"])
            found = complex(sympy.N(derivation.result.subs(at), 25))
            assert abs(found - expected) <= 1e-8 * max(1, abs(expected)), case["id"]


def test_the_derivative_under_an_integral_sign_has_its_own_steps() -> None:
    """Leibniz: the limit moves and the integrand changes, and both are derived."""
    done = chainrule.diff("Integral(exp(-x*t^2), (t, 0, sin(x)))", "x")
    (one,) = done.passes
    (inner,) = one.inner
    assert [step.rule for step in one.steps] == ["integral", "sine"]
    assert [step.rule for step in inner.steps] == ["exponential", "linear"]
    assert [step.number for step in done.steps] == [1, 2, 3, 4]
    assert str(inner.result) == "-t**2*exp(-t**2*x)"
    outside = {node.name for node in one.graph.nodes}
    assert outside & {node.name for node in inner.graph.nodes} == {Symbol("x")}


def test_a_slot_that_is_the_variable_itself_has_a_partial_of_its_own() -> None:
    """dh/dx = ∂h/∂x + ∂h/∂u · du/dx: ∂ holds u fixed, d does not."""
    formula = chainrule.diff("f(x, x^2)").steps[0].formula
    assert [str(term) for term in formula.args] == ["∂h/∂x", "∂h/∂u*du/dx"]


def test_a_line_uses_what_the_line_above_it_tidied() -> None:
    slopes = {str(step.expr): step for step in chainrule.diff("x (1 - cos x)").steps}
    assert str(slopes["-cos(x)"].result) == "sin(x)"
    assert slopes["1 - cos(x)"].raw is slopes["-cos(x)"].result


@pytest.mark.parametrize(("text", "keys"), [("-sin x", []), ("-cos x", ["constants"])])
def test_a_sign_is_collected_only_where_there_are_two(text: str, keys: list[str]) -> None:
    step = chainrule.diff(text).steps[0]
    assert [move.key for move in step.moves] == keys


@pytest.mark.parametrize("text", ["x^5 ln x", "e^x sin x", "x sin(x) + x^x", "x sqrt(x)"])
def test_letters_of_higher_derivatives_are_plain(text: str) -> None:
    for one in chainrule.diff(text, order=4).passes[1:]:
        names = [node.name.name for node in one.graph.nodes[:-1]]
        assert [name for name in names if "'" in name] == []


def test_derivatives_of_a_power_with_a_function_in_it_do_not_double() -> None:
    """x^(sin x) is multiplied out like any other factor: its whole powers meet."""
    sizes = [len(str(one.result)) for one in chainrule.diff("x^(sin x)", order=6).passes]
    assert sizes[5] < 2.5 * sizes[4] < 2.5**2 * sizes[3]
