"""What is true of a curve is true of it in other units: sizes alone make no slope 0, no corner
smooth, no point lie on a curve, and no answer a traceback."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Integer, sqrt

import chainrule

UNITS = [f"10^({n})" for n in (-40, -12, 0, 12, 40)]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    ("equation", "at", "kind"),
    [
        ("y = x^2", "x=1,y=1", "slope"),
        ("x^2 + y^2 = 25", "x=3,y=4", "slope"),
        ("x^2 + y^2 = 25", "x=5,y=0", "vertical"),
        ("x^2 + y^2 = 1", "x=sqrt(2)/2,y=-sqrt(2)/2", "slope"),
        ("y^2 = x^3", "x=0,y=0", "singular"),
        ("y = |x|", "x=0,y=0", "corner"),
        ("y = |x|^3", "x=0,y=0", "slope"),
        ("cos(y) = x", "x=-1,y=pi", "vertical"),
    ],
)
def test_the_kind_of_a_point_does_not_depend_on_units(
    equation: str, at: str, kind: str, unit: str
) -> None:
    left, right = equation.split("=")
    done = chainrule.implicit(f"{unit}*({left}) = {unit}*({right})", "y", "x", at=at)
    assert done.at is not None
    assert (done.at.kind, done.passed) == (kind, True)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("y", "lies"), [("1", True), ("1.0000000001", True), ("2", False)])
def test_whether_a_point_lies_on_a_curve_does_not_depend_on_units(
    y: str, lies: bool, unit: str
) -> None:
    text = f"{unit}*y = {unit}*x^2"
    if lies:
        assert chainrule.implicit(text, "y", at=f"x=1,y={y}").passed
    else:
        with pytest.raises(chainrule.InputError, match="does not lie on the curve"):
            chainrule.implicit(text, "y", at=f"x=1,y={y}")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    ("x", "y", "at", "kind"),
    [
        ("t", "t^2", "t=0", "slope"),
        ("cos(t)", "sin(t)", "t=0", "vertical"),
        ("cos(t)", "sin(t)", "t=pi", "vertical"),
        ("t^2", "t^3", "t=0", "cusp"),
        ("t^3", "t^6", "t=0", "passes"),
        ("t^2", "t^4", "t=0", "returns"),
        ("|t|", "t^2", "t=0", "corner"),
    ],
)
def test_what_a_curve_does_does_not_depend_on_units(
    x: str, y: str, at: str, kind: str, unit: str
) -> None:
    done = chainrule.parametric(f"{unit}*({x})", f"{unit}*({y})", "t", at=at)
    assert done.at is not None
    assert (done.at.kind, done.passed) == (kind, True)


@pytest.mark.parametrize("unit", [*range(-40, 41, 20)])
@pytest.mark.parametrize(
    ("f", "at", "slope"),
    [("x", "x=1", 1), ("x^3 + x", "x=1", 4), ("x^2", "x=0", 0), ("cos(x)", "x=pi", 0)],
)
def test_the_slope_of_an_inverse_is_in_its_units(f: str, at: str, slope: float, unit: int) -> None:
    done = chainrule.inverse(f"10^({unit})*({f})", at=at)
    (point,) = done.points
    assert point.slope == pytest.approx(slope * 10.0**unit)
    assert point.inverse == (None if not slope else pytest.approx(10.0**-unit / slope))
    assert point.finite_difference == (None if not slope else pytest.approx(10.0**-unit / slope))
    assert done.passed


@pytest.mark.parametrize("f", ["x^3", "(x - 1)^3", "(x^2 - 2)^3", "(x - pi)^5"])
def test_a_place_that_a_search_finds_may_have_the_slope_0(f: str) -> None:
    assert {point.inverse for point in chainrule.inverse(f, at="y=0").points} == {None}


@pytest.mark.parametrize(
    ("x", "y", "kind"),
    [
        ("sin(t)", "sin(t)^2", "returns"),
        ("cos(t)", "cos(2t)", "returns"),
        ("(t + t^2)^2", "(t + t^2)^4", "returns"),
        ("t^2 + t^3", "sin(t^2 + t^3)", "returns"),
        ("t^4", "t^2", "returns"),
        ("3", "t^2", "vertical"),
        ("t^2", "t^4 + t^5", "cusp"),
        ("t^4 + t^5", "t^2", "cusp"),
        ("t^2 + t^3", "t^2", "cusp"),
        ("cos(t)^3", "sin(t)^3", "cusp"),
    ],
)
def test_a_curve_that_goes_back_on_itself_has_no_cusp(x: str, y: str, kind: str) -> None:
    if kind == "vertical":
        with pytest.raises(chainrule.InputError, match="the curve is vertical"):
            chainrule.parametric(x, y)
        return
    done = chainrule.parametric(x, y, at="t=pi/2" if x == "sin(t)" else "t=0")
    assert done.at is not None
    assert done.at.kind == kind
    assert {kind} <= set(done.kinds)


@pytest.mark.parametrize(("x", "y"), [("|t|", "t^2"), ("t^2", "|t|"), ("t", "|t|")])
def test_a_rate_is_not_0_where_there_is_none(x: str, y: str) -> None:
    done = chainrule.parametric(x, y)
    assert (done.upright.conditions, done.level.conditions) == ((), ())


HUGE = "u = 10^200*b; b = 10^200*x; v = 10^200*d; d = 10^200*sin(x)"


@pytest.mark.parametrize("last", ["u - v", "u + v", "0*u + v", "u*0 - v"])
def test_what_is_too_large_for_floats_is_said(last: str) -> None:
    text, at = f"f = {last}; {HUGE}", "x=10^(-300)"
    with pytest.raises(chainrule.InputError, match="too large"):
        chainrule.backprop(text, at=at)
    why = chainrule.grad(text, at=at).no_numbers
    assert why is not None
    assert why.why == "too large"


@pytest.mark.parametrize(
    ("vector", "length"),
    [
        ((3, 4), 5),
        ((3 * 10**200, 4 * 10**200), 5 * 10**200),
        ((10**17 + 1, 0), 10**17 + 1),
        ((10**200, 1), sqrt(Integer(10) ** 400 + 1)),
        ((1, 1), sqrt(2)),
    ],
)
def test_a_direction_may_be_of_any_length(vector: tuple[int, int], length: Any) -> None:
    direction = chainrule.grad("f = x*y", direction=vector).direction
    assert direction is not None
    assert length == direction.length
