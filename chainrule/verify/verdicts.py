"""Trials → checks: what came of them, a verdict for each group of claims, in words."""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.model import Check, Step
from chainrule.verify.claims import Group
from chainrule.verify.judge import Verdict
from chainrule.verify.sampling import Point, shown
from chainrule.verify.trials import Trial

__all__ = ["checks_of"]

GROUPS: tuple[Group, ...] = ("steps", "tidying", "paths", "result")


def checks_of(steps: Sequence[Step], trials: list[Trial]) -> tuple[Check, ...]:
    """A check for each group of claims that there is."""
    checks = (_check(group, steps, trials) for group in GROUPS)
    return tuple(check for check in checks if check is not None)


def _check(group: Group, steps: Sequence[Step], trials: list[Trial]) -> Check | None:
    """What the trials of one group come to; None where there is nothing to try."""
    ours = [trial for trial in trials if trial.claim.group == group]
    if not ours and not (group == "tidying" and any(step.moves for step in steps)):
        return None
    ours.sort(key=lambda trial: trial.claim.suspicion)
    for trial in ours:
        if trial.failure is not None:
            return Check(group, "failed", f"{_place(trial)}: {_failure(*trial.failure)}")
    for trial in ours:
        if trial.undecided:
            return Check(group, "not made", f"{_place(trial)}: {trial.why}")
    tried = [trial for trial in ours or trials if trial.claim.needed]
    made = [trial.points for trial in tried]
    where = _points(min(made), max(made)) + _in_complex(tried) + _for_unknown(tried)
    return Check(group, "passed", f"{_counted(group, steps, len(tried))} {where}")


def _counted(group: Group, steps: Sequence[Step], tried: int) -> str:
    """How much of it: ``12 steps``."""
    if group == "result":
        return "equals the finite difference"
    if group == "paths":
        return f"{tried} {'sum' if tried == 1 else 'sums'} over paths"
    size = len(steps) if group == "steps" else sum(len(step.moves) for step in steps)
    one, many = ("step", "steps") if group == "steps" else ("line", "lines")
    return f"{size} {one if size == 1 else many}"


def _points(fewest: int, most: int) -> str:
    """At how many points: the fewest at which any claim of the group held, and the most."""
    if fewest < most:
        return f"at {fewest} to {most} points"
    return "at 1 point" if most == 1 else f"at {most} points"


def _in_complex(tried: list[Trial]) -> str:
    """That complex numbers were needed, and why."""
    if not any(trial.in_complex for trial in tried):
        return ""
    if all(trial.real for trial in tried):
        return ", with complex numbers where a part is not real"
    return ", with complex numbers: the function is real for no value that was tried"


def _for_unknown(tried: list[Trial]) -> str:
    """That known functions stood in for unknown ones."""
    names = sorted(set().union(*(trial.stand_ins for trial in tried)))
    if not names:
        return ""
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f", with known functions in the place of {listed}"


def _place(trial: Trial) -> str:
    claim = trial.claim
    return f"step {claim.step}, {claim.what}" if claim.step else claim.what


def _failure(verdict: Verdict, point: Point) -> str:
    found, right = _apart(verdict.right, verdict.left)
    return f"{found} instead of {right} at {shown(point)}"


def _apart(left: float | complex, right: float | complex) -> tuple[str, str]:
    """Two numbers, with as many digits as it takes to tell them apart."""
    for digits in range(4, 17):
        texts = f"{left:.{digits}g}", f"{right:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts
