"""What holds for every derivation, over random expressions made from the whole rule table.

The numbers here are mpmath's, by the table FUNCTIONS below: they share nothing with the rules of
differentiation, nor with the program's own evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from mpmath import mp
from sympy import Function, Integer, Rational, S, Symbol
from sympy.functions.elementary.piecewise import ExprCondPair

import chainrule
from chainrule.derivation import Derivation
from chainrule.expr import Decimal, Partial, RealRoot, Slope, add, build, div, mul, neg, power, walk
from chainrule.model import Graph, Step
from chainrule.notation import math
from chainrule.parsing import parse_tree
from chainrule.render import plain
from chainrule.rules import put, tree
from chainrule.rules.rule import CONSTANT, INNER
from chainrule.rules.table import TABLE

X, Y, A = (Symbol(name) for name in "xya")
PLACES = ("0.713", "1.371", "2.297", "0.291", "-0.613", "5.503", "-1.907")
OTHERS = {Y: "0.83", A: "1.61"}
DIGITS = 40
CLOSE = mpmath.mpf(10) ** -12

SLOW = {"zeta", "elliptic-k", "elliptic-e", "beta", "lambert-w-branch", "polygamma"}
IMPULSES = {"heaviside", "impulse", "impulse-order"}  # their derivatives are no functions
ROWS = [rule for rule in TABLE if rule.key not in SLOW | IMPULSES]

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Abs": abs, "sign": mp.sign, "exp": mp.exp, "digamma": mp.digamma,
    "log": lambda x, base=mp.e: mp.log(x) / mp.log(base) if min(x, base) > 0 else mp.nan,
    "Max": lambda *parts: max(parts),
    "atan2": mp.atan2, "Heaviside": lambda x: mpmath.mpf(x > 0), "LambertW": mp.lambertw,
    "ceiling": mp.ceil,
    "acot": lambda x: mp.atan(1 / x), "acoth": lambda x: mp.atanh(1 / x), "polygamma": mp.psi,
    "airyaiprime": lambda x: mp.airyai(x, derivative=1), "Si": mp.si, "Ci": mp.ci, "Ei": mp.ei,
    "airybiprime": lambda x: mp.airybi(x, derivative=1),
    "RealRoot": lambda x, n: mp.sign(x) * mp.root(abs(x), int(n)),
    "StrictLessThan": lambda a, b: a < b, "StrictGreaterThan": lambda a, b: a > b,
    "And": lambda *parts: all(parts), "Or": lambda *parts: any(parts),
}  # fmt: skip


class NoValueError(ArithmeticError):
    """The tree has no real value there, or none that mpmath knows."""


def value(whole: Any, at: Mapping[Any, Any]) -> Any:
    """The value of a tree; ``at`` gives numbers for symbols, and for slopes by their letters."""
    found: dict[int, Any] = {}
    for node in walk(whole):
        parts = [found[id(arg)] for arg in node.args]
        if isinstance(node, Slope | Partial):
            result = at[node.args]
        elif node.is_Symbol:
            result = at.get(node, mp.nan)
        elif not parts:
            result = (
                bool(node)
                if node in (S.true, S.false)
                else +mpmath.mpmathify(node.evalf(2 * DIGITS))
            )
        else:
            result = applied(node, parts)
        found[id(node)] = result
    result = found[id(whole)]
    if isinstance(result, mpmath.mpc) and abs(result.imag) < CLOSE * abs(result):
        result = result.real
    if isinstance(result, mpmath.mpc) or not mp.isfinite(result) or abs(result) > 1e30:
        raise NoValueError
    return result


def applied(node: Any, parts: list[Any]) -> Any:
    """What a node makes of its parts. A piece of a piecewise function is value and condition."""
    name = type(node).__name__
    if isinstance(node, ExprCondPair):
        return tuple(parts)
    if node.is_Piecewise:
        return next((piece for piece, holds in parts if holds), mp.nan)
    if node.is_Add:
        return mp.fsum(parts)
    if node.is_Mul:
        return mp.fprod(parts)
    try:
        if node.is_Pow:
            return mp.power(*parts)
        known = FUNCTIONS.get(name) or getattr(mp, name)
        return known(*parts)
    except (ZeroDivisionError, ValueError, TypeError, OverflowError, mp.NoConvergence):
        return mp.nan


def points(*trees: Any) -> Iterator[dict[Any, Any]]:
    """The points at which all trees have real values."""
    others = {symbol: mpmath.mpf(text) for symbol, text in OTHERS.items()}
    for text in PLACES:
        at = {X: mpmath.mpf(text), **others}
        try:
            for one in trees:
                value(one, at)
        except NoValueError:
            continue
        yield at


def slope(whole: Any, at: Mapping[Any, Any]) -> Any:
    """The central difference, to about twenty-five digits."""
    with mp.workdps(2 * DIGITS):
        step = mpmath.mpf(10) ** -25
        above, below = (value(whole, {**at, X: at[X] + sign * step}) for sign in (1, -1))
        return (above - below) / (2 * step)


def agree(one: Any, other: Any) -> bool:
    return bool(abs(one - other) <= CLOSE * (1 + abs(one) + abs(other)))


numbers = st.one_of(
    st.integers(1, 5).map(Integer),
    st.sampled_from([Rational(1, 2), Rational(2, 3), Decimal("0.5"), S.Pi]),
)
leaves = st.one_of(st.just(X), st.just(X), st.just(X), numbers, st.sampled_from([Y, A]))


def larger(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Every row of the table, filled; and what arithmetic makes."""

    @st.composite
    def row(draw: st.DrawFn) -> Any:
        rule = draw(st.sampled_from(ROWS))
        letters = {node for node in walk(tree(rule.form)) if node.is_Symbol}
        values = {letter: draw(parts) for letter in INNER if letter in letters}
        return put(rule.form, values | {c: draw(numbers) for c in CONSTANT if c in letters})

    def cases(pair: tuple[Any, Any]) -> Any:
        before = ExprCondPair(pair[0], build(sympy.StrictLessThan, (X, Integer(1))))
        return build(sympy.Piecewise, (before, ExprCondPair(pair[1], S.true)))

    def power_of_logarithm(pair: tuple[Any, Any]) -> Any:
        logarithm = build(sympy.log, (pair[0], Integer(pair[1])))
        return build(sympy.exp, (mul(Integer(3), logarithm),))

    pair = st.tuples(parts, parts)
    few = st.lists(parts, min_size=2, max_size=3)
    untied = parts.filter(lambda part: not part.has(sympy.Max))  # equal arguments have no slope
    return st.one_of(
        row(),
        row(),
        few.map(lambda terms: add(*terms)),
        few.map(lambda factors: mul(*factors)),
        pair.map(lambda two: div(*two)),
        pair.map(lambda two: add(two[0], neg(two[1]))),
        st.tuples(parts, st.integers(2, 4)).map(lambda two: power(*two)),
        pair.map(cases),
        st.tuples(parts, st.integers(2, 10)).map(power_of_logarithm),
        untied.map(lambda part: build(sympy.Max, (part, Rational(22, 7)))),
    )


