"""Compositions: functions put into each other, in the order given and in the other one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chainrule.answer import Answer
from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from chainrule.model import Check, Domain, Move, Reading

__all__ = ["Cascade", "Composed", "Composition", "Given"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Given(Data):
    """A function as it was given: its name, its variables, and its value, or several."""

    name: Symbol
    parameters: tuple[Symbol, ...]
    values: tuple[Expr, ...]
    source: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cascade(Data):
    """Numbers handed on from function to function: ``stages[0]`` are the inputs, each further one
    what the next function makes of the one before, with the letters that have no value at the
    point; a float is None where there are such letters. It ends early where a function has no
    value."""

    stages: tuple[tuple[Expr, ...], ...]
    floats: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Composed(Data):
    """One order. ``order`` numbers the functions, the outermost first. ``values`` are as written,
    ``moves`` tidy a single one to its last form; where the functions do not fit, ``misfit`` is the
    place in the order of the one that is handed too many or too few values."""

    order: tuple[int, ...]
    values: tuple[Expr, ...] = ()
    moves: tuple[Move, ...] = ()
    domain: Domain | None = None
    misfit: int | None = None
    cascade: Cascade | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Composition(Answer):
    """Functions, the outermost first, and their composition in this order and in the reverse one.

    ``orders`` says whether that makes a difference: they ``differ``, as the cascades show, at the
    ``trial`` point if no other was asked for; are ``equal``, proved by algebra; ``agree`` at all
    points that were tried; or cannot be compared, since one is ``undefined`` or ``unknown``,
    or a function is unknown: ``symbolic``.
    """

    functions: tuple[Given, ...]
    given: Composed
    reverse: Composed
    orders: Literal["differ", "equal", "agree", "undefined", "unknown", "symbolic"]
    at: tuple[tuple[Symbol, Expr], ...] = ()
    trial: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def result(self) -> tuple[Expr, ...]:
        """The values of the composition in the order given, as written."""
        return self.given.values

    @property
    def steps(self) -> tuple[()]:
        """None: nothing is differentiated."""
        return ()

    def __repr__(self) -> str:
        names = "∘".join(one.name.name for one in self.functions)
        return f"<Composition {names}: {self.outcome}>"
