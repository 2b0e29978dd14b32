"""What is printed parses back: any tree that the parser can make, and real ones."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Function, Integer, Rational, S, Symbol

from chainrule.errors import LimitError
from chainrule.expr import (
    HALF,
    Decimal,
    RealRoot,
    add,
    build,
    div,
    mul,
    neg,
    power,
    walk,
)
from chainrule.notation import math
from chainrule.parsing import parse_tree
from chainrule.pool import Pool
from chainrule.render import plain

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"


def reads_back(tree: sympy.Expr) -> None:
    """Both spellings of the tree parse to the tree."""
    pool, node = Pool(), math(tree)
    for ascii_ in (False, True):
        text = plain.formula(node, ascii=ascii_)
        again = parse_tree(text)
        assert pool.share(again) is pool.share(tree), f"{text} reads back as {again}"


numbers = st.one_of(
    st.integers(0, 12).map(Integer),
    st.tuples(st.integers(1, 9), st.integers(2, 9)).map(lambda pair: Rational(*pair)),
    st.sampled_from(["0.5", "2.75", "10.0"]).map(Decimal),
)
letters = st.sampled_from(["x", "y", "t", "a", "n", "x_1", "w12", "alpha", "theta"]).map(Symbol)
leaves = st.one_of(numbers, letters, st.sampled_from([S.Pi, S.Exp1]))
FUNCTIONS = (
    sympy.sin, sympy.cos, sympy.tan, sympy.log, sympy.asin, sympy.sinh, sympy.Abs, sympy.erf,
    sympy.gamma, sympy.floor, sympy.factorial, sympy.sign, Function("f"),
)  # fmt: skip


def larger(parts: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda terms: add(*terms)),
        several.map(lambda factors: mul(*factors)),
        st.tuples(parts, parts).map(lambda pair: add(pair[0], neg(pair[1]))),
        st.tuples(parts, parts).map(lambda pair: div(*pair)),
        st.tuples(parts, parts).map(lambda pair: power(*pair)),
        st.tuples(parts, st.integers(-3, 5)).map(lambda pair: power(*pair)),
        st.tuples(st.sampled_from(FUNCTIONS), parts).map(lambda pair: build(pair[0], pair[1:])),
        parts.map(lambda part: power(part, HALF)),
        parts.map(lambda part: build(RealRoot, (part, Integer(3)))),
        parts.map(neg),
        st.tuples(parts, letters).map(lambda pair: build(sympy.log, pair)),
    )


trees = st.recursive(leaves, larger, max_leaves=12)


@given(trees)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_tree_reads_back(tree: sympy.Expr) -> None:
    """What is read is the same value, and the same tree but for what the parser writes in one
    way only (2⁻¹ is ½, −(2x) is −2x): that tree reads back to itself."""
    try:
        read = parse_tree(plain.formula(math(tree)))
    except LimitError:
        return  # 9⁹⁹ is refused, as it should be
    assert value(tree) == pytest.approx(value(read), rel=1e-6, nan_ok=True)
    reads_back(read)


def value(tree: sympy.Expr) -> complex:
    """The tree in complex numbers, with a different linear function for each function's name;
    zero where a number is too large."""
    values: dict[int, complex] = {}
    try:
        for node in walk(tree):
            parts = [values[id(arg)] for arg in node.args]
            if node.is_Symbol:
                values[id(node)] = 0.5 + sum(map(ord, node.name)) / 997
            elif node.is_Rational or not parts:
                values[id(node)] = complex(node)
            elif node.is_Add or node.is_Mul:
                values[id(node)] = sum(parts) if node.is_Add else prod(parts)
            elif node.is_Pow:
                values[id(node)] = parts[0] ** parts[1]
            else:
                name = type(node).__name__
                values[id(node)] = sum(p * (len(name) + i) for i, p in enumerate(parts)) / 7 + 0.1
    except (OverflowError, ZeroDivisionError):
        return 0
    return values[id(tree)]


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not beside the project")
def test_expressions_of_the_corpora_read_back() -> None:
    texts = [
        case["expr"]
        for path in sorted(CORPORA.glob("*.jsonl"))
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()[::20])
        if case["kind"] in ("derivative", "antiderivative", "numeric_only")
    ]
    assert len(texts) > 50
    for text in texts:
        if "(x >= 0) & (x <= 1)" not in text:  # is printed 0 ≤ x ≤ 1
            reads_back(parse_tree(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("n*kb*T/V", "n*kb*T/V"),
        ("q*(Ef + B*v*sin(theta))", "q*(Ef + B*v*sin θ)"),
        ("3*Ef^2*x", "3 * Ef²*x"),
        ("x^perp", "x^perp"),
        (
            "struveh(0, x)",
            "(x/2)^(0 + 1)/(gamma(3/2) · gamma(0 + 3/2)) · hyper([1], [3/2, 0 + 3/2], −x²/4)",
        ),
        ("2*x*sin(3*x)", "2x sin 3x"),
    ],
)  # fmt: skip
def test_a_name_of_several_letters_is_printed_so_that_it_is_read_as_one(
    text: str, printed: str
) -> None:
    tree = parse_tree(text)
    assert printed == plain.formula(math(tree))
    reads_back(tree)
