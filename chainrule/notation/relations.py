"""Relations and what joins them: x > 0, −1 < x < 1, and, or."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sympy.core.relational import Relational
from sympy.logic.boolalg import And, Not, Or

from chainrule.notation.nodes import Fence, Math, Op, Row, Words

if TYPE_CHECKING:
    from chainrule.notation.trees import Page

__all__ = ["RELATIONS"]

_RELATIONS = {
    "Equality": "=", "Unequality": "!=", "StrictLessThan": "<", "LessThan": "<=",
    "StrictGreaterThan": ">", "GreaterThan": ">=",
}  # fmt: skip
_TURNED = {">": "<", ">=": "<="}


def _relation(page: Page, tree: Any) -> Math:
    left, right = page.all(tree.args)
    return Row((left, Op(_RELATIONS[type(tree).__name__], "relation"), right))


def _and(page: Page, tree: Any) -> Math:
    """−1 < x < 1 where two relations share their middle, else words."""
    nodes = page.all(tree.args)
    if len(nodes) == 2:
        first, second = (_ascending(node) for node in nodes)
        for low, high in ((first, second), (second, first)):
            if low and high and low[2] == high[0]:
                return Row((*low, *high[1:]))
    return _worded("and", nodes)


def _ascending(node: Math) -> tuple[Math, Op, Math] | None:
    """A < B of a relation < ≤ > ≥, turned so that the smaller side comes first."""
    match node:
        case Row(items=(left, Op(text="<" | "<=") as op, right)):
            return left, op, right
        case Row(items=(left, Op(text=">" | ">=") as op, right)):
            return right, Op(_TURNED[op.text], "relation"), left
    return None


def _or(page: Page, tree: Any) -> Math:
    return _worded("or", page.all(tree.args))


def _not(page: Page, tree: Any) -> Math:
    return Row((Words("not "), Fence(page.set(tree.args[0]))))


def _worded(word: str, nodes: Sequence[Math]) -> Math:
    items: list[Math] = []
    for node in nodes:
        items += (Op(word, "relation"), node) if items else (node,)
    return Row(tuple(items))


RELATIONS: dict[type, Callable[[Page, Any], Math]] = {
    Relational: _relation,
    And: _and,
    Or: _or,
    Not: _not,
}
