"""Tidy trees read and written as products.

In: pooled trees (see nodes.py). Out: a tree's view as a ``Product``, a number times powers; and
the tree of a product, in the order and with the one fraction bar that a person would write.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from sympy import Add, Mul, Pow, Rational, S, Symbol, exp
from sympy.core.basic import Basic

from chainrule.expr import Decimal, Tree
from chainrule.tidy.nodes import Nodes
from chainrule.tidy.numbers import Number, decimal_text, exact, number_of

__all__ = [
    "LONGEST",
    "Exponent",
    "Factor",
    "Forest",
    "ONLY_ONE",
    "Product",
    "WIDTH",
    "factors_key",
    "single",
]

Exponent: TypeAlias = int | Fraction | Tree

WIDTH = 12
"""A product with more factors than this is one factor of the next, so that a step costs O(1)."""

LONGEST = 4000
"""A line longer than this (a thousand letters) nobody reads: only powers are combined in it."""

ONE, MINUS_ONE, E = S.One, S.NegativeOne, S.Exp1
CONSTANTS = (S.Pi, S.Exp1, S.EulerGamma, S.Catalan, S.GoldenRatio)


class Factor(NamedTuple):
    """``base ** exponent``; ``below`` says that it stood under a fraction bar."""

    base: Tree
    exponent: Exponent
    below: bool = False


class Product(NamedTuple):
    """``value · factor · factor …``; ``decimal`` says that the number was written with a point."""

    value: Number
    decimal: bool = False
    factors: tuple[Factor, ...] = ()


ONLY_ONE = Product(1)


def single(factor: Factor) -> Product:
    """The product of one factor."""
    return Product(1, factors=(factor,))


class Forest(Nodes):
    """The pooled trees, and their views."""

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[int, Product] = {}
        self._written: dict[object, Tree] = {}
        self.sums: dict[object, Tree] = {}  # sums by what they are, whatever their order
        self.sum_keys: dict[tuple[int, int], frozenset[object]] = {}
        for constant in (ONE, MINUS_ONE, E):
            self.leaf(constant)

    def view(self, tree: Tree) -> Product:
        """The tree as a product. Its parts are tidy, so this looks two or three levels down."""
        found = self._views.get(id(tree))
        if found is None:
            self._views[id(tree)] = found = self._read(tree)
        return found

    def _read(self, tree: Tree) -> Product:
        if isinstance(tree, Rational):
            return Product(number_of(tree), isinstance(tree, Decimal))
        if isinstance(tree, Mul):
            return self.gather(tree.args)
        if type(tree) is exp:  # isinstance says yes to a power of e, too
            exponent = tree.args[0]
            known = number_of(exponent) if isinstance(exponent, Rational) else exponent
            return single(Factor(E, known))
        if isinstance(tree, Pow):
            base, exponent = tree.args
            if not isinstance(exponent, Rational):
                return single(Factor(base, exponent))
            inner = self.narrow(base)
            if exponent.q == 1 and (inner.value or exponent.p > 0) and abs(exponent.p) < 1000:
                return self.raised(inner, int(exponent.p), below=exponent is MINUS_ONE)
            return single(Factor(base, number_of(exponent)))
        return single(Factor(tree, 1))

    def narrow(self, tree: Tree) -> Product:
        """The view, or the tree as a single factor when it has too many."""
        view = self.view(tree)
        return view if len(view.factors) <= WIDTH else single(Factor(tree, 1))

    def gather(self, args: Iterable[Tree]) -> Product:
        """The product of trees: numbers multiplied, factors side by side, nothing combined."""
        value: Number = 1
        decimal = False
        factors: list[Factor] = []
        for arg in args:
            view = self.narrow(arg)
            value *= view.value
            decimal = decimal or view.decimal
            factors += view.factors
        return Product(exact(value), decimal, tuple(factors))

    def raised(self, view: Product, power: int, below: bool = False) -> Product:
        """The product to a whole power, factor by factor."""
        value = Fraction(view.value) ** power if power < 0 else view.value**power
        return Product(
            exact(value),
            view.decimal,
            tuple(
                Factor(f.base, self.scaled(f.exponent, power), f.below != below)
                for f in view.factors
            ),
        )

    def scaled(self, exponent: Exponent, by: int) -> Exponent:
        """``by · exponent``, a sum term by term."""
        if not isinstance(exponent, Basic):
            return exact(exponent * by)
        if isinstance(exponent, Add):
            parts = [self.scaled(arg, by) for arg in exponent.args]
            parts.sort(key=self._is_negative_exponent)
            return self.make(Add, [self.tree(part) for part in parts])
        view = self.view(exponent)
        return self.write(view._replace(value=exact(view.value * by)))

    def tree(self, exponent: Exponent) -> Tree:
        """The exponent as a tree."""
        return exponent if isinstance(exponent, Basic) else self.number(exponent)

    def _is_negative_exponent(self, exponent: Exponent) -> bool:
        if isinstance(exponent, Basic):
            return self.is_negative(exponent)
        return exponent < 0

    def write(self, product: Product) -> Tree:
        """The product as a person writes it: the number, then the factors in their usual order,
        and one fraction bar. Products that differ in order only are one tree."""
        value, decimal, factors = product
        if not factors:
            return self.number(value, decimal)
        marks = frozenset([(id(f.base), _key(f.exponent), f.below) for f in factors])
        if len(marks) < len(factors):  # x · x, before the powers are combined
            return self._write(value, decimal, factors)
        key = (value, decimal, marks)
        found = self._written.get(key)
        if found is None:
            found = self._written[key] = self._write(value, decimal, factors)
            self._views.setdefault(id(found), product)
        return found

    def _write(self, value: Number, decimal: bool, factors: tuple[Factor, ...]) -> Tree:
        whole = value.denominator == 1 or (decimal and bool(decimal_text(Fraction(value))))
        fraction = not whole or any(
            f.below and self._is_negative_exponent(f.exponent) for f in factors
        )
        top, bottom = [], []
        for f in factors:
            numeric = not isinstance(f.exponent, Basic)
            if (
                f.below or (numeric and (fraction or f.exponent == -1))
            ) and self._is_negative_exponent(f.exponent):
                bottom.append(Factor(f.base, self.scaled(f.exponent, -1)))
            else:
                top.append(f)
        over: Number = value if whole else value.numerator
        under: Number = 1 if whole else value.denominator
        if not bottom and under == 1:
            return self._times(over, top, decimal)
        numerator = self._times(-over if over < 0 else over, top, decimal)
        inverse = self.make(Pow, (self._times(under, bottom), MINUS_ONE))
        quotient = inverse if numerator is ONE else self.make(Mul, (numerator, inverse))
        return self.make(Mul, (self.number(-1), quotient)) if over < 0 else quotient

    def _times(self, value: Number, factors: list[Factor], decimal: bool = False) -> Tree:
        parts = [self.factor(f) for f in sorted(factors, key=self._place)]
        if value != 1 or not parts:
            parts.insert(0, self.number(value, decimal))
        return parts[0] if len(parts) == 1 else self.make(Mul, parts)

    def factor(self, factor: Factor) -> Tree:
        """``base ** exponent`` as a tree."""
        base, exponent, _ = factor
        if isinstance(exponent, int) and exponent == 1:
            return base
        if base is E:
            return self.make(exp, (self.tree(exponent),))
        return self.make(Pow, (base, self.tree(exponent)))

    def _place(self, factor: Factor) -> tuple[int, str]:
        """Where a factor stands: constants, letters by name, roots, exponentials, brackets
        without functions, functions, brackets with functions; otherwise in order of arrival."""
        base, exponent, _ = factor
        if isinstance(base, Symbol) and isinstance(exponent, int):
            return 1, base.name
        if isinstance(base, Rational) or any(base is c for c in CONSTANTS):
            return (3 if isinstance(exponent, Basic) else 0), ""
        if isinstance(exponent, Basic):
            return 3, ""
        if isinstance(base, Symbol) or (isinstance(exponent, Fraction) and self.plain(base)):
            return 2, ""
        if isinstance(base, Add):
            return (4 if self.plain(base) else 6), ""
        return 5, ""


def _key(exponent: Exponent) -> object:
    return (id(exponent),) if isinstance(exponent, Basic) else exponent


def factors_key(product: Product) -> frozenset[object]:
    """What makes two terms alike: the same powers of the same bases."""
    return frozenset([(id(f.base), _key(f.exponent)) for f in product.factors])
