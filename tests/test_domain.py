"""Where functions are defined and have a derivative: what is proved, what is solved, what stands.

A case is written `condition; condition; …  →  what is said of it`, in x, with parameters a and b.
`'` marks a condition for the derivative alone ("smooth"), `?` one that is left unsolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import mpmath
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule
from chainrule.domain import solve
from chainrule.domain.facts import Facts
from chainrule.expr import RealRoot, Tree, add, build, div, mul, neg, power, walk
from chainrule.model import Condition, Domain
from chainrule.parsing import parse_tree
from chainrule.rules.rule import Rule
from chainrule.rules.table import TABLE

X = sp.Symbol("x")
NAMES = {name: sp.Symbol(name) for name in ("x", "y", "a", "b", "k")}
HEADS = {
    ">=": sp.GreaterThan,
    "<=": sp.LessThan,
    "!=": sp.Unequality,
    ">": sp.StrictGreaterThan,
    "<": sp.StrictLessThan,
}


def conditions(text: str) -> list[Condition]:
    """`x >= 0; ' x > 0`: a condition for the function, and one for its derivative."""
    return [_condition(part.strip()) for part in text.split(";")]


def _condition(text: str) -> Condition:
    first, *rest = re.split(r"(>=|<=|!=|>|<)", text.removeprefix("'"))
    sides = [parse_tree(side.strip(), NAMES) for side in (first, *rest[1::2])]
    pairs = zip(rest[::2], sides, sides[1:], strict=False)
    relations = [build(HEADS[sign], (left, right)) for sign, left, right in pairs]
    relation = relations[0] if len(relations) == 1 else build(sp.And, relations)
    return asks(relation, kind="smooth" if text.startswith("'") else "defined")


def asks(relation: Tree, rule: str = "rule", *, kind: Any = "defined") -> Condition:
    return Condition(relation, kind, rule, solved=False)


def said(domain: Domain) -> str:
    """`everywhere`, or the conditions in the notation of the tables."""
    parts = [
        ("' " if c.kind == "smooth" else "") + spelled(c.relation) + ("" if c.solved else " ?")
        for c in domain.conditions
    ]
    return "; ".join((["everywhere"] if domain.everywhere else []) + parts)


def spelled(relation: Any) -> str:
    joint = {sp.And: " and ", sp.Or: " or "}.get(relation.func)
    if joint:
        return joint.join(spelled(part) for part in relation.args)
    if relation in (sp.true, sp.false):
        return str(relation).lower()
    sign = "=" if relation.func is sp.Equality else relation.rel_op
    return f"{relation.lhs} {sign} {relation.rhs}"


def table(text: str) -> list[Any]:
    rows = [row.split("→") for row in text.strip().splitlines() if row.strip()]
    return [pytest.param(left.strip(), right.strip(), id=left.strip()) for left, right in rows]


PROVED = """
    x^2 + 1 > 0                                  → everywhere
    x^2 + 1 != 0                                 → everywhere
    x^2 + x + 1 > 0                              → everywhere
    x^4 + x^2 + 1 > 0                            → everywhere
    x*x + a*a + 1 > 0                            → everywhere
    sin(x)^2 + sin(x) + 1 != 0                   → everywhere
    exp(x) > 0                                   → everywhere
    exp(x) + a^2 > 0                             → everywhere
    exp(-x^2) <= 1                               → everywhere
    2 + sin(x) > 0                               → everywhere
    -1 <= sin(x) <= 1                            → everywhere
    1 + cos(x)^2 > 0                             → everywhere
    sqrt(x^2 + 1) + 1 != 0                       → everywhere
    -1 < tanh(a*x) < 1                           → everywhere
    cosh(x) >= 1                                 → everywhere
    3/2 + atan(x) > -1/10                        → everywhere
    ln(x^2 + 1) >= 0                             → everywhere
    2^x > 0                                      → everywhere
    Max(x, 1) > 0                                → everywhere
    Min(sin(x), 2) < 2                           → everywhere
    root(x^2 + 1, 3) > 0                         → everywhere
    1/(x^2 + 1) <= 1                             → everywhere
    x/(x^2 + 1) < 2                              → everywhere
    cos(2) != 0                                  → everywhere
    ln(2) > 0                                    → everywhere
    ' abs(x) + 1 != 0                            → everywhere
