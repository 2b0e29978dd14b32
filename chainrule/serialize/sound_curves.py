"""What no type says of curves and compositions; see sound.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chainrule.composition import Cascade, Composition, Given
from chainrule.parsing.spelling import is_name
from chainrule.relation import Implicit
from chainrule.serialize.sound_passes import move_troubles, passes_troubles
from chainrule.tracks import Inverse, Parametric

__all__ = ["CURVES"]


def _of_implicit(done: Implicit) -> Iterator[str]:
    if not done.slopes:
        yield "slopes: there must be one"
    for slope in done.slopes:
        yield from move_troubles(slope.moves)
    if done.second is not None:
        yield from move_troubles(done.second.moves)
    yield from passes_troubles(done.passes)


def _of_parametric(done: Parametric) -> Iterator[str]:
    if len(done.passes) != 2 + (done.second is not None):
        yield "passes: there must be one for each coordinate, and one for a second derivative"
    yield from passes_troubles(done.passes)
    for one in (done.first, done.second):
        if one is not None:
            yield from move_troubles(one.moves)
    if not (is_name(done.x.name) and is_name(done.y.name)):
        yield "x, y: these cannot be names"


def _of_inverse(done: Inverse) -> Iterator[str]:
    yield from passes_troubles((done.one,))
    yield from move_troubles(done.inverse.moves)
    if not is_name(done.problem.name):
        yield "problem.name: this cannot be a name"


def _of_composition(done: Composition) -> Iterator[str]:
    if any(not one.parameters or not one.values for one in done.functions):
        yield "functions: each has a variable and a value"
    places = list(range(len(done.functions)))
    for name, one in (("given", done.given), ("reverse", done.reverse)):
        if len(places) < 2 or sorted(one.order) != places:
            yield f"{name}.order: it must number the functions"
        elif one.misfit is not None and one.misfit not in places[:-1]:
            yield f"{name}.misfit: there is no such place"
        elif one.misfit is None and not one.values:
            yield f"{name}.values: there must be one"
        elif one.cascade is not None and not _handed_on(one.cascade, one.order, done.functions):
            yield f"{name}.cascade: it must lead through the functions, from the innermost"
        yield from move_troubles(one.moves)


def _handed_on(cascade: Cascade, order: Sequence[int], functions: Sequence[Given]) -> bool:
    """Whether each function in turn is handed as many numbers as it has variables."""
    handed = [len(functions[i].parameters) for i in reversed(order)]
    made = [len(functions[i].values) for i in reversed(order)]
    sizes = [len(stage) for stage in cascade.stages]
    count = len(sizes)
    return 1 <= count <= len(order) + 1 and sizes == [handed[0], *made][:count]


CURVES: dict[type, Callable[[Any], Iterator[str]]] = {
    Implicit: _of_implicit,
    Parametric: _of_parametric,
    Inverse: _of_inverse,
    Composition: _of_composition,
}
