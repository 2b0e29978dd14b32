"""Claims at a point → do the two numbers agree?

A slope is (f(x + ε) − f(x))/ε. At the first level of precision ε is 2⁻⁵⁴ and numbers have 136
bits: the slope is off by about ε·f″/2 beside f′, and by 2⁻⁸²·f for rounding; and two numbers that
agree to 2⁻⁴⁰, twelve digits, agree. Where they do not, both are found again at higher levels: an
error of arithmetic goes away there, an error of mathematics stays. Only a difference that stays,
between two numbers that stay, is a failure. Where both are below the noise (beside the largest
number in the computation) and go away with it, they agree, being 0; a slope that is only too small
to be seen decides nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mpmath import libmp

from chainrule.numeric import CONTEXT, Raw, is_finite, magnitude
from chainrule.verify.claims import EPSILON, Claim, Claims
from chainrule.verify.sampling import Point

__all__ = ["KINK", "QUICK", "UNSEEN", "Level", "Sample", "Verdict", "at_kink", "is_steady", "judge"]

AGREE = 40  # bits: closer numbers agree
SAME = 20  # bits: a number that is found again to so many has stayed
FAR = 60  # bits: a number so large or small may be noise
FAINT = 70  # bits: a slope so much smaller than its function is not seen at the first level
DEEPEST = 5_000  # bits after the point: smaller slopes are not looked for
LARGEST = 12_000  # bits before the point, or after: beyond, a number is out of range


class Level(NamedTuple):
    """How exactly to compute: bits of a number, bits of ε, bits of the noise."""

    prec: int
    epsilon: int
    noise: int


QUICK = Level(136, 54, 40)
CAREFUL = (Level(420, 150, 130), Level(840, 300, 280))


class Verdict(NamedTuple):
    """A claim at a point: whether it holds (None: that cannot be told, and why), and the two
    numbers if not."""

    holds: bool | None
    why: str = ""
    left: float | complex = 0.0
    right: float | complex = 0.0


HOLDS = Verdict(holds=True)
UNDEFINED = Verdict(holds=None, why="it has no value at any point that was tried")
UNSTEADY = Verdict(holds=None, why="the numbers cannot be found exactly enough")
KINK = Verdict(holds=None, why="a part stays where a rule has no derivative")
UNSEEN = Verdict(holds=None, why="the slope is too small for a finite difference to see")


class Sample:
    """All numbers of a pass at one point: of its functions at x and at x + ε, of its lines at x."""

    def __init__(
        self,
        claims: Claims,
        point: Point,
        level: Level,
        claim: Claim | None = None,
        *,
        sign: int = 1,
    ) -> None:
        self.claims, self.point, self.level = claims, point, level
        self.careful: dict[tuple[Level, bool], CarefulSample] = {}
        tape, prec = claims.tape, level.prec
        at = {v: libmp.from_rational(*value, prec) for v, value in point.items()}
        at[EPSILON] = epsilon = libmp.from_man_exp(sign, -level.epsilon)
        self.here = tape.at(at, prec)
        at[claims.wrt] = libmp.mpf_add(at[claims.wrt], epsilon)
        self.there = tape.at(at, prec)
        failed: int | None = None
        if claim is None:
            failed = tape.run(self.here, prec, 0, claims.base)
        else:
            tape.run_for((claims.root, claim.left, claim.right), self.here, prec)
            tape.run_for((claim.left,), self.there, prec)
        root = self.here[claims.root]
        real = root is not None and is_finite(root)
        self.defined = real and abs(root[2] + root[3]) < LARGEST
        self.out_of_range = real and not self.defined
        self.overflows = (
            root is None and failed is not None and tape.overflows(self.here, failed, prec)
        )
        self._slopes: dict[int, Raw | None] = {}

    def compute(self) -> None:
        """The functions at x + ε, and all that is written about them at x."""
        tape, prec, base = self.claims.tape, self.level.prec, self.claims.base
        tape.run(self.there, prec, 0, base, through=True)
        tape.run(self.here, prec, base, through=True)

    def slope(self, slot: int) -> Raw | None:
        """The finite difference of a function."""
        if slot not in self._slopes:
            here, there = self.here[slot], self.there[slot]
            if here is None or there is None:
                return None
            change = libmp.mpf_sub(there, here, self.level.prec)
            self._slopes[slot] = libmp.mpf_shift(change, self.level.epsilon)
        return self._slopes[slot]

    def sides(self, claim: Claim) -> tuple[Raw, Raw] | None:
        """The two numbers that a claim says are equal, if there are two."""
        left = self.slope(claim.left) if claim.slope else self.here[claim.left]
        right = self.here[claim.right]
        if left is None or right is None or not (is_finite(left) and is_finite(right)):
            return None
        return left, right

    def agrees(self, claim: Claim) -> bool | None:
        """Whether they agree at this precision; None if one is missing."""
        both = self.sides(claim)
        if both is None:
            return None
        left, right = both
        if left == right:
            return True
        (sign, man, exp, bits), (sign_, man_, exp_, bits_) = left, right
        if sign == sign_ and exp + bits == exp_ + bits_:  # the usual case, without rounding
            longest = max(bits, bits_)
            apart = (man << longest - bits) - (man_ << longest - bits_)
            return abs(apart) >> max(longest - AGREE, 0) == 0
        difference = libmp.mpf_sub(left, right, 20)
        return magnitude(difference) <= max(magnitude(left), magnitude(right)) - AGREE

    def faint(self, claim: Claim) -> bool:
        """Whether a slope is lost in the rounding of the function's own value."""
        both = self.sides(claim)
        size = magnitude(self.here[claim.left]) - FAINT
        return both is not None and max(map(magnitude, both)) < size


