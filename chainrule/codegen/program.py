"""Graph → program: the lines of a forward and a backward sweep, in no language yet.

In: a graph of elementary operations, and its outputs. Out: lines ``name = tree`` in the letters of
the graph, each value once and in order; for each output the lines that hand adjoints down, which
use the values that are there (``handed.py``). What follows, printing and counting, reads these
lines alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Add, Dummy, Mul, Number, Piecewise, Symbol
from sympy.core.numbers import NumberSymbol
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import Boolean

from chainrule.codegen.handed import handed
from chainrule.expr import MINUS_ONE, ONE, Tree, mul, walk
from chainrule.model import Graph, Node
from chainrule.scope import free_symbols
from chainrule.walks import needed

__all__ = ["Line", "Program", "Sweep", "is_shaky", "program"]


@dataclass(frozen=True, slots=True)
class Line:
    """``name = tree``, ``name += tree`` or ``name -= tree``.

    A line that is ``tried`` may have no value where none is needed, in a piece that is not the one
    that holds; where ``unless_zero`` is 0, nothing is handed down.
    """

    name: Symbol
    tree: Tree
    sign: str = ""
    tried: bool = False
    unless_zero: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Sweep:
    """The backward lines of one output, and the adjoint of each input, None if it has none."""

    output: Symbol
    lines: tuple[Line, ...]
    adjoints: tuple[Symbol | None, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that is computed: ``fixed`` are the parameters that are not inputs."""

    inputs: tuple[Symbol, ...]
    fixed: tuple[Symbol, ...]
    forward: tuple[Line, ...]
    sweeps: tuple[Sweep, ...]


def program(graph: Graph, outputs: Sequence[Symbol]) -> Program:
    """The program of a graph of elementary operations.

    >>> from chainrule.network import network
    >>> from chainrule.parsing import parse_system
    >>> system = parse_system("f = exp(x)*y")
    >>> found = program(network(system), system.outputs)
    >>> [f"{line.name} = {line.tree}" for line in found.forward]
    ['v_1 = exp(x)', 'f = v_1*y']
    >>> [f"{line.name} {line.sign}= {line.tree}" for line in found.sweeps[0].lines]
    ['_f_bar = 1', '_v_1_bar = _f_bar*y', '_y_bar = _f_bar*v_1', '_x_bar = _v_1_bar*v_1']
    """
    place = {node.name: node.id for node in graph.nodes}
    shaky = _shaky(graph, [place[output] for output in outputs])
    computed = [node for node in graph.nodes if node.name is not node.outer]
    forward = tuple(
        Line(node.name, node.outer, tried=shaky[node.id] and not _total(node)) for node in computed
    )
    bars = [Dummy(f"{node.name.name}_bar") for node in graph.nodes]
    used = {symbol for node in computed for symbol in free_symbols(node.outer)}
    return Program(
        graph.wrt,
        tuple(sorted(used - place.keys(), key=str)),
        forward,
        tuple(_sweep(graph, place[output], bars, shaky) for output in outputs),
    )


def _sweep(graph: Graph, output: int, bars: list[Symbol], shaky: list[bool]) -> Sweep:
    """One walk down from an output."""
    reached = needed(graph, output)
    lines = [Line(bars[output], ONE)]
    begun = {output}
    for node in reversed(graph.nodes[: output + 1]):
        into = graph.into[node.id]
        if not (reached[node.id] and node.id in begun and into):
            continue
        names = [graph.nodes[edge.source].name for edge in into]
        found = handed(node, names, [edge.partial for edge in into], bars[node.id])
        unless_zero = bars[node.id] if shaky[node.id] else None
        lines += [Line(name, tree, unless_zero=unless_zero) for name, tree in found.shared]
        for edge, tree in zip(into, found.parts, strict=True):
            if tree is not None:
                lines.append(_added(bars[edge.source], tree, unless_zero, edge.source in begun))
                begun.add(edge.source)
    place = {node.name: node.id for node in graph.nodes}
    ends = [place[symbol] for symbol in graph.wrt]
    adjoints = tuple(bars[end] if end in begun else None for end in ends)
    return Sweep(graph.nodes[output].name, tuple(lines), adjoints)


def _added(name: Symbol, tree: Tree, unless_zero: Symbol | None, more: bool) -> Line:
    """What arrives at an adjoint: the first is its value, the others are added."""
    if not more:
        return Line(name, tree, "", unless_zero=unless_zero)
    if tree.is_Mul and tree.args[0] is MINUS_ONE:
        return Line(name, mul(*tree.args[1:]), "-", unless_zero=unless_zero)
    return Line(name, tree, "+", unless_zero=unless_zero)


# fmt: off
_TOTAL = frozenset((
    "absolute-value", "arctangent", "arctangent-2", "ceiling", "constant-multiple", "cosine",
    "floor", "hyperbolic-tangent", "identity", "maximum", "minimum", "piecewise", "product",
    "sign", "sine", "sum",
))
# fmt: on
"""Rules of functions that have a value everywhere."""


_PLAIN = (Symbol, Number, NumberSymbol, Add, Mul, ExprCondPair, Boolean)


def _total(node: Node) -> bool:
    """Whether the operation cannot fail, nor what is held fixed in it: x/a is a multiple of x."""
    inside = (part for part in walk(node.outer) if part is not node.outer)
    return node.rule in _TOTAL and all(map(_plain, inside))


def _plain(part: Tree) -> bool:
    return isinstance(part, _PLAIN) or all(isinstance(arg, Number) for arg in part.args)


def is_shaky(tree: Tree) -> bool:
    """Whether a piece may have no value where another one holds."""
    parts = list(walk(tree))
    in_cases = any(isinstance(part, Piecewise) for part in parts)
    return in_cases and not all(isinstance(part, Piecewise) or _plain(part) for part in parts)


def _shaky(graph: Graph, outputs: Sequence[int]) -> list[bool]:
    """The nodes that may have no value although the outputs have one: all their users are pieces,
    of which another may hold, and an operation in them can fail."""
    inside = [True] * len(graph.nodes)
    for output in outputs:
        inside[output] = False
    place = {node.name: node.id for node in graph.nodes}
    for node in reversed(graph.nodes):
        edges = graph.into[node.id]
        in_pieces = {edge.source for edge in edges} if node.rule == "piecewise" else set()
        if not inside[node.id]:
            for symbol in free_symbols(node.outer):
                source = place.get(symbol, node.id)
                if source not in in_pieces or _in_condition(node, symbol):
                    inside[source] = False
    shaky = [False] * len(graph.nodes)
    for node in graph.nodes:
        shaky[node.id] = inside[node.id] and (
            not _total(node) or any(shaky[edge.source] for edge in graph.into[node.id])
        )
    return shaky


def _in_condition(node: Node, symbol: Symbol) -> bool:
    return any(symbol in free_symbols(pair.args[1]) for pair in node.outer.args)
