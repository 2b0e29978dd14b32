"""The theorems by which the sign of an expression is taken apart: one function for each head.

In: a tree and a level. Out: ±1 and the parts whose signs, multiplied, are that of ``tree − level``
wherever the tree is defined; None where no theorem applies.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy as sp

from chainrule.domain.numbers import Number, affine, constant, over, rational, root, total
from chainrule.expr import RealRoot, Tree, add, build, mul, power, walk

__all__ = ["PARTS", "ZERO", "Part"]

ZERO, ONE = rational(0), rational(1)
LARGEST = 20  # nodes of a sum that is squared

Part = tuple[Tree, Number, int]
"""sign(tree − level)ⁿ: only the parity and the sign of n count."""

Parts = tuple[int, list[Part]]


def _product(tree: Tree, level: Number) -> Parts | None:
    if level == ZERO:
        return 1, [(factor, ZERO, 1) for factor in tree.args]
    numbers = [constant(factor) for factor in tree.args]
    known = [number for number in numbers if number is not None]
    rest = [f for f, number in zip(tree.args, numbers, strict=True) if number is None]
    scaled: Number | None = level
    for number in known:
        scaled = over(scaled, number) if scaled and number != ZERO else None
    if not known or not rest or scaled is None:
        return None
    negative = sum(number.value < 0 for number in known) % 2
    return -1 if negative else 1, [(mul(*rest), scaled, 1)]


def _beside_root(tree: Tree) -> Parts | None:
    """√b + a and √b − a are positive where b − a² is a positive number: √b > |a|."""
    for root_of, other in (tree.args, tree.args[::-1]):
        sign = 1
        if isinstance(root_of, sp.Mul) and root_of.args[0] == -1 and len(root_of.args) == 2:
            sign, root_of = -1, root_of.args[1]
        if not isinstance(root_of, sp.Pow) or root_of.args[1] != sp.S.Half:
            continue
        if sum(1 for _ in walk(tree)) <= LARGEST:
            over_square = sp.expand(root_of.args[0] - other**2)
            if over_square.is_Rational and over_square > 0:
                return sign, []
    return None


def _sum(tree: Tree, level: Number) -> Parts | None:
    if level == ZERO and len(tree.args) == 2 and (found := _beside_root(tree)) is not None:
        return found
    numbers = [constant(term) for term in tree.args]
    moved: Number | None = level
    for number in numbers:
        moved = total(moved, affine(number, -1, 0)) if moved and number else moved
    rest = [t for t, number in zip(tree.args, numbers, strict=True) if number is None]
    if moved is None or not rest or len(rest) == len(numbers):
        return None
    return 1, [(add(*rest), moved, 1)]


def _power(tree: Tree, level: Number) -> Parts | None:
    base, exponent = tree.args
    if not exponent.is_Rational:
        return _exponential(base, exponent, level)
    n, q = exponent.p, exponent.q
    if level == ZERO:
        return 1, [(base, ZERO, n if q == 1 else 1 if n > 0 else -1)]
    if n < 0 or max(n, q) > 8 or (q > 1 and level.atom is not None):
        return None
    edge = root(level if q == 1 else rational(Fraction(level.rational) ** q), n)
    if edge is None:
        return None
    if q == 1 and n % 2 == 0:  # a negative level was seen by the range
        return 1, [(base, edge, 1), (base, affine(edge, -1, 0), 1)]
    return 1, [(base, edge, 1)]


def _exponential(base: Tree, exponent: Tree, level: Number) -> Parts | None:
    """aᵘ − 1 has the sign of u, or of −u for a < 1."""
    number = constant(base)
    if number is None or level != ONE or number.value <= 0 or number == ONE:
        return None
    return (1 if number.value > 1 else -1), [(exponent, ZERO, 1)]


def _logarithm(tree: Tree, level: Number) -> Parts | None:
    edge = _exp(level)
    if len(tree.args) == 1:
        return None if edge is None else (1, [(tree.args[0], edge, 1)])
    base = constant(tree.args[1])
    if base is None or level != ZERO or base.value <= 0 or base == ONE:
        return None
    return (1 if base.value > 1 else -1), [(tree.args[0], ONE, 1)]


def _magnitude(tree: Tree, level: Number) -> Parts | None:
    (inner,) = tree.args
    if level == ZERO:
        return 1, [(inner, ZERO, 2)]
    return 1, [(inner, level, 1), (inner, affine(level, -1, 0), 1)]


def _real_root(tree: Tree, level: Number) -> Parts | None:
    inner, index = tree.args
    if level.atom is not None:
        return None
    return 1, [(inner, rational(Fraction(level.rational) ** index.p), 1)]


def _hyperbolic_cosine(tree: Tree, level: Number) -> Parts | None:
    return (1, [(tree.args[0], ZERO, 2)]) if level == ONE else None


def _inverse_cosine(tree: Tree, level: Number) -> Parts | None:
    return (-1, [(tree.args[0], ONE, 1)]) if level == ZERO else None


def _increasing(at: Number, value: Number) -> Callable[[Tree, Number], Parts | None]:
    """An increasing function that is known to take ``value`` at ``at``."""
    return lambda tree, level: (1, [(tree.args[0], at, 1)]) if level == value else None


def _of_inverse(outer: Any) -> Callable[[Tree, Number], Parts | None]:
    """cos(arctan u) is positive, cos(arcsin u) is √(1 − u²), sin(arcsin u) is u."""

    def parts(tree: Tree, level: Number) -> Parts | None:
        found = _INVERSES.get((outer, tree.args[0].func)) if level == ZERO else None
        if found is None:
            return None
        sign, factors = found
        (u,) = tree.args[0].args
        return sign, [(u, rational(at), n) for at, n in factors]

    return parts


_WITHIN_UNIT = (-1, ((1, 1), (-1, 1)))  # 1 − u²
_INVERSES: dict[Any, tuple[int, tuple[tuple[int, int], ...]]] = {
    (sp.cos, sp.atan): (1, ()),
    (sp.cos, sp.acot): (1, ((0, 2),)),
    (sp.cos, sp.asin): _WITHIN_UNIT,
    (sp.cos, sp.acos): (1, ((0, 1),)),
    (sp.sin, sp.asin): (1, ((0, 1),)),
    (sp.sin, sp.atan): (1, ((0, 1),)),
    (sp.sin, sp.acos): _WITHIN_UNIT,
}
"""The signs of one function of the inverse of another: ±1, and the values of u where it vanishes,
each as often as it counts."""


def _exponential_e(tree: Tree, level: Number) -> Parts | None:
    edge = _log(level)
    return None if edge is None else (1, [(tree.args[0], edge, 1)])


def _exp(number: Number) -> Number | None:
    if number == ZERO:
        return ONE
    if abs(number.value) > 100:
        return None
    tree = power(sp.E, number.tree) if number != ONE else sp.E
    return Number(0, 1, tree, math.exp(number.value))


def _log(number: Number) -> Number | None:
    """ln of a positive number; the range has seen the others."""
    if number == ONE or number.value <= 0:
        return ZERO if number == ONE else None
    if (number.rational, number.times) == (0, 1) and number.atom is not None:
        if number.atom is sp.E:
            return ONE
        if number.atom.func is sp.exp:
            return constant(number.atom.args[0])
    return Number(0, 1, build(sp.log, (number.tree,)), math.log(number.value))


PARTS: dict[Any, Callable[[Tree, Number], Parts | None]] = {
    sp.Mul: _product,
    sp.Add: _sum,
    sp.Pow: _power,
    sp.exp: _exponential_e,
    sp.log: _logarithm,
    sp.Abs: _magnitude,
    RealRoot: _real_root,
    sp.cosh: _hyperbolic_cosine,
    sp.acos: _inverse_cosine,
    sp.cos: _of_inverse(sp.cos),
    sp.sin: _of_inverse(sp.sin),
    sp.acosh: _increasing(ONE, ZERO),
    **dict.fromkeys(
        (sp.sinh, sp.tanh, sp.asinh, sp.atanh, sp.asin, sp.atan, sp.erf, sp.sign),
        _increasing(ZERO, ZERO),
    ),
}
