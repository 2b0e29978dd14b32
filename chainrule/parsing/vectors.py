"""A list of quantities, (x*y, x + y), [x*y, x + y] or F(x, y) = (x*y, x + y), → definitions.

What is a list comes out as a system, f_1 = x*y; f_2 = x + y, as text or by name; anything else
comes out as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chainrule.errors import InputError

__all__ = ["listed"]

_LETTERS = "fFgGqw"
_HEAD = re.compile(r"\s*([A-Za-z])\s*(\([\w\s,]*\))\s*=(?!=)")
_OPEN, _CLOSE = "([{", ")]}"


def listed(given: Any) -> Any:
    """The definitions that a list stands for.

    >>> from sympy.abc import x, y
    >>> listed("(x*y, x + y)"), listed([x*y, x + y]), listed(x*y), listed("(x, y)*2")
    ('f_1 = x*y; f_2 = x + y', {'f_1': x*y, 'f_2': x + y}, x*y, '(x, y)*2')
    """
    if isinstance(given, str):
        head = _HEAD.match(given)
        parts = _parts(given[head.end() :].strip() if head else given.strip())
        return _text(parts, *(head.groups() if head else ())) if len(parts) > 1 else given
    if isinstance(given, Mapping) or not hasattr(given, "__len__"):
        return given
    quantities: list[Any] = list(given)  # a matrix has a length, and its entries one by one
    if not quantities:
        raise InputError("there is nothing to differentiate in an empty list")
    if all(isinstance(one, str) for one in quantities):
        return _text(quantities)
    names = {str(s) for one in quantities for s in getattr(one, "free_symbols", ())}
    return dict(zip(_names(len(quantities), names), quantities, strict=True))


def _text(parts: Sequence[str], letter: str = "", variables: str = "") -> str:
    used = set(re.findall(r"[A-Za-z]\w*", " ".join(parts)))
    names = _names(len(parts), used, letter)
    pairs = zip(names, parts, strict=True)
    return "; ".join(f"{name}{variables} = {part.strip()}" for name, part in pairs)


def _names(count: int, used: Iterable[str], first: str = "") -> list[str]:
    """f_1, f_2, … with a letter that makes none of the names that are used."""
    taken = set(used)
    for letter in first + _LETTERS:
        names = [f"{letter}_{i}" for i in range(1, count + 1)]
        if taken.isdisjoint(names):
            return names
    raise InputError("these quantities need names", hint="give them by name: u = …; v = …")


def _parts(text: str) -> list[str]:
    """What stands between the commas of a list in brackets; nothing, if it is no such list."""
    if text[:1] not in ("(", "[") or ";" in text or "\n" in text or "=" in text:
        return []
    depth, begin, parts = 0, 1, []
    for place, sign in enumerate(text):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth == 0 and place < len(text) - 1:
            return []  # (x + 1)(x − 1)
        if (depth == 1 and sign == ",") or depth == 0:
            parts.append(text[begin:place])
            begin = place + 1
    return parts if depth == 0 and all(part.strip() for part in parts) else []
