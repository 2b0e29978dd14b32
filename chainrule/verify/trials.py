"""Claims → trials: each claim tried at points inside the domain until it is decided often enough.

A claim that no real point decides is tried with complex numbers, by principal branches: a
function may be real although a part of it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from chainrule.verify.claims import EPSILON, Claim, Claims
from chainrule.verify.judge import KINK, QUICK, UNSEEN, Sample, Verdict, at_kink, is_steady, judge
from chainrule.verify.sampling import Inside, Point, points

__all__ = ["Trial", "try_claims"]

# Points for a tape that costs so much to run, and more points for claims that these leave open.
POINTS = ((3_000, 5, 12), (30_000, 3, 3))
FEWEST = (2, 1)
BUDGET = 2_000_000  # µs, about, for finding points inside the domain
NOWHERE = "the function is real for no value that was tried, and complex branches disagree"
UNUSABLE = "at every point that was tried its value is too large, too small or too uncertain"
FEWEST_TRIES, MOST_TRIES = 16, 400


@dataclass(slots=True)
class Trial:
    """A claim, the points at which it is wanted, those at which it held, where it failed, and
    why it could not be decided where it could not. ``in_complex`` says that it held for complex
    values only, ``real`` that the whole expression has a real value at some point, and
    ``stand_ins`` are unknown functions that others stood in for."""

    claim: Claim
    wanted: int
    points: int = 0
    in_complex: bool = False
    real: bool = True
    failure: tuple[Verdict, Point] | None = None
    why: str = "no point was found where the expression is real"
    stand_ins: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """Whether more points are wanted."""
        return self.points < self.wanted and self.failure is None

    def record(self, verdict: Verdict, point: Point) -> None:
        """Count a verdict."""
        if verdict.holds:
            self.points += 1
        elif verdict.holds is False:
            self.failure = verdict, point
        else:
            self.why = verdict.why

    @property
    def undecided(self) -> bool:
        """Whether nothing is known of it that must be."""
        return self.claim.needed and not self.points and self.failure is None

    @property
    def unseen(self) -> bool:
        """Whether no other point would help."""
        return self.why == UNSEEN.why


def try_claims(claims: Claims, inside: Inside | None = None) -> list[Trial]:
    """The trials of all claims: first in real numbers, then what they leave open in complex.
    ``inside`` are the intervals where points are looked for."""
    cost = claims.tape.cost
    enough, more = next((rest for most, *rest in POINTS if cost < most), FEWEST)
    others = frozenset(claims.tape.stand_ins)
    trials = [Trial(claim, enough, stand_ins=others) for claim in claims.lines + claims.partials]
    partials = {claim.step: claim for claim in claims.partials}
    search = _Search(claims, inside)
    tried: list[Point] = []
    for sample in islice(search.samples(), enough + more):
        tried.append(sample.point)
        waiting = [trial for trial in trials if trial.open]
        if len(tried) > enough:
            waiting = [trial for trial in waiting if trial.undecided and not trial.unseen]
        if not waiting:
            break
        sample.compute()
        for trial in waiting:
            verdict = judge(sample, trial.claim)
            beside = partials.get(trial.claim.step)
            if verdict.holds is False and beside is not None and at_kink(sample, beside):
                verdict = KINK
            trial.record(verdict, sample.point)
    left = [one for one in trials if one.undecided and not one.unseen and one.why != KINK.why]
    if left:
        _try_complex(search, left, tried)
    for trial in trials:
        if trial.failure is not None and trial.claim in claims.partials:
            _blame(claims, trial, trial.failure[1])
    return trials


def _try_complex(search: _Search, left: list[Trial], tried: list[Point]) -> None:
    """By principal branches, where no real number decides."""
    claims, far = search.claims, [] if tried else search.unusable[:3]
    if claims.tape.missing:
        names = ", ".join(sorted(set(claims.tape.missing.values())))
        for trial in left:
            trial.why = f"no numeric evaluation is known for {names}"
        return
    if search.overflows and not (tried or far):  # nor can complex numbers be so large
        for trial in left:
            trial.why = UNUSABLE
        return
    for point in tried[:2] or far or islice(search.points(), 3):
        sample = Sample(claims, point, QUICK)
        for trial in left:
            verdict = judge(sample, trial.claim, in_complex=True)
            if far and not verdict.holds:
                trial.why = UNUSABLE
            elif verdict.holds is False and not tried:
                trial.why = NOWHERE
            elif verdict.holds is not None and trial.failure is None:
                trial.record(verdict, point)
                trial.in_complex, trial.real = not far, bool(tried or far)


def _blame(claims: Claims, trial: Trial, point: Point) -> None:
    """Name the one partial that is wrong, among several that were tried at once."""
    singles = claims.single_partials(trial.claim.step)
    sample = Sample(claims, point, QUICK)
    sample.compute()
    for claim in singles:
        verdict = judge(sample, claim)
        if verdict.holds is False:
            trial.claim, trial.failure = claim, (verdict, point)
            return


class _Search:
    """The search for points at which the whole expression has a real value. A value that is
    beyond what is computed with, or lost in rounding, is real all the same: those points are
    ``unusable``."""

    def __init__(self, claims: Claims, inside: Inside | None) -> None:
        self.claims, self._inside = claims, inside
        self.unusable: list[Point] = []
        self.overflows = False

    def points(self) -> Iterator[Point]:
        """Where to look."""
        wrt = self.claims.wrt
        others = sorted(set(self.claims.tape.inputs) - {wrt, EPSILON}, key=str)
        return points([wrt, *others], self._inside)

    def samples(self) -> Iterator[Sample]:
        """The numbers at each point that is found."""
        tries = max(FEWEST_TRIES, min(MOST_TRIES, BUDGET // (self.claims.tape.cost + 1)))
        for point in islice(self.points(), tries):
            sample = Sample(self.claims, point, QUICK)
            if sample.defined and is_steady(sample):
                yield sample
            elif sample.defined or sample.out_of_range:
                self.unusable.append(point)
            self.overflows = self.overflows or sample.overflows
