"""Equation → dy/dx: both sides differentiated with y as a function of x, collected, and solved.

    x² + y² = 25  →  2x + 2y · dy/dx = 0  →  2y · dy/dx = −2x  →  dy/dx = −x/y

The engine differentiates the sides as it does any expression in which an unknown function y(x)
stands. What dy/dx is multiplied by is ∂F/∂y, of F = left − right, and what remains is ∂F/∂x: that
is how the terms are collected. The oracle moves along the curve (along.py) and knows no rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Derivative, Expr, Function, Ne, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Equality

from chainrule.derive import derive
from chainrule.domain import solve as solve_domain
from chainrule.errors import InputError
from chainrule.expr import ZERO, Slope, Tree, build, div, neg, rebuild, sub
from chainrule.model import Condition, Domain, Move, Pass
from chainrule.pipeline import At, Wrt, point_of
from chainrule.readers.along import require_known
from chainrule.readers.curve_checks import check_implicit
from chainrule.readers.curve_points import level_of, on_curve
from chainrule.readers.equations import bare, chosen, equation_of, symbols_of
from chainrule.readers.shorter import minus, neat, reduced, tidied
from chainrule.readers.shorter import on_curve as shortened
from chainrule.relation import Equation, Implicit, Implied, ImpliedAgain
from chainrule.scope import substitute
from chainrule.tidy import Tidier
from chainrule.unknown import applied

__all__ = ["implicit", "in_letters"]

MOST_MOVES = 3  # lines of algebra after dy/dx is put in


def implicit(
    equation: str | Expr | Equality,
    of: Wrt = None,
    wrt: Wrt = None,
    *,
    at: At = None,
    order: int = 1,
) -> Implicit:
    """The derivative of ``of``, which an equation makes a function of the other variables.

    ``equation`` is text, ``x^2 + y^2 = 25``, or SymPy's Eq (an expression alone is 0); ``of`` the
    dependent variable, y of x and y, z of x, y and z; ``wrt`` the inputs, all other variables
    unless it says otherwise; ``at`` a point of the curve; ``order`` 2 asks for d²y/dx².

    Raises InputError for a point that does not lie on the curve.

    >>> implicit("x^2 + y^2 = 25").result
    -x/y
    """
    found = equation_of(equation)
    symbol, inputs = chosen(found, of, wrt)
    if order not in (1, 2):
        raise InputError("the order is 1 or 2")
    if order == 2 and len(inputs) > 1:
        raise InputError("a second derivative is by one variable", hint="say which variable (wrt)")
    if symbol not in symbols_of(found):
        sides = [bare(side, symbol) for side in found.sides]
        found = replace(found, left=sides[0], right=sides[1])
    function = applied(Function(symbol.name), inputs, (0,) * len(inputs))
    tidier, slopes, first = Tidier(), [], 1
    for one in inputs:
        slopes.append(_implied(found, symbol, one, function, tidier, first))
        first += sum(len(side.all_steps) for side in (slopes[-1].left, slopes[-1].right))
    done = Implicit(found, symbol, function, tuple(slopes), _holds(found, symbol, slopes))
    if order == 2:
        done = replace(done, second=_again(done, tidier, first))
    point = point_of(at, (*symbols_of(found), *inputs))
    if point:
        require_known(*found.sides)
        done = replace(done, at=on_curve(done, point))
    return replace(done, checks=check_implicit(done))


def _implied(
    equation: Equation, of: Symbol, wrt: Symbol, function: Tree, tidier: Tidier, first: int
) -> Implied:
    """One slope, from the equation to its tidy form."""
    left = _differentiated(equation.left, of, wrt, function, first)
    right = _differentiated(equation.right, of, wrt, function, first + len(left.all_steps))
    factor = _partial(equation, of, tidier)
    sign = minus if factor.is_Rational and factor < 0 else _same
    factor = sign(factor)
    if factor == 0:
        raise InputError(
            f"the equation does not determine {of}: it holds or fails whatever {of} is"
        )
    rest = tidier.tidy(neg(sign(_partial(equation, wrt, tidier))))[1]
    raw = rest if factor == 1 else div(rest, factor)
    moves, result = tidier.tidy(raw)
    if (short := reduced(result)) is not result:
        moves, result = (*moves, Move("cancel", short)), short
    moves = tuple(Move(move.key, neat(move.result)) for move in moves)
    return Implied(wrt, left, right, neat(factor), neat(rest), neat(raw), moves, neat(result))


def _differentiated(side: Tree, of: Symbol, wrt: Symbol, function: Tree, first: int) -> Pass:
    (done,), _ = derive(substitute(side, {of: function}), (wrt,))
    return renumbered(done, first)


def renumbered(done: Pass, first: int) -> Pass:
    """The pass with its steps numbered from ``first``."""
    by = first - 1
    steps = tuple(
        replace(
            step,
            number=step.number + by,
            chain=tuple(number + by for number in step.chain),
            links=tuple(replace(k, step=k.step and k.step + by) for k in step.links),
        )
        for step in done.steps
    )
    return replace(done, steps=steps, inner=tuple(renumbered(one, first) for one in done.inner))


def _partial(equation: Equation, by: Symbol, tidier: Tidier) -> Tree:
    """∂F/∂y of F = left − right, what does not vary left away."""
    sides = []
    for side in equation.sides:
        (done,), _ = derive(side, (by,))
        sides.append(done.result)
    left, right = sides
    raw = left if right == 0 else neg(right) if left == 0 else sub(left, right)
    return tidier.tidy(raw)[1]


def _same(tree: Tree) -> Tree:
    return tree


def _holds(equation: Equation, of: Symbol, slopes: Sequence[Implied]) -> Domain:
    """Where both sides have partial derivatives, and the division is by something else than 0."""
    divided = build(Ne, (slopes[0].factor, ZERO))
    conditions = [Condition(divided, "smooth", "implicit", solved=False)]
    for by in (of, *(one.wrt for one in slopes)):
        for side in equation.sides:
            conditions += derive(side, (by,))[1]
    return solve_domain(conditions, of, [symbol.name for symbol in symbols_of(equation)])


def _again(done: Implicit, tidier: Tidier, first: int) -> ImpliedAgain:
    """d²y/dx², with dy/dx put in."""
    (one,) = done.slopes
    slope = _differentiated(tidier.tidy(one.result)[1], done.of, one.wrt, done.function, first)
    in_slope = in_letters(slope.raw, done)
    raw = rebuild(in_slope, lambda node: one.result if node.func is Slope else node)
    moves, result = tidied(raw, tidier, MOST_MOVES)
    less = shortened(result, level_of(done))
    if less is not None:  # what the equation makes shorter need not be factored before
        moves = tuple(move for move in moves if move.key not in ("factors", "cancel")) or moves
    moves = tuple(Move(move.key, neat(move.result)) for move in moves)
    return ImpliedAgain(slope, neat(raw), moves, neat(result), less and neat(less))


def in_letters(tree: Tree, done: Implicit) -> Tree:
    """A line of a pass with y for y(x), and ``Slope(y, x)`` for its derivative."""

    def letter(node: Any) -> Tree:
        if isinstance(node, AppliedUndef) and node == done.function:
            return done.of
        if node.func is Derivative and node.args[0] == done.of and len(node.args) == 2:
            return build(Slope, (done.of, node.args[1].args[0]))
        return node

    return rebuild(tree, letter)