"""

SOLVED = """
    x != 0                                       → x != 0
    2*x - 4 > 0                                  → x > 2
    4 - 2*x >= 0                                 → x <= 2
    x - 0.5 > 0; 40*x != 81                      → x > 0.5; x != 2.025
    3*x + 0.5 < 0                                → x < -1/6
    x^2 - 1 > 0                                  → x < -1 or x > 1
    1 - x^2 > 0                                  → -1 < x and x < 1
    x^2 - x - 1 >= 0                             → x <= (1 - sqrt(5))/2 or x >= (1 + sqrt(5))/2
    x^2 - 2*x + 1 > 0                            → x != 1
    (2*x - 3)^5 != 0                             → x != 3/2
    x^2 - 12 >= 0                                → x <= -2*sqrt(3) or x >= 2*sqrt(3)
    x/(x - 1) + 1 >= 0                           → x <= 1/2 or x > 1
    x^3 - x > 0                                  → -1 < x and x < 0 or x > 1
    x^3 - 2 > 0                                  → x > root(2, 3)
    x^4 - 5*x^2 + 6 != 0             → x != -sqrt(3); x != -sqrt(2); x != sqrt(2); x != sqrt(3)
    x*(x - 1)*(x + 2) >= 0                       → -2 <= x and x <= 0 or x >= 1
    (x - 1)/(x + 2) >= 0; x + 2 != 0             → x < -2 or x >= 1
    1/x + 1 > 0; x != 0                          → x < -1 or x > 0
    x/x > 0                                      → x != 0
    abs(x) > 3                                   → x < -3 or x > 3
    abs(x - 1) - 2 >= 0                          → x <= -1 or x >= 3
    abs(x) != 1                                  → x != -1; x != 1
    ln(x) > 0; x > 0                             → x > 1
    ln(x) != 0; x > 0                            → x > 0; x != 1
    ln(ln(x)) > 0; ln(x) > 0; x > 0              → x > E
    exp(x) - 2 > 0                               → x > log(2)
    sqrt(x) != 1; x >= 0                         → x >= 0; x != 1
    2^x - 1 > 0                                  → x > 0
    root(x, 3) - 2 > 0                           → x > 8
    sqrt(2)*x - 1 > 0                            → x > sqrt(2)/2
    pi*x > 1                                     → x > 1/pi
    (x - 1)*ln(x) > 0; x > 0                     → x > 0; x != 1
    x^2*exp(x) > 0                               → x != 0
    sinh(x) != 0                                 → x != 0
    cosh(x) - 1 > 0                              → x != 0
"""

PERIODIC = """
    cos(x) != 0                                  → x != pi*k + pi/2
    sin(x) != 0                                  → x != pi*k
    cos(2*x) != 0                                → x != (pi*k)/2 + pi/4
    sin(pi*x) != 0                               → x != k
    sin(pi*(x/2 + 1)) != 0                       → x != 2*k
    cos(x + 1) != 0                              → x != pi*k - 1 + pi/2
    1 + sin(x) > 0                               → x != 2*pi*k - pi/2
    1 - sin(x)^2 > 0                             → x != pi*k + pi/2
    sin(x)*cos(x) != 0                           → x != (pi*k)/2
    cos(x) != 0; cos(2*x) != 0                   → x != pi*k + pi/2; x != (pi*k)/2 + pi/4
    tan(x) != 0; cos(x) != 0                     → x != (pi*k)/2
    2*cos(x) - 1 != 0                            → x != 2*pi*k + pi/3; x != 2*pi*k - pi/3
    tan(x) != 1; cos(x) != 0                     → x != pi*k + pi/4; x != pi*k + pi/2
"""

TOGETHER = """
    x > 0; x >= 0; x != -3                       → x > 0
    x >= 1; x != 2; x != 0                       → x >= 1; x != 2
    x > -1; 1 - x > 0                            → -1 < x and x < 1
    x >= 0; x <= 0                               → x = 0
    x > 0; x + sqrt(x) > 0                       → x > 0
    x > 0; cos(x) != 0                           → x > 0; x != pi*k + pi/2
    x >= 0; 1 + x + sqrt(x) != 0                 → x >= 0
    x != 0; x != 1; sin(x) != 0                  → x != 1; x != pi*k
    cos(x) != 0; cos(x) != 0                     → x != pi*k + pi/2
