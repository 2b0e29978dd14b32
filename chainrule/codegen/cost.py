"""How many operations the lines of a program do: + − · ÷, powers, functions, comparisons.

What is counted is what generated code does: a product by 1 is not written, so it is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sympy import Add, Dummy, Function, Max, Min, Mul, Number, Piecewise, Pow, Symbol
from sympy.core.numbers import NumberSymbol
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanAtom

from chainrule.codegen.handed import handed
from chainrule.codegen.program import Line, program
from chainrule.expr import MINUS_ONE, Tree, walk
from chainrule.model import Graph
from chainrule.walks import needed

__all__ = ["Cost", "cost", "operations"]

_G = Dummy("g")
_FREE = (Symbol, Number, NumberSymbol, BooleanAtom, Piecewise, ExprCondPair)
_TWO = (
    "sec", "csc", "cot", "sech", "csch", "coth", "asec", "acsc", "acot", "asech", "acsch", "acoth",
)  # fmt: skip
_SEVERAL = {(name, 1): 2 for name in _TWO} | {("log", 2): 3}
"""1/cos u and their kin, and ln u/ln a."""


class Cost(NamedTuple):
    """Operations of the values alone; beside them, of one backward sweep, of a forward sweep for
    each input, and of the sum over all paths, of which there are so many."""

    values: int
    reverse: int
    forward: int
    summed: int
    paths: int

    @property
    def ratio(self) -> float:
        """Values and gradient beside the values alone: at most 5 for + − · ÷ and elementary
        functions of one argument (Baur and Strassen 1983)."""
        return (self.values + self.reverse) / max(self.values, 1)


def operations(lines: Sequence[Line]) -> int:
    """The operations of some lines.

    >>> from chainrule.parsing import parse_tree
    >>> x = Symbol("x")
    >>> operations([Line(x, parse_tree("-a*b/c - 2*sin(d)^2")), Line(x, x, "+")])
    8
    """
    return sum(_of(line.tree) + bool(line.sign) for line in lines)


def _of(tree: Tree) -> int:
    return sum(_own(node) for node in walk(tree))


def _own(node: Tree) -> int:
    """The operations of the node itself, as it is printed."""
    if isinstance(node, _FREE) or all(isinstance(arg, Number) for arg in node.args):
        return int(isinstance(node, Function))  # 3² is a number; ln 3 is to be computed
    if isinstance(node, Add):
        return len(node.args) - 1 - sum(_minus(arg) for arg in node.args[1:])
    if isinstance(node, Mul):
        negative = node.args[0] is MINUS_ONE and _signed(node.args[1])
        return len(node.args) - 1 - sum(map(_over, node.args[1:])) - negative
    if isinstance(node, Max | Min):
        return len(node.args) - 1
    return _SEVERAL.get((type(node).__name__, len(node.args)), 1)


def _minus(term: Tree) -> bool:
    """Whether a − b is one operation."""
    return isinstance(term, Mul) and term.args[0] is MINUS_ONE


def _signed(factor: Tree) -> bool:
    """Whether a sign before it goes into a number: −(2a) is −2·a."""
    return isinstance(factor.args[0] if isinstance(factor, Mul) else factor, Number)


def _over(factor: Tree) -> bool:
    """Whether a/b is one operation."""
    is_inverse = isinstance(factor, Pow) and factor.args[1] is MINUS_ONE
    return is_inverse and not isinstance(factor.args[0], Number)


def cost(graph: Graph, output: int) -> Cost:
    """What the derivatives of an output cost in several ways, from the same local slopes."""
    found = program(graph, [graph.nodes[output].name])
    reached = needed(graph, output)
    steps = [_handed(graph, node.id) if reached[node.id] else _NONE for node in graph.nodes]
    partials = sum(max(0, one.shared + sum(one.parts) - sum(map(bool, one.parts))) for one in steps)
    paths, factors, inputs = _ways(graph, steps, output)
    return Cost(
        operations(found.forward),
        operations(found.sweeps[0].lines),
        _tangents(graph, steps),
        partials + factors + paths - inputs,
        paths,
    )


class _Step(NamedTuple):
    """The operations of what each edge into a node hands on, and of what those share."""

    parts: tuple[int, ...]
    shared: int


_NONE = _Step((), 0)


def _handed(graph: Graph, node: int) -> _Step:
    into = graph.into[node]
    names = [graph.nodes[edge.source].name for edge in into]
    found = handed(graph.nodes[node], names, [edge.partial for edge in into], _G)
    parts = tuple(0 if part is None else _of(part) for part in found.parts)
    return _Step(parts, sum(_of(tree) for _, tree in found.shared))


def _tangents(graph: Graph, steps: Sequence[_Step]) -> int:
    """The operations of a forward sweep for each input: the bits of a node are the inputs that it
    depends on, so that all are counted in one walk."""
    bits = [0] * len(graph.nodes)
    for i, node in enumerate(_inputs(graph)):
        bits[node] = 1 << i
    total = 0
    for node, (into, step) in enumerate(zip(graph.into, steps, strict=True)):
        for edge, count in zip(into, step.parts, strict=False):
            moved = bits[edge.source]
            total += moved.bit_count() * count + (moved & bits[node]).bit_count()
            bits[node] |= moved
        total += bits[node].bit_count() * step.shared
    return total


def _inputs(graph: Graph) -> list[int]:
    wrt = set(graph.wrt)
    return [node.id for node in graph.nodes if node.name in wrt]


def _ways(graph: Graph, steps: Sequence[_Step], output: int) -> tuple[int, int, int]:
    """How many paths there are from all inputs, how many factors other than 1 they have together,
    and how many inputs there are paths from."""
    starts = set(_inputs(graph))
    counts, factors = [0] * len(graph.nodes), [0] * len(graph.nodes)
    for node, (into, step) in enumerate(zip(graph.into, steps, strict=True)):
        counts[node] = int(node in starts)
        for edge, count in zip(into, step.parts, strict=False):
            counts[node] += counts[edge.source]
            factors[node] += factors[edge.source] + counts[edge.source] * bool(count)
    reached = needed(graph, output)
    return counts[output], factors[output], sum(reached[start] for start in starts)
