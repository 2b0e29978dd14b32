"""A planted wrong move of the algebra is seen by the user: a failed check, and exit code 1.

The same for wrong rules is in test_rules.py (every partial in turn) and test_cli.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from sympy import Add, Rational, Symbol
from typer.testing import CliRunner

import chainrule
from chainrule.cli import app
from chainrule.derivation import Derivation
from chainrule.tidy import radicals, sums, tidier, values
from chainrule.tidy.brackets import State
from chainrule.tidy.forest import Product

# Between them, these need every move.
TEXTS = [
    "(2x-1)^3", "x^2*4 + 3x", "x^x", "sqrt(x^2)", "ln(exp(x))*x", "sin(x)*exp(x)", "exp(x)*exp(2x)",
    "x*ln(x)", "sin(x)/x", "x^2*(x^2+1)^4", "sin(x)^2 + cos(x)^2*x", "tan(x)", "sin(x)*cos(x)",
    "x/(x^2+1)", "x*sqrt(x^2+1)", "ln(1 + 1/x)", "cos(pi)*x^2", "x*cos(-x)", "x^3/3 + x/2",
    "abs(x^2+x)^2", "(x+1)^5*cos(x)", "x/sqrt(1-x^2)", "sin(x)/(1+cos(x))", "x*asin(x)",
    "2^x*x^2", "ln(sqrt(1+cos(x)^2))", "(x^2)^(1/2)*x", "sqrt(4)*x", "exp(ln(x))*x^2",
    "asec(x)", "x^2*sqrt(x)", "abs(x)*x", "(x^2+2x)^3", "sqrt(sqrt(x))*x", "(x^3-1)/(x-1)",
    "x*cbrt(x^3)", "max(x,0)*Piecewise((1,x>0),(0,True))", "x*abs(x^2+1)", "abs(x^3)", "abs(x)*x^2",
    "besselj(-1,x)*x", "x*Piecewise((x,x>0),(x,True))", "x*sqrt(x^4)",
    "arccos(2x-1)", "asinh(1/x)", "arcsin(2x/(1+x^2))", "arctan(sqrt((1-x)/(1+x)))",
    "ln(sqrt((1-cos(x))/(1+cos(x))))", "x*sqrt(x^2-2x+1)", "asin((1-x)/(1+x))",
    f"(x-1)*({'+'.join(f'x^{n}' for n in range(30))})",
]  # fmt: skip

Move = Callable[..., Any]


def spoiled(move: Move) -> Move:
    """The move, with another value: a product is doubled, anything else becomes one more."""

    def wrong(forest: Any, given: Any) -> Any:
        found = move(forest, given)
        if isinstance(found, Product):
            return found._replace(value=2 * found.value)
        if isinstance(found, State):
            return found._replace(outside=found.outside._replace(value=2 * found.outside.value))
        return found and forest.make(Add, [found, forest.number(1)])

    return wrong


def replaced(rows: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    """A table of (key, move) with one move spoiled."""
    key, move = rows[place]
    return (*rows[:place], (key, spoiled(move)), *rows[place + 1 :])


TABLES = [(radicals, "POWERS"), (values, "CALLS"), (tidier, "PRODUCT_MOVES")]
PLANTED = {
    f"{rows[place][0]} ({rows[place][1].__name__})": (module, name, replaced(rows, place))
    for module, name in TABLES
    for rows in [getattr(module, name)]
    for place in range(len(rows))
} | {
    "like (pythagoras)": (sums, "pythagoras", spoiled(sums.pythagoras)),
    **{
        key: (sums, "TRANSFORMS", {**sums.TRANSFORMS, key: spoiled(move)})
        for key, move in sums.TRANSFORMS.items()
    },
}


@cache
def slopes(text: str) -> list[complex]:
    """The value of each step's result, before anything is planted."""
    return [at_point(step.result) for step in chainrule.diff(text, "x").steps]


def at_point(line: Any) -> complex:
    return complex(line.evalf(20, subs={Symbol("x"): Rational(713, 1000)}))


def is_wrong(text: str, derivation: Derivation) -> bool:
    """Whether a line of any step has another value than that step should have."""
    return any(
        abs(at_point(line) - right) > 1e-9
        for step, right in zip(derivation.steps, slopes(text), strict=True)
        for line in (step.raw, *(move.result for move in step.moves), step.result)
    )


@pytest.mark.parametrize("name", PLANTED)
def test_a_wrong_move_fails_a_check_and_the_command(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(slopes(text) for text in TEXTS)
    monkeypatch.setattr(*PLANTED[name])
    derivations = {text: chainrule.diff(text, "x") for text in TEXTS}
    wrong = [text for text, derivation in derivations.items() if is_wrong(text, derivation)]
    assert wrong
    assert wrong == [text for text, derivation in derivations.items() if not derivation.passed]
    result = CliRunner().invoke(app, ["diff", wrong[0]])
    assert result.exit_code == 1
    assert "✗" in result.stdout
