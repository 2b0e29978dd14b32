"""Expression → graph of compositions.

``decompose`` makes one node for each distinct value that depends on the variable, and an edge
for each slot of its outer function, carrying the local partial in letters. Everything is linear
in the number of distinct nodes, and nothing recurses over depth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, replace

from sympy import Symbol
from sympy.core.function import AppliedUndef

from chainrule.expr import Tree, walk
from chainrule.letters import name_nodes
from chainrule.model import Edge, Graph, Node
from chainrule.pool import Pool
from chainrule.rules import SLOTS, Local, Rules, local
from chainrule.scope import free_symbols, scopes, substitute

__all__ = ["Decomposition", "decompose", "mark_dependents", "node_of"]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A graph beside what the rules said of each node: ``locals[i]`` for node ``i``, None for
    the variable. ``reading`` lists the nodes as a reader meets them, the whole before its parts,
    each once."""

    graph: Graph
    locals: tuple[Local | None, ...]
    reading: tuple[int, ...]


def decompose(
    expr: Tree,
    wrt: Symbol,
    name: str,
    pool: Pool,
    slope: Callable[[Tree], Tree],
    rules: Rules = local,
    taken: Collection[str] = (),
) -> Decomposition:
    """The graph of ``expr`` as a function of ``wrt``; the whole is called ``name``.

    ``rules`` answers for each value; ``slope(f)`` is asked for the derivative of an integrand
    under an integral sign; no letter is one of those ``taken``. A constant has an empty graph.
    """
    root, variable = pool.share(expr), pool.share(wrt)
    varying = {id(variable)}
    mark_dependents(root, {variable}, varying)
    found: dict[int, Local | None] = {id(variable): None}
    asking = {id(root): rules}
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
                ask = asking[id(tree)]
                answer = ask(tree, lambda part: id(part) in varying, variable, slope)
                inner = tuple(pool.share(part) for part in answer.inner)
                for part in inner:
                    asking.setdefault(id(part), answer.below or ask)
                    if id(part) not in varying:  # the rule made it
                        mark_dependents(part, {variable}, varying)
                        varying.add(id(part))
                found[id(tree)] = replace(answer, inner=inner)
                stack.extend((part, False) for part in reversed(inner))
    return _assemble(inputs_first, whole_first, found, variable, name, _written(root).union(taken))


def mark_dependents(root: Tree, variables: Set[Symbol], varying: set[int]) -> None:
    """Add the ids of the subtrees that depend on one of the variables; a bound one is not it."""
    for node in walk(root, varying):
        if any(
            id(part) in varying and (not bound or variables & (free_symbols(part) - bound))
            for part, bound in scopes(node)
        ):
            varying.add(id(node))


def _written(root: Tree) -> set[str]:
    """The names that the user wrote: of variables, bound ones too, and of unknown functions."""
    return {
        node.name if node.is_Symbol else node.func.__name__
        for node in walk(root)
        if node.is_Symbol or isinstance(node, AppliedUndef)
    }


def _assemble(
    inputs_first: list[Tree],
    whole_first: list[Tree],
    found: dict[int, Local | None],
    variable: Symbol,
    name: str,
    taken: set[str],
) -> Decomposition:
    named = [tree for tree in whole_first if tree is not variable]
    place = {id(tree): i for i, tree in enumerate(named)}
    answers = [found[id(tree)] for tree in named]
    parts = [
        (a.rule == "sum", [place[id(t)] for t in a.inner if t is not variable])
        for a in answers
        if a
    ]
    names = name_nodes(parts, taken, name) if named else []
    letter = {id(tree): names[i] for i, tree in enumerate(named)} | {id(variable): variable}
    number = {id(tree): i for i, tree in enumerate(inputs_first)}
    nodes, into = [], []
    for tree in inputs_first:
        answer = found[id(tree)]
        node, edges = node_of(number[id(tree)], tree, answer, letter, number)
        nodes.append(node)
        into.append(edges)
    graph = Graph(tuple(nodes), tuple(into), (variable,))
    reading = tuple(number[id(tree)] for tree in whole_first)
    return Decomposition(graph, tuple(found[id(tree)] for tree in inputs_first), reading)


def node_of(
    number: int,
    tree: Tree,
    answer: Local | None,
    letter: Mapping[int, Symbol],
    numbers: Mapping[int, int],
) -> tuple[Node, tuple[Edge, ...]]:
    """The node of a tree, and the edges into it, in the letters of its inner functions."""
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
