"""Parametric curves and inverse functions: slopes, special points, pages, and planted errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import mpmath
import pytest
import sympy
from sympy import Symbol, cos, sin

import chainrule
from chainrule.answer import Answer
from chainrule.explain import explain
from chainrule.parsing import parse_tree
from chainrule.readers.inverse import _along as inverse_along
from chainrule.readers.inverse import _points_check
from chainrule.readers.track_points import check_track
from chainrule.render import render
from chainrule.tracks import Inverse, Parametric

T, X = Symbol("t"), Symbol("x")


def page(done: Answer) -> str:
    """The page for a terminal, in one line."""
    return " ".join(render(explain(done), "terminal", width=100).split())


# x, y, dy/dx, d²y/dx²
CURVES = [
    ("cos(t)", "sin(t)", "-cos(t)/sin(t)", "-1/sin(t)**3"),
    ("t^2", "t^3", "3*t/2", "3/(4*t)"),
    ("t - sin(t)", "1 - cos(t)", "sin(t)/(1 - cos(t))", "-1/(1 - cos(t))**2"),
    ("t^2", "t^3 - 3t", "3*(t**2 - 1)/(2*t)", "3*(t**2 + 1)/(4*t**3)"),
    ("e^t", "t e^(-t)", "(1 - t)*exp(-2*t)", "(2*t - 3)*exp(-3*t)"),
    ("cos^3 t", "sin^3 t", "-sin(t)/cos(t)", "1/(3*cos(t)**4*sin(t))"),
    ("2t + 1", "t^2", "t", "1/2"),
    ("a cos(t)", "b sin(t)", "-b*cos(t)/(a*sin(t))", "-b/(a**2*sin(t)**3)"),
]


@pytest.mark.parametrize(("x", "y", "slope", "second"), CURVES)
def test_slopes_of_curves(x: str, y: str, slope: str, second: str) -> None:
    done = chainrule.parametric(x, y, order=2)
    assert done.passed
    for found, expected in ((done.first.result, slope), (done.result, second)):
        at = {symbol: 0.37 + n for n, symbol in enumerate(sorted(map(Symbol, "abt"), key=str))}
        ours = sympy.N(found.subs(at))
        assert mpmath.almosteq(ours, sympy.N(parse_tree(expected).subs(at)), 1e-9)


@pytest.mark.parametrize(
    ("x", "y", "at", "words"),
    [
        (
            "cos(t)",
            "sin(t)",
            None,
            "dx/dt = 0 at t = kπ, for every integer k: the tangent is vertical.",
        ),
        ("cos(t)", "sin(t)", "t=0", "Vertical tangent: x = 1."),
        ("cos(t)", "sin(t)", "t=pi/2", "Horizontal tangent: y = 1."),
        ("cos(t)", "sin(t)", "t=pi/4", "Tangent: y = √2/2 − (x − √2/2)."),
        ("t^2", "t^3", None, "dx/dt = 0 at t = 0: the curve stops and turns back, in a cusp."),
        ("t^2", "t^3", "t=0", "The tangent that the points beside it approach is horizontal."),
        ("t^3", "t^2", "t=0", "The tangent that the points beside it approach is vertical."),
        ("t^2", "t^2 + t^3", "t=0", "has slope ≈ 1.00000."),
        ("t^3", "t^6", "t=0", "the curve stops and goes on in the same direction."),
        (
            "t - sin(t)",
            "1 - cos(t)",
            None,
            "2kπ, for every integer k: the curve stops and turns back",
        ),
        ("t^2", "t^3 - 3t", None, "dy/dt = 0 at t = −1 and t = 1: the tangent is horizontal."),
        ("t", "abs(t)", "t=0", "A coordinate has a corner there"),
        ("t^2", "t*abs(t)", "t=0", "Both rates are 0, and the points beside do not tell"),
        ("sqrt(t)", "t", None, "Defined for t ≥ 0."),
        ("t^2", "2t", None, "Solve for dy/dx."),
    ],
)
def test_the_page_of_a_curve_says(x: str, y: str, at: str | None, words: str) -> None:
    assert words in page(chainrule.parametric(x, y, at=at))


def test_the_parameter_is_the_one_that_is_asked_for_or_usual() -> None:
    assert chainrule.parametric("x^2", "x^3").wrt == X
    assert chainrule.parametric("cos(theta)", "k*theta").wrt == Symbol("theta")
    assert chainrule.parametric(cos(T), sin(T), T).wrt == T
    assert chainrule.parametric("x = s^2", "y = s^3").wrt == Symbol("s")


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: chainrule.parametric("5", "t"), "the curve is vertical"),
    (lambda: chainrule.parametric("5", "3"), "nothing varies"),
    (lambda: chainrule.parametric("x + y", "x*y"), "not clear which letter is the parameter"),
    (lambda: chainrule.parametric("t", "ln(t)", at="t=-1"), "no point there"),
    (lambda: chainrule.parametric("a t", "t^2", at="t=1"), "needs a value of a"),
    (lambda: chainrule.parametric("t", "t^2", order=3), "the order is 1 or 2"),
    (lambda: chainrule.parametric("t", "t +"), "nothing to add"),
    (lambda: chainrule.parametric("f(t)", "t", at="t=1"), "f is an unknown function"),
    (lambda: chainrule.inverse("f(x)", at="x=1"), "f is an unknown function"),
    (lambda: chainrule.inverse("5", "x"), "a constant has no inverse"),
    (lambda: chainrule.inverse("x^2", at="y=-1"), "no x was found"),
    (lambda: chainrule.inverse("a x", at="y=1"), "needs a value of a"),
    (lambda: chainrule.inverse("x^3", at="x=1, y=2"), "y is 1 at this point, not 2"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED, ids=lambda part: str(part)[:30])
def test_what_cannot_be_answered_is_refused_in_words(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(chainrule.InputError) as refusal:
        call()
    assert message in str(refusal.value)


# f, the point, x, (f⁻¹)′
INVERSES = [
    ("x^3 + x", "y=2", "1", "1/4"),
    ("e^x", "y=1", "0", "1"),
    ("x^5 + 2x", "y=3", "1", "1/7"),
    ("2x + 1", "y=0", "-1/2", "1/2"),
    ("tan(x)", "x=pi/4", "pi/4", "1/2"),
    ("ln(x)", "x=1", "1", "1"),
    ("x + sin(x)", "y=0", "0", "1/2"),
]


@pytest.mark.parametrize(("f", "at", "x", "slope"), INVERSES)
def test_the_slope_of_an_inverse_is_one_over_the_slope(f: str, at: str, x: str, slope: str) -> None:
    done = chainrule.inverse(f, at=at)
    (one,) = [p for p in done.points if p.exact is not None and str(p.exact) == x]
    assert str(one.exact_inverse) == slope
    assert done.passed


def test_a_value_that_is_taken_often_has_a_branch_for_each_place() -> None:
    done = chainrule.inverse("sin(x)", at="y=1/2")
    assert [round(one.place, 3) for one in done.points] == sorted(
        round(one.place, 3) for one in done.points
    )
    assert len({one.inverse and round(one.inverse, 6) for one in done.points}) == 2
    assert "has this value more than once" in page(done)


@pytest.mark.parametrize(
    ("f", "at", "words"),
    [
        ("x^3 + x", "y=2", "The inverse undoes the function: f⁻¹(f(x)) = x."),
        ("x^3 + x", "y=2", "(f⁻¹)′(2) = 1/4 = 0.25 by solving 0.250000000"),
        ("x^5 + x", "y=1", "x ≈ 0.754878"),
        ("x^2", "x=0", "There f′(x) = 0: the tangent of f is horizontal"),
        ("x^2", None, "This derivation holds for x ≠ 0."),
    ],
)
def test_the_page_of_an_inverse_says(f: str, at: str | None, words: str) -> None:
    assert words in page(chainrule.inverse(f, at=at))


def test_planted_errors_are_seen() -> None:
    done = chainrule.parametric("cos(t)", "sin(t)", at="t=pi/4", order=2)
    assert done.at is not None
    assert done.second is not None
    wrong = [
        replace(done, first=replace(done.first, result=cos(T) / sin(T))),
        replace(done, second=replace(done.second, result=1 / sin(T) ** 3)),
        replace(done, at=replace(done.at, slopes=(1.0, done.at.slopes[1]))),
        replace(done, passes=(replace(done.passes[0], result=sin(T)), *done.passes[1:])),
    ]
    assert [any(c.outcome == "failed" for c in check_track(one)) for one in wrong] == [True] * 4
    turned = chainrule.inverse("x^3 + x", at="y=2")
    bad = replace(turned, inverse=replace(turned.inverse, result=3 * X**2 + 1))
    assert inverse_along(bad).outcome == "failed"
    point = replace(turned.points[0], inverse=4.0)
    assert _points_check(replace(turned, points=(point,)))[0].outcome == "failed"


def test_json_brings_back_equal_answers() -> None:
    curve = chainrule.parametric("t - sin(t)", "1 - cos(t)", at="t=pi/2", order=2)
    assert Parametric.from_json(curve.to_json()) == curve
    stop = chainrule.parametric("t^2", "t^3", at="t=0")
    assert Parametric.from_json(stop.to_json()) == stop
    turned = chainrule.inverse("x^3 + x", at="y=2")
    assert Inverse.from_json(turned.to_json()) == turned
    assert str(Inverse.from_json(turned.to_json())) == str(turned)


@pytest.mark.parametrize(
    ("f", "value", "places"),
    [("(x-1)^2+3", 3, [1]), ("x^3-3x", 2, [-1, 2]), ("x^4", 0, [0]), ("1-(x+2)^4", 1, [-2])],
)
def test_a_value_that_is_touched_is_found(f: str, value: int, places: list[float]) -> None:
    done = chainrule.inverse(f, at=f"y={value}")
    assert [one.place for one in done.points] == pytest.approx(places)


@pytest.mark.parametrize("t", ["10^-30", "10^-60", "10^-3", "2"])
@pytest.mark.parametrize(("x", "y"), [("t^2", "t^3"), ("cos t", "sin t")])
def test_steps_shrink_with_the_parameter(x: str, y: str, t: str) -> None:
    assert chainrule.parametric(x, y, at=f"t={t}", order=2).passed


def test_the_rules_of_the_second_derivative_are_shown() -> None:
    said = page(chainrule.parametric("t - sin t", "1 - cos t", order=2))
    assert "Quotient rule" in said
    assert "Use the Pythagorean identity" in said
