"""Two functions of a parameter → dy/dx = (dy/dt)/(dx/dt), and d²y/dx² by the same quotient again.

The oracle walks along the curve: (y(t + ε) − y(t − ε))/(x(t + ε) − x(t − ε)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Ne, Symbol

from chainrule.derive import derive
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.expr import ZERO, Tree, build, div
from chainrule.model import Condition, Domain, Move, Problem
from chainrule.parsing import problem_of
from chainrule.parsing.uses import asked as names_of
from chainrule.parsing.variables import is_constant
from chainrule.pipeline import At, Wrt, point_of
from chainrule.readers.along import require_known
from chainrule.readers.implicit import renumbered
from chainrule.readers.shorter import is_negative, minus, neat, reduced, tidied
from chainrule.readers.track_points import check_track, kinds_of, on_track, without_corners
from chainrule.scope import free_symbols
from chainrule.tidy import Tidier
from chainrule.tracks import Parametric, Quotient

__all__ = ["parametric", "quotient_of"]

USUAL = ("t", "theta", "phi", "s", "u")
NAMES = ("x", "y"), ("X", "Y")


def parametric(
    x: str | Expr,
    y: str | Expr,
    wrt: Wrt = None,
    *,
    at: At = None,
    order: int = 1,
) -> Parametric:
    """The slope of the curve with the coordinates ``x`` and ``y``, by their parameter ``wrt``.

    ``at`` gives the parameter a value, ``t=pi/4``; ``order`` 2 asks for d²y/dx².

    >>> parametric("cos(t)", "sin(t)").result
    -cos(t)/sin(t)
    """
    if order not in (1, 2):
        raise InputError("the order is 1 or 2")
    problems = [problem_of(x), problem_of(y)]
    parameter = _parameter(problems, wrt)
    names = next(pair for pair in NAMES if parameter.name not in pair)
    problems = [replace(p, name=n, wrt=(parameter,)) for p, n in zip(problems, names, strict=True)]
    across, up = problems
    known = [parameter, *free_symbols(across.expr), *free_symbols(up.expr)]
    passes, first = [], 1
    asked: list[Condition] = []
    for problem in problems:
        (one,), conditions = derive(problem.expr, (parameter,), problem.name)
        passes.append(renumbered(one, first))
        first += len(one.all_steps)
        asked += conditions
    dx, dy = passes[0].result, passes[1].result
    if dx == 0:
        raise InputError(f"{names[0]} does not vary with {parameter}: the curve is vertical")
    tidier = Tidier()
    slope = quotient_of(dy, dx, tidier)
    again = None
    if order == 2:
        (one,), _ = derive(slope.result, (parameter,), "m")
        passes.append(renumbered(one, first))
        again = quotient_of(one.result, dx, tidier)
    done = Parametric(
        across, up, parameter, tuple(passes), slope, _zeros(dx, parameter), _zeros(dy, parameter),
        domain=solve_domain(asked, parameter, [s.name for s in known]), second=again,
    )  # fmt: skip
    done = without_corners(done)
    done = replace(done, kinds=kinds_of(done))
    point = point_of(at, known)
    if point:
        require_known(across.expr, up.expr)
        done = replace(done, at=on_track(done, point))
    return replace(done, checks=check_track(done))


def _parameter(problems: Sequence[Problem], wrt: Wrt) -> Symbol:
    """The parameter: the one that is asked for, stated, usual, or the only one."""
    symbols = {s.name: s for problem in problems for s in free_symbols(problem.expr)}
    given = names_of(wrt, symbols)
    if len(given) > 1:
        raise InputError(f"a curve has one parameter, not {len(given)}")
    if given:
        return symbols.get(given[0], Symbol(given[0]))
    stated = {p.wrt[0].name for p in problems if "(" in p.source.partition("=")[0] and p.wrt}
    varying = [name for name in symbols if not is_constant(name)] or list(symbols)
    usual = [name for name in USUAL if name in symbols]
    names = sorted(stated) or usual[:1] or varying
    if len(names) != 1:
        message = "it is not clear which letter is the parameter" if names else "nothing varies"
        raise InputError(message, hint="say which variable (wrt)")
    return symbols.get(names[0], Symbol(names[0]))


def quotient_of(top: Tree, bottom: Tree, tidier: Tidier) -> Quotient:
    """One derivative divided by another, tidied."""
    raw = top if bottom == 1 else div(top, bottom)
    signed = div(minus(top), minus(bottom)) if is_negative(bottom) else raw
    moves, result = tidied(signed, tidier, 4)
    if (short := reduced(result)) is not result:
        moves, result = (*moves, Move("cancel", short)), short
    moves = tuple(Move(move.key, neat(move.result)) for move in moves)
    return Quotient(neat(raw), moves, neat(result))


def _zeros(rate: Tree, parameter: Symbol) -> Domain:
    """Where a rate is 0, as the conditions that it is not."""
    condition = Condition(build(Ne, (rate, ZERO)), "smooth", "parametric", solved=False)
    names: list[Any] = [symbol.name for symbol in free_symbols(rate)]
    return solve_domain([condition], parameter, names)
