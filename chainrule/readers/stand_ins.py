"""Roots and functions as letters, so that polynomials of them can be divided: √x + √y is u + v.

In: trees. Out: the same in letters that stand for √x or for sin y, and the way back. What holds for
any numbers in the place of the letters holds for these.
"""

from __future__ import annotations

from math import lcm
from typing import Any

from sympy import Add, Function, Mul, Pow, Rational, Symbol
from sympy.core.function import AppliedUndef

from chainrule.expr import ONE, Tree, div, power, rebuild, walk
from chainrule.pool import Pool
from chainrule.scope import substitute
from chainrule.tidy import Tidier

__all__ = ["StandIns"]


class StandIns:
    """Letters for what makes some trees more than quotients of polynomials.

    >>> from sympy import sqrt
    >>> x, y = Symbol("x"), Symbol("y")
    >>> letters = StandIns(sqrt(x) + y)
    >>> letters.put(x * y + sqrt(x))
    x_root**2*y + x_root
    >>> letters.back(letters.put(x * y + sqrt(x)))
    sqrt(x) + x*y
    """

    def __init__(self, *trees: Tree) -> None:
        self.roots: dict[Symbol, int] = {}
        self.functions: dict[int, tuple[Symbol, Tree]] = {}
        self.pool = Pool()
        for node in (node for tree in trees for node in walk(tree)):
            if _is_root(node):
                symbol, exponent = node.args
                self.roots[symbol] = lcm(self.roots.get(symbol, 1), int(exponent.q))
        self.letters = {symbol: Symbol(f"{symbol}_root") for symbol in self.roots}

    def put(self, tree: Tree) -> Tree:
        """The tree in letters; as it is, if there is more in it than elementary functions."""
        if not all(map(_is_elementary, walk(tree))):
            return tree
        return rebuild(tree, self._letter)

    def _letter(self, node: Tree) -> Tree:
        if node.is_Symbol and node in self.letters:
            return power(self.letters[node], Rational(self.roots[node]))
        if isinstance(node, Pow) and isinstance(node.args[0], Pow):
            (base, inner), outer = node.args[0].args, node.args[1]
            if base in self.letters.values():
                return _raised(base, inner * outer)
        if node.is_Symbol or node.is_Rational or isinstance(node, Add | Mul):
            return node
        if isinstance(node, Pow) and node.args[1].is_Integer:
            return node
        own = self.pool.share(node)  # equal functions are one object, and one letter
        if id(own) not in self.functions:
            self.functions[id(own)] = Symbol(f"f_{len(self.functions)}_part"), own
        return self.functions[id(own)][0]

    def back(self, tree: Tree) -> Tree:
        """The tree without letters, tidied."""
        if not (self.roots or self.functions):
            return tree
        parts = dict(self.functions.values())
        for letter in reversed(list(parts)):  # the later ones may have the earlier ones in them
            tree = substitute(tree, {letter: parts[letter]})
        symbols = {letter: symbol for symbol, letter in self.letters.items()}

        def root(node: Any) -> Tree:
            if node.is_Symbol and node in symbols:
                return power(symbols[node], Rational(1, self.roots[symbols[node]]))
            if isinstance(node, Pow) and _is_root(node.args[0]) and node.args[1].is_Integer:
                return _raised(node.args[0].args[0], node.args[0].args[1] * node.args[1])
            return node

        return Tidier().tidy(rebuild(tree, root))[1]


def _is_elementary(node: Tree) -> bool:
    """Whether a node is of algebra, or a known function of its arguments."""
    algebra = node.is_Symbol or node.is_number or isinstance(node, Add | Mul | Pow)
    return bool(algebra) or (isinstance(node, Function) and not isinstance(node, AppliedUndef))


def _is_root(node: Tree) -> bool:
    """Whether a node is a symbol to the power of a fraction: √x, x^(3/2)."""
    if not isinstance(node, Pow) or not node.args[0].is_Symbol:
        return False
    return bool(node.args[1].is_Rational and not node.args[1].is_Integer)


def _raised(base: Tree, exponent: Rational) -> Tree:
    if exponent < 0:
        return div(ONE, _raised(base, -exponent))
    return base if exponent == 1 else power(base, exponent)
