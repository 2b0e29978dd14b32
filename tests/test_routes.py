"""Other ways to the same derivative: they agree, they are shorter, and a wrong one is caught."""

from __future__ import annotations

import pytest
from conftest import corpus
from sympy import Rational, Symbol

import chainrule
from chainrule.comparison import compare
from chainrule.comparison.ways import length, rewritten
from chainrule.expr import Tree, mul
from chainrule.parsing import parse_tree
from chainrule.rules import LETTERS, logarithms, put, ways

X = Symbol("x")

REWRITTEN = [
    ("ln(sqrt(1+cos(x)^2))", "logarithm-laws", "log(cos(x)**2 + 1)/2"),
    ("ln(x^2*sqrt(x+1))", "logarithm-laws", "2*log(x) + log(x + 1)/2"),
    ("ln(sin(x)/x)", "logarithm-laws", "-log(x) + log(sin(x))"),
    ("ln(5*x)", "logarithm-laws", "log(x) + log(5)"),
    ("exp(3*ln(x))", "inverses", "x**3"),
    ("exp(x*ln(x))", "inverses", "x**x"),
    ("1/x^3", "powers", "x**(-3)"),
    ("exp(x)*exp(2x)", "powers", "exp(x + 2*x)"),
    ("sin(x)*cos(x)", "double-angle", "sin(2*x)/2"),
    ("2*sin(x)*cos(x)", "double-angle", "sin(2*x)"),
    ("sin(x^2)^2 + cos(x^2)^2", "pythagoras", "1"),
    ("sin(x)/cos(x)", "quotients", "tan(x)"),
    ("(x+sin(x))*(x-sin(x))", "squares", "x**2 - sin(x)**2"),
]


@pytest.mark.parametrize(("text", "key", "expected"), REWRITTEN)
def test_a_way_rewrites_as_far_as_it_goes(text: str, key: str, expected: str) -> None:
    assert expected == str(rewritten(parse_tree(text), X, key))


@pytest.mark.parametrize("key", [key for key, way in ways.WAYS.items() if way.rewritings])
def test_a_way_that_does_not_apply_says_so(key: str) -> None:
    assert rewritten(parse_tree("x^2 + sin(x)"), X, key) is None


REWRITINGS = [(key, *pair) for key, way in ways.WAYS.items() for pair in way.rewritings]
PARTS = {"u": "x^2 + 3", "v": "x + 2", "w": "x^4 + 1", "a": "3", "m": "5", "n": "3"}
FILLED = {LETTERS[name]: parse_tree(text) for name, text in PARTS.items()}


@pytest.mark.parametrize(("key", "form", "becomes"), REWRITINGS)
def test_every_rewriting_is_true(key: str, form: str, becomes: str) -> None:
    for place in (Rational(-7, 5), Rational(1, 3), Rational(2)):
        before, after = (put(text, FILLED).subs(X, place).evalf(30) for text in (form, becomes))
        assert abs(before - after) < 1e-20 * abs(before), key


OFFERED = [
    ("ln(sqrt(1+cos(x)^2))", ["logarithm-laws"]),
    ("x^x", ["log"]),
    ("1/x^3", ["powers"]),
    ("ln(x^2)", ["logarithm-laws"]),
    ("(2x-1)^3", []),
    ("x*exp(-x)", []),
    ("x^3*sqrt(x+1)/(2x-1)^5", ["log"]),
    ("5", []),
]


@pytest.mark.parametrize(("text", "expected"), OFFERED)
def test_a_shorter_way_is_offered_and_agrees(text: str, expected: list[str]) -> None:
    derivation = chainrule.diff(text)
    done = compare(derivation)
    assert expected == [route.key for route in done.routes]
    assert all(route.check.passed for route in done.routes)
    assert [route.check for route in done.routes] == list(done.checks[len(derivation.checks) :])
    for route in done.routes:
        if route.key not in ("log", "power"):
            assert length(route.passes) < length(derivation.passes)


def test_a_derivation_is_compared_once() -> None:
    done = compare(chainrule.diff("x^x"))
    assert compare(done) is done


def test_nothing_is_compared_unless_asked() -> None:
    derivation = chainrule.diff("x^x")
    assert derivation.routes is None
    assert "Another way" not in str(derivation)


def test_a_wrong_way_fails_its_check_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ways.Way("the laws of logarithms", (("ln(sqrt(u))", "ln(u)/3"),))
    monkeypatch.setitem(ways.WAYS, "logarithm-laws", wrong)
    done = compare(chainrule.diff("ln(sqrt(1+cos(x)^2))"))
    assert not done.passed
    failed = [check.name for check in done.checks if check.outcome == "failed"]
    assert failed == ["other route"]
    assert "other route" in done.to_markdown(detail="full")


def test_a_way_that_is_open_on_less_says_where() -> None:
    page = chainrule.diff("ln(x^2)").to_markdown(detail="full")
    assert "only where $x \\gt 0$" in page


POWERS = [("x^x", 3), ("x^sin(x)", 4), ("(1+x^2)^(3x)", 6), ("x^x + sin(x)", 5)]


@pytest.mark.parametrize(("text", "steps"), POWERS)
def test_the_logarithm_takes_its_own_steps_to_the_same_answer(text: str, steps: int) -> None:
    by_rule, by_log = (chainrule.diff(text, route=route) for route in ("power", "log"))
    assert by_rule.result == by_log.result
    assert by_log.passed
    assert "logarithmic" in [step.rule for step in by_log.steps]
    assert "general-power" not in [step.rule for step in by_log.steps]
    assert steps == len(by_log.steps)
    other_ways = [route.key for route in compare(by_log).routes]
    assert other_ways == ["power"]


