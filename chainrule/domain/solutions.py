"""A condition of any shape → the set on the line of a variable where it holds.

And, Or and Not are operations on sets; what stands under them are relations that have an answer
each. With that, ln x inside a piece x > 0 asks nothing more, and an integral of 1/t from 1 needs
its other limit on the same side of 0.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

import sympy as sp

from chainrule.domain.constants import truth
from chainrule.domain.facts import Facts
from chainrule.domain.line import EVERYWHERE, Line, Set, combine, relation
from chainrule.domain.numbers import CloseCall, Number, constant, is_small
from chainrule.domain.periodic import Periodic
from chainrule.domain.questions import Answer, Solved, answer, questions
from chainrule.expr import Tree
from chainrule.model import Condition
from chainrule.scope import substitute

__all__ = ["NOWHERE", "along", "guarded", "solution"]

NOWHERE: Set = Line((), (False,))
MOST = 60  # nodes of a condition that is looked into


def solution(asked: Any, x: sp.Symbol, facts: Facts) -> Set | None:
    """Where a condition holds, whatever other symbols are; None where that is not found.

    >>> x = sp.Symbol("x")
    >>> solution((x < 0) | (x >= 1), x, Facts()).pieces
    (True, False, False, True, True)
    """
    try:
        return _solution(asked, x, facts) if is_small(asked, MOST) else None
    except CloseCall:
        return None


def _solution(asked: Any, x: sp.Symbol, facts: Facts) -> Set | None:
    if asked in (sp.true, sp.false):
        return EVERYWHERE if asked == sp.true else NOWHERE
    if asked.func in (sp.And, sp.Or):
        parts = [_solution(part, x, facts) for part in asked.args]
        known = [part for part in parts if part is not None]
        join = and_ if asked.func is sp.And else or_
        start = EVERYWHERE if asked.func is sp.And else NOWHERE
        both = reduce(lambda a, b: combine(a, b, join), known, start)
        decided = both.always is (asked.func is sp.Or)
        return both if decided or len(known) == len(parts) else None
    if asked.func is sp.Not:
        inner = _solution(asked.args[0], x, facts)
        return None if inner is None else Line(inner.points, tuple(not p for p in inner.pieces))
    found = EVERYWHERE
    for question in questions(asked) or (None,):
        for one in answer(question, x, facts)[0] if question else (None,):
            held = one and _held(one, x, facts)
            if held is None:
                return None
            found = combine(found, held, and_)
    return found


def _held(one: Answer, x: sp.Symbol, facts: Facts) -> Set | None:
    """An answer as a set; digits decide a question about a constant."""
    if isinstance(one, Solved):
        return one.set if one.variable == x else None
    if isinstance(one, Periodic) or facts.of(one.asked.tree).symbols:
        return None
    holds = truth(one.asked.relation)
    return None if holds is None else EVERYWHERE if holds else NOWHERE


def guarded(condition: Condition, x: sp.Symbol, facts: Facts) -> Set | None:
    """Where a condition that is asked ``within`` a piece holds, or is not asked."""
    held = solution(condition.relation, x, facts)
    if held is not None and held.always:
        return EVERYWHERE
    piece = solution(condition.within, x, facts)
    if held is None or piece is None:
        return EVERYWHERE if piece is not None and piece.always is False else None
    try:
        return combine(held, piece, lambda holds, asked: holds or not asked)
    except CloseCall:
        return None


def along(condition: Condition, facts: Facts) -> list[Tree] | None:
    """A condition for every value between the limits of an integral, as relations of the limits;
    None where that is not found.

    >>> t, x = sp.symbols("t x")
    >>> integral = sp.Integral(1 / t, (t, 1, x))
    >>> asked = Condition(sp.Ne(t, 0), "defined", "reciprocal", False, integral=integral)
    >>> along(asked, Facts())
    [x > 0]
    """
    integral: Any = condition.integral
    t, low, high = integral.args[1].args
    good = solution(condition.relation, t, facts)
    if good is None or good.always:
        return None if good is None else []
    ends = [(end, constant(end)) for end in (low, high)]
    fixed = [number for _, number in ends if number is not None]
    loose = [end for end, number in ends if number is None]
    try:
        pieces = [_around(good, number) for number in fixed] or [_only(good)]
    except CloseCall:
        return None
    first = pieces[0]
    if first is None or any(piece != first for piece in pieces):
        return None
    inside = relation(first, t)
    return [substitute(inside, {t: end}) for end in loose]


def _around(line: Set, number: Number) -> Set | None:
    """The interval of a set that a number lies in."""
    places = [number.compare(point) for point in line.points]
    place = sum(1 + (sign > 0) for sign in places if sign >= 0)
    if not line.pieces[place]:
        return None
    first = last = place
    while first > 0 and line.pieces[first - 1]:
        first -= 1
    while last < len(line.pieces) - 1 and line.pieces[last + 1]:
        last += 1
    return Line(line.points, tuple(first <= i <= last for i in range(len(line.pieces))))


def _only(line: Set) -> Set | None:
    """The set, if it is one interval."""
    inside = [i for i, piece in enumerate(line.pieces) if piece]
    return line if inside and len(inside) == inside[-1] - inside[0] + 1 else None
