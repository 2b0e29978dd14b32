"""Which moves make one line: moves of one kind in different places are done together.

In: the raw line, and for each of its nodes the forms that it goes through. Out: whole lines, each
with the one key of what changed in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from chainrule.expr import Tree, build
from chainrule.model import Move

__all__ = ["MOVES", "Lines", "combined"]

Lines: TypeAlias = tuple[tuple[str, Tree], ...]

MOVES = {
    "zeros": "Drop zero terms and factors of one",
    "numbers": "Work out the numbers",
    "values": "Put in the exact values",
    "inverse": "Undo a function by its inverse",
    "parity": "Take the sign out of the function",
    "root": "The root of a square is the absolute value",
    "roots": "Take the root of the power",
    "together": "Write the roots as one root",
    "absolute": "Put the sign and the absolute value together",
    "cases": "Work case by case",
    "constants": "Collect constants",
    "fraction": "Write as one fraction",
    "powers": "Combine powers of the same base",
    "clear": "Clear the fraction inside the fraction",
    "cancel": "Cancel the common factor",
    "expand": "Multiply out",
    "collect": "Multiply out and combine like terms",
    "like": "Combine like terms",
    "pythagoras": "Use the Pythagorean identity",
    "factor": "Take out the common factor",
    "factors": "Factor",
    "denominator": "Common denominator",
    "order": "Write in the usual order",
    "several": "Tidy up, several of these moves at once",
}
"""key → what is done, as a fragment of a sentence. Lines of one kind come in this order."""

SAME = ""
"""The key of a change that does not show on paper: brackets inside a product."""

SMALL = frozenset({"zeros", "numbers", "fraction", "order"})
"""Moves that need no line of their own when there is another line."""

MOST_NODES = 120
"""A raw line with more nodes to change than this has one line for all; the parts that it shares
with earlier steps were shown there."""


def combined(
    raw: Tree, final: Mapping[int, Tree], lines: Mapping[int, Lines], cap: int
) -> tuple[Move, ...]:
    """The lines from ``raw`` to its tidy form, at most ``cap``."""
    nodes = _changing(raw, final)
    keys = {key for node in nodes for key, _ in lines.get(id(node), ())}
    keys.discard(SAME)
    if not keys:
        return () if len(nodes) < MOST_NODES else (Move("several", final[id(raw)]),)
    if len(keys) == 1 or len(keys - SMALL) == 1:
        return (Move(min(keys - SMALL or keys), final[id(raw)]),)
    if len(nodes) >= MOST_NODES:
        return (Move("several", final[id(raw)]),)
    moves: list[Move] = []
    for key, line in _scheduled(nodes, final, lines):
        if moves and (moves[-1].key == key or moves[-1].key in SMALL):
            moves[-1] = Move(key, line)
        elif moves and key in SMALL:
            moves[-1] = Move(moves[-1].key, line)
        else:
            moves.append(Move(key, line))
        if len(moves) > cap:  # what follows is not shown
            moves[cap - 1 :] = [Move("several", raw)]
            break
    moves[-1] = Move(moves[-1].key, final[id(raw)])
    return tuple(moves)


def _changing(raw: Tree, final: Mapping[int, Tree]) -> list[Tree]:
    """The nodes, parts first, that are not in their tidy form."""
    found: list[Tree] = []
    seen: set[int] = set()
    stack: list[tuple[Any, bool]] = [(raw, False)]
    while stack and len(found) < MOST_NODES:
        node, ready = stack.pop()
        if ready:
            found.append(node)
        elif id(node) not in seen and final.get(id(node), node) is not node and node.args:
            seen.add(id(node))
            stack.append((node, True))
            if len(seen) < MOST_NODES:
                stack.extend([(arg, False) for arg in node.args])
    return found


def _scheduled(
    nodes: list[Tree], final: Mapping[int, Tree], lines: Mapping[int, Lines]
) -> Iterator[tuple[str, Tree]]:
    """Whole lines, as asked for: each takes every move of one kind whose parts are ready."""
    place = {id(node): i for i, node in enumerate(nodes)}
    parts = [[place[id(a)] for a in node.args if id(a) in place] for node in nodes]
    todo = [list(lines.get(id(node), ())) for node in nodes]
    current: list[Tree] = list(nodes)

    def ready(i: int) -> bool:
        return bool(todo[i]) and not any(waiting[j] for j in parts[i])

    while True:
        waiting = _waiting(parts, todo)
        ready_keys = [todo[i][0][0] for i in range(len(nodes)) if ready(i)]
        if not ready_keys:
            return
        key = min(ready_keys, key=RANK.__getitem__)
        for i, node in enumerate(nodes):
            waiting[i] = bool(todo[i]) or any(waiting[j] for j in parts[i])
            moved = False
            while ready(i) and todo[i][0][0] in (key, SAME):
                current[i] = todo[i].pop(0)[1]
                moved = True
                waiting[i] = bool(todo[i])
            if not moved and len(todo[i]) == len(lines.get(id(node), ())):
                args = [
                    current[place[id(a)]] if id(a) in place else final.get(id(a), a)
                    for a in node.args
                ]
                if any(a is not b for a, b in zip(args, node.args, strict=True)):
                    current[i] = build(node.func, args)
        if key != SAME:
            yield key, current[-1]


def _waiting(parts: list[list[int]], todo: list[list[tuple[str, Tree]]]) -> list[bool]:
    """For each node, whether anything in it is still to be done."""
    waiting: list[bool] = []
    for i, mine in enumerate(parts):
        waiting.append(bool(todo[i]) or any(waiting[j] for j in mine))
    return waiting


RANK = {key: rank for rank, key in enumerate((SAME, *MOVES))}
