"""Derivations too large to write out: every layer is named, and the letters stay.

h = sin u₁, u₁ = sin u₂, … and dh/dx = cos u₁ · du₁/dx, …: each line is short however deep the
expression is, and together they say everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.document import Block, Line, Lines, Prose
from chainrule.explain.page import Page
from chainrule.expr import ONE, walk
from chainrule.model import Pass, Step
from chainrule.notation import Math, plus, times

__all__ = ["deep_steps", "is_deep"]

MOST_STEPS = 60
LARGEST = 1_500
SHOWN = 12


def is_deep(passes: tuple[Pass, ...]) -> bool:
    """Whether a derivation is too large to write out: too many steps, or too long a line."""
    sizes: dict[int, int] = {}
    for one in passes:
        if len(one.steps) > MOST_STEPS:
            return True
        for tree in (one.expr, one.result):
            for node in walk(tree):
                sizes[id(node)] = 1 + sum(sizes[id(arg)] for arg in node.args)
            if sizes[id(tree)] > LARGEST:
                return True
    return False


def deep_steps(page: Page, one: Pass) -> list[Block]:
    """The layers, their slopes, and how many are left out between the first and the last."""
    definitions = [Line(page.name(step.name), page.of(step.outer)) for step in _shown(one)]
    slopes = [Line(page.slope(step.name, one.wrt), slope(page, one, step)) for step in _shown(one)]
    hidden = len(one.steps) - len(definitions)
    return [
        Prose((f"The expression has {len(one.steps):,} layers. Each has a name:",)),
        *_gapped(definitions, hidden),
        Prose(("Each slope follows from the one below it:",)),
        *_gapped(slopes, hidden),
    ]


def slope(page: Page, one: Pass, step: Step) -> Math:
    """Σ partial · slope of the inner function, in letters."""
    terms: list[Math] = []
    for link in step.links:
        factors = [page.of(link.partial)] if link.partial is not ONE or not link.step else []
        if link.step:
            factors.append(page.slope(link.name, one.wrt))
        terms.append(times(*factors))
    return plus(*terms) if terms else page.of(step.result)


def _shown(one: Pass) -> tuple[Step, ...]:
    if len(one.steps) <= 2 * SHOWN:
        return one.steps
    return (*one.steps[:SHOWN], *one.steps[-SHOWN:])


def _gapped(lines: list[Line], hidden: int) -> Iterator[Block]:
    if not hidden:
        yield Lines(tuple(lines))
        return
    yield Lines(tuple(lines[:SHOWN]))
    yield Prose((f"… and {hidden:,} more layers …",))
    yield Lines(tuple(lines[SHOWN:]))
