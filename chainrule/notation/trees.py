"""SymPy tree → typographic tree: ``math(tree)``.

The order of the tree is kept. One function a kind of SymPy node, found in the table at the end.
Recursion is bounded: below DEPTH levels, and after SIZE nodes, an ellipsis stands for the rest
(who explains a deep chain names its layers instead).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sympy.core.function import AppliedUndef

from chainrule.expr import Tree
from chainrule.notation.arithmetic import ARITHMETIC
from chainrule.notation.calculus import CALCULUS, rate
from chainrule.notation.compose import call
from chainrule.notation.functions import FUNCTIONS
from chainrule.notation.nodes import Math, Words
from chainrule.notation.relations import RELATIONS

__all__ = ["DEPTH", "SIZE", "Page", "math"]

DEPTH = 60
SIZE = 10_000
ELLIPSIS = Words("…")

Rate: TypeAlias = Callable[[Math, Math], Math]


def math(tree: Tree, marks: Mapping[int, str] | None = None, rate: Rate = rate) -> Math:
    """The typographic tree of a SymPy tree. ``marks`` maps id(subtree) to the role that the
    subtree keeps wherever it appears; ``rate`` writes the derivative of a part still to be found.

    >>> from sympy import Symbol
    >>> from chainrule.expr import TWO, power
    >>> math(power(Symbol("x"), TWO))  # doctest: +ELLIPSIS
    Power(base=Sym(name='x', ...), exponent=Num(text='2', role=''), role='')
    """
    return Page(marks or {}, rate).set(tree)


class Page:
    """One call of ``math``: the marks, and how much may still be printed."""

    __slots__ = ("depth", "left", "marks", "rate")

    def __init__(self, marks: Mapping[int, str], rate: Rate) -> None:
        self.rate = rate
        self.marks = marks
        self.left = SIZE
        self.depth = 0

    def set(self, tree: Any) -> Math:
        """One subtree, in its role."""
        self.left -= 1
        if self.depth > DEPTH or self.left < 0:
            return ELLIPSIS
        self.depth += 1
        kind = type(tree)
        node = (_TABLE.get(kind) or _setter(kind))(self, tree)
        self.depth -= 1
        if self.marks and (role := self.marks.get(id(tree))):
            return replace(node, role=role)
        return node

    def all(self, trees: Sequence[Any]) -> list[Math]:
        """Several subtrees."""
        return [self.set(tree) for tree in trees]


def _anything(page: Page, tree: Any) -> Math:
    """A SymPy object that is no function: its name and its parts."""
    if not tree.args:
        return Words(str(tree).lower() if tree in (True, False) else str(tree))
    return call(type(tree).__name__, *page.all(tree.args))


_TABLE = ARITHMETIC | FUNCTIONS | CALCULUS | RELATIONS


def _setter(kind: type) -> Callable[[Page, Any], Math]:
    """The row of the nearest ancestor, remembered."""
    found = next((_TABLE[base] for base in kind.__mro__ if base in _TABLE), _anything)
    if not issubclass(kind, AppliedUndef):  # every unknown f is a class of its own
        _TABLE[kind] = found
    return found
