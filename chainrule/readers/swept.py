"""All derivatives of a quantity as expressions, from one symbolic walk over its graph.

In: a system. Out: an expression for each input, not tidied, checked or explained, as there is no
time for that with thousands of inputs. Equal parts are shared objects: all derivatives together are
a few times as large as the graph, and so is the time that they take. Printed in full, they may be
as long as the paths are many.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Symbol

from chainrule.errors import InputError
from chainrule.expr import ONE, ZERO, Tree
from chainrule.model import Graph
from chainrule.network import in_names, network, plus, times
from chainrule.pipeline import Wrt
from chainrule.readers.systems import system_from
from chainrule.scope import substitute
from chainrule.walks import backwards

__all__ = ["derivatives", "derivatives_of"]


def derivatives(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: Wrt = None,
) -> tuple[Expr, ...]:
    """The derivatives of a quantity by every input, in their order.

    ``expr``, ``wrt`` and ``of`` are as for :func:`chainrule.grad`, which also tidies, checks and
    explains them.

    >>> derivatives("f = x*y*z; z = x + y", "x,y")
    (x*y + y*(x + y), x*y + x*(x + y))
    """
    system = system_from(expr, wrt, of)
    if len(system.outputs) > 1:
        raise InputError("a walk starts from one quantity", hint="say which quantity (of)")
    graph = network(system)
    place = {node.name: node.id for node in graph.nodes}
    return derivatives_of(graph, place[system.outputs[0]])


def derivatives_of(graph: Graph, output: int) -> tuple[Tree, ...]:
    """The derivatives of one node by every input of a graph, in the inputs."""
    place = {node.name: node.id for node in graph.nodes}
    ends = [place[symbol] for symbol in graph.wrt]
    inside = in_names(graph, set(ends))
    adjoints = backwards(
        graph, output, ONE, lambda edge: substitute(edge.partial, inside), times, plus
    )
    return tuple(ZERO if (found := adjoints[end]) is None else found for end in ends)
