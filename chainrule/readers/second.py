"""Second derivatives through a chain: the chain rule applied to the sums that it gave.

dh/da = Σⱼ ∂h/∂uⱼ · ∂uⱼ/∂a   is differentiated by b: each factor of each term in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement

from sympy import Expr, Integer, Mul, Symbol

from chainrule.derive import derive
from chainrule.domain import spans
from chainrule.errors import InputError
from chainrule.evaluation import NoNumbers
from chainrule.expr import ONE, ZERO, Tree, add, is_quotient, mul
from chainrule.gradient import Gradient
from chainrule.matrices import Hessian, Second
from chainrule.model import Edge, Pass, Path, Step
from chainrule.pipeline import At, Wrt
from chainrule.readers.systems import differentiate, system_from
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier
from chainrule.verify.on_graph import slopes_at
from chainrule.verify.on_system import verify_hessian
from chainrule.walks import needed

__all__ = ["hessian"]

Pair = tuple[Symbol, Symbol]


def hessian(
    expr: str | Expr | Mapping[str | Symbol, Expr],
    wrt: Wrt = None,
    *,
    of: Wrt = None,
    at: At = None,
    laplacian: bool = False,
) -> Hessian:
    """The second derivatives of a quantity by every two inputs, with all their terms.

    ``expr``, ``wrt``, ``of`` and ``at`` are as for :func:`chainrule.grad`; ``laplacian`` asks for
    the sum of the diagonal too.

    >>> hessian("x^2*y").matrix
    ((2*y, 2*x), (2*x, 0))
    """
    first = differentiate(system_from(expr, wrt, of), at)
    if len(first.system.outputs) > 1:
        raise InputError("a Hessian is of one quantity", hint="say which quantity (of)")
    seconds = _Seconds(first)
    done = Hessian(first, seconds.all(), trace=seconds.trace() if laplacian else None)
    if first.at is not None:
        found = slopes_at([second.done for second in done.seconds], dict(first.at.at))
        if not isinstance(found, NoNumbers):
            done = replace(done, values=found[0], differences=found[1])
    return replace(done, checks=verify_hessian(done, spans(first.domain)))


class _Seconds:
    """The second derivatives of the quantities of one graph, from the inputs up."""

    def __init__(self, gradient: Gradient) -> None:
        self.gradient, self.graph, self.tidier = gradient, gradient.graph, Tidier()
        self.wrt = gradient.system.wrt
        self.pairs: list[Pair] = list(combinations_with_replacement(self.wrt, 2))
        self.first = _slopes(gradient)
        self.known: dict[tuple[int, Pair], Second] = {}
        self.partials: dict[tuple[int, int, Symbol], Tree] = {}
        self.number = len(gradient.steps)

    def all(self) -> tuple[Second, ...]:
        """Those of the quantities that the output needs; of the inner ones, what is not 0."""
        place = {node.name: node.id for node in self.graph.nodes}
        output = place[self.gradient.system.outputs[0]]
        used = needed(self.graph, output)
        inputs = {place[symbol] for symbol in self.wrt}
        for node in range(output + 1):
            if used[node] and node not in inputs and self.graph.into[node]:
                for pair in self.pairs:
                    self.known[node, pair] = self.second(node, pair)
        return tuple(
            second
            for (node, _), second in self.known.items()
            if node == output or second.result != 0
        )

    def second(self, node: int, pair: Pair) -> Second:
        """∂²h/∂a∂b of one quantity."""
        a, b = pair
        counted: dict[tuple[int, ...], tuple[Path, int]] = {}
        for edge in self.graph.into[node]:
            for other in self.graph.into[node]:
                path = self.bent(edge, other, a, b)
                if path is not None:
                    twice = path.nodes[0], *sorted(path.nodes[1:])
                    seen = counted.get(twice) if a == b else None
                    key = twice if a == b else path.nodes
                    counted[key] = (path, 1) if seen is None else (seen[0], seen[1] + 1)
        for edge in self.graph.into[node]:
            path = self.carried(edge, pair)
            if path is not None:
                counted[path.nodes] = path, 1
        paths = tuple(path for path, _ in counted.values())
        counts = tuple(count for _, count in counted.values())
        return Second(node, pair, paths, counts, self.done(node, pair, paths, counts))

    def bent(self, edge: Edge, other: Edge, a: Symbol, b: Symbol) -> Path | None:
        """∂²h/∂uⱼ∂uₖ · ∂uⱼ/∂a · ∂uₖ/∂b."""
        one, two = self.first.get((edge.source, a)), self.first.get((other.source, b))
        if one is None or two is None:
            return None
        curved = self.partial(edge, self.graph.nodes[other.source].name)
        if curved == 0:
            return None
        nodes = edge.target, edge.source, other.source
        return Path("", nodes, (edge.slot, other.slot), product((curved, one, two)))

    def carried(self, edge: Edge, pair: Pair) -> Path | None:
        """∂h/∂uⱼ · ∂²uⱼ/∂a∂b."""
        below = self.known.get((edge.source, pair))
        if below is None or below.result == 0:
            return None
        factors = edge.partial, below.result
        return Path("", (edge.target, edge.source), (edge.slot,), product(factors))

    def partial(self, edge: Edge, by: Symbol) -> Tree:
        """∂²h/∂uⱼ∂uₖ in letters: the slope of a local partial."""
        key = edge.target, edge.slot, by
        if key not in self.partials:
            if by in free_symbols(edge.partial):
                (done,), _ = derive(edge.partial, (by,))
                self.partials[key] = done.result
            else:
                self.partials[key] = ZERO
        return self.partials[key]

    def done(self, node: int, pair: Pair, paths: Sequence[Path], counts: Sequence[int]) -> Pass:
        """The terms with the definitions put in, and tidied."""
        letters = {one.name: one.expr for one in self.graph.nodes}
        products = [
            product((Integer(count), *_factors(path.product)))
            for path, count in zip(paths, counts, strict=True)
        ]
        raw = substitute(add(*products), letters) if products else ZERO
        moves, result = self.tidier.tidy(raw)
        self.number += 1
        expr = self.first.get((node, pair[0]), ZERO)
        name = self.graph.nodes[node].name
        step = Step(self.number, "chain", name, expr, expr, (), raw, (), (), raw, moves, result)
        return Pass(expr, pair[1], self.graph, (step,), raw, result)

    def trace(self) -> Pass:
        """The Laplacian: the second derivatives by each input twice, added."""
        output = max(node for node, _ in self.known)
        terms = [self.known[output, (x, x)].result for x in self.wrt]
        raw = add(*terms)
        moves, result = self.tidier.tidy(raw)
        whole = self.graph.nodes[output]
        step = Step(
            self.number + 1, "sum", whole.name, whole.expr, whole.expr, (), raw, (), (), raw,
            moves, result,
        )  # fmt: skip
        return Pass(whole.expr, self.wrt[0], self.graph, (step,), raw, result)


def _factors(tree: Tree) -> Sequence[Tree]:
    return tree.args if isinstance(tree, Mul) and not is_quotient(tree) else (tree,)


def product(factors: Sequence[Tree]) -> Tree:
    """Factors side by side, without those that are 1."""
    return mul(*(factor for factor in factors if factor is not ONE))


def _slopes(gradient: Gradient) -> dict[tuple[int, Symbol], Tree]:
    """∂u/∂x of every quantity by every input on which it depends, in the inputs."""
    place = {node.name: node.id for node in gradient.graph.nodes}
    found: dict[tuple[int, Symbol], Tree] = {}
    for one in gradient.passes:
        found[place[one.wrt], one.wrt] = ONE
        for step in one.steps:
            if step.result != 0 and step.name in place:
                found[place[step.name], one.wrt] = step.result
    return found
