"""The sign of an expression, taken apart: sign(f − c) = ± Π sign(gᵢ − cᵢ).

ln x − 2 has the sign of x − e², |x| − 3 that of (x − 3)(x + 3), and 5 − 2 sin²x is positive
because its range says so. What is left are factors whose signs are charted (see polynomials.py)
or that stand as they are. Each step is a theorem that holds wherever f is defined.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import sympy as sp

from chainrule.domain.cases import case_signs
from chainrule.domain.facts import Facts
from chainrule.domain.line import Signs
from chainrule.domain.numbers import Number
from chainrule.domain.polynomials import signs
from chainrule.domain.ranges import Range
from chainrule.domain.theorems import PARTS, ZERO, Part
from chainrule.expr import Tree

__all__ = ["Factor", "Taken", "take_apart", "verdict"]

STEPS = 40  # of taking apart, for one condition


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


def take_apart(tree: Tree, level: Number, wrt: sp.Symbol, facts: Facts) -> Taken:
    """The sign of ``tree − level``, without the factors that are proved to be positive.

    >>> from chainrule.domain.numbers import rational
    >>> x = sp.Symbol("x")
    >>> taken = take_apart(sp.exp(x), rational(1), x, Facts())
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
        parts = PARTS[tree.func](tree, level) if tree.func in PARTS else None
        if parts is None:
            symbol = next(iter(fact.symbols)) if len(fact.symbols) == 1 else wrt
            alone = Factor(tree, level, n % 2 == 0, n < 0, written)
            factors.append(
                _charted(tree, level, n, written, symbol) or _in_cases(alone, symbol) or alone
            )
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


def _in_cases(alone: Factor, x: sp.Symbol) -> Factor | None:
    found = case_signs(alone.tree, alone.level, x)
    return None if found is None else alone._replace(signs=found, variable=x)


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
