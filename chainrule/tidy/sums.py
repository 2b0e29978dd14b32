"""Moves on sums: like terms, common factors, multiplying out, one denominator, sin² + cos² = 1.

In: a sum of tidy terms. Out: the shortest line that a few moves lead to, with the lines between.
A state is ``outside · (inside + inside + …)``; a path is a short list of moves; every path of the
table is tried, and the shortest result is taken if it is shorter than what was there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from itertools import product as choices
from math import prod
from typing import NamedTuple

from sympy import Add, Mul, cos, cosh, cot, csc, sec, sin, sinh, tan
from sympy.core.basic import Basic

from chainrule.expr import Tree
from chainrule.tidy import terms
from chainrule.tidy.forest import LONGEST, ONLY_ONE, Factor, Forest, Product, factors_key
from chainrule.tidy.products import times
from chainrule.tidy.shared import pull, put, split, take

__all__ = [
    "PATHS",
    "State",
    "clear",
    "expand",
    "factor_out",
    "one_fraction",
    "pythagoras",
    "shortest",
]

MOST_TERMS = 40
"""No bracket is multiplied out into more terms than this,"""
MOST_WORK = 160
"""nor into more factors than this."""


MOST_FACTORS = 30
"""A sum with more factors, or a longer one, has only its common factor taken out."""


class State(NamedTuple):
    """``outside · Σ inside``."""

    outside: Product
    inside: tuple[Product, ...]


Path = tuple[tuple[str, Tree], ...]


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
        brackets = [f for f in term.factors if _expandable(f)]
        if not brackets:
            inside.append(term)
            continue
        found = True
        rest = term._replace(factors=tuple(f for f in term.factors if not _expandable(f)))
        lists = [terms.read(forest, f.base) for f in brackets for _ in range(_whole(f))]
        size = prod(map(len, lists)) + len(inside) + len(waiting)
        if size > MOST_TERMS or size * len(term.factors) > MOST_WORK:
            return None
        parts = [reduce(partial(times, forest), picked, rest) for picked in choices(*lists)]
        waiting += reversed(parts)
    return State(state.outside, tuple(inside)) if found else None


def _expandable(factor: Factor) -> bool:
    return isinstance(factor.base, Add) and _whole(factor) in (1, 2, 3)


def _whole(factor: Factor) -> int:
    """The exponent if it is a whole number, else 0."""
    return factor.exponent if isinstance(factor.exponent, int) else 0


SQUARES = ((cos, sin, 1), (cosh, sinh, -1), (sec, tan, -1), (csc, cot, -1))
"""(f, g, s) says that f² + s·g² = 1."""


def pythagoras(forest: Forest, state: State) -> State | None:
    """a·sin²u + a·cos²u = a, and 1 − sin²u = cos²u; likewise for cosh, sec and csc."""
    places = {factors_key(t): i for i, t in enumerate(state.inside)}
    for i, term in enumerate(state.inside):
        for f in term.factors:
            if _whole(f) != 2:
                continue
            for head, other, sign in SQUARES:
                if type(f.base) is not head and type(f.base) is not other:
                    continue
                first = type(f.base) is head
                rest = term._replace(factors=tuple(g for g in term.factors if g is not f))
                if len({id(g.base) for g in term.factors if type(g.base) in (head, other)}) > 1:
                    continue
                partner = forest.make(other if first else head, f.base.args)
                square = Factor(partner, 2)
                j = places.get(factors_key(rest._replace(factors=(*rest.factors, square))))
                if j is not None and state.inside[j].value == sign * term.value:
                    one = rest if first else state.inside[j]._replace(factors=rest.factors)
                    return _replaced(state, i, j, one)
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


Transform = Callable[[Forest, State], State | None]
TRANSFORMS: dict[str, Transform] = {
    "factor": factor_out, "expand": expand, "denominator": one_fraction,
}  # fmt: skip
PATHS = (
    ("expand",), ("factor",), ("factor", "expand"), ("expand", "factor"),
    ("factor", "expand", "factor"), ("denominator",), ("denominator", "expand"),
    ("denominator", "factor"), ("denominator", "expand", "factor"),
    ("denominator", "factor", "expand"), ("factor", "denominator"),
    ("factor", "denominator", "expand"),
)  # fmt: skip

LARGE_PATHS = (("factor",),)


def shortest(forest: Forest, state: State) -> Path:
    """The lines from the state to the shortest form found, none if it is short already."""
    start = _settled(forest, state)
    arrived = len(start) == 1  # terms that nothing changed keep their order
    best, least = start, forest.length(_tree(forest, start[-1][1], order=not arrived))
    if _promising(start[-1][1]):
        reached: dict[tuple[str, ...], list[tuple[str, State]] | None] = {(): start}
        size = sum(len(term.factors) for term in start[-1][1].inside)
        large = size > MOST_FACTORS or least > LONGEST
        for path in LARGE_PATHS if large else PATHS:
            before = reached.get(path[:-1])
            lines = reached[path] = _moved(forest, before, path[-1]) if before else None
            if lines:
                length = forest.length(_tree(forest, lines[-1][1])) + _taste(lines)
                if length < least:
                    best, least = lines, length
    *between, last = best[1:] or [best[0]]
    if last is best[0]:
        return ()
    shown = [(key, _tree(forest, one, rough=True)) for key, one in between]
    return (*shown, (last[0], _tree(forest, last[1])))


def _taste(lines: list[tuple[str, State]]) -> int:
    """What length does not say: a bracket or a function in front of everything reads well, and
    multiplying out is for nothing when no terms meet."""
    keys = {key for key, _ in lines}
    above = [f for f in lines[-1][1].outside.factors if not f.below and _whole(f) >= 0]
    bracket = any(isinstance(f.base, Add) and _whole(f) for f in above)
    function = any(f.base.is_Function or isinstance(f.exponent, Basic) for f in above)
    idle = "expand" in keys and "like" not in keys
    return 3 * idle - 12 * bracket - 4 * function


def _promising(state: State) -> bool:
    """Whether terms share a base or have brackets or denominators: else nothing can get shorter."""
    seen: set[int] = set()
    fractions = 0
    for term in state.inside:
        fractions += term.value.denominator != 1
        for f in term.factors:
            if id(f.base) in seen or _expandable(f):
                return True
            seen.add(id(f.base))
    return fractions > 1


def _moved(
    forest: Forest, before: list[tuple[str, State]], key: str
) -> list[tuple[str, State]] | None:
    """The lines with one more move, and what follows by itself."""
    after = TRANSFORMS[key](forest, before[-1][1])
    if after is None:
        return None
    return [*before, *((k or key, s) for k, s in _settled(forest, after))]


def _settled(forest: Forest, state: State) -> list[tuple[str, State]]:
    """The state, then with like terms combined, then with squares of sine and cosine."""
    lines = [("", state)]
    opened = terms.flat(forest, state.inside)
    merged = State(state.outside, terms.merge(opened))
    if len(merged.inside) < len(opened):
        lines.append(("like", merged))
    else:
        lines = [("", merged)]
    while found := pythagoras(forest, lines[-1][1]):
        lines.append(("pythagoras", found))
    return lines


def _tree(forest: Forest, state: State, *, rough: bool = False, order: bool = True) -> Tree:
    """The line as a tree; ``rough`` leaves like terms side by side."""
    outside, inside = state
    if not inside:
        return forest.number(0)
    if rough:
        return _rough(forest, outside, inside)
    inner = forest.view(terms.write(forest, inside, order=order))
    whole = times(forest, outside, inner)
    return forest.write(pull(forest, whole) or whole)


def _rough(forest: Forest, outside: Product, inside: tuple[Product, ...]) -> Tree:
    inner = terms.expression(forest, inside)
    if outside == ONLY_ONE:
        return inner
    return forest.make(Mul, (forest.write(outside), inner))


def clear(forest: Forest, product: Product) -> Product | None:
    """A fraction inside a fraction: (1 + 1/x)/y = (x + 1)/(xy)."""
    if not any(f.below for f in product.factors):
        return None
    for place, factor in enumerate(product.factors):
        if isinstance(factor.base, Add) and 0 < abs(_whole(factor)) < 9:
            shared, _ = split(forest, terms.read(forest, factor.base), below=True)
            if shared != ONLY_ONE:
                outside, inner = take(forest, product, place, shared)
                inner = terms.merge(terms.flat(forest, inner))
                lines = shortest(forest, State(ONLY_ONE, inner))
                bracket = lines[-1][1] if lines else terms.write(forest, inner, order=True)
                return put(forest, outside, bracket, factor)
    return None
