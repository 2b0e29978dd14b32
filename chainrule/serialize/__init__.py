"""Derivation ↔ JSON, exactly and without evaluating anything.

A document is

    {"schema_version": 1, "trees": [...], "derivation": {...}}

``trees`` lists every distinct node of every expression once, parts before wholes (see trees.py).
An expression in ``derivation`` is an object ``{"tree": index, "text": …, "latex": …}``: a program
reads text or LaTeX, and the index gives back the very tree. A deep chain costs as much as its
distinct nodes; expressions too large to read carry no text.

The same data without texts are a *record*: two values of the model are equal if their records
are. SymPy's own comparison recurses, and takes 0.50 for 1/2.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from math import isfinite
from typing import Any, TypeVar

from sympy.core.basic import Basic

from chainrule.answer import Answer
from chainrule.errors import LoadError
from chainrule.notation import math
from chainrule.render.latex import formula as latex_formula
from chainrule.render.plain import formula as plain_formula
from chainrule.serialize.sound import require_sound
from chainrule.serialize.trees import Rows, read
from chainrule.serialize.values import decode, encode

__all__ = ["SCHEMA_VERSION", "from_json", "outline", "record", "restore", "to_json"]

AnswerT = TypeVar("AnswerT", bound=Answer)
SCHEMA_VERSION = 1
READABLE = 300
"""Expressions with more nodes than this carry no text."""


def to_json(answer: Answer, *, indent: int | None = None) -> str:
    """A derivation, or another answer, as JSON text."""
    rows = Rows()
    spelled: dict[int, dict[str, Any]] = {}

    def reference(tree: Basic) -> dict[str, Any]:
        place = rows.add(tree)
        if place not in spelled:
            spelled[place] = {"tree": place, **_spelling(tree, rows.sizes[place])}
        return spelled[place]

    return _written(answer, rows, reference, indent)


def from_json(text: str, kind: type[AnswerT]) -> AnswerT:
    """The answer that ``to_json`` wrote; LoadError, saying where, for anything else."""
    found: AnswerT = restore(kind, text)
    require_sound(found)
    return found


def record(value: Any) -> str:
    """A value of the model as text that is equal for equal values, at any depth.

    >>> from sympy import Symbol
    >>> from chainrule.model import Move
    >>> move = Move("powers", Symbol("x"))
    >>> record(move) == record(Move("powers", Symbol("x")))
    True
    """
    rows = Rows()
    return _written(value, rows, lambda tree: {"tree": rows.add(tree)})


def outline(value: Any) -> str:
    """A value of the model in a line: trees that can be read in plain text, lists by their length.

    >>> from sympy import Symbol
    >>> from chainrule.model import Graph
    >>> outline(Graph((), (), (Symbol("x"),)))
    'Graph(nodes=<0>, into=<0>, wrt=<1>)'
    """

    def shown(part: Any) -> str:
        if isinstance(part, Basic):
            rows = Rows()
            return _spelling(part, rows.sizes[rows.add(part)]).get("text", "…")
        return f"<{len(part)}>" if isinstance(part, tuple) else repr(part)

    parts = ((field.name, getattr(value, field.name)) for field in fields(value))
    inside = ", ".join(f"{name}={shown(part)}" for name, part in parts)
    return f"{type(value).__name__}({inside})"


def restore(kind: type, text: str) -> Any:
    """The value of a class of the model that a record, or a document, is of."""
    name = kind.__name__.lower()
    try:
        document = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, TypeError, RecursionError) as error:
        raise LoadError(f"this is not JSON: {error}") from error
    if not isinstance(document, dict) or document.keys() != {"schema_version", "trees", name}:
        raise LoadError(f"this is not a {name} in JSON: it has schema_version, trees and {name}")
    version = document["schema_version"]
    if type(version) is not int or version != SCHEMA_VERSION:  # True == 1
        shown = str(version)[:40]
        raise LoadError(f"schema_version {shown} is not known, only {SCHEMA_VERSION}")
    return decode(kind, document[name], read(document["trees"]), name)


def _refuse(text: str) -> float:
    raise ValueError(f"{text[:40]} is not a number")


def _finite(text: str) -> float:
    """A number that a float can hold; Python would read 1e999 as infinity."""
    number = float(text)
    return number if isfinite(number) else _refuse(text)


def _written(
    value: Any, rows: Rows, reference: Callable[[Basic], Any], indent: int | None = None
) -> str:
    body = encode(value, reference)
    name = type(value).__name__.lower()
    document = {"schema_version": SCHEMA_VERSION, "trees": rows.rows, name: body}
    return json.dumps(document, ensure_ascii=False, indent=indent)


def _spelling(tree: Basic, size: int) -> dict[str, str]:
    """Text and LaTeX of a tree that can be read."""
    if size > READABLE:
        return {}
    typeset = math(tree)
    return {"text": plain_formula(typeset, ascii=True), "latex": latex_formula(typeset)}
