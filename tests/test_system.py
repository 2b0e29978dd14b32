"""Systems of definitions: what is read, what is refused and where, what is said."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Function, Integer, Symbol, sin
from sympy.core.function import AppliedUndef

import chainrule
from chainrule.errors import LimitError
from chainrule.expr import add, build, div, mul, power
from chainrule.model import Definition, System
from chainrule.notation import math
from chainrule.parsing import parse_system, system_of
from chainrule.render.plain import formula

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
READ = [
    # text, definitions, outputs, inputs
    ("h = r*s + t; r = x*y; s = x + y; t = x - y",
     {"h": "r*s + t", "r": "x*y", "s": "x + y", "t": "x - y"}, "h", "x y"),
    ("r = x*y\n\n# the whole\nh = r^2  # squared", {"r": "x*y", "h": "r**2"}, "r", "x y"),
    ("x^2*y", {"h": "x**2*y"}, "h", "x y"),
    ("g(h, x)", {"y": "g(h, x)"}, "y", "h x"),
    ("u1 = x*y; u2 = x + y", {"u1": "x*y", "u2": "x + y"}, "u1 u2", "x y"),
    ("u1 = x*r; u2 = r; r = x + y", {"u1": "r*x", "u2": "r", "r": "x + y"}, "u1", "x y"),
    ("loss = net1^2; net1 = w1*x + b1", {"loss": "net1**2", "net1": "b1 + w1*x"}, "loss",
     "w1 x b1"),
    ("diff = t - o; o = 2*x", {"diff": "-o + t", "o": "2*x"}, "diff", "t x"),
    # what separates definitions
    ("h = piecewise(x^2, x<0; sin x) + k; k = 2",
     {"h": "k + Piecewise((x**2, x < 0), (sin(x), True))", "k": "2"}, "h", "x"),
    ("h = piecewise(x^2, x<0;  # left\n sin x)", {"h": "Piecewise((x**2, x < 0), (sin(x), True))"},
     "h", "x"),
    ("z = x^2 y, x = cos t, y = sin t", {"z": "x**2*y", "x": "cos(t)", "y": "sin(t)"}, "z", "t"),
    (";; h := r^2;\n\n r ≔ x;", {"h": "r**2", "r": "x"}, "h", "x"),
    # one name in several spellings, and names that mean something else where nothing defines them
    ("z = √y + θ₁·θ; y = x²; θ = 3x_1", {"z": "theta*theta_1 + sqrt(y)", "y": "x**2",
     "theta": "3*x_1"}, "z", "theta_1 x x_1"),
    ("e = c*d; c = a + b; d = b + 1", {"e": "c*d", "c": "a + b", "d": "b + 1"}, "e", "a b"),
    ("E = o^2; o = e^x", {"E": "o**2", "o": "exp(x)"}, "E", "x"),
    ("h = rs + t; r = xy; s = x; t = y", {"h": "r*s + t", "r": "x*y", "s": "x", "t": "y"}, "h",
     "x y"),
    ("h = kb + t; t = kb*x", {"h": "kb + t", "t": "kb*x"}, "h", "kb x"),
    # LaTeX
    (r"\theta = u_{1}\, x \\ u_{1} = \frac{x}{2}\; y", {"theta": "u_1*x", "u_1": "y*(x/2)"},
     "theta", "x y"),
    (r"$h = r^2$; $r = x \cdot y$", {"h": "r**2", "r": "x*y"}, "h", "x y"),
    (r"E = \frac12 (t - net_{o1})^2; net_{o1} = w x + b",
     {"E": "(-net_o1 + t)**2/2", "net_o1": "b + w*x"}, "E", "t w x b"),
    (r"h = \begin{cases} x^2 & x < 0 \\ r & x \ge 0 \end{cases}; r = 2x",
     {"h": "Piecewise((x**2, x < 0), (r, x >= 0))", "r": "2*x"}, "h", "x"),
    # unknown functions
    ("z = f(x, y); x = g(t); y = h(t)", {"z": "f(x, y)", "x": "g(t)", "y": "h(t)"}, "z", "t"),
    ("h = g(u1, u2); u1 = u1(x1, x2); u2 = u2(x1, x2)",
     {"h": "g(u1, u2)", "u1": "u1(x1, x2)", "u2": "u2(x1, x2)"}, "h", "x1 x2"),
    ("f(x, y) = x^2*y; y = y(x)", {"f": "x**2*y", "y": "y(x)"}, "f", "x"),
    ("z = y(x)^2 + y; y = y(x)", {"z": "y**2 + y", "y": "y(x)"}, "z", "x"),
    ("z = y(2) + y; y = y(x)", {"z": "y + y(2)", "y": "y(x)"}, "z", "x"),
    ("z = F(x, t); F = F(u, v); x = t^2", {"z": "F(x, t)", "x": "t**2"}, "z", "t"),
    (r"h = \sin u_{1}; u_{1} = u_{1}(x_{1}, x_{2})", {"h": "sin(u_1)", "u_1": "u_1(x_1, x_2)"},
     "h", "x_1 x_2"),
    # known functions: put in where they are applied, else quantities
    ("f(x, y) = x^2*y; y = x^2", {"f": "x**2*y", "y": "x**2"}, "f", "x"),
    ("z = f(x, x^2); f(u, v) = u*v", {"z": "x*x**2"}, "z", "x"),
    ("z = f(y, x); f(x, y) = x - y", {"z": "-x + y"}, "z", "y x"),
    ("z = f(g(x)); f(u) = u^2; g(v) = 2*v", {"z": "(2*x)**2"}, "z", "x"),
    ("g(x) = f(x) + 1; f(x) = x^2", {"g": "x**2 + 1"}, "g", "x"),
    ("z = f(2) + f; f(x) = x^2; x = t", {"z": "f + 2**2", "f": "x**2", "x": "t"}, "z", "t"),
    ("f(x) = x^2; x = f(3t)", {"x": "(3*t)**2"}, "x", "t"),
    ("h = f(t^2); f(u) = Integral(sin(t*u), (t, 0, 1))",
     {"h": "Integral(sin(t**2*t_1), (t_1, 0, 1))"}, "h", "t"),
    ("a = σ(w x + b); σ(z) = 1/(1 + e^(-z))", {"a": "1/(1 + exp(-(b + w*x)))"}, "a", "w x b"),
    (r"a = \sigma(wx + b); \sigma(z) = \frac{1}{1 + e^{-z}}",
     {"a": "1/(1 + exp(-(b + w*x)))"}, "a", "w x b"),
    # what varies: all that nothing defines, but the parameters where they are stated
    ("h = a*x", {"h": "a*x"}, "h", "a x"),
    ("f(x, y) = a*y*x", {"f": "a*x*y"}, "f", "x y"),
    ("z(t) = x*y; x = t^2; y = a*t", {"z": "x*y", "x": "t**2", "y": "a*t"}, "z", "t a"),
    ("f(x) = a*x; x = 2", {"f": "a*x", "x": "2"}, "f", "a"),
    ("h = r; r = x; s = p*q*h", {"h": "r", "r": "x", "s": "h*p*q"}, "h", "x"),
    ("h = r + Integral(t, (t, 0, x)); r = x", {"h": "r + Integral(t, (t, 0, x))", "r": "x"}, "h",
     "x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "definitions", "outputs", "inputs"), READ)
def test_definitions_are_read_in_any_order(
    text: str, definitions: dict[str, str], outputs: str, inputs: str
) -> None:
    system = parse_system(text)
    assert {str(one.name): str(one.expr) for one in system.definitions} == definitions
    assert system.outputs == tuple(map(Symbol, outputs.split()))
    assert system.wrt == tuple(map(Symbol, inputs.split()))
    assert system.source == text


REFUSED = [
    # text, message, the place: what stands there, and the text before it
    ("h = r; r = s; s = r + x", "this goes in a circle: r → s → r", "h = r; r = s; s = |r|"),
    ("h = r\nr = 2*h", "this goes in a circle: h → r → h", "h = r\nr = 2*|h|"),
    ("h = h + x", "this goes in a circle: h → h", "h = |h|"),
    ("h = f(x); f(x) = g(x); g(x) = f(x)", "this goes in a circle: f → g → f",
     "h = f(x); f(x) = g(x); g(x) = |f(x)|"),
    ("f(n) = n*f(n - 1)", "this goes in a circle: f → f", "f(n) = n*|f(n - 1)|"),
    ("a=b;b=c;c=d;d=p;p=q;q=r;r=s;s=t;t=a", "a → b → c → d → p → … → t → a",
     "a=b;b=c;c=d;d=p;p=q;q=r;r=s;s=t;t=|a|"),
    ("h = x\nh = y", "h is defined twice", "h = x\n|h|"),
    ("θ = x; \\theta = y", "theta is defined twice", "θ = x; |\\theta|"),
    ("y = y(x); y = x^2", "y is defined twice", "y = y(x); |y|"),
    ("h = r; r =", "there is nothing behind this '='", "h = r; r |=|"),
    ("h = r; = x", "there is nothing before this '='", "h = r; |=|"),
    ("h = r; r = sin(x", "this '(' is never closed", "h = r; r = sin|(|"),
    ("h = (x + y  # a (comment\nr = x", "this '(' is never closed", "h = |(|"),
    ("h = r)\nr = x", "this ')' closes nothing", "h = r|)|"),
    ("# h\nx*y; h = 2*x", "this needs a name", "# h\n|x*y|"),
    ("h = sinn(x)", "unknown function 'sinn'", "h = |sinn|"),
    ("x^2 + y^2 = 25", "an equation is not a function", "x^2 + y^2 |=|"),
    ("h = r; r = x = y", "an equation is not a function", "h = r; r |=|"),
    ("h = 3,5*r; r = x", "a comma is not read as a decimal point", "h = 3|,|"),
    ("", "there is nothing to read", None),
    ("# only a comment", "there is nothing to read", None),
    ("h = 2; r = 3", "there is no variable", None),
    # names and functions
    ("h = pi*x; pi = 3", "pi is a constant with a meaning of its own", "h = pi*x; |pi|"),
    ("h = sin x; sin = 3", "sin is a function with a meaning of its own", "h = sin x; |sin|"),
    ("h = f(x, y); f(u) = u", "f takes 1 argument, not 2", "h = |f(x, y)|"),
    ("f(x, x) = x^2", "x stands here twice", "|f(x, x) |"),
    ("h = f'(x); f(x) = x^2", "f is defined here", "h = |f'(x)|"),
    ("y = y(2x)", "an unknown function is declared with its variables", "y = |y(2x)|"),
    ("y = y(x, x)", "an unknown function is declared with its variables", "y = |y(x, x)|"),
    # what would be read as something else than it says
    ("h = f(x + 1); f = x^2", "f is a quantity here, not a function", "h = |f|"),
    ("h = y(x); y = x^2", "y is a quantity here, not a function", "h = |y|"),
    ("h = gamma(x + 1); gamma = x", "gamma is a quantity here", "h = |gamma|"),
    ("h = r; r = d/dx[x^2]", "a derivative cannot be a part of a definition",
     "h = r;| r = d/dx[x^2]|"),
    ("h = r; y' = 3*x", "the left-hand side is a derivative already", "h = r; |y'|"),
    ("h = e^(i x) + r; r = x", "this reads as the imaginary unit", "h = e^(|i|"),
    ("p = i^2", "this reads as the imaginary unit", "p = |i|"),
    # numbers and texts that would grow without bounds
    ("h = f(f(f(9)))*x; f(n) = 9^n", "more than 1,000 digits", "|h = f(f(f(9)))*x|"),
    ("h = b*x; b = a^a; a = 9^9", "more than 1,000 digits", "h = b*x; |b = a^a|"),
    ("h = " + "f(" * 40 + "x" + ")" * 40 + "; f(u) = u*u", "with its functions put in", None),
    ("; ".join(["f0(x) = x"] + [f"f{i}(x) = f{i - 1}(x) + f{i - 1}(2*x)" for i in range(1, 40)]),
     "with its functions put in", None),
    ("h = x;" * 40_000, "the text is too long", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "place"), REFUSED)
def test_a_mistake_is_pointed_at_in_the_whole_text(
    text: str, message: str, place: str | None
) -> None:
    with pytest.raises(chainrule.InputError) as caught:
        parse_system(text)
    assert message in caught.value.message
    if place is not None:
        before, marked, _ = place.split("|")
        assert caught.value.source == text
        assert caught.value.span == (len(before), len(before + marked))


def test_a_caret_stands_under_the_line_at_fault() -> None:
    with pytest.raises(chainrule.InputError) as caught:
        parse_system("h = r*s  # all of it\nr = x*y\ns = r + h  # too much\n")
    assert str(caught.value) == "\n".join((
        "this goes in a circle: h → s → h", "  s = r + h  # too much", "          ^",
    ))  # fmt: skip


SAID = [
    # text, kinds of readings, a ⚠ where it is probably a slip
    ("h = x; r = y*h", ["⚠unused-definition"]),
    ("h = x; f(u) = u; r = f(x)*h", ["⚠unused-definition", "⚠unused-definition"]),
    ("z = F(t); F = F(u)", ["unknown-function"]),
    ("z = f(t) + 1; f(u) = u^2", []),
    ("z = R + r; r = x; R = 2*x", ["⚠look-alikes"]),
    ("z = x1 + x_1", ["one-name", "⚠look-alikes"]),
    ("v = i*R", ["⚠letter-i"]),
    ("i = v/R; R = 2; p = i*v", ["⚠unused-definition"]),
    ("a = w1*x1 + b; b = w2*x2", ["one-name"]),
    ("f(x, y) = a*x*y", ["variable"]),
]


@pytest.mark.parametrize(("text", "kinds"), SAID)
def test_what_was_decided_is_said_once(text: str, kinds: list[str]) -> None:
    readings = parse_system(text).readings
    assert ["⚠" * one.warning + one.kind for one in readings] == kinds


def test_a_reading_stands_at_its_place_in_the_whole_text() -> None:
    text = "h = r # log(\nr = log(R)*x\nq = x"
    places = {one.kind: text[slice(*one.span)] for one in parse_system(text).readings}
    assert places == {"natural-logarithm": "log", "unused-definition": "q = x", "look-alikes": "R"}
    (alike,) = parse_system("h = exp(x) + exp(X)").readings
    assert alike.span == (17, 18)


SYSTEM = "h = r*s; r = x*y; s = x + θ"
CHOSEN = [
    # of, wrt, outputs, inputs
    ("", "", "h", "x y theta"),
    ("r", "", "r", "x y"),
    ("r, s", "", "r s", "x y theta"),
    (["s", "h", "s"], "", "s h", "x y theta"),
    ("", "y,x,y", "h", "y x"),
    ("", ("θ",), "h", "theta"),
    ("r", "theta", "r", "theta"),
]


@pytest.mark.parametrize(("of", "wrt", "outputs", "inputs"), CHOSEN)
def test_of_and_wrt_choose(of: Any, wrt: Any, outputs: str, inputs: str) -> None:
    system = parse_system(SYSTEM, of, wrt)
    assert system.outputs == tuple(map(Symbol, outputs.split()))
    assert system.wrt == tuple(map(Symbol, inputs.split()))
    assert not [one for one in system.readings if one.warning]


def test_a_function_that_is_asked_for_is_a_quantity() -> None:
    system = parse_system("z = f(x, x^2); f(u, v) = u*v", of="f")
    assert [str(one.name) for one in system.definitions] == ["z", "f"]
    assert system.wrt == (Symbol("u"), Symbol("v"))


NOT_CHOSEN = [
    ({"of": "nett1"}, "did you mean net1?"),
    ({"of": "NET1"}, "did you mean net1?"),
    ({"of": "x"}, "there are h, net1"),
    ({"of": "h +"}, "nothing to add after this"),
    ({"wrt": "net1"}, "net1 is defined here, so it is no input"),
    ({"wrt": "X"}, "did you mean x?"),
    ({"wrt": "u"}, "the variable 'u' does not occur"),
]


@pytest.mark.parametrize(("asked", "message"), NOT_CHOSEN)
def test_what_is_not_there_cannot_be_chosen(asked: dict[str, str], message: str) -> None:
    with pytest.raises(chainrule.InputError) as caught:
        parse_system("h = net1*f(y); net1 = x; f(u) = u", **asked)
    assert message in str(caught.value)


def test_a_mistake_is_found_without_sympy() -> None:
    code = (
        "import sys\nfrom chainrule.parsing import parse_system\n"
        "try: parse_system('h = r; r = h')\nexcept Exception: print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_ten_thousand_definitions_are_a_chain_without_recursion() -> None:
    text = "\n".join(f"q{i} = sin(q{i - 1})" for i in range(10_000, 0, -1))
    system = parse_system(text)
    assert len(system.definitions) == 10_000
    assert system.wrt == (Symbol("q0"),)


def test_sympy_expressions_are_a_system_too() -> None:
    x, y, r = map(Symbol, "xyr")
    system = system_of({"h": r * x, r: x * y})
    assert [one.name for one in system.definitions] == [Symbol("h"), r]
    assert (system.outputs, system.wrt) == ((Symbol("h"),), (x, y))
    assert system_of(x * y, wrt="y").wrt == (y,)
    assert system_of({"u": x, "v": y, "k": 2}).outputs == tuple(map(Symbol, "uvk"))
    assert system_of({"h": r, "r": x}, of=("r",)).outputs == (r,)
    positive = Symbol("x", positive=True)
    assert system_of({"h": positive * r}, wrt="x").wrt == (positive,)


NO_SYSTEM: list[tuple[Any, dict[str, Any], str]] = [
    ({"h": Symbol("r"), "r": Symbol("h")}, {}, "this goes in a circle: h → r → h"),
    ({"h": Symbol("x"), Symbol("h"): Symbol("y")}, {}, "h is defined twice"),
    ({"h": Symbol("x") + Symbol("x", positive=True)}, {}, "two different symbols are called x"),
    ({"h": Symbol("x"), "r": Symbol("x", real=True)}, {}, "two different symbols are called x"),
    ({"h": "x^2"}, {}, "a SymPy expression is expected, not str"),
    ({2: Symbol("x")}, {}, "a definition has a name or a symbol, not 2"),
    ({}, {}, "there are no definitions"),
    ({"h": 3}, {}, "there is no variable"),
    ({"h": Symbol("x")}, {"of": "q"}, "nothing here is called 'q'"),
    ({"h": Symbol("x")}, {"wrt": "h"}, "h is defined here"),
]


@pytest.mark.parametrize(("given", "asked", "message"), NO_SYSTEM)
def test_what_is_no_system_of_sympy_expressions(
    given: Any, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(chainrule.InputError, match=message):
        system_of(given, **asked)


def printed(system: System) -> str:
    """The definitions in plain text, as they could be typed, and what declares their functions."""
    lines = [f"{one.name} = {formula(math(one.expr), ascii=True)}" for one in system.definitions]
    named = {str(one.name) for one in system.definitions}
    unknown = {
        str(part.func) for one in system.definitions for part in one.expr.atoms(AppliedUndef)
    }
    lines += [f"{name} = {name}(a_1, a_2)" for name in unknown - named.union("fgh")]
    return "\n".join(lines)


def read_back(system: System) -> System:
    outputs = ",".join(map(str, system.outputs))
    found = parse_system(printed(system), of=outputs, wrt=",".join(map(str, system.wrt)))
    return replace(found, source=system.source, readings=system.readings)


@pytest.mark.parametrize("text", [row[0] for row in READ])
def test_a_printed_system_is_read_back(text: str) -> None:
    system = parse_system(text)
    assert read_back(system) == system


NAMES = ("h", "f", "r", "e", "net1", "out_h1", "loss", "theta", "u_1")
INPUTS = tuple(map(Symbol, ("x", "y", "a", "w1", "x_2")))


@st.composite
def systems(draw: Any) -> System:
    """Definitions of names in any order, each in the inputs and in names drawn before it."""
    known: list[Any] = list(INPUTS)
    definitions = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True)):
        left, right = (draw(st.sampled_from(known)) for _ in range(2))
        number = Integer(draw(st.integers(1, 9)))
        shapes = [
            add(mul(number, left), right), mul(left, add(right, number)), div(left, right),
            power(left, 2), build(sin, (mul(left, right),)), Function("g")(left, number),
        ]  # fmt: skip
        definitions.append(Definition(Symbol(name), draw(st.sampled_from(shapes))))
        known.append(Symbol(name))
    shuffled = tuple(draw(st.permutations(definitions)))
    used = {s for one in shuffled for s in one.expr.free_symbols}
    inputs = tuple(s for s in INPUTS if s in used) or INPUTS[:0]
    return System("", shuffled, (known[-1],), inputs)


@settings(max_examples=200, deadline=None)
@given(systems())
def test_every_printed_system_is_read_back(system: System) -> None:
    assert read_back(system) == system


@settings(max_examples=300, deadline=None)
@given(st.text("hrsxefy=;+*(),^ \n#1'\\{}_θi", max_size=40))
def test_only_errors_of_ours_come_out(text: str) -> None:
    with suppress(chainrule.ChainRuleError):
        system = parse_system(text)
        assert system.definitions
        assert all(text[slice(*one.span)].strip() for one in system.readings)


PIECES = ("h = ", "r = ", "f(x) = ", "y = y(x)", "f(", "h", "r", "x", "y(x)", ")", ";", "\n", " + ",
          "*", "^2", "# no\n", "sin ", ",", "2", "piecewise(", "\\frac{x}{r}", "r'(x)")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_only_errors_of_ours_come_out_of_what_is_almost_a_system(text: str) -> None:
    try:
        assert parse_system(text).wrt
    except LimitError:
        raise
    except chainrule.InputError as error:
        start, stop = error.span
        assert 0 <= start <= stop <= len(text)


def test_the_systems_of_published_examples_are_read() -> None:
    path = CORPORA / "backprop.jsonl"
    if not path.exists():
        pytest.skip("the corpora are not here")
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = "; ".join(f"{one['name'].rstrip('_')} = {one['expr']}" for one in case["graph"])
        system = parse_system(text, of=case["graph"][-1]["name"].rstrip("_"))
        assert len(system.definitions) == len(case["graph"])
        assert {str(x) for x in system.wrt} <= set(case["at"]), case["id"]


@pytest.mark.parametrize(
    "text",
    [
        r"z = x^2 y, \quad x = t, \; y = \sin t",
        r"\begin{aligned} z &= x^2 y \\ x &= t \\ y &= \sin t \end{aligned}",
        r"\[ \begin{cases} z = x^2 y \\ x = t \\ y = \sin t \end{cases} \]",
    ],
)
def test_latex_around_and_between_definitions_says_nothing(text: str) -> None:
    system = parse_system(text)
    assert [str(one.name) for one in system.definitions] == ["z", "x", "y"]
    assert [str(one) for one in system.wrt] == ["t"]
    assert system.source == text
