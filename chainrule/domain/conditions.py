"""All conditions of a function → its Domain.

Answers about the same line are intersected; unsolved ones about the same expression are merged;
"smooth" conditions say only what "defined" ones do not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import and_
from typing import Literal, TypeAlias

import sympy as sp

from chainrule.domain.decimals import as_typed
from chainrule.domain.facts import Facts
from chainrule.domain.found import Found, From, ask
from chainrule.domain.left import distinct, families, letter, unsolved
from chainrule.domain.line import EVERYWHERE, Line, Set, combine, holes
from chainrule.domain.line import relation as relation_of
from chainrule.domain.numbers import CloseCall, Number
from chainrule.domain.periodic import Periodic
from chainrule.domain.questions import Solved
from chainrule.domain.ranges import DOWN, UP, End, Range
from chainrule.expr import build
from chainrule.model import Condition, Domain

__all__ = ["solve"]

MOST = 200  # conditions that are looked into; the others, of a deep chain, are proved or stand

Kind: TypeAlias = Literal["defined", "smooth"]


def solve(conditions: Sequence[Condition], wrt: sp.Symbol, names: Collection[str] = ()) -> Domain:
    """The conditions of a function, solved for ``wrt`` where they can be.

    A letter for any integer in a solved condition is none of ``names``.
    A smooth condition is only about points where the function is defined.

    >>> from chainrule.expr import add, power
    >>> x = sp.Symbol("x")
    >>> inside = add(sp.Integer(1), power(x, 2)), sp.S.Zero
    >>> asked = Condition(build(sp.StrictGreaterThan, inside), "defined", "logarithm", False)
    >>> solve([asked], x).everywhere
    True
    """
    facts = Facts()
    found = ask(conditions, MOST, wrt, facts)
    result: list[Condition] = []
    domain = EVERYWHERE
    for variable in dict.fromkeys((wrt, *(one.answer.variable for one in found.solved))):
        line, on_line = _on_line(variable, found, solved=variable == wrt)
        domain = line if variable == wrt else domain
        result += on_line
    if found.periodic:
        k = letter({*names, wrt.name}, conditions[:MOST], facts)
        result += families(found.periodic, wrt, k)
    if found.left:
        result += unsolved(found.left, facts, Facts({wrt: _range(domain)}))
    known = {facts.of(condition.relation).key for condition in result}
    result += distinct(found.other, facts, known)  # some stand unsolved, being too many
    for kind in ("defined", "smooth"):
        never = [c for c in result if c.kind == kind and c.relation is sp.S.false]
        if never:
            kept = [c for c in result if c.kind == "defined"] if kind == "smooth" else []
            return Domain(everywhere=False, conditions=(*kept, never[0]))  # the rest is beside it
    result.sort(key=lambda condition: condition.kind == "smooth")
    asked = [condition.relation for condition in conditions]
    result = [replace(c, relation=as_typed(c.relation, asked)) if c.solved else c for c in result]
    total = found.total and not found.unknown
    return Domain(not result and total, tuple(result), unknown=tuple(found.unknown))


# -- sets on a line -------------------------------------------------------------------------------


def _on_line(x: sp.Symbol, found: Found, *, solved: bool) -> tuple[Set, list[Condition]]:
    """Where the function is defined on the line of x, and the conditions that say so."""
    on_x = [one for one in found.solved if one.answer.variable == x]
    if not on_x:
        return EVERYWHERE, []
    defined = [one for one in on_x if one.condition.kind == "defined"]
    smooth = [one for one in on_x if one.condition.kind == "smooth"]
    try:
        domain = _intersection(defined)
        slopes = _intersection(smooth)
        both = combine(domain, slopes, and_)
        beyond = _beyond(slopes, domain)
    except CloseCall:
        for answered, condition in on_x:
            if answered.asked is None:
                found.other.append(condition)
            else:
                found.left.append(From(answered.asked, condition))
        return EVERYWHERE, []
    if not any(domain.pieces):
        return domain, [
            Condition(sp.S.false, "defined", defined[-1].condition.because, solved=True)
        ]
    families = found.periodic if solved else []
    shown = _outside(domain, "defined", families)
    conditions = list(_relations(x, shown, defined, "defined", solved=solved))
    if any(both.pieces):
        shown = _outside(beyond, "smooth", families)
        conditions += _relations(x, shown, smooth, "smooth", solved=solved)
    else:
        because = smooth[-1].condition.because
        conditions.append(Condition(sp.S.false, "smooth", because, solved=True))
    return domain, conditions


def _beyond(slopes: Set, domain: Set) -> Set:
    """What the slopes ask beyond the domain. A missing point of the domain goes with what is
    beside it, so that x ≠ 0 and x > 0 are not x ≥ 0."""
    found = combine(slopes, domain, lambda a, b: a or not b)
    pieces = list(found.pieces)
    known = domain.cut(found.points)
    for i in range(1, len(pieces), 2):
        if not known[i]:
            pieces[i] = pieces[i - 1] and pieces[i + 1]
    return Line(found.points, tuple(pieces))


def _outside(line: Set, kind: Kind, families: Iterable[From[Periodic]]) -> Set:
    """The set with those missing points filled in that a family of exceptions names already."""
    named = [one.answer for one in families if one.condition.kind in ("defined", kind)]
    pieces = list(line.pieces)
    for i, point in enumerate(line.points):
        if pieces[2 * i] and pieces[2 * i + 2] and any(family.has(point) for family in named):
            pieces[2 * i + 1] = True
    return Line(line.points, tuple(pieces))


def _intersection(sources: Iterable[From[Solved]]) -> Set:
    line = EVERYWHERE
    for one in sources:
        line = combine(line, one.answer.set, and_)
    return line


def _relations(
    x: sp.Symbol, line: Set, sources: list[From[Solved]], kind: Kind, *, solved: bool
) -> Iterator[Condition]:
    """The set as one relation for its intervals, and one for each point missing inside them."""
    missing, filled = holes(line)
    if not all(filled.pieces):
        same = (one for one in sources if holes(one.answer.set)[1] == filled)
        some = (one for one in sources if not all(holes(one.answer.set)[1].pieces))
        source = next(same, None) or next(some, sources[0])
        yield Condition(relation_of(filled, x), kind, source.condition.because, solved)
    for point in missing:
        source = next((one for one in sources if point in one.answer.set.points), sources[0])
        unequal = build(sp.Unequality, (x, point.tree))
        yield Condition(unequal, kind, source.condition.because, solved)


def _range(line: Set) -> Range:
    """The range from the first to the last piece of a set."""
    inside = [i for i, piece in enumerate(line.pieces) if piece] or [0]
    return Range(_end(line.points, inside[0], -1), _end(line.points, inside[-1], 1))


def _end(points: Sequence[Number], piece: int, away: int) -> End:
    if piece % 2:
        point, is_open = points[piece // 2], 0
    elif 0 <= (index := piece // 2 + (away - 1) // 2) < len(points):
        point, is_open = points[index], 1
    else:
        return UP if away > 0 else DOWN
    if point.atom is None:
        return point.rational, -away * is_open
    return Fraction(point.value + away * 1e-9 * (1 + abs(point.value))), 0
