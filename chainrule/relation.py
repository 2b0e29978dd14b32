"""Implicit differentiation: the slope of a curve or surface that an equation describes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chainrule.answer import Answer
from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from chainrule.model import Check, Domain, Move, Pass, Reading, Step

__all__ = ["EMPTY", "CurvePoint", "Equation", "Implicit", "Implied", "ImpliedAgain"]

EMPTY = "points"
"""The check that was not made for want of a point of the curve: perhaps there is none."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Equation(Data):
    """The two sides of an equation as it was typed; ``source`` is empty for a SymPy equation."""

    source: str
    left: Expr
    right: Expr
    readings: tuple[Reading, ...] = ()

    @property
    def sides(self) -> tuple[Expr, Expr]:
        """Both, the left one first."""
        return self.left, self.right


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Implied(Data):
    """dy/dx of one input x. ``left`` and ``right`` are the derivatives of the two sides, in which
    y is the unknown function y(x); collected, they say ``factor · dy/dx = rest``; ``raw`` is
    rest/factor, and ``moves`` lead to the ``result``."""

    wrt: Symbol
    left: Pass
    right: Pass
    factor: Expr
    rest: Expr
    raw: Expr
    moves: tuple[Move, ...]
    result: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ImpliedAgain(Data):
    """d²y/dx²: ``slope`` differentiates dy/dx, with y as the function y(x); ``raw`` has dy/dx put
    in. ``on_curve`` is what the ``result`` becomes where the equation makes it shorter."""

    slope: Pass
    raw: Expr
    moves: tuple[Move, ...]
    result: Expr
    on_curve: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CurvePoint(Data):
    """Numbers at a point of the curve, in the order of the inputs: what each slope comes to,
    exactly if it is a fraction, with a finite difference along the curve beside it.

    ``kind`` says whether there is a slope: ``vertical`` where only the factor of dy/dx is 0,
    ``singular`` where the other partial derivatives are 0 as well, ``corner`` where a side of the
    equation has none.
    """

    at: tuple[tuple[Symbol, Expr], ...]
    side: float
    kind: Literal["slope", "vertical", "singular", "corner"]
    exact: tuple[Expr | None, ...] = ()
    slopes: tuple[float, ...] = ()
    finite_differences: tuple[float | None, ...] = ()
    tangent: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Implicit(Answer):
    """The derivatives of ``of``, which an equation makes a function of the other variables.

    ``function`` is that function in the passes: y(x), z(x, y). The ``domain`` is where the slopes
    hold. ``second`` is there if it was asked for. ``at`` are numbers at a point of the curve: the
    slopes, and the second derivative last.
    """

    equation: Equation
    of: Symbol
    function: Expr
    slopes: tuple[Implied, ...]
    domain: Domain
    second: ImpliedAgain | None = None
    at: CurvePoint | None = None
    checks: tuple[Check, ...] = ()

    @property
    def wrt(self) -> tuple[Symbol, ...]:
        """The inputs."""
        return tuple(one.wrt for one in self.slopes)

    @property
    def result(self) -> Expr:
        """The last derivative that was asked for: dy/dx, or d²y/dx²."""
        if self.second is None:
            return self.slopes[0].result
        return self.second.on_curve or self.second.result

    @property
    def gradient(self) -> tuple[Expr, ...]:
        """The slopes by all inputs."""
        return tuple(one.result for one in self.slopes)

    @property
    def passes(self) -> tuple[Pass, ...]:
        """Every differentiation that was made."""
        first = tuple(side for one in self.slopes for side in (one.left, one.right))
        return (*first, *([self.second.slope] if self.second else []))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, numbered from 1."""
        return tuple(step for one in self.passes for step in one.all_steps)

    def __repr__(self) -> str:
        inputs = ", ".join(symbol.name for symbol in self.wrt)
        return f"<Implicit {self.of.name} by {inputs}: {self.outcome}>"
