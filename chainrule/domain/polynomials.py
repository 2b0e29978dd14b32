"""The signs of quotients of polynomials in one variable, read off unevaluated trees.

A polynomial is its list of rational coefficients, the constant first. Linear and quadratic ones
are solved exactly, and what rational roots or a substitution t = xᵐ reduce to them; the rest is
given up. Linear expressions may have irrational coefficients (πx − 1).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy as sp

from chainrule.domain.facts import exact
from chainrule.domain.line import Line, Signs, chart, combine
from chainrule.domain.numbers import (
    Number,
    affine,
    constant,
    is_small,
    over,
    product,
    rational,
    root,
    total,
)
from chainrule.domain.ranges import Exact
from chainrule.expr import Tree, walk

__all__ = ["Polynomial", "fraction", "linear", "multiply", "roots", "signs"]

Polynomial = list[Exact]
ZERO = rational(0)
DEGREE = 12  # beyond it, nothing is attempted


def fraction(tree: Tree, x: sp.Symbol) -> tuple[Polynomial, Polynomial] | None:
    """``tree`` as a quotient of two polynomials in x, uncancelled.

    >>> from chainrule.expr import ONE, add, div, power
    >>> x = sp.Symbol("x")
    >>> fraction(div(ONE, add(power(x, 2), ONE)), x)
    ([1], [1, 0, 1])
    """
    found: dict[int, tuple[Polynomial, Polynomial]] = {}
    for node in walk(tree) if is_small(tree) else ():
        pair = _fraction(node, x, [found[id(a)] for a in node.args])
        if pair is None or max(map(len, pair)) > DEGREE + 1:
            return None
        found[id(node)] = pair
    return found.get(id(tree))


def _fraction(
    node: Any, x: sp.Symbol, args: Sequence[tuple[Polynomial, Polynomial]]
) -> tuple[Polynomial, Polynomial] | None:
    if node.is_Symbol and node == x:
        return [0, 1], [1]
    if node.is_Rational:
        return [exact(node)], [1]
    if node.is_Add:
        return reduce(_added, args)
    if node.is_Mul:
        return reduce(lambda a, b: (_times(a[0], b[0]), _times(a[1], b[1])), args)
    if not (node.is_Pow and node.args[1].is_Integer):
        return None
    (top, bottom), n = args[0], node.args[1].p
    if n < 0:
        top, bottom, n = bottom, top, -n
    small = n <= DEGREE and n * max(len(top) - 1, len(bottom) - 1) <= DEGREE
    return (_power(top, n), _power(bottom, n)) if small and any(bottom) else None


def _added(
    a: tuple[Polynomial, Polynomial], b: tuple[Polynomial, Polynomial]
) -> tuple[Polynomial, Polynomial]:
    (p, below), (q, under) = a, b
    if below == under:
        return _plus(p, q), below
    return _plus(_times(p, under), _times(q, below)), _times(below, under)


def _plus(p: Polynomial, q: Polynomial) -> Polynomial:
    p, q = (p, q) if len(p) >= len(q) else (q, p)
    total = [*map(sum, zip(p, q, strict=False)), *p[len(q) :]]
    return _trimmed(total)


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    total: Polynomial = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return _trimmed(total)


def _power(p: Polynomial, n: int) -> Polynomial:
    total: Polynomial = [1]
    for _ in range(n):
        total = _times(total, p)
    return total


def _trimmed(p: Polynomial) -> Polynomial:
    while len(p) > 1 and p[-1] == 0:
        p.pop()
    return p


# -- signs ----------------------------------------------------------------------------------------


def signs(tree: Tree, level: Number, x: sp.Symbol) -> Signs | None:
    """The signs of ``tree − level`` along the line of x, None where they are not found.

    >>> from chainrule.expr import MINUS_ONE, add, power
    >>> x = sp.Symbol("x")
    >>> signs(add(power(x, 2), MINUS_ONE), rational(0), x).pieces
    (1, 0, -1, 0, 1)
    """
    if tree.is_Symbol and tree == x:
        return chart([(level, 1)], 1)
    pair = fraction(tree, x) if level.atom is None else None
    if pair is None:
        return _linear_signs(tree, level, x)
    top, bottom = pair
    above = _signs(_plus(top, _times([-level.rational], bottom)))
    if bottom == [1] or above is None:
        return above
    below = _signs(bottom)
    if below is None:
        return None
    inverse = Line(below.points, tuple(sign or None for sign in below.pieces))
    return combine(above, inverse, multiply)


def multiply(a: int | None, b: int | None) -> int | None:
    """The sign of a product, None where a factor is undefined."""
    return None if a is None or b is None else a * b


def _signs(p: Polynomial) -> Signs | None:
    if not any(p):
        return Line((), (0,))
    found = roots(p)
    return None if found is None else chart(found.items(), 1 if p[-1] > 0 else -1)


def _linear_signs(tree: Tree, level: Number, x: sp.Symbol) -> Signs | None:
    line = linear(tree, x)
    if line is None or line[0] == ZERO:
        return None
    slope, rest = line
    right = total(level, affine(rest, -1, 0))
    point = right and over(right, slope)
    return None if point is None else chart([(point, 1)], 1 if slope.value > 0 else -1)


def linear(tree: Tree, x: sp.Symbol) -> tuple[Number, Number] | None:
    """Slope and constant of a linear expression in x, None for any other.

    >>> from chainrule.expr import add, mul
    >>> x = sp.Symbol("x")
    >>> [str(part.tree) for part in linear(add(mul(sp.pi, x), sp.Integer(1)), x) or ()]
    ['pi', '1']
    """
    found: dict[int, tuple[Number, Number]] = {}
    for node in walk(tree) if is_small(tree) else ():
        pair = _linear(node, x, [found[id(a)] for a in node.args])
        if pair is None:
            return None
        found[id(node)] = pair
    return found.get(id(tree))


def _linear(
    node: Any, x: sp.Symbol, args: Sequence[tuple[Number, Number]]
) -> tuple[Number, Number] | None:
    if node.is_Symbol and node == x:
        return rational(1), ZERO
    varying = [pair for pair in args if pair[0] != ZERO]
    if not varying:
        value = constant(node)
        return None if value is None else (ZERO, value)
    slope: Number | None = varying[0][0]
    rest: Number | None = varying[0][1]
    if node.is_Add:
        others = list(args)
        others.remove(varying[0])
        for a, b in others:
            slope, rest = slope and total(slope, a), rest and total(rest, b)
    elif node.is_Mul and len(varying) == 1:
        for a, b in args:
            if a == ZERO:
                slope, rest = slope and product(slope, b), rest and product(rest, b)
    else:
        return None
    return None if slope is None or rest is None else (slope, rest)


# -- roots ----------------------------------------------------------------------------------------


def roots(p: Polynomial) -> dict[Number, int] | None:
    """All real roots with their multiplicities; None where they are not found exactly.

    >>> [(str(point.tree), times) for point, times in (roots([0, -2, 0, 1]) or {}).items()]
    [('0', 1), ('-sqrt(2)', 1), ('sqrt(2)', 1)]
    """
    found: list[Number] = []
    while len(p) > 1:
        simple = _simple(p) if p[0] else None
        if simple is not None:
            return dict(Counter(found + simple))
        point = next(_rational_roots(p), None) if p[0] else 0
        if point is None:
            return None
        found.append(rational(point))
        p = _deflated(p, point)
    return dict(Counter(found))


def _simple(p: Polynomial) -> list[Number] | None:
    """The roots of a polynomial in xᵐ of degree at most 2 there, each as often as it counts."""
    m = math.gcd(*(i for i, a in enumerate(p) if a))
    inner = p[::m]
    if len(inner) == 2:
        found: list[Number] | None = [rational(-Fraction(p[0]) / p[-1])]
    elif len(inner) == 3:
        found = _quadratic(*inner)
    else:
        found = [] if all(a >= 0 for a in p) and not any(p[1::2]) else None
    if m == 1 or found is None:
        return found
    powers: list[Number] = []
    for t in found:
        if m % 2 == 0 and t.value < 0:
            continue
        positive = root(t, m)
        if positive is None:
            return None
        powers += [positive] if m % 2 else [affine(positive, -1, 0), positive]
    return powers


def _quadratic(c: Exact, b: Exact, a: Exact) -> list[Number] | None:
    discriminant = Fraction(b * b - 4 * a * c)
    if discriminant < 0:
        return []
    middle = -Fraction(b) / (2 * a)
    spread = root(rational(discriminant), 2)
    if spread is None:
        return None
    half = affine(spread, 1 / Fraction(2 * a), 0)
    return [affine(half, -1, middle), affine(half, 1, middle)]


def _rational_roots(p: Polynomial) -> Iterator[Fraction]:
    """Rational roots of a polynomial whose constant is not zero."""
    scale = math.lcm(*(a.denominator for a in p))
    first, last = abs(int(p[0] * scale)), abs(int(p[-1] * scale))
    if max(first, last) > 10_000:
        return
    bottoms = [q for q in range(1, min(last, 100) + 1) if last % q == 0]
    for top in (n for n in range(1, min(first, 100) + 1) if first % n == 0):
        for bottom in bottoms:
            for candidate in (Fraction(top, bottom), Fraction(-top, bottom)):
                value: Exact = 0
                for a in reversed(p):
                    value = value * candidate + a
                if value == 0:
                    yield candidate


def _deflated(p: Polynomial, point: Exact) -> Polynomial:
    """p / (x − point)."""
    quotient: Polynomial = []
    carry: Exact = 0
    for a in reversed(p):
        carry = carry * point + a
        quotient.append(carry)
    return quotient[-2::-1]
