"""Which quantities of a differentiation have a letter on its page, and what stands behind each.

    h = ln u,  u = √v,  v = 1 + w²,  w = cos x          not v₁ = w², which is folded into v

In: the steps of a pass. Out: for each quantity that the lines name, by its step, its definition in
the letters that they use, and the links whose local slopes they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chainrule.explain.layers import is_elementary, is_short, layers
from chainrule.expr import ONE, Tree
from chainrule.model import Step

__all__ = ["Shown", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A quantity: ``step`` is about it, and defines it as ``outer``; ``linked`` is the step that
    has its links, None if its parts have no letters."""

    step: Step
    outer: Tree
    linked: Step | None


def shown(whole: Step, steps: Mapping[int, Step], *, folded: bool) -> dict[int, Shown]:
    """The quantities that lines name, by the numbers of their steps."""
    found: dict[int, Shown] = {}
    waiting = [whole]
    by_name = {step.name: step for step in steps.values()}
    while waiting:
        step = waiting.pop()
        if step.number in found:
            continue
        if is_short(step, steps, folded):
            linked = step if is_elementary(step) else None
            found[step.number] = Shown(step, step.outer if linked else step.expr, linked)
        elif step.chain and step.links[0].partial is not ONE:
            every = layers(step, steps, folded=folded)
            for layer in every:
                about = by_name[layer.name]
                found[about.number] = Shown(about, layer.outer, layer.step)
            waiting.append(steps[every[-1].link.step])
        else:
            found[step.number] = Shown(step, step.outer, step)
            waiting += [steps[link.step] for link in step.links if link.step]
    return found
