"""Sweep → Document: numbered forward lines, and backward lines that each undo one of them.

forward                       backward
4  q = x + y = 3              4′  x̄ += q̄ · ∂q/∂x = −4 · 1 = −4     line 4: q = x + y
5  f = qz = −12               5′  q̄ += f̄ · ∂f/∂q = 1 · z = −4      line 5: f = qz
"""

from __future__ import annotations

from sympy import Symbol

from chainrule.document import Block, Document, Heading, Prose, StepRow, Steps, Text
from chainrule.explain.decimals import decimal, equal, rounded, sign
from chainrule.explain.holds import check_words
from chainrule.explain.page import joined, listed
from chainrule.model import Edge
from chainrule.notation import Fence, Math, Op, Row, Sym, equation, leibniz, math, times
from chainrule.reverse import Sweep

__all__ = ["sweep_page"]


PLACES = "∂₁ and ∂₂ are the derivatives by the first and by the second place in a line."


def sweep_page(sweep: Sweep) -> Document:
    """The page of a sweep."""
    page = _Page(sweep)
    return Document(
        (
            Heading(("Forward: values",)),
            page.forward(),
            Heading(("Backward: adjoints",)),
            page.backward(),
            *page.shared(),
            *page.gradient(),
            page.cost(),
            *check_words(sweep),
        )
    )


class _Page:
    """Typographic trees for the lines of one sweep."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep, self.graph = sweep, sweep.graph
        self.nodes, self.at = sweep.graph.nodes, sweep.at

    def forward(self) -> Steps:
        """Each value, from the inputs to the output."""
        rows = []
        for node in self.nodes:
            left, value = math(node.name), self.at.values[node.id]
            if node.name is not node.outer:
                left = equation(left, math(node.outer))
            rows.append(StepRow(str(node.id + 1), (), None, equal(left, value)))
        return Steps(tuple(rows))

    def backward(self) -> Steps:
        """What each operation hands down to its inputs, from the output on."""
        output = self.nodes[self.sweep.output]
        start = equation(_bar(output.name), decimal(1.0))
        rows = [StepRow(f"{output.id + 1}′", (), None, start)]
        for node in reversed(self.nodes[: self.sweep.output + 1]):
            if self.sweep.adjoints[node.id] or node.id == output.id:
                edges = self.graph.into[node.id]
                rows += [self.handed(edge, first=not i) for i, edge in enumerate(edges)]
        return Steps(tuple(rows))

    def handed(self, edge: Edge, *, first: bool) -> StepRow:
        """q̄ += f̄ · ∂f/∂q = f̄ · z = 1 · (−4) = −4."""
        target, source = self.nodes[edge.target], self.nodes[edge.source]
        above = self.sweep.adjoints[edge.target]
        partial = self.at.partials[edge.target][edge.slot]
        into = self.graph.into[edge.target]
        slope: Math = leibniz(math(target.name), math(source.name), partial=len(into) > 1)
        if sum(other.source == edge.source for other in into) > 1:  # x·x, by each factor
            slope = Row((Sym("partial", str(edge.slot + 1)), math(target.name)))
        formula = times(_bar(target.name), slope)
        numbers = times(decimal(above), _bracketed(partial))
        used = [above, partial, above * partial]
        line: Math = Row((_bar(source.name), Op("+=", "relation"), formula))
        if not edge.partial.is_Rational:
            line = equation(line, times(_bar(target.name), math(edge.partial)))
        line = equation(line, numbers, sign(used[:2]))
        line = equation(line, decimal(used[2]), sign(used))
        undone = equation(math(target.name), math(target.outer))
        note: Text = (f"line {target.id + 1}: ", undone) if first else ()
        return StepRow(f"{target.id + 1}′", (), None, line, note)

    def shared(self) -> list[Block]:
        """That adjoints add where a value is used more than once."""
        uses = [0] * len(self.nodes)
        for edge in (edge for into in self.graph.into for edge in into):
            uses[edge.source] += 1
        names: list[Text] = [(math(self.nodes[i].name),) for i, n in enumerate(uses) if n > 1]
        if not names:
            return []
        verb = (
            " is used more than once: its contributions"
            if len(names) == 1
            else (" are used more than once: their contributions")
        )
        blocks: list[Block] = [Prose((*listed(names), verb, " add."))]
        if any(len({e.source for e in into}) < len(into) for into in self.graph.into):
            blocks.append(Prose((PLACES,)))
        return blocks

    def gradient(self) -> list[Block]:
        """∇f = (∂f/∂x, …) = (…), and finite differences."""
        wrt = self.sweep.system.wrt
        whole = math(self.nodes[self.sweep.output].name)
        values = self.sweep.gradient
        slopes = [leibniz(whole, math(symbol), partial=len(wrt) > 1) for symbol in wrt]
        vector = Fence(joined([decimal(value) for value in values], ","))
        left = Row((Sym("nabla"), whole))
        line = equation(equation(left, Fence(joined(slopes, ","))), vector, sign(values))
        if len(wrt) == 1:
            line = equation(slopes[0], decimal(values[0]), sign(values))
        beside = joined([rounded(value) for value in self.at.finite_differences], ",")
        return [Prose((line, ".")), Prose(("Finite differences: ", beside, "."))]

    def cost(self) -> Prose:
        """What the sweep cost, and what the other ways would."""
        from chainrule.codegen.cost import cost  # only here: other pages need no code

        found = cost(self.graph, self.sweep.output)
        paths = "one path" if found.paths == 1 else f"{found.paths:,} paths, one by one"
        words = (
            f"Cost in operations: {found.values:,} for the value; {found.reverse:,} for the "
            f"gradient backward, in one sweep; {found.forward:,} in forward mode, a sweep for each "
            f"input; {found.summed:,} along the {paths}."
        )
        return Prose((words,))


def _bar(name: Symbol) -> Math:
    node = math(name)
    return (
        Sym(node.name, node.sub, node.primes, node.role, node.glued, bar=True)
        if isinstance(node, Sym)
        else node
    )


def _bracketed(value: float) -> Math:
    return Fence(decimal(value)) if value < 0 else decimal(value)
