"""What the pages of curves have in common: a line of numbers, and one verdict for all checks."""

from __future__ import annotations

from chainrule.answer import Answer
from chainrule.document import Block, Line, Text, Verdict
from chainrule.explain.decimals import decimal, rounded, sign
from chainrule.explain.holds import check_words
from chainrule.expr import Tree
from chainrule.notation import Math, equation, math

__all__ = ["SILENT", "summed_checks", "value_row"]

SILENT = ("order", "fraction")
"""Moves that one does not see in a fraction."""


def summed_checks(answer: Answer) -> list[Block]:
    """One verdict that names all checks if all passed, else one for each."""
    if not answer.passed:
        return check_words(answer)
    words = "; ".join(check.detail for check in answer.checks)
    return [Verdict("passed", (f"each step checked numerically: {words}",))]


def value_row(left: Math, exact: Tree | None, slope: float, beside: float | None) -> Line:
    """dy/dx = −3/4 = −0.75, a finite difference beside it."""
    note: Text = () if beside is None else ("along the curve ", rounded(beside))
    if exact is None:
        return Line(left, decimal(slope), note, sign([slope]))
    if exact.is_Integer:
        return Line(left, math(exact), note)
    if decimal(slope) == math(exact):
        return Line(left, math(exact), note, sign([slope]))
    return Line(left, equation(math(exact), decimal(slope), sign([slope])), note)