"""

DERIVATIVES = """
    x >= 0; ' x > 0                              → x >= 0; ' x != 0
    ' x != 0                                     → ' x != 0
    ' x^2 - 1 != 0                               → ' x != -1; ' x != 1
    -1 <= x <= 1; ' -1 < x < 1                   → -1 <= x and x <= 1; ' x != -1; ' x != 1
    x > 0; ' x > 0                               → x > 0
    x != 2; x > 0; ' x != 1                      → x > 0; x != 2; ' x != 1
    cos(x) != 0; ' cos(x) != 0                   → x != pi*k + pi/2
    ' sin(x) != 0                                → ' x != pi*k
    a*x >= 0; ' a*x > 0                          → a*x >= 0 ?; ' a*x != 0 ?
"""

NOWHERE = """
    -x^2 > 0                                     → false
    x > 0; x < 0                                 → false
    -exp(x) >= 0; cos(x) != 0                    → false
    a*x > 0; a*x < 0                             → false
    -x^2 >= 0; ' -x^2 > 0                        → x = 0; ' false
    -x^2*cos(x)^2 > 0                            → false
    1 - 3 > 0                                    → false
"""

UNSOLVED = """
    a*x + b != 0                                 → a*x + b != 0 ?
    cos(x^2) != 0                                → cos(x**2) != 0 ?
    sin(x) > 0                                   → sin(x) > 0 ?
    x*exp(x) + 1 != 0                            → x*exp(x) + 1 != 0 ?
    -(x + exp(x)) > 0                            → x + exp(x) < 0 ?
    ln(x + exp(x)) > 0                           → x + exp(x) > 1 ?
    a^2*(x - 1) != 0                             → x != 1; a != 0 ?
    1 - a > 0                                    → a < 1 ?
    x^2 + a^2 > 0                                → a**2 + x**2 != 0 ?
    -1 <= a*x <= 1; ' -1 < a*x < 1          → -1 <= a*x and a*x <= 1 ?; ' a*x != -1 ?; ' a*x != 1 ?
    a + x > 0; a + x >= 0; a + x != 0            → a + x > 0 ?
    x^2 + x + a^2 > 0                            → a**2 + x**2 + x > 0 ?
    x*x*x + exp(x) > 0                           → x*x*x + exp(x) > 0 ?
    atan(a*x) < 1                                → atan(a*x) < 1 ?
    cos(a*x) != 0                                → cos(a*x) != 0 ?
"""


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        case
        for text in (PROVED, SOLVED, PERIODIC, TOGETHER, DERIVATIVES, NOWHERE, UNSOLVED)
        for case in table(text)
    ],
)
def test_conditions_are_proved_solved_or_left(asked: str, answer: str) -> None:
    assert answer == said(solve(conditions(asked), X))


def test_no_conditions_hold_everywhere() -> None:
    assert Domain(everywhere=True) == solve((), X)


def test_a_proof_needs_the_expression_to_be_defined_everywhere() -> None:
    assert said(solve(conditions("exp(ln(x)) > 0"), X)) == ""
    assert said(solve(conditions("exp(ln(x)) > 0; x > 0"), X)) == "x > 0"


def test_the_rule_that_asks_for_most_is_named() -> None:
    weak, strong = (
        asks(conditions(text)[0].relation, rule)
        for text, rule in (("x >= 0", "square-root"), ("x > 0", "logarithm"))
    )
    assert [c.because for c in solve([weak, strong], X).conditions] == ["logarithm"]


def test_the_letter_for_any_integer_is_new() -> None:
    domain = solve(conditions("cos(x) != 0; k*x > 0"), X, names={"n"})
    assert said(domain) == "x != pi*m + pi/2; k*x > 0 ?"


@pytest.mark.parametrize(
    "layer",
    [
        lambda u: build(sp.log, (u,)),
        lambda u: build(sp.sin, (mul(u, u),)),
        lambda u: add(div(sp.Integer(1), u), sp.Integer(1)),
    ],
    ids=["ln u", "sin(u·u)", "1/u + 1"],
)
def test_deep_trees_are_given_up_quickly(layer: Any) -> None:
    tree, asked = X, []
    for _ in range(10_000):
        tree = layer(tree)
        asked.append(asks(build(sp.Unequality, (tree, sp.S.Zero))))
    assert not solve(asked, X).everywhere


def test_deep_trees_are_proved_layer_by_layer() -> None:
    tree, asked = X, []
    for _ in range(3_000):
        inside = add(mul(tree, tree), sp.S.One)
        asked.append(asks(build(sp.StrictGreaterThan, (inside, sp.S.Zero))))
        tree = build(sp.log, (inside,))
    assert said(solve(asked, X)) == "everywhere"


# -- what a derivation says ----------------------------------------------------------------------

CONSTANTS = """
    x + ln(-1)                          → Defined for no real x.
    x + sqrt(-2)                        → Defined for no real x.
    x/0                                 → Defined for no real x.
    x/(2-2)                             → Defined for no real x.
    x*ln(-besselj(0,1))                 → Defined for no real x.
    log(x, -2)                          → Defined for no real x.
    x + ln(a)                           → Defined for a > 0.
    x*sqrt(y)                           → Defined for y ≥ 0.
    x/a                                 → Defined for a ≠ 0.
    log(x, b)                           → Defined for x > 0, b > 0 and b ≠ 1.
    x*ln(besselj(0,1))                  → holds for every real x
    x + erfinv(1/2) + sqrt(2)/ln(3)     → holds for every real x
