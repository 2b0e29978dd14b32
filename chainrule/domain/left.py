"""Answers that are not sets on a line: families of exceptions, and what could not be solved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

import sympy as sp

from chainrule.domain.facts import Facts
from chainrule.domain.found import ANY, From, possible
from chainrule.domain.numbers import Number
from chainrule.domain.periodic import Periodic, merged
from chainrule.domain.questions import NEVER, Question, Wanted, turned
from chainrule.expr import build
from chainrule.model import Condition

__all__ = ["distinct", "families", "letter", "unsolved"]


def letter(names: Collection[str], conditions: Iterable[Condition], facts: Facts) -> sp.Symbol:
    """A letter for any integer, one that nothing else is called."""
    taken = set(names)
    for condition in conditions:
        taken |= {symbol.name for symbol in facts.of(condition.relation).symbols}
    letters = chain("knmj", (f"k_{i}" for i in count(1)))
    return sp.Symbol(next(letter for letter in letters if letter not in taken))


def families(sources: list[From[Periodic]], x: sp.Symbol, k: sp.Symbol) -> Iterator[Condition]:
    """x ≠ π/2 + kπ, with families that belong together as one."""
    known: list[Periodic] = []
    for kind in ("defined", "smooth"):
        of_kind = {one.answer: one.condition for one in sources if one.condition.kind == kind}
        new = [family for family in of_kind if family not in known]
        for family in merged(new):
            condition = of_kind.get(family) or of_kind[new[0]]
            known.append(family)
            unequal = build(sp.Unequality, (x, family.tree(k)))
            found = Condition(unequal, condition.kind, condition.because, solved=True)
            yield replace(found, letter=k, first=family.start)


def unsolved(sources: list[From[Question]], facts: Facts, within: Facts) -> Iterator[Condition]:
    """Unsolved questions about one expression are put together; those that the solved conditions
    answer already are dropped."""
    asked: dict[int, dict[Number, list[From[Question]]]] = {}
    for one in sources:
        levels = asked.setdefault(facts.of(one.answer.tree).key, {})
        levels.setdefault(one.answer.level, []).append(one)
    for levels in asked.values():
        simplest = [c for group in levels.values() for c in _at_one_level(group, within)]
        yield from _joined(simplest)


def _at_one_level(group: list[From[Question]], within: Facts) -> Iterator[Condition]:
    tree, level = group[0].answer.tree, group[0].answer.level
    among = possible(within.of(tree).range, level)
    for kind in ("defined", "smooth"):
        wanted, condition = _all_of(one for one in group if one.condition.kind == kind)
        if condition is None or among <= wanted:
            continue
        never = not among & wanted
        simplest = frozenset() if never else wanted | (ANY - among)
        relation = Question(tree, level, simplest).relation
        asked = condition.relation if group[0].answer is NEVER.asked else None
        yield Condition(relation, condition.kind, condition.because, solved=never, asked=asked)
        among &= wanted


def _joined(conditions: list[Condition]) -> Iterator[Condition]:
    """A lower and an upper bound of the same kind as one: −1 < u < 1."""
    for kind in ("defined", "smooth"):
        of_kind = [c for c in conditions if c.kind == kind]
        low = [c for c in of_kind if isinstance(c.relation, (sp.GreaterThan, sp.StrictGreaterThan))]
        high = [c for c in of_kind if isinstance(c.relation, (sp.LessThan, sp.StrictLessThan))]
        if len(low) == len(high) == 1 == len(of_kind) / 2:
            between = build(sp.And, (turned(low[0].relation), high[0].relation))
            yield Condition(between, low[0].kind, low[0].because, solved=False)
        else:
            yield from of_kind


def _all_of(sources: Iterable[From[Question]]) -> tuple[Wanted, Condition | None]:
    """What all ask for together, and the condition that asks most."""
    wanted, condition = ANY, None
    for one in sources:
        if not wanted <= one.answer.wanted:
            wanted, condition = wanted & one.answer.wanted, one.condition
    return wanted, condition


def distinct(
    conditions: Iterable[Condition], facts: Facts, known: Collection[int] = ()
) -> Iterator[Condition]:
    """Each condition once, and none of those that are ``known`` by their keys."""
    seen = set(known)
    for condition in conditions:
        key = facts.of(condition.relation).key
        if key not in seen:
            seen.add(key)
            yield condition
