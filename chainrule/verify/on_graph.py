"""A graph and a point → the value of every node, the partial on every edge, and the slopes that
a backward walk over those numbers gives, with a finite difference beside each.

In floats: what is too large for one, or has no slope, leaves the graph without numbers, and it is
said why.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from math import fsum, isfinite

from sympy import Symbol

from chainrule.errors import InputError
from chainrule.evaluation import NodeValues, NoNumbers
from chainrule.expr import Tree
from chainrule.model import Graph, Pass
from chainrule.numeric import Letters, Raw, Tape, number, quotients_of
from chainrule.verify.point import AtPoint, NoNumbersError
from chainrule.walks import backwards

__all__ = ["adjoints_of", "slopes_at", "values_at"]

TOO_LARGE = "the derivatives are too large at this point to be shown"


def values_at(
    graph: Graph, ends: Sequence[tuple[int, int]], at: Mapping[Symbol, Tree], more: int = 0
) -> NodeValues | NoNumbers:
    """The numbers on a graph at a point, with ``more`` bits than usual, or why there are none.

    ``ends`` are pairs of an output and an input: for each there is a slope, from a backward walk
    over the numbers, and a finite difference of the expression beside it.
    """
    tape = Tape()
    nodes = [tape.slot(node.expr) for node in graph.nodes]
    letters = Letters({node.name: slot for node, slot in zip(graph.nodes, nodes, strict=True)})
    edges = [[tape.slot(edge.partial, letters) for edge in into] for into in graph.into]
    if tape.stand_ins:
        return NoNumbers("not computable", tuple(at.items()), names=tuple(sorted(tape.stand_ins)))
    here = AtPoint(tape, at, more)
    try:
        outputs = dict.fromkeys(output for output, _ in ends)
        for output in outputs:
            if here.values[nodes[output]] is None:
                here.refuse(nodes[output], graph.nodes[output].expr)
        names = [node.name.name for node in graph.nodes]
        partials = tuple(
            tuple(
                _float(here, slot, (names[edge.target], names[edge.source]))
                for slot, edge in zip(slots, into, strict=True)
            )
            for slots, into in zip(edges, graph.into, strict=True)
        )
        try:
            adjoints = {output: adjoints_of(graph, output, partials) for output in outputs}
        except InputError:
            raise NoNumbersError(NoNumbers("too large", tuple(here.at.items()))) from None
        finite = []
        for output, source in ends:
            wrt = graph.nodes[source].name
            moves = wrt in here.at and adjoints[output][source] is not None
            ends_at = names[output], names[source]
            finite.append(_difference(here, nodes[output], wrt, ends_at) if moves else 0.0)
        return NodeValues(
            at=tuple(here.at.items()),
            values=tuple(_float(here, slot) for slot in nodes),
            partials=partials,
            slopes=tuple(adjoints[output][source] or 0.0 for output, source in ends),
            finite_differences=tuple(finite),
        )
    except NoNumbersError as error:
        return error.why


def slopes_at(
    passes: Sequence[Pass], at: Mapping[Symbol, Tree]
) -> tuple[tuple[float, ...], tuple[float, ...]] | NoNumbers:
    """The result of each pass at a point, and the finite difference of its expression there."""
    tape = Tape()
    slots = [(tape.slot(one.expr), tape.slot(one.result), one.wrt) for one in passes]
    here = AtPoint(tape, at)
    try:
        slopes = tuple(_float(here, result) for _, result, _ in slots)
        beside = tuple(
            _difference(here, expr, wrt) if wrt in here.at else 0.0 for expr, _, wrt in slots
        )
    except NoNumbersError as error:
        return error.why
    return slopes, beside


def adjoints_of(
    graph: Graph, output: int, partials: Sequence[Sequence[float]]
) -> list[float | None]:
    """The adjoint of every node, from one backward walk over the numbers.

    Raises InputError if one of them, or a term of it, is too large to be a float.
    """
    return backwards(
        graph, output, 1.0, lambda edge: partials[edge.target][edge.slot], operator.mul, _total
    )


def _total(terms: Sequence[float]) -> float:
    if not all(map(isfinite, terms)):
        raise InputError(TOO_LARGE)
    try:
        return fsum(terms)
    except OverflowError:
        raise InputError(TOO_LARGE) from None


def _difference(here: AtPoint, slot: int, wrt: Symbol, names: tuple[str, ...] = ()) -> float:
    found = quotients_of(here.tape, [slot], here.point, wrt, more=here.more, confirm=True)[slot]
    if found.middle is None:
        at = tuple(here.at.items())
        raise NoNumbersError(NoNumbers("no slope", at, names=names, slopes=found.slopes))
    return _small(here, found.middle)


def _float(here: AtPoint, slot: int, names: tuple[str, ...] = ()) -> float:
    value = here.values[slot]
    if value is None:
        at = tuple(here.at.items())
        if here.raw[slot] is None and here.tape.overflows(here.raw, _failed(here), here.prec):
            raise NoNumbersError(NoNumbers("too large", at))
        raise NoNumbersError(NoNumbers("no slope", at, names=names))
    return _small(here, value)


def _failed(here: AtPoint) -> int:
    return next(slot for slot, *_ in here.tape.ops if here.raw[slot] is None)


def _small(here: AtPoint, raw: Raw) -> float:
    found = float(number(raw))
    if isfinite(found):
        return found
    raise NoNumbersError(NoNumbers("too large", tuple(here.at.items())))
