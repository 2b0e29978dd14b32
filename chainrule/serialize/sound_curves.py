"""What no type says of curves and compositions; see sound.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chainrule.composition import Cascade, Composition
from chainrule.relation import Implicit
from chainrule.serialize.sound_passes import passes_troubles
from chainrule.tidy.lines import MOVES
from chainrule.tracks import Inverse, Parametric, Quotient

__all__ = ["CURVES"]


def _of_implicit(done: Implicit) -> Iterator[str]:
    if not done.slopes:
        yield "slopes: there must be one"
    moves = [one.moves for one in done.slopes]
    moves += [done.second.moves] if done.second else []
    if any(move.key not in MOVES for some in moves for move in some):
        yield "moves: there is no such move"
    yield from passes_troubles(done.passes)
    if done.at is not None and not (
        len(done.at.exact) == len(done.at.slopes) == len(done.at.finite_differences)
    ):
        yield "at: there must be a finite difference for each slope"


def _of_parametric(done: Parametric) -> Iterator[str]:
    if len(done.passes) != 2 + (done.second is not None):
        yield "passes: there must be one for each coordinate, and one for a second derivative"
    yield from passes_troubles(done.passes)
    if len(done.kinds) != len(done.upright.conditions):
        yield "kinds: there must be one for each condition of upright"
    yield from _quotients([one for one in (done.first, done.second) if one is not None])


def _of_inverse(done: Inverse) -> Iterator[str]:
    yield from passes_troubles((done.one,))
    yield from _quotients([done.inverse])


def _quotients(some: list[Quotient]) -> Iterator[str]:
    if any(move.key not in MOVES for one in some for move in one.moves):
        yield "moves: there is no such move"


def _of_composition(done: Composition) -> Iterator[str]:
    places = list(range(len(done.functions)))
    for name, one in (("given", done.given), ("reverse", done.reverse)):
        if len(places) < 2 or sorted(one.order) != places:
            yield f"{name}.order: it must number the functions"
        elif one.misfit is not None and one.misfit not in places[:-1]:
            yield f"{name}.misfit: there is no such place"
        elif one.misfit is None and not one.values:
            yield f"{name}.values: there must be one"
        elif one.cascade is not None and not _handed_on(one.cascade, len(places)):
            yield f"{name}.cascade: there must be numbers for each stage"
        if any(move.key not in MOVES for move in one.moves):
            yield f"{name}.moves: there is no such move"
    if any(not one.parameters or not one.values for one in done.functions):
        yield "functions: each has a variable and a value"


def _handed_on(cascade: Cascade, functions: int) -> bool:
    """Whether there are as many numbers as values, at no more stages than there are."""
    stages, floats = cascade.stages, cascade.floats
    sizes = [len(stage) for stage in stages] == [len(stage) for stage in floats]
    return sizes and all(stages) and 1 <= len(stages) <= functions + 1


CURVES: dict[type, Callable[[Any], Iterator[str]]] = {
    Implicit: _of_implicit,
    Parametric: _of_parametric,
    Inverse: _of_inverse,
    Composition: _of_composition,
}
