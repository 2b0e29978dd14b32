"""What a page says: where the answer holds, and nothing that is not so."""

from __future__ import annotations

import pytest

import chainrule


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ln(x)", "Defined for x > 0."),
        ("|x|", "The derivative holds for x ≠ 0."),
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
