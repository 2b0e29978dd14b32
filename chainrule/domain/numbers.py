"""Exact real numbers of the kind that solutions are made of: q + r·α with rational q and r.

α is one irrational number, as a tree (√2, π, e³, ln 2, …) with its size. That is closed under all
that solving linear and quadratic equations needs, and each number still prints as one would
write it: (1 + √5)/2, −√2, π/2 − 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import sympy as sp

from chainrule.domain.facts import exact
from chainrule.domain.ranges import Exact
from chainrule.expr import ONE, RealRoot, Tree, add, build, div, mul, neg, power, walk

__all__ = [
    "CloseCall", "Number", "affine", "constant", "is_small", "over", "product", "rational", "root",
    "total",
]  # fmt: skip


class CloseCall(Exception):  # noqa: N818 - nothing is wrong: the question is left undecided
    """Two numbers are too close to tell which is larger."""


class Number(NamedTuple):
    """``rational + times·atom``, where ``atom`` is an irrational number of this size."""

    rational: Exact
    times: Exact = 0
    atom: Tree | None = None
    size: float = 0.0

    @property
    def value(self) -> float:
        """The number as a float."""
        return float(self.rational) + float(self.times) * self.size

    @property
    def tree(self) -> Tree:
        """The number as one writes it.

        >>> root_of_two = Number(0, 1, power(sp.Integer(2), sp.S.Half), 2**0.5)
        >>> affine(root_of_two, 1, -1).tree.args
        (-1, sqrt(2))
        """
        if self.atom is None:
            return _leaf(self.rational)
        is_root = self.atom.is_Pow
        bottom = math.lcm(self.rational.denominator, self.times.denominator) if is_root else 1
        whole, part = self.rational * bottom, _multiple(self.times * bottom, self.atom)
        if not self.rational:
            return _multiple(self.times, self.atom)
        top = add(_leaf(whole), part) if is_root else add(part, _leaf(whole))
        return top if bottom == 1 else div(top, sp.Integer(bottom))

    def compare(self, other: Number) -> int:
        """−1, 0 or 1; raises CloseCall where floats cannot tell two different numbers."""
        if self.atom is None and other.atom is None:
            return (self.rational > other.rational) - (self.rational < other.rational)
        difference = self.value - other.value
        if abs(difference) > 1e-9 * (1 + abs(self.value)):
            return 1 if difference > 0 else -1
        if self == other:
            return 0
        raise CloseCall


def rational(value: Exact) -> Number:
    """A rational number."""
    return Number(value)


def affine(number: Number, times: Exact, plus: Exact) -> Number:
    """``times·number + plus``."""
    part = number.times * times
    atom = number.atom if part else None
    return Number(number.rational * times + plus, part, atom, number.size if part else 0.0)


def total(a: Number, b: Number) -> Number | None:
    """``a + b``, unless that needs two irrational numbers."""
    if a.atom is None or b.atom is None:
        a, b = (a, b) if b.atom is None else (b, a)
        return affine(a, 1, b.rational)
    if a.atom != b.atom:
        return None
    return affine(Number(a.rational, a.times + b.times, a.atom, a.size), 1, b.rational)


def product(a: Number, b: Number) -> Number | None:
    """``a·b``, unless both are irrational."""
    if a.atom is not None and b.atom is not None:
        return None
    a, b = (a, b) if b.atom is None else (b, a)
    return affine(a, b.rational, 0)


def over(a: Number, b: Number) -> Number | None:
    """``a / b``, where b is not zero, unless that needs two irrational numbers."""
    if b.atom is None:
        return affine(a, 1 / Fraction(b.rational), 0)
    if b.rational or (a.rational and a.atom is not None):
        return None
    if a.atom is not None:
        return rational(Fraction(a.times) / b.times) if a.atom == b.atom else None
    ratio = Fraction(a.rational) / b.times
    if b.atom.is_Pow and b.atom.args[0].is_Integer and b.atom.args[1] == sp.S.Half:
        return Number(0, ratio / b.atom.args[0].p, b.atom, b.size)  # 1/√n is √n/n
    return Number(0, ratio, div(ONE, b.atom), 1 / b.size) if ratio else rational(0)


def root(number: Number, index: int) -> Number | None:
    """The real index-th root, of a positive number if the index is even; none for index 0."""
    value, tree = number.value, number.tree
    if index == 0 or (value < 0 and index % 2 == 0):
        return None
    if number.atom is None:
        if index == 2:
            return _square_root(Fraction(number.rational))
        found = _exact_root(number.rational, index)
        if found is not None:
            return rational(found)
    if value < 0:
        opposite = root(affine(number, -1, 0), index)
        return opposite and affine(opposite, -1, 0)
    shape = power(tree, sp.S.Half) if index == 2 else power(tree, sp.Rational(1, index))
    if index % 2:
        shape = build(RealRoot, (tree, sp.Integer(index)))
    return Number(0, 1, shape, value ** (1 / index))


def _square_root(value: Fraction) -> Number | None:
    """√(p/q) as r·√n with n free of squares; None for numbers too large to look for squares."""
    n, outside = value.numerator * value.denominator, Fraction(1, value.denominator)
    if n > 10**12:
        return None
    factor = 2
    while factor * factor <= n and factor < 200:
        while n % (factor * factor) == 0:
            n, outside = n // (factor * factor), outside * factor
        factor += 1
    whole = math.isqrt(n)
    if whole * whole == n:
        return rational(outside * whole)
    return Number(0, outside, power(sp.Integer(n), sp.S.Half), math.sqrt(n))


def _exact_root(value: Exact, index: int) -> Exact | None:
    if abs(value.numerator) > 10**15 or value.denominator > 10**15:
        return None
    size = Fraction(value if value > 0 else -value)
    found = Fraction(round(size.numerator ** (1 / index)), round(size.denominator ** (1 / index)))
    return (found if value > 0 else -found) if found**index == size else None


def _leaf(value: Exact) -> Tree:
    return sp.Rational(value.numerator, value.denominator)


def _multiple(times: Exact, atom: Tree) -> Tree:
    size = Fraction(-times if times < 0 else times)
    top = atom if size.numerator == 1 else mul(sp.Integer(size.numerator), atom)
    tree = top if size.denominator == 1 else div(top, sp.Integer(size.denominator))
    return neg(tree) if times < 0 else tree


# -- numbers in trees -----------------------------------------------------------------------------


def constant(tree: Tree) -> Number | None:
    """A small tree without symbols as a number, or None where it is none of the kind.

    >>> constant(div(sp.pi, sp.Integer(2))).times
    Fraction(1, 2)
    """
    if tree.is_Rational:
        return rational(exact(tree))
    found: dict[int, Number] = {}
    for node in walk(tree) if is_small(tree) else ():
        number = _constant(node, [found[id(arg)] for arg in node.args])
        if number is None:
            return None
        found[id(node)] = number
    return found.get(id(tree))


def is_small(tree: Tree, nodes: int = 40) -> bool:
    """Whether the tree has few nodes; takes no longer for one of a million."""
    stack = [tree]
    while stack and nodes:
        nodes -= 1
        stack.extend(stack.pop().args)
    return not stack


def _constant(node: Any, args: Sequence[Number]) -> Number | None:
    if node.is_Rational:
        return rational(exact(node))
    if node in _SIZES:
        return Number(0, 1, node, _SIZES[node])
    rule = _CONSTANTS.get(node.func)
    return rule(node, *args) if rule else None


def _constant_sum(_node: Any, *terms: Number) -> Number | None:
    result: Number | None = rational(0)
    for term in terms:
        result = result and total(result, term)
    return result


def _constant_product(_node: Any, *factors: Number) -> Number | None:
    result: Number | None = rational(1)
    for factor in factors:
        result = result and product(result, factor)
    return result


def _power(node: Any, base: Number, exponent: Number) -> Number | None:
    n = exponent.rational
    if exponent == rational(-1) and base.value:
        return over(rational(1), base)
    if exponent.atom is not None or abs(n.numerator) > 20 or (base.value <= 0 and n != abs(n)):
        return None
    if base.atom is None and n.denominator == 1:
        return rational(Fraction(base.rational) ** int(n))
    if base.value > 0 and n.denominator == 2 and base.atom is None:
        return root(rational(Fraction(base.rational) ** n.numerator), 2)
    return Number(0, 1, node, base.value ** float(n)) if base.value > 0 else None


def _transcendental(function: Callable[[float], float], at: Exact, value: Exact) -> Any:
    """A rule for exp or ln: rational at one point, elsewhere the tree itself is the irrational."""

    def rule(node: Any, number: Number, *base: Number) -> Number | None:
        if base:
            return None  # log(8, 2) may be rational
        if number == rational(at):
            return rational(value)
        try:
            return Number(0, 1, node, function(number.value))
        except (OverflowError, ValueError):
            return None

    return rule


_SIZES = {sp.pi: math.pi, sp.E: math.e}
_CONSTANTS: dict[Any, Callable[..., Number | None]] = {
    sp.Add: _constant_sum,
    sp.Mul: _constant_product,
    sp.Pow: _power,
    sp.exp: _transcendental(math.exp, 0, 1),
    sp.log: _transcendental(math.log, 1, 0),
}
