"""Tidy trees, each distinct one a single object, and how long it is on paper.

In: heads and pooled parts. Out: the pooled tree. Equality is identity, at any depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sympy import Add, Integer, Mul, Pow, Rational, S, exp
from sympy.core.basic import Basic

from chainrule.expr import Decimal, Tree, build
from chainrule.pool import Pool
from chainrule.tidy.numbers import Number, decimal_text, leaf_length

__all__ = ["Nodes"]

LONG = 1_000_000  # lengths stop here: a shared tree may be exponentially long when written out


class Nodes:
    """The pooled trees."""

    def __init__(self) -> None:
        self._nodes: dict[object, Tree] = {}
        self._length: dict[int, int] = {}
        self._plain: dict[int, bool] = {}
        self._opaque = Pool()

    def leaf(self, leaf: Tree) -> Tree:
        """The pooled symbol, number or constant."""
        kind = type(leaf)
        key = (kind, leaf.text if kind is Decimal else leaf)
        found = self._nodes.get(key)
        if found is None:
            self._nodes[key] = found = leaf
            self._length[id(leaf)] = 2 * len(leaf.text) if kind is Decimal else leaf_length(leaf)
            self._plain[id(leaf)] = True
        return found

    def opaque(self, tree: Tree) -> Tree:
        """The pooled copy of a tree that algebra does not look into (an integral, a condition)."""
        found = self._opaque.share(tree)
        if id(found) not in self._length:
            self._length[id(found)], self._plain[id(found)] = 20, False
        return found

    def make(self, head: type[Basic], args: Sequence[Tree], like: Tree | None = None) -> Tree:
        """The pooled ``head(*args)``; the args are pooled. A new one is ``like`` itself if that
        has these very args."""
        key = (head, *map(id, args))
        found = self._nodes.get(key)
        if found is None:
            same = like is not None and all(a is b for a, b in zip(args, like.args, strict=True))
            self._nodes[key] = found = like if same else build(head, args)
            self._length[id(found)] = min(LONG, self._measure(head, args))
            self._plain[id(found)] = (
                head is Add or head is Mul or (head is Pow and isinstance(args[1], Rational))
            ) and all(self._plain[id(arg)] for arg in args)
        return found

    def number(self, value: Number, decimal: bool = False) -> Tree:
        """The pooled number, with a decimal point if it was written so and can be."""
        if value.denominator == 1:
            return self.leaf(Integer(value.numerator))
        text = decimal_text(Fraction(value)) if decimal else None
        return self.leaf(Decimal(text) if text else Rational(value.numerator, value.denominator))

    def length(self, tree: Tree) -> int:
        """How long the tree is on paper: two for a digit or a letter, one for what is small."""
        return self._length[id(tree)]

    def plain(self, tree: Tree) -> bool:
        """Whether the tree has nothing but numbers, letters, sums, products and powers."""
        return self._plain[id(tree)]

    def _measure(self, head: type[Basic], args: Sequence[Tree]) -> int:
        lengths = [self._length[id(arg)] for arg in args]
        if head is Add:
            signs = sum(2 for arg in args[1:] if not self.is_negative(arg))
            return sum(lengths) + signs
        if head is Mul:
            if args[0] is S.NegativeOne:
                lengths[0] = 2
            return sum(lengths) + sum(3 for arg in args if isinstance(arg, Add))
        if head is Pow:
            if args[1] is S.NegativeOne:
                return lengths[0] + 2
            bracket = 2 if args[0].args and args[1] is not S.Half else 0
            small = isinstance(args[1], Rational)
            return lengths[0] + bracket + ((lengths[1] + 1) // 2 if small else lengths[1])
        if head is exp:
            return 2 + lengths[0]
        return 2 + sum(lengths) + (2 if any(arg.args for arg in args) else 0)

    def is_negative(self, tree: Tree) -> bool:
        """Whether the tree is written with a minus in front."""
        if isinstance(tree, Add):
            return self.is_negative(tree.args[0])
        if isinstance(tree, Mul):
            return isinstance(tree.args[0], Rational) and tree.args[0].p < 0
        return isinstance(tree, Rational) and tree.p < 0
