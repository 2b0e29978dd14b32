"""A tree diagram in lines of text, one line a path.

h ─┬─ ∂h/∂r = s ── r ─┬─ ∂r/∂x = y ── x   (1)  s·y
   │                  └─ ∂r/∂y = x ── y   (2)  s·x
   └─ ∂h/∂t = 1 ── t ─── dt/dx = 1 ── x   (3)  1·1
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chainrule.document import Branch, Text, Tree
from chainrule.notation import Math

__all__ = ["drawn", "leaves"]

UNICODE = {"only": "───", "first": "─┬─", "middle": " ├─", "last": " └─", "down": " │", "to": "──"}
ASCII = {"only": "---", "first": "-+-", "middle": " +-", "last": " \\-", "down": " |", "to": "--"}
GAP = 3


def drawn(
    tree: Tree,
    show: Callable[[Math], str],
    say: Callable[[Text], str],
    dye: Callable[[str, str], str] = lambda text, _role: text,
    *,
    plain: bool = False,
    beside: bool = True,
) -> list[str]:
    """The lines of a tree; the marks and amounts of the paths stand in a column,
    the marks alone if not ``beside``."""
    signs = ASCII if plain else UNICODE
    lines = _grown(show(tree.root), tree.branches, show, signs)
    width = max(map(len, lines)) + GAP
    ends = list(leaves(tree.branches))
    return [
        f"{line:{width}}{_mark(leaf, dye)}"
        f"{say(leaf.amount) if beside or not leaf.mark else ''}".rstrip()
        for line, leaf in zip(lines, ends, strict=True)
    ]


def _mark(leaf: Branch, dye: Callable[[str, str], str]) -> str:
    return dye(f"({leaf.mark})", f"path {leaf.mark}") + "  " if leaf.mark else ""


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


def leaves(branches: tuple[Branch, ...]) -> Iterator[Branch]:
    """The ends of a tree, a line each."""
    for branch in branches:
        if branch.branches:
            yield from leaves(branch.branches)
        else:
            yield branch
