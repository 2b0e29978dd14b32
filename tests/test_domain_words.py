"""What a page says of where a function holds is true, and the check is made there."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

import chainrule
from chainrule.domain import solve
from chainrule.model import Condition


def rows(text: str) -> list[Any]:
    pairs = [row.split("→") for row in text.strip().splitlines()]
    return [pytest.param(left.strip(), right.strip(), id=left.strip()) for left, right in pairs]


def words(text: str) -> str:
    return " ".join(str(chainrule.diff(text, "x")).split())


SAID = """
    ln(x+sqrt(x^2+1))            → holds for every real x
    1/(x-sqrt(x^2+3))            → holds for every real x
    ln(x+sqrt(x^2-1))            → Defined for x ≤ −1 or x ≥ 1, and x + √(x² − 1) > 0.
    sqrt(x+|x|)                  → This derivation holds for x > 0.
    sqrt(x-|x|)                  → Defined for x ≥ 0. The rules ask for what is so at no point here; the result was checked without them.
    sqrt(|x|-|x-1|)              → Defined for x ≥ 1/2.
    ln(max(x,x^2)-2)             → Defined for x < −√2 or x > √2.
    ln(max(x,x^2,3-x)-2)         → Defined for x < 1 or x > √2.
    ln(x+sign(x))                → Defined for x > 0.
    1/(|x|-x)                    → Defined for x < 0.
    min(x,1,x^2)                 → No derivative at x = 0 and x = 1. ✓
    max(x,1,x^2)                 → No derivative at x = −1 and x = 1. ✓
    max(x,a,b)                   → for a ≠ b unless x > a, x ≠ b unless a > x, and x ≠ a unless b > x.
    atan2(0,x)                   → Defined for x ≠ 0. ✓
    tan(arctan(x))               → holds for every real x
    tan(arcsin(x))               → Defined for −1 < x < 1.
    tan(arccos(x))               → Defined for −1 ≤ x ≤ 1 and x ≠ 0.
    cot(arctan(x))               → Defined for x ≠ 0.
    ln(arccos(x))                → Defined for −1 ≤ x < 1.
    sqrt(x^2-4)/(x-3)            → Defined for x ≤ −2 or x ≥ 2, and x ≠ 3.
    tan(pi/2)*x                  → Defined for no real x. That would take cos(π/2) ≠ 0.
    gamma(0)*x                   → Defined for no real x. That would take
    ln(0)*x                      → Defined for no real x. That would take 0 > 0.
    x/0                          → Defined for no real x. It divides by 0, or has 0⁰ in it.
    x+0^0                        → Defined for no real x. It divides by 0, or has 0⁰ in it.
    1/0                          → Defined for no real x. It divides by 0, or has 0⁰ in it.
    x/(2-2)                      → Defined for no real x. That would take 2 − 2 ≠ 0.
    sqrt(-x^2)                   → Beside that the function has no value, so there is no derivative.
    sqrt(-x^2*(x-1)^2)           → Beside that the function has no value, so there is no derivative.
    (-2)^x                       → Defined on no interval of real x. That would take −2 > 0.
    x^a                          → Defined for x > 0. That is for any exponent; for some values of a
    x^(-3/2)                     → Defined for x > 0. ✓
    beta(x,1)                    → Where beta(x, 1) has a value was not determined.
    beta(x,2)*ln(x)              → Defined at most for x > 0. Where beta(x, 2) has a value
    x+erfinv(2)                  → Whether erfinv(2) has a value was not determined.
    f(x)*ln(x)                   → Defined for x > 0. ✓
    besselj(0,x^2)               → holds for every real x
    Integral(1/t,(t,0,x))        → Where Integral(1/t, (t, 0, x)) has a value was not determined.
    Integral(exp(t*x),(t,0,oo))  → (t, 0, ∞)) has a value was not determined.
    Integral(1/t,(t,1,x))        → Defined for x > 0. There the integrand has a value all the way
    arcsin(x)+arccos(x)          → At x = −1, an end of the domain, this derivation does not hold; the slope from inside is 0. At x = 1, an end
"""  # noqa: E501 - a sentence is not cut

MADE = [
    "arcsin(1000x)", "sqrt(x-1000)", "ln(x-5000)", "arcosh(x/300)", "ln(-x-77)", "sqrt(a-5000)*x",
    "arccos((x-300)*100)", "x^1000000", "x*tan(pi)", "e^(e^(e^x))",
]  # fmt: skip
"""They have a value only far out, on a narrow set, or one that is hard to compute with."""


@pytest.mark.parametrize(("text", "sentence"), rows(SAID))
def test_what_is_said_is_true_and_plain(text: str, sentence: str) -> None:
    assert sentence in words(text)


@pytest.mark.parametrize("text", MADE)
def test_the_check_is_made_inside_the_domain(text: str) -> None:
    checks = chainrule.diff(text, "x").checks
    assert {"passed"} == {check.outcome for check in checks}
    assert not any("real" in check.detail for check in checks)


@pytest.mark.parametrize("text", ["e^(e^(e^(100x^2+100)))", "sin(e^(1000x^2+30000))"])
def test_a_number_that_is_too_large_is_not_said_to_be_unreal(text: str) -> None:
    done = chainrule.diff(text, "x")
    assert done.domain.everywhere
    assert "real for no value" not in words(text)
    assert {"passed", "not made"} >= {check.outcome for check in done.checks}


def test_the_root_of_a_function_is_not_called_a_power() -> None:
    page = " ".join(chainrule.diff("sqrt(ln(x))", "x").to_markdown(detail="full").split())
    assert "square root of a logarithm" in page
    assert "power of a logarithm" not in page


def test_the_limits_of_an_integral_are_data_whatever_they_look_like() -> None:
    t, x = sp.symbols("t x")
    for low, high in ((1, x), (x, 1)):
        integral = sp.Integral(1 / t, (t, low, high))
        asked = Condition(sp.Ne(t, 0), "defined", "reciprocal", solved=False, integral=integral)
        assert [x > 0] == [c.relation for c in solve([asked], x).conditions]
