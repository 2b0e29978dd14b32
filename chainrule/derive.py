"""Graph → steps: the chain rule at every node, once, and each raw line tidied before its use.

For a node h = g(u₁, …, uₙ) with local partials ∂h/∂uⱼ, the step is
dh/dx = Σⱼ ∂h/∂uⱼ · duⱼ/dx (the raw line, in the rule's usual layout), then the moves of the
algebra. The walk goes from the inputs to the whole, so every duⱼ/dx is there when it is needed;
the steps are numbered as a reader meets them, from the whole to its parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sympy import Contains, S, Symbol

from chainrule.expr import MINUS_ONE, ONE, ZERO, Partial, Slope, Tree, add, build, mul
from chainrule.graph import decompose
from chainrule.letters import free_name
from chainrule.model import Condition, Graph, Link, Move, Pass, Step
from chainrule.pool import Pool
from chainrule.rules import AGAIN, RULES, SLOPES, SLOTS, Local, Rules, asked, local
from chainrule.rules.local import Kind
from chainrule.scope import substitute, symbols
from chainrule.tidy import Tidier
from chainrule.walks import depends, needed

__all__ = ["derive", "derive_along"]

LONGEST_CHAIN = 8  # factors that a raw line shows before the inner ones are multiplied


def derive(
    expr: Tree, wrt: Sequence[Symbol], name: str = "h", rules: Rules = local
) -> tuple[tuple[Pass, ...], tuple[Condition, ...]]:
    """Differentiate ``expr`` by each symbol of ``wrt`` in turn: one pass each, and the conditions
    that the rules ask for.

    ``expr`` is a tree as written (see expr.py); the whole is called ``name``; ``rules`` answers
    for each value. Raises NoRuleError for a function whose derivative is not known.
    """
    pool, tidier = Pool(), Tidier()
    passes: list[Pass] = []
    conditions: list[Condition] = []
    for order, symbol in enumerate(wrt):
        first = 1 + sum(len(done.all_steps) for done in passes)
        engine = _Engine(pool, tidier, symbol, name + "'" * order, rules)
        passes.append(engine.differentiate(expr, first))
        found = engine.conditions
        if order:  # of the derivative, not of the function
            found = [replace(condition, kind="smooth") for condition in found]
        conditions += found
        expr = passes[-1].result
        rules = AGAIN.get(rules, rules)
    return tuple(passes), tuple(conditions)


def derive_along(graph: Graph, output: int, source: int, tidier: Tidier, first: int = 1) -> Pass:
    """The derivative of one quantity of a graph by one input: a step for each quantity between.

    dh/dx = Σⱼ ∂h/∂uⱼ · duⱼ/dx, over the quantities uⱼ that depend on x.
    """
    nodes = graph.nodes
    whole, wrt = nodes[output], nodes[source].name
    engine = _Engine(Pool(), tidier, wrt, whole.name.name, local)
    varies, used = depends(graph, source), needed(graph, output)
    between = [i for i in range(source + 1, output + 1) if varies[i] and used[i]]
    if not between:
        return engine.differentiate(whole.expr if output != source else wrt, first)
    fixed = {node.name: node.expr for node in nodes if not varies[node.id]}
    into = [
        tuple(replace(e, partial=substitute(e.partial, fixed)) for e in edges if varies[e.source])
        for edges in graph.into
    ]
    opened = [replace(node, outer=substitute(node.outer, fixed)) for node in nodes]
    reduced = Graph(tuple(opened), tuple(into), graph.wrt)
    numbers = {node: first + place for place, node in enumerate(reversed(between))}
    steps: dict[int, Step] = {}
    for node in between:
        answer = Local(nodes[node].rule, (), opened[node].outer, ())
        steps[node] = engine.step(reduced, node, answer, numbers, steps)
    last = steps[output]
    return Pass(
        whole.expr, wrt, graph, tuple(steps[node] for node in numbers), last.raw, last.result
    )


class _Engine:
    """One differentiation: what its steps share."""

    def __init__(self, pool: Pool, tidier: Tidier, wrt: Symbol, name: str, rules: Rules) -> None:
        self.pool, self.tidier, self.wrt, self.name, self.rules = pool, tidier, wrt, name, rules
        self.conditions: list[Condition] = []
        self.integrands: list[Tree] = []
        self.taken: set[str] = set()  # letters that stand for something else already

    def slope(self, expr: Tree) -> Tree:
        """The derivative of an integrand, for the integral rule."""
        self.integrands.append(expr)
        return self._under_integral(expr, 1).result

    def _under_integral(self, expr: Tree, first: int) -> Pass:
        name = free_name(self.taken | {symbol.name for symbol in symbols(expr)}, "f")
        inner = _Engine(self.pool, self.tidier, self.wrt, name, self.rules)
        inner.taken = self.taken
        return inner.differentiate(expr, first)

    def differentiate(self, expr: Tree, first: int) -> Pass:
        """Every step of d expr/d wrt, numbered from ``first``."""
        split = decompose(expr, self.wrt, self.name, self.pool, self.slope, self.rules, self.taken)
        if not any(split.locals):
            return self._trivial(expr, split.graph, first)
        numbers: dict[int, int] = {}
        for node in split.reading:
            if split.locals[node] is not None:
                numbers[node] = first + len(numbers)
        conditions: dict[int, list[Condition]] = {}
        steps: dict[int, Step] = {}
        for node, answer in enumerate(split.locals):
            if answer is not None:
                steps[node] = self.step(split.graph, node, answer, numbers, steps)
                conditions[id(steps[node].expr)] = _conditions(answer, steps[node])
        self.conditions += asked(split.graph.nodes[-1].expr, conditions)
        whole = steps[len(split.graph.nodes) - 1]
        in_order = tuple(steps[node] for node in numbers)
        inner: list[Pass] = []
        for integrand in self.integrands:
            self.taken = self.taken | {node.name.name for node in split.graph.nodes}
            following = first + len(in_order) + sum(len(one.all_steps) for one in inner)
            inner.append(self._under_integral(integrand, following))
        return Pass(expr, self.wrt, split.graph, in_order, whole.raw, whole.result, tuple(inner))

    def _trivial(self, expr: Tree, graph: Graph, first: int) -> Pass:
        """A constant, or the variable itself: no inner function, one step."""
        self.conditions += asked(expr, {})
        rule, slope = ("identity", ONE) if graph.nodes else ("constant", ZERO)
        step = Step(first, rule, Symbol(self.name), expr, expr, (), slope, (), (), slope, (), slope)
        return Pass(expr, self.wrt, graph, (step,), slope, slope)

    def step(
        self,
        graph: Graph,
        index: int,
        answer: Local,
        numbers: Mapping[int, int],
        steps: Mapping[int, Step],
    ) -> Step:
        """The chain rule at one node, whose inner nodes have their steps already."""
        node = graph.nodes[index]
        edges = graph.into[index]
        links = []
        for edge in edges:
            inner = graph.nodes[edge.source]
            _, partial = self.tidier.tidy(edge.partial)
            below = steps.get(edge.source)
            slope, number = (below.result, below.number) if below else (ONE, 0)
            links.append(Link(inner.name, inner.expr, partial, slope, number))
        if answer.combined is None and len(links) == 1:
            chain, factors = self._chain(numbers[index], links[0], steps.get(edges[0].source))
            # of 1 + u, the slope is that of u: what was tidied there is not undone here
            raw = links[0].derivative if links[0].partial is ONE else mul(*factors)
        else:
            chain, factors, raw = (), (), self._sum(answer, links)
        moves, result = self.tidier.tidy(raw)
        if not moves and _two_signs(factors) and raw is not links[0].derivative:
            moves = (Move("constants", result),)
        return Step(
            number=numbers[index],
            rule=node.rule,
            name=node.name,
            expr=node.expr,
            outer=node.outer,
            links=tuple(links),
            formula=self._formula(answer, node.name, links),
            chain=chain,
            factors=factors if chain else (),
            raw=raw,
            moves=moves,
            result=result,
            constants=node.constants,
        )

    def _formula(self, answer: Local, name: Symbol, links: Sequence[Link]) -> Tree:
        """The rule in letters, such as dh/du · du/dx or du/dx·v + u·dv/dx."""
        slopes = [build(Slope, (link.name, self.wrt)) if link.step else ONE for link in links]
        if answer.combined is not None:
            letters = {SLOTS[i]: link.name for i, link in enumerate(links)}
            rates = {SLOPES[i]: slope for i, slope in enumerate(slopes)}
            return substitute(answer.combined, letters | rates)
        head = Slope if len(links) == 1 else Partial
        names = [link.name for link in links]
        outer = [  # ∂h/∂x would not say which, where x stands in two places
            link.partial
            if link.partial is ONE or names.count(link.name) > 1
            else build(head, (name, link.name))
            for link in links
        ]
        return add(*(_product(pair) for pair in zip(outer, slopes, strict=True)))

    def _chain(
        self, number: int, link: Link, below: Step | None
    ) -> tuple[tuple[int, ...], tuple[Tree, ...]]:
        """The steps that a chain of single links runs through, and the factors they give."""
        partial = substitute(link.partial, {link.name: link.value})
        if below is None:
            return (), (partial,)
        runs_on = 0 < len(below.chain) < LONGEST_CHAIN
        chain = (number, *below.chain) if runs_on else (number,)
        factors = (partial, *below.factors) if runs_on else (partial, link.derivative)
        return chain, tuple(factor for factor in factors if factor is not ONE)

    def _sum(self, answer: Local, links: Sequence[Link]) -> Tree:
        """Σ partial · derivative in the user's variables, as the rule usually writes it."""
        if answer.combined is not None:
            values = {SLOTS[i]: link.value for i, link in enumerate(links)}
            slopes = {SLOPES[i]: link.derivative for i, link in enumerate(links)}
            return substitute(answer.combined, values | slopes)
        letters = {link.name: link.value for link in links}
        partials = (substitute(link.partial, letters) for link in links)
        pairs = zip(partials, (link.derivative for link in links), strict=True)
        return add(*(_product(pair) for pair in pairs))


def _conditions(answer: Local, step: Step) -> list[Condition]:
    """What the rule asks of the inner functions."""
    values = {SLOTS[i]: link.value for i, link in enumerate(step.links)}
    rule = RULES[answer.rule]
    asked: list[tuple[Tree, Kind]] = [
        (substitute(relation, values), kind) for relation, kind in answer.conditions
    ]
    if rule.gaps:  # they do not say it all
        asked.append((build(Contains, (step.expr, S.Reals)), "defined"))
    return [Condition(relation, kind, rule.name, solved=False) for relation, kind in asked]


def _two_signs(factors: tuple[Tree, ...]) -> bool:
    """Whether a minus stands before a minus, as in −1 · (−sin x)."""
    return MINUS_ONE in factors and sum(map(_is_minus, factors)) > 1


def _is_minus(factor: Tree) -> bool:
    first = factor.args[0] if factor.is_Mul else factor
    return bool(first.is_Rational and first.is_negative)


def _product(factors: tuple[Tree, ...]) -> Tree:
    return mul(*(factor for factor in factors if factor is not ONE))
