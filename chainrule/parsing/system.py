"""Text → System: definitions that use each other, in any order.

    h = r*s + t; r = x*y; s = x + y; t = x - y     see pieces.py for what separates them
    y = y(x)                                       y is an unknown function of x
    f(u, v) = u*v; z = f(x, x^2)                   f is put in where it is applied

A definition `f(u) = …` is two things. Its *function*, `f()` in what follows, has variables of its
own; its *quantity* f is the value at the names around it, and is there if nothing applies the
function, or if f stands somewhere without brackets. A mistake is reported, with its place, before
SymPy is imported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chainrule.errors import InputError
from chainrule.parsing.alike import look_alikes
from chainrule.parsing.applications import check_applied, check_tokens, declare, give_names
from chainrule.parsing.limits import check_length
from chainrule.parsing.pieces import Piece, pieces_of, without_comments
from chainrule.parsing.problem import refuse_imaginary, syntax_from
from chainrule.parsing.readings import Readings
from chainrule.parsing.spelling import Given
from chainrule.parsing.surroundings import Text, heading, read
from chainrule.parsing.syntax import Syntax, nodes
from chainrule.parsing.uses import asked, circle, in_order, inputs_of, outputs_of, reached
from chainrule.parsing.variables import free_name, variables
from chainrule.parsing.words import Words, canonical
from chainrule.parsing.wrapping import visible

if TYPE_CHECKING:
    from chainrule.model import System

__all__ = ["read_system"]


@dataclass(slots=True)
class _Part:
    """One definition that was read: the free names on its right, and the functions applied."""

    piece: Piece
    found: Text
    tree: Syntax
    name: str
    names: list[str]
    applied: list[str]

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.found.parameters


def read_system(text: str, of: Given = None, wrt: Given = None) -> System:
    """The system that a text states; see ``parse_system`` in this package.

    >>> system = read_system("r = x*y; h = r^2  # squared", of="h")
    >>> system.outputs, system.wrt
    ((h,), (x, y))
    """
    check_length(text)
    text = visible(text)
    chosen, by = asked(of), asked(wrt)
    try:
        return _system(text, without_comments(text), chosen, by)
    except InputError as error:
        error.source = error.source and text  # with its comments
        raise


def _system(text: str, plain: str, of: list[str], wrt: list[str]) -> System:
    """Everything by name, then SymPy."""
    readings = Readings(plain)
    parts = _read(plain, readings)
    kept = _quantities(parts, of)
    uses = _uses(parts, kept)
    order = in_order(uses, lambda names: _refuse_circle(names, parts, plain))
    outputs = outputs_of(kept, uses, of)
    used = reached(uses, outputs)
    stated, free = _free(parts, set(kept), used)
    everywhere = _free(parts, set(kept), uses.keys())[1]
    inputs = inputs_of(stated or free, everywhere, set(kept), wrt)
    if len(stated) < len(free) and stated and not wrt:
        readings.say("variable", parts[0].piece.span, ", ".join(inputs), parts[0].name)
    if not of:
        for part in parts:
            keys = uses.keys() & {part.name, f"{part.name}()"}
            if keys and keys.isdisjoint(used):
                readings.say("unused-definition", part.piece.span, part.name, part.name)
    _say_alike(parts, [*kept, *everywhere], readings)
    _check_imaginary(parts, set(everywhere), plain)

    from chainrule.parsing.definitions import Stated, build_system

    bodies = {p.name: Stated(p.name, p.parameters, p.tree, p.piece.span) for p in parts}
    return build_system(text, bodies, order, kept, outputs, inputs, tuple(readings))


def _read(plain: str, readings: Readings) -> list[_Part]:
    """Every definition, with the names and functions of all known to each."""
    pieces = pieces_of(plain)
    if not pieces:
        raise InputError("there is nothing to read", source=plain, hint="type h = x^2*y")
    names = frozenset(piece.name for piece in pieces if piece.name)
    functions = frozenset(p.name for p in pieces if p.has_parameters or p.declared)
    whole = Words(plain, readings, names, functions)
    parts: dict[str, _Part] = {}
    for piece in pieces:
        with _inside(piece, plain):
            part = _part(piece, whole)
        if not part.name and len(pieces) > 1:
            raise InputError("this needs a name", source=plain, span=piece.span, hint="write u = …")
        if part.name in parts:
            raise InputError(f"{part.name} is defined twice", source=plain, span=piece.name_span)
        parts[part.name] = part
        _take(part, functions, readings)
    known = {name: part.parameters for name, part in parts.items() if name in functions}
    declared = frozenset(piece.name for piece in pieces if piece.declared)
    for part in parts.values():
        with _inside(part.piece, plain):
            give_names(part.tree, known, declared, part.name)
            check_applied(part.tree, known, declared)
        part.names = variables(part.tree)
        part.applied = [n.value for n in nodes(part.tree) if n.kind == "apply"]
        part.name = part.name or free_name({*part.names, *part.applied})
    return list(parts.values())


def _part(piece: Piece, whole: Words) -> _Part:
    found = read(piece.text, whole.names, whole.functions, whole)
    if found.wrt:
        raise InputError(
            "a derivative cannot be a part of a definition", source=piece.text,
            span=(0, len(piece.text)), hint="give the function itself: it is differentiated anyway",
        )  # fmt: skip
    if piece.declared:
        tree = declare(found)
    else:
        heading(found, itself=True)
        check_tokens(found, whole.names, whole.functions)
        tree = syntax_from(found)
    return _Part(piece, found, tree, found.name, [], [])


@contextmanager
def _inside(piece: Piece, source: str) -> Iterator[None]:
    """Mistakes in a piece are mistakes in the whole text."""
    try:
        yield
    except InputError as error:
        start, stop = error.span
        error.source, error.span = source, (start + piece.start, stop + piece.start)
        raise


def _take(part: _Part, functions: Collection[str], readings: Readings) -> None:
    """The readings of a definition, at their place in the text; each is said once."""
    for one in part.found.readings:
        of_ours = not part.piece.declared and canonical(one.written.lstrip("\\")) in functions
        if one.kind != "unknown-function" or not of_ours:
            start, stop = one.span
            readings.add(replace(one, span=(start + part.piece.start, stop + part.piece.start)))


def _quantities(parts: Sequence[_Part], of: Collection[str]) -> list[str]:
    """The names of all definitions but those that are only applied, as functions."""
    applied = {name for part in parts for name in part.applied if name != part.name}
    bare = set(of)
    for part in parts:
        own = part.parameters if part.name in applied else ()
        bare.update(name for name in part.names if name not in own)
    return [p.name for p in parts if p.name in bare or not p.parameters or p.name not in applied]


def _uses(parts: Sequence[_Part], kept: Sequence[str]) -> dict[str, list[str]]:
    """What stands in each quantity, and in the body of each function that is applied."""
    quantities = set(kept)
    bodies = {part.name for part in parts if part.parameters and not part.piece.declared}
    bodies &= {name for part in parts for name in part.applied}
    uses: dict[str, list[str]] = {}
    for part in parts:
        names = [name for name in part.names if name in quantities]
        functions = [f"{name}()" for name in part.applied if name in bodies]
        if part.name in quantities:
            uses[part.name] = [*names, *functions]
        if part.name in bodies:
            outside = [name for name in names if name not in part.parameters]
            uses[f"{part.name}()"] = [*outside, *functions]
    return uses


def _refuse_circle(names: list[str], parts: Sequence[_Part], source: str) -> None:
    """Point at the name that closes the circle."""
    plain = [name.removesuffix("()") for name in names]
    part = next(part for part in parts if part.name == plain[-2])
    wanted = ("apply" if names[-1].endswith("()") else "name", plain[-1])
    closing = [node for node in nodes(part.tree) if (node.kind, node.value) == wanted]
    node = min(closing, key=lambda node: node.start)
    with _inside(part.piece, source):
        raise InputError(circle(plain), source=source, span=(node.start, node.stop))


def _free(
    parts: Sequence[_Part], kept: Collection[str], used: Collection[str]
) -> tuple[list[str], list[str]]:
    """The names that nothing defines, in the order of the text: those that are variables, since
    in `f(x) = a*x` only x is, and all of them."""
    stated: list[str] = []
    free: list[str] = []
    for part in parts:
        if part.name in used:
            names = [*part.parameters, *part.names]
            free += names
            stated += part.parameters or names
        if f"{part.name}()" in used:
            outside = [name for name in part.names if name not in part.parameters]
            free += outside
            stated += outside
    return _without(stated, kept), _without(free, kept)


def _without(names: Sequence[str], defined: Collection[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name not in defined))


def _say_alike(parts: Sequence[_Part], names: Sequence[str], readings: Readings) -> None:
    """Names that are easily mixed up, each where it is first met."""
    alike = Readings(readings.source)
    look_alikes(names, alike)
    places: dict[str, tuple[int, int]] = {}
    for part in reversed(parts) if alike else ():
        for node in sorted(nodes(part.tree), key=lambda n: -n.start):
            if node.kind == "name":
                places[node.value] = (node.start + part.piece.start, node.stop + part.piece.start)
    places |= {part.name: part.piece.name_span for part in parts if part.piece.name}
    readings += [replace(one, span=places.get(one.meaning, one.span)) for one in alike]


def _check_imaginary(parts: Sequence[_Part], free: set[str], source: str) -> None:
    """Refuse an i that can only be the imaginary unit."""
    units = free & {"i", "I"}
    if units:
        some = units.union(sorted(free - units)[:1])  # whether it is alone is all that matters
        for part in parts:
            with _inside(part.piece, source):
                refuse_imaginary(nodes(part.tree), some, part.found)
