"""Exact numbers: between SymPy's and Python's, and how they look on paper."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from sympy import Integer, Rational, integer_nthroot

from chainrule.expr import Tree

__all__ = [
    "Number",
    "can_be_worked_out",
    "decimal_text",
    "exact",
    "leaf_length",
    "number_of",
    "whole_root",
]

Number: TypeAlias = int | Fraction

MOST_BITS = 3300
"""Powers of numbers are worked out up to about a thousand digits."""


def can_be_worked_out(base: Rational, exponent: int) -> bool:
    """Whether a whole power of a number has a bounded number of digits."""
    size = max(int(base.p).bit_length(), int(base.q).bit_length())
    return size <= 1 or abs(exponent) * size <= MOST_BITS


def exact(value: Number) -> Number:
    """The same number, an int if it is whole."""
    return value.numerator if value.denominator == 1 else value


def number_of(leaf: Rational) -> Number:
    """The Python number of a SymPy one."""
    return int(leaf.p) if leaf.q == 1 else Fraction(int(leaf.p), int(leaf.q))


def whole_root(value: int, index: int) -> int | None:
    """The whole index-th root of a number, if there is one."""
    if index == 1:
        return value
    if value < 0 or index > 10:
        return None
    root = round(value ** (1 / index)) if value < 2**50 else int(integer_nthroot(value, index)[0])
    return root if root**index == value else None


def leaf_length(leaf: Tree) -> int:
    """How long a number, letter or constant is on paper: two for a digit."""
    if isinstance(leaf, Integer):
        size = abs(leaf.p)
        digits = 1 if size < 10 else 2 if size < 100 else size.bit_length() * 3 // 10 + 1
        return 2 * digits + (2 if leaf.p < 0 else 0)
    if isinstance(leaf, Rational):
        return 6
    return 2


def decimal_text(value: Fraction) -> str | None:
    """The finite decimal expansion, if there is one of at most thirty places."""
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > 30:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return "-" + text if value < 0 else text
