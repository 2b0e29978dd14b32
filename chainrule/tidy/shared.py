"""What the terms of a bracket share, taken out of it.

In: the terms of a sum, or a product with a bracket. Out: the common factor and what is left, or
the product after the move, or None when the move has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from sympy import Add, Rational
from sympy.core.basic import Basic

from chainrule.expr import Tree
from chainrule.tidy import terms
from chainrule.tidy.forest import ONLY_ONE, Exponent, Factor, Forest, Product, factors_key
from chainrule.tidy.numbers import Number, exact
from chainrule.tidy.products import inverse, plus, times

__all__ = ["pull", "put", "split", "take"]


def split(
    forest: Forest, parts: tuple[Product, ...], *, below: bool
) -> tuple[Product, tuple[Product, ...]]:
    """What all terms share, and the terms without it.

    Over a common denominator (``below``) a term without the base counts as having its 0th power,
    and only negative powers are shared; otherwise only what every term has.
    """
    if len(parts) < 2:
        return ONLY_ONE, parts
    shared = _denominators(parts) if below else _common(forest, parts)
    if shared == ONLY_ONE:
        return ONLY_ONE, parts
    return shared, without(forest, parts, shared)


def without(forest: Forest, parts: Iterable[Product], shared: Product) -> tuple[Product, ...]:
    """Each term divided by what they share."""
    divisor = inverse(forest, shared)
    return terms.merge([times(forest, part, divisor) for part in parts])


def _common(forest: Forest, parts: tuple[Product, ...]) -> Product:
    first, *others = parts
    tables = [{id(f.base): f for f in part.factors} for part in others]
    factors = []
    for factor in first.factors:
        column = [factor, *(t[id(factor.base)] for t in tables if id(factor.base) in t)]
        if len(column) == len(parts):
            exponent = _nearest(forest, [f.exponent for f in column])
            if exponent != 0:
                factors.append(Factor(factor.base, exponent, any(f.below for f in column)))
    values = [part.value for part in parts]
    value: Number = gcd(*values) if all(v.__class__ is int for v in values) else 1  # type: ignore[arg-type]  # all are ints
    if all(v < 0 for v in values):
        value = -value
    return Product(value, factors=tuple(factors))


def _nearest(forest: Forest, exponents: list[Exponent]) -> Exponent:
    """The power that all have: the nearest to zero if all are of one sign, else 0."""
    numbers = [e for e in exponents if not isinstance(e, Basic)]
    if len(numbers) == len(exponents):
        low, high = min(numbers), max(numbers)
        return low if low > 0 else high if high < 0 else 0
    nearest = exponents[0]
    for exponent in exponents[1:]:
        if exponent is not nearest:
            if numbers:
                return 0
            nearest = _nearer(forest, nearest, exponent)
            if nearest == 0:
                return 0
    return nearest


def _nearer(forest: Forest, left: Tree, right: Tree) -> Exponent:
    """x of x and 8x, n − 1 of n and n − 1; 0 if neither is nearer to zero."""
    difference = plus(forest, left, forest.scaled(right, -1))
    if isinstance(difference, (int, Fraction)):
        return left if difference < 0 else right
    one, other = forest.view(left), forest.view(right)
    if factors_key(one) != factors_key(other) or (one.value < 0) != (other.value < 0):
        return 0
    one_size, other_size = Fraction(one.value), Fraction(other.value)
    return left if abs(one_size) < abs(other_size) else right


def _denominators(parts: tuple[Product, ...]) -> Product:
    least: dict[int, Factor] = {}
    for factor in (f for part in parts for f in part.factors):
        base, exponent, below = factor
        old = least.get(id(base))
        if isinstance(exponent, Basic):
            if below and old is None and _is_minus(exponent):
                least[id(base)] = factor
        elif exponent < 0 and (
            old is None or isinstance(old.exponent, Basic) or exponent < old.exponent
        ):
            least[id(base)] = Factor(base, exponent, below=True)
    bottoms = [part.value.denominator for part in parts if not part.decimal]
    return Product(exact(Fraction(1, lcm(*bottoms))), factors=tuple(least.values()))


def _is_minus(exponent: Tree) -> bool:
    return bool(exponent.args) and isinstance(exponent.args[0], Rational) and exponent.args[0].p < 0


def pull(forest: Forest, product: Product) -> Product | None:
    """(ab + ac)/a = a(b + c)/a, and 3(2x + 4) = 6(x + 2): what a bracket shares meets the rest."""
    around = {id(f.base): f.exponent for f in product.factors}
    for place, factor in enumerate(product.factors):
        base, exponent, _ = factor
        if not isinstance(base, Add) or isinstance(exponent, Basic) or abs(exponent) != 1:
            continue
        parts = terms.read(forest, base)
        shared, _ = split(forest, parts, below=False)
        met = [
            f
            for f in shared.factors
            if _cancel(forest, forest.scaled(f.exponent, int(exponent)), around.get(id(f.base), 0))
        ]
        number = shared.value if product.value not in (1, -1) or shared.value < 0 else 1
        if met or number != 1:
            taken = Product(number, factors=tuple(met))
            outside, inner = take(forest, product, place, taken)
            return put(
                forest,
                outside,
                terms.write(forest, terms.merge(terms.flat(forest, inner)), order=True),
                factor,
            )
    return None


def _cancel(forest: Forest, one: Exponent, other: Exponent) -> bool:
    """Whether one power is above the bar and the other below: 1 and −2, x and −2x."""
    if not isinstance(one, Basic) and not isinstance(other, Basic):
        return one * other < 0
    left, right = forest.view(forest.tree(one)), forest.view(forest.tree(other))
    return factors_key(left) == factors_key(right) and left.value * right.value < 0


def take(
    forest: Forest, product: Product, place: int, shared: Product
) -> tuple[Product, tuple[Product, ...]]:
    """The other factors with ``shared`` out of the bracket at ``place``, and what stays in it."""
    base, exponent, _ = product.factors[place]
    assert isinstance(exponent, int)  # noqa: S101  # the callers take brackets to a whole power
    rest = product._replace(factors=product.factors[:place] + product.factors[place + 1 :])
    outside = times(forest, rest, forest.raised(shared, exponent, below=exponent < 0))
    return outside, without(forest, terms.read(forest, base), shared)


def put(forest: Forest, outside: Product, bracket: Tree, old: Factor) -> Product:
    """The product with a new bracket in the place of the old one."""
    assert isinstance(old.exponent, int)  # noqa: S101  # see take
    return times(
        forest, outside, forest.raised(forest.view(bracket), old.exponent, below=old.below)
    )
