"""A sum as its terms: each a ``Product``, like ones merged, in the order a person writes.

In: a tidy sum, or its terms. Out: the terms, or the sum as one pooled tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sympy import Add, Symbol

from chainrule.expr import Tree
from chainrule.tidy.forest import Forest, Product, factors_key
from chainrule.tidy.numbers import Number, exact

__all__ = [
    "expression", "flat", "is_polynomial", "merge", "ratio", "read", "scaled", "signed_key",
    "write",
]  # fmt: skip


def read(forest: Forest, tree: Tree) -> tuple[Product, ...]:
    """The terms of a tidy tree; what is no sum is its own only term."""
    if isinstance(tree, Add):
        return tuple(forest.narrow(arg) for arg in tree.args)
    return (forest.narrow(tree),)


def merge(terms: Iterable[Product]) -> tuple[Product, ...]:
    """Like terms as one, in order of arrival, without zeros."""
    found: dict[frozenset[object], Product] = {}
    for term in terms:
        key = factors_key(term)
        old = found.get(key)
        if old is None:
            found[key] = term
        else:
            below = any(f.below for f in term.factors)  # 1/x² + x⁻² is 2/x²
            found[key] = Product(
                exact(old.value + term.value),
                old.decimal or term.decimal,
                term.factors if below else old.factors,
            )
    return tuple(term for term in found.values() if term.value)


def signed_key(forest: Forest, tree: Tree, sign: int) -> frozenset[object]:
    """What makes two sums equal up to order, after multiplication by ``sign``."""
    found = forest.sum_keys.get((id(tree), sign))
    if found is None:
        found = forest.sum_keys[id(tree), sign] = _sum_key(read(forest, tree), sign)
    return found


def _sum_key(terms: Iterable[Product], sign: int = 1) -> frozenset[object]:
    return frozenset([(factors_key(t), sign * t.value, t.decimal) for t in terms])


def ratio(forest: Forest, one: Tree, other: Tree) -> Number | None:
    """−2 for 2 − 2x² and x² − 1: the number that one sum is times the other, if it is that."""
    left, right = read(forest, one), read(forest, other)
    values = {factors_key(term): term.value for term in right}
    first = values.get(factors_key(left[0]))
    if not first or len(left) != len(right):
        return None
    number = exact(Fraction(left[0].value) / first)
    return number if _sum_key(left) == _sum_key(scaled(right, number)) else None


def write(forest: Forest, terms: tuple[Product, ...], *, order: bool = False) -> Tree:
    """The sum as one tree; sums that differ in order only are one tree. With ``order``,
    polynomials come by descending degree."""
    if len(terms) < 2:
        return forest.write(terms[0]) if terms else forest.number(0)
    key = _sum_key(terms)
    found = forest.sums.get(key)
    if found is None:
        found = forest.sums[key] = expression(forest, terms, order=order)
    return found


def expression(forest: Forest, terms: tuple[Product, ...], *, order: bool = False) -> Tree:
    """The sum of the terms as they are, like ones side by side."""
    if len(terms) < 2:
        return forest.write(terms[0]) if terms else forest.number(0)
    degrees = [_degree(term) for term in terms]
    polynomial = None not in degrees
    ordered = list(terms)
    if polynomial and order:
        places = sorted(range(len(terms)), key=lambda i: degrees[i] or (0, []))
        ordered = [terms[i] for i in places]
    return forest.make(Add, [forest.write(term) for term in _positive_first(ordered, polynomial)])


def is_polynomial(terms: Iterable[Product]) -> bool:
    """Whether the terms have nothing but numbers and whole powers of letters."""
    return all(_degree(term) is not None for term in terms)


def _positive_first(terms: list[Product], polynomial: bool) -> list[Product]:
    """1 − x² for −x² + 1, sin x − x for −x + sin x; longer polynomials stay by degree."""
    if terms[0].value >= 0:
        return terms
    if polynomial and (len(terms) > 2 or terms[1].factors):
        return terms
    first = next((i for i, term in enumerate(terms) if term.value > 0), 0)
    return [terms[first], *terms[:first], *terms[first + 1 :]]


def _degree(term: Product) -> tuple[int, list[tuple[str, int]]] | None:
    """Where the term of a polynomial stands: high degrees first, x² before xy before y². None
    for any other term."""
    powers = []
    for base, exponent, _ in term.factors:
        if not isinstance(base, Symbol) or not isinstance(exponent, int) or exponent < 0:
            return None
        powers.append((base.name, -exponent))
    return sum(n for _, n in powers), sorted(powers)


def flat(forest: Forest, terms: Iterable[Product]) -> tuple[Product, ...]:
    """The terms without bare brackets: a + (b − c) and a − (b − c) are a few terms more."""
    found: list[Product] = []
    for term in terms:
        bracket = _bare_bracket(term)
        if bracket is not None:
            found += scaled(read(forest, bracket), term.value)
        else:
            found.append(term)
    return tuple(found)


def _bare_bracket(term: Product) -> Tree | None:
    """b + c of ±(b + c), and None for other terms."""
    if len(term.factors) != 1 or term.value not in (1, -1):
        return None
    base, exponent, _ = term.factors[0]
    whole = exponent if isinstance(exponent, int) else 0
    return base if isinstance(base, Add) and whole == 1 else None


def scaled(terms: Iterable[Product], by: Number) -> tuple[Product, ...]:
    """Each term times a number."""
    return tuple(term._replace(value=exact(term.value * by)) for term in terms)
