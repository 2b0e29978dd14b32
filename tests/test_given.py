"""What the library takes: names as symbols, text or sequences; lists; points. What it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sympy import Eq, Expr, Function, Integral, Matrix, MatrixSymbol, Symbol

import chainrule
from chainrule import InputError

x, y, t, f, g = map(Symbol, "xytfg")

NAMES = [r"a}\input{/etc/passwd}{", "x%y", "x$y", "a#b&c", "x\ny", "\x1b[31mred", "2", "x-1", "x²",
         "x y", "", "_", "\u202ex"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize(
    "ask",
    [
        lambda s: chainrule.diff(3 * s**2),
        lambda s: chainrule.diff(Function(s.name)(x) if s.name else s * 2, x),
        lambda s: chainrule.diff(Integral(s, (s, 0, x)), x),
        lambda s: chainrule.diff(MatrixSymbol(s.name or "?", 2, 2)[0, 0] * x, x),
        lambda s: chainrule.diff("x", s),
        lambda s: chainrule.grad({s: x * y}),
        lambda s: chainrule.grad({s.name: x * y}),
        lambda s: chainrule.grad("h = x*y", wrt=s),
        lambda s: chainrule.grad("h = x*y", of=s),
        lambda s: chainrule.implicit(Eq(s**2 + y**2, 1)),
        lambda s: chainrule.implicit("x^2 + y^2 = 1", of=s),
        lambda s: chainrule.parametric(s, s**2),
        lambda s: chainrule.inverse(s**3),
        lambda s: chainrule.compose(s**2, x),
    ],
)
def test_a_name_that_could_do_something_on_a_page_is_refused(
    ask: Callable[[Symbol], Any], name: str
) -> None:
    with pytest.raises(InputError) as refusal:
        ask(Symbol(name))
    assert refusal.value.message.isprintable()


@pytest.mark.parametrize(
    "name", ["x", "x_1", "theta", "θ", "x₁", "W1_32", "speed", "x'", "_x", "ß"]
)
def test_a_name_of_letters_digits_and_primes_is_taken(name: str) -> None:
    s = Symbol(name)
    assert chainrule.diff(s**2).result == 2 * s


COMMANDS: list[Callable[..., Any]] = [
    lambda **given: chainrule.grad("f = x*y; g = x + y", **given),
    lambda **given: chainrule.jacobian("f = x*y; g = x + y", **given),
    lambda **given: chainrule.hessian("f = x*y; g = x + y", **given),
    lambda **given: chainrule.backprop("f = x*y; g = x + y", at="x=1,y=2", **given),
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("of", [f, "f", " f ", [f], ("f",)])
def test_a_quantity_is_a_name_a_symbol_or_a_sequence(command: Any, of: Any) -> None:
    assert command(of=of).system.outputs == (f,)


@pytest.mark.parametrize("of", ["f,g", ("f", g), [f, g]])
def test_so_are_several(of: Any) -> None:
    assert chainrule.jacobian("f = x*y; g = x + y", of=of).system.outputs == (f, g)


ONE_VARIABLE: list[tuple[Callable[..., Any], Callable[[Any], Any]]] = [
    (lambda wrt: chainrule.diff("x^2*y", wrt), lambda done: done.problem.wrt),
    (lambda wrt: chainrule.grad("x^2*y", wrt), lambda done: done.system.wrt),
    (lambda wrt: chainrule.jacobian("x^2*y", wrt), lambda done: done.system.wrt),
    (lambda wrt: chainrule.hessian("x^2*y", wrt), lambda done: done.system.wrt),
    (lambda wrt: chainrule.backprop("x^2*y", wrt, at="x=1,y=1"), lambda done: done.system.wrt),
    (lambda wrt: chainrule.implicit("x^2 + y = 1", "y", wrt), lambda done: done.wrt),
    (lambda wrt: chainrule.parametric("x", "x^2", wrt), lambda done: (done.wrt,)),
    (lambda wrt: chainrule.inverse("x^3*y", wrt), lambda done: (done.wrt,)),
]


@pytest.mark.parametrize(("ask", "found"), ONE_VARIABLE)
@pytest.mark.parametrize("wrt", [x, "x", " x", ["x"], (x,)])
def test_a_variable_is_a_name_a_symbol_or_a_sequence(ask: Any, found: Any, wrt: Any) -> None:
    assert found(ask(wrt)) == (x,)


@pytest.mark.parametrize(("ask", "_found"), ONE_VARIABLE)
@pytest.mark.parametrize("wrt", [3, [3], x + y, 1.5, {"x": 3}.items()])
def test_anything_else_is_none(ask: Any, _found: Any, wrt: Any) -> None:
    with pytest.raises(InputError, match="a variable is a name or a symbol"):
        ask(wrt)


@pytest.mark.parametrize(
    "given",
    [[x * y, x + y], (x * y, x + y), Matrix([x * y, x + y]), Matrix([[x * y, x + y]]),
     ["x*y", "x + y"], "(x*y, x + y)", "[x*y, x + y]", " ( x*y , x+y ) ", "F(x, y) = (x*y, x+y)"],
    ids=str,
)  # fmt: skip
def test_a_list_of_quantities_needs_no_names(given: Any) -> None:
    done = chainrule.jacobian(given, wrt=(x, y))
    assert done.matrix == ((y, x), (1, 1))
    assert done.jacobian == done.matrix
    assert [one.name.name[1:] for one in done.system.definitions] == ["_1", "_2"]


def test_the_names_of_a_list_are_none_that_it_uses() -> None:
    (first, *_) = chainrule.jacobian([x * Symbol("f_1"), x + y]).system.definitions
    assert first.name.name == "F_1"


@pytest.mark.parametrize(
    ("given", "message"),
    [([], "an empty list"), ([x, "x"], "a SymPy expression is expected"), ("(x, y", "never closed"),
     ("(x*y, )", "."), ("(x, y)*2", "lists")],
)  # fmt: skip
def test_what_is_no_list_is_refused(given: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        chainrule.jacobian(given)


@pytest.mark.parametrize(
    "ask", [chainrule.grad, chainrule.jacobian, chainrule.hessian, chainrule.backprop]
)
def test_a_point_has_no_value_of_what_is_defined(ask: Any) -> None:
    with pytest.raises(InputError, match="r is defined here"):
        ask("h = r*y; r = x^2", at="x=1, y=2, r=9")
    with pytest.raises(InputError, match="'v_1' does not occur"):
        ask("h = r*y; r = x^2", at="x=1, y=2, v_1=9")


def test_the_graph_and_its_paths_stand_in_every_answer_about_a_system() -> None:
    text = "h = r*y; r = x^2"
    first = chainrule.grad(text)
    for done in (chainrule.hessian(text), chainrule.jacobian(text)):
        assert (done.graph, done.paths) == (first.graph, first.paths)


def test_a_sweep_has_lines_for_steps() -> None:
    done = chainrule.backprop("f = x*y", at="x=2, y=3")
    assert [(node.name, value, adjoint) for node, value, adjoint in done.lines] == [
        (x, 2.0, 3.0), (y, 3.0, 2.0), (f, 6.0, 1.0),
    ]  # fmt: skip


def test_text_or_an_expression_is_one_thing_everywhere() -> None:
    for ask in (chainrule.diff, chainrule.inverse, lambda one: chainrule.parametric(one, "t")):
        with pytest.raises(InputError, match="text or a SymPy expression is needed, not list"):
            ask([t])
    assert isinstance(chainrule.inverse(x**3).result, Expr)
