"""The paths of a gradient on a page: what their branches are called, what they come to, and how
much of the whole that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from sympy import Symbol

from chainrule.document import Block, Prose, Table, Text
from chainrule.explain.decimals import decimal, equal, sign
from chainrule.explain.page import is_parameter, joined, listed
from chainrule.gradient import Gradient
from chainrule.model import Edge, Path, System
from chainrule.notation import Fence, Math, Num, Op, Row, Sym, leibniz, math, times
from chainrule.scope import free_symbols

__all__ = ["Along", "Paths", "marked"]

LISTED = 10
"""Of more paths than fit into a tree, so many are listed."""

Along = tuple[tuple[int, int], ...]  # the edges of a path, each by its target and slot


class Paths:
    """The names and numbers of the edges and paths of a gradient."""

    def __init__(self, gradient: Gradient) -> None:
        self.gradient = gradient
        self.nodes, self.into = gradient.graph.nodes, gradient.graph.into
        self.inputs = {node.id for node in self.nodes if node.name in gradient.system.wrt}
        self.fixed = _held(gradient.system)
        self.several = len(gradient.system.wrt) > 1 or bool(self.fixed)

    def moving(self, edge: Edge) -> list[int]:
        """What else stands in the definition and depends on the input of an edge to an output."""
        source, target = self.nodes[edge.source].name, self.nodes[edge.target].name
        system = self.gradient.system
        if source not in system.wrt or target not in system.outputs:
            return []
        others = [other.source for other in self.into[edge.target] if other.source != edge.source]
        return [node for node in others if self._moves(node, edge.source)]

    def _moves(self, node: int, source: int) -> bool:
        """Whether a node depends on a source."""
        waiting, seen = [node], set[int]()
        while waiting:
            one = waiting.pop()
            if one == source:
                return True
            if one not in seen:
                seen.add(one)
                waiting += [edge.source for edge in self.into[one]]
        return False

    def slope(self, edge: Edge) -> Math:
        """∂h/∂r, or dr/dt where r depends on t alone; (∂h/∂x)ᵤ where ∂h/∂x is the answer."""
        target, source = self.nodes[edge.target].name, self.nodes[edge.source].name
        into = self.into[edge.target]
        if sum(other.source == edge.source for other in into) > 1:  # x·x, by each factor
            return Row((Sym("partial", str(edge.slot + 1)), math(target)))
        others = self.fixed & free_symbols(self.nodes[edge.target].outer)
        several = len(into) > 1 or bool(others)
        rate = leibniz(math(target), math(source), partial=several)
        moving = [math(self.nodes[i].name) for i in self.moving(edge)]
        asked = moving and len(self.inputs) > 1
        return Fence(rate, sub=joined(moving, ",")) if asked else rate

    def numbered(self, label: Math, edge: Edge) -> Math:
        """∂h/∂r = s = 3, if there is a point and the partial is not a number already."""
        at = self.gradient.at
        if at is None or edge.partial.is_Rational:
            return label
        return equal(label, at.partials[edge.target][edge.slot])

    def along(self, path: Path) -> Along:
        """The key of a path."""
        return tuple(zip(path.nodes, path.slots, strict=False))

    def edges(self, path: Path) -> list[Edge]:
        """The edges along a path, from the output down."""
        return [self.into[target][slot] for target, slot in self.along(path)]

    def slopes(self, path: Path) -> Math:
        """∂h/∂r · ∂r/∂x."""
        return Row((times(*map(self.slope, self.edges(path))),), role=f"path {path.mark}")

    def product(self, path: Path) -> Math:
        """The partials along a path, each a factor of its own."""
        made = times(*(math(edge.partial) for edge in self.edges(path)))
        return Row((made,), role=f"path {path.mark}")

    def amount(self, path: Path) -> float:
        """The number that a path comes to."""
        at = self.gradient.at
        if at is None:
            return 0.0
        return prod(at.partials[edge.target][edge.slot] for edge in self.edges(path))

    def worth(self, path: Path) -> Text:
        """s · y, and at a point the number and its share of the whole: s · y = 6, 67%."""
        product = self.product(path)
        if self.gradient.at is None:
            return (product,)
        amount = self.amount(path)
        line = product if _is_number(product) else equal(product, amount)
        share = self.share(path, amount)
        return (line, f" ({share})") if share else (line,)

    def brief(self, path: Path) -> Text:
        """The number and share of a path, or its product where there is no point."""
        if self.gradient.at is None:
            return (self.product(path),)
        amount = self.amount(path)
        share = self.share(path, amount)
        return (decimal(amount), f" ({share})" if share else "")

    def share(self, path: Path, amount: float) -> str:
        """How much of the derivative a path is; nothing where that is 0."""
        at = self.gradient.at
        ends = path.nodes[0], path.nodes[-1]
        for place, one in enumerate(self.gradient.paths):
            if one and (one[0].nodes[0], one[0].nodes[-1]) == ends and at is not None:
                whole = at.slopes[place]
                return f"{100 * amount / whole:.0f}%".replace("-", "−") if whole else ""
        return ""

    def route(self, path: Path) -> Math:
        """h → r → x."""
        items: list[Math] = []
        for node in path.nodes:
            items += (Op("->", "relation"),) if items else ()
            items.append(math(self.nodes[node].name))
        return Row(tuple(items))

    def largest(self, paths: Sequence[Path], count: int) -> list[Block]:
        """Some of the paths, where there are too many to add up on a page."""
        if not paths or len(paths) == count:
            return []
        kind = "largest" if self.gradient.at is not None else "first"
        shown = paths[:LISTED]
        rows = [((self.route(path),), self.brief(path)) for path in shown]
        which = f"The {kind} {len(shown)} of {count:,} paths to "
        end = math(self.nodes[paths[0].nodes[-1]].name)
        return [Prose((which, end, ":")), Table(((), ()), tuple(rows))]

    def no_cancelling(self) -> list[Block]:
        """That the ∂'s do not cancel, where numbers show it."""
        at = self.gradient.at
        if at is None:
            return []
        for one, paths, count, total in zip(
            self.gradient.passes, self.gradient.paths, self.gradient.path_counts, at.slopes,
            strict=True,
        ):  # fmt: skip
            terms = [path for path in paths if len(path.nodes) > 2]
            amounts = [self.amount(path) for path in terms]
            if len(terms) < 2 or len(paths) < count or all(a == total for a in amounts):
                continue
            output = self.nodes[terms[0].nodes[0]].name
            whole = leibniz(math(output), math(one.wrt), partial=self.several)
            shown: list[Text] = [(decimal(amount),) for amount in amounts]
            why = "The ∂’s are not factors that cancel: each of these terms would then be "
            are = ", but they are " if sign(amounts) == "=" else ", but they are about "
            return [
                Prose((why, whole, are, *listed(shown), "; ", whole, " is ", decimal(total), "."))
            ]
        return []


def _held(system: System) -> set[Symbol]:
    """The variables that are neither defined nor inputs: they are held fixed."""
    known = {*system.wrt, *(one.name for one in system.definitions)}
    free = {symbol for one in system.definitions for symbol in free_symbols(one.expr)}
    return {symbol for symbol in free - known if not is_parameter(symbol)}


def marked(paths: Sequence[Sequence[Path]]) -> list[Path]:
    """The paths of an output, numbered from the first input to the last."""
    every = (path for some in paths for path in some)
    return [replace(path, mark=str(number)) for number, path in enumerate(every, start=1)]


def _is_number(node: Math) -> bool:
    match node:
        case Row(items=items):
            return all(map(_is_number, items))
        case Fence(body=body):
            return _is_number(body)
    return isinstance(node, Num | Op)
