"""The sign of an expression, taken apart: sign(f − c) = ± Π sign(gᵢ − cᵢ).

ln x − 2 has the sign of x − e², |x| − 3 that of (x − 3)(x + 3), and 5 − 2 sin²x is positive
because its range says so. What is left are factors whose signs are charted (see polynomials.py)
or that stand as they are. Each step is a theorem that holds wherever f is defined.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import sympy as sp

from chainrule.domain.facts import Facts
from chainrule.domain.line import Signs
from chainrule.domain.numbers import Number, affine, constant, over, rational, root, total
from chainrule.domain.polynomials import signs
from chainrule.domain.ranges import Range
from chainrule.expr import RealRoot, Tree, add, build, mul, power

__all__ = ["Factor", "Taken", "take_apart", "verdict"]

STEPS = 40  # of taking apart, for one condition
ZERO, ONE = rational(0), rational(1)


class Factor(NamedTuple):
    """sign(tree − level). It is ``even`` where only being zero matters, and ``below`` a fraction
    line where a zero makes the whole undefined. ``signs`` are its signs along the line of
    ``variable``, if they are found. ``as_written`` is the same factor before its constants were
    moved to the other side, and 1 or −1 if that turned its sign."""

    tree: Tree
    level: Number
    even: bool
    below: bool
    as_written: tuple[Tree, Number, int]
    signs: Signs | None = None
    variable: sp.Symbol | None = None


class Taken(NamedTuple):
    """±1 and the factors; ``total`` if the expression is proved to be defined everywhere."""

    sign: int
    factors: tuple[Factor, ...]
    total: bool


Part = tuple[Tree, Number, int]
"""sign(tree − level)ⁿ: only the parity and the sign of n count."""


def take_apart(tree: Tree, level: Number, wrt: sp.Symbol, facts: Facts) -> Taken:
    """The sign of ``tree − level``, without the factors that are proved to be positive.

    >>> from chainrule.expr import add
    >>> x = sp.Symbol("x")
    >>> taken = take_apart(build(sp.exp, (x,)), ONE, x, Facts())
    >>> [(str(factor.tree), str(factor.level.tree)) for factor in taken.factors]
    [('x', '0')]
    """
    sign, factors, defined = 1, [], True
    stack: list[tuple[Part, tuple[Tree, Number, int]]] = [((tree, level, 1), (tree, level, 1))]
    for _ in range(STEPS):
        if not stack:
            break
        (tree, level, n), written = stack.pop()
        charted = _charted(tree, level, n, written, wrt)
        if charted is not None and charted.signs is not None:
            always = charted.signs.always
            sign *= always if always and n % 2 else 1
            factors += [] if always else [charted]
            continue
        fact = facts.of(tree)
        defined = defined and fact.range.total
        always, may_vanish = verdict(fact.range, level)
        sign *= always if always and n % 2 else 1
        if always and not may_vanish:
            continue
        n = n * 2 if always else n
        parts = _PARTS[tree.func](tree, level) if tree.func in _PARTS else None
        if parts is None:
            symbol = next(iter(fact.symbols)) if len(fact.symbols) == 1 else wrt
            alone = Factor(tree, level, n % 2 == 0, n < 0, written)
            factors.append(_charted(tree, level, n, written, symbol) or alone)
            continue
        turn, inner = parts
        sign *= turn if n % 2 else 1
        moved = tree.is_Add or (tree.is_Mul and level != ZERO)
        for part, at, m in inner:
            origin = (written[0], written[1], written[2] * turn) if moved else (part, at, 1)
            stack.append(((part, at, m * n), origin))
    factors += [Factor(*part[:2], part[2] % 2 == 0, part[2] < 0, origin) for part, origin in stack]
    return Taken(sign, tuple(factors), defined)


def _charted(
    tree: Tree, level: Number, n: int, written: tuple[Tree, Number, int], x: sp.Symbol
) -> Factor | None:
    """The factor with its chart; products and powers are charted by their factors."""
    if level == ZERO and (tree.is_Mul or tree.is_Pow):
        return None
    found = signs(tree, level, x)
    return None if found is None else Factor(tree, level, n % 2 == 0, n < 0, written, found, x)


def verdict(bounds: Range, level: Number) -> tuple[int, bool]:
    """The sign that values less ``level`` always have (0: unknown), and whether they may be 0."""
    below = above = (level.rational, 0)
    if level.atom is not None:
        slack = 1e-9 * (1 + abs(level.value))
        below = (Fraction(level.value - slack), 0)
        above = (Fraction(level.value + slack), 0)
    if bounds.low >= above:
        return 1, bounds.low == above
    if bounds.high <= below:
        return -1, bounds.high == below
    return 0, True


# -- theorems -------------------------------------------------------------------------------------

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


def _sum(tree: Tree, level: Number) -> Parts | None:
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


def _increasing(at: Number, value: Number) -> Callable[[Tree, Number], Parts | None]:
    """An increasing function that is known to take ``value`` at ``at``."""
    return lambda tree, level: (1, [(tree.args[0], at, 1)]) if level == value else None


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


_PARTS: dict[Any, Callable[[Tree, Number], Parts | None]] = {
    sp.Mul: _product,
    sp.Add: _sum,
    sp.Pow: _power,
    sp.exp: _exponential_e,
    sp.log: _logarithm,
    sp.Abs: _magnitude,
    RealRoot: _real_root,
    sp.cosh: _hyperbolic_cosine,
    sp.acosh: _increasing(ONE, ZERO),
    **dict.fromkeys(
        (sp.sinh, sp.tanh, sp.asinh, sp.atanh, sp.asin, sp.atan, sp.erf, sp.sign),
        _increasing(ZERO, ZERO),
    ),
}