"""

PIECES = """
    piecewise(ln(x), x>0; x)            → No derivative at x = 0.
    piecewise(ln(x+5), x<0; x+1)        → Defined for x > −5.
    piecewise(1/x, x>3; 2)              → No derivative at x = 3.
    piecewise(x, x<0; x^2, x>1)         → Defined for x < 0 or x > 1.
    piecewise(ln(-1), x<0; x^3)         → Defined for x ≥ 0.
    piecewise(ln(x*sin(x)), x<0; x)     → Defined for x sin x > 0 where x < 0.
"""

INTEGRALS = """
    Integral(1/t, (t, 1, x))            → Defined for x > 0.
    Integral(1/t, (t, x, -1))           → Defined for x < 0.
    Integral(1/(t^2-4), (t, 0, x))      → Defined for −2 < x < 2.
    Integral(sqrt(t), (t, 0, x))        → Defined for x ≥ 0.
    Integral(sin(t^2), (t, 0, x^2))     → holds for every real x
"""

FAMILIES = """
    tan(x)                              → Defined for x ≠ π/2 + k π, for every integer k.
    tan(x) + k                          → Defined for x ≠ π/2 + n π, for every integer n.
    gamma(x)                            → Defined for x ≠ −k for k = 0, 1, 2, …
    gamma(1-2x)                         → Defined for x ≠ 1/2 + k/2 for k = 0, 1, 2, …
    factorial(x)                        → Defined for x ≠ −1 − k for k = 0, 1, 2, …
    gamma(x^2+1)                        → holds for every real x
"""

WITHOUT_DERIVATIVE = """
    abs(x)                              → No derivative at x = 0.
    |x^2-1|                             → No derivative at x = −1 and x = 1.
    |x^2-2|                             → No derivative at x = −√2 and x = √2.
    cbrt(x)                             → No derivative at x = 0.
    max(x,0)                            → No derivative at x = 0.
    asin(x)                             → No derivative at x = −1 and x = 1.
    sqrt(x)                             → No derivative at x = 0.
    acot(x)                             → No derivative at x = 0.
    atan2(x,-2)                         → No derivative at x = 0.
    LambertW(x)                         → No derivative at x = −1/e.
    elliptic_e(x)                       → No derivative at x = 1.
    floor(x)                            → No derivative at x = k, for every integer k.
    |sin(x)|                            → No derivative at x = k π, for every integer k.
"""

NOT_DENIED = """
    x*|x|                               → 0
    sqrt(x^4)                           → 0
    |x|^3                               → 0
    abs(x)^2                            → 0
    |sin(x)|^3                          → 0
    Si(x)                               → 1
    LambertW(x)                         → 1
    elliptic_k(x)                       → 0.39269908169872414
    elliptic_e(x)                       → -0.39269908169872414
    piecewise(sin(x)/x, x!=0; 1)        → 0
    piecewise(x^2, x<0; x^3)            → 0
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        case
        for text in (CONSTANTS, PIECES, INTEGRALS, FAMILIES, WITHOUT_DERIVATIVE)
        for case in table(text)
    ],
)
def test_a_page_says_where_it_holds(text: str, sentence: str) -> None:
    assert sentence in " ".join(str(chainrule.diff(text, "x")).split())


