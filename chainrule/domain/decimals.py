"""Answers in decimals where the question was typed in decimals: ln(x − 0.5) needs x > 0.5."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chainrule.domain.numbers import is_small
from chainrule.expr import Decimal, Tree, rebuild, walk

__all__ = ["as_typed"]

DIGITS = 6  # a fraction that needs more stays a fraction


def as_typed(answer: Tree, asked: Iterable[Tree]) -> Tree:
    """The answer with its fractions as decimals, if there is a decimal in what was asked.

    >>> from sympy import Rational
    >>> as_typed(Rational(1, 40), [Decimal("0.5")]), as_typed(Rational(1, 40), [Rational(1, 2)])
    (0.025, 1/40)
    """
    if not any(node.is_Rational and node.q != 1 for node in walk(answer)):
        return answer
    typed = (node for tree in asked if is_small(tree) for node in walk(tree))
    return rebuild(answer, _decimal) if any(isinstance(n, Decimal) for n in typed) else answer


def _decimal(node: Any) -> Tree:
    if not node.is_Rational or node.q == 1 or 10**DIGITS % node.q:
        return node
    places = next(n for n in range(1, DIGITS + 1) if 10**n % node.q == 0)
    digits = str(abs(node.p) * 10**places // node.q).zfill(places + 1)
    sign = "-" if node.p < 0 else ""
    return Decimal(f"{sign}{digits[:-places]}.{digits[-places:]}")
