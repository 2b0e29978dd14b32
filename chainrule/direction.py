"""Gradient and direction → the directional derivative: the chain rule along a straight line.

D h = ∇h · a/|a| = Σᵢ aᵢ/|a| · ∂h/∂xᵢ   is dh/ds along x + s·a/|a|.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import TYPE_CHECKING

from sympy import Dummy, Rational, Symbol

from chainrule.errors import InputError
from chainrule.expr import HALF, ONE, ZERO, Tree, add, div, mul, power
from chainrule.model import Direction, Graph, Pass, Step
from chainrule.numeric import magnitude, placed
from chainrule.scope import substitute
from chainrule.tidy import Tidier

if TYPE_CHECKING:
    from chainrule.gradient import Gradient

__all__ = ["along", "on_the_line"]

PREC = 2_000  # bits of a number


def along(gradient: Gradient, vector: Sequence[Tree]) -> Direction:
    """The slope of the output of a gradient in the direction of a vector of numbers.

    The vector is divided by its length; InputError if it has none, or a number too few or many.
    """
    wrt, (output, *others) = gradient.system.wrt, gradient.system.outputs
    if others:
        hint = "say which quantity (of)"
        raise InputError("a directional derivative is of one quantity", hint=hint)
    if len(vector) != len(wrt):
        names = ", ".join(symbol.name for symbol in wrt)
        raise InputError(f"a direction has a number for each of {names}, not {len(vector)}")
    tidier = Tidier()
    numbers = [_real(tidier.tidy(number)[1]) for number in vector]
    square = tidier.tidy(add(*(power(number, 2) for number in numbers)))[1]
    if square == 0:
        raise InputError("a direction of length 0 is none")
    length = _root(square, tidier)
    unit = [number if length is ONE else tidier.tidy(div(number, length))[1] for number in numbers]
    terms = [mul(part, slope) for part, slope in zip(unit, gradient.gradient, strict=True)]
    raw = add(*terms) if len(terms) > 1 else terms[0]
    moves, result = tidier.tidy(raw)
    expr = next(node.expr for node in gradient.graph.nodes if node.name == output)
    number = len(gradient.steps) + 1
    step = Step(number, "sum", output, expr, expr, (), raw, (), (), raw, moves, result)
    graph = Graph((), (), wrt)
    done = Pass(expr, wrt[0], graph, (step,), raw, result)
    return Direction(tuple(numbers), length, tuple(unit), done)


def _real(number: Tree) -> Tree:
    """The number, 0 where it is that as far as its digits tell; InputError if it is not real."""
    letter = Symbol("a")
    value = placed({letter: number}, PREC)[letter]
    if value is None:
        raise InputError(f"a direction has real numbers, not {str(number)[:40]}")
    return number if magnitude(value) > -PREC // 2 else ZERO


def _root(square: Tree, tidier: Tidier) -> Tree:
    """The length: rational where it can be."""
    if isinstance(square, Rational):
        top, bottom = square.p, square.q
        exact = [isqrt(part) for part in (top, bottom)]
        if exact[0] ** 2 == top and exact[1] ** 2 == bottom:
            return ONE if exact[0] == exact[1] else Rational(*exact)
    return tidier.tidy(power(square, HALF))[1]


def on_the_line(direction: Direction, wrt: Sequence[Symbol]) -> Pass:
    """The same claim as a derivative of one variable s: along x + s·a/|a|, the slope of h is what
    was found, at every s."""
    s = Dummy("s")
    moved = {x: add(x, mul(part, s)) for x, part in zip(wrt, direction.unit, strict=True)}
    one = direction.done
    expr, raw, result = (substitute(tree, moved) for tree in (one.expr, one.raw, one.result))
    return Pass(expr, s, one.graph, (), raw, result)
