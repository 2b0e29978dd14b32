"""Whether a syntax tree is an expression: arity, and no list, inequality or ∞ out of place.

A checked node goes in and nothing comes out; an `InputError` names the mistake before SymPy is
imported.
"""

from __future__ import annotations

from typing import NoReturn

from chainrule.errors import InputError
from chainrule.parsing.names import FUNCTIONS
from chainrule.parsing.syntax import Syntax

__all__ = ["check_node", "check_value"]

_PLAIN = frozenset(("tuple", "relation", "and", "or"))
_SPECIAL = frozenset(("oo", "true", "false"))
_ARITY = {f.head: (f.least, f.most) for f in FUNCTIONS.values()} | {"log10": (1, 1)}
_HOLDERS = frozenset(("Piecewise", "Integral", "Derivative", "Subs", "hyper"))


def check_node(node: Syntax, source: str) -> None:
    """Raise an error if the parts of ``node`` are not what it needs."""
    if node.kind in ("call", "apply"):
        _check_call(node, source)
    elif node.kind not in ("tuple", "and", "or") and not _is_infinite(node):
        for arg in node.args:
            check_value(arg, source)


def check_value(node: Syntax, source: str) -> None:
    """Raise an error if ``node`` is not a number."""
    if node.kind in _PLAIN or node.value in _SPECIAL or _is_infinite(node):
        _misplaced(node, source)


def _check_call(node: Syntax, source: str) -> None:
    head, count = node.value, len(node.args)
    if node.kind == "apply":
        allowed: tuple[int, int] = (1, 99)
    else:
        allowed = _ARITY.get(head, (1, 1))
    least, most = allowed
    if not least <= count <= most:
        _arity(node, least, most, source)
    if node.primes and count != 1:
        _fail("primes are for functions of one argument", node, source)
    if head in _HOLDERS:
        _check_holder(node, source)
        return
    for arg in node.args:
        check_value(arg, source)


def _check_holder(node: Syntax, source: str) -> None:
    """Functions whose arguments are rows, limits or lists."""
    head, args = node.value, node.args
    if head == "Piecewise":
        for row in args:
            _check_piece(row, row is args[-1], source)
    elif head == "Integral":
        bounds = args[1]
        if [a.kind for a in bounds.args[:1]] != ["name"] or len(bounds.args) != 3:
            _fail("the limits of an integral are (t, from, to)", bounds, source,
                  "for example Integral(sin(t^2), (t, 0, x))")  # fmt: skip
        for value in (args[0], *(end for end in bounds.args if not _is_infinite(end))):
            check_value(value, source)
    elif head == "hyper":
        lists = [part.args if part.kind == "tuple" else [part] for part in args[:2]]
        for arg in (*lists[0], *lists[1], args[2]):
            check_value(arg, source)
    elif args[0].kind not in ("apply", "call"):
        _fail("only derivatives of unknown functions can be a part of the expression", node, source,
              "type the function alone: it is differentiated anyway")  # fmt: skip


def _is_infinite(end: Syntax) -> bool:
    """∞ or −∞."""
    return (end.args[0] if end.kind == "neg" else end).value == "oo"


def _check_piece(row: Syntax, last: bool, source: str) -> None:
    if row.kind != "tuple" and last:
        check_value(row, source)
    elif row.kind != "tuple" or len(row.args) != 2:
        _fail("pieces are (value, condition)", row, source,
              "for example Piecewise((x^2, x < 0), (sin(x), True))")  # fmt: skip
    else:
        value, condition = row.args
        check_value(value, source)
        _check_condition(condition, source)


def _check_condition(condition: Syntax, source: str) -> None:
    """A relation, or relations joined by and, or."""
    stack = [condition]
    while stack:
        node = stack.pop()
        if node.kind in ("and", "or"):
            stack += node.args
        elif node.kind == "relation":
            for side in node.args:
                check_value(side, source)
        elif node.value not in ("true", "false"):
            _fail("a condition such as x < 0 belongs here", node, source)


def _arity(node: Syntax, least: int, most: int, source: str) -> NoReturn:
    count = len(node.args)
    wanted = (
        str(least) if least == most else f"{least} or more" if most > 9 else f"{least} to {most}"
    )
    plural = "" if wanted == "1" else "s"
    hint = ""
    if count == least + 1 and all(a.kind == "number" for a in node.args[-2:]):
        hint = "a comma is not read as a decimal point: write 3.5"
    name = source[node.start : node.stop].split("(")[0].strip() or node.value
    name = name if len(name) < 20 else node.value
    _fail(f"{name} takes {wanted} argument{plural}, not {count}", node, source, hint)


def _misplaced(node: Syntax, source: str) -> NoReturn:
    if node.kind == "tuple":
        if not node.args:
            _fail("there is nothing between these brackets", node, source)
        numbers = [a.kind for a in node.args] == ["number", "number"] and node.value == "("
        decimal = "a comma is not read as a decimal point: write 3.5" if numbers else ""
        _fail("vectors, lists and sets are not read", node, source,
              decimal or "give one expression at a time")  # fmt: skip
    if node.kind == "relation" and node.value == "==":
        _fail("an equation is not a function", node, source)
    if node.kind == "relation":
        _fail("an inequality is not a function", node, source,
              "inequalities belong in Piecewise((x^2, x < 0), (x, True))")  # fmt: skip
    if node.kind in ("and", "or"):
        chained = node.value == "chain"
        what = "a chained inequality is not a function" if chained else "logic is not read here"
        _fail(what, node, source, "inequalities belong in Piecewise((x^2, x < 0), (x, True))")
    if _is_infinite(node):
        _fail("∞ is not a number", node, source, "it can only be a limit of an integral")
    _fail("true and false are no numbers", node, source)


def _fail(message: str, node: Syntax, source: str, hint: str = "") -> NoReturn:
    raise InputError(message, source=source, span=(node.start, node.stop), hint=hint)
