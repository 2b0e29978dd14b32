"""The parts of a pass whose derivatives the page of a curve shows, inner ones first.

In: the steps of one differentiation. Out: (step, whether its algebra is shown too), in the order in
which a reader needs them. A derivative that one reads off, of x² or of 3 sin x, is no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chainrule.explain.curve_words import SILENT
from chainrule.explain.page import are_short
from chainrule.model import Move, Pass, Step

__all__ = ["is_composite", "shown_moves", "shown_steps", "tidied"]

MOST_PARTS = 12  # parts whose derivatives are shown one by one
LONGEST = 60  # rules and factors of steps beyond it are not listed
PLAIN = ("unknown", "identity", "constant", "linear", "sum", "constant-multiple")
SLIGHT = (*SILENT, "zeros", "constants", "factor", "numbers")
"""Moves that one follows without a line."""


def shown_steps(one: Pass, worth: Callable[[Step], bool]) -> list[Step]:
    """The steps that are worth a line; none where they are too many to be read."""
    if len(one.steps) >= LONGEST:
        return []
    found: dict[str, Step] = {}
    for step in reversed(one.steps):
        if worth(step) or (step is one.steps[0] and tidied(step)):
            found.setdefault(str(step.expr), step)
    return list(found.values()) if len(found) <= MOST_PARTS else []


def is_composite(step: Step) -> bool:
    """Whether more than one rule, or a rule of several parts, makes the derivative: sin x², x eˣ.

    A sum and a multiple are read off their parts.
    """
    if step.rule in PLAIN:
        return False
    return len(step.links) > 1 or any(not link.value.is_Symbol for link in step.links)


def tidied(step: Step) -> bool:
    """Whether the derivative is tidied by more than a reader does on the way."""
    return any(move.key not in SLIGHT for move in step.moves)


def shown_moves(step: Step, one: Pass) -> Iterator[Move]:
    """The lines of the algebra of a step, if they are worth it; what goes into a chain goes in as
    it is, and lines that are too long to be followed are left out."""
    chained = any(step.number in other.chain for other in one.steps if other is not step)
    if tidied(step) and not chained and all(are_short([move.result]) for move in step.moves):
        yield from (move for move in step.moves if move.key not in SILENT)
