"""A list of operations on numbered slots, made once and run at many points, to any precision.

In: operations on slots (see operations.py). Out: the value of every slot at a point. An operation
on the same slots is one slot, whatever the order of the terms of a sum and the factors of a
product: so two slots are one only if they are equal everywhere, and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from mpmath import libmp
from sympy import Symbol

from chainrule.expr import Tree
from chainrule.numeric.operations import ADD, CONTEXT, MUL, UNDEFINED, Operation, Raw

__all__ = ["Machine", "Values"]

Values: TypeAlias = list[Any]
"""What each slot holds at a point; None where it has no value."""

Op: TypeAlias = tuple[int, Callable[..., Any], Any, int, Operation]
"""The slot that it fills, what computes it, its operands, and what it is."""

UNARY, MANY = -1, -2  # in the place of the second operand
NEUTRAL = {ADD: (0, 1), MUL: (1, 1)}


class Machine:
    """Operations in order, operands before what uses them.

    >>> from chainrule.numeric.operations import ADD, MUL
    >>> machine, x, y = Machine(), Symbol("x"), Symbol("y")
    >>> a, b = machine.input(x), machine.input(y)
    >>> machine.fold(MUL, [a, b]) == machine.fold(MUL, [b, a])
    True
    >>> total = machine.apply(ADD, a, machine.number(1, 2))
    >>> values = machine.at({x: libmp.from_int(3)}, 100)
    >>> machine.run(values, 100, first=1), libmp.to_float(values[total])
    (None, 3.5)
    """

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.trees: list[Tree | None] = []  # slot → the tree that it is the value of
        self.inputs: dict[Symbol, int] = {}
        self.cost = 0  # operations, weighted
        self.cases = False  # whether a slot without a value may be beside the point
        self._constants: list[tuple[int, Callable[[int], Raw]]] = []
        self._blank: dict[int, Values] = {}
        self._made: dict[object, int] = {}

    def input(self, symbol: Symbol) -> int:
        """The slot of a variable."""
        if symbol not in self.inputs:
            self.inputs[symbol] = self._new(symbol)
        return self.inputs[symbol]

    def constant(self, key: object, at: Callable[[int], Raw]) -> int:
        """The slot of a constant, known by ``key``; ``at(prec)`` is its value."""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._new(None)
            self._constants.append((found, at))
        return found

    def number(self, top: int, bottom: int = 1) -> int:
        """The slot of a rational number."""
        return self.constant((top, bottom), lambda prec: libmp.from_rational(top, bottom, prec))

    def apply(self, operation: Operation, *slots: int, tree: Tree | None = None) -> int:
        """The slot of an operation on slots."""
        key = (operation, *slots)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._new(tree)
            if 1 <= len(slots) <= 2:
                first, second = slots[0], slots[1] if len(slots) > 1 else UNARY
                self.ops.append((found, operation.real, first, second, operation))
            else:
                self.ops.append((found, operation.real, slots, MANY, operation))
            self.cost += operation.cost
        return found

    def fold(self, operation: Operation, slots: Sequence[int], tree: Tree | None = None) -> int:
        """A sum or product of slots: their order does not matter, nor do + 0 and · 1."""
        nothing = self._made.get(NEUTRAL.get(operation))
        first, *rest = sorted(slot for slot in slots if slot != nothing) or slots[:1]
        for one in rest:
            first = self.apply(operation, first, one, tree=tree)
        return first

    def at(self, point: Mapping[Symbol, Raw | None], prec: int) -> Values:
        """The slots at a point before anything is computed: constants and variables."""
        blank = self._blank.get(prec)
        if blank is None or len(blank) != len(self.trees):
            blank = self._blank[prec] = [None] * len(self.trees)
            for slot, constant in self._constants:
                blank[slot] = constant(prec)
        values = blank.copy()
        for symbol, slot in self.inputs.items():
            values[slot] = point.get(symbol)
        return values

    def run(
        self,
        values: Values,
        prec: int,
        first: int = 0,
        last: int | None = None,
        *,
        through: bool = False,
    ) -> int | None:
        """Fill in the values of the operations ``first`` to ``last``, in real numbers.

        Returns the first slot that has no real value, None if all have. It stops there, unless it
        is to go ``through``, or there are cases: what the other branches hold needs no value.
        """
        return self._run(values, prec, self.ops[first:last], through=through or self.cases)

    def run_for(self, slots: Sequence[int], values: Values, prec: int) -> None:
        """Fill in the values that some slots need, and no others."""
        needed = set(slots)
        ops = []
        for one in reversed(self.ops):
            if one[0] in needed:
                ops.append(one)
                needed.update(one[2] if one[3] == MANY else one[2:4])
        self._run(values, prec, ops[::-1], through=True)

    def _run(self, values: Values, prec: int, ops: Sequence[Op], *, through: bool) -> int | None:
        failed = None
        waiting = iter(ops)
        while True:
            try:
                for slot, real, a, b, _ in waiting:
                    if b >= 0:
                        values[slot] = real(values[a], values[b], prec)
                    elif b == UNARY:
                        values[slot] = real(values[a], prec)
                    else:
                        values[slot] = real(*[values[i] for i in a], prec)
            except UNDEFINED:
                failed = slot if failed is None else failed
                if not through:
                    return failed
            else:
                return failed

    def overflows(self, values: Values, failed: int, prec: int) -> bool:
        """Whether a slot has no value only because that is too large a number to compute."""
        real, a, b = next((real, a, b) for slot, real, a, b, _ in self.ops if slot == failed)
        operands = a if b == MANY else (a,) if b == UNARY else (a, b)
        try:
            real(*[values[i] for i in operands], prec)
        except OverflowError:
            return True
        except UNDEFINED:
            return False
        return False

    def run_complex(self, values: Values, prec: int) -> None:
        """Fill in every value as a number of mpmath, by principal branches; None without one."""
        CONTEXT.prec = prec
        values[:] = [value if value is None else CONTEXT.make_mpf(value) for value in values]
        for slot, _, a, b, operation in self.ops:
            operands = a if b == MANY else (a,) if b == UNARY else (a, b)
            try:
                value = operation.general(*[values[i] for i in operands])
                values[slot] = value if CONTEXT.isfinite(value) else None
            except UNDEFINED:
                values[slot] = None

    def _new(self, tree: Tree | None) -> int:
        self.trees.append(tree)
        return len(self.trees) - 1
