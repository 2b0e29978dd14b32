"""What is known at a point: the numbers of a derivation or a graph, the slopes that difference
quotients show, or why there are no numbers. Data alone, like model.py."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr, Symbol

__all__ = [
    "EXACT", "Evaluation", "LinkValues", "NoNumbers", "NodeValues", "Number", "Rate", "Side",
    "Slopes", "StepValues",
]  # fmt: skip

Number: TypeAlias = float | Decimal
"""A number at a point: a Decimal where it is too large, or too near to 0, for a float."""

Side = Literal["slope", "infinite", "jump", "undefined", "unknown"]
"""What the difference quotients of one side do: settle, grow without bound with the function
continuous, or not; no value there; nothing that can be told."""

EXACT = Context(prec=30, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic with numbers that no float holds."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """What the difference quotients of a function do on each side of a point, with the slopes
    ``below`` and ``above`` it where they settle; whether there is a derivative, which ``exists``
    if they are equal; None where that is undecided, or for one side only."""

    left: Side
    right: Side
    below: Number = 0.0
    above: Number = 0.0
    exists: bool | None = None


@dataclass(frozen=True, slots=True)
class LinkValues:
    """The numbers of one link at a point: inner value, local partial, inner derivative; None
    where there is none, as there is no slope of |u| at u = 0."""

    value: Number | None
    partial: Number | None
    derivative: Number | None


@dataclass(frozen=True, slots=True)
class StepValues:
    """The numbers of one step at a point, and its value where the variable is nudged. ``result``
    is None where the step has no slope."""

    step: int
    value: Number
    links: tuple[LinkValues, ...]
    result: Number | None
    nudged: Number | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A derivative at a point: what its formula gives, None if it has no value there or not that
    of the function; a finite difference beside it, and what that comes from."""

    derivative: Number | None
    finite_difference: Number | None
    slopes: Slopes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Evaluation(Data):
    """Numbers in every link at a point: the value, the derivative after each pass with a finite
    difference of what that pass differentiates, and what a ``nudge`` of the variable does.

    ``nudge`` is 0 where the function has no value beside the point.
    """

    at: tuple[tuple[Symbol, Expr], ...]
    steps: tuple[StepValues, ...]
    value: Number
    rates: tuple[Rate, ...]
    nudge: float
    nudged_value: Number | None

    @property
    def derivative(self) -> Number | None:
        """What was asked for: the derivative after the last pass."""
        return self.rates[-1].derivative

    @property
    def finite_difference(self) -> Number | None:
        """The finite difference beside it."""
        return self.rates[-1].finite_difference


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NoNumbers(Data):
    """Why there are no numbers at a point: there is no value (of ``part``, if that is known), the
    digits cannot tell, a number is too large, nobody knows how to compute ``names``, or
    something on a graph, the first of ``names``, has no slope by the second: then the ``slopes``
    say more."""

    why: Literal["undefined", "nowhere", "unsteady", "too large", "not computable", "no slope"]
    at: tuple[tuple[Symbol, Expr], ...]
    part: Expr | None = None
    names: tuple[str, ...] = ()
    slopes: Slopes | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NodeValues(Data):
    """Numbers on a graph at a point: the value of every node, and the partial on every edge, in
    the shape of ``Graph.into``; for each pass the slope, and a finite difference beside it."""

    at: tuple[tuple[Symbol, Expr], ...]
    values: tuple[float, ...]
    partials: tuple[tuple[float, ...], ...]
    slopes: tuple[float, ...]
    finite_differences: tuple[float, ...]
