"""The moves on sums that make them shorter, tried path by path.

In: a sum of tidy terms. Out: the shortest line that a few moves lead to, with the lines between.
A path is a short list of the moves of brackets.py; every path of the
table is tried, and the shortest result is taken if it is shorter than what was there.
"""

from __future__ import annotations

from sympy import Add, Mul
from sympy.core.basic import Basic

from chainrule.expr import Tree
from chainrule.tidy import terms
from chainrule.tidy.brackets import TRANSFORMS, State, expandable, pythagoras, whole
from chainrule.tidy.forest import LONGEST, ONLY_ONE, Forest, Product
from chainrule.tidy.products import times
from chainrule.tidy.shared import pull, put, split, take

__all__ = ["PATHS", "TRANSFORMS", "State", "clear", "pythagoras", "shortest"]

MOST_FACTORS = 30
"""A sum with more factors, or a longer one, goes the few paths for large ones only."""

Path = tuple[tuple[str, Tree], ...]

PATHS = (
    ("expand",), ("factor",), ("factor", "expand"), ("expand", "factor"),
    ("factor", "expand", "factor"), ("denominator",), ("denominator", "expand"),
    ("denominator", "factor"), ("denominator", "expand", "factor"),
    ("denominator", "factor", "expand"), ("factor", "denominator"),
    ("factor", "denominator", "expand"),
)  # fmt: skip

LARGE_PATHS = (
    ("factor",), ("collect",), ("collect", "factor"), ("factor", "collect"),
    ("collect", "denominator"),
)  # fmt: skip


def shortest(forest: Forest, state: State) -> Path:
    """The lines from the state to the shortest form found, none if it is short already."""
    start = _settled(forest, state)
    arrived = len(start) == 1  # terms that nothing changed keep their order
    best, least = start, forest.length(_tree(forest, start[-1][1], order=not arrived))
    if _promising(start[-1][1]):
        reached: dict[tuple[str, ...], list[tuple[str, State]] | None] = {(): start}
        size = sum(len(term.factors) for term in start[-1][1].inside)
        large = size > MOST_FACTORS or least > LONGEST
        paths = list(LARGE_PATHS if large else PATHS)
        for path in paths:  # and what is added to them below
            before = reached.get(path[:-1])
            lines = reached[path] = _moved(forest, before, path[-1]) if before else None
            if path == ("expand",) and not lines and _has_bracket(start[-1][1]):  # too much for it
                paths += LARGE_PATHS[1:]
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
    above = [f for f in lines[-1][1].outside.factors if not f.below and whole(f) >= 0]
    bracket = any(isinstance(f.base, Add) and whole(f) for f in above)
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
            if id(f.base) in seen or expandable(f):
                return True
            seen.add(id(f.base))
    return fractions > 1


def _has_bracket(state: State) -> bool:
    return any(expandable(f) for term in state.inside for f in term.factors)


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
        if isinstance(factor.base, Add) and 0 < abs(whole(factor)) < 9:
            shared, _ = split(forest, terms.read(forest, factor.base), below=True)
            if shared != ONLY_ONE:
                outside, inner = take(forest, product, place, shared)
                inner = terms.merge(terms.flat(forest, inner))
                lines = shortest(forest, State(ONLY_ONE, inner))
                bracket = lines[-1][1] if lines else terms.write(forest, inner, order=True)
                return put(forest, outside, bracket, factor)
    return None
