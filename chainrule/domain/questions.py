"""One condition: the questions it asks about signs, and the answer to each.

An answer is a set on the line of one variable, a family of exceptions (x ≠ π/2 + kπ), or what is
left of the question where it cannot be solved. No answer at all means that the condition always
holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

import sympy as sp

from chainrule.domain.factors import Factor, take_apart
from chainrule.domain.facts import Facts
from chainrule.domain.line import Line, Set, Signs, combine
from chainrule.domain.numbers import CloseCall, Number, constant, rational
from chainrule.domain.periodic import Periodic, zeros
from chainrule.domain.polynomials import multiply
from chainrule.expr import Tree, build, sub

__all__ = [
    "NEVER",
    "Answer",
    "Left",
    "Question",
    "Solved",
    "Wanted",
    "answer",
    "questions",
    "turned",
]

Wanted: TypeAlias = frozenset[int]
"""The signs that are asked for: > 0 is {1}, ≠ 0 is {−1, 1}."""

WANTED: dict[type, Wanted] = {
    sp.StrictGreaterThan: frozenset({1}),
    sp.GreaterThan: frozenset({0, 1}),
    sp.StrictLessThan: frozenset({-1}),
    sp.LessThan: frozenset({-1, 0}),
    sp.Unequality: frozenset({-1, 1}),
    sp.Equality: frozenset({0}),
}
HEADS = {wanted: head for head, wanted in WANTED.items()}
NONZERO = WANTED[sp.Unequality]


class Question(NamedTuple):
    """Is the sign of ``tree − level`` one of ``wanted``?"""

    tree: Tree
    level: Number
    wanted: Wanted

    @property
    def relation(self) -> Tree:
        """The question as a relation; no wanted sign at all is false, all of them is true."""
        head = HEADS.get(self.wanted)
        if head is None:
            return sp.S.true if self.wanted else sp.S.false
        return build(head, (self.tree, self.level.tree))


class Solved(NamedTuple):
    """Yes for ``variable`` in the set, whatever the other symbols are; what was asked, if that
    was one question."""

    variable: sp.Symbol
    set: Set
    asked: Question | None


class Left(NamedTuple):
    """What is left of the question."""

    asked: Question


Answer: TypeAlias = Solved | Periodic | Left
NEVER = Left(Question(sp.S.Zero, rational(0), frozenset()))


def questions(relation: Any) -> list[Question] | None:
    """The questions that must all be answered by yes; None for a relation of another kind.

    >>> x = sp.Symbol("x")
    >>> [q.wanted for q in questions(build(sp.Unequality, (x, sp.S.Zero))) or ()]
    [frozenset({1, -1})]
    """
    if relation.func is sp.And:
        parts = [questions(part) for part in relation.args]
        return None if None in parts else [q for part in parts for q in part or ()]
    wanted = WANTED.get(relation.func)
    if wanted is None:
        return None
    left, right = relation.args
    level = constant(right)
    if level is not None:
        return [Question(left, level, wanted)]
    level = constant(left)
    if level is not None:
        return [Question(right, level, _opposite(wanted))]
    return [Question(sub(left, right), rational(0), wanted)]


def turned(relation: Any) -> Tree:
    """a > b as b < a.

    >>> str(turned(build(sp.StrictGreaterThan, (sp.Symbol("x"), sp.S.One))))
    '1 < x'
    """
    wanted = _opposite(WANTED[relation.func])
    return build(HEADS[wanted], tuple(reversed(relation.args)))


def answer(asked: Question, wrt: sp.Symbol, facts: Facts) -> tuple[list[Answer], bool]:
    """The answers that together are equivalent to the question, and whether the expression is
    proved to be defined everywhere.

    >>> x = sp.Symbol("x")
    >>> always = Question(build(sp.exp, (x,)), rational(0), frozenset({1}))
    >>> answer(always, x, Facts())
    ([], True)
    """
    try:
        taken = take_apart(asked.tree, asked.level, wrt, facts)
        wanted = asked.wanted if taken.sign > 0 else _opposite(asked.wanted)
        return _answers(asked, taken.factors, wanted, wrt), taken.total
    except CloseCall:
        return [Left(asked)], False


def _opposite(wanted: Wanted) -> Wanted:
    return frozenset(-sign for sign in wanted)


def _answers(
    asked: Question, factors: tuple[Factor, ...], wanted: Wanted, wrt: sp.Symbol
) -> list[Answer]:
    """The product of the factors has a wanted sign."""
    if not factors:
        return [] if 1 in wanted else [NEVER]
    together = _charted(factors, wanted, asked)
    if together is not None:
        return together
    if 0 in wanted:
        (factor, *others) = factors
        return [Left(asked)] if others or factor.even else [_one(factor, wanted)]
    loose = [f for f in factors if f.even or wanted == NONZERO]
    strict = [f for f in factors if not (f.even or wanted == NONZERO)]
    found = [one for f in loose for one in _nonzero(f, wrt)]
    if not strict:
        return found if 1 in wanted else [NEVER]
    rest = _charted(strict, wanted, asked)
    if rest is None:
        if len(strict) > 1:
            return [Left(asked)]
        rest = [_one(strict[0], wanted)]
    return found + rest


def _one(factor: Factor, wanted: Wanted) -> Left:
    tree, level, turned = factor.as_written
    signs = wanted - {0} if factor.below else wanted
    return Left(Question(tree, level, signs if turned > 0 else _opposite(signs)))


def _nonzero(factor: Factor, wrt: sp.Symbol) -> list[Answer]:
    asked = Question(*factor.as_written[:2], NONZERO)
    charted = _charted([factor], NONZERO, asked)
    if charted is not None:
        return charted
    families = zeros(factor.tree, factor.level, wrt)
    return [Left(asked)] if families is None else [*families]


def _charted(factors: Iterable[Factor], wanted: Wanted, asked: Question) -> list[Answer] | None:
    """The set where the product has a wanted sign, if all factors have charts on one line."""
    charts: list[Signs] = []
    variables = set()
    for factor in factors:
        if factor.signs is None or factor.variable is None:
            return None
        variables.add(factor.variable)
        charts.append(_powered(factor, factor.signs))
    if len(variables) != 1:
        return None
    chart = reduce(lambda a, b: combine(a, b, multiply), charts)
    found = Line(chart.points, tuple(sign in wanted for sign in chart.pieces))
    if not any(found.pieces):
        return [NEVER]
    return [] if all(found.pieces) else [Solved(variables.pop(), found, asked)]


def _powered(factor: Factor, chart: Signs) -> Signs:
    if not (factor.even or factor.below):
        return chart
    signs = (s and (1 if factor.even else s) for s in chart.pieces)
    return Line(chart.points, tuple((s or None) if factor.below else s for s in signs))
