"""Lines that claim to be the same number → whether they are.

Some answers are put together from parts: a determinant from the entries of a matrix, a Laplacian
from second derivatives, a product from Jacobians. The oracle puts the numbers of the parts together
in its own way, by elimination or by adding, and knows nothing of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from mpmath import libmp, matrix, mp

from chainrule.expr import Tree
from chainrule.model import Check, Direction, Pass
from chainrule.numeric import Tape
from chainrule.verify.sampling import points

__all__ = ["verify_determinant", "verify_direction", "verify_product", "verify_trace"]

PREC, CLOSE, SMALL = 240, 1e-20, 1e-12
POINTS, TRIES = 5, 40

Numbers = list[Any]  # of mpmath
Oracle = Callable[[Numbers], Numbers]


def verify_determinant(rows: Sequence[Sequence[Tree]], expansion: Pass) -> Check:
    """Whether every line of an expansion is the determinant of a matrix."""
    size = len(rows)

    def oracle(parts: Numbers) -> Numbers:
        return [mp.det(matrix(_rows(parts, size)))]

    return _check("determinant", _flat(rows), [_lines(expansion)], oracle, "elimination agrees")


def verify_trace(diagonal: Sequence[Tree], trace: Pass) -> Check:
    """Whether every line of a Laplacian is the sum of the diagonal."""
    return _check("Laplacian", diagonal, [_lines(trace)], lambda p: [mp.fsum(p)], "the sum agrees")


def verify_product(factors: Sequence[Sequence[Sequence[Tree]]], whole: Sequence[Tree]) -> Check:
    """Whether the product of matrices, written row by row, is the whole."""
    shapes = [(len(rows), len(rows[0])) for rows in factors]

    def oracle(parts: Numbers) -> Numbers:
        found, rest = mp.eye(shapes[0][0]), iter(parts)
        for height, width in shapes:
            found *= matrix(_rows(list(islice(rest, height * width)), width))
        return list(found)

    parts = [entry for rows in factors for entry in _flat(rows)]
    return _check("matrix form", parts, [(entry,) for entry in whole], oracle, "the product agrees")


def verify_direction(direction: Direction) -> Check:
    """Whether the unit vector has the direction that was asked for, and length 1."""

    def oracle(parts: Numbers) -> Numbers:
        length = mp.sqrt(mp.fsum(part * part for part in parts))
        return [*(part / length for part in parts), length]

    lines = [(part,) for part in (*direction.unit, direction.length)]
    return _check("direction", direction.vector, lines, oracle, "the length is 1")


def _flat(rows: Sequence[Sequence[Tree]]) -> list[Tree]:
    return [entry for row in rows for entry in row]


def _rows(parts: Numbers, width: int) -> list[Numbers]:
    return [parts[i : i + width] for i in range(0, len(parts), width)]


def _lines(one: Pass) -> tuple[Tree, ...]:
    return (one.raw, *(move.result for move in one.steps[0].moves), one.result)


def _check(
    name: str,
    parts: Sequence[Tree],
    groups: Sequence[Sequence[Tree]],
    oracle: Oracle,
    words: str,
) -> Check:
    """Whether the lines of each group are all what the oracle makes of the parts, at points where
    every part has a value."""
    tape = Tape()
    given = [tape.slot(part) for part in parts]
    slots = [[tape.slot(line) for line in lines] for lines in groups]
    made = 0
    for point in islice(points(sorted(tape.inputs, key=str)), TRIES if tape.inputs else 1):
        values = tape.at({s: libmp.from_rational(*v, PREC) for s, v in point.items()}, PREC)
        tape.run(values, PREC)
        if any(values[slot] is None for slot in (*given, *(s for lines in slots for s in lines))):
            continue
        with mp.workprec(PREC):
            numbers = [mp.make_mpf(values[slot]) for slot in given]
            least = SMALL * max(map(abs, numbers), default=mp.one)
            for right, lines in zip(oracle(numbers), slots, strict=True):
                for found in (mp.make_mpf(values[slot]) for slot in lines):
                    if abs(found - right) > CLOSE * max(abs(right), least):
                        detail = f"{float(found):.4g} instead of {float(right):.4g}"
                        return Check(name, "failed", detail)
        made += 1
        if made == POINTS:
            break
    if not made:
        return Check(name, "not made", "no point was found where all parts have values")
    return Check(name, "passed", f"{words} at {made} {'point' if made == 1 else 'points'}")
