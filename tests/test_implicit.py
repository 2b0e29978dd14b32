"""Implicit differentiation: published answers, points of the curve, pages, and planted errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import mpmath
import pytest
import sympy
from conftest import corpus
from sympy import Eq, Integer, Symbol, exp, sin
from typer.testing import CliRunner

import chainrule
from chainrule.cli import app
from chainrule.cli.arguments import shielded
from chainrule.explain import explain
from chainrule.expr import add, build, mul
from chainrule.parsing import parse_tree
from chainrule.readers.curve_checks import check_implicit
from chainrule.readers.shorter import neat, on_curve, reduced
from chainrule.relation import Implicit
from chainrule.render import render

FILES = ("active_calculus", "apex", "openstax", "webwork_opl")
X, Y, Z = (Symbol(name) for name in "xyz")

# The answer that is stated belongs to another equation.
MISPRINTED = {"Contrib/UBC/setDerivatives/implicit.pg#1": "y = y(x), the answer is of the problem"}


def on_the_curve(case: dict[str, Any]) -> Iterator[dict[str, float]]:
    """Points of a curve, by the root search of mpmath."""
    left, right = (parse_tree(side) for side in case["expr"].split("="))
    level = left - right
    others = sorted(level.free_symbols - {X, Y}, key=str)
    function = sympy.lambdify([X, Y, *others], level, "mpmath")
    for x in (0.7, 1.3, 0.2, 2.1, -0.6, 0.05):
        for start in (0.6, 1.7, 3.1, -0.8, 0.2):
            fixed = [0.9 + 0.1 * n for n in range(len(others))]
            try:
                root = mpmath.findroot(lambda y, x=x, f=fixed: function(x, y, *f), start)
            except (ValueError, ZeroDivisionError, TypeError):
                continue
            if abs(mpmath.im(root)) < 1e-12 and abs(root) > 1e-3:
                yield {
                    "x": x,
                    "y": float(mpmath.re(root)),
                    **dict(zip(map(str, others), fixed, strict=True)),
                }


def page(done: Implicit) -> str:
    """The page for a terminal, in one line."""
    return " ".join(render(explain(done), "terminal", width=100).split())


def value(tree: sympy.Expr, at: dict[str, float]) -> complex:
    return complex(sympy.N(tree.subs({Symbol(name): number for name, number in at.items()})))


@pytest.mark.parametrize("file", FILES)
def test_published_answers_agree_at_points_of_the_curve(file: str) -> None:
    cases = [one for one in corpus(file) if one["kind"] == "implicit"]
    assert cases
    for case in cases:
        if case["id"] not in MISPRINTED:
            agrees(case)


def agrees(case: dict[str, Any]) -> None:
    done = chainrule.implicit(case["expr"], case["dependent"], case["var"])
    expected = parse_tree(case["expected"])
    ours = done.result
    agreed = 0
    for at in on_the_curve(case):
        found, right = value(ours, at), value(expected, at)
        if abs(found) < 1e6 and abs(right) < 1e6:
            assert abs(found - right) <= 1e-6 * max(1, abs(right)), (case, at)
            agreed += 1
    assert agreed, case
    assert not done.failed, case
    checks = {check.name: check.outcome for check in done.checks}
    assert checks["steps"] == checks["collected"] == "passed"


RESULTS = [
    ("x^2 + y^2 = 25", {}, "-x/y"),
    ("x^2 + y^2 = 25", {"order": 2}, "-25/y**3"),
    ("x^3 + y^3 = 6xy", {}, "(2*y - x**2)/(y**2 - 2*x)"),
    ("x^3 + y^3 = 6xy", {"order": 2}, "16*x*y/((2*x - y**2)**3)"),
    ("x y = 1", {"order": 2}, "2*y/(x**2)"),
    ("x^2 + y(x)^2 = 25", {}, "-x/y"),
    ("x^2 + y^2 = 25", {"of": "x"}, "-y/x"),
    ("y = x^2", {}, "2*x"),
    ("e^y = x", {}, "1/exp(y)"),
    ("u^2 + w^2 = 1", {}, "-u/w"),
    ("a x^2 + b y^2 = c", {}, "-a*x/(b*y)"),
    ("p V = n R T", {"of": "V", "wrt": "p"}, "-V/p"),
]


@pytest.mark.parametrize(("text", "options", "result"), RESULTS)
def test_the_slope_is_written_as_a_person_writes_it(
    text: str, options: dict[str, Any], result: str
) -> None:
    done = chainrule.implicit(text, **options)
    at = {symbol: 0.7 + n / 9 for n, symbol in enumerate(map(Symbol, "abcnpuwxyRTV"))}
    found, right = (complex(sympy.N(tree.subs(at))) for tree in (done.result, parse_tree(result)))
    assert abs(found - right) < 1e-9
    assert len(str(done.result)) <= len(result) + 4
    assert done.passed


def test_a_surface_has_a_slope_by_each_input() -> None:
    done = chainrule.implicit("x^2 + y^2 + z^2 = 14", at={"x": 1, "y": 2, "z": 3})
    assert [str(part) for part in done.gradient] == ["-x/z", "-y/z"]
    assert done.at is not None
    assert done.at.exact == (sympy.Rational(-1, 3), sympy.Rational(-2, 3))
    assert "Tangent plane: z = 3 − ⅓(x − 1) − ⅔(y − 2)." in page(done)


def test_sympy_equations_are_read_too() -> None:
    assert str(chainrule.implicit(Eq(X**2 + Y**2, 25)).result) == "-x/y"
    assert str(chainrule.implicit(X**2 + Y**2 - 25, Y, X).result) == "-x/y"


REFUSED = [
    ("x^2 + y^2 = 25", {"at": "x=3,y=4.1"}, "does not lie on the curve: left 25.81, right 25"),
    ("x^2 + y^2 = 25", {"at": "x=3"}, "on the curve: y = -4 or y = 4"),
    ("x^2 + y^2 = 25", {"at": "y=4"}, "the point needs a value of x"),
    ("x^2 + y^2 = 25", {"of": "z"}, "z does not occur"),
    ("x^2 + y^2 = 25", {"of": "y", "wrt": "y"}, "cannot be differentiated"),
    ("x^2 + y^2", {}, "an equation needs an '='"),
    ("x^2 = y = 3", {}, "an equation is not a function"),
    ("f(x, y) = 3", {"at": "x=1,y=2"}, "f is an unknown function"),
    ("x^2 = 4", {}, "the only variable"),
    ("a b = c", {}, "not clear which variable depends"),
    ("y - y + x = 3", {}, "does not determine y"),
    ("x^2 + y^2 + z^2 = 14", {"order": 2}, "a second derivative is by one variable"),
    ("x^2 + y^2 = 25", {"order": 3}, "the order is 1 or 2"),
    ("ln(x) + y = 1", {"at": "x=-1,y=1"}, "no value at this point"),
]


@pytest.mark.parametrize(("text", "options", "message"), REFUSED)
def test_what_cannot_be_answered_is_refused_in_words(
    text: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(chainrule.InputError) as refusal:
        chainrule.implicit(text, **options)
    assert message in str(refusal.value)


PAGES = [
    ("x^2 + y^2 = 25", "x=3,y=4", "Tangent: y = 4 − ¾(x − 3)."),
    ("x^2 + y^2 = 25", "x=3,y=4", "2 Differentiate both sides 2x + 2y · dy/dx = 0"),
    ("x^2 + y^2 = 25", "x=3,y=4", "3 Collect dy/dx 2y · dy/dx = −2x"),
    ("x^2 + y^2 = 25", "x=3,y=4", "This derivation holds for y ≠ 0."),
    ("x^2 + y^2 = 25", "x=5,y=0", "There 2y = 0: the tangent is vertical, x = 5."),
    ("abs(x) + abs(y) = 1", "x=0,y=1", "A side of the equation has a corner there"),
    ("abs(y) = x", "x=0,y=0", "A side of the equation has a corner there"),
    ("abs(x) + abs(y) = 1", None, "This derivation holds for y ≠ 0 and x ≠ 0."),
    (
        "sqrt(x) + sqrt(y) = 1",
        None,
        "Defined for y ≥ 0 and x ≥ 0. This derivation holds for y ≠ 0 and x ≠ 0.",
    ),
    ("x = y", None, "1 Differentiate both sides 1 = dy/dx 2 Collect dy/dx dy/dx = 1"),
    ("x^2 + y^2 = 25", "x=3.0,y=4.0", "dy/dx = −0.75 along the curve"),
    ("y^2 = x^3", "x=0,y=0", "the equation does not determine a slope there"),
    ("f(x, y) = 3", None, "dy/dx = −∂₁f(x, y)/∂₂f(x, y)"),
    ("sin(x y) = x", None, "d/dx[xy] = 1·y + x · dy/dx"),
    ("x^2 + y^2 = -1", None, "no point of the curve was found"),
]


def test_what_is_held_fixed_is_said() -> None:
    said = page(chainrule.implicit("x^2 + y^2 + z^2 = 14", "z", "x"))
    assert "y is held fixed; z is not." in said
    assert "4 Divide by 2z ∂z/∂x = −2x/(2z)" in said
    assert "Tangent, with y held fixed: z = 3" in page(
        chainrule.implicit("x^2 + y^2 + z^2 = 14", "z", "x", at="x=1,y=2,z=3")
    )
    assert "Here a, b and c are taken for constants." in page(
        chainrule.implicit("a x^2 + b y^2 = c")
    )


@pytest.mark.parametrize(("text", "at", "words"), PAGES)
def test_the_page_says(text: str, at: str | None, words: str) -> None:
    assert words in page(chainrule.implicit(text, at=at))


def test_every_rate_that_the_chain_rule_brings_is_marked() -> None:
    done = chainrule.implicit("x^2 + y^2 = 25")
    coloured = render(explain(done), "terminal", color=True)
    assert "\x1b[" in coloured.split("Differentiate both sides")[1].split("Collect")[0]


def planted() -> dict[str, Implicit]:
    """Answers with one thing wrong."""
    done = chainrule.implicit("x^2 + y^2 = 25", at="x=3,y=4", order=2)
    (one,) = done.slopes
    assert done.second is not None
    assert done.at is not None
    return {
        "factor": replace(done, slopes=(replace(one, factor=Y),)),
        "rest": replace(done, slopes=(replace(one, rest=mul(-X, X)),)),
        "result": replace(done, slopes=(replace(one, result=X / Y),)),
        "second": replace(done, second=replace(done.second, result=25 / Y**3)),
        "point": replace(done, at=replace(done.at, slopes=(0.75, -0.390625))),
        "step": replace(done, slopes=(replace(one, left=replace(one.left, result=3 * X)),)),
    }


@pytest.mark.parametrize("name", ["factor", "rest", "result", "second", "point", "step"])
def test_a_planted_error_is_seen(name: str) -> None:
    wrong = planted()[name]
    assert any(check.outcome == "failed" for check in check_implicit(wrong))


@pytest.mark.parametrize("text", ["x^2 + y^2 = 25", "x^3+y^3=6xy", "e^y = x", "f(x, y) = 3"])
@pytest.mark.parametrize("order", [1, 2])
def test_json_brings_back_an_equal_answer(text: str, order: int) -> None:
    done = chainrule.implicit(text, "y", "x", order=order)
    again = Implicit.from_json(done.to_json())
    assert again == done
    assert str(again) == str(done)


@pytest.mark.parametrize(
    ("place", "bad", "message"),
    [
        (("slopes",), [], "there must be one"),
        (("at", "slopes"), [], "as many as in at.slopes"),
        (("slopes", 0, "moves", 0, "key"), "magic", "there is no such move"),
        (("of",), 3, "is not the number of a tree"),
    ],
)
def test_a_corrupt_document_is_refused(place: tuple[Any, ...], bad: Any, message: str) -> None:
    changed = json.loads(chainrule.implicit("x^2 + y^2 = 25", at="x=3,y=4").to_json())
    holder = changed["implicit"]
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = bad
    with pytest.raises(chainrule.LoadError) as refusal:
        Implicit.from_json(json.dumps(changed))
    assert message in str(refusal.value)


def test_a_deep_equation_is_no_trouble() -> None:
    deep: Any = Y
    for _ in range(200):
        deep = build(sin, (deep,))
    done = chainrule.implicit(build(Eq, (add(deep, X), exp(X))), "y", "x")
    assert not done.failed
    assert str(done)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["implicit", "x^2 + y^2 = 25", "--at", "x=3,y=4"], 0, "Tangent"),
        (["implicit", "x^2 + y^2 = 25", "--at", "x=3", "--at", "y=4", "--ascii"], 0, "Tangent"),
        (["implicit", "x^2 + y^2 = 25", "--at", "x=3,y=5"], 2, "does not lie on the curve"),
        (["implicit", "x^2 + y^2 = 25", "--order", "2", "--format", "json"], 0, '"implicit"'),
        (["parametric", "cos(t)", "sin(t)", "--format", "latex"], 0, "documentclass"),
        (["parametric", "-t^2", "-t", "--at", "t=1"], 0, "Tangent"),
        (["parametric", "t"], 2, "Y"),
        (["inverse", "x^3 + x", "--at", "y=2", "--format", "markdown"], 0, "frac"),
        (["compose", "x^3", "2x-1", "x+1", "--at", "x=5"], 0, "The order matters"),
        (["compose", "x^3"], 2, "needs two functions"),
        (["implicit"], 2, "EQUATION"),
    ],
)
def test_the_commands(words: list[str], code: int, said: str) -> None:
    result = CliRunner().invoke(app, shielded(words))
    assert result.exit_code == code
    assert said in result.output


def test_moves_of_implicit_equations_keep_the_value() -> None:
    assert neat(add(mul(Integer(-3), X), mul(Integer(6), Y))).args == (6 * Y, -3 * X)
    top, bottom = (
        add(mul(Integer(6), Y), mul(Integer(-3), X)),
        add(mul(Integer(3), Y), mul(Integer(-6), X)),
    )
    short = reduced(mul(top, sympy.Pow(bottom, -1, evaluate=False)))
    assert sympy.simplify(short - (6 * Y - 3 * X) / (3 * Y - 6 * X)) == 0
    assert str(on_curve(-(X**2 + Y**2) / Y**3, X**2 + Y**2 - 25)) == "-25/(y**3)"
    assert on_curve(X * Y, X**2 + Y**2 - 25) is None
    assert on_curve(sin(X), X) is None


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("x^2 + y^2 = r^2", {}, "Here r is taken for a constant."),
        ("x^2 + y^2 = r^2", {"of": "r", "wrt": "x"}, "y is held fixed; r is not."),
        ("x^2 + y^2 = r^2", {"wrt": "r"}, "x is held fixed; y is not."),
        ("x y z = u", {"of": "z", "wrt": "x"}, "y is held fixed; z is not."),
        ("P V = n R T", {"of": "P", "wrt": "V"}, "T is held fixed; P is not."),
    ],
)
def test_other_letters_beside_coordinates_are_constants(
    text: str, options: dict[str, str], words: str
) -> None:
    done = chainrule.implicit(text, **options)
    assert words in page(done)
    assert done.passed


@pytest.mark.parametrize("text", ["x^2 + y^2 = -1", "e^(x y) = -1", "x^2 + y^4 + 2 = 0"])
def test_an_equation_without_points_is_said_to_be_perhaps_one(text: str) -> None:
    done = chainrule.implicit(text)
    assert "No point was found whose coordinates satisfy the equation" in page(done)
    assert [check.outcome for check in done.checks if check.name == "points"] == ["not made"]


@pytest.mark.parametrize(
    "text",
    ["x^3 + y^3 = 6xy", "x^2 + xy + y^2 = 3", "x^2 - 3xy + y^2 = 1", "1/x + 1/y = 1"],
)
def test_every_move_of_a_second_derivative_has_a_name(text: str) -> None:
    done = chainrule.implicit(text, order=2)
    assert done.second is not None
    assert "several" not in [move.key for move in done.second.moves]
    assert done.passed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sqrt(x) + sqrt(y) = 4", "Use √x + √y = 4"),
        ("x^(2/3) + y^(2/3) = 4", "Use x^(2/3) + y^(2/3) = 4"),
    ],
)
def test_the_equation_shortens_roots_too(text: str, words: str) -> None:
    done = chainrule.implicit(text, order=2)
    assert words in page(done)
    assert done.passed


def test_the_rules_of_a_side_without_y_are_shown() -> None:
    assert "1 General power rule d/dx[xˣ]" in page(chainrule.implicit("y = x^x"))
    assert "Sine d/dx[sin(x²)] = cos(x²) · 2x" in page(chainrule.implicit("y^2 = sin(x^2)"))
