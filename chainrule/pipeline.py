"""The stages, composed once:

    parse → decompose → derive (tidy at every step) → domain → verify

What comes out is a Derivation; explain and render make pages of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sympy import Expr, Integer, Symbol, false

from chainrule.derivation import Derivation
from chainrule.derive import derive, derive_along
from chainrule.direction import along, on_the_line
from chainrule.document import Text
from chainrule.domain import look_into, spans
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.explain.at_words import no_numbers_words
from chainrule.expr import ZERO, Tree
from chainrule.gradient import Gradient
from chainrule.model import Direction, Domain, NoNumbers, Pass, Problem, System
from chainrule.network import contract, named_paths, network, tidied
from chainrule.parsing import (
    choose_wrt,
    from_sympy,
    parse,
    parse_point,
    parse_system,
    parse_tree,
    system_of,
)  # fmt: skip
from chainrule.render import plain
from chainrule.reverse import Sweep
from chainrule.rules import ROUTES, RULES, Rules, local
from chainrule.rules.asked import asked
from chainrule.scope import free_symbols, symbols
from chainrule.tidy import Tidier
from chainrule.verify import (
    adjoints_of,
    check_point,
    check_slopes,
    evaluate,
    slopes_at,
    values_at,
    verify,
    verify_gradient,
)  # fmt: skip
from chainrule.walks import count_paths

TREES = ("named", "full")

__all__ = ["backprop", "diff", "differentiate", "grad", "point_of", "solve", "system_from"]

Wrt: TypeAlias = "str | Symbol | Sequence[str | Symbol] | None"
At: TypeAlias = "str | Mapping[str | Symbol, object] | None"


def diff(
    expr: str | Expr,
    wrt: Wrt = None,
    *,
    order: int = 1,
    at: At = None,
    route: str | None = None,
) -> Derivation:
    """Differentiate, with every step, tidied and checked.

    ``expr`` is what one types, in plain mathematics or LaTeX, or a SymPy expression; ``wrt`` the
    variable (inferred where there is no doubt) or several for a mixed derivative; ``order`` how
    often; ``at`` a point, ``{"x": 5}``, at which to put numbers into every link; ``route`` the way
    to take with u^v where both vary: ``power`` (the general power rule, unless told otherwise) or
    ``log`` (logarithmic differentiation).

    Raises InputError for what cannot be read, NoRuleError for a function without a rule.

    >>> diff("(2x-1)^3").result
    6*(2*x - 1)**2
    >>> diff("x^2*y", ("x", "y")).result
    2*x
    """
    if not isinstance(expr, str | Expr):
        raise InputError(f"text or a SymPy expression is needed, not {type(expr).__name__}")
    problem = parse(expr, wrt=wrt) if isinstance(expr, str) else from_sympy(expr)
    return solve(choose_wrt(problem, wrt, order), at, route)


def solve(problem: Problem, at: At = None, route: str | None = None) -> Derivation:
    """The derivation of a problem whose variable is settled."""
    point = _placed(_point(at), (*free_symbols(problem.expr), *problem.wrt))
    names = [symbol.name for symbol in symbols(problem.expr)]
    passes, conditions = derive(problem.expr, problem.wrt, problem.name, _rules(route))
    if route is not None and not any(RULES[s.rule].route for one in passes for s in one.steps):
        raise InputError(
            f"there is no choice of route '{route}' here",
            hint="routes are for a power u^v of which both base and exponent vary, such as x^x",
        )
    domain = solve_domain(conditions, problem.wrt[0], names)
    domain = look_into(domain, problem.expr, problem.wrt[0], order=len(problem.wrt))
    done = Derivation(problem, passes, domain)
    if point:
        nowhere = NoNumbers("nowhere", tuple(point.items()))
        found = nowhere if _nowhere(domain) else evaluate(done, point)
        none = found if isinstance(found, NoNumbers) else None
        done = replace(done, at=None if isinstance(found, NoNumbers) else found, no_numbers=none)
    return replace(done, checks=(*verify(done, spans(domain)), *check_point(done.at)))


def _plain(text: Text) -> str:
    return "".join(part if isinstance(part, str) else plain.formula(part) for part in text)


def _nowhere(domain: Domain) -> bool:
    return any(one.kind == "defined" and one.relation is false for one in domain.conditions)


def grad(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: str | Sequence[str] = "",
    at: At = None,
    tree: str = "named",
    direction: str | Sequence[object] | None = None,
) -> Gradient:
    """The gradient of a quantity by every input, by the generalised chain rule.

    ``expr`` is a system of definitions, ``h = r*s; r = x*y; s = x + y``, or one expression; ``of``
    names the quantity, the first one if it is empty; ``wrt`` the inputs, all that nothing defines
    unless it says otherwise; ``at`` a point for numbers on every edge. The ``tree`` has the
    ``named`` quantities, or is the ``full`` one, of every elementary operation. In a
    ``direction`` such as (3, 4) there is a directional derivative too.

    >>> grad("h = r*s + t; r = x*y; s = x + y; t = x - y").gradient
    (2*x*y + y**2 + 1, x**2 + 2*x*y - 1)
    """
    return differentiate(system_from(expr, wrt, of), at, tree, direction)


def system_from(
    expr: str | Expr | Mapping[str | Symbol, Expr], wrt: Wrt, of: str | Sequence[str]
) -> System:
    """The system that was given, with its outputs and inputs settled."""
    given = () if wrt is None else wrt
    if not isinstance(given, str):
        given = tuple(map(str, given if isinstance(given, Sequence) else (given,)))
    if isinstance(expr, str):
        return parse_system(expr, of, given)
    return system_of(expr, of, given)


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
    fixed = (symbol for one in system.definitions for symbol in free_symbols(one.expr))
    point = _placed(_point(at), (*place, *fixed))
    if point:
        found = values_at(graph, ends, point)
        none = found if isinstance(found, NoNumbers) else None
        done = replace(done, at=None if isinstance(found, NoNumbers) else found, no_numbers=none)
    partials = done.at.partials if done.at else None
    done = replace(done, paths=tuple(named_paths(graph, *pair, partials) for pair in ends))
    if direction is not None:
        done = replace(done, direction=_directed(done, direction))
    return replace(done, checks=verify_gradient(done, spans(done.domain)))


def _directed(done: Gradient, direction: str | Sequence[object]) -> Direction:
    """The directional derivative, with its numbers if there is a point."""
    parts = direction.split(",") if isinstance(direction, str) else direction
    vector = [_number(part) for part in parts]
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
    of: str = "",
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
    place = {node.name: node.id for node in graph.nodes}
    output, *others = (place[symbol] for symbol in system.outputs)
    if others:
        raise InputError("backpropagation starts from one quantity", hint="say which: of=…")
    fixed = (symbol for one in system.definitions for symbol in free_symbols(one.expr))
    point = _placed(_point(at), (*place, *fixed))
    if not point:
        raise InputError("backpropagation needs a point", hint="for example --at x=1,y=2")
    found = values_at(graph, [(output, place[symbol]) for symbol in system.wrt], point)
    if isinstance(found, NoNumbers):
        raise InputError(_plain(no_numbers_words(found)))
    adjoints = adjoints_of(graph, output, found.partials)
    numbers = tuple(0.0 if adjoint is None else adjoint for adjoint in adjoints)
    return Sweep(system, graph, output, found, numbers, (check_slopes(found),))


def point_of(at: At, known: Iterable[Symbol]) -> dict[Symbol, Tree]:
    """The values of a point, as text or a mapping, by the symbols that are ``known``."""
    return _placed(_point(at), known)


def _placed(point: Mapping[Symbol, Tree], known: Iterable[Symbol]) -> dict[Symbol, Tree]:
    """The point in the symbols of the expression, which may carry assumptions."""
    symbols = {symbol.name: symbol for symbol in known}
    for symbol in point:
        if symbol.name not in symbols:
            raise InputError(f"'{symbol}' does not occur in the expression")
    return {symbols[symbol.name]: value for symbol, value in point.items()}


def _rules(route: str | None) -> Rules:
    """The rules that take a route."""
    if route is None:
        return local
    if route not in ROUTES:
        raise InputError(f"unknown route '{route}'", hint=f"choose from {', '.join(ROUTES)}")
    return ROUTES[route]


def _point(at: At) -> dict[Symbol, Tree]:
    if at is None:
        return {}
    if isinstance(at, str):
        return parse_point(at)
    if not isinstance(at, Mapping):
        raise InputError(f"a point is {{'x': 5}} or 'x=5', not {at!r}")
    return {Symbol(str(name)): _number(value) for name, value in at.items()}


def _number(value: object) -> Tree:
    if isinstance(value, Expr):
        return from_sympy(value).expr
    if isinstance(value, int):
        return Integer(value)
    return parse_tree(repr(value) if isinstance(value, float) else str(value))
