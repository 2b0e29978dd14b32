"""All conditions of a function → their answers, sorted by what is done with them.

A condition may be a relation, one that holds only ``within`` a piece, one that must hold all along
an integral, or just that a part has a real value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, NamedTuple, TypeVar

import sympy as sp

from chainrule.domain.constants import has_whole_order, is_real, truth
from chainrule.domain.factors import verdict
from chainrule.domain.facts import Facts
from chainrule.domain.line import Set
from chainrule.domain.numbers import Number
from chainrule.domain.periodic import Periodic
from chainrule.domain.poles import poles
from chainrule.domain.questions import NEVER, Left, Question, Solved, Wanted, answer, questions
from chainrule.domain.ranges import Range
from chainrule.domain.solutions import along, guarded, solution
from chainrule.expr import Tree
from chainrule.model import Condition
from chainrule.rules import RULES
from chainrule.unknown import parts as unknown_function

__all__ = ["ANY", "Found", "From", "ask", "possible"]

ANY: Wanted = frozenset({-1, 0, 1})
T = TypeVar("T")


class From(NamedTuple, Generic[T]):
    """An answer, and the condition that it came from."""

    answer: T
    condition: Condition


@dataclass(slots=True)
class Found:
    """All answers. ``total`` says that the conditions are all there is to ask; ``unknown`` are the
    parts of which it is not known where they have a value."""

    solved: list[From[Solved]] = field(default_factory=list)
    periodic: list[From[Periodic]] = field(default_factory=list)
    left: list[From[Question]] = field(default_factory=list)
    other: list[Condition] = field(default_factory=list)
    unknown: list[Tree] = field(default_factory=list)
    total: bool = True
    seen: dict[object, Question] = field(default_factory=dict)  # kept, as the keys hold ids


def ask(conditions: Sequence[Condition], most: int, wrt: sp.Symbol, facts: Facts) -> Found:
    """The answers to the first ``most`` conditions; those beyond are proved or stand."""
    found = Found()
    for condition in conditions[:most]:
        if condition.relation.func is sp.Contains:
            _real(found, condition, facts)
        elif condition.integral is not None:
            relations = along(condition, facts)
            if relations is None and condition.integral is not None:
                found.unknown.append(condition.integral)
            of_limits = replace(condition, integral=None, because=RULES["integral"].name)
            for relation in relations or ():
                _plain(found, replace(of_limits, relation=relation), wrt, facts)
        elif condition.within is not None:
            _on_set(found, condition, guarded(condition, wrt, facts), wrt)
        else:
            _plain(found, condition, wrt, facts)
    for condition in conditions[most:]:
        if condition.integral is not None or condition.relation.func is sp.Contains:
            found.total = False
        elif not _is_plain(condition, facts):
            found.other.append(condition)
    return found


def _real(found: Found, condition: Condition, facts: Facts) -> None:
    """Nobody knows of a part whether it is real, but of a constant, by its digits. A function that
    is only a name is whatever its author says."""
    (part, _), integral = condition.relation.args, condition.integral
    if has_whole_order(part) or (integral is None and is_real(part, facts)):
        return
    found.total = False
    if condition.kind == "defined" and unknown_function(part) is None:
        found.unknown.append(part if integral is None else integral)


def _plain(found: Found, condition: Condition, wrt: sp.Symbol, facts: Facts) -> None:
    asked = questions(condition.relation)
    if asked is None:
        if condition.relation is not sp.S.true:
            _other(found, condition, wrt, facts)
        return
    for question in asked:
        key = (id(question.tree), question.level, question.wanted, condition.kind)
        if key in found.seen:
            continue
        found.seen[key] = question
        answers, total = answer(question, wrt, facts)
        found.total = found.total and (total or is_real(question.tree, facts))
        for one in answers:
            if isinstance(one, Solved):
                found.solved.append(From(one, condition))
            elif isinstance(one, Periodic):
                found.periodic.append(From(one, condition))
            else:
                _left(found, one, condition, facts)


def _left(found: Found, left: Left, condition: Condition, facts: Facts) -> None:
    """What no proof decides: of constants, their digits do."""
    holds = None if facts.of(left.asked.tree).symbols else truth(left.asked.relation)
    if holds is None:
        found.left.append(From(left.asked, condition))
    elif not holds:
        found.left.append(From(NEVER.asked, condition))


def _other(found: Found, condition: Condition, wrt: sp.Symbol, facts: Facts) -> None:
    """One of several conditions, as a set or as families of exceptions."""
    held = solution(condition.relation, wrt, facts)
    families = poles(condition.relation, wrt, facts) if held is None else None
    if families is None:
        _on_set(found, condition, held, wrt)
    else:
        found.periodic += [From(one, condition) for one in families]


def _on_set(found: Found, condition: Condition, held: Set | None, wrt: sp.Symbol) -> None:
    if held is None:
        found.other.append(condition)
    elif not any(held.pieces):
        found.left.append(From(NEVER.asked, condition))
    elif not held.always:
        plain = replace(condition, within=None)
        found.solved.append(From(Solved(wrt, held, None), plain))


def _is_plain(condition: Condition, facts: Facts) -> bool:
    """Whether the ranges alone prove the condition, and that what it is about is defined."""
    asked = questions(condition.relation) if condition.within is None else None
    return asked is not None and all(
        (bounds := facts.of(one.tree).range).total and possible(bounds, one.level) <= one.wanted
        for one in asked
    )


def possible(bounds: Range, level: Number) -> Wanted:
    """The signs that values in this range, less ``level``, may have."""
    sign, may_vanish = verdict(bounds, level)
    return frozenset({sign, 0} if may_vanish else {sign}) if sign else ANY
