"""Text → System: definitions that use each other, in any order.

    h = r*s + t; r = x*y; s = x + y; t = x - y     separated by ; or new lines, # for a comment
    y = y(x)                                       y is an unknown function of x
    f(u, v) = u*v; z = f(x, x^2)                   f is put in where it is applied

A mistake is reported, with its place, before SymPy is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chainrule.errors import InputError, LimitError
from chainrule.parsing.limits import MAX_CHARACTERS
from chainrule.parsing.problem import syntax_from
from chainrule.parsing.readings import Readings
from chainrule.parsing.surroundings import heading, read
from chainrule.parsing.syntax import Syntax, nodes
from chainrule.parsing.variables import free_name, look_alikes, variables

if TYPE_CHECKING:
    from chainrule.model import System

__all__ = ["parse_system"]

_HEAD = re.compile(r"\s*([^\W\d]\w*)\s*(\([^()=]*\))?\s*=(?!=)")
_DECLARED = re.compile(r"\s*([^\W\d]\w*)\s*=\s*\1\s*\([^()]*\)\s*\Z")
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(slots=True)
class _Piece:
    """One definition: its text and where it starts, and what was read."""

    text: str
    start: int
    name: str
    parameters: tuple[str, ...]
    tree: Syntax
    uses: list[str]


def parse_system(text: str, of: str | Sequence[str] = "", wrt: str | Sequence[str] = ()) -> System:
    """The system of definitions that ``text`` states.

    ``of`` names what is differentiated: the first definition, if it is empty, or all, if none uses
    another. ``wrt`` names the inputs: all that nothing defines, if it is empty.

    Raises InputError, pointing at the place, for a cycle or a name that is defined twice.

    >>> system = parse_system("h = r*s; r = x*y; s = x + y")
    >>> [str(one.name) for one in system.definitions], system.outputs, system.wrt
    (['h', 'r', 's'], (h,), (x, y))
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitError(f"the text is too long: {len(text):,} characters",
                         hint=f"up to {MAX_CHARACTERS:,} are read")  # fmt: skip
    readings = Readings(text)
    pieces = _read(text, readings)
    functions = _applied(pieces)
    quantities = {piece.name: piece for piece in pieces if piece.name not in functions}
    if not quantities:
        raise InputError("nothing here is a quantity", source=text, span=(0, len(text)))
    _no_cycle(quantities, text)
    outputs = _outputs(quantities, _names(of))
    free = _free(pieces, quantities, functions)
    inputs = _inputs(free, quantities, _names(wrt), text)
    _warn(quantities, outputs, free, readings)
    from chainrule.parsing.definitions import build_system

    definitions = [(piece.name, piece.parameters, piece.tree) for piece in pieces]
    return build_system(text, definitions, functions, outputs, inputs, tuple(readings))


def _names(given: str | Sequence[str]) -> list[str]:
    parts = given.split(",") if isinstance(given, str) else list(given)
    return [part.strip() for part in parts if part.strip()]


def _split(text: str) -> Iterator[tuple[str, int]]:
    """The definitions with their places: up to each ; and new line outside of brackets."""
    depth, start, comment = 0, 0, False
    for place, sign in enumerate(f"{text}\n"):
        comment = (comment or sign == "#") and sign != "\n"
        if comment:
            continue
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if (depth <= 0 and sign in ";\n") or place == len(text):
            part = text[start:place].partition("#")[0]
            if part.strip():
                yield part, start
            depth, start = 0, place + 1


def _read(text: str, readings: Readings) -> list[_Piece]:
    """Every piece, its names and functions known to all."""
    parts = list(_split(text))
    if not parts:
        raise InputError("there is nothing to read", source=text, hint="type h = x^2*y")
    heads = [_HEAD.match(part) for part, _ in parts]
    names = {head[1] for head in heads if head and not head[2]}
    functions = {head[1] for head in heads if head and head[2]}
    pieces: list[_Piece] = []
    for (part, start), head in zip(parts, heads, strict=True):
        piece = _piece(part, start, names, functions, text, readings)
        if not piece.name and len(parts) > 1:
            raise InputError(
                "this needs a name", source=text, span=_trimmed(piece), hint="write u = …"
            )
        if any(other.name == piece.name for other in pieces):
            span = (start + head.start(1), start + head.end(1)) if head else _trimmed(piece)
            raise InputError(f"{piece.name} is defined twice", source=text, span=span)
        pieces.append(piece)
    if not pieces[0].name:
        used = {node.value for node in nodes(pieces[0].tree) if node.kind in ("name", "apply")}
        pieces[0].name = free_name(used)
    return pieces


