"""Tempting mistakes: each one shown is a mistake, and its number shows it."""

from __future__ import annotations

import pytest
import sympy
from conftest import corpus
from sympy import Symbol

import chainrule
from chainrule.comparison import compare, mistakes
from chainrule.derivation import Derivation
from chainrule.rules import RULES
from chainrule.rules.temptations import COMPOSITION, LOOKALIKES, MOST_TEMPTING

X = Symbol("x")

# the catalogue's examples: id, function, wrong answer
CATALOGUE = [
    ("C1", "(3x+1)^5", "5(3x+1)^4"),
    ("C2", "asin(3x^2)", "6x"),
    ("C3", "sin(x^2)", "cos(2x)"),
    ("C4", "sin(x^2)", "2x cos(x)"),
    ("C5", "asin(3x^2)", "1/sqrt(1-x^2)"),
    ("C6", "sin(x^2)", "cos(x^2) + 2x"),
    ("C7", "ln(sin(x))", "sin(x)/x + ln(x)cos(x)"),
    ("C8", "(1-e^x)^3", "3(1-e^x)^3"),
    ("C14", "sin(x)^2", "2x cos(x^2)"),
    ("C17", "sin(5x)", "cos(5x)/5"),
    ("C18", "5sin(x)", "25cos(x)"),
    ("O1", "e^(x^2)", "2x^3 e^(x^2-1)"),
    ("O2", "2^(3x)", "9x 2^(3x-1)"),
    ("O3", "2^(x^2)", "2x 2^(x^2)"),
    ("O4", "ln(x^2+1)", "2x/ln(x^2+1)"),
    ("O6", "cos(x^2)", "2x sin(x^2)"),
    ("O7", "sin(x^2)", "-2x cos(x^2)"),
    ("O9", "(3x+1)^5", "15(3x+1)^5"),
    ("O10", "(3x+1)^5", "3(3x+1)^4"),
    ("O12", "sqrt(x^2+1)", "2x/sqrt(x^2+1)"),
    ("O13", "sqrt(x^2+1)", "sqrt(2x)"),
    ("O15", "(x+3)^4", "4x^3"),
    ("O16", "x^sin(x)", "sin(x) x^(sin(x)-1) cos(x)^0"),
    ("O17", "x^sin(x)", "x^sin(x) ln(x) cos(x)"),
    ("O18", "asin(2x)", "-2cos(2x)/sin(2x)^2"),
    ("P1", "x^2*sin(3x)", "6x cos(3x)"),
    ("P2", "x^2*sin(3x)", "2x^3 + 3sin(3x)cos(3x)"),
    ("P3", "x^2*sin(3x)", "2x + 3cos(3x)"),
    ("Q1", "sin(3x)/x^2", "3cos(3x)/(2x)"),
    ("Q2", "sin(3x)/x^2", "(3x^2 cos(3x) + 2x sin(3x))/x^4"),
    ("Q3", "sin(3x)/x^2", "(3x^2 cos(3x) - 2x sin(3x))/x^2"),
    ("Q5", "sin(3x)/x^2", "-(3x^2 cos(3x) - 2x sin(3x))/x^4"),
]


@pytest.mark.parametrize(("key", "text", "wrong"), CATALOGUE)
def test_a_mistake_of_the_catalogue_gives_its_wrong_answer(key: str, text: str, wrong: str) -> None:
    one = chainrule.diff(text).passes[0]
    answers = [
        mistakes.answer_after(one, step, slope)
        for step in one.steps
        for slip, slope in mistakes.slips(one, step)
        if slip.id == key
    ]
    expected = chainrule.parse(wrong).expr
    assert any(same(answer, expected) for answer in answers), answers


def same(left: sympy.Expr, right: sympy.Expr) -> bool:
    """Whether two formulas have the same value at two places."""
    places = (sympy.Rational(27, 100), sympy.Rational(41, 100))
    values = [(left.subs(X, p).evalf(20), right.subs(X, p).evalf(20)) for p in places]
    return all(abs(a - b) < 1e-12 for a, b in values)


CHOSEN = [
    ("(2x-1)^3", "C1", 3.0, 6.0),
    ("x*exp(-x)", "P1", -1.0, 1.0),
    ("x^x", "O16", 4.0, 6.772588722),
    ("3x^2", "O10", 3.0, 6.0),
    ("sin(x)^2", "C14", 1.080604612, 0.909297427),
]


@pytest.mark.parametrize(("text", "key", "wrong", "true"), CHOSEN)
def test_the_most_tempting_mistake_is_refuted_by_a_number(
    text: str, key: str, wrong: float, true: float
) -> None:
    made = compare(chainrule.diff(text)).mistake
    assert key == made.id
    assert pytest.approx(wrong) == made.wrong_value
    assert pytest.approx(true) == made.true_value


def test_a_mistake_that_does_no_harm_is_not_chosen() -> None:
    assert compare(chainrule.diff("sin(x+3)")).mistake.id != "C1"


@pytest.mark.parametrize("text", ["x", "5", "f(x^2)", "2x + 1"])
def test_where_nothing_tempts_or_nothing_can_be_computed_there_is_no_mistake(text: str) -> None:
    assert compare(chainrule.diff(text)).mistake is None


def test_a_mistake_is_made_at_a_point_of_the_domain_with_a_slope() -> None:
    made = compare(chainrule.diff("ln(abs(x-1)) + sqrt(x)")).mistake
    assert made.at[0][1] not in (0, 1)


EXAMPLES = [rule.example for rule in RULES.values() if rule.key not in ("look-up", "chain")]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_mistake_shown_with_a_rule_is_not_the_slope_there(text: str) -> None:
    check_number(compare(chainrule.diff(text, "x")))


@pytest.mark.parametrize("name", ["openstax", "webwork_opl", "rubi_independent"])
def test_the_mistakes_shown_for_a_corpus_are_not_the_slope_there(name: str) -> None:
    for case in corpus(name)[7::60]:
        if case["kind"] in ("derivative", "antiderivative"):
            check_number(compare(chainrule.diff(case["expr"], case["var"])))


def check_number(done: Derivation) -> None:
    """The right answer has the true slope at the point, the wrong one has not."""
    made = done.mistake
    if made is None:
        return
    at = dict(made.at)
    assert complex(done.result.subs(at).evalf(20)) == pytest.approx(made.true_value, abs=1e-6)
    assert complex(made.wrong.subs(at).evalf(20)) == pytest.approx(made.wrong_value, abs=1e-6)
    assert abs(made.wrong_value - made.true_value) > 0.01


def test_every_slip_has_a_rank_and_every_rank_a_slip() -> None:
    known = {slip.id for rule in RULES.values() for slip in rule.slips}
    known |= {slip.id for slip in COMPOSITION}
    known |= {row.slip.id for row in LOOKALIKES if row.slip}
    assert known == set(MOST_TEMPTING)