trees = st.recursive(leaves, larger, max_leaves=6)
unknown = st.recursive(
    leaves,
    lambda parts: st.one_of(
        larger(parts),
        parts.map(lambda part: build(Function("f"), (part,))),
        st.tuples(parts, parts).map(lambda two: build(Function("g"), two)),
    ),
    max_leaves=6,
)


def derived(expr: Any, order: int = 1) -> Derivation:
    """The derivation of what the tree looks like when typed."""
    try:
        return chainrule.diff(plain.formula(math(expr), ascii=True), "x", order=order)
    except chainrule.ChainRuleError:  # a number too large, a constant that is not real
        reject()


some = settings(max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])


@given(trees)
@some
def test_every_line_of_every_step_is_the_slope_of_what_it_derives(expr: Any) -> None:
    derivation = derived(expr)
    with mp.workdps(DIGITS):
        for step in derivation.steps:
            lines = [step.raw, *(move.result for move in step.moves), step.result]
            for at in points(step.expr, *lines):
                right = slope(step.expr, at)
                assert [agree(value(line, at), right) for line in lines] == [True] * len(lines)
        assert derivation.result is derivation.steps[0].result


@given(trees)
@some
def test_the_explanation_is_the_computation(expr: Any) -> None:
    """The partials and the inner derivatives, put into the formula, give the raw line; and each
    inner derivative is the result of the step that it names."""
    derivation = derived(expr)
    steps = {step.number: step for step in derivation.steps}
    with mp.workdps(DIGITS):
        for step in derivation.steps:
            for link in step.links:
                if link.step:
                    assert link.value is steps[link.step].expr
                    assert link.derivative is steps[link.step].result
            for at in points(step.expr, step.raw, *(link.value for link in step.links)):
                with suppress(NoValueError):  # asec(x/x) has a value everywhere, and no slope
                    filled = in_letters(step, at)
                    assert agree(value(step.outer, filled), value(step.expr, at))
                    assert agree(value(step.formula, filled), value(step.raw, at))


