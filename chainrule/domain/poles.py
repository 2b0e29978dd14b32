"""Poles in a row that ends: Γ(u) is defined for u > 0, and elsewhere off the whole numbers.

In: the condition `u > 0 or sin(πu) ≠ 0`, and conditions of its shape. Out: the families of
exceptions, x ≠ −k for k = 0, 1, 2, …
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import sympy as sp

from chainrule.domain.facts import Facts
from chainrule.domain.line import Set
from chainrule.domain.numbers import CloseCall, affine, over, total
from chainrule.domain.periodic import Periodic
from chainrule.domain.questions import answer, questions
from chainrule.domain.solutions import solution

__all__ = ["poles"]


def poles(relation: Any, x: sp.Symbol, facts: Facts) -> list[Periodic] | None:
    """The exceptions to a condition that holds on a half-line, and elsewhere off some points.

    >>> x = sp.Symbol("x")
    >>> asked = (x > 0) | sp.Ne(sp.sin(sp.pi * x), 0)
    >>> [(str(one.tree(sp.Symbol("k"))), one.start) for one in poles(asked, x, Facts()) or ()]
    [('-k', 0)]
    """
    if relation.func is not sp.Or or len(relation.args) != 2:
        return None
    sets = [solution(part, x, facts) for part in relation.args]
    if sets.count(None) != 1:
        return None
    asked = questions(relation.args[sets.index(None)]) or []
    try:
        found = [one for question in asked for one in answer(question, x, facts)[0]]
        half = sets[1 - sets.index(None)]
        ended = [_ended(one, half) if isinstance(one, Periodic) else None for one in found]
    except CloseCall:
        return None
    return None if None in ended else [one for one in ended if one]


def _ended(family: Periodic, good: Set | None) -> Periodic | None:
    """The members of a family outside a half-line: −k for k ≥ 0."""
    if good is None or len(good.points) != 1 or good.pieces[0] == good.pieces[2]:
        return None
    upwards = good.pieces[0]
    apart = total(good.points[0], affine(family.first, -1, 0))
    turns = over(apart, family.period) if apart else None
    if turns is None or turns.atom is not None:
        return None
    exact = Fraction(turns.rational)
    near = math.ceil(exact) if upwards else math.floor(exact)
    if exact == near and good.pieces[1]:
        near += 1 if upwards else -1
    first = total(family.first, affine(family.period, near, 0))
    return first and Periodic(first, affine(family.period, 1 if upwards else -1, 0), start=0)
