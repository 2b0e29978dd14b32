"""What is known of a tree without solving anything: its range, its key, its symbols.

In goes an unevaluated tree of any depth, out comes a :class:`Fact`. Its range bounds the values
over all real values of all symbols, wherever the tree is defined: that is how `x² + 1 > 0` is
known at once. Nothing recurses, each distinct node is visited once, an unknown head bounds
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from sympy import Add, Mul, Rational, Symbol

from chainrule.domain.ranges import (
    CONSTANTS,
    IMAGES,
    REALS,
    UNKNOWN,
    Exact,
    Range,
    plus,
    point,
    tame,
    times,
    whole_power,
)  # fmt: skip
from chainrule.expr import Tree

__all__ = ["Fact", "Facts", "exact", "split"]


class Fact(NamedTuple):
    """``key`` is shared by equal trees; ``tree`` is kept alive, as facts are found by its id."""

    range: Range
    key: int
    symbols: frozenset[Symbol]
    tree: Tree


_NONE: frozenset[Symbol] = frozenset()
_MANY = frozenset((Symbol("…"), Symbol("……")))  # of a tree too large to look through


class Facts:
    """Facts about trees, each node's found once; after ``budget`` nodes nothing more is known.
    Symbols are real; ``within`` says more of some.

    >>> from sympy import Integer
    >>> from chainrule.expr import add, power
    >>> Facts().of(add(power(Symbol("x"), 2), Integer(1))).range.low
    (1, 0)
    """

    def __init__(self, within: Mapping[Symbol, Range] | None = None, budget: int = 100_000) -> None:
        self._within = within or {}
        self._known: dict[int, Fact] = {}
        self._keys: dict[object, int] = {}
        self._budget = budget

    def of(self, tree: Tree) -> Fact:
        """What is known of ``tree``."""
        known = self._known
        stack: list[Any] = [tree]
        while stack:
            node = stack[-1]
            if id(node) in known:
                stack.pop()
                continue
            missing = [arg for arg in node.args if id(arg) not in known]
            if missing and self._budget > 0:
                stack.extend(missing)
                continue
            stack.pop()
            self._budget -= 1
            known[id(node)] = self._unknown(node) if missing else self._find(node)
        return known[id(tree)]

    def _unknown(self, node: Any) -> Fact:
        return Fact(UNKNOWN, self._key((id(node),)), _MANY, node)

    def _key(self, parts: object) -> int:
        return self._keys.setdefault(parts, len(self._keys))

    def _find(self, node: Any) -> Fact:
        known = self._known
        args = [known[id(arg)] for arg in node.args]
        if not args:
            return self._leaf(node)
        head = node.func
        symbols = args[0].symbols
        for fact in args:
            if fact.symbols is not symbols:
                symbols = symbols | fact.symbols
        if head is Add:
            image = _sum(node.args, args, known)
        elif head is Mul:
            image = _product(args)
        else:
            rule = IMAGES.get(head)
            image = rule(*[fact.range for fact in args]) if rule else UNKNOWN
        return Fact(image, self._key((head, *[fact.key for fact in args])), symbols, node)

    def _leaf(self, leaf: Any) -> Fact:
        if leaf.is_Symbol:
            return Fact(self._within.get(leaf, REALS), self._key(leaf), frozenset((leaf,)), leaf)
        if leaf.is_Rational:
            return Fact(point(exact(leaf)), self._key((leaf.p, leaf.q)), _NONE, leaf)
        return Fact(CONSTANTS.get(leaf, UNKNOWN), self._key((type(leaf), leaf)), _NONE, leaf)


def exact(number: Rational) -> Exact:
    """A SymPy rational as a Python number."""
    value: Exact = number.p if number.q == 1 else Fraction(number.p, number.q)
    return value


def split(term: Any) -> tuple[Exact, Any]:
    """Rational coefficient and the rest; no rest for a number."""
    if term.is_Mul and len(term.args) == 2 and term.args[0].is_Rational:
        return exact(term.args[0]), term.args[1]
    return (exact(term), None) if term.is_Rational else (1, term)


def _product(args: Sequence[Fact]) -> Range:
    """Equal factors are multiplied as powers: x·x is not negative."""
    counts: dict[int, int] = {}
    for fact in args:
        counts[fact.key] = counts.get(fact.key, 0) + 1
    image: Range | None = None
    for fact in args:
        n = counts.pop(fact.key, 0)
        if n:
            factor = fact.range if n == 1 else whole_power(fact.range, n)
            image = times(image, factor) if image else factor
    return image or REALS


def _sum(trees: Sequence[Any], args: Sequence[Fact], known: Mapping[int, Fact]) -> Range:
    """Terms a·s² + b·s of one s are bounded together, by completing the square."""
    ranges = [fact.range for fact in args]
    squares = [i for i, tree in enumerate(trees) if _is_square(split(tree)[1])]
    for i in squares if len(trees) > 1 else ():
        a, square = split(trees[i])
        s = known[id(square.args[0])]
        for j, tree in enumerate(trees):
            b, core = split(tree)
            if j not in squares and core is not None and known[id(core)].key == s.key:
                ranges[i], ranges[j] = _quadratic(a, b, s.range), point(0)
                break
    image = ranges[0]
    for other in ranges[1:]:
        image = plus(image, other)
    return tame(*image)


def _is_square(core: Any) -> bool:
    return core is not None and core.is_Pow and core.args[1].is_Integer and core.args[1].p == 2


def _quadratic(a: Exact, b: Exact, s: Range) -> Range:
    """a·s² + b·s = a(s + b/2a)² − b²/4a."""
    if a == 0:
        return times(point(b), s)
    half = Fraction(b) / (2 * a)
    square = whole_power(plus(s, point(half)), 2)
    return plus(times(point(a), square), point(-a * half * half))
