"""Moves on functions: exact values, inverse functions, signs inside a function.

In: a pooled function whose parts are tidy. Out: the same value in a simpler form, or None.
"""

from __future__ import annotations

import sympy as sp
from sympy import Abs, Add, Mul, Pow, Rational, S, exp, log
from sympy.core.basic import Basic

from chainrule.expr import Tree
from chainrule.tidy.cases import same_cases
from chainrule.tidy.forest import Factor, Forest, Product
from chainrule.tidy.roots import (
    Local,
    absolute_of_positive,
    power_inside,
    real_root,
    sign_of_positive,
)

__all__ = ["CALLS"]


TRIGONOMETRIC = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
EXACT = frozenset({
    *TRIGONOMETRIC, sp.asin, sp.acos, sp.atan, sp.acot, sp.asec, sp.acsc, sp.sinh, sp.cosh,
    sp.tanh, sp.asinh, sp.acosh, sp.atanh, log, exp, Abs, sp.sign, sp.floor, sp.ceiling, sp.erf,
    sp.erfc,
})  # fmt: skip


def exact_value(forest: Forest, tree: Tree) -> Tree | None:
    """ln 1 = 0, cos π = −1, atan 1 = π/4, |−3| = 3, where the value is a number, perhaps times π
    or a root."""
    if type(tree) not in EXACT or len(tree.args) != 1 or not _simple_number(tree.args[0]):
        return None
    value = type(tree)(tree.args[0])
    parts = value.args if isinstance(value, Mul) else (value,)
    if not all(isinstance(p, Rational) or p is S.Pi or p is S.Exp1 or _is_root(p) for p in parts):
        return None
    return forest.write(forest.gather([_pooled(forest, p) for p in parts]))


def _simple_number(tree: Tree) -> bool:
    """A small rational number, a simple part of π, a simple root, or e."""
    parts = tree.args if isinstance(tree, Mul) else (tree,)
    if len(parts) > 3:
        return False
    for part in parts:
        if isinstance(part, Mul):
            if not all(_small(p) for p in part.args):
                return False
        elif not _small(part):
            return False
    return True


def _small(tree: Tree) -> bool:
    if isinstance(tree, Rational):
        return bool(abs(tree.p) < 10**6 and tree.q < 10**6)
    if isinstance(tree, Pow):
        return _is_root(tree) and bool(abs(tree.args[0].p) < 100)
    return tree is S.Pi or tree is S.Exp1


def _is_root(tree: Tree) -> bool:
    return (
        isinstance(tree, Pow)
        and isinstance(tree.args[0], Rational)
        and isinstance(tree.args[1], Rational)
    )


def _pooled(forest: Forest, tree: Tree) -> Tree:
    if isinstance(tree, Pow):
        return forest.make(Pow, [forest.leaf(arg) for arg in tree.args])
    return forest.leaf(tree)


def inverse(forest: Forest, tree: Tree) -> Tree | None:
    """ln eᵘ = u, e^(ln u) = u and e^(n ln u) = uⁿ."""
    (inner,) = tree.args[:1]
    if isinstance(tree, log):
        if len(tree.args) == 1 and type(inner) is exp:
            return inner.args[0]
        return None
    if type(tree) is not exp:
        return None
    view = forest.view(inner)
    if (
        len(view.factors) == 1
        and isinstance(view.factors[0].base, log)
        and len(view.factors[0].base.args) == 1  # the logarithm to another base is no inverse
        and view.factors[0].exponent == 1
    ):
        return forest.factor(Factor(view.factors[0].base.args[0], view.value))
    return None


def sign_inside(forest: Forest, tree: Tree) -> Tree | None:
    """cos(−u) = cos u, sin(−u) = −sin u, |−2u| = 2|u|."""
    if len(tree.args) != 1 or isinstance(tree.args[0], Add):
        return None
    view = forest.view(tree.args[0])
    if isinstance(tree, Abs) and view.value not in (0, 1) and view.factors:
        inside = forest.make(Abs, (forest.write(view._replace(value=1)),))
        inside = absolute_of_positive(forest, inside) or power_inside(forest, inside) or inside
        return forest.write(
            Product(max(view.value, -view.value), view.decimal, (Factor(inside, 1),))
        )
    parity = PARITY.get(type(tree))
    if parity is None or view.value >= 0:
        return None
    positive = forest.make(type(tree), (forest.write(view._replace(value=-view.value)),))
    return forest.write(Product(parity, factors=(Factor(positive, 1),)))


EVEN = (sp.cos, sp.sec, sp.cosh, sp.sech)
ODD = (
    sp.sin, sp.tan, sp.cot, sp.csc, sp.sinh, sp.tanh, sp.coth, sp.csch, sp.asin, sp.atan,
    sp.asinh, sp.atanh, sp.erf, sp.sign,
)  # fmt: skip
PARITY: dict[type[Basic], int] = {**dict.fromkeys(EVEN, 1), **dict.fromkeys(ODD, -1)}

REFLECTED = {sp.besselj: -1, sp.bessely: -1, sp.besseli: 1, sp.besselk: 1}
"""f(−n, u) = sⁿ·f(n, u) for whole n."""


def order_reflected(forest: Forest, tree: Tree) -> Tree | None:
    """J₋₁(u) = −J₁(u): a Bessel function of negative whole order is one of positive order."""
    sign = REFLECTED.get(type(tree))
    if sign is None or not tree.args[0].is_Integer or tree.args[0].p >= 0:
        return None
    order = -int(tree.args[0].p)
    positive = forest.make(type(tree), (forest.number(order), tree.args[1]))
    return forest.write(Product(sign**order, factors=(Factor(positive, 1),)))


CALLS: tuple[Local, ...] = (
    ("values", exact_value),
    ("inverse", inverse),
    ("parity", sign_inside),
    ("parity", order_reflected),
    ("absolute", absolute_of_positive),
    ("values", sign_of_positive),
    ("absolute", power_inside),
    ("roots", real_root),
    ("cases", same_cases),
)
