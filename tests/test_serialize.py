"""JSON: out and back, equal, without evaluating anything."""

from __future__ import annotations

import json

import pytest

import chainrule

EXPRESSIONS = [
    "(2x-1)^3",
    "0.5*x^2 + 1/3",
    "f(g(x))",
    "g(x, x^2)",
    "Piecewise((x^2, x < 0), (sin(x), True))",
    "Integral(sin(t^2), (t, 0, x^2))",
    "Max(x, 0)*cbrt(x)",
    "e^(pi*x)",
    "besselj(2, x)",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_a_derivation_comes_back_equal(text: str) -> None:
    derivation = chainrule.diff(text, "x")
    assert derivation == chainrule.Derivation.from_json(derivation.to_json())


def test_second_derivatives_and_numbers_come_back_too() -> None:
    derivation = chainrule.diff("sin(x^2)", order=2, at={"x": 0.5})
    assert derivation == chainrule.Derivation.from_json(derivation.to_json())


def test_expressions_carry_text_and_latex() -> None:
    document = json.loads(chainrule.diff("x^2").to_json())
    assert document["schema_version"] == 1
    result = document["derivation"]["passes"][0]["result"]
    assert (result["text"], result["latex"]) == ("2*x", "2x")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"schema_version": 2, "trees": [], "derivation": {}}',
     '{"schema_version": 1, "trees": [["os.system", 0]], "derivation": {}}'],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(chainrule.LoadError):
        chainrule.Derivation.from_json(text)
