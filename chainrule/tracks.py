"""Curves that a parameter runs through, and inverse functions: slopes by dividing two rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chainrule.answer import Answer
from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from chainrule.model import Check, Domain, Move, Pass, Problem, Step

__all__ = ["Inverse", "InversePoint", "Parametric", "Quotient", "TrackPoint"]

Kind = Literal["slope", "vertical", "cusp", "returns", "passes", "corner", "unknown"]
"""What a curve does where x stands still: a vertical tangent; it stops there and turns back, or
goes on; a coordinate has a corner; or nothing that the numbers tell."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quotient(Data):
    """A derivative that is a quotient of two: ``raw`` as it is put together, the ``moves`` of the
    algebra, and the ``result``."""

    raw: Expr
    moves: tuple[Move, ...]
    result: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TrackPoint(Data):
    """Numbers at a value of the parameter. ``place`` and ``rates`` are x, y and dx/dt, dy/dt;
    ``slopes`` are dy/dx, and d²y/dx² if it was asked for, exactly if they are fractions, each with
    a difference along the curve beside it. Where the curve stops, ``direction`` is the slope of
    the tangent that its points beside have, None for a vertical one."""

    at: tuple[tuple[Symbol, Expr], ...]
    kind: Kind
    places: tuple[Expr, Expr]
    place: tuple[float, float]
    rates: tuple[float, float]
    exact: tuple[Expr | None, ...] = ()
    slopes: tuple[float, ...] = ()
    finite_differences: tuple[float, ...] = ()
    tangent: Expr | None = None
    direction: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Parametric(Answer):
    """dy/dx of a curve x(t), y(t). ``passes`` are dx/dt and dy/dt, and d/dt of dy/dx if a
    ``second`` derivative was asked for. ``upright`` says where dx/dt is 0, ``level`` where dy/dt
    is, by the conditions that they are not; ``kinds`` what the curve does at each of the former;
    the ``domain`` is that of both coordinates.
    """

    x: Problem
    y: Problem
    wrt: Symbol
    passes: tuple[Pass, ...]
    first: Quotient
    upright: Domain
    level: Domain
    kinds: tuple[Kind, ...] = ()
    domain: Domain | None = None
    second: Quotient | None = None
    at: TrackPoint | None = None
    checks: tuple[Check, ...] = ()

    @property
    def result(self) -> Expr:
        """The last derivative that was asked for: dy/dx, or d²y/dx²."""
        return (self.second or self.first).result

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, numbered from 1."""
        return tuple(step for one in self.passes for step in one.all_steps)

    def __repr__(self) -> str:
        return f"<Parametric curve by {self.wrt.name}: {self.outcome}>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InversePoint(Data):
    """One x with f(x) = y: exactly, if it is a fraction; the slope of f there, and that of the
    inverse, None where the slope of f is 0; and a difference quotient of the inverse."""

    exact: Expr | None
    place: float
    slope: float
    inverse: float | None
    exact_inverse: Expr | None
    finite_difference: float | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Inverse(Answer):
    """The derivative of an inverse function, dx/dy = 1/f′(x). ``value`` is the letter y; ``one``
    derives f; ``points`` are the places where f has the value ``at``, each on a branch."""

    problem: Problem
    wrt: Symbol
    value: Symbol
    one: Pass
    inverse: Quotient
    domain: Domain
    at: Expr | None = None
    points: tuple[InversePoint, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def result(self) -> Expr:
        """1/f′(x), tidied."""
        return self.inverse.result

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step of f′, numbered from 1."""
        return self.one.all_steps

    def __repr__(self) -> str:
        return f"<Inverse of {self.problem.name}: {self.outcome}>"
