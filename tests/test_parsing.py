"""What is read as what: one table for each part of the language of input.

A row compares a spelling with the tree that it means, written by the constructors of expr.py or
in plain, explicit spelling.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    Integer,
    Integral,
    Max,
    Piecewise,
    Pow,
    Rational,
    S,
    Subs,
    Symbol,
    Tuple,
    asin,
    besselj,
    cos,
    exp,
    factorial,
    floor,
    hyper,
    log,
    sin,
)  # fmt: skip
from sympy.functions.elementary.piecewise import ExprCondPair

from chainrule.errors import InputError
from chainrule.expr import (
    Decimal,
    RealRoot,
    Tree,
    add,
    build,
    div,
    mul,
    neg,
    power,
    sub,
)  # fmt: skip
from chainrule.model import Problem
from chainrule.parsing import (
    choose_wrt,
    from_sympy,
    parse,
    parse_equation,
    parse_point,
    parse_tree,
)  # fmt: skip

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"

a, b, c, n, r, t, x, y, z = (Symbol(letter) for letter in "abcnrtxyz")
alpha, theta, x_1, xi = Symbol("alpha"), Symbol("theta"), Symbol("x_1"), Symbol("xi_1")
f, g = Function("f"), Function("g")
ONE, TWO, THREE = Integer(1), Integer(2), Integer(3)


def fn(head: Any, *args: Any) -> Tree:
    return build(head, args)


# Numbers, sums, products and powers keep their shape.
SHAPES = [
    ("3", THREE),
    ("0.50", Decimal("0.50")),
    (".5", Decimal(".5")),
    ("3.", THREE),
    ("1.2E3", Integer(1200)),
    ("3.1E-3", Decimal("0.0031")),
    ("1/2", Rational(1, 2)),
    ("-1/2", Rational(-1, 2)),
    ("2/4", div(TWO, Integer(4))),
    ("½", Rational(1, 2)),
    ("¾x", mul(Rational(3, 4), x)),
    ("⅗", Rational(3, 5)),
    ("eᵗ", fn(exp, t)),
    ("x²ᵃ", power(x, mul(TWO, a))),
    ("xᵉ", power(x, S.Exp1)),
    ("eᶠ⁽ˣ⁾", fn(exp, fn(f, x))),
    ("x/2", div(x, TWO)),
    ("1/x", Pow(x, -1)),
    ("x/x", div(x, x)),
    ("2*3*x", mul(TWO, THREE, x)),
    ("(x*2)*3", mul(mul(x, TWO), THREE)),
    ("a*b/c*z", mul(div(mul(a, b), c), z)),
    ("a/b/c", div(div(a, b), c)),
    ("a+b-c", add(a, b, neg(c))),
    ("a-(b-c)", add(a, neg(add(b, neg(c))))),
    ("(a+b)+c", add(add(a, b), c)),
    ("x - 1", add(x, Integer(-1))),
    ("x - -3", add(x, mul(Integer(-1), Integer(-3)))),
    ("-3x", mul(Integer(-3), x)),
    ("-x*y", mul(Integer(-1), x, y)),
    ("-x^2", neg(power(x, 2))),
    ("2*-3", mul(TWO, Integer(-3))),
    ("x^-2", power(x, -2)),
    ("x^-y^2", power(x, neg(power(y, 2)))),
    ("2^3^4", power(TWO, power(THREE, 4))),
    ("x**2", power(x, 2)),
    ("+x", x),
    ("x!", fn(factorial, x)),
    ("x^2!", power(x, fn(factorial, TWO))),
    ("x*exp(-x)", mul(x, fn(exp, neg(x)))),
    ("x/exp(x)", div(x, fn(exp, x))),
    ("|x-2|", fn(Abs, sub(x, TWO))),
    ("|a|b|c|", mul(fn(Abs, a), b, fn(Abs, c))),
    ("|a*|b|*c|", fn(Abs, mul(a, fn(Abs, b), c))),
    ("||x|-1|", fn(Abs, add(fn(Abs, x), Integer(-1)))),
    ("⌊x⌋", fn(floor, x)),
    ("[x+1]*{x}", mul(add(x, ONE), x)),
]

# A product is also written side by side; division and product go from left to right.
PRODUCTS = [
    ("2x", mul(TWO, x)),
    ("3x(x+1)", mul(THREE, x, add(x, ONE))),
    ("(x+1)(x+2)", mul(add(x, ONE), add(x, TWO))),
    ("x y z", mul(x, y, z)),
    ("x·y", mul(x, y)),
    ("x×y", mul(x, y)),
    ("x∙y⋅z", mul(x, y, z)),
    ("x÷y", div(x, y)),
    ("1/2x", mul(Rational(1, 2), x)),
    ("a/b c", mul(div(a, b), c)),
    ("2(3)", mul(TWO, THREE)),
    ("x^2y", mul(power(x, 2), y)),
    ("xy^2", mul(x, power(y, 2))),
    ("3xe^x", mul(THREE, x, fn(exp, x))),
    ("ae^(bx)", mul(a, fn(exp, mul(b, x)))),
    ("2πr", mul(TWO, S.Pi, r)),
    ("½x", mul(Rational(1, 2), x)),
]

NAMES = [
    ("π", S.Pi),
    ("ℼ", S.Pi),
    ("e", S.Exp1),
    ("E", S.Exp1),
    ("alpha", alpha),
    ("αx", mul(alpha, x)),
    ("x_1", x_1),
    ("x₁", x_1),
    ("x_{1}", x_1),
    ("x_{12}", Symbol("x_12")),
    ("w12", Symbol("w12")),
    ("theta1", Symbol("theta1")),
    ("net_o1", Symbol("net_o1")),
    ("phi", Symbol("phi")),
    ("x²", power(x, 2)),
    ("x⁻¹", Pow(x, -1)),
    ("xⁿ", power(x, n)),
    ("(x+1)²³", power(add(x, ONE), 23)),
    ("３*（x－２）", mul(THREE, sub(x, TWO))),
    ("−x", neg(x)),
]

FUNCTIONS = [
    ("sin x", fn(sin, x)),
    ("sin 2x", fn(sin, mul(TWO, x))),
    ("2sin3x", mul(TWO, fn(sin, mul(THREE, x)))),
    ("sin x cos x", mul(fn(sin, x), fn(cos, x))),
    ("sinxcosx", mul(fn(sin, x), fn(cos, x))),
    ("cosx/2", div(fn(cos, x), TWO)),
    ("x^2sin(x)", mul(power(x, 2), fn(sin, x))),
    ("xln(x)", mul(x, fn(log, x))),
    ("sin x^2", fn(sin, power(x, 2))),
    ("sin(x)^2", power(fn(sin, x), 2)),
    ("sin^2 x", power(fn(sin, x), 2)),
    ("sin²(x)", power(fn(sin, x), 2)),
    ("sin**2(x)", power(fn(sin, x), 2)),
    ("sin^-1(x)", fn(asin, x)),
    ("sin⁻¹x", fn(asin, x)),
    ("sin -x", fn(sin, neg(x))),
    ("sin cos x", fn(sin, fn(cos, x))),
    ("sin x!", fn(sin, fn(factorial, x))),
    ("Sin[x]", fn(sin, x)),
    ("arcsin x", fn(asin, x)),
    ("ln|x|", fn(log, fn(Abs, x))),
    ("log(x)", fn(log, x)),
    ("log(x, 2)", fn(log, x, TWO)),
    ("log_2(x)", fn(log, x, TWO)),
    ("log₂(x)", fn(log, x, TWO)),
    ("log10(x)", fn(log, x, Integer(10))),
    ("log_x(y)", fn(log, y, x)),
    ("lg x", fn(log, x, Integer(10))),
    ("sqrt(x)", power(x, Rational(1, 2))),
    ("√x", power(x, Rational(1, 2))),
    ("√2x", mul(power(TWO, Rational(1, 2)), x)),
    ("cbrt(x)", fn(RealRoot, x, THREE)),
    ("∛x", fn(RealRoot, x, THREE)),
    ("root(x, 5)", fn(RealRoot, x, Integer(5))),
    ("root(x, 4)", power(x, Rational(1, 4))),
    ("x^(1/3)", power(x, Rational(1, 3))),
    ("root(x, n)", power(x, Pow(n, -1))),
    ("e^x", fn(exp, x)),
    ("exp(x)", fn(exp, x)),
    ("pow(x, 2)", power(x, 2)),
    ("besselj(0, x)", fn(besselj, Integer(0), x)),
    ("pfq([a], [b, c], x)", fn(hyper, Tuple(a), Tuple(b, c), x)),
    ("f(g(x))", fn(f, fn(g, x))),
    ("g(x, y)", fn(g, x, y)),
    ("f + g", add(Symbol("f"), Symbol("g"))),
    ("f''(x)", fn(Derivative, fn(f, x), Tuple(x, TWO))),
    ("f'(x^2)", Subs(fn(Derivative, fn(f, xi), Tuple(xi, ONE)), (xi,), (power(x, 2),))),
    ("Max(x, 0)", fn(Max, x, Integer(0))),
    ("Integral(sin(t**2), (t, 0, x))",
     fn(Integral, fn(sin, power(t, 2)), Tuple(t, Integer(0), x))),
]  # fmt: skip

CASES = build(
    Piecewise,
    [
        build(ExprCondPair, (power(x, 2), fn(type(x < 0), x, Integer(0)))),
        build(ExprCondPair, (fn(sin, x), S.true)),
    ],
)
PIECEWISE = [
    ("Piecewise((x**2, x < 0), (sin(x), True))", CASES),
    ("piecewise(x^2, x<0; sin x)", CASES),
    (r"\begin{cases} x^2 & x<0 \\ \sin x & \text{otherwise} \end{cases}", CASES),
]

LATEX = [
    (r"\frac{\sin(x^2)}{\sqrt{x}}", div(fn(sin, power(x, 2)), power(x, Rational(1, 2)))),
    (r"\left( x + 1 \right)^{2}", power(add(x, ONE), 2)),
    (r"\left| x \right|", fn(Abs, x)),
    (r"\frac12 x", mul(Rational(1, 2), x)),
    (r"\frac1x2", mul(Pow(x, -1), TWO)),
    (r"\frac xx", div(x, x)),
    (r"\dfrac{1}{x}", Pow(x, -1)),
    (r"{x \over 2} + 1", add(div(x, TWO), ONE)),
    (r"\root 3 \of {x}", fn(RealRoot, x, THREE)),
    (r"\sqrt[3]{x}", fn(RealRoot, x, THREE)),
    (r"\sqrt[4]x", power(x, Rational(1, 4))),
    (r"\sin^{2} x", power(fn(sin, x), 2)),
    (r"\sin^{-1}(x)", fn(asin, x)),
    (r"\sin 2x \cos 2y", mul(fn(sin, mul(TWO, x)), fn(cos, mul(TWO, y)))),
    (r"\log_2 x", fn(log, x, TWO)),
    (r"\log_{10}(x).", fn(log, x, Integer(10))),
    (r"\operatorname{arctan} x", parse_tree("atan(x)")),
    (r"\mathrm{e}^{x}", fn(exp, x)),
    (r"\displaystyle{x}\,\cdot y ,", mul(x, y)),
    (r"2(1.37)^t\,", mul(TWO, power(Decimal("1.37"), t))),
    (r"xy\ln x", mul(x, y, fn(log, x))),
    (r"e^{x_{1}}", fn(exp, x_1)),
    (r"x^\alpha", power(x, alpha)),
    (r"\theta!", fn(factorial, theta)),
    (r"\lfloor x \rfloor", fn(floor, x)),
    (r"\int_0^{x} \sin(t^2)\,dt", fn(Integral, fn(sin, power(t, 2)), Tuple(t, Integer(0), x))),
    (r"$x^{2}$", power(x, 2)),
]


@pytest.mark.parametrize(
    ("text", "tree"), SHAPES + PRODUCTS + NAMES + FUNCTIONS + PIECEWISE + LATEX
)
def test_text_is_read_as_the_tree_that_was_written(text: str, tree: Tree) -> None:
    read = parse(text).expr
    assert read == tree
    assert same_order(read, tree), f"{tree.args} expected, {read.args} read"


def same_order(one: Tree, other: Tree) -> bool:
    """Equality that also sees the order of terms and the spelling of decimals."""
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return type(one) is type(other) and one.text == other.text
    return (
        one.func == other.func
        and len(one.args) == len(other.args)
        and all(map(same_order, one.args, other.args))
    )


# text: the kinds of reading, in any order
READINGS = [
    ("x^2 + 1", []),
    ("e^x", ["euler-number"]),
    ("log(x)", ["natural-logarithm"]),
    ("lg(x)", ["decimal-logarithm"]),
    ("log_2(x)", ["logarithm-base"]),
    ("1/2x", ["left-to-right"]),
    ("sin 2x", ["bare-argument"]),
    ("sin x/2", ["bare-argument"]),
    ("cosx", ["glued-function"]),
    ("cosx/2", ["bare-argument"]),
    ("cos^2 2x", ["function-power"]),
    ("gamma x", ["greek-letter", "variable"]),
    ("gamma*x", ["variable"]),
    ("arccot x", ["arccot-branch"]),
    ("cot^-1 x", ["arccot-branch", "inverse-function"]),
    ("2^xy", None),
    ("xy", ["glued-product"]),
    ("kb*T", ["one-name"]),
    ("speed^2", ["one-name"]),
    ("w12", ["one-name"]),
    ("x(x+1)", ["factor"]),
    ("f(x)", ["unknown-function"]),
    ("sin^-1(x)", ["inverse-function"]),
    ("sin^2 x", ["function-power"]),
    ("e^2x", ["euler-number", "short-exponent"]),
    ("x^1/2", ["short-exponent"]),
    ("x^2x", ["short-exponent"]),
    ("x^2 y", []),
    ("x^3!", ["factorial-exponent"]),
    ("x^(1/3)", ["principal-power"]),
    ("cbrt(x)", ["real-root"]),
    ("1e3x", None),
    ("2E3*x", ["scientific-notation"]),
    ("Sin(x)", ["capital-letter"]),
    ("i*x", ["letter-i", "variable"]),
    ("x*X", ["look-alikes"]),
    ("x1+x_1", ["look-alikes", "one-name"]),
    ("a*x", ["variable"]),
]


@pytest.mark.parametrize(("text", "kinds"), READINGS)
def test_every_ambiguity_that_was_decided_is_said(text: str, kinds: list[str] | None) -> None:
    if kinds is None:
        with pytest.raises(InputError):
            parse(text)
    else:
        assert sorted(kinds) == sorted(reading.kind for reading in parse(text).readings)


def test_a_reading_quotes_its_place_and_says_what_it_means() -> None:
    (reading,) = parse("2 + sin 3x").readings
    assert (reading.written, reading.meaning, reading.span) == ("sin 3x", "sin(3x)", (4, 10))
    assert reading.note == "sin 3x is sin(3x)"


@pytest.mark.parametrize("text", ["x*X", "e^2x", "i*x", "speed^2", "x^1/2"])
def test_what_is_probably_a_slip_is_a_warning(text: str) -> None:
    assert any(reading.warning for reading in parse(text).readings)


# text: name, expression, variables
AROUND = [
    ("x^2", "h", "x^2", "x"),
    ("y = x^2", "y", "x^2", "x"),
    ("f(x) = a*x", "f", "a*x", "x"),
    ("g(t) = t + x", "g", "t + x", "t"),
    ("f(x, y) = x*y", "f", "x*y", ""),
    ("h*x^2", "y", "h*x^2", ""),
    ("d/dx[x^2]", "h", "x^2", "x"),
    ("d/dy x*y", "h", "x*y", "y"),
    ("d^2/dx^2 [x^3]", "h", "x^3", "xx"),
    ("d²/dx²(x^3)", "h", "x^3", "xx"),
    ("∂/∂x (x*y)", "h", "x*y", "x"),
    ("(x^2)'", "h", "x^2", "x"),
    ("[sin x]''", "h", "sin(x)", "xx"),
    (r"\frac{d}{dx}\left[x^2\right]", "h", "x^2", "x"),
    (r"\frac{d^2}{dt^2} \sin t", "h", "sin(t)", "tt"),
    (r"\frac{\partial}{\partial y}(x y)", "h", "x*y", "y"),
    ("y = d/dx[x^2]", "y", "x^2", "x"),
    ("derivative of x^2 sin x", "h", "x^2*sin(x)", "x"),
    ("What is the derivative of x^2", "h", "x^2", "x"),
    ("differentiate x*y with respect to y", "h", "x*y", "y"),
    ("x^2 y wrt x.", "h", "x^2*y", "x"),
    ("(x^2 y)'' w.r.t. y", "h", "x^2*y", "yy"),
    ("'x^2'", "h", "x^2", "x"),
    ("`x^2`", "h", "x^2", "x"),
    (r"\begin{equation} y = x^2 \end{equation}", "y", "x^2", "x"),
    ("np.sin(x)**2 + math.pi*x", "h", "sin(x)^2 + pi*x", "x"),
    ("POWER(x, 2)*SQRT(x)", "h", "x^2*sqrt(x)", "x"),
    (r"\boxed{x^2}", "h", "x^2", "x"),
    ("x^1⁄2 + 3⁄4", "h", "sqrt(x) + 3/4", "x"),
    ("a*x^2 + b*x + c", "h", "a*x^2 + b*x + c", "x"),
    ("A*sin(omega*t + phi)", "h", "A*sin(omega*t + phi)", "t"),
    ("c_1*x + x_0", "h", "c_1*x + x_0", "x"),
    ("x*y", "h", "x*y", ""),
    ("u*v", "h", "u*v", ""),
    ("pi^2", "h", "pi^2", ""),
    ("Integral(t*x, (t, 0, 1))", "h", "Integral(t*x, (t, 0, 1))", "x"),
    ("Subs(Derivative(f(ξ₁), ξ₁), ξ₁, x²)", "h", "f'(x^2)", "x"),
]


@pytest.mark.parametrize(("text", "name", "expression", "wrt"), AROUND)
def test_name_and_variable_come_from_around_the_expression(
    text: str, name: str, expression: str, wrt: str
) -> None:
    problem = parse(text)
    assert (name, parse(expression).expr) == (problem.name, problem.expr)
    assert wrt == "".join(map(str, problem.wrt))


# text: the place of the caret, a piece of the message, a piece of the hint
ERRORS = [
    ("", "", "nothing to read", ""),
    ("sin(x", "(", "never closed", ""),
    ("(x+1))", ")", "closes nothing", ""),
    ("(x]", "]", "does not close", "')' is expected"),
    ("()", "()", "nothing between", ""),
    ("|x", "|", "never closed", ""),
    ("sinn(x) + 1", "sinn", "unknown function 'sinn'", "did you mean sin(x)?"),
    ("sqr(x)", "sqr", "unknown function", "did you mean sqrt(x)?"),
    ("2x^2+", "+", "nothing to add", ""),
    ("x*", "*", "nothing to multiply", ""),
    ("*x", "*", "needs something before it", ""),
    ("x+*y", "+", "nothing to add", ""),
    ("sin", "sin", "needs an argument", "sin(x)"),
    ("sin*2", "sin", "needs an argument", "sin(x)"),
    ("sin(x, y)", "sin(x, y)", "takes 1 argument, not 2", ""),
    ("atan2(x)", "atan2(x)", "takes 2 arguments, not 1", ""),
    ("3,5", ",", "not read as a decimal point", "3.5"),
    ("sin(0,5)", "sin(0,5)", "takes 1 argument", "decimal point"),
    ("x,y", ",", "comma", "one expression at a time"),
    ("12 3.7", "3.7", "two numbers", "write 12*3.7"),
    ("2 3 x", "3", "two numbers", "write 2*3"),
    ("0.1..2", ".", "decimal point needs a digit", ""),
    ("5%", "%", "percent", "0.05"),
    ("x ± 1", "±", "two functions", ""),
    ("x#", "#", "'#' is not read", ""),
    ("хy", "х", "is not read", "cyrillic"),
    ("x^2 = 4", "=", "an equation is not a function", "y = …"),
    ("x^2+y^2 = 1", "=", "an equation is not a function", 'chainrule implicit "x^2+y^2 = 1"'),
    ("x y = sin(x) + y", "=", "an equation", 'chainrule implicit "x y = sin(x) + y"'),
    ("x = y^2 = z", "=", "an equation", "y = …"),
    ("x^2 at x = 3", "x = 3", "a point is not a part", '--at "x = 3"'),
    ("x^2, x=pi/4", "x=pi/4", "a point is not a part", '--at "x=pi/4"'),
    ("f(x) = x^2 where x = (1+2)", "x = (1+2)", "a point is not a part", "--at"),
    ("-oo", "-oo", "not a number", ""),
    ("sin(-oo)", "-oo", "not a number", ""),
    ("a(3,5)", "(3,5)", "vectors", "3.5"),
    ("y =", "=", "nothing behind", ""),
    ("= x", "=", "nothing before", ""),
    ("dy/dx = x", "dy/dx", "derivative already", "y = …"),
    ("x = 3", "x = 3", "value", "--at"),
    ("x < 3", "x < 3", "inequality", "Piecewise"),
    ("1 < x < 3", "1 < x < 3", "chained inequality", "Piecewise"),
    ("(x, y)", "(x, y)", "vectors, lists and sets", ""),
    ("x^ab", "", "not clear how far", "brackets"),
    ("sqrt 8x (x-2)", "(", "not clear whether the argument", "sqrt(8x)*(…)"),
    ("f^2(x)", "f^2", "power or a repeated function", "f(x)^2"),
    ("cos^-1 x sec^-1", "sec", "needs an argument", ""),
    ("ln^-1(x)", "ln", "inverse function or a reciprocal", "1/ln(x)"),
    ("a9b", "a9b", "several ways", "*"),
    ("5 kg", "kg", "units are not read", "k*g"),
    ("x dx", "dx", "differential", ""),
    ("y' + y", "'", "whole expression", ""),
    ("e^(iπ)", "i", "imaginary unit", ""),
    ("2½", "½", "mixed number", "2 + 1/2"),
    ("oo", "oo", "not a number", ""),
    ("d/dx x^2 + 1", "d/dx", "how far this derivative goes", "brackets"),
    (r"\frac{1}", r"\frac", "numerator and a denominator", ""),
    (r"\alhpa x", r"\alhpa", "is not read", r"did you mean \alpha?"),
    (r"\sin x^10", "10", "in LaTeX only '1'", "{10}"),
    (r"\frac{dy}{dx} + x", r"\frac", "derivative cannot be a part", ""),
    ("Piecewise((x, 3), (1, True))", "3", "condition", ""),
    ("erfc x", "erfc", "needs its argument in brackets", "erfc(x)"),
    ("floor x + 1", "floor", "needs its argument in brackets", "floor(x)"),
    ("besselj x", "besselj", "needs its argument in brackets", "besselj(x, y)"),
    ("li x", "li", "needs its argument in brackets", "li(x)"),
    (r"\max x", r"\max", "needs its argument in brackets", r"\max(x)"),
    ("x³⁄₂", "³⁄₂", "an exponent or a fraction", "^(3/2)"),
    ("pi = x", "pi", "a constant, not a name", ""),
    ("sin = x", "sin", "a function, not a name", ""),
    ("2 = x", "2", "a number, not a name", ""),
    ("d/dx[d/dx[f(x)]]", "dx", "in front of the whole", "d²/dx²"),
    ("x + d/dx x^2", "dx", "in front of the whole", ""),
    ("sympy.Limit(sin(x)/x, x, 0)", "Limit", "is not read", "without the limit"),
    ("sin-1(x)", "sin-1", "inverse function", "sin^-1(x)"),
    ("2x10^3", "2x10^", "several ways", "2*10^…"),
    ("1e3x", "1e3", "several ways", "1*10^(3)*x"),
    ("arc sin x", "arc", "is not read", "arcsin(x)"),
    ("x -> x^2", "-", "limits and maps", ""),
    ("lambda x: x", ":", "colon", "f(x) = …"),
    ("the derivative is x", "is", "is not read", "without words"),
    ("d/dx x^2 y wrt y", "d/dx", "by y", ""),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), ERRORS)
def test_a_mistake_is_named_and_pointed_at(text: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert text == error.source
    if place:
        assert place == text[slice(*error.span)]


@pytest.mark.parametrize("text", ["sin(x", "sinn(x)", "9**9**9", "sin(x,y)", "x = x + 1"])
def test_a_mistake_is_reported_without_importing_sympy(text: str) -> None:
    code = (
        "import sys; from chainrule.parsing import parse\n"
        "from chainrule.errors import InputError\n"
        f"try: parse({text!r})\n"
        "except InputError: print('sympy' in sys.modules)"
    )
    done = subprocess.run(  # the interpreter that runs the tests, with fixed text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_an_equation_is_read_when_it_is_asked_for() -> None:
    problem = parse_equation("x^2 + y^2 = 25")
    assert fn(Eq, add(power(x, 2), power(y, 2)), Integer(25)) == problem.expr


@pytest.mark.parametrize(
    ("text", "wrt", "order", "expected"),
    [
        ("x^2", None, 1, "x"),
        ("x^2", None, 2, "xx"),
        ("x*y", "y", 1, "y"),
        ("x*y", "x,y", 1, "xy"),
        ("x*y", ("x", "y"), 1, "xy"),
        ("x*y", x, 2, "xx"),
        ("d/dx[x*y]", None, 2, "xx"),
        ("7", None, 1, "x"),
        ("a", "x", 1, "x"),
        ("x_1*y", "x₁", 1, "x_1"),
        ("x*y", "x,,y,", 1, "xy"),
    ],
)
def test_the_variable_is_chosen(text: str, wrt: Any, order: int, expected: str) -> None:
    assert expected == "".join(map(str, choose_wrt(parse(text), wrt, order).wrt))


@pytest.mark.parametrize(
    ("text", "wrt", "order", "message", "hint"),
    [
        ("x*y", None, 1, "which variable: x, y?", "--wrt x"),
        ("x*y", "X", 1, "'X' does not occur", "did you mean x?"),
        ("theta*x", "thetta", 1, "'thetta' does not occur", "did you mean theta?"),
        ("x*y", "x+y", 1, "not a variable", ""),
        ("x*y", "x", 0, "order", ""),
        ("h(m)", "h", 1, "h is an unknown function here", "h*(…)"),
        ("f(3)", "f", 1, "f is an unknown function here", "f*(…)"),
        ("rS_n", "r", 1, "r stands only inside the name rS_n", "r*S_n"),
        ("speed*t", "s", 1, "s stands only inside the name speed", ""),
        (
            "x*y",
            "x,y",
            2,
            "x,y are 2 differentiations",
            "x,y for each once, or x,x,y,y",
        ),
        ("x*y", " , ", 1, "no variable is given", ""),
        ("x^2 y wrt y", "x", 1, "the text says d/dy", ""),
    ],
)
def test_a_variable_that_cannot_be_meant_is_refused(
    text: str, wrt: str | None, order: int, message: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        choose_wrt(parse(text), wrt, order)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "wrt", "order", "found"),
    [
        ("d/dx[x*y]", "x", 1, "x"),
        ("d²/dx²[x^3]", None, 1, "xx"),
        ("d²/dx²[x^3]", "x", 2, "xx"),
        ("(x^2 y)''", "y", 1, "yy"),
        ("d/dx[x^3]", None, 2, "xx"),
        ("f(x) = a x^2", "a", 1, "a"),
        ("x^2 y", "x,y", 1, "xy"),
    ],
)
def test_what_the_text_says_and_what_is_asked_for_agree(
    text: str, wrt: str | None, order: int, found: str
) -> None:
    assert found == "".join(map(str, choose_wrt(parse(text), wrt, order).wrt))


@pytest.mark.parametrize(
    ("text", "wrt", "order", "message"),
    [
        ("d/dx[x*y]", "y", 1, "the text says d/dx, and wrt says y"),
        ("d/dx[x*y]", "x,y", 1, "the text says d/dx, and wrt says x,y"),
        ("d²/dx²[x^3]", None, 3, "the text says order 2, and 3 is asked for"),
    ],
)
def test_what_the_text_says_and_what_is_asked_for_must_not_differ(
    text: str, wrt: str | None, order: int, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        choose_wrt(parse(text), wrt, order)


SPELLINGS = {
    "sin": "sinus sine sen seno", "cos": "cosinus cosine coseno",
    "tan": "tg tang tangens tangent tangente", "asin": "arcsen", "asinh": "arsenh arcsenh",
    "cot": "ctg cotg cotangens cotangent", "csc": "cosec cosecant", "sec": "secant",
    "atan": "arctg arctan", "acot": "arcctg", "sinh": "sh senh", "cosh": "ch", "tanh": "th tgh",
    "gamma": "Γ Gamma",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "spelling"), [(n, word) for n, words in SPELLINGS.items() for word in words.split()]
)
def test_functions_have_their_names_in_other_languages(name: str, spelling: str) -> None:
    assert parse(f"{name}(x^2)").expr == parse(f"{spelling}(x^2)").expr


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x=5", {x: Integer(5)}),
        ("x=1/2", {x: Rational(1, 2)}),
        ("x = pi/4, y = -2", {x: div(S.Pi, Integer(4)), y: Integer(-2)}),
        ("x=1;y=2", {x: ONE, y: TWO}),
        ("θ=0.5", {theta: Decimal("0.5")}),
        ("x_1=log(8, 2)", {x_1: fn(log, Integer(8), TWO)}),
    ],
)
def test_a_point_gives_values(text: str, values: dict[Symbol, Tree]) -> None:
    assert values == parse_point(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5", "a point is written x=5"),
        ("x=", "a point is written x=5"),
        ("x=y", "must be a number, without y"),
        ("x=1,5", "not read as a decimal point"),
        ("x=1, x=2", "given twice"),
        ("x+1=2", "not a variable"),
        ("x=1, y=sin(", "nothing to read|never closed"),
    ],
)
def test_a_point_that_cannot_be_meant_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_point(text)
    assert text == caught.value.source


@pytest.mark.parametrize(
    ("text", "hint"), [("5", "write x=5"), ("1,2", "write x=1, y=2"), ("(1, 2)", "write x=1, y=2")]
)
def test_numbers_without_names_are_shown_with_names(text: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_point(text)
    assert caught.value.hint == hint


def test_declared_names_are_one_variable_even_before_a_bracket() -> None:
    names = {"f": Symbol("f"), "du": Symbol("du"), "k": add(x, ONE)}
    assert mul(Symbol("f"), add(Symbol("du"), ONE)) == parse_tree("f*(du + 1)", names)
    assert mul(Symbol("f"), x) == parse_tree("f(x)", names)
    assert power(add(x, ONE), 2) == parse_tree("k^2", names)
    assert fn(Function("phi"), x) == parse_tree("phi(x)", {"phi": Function("phi")})


# SymPy expression: the same in plain spelling
FROM_SYMPY = [
    (x / 2, "x/2"),
    (-3 * x / 2, "-(3*x/2)"),
    (sin(x) / y**2, "sin(x)/y^2"),
    (x**-2, "x^(-2)"),
    (1 / x ** Rational(1, 2), "1/sqrt(x)"),
    (x / (2 * (x + 1) ** Rational(1, 2)), "x/(2*sqrt(x + 1))"),
    (x**2 + 3 * x - 1, "x^2 + 3*x - 1"),
    (1 - x**2, "1 - x^2"),
    (x * exp(-x), "x*exp(-x)"),
    (0.5 * x, "0.5*x"),
    (x**x, "x^x"),
    (parse_tree("(x*2)*3"), "(x*2)*3"),
    (parse_tree("2*3*x + x/x"), "2*3*x + x/x"),
    (parse_tree("x/(2*sqrt(x)) - 3*x"), "x/(2*sqrt(x)) - 3*x"),
]


@pytest.mark.parametrize(("expr", "text"), FROM_SYMPY)
def test_a_sympy_expression_comes_in_as_it_is_printed(expr: Any, text: str) -> None:
    tree = parse_tree(text)
    read = from_sympy(expr).expr
    assert same_order(read, tree), f"{tree.args} expected, {read.args} read"


def test_symbols_with_assumptions_stay_the_users_own() -> None:
    positive = Symbol("x", positive=True)
    problem = choose_wrt(from_sympy(positive**2), "x")
    assert (positive,) == problem.wrt


@pytest.mark.parametrize("value", ["x", S.ImaginaryUnit * x, S.NaN, Eq(x, y), None])
def test_what_is_not_a_real_expression_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        from_sympy(value)


def corpus(field: str, every: int) -> list[tuple[str, str, str]]:
    kinds = {"derivative", "antiderivative", "numeric_only", "value_at_point", "implicit"}
    rows = []
    for file in sorted(CORPORA.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["kind"] in kinds and case.get(field):
                rows.append((case["kind"], case[field], case["expr"]))
    return rows[::every]


def read(kind: str, text: str) -> Problem:
    return parse_equation(text) if kind == "implicit" else parse(text)


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not beside the project")
def test_every_kind_of_expression_in_the_corpora_is_read() -> None:
    for kind, text, _ in corpus("expr", every=7):
        read(kind, text)


# LaTeX of the corpora that means another thing here than in its source; see docs/input.md
NOT_A_FUNCTION = ("dy/d", "dv/dt", "dx}{dt", "dy}{dx")
OTHERWISE = ("f(", "h(", "g(", "rS_n", r"n\ell", "plane")


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not beside the project")
def test_latex_of_the_corpora_has_the_value_of_its_plain_text() -> None:
    for kind, latex, plain in corpus("latex", every=9):
        if any(part in latex for part in NOT_A_FUNCTION + OTHERWISE):
            continue
        one, other = read(kind, latex).expr, read(kind, plain).expr
        names = sorted(one.free_symbols | other.free_symbols, key=str)
        at = {name: Rational(31 + 7 * place, 100) for place, name in enumerate(names)}
        if kind == "implicit":
            one, other = one.lhs - one.rhs, other.lhs - other.rhs
        left, right = (complex(tree.evalf(20, subs=at)) for tree in (one, other))
        assert abs(left - right) <= 1e-9 * (1 + abs(right)), f"{latex}: {one}, not {other}"


def test_many_spaces_and_words_are_read_at_once() -> None:
    spaces = " " * 50_000
    for text in (f"ab{spaces}x", f"x^2{spaces}+ 1", f"f{spaces}'{spaces}+ x", "wrt " * 10_000):
        began = time.monotonic()
        with suppress(InputError):
            parse(text)
        assert time.monotonic() - began < 2


def test_a_superscript_is_quoted_as_it_stands() -> None:
    (reading,) = parse("sin²(3x)").readings
    assert reading.meaning == "(sin(3x))²"


def test_a_constant_in_braces_is_quoted_without_them() -> None:
    (reading,) = parse(r"\mathrm{e}^{2x}").readings
    assert reading.written == "e"


def test_binomial_coefficients_are_read_from_latex() -> None:
    assert str(parse(r"\binom{x}{2}").expr) == "binomial(x, 2)"
    with pytest.raises(InputError, match="two numbers in braces"):
        parse(r"\binom{x}")