def _piece(
    part: str, start: int, names: set[str], functions: set[str], source: str, readings: Readings
) -> _Piece:
    """One definition; a mistake in it points into the whole source."""
    declared = _DECLARED.match(part)
    try:
        if declared:
            body = " " * declared.end(1) + " " + part[declared.end(1) + 1 :].replace("=", " ", 1)
            body = body.replace("=", " ", 1)
            found = read(body, names - {declared[1]}, {*functions, declared[1]})
            found.name = declared[1]
        else:
            found = read(part, names, functions)
            heading(found, itself=True)
        tree = syntax_from(found)
    except InputError as error:
        span = (error.span[0] + start, error.span[1] + start)
        raise type(error)(error.message, source=source, span=span, hint=error.hint) from None
    for one in found.readings:
        kept = replace(one, span=(one.span[0] + start, one.span[1] + start))
        if all((kept.kind, kept.written) != (r.kind, r.written) for r in readings):
            readings.append(kept)
    return _Piece(part, start, found.name, found.parameters, tree, variables(tree))


def _trimmed(piece: _Piece) -> tuple[int, int]:
    lead = len(piece.text) - len(piece.text.lstrip())
    return piece.start + lead, piece.start + len(piece.text.rstrip())


def _applied(pieces: Sequence[_Piece]) -> frozenset[str]:
    """The names of definitions with parameters that another definition applies."""
    used = {
        node.value
        for piece in pieces
        for node in nodes(piece.tree)
        if node.kind == "apply" and node.value != piece.name
    }
    return frozenset(piece.name for piece in pieces if piece.parameters and piece.name in used)


def _no_cycle(quantities: dict[str, _Piece], source: str) -> None:
    """Refuse a quantity that is defined by itself; no recursion, a chain may be long."""
    done: set[str] = set()
    for first in quantities:
        path: dict[str, Iterator[str]] = (
            {} if first in done else {first: iter(quantities[first].uses)}
        )
        while path:
            name = next(reversed(path))
            following = next((n for n in path[name] if n in quantities and n not in done), None)
            if following is None:
                done.add(name)
                del path[name]
            elif following in path:
                around = [*list(path)[list(path).index(following) :], following]
                place = _place(quantities[name], following)
                raise InputError(
                    f"this goes in a circle: {' → '.join(around)}", source=source, span=place
                )
            else:
                path[following] = iter(quantities[following].uses)


def _place(piece: _Piece, name: str) -> tuple[int, int]:
    """Where a name stands in a definition."""
    node = next(n for n in nodes(piece.tree) if n.kind == "name" and n.value == name)
    return piece.start + node.start, piece.start + node.stop


def _outputs(quantities: dict[str, _Piece], of: list[str]) -> list[str]:
    for name in of:
        if name not in quantities:
            raise InputError(f"nothing here is called '{name}'", hint=_near(name, quantities))
    if of:
        return of
    linked = any(name in quantities for piece in quantities.values() for name in piece.uses)
    return list(quantities)[:1] if linked else list(quantities)


def _near(name: str, known: Sequence[str] | dict[str, _Piece]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _free(
    pieces: Sequence[_Piece], quantities: dict[str, _Piece], functions: frozenset[str]
) -> list[str]:
    """The names that nothing defines, in the order of the text."""
    found: dict[str, None] = {}
    for piece in pieces:
        own = piece.parameters if piece.name in functions else ()
        found |= dict.fromkeys(n for n in piece.uses if n not in quantities and n not in own)
    return list(found)


def _inputs(
    free: list[str], quantities: dict[str, _Piece], wrt: list[str], source: str
) -> list[str]:
    for name in wrt:
        if name in quantities:
            raise InputError(f"{name} is defined here, so it is no input", hint=_near(name, free))
        if name not in free:
            raise InputError(f"the variable '{name}' does not occur", hint=_near(name, free))
    if not (wrt or free):
        raise InputError("there is no variable", source=source, span=(0, len(source)))
    return wrt or free


def _warn(
    quantities: dict[str, _Piece], outputs: list[str], free: list[str], readings: Readings
) -> None:
    """Say what is not used, and names that are easily mixed up."""
    used: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name in quantities and name not in used:
            used.add(name)
            waiting += quantities[name].uses
    for name, piece in quantities.items():
        if name not in used:
            readings.say("unused-definition", _trimmed(piece), name, name)
    look_alikes([*quantities, *free], readings)
