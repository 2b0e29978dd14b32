"""Derivation → other routes to the same derivative, by rewriting what is differentiated.

The ways are data (rules/ways.py). A route is offered if it takes fewer lines; the same engine
derives it, and the same checks compare it with the expression as it was given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sympy import Add, Mul, Pow, Rational, S, Symbol, false

from chainrule.derivation import Derivation
from chainrule.domain import spans
from chainrule.errors import ChainRuleError
from chainrule.expr import Tree, mul, rebuild, walk
from chainrule.model import Check, Pass, Problem, Route
from chainrule.pipeline import solve
from chainrule.pool import Pool
from chainrule.rules import ROUTES, RULES, letters, put
from chainrule.rules.ways import WAYS
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier
from chainrule.verify import verify

__all__ = ["length", "other_routes", "rewritten"]

OUTCOMES = ("passed", "not made", "failed")
CHECK = "other route"
MOST_ROUNDS = 16


def other_routes(derivation: Derivation) -> tuple[Route, ...]:
    """The shortest other route, and the other way where u^v gives a choice."""
    taken = {RULES[step.rule].route for step in derivation.steps} - {""}
    chosen = [(key, derivation.problem) for key in ROUTES if taken and key not in taken]
    solved = [(key, _solved(problem, route=key)) for key, problem in chosen]
    if "log" in taken and not any(other for _, other in solved):
        solved = [("rules", _solved(derivation.problem))]
    found = [_route(derivation, key, other) for key, other in solved if other]
    shorter = []
    for key in WAYS:
        other = None if key in taken else _by(key, derivation.problem)
        if other and length(other.passes) < length(derivation.passes):
            shorter.append(_route(derivation, key, other))
    shorter.sort(key=lambda route: length(route.passes))
    return (*found, *shorter[:1])


def _by(key: str, problem: Problem) -> Derivation | None:
    """The derivation by a way that rewrites the expression, or by the logarithm of a product."""
    if key == "log":
        return _solved(problem, route=key)
    expr = rewritten(problem.expr, problem.wrt[0], key)
    return None if expr is None else _solved(replace(problem, expr=expr))


def length(passes: tuple[Pass, ...]) -> int:
    """How many lines a derivation takes: its steps, and the algebra between them.

    A logarithm on both sides takes two lines more, the laws and the slopes of both sides.
    """
    steps = [step for one in passes for step in one.steps]
    return sum(1 + len(step.moves) + 2 * (RULES[step.rule].route == "log") for step in steps)


def rewritten(expr: Tree, wrt: Symbol, key: str) -> Tree | None:
    """The expression rewritten one way as far as it goes, None where that way does not apply.

    >>> from chainrule.parsing import parse_tree
    >>> x = Symbol("x")
    >>> rewritten(parse_tree("ln(x^2*sqrt(x+1))"), x, "logarithm-laws")
    2*log(x) + log(x + 1)/2
    """
    pool = Pool()
    expr = given = pool.share(expr)

    def depends(part: Tree) -> bool:
        return wrt in free_symbols(part)

    for _ in range(MOST_ROUNDS):
        found = _first(expr, WAYS[key].rewritings, depends)
        if found is None:
            break
        old, new = found
        expr = pool.share(rebuild(expr, partial(_replaced, old=old, new=new)))
    return None if expr is given else expr


def _first(
    expr: Tree, rewritings: tuple[tuple[str, str], ...], depends: Callable[[Tree], bool]
) -> tuple[Tree, Tree] | None:
    """The first part that a rewriting fits, the whole before its parts, and what it becomes."""
    for node in reversed(list(walk(expr))):
        for form, becomes in rewritings:
            found = letters(form, node, depends)
            if found is not None:
                fixed = {letter: part for letter, part in found.items() if not depends(part)}
                return node, substitute(rebuild(put(becomes, fixed), _worked_out), found)
    return None


def _replaced(node: Tree, old: Tree, new: Tree) -> Tree:
    return new if node is old else node


def _worked_out(node: Tree) -> Tree:
    """Numbers worked out, where the letters of a rewriting became numbers."""
    if isinstance(node, Pow) and node.args[1] is S.One:
        return node.args[0]
    if isinstance(node, Add | Mul) and all(part.is_number for part in node.args):
        found = Tidier().tidy(node)[1]
        return found if isinstance(found, Rational) else node
    return mul(*(a for a in node.args if a is not S.One)) if isinstance(node, Mul) else node


def _solved(problem: Problem, route: str | None = None) -> Derivation | None:
    """The derivation, if there is one and it is open somewhere: ln(−x) is no ln(−1) + ln x."""
    try:
        found = solve(problem, route=route)
    except ChainRuleError:  # no way after all
        return None
    closed = any(condition.relation is false for condition in found.domain.conditions)
    return None if closed else found


def _route(derivation: Derivation, key: str, other: Derivation) -> Route:
    """The route, checked against the expression as it was given."""
    checks = verify(replace(derivation, passes=other.passes), spans(derivation.domain))
    worst = max(reversed(checks), key=lambda check: OUTCOMES.index(check.outcome))
    detail = f"{worst.detail} ({WAYS[key].words})"
    return Route(key, other.passes, other.domain, Check(CHECK, worst.outcome, detail))