@pytest.mark.parametrize(("text", "slope"), table(NOT_DENIED))
def test_a_derivative_that_the_rules_do_not_see_is_not_denied(text: str, slope: str) -> None:
    done = chainrule.diff(text, "x")
    found = [c for c in done.domain.conditions if c.beyond == "derivative"]
    assert [c.slope for c in found] == [pytest.approx(float(slope), abs=1e-12)]
    words = "this derivation does not hold; the derivative there is"
    assert words in " ".join(str(done).split())


@pytest.mark.parametrize("text", ["x*|sin(x)|", "floor(x)*sin(x)", "a*|x|", "li(x)", "f(|x|)"])
def test_what_numbers_do_not_decide_is_said_in_weaker_words(text: str) -> None:
    conditions = chainrule.diff(text, "x").domain.conditions
    smooth = [c for c in conditions if c.kind == "smooth"]
    assert {c.beyond for c in smooth} == {"unknown"}


def test_the_end_of_a_domain_has_a_slope_from_inside() -> None:
    (one,) = (c for c in chainrule.diff("sqrt(x)^3").domain.conditions if c.kind == "smooth")
    assert (one.beyond, one.slope) == ("one side", 0)


HIGHER = [
    ("|x|", 2, "nothing"),
    ("x*|x|", 2, "lower orders"),
    ("|x|^3", 2, "unknown"),
    ("|x|^3", 3, "lower orders"),
    ("x^2*|x|", 3, "lower orders"),
    ("|sin(x)|^3", 3, "lower orders"),
    ("x*|x|", 3, "unknown"),
]


@pytest.mark.parametrize(("text", "order", "beyond"), HIGHER)
def test_of_a_higher_derivative_the_lack_of_a_first_and_of_the_last_is_told(
    text: str, order: int, beyond: str
) -> None:
    found = chainrule.diff(text, "x", order=order).domain.conditions
    assert {c.beyond for c in found if c.kind == "smooth"} == {beyond}


def test_of_a_mixed_derivative_the_last_variable_is_not_taken_for_the_first() -> None:
    found = chainrule.diff("x*|x| + y^0", ("x", "y")).domain.conditions
    assert {c.beyond for c in found if c.kind == "smooth"} == {"unknown"}


@pytest.mark.parametrize(
    "text",
    ["erfinv(x)", "binomial(x, 2)", "f(x)", "zeta(2, x)", "Integral(sign(t), (t, 0, x))",
     "Integral(t^a, (t, 0, x))", "x + erfinv(2)", "x*f(2)",
     "Integral(1/(t-x), (t, 0, 1))", "beta(x, 2)"],
)  # fmt: skip
def test_what_is_not_proved_is_not_claimed(text: str) -> None:
    done = chainrule.diff(text, "x")
    assert not done.domain.everywhere
    assert "every real" not in str(done)


# -- the table, against SymPy's values -------------------------------------------------------------

PLACES = [sp.Rational(p, 4) for p in (-14, -10, -8, -4, -3, -1, 0, 1, 2, 3, 4, 5, 8, 11)]
SUFFICIENT = {"general-power", "logarithm-of-base", "logarithm-ratio", "impulse", "impulse-order"}
"""Rules that ask for a little more than they must: (−2)^(−2) is a number, but x^x is for x > 0."""


@pytest.mark.parametrize("rule", [r for r in TABLE if not r.gaps], ids=lambda rule: rule.key)
def test_a_row_says_exactly_where_its_function_is_real(rule: Rule) -> None:
    done = chainrule.diff(rule.example, "x")
    asked = [c for c in done.domain.conditions if c.kind == "defined"]
    for place in PLACES:
        said_so = all(_holds_at(condition, place) for condition in asked)
        is_real = _has_real_value(done.problem.expr, place)
        assert is_real or not said_so, place
        assert said_so or not is_real or rule.key in SUFFICIENT, place


def _has_real_value(tree: Tree, place: Any) -> bool:
    found = sp.N(tree.subs(X, place).doit(), 20)
    return bool(found.is_extended_real and found.is_finite)


