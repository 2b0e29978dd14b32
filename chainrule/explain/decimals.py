"""Numbers as a reader writes them: at most six digits, what is rounded behind ≈.

In: floats, and Decimals where a float cannot hold the number. Out: typographic trees.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

from sympy import Integer

from chainrule.evaluation import EXACT, Number
from chainrule.expr import power
from chainrule.notation import Math, Num, equation, math, negative, times

__all__ = ["BESIDE", "DIGITS", "decimal", "equal", "rounded", "scientific", "sign"]

DIGITS = 6
BESIDE = 9
"""Digits of the finite difference, which shows how closely it agrees."""
PLAIN = (-5, 12)
"""Powers of ten between which digits are written without one."""
LARGE = 1e12
"""Whole numbers up to this are written out."""


def equal(left: Math, value: Number, used: Iterable[Number] = ()) -> Math:
    """left = value, or left ≈ value."""
    return equation(left, decimal(value), sign([*used, value]))


def sign(values: Iterable[Number]) -> str:
    """= if all the numbers are shown exactly, else ≈."""
    return "=" if all(type(v)(_text(v)) == v for v in values) else "~"


def decimal(value: Number) -> Math:
    """A number in at most six digits, as a reader writes it.

    >>> decimal(-0.5).items[1].text
    '0.5'
    """
    return _number(_text(value))


def rounded(value: Number, digits: int = BESIDE) -> Math:
    """A number in so many digits, zeros at the end kept."""
    if not value:
        return Num("0")
    if isinstance(value, Decimal) and not PLAIN[0] <= value.adjusted() < PLAIN[1]:
        return _number(_rounded(value, digits))
    return _number(f"{value:#.{digits}g}".rstrip("."))


def scientific(value: Decimal) -> Math:
    """A number of given digits: 1.5 · 10⁴⁰⁰, 1.23456789012."""
    short = EXACT.normalize(value)
    return _number(f"{short:f}" if PLAIN[0] <= short.adjusted() < PLAIN[1] else f"{short:e}")


def _text(value: Number) -> str:
    """The digits that are shown; a rounded number keeps all six."""
    if isinstance(value, Decimal):
        if PLAIN[0] <= value.adjusted() < PLAIN[1]:
            return f"{float(value):#.{DIGITS}g}".rstrip(".")
        text = _rounded(value, DIGITS)
        return f"{EXACT.normalize(value):e}" if EXACT.create_decimal(text) == value else text
    if value == int(value) and abs(value) < LARGE:
        return f"{value:.0f}" if value else "0"
    short = f"{value:.{DIGITS}g}"
    return short if float(short) == value else f"{value:#.{DIGITS}g}".rstrip(".")


def _rounded(value: Decimal, digits: int) -> str:
    """So many digits and a power of ten, of whatever size."""
    with localcontext(EXACT):
        return f"{value:.{digits - 1}e}"


def _number(text: str) -> Math:
    mantissa, _, exponent = text.lstrip("-").partition("e")
    node: Math = Num(mantissa)
    if exponent:
        node = times(node, math(power(Integer(10), int(exponent))))
    return negative(node) if text.startswith("-") else node
