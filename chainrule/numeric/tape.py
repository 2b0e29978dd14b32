"""Trees → a tape: every tree as written, compiled to operations on numbers.

In: trees (see expr.py), any number of them. Out: a slot for each, whose value a run of the tape
finds. Equal subtrees have one slot. Nothing recurses over depth, and nothing is differentiated by
rule. A letter may stand for a slot: then `3u²` has the slot of `3(2x − 1)²`.
"""

from __future__ import annotations

from typing import Any

from chainrule.expr import Tree
from chainrule.numeric.machine import Machine
from chainrule.numeric.operations import Operation
from chainrule.numeric.readers import reader
from chainrule.pool import Pool

__all__ = ["Letters", "Tape"]


class Letters:
    """Which slot a letter stands for; a pair (u, x) is the derivative written ``Slope(u, x)``."""

    __slots__ = ("known", "slots")

    def __init__(self, slots: dict[Any, int]) -> None:
        self.slots = slots
        self.known: dict[int, int] = {}  # id of a tree → its slot in these letters

    def also(self, more: dict[Any, int]) -> Letters:
        """These letters and more."""
        return Letters(self.slots | more)


class Tape(Machine):
    """A machine that reads trees.

    >>> from sympy import Symbol
    >>> tape, x = Tape(), Symbol("x")
    >>> tape.slot(x + 1) == tape.slot(1 + x), tape.slot(x * x) == tape.slot(x**2)
    (True, True)
    >>> u = Symbol("u")
    >>> tape.slot(u**3, Letters({u: tape.slot(x + 1)})) == tape.slot((x + 1) ** 3)
    True
    """

    def __init__(self) -> None:
        super().__init__()
        self.missing: dict[int, str] = {}  # slot → the function that nobody can compute
        self.stand_ins: set[str] = set()  # unknown functions, in whose place others stand
        self.closed: dict[object, Operation] = {}  # integrals, by what they integrate
        self.pool = Pool()
        self._plain = Letters({})
        self._kept: list[Tree] = []

    def fresh(self) -> Tape:
        """An empty tape, for the inside of an integral."""
        return Tape()

    def slot(self, tree: Tree, letters: Letters | None = None) -> int:
        """The slot of a tree, in which ``letters`` stand for other slots."""
        letters = letters or self._plain
        known = letters.known
        if id(tree) in known:
            return known[id(tree)]
        self._kept.append(tree)  # an id is only good while the tree lives
        stack = [tree]
        while stack:
            node = stack[-1]
            parts_of, read = reader(node.__class__)
            parts = node.args if parts_of is None else parts_of(node)
            slots, waiting = [], False
            for part in parts:
                found = known.get(id(part))
                if found is None:
                    stack.append(part)
                    waiting = True
                else:
                    slots.append(found)
            if not waiting:
                stack.pop()
                if id(node) not in known:
                    known[id(node)] = read(self, node, slots, letters)
        return known[id(tree)]
