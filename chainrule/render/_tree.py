"""A tree diagram in lines of text, one line a path.

h ─┬─ ∂h/∂r = s ── r ─┬─ ∂r/∂x = y ── x   (1)  s·y
   │                  └─ ∂r/∂y = x ── y   (2)  s·x
   └─ ∂h/∂t = 1 ── t ─── dt/dx = 1 ── x   (3)  1·1
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chainrule.document import Branch, Text, Tree
from chainrule.notation import Math

__all__ = ["drawn"]

UNICODE = {"only": "───", "first": "─┬─", "middle": " ├─", "last": " └─", "down": " │", "to": "──"}
ASCII = {"only": "---", "first": "-+-", "middle": " +-", "last": " \\-", "down": " |", "to": "--"}
GAP = 3


def drawn(
    tree: Tree, show: Callable[[Math], str], say: Callable[[Text], str], *, plain: bool = False
) -> list[str]:
    """The lines of a tree; the amounts of the paths stand in a column."""
    signs = ASCII if plain else UNICODE
    lines = _grown(show(tree.root), tree.branches, show, signs)
    width = max(map(len, lines)) + GAP
    leaves = list(_leaves(tree.branches))
    return [
        f"{line:{width}}{f'({leaf.mark})  ' if leaf.mark else ''}{say(leaf.amount)}".rstrip()
        for line, leaf in zip(lines, leaves, strict=True)
    ]


def _grown(
    node: str, branches: tuple[Branch, ...], show: Callable[[Math], str], signs: dict[str, str]
) -> list[str]:
    """A node with its branches; the recursion is as deep as the tree that is shown."""
    if not branches:
        return [node]
    lines: list[str] = []
    for place, branch in enumerate(branches):
        last = place == len(branches) - 1
        kind = ("only" if last else "first") if place == 0 else ("last" if last else "middle")
        start = f"{signs[kind]} {show(branch.label)} {signs['to']} "
        first, *rest = _grown(show(branch.node), branch.branches, show, signs)
        lead = f"{node} " if not place else " " * (len(node) + 1)
        down = " " * len(start) if last else f"{signs['down']:{len(start)}}"
        lines.append(lead + start + first)
        lines += [" " * (len(node) + 1) + down + line for line in rest]
    return lines


def _leaves(branches: tuple[Branch, ...]) -> Iterator[Branch]:
    for branch in branches:
        if branch.branches:
            yield from _leaves(branch.branches)
        else:
            yield branch
