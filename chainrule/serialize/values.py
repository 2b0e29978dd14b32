"""Values of the model ↔ plain data, by the types of their fields.

Nothing here knows a class of the model: a new field is written and read as its type says.
"""

from __future__ import annotations

import dataclasses
import re
import sys
import types
import typing
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from sympy import Expr, Symbol
from sympy.core.basic import Basic
from sympy.logic.boolalg import Boolean

from chainrule import evaluation, model
from chainrule.errors import LoadError
from chainrule.serialize.heads import kind

__all__ = ["decode", "encode"]

_BEYOND_FLOATS = re.compile(r"-?[0-9](\.[0-9]{1,60})?E[+-][0-9]{1,15}")
"""A number that no float holds, as text."""


_MOVES_A_CURSOR = re.compile("[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f]")
"""Control characters that are not space: a terminal would obey them."""


def encode(value: Any, tree: Callable[[Basic], Any]) -> Any:
    """Plain data for a value of the model; ``tree`` says what stands for an expression.

    >>> from chainrule.model import Check
    >>> encode((Check("steps", "passed", "5 points"),), tree=str)
    [{'name': 'steps', 'outcome': 'passed', 'detail': '5 points'}]
    """
    if isinstance(value, Basic):
        return tree(value)
    if isinstance(value, Decimal):
        return f"{value:E}"
    if isinstance(value, tuple):
        return [encode(part, tree) for part in value]
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value))
        return {name: encode(getattr(value, name), tree) for name in names}
    return value


def decode(wanted: Any, data: Any, trees: Sequence[Basic], where: str) -> Any:
    """The value of type ``wanted`` that the data stand for; LoadError, with the place, if none.

    >>> from chainrule.model import Check
    >>> decode(Check, {"name": "steps", "outcome": "maybe", "detail": ""}, [], "checks[0]")
    Traceback (most recent call last):
        ...
    chainrule.errors.LoadError: checks[0].outcome: 'maybe' is not passed, failed or not made
    """
    if typing.get_origin(wanted) is tuple:
        return _tuple(typing.get_args(wanted), data, trees, where)
    if typing.get_origin(wanted) is typing.Literal:
        *first, last = typing.get_args(wanted)
        _expect(data in (*first, last), data, f"{', '.join(first)} or {last}", where)
        return data
    if isinstance(wanted, types.UnionType):
        some = [kind for kind in typing.get_args(wanted) if kind is not types.NoneType]
        if data is None and len(some) < len(typing.get_args(wanted)):
            return None
        if Decimal in some and isinstance(data, str) and _BEYOND_FLOATS.fullmatch(data):
            return Decimal(data)
        return decode(some[0], data, trees, where)
    if dataclasses.is_dataclass(wanted):
        fields = _fields(typing.cast("type", wanted))
        known = isinstance(data, dict) and data.keys() == fields.keys()
        _expect(known, data, f"an object with {', '.join(fields)}", where)
        parts = {n: decode(t, data[n], trees, f"{where}.{n}") for n, t in fields.items()}
        return typing.cast("Callable[..., Any]", wanted)(**parts)
    if issubclass(wanted, Basic):
        return _tree(wanted, data, trees, where)
    _expect(type(data) is wanted, data, f"of type {wanted.__name__}", where)
    _expect(wanted is not str or not _MOVES_A_CURSOR.search(data), data, "text", where)
    return data


def _tuple(parts: tuple[Any, ...], data: Any, trees: Sequence[Basic], where: str) -> Any:
    _expect(isinstance(data, list), data, "a list", where)
    wanted = parts if parts[-1] is not Ellipsis else parts[:1] * len(data)
    _expect(len(data) == len(wanted), data, f"a list of {len(wanted)}", where)
    pairs = zip(wanted, data, strict=True)
    return tuple(decode(w, item, trees, f"{where}[{i}]") for i, (w, item) in enumerate(pairs))


def _tree(wanted: type[Basic], data: Any, trees: Sequence[Basic], where: str) -> Basic:
    known = isinstance(data, dict) and data.keys() <= {"tree", "text", "latex"}
    place = data.get("tree") if known else -1
    _expect(type(place) is int and 0 <= place < len(trees), data, "the number of a tree", where)
    tree = trees[place]
    expected = {Symbol: tree.is_Symbol, Boolean: kind(tree) == "C"}.get(wanted, kind(tree) == "V")
    _expect(expected, tree.func.__name__, f"of type {wanted.__name__}", where)
    return tree


def _expect(holds: bool, data: Any, what: str, where: str) -> None:
    if not holds:
        raise LoadError(f"{where}: {str(data)[:60]!r} is not {what}")


@cache
def _fields(kind: type) -> dict[str, Any]:
    """The fields and their types; the model names SymPy's classes for type checkers only."""
    beside = vars(sys.modules[kind.__module__])
    names = {
        **vars(model),
        **vars(evaluation),
        **beside,
        "Boolean": Boolean,
        "Expr": Expr,
        "Symbol": Symbol,
    }
    hints = typing.get_type_hints(kind, names)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
