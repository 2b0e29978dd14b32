"""Who uses whom, by name: the order of definitions, what is an output and what an input.

Names go in and names come out; text and SymPy trees alike are read with it. ``uses`` holds, for
each definition, the other definitions that stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from chainrule.errors import InputError
from chainrule.parsing.spelling import Given, given_names
from chainrule.parsing.variables import named

__all__ = ["Uses", "asked", "circle", "in_order", "inputs_of", "outputs_of", "reached"]

ENDS = "*"  # names all the quantities that no other uses

Uses: TypeAlias = Mapping[str, Collection[str]]


def asked(given: Given, exact: Collection[str] = ()) -> list[str]:
    """The names that somebody gives, each once; those in ``exact`` are what they are, others can
    be spelled as they are typed.

    >>> asked("θ, u₁,u_1"), asked(("net1",))
    (['theta', 'u_1'], ['net1'])
    """
    names = [name for name in map(str, given_names(given)) if name]
    as_typed = (ENDS, *exact)
    return list(dict.fromkeys(name if name in as_typed else named(name) for name in names))


def in_order(uses: Uses, refuse: Callable[[list[str]], None]) -> list[str]:
    """The definitions, each behind those that it uses; ``refuse`` gets the names of a circle,
    from the definition that is written first around to it again.

    >>> in_order({"h": ["r", "s"], "r": ["s"], "s": []}, refuse=print)
    ['s', 'r', 'h']
    """
    try:
        return list(TopologicalSorter(uses).static_order())
    except CycleError as error:
        around = error.args[1][:0:-1]
        places = {name: place for place, name in enumerate(uses)}
        first = min(range(len(around)), key=lambda i: places[around[i]])
        refuse([*around[first:], *around[: first + 1]])
        raise


def circle(names: Sequence[str]) -> str:
    """A message about a circle.

    >>> circle(["h", "r", "h"])
    'this goes in a circle: h → r → h'
    """
    shown = [*names[:5], "…", *names[-2:]] if len(names) > 9 else names
    return f"this goes in a circle: {' → '.join(shown)}"


def reached(uses: Uses, outputs: Iterable[str]) -> set[str]:
    """The outputs, and everything that they use, directly or not."""
    found: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += uses[name]
    return found


def outputs_of(quantities: Sequence[str], uses: Uses, of: Sequence[str]) -> list[str]:
    """What is differentiated: ``of``, where ``*`` is all that no other uses; else the first
    quantity, or all if none uses another."""
    used = {name for parts in uses.values() for name in parts}
    if list(of) == [ENDS]:
        return [name for name in quantities if name not in used]
    for name in of:
        if name not in quantities:
            raise InputError(f"nothing here is called '{name}'", hint=_near(name, quantities))
    if of:
        return list(of)
    return list(quantities if used.isdisjoint(quantities) else quantities[:1])


def inputs_of(
    free: Sequence[str], known: Collection[str], defined: Collection[str], wrt: Sequence[str]
) -> list[str]:
    """By what is differentiated: ``wrt``, each of which must be ``known`` and not ``defined``,
    else what is ``free``."""
    for name in wrt:
        if name in defined:
            hint = f"leave '{name} = …' out, and it is one"
            raise InputError(f"{name} is defined here, so it is no input", hint=hint)
        if name not in known:
            raise InputError(f"the variable '{name}' does not occur", hint=_near(name, known))
    if not (wrt or free):
        raise InputError("there is no variable", hint="every name here has a value")
    return list(wrt or free)


def _near(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    alike = [one for one in known if one.casefold() == name.casefold()]
    near = alike or get_close_matches(name, list(known), 1, 0.5)
    if near:
        return f"did you mean {near[0]}?"
    listed = list(known)
    more = ", …" if len(listed) > 8 else ""
    return f"there are {', '.join(listed[:8])}{more}" if listed else ""
