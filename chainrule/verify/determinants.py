"""A determinant that was written out → whether it is the determinant of the matrix.

The oracle is elimination on the numbers of the matrix, which knows nothing of minors.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from mpmath import libmp, matrix, mp

from chainrule.expr import Tree
from chainrule.model import Check, Pass
from chainrule.numeric import Tape
from chainrule.verify.sampling import points

__all__ = ["verify_determinant"]

PREC, CLOSE = 120, 1e-20
POINTS, TRIES = 5, 40


def verify_determinant(rows: Sequence[Sequence[Tree]], expansion: Pass) -> Check:
    """Whether every line of an expansion is the determinant, at points where all have values."""
    tape = Tape()
    entries = [[tape.slot(entry) for entry in row] for row in rows]
    moves = [move.result for move in expansion.steps[0].moves]
    lines = [tape.slot(line) for line in (expansion.raw, *moves, expansion.result)]
    made = 0
    for point in islice(points(sorted(tape.inputs, key=str)), TRIES):
        at = {s: libmp.from_rational(*value, PREC) for s, value in point.items()}
        values = tape.at(at, PREC)
        tape.run(values, PREC)
        numbers = [[values[slot] for slot in row] for row in entries]
        found = [values[slot] for slot in lines]
        if any(value is None for row in (*numbers, found) for value in row):
            continue
        with mp.workprec(PREC):
            right = mp.det(matrix([[mp.make_mpf(value) for value in row] for row in numbers]))
            scale = 1 + abs(right)
            wrong = [v for v in map(mp.make_mpf, found) if abs(v - right) > CLOSE * scale]
        if wrong:
            detail = f"{float(wrong[0]):.4g} instead of {float(right):.4g} by elimination"
            return Check("determinant", "failed", detail)
        made += 1
        if made == POINTS:
            break
    if not made:
        return Check("determinant", "not made", "no point was found where all entries have values")
    return Check("determinant", "passed", f"elimination agrees at {made} points")
