"""A derivation: what all the stages made, and its renderings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr

    from chainrule.model import (
        Check,
        Domain,
        Evaluation,
        Graph,
        Mistake,
        Pass,
        Problem,
        Route,
        Step,
    )  # fmt: skip

__all__ = ["Derivation"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Derivation(Data):
    """A derivative with everything that led to it, checked.

    ``passes`` has one entry for each differentiation (two for a second derivative); their steps
    are numbered through. ``no_numbers`` says why there are none ``at`` the point that was asked
    for. ``routes`` is None until somebody asks to ``compare`` the derivation with other ways and
    with a tempting ``mistake``, as pages in full detail do. The renderings are one-liners over
    ``explain`` and ``render``: the only place that looks up the pipeline.
    """

    problem: Problem
    passes: tuple[Pass, ...]
    domain: Domain
    checks: tuple[Check, ...] = ()
    at: Evaluation | None = None
    no_numbers: str = ""
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

    @property
    def passed(self) -> bool:
        """Whether every check was made and held."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> bool:
        """Whether a check failed; one that could not be made has not."""
        return any(check.outcome == "failed" for check in self.checks)

    def __repr__(self) -> str:
        wrt = ", ".join(symbol.name for symbol in self.problem.wrt)
        worst = [o for o in ("failed", "not made") if any(c.outcome == o for c in self.checks)]
        outcome = f"a check {worst[0]}" if worst else "checked"
        return f"<Derivation of {self.problem.name} by {wrt}: {len(self.steps)} steps, {outcome}>"

    def __str__(self) -> str:
        return self._page("plain")

    def to_latex(self, *, style: str = "link", detail: str = "normal") -> str:
        """A LaTeX document that compiles as it stands."""
        return self._page("latex", style=style, detail=detail)

    def to_markdown(self, *, style: str = "link", detail: str = "normal") -> str:
        """Markdown with formulas, as GitHub and notebooks read it."""
        return self._page("markdown", style=style, detail=detail)

    def to_json(self, *, indent: int | None = None) -> str:
        """JSON that ``from_json`` reads back to an equal derivation (see serialize)."""
        from chainrule.serialize import to_json

        return to_json(self, indent=indent)

    @staticmethod
    def from_json(text: str) -> Derivation:
        """The derivation that ``to_json`` wrote; LoadError for anything else."""
        from chainrule.serialize import from_json

        return from_json(text)

    def _repr_mimebundle_(self, **_asked: object) -> dict[str, str]:
        return {"text/plain": str(self), "text/markdown": self.to_markdown()}

    def _page(self, form: str, *, style: str = "link", detail: str = "normal") -> str:
        from chainrule.explain import explain
        from chainrule.render import render

        derivation = self
        if detail == "full":
            from chainrule.comparison import compare

            derivation = compare(self)
        return render(explain(derivation, style=style, detail=detail), form)
