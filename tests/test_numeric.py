"""Trees as numbers: the same values as SymPy's evalf, which shares no code with it."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from mpmath import libmp, mp
from sympy import Rational, S, Symbol

from chainrule.expr import (
    MINUS_ONE,
    ONE,
    TWO,
    Decimal,
    RealRoot,
    Slope,
    add,
    build,
    div,
    mul,
    power,
)
from chainrule.numeric import CONTEXT, Letters, Tape, slope_at
from chainrule.numeric.operations import UndefinedError
from chainrule.numeric.quadrature import MOST_WASTED, Quadrature

X, Y, T, U = (Symbol(name) for name in "xytu")
F, G = sp.Function("f"), sp.Function("g")
PREC = 140


def value(tree: Any, **at: Any) -> Any:
    """The real value of a tree at a point, None without one."""
    tape = Tape()
    slot = tape.slot(tree)
    point = {Symbol(k): libmp.from_str(str(v), PREC) for k, v in at.items()}
    values = tape.at(point, PREC)
    tape.run(values, PREC)
    return None if values[slot] is None else mp.make_mpf(values[slot])


# A head of each kind, built unevaluated, with arguments at which it is real.
HEADS: list[tuple[Any, tuple[Any, ...]]] = [
    *((head, (Rational(7, 10),)) for head in (
        sp.sin, sp.cos, sp.tan, sp.sec, sp.csc, sp.cot, sp.asin, sp.acos, sp.atan, sp.acot,
        sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.csch, sp.coth, sp.asinh, sp.atanh, sp.asech,
        sp.acsch, sp.exp, sp.log, sp.erf, sp.erfc, sp.erfi, sp.gamma, sp.loggamma, sp.digamma,
        sp.trigamma, sp.factorial, sp.airyai, sp.airybi, sp.airyaiprime, sp.airybiprime,
        sp.LambertW, sp.Si, sp.Ci, sp.Ei, sp.li, sp.Shi, sp.Chi, sp.fresnels, sp.fresnelc,
        sp.elliptic_k, sp.elliptic_e, sp.sinc, sp.floor, sp.ceiling, sp.Abs, sp.sign, sp.Heaviside,
        sp.erfinv, sp.zeta, sp.dirichlet_eta, sp.frac,
    )),
    *((head, (Rational(9, 4),)) for head in (sp.acosh, sp.acoth, sp.asec, sp.acsc)),
    *((head, (Rational(5, 2), Rational(7, 10))) for head in (
        sp.besselj, sp.bessely, sp.besseli, sp.besselk, sp.beta, sp.atan2, sp.uppergamma,
        sp.lowergamma, sp.expint, sp.polylog, sp.zeta, sp.Mod, sp.legendre, sp.hermite,
        sp.chebyshevt, sp.chebyshevu, sp.Max, sp.Min, sp.RisingFactorial,
        sp.FallingFactorial,
    )),
    (sp.elliptic_f, (Rational(7, 10), Rational(1, 3))),
    (sp.elliptic_pi, (Rational(1, 5), Rational(1, 3))),
    (sp.elliptic_pi, (Rational(1, 5), Rational(7, 10), Rational(1, 3))),
    (sp.polygamma, (TWO, Rational(7, 10))),
    (sp.laguerre, (sp.Integer(3), Rational(7, 10))),
    (sp.binomial, (Rational(5, 2), TWO)),
    (sp.jacobi, (sp.Integer(3), Rational(1, 2), Rational(1, 3), Rational(7, 10))),
    (sp.gegenbauer, (sp.Integer(3), Rational(1, 2), Rational(7, 10))),
    (sp.assoc_legendre, (sp.Integer(3), ONE, Rational(7, 10))),
    (sp.assoc_laguerre, (sp.Integer(3), Rational(1, 2), Rational(7, 10))),
    (sp.lerchphi, (Rational(1, 3), Rational(5, 2), Rational(7, 10))),
    (sp.LambertW, (Rational(-1, 5), MINUS_ONE)),
]  # fmt: skip


@pytest.mark.parametrize(("head", "args"), HEADS, ids=lambda case: getattr(case, "__name__", ""))
def test_a_function_has_the_value_that_sympy_gives_it(head: Any, args: tuple[Any, ...]) -> None:
    expected = head(*args).evalf(30)
    assert value(build(head, args)) == pytest.approx(mp.mpf(str(expected)), rel=1e-14)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (add(X, div(X, X)), 4),
        (power(X, 3), 27),
        (power(mul(MINUS_ONE, X), MINUS_ONE), Rational(-1, 3)),
        (mul(Decimal("0.50"), X), Rational(3, 2)),
        (build(RealRoot, (sp.Integer(-8), sp.Integer(3))), -2),
        (build(sp.log, (sp.Integer(8), TWO)), 3),
        (mul(S.Pi, power(S.Exp1, 1)), sp.pi * sp.E),
        (build(sp.StrictLessThan, (X, sp.Integer(4))), 1),
        (build(sp.Or, (sp.Gt(X, 4), sp.Lt(X, 3), sp.Eq(X, 3))), 1),
        (build(sp.Heaviside, (S.Zero, Rational(1, 3))), Rational(1, 2)),
        (build(sp.DiracDelta, (X, ONE)), 0),
        (build(sp.erf2, (ONE, X)), sp.erf(3) - sp.erf(1)),
        (build(sp.jn, (TWO, X)), sp.jn(2, 3).expand(func=True)),
        (build(sp.hyper, (sp.Tuple(1, 2), sp.Tuple(3), Rational(1, 3))),
         sp.hyper((1, 2), (3,), Rational(1, 3))),
        (build(sp.Integral, (X * T**2, sp.Tuple(T, S.Zero, X))), 27),
        (build(sp.Integral, (sp.exp(-T), sp.Tuple(T, S.Zero, S.Infinity))), 1),
        (build(sp.Integral, (X, sp.Tuple(X))), 4),  # the antiderivative that is 0 at 1
        (build(sp.Derivative, (X**4, sp.Tuple(X, 2))), 108),
    ],
    ids=str,
)  # fmt: skip
def test_a_tree_has_the_value_that_it_means(tree: Any, expected: Any) -> None:
    assert value(tree, x=3) == pytest.approx(mp.mpf(str(sp.N(expected, 30))), rel=1e-14)


@pytest.mark.parametrize(
    "tree",
    [
        power(X, MINUS_ONE), build(sp.log, (X,)), div(ONE, mul(MINUS_ONE, power(X, 2))),
        build(sp.DiracDelta, (X,)), build(sp.acosh, (X,)), build(sp.gamma, (X,)), S.ImaginaryUnit,
        build(sp.exp, (sp.Integer(10) ** 40,)), build(sp.sin, (sp.Integer(10) ** 40,)),
        power(sp.Integer(-8), Rational(1, 3)),
    ],
    ids=str,
)  # fmt: skip
def test_outside_the_domain_there_is_no_value(tree: Any) -> None:
    assert value(tree, x=0) is None


def test_the_branch_that_is_not_taken_needs_no_value() -> None:
    pairs = (sp.log(X), sp.Gt(X, 0)), (X, sp.true)
    tree = build(sp.Piecewise, [sp.functions.elementary.piecewise.ExprCondPair(*p) for p in pairs])
    assert (value(tree, x=-2), value(tree, x=1)) == (-2, 0)


def test_equal_trees_have_one_slot_whatever_the_order() -> None:
    tape = Tape()
    assert tape.slot(add(mul(X, Y), ONE)) == tape.slot(add(ONE, mul(Y, X)))
    assert tape.slot(mul(ONE, X)) == tape.slot(X)
    assert tape.slot(add(X, Y)) != tape.slot(mul(X, Y))


def test_a_letter_stands_for_its_slot() -> None:
    tape = Tape()
    inner = tape.slot(add(X, ONE))
    letters = Letters({U: inner, (U, X): tape.slot(power(X, 2))})
    assert tape.slot(power(U, 3), letters) == tape.slot(power(add(X, ONE), 3))
    assert tape.slot(build(Slope, (U, X)), letters) == tape.slot(power(X, 2))


def test_an_unknown_function_and_its_derivatives_are_one_smooth_function() -> None:
    slope = value(build(sp.Derivative, (F(X, Y), sp.Tuple(X, 1))), x=1, y=2)
    with mp.workprec(PREC):
        change = value(F(X, Y), x="1.0000000001", y=2) - value(F(X, Y), x=1, y=2)
    assert slope == pytest.approx(change * 10**10, rel=1e-9)
    mixed = value(sp.Derivative(F(X, Y), X, Y), x=1, y=2)
    at = value(sp.Subs(sp.Derivative(F(T, Y), T, Y), (T,), (X,)), x=1, y=2)
    assert mixed == at
    assert len({value(g(X), x=1) for g in (F, G)} | {value(F(X, X), x=1)}) == 3


def test_a_function_that_nobody_can_compute_is_named() -> None:
    tape = Tape()
    slot = tape.slot(build(sp.mathieuc, (X, Y, T)))
    assert tape.missing == {slot: "mathieuc"}


def test_complex_values_are_principal() -> None:
    tape = Tape()
    slot = tape.slot(power(add(build(sp.log, (X,)), power(S.ImaginaryUnit, 2)), 2))
    values = tape.at({X: libmp.from_int(-1)}, PREC)
    tape.run_complex(values, PREC)
    assert complex(values[slot]) == pytest.approx((complex(mp.log(-1)) - 1) ** 2)


def test_ten_thousand_nested_functions_need_no_recursion() -> None:
    tree: Any = X
    for _ in range(10_000):
        tree = build(sp.sin, (add(tree, X),))
    assert abs(value(tree, x="0.5")) <= 1


def test_the_precision_of_others_is_left_alone() -> None:
    before = mp.prec
    value(build(sp.besselj, (TWO, X)), x=3)
    assert mp.prec == before
    assert CONTEXT is not mp


@pytest.mark.parametrize(
    ("tree", "left", "right", "exists"),
    [
        (sp.Abs(X), "slope", "slope", False),
        (X * sp.Abs(X), "slope", "slope", True),
        (sp.sqrt(X), "undefined", "infinite", False),
        (sp.sqrt(X) ** 3, "undefined", "slope", None),
        (RealRoot(X, sp.Integer(3)), "infinite", "infinite", False),
        (sp.floor(X), "jump", "slope", False),
        (sp.Abs(X) ** Rational(11, 10), "slope", "slope", True),
        (X * sp.log(X**2 + sp.Heaviside(-(X**2), 1)), "infinite", "infinite", False),
        (sp.Si(X), "slope", "slope", True),
        (sp.log(X), "unknown", "unknown", None),
        (1 / X, "unknown", "unknown", None),
    ],
    ids=str,
)
def test_difference_quotients_show_whether_there_is_a_slope_at_zero(
    tree: Any, left: str, right: str, exists: bool | None
) -> None:
    found = slope_at(tree, {X: S.Zero}, X)
    assert (found.left, found.right, found.exists) == (left, right, exists)


def test_a_slope_is_a_short_fraction_where_it_is_close_to_one() -> None:
    found = slope_at(sp.Abs(X - sp.sqrt(2)) / 3, {X: sp.sqrt(2)}, X)
    assert (found.below, found.above) == (-1 / 3, 1 / 3)


def test_the_end_of_a_domain_may_be_a_rounded_number() -> None:
    found = slope_at(sp.sqrt(X**2 - 2), {X: sp.sqrt(2)}, X)
    assert (found.left, found.right) == ("undefined", "infinite")


def test_only_what_some_slots_need_is_computed() -> None:
    tape = Tape()
    wanted, other = tape.slot(sp.sin(X)), tape.slot(sp.exp(X))
    values = tape.at({X: libmp.fone}, PREC)
    tape.run_for([wanted], values, PREC)
    assert (values[wanted] is None, values[other] is None) == (False, True)


@pytest.mark.parametrize(("tree", "large"), [(sp.exp(X), True), (sp.log(-X), False)], ids=str)
def test_what_is_too_large_is_told_from_what_is_undefined(tree: Any, large: bool) -> None:
    tape = Tape()
    slot = tape.slot(tree)
    values = tape.at({X: libmp.from_int(10**40)}, PREC)
    tape.run(values, PREC)
    assert values[slot] is None
    assert tape.overflows(values, slot, PREC) == large


def test_the_inverse_cotangent_of_zero_is_that_of_sympy() -> None:
    assert value(build(sp.acot, (X,)), x=0) == pytest.approx(mp.pi / 2)


def test_what_a_divergent_integral_takes_is_bounded_however_often_it_is_asked_for() -> None:
    computed: list[Any] = []
    integral = Quadrature(lambda t: computed.append(t) or 1 / t)
    one_attempt = 0
    CONTEXT.prec = PREC
    for attempt in range(200):
        with pytest.raises(UndefinedError):
            integral([CONTEXT.mpf(-1), CONTEXT.mpf(attempt + 2)])
        one_attempt = one_attempt or len(computed)
    assert len(computed) <= MOST_WASTED + one_attempt


def test_an_integral_that_converges_does_not_use_up_what_may_be_wasted() -> None:
    integral = Quadrature(lambda t: t * t)
    CONTEXT.prec = PREC
    for end in range(1, 100):
        integral([CONTEXT.mpf(0), CONTEXT.mpf(end)])
    assert integral.wasted == 0


def test_an_integrand_without_a_value_in_the_middle_is_integrated() -> None:
    x, t = sp.symbols("x t")
    tree = build(sp.Integral, (build(sp.Mul, (sp.sin(t), 1 / t)), sp.Tuple(t, -x, x)))
    assert value(tree, x=2) == pytest.approx(2 * mp.si(2))