def _holds_at(condition: Condition, place: Any) -> bool:
    if condition.letter is None:
        return bool(condition.relation.subs(X, place))
    first, second = (condition.relation.args[1].subs(condition.letter, n) for n in (0, 1))
    turns = (place - first) / (second - first)
    return not (turns.is_integer and (condition.first is None or turns >= condition.first))


# -- against numbers ------------------------------------------------------------------------------

POINTS = [mpmath.mpf(p) / 4 for p in range(-14, 15)] + [mpmath.mpf(p) / 7 for p in (-30, -9, 9, 30)]
TINY = mpmath.mpf(10) ** -35
FUNCTIONS: dict[type, Any] = {
    sp.exp: mpmath.exp, sp.log: mpmath.log, sp.sin: mpmath.sin, sp.cos: mpmath.cos,
    sp.tan: mpmath.tan, sp.asin: mpmath.asin, sp.atan: mpmath.atan, sp.tanh: mpmath.tanh,
    sp.cosh: mpmath.cosh, sp.sinh: mpmath.sinh, sp.Abs: abs, sp.Pow: mpmath.power,
    sp.Max: max, sp.Min: min, sp.Add: lambda *terms: mpmath.fsum(terms),
    sp.Mul: lambda *factors: mpmath.fprod(factors),
    RealRoot: lambda v, n: mpmath.sign(v) * mpmath.root(abs(v), int(n)),
}  # fmt: skip


def value(tree: Tree, point: Mapping[sp.Symbol, Any]) -> Any:
    """A real number, or None where the tree has none (or one too large to tell)."""
    found: dict[int, Any] = {}
    for node in walk(tree):
        if node.args:
            parts = [found[id(arg)] for arg in node.args]
            found[id(node)] = None if None in parts else _applied(node.func, parts)
        else:
            found[id(node)] = point[node] if node.is_Symbol else node._to_mpmath(mpmath.mp.prec)
    return found[id(tree)]


def _applied(head: type, parts: list[Any]) -> Any:
    parts = [mpmath.mpf(0) if abs(part) < TINY else part for part in parts]
    if head is sp.Pow and not parts[0]:
        return None if parts[1] < 0 else mpmath.mpf(parts[1] == 0)
    if head is sp.log and not parts[0]:
        return None
    if head is sp.tan and abs(mpmath.cos(parts[0])) < TINY:
        return None
    if any(abs(part) > 10**8 for part in parts) or (head is sp.Pow and abs(parts[1]) > 50):
        raise OverflowError
    result = FUNCTIONS[head](*parts)
    return None if mpmath.im(result) else mpmath.re(result)


def holds(relation: Any, point: Mapping[sp.Symbol, Any]) -> bool:
    """Whether a relation holds; two numbers that agree to 35 digits are equal."""
    if relation.func in (sp.And, sp.Or):
        return {sp.And: all, sp.Or: any}[relation.func](holds(r, point) for r in relation.args)
    if relation in (sp.true, sp.false):
        return bool(relation)
    k = next((node for node in walk(relation) if node.is_Symbol and node not in point), None)
    if k is not None:
        first, second = (value(relation.rhs, {k: mpmath.mpf(n)}) for n in (0, 1))
        turns = (point[X] - first) / (second - first)
        return bool(abs(turns - mpmath.nint(turns)) > TINY)
    left, right = value(relation.lhs, point), value(relation.rhs, point)
    if left is None or right is None:
        return False
    sign = 0 if abs(left - right) < TINY * (1 + abs(left)) else 1 if left > right else -1
    return (
        sign
        in {
            sp.GreaterThan: (0, 1),
            sp.StrictGreaterThan: (1,),
            sp.LessThan: (-1, 0),
            sp.StrictLessThan: (-1,),
            sp.Unequality: (-1, 1),
            sp.Equality: (0,),
        }[relation.func]
    )


def special_points(domain: Domain) -> Iterator[Any]:
    """The points that the solved conditions name, and points close by."""
    for condition in domain.conditions if any(c.solved for c in domain.conditions) else ():
        for node in walk(condition.relation):
            if condition.solved and node.is_Relational:
                sides = [side for side in node.args if side is not X]
                for k in (0, 1, -1):
                    point = value(sides[0], {NAMES["k"]: mpmath.mpf(k)})
                    yield from (point, point - mpmath.mpf(1) / 999, point + mpmath.mpf(1) / 999)


