"""Systems of definitions: what is read, what is refused and where."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Symbol

import chainrule
from chainrule.parsing import parse_system, system_of

READ = [
    # text, definitions, outputs, inputs
    ("h = r*s + t; r = x*y; s = x + y; t = x - y",
     {"h": "r*s + t", "r": "x*y", "s": "x + y", "t": "x - y"}, "h", "x y"),
    ("r = x*y\n\n# the whole\nh = r^2  # squared", {"r": "x*y", "h": "r**2"}, "r", "x y"),
    ("x^2*y", {"h": "x**2*y"}, "h", "x y"),
    ("u1 = x*y; u2 = x + y", {"u1": "x*y", "u2": "x + y"}, "u1 u2", "x y"),
    ("z = f(x, y); x = g(t); y = h(t)", {"z": "f(x, y)", "x": "g(t)", "y": "h(t)"}, "z", "t"),
    ("f(x, y) = x^2*y; y = y(x)", {"f": "x**2*y", "y": "y(x)"}, "f", "x"),
    ("z = f(x, x^2); f(u, v) = u*v", {"z": "x*x**2"}, "z", "x"),
    ("z = f(g(x)); f(u) = u^2; g(v) = 2*v", {"z": "(2*x)**2"}, "z", "x"),
    ("loss = net1^2; net1 = w1*x + b1", {"loss": "net1**2", "net1": "b1 + w1*x"}, "loss",
     "w1 x b1"),
    ("h = piecewise(x^2, x<0; sin x) + k; k = 2",
     {"h": "k + Piecewise((x**2, x < 0), (sin(x), True))", "k": "2"}, "h", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "definitions", "outputs", "inputs"), READ)
def test_definitions_are_read_in_any_order(text, definitions, outputs, inputs):
    system = parse_system(text)
    assert {str(one.name): str(one.expr) for one in system.definitions} == definitions
    assert system.outputs == tuple(map(Symbol, outputs.split()))
    assert system.wrt == tuple(map(Symbol, inputs.split()))


REFUSED = [
    ("h = r; r = s; s = r + x", "this goes in a circle: r → s → r", (18, 19)),
    ("h = h + x", "this goes in a circle: h → h", (4, 5)),
    ("h = x\nh = y", "h is defined twice", (6, 7)),
    ("h = r; r = sin(x", "this '(' is never closed", (14, 15)),
    ("x*y; h = 2*x", "this needs a name", (0, 3)),
    ("h = sinn(x)", "unknown function 'sinn'", (4, 8)),
    ("", "there is nothing to read", None),
    ("# only a comment", "there is nothing to read", None),
    ("h = f(x, y); f(u) = u", "f has 1 arguments", None),
]


@pytest.mark.parametrize(("text", "message", "span"), REFUSED)
def test_a_mistake_is_pointed_at_in_the_whole_text(text, message, span):
    with pytest.raises(chainrule.InputError) as caught:
        parse_system(text)
    assert message in caught.value.message
    if span is not None:
        assert caught.value.span == span


def test_of_and_wrt_choose():
    system = parse_system("h = r*s; r = x*y; s = x + y", of="r", wrt="y")
    assert (system.outputs, system.wrt) == ((Symbol("r"),), (Symbol("y"),))
    with pytest.raises(chainrule.InputError, match="did you mean net1"):
        parse_system("net1 = x", of="net")
    with pytest.raises(chainrule.InputError, match="is defined here"):
        parse_system("h = r; r = x", wrt="r")


def test_slips_are_warned_about():
    notes = {r.note for r in parse_system("h = R + x; r = x; R = 2*x").readings if r.warning}
    assert notes == {"r is defined and not used", "r and R are two different variables"}


def test_sympy_expressions_are_a_system_too():
    x, y, r = map(Symbol, "xyr")
    system = system_of({"h": r * x, "r": x * y})
    assert (system.outputs, system.wrt) == ((Symbol("h"),), (x, y))


def test_a_long_chain_of_definitions_is_read_without_recursion():
    text = "; ".join(f"q{i} = q{i + 1} + 1" for i in range(400)) + "; q400 = x"
    assert len(parse_system(text).definitions) == 401


@settings(max_examples=200, deadline=None)
@given(st.text("hrsx=;+*()^ \n#1f,", max_size=40))
def test_only_errors_of_ours_come_out(text):
    with suppress(chainrule.ChainRuleError):
        assert parse_system(text).definitions
