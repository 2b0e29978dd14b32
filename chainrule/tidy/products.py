"""Moves on products: combine powers of the same base, or cancel them.

In: a product of tidy factors. Out: the same product after one named move, or None when the move
has nothing to do. A product is a dictionary from bases to exponents here, so that each move is a
few lines of arithmetic on exponents.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Abs, Add, Mul, Pow, Rational, sign
from sympy.core.basic import Basic

from chainrule.expr import RealRoot, Tree
from chainrule.tidy import terms
from chainrule.tidy.forest import Exponent, Factor, Forest, Product
from chainrule.tidy.numbers import can_be_worked_out, exact

__all__ = ["absolute", "cancels", "combine", "inverse", "plus", "times"]


def plus(forest: Forest, left: Exponent, right: Exponent) -> Exponent:
    """The sum of two exponents."""
    if not isinstance(left, Basic) and not isinstance(right, Basic):
        return exact(left + right)
    both = terms.read(forest, forest.tree(left)) + terms.read(forest, forest.tree(right))
    total = terms.write(forest, terms.merge(both))
    if isinstance(total, Rational):
        return exact(Fraction(int(total.p), int(total.q)))
    return total


def combine(forest: Forest, product: Product) -> Product | None:
    """xᵃ · xᵇ = xᵃ⁺ᵇ."""
    if _apart(forest, product):
        return None
    found = _by_base(forest, product)
    kept: list[Factor] = []
    extra: list[Product] = []
    for factor in found.values():
        base, exponent, _ = factor
        if isinstance(exponent, int) and exponent == 0:
            continue
        if isinstance(exponent, int) and _opens(forest, base, exponent):
            extra.append(_opened(forest, base, exponent))
        else:
            kept.append(factor)
    if len(kept) == len(product.factors) and not extra:
        return None
    turned = _sign_of_twins(forest, product)
    result = Product(turned * product.value, product.decimal, tuple(kept))
    for more in extra:
        result = times(forest, result, more)
    return result


def _apart(forest: Forest, product: Product) -> bool:
    """Whether no two factors, and no power of a factor, can meet: the common case, seen fast."""
    seen: set[int] = set()
    brackets = 0
    for base, exponent, _ in product.factors:
        head = type(base)
        if head is Add:
            brackets += 1
        elif (
            isinstance(exponent, int)
            and (head in MEETING or base.is_Rational)
            and _opens(forest, base, exponent)
        ):
            return False
        seen.add(id(base))
    return len(seen) == len(product.factors) and brackets < 2


MEETING = frozenset((Abs, Mul, Pow, RealRoot))


def _opens(forest: Forest, base: Tree, exponent: int) -> bool:
    """Whether a whole power of the base is a power of its parts: √(x³)·√(x³) = x³, |x|² = x²,
    (∛x)³ = x."""
    if isinstance(base, Abs):
        return exponent % 2 == 0
    if isinstance(base, RealRoot):
        return exponent % int(base.args[1]) == 0
    if isinstance(base, Rational):
        return bool(base.p) and can_be_worked_out(base, exponent)
    if not isinstance(base, (Mul, Pow)):
        return False
    factors = forest.narrow(base).factors
    return len(factors) != 1 or factors[0].base is not base


def _opened(forest: Forest, base: Tree, exponent: int) -> Product:
    if isinstance(base, RealRoot):
        return forest.raised(forest.narrow(base.args[0]), exponent // int(base.args[1]))
    return forest.raised(forest.narrow(base.args[0] if isinstance(base, Abs) else base), exponent)


def _by_base(forest: Forest, product: Product) -> dict[int, Factor]:
    """The factors by base, exponents added."""
    found: dict[int, Factor] = {}
    twins = _twins(forest, product)
    for factor in product.factors:
        base = twins.get(id(factor.base), factor.base)
        old = found.get(id(base))
        exponent = plus(forest, old.exponent, factor.exponent) if old else factor.exponent
        below = factor.below or (old is not None and old.below)
        found[id(base)] = Factor(base, exponent, below)
    return found


def _twins(forest: Forest, product: Product) -> dict[int, Tree]:
    """Brackets that are minus an earlier one: 1 − x beside x − 1, to whole powers."""
    brackets = [
        f.base for f in product.factors if isinstance(f.base, Add) and isinstance(f.exponent, int)
    ]
    if len(brackets) < 2:
        return {}
    seen: dict[object, Tree] = {}
    twins: dict[int, Tree] = {}
    for bracket in brackets:
        twin = seen.get(terms.signed_key(forest, bracket, -1))
        if twin is not None:
            twins[id(bracket)] = twin
        seen.setdefault(terms.signed_key(forest, bracket, 1), bracket)
    return twins


def _sign_of_twins(forest: Forest, product: Product) -> int:
    twins = _twins(forest, product)
    odd = (f.exponent % 2 for f in product.factors if id(f.base) in twins)
    return -1 if twins and sum(odd) % 2 else 1


def absolute(forest: Forest, product: Product) -> Product | None:
    """u · sign u = |u|, u/|u| = sign u, sign u · |u| = u: what is odd in u of degree d is uᵈ, and
    what is even in it with an odd d (or odd with an even one) has one |u|."""
    found = _of_one_bracket(forest, product)
    for size in found.factors:
        if type(size.base) in (Abs, sign) and isinstance(size.exponent, int) and size.exponent % 2:
            inner = size.base.args[0]
            family = [f for f in found.factors if _is_of(f, inner)]
            if _meet(family):
                gone = {id(f) for f in family}  # SymPy's == recurses
                rest = tuple(f for f in found.factors if id(f) not in gone)
                joined = _joined(forest, family, inner)
                found = times(forest, found._replace(factors=rest), joined)
    return None if found is product else found


def _of_one_bracket(forest: Forest, product: Product) -> Product:
    """(2 − 2x²)/|x² − 1| as −2(x² − 1)/|x² − 1|: what is a number times u, written with u."""
    found = product
    sizes = [f for f in product.factors if type(f.base) in (Abs, sign)]
    for inner in (f.base.args[0] for f in sizes):
        for factor in product.factors:
            base, exponent, below = factor
            if isinstance(base, Add) and isinstance(exponent, int) and base is not inner:
                number = terms.ratio(forest, base, inner)
                if number is not None:
                    rest = tuple(f for f in found.factors if f is not factor)
                    value = exact(found.value * Fraction(number) ** exponent)
                    again = Product(1, factors=(Factor(inner, exponent, below),))
                    found = times(forest, found._replace(value=value, factors=rest), again)
    return found


def _is_of(factor: Factor, inner: Tree) -> bool:
    """Whether it is a whole power of u, or an odd one of |u| or sign u."""
    base, exponent, _ = factor
    if not isinstance(exponent, int):
        return False
    return base is inner or (
        type(base) in (Abs, sign) and base.args[0] is inner and bool(exponent % 2)
    )


def _meet(family: list[Factor]) -> bool:
    """x|x| and 1/(x|x|) stay; a sign meets everything, and |x| what is beyond the bar."""
    signs = any(type(f.base) is sign for f in family)
    return len(family) > 1 and (signs or len({f.exponent > 0 for f in family}) > 1)


def _joined(forest: Forest, family: list[Factor], inner: Tree) -> Product:
    """The one product that a family of u, |u| and sign u is."""
    degree = sum(int(f.exponent) for f in family if type(f.base) is not sign)
    below = any(f.below for f in family)
    if sum(f.base is not inner for f in family) == 2:
        return forest.raised(forest.narrow(inner), degree, below=below and degree < 0)
    if degree == 0:
        return Product(1, factors=(Factor(forest.make(sign, (inner,)), 1),))
    one = 1 if degree > 0 else -1
    factors = [Factor(forest.make(Abs, (inner,)), one, one < 0)]
    if degree != one:
        factors.append(Factor(inner, degree - one, one < 0))
    return Product(1, factors=tuple(factors))


def cancels(product: Product) -> bool:
    """Whether a base stands above and below the bar."""
    signs: dict[int, bool] = {}
    return any(signs.setdefault(id(f.base), f.below) != f.below for f in product.factors)


def times(forest: Forest, left: Product, right: Product) -> Product:
    """The product of two products, powers combined."""
    both = Product(
        exact(left.value * right.value),
        left.decimal or right.decimal,
        left.factors + right.factors,
    )
    return combine(forest, both) or both


def inverse(forest: Forest, product: Product) -> Product:
    """1/product."""
    factors = tuple(Factor(b, forest.scaled(e, -1)) for b, e, _ in product.factors)
    return Product(exact(1 / Fraction(product.value)), product.decimal, factors)
