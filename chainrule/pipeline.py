"""The stages, composed once:

    parse → decompose → derive (tidy at every step) → domain → verify

What comes out is a Derivation; explain and render make pages of it. The other commands compose the
same stages in readers/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from sympy import Expr, Integer, Symbol, false

from chainrule.derivation import Derivation
from chainrule.derive import derive
from chainrule.domain import holds, look_into, spans
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.evaluation import NoNumbers
from chainrule.expr import Tree
from chainrule.model import Domain, Problem
from chainrule.parsing import Given, choose_wrt, from_sympy, parse_point, parse_tree, problem_of
from chainrule.rules import ROUTES, RULES, Rules, local
from chainrule.scope import free_symbols, symbols
from chainrule.verify import check_point, evaluate, verify

__all__ = ["At", "Wrt", "diff", "number_of", "point_of", "solve"]

Wrt: TypeAlias = Given
At: TypeAlias = "str | Mapping[str | Symbol, object] | None"

_POWERS = "a power u^v of which both base and exponent vary, such as x^x"
CHOICES = {
    "power": f"it is a way for {_POWERS}",
    "log": "it is a way for a product or a quotient of several parts that vary, such as "
    f"x^3*sqrt(x+1)/(2x-1)^5, and for {_POWERS}",
}
"""What a route is for, said where there is no such thing."""


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
    to take: ``log`` is logarithmic differentiation of products, quotients and powers u^v where both
    vary; ``power`` the general power rule for u^v, as without a route.

    Raises InputError for what cannot be read, NoRuleError for a function without a rule.

    >>> diff("(2x-1)^3").result
    6*(2*x - 1)**2
    >>> diff("x^2*y", ("x", "y")).result
    2*x
    """
    return solve(choose_wrt(problem_of(expr, wrt), wrt, order), at, route)


def solve(problem: Problem, at: At = None, route: str | None = None) -> Derivation:
    """The derivation of a problem whose variable is settled."""
    point = point_of(at, (*free_symbols(problem.expr), *problem.wrt))
    names = [symbol.name for symbol in symbols(problem.expr)]
    passes, conditions = derive(problem.expr, problem.wrt, problem.name, _rules(route))
    if route is not None and not any(RULES[s.rule].route for one in passes for s in one.steps):
        raise InputError(
            f"there is no choice of route '{route}' here",
            hint=CHOICES[route],
        )
    domain = solve_domain(conditions, problem.wrt[0], names)
    last = passes[-1].expr if len(set(problem.wrt)) == 1 else None
    domain = look_into(domain, problem.expr, problem.wrt[0], order=len(problem.wrt), last=last)
    done = Derivation(problem, passes, domain)
    if point:
        found = evaluate(done, point)
        if not isinstance(found, NoNumbers) or _nowhere(domain):
            found = _outside(domain, point) or found
        none = found if isinstance(found, NoNumbers) else None
        done = replace(done, at=None if isinstance(found, NoNumbers) else found, no_numbers=none)
    return replace(done, checks=(*verify(done, spans(domain)), *check_point(done.at)))


def _nowhere(domain: Domain) -> bool:
    return any(one.kind == "defined" and one.relation is false for one in domain.conditions)


def _outside(domain: Domain, point: Mapping[Symbol, Tree]) -> NoNumbers | None:
    """Why there are no numbers at a point that the domain leaves out, such as x = −2 for xˣ."""
    if _nowhere(domain):
        return NoNumbers("nowhere", tuple(point.items()))
    defined = [one for one in domain.conditions if one.kind == "defined"]
    plain = (one.relation for one in defined if one.within is None and one.letter is None)
    if any(holds(relation, point) is False for relation in plain):
        return NoNumbers("undefined", tuple(point.items()))
    return None


def point_of(at: At, known: Iterable[Symbol]) -> dict[Symbol, Tree]:
    """The values of a point, as text or a mapping, by the symbols that are ``known``, which may
    carry assumptions."""
    symbols = {symbol.name: symbol for symbol in known}
    point = _point(at)
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
    return {Symbol(str(name)): number_of(value) for name, value in at.items()}


def number_of(value: object) -> Tree:
    """A number, given as text, a Python number or a SymPy expression."""
    if isinstance(value, Expr):
        return from_sympy(value).expr
    if isinstance(value, int):
        return Integer(value)
    return parse_tree(repr(float(value)) if isinstance(value, float) else str(value))
