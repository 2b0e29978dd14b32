"""Expression → graph of compositions.

``decompose`` makes one node for each distinct value that depends on the variable, and an edge
for each slot of its outer function, carrying the local partial in letters. Everything is linear
in the number of distinct nodes, and nothing recurses over depth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Derivative, Integral, Subs, Symbol

from chainrule.expr import Pool, Tree, substitute, symbols, walk
from chainrule.letters import name_nodes
from chainrule.model import Edge, Graph, Node
from chainrule.rules import SLOTS, Local, local

__all__ = ["Decomposition", "decompose"]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A graph beside what the rules said of each node: ``locals[i]`` for node ``i``, None for
    the variable. ``reading`` lists the nodes as a reader meets them, the whole before its parts,
    each once."""

    graph: Graph
    locals: tuple[Local | None, ...]
    reading: tuple[int, ...]


def decompose(
    expr: Tree, wrt: Symbol, name: str, pool: Pool, slope: Callable[[Tree], Tree]
) -> Decomposition:
    """The graph of ``expr`` as a function of ``wrt``; the whole is called ``name``.

    ``slope(f)`` is asked for the derivative of an integrand under an integral sign. A constant
    has an empty graph.
    """
    root, variable = pool.share(expr), pool.share(wrt)
    varying = _dependents(root, variable)
    found: dict[int, Local | None] = {id(variable): None}
    inputs_first: list[Tree] = []
    whole_first: list[Tree] = []
    stack: list[tuple[Tree, bool]] = [(root, False)] if id(root) in varying else []
    visited: set[int] = set()
    while stack:
        tree, ready = stack.pop()
        if ready:
            inputs_first.append(tree)
        elif id(tree) not in visited:
            visited.add(id(tree))
            whole_first.append(tree)
            stack.append((tree, True))
            if tree is not variable:
                answer = local(tree, lambda part: id(part) in varying, variable, slope)
                inner = tuple(pool.share(part) for part in answer.inner)
                varying.update(id(part) for part in inner)
                found[id(tree)] = replace(answer, inner=inner)
                stack.extend((part, False) for part in reversed(inner))
    return _assemble(inputs_first, whole_first, found, variable, name, symbols(root))


def _dependents(root: Tree, variable: Symbol) -> set[int]:
    """The ids of the subtrees that depend on the variable; a bound variable is not it."""
    varying = {id(variable)}
    for node in walk(root):
        if any(id(arg) in varying for arg in _open_args(node, variable)):
            varying.add(id(node))
    return varying


def _open_args(node: Any, variable: Symbol) -> tuple[Any, ...]:
    """The parts through which a node can depend on the variable."""
    if node.func is Integral:
        integrand, *limits = node.args
        ends = tuple(end for limit in limits for end in limit.args[1:])
        bound = any(limit.args[0] is variable and len(limit.args) > 1 for limit in limits)
        return ends if bound else (integrand, *ends)
    if node.func is Subs:
        return (node.args[2],) if variable in node.args[1] else (node.args[0], node.args[2])
    if node.func is Derivative:
        return (node.args[0],)
    return tuple(node.args)


def _assemble(
    inputs_first: list[Tree],
    whole_first: list[Tree],
    found: dict[int, Local | None],
    variable: Symbol,
    name: str,
    taken: frozenset[Symbol],
) -> Decomposition:
    named = [tree for tree in whole_first if tree is not variable]
    place = {id(tree): i for i, tree in enumerate(named)}
    answers = [found[id(tree)] for tree in named]
    parts = [
        (a.rule == "sum", [place[id(t)] for t in a.inner if t is not variable])
        for a in answers
        if a
    ]
    names = name_nodes(parts, {symbol.name for symbol in taken}, name) if named else []
    letter = {id(tree): names[i] for i, tree in enumerate(named)} | {id(variable): variable}
    number = {id(tree): i for i, tree in enumerate(inputs_first)}
    nodes, into = [], []
    for tree in inputs_first:
        answer = found[id(tree)]
        node, edges = _node(number[id(tree)], tree, answer, letter, number)
        nodes.append(node)
        into.append(edges)
    graph = Graph(tuple(nodes), tuple(into), (variable,))
    reading = tuple(number[id(tree)] for tree in whole_first)
    return Decomposition(graph, tuple(found[id(tree)] for tree in inputs_first), reading)


def _node(
    number: int,
    tree: Tree,
    answer: Local | None,
    letter: dict[int, Symbol],
    numbers: dict[int, int],
) -> tuple[Node, tuple[Edge, ...]]:
    name = letter[id(tree)]
    if answer is None:
        return Node(number, name, tree, "identity", tree), ()
    letters = {SLOTS[slot]: letter[id(part)] for slot, part in enumerate(answer.inner)}
    edges = tuple(
        Edge(numbers[id(part)], number, slot, substitute(partial, letters))
        for slot, (part, partial) in enumerate(zip(answer.inner, answer.partials, strict=True))
    )
    outer = substitute(answer.outer, letters)
    return Node(number, name, tree, answer.rule, outer, answer.constants), edges
