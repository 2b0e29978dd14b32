"""Derivation → checks: is every line of it true, as far as numbers can tell?

The oracle is the expression as it was written, evaluated to many digits at points inside its
domain, and its finite differences. It shares nothing with the rules of differentiation, nor with
SymPy's diff and evalf.

claims.py says what a derivation claims, sampling.py where to look, judge.py when two numbers
agree, trials.py tries the claims at the points; this module words the verdicts. at_point.py puts
numbers into the links, on_graph.py on a graph, as far as point.py trusts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from chainrule.derivation import Derivation
from chainrule.direction import on_the_line
from chainrule.gradient import Gradient
from chainrule.matrices import Hessian
from chainrule.model import EXACT, Check, Evaluation, NodeValues, Number, Pass, Step
from chainrule.network import opened
from chainrule.verify.at_point import evaluate
from chainrule.verify.claims import Claims, Group
from chainrule.verify.determinants import verify_determinant
from chainrule.verify.judge import Verdict
from chainrule.verify.on_graph import adjoints_of, slopes_at, values_at
from chainrule.verify.on_network import check_training, differences
from chainrule.verify.sampling import Inside, Point, shown
from chainrule.verify.trials import Trial, try_claims

__all__ = [
    "adjoints_of",
    "check_point",
    "check_slopes",
    "check_training",
    "differences",
    "evaluate",
    "slopes_at",
    "values_at",
    "verify",
    "verify_determinant",
    "verify_gradient",
    "verify_hessian",
]

CLOSE = 1e-9  # of two slopes, the one from floating-point numbers
GROUPS: tuple[Group, ...] = ("steps", "tidying", "paths", "result")


def verify(derivation: Derivation, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of a derivation: of its ``steps``, their ``tidying`` if there is any, and the
    ``result``. ``inside`` are the intervals in which points are looked for.

    >>> from sympy import Symbol
    >>> from chainrule.expr import power
    >>> from chainrule.model import Domain, Graph, Pass, Problem
    >>> x = Symbol("x")
    >>> wrong = Pass(power(x, 2), x, Graph((), (), (x,)), (), 3 * x, 3 * x)
    >>> done = Derivation(Problem("x^2", power(x, 2), wrt=(x,)), (wrong,), Domain(True))
    >>> print(verify(done)[-1].detail)
    the derivative: 2.139 instead of 1.426 at x = 0.713
    """
    given = derivation.problem.expr
    trials: list[Trial] = []
    for one in derivation.passes:
        trials += try_claims(Claims(one, given), inside)
        for inner in _under_integrals(one):
            trials += try_claims(Claims(inner, inner.expr), inside)
        given = one.result
    return _checks(derivation.steps, trials)


def verify_gradient(gradient: Gradient, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of a gradient: those of a derivation, and that the ``paths`` of each pass add up
    to its result, where all are listed. The oracle is the output with the definitions put in."""
    return _checks(gradient.steps, _gradient_trials(gradient, inside))


def verify_hessian(hessian: Hessian, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of the first derivatives, and of each second derivative: that it is the slope of
    a first one, and the sum of its terms."""
    trials = _gradient_trials(hessian.gradient, inside)
    for second in hessian.seconds:
        claims = Claims(second.done, second.done.expr)
        pairs = zip(second.terms, second.counts, strict=True)
        claims.add_paths([path for path, count in pairs for _ in range(count)])
        trials += try_claims(claims, inside)
    return _checks(hessian.steps, trials)


def _gradient_trials(gradient: Gradient, inside: Inside | None) -> list[Trial]:
    exprs = {one.name: one.expr for one in gradient.system.definitions}
    trials: list[Trial] = []
    every = zip(gradient.passes, gradient.paths, strict=True)
    for place, (one, paths) in enumerate(every):
        output = gradient.system.outputs[place // len(gradient.system.wrt)]
        claims = Claims(one, opened(output, exprs))
        if len(paths) == gradient.path_counts[place]:
            claims.add_paths(paths)
        trials += try_claims(claims, inside)
    if gradient.direction is not None:
        line = on_the_line(gradient.direction, gradient.system.wrt)
        trials += try_claims(Claims(line, line.expr), inside)
    return trials


def check_point(at: Evaluation | None) -> tuple[Check, ...]:
    """A failed check if the derivative at a point is not the finite difference beside it."""
    if at is None:
        return ()
    for rate in at.rates:
        found, right = rate.derivative, rate.finite_difference
        if found is not None and right is not None and not _close(found, right):
            detail = f"the derivative is {found:.9g}, a finite difference {right:.9g}"
            return (Check("point", "failed", detail),)
    return ()


def _close(found: Number, right: Number) -> bool:
    one, two = Decimal(found), Decimal(right)
    allowed = EXACT.multiply(Decimal(CLOSE), EXACT.max(1, EXACT.abs(two)))
    return EXACT.abs(EXACT.subtract(one, two)) <= allowed


def check_slopes(at: NodeValues) -> Check:
    """Whether the slopes of a backward sweep equal the finite differences beside them."""
    for slope, difference in zip(at.slopes, at.finite_differences, strict=True):
        if abs(slope - difference) > CLOSE * max(1.0, abs(difference)):
            detail = f"{slope:.9g} by the sweep, {difference:.9g} by a finite difference"
            return Check("gradient", "failed", detail)
    count = len(at.slopes)
    agree = "finite difference agrees" if count == 1 else "finite differences agree"
    return Check("gradient", "passed", f"{count} {agree}")


def _checks(steps: Sequence[Step], trials: list[Trial]) -> tuple[Check, ...]:
    checks = (_check(group, steps, trials) for group in GROUPS)
    return tuple(check for check in checks if check is not None)


def _under_integrals(one: Pass) -> Iterator[Pass]:
    for inner in one.inner:
        yield inner
        yield from _under_integrals(inner)


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
    where = _points(min(made), max(made)) + _in_complex(tried)
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
