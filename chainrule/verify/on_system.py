"""Systems → checks: the derivatives of several variables, path sums and second derivatives."""

from __future__ import annotations

from chainrule.direction import on_the_line
from chainrule.gradient import Gradient
from chainrule.matrices import Hessian
from chainrule.model import Check, NodeValues
from chainrule.network import opened
from chainrule.verify.claims import Claims
from chainrule.verify.sampling import Inside
from chainrule.verify.trials import Trial, try_claims
from chainrule.verify.verdicts import checks_of

__all__ = ["check_slopes", "verify_gradient", "verify_hessian"]

CLOSE = 1e-9  # of two slopes, the one from floating-point numbers


def verify_gradient(gradient: Gradient, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of a gradient: those of a derivation, and that the ``paths`` of each pass add up
    to its result, where all are listed. The oracle is the output with the definitions put in."""
    return checks_of(gradient.steps, _gradient_trials(gradient, inside))


def verify_hessian(hessian: Hessian, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of the first derivatives, and of each second derivative: that it is the slope of
    a first one, and the sum of its terms."""
    trials = _gradient_trials(hessian.gradient, inside)
    for second in hessian.seconds:
        claims = Claims(second.done, second.done.expr)
        pairs = zip(second.terms, second.counts, strict=True)
        claims.add_paths([path for path, count in pairs for _ in range(count)])
        trials += try_claims(claims, inside)
    return checks_of(hessian.steps, trials)


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


def check_slopes(at: NodeValues) -> Check:
    """Whether the slopes of a backward sweep equal the finite differences beside them."""
    for slope, difference in zip(at.slopes, at.finite_differences, strict=True):
        if abs(slope - difference) > CLOSE * max(1.0, abs(difference)):
            detail = f"{slope:.9g} by the sweep, {difference:.9g} by a finite difference"
            return Check("gradient", "failed", detail)
    count = len(at.slopes)
    agree = "finite difference agrees" if count == 1 else "finite differences agree"
    return Check("gradient", "passed", f"{count} {agree}")
