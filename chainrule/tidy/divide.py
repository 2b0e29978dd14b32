"""A bracket above the bar and one below, as polynomials: what they share is cancelled.

In: a product of tidy factors. Out: the product without the common factor, (x² − 1)/(x − 1) = x + 1,
or None. What may stand for a letter is any base: sin x, ln x. SymPy's sparse polynomials do the
division; they are flat, so nothing recurses over depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product as pairs
from typing import Any

from sympy import QQ, Add
from sympy.polys.rings import PolyRing

from chainrule.expr import Tree
from chainrule.tidy import terms
from chainrule.tidy.forest import Factor, Forest, Product
from chainrule.tidy.numbers import exact, whole_root
from chainrule.tidy.products import times
from chainrule.tidy.shared import pull

__all__ = ["common_factor", "square_root"]

MOST_TERMS = 8
"""Brackets with more terms,"""
MOST_DEGREE = 12
"""or powers higher than this, are left alone."""
MOST_LETTERS = 3


def common_factor(forest: Forest, product: Product) -> Product | None:
    """pd/(qd) = p/q, for brackets p·d and q·d that are polynomials, if that is shorter."""
    found = product
    while (shorter := _divided(forest, found)) is not None:
        found = shorter
    return None if found is product else found


def _divided(forest: Forest, product: Product) -> Product | None:
    """One pair of brackets divided by what they share."""
    brackets = [
        f
        for f in product.factors
        if isinstance(f.base, Add) and isinstance(f.exponent, int) and _small(f)
    ]
    above = [f for f in brackets if f.exponent > 0]
    below = [f for f in brackets if f.exponent < 0]
    for over, under in pairs(above, below):
        shared = _shared(forest, over.base, under.base)
        if shared is not None:
            found = _replaced(forest, product, (over, under), shared)
            found = pull(forest, found) or found
            if forest.length(forest.write(found)) < forest.length(forest.write(product)):
                return found
    return None


def _small(factor: Factor) -> bool:
    return len(factor.base.args) <= MOST_TERMS


def _replaced(
    forest: Forest,
    product: Product,
    old: tuple[Factor, Factor],
    shared: tuple[Tree, Tree, Tree],
) -> Product:
    """The product with d·p and d·q in the place of two brackets."""
    over, under = old
    common, left, right = (forest.view(tree) for tree in shared)
    gone = {id(over), id(under)}  # SymPy's == recurses
    found = product._replace(factors=tuple(f for f in product.factors if id(f) not in gone))
    above, below = int(over.exponent), int(under.exponent)
    for view, exponent in ((common, above + below), (left, above), (right, below)):
        if exponent:
            found = times(forest, found, forest.raised(view, exponent, below=exponent < 0))
    return found


def _shared(forest: Forest, left: Tree, right: Tree) -> tuple[Tree, Tree, Tree] | None:
    """What two polynomials share, and each without it; None if that is a number only."""
    both = [terms.read(forest, tree) for tree in (left, right)]
    one_bases, other_bases = map(_bases, both)
    letters = list((one_bases | other_bases).values())
    if not one_bases.keys() & other_bases.keys() or len(letters) > MOST_LETTERS:
        return None
    ring, numbers = _ring(len(letters)), {id(base): i for i, base in enumerate(letters)}
    one, other = (ring.from_dict(_monomials(parts, numbers)) for parts in both)
    found = one.cofactors(other)
    if found[0].is_ground:
        return None
    common, first, second = (_tree(forest, polynomial, letters) for polynomial in found)
    return common, first, second


def _bases(parts: Sequence[Product]) -> dict[int, Tree]:
    """The bases of a polynomial, by id; none if it is no polynomial."""
    found: dict[int, Tree] = {}
    for part in parts:
        for base, exponent, _ in part.factors:
            if part.decimal or not isinstance(exponent, int) or isinstance(base, Add):
                return {}
            if not 0 < exponent <= MOST_DEGREE:
                return {}
            found[id(base)] = base
    return found


def square_root(forest: Forest, tree: Tree) -> Tree | None:
    """x − 1 for x² − 2x + 1: the polynomial whose square it is."""
    parts = terms.read(forest, tree)
    if not 2 < len(parts) <= MOST_TERMS or sum(map(_may_be_square, parts)) < 2:
        return None
    letters = list(_bases(parts).values())
    if not 0 < len(letters) <= MOST_LETTERS:
        return None
    ring = _ring(len(letters))
    whole = ring.from_dict(_monomials(parts, {id(base): i for i, base in enumerate(letters)}))
    number, powers = whole.sqf_list()
    if any(power % 2 for _, power in powers):
        return None
    root = ring.one
    for factor, power in powers:
        root *= factor ** (power // 2)
    value = Fraction(int(number.numerator), int(number.denominator))
    roots = [whole_root(part, 2) for part in (value.numerator, value.denominator)]
    if value < 0 or None in roots:
        return None
    return _tree(forest, root * QQ(*roots), letters)


def _may_be_square(part: Product) -> bool:
    """Whether the term is a square: the first and the last of a square are."""
    value = part.value
    return (
        value > 0
        and all(isinstance(f.exponent, int) and f.exponent % 2 == 0 for f in part.factors)
        and all(whole_root(n, 2) is not None for n in (value.numerator, value.denominator))
    )


@cache
def _ring(letters: int) -> Any:
    return PolyRing([f"g{i}" for i in range(letters)], QQ)


def _monomials(parts: Sequence[Product], numbers: dict[int, int]) -> dict[tuple[int, ...], Any]:
    found: dict[tuple[int, ...], Any] = {}
    for part in parts:
        powers = [0] * len(numbers)
        for base, exponent, _ in part.factors:
            powers[numbers[id(base)]] = exponent  # type: ignore[assignment]  # whole: see _letters
        value = QQ(part.value.numerator, part.value.denominator)
        found[tuple(powers)] = found.get(tuple(powers), QQ(0)) + value
    return found


def _tree(forest: Forest, polynomial: Any, letters: Sequence[Tree]) -> Tree:
    parts = []
    for powers, value in polynomial.terms():
        factors = [Factor(base, n) for base, n in zip(letters, powers, strict=True) if n]
        parts.append(
            Product(
                exact(Fraction(int(value.numerator), int(value.denominator))),
                factors=tuple(factors),
            )
        )
    return terms.write(forest, tuple(parts), order=True)
