"""Maxima, piecewise functions and integrals: the shapes that have several branches or limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from sympy import And, Basic, Gt, Integral, Lt, Max, Ne, Or, Piecewise, Symbol, Tuple, true
from sympy.functions.elementary.piecewise import ExprCondPair

from chainrule.errors import NoRuleError
from chainrule.expr import ONE, ZERO, Tree, add, build, mul, neg, walk
from chainrule.rules.local import SLOPES, SLOTS, Conditions, Depends, Kind, Local
from chainrule.scope import substitute

__all__ = ["extremum_shape", "integral_shape", "piecewise_shape"]

MOST_OTHERS = 2  # arguments of max and min besides two that may be equal, to say which one wins


def extremum_shape(written: Tree, depends: Depends, _wrt: Symbol) -> Local:
    """max and min: the slope of whichever argument wins; no derivative where two are equal."""
    key, wins = ("maximum", Gt) if written.func is Max else ("minimum", Lt)
    inner = _distinct(arg for arg in written.args if depends(arg))
    slots = {id(arg): SLOTS[i] for i, arg in enumerate(inner)}
    args = _distinct(slots.get(id(arg), arg) for arg in written.args)
    slopes = {SLOTS[i]: SLOPES[i] for i in range(len(inner))}
    won = [(arg, _all(wins, arg, args)) for arg in args]
    combined = _cases([(slopes.get(arg, ZERO), condition) for arg, condition in won])
    partials = tuple(_cases([(ONE, c), (ZERO, true)]) for arg, c in won if arg in slopes)
    smooth: Conditions = tuple(
        (_apart(pair, args, wins), "smooth") for pair in combinations(args, 2)
    )
    return Local(key, inner, build(written.func, args), partials, combined, (), smooth)


def _apart(pair: tuple[Tree, Tree], args: Sequence[Tree], wins: type[Basic]) -> Tree:
    """Two arguments are not equal, or another one wins: with many arguments, only the first."""
    unequal = build(Ne, pair)
    others = [arg for arg in args if arg is not pair[0] and arg is not pair[1]]
    if not 0 < len(others) <= MOST_OTHERS:
        return unequal
    return build(Or, [unequal, *(build(wins, (other, pair[0])) for other in others)])


def _distinct(trees: Iterable[Tree]) -> tuple[Tree, ...]:
    return tuple({id(tree): tree for tree in trees}.values())


def _all(wins: type[Basic], arg: Tree, args: Sequence[Tree]) -> Tree:
    relations = [build(wins, (arg, other)) for other in args if other is not arg]
    return relations[0] if len(relations) == 1 else build(And, relations) if relations else true


def _cases(pairs: Sequence[tuple[Tree, Tree]]) -> Tree:
    """Piecewise; the last case is for everything else, and needs no brace if it is the only one."""
    *first, (last, _) = pairs
    if not first or first[0][1] is true:
        return first[0][0] if first else last
    return build(Piecewise, [build(ExprCondPair, pair) for pair in (*first, (last, true))])


def piecewise_shape(written: Tree, depends: Depends, _wrt: Symbol) -> Local:
    """Each piece on its own interval; where two pieces meet there may be no derivative."""
    pairs = [(pair.args[0], pair.args[1]) for pair in written.args]
    inner = _distinct(value for value, _ in pairs if depends(value))

    def cases(values: Mapping[int, Tree], other: Tree | None = None) -> Tree:
        found = [(values.get(id(v), v if other is None else other), c) for v, c in pairs]
        return build(Piecewise, [build(ExprCondPair, pair) for pair in found])

    outer = cases({id(value): SLOTS[i] for i, value in enumerate(inner)})
    combined = cases({id(value): SLOPES[i] for i, value in enumerate(inner)}, ZERO)
    partials = tuple(cases({id(value): ONE}, ZERO) for value in inner)
    relations = [r for _, condition in pairs for r in _relations(condition) if depends(r)]
    conditions: list[tuple[Tree, Kind]] = [(build(Ne, r.args), "smooth") for r in relations]
    if pairs[-1][1] is not true:
        covered = [condition for _, condition in pairs]
        conditions.append((covered[0] if len(covered) == 1 else build(Or, covered), "defined"))
    return Local("piecewise", inner, outer, partials, combined, (), tuple(conditions))


def _relations(condition: Any) -> list[Any]:
    """The relations that a condition is made of; where one changes, the pieces meet."""
    return [node for node in walk(condition) if node.is_Relational]


def integral_shape(
    written: Tree, depends: Depends, wrt: Symbol, slope: Callable[[Tree], Tree]
) -> Local:
    """Leibniz: the integrand at the upper limit, minus at the lower, plus what changes inside."""
    *nested, limits = written.args
    integrand = nested[0] if len(nested) == 1 else build(Integral, nested)
    dummy, *ends = limits.args
    varies = dummy is not wrt and depends(integrand)
    if not ends:  # an antiderivative
        found = integrand if dummy is wrt else build(Integral, (slope(integrand), limits))
        return Local("integral", (wrt,), written, (found,))
    if len(ends) == 1:
        raise NoRuleError("no rule for an integral with one limit only")
    inner: list[Tree] = []
    partials: list[Tree] = []
    terms: list[Tree] = []  # of Leibniz's rule
    places = list(ends)
    for i, signed in ((1, _same), (0, neg)):
        if depends(ends[i]):
            places[i], rate = SLOTS[len(inner)], SLOPES[len(inner)]
            value = substitute(integrand, {dummy: places[i]})
            partials.append(signed(value))
            terms.append(signed(value if ends[i] is wrt else mul(value, rate)))
            inner.append(ends[i])
    around = build(Tuple, (dummy, *places))
    if varies:
        partials.append(build(Integral, (slope(integrand), around)))
        terms.append(partials[-1])
        inner.append(wrt)
    outer = build(Integral, (integrand, around))
    combined = add(*terms) if len(inner) > 1 else None
    return Local("integral", tuple(inner), outer, tuple(partials), combined)


def _same(value: Tree) -> Tree:
    return value
