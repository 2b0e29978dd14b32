"""A Domain → the intervals that each variable must stay in, as floats: where it is worth looking.

The check of a derivation looks for points inside the domain. The solution says where those of
arcsin(1000x) or √(x − 1000) are; chance does not find them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from sympy import And, Symbol, Unequality

from chainrule.domain.facts import Facts
from chainrule.domain.line import EVERYWHERE, Set, combine, holes
from chainrule.domain.numbers import CloseCall
from chainrule.domain.solutions import solution
from chainrule.model import Condition, Domain

__all__ = ["Spans", "spans"]

Spans: TypeAlias = Mapping[Symbol, tuple[tuple[float, float], ...]]
"""The open intervals of a variable, from left to right; an end may be infinite."""


def spans(domain: Domain) -> Spans:
    """The intervals of the variables that the solved conditions keep out of some.

    >>> x = Symbol("x")
    >>> spans(Domain(False, (Condition(x > 1000, "defined", "square root", True),)))
    {x: ((1000.0, inf),)}
    """
    facts = Facts()
    found: dict[Symbol, Set] = {}
    for condition in domain.conditions:
        if condition.kind == "smooth" or condition.within is not None or _is_hole(condition):
            continue
        symbols = facts.of(condition.relation).symbols
        for x in symbols if len(symbols) == 1 else ():
            held = solution(condition.relation, x, facts)
            try:
                known = found.get(x, EVERYWHERE)
                found[x] = known if held is None else combine(known, held, lambda a, b: a and b)
            except CloseCall:
                continue
    return {x: intervals for x, line in found.items() if (intervals := _intervals(line))}


def _is_hole(condition: Condition) -> bool:
    """Whether it leaves out single points only, as x ≠ 1 does."""
    relation: Any = condition.relation
    parts = relation.args if relation.func is And else (relation,)
    return all(part.func is Unequality for part in parts)


def _intervals(line: Set) -> tuple[tuple[float, float], ...]:
    _, filled = holes(line)
    ends = [-math.inf, *(point.value for point in filled.points), math.inf]
    inside = zip(pairwise(ends), filled.pieces[::2], strict=True)
    return tuple(ends for ends, held in inside if held and ends[0] < ends[1])