def needed(tree: Tree) -> Iterator[Condition]:
    """What the rules ask of every part of the tree."""
    zero, one = sp.S.Zero, sp.S.One
    for node in walk(tree):
        u = node.args[0] if node.args else node
        if node.func is sp.log:
            yield asks(build(sp.StrictGreaterThan, (u, zero)))
        elif node.func is sp.tan:
            cosine = build(sp.cos, (u,))
            yield asks(build(sp.Unequality, (cosine, zero)))
        elif node.func is sp.asin:
            for kind, head in (("defined", sp.LessThan), ("smooth", sp.StrictLessThan)):
                ends = build(head, (neg(one), u)), build(head, (u, one))
                yield asks(build(sp.And, ends), kind=kind)
        elif node.func in (sp.Abs, RealRoot):
            yield asks(build(sp.Unequality, (u, zero)), kind="smooth")
        elif node.func is sp.Pow and node.args[1].p < 0:
            yield asks(build(sp.Unequality, (u, zero)))
        elif node.func is sp.Pow and node.args[1].q == 2:
            yield asks(build(sp.GreaterThan, (u, zero)))
            yield asks(build(sp.StrictGreaterThan, (u, zero)), kind="smooth")


NUMBERS = st.integers(-4, 4).map(sp.Integer) | st.sampled_from([sp.Rational(1, 2), sp.pi])
UNARY = [
    *(lambda u, f=f: build(f, (u,)) for f in (
        sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.asin, sp.atan, sp.tanh, sp.cosh, sp.Abs)),
    *(lambda u, n=n: power(u, n) for n in (2, 3, -1, -2)),
    lambda u: power(u, sp.S.Half),
    lambda u: build(RealRoot, (u, sp.Integer(3))),
]  # fmt: skip
BINARY = [add, mul, div, lambda u, v: add(u, neg(v))]


COEFFICIENTS = st.integers(-4, 4).map(sp.Integer)
QUADRATICS = st.tuples(COEFFICIENTS, COEFFICIENTS, COEFFICIENTS).map(
    lambda abc: add(mul(abc[0], power(X, 2)), mul(abc[1], X), abc[2])
)


def _grown(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    one = st.tuples(st.sampled_from(UNARY), inner).map(lambda pair: pair[0](pair[1]))
    two = st.tuples(st.sampled_from(BINARY), inner, inner)
    return one | two.map(lambda triple: triple[0](triple[1], triple[2]))


def trees(*leaves: sp.Symbol) -> st.SearchStrategy[Tree]:
    return st.recursive(st.sampled_from(leaves) | NUMBERS | QUADRATICS, _grown, max_leaves=5)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(trees(X))
def test_what_is_said_holds_exactly_where_the_conditions_do(tree: Tree) -> None:
    asked = list(needed(tree))
    domain = solve(asked, X)
    with mpmath.workdps(50):
        for number in [*POINTS, *special_points(domain)]:
            _compare(asked, domain, {X: +number})


def _compare(asked: list[Condition], domain: Domain, point: Mapping[sp.Symbol, Any]) -> None:
    for kinds in (("defined",), ("defined", "smooth")):
        try:
            expected = all(holds(c.relation, point) for c in asked if c.kind in kinds)
            actual = all(holds(c.relation, point) for c in domain.conditions if c.kind in kinds)
        except OverflowError:
            continue
        assert expected == actual, f"{point}: {said(domain)}"
        assert actual or not domain.everywhere


@settings(max_examples=300, deadline=None, derandomize=True)
@given(trees(NAMES["a"]))
def test_ranges_hold_at_every_point(tree: Tree) -> None:
    bounds = Facts().of(tree).range
    with mpmath.workdps(50):
        below, above = (_number(end[0]) for end in (bounds.low, bounds.high))
        for number, other in zip(POINTS, POINTS[::-3] * 3, strict=False):
            try:
                found = value(tree, {X: number, NAMES["a"]: other})
            except OverflowError:
                continue
            if found is None:
                assert not bounds.total
            else:
                slack = TINY * (1 + abs(found))
                assert below - slack <= found <= above + slack


def _number(end: Any) -> Any:
    return end if isinstance(end, float) else mpmath.mpf(end.numerator) / end.denominator
