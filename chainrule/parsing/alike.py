"""Names that are easily mixed up: x and X, w and ω, h and h(m), s and speed.

Names go in; out comes a reading that says so, or an error where a variable that is asked for only
seems to occur.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from chainrule.errors import InputError
from chainrule.model import Problem, Reading
from chainrule.parsing.names import GREEK
from chainrule.parsing.readings import KINDS, Readings

__all__ = ["absent", "look_alikes", "refuse_hidden"]

_ALIKE = str.maketrans("", "", "_")
_SHAPES = {"omega": "w", "nu": "v", "alpha": "a", "rho": "p", "kappa": "k", "eta": "n", "chi": "x"}


def look_alikes(names: Iterable[str], readings: Readings) -> None:
    """Say that x and X, x1 and x_1, w and ω are different variables."""
    first: dict[str, str] = {}
    for other in names:
        one = first.setdefault(_shape(other), other)
        if one != other:
            place = max(readings.source.find(other), 0)
            readings.say("look-alikes", (place, place + len(other)), other, one)


def _shape(name: str) -> str:
    plain = name.translate(_ALIKE)
    return _SHAPES.get(plain, plain).casefold()


def refuse_hidden(name: str, problem: Problem, known: Collection[str]) -> None:
    """Refuse a variable that only seems to occur: as the name of a function, h in h(m), or inside
    a longer name, s in speed."""
    from sympy.core.function import AppliedUndef

    from chainrule.expr import walk

    source = problem.source
    nodes = walk(problem.expr)
    if any(isinstance(n, AppliedUndef) and n.func.__name__ == name for n in nodes):
        place = re.search(rf"(?<![^\W\d_]){re.escape(name)}(?=['′’]*\s*\()", source)
        raise InputError(
            f"{name} is an unknown function here, not a variable", source=source,
            span=place.span() if place else (0, len(source)),
            hint=f"for a product write {name}*(…)",
        )  # fmt: skip
    for longer in known:
        letters = longer.partition("_")[0].rstrip("0123456789")
        if len(letters) > 1 and name in letters and letters not in GREEK:
            start = max(source.find(longer), 0)
            end = start + len(longer) if source.startswith(longer, start) else len(source)
            product = f"{'*'.join(letters)}{longer[len(letters) :]}"
            raise InputError(
                f"{name} stands only inside the name {longer}", source=source, span=(start, end),
                hint=f"for a product write {product}" if len(letters) < 4 else "",
            )  # fmt: skip


def absent(name: str, known: Sequence[str], source: str) -> Reading:
    """A reading for a variable that does not occur; an error if it is probably a slip."""
    from difflib import get_close_matches

    near = [k for k in known if _shape(k) == _shape(name)]
    near = near or (get_close_matches(name, known, 1, 0.7) if len(name) > 2 else [])
    if near:
        raise InputError(
            f"the variable '{name}' does not occur in the expression",
            hint=f"did you mean {near[0]}?",
        )
    note, warning = KINDS["absent-variable"]
    return Reading(
        "absent-variable", name, "0", note.format(w=name, m=""), (0, len(source)), warning
    )
