"""Gradients and Jacobians: every output of a system by every input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.answer import Answer

if TYPE_CHECKING:
    from sympy import Expr

    from chainrule.model import (
        Check,
        Domain,
        Graph,
        NodeValues,
        Pass,
        Path,
        Step,
        System,
    )  # fmt: skip

__all__ = ["Gradient"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Gradient(Answer):
    """The derivatives of the outputs of a system by its inputs, with everything that led to them.

    ``graph`` has the inputs and the named quantities, with the partial of one by another on each
    edge; ``operations`` is the graph of every elementary operation. There is a pass for each
    output and each input, the inputs of one output side by side; ``paths[i]`` are the paths of
    the graph that pass ``i`` adds up, the first of its ``path_counts[i]`` where those are too
    many to list.
    """

    system: System
    graph: Graph
    operations: Graph
    passes: tuple[Pass, ...]
    paths: tuple[tuple[Path, ...], ...]
    path_counts: tuple[int, ...]
    domain: Domain
    checks: tuple[Check, ...] = ()
    at: NodeValues | None = None
    no_numbers: str = ""

    @property
    def jacobian(self) -> tuple[tuple[Expr, ...], ...]:
        """A row for each output, a column for each input."""
        width = len(self.system.wrt)
        results = [one.result for one in self.passes]
        return tuple(tuple(results[i : i + width]) for i in range(0, len(results), width))

    @property
    def gradient(self) -> tuple[Expr, ...]:
        """The derivatives of the first output by each input."""
        return self.jacobian[0]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, numbered from 1."""
        return tuple(step for one in self.passes for step in one.all_steps)

    def __repr__(self) -> str:
        outputs = ", ".join(symbol.name for symbol in self.system.outputs)
        inputs = ", ".join(symbol.name for symbol in self.system.wrt)
        return f"<Gradient of {outputs} by {inputs}: {self.outcome}>"
