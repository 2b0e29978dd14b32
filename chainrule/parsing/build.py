"""Syntax tree → SymPy tree, exactly as written, in the encodings of expr.py.

The table `RECIPES` says what the few functions become that SymPy spells otherwise; every other
function is the SymPy class of the same name. Nothing here is evaluated, and nothing recurses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import gcd
from typing import Any

import sympy
from sympy import Derivative, Integer, Integral, Rational, S, Subs, Symbol, Tuple
from sympy.functions.elementary.piecewise import ExprCondPair

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
)  # fmt: skip
from chainrule.parsing.syntax import Syntax, nodes
from chainrule.unknown import applied

__all__ = ["tree_of"]

Args = Sequence[Any]
CONSTANTS = {"pi": S.Pi, "e": S.Exp1, "oo": S.Infinity, "true": S.true, "false": S.false}
RELATIONS = {
    "<": sympy.StrictLessThan, "<=": sympy.LessThan, ">": sympy.StrictGreaterThan,
    ">=": sympy.GreaterThan, "!=": sympy.Unequality, "==": sympy.Equality,
}  # fmt: skip


def tree_of(syntax: Syntax, names: Mapping[str, Any] | None = None) -> Tree:
    """The unevaluated SymPy tree; ``names`` stand for trees, or for unknown functions.

    >>> from chainrule.parsing.problem import syntax_of
    >>> tree_of(syntax_of("2*3*x - x/x"))
    2*3*x - x/x
    """
    done: dict[int, Tree] = {}
    names = names or {}
    for node in reversed(nodes(syntax)):
        args = [done[id(arg)] for arg in node.args]
        done[id(node)] = MAKERS[node.kind](node, args, names)
    return done[id(syntax)]


def _number(node: Syntax, _args: Args, _names: Mapping[str, Any]) -> Tree:
    text = node.value
    if "." not in text:
        return Integer(int(text))
    whole, _, decimals = text.partition(".")
    return Decimal(text) if decimals else Integer(int(whole))


def _name(node: Syntax, _args: Args, names: Mapping[str, Any]) -> Tree:
    found = names.get(node.value)
    return Symbol(node.value) if found is None or isinstance(found, type) else found


def _constant(node: Syntax, _args: Args, _names: Mapping[str, Any]) -> Tree:
    return CONSTANTS[node.value]


def _add(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    return add(*args)


def _mul(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    return mul(*args)


def _div(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    """A fraction of two coprime integers is a rational number; `2/4` stays a quotient."""
    top, bottom = args
    if _literal(top) and _literal(bottom) and bottom.p > 1 and gcd(top.p, bottom.p) == 1:
        return Rational(top.p, bottom.p)
    return div(top, bottom)


def _literal(tree: Tree) -> bool:
    return bool(tree.is_Integer) and tree.p >= 0


def _neg(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    (tree,) = args
    if tree.is_Rational and tree.p <= 0:
        return mul(S.NegativeOne, tree)
    return neg(tree)


def _pow(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    return power(*args)


def _factorial(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    return build(sympy.factorial, args)


def _tuple(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Any:
    return Tuple(*args)


def _relation(node: Syntax, args: Args, _names: Mapping[str, Any]) -> Any:
    return build(RELATIONS[node.value], args)


def _and(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Any:
    return build(sympy.And, args)


def _or(_node: Syntax, args: Args, _names: Mapping[str, Any]) -> Any:
    return build(sympy.Or, args)


def _apply(node: Syntax, args: Args, names: Mapping[str, Any]) -> Tree:
    """f(x); f′(g(x)) is the derivative of f at ξ₁, with g(x) put in for ξ₁."""
    found = names.get(node.value)
    function = found if isinstance(found, type) else sympy.Function(node.value)
    if not node.primes:
        return build(function, args)
    return applied(function, args, (node.primes,))


def _call(node: Syntax, args: Args, _names: Mapping[str, Any]) -> Tree:
    recipe = RECIPES.get(node.value)
    return recipe(*args) if recipe else build(getattr(sympy, node.value), args)


def _root(base: Tree, index: Tree) -> Tree:
    """The n-th root: real for odd n, the principal power otherwise."""
    if not index.is_Integer:
        return power(base, div(S.One, index))
    if index.p > 2 and index.p % 2:
        return build(RealRoot, (base, index))
    return power(base, Rational(1, index.p)) if index.p > 0 else power(base, div(S.One, index))


def _piecewise(*rows: Any) -> Tree:
    pieces = [tuple(row.args) if isinstance(row, Tuple) else (row, S.true) for row in rows]
    return build(sympy.Piecewise, [build(ExprCondPair, piece) for piece in pieces])


def _hyper(top: Any, bottom: Any, argument: Tree) -> Tree:
    lists = [part if isinstance(part, Tuple) else Tuple(part) for part in (top, bottom)]
    return build(sympy.hyper, (*lists, argument))


def _struve(sign: Tree, order: Tree, x: Tree) -> Tree:
    """H_n(x) or L_n(x), for which SymPy has no function, by its hypergeometric series."""
    three_halves = Rational(3, 2)
    shifted = add(order, three_halves)
    square = mul(sign, div(power(x, 2), Integer(4)))
    series = _hyper(Tuple(S.One), Tuple(three_halves, shifted), square)
    front = power(div(x, Integer(2)), add(order, S.One))
    below = mul(build(sympy.gamma, (three_halves,)), build(sympy.gamma, (shifted,)))
    return mul(div(front, below), series)


def _several(one: Any) -> Tuple:
    return one if isinstance(one, Tuple) else Tuple(one)


def _derivative(function: Tree, *variables: Any) -> Tree:
    counts = [v if isinstance(v, Tuple) else Tuple(v, S.One) for v in variables]
    return build(Derivative, (function, *counts))


RECIPES: dict[str, Callable[..., Tree]] = {
    "sqrt": lambda x: power(x, S.Half),
    "cbrt": lambda x: build(RealRoot, (x, Integer(3))),
    "root": _root,
    "pow": power,
    "relu": lambda x: build(sympy.Max, (x, S.Zero)),
    "exp": lambda x: power(S.Exp1, x),
    "log10": lambda x: build(sympy.log, (x, Integer(10))),
    "log2": lambda x: build(sympy.log, (x, Integer(2))),
    "trigamma": lambda x: build(sympy.polygamma, (S.One, x)),
    "Piecewise": _piecewise,
    "hyper": _hyper,
    "Integral": lambda body, bounds: build(Integral, (body, bounds)),
    "Derivative": _derivative,
    "Subs": lambda tree, names, points: build(Subs, (tree, _several(names), _several(points))),
    "Heaviside": lambda x, at=S.Half: build(sympy.Heaviside, (x, at)),
    "struveh": lambda n, x: _struve(S.NegativeOne, n, x),
    "struvel": lambda n, x: _struve(S.One, n, x),
}

MAKERS: dict[str, Callable[[Syntax, Args, Mapping[str, Any]], Any]] = {
    "number": _number, "name": _name, "constant": _constant, "add": _add, "mul": _mul,
    "div": _div, "neg": _neg, "pow": _pow, "factorial": _factorial, "tuple": _tuple,
    "relation": _relation, "and": _and, "or": _or, "apply": _apply, "call": _call,
}  # fmt: skip
