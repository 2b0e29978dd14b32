"""Numbers at a point: what has a value is shown, and what has none, or no slope, is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import sympy as sp

import chainrule
from chainrule.comparison import compare
from chainrule.derivation import Derivation
from chainrule.explain import explain
from chainrule.render import render

HARD = {
    "piecewise(x^2 sin(1/x), x!=0; 0)": 0.0,
    "piecewise(sin(x)/x, x!=0; 1)": 0.0,
    "piecewise(sin x, x!=0; 0)": 1.0,
    "sqrt(x^4)": 0.0,
    "|x^3|": 0.0,
    "x|x|": 0.0,
    "max(x,0)^2": 0.0,
}


def page(text: str, at: str, form: str = "plain", **options: Any) -> str:
    """The whole page, its lines joined."""
    done = chainrule.diff(text, at=at, **options)
    size = {"width": 200} if form == "plain" else {}
    return " ".join(render(explain(done), form, **size).split())


def at(text: str, where: str, **options: Any) -> Any:
    """The numbers."""
    found = chainrule.diff(text, at=where, **options)
    assert found.at is not None, found.no_numbers
    assert not found.failed
    return found.at


@pytest.mark.parametrize(("text", "slope"), HARD.items())
def test_a_derivative_that_parts_do_not_have_is_found_by_difference_quotients(
    text: str, slope: float
) -> None:
    found = at(text, "x=0")
    assert found.steps[0].result == slope
    assert found.finite_difference == pytest.approx(slope, abs=1e-30)
    assert found.rates[0].slopes.exists


@pytest.mark.parametrize(
    ("text", "where", "left", "right"),
    [
        ("|x|", "x=0", "slope", "slope"),
        ("|sin x|", "x=pi", "slope", "slope"),
        ("arccos(cos x)", "x=0", "slope", "slope"),
        ("max(x, 1)", "x=1", "slope", "slope"),
        ("sqrt(x)", "x=0", "undefined", "infinite"),
        ("arcsin(x)", "x=1", "infinite", "undefined"),
        ("cbrt(x)", "x=0", "infinite", "infinite"),
        ("floor(x)", "x=2", "jump", "slope"),
        ("piecewise(1/x, x!=0; 0)", "x=0", "jump", "jump"),
        ("piecewise(x^2, x<0; x+1)", "x=0", "jump", "slope"),
    ],
)
def test_where_there_is_no_derivative_the_value_is_shown_and_no_number_is_made_up(
    text: str, where: str, left: str, right: str
) -> None:
    found = at(text, where)
    assert (found.rates[0].slopes.left, found.rates[0].slopes.right) == (left, right)
    assert (found.derivative, found.finite_difference, found.steps[0].result) == (None, None, None)
    said = page(text, where)
    assert "there is no derivative" in said
    assert ("not continuous" in said) == ("jump" in (left, right))


@pytest.mark.parametrize("text", ["sqrt(x)^2", "x^(3/2)", "x^pi", "sqrt(x)^4"])
def test_at_an_end_of_the_domain_there_is_the_slope_from_inside(text: str) -> None:
    found = at(text, "x=0")
    assert found.rates[0].slopes.left == "undefined"
    assert found.derivative == found.rates[0].slopes.above
    assert "on the right; the function is not defined to the left" in page(text, "x=0")


@pytest.mark.parametrize("text", ["x|x|", "max(x,0)^2", "sqrt(x)^2"])
def test_a_link_without_a_slope_has_no_number(text: str) -> None:
    whole, inner = at(text, "x=0").steps
    assert inner.result is None
    assert None in [link.derivative for link in whole.links]
    said = page(text, "x=0")
    assert "du/dx: no slope here" in said
    assert "a part has no slope, but difference quotients of h agree with" in said


@pytest.mark.parametrize("text", ["|x^3|", "sqrt(x^4)", "|x^2|"])
def test_an_outer_function_without_a_slope_has_no_number(text: str) -> None:
    whole, _ = at(text, "x=0").steps
    assert whole.links[0].partial is None
    assert "dh/du: no slope here dh/dx = 0" in page(text, "x=0")


@pytest.mark.parametrize(
    ("text", "where", "value", "slope"),
    [
        ("e^x", "x=-1000", sp.exp(-1000), sp.exp(-1000)),
        ("e^(-x^2)", "x=100", sp.exp(-10000), -200 * sp.exp(-10000)),
        ("e^(e^x)", "x=10", sp.exp(sp.exp(10)), sp.exp(10 + sp.exp(10))),
        ("x^1000000", "x=2", sp.Integer(2) ** 1000000, 500000 * sp.Integer(2) ** 1000000),
    ],
)
def test_numbers_that_no_float_holds_are_shown(
    text: str, where: str, value: Any, slope: Any
) -> None:
    found = at(text, where)
    assert isinstance(found.value, Decimal)
    for number, exact in ((found.value, value), (found.derivative, slope),
                          (found.finite_difference, slope)):  # fmt: skip
        assert abs(sp.Float(str(number), 30) / sp.N(exact, 30) - 1) < 1e-15
    done = chainrule.diff(text, at=where)
    assert Derivation.from_json(done.to_json()) == done


@pytest.mark.parametrize(
    ("text", "where", "slope"),
    [
        ("sin x", "x=1e20", sp.cos(10**20)),
        ("cos(x)", "x=1e300", -sp.sin(sp.Integer(10) ** 300)),
        ("1/x", "x=1e-40", -(sp.Integer(10) ** 80)),
        ("sqrt(x)", "x=1e-40", sp.Integer(10) ** 20 / 2),
        ("sin(x)/x", "x=1e-300", -1 / (3 * sp.Integer(10) ** 300)),
        ("1/(x-1)", f"x=1+1/10^{60}", -(sp.Integer(10) ** 120)),
    ],
)
def test_a_point_far_out_or_close_in_takes_more_digits(text: str, where: str, slope: Any) -> None:
    found = at(text, where)
    exact = sp.Float(slope, 30) if slope.is_Rational else sp.N(slope, 30)
    for number in (found.derivative, found.finite_difference):
        assert abs(sp.Float(str(number), 30) / exact - 1) < 1e-12


@pytest.mark.parametrize("text", ["x|x|", "max(x,0)^2", "x^3", "x^4*cos(x)", "sqrt(x^4)"])
def test_a_finite_difference_of_zero_is_zero(text: str) -> None:
    assert at(text, "x=0").finite_difference == 0


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("ln(x)", "x=-pi/2", "At x = −π/2 the function is not defined."),
        ("x + ln(x)", "x=-1", "At x = −1 the function is not defined: ln x has no real value."),
        ("a/x", "x=0, a=2", "At x = 0, a = 2 the function is not defined"),
        ("x^x", "x=0", "At x = 0 the function is not defined."),
        ("tan(x)", "x=pi/2", "At x = π/2 the function is not defined."),
        ("1/sin(x)", "x=pi", "At x = π the function is not defined."),
        ("exp(exp(x))", "x=100", "At x = 100 the numbers are too large to be shown."),
        ("sin(exp(exp(x)))", "x=100", "At x = 100 the numbers are too large to be shown."),
        ("ln(x - x)", "x=1", "At x = 1 there are no numbers, as the function is defined nowhere."),
    ],
)
def test_why_there_are_no_numbers_is_said_as_on_paper(text: str, where: str, said: str) -> None:
    done = chainrule.diff(text, "x", at=where)
    assert done.at is None
    assert not done.failed
    assert said in page(text, where, wrt="x")
    assert Derivation.from_json(done.to_json()) == done


def test_why_there_are_no_numbers_is_typeset_in_every_format() -> None:
    assert r"At $x = -\frac{\pi}{2}$" in page("ln(x)", "x=-pi/2", "markdown")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("ln(sin x)", "x=pi"), ("sqrt(sin x)", "x=pi"), ("sqrt(x^2-2)", "x=sqrt(2)"),
        ("cbrt(sin x)", "x=pi"), ("floor(sin x)", "x=pi/2"), ("sign(sin x)", "x=pi"),
        ("floor(2 sin x)", "x=pi/6"), ("piecewise(1, sin(x) > 0; x)", "x=pi"),
    ],
)  # fmt: skip
def test_what_a_rounded_point_cannot_tell_has_no_invented_numbers(text: str, where: str) -> None:
    done = chainrule.diff(text, "x", at=where)
    assert done.no_numbers is not None
    assert done.no_numbers.why == "unsteady"


@pytest.mark.parametrize("where", ["x=1,y=2", "y=2,x=1", "y=2, x=1"])
def test_the_order_of_the_coordinates_does_not_matter(where: str) -> None:
    found = at("x*y^2", where, wrt="x")
    assert (found.value, found.derivative) == (4, 4)


def test_every_derivative_of_a_higher_order_has_its_number_and_its_check() -> None:
    found = at("x^4", "x=1", order=3)
    assert [rate.derivative for rate in found.rates] == [4, 12, 24]
    assert [rate.finite_difference for rate in found.rates] == pytest.approx([4, 12, 24])
    said = page("x^4", "x=1", order=3)
    assert "h″(1) = 12 finite difference 12.0000000 h‴(1) = 24" in said


def test_after_a_derivative_that_there_is_not_there_is_none() -> None:
    found = at("|x|", "x=0", order=2)
    assert [rate.derivative for rate in found.rates] == [None, None]


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("x=1e400", "At x = 1 · 10⁴⁰⁰"),
        ("x=1.123456789012345678", "At x ≈ 1.12345678901"),
        ("x=1/3", "At x = 1/3"),
        ("x=-12345678901234567890", "At x ≈ −1.23456789012 · 10¹⁹"),
    ],
)
def test_long_numbers_of_a_point_are_rounded_on_a_page(where: str, shown: str) -> None:
    assert shown in page("x", where)


def test_a_table_names_only_letters_that_the_page_introduced() -> None:
    said = page("ln(sqrt(1+cos(x)^2))", "x=1")
    assert "v₁" not in said
    assert "v = 1 + w² ≈ 1.29193" in said


def test_a_mistake_is_refuted_at_the_point_that_was_asked_for() -> None:
    done = compare(chainrule.diff("(2x-1)^3", at="x=5"))
    assert done.mistake is not None
    assert done.mistake.at == ((sp.Symbol("x"), sp.Integer(5)),)


@pytest.mark.parametrize("point", ["x=-2", "x=-1"])
def test_a_point_that_the_domain_leaves_out_has_no_numbers(point: str) -> None:
    """(−2)^(−2) is 1/4, but xˣ is a function of positive x."""
    done = chainrule.diff("x^x", at=point)
    assert done.at is None
    assert done.no_numbers is not None
    assert done.no_numbers.why == "undefined"


def test_numbers_of_any_size_are_shown() -> None:
    assert "10⁶⁰⁰⁰⁰⁰⁰" in str(chainrule.diff("x^x", at="x=1e6"))


def test_a_constant_has_no_table_of_numbers() -> None:
    assert "At" not in str(chainrule.diff("5", "x", at="x=1"))


@pytest.mark.parametrize(
    ("text", "point", "shown"),
    [
        ("tanh(1000x)", "x=1", "h = tanh u ≈ 1 "),
        ("tanh(x)", "x=20", "h = tanh x ≈ 1"),
        ("1/(1+e^(-x))", "x=40", "h = 1/u ≈ 1.00000"),
    ],
)
def test_what_is_rounded_to_one_is_not_one(text: str, point: str, shown: str) -> None:
    assert shown in str(chainrule.diff(text, at=point))


def test_what_no_finite_difference_sees_is_said() -> None:
    page = " ".join(str(chainrule.diff("tanh(1000x)", at="x=1")).split())
    assert "too small for a finite" in page
