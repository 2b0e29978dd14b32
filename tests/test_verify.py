"""The checks: what is true passes, and every planted error is found and named.

The derivations here are made by hand, so that nothing of the rules or of the algebra is in them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from sympy import Rational, S, Symbol, cos, sin

import chainrule
from chainrule.derivation import Derivation
from chainrule.errors import InputError
from chainrule.expr import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    Slope,
    Tree,
    add,
    build,
    mul,
    neg,
    power,
)
from chainrule.model import Check, Domain, Graph, Link, Move, Pass, Problem, Step
from chainrule.parsing import parse_tree
from chainrule.verify import check_point, evaluate, verify

X, A, H, U, V, W = (Symbol(name) for name in "xahuvw")
THREE, SIX = sp.Integer(3), sp.Integer(6)


def slope(top: Symbol, bottom: Symbol = X) -> Tree:
    return build(Slope, (top, bottom))


def step(number: int, name: Symbol, expr: Tree, outer: Tree, **rest: Any) -> Step:
    """A step; its result is its raw line unless ``moves`` say otherwise."""
    moves = rest.pop("moves", ())
    result = moves[-1].result if moves else rest["raw"]
    given = {"chain": (), "factors": (), "moves": moves, "result": result} | rest
    return Step(number, "a-rule", name, expr, outer, **given)


def derivation(*steps: Step) -> Derivation:
    """A derivation whose last result is that of the first step, the whole."""
    whole = steps[0]
    one = Pass(whole.expr, X, Graph((), (), (X,)), steps, whole.raw, whole.result)
    return Derivation(Problem("", whole.expr, wrt=(X,)), (one,), Domain(everywhere=True))


def cube() -> Derivation:
    """(2x − 1)³ as u³ with u = 2x − 1."""
    inner = add(mul(TWO, X), MINUS_ONE)
    raw = mul(THREE, power(inner, 2), TWO)
    tidy = mul(SIX, power(inner, 2))
    return derivation(
        step(
            1, H, power(inner, 3), power(U, 3),
            links=(Link(U, inner, mul(THREE, power(U, 2)), TWO, 2),),
            formula=mul(slope(H, U), slope(U)),
            factors=(mul(THREE, power(inner, 2)), TWO), chain=(1,),
            raw=raw, moves=(Move("constants", tidy),),
        ),
        step(2, U, inner, inner, links=(Link(X, X, TWO, ONE, 0),), formula=slope(U), raw=TWO),
    )  # fmt: skip


def product() -> Derivation:
    """sin x · x² by the product rule, and then its factors."""
    wave, square = build(sin, (X,)), power(X, 2)
    raw = add(mul(build(cos, (X,)), square), mul(wave, TWO, X))
    links = Link(U, wave, V, build(cos, (X,)), 2), Link(V, square, U, mul(TWO, X), 3)
    formula = add(mul(slope(U), V), mul(U, slope(V)))
    return derivation(
        step(1, H, mul(wave, square), mul(U, V), links=links, formula=formula, raw=raw),
        step(
            2, U, wave, wave, links=(Link(X, X, build(cos, (X,)), ONE, 0),), formula=slope(U, X),
            raw=build(cos, (X,)),
        ),
        step(
            3, V, square, square, links=(Link(X, X, mul(TWO, X), ONE, 0),), formula=slope(V, X),
            raw=mul(TWO, X),
        ),
    )  # fmt: skip


def square() -> Derivation:
    """x·x: one letter in two places, with a partial for each."""
    links = (Link(X, X, X, ONE, 0),) * 2
    return derivation(
        step(1, H, mul(X, X), mul(X, X), links=links, formula=add(X, X), raw=add(X, X))
    )


def chain(depth: int) -> Derivation:
    """sin(sin(… x)), with shared parts, the whole first."""
    name, inner, below = X, X, ONE
    steps: list[Step] = []
    for i in range(depth):
        letter = Symbol(f"u_{i}")
        tree = build(sin, (inner,))
        raw = mul(build(cos, (inner,)), below)
        link = Link(name, inner, build(cos, (name,)), below, 0)
        formula = mul(slope(letter, name), slope(name) if i else ONE)
        outer = build(sin, (name,))
        steps.append(step(depth - i, letter, tree, outer, links=(link,), formula=formula, raw=raw))
        name, inner, below = letter, tree, raw
    return derivation(*reversed(steps))


def change(done: Derivation, number: int, **new: Any) -> Derivation:
    """The derivation with one step changed."""
    one = done.passes[0]
    steps = tuple(replace(s, **new) if s.number == number else s for s in one.steps)
    return replace(done, passes=(replace(one, steps=steps),))


def change_link(done: Derivation, number: int, place: int, **new: Any) -> Derivation:
    """The derivation with one link of one step changed."""
    links = list(next(s for s in done.steps if s.number == number).links)
    links[place] = replace(links[place], **new)
    return change(done, number, links=tuple(links))


def change_result(done: Derivation, result: Tree) -> Derivation:
    return replace(done, passes=(replace(done.passes[0], result=result),))


def outcomes(done: Derivation) -> dict[str, str]:
    return {check.name: check.outcome for check in verify(done)}


@pytest.mark.parametrize(
    "make", [cube, product, lambda: chain(30)], ids=["cube", "product", "chain"]
)
def test_a_right_derivation_passes_every_check(make: Callable[[], Derivation]) -> None:
    done = make()
    assert set(outcomes(done).values()) == {"passed"}
    assert ("tidying" in outcomes(done)) == any(step.moves for step in done.steps)


def test_the_details_say_how_much_was_checked() -> None:
    assert [check.detail for check in verify(cube())] == [
        "2 steps at 5 points", "1 line at 5 points", "equals the finite difference at 5 points",
    ]  # fmt: skip


def test_the_details_do_not_claim_more_points_than_every_step_had() -> None:
    """ln x is only reached where x > 0, so its step is seen at fewer points than the whole."""
    done = chainrule.diff("piecewise(ln(x), x>0; x^2)", "x")
    steps = next(check for check in done.checks if check.name == "steps")
    assert re.fullmatch(r"\d steps at [1-4] to 5 points", steps.detail), steps.detail


OUTCOMES = ("passed", "failed", "not made")
NEARLY = Rational(1_000_001, 1_000_000)

# What is planted, the check that fails, and the place and the thing that it names.
PLANTED: list[tuple[Derivation, str, str]] = [
    (change_link(cube(), 1, 0, partial=power(U, 2)), "steps", "step 1, partial ∂h/∂u: "),
    (change_link(cube(), 1, 0, partial=mul(THREE, NEARLY, power(U, 2))), "steps", "step 1, "),
    (change_link(cube(), 2, 0, partial=neg(TWO)), "steps", "step 2, partial ∂u/∂x: -2 in"),
    (change_link(cube(), 1, 0, derivative=THREE), "steps", "step 1, "),
    (change(cube(), 1, outer=power(U, 2)), "steps", "step 1, outer function: "),
    (change(cube(), 1, formula=slope(H, U)), "steps", "step 1, formula: "),
    (change(cube(), 1, factors=(TWO,)), "steps", "step 1, chain of factors: "),
    (change(cube(), 1, raw=mul(SIX, X)), "steps", "step 1, raw line: "),
    (change(cube(), 1, moves=(Move("constants", SIX),)), "tidying", "step 1, line “constants”: "),
    (change(cube(), 1, result=SIX), "tidying", "step 1, result: "),
    (change_result(cube(), SIX), "result", "the derivative: 6 in"),
    (change_link(product(), 1, 0, partial=neg(V)), "steps", "step 1, partial ∂h/∂u: "),
    (change_link(product(), 1, 1, partial=mul(TWO, U)), "steps", "step 1, partial ∂h/∂v: "),
    (change_link(product(), 1, 1, derivative=ONE), "steps", "step 1, "),
    (change(product(), 1, raw=mul(build(cos, (X,)), TWO, X)), "steps", "step 1, raw line: "),
    (change(square(), 1, formula=X), "steps", "step 1, formula: "),
    (change(square(), 1, formula=slope(H, X)), "steps", "step 1, formula: "),
    (change_link(square(), 1, 1, partial=ONE), "steps", "step 1, partial ∂h/∂x: "),
    (change_link(chain(200), 77, 0, partial=ONE), "steps", "step 77, partial "),
]  # fmt: skip


@pytest.mark.parametrize(("done", "name", "place"), PLANTED, ids=[case[2] for case in PLANTED])
def test_a_planted_error_fails_and_is_named(done: Derivation, name: str, place: str) -> None:
    failed = {check.name: check.detail for check in verify(done) if check.outcome == "failed"}
    assert name in failed
    assert failed[name].startswith(place)
    assert " instead of " in failed[name]
    assert " at x = " in failed[name]


def test_two_errors_that_cancel_do_not_hide_each_other() -> None:
    """∂h/∂u·du/dx + ∂h/∂v·dv/dx is right as a sum, although both partials are wrong."""
    wave, square = build(sin, (X,)), power(X, 2)
    rates = build(cos, (X,)), mul(TWO, X)
    done = change_link(product(), 1, 0, partial=add(V, mul(TWO, X)))
    done = change_link(done, 1, 1, partial=add(U, neg(build(cos, (X,)))))
    total = add(mul(add(square, mul(TWO, X)), rates[0]), mul(add(wave, neg(rates[0])), rates[1]))
    done = change(done, 1, raw=total, formula=total, result=total)
    assert outcomes(change_result(done, total))["steps"] == "failed"


@pytest.mark.parametrize(
    ("tree", "right", "wrong"),
    [
        (mul(HALF, X, build(sp.Abs, (X,))), build(sp.Abs, (X,)), X),
        (build(sp.Abs, (X,)), build(sp.sign, (X,)), ONE),
        (build(sin, (X,)), build(cos, (X,)), power(add(ONE, neg(power(sin(X), 2))), HALF)),
        (mul(power(X, 2), HALF), X, build(sp.floor, (X,))),
        (mul(X, X), mul(TWO, X), add(mul(TWO, X), sp.Max(X - 2, 0))),
    ],
    ids=str,
)
def test_a_line_that_holds_for_some_numbers_only_fails(
    tree: Tree, right: Tree, wrong: Tree
) -> None:
    move = (Move("algebra", wrong),)
    done = derivation(step(1, H, tree, tree, links=(), formula=right, raw=right, moves=move))
    assert outcomes(done) == {"steps": "passed", "tidying": "failed", "result": "failed"}


@pytest.mark.parametrize(
    "text",
    [
        "acosh(x*sin(x))", "asin(x-30)", "sqrt(x-90)", "ln(-x)", "asin(100x)", "x/x", "x - x",
        "sin(x)^2 + cos(x)^2", "10^30 + x", "exp(50x) + x", "sin(10^9*x)", "floor(x)", "|x|",
        "f(g(x), x)", "besselj(2, x^2)", "Integral(sin(t^2), (t, 0, x^2))", "Max(x, 1)",
        "piecewise(ln(x), x>0; x)", "atanh(sqrt(1+x^4))", "x^x", "root(x, 3)", "5",
    ],
)  # fmt: skip
def test_odd_functions_are_checked_and_pass(text: str) -> None:
    done = chainrule.diff(text, "x")
    assert done.checks
    assert done.passed, done.checks


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        (build(sp.mathieuc, (X, ONE, ONE)), "no numeric evaluation is known for mathieuc"),
        (power(S.Zero, MINUS_ONE), "no point was found where the expression is real"),
    ],
    ids=str,
)
def test_a_check_that_cannot_be_made_says_why(tree: Tree, why: str) -> None:
    done = derivation(step(1, H, tree, tree, links=(), formula=ONE, raw=ONE))
    checks = verify(done)
    assert {check.outcome for check in checks} <= {"not made", "passed"}
    assert checks[-1].outcome == "not made"
    assert why in checks[-1].detail


def test_a_second_derivative_is_checked_against_the_first() -> None:
    done = chainrule.diff("sin(x^2)", "x", order=2)
    assert all(check.passed for check in done.checks)
    first, second = done.passes
    other = replace(second, expr=mul(TWO, second.expr))
    assert outcomes(replace(done, passes=(first, other)))["result"] == "failed"


def test_a_chain_of_ten_thousand_is_checked() -> None:
    assert outcomes(chain(10_000)) == {"steps": "passed", "result": "passed"}


@pytest.mark.parametrize("text", ["ln(1+{})", "sqrt({})", "1/(1+{})", "sqrt(1+{})"])
def test_a_deep_chain_whose_slope_is_tiny_is_checked(text: str) -> None:
    whole = "x"
    for _ in range(120):
        whole = text.format(whole)
    assert chainrule.diff(whole, "x").passed


@pytest.mark.parametrize("text", ["sqrt(-1-x^2)", "ln(-1)+x", "x*asin(2)"])
def test_a_check_of_a_function_that_is_real_nowhere_says_so(text: str) -> None:
    done = chainrule.diff(text, "x")
    assert done.passed
    for check in done.checks:
        assert (
            "with complex numbers: the function is real for no value that was tried" in check.detail
        )


def test_a_check_with_nothing_to_check_is_no_check() -> None:
    assert [check.name for check in chainrule.diff("sin(x)", "x").checks] == ["steps", "result"]
    done = chainrule.diff("x/0", "x")
    assert [check.outcome for check in done.checks] == ["not made", "not made"]


def test_passed_is_said_only_if_every_check_was_made_and_held() -> None:
    checks = {o: (Check("steps", "passed", ""), Check("result", o, "")) for o in OUTCOMES}
    done = {outcome: replace(cube(), checks=both) for outcome, both in checks.items()}
    assert [done[o].passed for o in OUTCOMES] == [True, False, False]
    assert [done[o].failed for o in OUTCOMES] == [False, True, False]


def test_a_slope_too_small_to_be_seen_is_not_called_wrong() -> None:
    done = chainrule.diff("exp(-x^2-20000)*x", "x")
    assert "failed" not in [check.outcome for check in done.checks]


def test_evaluation_puts_numbers_into_every_link() -> None:
    found = evaluate(cube(), {X: sp.Integer(5)})
    whole, inner = found.steps
    assert (whole.value, whole.result, whole.links[0].partial) == (729, 486, 243)
    assert (inner.value, inner.links[0].value, inner.result) == (9, 5, 2)
    assert (found.value, found.derivative, found.nudge) == (729, 486, 0.001)
    assert found.finite_difference == pytest.approx(486)
    assert found.nudged_value == whole.nudged == pytest.approx(9.002**3)
    assert inner.nudged == pytest.approx(9.002)


def test_a_second_derivative_is_evaluated_with_the_steps_of_the_first() -> None:
    found = chainrule.diff("x^3", "x", order=2, at="x=2").at
    assert found is not None
    assert (found.value, found.derivative) == (8, 12)
    assert found.finite_difference == pytest.approx(12)
    assert [values.result for values in found.steps] == [12]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [("a*x^2", "x=1", "no value is given for a")],
)
def test_a_point_that_gives_no_numbers_to_put_in_is_refused(
    text: str, at: str, message: str
) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        chainrule.diff(text, "x", at=at)


def test_the_step_at_the_end_of_a_domain_has_a_slope_from_inside() -> None:
    found = chainrule.diff("x^(3/2)", "x", at="x=0").at
    assert found is not None
    assert (found.derivative, found.finite_difference) == (0, pytest.approx(0, abs=1e-8))


@pytest.mark.parametrize(
    "text",
    ["|x - |x||", "max(x, |x|)", "|floor(x)|", "max(x, max(x, 1))", "|max(x, 0)|",
     "acosh(x)/asech(x)"],
)  # fmt: skip
def test_a_part_that_stays_at_a_kink_raises_no_false_alarm(text: str) -> None:
    assert not chainrule.diff(text, "x").failed


@pytest.mark.parametrize("text", ["1/(sin(x)^2 + cos(x)^2 - 1)", "x/(tan(x) - sin(x)/cos(x))"])
def test_a_value_that_is_only_rounding_noise_decides_nothing(text: str) -> None:
    assert not chainrule.diff(text, "x").passed


def test_a_derivative_that_is_not_the_finite_difference_fails_a_check() -> None:
    done = chainrule.diff("x^2", at="x=3")
    assert done.at is not None
    (rate,) = done.at.rates
    wrong = dataclasses.replace(done.at, rates=(dataclasses.replace(rate, derivative=5.0),))
    (check,) = check_point(wrong)
    assert (check.outcome, check_point(done.at)) == ("failed", ())


@pytest.mark.parametrize("text", ["x/sin(pi)", "1/(x*tan(pi))", "ln(sin(pi)) + x"])
def test_an_exact_zero_among_constants_is_known(text: str) -> None:
    assert "Defined for no real x" in str(chainrule.diff(text, "x"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("x*sqrt(a^2)", "a"), ("x^2*abs(a)", "2*a*x"), ("x*sqrt(a^2)*sqrt(b^2)", "a*sqrt(b^2)"),
     ("x*sqrt(a^2)*sqrt(b^2)", "sqrt(a^2)*b")],
)  # fmt: skip
def test_the_root_of_a_square_of_a_parameter_is_not_the_parameter(text: str, wrong: str) -> None:
    done = chainrule.diff(text, "x")
    planted = replace(done, passes=(replace(done.passes[0], result=parse_tree(wrong)),))
    assert any(check.outcome == "failed" for check in verify(planted))


def test_an_unknown_function_costs_the_numbers_and_not_the_derivation() -> None:
    done = chainrule.diff("f(x^2)", at="x=1")
    assert done.no_numbers is not None
    assert (done.no_numbers.why, done.no_numbers.names) == ("not computable", ("f",))
    assert done.passed
