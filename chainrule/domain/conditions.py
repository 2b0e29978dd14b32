"""All conditions of a function → its Domain.

Answers about the same line are intersected; unsolved ones about the same expression are merged;
"smooth" conditions say only what "defined" ones do not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, count
from operator import and_
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

import sympy as sp

from chainrule.domain.decimals import as_typed
from chainrule.domain.factors import verdict
from chainrule.domain.facts import Facts
from chainrule.domain.line import EVERYWHERE, Line, Set, combine, holes
from chainrule.domain.line import relation as relation_of
from chainrule.domain.numbers import CloseCall, Number
from chainrule.domain.periodic import Periodic, merged
from chainrule.domain.questions import Question, Solved, Wanted, answer, questions, turned
from chainrule.domain.ranges import DOWN, UP, End, Range
from chainrule.expr import build
from chainrule.model import Condition, Domain

__all__ = ["solve"]

MOST = 200  # conditions that are looked into; the others, of a deep chain, are proved or stand

Kind: TypeAlias = Literal["defined", "smooth"]
ANY: Wanted = frozenset({-1, 0, 1})
T = TypeVar("T")


class _From(NamedTuple, Generic[T]):
    """An answer, and the condition that it came from."""

    answer: T
    condition: Condition


@dataclass(slots=True)
class _Found:
    """All answers, by what is done with them."""

    solved: list[_From[Solved]] = field(default_factory=list)
    periodic: list[_From[Periodic]] = field(default_factory=list)
    left: list[_From[Question]] = field(default_factory=list)
    other: list[Condition] = field(default_factory=list)
    total: bool = True


def solve(conditions: Sequence[Condition], wrt: sp.Symbol, names: Collection[str] = ()) -> Domain:
    """The conditions of a function, solved for ``wrt`` where they can be.

    In a solved condition every symbol but ``wrt`` stands for any integer; it is none of ``names``.
    A smooth condition is only about points where the function is defined.

    >>> from chainrule.expr import add, power
    >>> x = sp.Symbol("x")
    >>> inside = add(sp.Integer(1), power(x, 2)), sp.S.Zero
    >>> solve([Condition(build(sp.StrictGreaterThan, inside), "defined", "logarithm", False)], x)
    Domain(everywhere=True, conditions=())
    """
    facts = Facts()
    found = _ask(conditions[:MOST], wrt, facts)
    found.other += [one for one in conditions[MOST:] if not _is_plain(one, facts)]
    result: list[Condition] = []
    domain = EVERYWHERE
    for variable in dict.fromkeys((wrt, *(one.answer.variable for one in found.solved))):
        line, on_line = _on_line(variable, found, solved=variable == wrt)
        domain = line if variable == wrt else domain
        result += on_line
    if found.periodic:
        k = _letter({*names, wrt.name}, conditions[:MOST], facts)
        result += _periodic(found.periodic, wrt, k)
    if found.left:
        result += _left(found.left, facts, Facts({wrt: _range(domain)}))
    result += _distinct(found.other, facts)
    for kind in ("defined", "smooth"):
        never = [c for c in result if c.kind == kind and c.relation is sp.S.false]
        if never:
            kept = [c for c in result if c.kind == "defined"] if kind == "smooth" else []
            return Domain(everywhere=False, conditions=(*kept, never[0]))
    result.sort(key=lambda condition: condition.kind == "smooth")
    asked = [condition.relation for condition in conditions]
    result = [replace(c, relation=as_typed(c.relation, asked)) if c.solved else c for c in result]
    return Domain(everywhere=not result and found.total, conditions=tuple(result))


def _is_plain(condition: Condition, facts: Facts) -> bool:
    """Whether the ranges alone prove the condition, and that what it is about is defined."""
    asked = questions(condition.relation)
    return asked is not None and all(
        (bounds := facts.of(one.tree).range).total and _possible(bounds, one.level) <= one.wanted
        for one in asked
    )


def _possible(bounds: Range, level: Number) -> Wanted:
    """The signs that values in this range, less ``level``, may have."""
    sign, may_vanish = verdict(bounds, level)
    return frozenset({sign, 0} if may_vanish else {sign}) if sign else ANY


def _ask(conditions: Iterable[Condition], wrt: sp.Symbol, facts: Facts) -> _Found:
    found = _Found()
    seen: dict[object, Question] = {}  # kept, as the keys hold ids
    for condition in conditions:
        asked = questions(condition.relation)
        if asked is None:
            if condition.relation is not sp.S.true:
                found.other.append(condition)
            continue
        for question in asked:
            key = (id(question.tree), question.level, question.wanted, condition.kind)
            if key in seen:
                continue
            seen[key] = question
            answers, total = answer(question, wrt, facts)
            found.total = found.total and total
            for one in answers:
                if isinstance(one, Solved):
                    found.solved.append(_From(one, condition))
                elif isinstance(one, Periodic):
                    found.periodic.append(_From(one, condition))
                else:
                    found.left.append(_From(one.asked, condition))
    return found


# -- sets on a line -------------------------------------------------------------------------------


def _on_line(x: sp.Symbol, found: _Found, *, solved: bool) -> tuple[Set, list[Condition]]:
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
        beyond = combine(slopes, domain, lambda a, b: a or not b)
    except CloseCall:
        found.left += [_From(one.answer.asked, one.condition) for one in on_x]
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


def _outside(line: Set, kind: Kind, families: Iterable[_From[Periodic]]) -> Set:
    """The set with those missing points filled in that a family of exceptions names already."""
    named = [one.answer for one in families if one.condition.kind in ("defined", kind)]
    pieces = list(line.pieces)
    for i, point in enumerate(line.points):
        if pieces[2 * i] and pieces[2 * i + 2] and any(family.has(point) for family in named):
            pieces[2 * i + 1] = True
    return Line(line.points, tuple(pieces))


def _intersection(sources: Iterable[_From[Solved]]) -> Set:
    line = EVERYWHERE
    for one in sources:
        line = combine(line, one.answer.set, and_)
    return line


def _relations(
    x: sp.Symbol, line: Set, sources: list[_From[Solved]], kind: Kind, *, solved: bool
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


# -- what is not a set ----------------------------------------------------------------------------


def _letter(names: Collection[str], conditions: Iterable[Condition], facts: Facts) -> sp.Symbol:
    """A letter for any integer, one that nothing else is called."""
    taken = set(names)
    for condition in conditions:
        taken |= {symbol.name for symbol in facts.of(condition.relation).symbols}
    letters = chain("knmj", (f"k_{i}" for i in count(1)))
    return sp.Symbol(next(letter for letter in letters if letter not in taken))


def _periodic(sources: list[_From[Periodic]], x: sp.Symbol, k: sp.Symbol) -> Iterator[Condition]:
    known: list[Periodic] = []
    for kind in ("defined", "smooth"):
        of_kind = {one.answer: one.condition for one in sources if one.condition.kind == kind}
        new = [family for family in of_kind if family not in known]
        for family in merged(new):
            condition = of_kind.get(family) or of_kind[new[0]]
            known.append(family)
            unequal = build(sp.Unequality, (x, family.tree(k)))
            yield Condition(unequal, condition.kind, condition.because, solved=True)


def _left(sources: list[_From[Question]], facts: Facts, within: Facts) -> Iterator[Condition]:
    """Unsolved questions about one expression are put together; those that the solved conditions
    answer already are dropped."""
    asked: dict[int, dict[Number, list[_From[Question]]]] = {}
    for one in sources:
        levels = asked.setdefault(facts.of(one.answer.tree).key, {})
        levels.setdefault(one.answer.level, []).append(one)
    for levels in asked.values():
        simplest = [c for group in levels.values() for c in _at_one_level(group, within)]
        yield from _joined(simplest)


def _at_one_level(group: list[_From[Question]], within: Facts) -> Iterator[Condition]:
    tree, level = group[0].answer.tree, group[0].answer.level
    possible = _possible(within.of(tree).range, level)
    for kind in ("defined", "smooth"):
        wanted, condition = _all_of(one for one in group if one.condition.kind == kind)
        if condition is None or possible <= wanted:
            continue
        never = not possible & wanted
        simplest = frozenset() if never else wanted | (ANY - possible)
        relation = Question(tree, level, simplest).relation
        yield Condition(relation, condition.kind, condition.because, solved=never)
        possible &= wanted


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


def _all_of(sources: Iterable[_From[Question]]) -> tuple[Wanted, Condition | None]:
    """What all ask for together, and the condition that asks most."""
    wanted, condition = ANY, None
    for one in sources:
        if not wanted <= one.answer.wanted:
            wanted, condition = wanted & one.answer.wanted, one.condition
    return wanted, condition


def _distinct(conditions: Iterable[Condition], facts: Facts) -> Iterator[Condition]:
    seen: set[int] = set()
    for condition in conditions:
        key = facts.of(condition.relation).key
        if key not in seen:
            seen.add(key)
            yield condition
