"""Systems of definitions → gradients, along every path, and sweeps, backwards with numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sympy import Expr, Symbol

from chainrule.derive import derive_along
from chainrule.direction import along, on_the_line
from chainrule.document import Text
from chainrule.domain import solve as solve_domain
from chainrule.domain import spans
from chainrule.errors import InputError
from chainrule.evaluation import NoNumbers
from chainrule.explain.at_words import no_numbers_words
from chainrule.expr import ZERO, Tree, add
from chainrule.gradient import Gradient
from chainrule.model import Direction, Graph, Pass, Path, System
from chainrule.naming import inner_named
from chainrule.network import contract, named_paths, network, tidied
from chainrule.parsing import listed, parse_system, system_of
from chainrule.pipeline import At, Wrt, number_of, point_of
from chainrule.render import plain
from chainrule.reverse import Sweep
from chainrule.rules.asked import asked
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier
from chainrule.verify.on_graph import adjoints_of, slopes_at, values_at
from chainrule.verify.on_system import check_slopes, verify_gradient
from chainrule.walks import count_paths

__all__ = ["backprop", "differentiate", "grad", "system_from"]

TREES = ("named", "full")
READABLE = 200  # operations whose partials anybody reads
DIRECT = 3  # nodes of a path through one inner quantity: its raw line is the step's


def grad(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: Wrt = None,
    at: At = None,
    tree: str = "named",
    direction: str | Sequence[object] | None = None,
) -> Gradient:
    """The gradient of a quantity by every input, by the generalised chain rule.

    ``expr`` is a system of definitions, ``h = r*s; r = x*y; s = x + y``, or one expression; ``of``
    names the quantity, the first one if it is empty; ``wrt`` the inputs, all that nothing defines
    unless it says otherwise; ``at`` a point for numbers on every edge. The ``tree`` has the
    ``named`` quantities, or is the ``full`` one, of every elementary operation; the inner functions
    of a single line are named u, v, …. In a
    ``direction`` such as (3, 4) there is a directional derivative too.

    >>> grad("h = r*s + t; r = x*y; s = x + y; t = x - y").gradient
    (2*x*y + y**2 + 1, x**2 + 2*x*y - 1)
    """
    system = system_from(expr, wrt, of)
    return differentiate(inner_named(system) if tree == TREES[0] else system, at, tree, direction)


def system_from(expr: str | Expr | Mapping[str | Symbol, Expr], wrt: Wrt, of: Wrt) -> System:
    """The system that was given, with its outputs and inputs settled."""
    given = listed(expr)
    if isinstance(given, str):
        return parse_system(given, of, wrt)
    return system_of(given, of, wrt)


def _point_on(system: System, at: At) -> dict[Symbol, Tree]:
    """The values of a point, of inputs and of what is held fixed; what is defined has one."""
    defined = {one.name for one in system.definitions}
    free = (symbol for one in system.definitions for symbol in free_symbols(one.expr))
    point = point_of(at, (*system.wrt, *free, *defined))
    for symbol in point:
        if symbol in defined:
            hint = "its value follows from the others: leave it out"
            raise InputError(f"{symbol} is defined here, so the point cannot have it", hint=hint)
    return point


def differentiate(
    system: System,
    at: At = None,
    tree: str = "named",
    direction: str | Sequence[object] | None = None,
) -> Gradient:
    """The gradient of a system whose outputs and inputs are settled."""
    if tree not in TREES:
        raise InputError(f"unknown tree '{tree}'", hint=f"choose from {', '.join(TREES)}")
    operations = network(system)
    graph = contract(operations, system) if tree == "named" else tidied(operations)
    place = {node.name: node.id for node in graph.nodes}
    tidier = Tidier()
    passes: list[Pass] = []
    ends = [(place[output], place[x]) for output in system.outputs for x in system.wrt]
    for output, source in ends:
        first = 1 + sum(len(done.all_steps) for done in passes)
        passes.append(derive_along(graph, output, source, tidier, first))
    conditions = [
        c for output in system.outputs for c in asked(graph.nodes[place[output]].expr, {})
    ]
    done = Gradient(
        system,
        graph,
        operations,
        tuple(passes),
        paths=(),
        path_counts=tuple(count_paths(graph, *pair) for pair in ends),
        domain=solve_domain(conditions, system.wrt[0], [name.name for name in place]),
    )
    point = _point_on(system, at)
    if point:
        found = values_at(graph, ends, point)
        none = found if isinstance(found, NoNumbers) else None
        done = replace(done, at=None if isinstance(found, NoNumbers) else found, no_numbers=none)
    partials = done.at.partials if done.at else None
    found_paths = [named_paths(graph, *pair, partials) for pair in ends]
    passes = [
        _along_paths(one, paths, graph, tidier) if len(paths) == count else one
        for one, paths, count in zip(passes, found_paths, done.path_counts, strict=True)
    ]
    done = replace(done, paths=tuple(found_paths), passes=tuple(passes))
    if direction is not None:
        done = replace(done, direction=_directed(done, direction))
    return replace(done, checks=verify_gradient(done, spans(done.domain)))


def _along_paths(one: Pass, paths: Sequence[Path], graph: Graph, tidier: Tidier) -> Pass:
    """The pass with the sum over the paths as its raw line: the definitions put in, not tidied."""
    if all(len(path.nodes) <= DIRECT for path in paths):
        return one
    letters = {node.name: node.expr for node in graph.nodes if graph.into[node.id]}
    raw = substitute(add(*(path.product for path in paths)), letters)
    moves, result = tidier.tidy(raw)
    last = replace(one.steps[0], raw=raw, moves=moves, result=result, chain=(), factors=())
    return replace(one, steps=(last, *one.steps[1:]), raw=raw, result=result)


def _directed(done: Gradient, direction: str | Sequence[object]) -> Direction:
    """The directional derivative, with its numbers if there is a point."""
    parts = direction.split(",") if isinstance(direction, str) else direction
    vector = [number_of(part) for part in parts]
    if any(free_symbols(part) for part in vector):
        raise InputError("a direction has numbers only", hint="for example 3,4")
    found = along(done, vector)
    if done.at is None:
        return found
    line = on_the_line(found, done.system.wrt)
    at = {**dict(done.at.at), line.wrt: ZERO}
    numbers = slopes_at([line], at)
    if isinstance(numbers, NoNumbers):
        return found
    (slope,), (beside,) = numbers
    return replace(found, slope=slope, finite_difference=beside)


def backprop(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: Wrt = None,
    at: At = None,
) -> Sweep:
    """The derivatives of a quantity by every input at a point, in one backward sweep.

    ``expr``, ``wrt`` and ``of`` are as for :func:`grad`; ``at`` has a number for every input.

    Raises InputError if there is no point, or no value at it.

    >>> backprop("f = (x + y)*z", "x,y,z", at={"x": -2, "y": 5, "z": -4}).gradient
    (-4.0, -4.0, 3.0)
    """
    system = system_from(expr, wrt, of)
    graph = network(system)
    if len(graph.nodes) <= READABLE:
        graph = tidied(graph)
    place = {node.name: node.id for node in graph.nodes}
    output, *others = (place[symbol] for symbol in system.outputs)
    if others:
        raise InputError("backpropagation starts from one quantity", hint="say which quantity (of)")
    point = _point_on(system, at)
    if not point:
        raise InputError("backpropagation needs a point", hint="give one (at): x=1,y=2")
    found = values_at(graph, [(output, place[symbol]) for symbol in system.wrt], point)
    if isinstance(found, NoNumbers):
        raise InputError(_plain(no_numbers_words(found)))
    adjoints = adjoints_of(graph, output, found.partials)
    numbers = tuple(0.0 if adjoint is None else adjoint for adjoint in adjoints)
    return Sweep(system, graph, output, found, numbers, (check_slopes(found),))


def _plain(text: Text) -> str:
    return "".join(part if isinstance(part, str) else plain.formula(part) for part in text)
