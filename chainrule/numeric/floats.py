"""A number of many digits → a float, or a Decimal where no float is large or small enough."""

from __future__ import annotations

from decimal import Decimal

from mpmath import libmp

from chainrule.model import Number
from chainrule.numeric.operations import Raw, magnitude

__all__ = ["number"]

LARGEST, LEAST = 1023, -1020  # bits before the point of a float with all its digits
DIGITS = 17


def number(raw: Raw) -> Number:
    """A number as the model holds it.

    >>> number(libmp.from_int(3)), number(libmp.mpf_exp(libmp.from_int(-1000), 60))
    (3.0, Decimal('5.0759588975494568E-435'))
    """
    if raw[1] and not LEAST < magnitude(raw) <= LARGEST:
        return Decimal(libmp.to_str(raw, DIGITS))
    return float(libmp.to_float(raw, rnd="n"))
