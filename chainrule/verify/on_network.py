"""A finite difference of one node of a graph by each of some inputs, at a point.

In: a graph, the node, the inputs, a point. Out: a number for each input, from values of the node's
expression beside the point alone: no partial, no walk. None where the difference quotients do
not settle, as at the kink of max(z, 0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sympy import Symbol

from chainrule.expr import Tree
from chainrule.model import Check, Graph
from chainrule.numeric import Raw, Tape, number, placed, quotients_of

__all__ = ["check_training", "differences"]

CLOSE, ROUNDING = 1e-9, 1e-12
"""How far a slope may be from a finite difference: relative to that, and, as floats that cancel
leave something, to the largest slope."""


def differences(
    graph: Graph, output: int, wrt: Sequence[Symbol], at: Mapping[Symbol, Tree], more: int = 0
) -> list[float | None]:
    """The finite differences, with ``more`` bits than usual.

    >>> from chainrule.network import network
    >>> from chainrule.parsing import parse_system
    >>> from sympy import Integer
    >>> x = Symbol("x")
    >>> differences(network(parse_system("y = x^2")), 1, [x], {x: Integer(3)})
    [6.0]
    """
    tape = Tape()
    slot = tape.slot(graph.nodes[output].expr)
    used = {symbol: value for symbol, value in at.items() if symbol in tape.inputs}

    @cache  # the same point for every input
    def point(prec: int) -> dict[Symbol, Raw | None]:
        return placed(used, prec)

    found: list[float | None] = []
    for symbol in wrt:
        if symbol not in used:
            found.append(0.0)  # the output does not depend on it
            continue
        middle = quotients_of(tape, [slot], point, symbol, more=more)[slot].middle
        found.append(None if middle is None else float(number(middle)))
    return found


def check_training(
    slopes: Sequence[float], beside: Sequence[float | None], kinks: Sequence[Symbol]
) -> tuple[Check, ...]:
    """Whether the slopes of a backward sweep equal the finite differences beside them, and which
    were not compared: those at the ``kinks``, which have none."""
    pairs = [(one, two) for one, two in zip(slopes, beside, strict=True) if two is not None]
    noise = ROUNDING * max(map(abs, slopes), default=0.0)
    checks = []
    for slope, difference in pairs:
        if not abs(slope - difference) <= CLOSE * abs(difference) + noise:
            detail = f"{slope:.9g} by the sweep, {difference:.9g} by a finite difference"
            return (Check("gradient", "failed", detail),)
    if pairs:
        agree = "finite difference agrees" if len(pairs) == 1 else "finite differences agree"
        some = "" if len(pairs) + len(kinks) == len(slopes) else f" (of {len(slopes):,} parameters)"
        checks.append(Check("gradient", "passed", f"{len(pairs)} {agree}{some}"))
    if kinks:
        names = ", ".join(symbol.name for symbol in kinks[:6]) + (", …" if len(kinks) > 6 else "")
        detail = f"no slope to compare with, at a kink of the activation: {names}"
        checks.append(Check("kinks", "not made", detail))
    return tuple(checks)
