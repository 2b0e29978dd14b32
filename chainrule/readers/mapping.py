"""The Jacobian of a mapping, and its determinant, by which it changes areas and volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Expr, Symbol

from chainrule.evaluation import NoNumbers
from chainrule.expr import Tree, add, mul, neg
from chainrule.gradient import Gradient
from chainrule.matrices import Jacobian
from chainrule.model import Graph, Pass, Step
from chainrule.pipeline import At, Wrt
from chainrule.readers.systems import differentiate, system_from
from chainrule.tidy import Tidier
from chainrule.verify.identities import verify_determinant
from chainrule.verify.on_graph import slopes_at

__all__ = ["jacobian"]

LARGEST = 3
"""Rows of a determinant that is written out."""


def jacobian(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: Wrt = None,
    at: At = None,
) -> Jacobian:
    """The derivatives of several quantities by every input.

    ``expr``, ``wrt``, ``of`` and ``at`` are as for :func:`chainrule.grad`; the outputs are the
    quantities that no other uses, unless ``of`` names them.

    >>> polar = jacobian("x = r*cos(t); y = r*sin(t)")
    >>> polar.matrix
    ((cos(t), -r*sin(t)), (sin(t), r*cos(t)))
    >>> polar.determinant
    r
    """
    gradient = differentiate(system_from(expr, wrt, of or "*"), at)
    rows = gradient.jacobian
    if not 1 < len(rows) == len(gradient.system.wrt) <= LARGEST:
        return Jacobian(gradient, gradient.checks)
    expansion = _expansion(gradient)
    checks = (*gradient.checks, verify_determinant(rows, expansion))
    found = slopes_at([expansion], dict(gradient.at.at)) if gradient.at else None
    value = None if found is None or isinstance(found, NoNumbers) else found[0][0]
    return Jacobian(gradient, checks, expansion, value)


def _expansion(gradient: Gradient) -> Pass:
    """The determinant written out along a row, and tidied."""
    raw = _determinant(gradient.jacobian)
    moves, result = Tidier().tidy(raw)
    output, wrt = gradient.system.outputs[0], gradient.system.wrt
    step = Step(1, "sum", output, raw, raw, (), raw, (), (), raw, moves, result)
    return Pass(raw, wrt[0], Graph((), (), wrt), (step,), raw, result)


def _determinant(rows: Sequence[Sequence[Tree]]) -> Tree:
    """Σ ± entry · minor, along the row with the most zeros; a term with a factor 0 is left out."""
    if len(rows) == 1:
        return rows[0][0]
    along = max(range(len(rows)), key=lambda i: sum(entry == 0 for entry in rows[i]))
    others = [row for i, row in enumerate(rows) if i != along]
    terms: list[Tree] = []
    for column, entry in enumerate(rows[along]):
        minor = _determinant([[*row[:column], *row[column + 1 :]] for row in others])
        if entry != 0 and minor != 0:
            term = mul(entry, minor)
            terms.append(neg(term) if (along + column) % 2 else term)
    return add(*terms) if terms else rows[0][0] * 0
