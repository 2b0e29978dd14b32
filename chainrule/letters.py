"""Letters for the inner functions: never one that the user wrote.

A handful of inner functions are called u, v, w, …; the terms of a sum take their parent's letter
with a number (h = h₁ + h₂), unless the parent is a derivative or has a number already; where a
chain needs more letters than there are, all are numbered: u₁, u₂, ….
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sympy import Symbol

__all__ = ["LETTERS", "free_name", "name_nodes"]

LETTERS = "uvwpqrst"


def free_name(taken: Collection[str], wanted: str = "h") -> str:
    """``wanted`` if nobody wrote it, else another name for a function.

    >>> free_name({"x", "h"})
    'y'
    """
    numbered = (f"h_{i}" for i in range(len(taken) + 1))
    choices: list[str] = [wanted, *"hyFGHz", *numbered]
    for name in choices:
        if name not in taken:
            return name
    raise AssertionError("more names than names taken")


def name_nodes(
    parts: Sequence[tuple[bool, Sequence[int]]], taken: Collection[str], root: str
) -> list[Symbol]:
    """A letter for each node, in reading order, the whole first.

    ``parts[i]`` says whether node i is a sum, and the numbers of its parts that need a letter.

    >>> name_nodes([(True, [1, 2]), (False, [3]), (False, []), (False, [])], {"x", "u"}, "h")
    [h, h_1, h_2, v]

    The terms of a derivative h′ get letters of their own: h′₁ would look like the slope of h₁.

    >>> name_nodes([(True, [1, 2]), (False, []), (False, [])], {"x"}, "h'")
    [h', u, v]
    """
    free = iter([letter for letter in LETTERS if letter not in taken and letter != root])
    names = [root] + [""] * (len(parts) - 1)
    for index, (is_sum, children) in enumerate(parts):
        for place, child in enumerate(children, start=1):
            if names[child]:
                continue
            name = f"{names[index]}_{place}"
            if not is_sum or set("_'") & set(names[index]) or name in taken:
                name = next(free, "")
            if not name:
                return _numbered(len(parts), taken, root)
            names[child] = name
    return [Symbol(name) for name in names]


def _numbered(size: int, taken: Collection[str], root: str) -> list[Symbol]:
    used = {name.partition("_")[0] for name in taken} | {root}
    stem = next((c for c in LETTERS if c not in used), "inner")
    return [Symbol(root), *(Symbol(f"{stem}_{i}") for i in range(1, size))]
