"""The signs of expressions with |u|, sign u, max and min, case by case: x + |x| is 2x or 0.

In: a tree, and the variable of the line. Out: its chart of signs, if in every case it is a quotient
of polynomials, and the signs that tell the cases apart are charted too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from chainrule.domain.line import Line, Signs, combine
from chainrule.domain.numbers import Number, is_small, rational
from chainrule.domain.polynomials import signs
from chainrule.expr import MINUS_ONE, ONE, ZERO, Tree, build, neg, rebuild, sub, walk

__all__ = ["case_signs"]

MOST = 4  # functions with cases in one expression: each doubles the work


def case_signs(tree: Tree, level: Number, x: sp.Symbol) -> Signs | None:
    """The signs of ``tree − level`` along the line of x, None where they are not found.

    >>> from chainrule.expr import add
    >>> x = sp.Symbol("x")
    >>> chart = case_signs(add(x, build(sp.Abs, (x,))), rational(0), x)
    >>> chart.points[0].rational, chart.pieces
    (0, (0, 0, 1))
    """
    if not is_small(tree):
        return None
    count = sum(node.func in _CASES for node in walk(tree))
    return _signs(tree, level, x) if 0 < count <= MOST else None


def _signs(tree: Tree, level: Number, x: sp.Symbol) -> Signs | None:
    """One function with cases is replaced at a time, an innermost one first."""
    kink = next((node for node in walk(tree) if node.func in _CASES), None)
    if kink is None:
        return signs(tree, level, x)
    decisive, *values = _CASES[kink.func](*kink.args)
    which = signs(decisive, rational(0), x)
    if which is None:
        return None
    found: Line[Any] = Line(which.points, tuple((sign, ()) for sign in which.pieces))
    for value in values:
        chart = _signs(rebuild(tree, _put(kink, value)), level, x)
        if chart is None:
            return None
        one = Line(chart.points, tuple((None, s) for s in chart.pieces))
        found = combine(found, one, _beside)
    return Line(found.points, tuple(_chosen(*piece) for piece in found.pieces))


def _put(kink: Tree, value: Tree) -> Callable[[Any], Tree]:
    return lambda node: value if node is kink else node


def _beside(found: Any, chart: Any) -> Any:
    """The sign that decides, and the signs in the cases so far, with one more."""
    return found[0], (*found[1], chart[1])


def _chosen(sign: int | None, cases: tuple[int | None, ...]) -> int | None:
    """The sign in the case of a positive, negative or vanishing one."""
    if sign is None:
        return None
    at_zero = cases[2] if len(cases) > 2 else cases[0]
    return {1: cases[0], -1: cases[1], 0: at_zero}[sign]


def _extremum(head: Any) -> Callable[..., tuple[Tree, ...]]:
    def cases(*args: Tree) -> tuple[Tree, ...]:
        if len(args) == 1:
            return ONE, args[0], args[0]
        first, second, *rest = args
        won = (first, second) if head is sp.Max else (second, first)
        return sub(first, second), *(build(head, (one, *rest)) if rest else one for one in won)

    return cases


_CASES: dict[Any, Callable[..., tuple[Tree, ...]]] = {
    sp.Abs: lambda u: (u, u, neg(u)),
    sp.sign: lambda u: (u, ONE, MINUS_ONE, ZERO),
    sp.Max: _extremum(sp.Max),
    sp.Min: _extremum(sp.Min),
}
"""What decides by its sign, and the values where it is positive, negative and, if other, zero."""
