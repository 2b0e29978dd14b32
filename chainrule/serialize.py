"""Derivation ↔ JSON, exactly and without evaluating anything.

A document is

    {"schema_version": 1, "trees": [...], "derivation": {...}}

``trees`` lists every distinct node of every expression once, parts before wholes: a symbol is
``["Symbol", "x"]`` (with its assumptions, if it has any), a number ``["Integer", "3"]``,
``["Rational", "1/2"]`` or ``["Decimal", "0.5"]``, anything else ``[head, index, index, …]``.

An expression in ``derivation`` is an object ``{"tree": index, "text": …, "latex": …}``: a program
reads text or LaTeX, and the index gives back the very tree. A deep chain costs as much as its
distinct nodes; expressions too large to read carry no text.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy import Float, Function, Integer, Rational, Symbol
from sympy.core.basic import Basic
from sympy.core.function import AppliedUndef
from sympy.functions.elementary.piecewise import ExprCondPair

from chainrule import model
from chainrule.errors import LoadError
from chainrule.expr import Decimal, RealRoot, Slope, build, walk
from chainrule.notation import math
from chainrule.render.latex import formula as latex_formula
from chainrule.render.plain import formula as plain_formula

__all__ = ["SCHEMA_VERSION", "from_json", "to_json"]

SCHEMA_VERSION = 1
READABLE = 300
"""Expressions with more nodes than this carry no text."""

_OWN: dict[str, type[Basic]] = {c.__name__: c for c in (RealRoot, Slope, ExprCondPair)}
_LEAVES: dict[str, Callable[..., Basic]] = {
    "Symbol": lambda name, assumptions=None: Symbol(name, **(assumptions or {})),
    "Integer": lambda text: Integer(int(text)),
    "Rational": lambda text: Rational(*map(int, text.split("/"))),
    "Decimal": Decimal,
    "Float": Float,
}
_CONSTANTS: dict[str, Basic] = {
    "Exp1": sympy.E,
    "Pi": sympy.pi,
    "ImaginaryUnit": sympy.I,
    "Infinity": sympy.oo,
    "NegativeInfinity": -sympy.oo,
    "true": sympy.true,
    "false": sympy.false,
    "EulerGamma": sympy.EulerGamma,
    "GoldenRatio": sympy.GoldenRatio,
    "Catalan": sympy.Catalan,
}
_CONSTANT_NAMES = {id(value): name for name, value in _CONSTANTS.items()}


def to_json(derivation: model.Derivation, *, indent: int | None = None) -> str:
    """The derivation as JSON text."""
    trees = _Trees()
    body = trees.encode(derivation)
    document = {"schema_version": SCHEMA_VERSION, "trees": trees.rows, "derivation": body}
    return json.dumps(document, ensure_ascii=False, indent=indent)


def from_json(text: str) -> model.Derivation:
    """The derivation that ``to_json`` wrote; LoadError for anything else."""
    try:
        document = json.loads(text)
        version = document["schema_version"]
        if version != SCHEMA_VERSION:
            raise LoadError(f"schema_version {version} is not known, only {SCHEMA_VERSION}")
        trees = _trees(document["trees"])
        found: model.Derivation = _decode(model.Derivation, document["derivation"], trees)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise LoadError(f"this is not a derivation in JSON: {error}") from error
    return found


class _Trees:
    """The list of nodes, filled while expressions are met."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.places: dict[int, int] = {}
        self.sizes: list[int] = []
        self.kept: list[Basic] = []

    def encode(self, value: Any) -> Any:
        """Plain data for a value of the model."""
        if isinstance(value, Basic):
            return self.expression(value)
        if isinstance(value, tuple):
            return [self.encode(part) for part in value]
        if dataclasses.is_dataclass(value):
            names = (field.name for field in dataclasses.fields(value))
            return {name: self.encode(getattr(value, name)) for name in names}
        return value

    def expression(self, tree: Basic) -> dict[str, Any]:
        """The reference to a tree, with its text and LaTeX where it can be read."""
        place = self.add(tree)
        if self.sizes[place] > READABLE:
            return {"tree": place}
        typeset = math(tree)
        text = plain_formula(typeset, ascii=True)
        return {"tree": place, "text": text, "latex": latex_formula(typeset)}

    def add(self, tree: Basic) -> int:
        """The number of a tree's row; every distinct node has one."""
        for node in list(walk(tree, self.places)):
            self.kept.append(node)
            row = self.row(node)
            self.places[id(node)] = len(self.rows)
            self.rows.append(row)
            self.sizes.append(1 + sum(self.sizes[self.places[id(arg)]] for arg in node.args))
        return self.places[id(tree)]

    def row(self, node: Any) -> list[Any]:
        """One node: its head, and its text or its parts."""
        if node.args:
            name = node.func.__name__
            head = ["Unknown", name] if isinstance(node, AppliedUndef) else [name]
            return [*head, *(self.places[id(arg)] for arg in node.args)]
        if id(node) in _CONSTANT_NAMES:
            return ["Constant", _CONSTANT_NAMES[id(node)]]
        if isinstance(node, Symbol):
            assumptions = node._assumptions_orig
            return (
                ["Symbol", node.name, dict(assumptions)] if assumptions else ["Symbol", node.name]
            )
        for name in ("Decimal", "Integer", "Float", "Rational"):
            if isinstance(node, _LEAF_TYPES[name]):
                return [name, str(node)]
        raise TypeError(f"no JSON form for {type(node).__name__}")


_LEAF_TYPES = {
    "Decimal": Decimal, "Integer": Integer, "Float": Float, "Rational": Rational,
}  # fmt: skip


def _trees(rows: list[list[Any]]) -> list[Basic]:
    trees: list[Basic] = []
    for head, *rest in rows:
        if head in _LEAVES:
            trees.append(_LEAVES[head](*rest))
        elif head == "Constant":
            trees.append(_CONSTANTS[rest[0]])
        elif head == "Unknown":
            trees.append(build(Function(rest[0]), [trees[i] for i in rest[1:]]))
        else:
            trees.append(build(_head(head), [trees[i] for i in rest]))
    return trees


def _head(name: str) -> type[Basic]:
    """The class of a node by name: SymPy's expression classes and our own, nothing else."""
    found = _OWN.get(name) or getattr(sympy, name, None)
    if not (isinstance(found, type) and issubclass(found, Basic)):
        raise LoadError(f"unknown kind of node '{name}'")
    return found


def _decode(kind: Any, data: Any, trees: list[Basic]) -> Any:
    """A value of the type ``kind`` from plain data."""
    if typing.get_origin(kind) is tuple:
        parts = typing.get_args(kind)
        if parts[-1] is Ellipsis:
            return tuple(_decode(parts[0], item, trees) for item in data)
        return tuple(_decode(p, item, trees) for p, item in zip(parts, data, strict=True))
    if isinstance(kind, types.UnionType):
        return None if data is None else _decode(typing.get_args(kind)[0], data, trees)
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("type", kind))
        return kind(**{name: _decode(hints[name], data[name], trees) for name in hints})  # type: ignore[operator]  # a dataclass type is callable
    if isinstance(data, Mapping):
        return trees[data["tree"]]
    return data


def _hints(kind: type) -> dict[str, Any]:
    """The types of the fields; the model names SymPy's classes for type checkers only."""
    return typing.get_type_hints(kind, {**vars(model), "Expr": Basic, "Symbol": Symbol})
