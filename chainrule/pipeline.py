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
from chainrule.domain import look_into
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.expr import Tree
from chainrule.gradient import Gradient
from chainrule.model import Domain, Pass, Problem, System
from chainrule.network import contract, named_paths, network
from chainrule.parsing import (
    choose_wrt,
    from_sympy,
    parse,
    parse_point,
    parse_system,
    parse_tree,
    system_of,
)  # fmt: skip
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
    values_at,
    verify,
    verify_gradient,
)  # fmt: skip
from chainrule.walks import count_paths

NOWHERE = "there are no numbers, as the function is defined nowhere"

__all__ = ["backprop", "diff", "differentiate", "grad", "solve"]

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
    problem = parse(expr) if isinstance(expr, str) else from_sympy(expr)
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
    if any(RULES[step.rule].gaps for one in passes for step in one.all_steps):
        domain = replace(domain, everywhere=False)
    domain = look_into(domain, problem.expr, problem.wrt[0], order=len(problem.wrt))
    done = Derivation(problem, passes, domain)
    if point:
        found = NOWHERE if _nowhere(domain) else evaluate(done, point)
        why = found if isinstance(found, str) else ""
        done = replace(done, at=None if isinstance(found, str) else found, no_numbers=why)
    return replace(done, checks=(*verify(done), *check_point(done.at)))


def _nowhere(domain: Domain) -> bool:
    return any(one.kind == "defined" and one.relation is false for one in domain.conditions)


def grad(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: str | Sequence[str] = "",
    at: At = None,
) -> Gradient:
    """The gradient of a quantity by every input, by the generalised chain rule.

    ``expr`` is a system of definitions, ``h = r*s; r = x*y; s = x + y``, or one expression; ``of``
    names the quantity, the first one if it is empty; ``wrt`` the inputs, all that nothing defines
    unless it says otherwise; ``at`` a point for numbers on every edge.

    >>> grad("h = r*s + t; r = x*y; s = x + y; t = x - y").gradient
    (2*x*y + y**2 + 1, x**2 + 2*x*y - 1)
    """
    return differentiate(_system(expr, wrt, of), at)


def _system(
    expr: str | Expr | Mapping[str | Symbol, Expr], wrt: Wrt, of: str | Sequence[str]
) -> System:
    given = () if wrt is None else wrt
    if not isinstance(given, str):
        given = tuple(map(str, given if isinstance(given, Sequence) else (given,)))
    if isinstance(expr, str):
        return parse_system(expr, of, given)
    return system_of(expr, of, given)


def differentiate(system: System, at: At = None) -> Gradient:
    """The gradient of a system whose outputs and inputs are settled."""
    operations = network(system)
    graph = contract(operations, system)
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
        paths=tuple(named_paths(graph, *pair) for pair in ends),
        path_counts=tuple(count_paths(graph, *pair) for pair in ends),
        domain=solve_domain(conditions, system.wrt[0], [name.name for name in place]),
    )
    fixed = (symbol for one in system.definitions for symbol in free_symbols(one.expr))
    point = _placed(_point(at), (*place, *fixed))
    if point:
        found = values_at(graph, ends, point)
        why = found if isinstance(found, str) else ""
        done = replace(done, at=None if isinstance(found, str) else found, no_numbers=why)
    return replace(done, checks=verify_gradient(done))


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
    system = _system(expr, wrt, of)
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
    if isinstance(found, str):
        raise InputError(found)
    adjoints = adjoints_of(graph, output, found.partials)
    numbers = tuple(0.0 if adjoint is None else adjoint for adjoint in adjoints)
    return Sweep(system, graph, output, found, numbers, (check_slopes(found),))


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