EXPANDED = [
    ("x^3 sqrt(x+1)/(2x-1)^5", "3*ln|x| + 1/2*ln|x+1| - 5*ln|2x-1|"),
    ("(x+1)^2 (x-3)^3 / sqrt(x^2+1)", "2*ln|x+1| + 3*ln|x-3| - 1/2*ln(x^2+1)"),
    ("sin(x)^2 e^x/x", "2*ln|sin(x)| + x - ln|x|"),
    ("5x^2*2^x/3", "ln(5) + 2*ln|x| + x*ln(2) - ln(3)"),
    ("-x*sin(x)", "ln|x| + ln|sin(x)|"),
    ("sqrt(x(x+1)/(x-2))", "1/2*ln|x| + 1/2*ln|x+1| - 1/2*ln|x-2|"),
    ("root(x*(x+1), 3)", "1/3*ln|x| + 1/3*ln|x+1|"),
    ("x^x*sin(x)", "x*ln(x) + ln|sin(x)|"),
    ("x^n*e^(k*x)", "n*ln|x| + k*x"),
    ("|x|/(3x^2+e^x)", "ln|x| - ln(3*x^2+e^x)"),
]


@pytest.mark.parametrize(("text", "logarithm"), EXPANDED)
def test_the_logarithm_of_a_product_is_expanded(text: str, logarithm: str) -> None:
    by_log, usual = chainrule.diff(text, "x", route="log"), chainrule.diff(text, "x")
    whole = by_log.steps[0]
    assert whole.rule == "logarithmic-product"
    assert str(parse_tree(logarithm)) == str(whole.links[0].value)
    assert by_log.passed
    values = {Symbol("n"): 3, Symbol("k"): 2, X: Rational(7, 3)}
    both = [one.result.doit().subs(values).evalf(20) for one in (by_log, usual)]
    assert abs(both[0] - both[1]) < 1e-12
    assert chainrule.Derivation.from_json(by_log.to_json()) == by_log


SOMEWHERE = [
    ("x^2*sin(x)", "holds for x ≠ k π"),
    ("(x-2)*(x^2+1)", "At x = 2 this derivation does not hold; the derivative there is 5."),
    ("y^2*x*e^x", "holds for x ≠ 0 and y ≠ 0"),
    ("sqrt(x)*(x+1)", "No derivative at x = 0."),
    ("2^x*e^x", "holds for every real x"),
]


@pytest.mark.parametrize(("text", "words"), SOMEWHERE)
def test_a_logarithm_is_taken_where_there_is_one(text: str, words: str) -> None:
    assert words in " ".join(str(chainrule.diff(text, "x", route="log")).split())


def test_the_page_takes_logarithms_of_both_sides() -> None:
    derivation = chainrule.diff("x^3 sqrt(x+1)/(2x-1)^5", route="log")
    page = " ".join(str(derivation).split())
    for line in (
        "ln|h| = 3 ln|x| + (1/2) ln|x + 1| − 5 ln|2x − 1|",
        "1/h · dh/dx = du/dx",
        "where h is not 0",
        "Multiply by h",
    ):
        assert line in page
    for style in ("straight", "leibniz"):
        assert "Laws of logarithms" in derivation.to_markdown(style=style)


def test_logarithms_are_taken_once() -> None:
    inner = chainrule.diff("sin(x*e^x)*x^2", route="log")
    twice = chainrule.diff("x^2*sin(x)", order=2, route="log")
    for derivation in (inner, twice):
        rules = [step.rule for one in derivation.passes for step in one.steps]
        assert rules.count("logarithmic-product") == 1
        assert derivation.passed


def test_the_usual_rules_are_the_other_way_to_a_product() -> None:
    done = compare(chainrule.diff("x^2*sin(x)", route="log"))
    assert [(route.key, route.check.passed) for route in done.routes] == [("rules", True)]


def test_a_wrong_logarithm_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(times: Tree, part: Tree) -> Tree:
        return mul(times, times, part)

    monkeypatch.setattr(logarithms, "_multiple", wrong)
    assert not chainrule.diff("x^3*sin(x)", route="log").passed


def test_the_power_rule_is_taken_unless_told_otherwise() -> None:
    assert chainrule.diff("x^x") == chainrule.diff("x^x", route="power")


def test_the_logarithm_is_taken_on_both_sides() -> None:
    page = chainrule.diff("x^sin(x)", route="log").to_latex()
    assert r"\ln h" in page


@pytest.mark.parametrize(
    ("text", "route", "message"),
    [
        ("x^2", "log", "there is no choice of route 'log' here"),
        ("sin(x)", "log", "there is no choice of route 'log' here"),
        ("0*x*sin(5)", "log", "there is no choice of route 'log' here"),
        ("x^2*sin(x)", "power", "there is no choice of route 'power' here"),
        ("2^x", "power", "there is no choice of route 'power' here"),
        ("x^x", "detour", "unknown route 'detour'"),
    ],
)
def test_a_route_that_does_not_exist_is_refused(text: str, route: str, message: str) -> None:
    with pytest.raises(chainrule.InputError, match=message):
        chainrule.diff(text, route=route)


@pytest.mark.parametrize("name", ["openstax", "apex", "webwork_opl"])
def test_the_ways_of_a_corpus_agree(name: str) -> None:
    for case in corpus(name)[::40]:
        if case["kind"] == "derivative":
            done = compare(chainrule.diff(case["expr"], case["var"]))
            assert all(route.check.passed for route in done.routes), case["expr"]
