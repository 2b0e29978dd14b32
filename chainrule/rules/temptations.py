"""What goes wrong with rules that are right: mistakes that no single row of the table owns.

``COMPOSITION`` are the mistakes with any h = f(u): f and f′ stand for the outer function and its
slope, u and du for the inner function and its derivative, x for the variable. ``LOOKALIKES`` are
forms that tempt into reading them as something else. The ids are those of the catalogue of
mistakes that teachers keep; the slips of one rule stand in its row of table.py.
"""

from __future__ import annotations

from typing import NamedTuple

from chainrule.rules.rule import Slip

__all__ = ["BY_LOGARITHM", "COMPOSITION", "LOOKALIKES", "MOST_TEMPTING", "Lookalike"]


class Lookalike(NamedTuple):
    """A form, why it is not what it looks like, and the slip that comes of it, if one does."""

    form: str
    unlike: str
    slip: Slip | None = None


# fmt: off
COMPOSITION = (
    Slip("C1", "f'(u)", "the inner derivative is forgotten"),
    Slip("C3", "f'(du)", "the outer derivative is taken at the inner derivative"),
    Slip("C4", "f'(x)*du", "the outer derivative is taken at the variable"),
    Slip("C2", "du", "only the inner derivative is taken"),
    Slip("C5", "f'(x)", "the outer derivative is taken at the variable, and nothing else"),
    Slip("C6", "f'(u) + du", "the two derivatives are added, not multiplied"),
    Slip("C7", "f'(x)*u + f(x)*du", "the composition is read as a product"),
    Slip("C8", "f'(u)*u", "the inner function stands in place of its derivative"),
    Slip("C17", "f'(u)/du", "the inner derivative divides, where it should multiply"),
)

BY_LOGARITHM = (
    Slip("C2", "du", "the slope of the logarithm is taken for the slope of the function"),
)
"""In place of those, where ln h is differentiated."""

_PRODUCT = "it is written as a product, so there is no need for the quotient rule"
LOOKALIKES = (
    Lookalike("u*exp(-v)", _PRODUCT),
    Lookalike("exp(-v)*u", _PRODUCT),
    Lookalike("sqrt(sin(u))", "it is the square root of a sine, not the sine of a square root",
        Slip("C14", "cos(sqrt(u))*du/(2*sqrt(u))",
             "the root of a sine is read as the sine of a root")),
    Lookalike("sqrt(cos(u))", "it is the square root of a cosine, not the cosine of a square root",
        Slip("C14", "-sin(sqrt(u))*du/(2*sqrt(u))",
             "the root of a cosine is read as the cosine of a root")),
    Lookalike("sqrt(tan(u))",
        "it is the square root of a tangent, not the tangent of a square root",
        Slip("C14", "sec(sqrt(u))^2*du/(2*sqrt(u))",
             "the root of a tangent is read as the tangent of a root")),
    Lookalike("sqrt(ln(u))",
        "it is the square root of a logarithm, not the logarithm of a square root",
        Slip("C14", "du/(2*u)", "the root of a logarithm is read as the logarithm of a root")),
    Lookalike("sin(u)^n", "it is a power of a sine, not the sine of a power",
        Slip("C14", "cos(u^n)*n*u^(n-1)*du", "the power of a sine is read as the sine of a power")),
    Lookalike("cos(u)^n", "it is a power of a cosine, not the cosine of a power",
        Slip("C14", "-sin(u^n)*n*u^(n-1)*du",
             "the power of a cosine is read as the cosine of a power")),
    Lookalike("tan(u)^n", "it is a power of a tangent, not the tangent of a power",
        Slip("C14", "sec(u^n)^2*n*u^(n-1)*du",
             "the power of a tangent is read as the tangent of a power")),
    Lookalike("ln(u)^n", "it is a power of a logarithm, not the logarithm of a power",
        Slip("C14", "n*du/u", "the power of a logarithm is read as the logarithm of a power")),
    Lookalike("sqrt(u + a)", "the root of a sum is not the sum of the roots",
        Slip("O15", "du/(2*sqrt(u))", "the root is taken of each term")),
    Lookalike("sqrt(u + v)", "the root of a sum is not the sum of the roots",
        Slip("O15", "du/(2*sqrt(u)) + dv/(2*sqrt(v))", "the root is taken of each term")),
    Lookalike("1/(u + a)", "the reciprocal of a sum is not the sum of the reciprocals",
        Slip("O15", "-du/u^2", "the reciprocal is taken of each term")),
    Lookalike("1/(u + v)", "the reciprocal of a sum is not the sum of the reciprocals",
        Slip("O15", "-du/u^2 - dv/v^2", "the reciprocal is taken of each term")),
    Lookalike("(u + a)^n", "a power of a sum is not the sum of the powers",
        Slip("O15", "n*u^(n-1)*du", "the power is taken of each term")),
    Lookalike("(u + v)^n", "a power of a sum is not the sum of the powers",
        Slip("O15", "n*u^(n-1)*du + n*v^(n-1)*dv", "the power is taken of each term")),
)
"""The first that fits counts."""

MOST_TEMPTING = (
    "O16", "P1", "Q1", "O2", "O1", "C14", "O18", "C1", "O12", "O4", "O3", "O10", "O9", "C3",
    "O15", "Q2", "Q5", "O6", "O17", "O13", "Q3", "C4", "P3", "P2", "C7", "O8", "O7", "C18", "C2",
    "C6", "C5", "C8", "C17",
)
"""Ids in the order in which they are looked for; others come last."""
# fmt: on
