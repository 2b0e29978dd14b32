"""The tree diagram of a gradient: from an output down to the inputs, an edge a branch.

A quantity that is used twice is a branch each time, so that the lines of the tree are the paths;
or it is drawn once, and said to be shared.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Symbol

from chainrule.document import Block, Branch, Prose, Table, Text, Tree
from chainrule.explain.page import listed
from chainrule.explain.paths import Along, Paths, marked
from chainrule.model import Edge, Path
from chainrule.notation import Fence, Num, equation, leibniz, math

__all__ = ["SHARED", "Branches"]

SHARED = ("repeat", "once")
_HELD = "On a branch, a ∂ holds fixed what else stands in the same definition."


class Branches:
    """A tree, grown from the output."""

    def __init__(self, paths: Paths, shared: str = SHARED[0]) -> None:
        self.paths, self.shared = paths, shared
        self.nodes, self.into, self.inputs = paths.nodes, paths.into, paths.inputs

    def tree(self, output: Symbol, paths: Sequence[Sequence[Path]], count: int) -> list[Block]:
        """The tree of an output down to the inputs; where it has too many paths, how many."""
        every = [path for some in paths for path in some]
        if all(len(path.nodes) <= 2 for path in every):
            return []
        root = next(node.id for node in self.nodes if node.name == output)
        marks = {self.paths.along(path): path for path in marked(paths)}
        if len(every) < count:
            if self.shared == "repeat":
                return [Prose((f"There are {count:,} paths, too many for a tree.",))]
            marks = {}
        self.drawn: set[int] = set()
        blocks: list[Block] = [Tree(math(output), self.branches(root, (), marks))]
        again = [node for node in self.nodes if node.id in self.used_again()]
        if self.shared == "once" and marks:
            rows = (
                ((Fence(Num(path.mark), role=f"path {path.mark}"),), self.paths.worth(path))
                for path in marks.values()
            )
            blocks.append(Table(((), ()), tuple(rows)))
        if self.shared == "once" and again:
            names: list[Text] = [(math(node.name),) for node in again]
            verb = " is shared: it is" if len(names) == 1 else " are shared: each is"
            blocks.append(Prose((*listed(names), verb, " drawn once, where it is first used.")))
        return [*blocks, *self.held(root)]

    def used_again(self) -> set[int]:
        """The quantities between output and inputs that several others use."""
        users: dict[int, set[int]] = {}
        for edge in (edge for into in self.into for edge in into):
            users.setdefault(edge.source, set()).add(edge.target)
        return {node for node, by in users.items() if len(by) > 1 and node not in self.inputs}

    def held(self, root: int) -> list[Block]:
        """What a ∂ holds fixed; and how that differs from a total derivative, where both are."""
        edges = [edge for edge in self.into[root] if self.paths.moving(edge)]
        if not edges:
            several = any(len(into) > 1 for into in self.into)
            return [Prose((_HELD,))] if several else []
        edge = edges[0]
        names: list[Text] = [(math(self.nodes[i].name),) for i in self.paths.moving(edge)]
        output, source = math(self.nodes[root].name), math(self.nodes[edge.source].name)
        total = leibniz(output, source, partial=self.paths.several)
        many = "move" if len(names) > 1 else "moves"
        return [
            Prose(
                (
                    *(
                        self.paths.slope(edge),
                        " holds ",
                        *listed(names),
                        " fixed; in the total derivative ",
                    ),
                    *(total, ", ", *listed(names), f" {many} with ", source, ". ", _HELD),
                )
            )
        ]

    def branches(self, node: int, behind: Along, marks: dict[Along, Path]) -> tuple[Branch, ...]:
        """The branches from the end of a path on."""
        return tuple(self.branch(edge, behind, marks) for edge in self.into[node])

    def branch(self, edge: Edge, behind: Along, marks: dict[Along, Path]) -> Branch:
        """One branch, with all that grows from its end."""
        along = (*behind, (edge.target, edge.slot))
        label = self.paths.numbered(equation(self.paths.slope(edge), math(edge.partial)), edge)
        end = math(self.nodes[edge.source].name)
        if self.shared == "once" and edge.source in self.drawn:
            through = [path.mark for key, path in marks.items() if key[: len(along)] == along]
            again = ", ".join(f"({mark})" for mark in through)
            return Branch(label, end, (), "", (f"as above {again}".rstrip(),))
        if edge.source not in self.inputs:
            self.drawn.add(edge.source)
        path = marks.get(along)
        return Branch(
            label,
            end,
            self.branches(edge.source, along, marks),
            path.mark if path else "",
            self.paths.worth(path) if path and self.shared == "repeat" else (),
        )