class CarefulSample:
    """The same at high precision, and complex if asked: slower, and only where it is needed.
    With one ``claim``, only what that needs."""

    def __init__(
        self,
        claims: Claims,
        point: Point,
        level: Level,
        in_complex: bool,
        claim: Claim | None = None,
    ) -> None:
        sample = Sample(claims, point, level, claim)
        self.level, self.here, self.there = level, sample.here, sample.there
        if in_complex:
            claims.tape.run_complex(self.here, level.prec)
            claims.tape.run_complex(self.there, level.prec)
        elif claim is None:
            sample.compute()
        sizes = (self._size(value) for value in self.here if value is not None)
        self.noise = CONTEXT.ldexp(CONTEXT.one, max(sizes) - level.noise)

    def sides(self, claim: Claim) -> tuple[Any, Any] | None:
        """The two numbers that a claim says are equal, if there are two."""
        CONTEXT.prec = self.level.prec
        left, right = self._number(self.here[claim.left]), self._number(self.here[claim.right])
        if claim.slope and left is not None:
            there = self._number(self.there[claim.left])
            left = None if there is None else CONTEXT.ldexp(1, self.level.epsilon) * (there - left)
        return None if left is None or right is None else (left, right)

    @staticmethod
    def _number(value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        return CONTEXT.make_mpf(value) if is_finite(value) else None

    @staticmethod
    def _size(value: Any) -> int:
        if isinstance(value, tuple):
            return magnitude(value)
        return int(CONTEXT.mag(value)) if value and CONTEXT.isfinite(value) else -(10**9)


def judge(sample: Sample, claim: Claim, in_complex: bool = False) -> Verdict:
    """Whether a claim holds at the point of a sample."""
    agreed = None if in_complex else sample.agrees(claim)
    if agreed:
        return HOLDS
    if agreed is None and not in_complex:
        return UNDEFINED
    if not (claim.needed or in_complex) and sample.faint(claim):
        return UNSEEN
    found: list[tuple[Any, Any]] = []
    levels: tuple[Level, ...] = CAREFUL
    while True:
        for level in levels:
            careful = _careful(sample, level, in_complex, None if levels is CAREFUL else claim)
            both = careful.sides(claim)
            if both is None:
                return UNDEFINED
            if _near(*both, AGREE):
                return HOLDS
            found.append(both)
        verdict = _compare(found[-2], found[-1], careful.noise)
        levels = _deeper(found[-1][1]) if levels is CAREFUL and claim.needed else ()
        if verdict is not UNSEEN or not levels:
            return verdict


def _compare(was: tuple[Any, Any], now: tuple[Any, Any], noise: Any) -> Verdict:
    """What is to be said of two numbers, found twice, that differ."""
    stayed = [_near(before, after, SAME) for before, after in zip(was, now, strict=True)]
    if max(map(abs, now)) <= noise:
        gone = not any(stay and after for stay, after in zip(stayed, now, strict=True))
        return HOLDS if gone else UNSEEN
    if not all(stay or abs(after) <= noise for stay, after in zip(stayed, now, strict=True)):
        return UNSTEADY
    return Verdict(holds=False, left=_shown(now[0]), right=_shown(now[1]))


def _deeper(slope: Any) -> tuple[Level, ...]:
    """Levels at which a slope as small as this can be seen; none if that would take too long."""
    bits = -CONTEXT.mag(slope) if slope else DEEPEST
    if not 0 < bits < DEEPEST:
        return ()
    return Level(bits + 300, 80, bits + 100), Level(bits + 400, 130, bits + 150)


def is_steady(sample: Sample) -> bool:
    """Whether the value of the whole is no rounding noise: 1/(sin²x + cos²x − 1) is another number
    with more digits. Only numbers far from 1 are looked at again."""
    root = sample.here[sample.claims.root]
    if root is None or not root[1] or abs(magnitude(root)) < FAR:
        return True
    again = Sample(sample.claims, sample.point, CAREFUL[0]).here[sample.claims.root]
    if again is None:
        return False
    apart = libmp.mpf_sub(root, again, 20)
    return magnitude(apart) <= magnitude(again) - SAME


def at_kink(sample: Sample, claim: Claim) -> bool:
    """Whether the difference quotient of a partial is another one from the other side: |u| where
    u is 0 on a whole interval has no slope that a partial could be."""
    other = Sample(sample.claims, sample.point, sample.level, sign=-1)
    other.compute()
    one, two = sample.here[claim.left], other.here[claim.left]
    if one is None or two is None or not (is_finite(one) and is_finite(two)):
        return True
    apart = libmp.mpf_sub(one, two, 20)
    return bool(apart[1]) and magnitude(apart) > max(magnitude(one), magnitude(two)) - SAME


def _careful(sample: Sample, level: Level, in_complex: bool, claim: Claim | None) -> CarefulSample:
    if claim is not None:  # so many digits are dear: for one claim, and not kept
        return CarefulSample(sample.claims, sample.point, level, in_complex, claim)
    key = (level, in_complex)
    if key not in sample.careful:
        sample.careful[key] = CarefulSample(sample.claims, sample.point, level, in_complex)
    return sample.careful[key]


def _near(left: Any, right: Any, bits: int) -> bool:
    return bool(abs(left - right) <= CONTEXT.ldexp(max(abs(left), abs(right)), -bits))


def _shown(number: Any) -> float | complex:
    return complex(number) if number.imag else float(number.real)
