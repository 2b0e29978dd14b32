"""Moves on piecewise functions: a product case by case, and cases that are all the same.

In: a product with piecewise factors, or a piecewise function, with tidy parts. Out: the same value
in a simpler form, or None.
"""

from __future__ import annotations

from sympy import Piecewise, true

from chainrule.expr import Tree
from chainrule.tidy.forest import ONLY_ONE, Factor, Forest, Product
from chainrule.tidy.products import times

__all__ = ["product_of_cases", "same_cases"]


def same_cases(_forest: Forest, tree: Tree) -> Tree | None:
    """{0 if x > 0; 0 otherwise} = 0."""
    if not isinstance(tree, Piecewise) or tree.args[-1].args[1] is not true:
        return None
    first, *others = (pair.args[0] for pair in tree.args)
    return first if all(value is first for value in others) else None


def product_of_cases(forest: Forest, product: Product) -> Product | None:
    """{a if c; b otherwise}² = {a² if c; b² otherwise}, and so for factors with the same cases."""
    alike: dict[tuple[int, ...], list[Factor]] = {}
    for factor in product.factors:
        base, exponent, _ = factor
        if isinstance(base, Piecewise) and isinstance(exponent, int) and 0 < exponent < 9:
            alike.setdefault(tuple(id(pair.args[1]) for pair in base.args), []).append(factor)
    for factors in alike.values():
        if len(factors) > 1 or factors[0].exponent != 1:
            gone = {id(f) for f in factors}  # SymPy's == recurses
            rest = tuple(f for f in product.factors if id(f) not in gone)
            made = forest.view(_multiplied(forest, factors))
            return times(forest, product._replace(factors=rest), made)
    return None


def _multiplied(forest: Forest, factors: list[Factor]) -> Tree:
    """The product of piecewise functions that have the same conditions."""
    pairs = []
    for place, pair in enumerate(factors[0].base.args):
        value = ONLY_ONE
        for base, exponent, _ in factors:
            assert isinstance(exponent, int)  # noqa: S101  # the caller takes whole powers
            part = forest.view(base.args[place].args[0])
            value = times(forest, value, forest.raised(part, exponent))
        written = forest.number(0) if value.value == 0 else forest.write(value)
        pairs.append(forest.make(pair.func, (written, pair.args[1])))
    made = forest.make(Piecewise, pairs)
    return same_cases(forest, made) or made
