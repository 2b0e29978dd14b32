"""Numbers, letters, sums, products, powers and roots, as a reader expects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING, Any

import sympy
from sympy import Integer, Rational, S

from chainrule.expr import Decimal, RealRoot, is_quotient
from chainrule.notation.compose import juxtapose, negative, raised, signed_sum
from chainrule.notation.names import SQUARED
from chainrule.notation.nodes import Call, Frac, Math, Num, Power, Root, Sym

if TYPE_CHECKING:
    from chainrule.notation.trees import Page

__all__ = ["ARITHMETIC"]

ONE, E = Num("1"), Sym("e")


def _sum(page: Page, tree: Any) -> Math:
    return signed_sum(_term(page, term) for term in tree.args)


def _term(page: Page, tree: Any) -> tuple[bool, Math]:
    """Whether a term is subtracted, and the term without that sign."""
    positive = _without_sign(tree)
    if positive is None:
        return False, page.set(tree)
    node = _product_of(page, positive)
    role = page.marks.get(id(tree)) if page.marks else None
    return True, node if role is None else replace(node, role=role)


def _without_sign(tree: Any) -> list[Any] | None:
    """The factors of −tree if the tree has a minus in front."""
    if isinstance(tree, Rational):
        return [_opposite(tree)] if tree.p < 0 else None
    if not isinstance(tree, sympy.Mul) or not isinstance(tree.args[0], Rational):
        return None
    first = tree.args[0]
    rest: list[Any] = list(tree.args[1:])
    if first.p >= 0 or (is_quotient(tree) and not _is_negated_reciprocal(tree)):
        return None
    if first is S.NegativeOne and not (len(rest) > 1 and isinstance(rest[0], Rational)):
        return rest
    return [_opposite(first), *rest]


def _is_negated_reciprocal(tree: Any) -> bool:
    """−1/b; of a number b it is the quotient (−1)/b, for −1/2 is a number itself."""
    first, inverse = tree.args
    return first is S.NegativeOne and not isinstance(inverse.args[0], Integer)


def _opposite(number: Rational) -> Rational:
    if isinstance(number, Decimal):
        return Decimal(number.text.lstrip("-"))
    return -number


def _product(page: Page, tree: Any) -> Math:
    positive = _without_sign(tree)
    if positive is not None:
        return negative(_product_of(page, positive))
    if is_quotient(tree) and not _is_number(*tree.args):
        top, inverse = tree.args
        return Frac(page.set(top), page.set(inverse.args[0]))
    return juxtapose(*page.all(tree.args))


def _is_number(top: Any, inverse: Any) -> bool:
    """Whether a/b would be the number, not the quotient: 3·2⁻¹ keeps its exponent."""
    bottom = inverse.args[0]
    whole = isinstance(top, Integer) and isinstance(bottom, Integer)
    return whole and bottom.p > 1 and top.p > 0 and gcd(top.p, bottom.p) == 1


def _product_of(page: Page, factors: Sequence[Any]) -> Math:
    return juxtapose(*page.all(factors))


def _power(page: Page, tree: Any) -> Math:
    base, exponent = tree.args
    if exponent is S.NegativeOne and not _is_number(S.One, tree):
        return Frac(ONE, page.set(base))
    if exponent is S.Half:
        return Root(page.set(base))
    node = page.set(base)
    above = page.set(exponent)
    if isinstance(exponent, Integer) and exponent.p > 1 and type(base).__name__ in SQUARED:
        return _squared(node, above)
    return raised(node, above)


def _squared(node: Any, exponent: Math) -> Math:
    """sin² x from sin x; what was marked keeps its role, the exponent stands outside."""
    head, body = node.head, node.body
    if node.role:
        head, body = replace(head, role=node.role), replace(body, role=body.role or node.role)
    return Call(Power(head, exponent), body)


def _exponential(page: Page, tree: Any) -> Math:
    return Power(E, page.set(tree.args[0]))


def _rational(_page: Page, tree: Any) -> Math:
    if isinstance(tree, Decimal):
        node: Math = Num(tree.text.lstrip("-"))
    else:
        node = _fraction(abs(tree.p), tree.q)
    return negative(node) if tree.p < 0 else node


@lru_cache(maxsize=1024)
def _fraction(top: int, bottom: int) -> Math:
    return Num(str(top)) if bottom == 1 else Frac(Num(str(top)), Num(str(bottom)))


def _float(_page: Page, tree: Any) -> Math:
    digits, _, exponent = str(tree).lstrip("-").partition("e")
    node: Math = Num(digits.rstrip("0").rstrip(".") if "." in digits else digits)
    if exponent:
        power = Num(exponent.lstrip("+-"))
        node = juxtapose(
            node, Power(Num("10"), negative(power) if exponent.startswith("-") else power)
        )
    return negative(node) if tree < 0 else node


def _real_root(page: Page, tree: Any) -> Math:
    body, index = page.all(tree.args)
    return Root(body, index)


def _constant(node: Math) -> Callable[[Page, Any], Math]:
    return lambda _page, _tree: node


ARITHMETIC: dict[type, Callable[[Page, Any], Math]] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _power,
    sympy.exp: _exponential,
    RealRoot: _real_root,
    Rational: _rational,
    sympy.Float: _float,
    type(S.Pi): _constant(Sym("pi")),
    type(S.Exp1): _constant(E),
    type(S.ImaginaryUnit): _constant(Sym("i")),
    type(S.Infinity): _constant(Sym("oo")),
    type(S.NegativeInfinity): _constant(negative(Sym("oo"))),
}
