"""One move on a sum: take out a factor, multiply out, one denominator, sin² + cos² = 1.

In: a state, ``outside · (inside + inside + …)``. Out: the state after the move, or None when the
move has nothing to do, or too much. Which moves are worth it is for sums.py to say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from itertools import product as choices
from math import prod
from typing import NamedTuple

from sympy import Add, cos, cosh, cot, csc, sec, sin, sinh, tan

from chainrule.tidy import terms
from chainrule.tidy.collect import collected
from chainrule.tidy.forest import ONLY_ONE, Factor, Forest, Product, factors_key
from chainrule.tidy.products import times
from chainrule.tidy.shared import split

__all__ = ["TRANSFORMS", "State", "expandable", "pythagoras", "whole"]

MOST_TERMS = 40
"""No bracket is multiplied out into more terms than this,"""
MOST_WORK = 160
"""nor into more factors than this."""


class State(NamedTuple):
    """``outside · Σ inside``."""

    outside: Product
    inside: tuple[Product, ...]


def factor_out(forest: Forest, state: State) -> State | None:
    """ab + ac = a(b + c). A polynomial alone keeps its numbers: 6x² + 4 is no 2(3x² + 2)."""
    shared, inside = split(forest, state.inside, below=False)
    number = shared.value not in (1, -1)
    if number and state.outside == ONLY_ONE and terms.is_polynomial(state.inside):
        number = False
    if shared.factors or number:
        return State(times(forest, state.outside, shared), inside)
    return None


def one_fraction(forest: Forest, state: State) -> State | None:
    """a/c + b = (a + bc)/c. A polynomial alone keeps different numbers below: x²/2 + x/3."""
    different = len({part.value.denominator for part in state.inside}) > 1
    if different and state.outside == ONLY_ONE and terms.is_polynomial(state.inside):
        return None
    shared, inside = split(forest, state.inside, below=True)
    if shared == ONLY_ONE:
        return None
    return State(times(forest, state.outside, shared), inside)


def expand(forest: Forest, state: State) -> State | None:
    """a(b + c) = ab + ac, for the brackets of a sum, and never a high power."""
    inside: list[Product] = []
    waiting = list(reversed(state.inside))
    found = False
    while waiting:
        term = waiting.pop()
        brackets = [f for f in term.factors if expandable(f)]
        if not brackets:
            inside.append(term)
            continue
        found = True
        rest = term._replace(factors=tuple(f for f in term.factors if not expandable(f)))
        lists = [terms.read(forest, f.base) for f in brackets for _ in range(whole(f))]
        size = prod(map(len, lists)) + len(inside) + len(waiting)
        if size > MOST_TERMS or size * len(term.factors) > MOST_WORK:
            return None
        parts = [reduce(partial(times, forest), picked, rest) for picked in choices(*lists)]
        waiting += reversed(parts)
    return State(state.outside, tuple(inside)) if found else None


def expandable(factor: Factor) -> bool:
    """Whether it is a bracket to a low power."""
    return isinstance(factor.base, Add) and whole(factor) in (1, 2, 3)


def whole(factor: Factor) -> int:
    """The exponent if it is a whole number, else 0."""
    return factor.exponent if isinstance(factor.exponent, int) else 0


SQUARES = ((cos, sin, 1), (cosh, sinh, -1), (sec, tan, -1), (csc, cot, -1))
"""(f, g, s) says that f² + s·g² = 1."""


def pythagoras(forest: Forest, state: State) -> State | None:
    """a·sin²u + a·cos²u = a, and 1 − sin²u = cos²u; likewise for cosh, sec and csc."""
    places = {factors_key(t): i for i, t in enumerate(state.inside)}
    for i, term in enumerate(state.inside):
        for f in term.factors:
            if whole(f) != 2:
                continue
            for head, other, sign in SQUARES:
                if type(f.base) is not head and type(f.base) is not other:
                    continue
                first = type(f.base) is head
                rest = term._replace(factors=tuple(g for g in term.factors if g is not f))
                partner = forest.make(other if first else head, f.base.args)
                square = Factor(partner, 2)
                j = places.get(factors_key(rest._replace(factors=(*rest.factors, square))))
                if j is not None and state.inside[j].value == sign * term.value:
                    one = rest if first else state.inside[j]._replace(factors=rest.factors)
                    return _replaced(state, i, j, one)
                if len({id(g.base) for g in term.factors if type(g.base) in (head, other)}) > 1:
                    continue  # else one square would be exchanged for another, and back
                k = places.get(factors_key(rest))
                mine = term.value if first else sign * term.value
                if k is not None and state.inside[k].value == -mine:
                    # f² − 1 = −s·g², and s·g² − 1 = −f²
                    value = -sign * term.value if first else -mine
                    one = Product(value, term.decimal, (*rest.factors, square))
                    return _replaced(state, i, k, one)
    return None


def _replaced(state: State, i: int, j: int, by: Product) -> State:
    inside = [by if n == min(i, j) else t for n, t in enumerate(state.inside) if n != max(i, j)]
    return State(state.outside, terms.merge(inside))


def collect(forest: Forest, state: State) -> State | None:
    """All brackets multiplied out and like terms combined, where ``expand`` has too much to do."""
    inside = collected(forest, state.inside)
    return None if inside is None else State(state.outside, inside)


Transform = Callable[[Forest, State], State | None]
TRANSFORMS: dict[str, Transform] = {
    "factor": factor_out, "expand": expand, "denominator": one_fraction, "collect": collect,
}  # fmt: skip
