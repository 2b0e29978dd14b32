"""Text → a function with its variables and its values: `f(x, y) = (x*y, x + y)`, `2x - 1`.

f(x, y) = (x*y, x+y, x-y)    a name, two variables, three values
(x*y, x + y)                 without a heading, the variables are those that occur
2x - 1                       one variable, by convention
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chainrule.errors import InputError
from chainrule.parsing.problem import parse
from chainrule.parsing.variables import is_constant
from chainrule.scope import free_symbols

if TYPE_CHECKING:
    from sympy import Symbol

    from chainrule.model import Problem

__all__ = ["parse_function"]

_HEAD = re.compile(r"\s*([A-Za-z]\w*)\s*(?:\(([\w\s,]*)\))?\s*=(?!=)")


def parse_function(text: str) -> tuple[str, tuple[Symbol, ...], tuple[Problem, ...]]:
    """The name of a function, empty if it has none, its variables and a problem for each value.

    >>> name, parameters, values = parse_function("f(x, y) = (x*y, x + y)")
    >>> name, parameters, [value.expr for value in values]
    ('f', (x, y), [x*y, x + y])
    """
    head = _HEAD.match(text)
    start = head.end() if head else 0
    parts = list(_parts(text, start))
    if len(parts) < 2:
        problems: tuple[Problem, ...] = (parse(text),)
    else:
        before = head.group() if head else ""
        problems = tuple(_part(text, before, *span) for span in parts)
    name = head.group(1) if head else ""
    return name, _parameters(text, head, problems), problems


def _parts(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The places of the values between the brackets around a whole list."""
    body = text[start:].rstrip()
    first = start + len(body) - len(body.lstrip())
    last = start + len(body)
    if not text[first:last].startswith("(") or not text[first:last].endswith(")"):
        return
    depth, begin = 0, first + 1
    spans = []
    for place in range(first, last):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0 and place < last - 1:
            return  # (x + 1)·(x − 1)
        if (depth == 1 and text[place] == ",") or depth == 0:
            spans.append((begin, place))
            begin = place + 1
    yield from spans


def _part(text: str, before: str, start: int, stop: int) -> Problem:
    """One value, read behind the heading; mistakes are at their place in the whole text."""
    try:
        return parse(before + text[start:stop])
    except InputError as error:
        shift = start - len(before) if error.span[0] >= len(before) else 0
        error.source, error.span = text, (error.span[0] + shift, error.span[1] + shift)
        raise


def _parameters(
    text: str, head: re.Match[str] | None, problems: tuple[Problem, ...]
) -> tuple[Symbol, ...]:
    """The variables: those of the heading, or those that there are."""
    from sympy import Symbol

    found = {symbol.name: symbol for problem in problems for symbol in free_symbols(problem.expr)}
    if head and head.group(2) is not None:
        names = [name.strip() for name in head.group(2).split(",") if name.strip()]
        if len(set(names)) < len(names):
            raise InputError("a variable is named twice", source=text, span=head.span(2))
        return tuple(found.get(name, Symbol(name)) for name in names)
    stated = {one.wrt[0].name for one in problems if one.wrt}
    varying = [name for name in found if not is_constant(name)]
    if len(stated) == 1 and set(varying) <= stated:
        (only,) = stated
        return (found.get(only, Symbol(only)),)
    if len(varying) > 1:
        raise InputError(
            "the order of its variables is not clear", source=text, span=(0, len(text)),
            hint=f"say it: f({', '.join(sorted(varying))}) = …",
        )  # fmt: skip
    return tuple(found[name] for name in varying) or (Symbol("x"),)
