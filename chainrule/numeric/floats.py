"""A number of many digits → a float, or a Decimal where no float is large, small or fine enough."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from mpmath import libmp

from chainrule.evaluation import Number
from chainrule.numeric.operations import Raw, magnitude

__all__ = ["number", "precise"]

PLAIN = 60  # bits
LARGEST, LEAST = 1023, -1020  # bits before the point of a float with all its digits
DIGITS = 17
SHOWN = 6  # digits on a page; a float that needs no more is taken for exact there
FINE, NOISE = 40, -120  # digits, and bits: what tells 1 + 10⁻²⁰ from 1, and is no rounding


def number(raw: Raw) -> Number:
    """A number as the model holds it.

    >>> number(libmp.from_int(3)), number(libmp.mpf_exp(libmp.from_int(-1000), 60))
    (3.0, Decimal('5.0759588975494568E-435'))
    """
    if raw[1] and not LEAST < magnitude(raw) <= LARGEST:
        return Decimal(libmp.to_str(raw, DIGITS))
    return float(libmp.to_float(raw, rnd="n"))


def precise(raw: Raw) -> Number:
    """The same, but a Decimal too where the float would be taken for exact on a page, and is not.

    >>> precise(libmp.mpf_tanh(libmp.from_int(20), 90)).normalize() < 1, precise(libmp.fone)
    (True, 1.0)
    """
    found = number(raw)
    fine = isinstance(found, float) and _seems_short(raw, found)
    return Decimal(libmp.to_str(raw, FINE)) if fine else found


def _seems_short(raw: Raw, found: float) -> bool:
    """Whether a float has few digits although the number has not: tanh 20 is not 1."""
    short = Fraction(f"{found:.{SHOWN}g}")
    if float(short) != found:
        return False
    exact = libmp.from_rational(short.numerator, short.denominator, raw[3] + PLAIN)
    apart = libmp.mpf_sub(raw, exact)
    return bool(apart[1]) and magnitude(apart) > magnitude(raw) + NOISE
