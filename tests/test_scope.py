"""What a tree depends on, and substitution: bound variables are nobody's, and nobody is caught."""

import pytest
from sympy import Derivative, Function, Integral, Subs, Symbol, Tuple, sin

import chainrule
from chainrule.expr import build, mul, power
from chainrule.parsing import parse_tree
from chainrule.scope import free_symbols, substitute
from chainrule.unknown import applied, parts

x, y, t, u = map(Symbol, "xytu")
f = Function("f")

FREE = [
    ("x + Integral(x, (x, 0, 1))", "x"),
    ("Integral(t*x, (t, 0, y))", "xy"),
    ("Integral(t, (t, t, x))", "tx"),
    ("Integral(Integral(t*x, (t, 0, x)), (x, 0, y))", "y"),
    ("Integral(Integral(t, (t, 0, t)), (t, 0, 1))", ""),
    ("f'(x^2)", "x"),
]


@pytest.mark.parametrize(("text", "names"), FREE)
def test_bound_variables_are_not_free(text, names):
    assert {s.name for s in free_symbols(parse_tree(text))} == set(names)


def test_an_antiderivative_depends_on_its_variable():
    assert free_symbols(build(Integral, (sin(t), Tuple(t)))) == {t}


def test_the_limits_of_a_double_integral_are_bound_by_those_after_them():
    double = build(Integral, (t * x, Tuple(t, 0, x), Tuple(x, 0, y)))
    assert free_symbols(double) == {y}
    assert substitute(double, {x: u}) == double


PUT = [
    ("x + Integral(x, (x, 0, 1))", {x: y}, "y + Integral(x, (x, 0, 1))"),
    ("Integral(t*x, (t, 0, x))", {x: y}, "Integral(t*y, (t, 0, y))"),
    ("Integral(t*x, (t, 0, x))", {x: t}, "Integral(t_1*t, (t_1, 0, t))"),
    ("Integral(Integral(t*y, (t, 0, x)), (x, 0, y))", {y: x},
     "Integral(Integral(t*x, (t, 0, x_1)), (x_1, 0, x))"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "values", "after"), PUT)
def test_a_value_is_not_caught_by_a_binder(before, values, after):
    assert substitute(parse_tree(before), values) == parse_tree(after)


PARTIALS = [
    ((x, y), (1, 0), {}, Derivative(f(x, y), x)),
    ((x, y), (1, 2), {}, Derivative(f(x, y), x, (y, 2))),
    ((u, x), (1, 0), {u: x}, ((x, x), (1, 0))),
    ((u, x), (0, 1), {u: x}, ((x, x), (0, 1))),
    ((u, x), (1, 0), {u: power(x, 2)}, ((power(x, 2), x), (1, 0))),
]


@pytest.mark.parametrize(("args", "orders", "values", "after"), PARTIALS)
def test_a_partial_keeps_its_argument(args, orders, values, after):
    found = substitute(applied(f, args, orders), values)
    if isinstance(after, tuple):
        assert parts(found) == (f, *after)
    else:
        assert found == after


def test_the_derivative_of_a_composite_is_not_a_partial():
    assert parts(Derivative(f(x, x**2), x)) is None
    assert parts(Subs(Derivative(f(t, y), t), t, x)) == (f, (x, y), (1, 0))


DERIVED = ["f(x, x)", "f(x, x^2)", "x + Integral(x, (x, 0, 1))", "f(x, f(x, x))", "f'(x)*f(x, x)",
           "Integral(Integral(x*t, (t, 0, x)), (x, 0, x^2))",
           "Integral(f(x*t), (t, 0, x))"]  # fmt: skip


@pytest.mark.parametrize("text", DERIVED)
def test_what_binds_is_derived_and_checked(text):
    assert {c.outcome for c in chainrule.diff(text, "x").checks} == {"passed"}


def test_two_slots_with_one_value_add_up():
    result = chainrule.diff("f(x, x)").result
    assert {parts(term) for term in result.args} == {
        (f, (x, x), (1, 0)),
        (f, (x, x), (0, 1)),
    }


def test_hundreds_of_nested_unknown_functions():
    tree = x
    for _ in range(600):
        tree = build(f, (mul(x, tree), tree)) if _ % 2 else build(f, (tree, x))
    done = chainrule.diff(tree)
    assert done.checks[0].passed
