"""Numbers of Python, of NumPy and of SymPy are the same numbers, wherever one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from sympy import Float, Integer, Matrix, Rational

import chainrule

np = pytest.importorskip("numpy")

HALVES = [1.5, np.float64(1.5), np.float32(1.5), Fraction(3, 2), Rational(3, 2), Float(1.5), "1.5"]
TWOS = [2, 2.0, np.int64(2), np.uint8(2), np.float64(2), Integer(2)]


@pytest.mark.parametrize("number", [*HALVES, *TWOS], ids=lambda one: f"{type(one).__name__}-{one}")
def test_every_kind_of_number_is_read(number: Any) -> None:
    value = float(number if not isinstance(number, Rational) else number.p / number.q)
    system = chainrule.grad("f = x^2*y", at={"x": number, "y": number}, direction=(number, 1))
    assert system.at is not None
    assert system.at.values[-1] == pytest.approx(value**3)
    assert system.direction is not None
    trained = chainrule.train(
        "1-1", activation="identity", inputs=[number], targets=[number],
        weights={"W1": [[number]], "b1": [number]},
    )  # fmt: skip
    assert trained.value == pytest.approx(value**4)
    curve = chainrule.implicit("y = 2x", at={"x": number, "y": 2 * value})
    assert curve.at is not None


@pytest.mark.parametrize("kind", [list, tuple, np.array, Matrix], ids=lambda one: one.__name__)
def test_weights_are_lists_or_arrays(kind: Callable[[Any], Any]) -> None:
    weights = {"W1": kind([[1, 2], [3, 4]]), "b1": [5, 6]}
    done = chainrule.train("2-2", activation="identity", weights=weights)
    assert [float(value) for _, value in done.at[:6]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("number", [1e-4, 1.23456e-9, 5e-300, 1e22, -1e-7, 0.1])
def test_no_digit_of_a_weight_is_lost(number: float) -> None:
    done = chainrule.train("1-1", activation="identity", weights={"W1": [[number]], "b1": [0]})
    assert float(done.at[0][1]) == number


ONE = {"W1": [[1]], "b1": [0]}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rate": "abc"}, "a learning rate is a number above 0"),
    ({"rate": [1]}, "a learning rate is a number above 0"),
    ({"rate": True}, "a learning rate is a number above 0"),
    ({"rate": float("nan")}, "a learning rate is a number above 0"),
    ({"rate": 10**400}, "a learning rate is a number above 0"),
    ({"rate": 0.1, "epochs": 1.5}, "the number of epochs is from 1 to 100,000"),
    ({"rate": 0.1, "epochs": "3"}, "the number of epochs is from 1 to 100,000"),
    ({"rate": 0.1, "epochs": 0}, "the number of epochs is from 1 to 100,000"),
    ({"inputs": 5}, "the inputs are a list or text"),
    ({"targets": 5}, "the targets are a list or text"),
    ({"activation": 5}, "the activations are a list or text"),
    ({"weights": {**ONE, "W1": 5}}, "W1 must be a 1×1 matrix"),
    ({"weights": {**ONE, "W1": [[True]]}}, "must be a number, not true"),
    ({"weights": {**ONE, "W1": [[float("nan")]]}}, "must be a number"),
    ({"weights": '{"W1": [[1]], "W1": [[2]], "b1": [0]}'}, "the weights have 'W1' twice"),
]


@pytest.mark.parametrize(("given", "message"), REFUSED, ids=lambda part: str(part)[:40])
def test_what_is_no_such_number_is_refused_in_words(given: dict[str, Any], message: str) -> None:
    with pytest.raises(chainrule.InputError) as refusal:
        chainrule.train("1-1", **given)
    assert message in str(refusal.value)