def in_letters(step: Step, at: Mapping[Any, Any]) -> dict[Any, Any]:
    """A point, with the numbers of the step's letters and slopes. Where one letter has several
    partials (x·x), the formula writes the same ∂h/∂x for each: their mean stands for it."""
    filled = {**at, **{link.name: value(link.value, at) for link in step.links}}
    for name in {link.name for link in step.links}:
        same = [link for link in step.links if link.name == name]
        partials = [value(link.partial, filled) for link in same]
        filled[step.name, name] = mp.fsum(partials) / len(partials)
        if name != X:
            filled[name, X] = value(same[0].derivative, at)
    return filled


@given(trees)
@some
def test_backwards_forwards_and_path_by_path_give_the_same(expr: Any) -> None:
    derivation = derived(expr)
    graph = derivation.graph
    with mp.workdps(DIGITS):
        for at in points(derivation.result, *(node.expr for node in graph.nodes)):
            with suppress(NoValueError):
                letters = {**at, **{node.name: value(node.expr, at) for node in graph.nodes}}
                partials = [[value(e.partial, letters) for e in edges] for edges in graph.into]
                right = value(derivation.result, at)
                assert agree(backwards(graph, partials), right)
                assert agree(mp.fsum(path_products(graph, partials)), right)


def backwards(graph: Graph, partials: list[list[Any]]) -> Any:
    """Reverse accumulation: the adjoint of the variable."""
    adjoints = [mpmath.mpf(0)] * len(graph.nodes)
    adjoints[-1:] = [mpmath.mpf(1)] * bool(graph.nodes)
    for node in reversed(graph.nodes):
        for edge, partial in zip(graph.into[node.id], partials[node.id], strict=True):
            adjoints[edge.source] += adjoints[node.id] * partial
    return mp.fsum(adjoints[node.id] for node in graph.nodes if node.expr == X)


def path_products(graph: Graph, partials: list[list[Any]]) -> Iterator[Any]:
    """The product along each path from the whole to the variable."""
    waiting = [(len(graph.nodes) - 1, mpmath.mpf(1))] if graph.nodes else []
    while waiting:
        index, product = waiting.pop()
        if graph.nodes[index].expr == X:
            yield product
        edges = zip(graph.into[index], partials[index], strict=True)
        waiting += [(edge.source, product * partial) for edge, partial in edges]


@given(unknown, st.integers(1, 2))
@some
def test_no_check_fails_and_json_comes_back_equal(expr: Any, order: int) -> None:
    derivation = derived(expr, order)
    assert [check for check in derivation.checks if check.outcome == "failed"] == []
    again = Derivation.from_json(derivation.to_json())
    assert again == derivation
    assert str(again)


@given(trees)
@some
def test_what_is_printed_reads_back_to_the_same_value(expr: Any) -> None:
    derivation = derived(expr)
    for line in (derivation.raw, derivation.result):
        again = parse_tree(plain.formula(math(line), ascii=True))
        with mp.workdps(DIGITS):
            for at in points(line):
                assert agree(value(again, at), value(line, at))


LAYERED = 300  # SymPy stops at about 200
LAYERS: dict[str, Callable[[Any], Any]] = {
    "sin u": lambda u: build(sympy.sin, (u,)),
    "u sin u": lambda u: mul(u, build(sympy.sin, (u,))),
    "ln u": lambda u: build(sympy.log, (u,)),
    "√u": lambda u: power(u, S.Half),
    "1/(1 + u)": lambda u: div(S.One, add(S.One, u)),
    "∛u": lambda u: build(RealRoot, (u, Integer(3))),
    "u² + u": lambda u: add(power(u, 2), u),
}


@pytest.mark.parametrize("name", LAYERS)
def test_hundreds_of_layers_are_derived_at_the_default_recursion_limit(name: str) -> None:
    expr: Any = X
    for _ in range(LAYERED):
        expr = LAYERS[name](expr)
    derivation = chainrule.diff(expr, "x")
    assert len(derivation.steps) >= LAYERED
    assert derivation.passed
    assert len(str(derivation)) < 50_000
