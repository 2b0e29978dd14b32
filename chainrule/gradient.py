"""Gradients and Jacobians: every output of a system by every input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainrule.answer import Answer

if TYPE_CHECKING:
    from sympy import Expr

    from chainrule.evaluation import NodeValues, NoNumbers
    from chainrule.model import Check, Direction, Domain, Graph, Pass, Path, Step, System

__all__ = ["Gradient"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Gradient(Answer):
    """The derivatives of the outputs of a system by its inputs, with everything that led to them.

    ``graph`` has the inputs and the named quantities, with the partial of one by another on each
    edge; ``operations`` is the graph of every elementary operation, and may be both. There is a
    pass for each output and each input, the inputs of one output side by side; ``paths[i]`` are
    the paths of the graph that pass ``i`` adds up. Where its ``path_counts[i]`` are too many to
    list, they are the largest at the point, or the first. ``direction`` is the derivative in a
    direction, if one was asked for.
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
    direction: Direction | None = None
    no_numbers: NoNumbers | None = None

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

    def to_python(self) -> str:
        """A module of plain Python: one function that finds the value and all derivatives."""
        from chainrule.codegen import source

        return source(self.operations, self.system, "python")

    def to_numpy(self) -> str:
        """The same for NumPy, elementwise on arrays."""
        from chainrule.codegen import source

        return source(self.operations, self.system, "numpy")

    def __repr__(self) -> str:
        outputs = ", ".join(symbol.name for symbol in self.system.outputs)
        inputs = ", ".join(symbol.name for symbol in self.system.wrt)
        return f"<Gradient of {outputs} by {inputs}: {self.outcome}>"
