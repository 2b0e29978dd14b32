"""How tightly a node holds together, and so where brackets go. The only place that knows.

    relation < sum < signed (−x) < product < fraction < bare call (sin x) < power < atom

Nothing is stored for this: the kind of a node, and the operators in a Row, say it all.
"""

from __future__ import annotations

from chainrule.notation.nodes import (
    Bar,
    Call,
    Cases,
    Fence,
    Frac,
    Integral,
    Math,
    Matrix,
    Num,
    Op,
    Power,
    Root,
    Row,
    Sym,
    Words,
)  # fmt: skip

__all__ = [
    "APPLIED", "ATOM", "FRACTION", "POWER", "PRODUCT", "RELATION", "SIGNED", "SUM", "bracket",
    "strength",
]  # fmt: skip

RELATION, SUM, SIGNED, PRODUCT, FRACTION, APPLIED, POWER, ATOM = range(8)

_BY_KIND: dict[type, int] = {
    Sym: ATOM, Num: ATOM, Op: ATOM, Fence: ATOM, Bar: ATOM, Words: ATOM, Matrix: ATOM,
    Power: POWER, Root: POWER, Integral: APPLIED, Frac: FRACTION, Cases: RELATION,
}  # fmt: skip
_BY_OPERATOR = {
    "relation": RELATION, "punctuation": RELATION, "product": PRODUCT, "tight": PRODUCT,
    "prefix": ATOM, "postfix": POWER,
}  # fmt: skip


def strength(node: Math) -> int:
    """How tightly the node holds together.

    >>> strength(Sym("x")) == ATOM, strength(Row((Op("-", "prefix"), Sym("x")))) == SIGNED
    (True, True)
    """
    kind = type(node)
    if kind is Row:
        return min([_of_operator(item) for item in node.items if type(item) is Op], default=ATOM)  # type: ignore[union-attr]  # mypy does not narrow by type()
    if isinstance(node, Call):
        return (POWER if node.spelling is None else ATOM) if _fenced(node) else APPLIED
    return _BY_KIND[kind]


def _fenced(call: Call) -> bool:
    return type(call.body) is Fence


def _of_operator(op: Op) -> int:
    if op.kind == "binary":
        return PRODUCT if op.text == "*" else SUM
    if op.kind == "prefix" and op.text == "-":
        return SIGNED
    return _BY_OPERATOR[op.kind]


def bracket(node: Math, at_least: int) -> Math:
    """The node, in brackets unless it holds together at least so tightly."""
    return node if strength(node) >= at_least else Fence(node)
