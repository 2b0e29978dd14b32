"""What a page says: where the answer holds, and nothing that is not so."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.explain import explain
from chainrule.render import render


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ln(x)", "Defined for x > 0."),
        ("|x|", "No derivative at x = 0."),
        ("ln(-x^2)", "Defined for no real x."),
        ("x^(4/2)", "holds for every real x"),
        ("e^x", "e is Euler's number"),
        ("a*x^2", "a is held fixed."),
    ],
)
def test_a_page_says(text: str, said: str) -> None:
    assert said in str(chainrule.diff(text))


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("gamma(x)", "every real x"),
        (r"\int_0^x \sqrt{t} dt", "every real x"),
        ("piecewise(ln(x), x>1; x)", "Defined for x > 0"),
        ("Integral(sin(t^2), (t, 0, x^2))", "held fixed"),
    ],
)
def test_a_page_does_not_say(text: str, unsaid: str) -> None:
    assert unsaid not in str(chainrule.diff(text))


def test_pieces_that_are_constant_have_slope_zero() -> None:
    assert str(chainrule.diff("Piecewise((1, x > 0), (2, True))").steps[0].rule) == "piecewise"


FULL = [
    (
        "(2x-1)^3",
        "that you would do on a calculator is raising to the power $3$",
    ),
    ("(2x-1)^3", r"\left. 3u^{2} \right\rvert_{u = 2x - 1}"),
    ("(2x-1)^3", "At $x = 1$ that is $3$, but the slope is $6$ (a finite difference)."),
    ("x^x", "neither the power rule nor the exponential rule applies"),
    ("x^x", "Another way: logarithmic differentiation"),
    ("ln(sqrt(1+cos(x)^2))", "Another way: the laws of logarithms"),
    ("ln(sqrt(1+cos(x)^2))", "both ways agree"),
    ("x*exp(-x)", "it is written as a product, so there is no need for the quotient rule"),
    ("2^x", "the power rule does not apply"),
    ("5sin(x)", "the product rule is not needed"),
    ("sin(x)^2", "it is a power of a sine, not the sine of a power"),
]


@pytest.mark.parametrize(("text", "said"), FULL)
def test_full_detail_says(text: str, said: str) -> None:
    derivation = chainrule.diff(text)
    assert said in derivation.to_markdown(detail="full")


def test_only_the_choice_of_a_route_is_explained_without_being_asked() -> None:
    assert "neither the power rule" in str(chainrule.diff("x^x"))
    assert "product rule is not needed" not in str(chainrule.diff("5sin(x)"))


def test_a_derivation_too_deep_to_write_out_is_not_compared() -> None:
    derivation = chainrule.compare(chainrule.diff("sin(" * 300 + "x" + ")" * 300))
    assert (derivation.routes, derivation.mistake) == ((), None)
    assert "more layers" in derivation.to_markdown(detail="full")


@pytest.mark.parametrize("style", ["link", "straight", "leibniz"])
@pytest.mark.parametrize("detail", ["brief", "normal", "full"])
@pytest.mark.parametrize("form", ["to_latex", "to_markdown"])
def test_every_style_ends_with_the_answer(style: str, detail: str, form: str) -> None:
    derivation = chainrule.diff("sin(x^2)*exp(3x)")
    page = getattr(derivation, form)(style=style, detail=detail)
    assert r"e^{3x}(2x \cos(x^{2}) + 3 \sin(x^{2}))" in page


def test_an_unknown_style_is_refused_by_name() -> None:
    with pytest.raises(chainrule.ChainRuleError, match="unknown style 'prose'"):
        chainrule.diff("x").to_latex(style="prose")


LEIBNIZ = [
    (
        "Integral(sin(x*t)/t, (t, x, x^2))",
        "sin(x u)/u · du/dx − sin(x·x)/x + Integral(cos(t x), (t, x, u))",
        "a term for the upper limit x², the lower limit x and what changes under the integral sign",
    ),
    (
        "Integral(f(t), (t, sin(x), x^2))",
        "f(u) · du/dx − f(v) · dv/dx",
        "a term for the upper limit x² and the lower limit sin x",
    ),
    (
        "Integral(f(t), (t, 2x, x))",
        "f(x) − f(u) · du/dx",
        "a term for the upper limit x and the lower limit 2x",
    ),
]


@pytest.mark.parametrize(("text", "formula", "terms"), LEIBNIZ)
def test_the_rule_of_leibniz_has_a_term_each(text: str, formula: str, terms: str) -> None:
    derivation = chainrule.diff(text, "x")
    page = " ".join(str(derivation).split())
    assert f"dh/dx = {formula} with" in page
    assert terms in page
    assert derivation.passed


@pytest.mark.parametrize(
    "text",
    ["f(x, x, x^2)", "Integral(f(x*t), (t, x, x^2))", "Integral(f(x, t), (t, x^3, x))"],
)
def test_no_partial_is_named_twice_in_a_formula(text: str) -> None:
    for step in chainrule.diff(text, "x").steps:
        named = [str(term) for term in step.formula.args if term.func.__name__ == "Partial"]
        assert len(named) == len(set(named))


SEVERAL = [
    ("x^2*y", ("x", "y"), "holds for every real x and y"),
    ("x^2*y*z", ("x", "y", "z"), "holds for every real x, y and z"),
    ("x^2*y", ("y", "y"), "holds for every real y"),
]


@pytest.mark.parametrize(("text", "wrt", "said"), SEVERAL)
def test_every_variable_is_named_for_whose_values_it_holds(
    text: str, wrt: tuple[str, ...], said: str
) -> None:
    assert " ".join(str(chainrule.diff(text, wrt)).split()).endswith(said)


ORDERS = [
    ("x^2*|x|", 3, "there is no derivative of order 3: difference quotients of h″(x)"),
    ("|x|", 1, "there is no derivative: difference quotients of h "),
    ("|x|^3", 3, "No derivative of order 3 at x = 0."),
    ("|x|", 2, "No derivative at x = 0."),
]


@pytest.mark.parametrize(("text", "order", "said"), ORDERS)
def test_which_derivative_is_missing_is_said(text: str, order: int, said: str) -> None:
    assert said in " ".join(str(chainrule.diff(text, order=order, at="x=0")).split())


MISTAKES = [
    ("x^x", "The answer would be x x^(x − 1) = xˣ At x = 2"),
    ("sin(x)^2", "The answer would be cos(x²) · 2x^(2 − 1) = 2x cos(x²) At x = 1"),
    ("(2x-1)^3", "The answer would be 3(2x − 1)² At x = 1"),
    ("x^2 e^(-x) sin x", "That would be (−x) e^(−x − 1) · (−1) and the answer would be"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_shown_as_it_is_written_then_what_comes_of_it(text: str, said: str) -> None:
    derivation = chainrule.compare(chainrule.diff(text))
    page = " ".join(render(explain(derivation, detail="full"), "plain").split())
    assert said in page
    assert derivation.mistake is not None
    assert f"({derivation.mistake.id})" not in page
    assert derivation.mistake.id in derivation.to_json()
