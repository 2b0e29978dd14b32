"""The points that the formula of a derivative does not cover: is there a derivative after all?

In: a Domain, and the function that it is of. Out: the same with every smooth condition x ≠ p
looked into by difference quotients: |x| has no derivative at 0; x·|x| has one, although the
formula's rules ask for x ≠ 0. With a family of points, x ≠ kπ, several are looked at, and the
function must repeat itself from one to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import isclose
from typing import Any

from mpmath import libmp
from sympy import Integer, Symbol, Unequality

from chainrule.evaluation import Slopes
from chainrule.expr import Tree
from chainrule.model import Condition, Domain
from chainrule.numeric import CONTEXT, Tape, is_finite, slope_at
from chainrule.scope import substitute

__all__ = ["look_into"]

DEAREST = 5_000  # µs for one run of the function, about: beyond, nothing is looked into
MOST = 12  # conditions
TURNS = (0, 1, -1, 2)  # of a family
PLACES = (Fraction(713, 1000), Fraction(-4371, 1000), Fraction(9833, 1000), Fraction(-21347, 1000))
PREC, SAME = 140, 100  # bits: of a number, and of two that are equal


def look_into(
    domain: Domain, function: Tree, wrt: Symbol, *, order: int = 1, last: Tree | None = None
) -> Domain:
    """The domain of the derivative of ``function`` by ``wrt``, its exceptions looked into.

    Of a higher ``order`` it is only told where there is no first derivative, and where that of
    ``last``, the derivative of one order less, jumps.

    >>> from sympy import Abs, Ne, S
    >>> x = Symbol("x")
    >>> asked = Domain(False, (Condition(Ne(x, 0), "smooth", "absolute value", True),))
    >>> [look_into(asked, f, x).conditions[0].beyond for f in (Abs(x), x * Abs(x))]
    ['nothing', 'derivative']
    """
    asked = [one for one in domain.conditions if _is_point(one, wrt)][:MOST]
    if not asked or not _is_computable(function, wrt):
        return domain
    found = {id(one): _looked_into(one, function, wrt, order) for one in asked}
    if order > 1 and last is not None and _is_computable(last, wrt):
        found |= {id(one): _at_the_last(found[id(one)], last, wrt) for one in asked}
    return replace(domain, conditions=tuple(found.get(id(c), c) for c in domain.conditions))


def _is_point(condition: Condition, wrt: Symbol) -> bool:
    relation: Any = condition.relation
    return (
        condition.kind == "smooth"
        and condition.solved
        and condition.within is None
        and relation.func is Unequality
        and relation.args[0] == wrt
    )


def _is_computable(function: Tree, wrt: Symbol) -> bool:
    tape = Tape()
    tape.slot(function)
    known = not (tape.stand_ins or tape.missing)
    return known and tape.cost < DEAREST and tape.inputs.keys() <= {wrt}


def _looked_into(condition: Condition, function: Tree, wrt: Symbol, order: int) -> Condition:
    places = list(_places(condition))
    slopes = [slope_at(function, {wrt: place}, wrt) for place in places]
    first = slopes[0]
    if first.exists is False and all(slope.exists is False for slope in slopes):
        found = replace(condition, beyond="nothing")
    elif order > 1 or any(not _alike(first, slope) for slope in slopes):
        return condition
    elif first.exists:
        found = replace(condition, beyond="derivative", slope=float(first.above))
    elif {first.left, first.right} == {"slope", "undefined"}:
        one = first.above if first.right == "slope" else first.below
        found = replace(condition, beyond="one side", slope=float(one))
    else:
        return condition
    return found if len(places) == 1 or _repeats(function, wrt, *places[:2]) else condition


def _at_the_last(condition: Condition, last: Tree, wrt: Symbol) -> Condition:
    """Two slopes that differ: then the formula of ``last`` is continuous there, so it is what that
    derivative is, if there is one at all; and it has no slope."""
    if condition.beyond != "unknown":
        return condition
    places = list(_places(condition))
    slopes = [slope_at(last, {wrt: place}, wrt) for place in places]
    jumps = all(one.left == one.right == "slope" and one.exists is False for one in slopes)
    if not jumps or (len(places) > 1 and not _repeats(last, wrt, *places[:2])):
        return condition
    return replace(condition, beyond="lower orders")


def _places(condition: Condition) -> Iterator[Tree]:
    """The point, or some of a family."""
    point: Tree = condition.relation.args[1]
    if condition.letter is None:
        yield point
        return
    turns = TURNS if condition.first is None else range(condition.first, condition.first + 4)
    for turn in turns:
        yield substitute(point, {condition.letter: Integer(turn)})


def _alike(a: Slopes, b: Slopes) -> bool:
    pairs = ((float(a.above), float(b.above)), (float(a.below), float(b.below)))
    near = all(isclose(one, other, rel_tol=1e-9, abs_tol=1e-30) for one, other in pairs)
    return near and (a.left, a.right, a.exists) == (b.left, b.right, b.exists)


def _repeats(function: Tree, wrt: Symbol, first: Tree, second: Tree) -> bool:
    """Whether f(x + period) − f(x) is one constant: so what is true of one point is true of all."""
    tape = Tape()
    slot, ends = tape.slot(function), [tape.slot(first), tape.slot(second)]
    steps = []
    for place in PLACES:
        at = {wrt: libmp.from_rational(place.numerator, place.denominator, PREC)}
        here = tape.at(at, PREC)
        tape.run(here, PREC, through=True)
        period = libmp.mpf_sub(here[ends[1]], here[ends[0]], PREC)
        there = tape.at({wrt: libmp.mpf_add(at[wrt], period, PREC)}, PREC)
        tape.run(there, PREC, through=True)
        both = here[slot], there[slot]
        if any(value is not None and is_finite(value) for value in both):
            if not all(value is not None and is_finite(value) for value in both):
                return False
            before, after = map(CONTEXT.make_mpf, both)
            steps.append((after - before, abs(before) + 1))
    CONTEXT.prec = PREC
    return len(steps) > 1 and all(
        abs(step - steps[0][0]) <= size * CONTEXT.ldexp(1, -SAME) for step, size in steps
    )
