"""Moves on square roots of brackets: no fraction under a root, and one root for two.

In: a root, or a product with roots, with tidy parts. Out: the same value, wherever the parts are
real, in a simpler form, or None: √(1/x² + 1) = √(x² + 1)/|x|, √(x² − 2x + 1) = |x − 1|,
√(1 − x)·√(1 + x) = √(1 − x²).
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import combinations
from math import gcd, isqrt

from sympy import Add, Mul, Rational, Symbol

from chainrule.expr import Tree
from chainrule.tidy import terms
from chainrule.tidy.brackets import SQUARES, TRANSFORMS, pythagoras
from chainrule.tidy.divide import square_root
from chainrule.tidy.forest import ONLY_ONE, Factor, Forest, Product, single
from chainrule.tidy.numbers import exact
from chainrule.tidy.products import absolute, times
from chainrule.tidy.roots import POWERS as OF_ONE_FACTOR
from chainrule.tidy.roots import Local, is_even, never_negative, root_of_square, size_of
from chainrule.tidy.shared import split
from chainrule.tidy.sums import State, shortest

__all__ = ["POWERS", "conjugates", "one_root"]

MOST_TERMS = 8
"""Longer brackets under a root are left alone."""


def _under_root(tree: Tree) -> bool:
    """Whether it is a bracket to the power n/2."""
    base, exponent = tree.args
    return (
        isinstance(base, Add)
        and isinstance(exponent, Rational)
        and exponent.q == 2
        and len(base.args) <= MOST_TERMS
    )


def _rooted(forest: Forest, tree: Tree, square: Product, inside: Tree) -> Tree:
    """The root of square · inside, with the square taken out; the exponent is that of ``tree``."""
    half = int(tree.args[1].p)
    out = ONLY_ONE
    for base, exponent, _ in square.factors:
        power = int(exponent) // 2 * half
        by = base if power % 2 == 0 else size_of(forest, base)
        out = times(forest, out, single(Factor(by, power, power < 0)))
    root = Fraction(isqrt(square.value.numerator), isqrt(square.value.denominator)) ** half
    out = out._replace(value=exact(out.value * root))
    if inside == 1:
        return forest.write(out)
    return forest.write(times(forest, out, single(Factor(inside, Fraction(half, 2), half < 0))))


def _is_square(product: Product) -> bool:
    value = product.value
    return value > 0 and all(isqrt(n) ** 2 == n for n in (value.numerator, value.denominator))


def fraction_under_root(forest: Forest, tree: Tree) -> Tree | None:
    """√(1/x² + 1) = √(x² + 1)/|x|, where the common denominator is a square."""
    if not _under_root(tree):
        return None
    shared, inner = split(forest, terms.read(forest, tree.args[0]), below=True)
    if shared == ONLY_ONE or not _is_square(shared) or not all(map(is_even, shared.factors)):
        return None
    state = State(ONLY_ONE, terms.merge(terms.flat(forest, inner)))
    opened = TRANSFORMS["expand"](forest, state)
    if opened is not None:
        merged = terms.write(forest, terms.merge(opened.inside), order=True)
        root = square_root(forest, merged)
        if root is not None:
            square = times(forest, shared, single(Factor(root, 2)))
            return _rooted(forest, tree, square, forest.number(1))
    lines = shortest(forest, state)
    inside = lines[-1][1] if lines else terms.write(forest, state.inside, order=True)
    return _rooted(forest, tree, shared, inside)


def square_below(forest: Forest, tree: Tree) -> Tree | None:
    """√(4x/(1 + x)²) = 2√x/|1 + x|: what is below the bar is a square."""
    base, exponent = tree.args
    if not isinstance(base, Mul) or not isinstance(exponent, Rational) or exponent.q != 2:
        return None
    view = forest.view(base)
    below = tuple(f for f in view.factors if f.below)
    above = tuple(f for f in view.factors if not f.below)
    number = max(view.value, -view.value)
    if not below or not above or not _is_square(Product(number)) or not all(map(is_even, below)):
        return None
    inside = Product(1 if view.value > 0 else -1, factors=above)
    return _rooted(forest, tree, Product(number, factors=below), forest.write(inside))


def root_of_bracket(forest: Forest, tree: Tree) -> Tree | None:
    """√(x² − 2x + 1) = |x − 1|: the bracket is the square of a polynomial."""
    if not _under_root(tree):
        return None
    root = square_root(forest, tree.args[0])
    if root is None:
        return None
    return _rooted(forest, tree, single(Factor(root, 2)), forest.number(1))


def number_under_root(forest: Forest, tree: Tree) -> Tree | None:
    """√(4x − 4x²) = 2√(x − x²): the square number that all terms share."""
    if not _under_root(tree):
        return None
    parts = terms.read(forest, tree.args[0])
    if any(part.decimal or part.value.denominator != 1 for part in parts):
        return None
    shared = reduce(gcd, (part.value.numerator for part in parts))
    root = next((n for n in range(min(isqrt(shared), 100), 1, -1) if shared % n**2 == 0), 1)
    if root == 1:
        return None
    square = Product(root**2)
    less = terms.scaled(parts, Fraction(1, root**2))
    return _rooted(forest, tree, square, _plus_first(forest, less))


def _plus_first(forest: Forest, parts: tuple[Product, ...]) -> Tree:
    """x − x², as it stands under a root, for −x² + x; other brackets in their usual order."""
    if len(parts) == 2:
        return terms.write(forest, tuple(sorted(parts, key=lambda part: part.value < 0)))
    return terms.write(forest, parts, order=True)


def one_root(forest: Forest, product: Product) -> Product | None:
    """√(a/b)/b = √a·√b/b² where a and b are never both negative; then √a·√b = √(ab)."""
    parted = _parted(forest, product)
    found = parted or product
    roots = [f for f in found.factors if _is_root(f)]
    for one, other in combinations(roots, 2):
        if _same_side(one, other) and _never_both_negative(forest, one.base, other.base):
            joined = _joined(forest, found, one, other)
            if joined is not None:
                return joined
    return parted


def _is_root(factor: Factor) -> bool:
    return isinstance(factor.exponent, Fraction) and factor.exponent.denominator == 2


def _parted(forest: Forest, product: Product) -> Product | None:
    """√(a/b) as √a/√b, where a or b stands beside it."""
    around = {id(f.base) for f in product.factors}
    for factor in product.factors:
        if not _is_root(factor) or not isinstance(factor.base, Mul):
            continue
        under = forest.view(factor.base)
        bases = [f.base for f in under.factors]
        quotient = under.value == 1 and {f.exponent for f in under.factors} == {1, -1}
        if not quotient or len(bases) != 2 or not around & set(map(id, bases)):
            continue
        if _never_both_negative(forest, *bases):
            rest = tuple(f for f in product.factors if f is not factor)
            half = Fraction(factor.exponent)
            powers = [half * int(f.exponent) for f in under.factors]
            parts = tuple(Factor(b, p, p < 0) for b, p in zip(bases, powers, strict=True))
            return times(forest, product._replace(factors=rest), Product(1, factors=parts))
    return None


def _joined(forest: Forest, product: Product, one: Factor, other: Factor) -> Product | None:
    """The power that two roots have both, as a root of one bracket; none if that is long."""
    nearer = min(one.exponent, other.exponent, key=abs)
    both = State(ONLY_ONE, (times(forest, forest.narrow(one.base), forest.narrow(other.base)),))
    opened = TRANSFORMS["expand"](forest, both) or both
    opened = State(ONLY_ONE, terms.merge(opened.inside))
    inside = (pythagoras(forest, opened) or opened).inside
    if len(inside) > 2:
        return None
    bracket = _plus_first(forest, inside)
    rest = tuple(f for f in product.factors if f is not one and f is not other)
    for factor in (one, other):
        left = factor.exponent - nearer  # a whole number
        if left:
            rest = (*rest, Factor(factor.base, int(left), left < 0))
    root = forest.factor(Factor(bracket, nearer))
    square = root_of_square(forest, root)  # √(1 − sin² u) = |cos u|
    made = forest.view(square) if square else single(Factor(bracket, nearer, nearer < 0))
    found = times(forest, product._replace(factors=rest), made)
    return absolute(forest, found) or found


def _never_both_negative(forest: Forest, one: Tree, other: Tree) -> bool:
    """Whether one is never negative, or their sum is a positive number, and both are positive
    somewhere: 1 − x and 1 + x, x and 1 − x. Else √a·√b is not √(ab) where both are negative."""
    if never_negative(forest, one) or never_negative(forest, other):
        return True
    parts = [terms.read(forest, tree) for tree in (one, other)]
    total = terms.merge([*parts[0], *parts[1]])
    if len(total) != 1 or total[0].factors or total[0].value <= 0:
        return False
    return all(any(map(_reaches_positive, side)) for side in parts)


def _reaches_positive(term: Product) -> bool:
    """A positive number, or a letter."""
    lone = [f for f in term.factors if f.exponent == 1 and isinstance(f.base, Symbol)]
    return term.value > 0 and len(lone) == len(term.factors)


def conjugates(forest: Forest, product: Product) -> Product | None:
    """(1 − cos u)(1 + cos u) = sin² u, and what else is a − b beside a + b."""
    brackets = [
        f
        for f in product.factors
        if isinstance(f.base, Add) and len(f.base.args) == 2 and isinstance(f.exponent, int)
    ]
    for one, other in combinations(brackets, 2):
        square = _one_square(forest, one.base, other.base) if _same_side(one, other) else None
        if square is not None:
            power = min(int(one.exponent), int(other.exponent), key=abs)
            rest = tuple(f for f in product.factors if f is not one and f is not other)
            for factor in (one, other):
                left = int(factor.exponent) - power
                if left:
                    rest = (*rest, factor._replace(exponent=left))
            made = forest.raised(square, power, below=one.below)
            return times(forest, product._replace(factors=rest), made)
    return None


def _same_side(one: Factor, other: Factor) -> bool:
    return bool(one.exponent * other.exponent > 0)


def _one_square(forest: Forest, one: Tree, other: Tree) -> Product | None:
    """sin² u for 1 − cos u and 1 + cos u: their product if it is one term by an identity."""
    left = [terms.read(forest, tree) for tree in (one, other)]
    if not any(type(f.base) in PAIRED for part in left[0] for f in part.factors):
        return None
    inside = [times(forest, a, b) for a in left[0] for b in left[1]]
    found = pythagoras(forest, State(ONLY_ONE, terms.merge(inside)))
    return found.inside[0] if found is not None and len(found.inside) == 1 else None


PAIRED = frozenset(head for first, second, _ in SQUARES for head in (first, second))

POWERS: tuple[Local, ...] = (
    *OF_ONE_FACTOR,
    ("denominator", fraction_under_root),
    ("root", square_below),
    ("root", root_of_bracket),
    ("roots", number_under_root),
)
