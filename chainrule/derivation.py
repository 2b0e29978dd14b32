"""A derivation: what all the stages made, and its renderings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.answer import Answer

if TYPE_CHECKING:
    from sympy import Expr

    from chainrule.evaluation import Evaluation, NoNumbers
    from chainrule.model import Check, Domain, Graph, Mistake, Pass, Problem, Route, Step

__all__ = ["Derivation"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Derivation(Answer):
    """A derivative with everything that led to it, checked.

    ``passes`` has one entry for each differentiation (two for a second derivative); their steps
    are numbered through. ``no_numbers`` says why there are none ``at`` the point that was asked
    for. ``routes`` is None until somebody asks to ``compare`` the derivation with other ways and
    with a tempting ``mistake``, as pages in full detail do.
    """

    problem: Problem
    passes: tuple[Pass, ...]
    domain: Domain
    checks: tuple[Check, ...] = ()
    at: Evaluation | None = None
    no_numbers: NoNumbers | None = None
    routes: tuple[Route, ...] | None = None
    mistake: Mistake | None = None

    @property
    def result(self) -> Expr:
        """The derivative, tidied."""
        return self.passes[-1].result

    @property
    def raw(self) -> Expr:
        """The derivative before any algebra: the last Σ partial · derivative."""
        return self.passes[-1].raw

    @property
    def graph(self) -> Graph:
        """The graph of the expression as it was given."""
        return self.passes[0].graph

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, numbered from 1, the whole before its parts."""
        return tuple(step for one in self.passes for step in one.all_steps)

    def __repr__(self) -> str:
        wrt = ", ".join(symbol.name for symbol in self.problem.wrt)
        steps = len(self.steps)
        return f"<Derivation of {self.problem.name} by {wrt}: {steps} steps, {self.outcome}>"

    def _complete(self, detail: str) -> Derivation:
        if detail != "full":
            return self
        from chainrule.comparison import compare

        return compare(self)
