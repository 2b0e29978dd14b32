"""Sums of many products of brackets, multiplied out and collected at once.

In: the terms of a sum that is too large for the paths of sums.py. Out: its terms as one polynomial
in whatever its bases are (x, ln x, 1/(x + 1)), like terms combined, or None. Without this each
higher derivative would keep the brackets of the one before and be twice as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from sympy import Abs, Add, Pow, exp, sign

from chainrule.expr import Tree
from chainrule.tidy import terms
from chainrule.tidy.forest import Factor, Forest, Product
from chainrule.tidy.numbers import Number, exact
from chainrule.tidy.products import MEETING, times

__all__ = ["collected"]

Monomial: TypeAlias = frozenset[tuple[int, int]]
Polynomial: TypeAlias = dict[Monomial, Number]

MOST_PRODUCTS = 4000
"""No more terms are multiplied than this,"""
MOST_POWER = 3
"""no bracket to a higher power,"""
MOST_LAYERS = 4
"""and no brackets inside more brackets."""

STAYING = frozenset((*MEETING, Abs, sign))


class TooLargeError(Exception):
    """There is too much to multiply, or something that is no polynomial."""


def collected(forest: Forest, parts: Sequence[Product]) -> tuple[Product, ...] | None:
    """The sum as one polynomial, if it has brackets and is not too large."""
    if not any(isinstance(f.base, Add) for part in parts for f in part.factors):
        return None
    try:
        return _Collector(forest).written(parts)
    except TooLargeError:
        return None


class _Collector:
    """The bases that were met, and how much may still be multiplied."""

    def __init__(self, forest: Forest) -> None:
        self.forest = forest
        self.bases: dict[int, Tree] = {}
        self.left = MOST_PRODUCTS

    def written(self, parts: Sequence[Product]) -> tuple[Product, ...]:
        found = self.total(parts, MOST_LAYERS)
        return terms.merge(self.product(m, value) for m, value in found.items() if value)

    def product(self, monomial: Monomial, value: Number) -> Product:
        """A monomial in the bases, powers of one base together."""
        place = {base: i for i, base in enumerate(self.bases)}
        whole, varying = [], Product(value)
        for base, power in sorted(monomial, key=lambda pair: place[pair[0]]):
            tree = self.bases[base]
            if isinstance(tree, (Pow, exp)):
                raised = self.forest.raised(self.forest.view(tree), power)
                varying = times(self.forest, varying, raised)
            else:
                whole.append(Factor(tree, power, power < 0))
        return times(self.forest, Product(1, factors=tuple(whole)), varying)

    def total(self, parts: Sequence[Product], layers: int) -> Polynomial:
        """The sum of the terms."""
        found: Polynomial = {}
        for part in parts:
            for monomial, value in self.read(part, layers).items():
                found[monomial] = exact(found.get(monomial, 0) + value)
        return found

    def read(self, part: Product, layers: int) -> Polynomial:
        """One term, its brackets multiplied out."""
        if part.decimal or not layers:
            raise TooLargeError
        found: Polynomial = {frozenset(): part.value}
        for base, power, _ in part.factors:
            if isinstance(base, Add) and isinstance(power, int) and 0 < power <= MOST_POWER:
                inner = self.total(terms.read(self.forest, base), layers - 1)
                for _ in range(power):
                    found = self.times(found, inner)
            elif type(base) in STAYING or base.is_Rational or isinstance(power, Fraction):
                raise TooLargeError
            else:
                found = self.times(found, {self.powers(base, power): 1})
        return found

    def powers(self, base: Tree, power: int | Tree) -> Monomial:
        """uⁿ as a power of the letter u; uˣ⁻¹ as the letter uˣ and a power of u."""
        if isinstance(power, int):
            return self.letter(base, power)
        parts = terms.read(self.forest, power)
        whole = sum(part.value for part in parts if not part.factors)
        if not isinstance(whole, int) or isinstance(base, Add):
            raise TooLargeError
        rest = terms.write(self.forest, tuple(part for part in parts if part.factors))
        varying = self.letter(self.forest.factor(Factor(base, rest)), 1)
        return varying | self.letter(base, whole) if whole else varying

    def letter(self, base: Tree, power: int) -> Monomial:
        self.bases.setdefault(id(base), base)
        return frozenset([(id(base), power)])

    def times(self, left: Polynomial, right: Polynomial) -> Polynomial:
        """The product of two polynomials."""
        self.left -= len(left) * len(right)
        if self.left < 0:
            raise TooLargeError
        found: Polynomial = {}
        for one, value in left.items():
            for other, by in right.items():
                powers = dict(one)
                for base, power in other:
                    powers[base] = powers.get(base, 0) + power
                monomial = frozenset((b, p) for b, p in powers.items() if p)
                found[monomial] = exact(found.get(monomial, 0) + value * by)
        return found
