"""Moves on powers: exact values, roots of powers, absolute values of what is never negative.

In: a pooled power, root or absolute value whose parts are tidy. Out: the same value in a simpler
form, for all real letters for which it is defined, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from sympy import Abs, Mul, Pow, Rational, S, cosh, sign

from chainrule.expr import RealRoot, Tree
from chainrule.tidy import terms
from chainrule.tidy.forest import CONSTANTS, Factor, Forest, Product
from chainrule.tidy.numbers import Number, can_be_worked_out, exact, number_of, whole_root

__all__ = [
    "POWERS",
    "Local",
    "Rewrite",
    "absolute_of_positive",
    "is_even",
    "never_negative",
    "power_inside",
    "real_root",
    "root_of_square",
    "sign_of_positive",
    "size_of",
]

Rewrite = Callable[[Forest, Tree], Tree | None]
Local = tuple[str, Rewrite]


def trivial_power(forest: Forest, tree: Tree) -> Tree | None:
    """u⁰ = 1, u¹ = u, 1ᵘ = 1."""
    base, exponent = tree.args
    if exponent is S.Zero or base is S.One:
        return forest.number(1)
    return base if exponent is S.One else None


def number_power(forest: Forest, tree: Tree) -> Tree | None:
    """2³ = 8, √4 = 2, 8^(2/3) = 4: a power of numbers that is a number."""
    base, exponent = tree.args
    if not isinstance(base, Rational) or not isinstance(exponent, Rational):
        return None
    if base.p == 0:
        return forest.number(0) if exponent.p > 0 else None
    value = _power(base, exponent)
    return None if value is None else forest.number(value, forest.view(base).decimal)


def _power(base: Rational, exponent: Rational) -> Fraction | None:
    if not can_be_worked_out(base, int(exponent.p)):
        return None
    top, bottom = (whole_root(int(part), int(exponent.q)) for part in (base.p, base.q))
    return None if top is None or bottom is None else Fraction(top, bottom) ** int(exponent.p)


def root_of_square(forest: Forest, tree: Tree) -> Tree | None:
    """√(u²) = |u|, √(4u²v²) = 2|u||v|."""
    product = _root_of_even(forest, tree)
    return forest.write(product) if product and any(map(_is_size, product.factors)) else None


def root_of_power(forest: Forest, tree: Tree) -> Tree | None:
    """√(u⁴) = u², √(4/u⁸) = 2/u⁴: an even power remains, so the sign does not matter."""
    product = _root_of_even(forest, tree)
    return forest.write(product) if product else None


def _is_size(factor: Factor) -> bool:
    return isinstance(factor.base, Abs)


def _root_of_even(forest: Forest, tree: Tree) -> Product | None:
    """The root of a product of even powers, and of nothing else but a number with a root."""
    base, exponent = tree.args
    if not isinstance(exponent, Rational) or exponent.q == 1:
        return None
    view = _even_powers(forest, base)
    if view is None or view.value <= 0:
        return None
    value = _power(Rational(view.value.numerator, view.value.denominator), exponent)
    by = Fraction(number_of(exponent))
    powers = [Fraction(f.exponent) * by for f in view.factors]
    if value is None or any(power.denominator != 1 for power in powers):
        return None
    factors = tuple(
        Factor(f.base if power % 2 == 0 else size_of(forest, f.base), int(power), power < 0)
        for f, power in zip(view.factors, powers, strict=True)
    )
    return Product(exact(value), view.decimal, factors)


def _even_powers(forest: Forest, tree: Tree) -> Product | None:
    """The tree as a number times even powers, if it is that."""
    if isinstance(tree, Pow):
        base, exponent = tree.args
        if isinstance(exponent, Rational) and exponent.q == 1 and exponent.p % 2 == 0:
            return Product(1, factors=(Factor(base, int(exponent.p)),))
    if not isinstance(tree, Mul):
        return None
    view = forest.view(tree)
    return view if view.factors and all(is_even(f) for f in view.factors) else None


def is_even(factor: Factor) -> bool:
    """Whether it is an even power."""
    return isinstance(factor.exponent, int) and factor.exponent % 2 == 0


def size_of(forest: Forest, base: Tree) -> Tree:
    """|base|, or the base itself if it is never negative."""
    return base if never_negative(forest, base) else forest.make(Abs, (base,))


def absolute_of_positive(forest: Forest, tree: Tree) -> Tree | None:
    """|x² + 1| = x² + 1, |eᵘ| = eᵘ, |√u| = √u: the absolute value of what is never negative."""
    inner = tree.args[0] if isinstance(tree, Abs) else None
    return inner if inner is not None and never_negative(forest, inner) else None


def sign_of_positive(forest: Forest, tree: Tree) -> Tree | None:
    """sgn(x² + 1) = 1, sgn(eᵘ) = 1: the sign of what is positive by its looks."""
    if not isinstance(tree, sign):
        return None
    parts = terms.read(forest, tree.args[0])
    above = any(part.value > 0 and all(map(_never_zero, part.factors)) for part in parts)
    return forest.number(1) if above and _no_minus(parts) else None


def power_inside(forest: Forest, tree: Tree) -> Tree | None:
    """|u³| = |u|³ and sgn(u³) = sgn u: odd powers come out of an absolute value."""
    if not isinstance(tree, (Abs, sign)) or not isinstance(tree.args[0], Pow):
        return None
    base, exponent = tree.args[0].args
    if not isinstance(exponent, Rational) or exponent.q != 1 or exponent.p % 2 == 0:
        return None
    power = int(exponent.p) if isinstance(tree, Abs) else 1
    return forest.factor(Factor(forest.make(type(tree), (base,)), power))


def _never_zero(factor: Factor) -> bool:
    return isinstance(factor.base, cosh) or _positive_constant(factor.base)


def never_negative(forest: Forest, tree: Tree) -> bool:
    """Whether every term is made of numbers, even powers, roots and the like, by its looks."""
    return _no_minus(terms.read(forest, tree))


def _no_minus(parts: Iterable[Product]) -> bool:
    return all(part.value >= 0 and all(map(_factor_positive, part.factors)) for part in parts)


def _factor_positive(factor: Factor) -> bool:
    base, exponent, _ = factor
    if isinstance(exponent, int) and exponent % 2 == 0:
        return True
    if isinstance(exponent, Fraction) or isinstance(base, (Abs, cosh)):
        return True  # a root that is real is not negative
    return _positive_constant(base)


def _positive_constant(base: Tree) -> bool:
    return any(base is constant for constant in CONSTANTS) or (
        isinstance(base, Rational) and bool(base.p > 0)
    )


def real_root(forest: Forest, tree: Tree) -> Tree | None:
    """∛(u³) = u, ∛(8u⁶v) = 2u²∛v: the real odd root of a product is that of each factor."""
    if not isinstance(tree, RealRoot) or not isinstance(tree.args[0], (Pow, Mul, Rational)):
        return None
    under, index = tree.args[0], int(tree.args[1])
    view = forest.view(under)
    out = [f for f in view.factors if isinstance(f.exponent, int) and f.exponent % index == 0]
    value = _real_root(view.value, index)
    if not out and (view.factors or value is None):
        return None
    taken = tuple(f._replace(exponent=f.exponent // index) for f in out)
    gone = {id(f) for f in out}  # SymPy's == recurses
    rest = Product(
        view.value if value is None else 1,
        view.decimal,
        tuple(f for f in view.factors if id(f) not in gone),
    )
    if rest.factors or value is None:
        kept = forest.make(RealRoot, (forest.write(rest), tree.args[1]))
        taken = (*taken, Factor(kept, 1))
    return forest.write(Product(1 if value is None else value, view.decimal, taken))


def _real_root(value: Number, index: int) -> Number | None:
    top, bottom = (whole_root(abs(part), index) for part in (value.numerator, value.denominator))
    if top is None or bottom is None:
        return None
    return exact(Fraction(-top if value < 0 else top, bottom))


def power_of_root(forest: Forest, tree: Tree) -> Tree | None:
    """(uᵃ)ᵇ = uᵃᵇ where −1 < a ≤ 1, so that the principal values agree; and (eᵘ)ᵇ = eᵘᵇ."""
    base, exponent = tree.args
    if not isinstance(exponent, Rational) or exponent.q == 1:
        return None
    if isinstance(base, Pow) and isinstance(base.args[1], Rational) and -1 < base.args[1] < 1:
        power = Fraction(number_of(base.args[1])) * number_of(exponent)
        return forest.factor(Factor(base.args[0], exact(power)))
    return None


POWERS: tuple[Local, ...] = (
    ("zeros", trivial_power),
    ("numbers", number_power),
    ("root", root_of_square),
    ("roots", root_of_power),
    ("powers", power_of_root),
)
