"""What the pages of curves have in common: a line of numbers, and one verdict for all checks."""

from __future__ import annotations

from sympy import Symbol

from chainrule.answer import Answer
from chainrule.document import Block, Line, Text, Verdict
from chainrule.explain.decimals import decimal, rounded, sign
from chainrule.explain.holds import check_words
from chainrule.expr import Tree
from chainrule.notation import Math, Num, equation, math
from chainrule.relation import CurvePoint

__all__ = ["NO_CURVE", "SILENT", "no_slope", "summed_checks", "value_row"]

SILENT = ("order", "fraction")
"""Moves that one does not see in a fraction."""

CORNER = (
    "A side of the equation has a corner there, or ends: it has no partial derivatives, and the "
    "equation does not determine a slope."
)
NO_CURVE = (
    "No point was found whose coordinates satisfy the equation: there may be none, and then there "
    "is no curve that has a slope."
)


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


def no_slope(at: CurvePoint, factor: Math, x: Symbol | None) -> Text:
    """Why there is no slope at a point of the curve over x, or of a surface."""
    if at.kind == "corner":
        return (CORNER,)
    zero = equation(factor, Num("0"))
    if at.kind == "singular":
        words = ", and the other side is 0 too: the equation does not determine a slope there."
        return "There ", zero, words
    if x is None:
        return "There ", zero, ": the tangent plane is vertical, and has no slope."
    line = equation(math(x), math(dict(at.at)[x]))
    return "There ", zero, ": the tangent is vertical, ", line, "."
