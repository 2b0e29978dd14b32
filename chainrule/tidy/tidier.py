"""The walk: parts first, each node once, by the moves for its kind."""

from __future__ import annotations

from typing import Any

from sympy import Add, Derivative, Integral, Mul, Pow, Rational, S, Subs
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from chainrule.expr import Decimal, Tree
from chainrule.model import Move
from chainrule.tidy import products, radicals, terms, values
from chainrule.tidy.cases import product_of_cases
from chainrule.tidy.divide import common_factor
from chainrule.tidy.forest import LONGEST, ONLY_ONE, Forest, Product
from chainrule.tidy.lines import SAME, Lines, combined
from chainrule.tidy.shared import pull
from chainrule.tidy.sums import State, clear, shortest

__all__ = ["Tidier"]

OPAQUE = (Integral, Derivative, Subs, Relational, Boolean)
"""Algebra does not look into these."""

WIDEST = 64
"""A sum with more terms than this is left as it stands."""


class Tidier:
    """Tidies the lines of one derivation; what one line tidied is not visited again in the next.

    >>> from sympy import Symbol
    >>> from chainrule.expr import Integer, add, mul, power
    >>> inner = add(mul(Integer(2), Symbol("x")), Integer(-1))
    >>> moves, result = Tidier().tidy(mul(Integer(3), power(inner, 2), Integer(2)))
    >>> [move.key for move in moves], result
    (['constants'], 6*(2*x - 1)**2)
    """

    def __init__(self) -> None:
        self._forest = Forest()
        self._final: dict[int, Tree] = {}
        self._lines: dict[int, Lines] = {}
        self._kept: list[Tree] = []  # keeps raw lines alive, because nodes are known by id

    def tidy(self, raw: Tree, cap: int = 6) -> tuple[tuple[Move, ...], Tree]:
        """The lines that lead from ``raw`` to its tidy form, at most ``cap``, and that form."""
        result = self._settle(raw)
        if result is raw:
            return (), raw
        if self._forest.length(result) > LONGEST:
            same = _reading(raw) == _reading(result)
            return (() if same else (Move("several", result),)), result
        return combined(raw, self._final, self._lines, cap), result

    def _settle(self, raw: Tree) -> Tree:
        """The tidy form of a tree: that of its parts, then the moves at each node."""
        final, forest = self._final, self._forest
        self._kept.append(raw)
        stack: list[tuple[Any, bool]] = [(raw, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in final:
                continue
            args = node.args
            if not args:
                final[id(node)] = forest.leaf(node)
            elif isinstance(node, OPAQUE):
                final[id(node)] = forest.opaque(node)
            elif not ready:
                stack.append((node, True))
                stack.extend([(arg, False) for arg in args if id(arg) not in final])
            else:
                made = forest.make(node.func, [final[id(arg)] for arg in args], node)
                found = final.get(id(made))
                if found is None:
                    lines = self._local(made)
                    found = lines[-1][1] if lines else made
                    self._lines[id(made)] = lines
                    final[id(made)] = final[id(found)] = found
                self._lines[id(node)] = self._lines.get(id(made), ())
                final[id(node)] = found
        return final[id(raw)]

    def _local(self, node: Tree) -> Lines:
        """The lines from a node with tidy parts to its own tidy form; none if it is tidy."""
        if isinstance(node, Add):
            return self._sum(node)
        if isinstance(node, Mul):
            return self._product(node)
        for key, rewrite in radicals.POWERS if isinstance(node, Pow) else values.CALLS:
            found = rewrite(self._forest, node)
            if found is not None:
                return ((SAME if _reading(node) == _reading(found) else key, found),)
        return self._product(node) if isinstance(node, Pow) else ()

    def _product(self, node: Tree) -> Lines:
        forest = self._forest
        view = forest.gather(node.args) if isinstance(node, Mul) else forest.view(node)
        if isinstance(node, Pow) and _written_so(forest, node):
            return ()
        if view.value == 0:
            return (("zeros", forest.number(0)),)
        states: list[tuple[str, Product]] = [(_gathered(forest, node), view)]
        readable = forest.length(node) <= LONGEST
        for key, move in PRODUCT_MOVES if readable else PRODUCT_MOVES[:1]:
            before = states[-1][1]
            found = move(forest, before)
            if found is not None:
                states.append((_renamed(key, before, found), found))
        return self._written(node, states)

    def _written(self, node: Tree, states: list[tuple[str, Product]]) -> Lines:
        """The products as trees, without the lines that look like the one before."""
        lines: list[tuple[str, Tree]] = []
        before = node
        for key, view in states:
            tree = self._forest.write(view)
            if view is states[-1][1]:
                tree = self._minus_bracket(tree)
            if tree is not before:
                same = key in ("order", "constants") and _reading(before) == _reading(tree)
                lines.append((SAME if same else key, tree))
                before = tree
        return tuple(lines)

    def _minus_bracket(self, tree: Tree) -> Tree:
        """−(a − b) = b − a."""
        view = self._forest.view(tree)
        if view.value == -1 and len(view.factors) == 1:
            base, exponent, _ = view.factors[0]
            if isinstance(base, Add) and exponent == 1:
                return terms.write(self._forest, terms.scaled(terms.read(self._forest, base), -1))
        return tree

    def _sum(self, node: Tree) -> Lines:
        forest = self._forest
        parts = [part for arg in node.args for part in terms.read(forest, arg)]
        if len(parts) > WIDEST:
            return ()
        nonzero = tuple(part for part in parts if part.value)
        lines = list(shortest(forest, State(ONLY_ONE, nonzero)))
        plain = terms.write(forest, nonzero) if not lines else terms.expression(forest, nonzero)
        if len(nonzero) < len(parts) and plain is not (lines[-1][1] if lines else None):
            lines.insert(0, ("zeros", plain))
        elif not lines and plain is not node:
            lines.append(("order", plain))
        if lines and all(not part.factors for part in parts):
            return (("numbers", lines[-1][1]),)
        if lines and isinstance(lines[-1][1], Mul):  # the terms became factors, which may meet
            lines += self._product(lines[-1][1])
        return tuple(lines)


def _written_so(forest: Forest, node: Tree) -> bool:
    """(xy)² stays as it is: a bracket without a number or powers of its own."""
    base, exponent = node.args
    if not isinstance(exponent, Rational) or exponent.p < 0:
        return False
    view = forest.view(base)
    return exponent.q != 1 or (
        len(view.factors) > 1
        and view.value == 1
        and all(f.exponent == 1 and not f.below for f in view.factors)
    )


def _renamed(key: str, before: Product, after: Product) -> str:
    """Powers combine, or cancel when one stands above and one below the bar."""
    if key == "powers":
        return "cancel" if products.cancels(before) else key
    meets = before.value.denominator != 1 or before.value == after.value
    return "cancel" if key == "factor" and meets else key


def _reading(tree: Tree) -> list[object]:
    """The factors from left to right, by id, the sign first: what shows on paper."""
    found: list[object] = []
    sign = 1
    stack = [tree]
    while stack and len(found) < WIDEST:
        node = stack.pop()
        if isinstance(node, Mul):
            stack.extend(reversed(node.args))
        elif node is S.NegativeOne:
            sign = -sign
        elif isinstance(node, Decimal):
            found.append(node.text)
        elif isinstance(node, Rational):
            sign = -sign if node.p < 0 else sign
            found += [abs(node.p)] * (node.p not in (1, -1) or node.q == 1)
            found += [("/", node.q)] * (node.q != 1)
        elif isinstance(node, Pow) and node.args[1] is S.NegativeOne and node.args[0].is_Integer:
            found.append(("/", node.args[0].p))
        else:
            found.append(id(node))
    return [sign, *found]


def _gathered(forest: Forest, node: Tree) -> str:
    """What it is called to write a product flat, in order, over one fraction bar."""
    if not isinstance(node, Mul):
        base = forest.view(node.args[0])
        plain = base.value != 1 and all(f.exponent == 1 for f in base.factors)
        if node.args[1] is S.NegativeOne and (
            base.value.denominator != 1 or any(f.below for f in base.factors)
        ):
            return "clear"
        return "constants" if plain else "powers"  # 1/(−u) = −1/u combines no powers
    views = [forest.view(arg) for arg in node.args]
    if sum(view.value not in (1, -1) for view in views) > 1:
        return "constants"
    if any(arg == 1 for arg in node.args if isinstance(arg, Rational)):
        return "zeros"
    if any(f.below for view in views for f in view.factors):
        return "fraction"
    return "constants" if views[0].value == 1 and any(v.value != 1 for v in views) else "order"


PRODUCT_MOVES = (
    ("powers", products.combine),
    ("absolute", products.absolute),
    ("cases", product_of_cases),
    ("clear", clear),
    ("pythagoras", radicals.conjugates),
    ("factor", pull),
    ("cancel", common_factor),
    ("together", radicals.one_root),
)
