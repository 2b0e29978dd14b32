"""The text of a point (`x = pi/4, y = -2`) → a value for each symbol."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chainrule.errors import InputError
from chainrule.parsing.problem import parse_tree, syntax_of
from chainrule.parsing.variables import declared, variables

if TYPE_CHECKING:
    from sympy import Symbol

    from chainrule.expr import Tree

__all__ = ["parse_point"]


def parse_point(text: str) -> dict[Symbol, Tree]:
    """The values that ``text`` gives, each a constant.

    >>> parse_point("x = 1/2, y = -2")
    {x: 1/2, y: -2}
    """
    from sympy import Symbol

    values: dict[Symbol, Tree] = {}
    place = 0
    for part in re.split(r"(?<=[^\s,;])[,;](?=[^,;()]*=)", text):
        span = (place, place + len(part))
        place += len(part) + 1
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise InputError(
                "a point is written x=5, or x=1, y=2", source=text, span=span,
                hint=_example(part) if part.strip() and not equals else "",
            )  # fmt: skip
        try:
            left, right = syntax_of(name, declared(name.strip())), syntax_of(value)
        except InputError as error:
            shift = span[0] + (len(name) + 1 if error.source == value else 0)
            raise InputError(
                error.message, source=text, hint=error.hint,
                span=(error.span[0] + shift, error.span[1] + shift),
            ) from None  # fmt: skip
        if left.kind != "name":
            raise InputError(f"'{name.strip()}' is not a variable", source=text, span=span)
        unknown = variables(right)
        if unknown:
            raise InputError(
                f"the value of {left.value} must be a number, without {unknown[0]}",
                source=text, span=span,
            )  # fmt: skip
        symbol = Symbol(left.value)
        if symbol in values:
            raise InputError(f"{left.value} is given twice", source=text, span=span)
        values[symbol] = parse_tree(value)
    return values


def _example(numbers: str) -> str:
    """How numbers without names are written: 1,2 is x=1, y=2."""
    parts = numbers.strip().strip("()").split(",")
    return "write " + ", ".join(f"{n}={p.strip()}" for n, p in zip("xyztuvw", parts, strict=False))
