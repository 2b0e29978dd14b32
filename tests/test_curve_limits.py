"""Curves and compositions: work is bounded, letters are kept apart, and every line is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sympy import Integer

import chainrule
from chainrule.model import Check, Move
from chainrule.readers.compose import _lines
from chainrule.readers.curve_checks import check_implicit, check_lines
from chainrule.readers.track_points import check_track

LARGE: list[Callable[[], Any]] = [
    lambda: chainrule.compose("x^x", "x^x", at="x=9"),
    lambda: chainrule.compose("x+1", "10^x", at="x=10^9"),
    lambda: chainrule.parametric("t", "9^t", at="t=10^9"),
    lambda: chainrule.inverse("9^x", at="x=10^9"),
    lambda: chainrule.inverse("x^x", at="x=10^9"),
    lambda: chainrule.parametric("t^3000", "(t+1)^3000"),
    lambda: chainrule.parametric("t^300", "(t^2+t+1)^300", order=2),
    lambda: chainrule.implicit("(x+1)^500 + y^500 = 1", order=2),
]


@pytest.mark.parametrize("number", range(len(LARGE)))
def test_large_numbers_and_degrees_are_no_large_work(number: int) -> None:
    try:
        found = LARGE[number]()
    except chainrule.InputError as refusal:
        found = refusal
    assert "too large" in str(found) or not getattr(found, "failed", True)


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        (("f(x) = a*x", "g(a) = a^2"), "a is a constant of f and the variable of g"),
        (("f(a) = a^2", "g(x) = a*x"), "a is a constant of g and the variable of f"),
        (
            ("f(x) = x + 1", "g(t) = x*t", "h(x) = x^2"),
            "x is a constant of g and the variable of f",
        ),
    ],
)
def test_a_constant_of_one_function_is_no_variable_of_another(
    functions: tuple[str, ...], said: str
) -> None:
    with pytest.raises(chainrule.InputError, match=said):
        chainrule.compose(*functions)


def test_the_same_variable_in_every_function_is_no_trouble() -> None:
    done = chainrule.compose("f(x) = a*x", "g(x) = a*x + 1")
    assert str(done.result[0]) == "a*(a*x + 1)"


FIVE, MOVES = Integer(5), (Move("several", Integer(5)),)


def failed(checks: tuple[Check, ...]) -> list[str]:
    """The names of the checks that failed."""
    return [check.name for check in checks if check.outcome == "failed"]


@pytest.mark.parametrize("planted", [{"raw": FIVE}, {"moves": MOVES}])
def test_a_planted_line_of_the_algebra_fails(planted: dict[str, Any]) -> None:
    curve = chainrule.implicit("x^2 + y^2 = 25", order=2)
    assert curve.second is not None
    wrong = replace(curve, slopes=(replace(curve.slopes[0], **planted),))
    assert failed(check_implicit(wrong)) == ["lines"]
    wrong = replace(curve, second=replace(curve.second, **planted))
    assert failed(check_implicit(wrong)) == ["lines"]
    track = chainrule.parametric("t^2", "t^3", order=2)
    assert track.second is not None
    assert failed(check_track(replace(track, first=replace(track.first, **planted)))) == ["lines"]
    assert failed(check_track(replace(track, second=replace(track.second, **planted)))) == ["lines"]


def test_a_planted_last_line_fails() -> None:
    curve = chainrule.implicit("x^2 + y^2 = 25", order=2)
    assert curve.second is not None
    wrong = replace(curve, second=replace(curve.second, on_curve=FIVE))
    assert failed(check_implicit(wrong)) == ["slope"]
    both = chainrule.compose("x^3", "2x - 1")
    assert failed(check_lines([_lines(replace(both.reverse, moves=MOVES))])) == ["lines"]


@pytest.mark.parametrize("unit", ["1", "10^10"])
def test_a_planted_slope_fails_in_every_unit(unit: str) -> None:
    track = chainrule.parametric(f"{unit}*t", "t^2")
    wrong = replace(track.first, result=3 * track.first.result)
    assert "slope" in failed(check_track(replace(track, first=wrong)))


@pytest.mark.parametrize("f", ["abs(x)", "abs(x)/10^40", "x + abs(x)", "max(x, 0)"])
def test_an_inverse_has_no_slope_at_a_kink(f: str) -> None:
    with pytest.raises(chainrule.InputError, match="no slope at x = 0"):
        chainrule.inverse(f, at="x=0")


def test_a_point_that_is_not_compared_is_not_said_to_be() -> None:
    assert [check.name for check in chainrule.inverse("x^2", at="x=0").checks] == ["steps", "slope"]


@pytest.mark.parametrize(
    ("vector", "said"),
    [
        ("ln(6)-ln(2)-ln(3),0", "a direction of length 0 is none"),
        ("sqrt(8)-2*sqrt(2),ln(1)", "a direction of length 0 is none"),
        ("1/0,1", "real numbers"),
        ("sqrt(-1),3", "real numbers"),
        ("0,0", "a direction of length 0 is none"),
    ],
)
def test_a_direction_is_of_real_numbers_and_some_length(vector: str, said: str) -> None:
    with pytest.raises(chainrule.InputError, match=said):
        chainrule.grad("f = x*y", direction=vector)
