"""System → graph: every definition decomposed, and linked to the others by name.

``network`` makes a node for every elementary operation; a product of many factors is a chain of
products of two, so that a backward sweep costs no more than a small multiple of the values (each
prefix is a value, each suffix an adjoint). ``contract`` keeps the named quantities and the inputs
only, each edge with the partial that a backward walk inside the definition gives.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, islice
from operator import itemgetter

from sympy import Dummy, Mul, Symbol

from chainrule.errors import NoRuleError
from chainrule.expr import ONE, Tree, add, is_quotient, mul, rebuild
from chainrule.graph import mark_dependents, node_of
from chainrule.model import Edge, Graph, Node, Path, System
from chainrule.pool import Pool
from chainrule.rules import Local, Rules, local
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier
from chainrule.walks import count_paths, descend, largest_paths, paths

__all__ = ["contract", "in_names", "in_order", "named_paths", "network", "opened", "tidied"]

MOST_PATHS = 12
NO_VARIABLE = Dummy("variable")  # all inputs are alike: no straight line is one step


def network(system: System, rules: Rules = local) -> Graph:
    """The graph of all elementary operations, inputs first, each definition a node with its name.

    >>> from chainrule.parsing import parse_system
    >>> graph = network(parse_system("f = q*z; q = x + y"))
    >>> [f"{node.name} = {node.outer}" for node in graph.nodes]
    ['z = z', 'x = x', 'y = y', 'q = x + y', 'f = q*z']
    """
    found = _Network(system, rules)
    for name in in_order(system.outputs, {one.name: one.expr for one in system.definitions}):
        found.define(name)
    return Graph(tuple(found.nodes), tuple(found.into), tuple(found.inputs))


class _Network:
    """A graph that grows by one definition after the other."""

    def __init__(self, system: System, rules: Rules) -> None:
        self.pool, self.rules = Pool(), rules
        self.given = {one.name: _binary(one.expr) for one in system.definitions}
        self.nodes: list[Node] = []
        self.into: list[tuple[Edge, ...]] = []
        self.number: dict[int, int] = {}  # id of a tree in the names → its node
        self.letter: dict[int, Symbol] = {}
        self.constants: dict[Symbol, Tree] = {}  # a name that does not vary → its value
        self.varying: set[int] = set()
        self.names: set[Symbol] = set()
        taken = {s.name for one in system.definitions for s in (one.name, *free_symbols(one.expr))}
        self.fresh = (Symbol(n) for n in (f"v_{i}" for i in count(1)) if n not in taken)
        self.inputs = [self.pool.share(symbol) for symbol in system.wrt]
        for symbol in self.inputs:
            self._know(symbol, symbol)
            self._append(symbol, None)

    def define(self, name: Symbol) -> None:
        """The nodes of one definition; one that does not vary is a single one."""
        root = self.pool.share(self.given[name])
        mark_dependents(root, self.names, self.varying)
        if id(root) not in self.varying:
            self.constants[name] = value = substitute(root, self.constants)
            self.nodes.append(Node(len(self.nodes), name, value, "constant", root))
            self.into.append(())
            return
        symbol = self.pool.share(name)
        if id(root) in self.number:  # r = x, or what another definition is too
            self._identity(symbol, root)
        else:
            self.letter[id(root)] = symbol
            self._operations(root)
            self.number[id(symbol)] = self.number[id(root)]
        self._know(symbol, symbol)

    def _know(self, symbol: Symbol, letter: Symbol) -> None:
        self.names.add(symbol)
        self.varying.add(id(symbol))
        self.letter[id(symbol)] = letter

    def _identity(self, name: Symbol, root: Tree) -> None:
        number = len(self.nodes)
        same = self.nodes[self.number[id(root)]]
        self.number[id(name)] = number
        self.nodes.append(Node(number, name, same.expr, "identity", same.name))
        self.into.append((Edge(same.id, number, 0, ONE),))

    def _operations(self, root: Tree) -> None:
        stack: list[tuple[Tree, Local | None]] = [(root, None)]
        while stack:
            tree, answer = stack.pop()
            if answer is not None:
                self._append(tree, answer)
            elif id(tree) not in self.number:
                found = self.rules(tree, lambda part: id(part) in self.varying, NO_VARIABLE, _none)
                inner = tuple(self.pool.share(part) for part in found.inner)
                for part in inner:
                    mark_dependents(part, self.names, self.varying)
                stack.append((tree, replace(found, inner=inner)))
                stack += [(part, None) for part in reversed(inner)]

    def _append(self, tree: Tree, answer: Local | None) -> None:
        if id(tree) in self.number:
            return
        number = self.number[id(tree)] = len(self.nodes)
        if id(tree) not in self.letter:
            self.letter[id(tree)] = next(self.fresh)
        node, edges = node_of(number, tree, answer, self.letter, self.number)
        inner = {self.nodes[edge.source].name: self.nodes[edge.source].expr for edge in edges}
        self.nodes.append(replace(node, expr=substitute(node.outer, self.constants | inner)))
        self.into.append(edges)


def _none(_integrand: Tree) -> Tree:
    raise NoRuleError("no rule in a system for an integral whose integrand depends on an input")


def _binary(expr: Tree) -> Tree:
    """x·y·z as (x·y)·z."""

    def nested(node: Tree) -> Tree:
        if not isinstance(node, Mul) or len(node.args) < 3 or is_quotient(node):
            return node
        first, *others = node.args
        for other in others:
            first = mul(first, other)
        return first

    return rebuild(expr, nested)


def in_order(outputs: Sequence[Symbol], given: Mapping[Symbol, Tree]) -> list[Symbol]:
    """The names that the outputs need, each after those that it uses."""
    order: dict[Symbol, None] = {}
    place = {name: i for i, name in enumerate(given)}  # as they were written
    stack = [(name, False) for name in reversed(outputs)]
    while stack:
        name, ready = stack.pop()
        if ready:
            order[name] = None
        elif name not in order:
            stack.append((name, True))
            used = sorted(free_symbols(given[name]) & given.keys(), key=place.__getitem__)
            stack += [(other, False) for other in reversed(used) if other not in order]
    return list(order)


def contract(graph: Graph, system: System) -> Graph:
    """The graph of the inputs and the named quantities of a system.

    Each node is what its definition says, and an edge carries the partial of one quantity by
    another, found by a backward walk that stays inside the definition.
    """
    tidier = Tidier()
    written = {one.name: one.expr for one in system.definitions}
    kept = [node for node in graph.nodes if node.name in written or not graph.into[node.id]]
    place = {node.id: i for i, node in enumerate(kept)}
    inside = in_names(graph, place)
    nodes, into = [], []
    exprs: dict[Symbol, Tree] = {}
    for node in kept:
        outer = written.get(node.name, node.outer)
        expr = exprs[node.name] = substitute(outer, exprs) if node.name in written else node.expr
        rule = "chain" if graph.into[node.id] else node.rule
        nodes.append(Node(place[node.id], node.name, expr, rule, outer))
        adjoints = descend(
            graph, node.id, ONE, lambda edge: substitute(edge.partial, inside), times, plus, place
        )
        found = [
            (place[source], tidier.tidy(adjoint)[1])
            for source, adjoint in sorted(adjoints, key=itemgetter(0))
            if source in place and source != node.id
        ]
        into.append(
            tuple(
                Edge(source, place[node.id], slot, partial)
                for slot, (source, partial) in enumerate(found)
            )
        )
    return Graph(tuple(nodes), tuple(into), graph.wrt)


def tidied(graph: Graph) -> Graph:
    """The same graph with its local partials as a person writes them: 2w, not 2w^(2 − 1)."""
    tidier = Tidier()
    return replace(
        graph,
        into=tuple(
            tuple(replace(edge, partial=tidier.tidy(edge.partial)[1]) for edge in into)
            for into in graph.into
        ),
    )


def named_paths(
    graph: Graph, output: int, source: int, partials: Sequence[Sequence[float]] | None = None
) -> tuple[Path, ...]:
    """The paths from an output to an input, numbered, each with the product of its partials.

    Of more paths than anyone reads, the first; with the numbers of the ``partials`` on the edges,
    those whose products are the largest.
    """
    few = count_paths(graph, output, source) <= MOST_PATHS
    if few or partials is None:
        chosen: Iterable[Sequence[Edge]] = islice(paths(graph, output, source), MOST_PATHS)
    else:
        chosen = largest_paths(
            graph, output, source, lambda edge: abs(partials[edge.target][edge.slot]), MOST_PATHS
        )
    found = []
    for number, edges in enumerate(chosen, start=1):
        along = mul(*chain.from_iterable(_factors(edge.partial) for edge in edges))
        nodes = (output, *(edge.source for edge in edges))
        found.append(Path(str(number), nodes, tuple(edge.slot for edge in edges), along))
    return tuple(found)


def _factors(partial: Tree) -> tuple[Tree, ...]:
    """The factors of a partial, flat; none for 1."""
    if isinstance(partial, Mul) and not is_quotient(partial):
        return tuple(partial.args)
    return () if partial is ONE else (partial,)


def in_names(graph: Graph, kept: Container[int]) -> dict[Symbol, Tree]:
    """What the letters of the operations between the kept nodes are, in the names of those."""
    found: dict[Symbol, Tree] = {}
    for node in (node for node in graph.nodes if node.id not in kept):
        found[node.name] = substitute(node.outer, found)
    return found


def times(left: Tree, right: Tree) -> Tree:
    """The product of two slopes, without a factor 1."""
    return left if right is ONE else right if left is ONE else mul(left, right)


def plus(terms: Sequence[Tree]) -> Tree:
    """The sum of what arrives at a node."""
    return add(*terms)


def opened(name: Symbol, exprs: Mapping[Symbol, Tree]) -> Tree:
    """A quantity in the inputs alone: every definition put in, each once."""
    done: dict[Symbol, Tree] = {}
    for one in in_order([name], exprs):
        done[one] = substitute(exprs[one], done)
    return done.get(name, name)
