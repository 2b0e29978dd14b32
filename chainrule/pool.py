"""One object for equal subtrees, so that identity is equality at any depth."""

from __future__ import annotations

from typing import Any

from chainrule.expr import Decimal, Tree, build

__all__ = ["Pool"]


class Pool:
    """Makes equal subtrees one object, so that ``is`` is structural equality, at any depth.

    >>> from sympy import Symbol
    >>> from chainrule.expr import ONE, add
    >>> pool, x = Pool(), Symbol("x")
    >>> pool.share(add(x, ONE)) is pool.share(add(x, ONE))
    True
    """

    def __init__(self) -> None:
        self._trees: dict[object, Tree] = {}
        self._kept: dict[int, Tree] = {}

    def share(self, tree: Tree) -> Tree:
        """The pool's own copy of the tree: the same object for every structurally equal tree."""
        done: dict[int, Tree] = {}
        stack: list[tuple[Any, bool]] = [(tree, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in done:
                continue
            if id(node) in self._kept:  # ours already, with everything below it
                done[id(node)] = node
            elif ready or not node.args:
                done[id(node)] = self._own(node, [done[id(arg)] for arg in node.args])
            else:
                stack.append((node, True))
                stack.extend((arg, False) for arg in node.args)
        return done[id(tree)]

    def _own(self, node: Any, args: list[Any]) -> Tree:
        key: object = (node.func, *map(id, args)) if args else _leaf_key(node)
        found = self._trees.get(key)
        if found is None:
            same = all(a is b for a, b in zip(node.args, args, strict=True))
            found = node if same else build(node.func, args)
            self._trees[key] = self._kept[id(found)] = found
        return found


def _leaf_key(leaf: Any) -> object:
    return (Decimal, leaf.text) if isinstance(leaf, Decimal) else (type(leaf), leaf)
