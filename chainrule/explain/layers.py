"""A chain of single links as layers: what a reader names with one letter each.

``1 + cos² x`` is one layer ``1 + w²``, not a sum and then a power: a sum with one varying term has
the slope of that term, and joins it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Symbol

from chainrule.expr import ONE, Tree
from chainrule.model import Link, Step
from chainrule.scope import substitute

__all__ = ["Layer", "is_elementary", "is_short", "layers"]


@dataclass(frozen=True, slots=True)
class Layer:
    """``name = outer`` in the letter of ``link``, whose partial is the layer's slope; ``step`` is
    the step whose rule it is."""

    name: Symbol
    outer: Tree
    link: Link
    step: Step


def layers(step: Step, steps: Mapping[int, Step], *, folded: bool = True) -> list[Layer]:
    """The layers of a chain, the outermost first; the last one's link is what is left inside."""
    chain = [steps[number] for number in step.chain]
    if len(chain) > 1 and chain[-1].links[0].partial is ONE and is_short(chain[-1], steps, folded):
        chain.pop()  # x² − 1 is one inner function, known by heart
    found: list[Layer] = []
    pending: Layer | None = None
    for one in chain:
        layer = Layer(one.name, one.outer, one.links[0], one)
        if pending is not None:
            outer = substitute(pending.outer, {pending.link.name: one.outer})
            layer = Layer(pending.name, outer, one.links[0], one)
        joins = layer.link.partial is ONE and one is not chain[-1]
        pending = layer if joins else None
        if pending is None:
            found.append(layer)
    return found


def is_elementary(step: Step) -> bool:
    """Whether its inner functions are the variable itself."""
    return not any(link.step for link in step.links)


def is_short(
    step: Step, steps: Mapping[int, Step], folded: bool
) -> bool:  # a level of detail, handed on
    """Whether one line says it all: no inner function, or (folded) known ones added or scaled."""
    if is_elementary(step):
        return True
    plain = folded and step.rule in ("sum", "constant-multiple")
    return plain and all(is_elementary(steps[link.step]) for link in step.links if link.step)
