r"""A tree diagram in LaTeX's mathematics: a row a path, an arrow a branch, its label on the arrow.

    h  --s-->  r  --y-->  x   (1)  s·y
                 --x-->  y   (4)  s·x
       --r-->  s  --1-->  x   (2)  r·1

What a path shares with the one above stands there; amsmath has all that is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chainrule.document import Branch, Text, Tree
from chainrule.notation import Math

__all__ = ["depth", "rows"]


def rows(tree: Tree, formula: Callable[[Math], str], words: Callable[[Text], str]) -> list[str]:
    """The rows of an array, each with a cell for every node and branch, the mark and the amount."""
    width = depth(tree.branches)
    lines = list(_below(tree.branches, 0, width, formula, words))
    return [f"{formula(tree.root)}{lines[0]}", *lines[1:]]


def depth(branches: tuple[Branch, ...]) -> int:
    """The number of branches of the longest path."""
    return max((1 + depth(branch.branches) for branch in branches), default=0)


def _below(
    branches: tuple[Branch, ...],
    level: int,
    width: int,
    formula: Callable[[Math], str],
    words: Callable[[Text], str],
) -> Iterator[str]:
    """The rows below a node, each from the cell after it on; all but the first keep free what
    stands in the rows above."""
    for place, branch in enumerate(branches):
        lead = " & & " * level if place else ""
        arrow = rf" & \xrightarrow{{{formula(branch.label)}}} & {formula(branch.node)}"
        if not branch.branches:
            empty = " & & " * (width - level - 1)
            mark = rf"\text{{({branch.mark})}}" if branch.mark else ""
            amount = rf"\text{{{words(branch.amount)}}}" if branch.amount else ""
            yield f"{lead}{arrow}{empty} & {mark} & {amount}"
            continue
        first, *others = _below(branch.branches, level + 1, width, formula, words)
        yield f"{lead}{arrow}{first}"
        yield from others
