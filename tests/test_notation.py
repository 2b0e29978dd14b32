"""What is printed for a tree: brackets, signs, products, fractions, roots, names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sympy
from sympy import Derivative, Float, Function, Integer, S, Subs, Symbol, Tuple

from chainrule.expr import HALF, MINUS_ONE, RealRoot, add, build, div, mul, neg, power
from chainrule.notation import (
    Num,
    Sym,
    at_bar,
    call,
    derivative_of,
    equation,
    juxtapose,
    leibniz,
    math,
    negative,
    plus,
    prime,
    raised,
    times,
)  # fmt: skip
from chainrule.notation.trees import DEPTH, SIZE
from chainrule.parsing import parse_tree
from chainrule.pool import Pool  # fmt: skip
from chainrule.render import latex, plain, terminal

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"

# fmt: off
WRITTEN = [
    # products: no sign where a reader needs none
    ("6*(2*x-1)^2", "6(2x − 1)²", "6*(2*x - 1)^2", "6(2x - 1)^{2}"),
    ("3*(2*x-1)^2*2", "3(2x − 1)² · 2", "3*(2*x - 1)^2 * 2", r"3(2x - 1)^{2} \cdot 2"),
    ("x^2*e^x", "x² eˣ", "x^2*e^x", "x^{2} e^{x}"),
    ("x*cos(x^2)*2*x", "x cos(x²) · 2x", "x*cos(x^2) * 2*x", r"x \cos(x^{2}) \cdot 2x"),
    ("2*3*x", "2·3·x", "2*3*x", r"2 \cdot 3 \cdot x"),
    ("(x*2)*3", "(x·2)·3", "(x*2)*3", r"(x \cdot 2) \cdot 3"),
    ("x*x", "x·x", "x*x", r"x \cdot x"),
    ("x*y", "x y", "x*y", "xy"),
    ("1*x", "1·x", "1*x", r"1 \cdot x"),
    ("pi*x", "π x", "pi*x", r"\pi x"),
    ("x*(x+1)", "x(x + 1)", "x*(x + 1)", "x(x + 1)"),
    ("(x+1)*(x-1)", "(x + 1)(x − 1)", "(x + 1)*(x - 1)", "(x + 1)(x - 1)"),
    ("2*sqrt(x)", "2√x", "2*sqrt(x)", r"2\sqrt{x}"),
    ("sqrt(x)*x", "√x · x", "sqrt(x) * x", r"\sqrt{x} \cdot x"),
    ("2^x*ln(2)", "2ˣ ln 2", "2^x*ln(2)", r"2^{x} \ln 2"),
    ("abs(x)*abs(y)", "|x|·|y|", "abs(x)*abs(y)", r"\lvert x \rvert \cdot \lvert y \rvert"),
    ("0.5*x", "0.5x", "0.5*x", "0.5x"),
    ("1/2*x", "(1/2)x", "1/2*x", r"\frac{1}{2}x"),
    # signs
    ("-sin(x)", "−sin x", "-sin(x)", r"-\sin x"),
    ("2*(-3)", "2·(−3)", "2*(-3)", r"2 \cdot (-3)"),
    ("x-(-x)", "x − (−x)", "x - (-x)", "x - (-x)"),
    ("x-(y+1)", "x − (y + 1)", "x - (y + 1)", "x - (y + 1)"),
    ("x+(y+1)", "x + (y + 1)", "x + (y + 1)", "x + (y + 1)"),
    ("-x^2", "−x²", "-x^2", "-x^{2}"),
    ("(-x)^2", "(−x)²", "(-x)^2", "(-x)^{2}"),
    ("-(x+1)", "−(x + 1)", "-(x + 1)", "-(x + 1)"),
    ("-3*x", "−3x", "-3*x", "-3x"),
    ("-1/x", "−1/x", "-1/x", r"-\frac{1}{x}"),
    # fractions
    ("1/(2*sqrt(x))", "1/(2√x)", "1/(2*sqrt(x))", r"\frac{1}{2\sqrt{x}}"),
    ("2*x/3", "2x/3", "2*x/3", r"\frac{2x}{3}"),
    ("sin(x)/x", "sin x / x", "sin(x)/x", r"\frac{\sin x}{x}"),
    ("-sin(x)*cos(x)/(1+cos(x)^2)", "−sin x cos x / (1 + cos² x)",
     "-sin(x)*cos(x)/(1 + cos(x)^2)", r"-\frac{\sin x \cos x}{1 + \cos^{2} x}"),
    ("x/(y/2)", "x/(y/2)", "x/(y/2)", r"\frac{x}{\frac{y}{2}}"),
    ("x*(y/2)", "x · (y/2)", "x * (y/2)", r"x \cdot \frac{y}{2}"),
    ("x/y*z", "x/y · z", "x/y * z", r"\frac{x}{y} \cdot z"),
    ("x-1/2", "x − 1/2", "x - 1/2", r"x - \frac{1}{2}"),
    ("2/4", "2/4", "2/4", r"\frac{2}{4}"),
    # powers and roots
    ("(x^2)^3", "(x²)³", "(x^2)^3", "(x^{2})^{3}"),
    ("2^(x+1)", "2^(x + 1)", "2^(x + 1)", "2^{x + 1}"),
    ("x^(3/2)", "x^(3/2)", "x^(3/2)", "x^{3/2}"),
    ("x^(-2)", "x⁻²", "x^(-2)", "x^{-2}"),
    ("x^alpha*(y+1)", "x^α·(y + 1)", "x^alpha*(y + 1)", r"x^{\alpha}(y + 1)"),
    ("e^(3*x)", "e³ˣ", "e^(3*x)", "e^{3x}"),
    ("e^(-x^2)", "e^(−x²)", "e^(-x^2)", "e^{-x^{2}}"),
    ("sqrt(x^2+1)", "√(x² + 1)", "sqrt(x^2 + 1)", r"\sqrt{x^{2} + 1}"),
    ("sqrt(x)^3", "(√x)³", "(sqrt(x))^3", r"\left(\sqrt{x}\right)^{3}"),
    ("cbrt(x)", "∛x", "cbrt(x)", r"\sqrt[3]{x}"),
    ("root(x+1, 5)", "root(x + 1, 5)", "root(x + 1, 5)", r"\sqrt[5]{x + 1}"),
    # functions
    ("sin(x)*cos(x)", "sin x cos x", "sin(x)*cos(x)", r"\sin x \cos x"),
    ("sin(x)*(x+1)", "sin x · (x + 1)", "sin(x) * (x + 1)", r"\sin x \cdot (x + 1)"),
    ("sin(x)^2", "sin² x", "sin(x)^2", r"\sin^{2} x"),
    ("sin(x)^n", "(sin x)ⁿ", "(sin(x))^n", r"(\sin x)^{n}"),
    ("ln(x)^2", "(ln x)²", "(ln(x))^2", r"(\ln x)^{2}"),
    ("sin(3*x)", "sin 3x", "sin(3*x)", r"\sin 3x"),
    ("sin(x^2)", "sin(x²)", "sin(x^2)", r"\sin(x^{2})"),
    ("sin(x/2)", "sin(x/2)", "sin(x/2)", r"\sin\left(\frac{x}{2}\right)"),
    ("asin(x)", "arcsin x", "arcsin(x)", r"\arcsin x"),
    ("asinh(x)", "arsinh x", "arsinh(x)", r"\operatorname{arsinh} x"),
    ("ln(abs(x))", "ln|x|", "ln(abs(x))", r"\ln\lvert x \rvert"),
    ("log(x, 2)", "log₂(x)", "log_2(x)", r"\log_{2}(x)"),
    ("abs(x-2)", "|x − 2|", "abs(x - 2)", r"\lvert x - 2 \rvert"),
    ("abs(sin(abs(x)))", "abs(sin|x|)", "abs(sin(abs(x)))",
     r"\lvert \sin\lvert x \rvert \rvert"),
    ("floor(x)+ceiling(x)", "⌊x⌋ + ⌈x⌉", "floor(x) + ceiling(x)",
     r"\lfloor x \rfloor + \lceil x \rceil"),
    ("max(x, 0)", "max(x, 0)", "max(x, 0)", r"\max(x, 0)"),
    ("sign(x)", "sgn(x)", "sgn(x)", r"\operatorname{sgn}(x)"),
    ("x!", "x!", "x!", "x!"),
    ("(x+1)!", "(x + 1)!", "(x + 1)!", "(x + 1)!"),
    ("x!^2", "(x!)²", "(x!)^2", "(x!)^{2}"),
    ("besselj(n, x)", "besselj(n, x)", "besselj(n, x)", "J_{n}(x)"),
    ("gamma(x)", "gamma(x)", "gamma(x)", r"\Gamma(x)"),
    ("Chi(x)", "Chi(x)", "Chi(x)", r"\text{Chi}(x)"),
    ("f(g(x))^2", "f(g(x))²", "f(g(x))^2", "f(g(x))^{2}"),
    ("f'(g(x))", "f′(g(x))", "f'(g(x))", "f'(g(x))"),
    # letters
    ("x_1*x_2", "x₁ x₂", "x_1*x_2", "x_{1}x_{2}"),
    ("w12*x", "w12 x", "w12*x", "w_{12}x"),
    ("alpha+beta", "α + β", "alpha + beta", r"\alpha + \beta"),
    # cases and integrals
    ("Piecewise((x^2, x<0), (sin(x), True))", "piecewise(x², x < 0; sin x, otherwise)",
     "piecewise(x^2, x < 0; sin(x), otherwise)",
     r"\begin{cases} x^{2} & \text{if } x < 0 \\ \sin x & \text{otherwise} \end{cases}"),
    ("Integral(sin(t^2), (t, 0, x^2))", "Integral(sin(t²), (t, 0, x²))",
     "Integral(sin(t^2), (t, 0, x^2))", r"\int_{0}^{x^{2}} \sin(t^{2}) \thinspace dt"),
]
# fmt: on


@pytest.mark.parametrize(("typed", "unicode", "ascii_", "tex"), WRITTEN)
def test_what_is_typed_is_printed_as_a_textbook_does(
    typed: str, unicode: str, ascii_: str, tex: str
) -> None:
    node = math(parse_tree(typed))
    assert unicode == plain.formula(node)
    assert ascii_ == plain.formula(node, ascii=True)
    assert tex == latex.formula(node)


@pytest.mark.parametrize("typed", [row[0] for row in WRITTEN])
def test_what_is_printed_reads_back_to_the_same_tree(typed: str) -> None:
    pool, tree = Pool(), parse_tree(typed)
    for ascii_ in (False, True):
        again = parse_tree(plain.formula(math(tree), ascii=ascii_))
        assert pool.share(again) is pool.share(tree)


x, y, t, n = (Symbol(name) for name in "xytn")
f, g = Function("f"), Function("g")

LOOKS = [
    (mul(x, y), "xy"),
    (mul(HALF, build(sympy.log, (x,))), "½ ln x"),
    (mul(div(S.One, x), div(S.One, y), neg(build(sympy.sin, (x,)))), "1/x · 1/y · (−sin x)"),
    (power(S.Exp1, div(neg(power(x, 2)), Integer(2))), "e^(−x²/2)"),
    (add(x, div(neg(x), y)), "x + (−x/y)"),
    (build(sympy.besselj, (n, x)), "Jₙ(x)"),
    (build(sympy.polygamma, (Integer(1), x)), "ψ⁽¹⁾(x)"),
    (build(sympy.Integral, (power(t, 2), Tuple(t, S.Zero, x))), "∫₀ˣ t² dt"),
    (sympy.Piecewise((x, x < 0), (y, True)), "{x if x < 0; y otherwise}"),
    (RealRoot(x, Integer(5)), "⁵√x"),
    (Symbol("w12"), "w₁₂"),
    (Derivative(f(x, y), x), "∂₁f(x, y)"),
    (Subs(Derivative(f(t, y), t), t, g(x)), "∂₁f(g(x), y)"),
    (Derivative(f(x), (x, 2)), "f″(x)"),
    (Derivative(f(x), (x, 4)), "f⁽⁴⁾(x)"),
]


@pytest.mark.parametrize(("tree", "look"), LOOKS)
def test_a_terminal_may_print_what_does_not_read_back(tree: sympy.Expr, look: str) -> None:
    assert look == terminal.formula(math(tree))


RELATIONS = [
    (x > 0, "x > 0", "x > 0"),
    (sympy.Ne(x, 1), "x ≠ 1", "x != 1"),
    (sympy.Ge(x, y), "x ≥ y", "x >= y"),
    (build(sympy.And, (x > -1, x < 1)), "−1 < x < 1", "-1 < x < 1"),
    (build(sympy.And, (x >= -1, x < 1)), "−1 ≤ x < 1", "-1 <= x < 1"),
    (build(sympy.And, (x > 0, y > 0)), "x > 0 and y > 0", "x > 0 and y > 0"),
    (build(sympy.Or, (x < -1, x > 1)), "x < −1 or x > 1", "x < -1 or x > 1"),
    (sympy.false, "false", "false"),
    (S.Infinity, "∞", "oo"),
]


@pytest.mark.parametrize(("tree", "unicode", "ascii_"), RELATIONS)
def test_relations(tree: sympy.Basic, unicode: str, ascii_: str) -> None:
    node = math(tree)
    assert (unicode, ascii_) == (plain.formula(node), plain.formula(node, ascii=True))


EVALUATED = [
    (6 * (2 * x - 1) ** 2, "6(−1 + 2x)²"),
    (x**-2, "x⁻²"),
    (x - 3, "−3 + x"),
    (Float("1.5e-10"), "1.5 · 10⁻¹⁰"),
    (-S.Infinity, "−∞"),
    (build(sympy.meijerg, (x,)), "meijerg(x)"),
]


@pytest.mark.parametrize(("tree", "unicode"), EVALUATED)
def test_any_sympy_tree_prints_in_its_own_order(tree: sympy.Expr, unicode: str) -> None:
    assert unicode == plain.formula(math(tree))


h, u, v = Sym("h"), Sym("u"), Sym("v")
X, TWO, SUM = Sym("x"), Num("2"), plus(Sym("x"), Num("1"))

COMPOSED = [
    (leibniz(h, X), "dh/dx", r"\frac{dh}{dx}"),
    (leibniz(h, X, 2), "d²h/dx²", r"\frac{d^{2}h}{dx^{2}}"),
    (leibniz(h, X, partial=True), "∂h/∂x", r"\frac{\partial h}{\partial x}"),
    (derivative_of(SUM, X), "d/dx[x + 1]", r"\frac{d}{dx}[x + 1]"),
    (prime(SUM), "(x + 1)′", "(x + 1)'"),
    (prime(prime(h)), "h″", "h''"),
    (times(juxtapose(TWO, X), TWO), "2x · 2", r"2x \cdot 2"),
    (times(SUM, negative(X)), "(x + 1) · (−x)", r"(x + 1) \cdot (-x)"),
    (times(leibniz(h, u), leibniz(u, X)), "dh/du · du/dx", r"\frac{dh}{du} \cdot \frac{du}{dx}"),
    (plus(X, negative(X), SUM), "x − x + (x + 1)", "x - x + (x + 1)"),
    (negative(SUM), "−(x + 1)", "-(x + 1)"),
    (raised(SUM, TWO), "(x + 1)²", "(x + 1)^{2}"),
    (equation(u, SUM), "u = x + 1", "u = x + 1"),
    (at_bar(juxtapose(TWO, u), u, SUM), "2u|_{u = x + 1}",
     r"\left. 2u \right\rvert_{u = x + 1}"),
    (call("sin", X), "sin x", r"\sin x"),
    (call("f", X, u), "f(x, u)", "f(x, u)"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "unicode", "tex"), COMPOSED)
def test_constructors_bracket_their_arguments(node: object, unicode: str, tex: str) -> None:
    assert (unicode, tex) == (plain.formula(node), latex.formula(node))  # type: ignore[arg-type]  # every Math


def test_an_inner_function_keeps_its_role_wherever_it_stands() -> None:
    inner = add(mul(Integer(2), x), MINUS_ONE)
    node = math(mul(power(inner, 2), build(sympy.sin, (inner,)), inner), {id(inner): "u"})
    assert [item.body.role for item in (node.items[0].base, node.items[2], node.items[4])] == [
        "u" if i != 1 else "" for i in range(3)
    ]
    assert node.items[2].body.body.role == "u"


def test_the_exponent_of_a_marked_sine_stands_outside_of_its_role() -> None:
    inner = build(sympy.sin, (x,))
    node = math(power(inner, 2), {id(inner): "u"})
    assert (node.head.base.role, node.body.role, node.head.exponent.role) == ("u", "u", "")


def test_a_deep_tree_ends_in_an_ellipsis() -> None:
    tree = x
    for _ in range(20_000):
        tree = build(sympy.sin, (tree,))
    text = plain.formula(math(tree))
    assert text.startswith("sin(sin(")
    assert text.count("sin") == DEPTH + 1
    assert text.count("…") == 1


def test_a_tree_with_exponentially_many_parts_ends_in_ellipses() -> None:
    tree = x
    for _ in range(50):
        tree = mul(tree, build(sympy.sin, (tree,)))
    assert len(plain.formula(math(tree))) < 20 * SIZE


def test_the_deepest_tree_that_is_printed_prints_at_the_default_recursion_limit() -> None:
    tree = x
    for _ in range(DEPTH // 2 - 1):
        tree = power(add(tree, S.One), 2)
    assert sys.getrecursionlimit() <= 1000
    for formula in (plain.formula, latex.formula, terminal.formula):
        assert "(x + 1)" in formula(math(tree))
