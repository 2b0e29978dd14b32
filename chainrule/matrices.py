"""Answers that are matrices: the Jacobian of a mapping, and the Hessian of a quantity, with every
term that the chain rule gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.answer import Answer
from chainrule.gradient import Gradient  # serialize asks for the types of fields
from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from chainrule.evaluation import NodeValues
    from chainrule.model import Check, Graph, Pass, Path, Step, System

__all__ = ["Hessian", "Jacobian", "Second"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Jacobian(Answer):
    """The derivatives of every output by every input, and the determinant where there are as many
    of both: ``expansion`` is its line, with its algebra. ``value`` is its number at the point."""

    gradient: Gradient
    checks: tuple[Check, ...] = ()
    expansion: Pass | None = None
    value: float | None = None

    @property
    def system(self) -> System:
        """The definitions."""
        return self.gradient.system

    @property
    def matrix(self) -> tuple[tuple[Expr, ...], ...]:
        """A row for each output, a column for each input."""
        return self.gradient.jacobian

    @property
    def jacobian(self) -> tuple[tuple[Expr, ...], ...]:
        """The matrix, by the name that it has in a gradient."""
        return self.matrix

    @property
    def graph(self) -> Graph:
        """The inputs and the named quantities."""
        return self.gradient.graph

    @property
    def paths(self) -> tuple[tuple[Path, ...], ...]:
        """For each output and each input, the paths that lead from one to the other."""
        return self.gradient.paths

    @property
    def determinant(self) -> Expr | None:
        """The determinant of a square matrix, up to three rows."""
        return self.expansion.result if self.expansion else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the derivatives."""
        return self.gradient.steps

    def __repr__(self) -> str:
        outputs = ", ".join(symbol.name for symbol in self.system.outputs)
        inputs = ", ".join(symbol.name for symbol in self.system.wrt)
        return f"<Jacobian of {outputs} by {inputs}: {self.outcome}>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Second(Data):
    """∂²h/∂a∂b of one quantity, by the chain rule applied twice:

        Σⱼₖ ∂²h/∂uⱼ∂uₖ · ∂uⱼ/∂a · ∂uₖ/∂b + Σⱼ ∂h/∂uⱼ · ∂²uⱼ/∂a∂b

    ``node`` is the quantity, ``by`` are a and b. Each of the ``terms`` goes from the node to uⱼ and
    uₖ, or to uⱼ alone; ``count`` terms are equal and written once. ``done`` holds the line with
    everything put in, its algebra and the result.
    """

    node: int
    by: tuple[Symbol, Symbol]
    terms: tuple[Path, ...]
    counts: tuple[int, ...]
    done: Pass

    @property
    def result(self) -> Expr:
        """The second derivative, tidied."""
        return self.done.result


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Hessian(Answer):
    """The second derivatives of a quantity by every two inputs.

    ``gradient`` has the system and the first derivatives; ``seconds`` the second derivatives of
    every quantity on the way that has any, those of the output last, each pair of inputs once.
    ``trace`` is the Laplacian, with its algebra, if it was asked for. At a point, ``values`` are
    the numbers of ``seconds``, and ``differences`` finite differences beside them.
    """

    gradient: Gradient
    seconds: tuple[Second, ...]
    checks: tuple[Check, ...] = ()
    trace: Pass | None = None
    values: tuple[float, ...] = ()
    differences: tuple[float, ...] = ()

    @property
    def system(self) -> System:
        """The definitions."""
        return self.gradient.system

    @property
    def graph(self) -> Graph:
        """The inputs and the named quantities."""
        return self.gradient.graph

    @property
    def paths(self) -> tuple[tuple[Path, ...], ...]:
        """For each input, the paths that lead to it; the first derivatives are sums over them."""
        return self.gradient.paths

    @property
    def at(self) -> NodeValues | None:
        """The point, and the numbers of the first derivatives."""
        return self.gradient.at

    @property
    def matrix(self) -> tuple[tuple[Expr, ...], ...]:
        """The Hessian: a row and a column for each input."""
        found = {second.by: second.result for second in self.of_output}
        wrt = self.system.wrt
        return tuple(tuple(found[(a, b) if (a, b) in found else (b, a)] for b in wrt) for a in wrt)

    @property
    def of_output(self) -> tuple[Second, ...]:
        """The second derivatives of the output itself."""
        width = len(self.system.wrt)
        return self.seconds[-width * (width + 1) // 2 :]

    @property
    def laplacian(self) -> Expr | None:
        """The sum of the diagonal, if it was asked for."""
        return self.trace.result if self.trace else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the first derivatives, then one for each second derivative."""
        return (
            *self.gradient.steps,
            *(step for second in self.seconds for step in second.done.steps),
        )

    def __repr__(self) -> str:
        (output,), inputs = self.system.outputs, ", ".join(s.name for s in self.system.wrt)
        return f"<Hessian of {output} by {inputs}: {self.outcome}>"
