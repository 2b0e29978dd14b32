"""What a page says: where the answer holds, and nothing that is not so."""

from __future__ import annotations

import pytest

import chainrule


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
