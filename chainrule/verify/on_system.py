"""Systems → checks: the derivatives of several variables, path sums and second derivatives."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule.direction import on_the_line
from chainrule.evaluation import NodeValues
from chainrule.expr import ONE, ZERO
from chainrule.gradient import Gradient
from chainrule.jacobians import factors, is_simple
from chainrule.matrices import Hessian
from chainrule.model import Check
from chainrule.network import opened
from chainrule.scope import substitute
from chainrule.verify.claims import Claims
from chainrule.verify.identities import verify_direction, verify_product, verify_trace
from chainrule.verify.sampling import Inside
from chainrule.verify.trials import Trial, try_claims
from chainrule.verify.verdicts import checks_of

__all__ = ["check_slopes", "verify_gradient", "verify_hessian"]

CLOSE = 1e-9  # of two slopes, the one from floating-point numbers
LARGEST = 36  # entries of a matrix of the matrix form that is multiplied out


def verify_gradient(gradient: Gradient, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of a gradient: those of a derivation, and that the ``paths`` of each pass add up
    to its result, where all are listed. The oracle is the output with the definitions put in."""
    checks = checks_of(gradient.steps, _gradient_trials(gradient, inside))
    return (*checks, *_identities(gradient), *_numbers(gradient))


def verify_hessian(hessian: Hessian, inside: Inside | None = None) -> tuple[Check, ...]:
    """The checks of the first derivatives, and of each second derivative: that it is the slope of
    a first one, and the sum of its terms."""
    trials = _gradient_trials(hessian.gradient, inside)
    for second in hessian.seconds:
        claims = Claims(second.done, second.done.expr)
        pairs = zip(second.terms, second.counts, strict=True)
        claims.add_paths([path for path, count in pairs for _ in range(count)])
        trials += try_claims(claims, inside)
    checks = checks_of(hessian.steps, trials)
    if hessian.trace is not None:
        diagonal = [hessian.matrix[i][i] for i in range(len(hessian.system.wrt))]
        checks = (*checks, verify_trace(diagonal, hessian.trace))
    beside = zip(hessian.values, hessian.differences, strict=True)
    return (*checks, *_identities(hessian.gradient), *_numbers(hessian.gradient), *_apart(beside))


def _identities(gradient: Gradient) -> list[Check]:
    """That the product of the Jacobians is the whole, and a direction a unit vector."""
    checks: list[Check] = []
    graph, system = gradient.graph, gradient.system
    place = {node.name: node.id for node in graph.nodes}
    ends = [place[name] for name in system.outputs], [place[name] for name in system.wrt]
    found = factors(graph, *ends) if is_simple(graph) else ()
    if len(found) > 1 and max(len(one.targets) * len(one.sources) for one in found) <= LARGEST:
        exprs = {node.name: node.expr for node in graph.nodes}
        matrices = [
            one.entries(lambda edge: substitute(edge.partial, exprs), ZERO, ONE) for one in found
        ]
        whole = [entry for row in gradient.jacobian for entry in row]
        checks.append(verify_product(matrices, whole))
    if gradient.direction is not None:
        checks.append(verify_direction(gradient.direction))
    return checks


def _numbers(gradient: Gradient) -> list[Check]:
    """A failed check if a slope at the point is not the finite difference beside it."""
    pairs: list[tuple[float, float]] = []
    if gradient.at is not None:
        pairs += zip(gradient.at.slopes, gradient.at.finite_differences, strict=True)
    direction = gradient.direction
    if direction and direction.slope is not None and direction.finite_difference is not None:
        pairs.append((direction.slope, direction.finite_difference))
    return _apart(pairs)


def _apart(pairs: Iterable[tuple[float, float]]) -> list[Check]:
    for found, right in pairs:
        if not close(found, right):
            detail = f"{found:.9g} beside a finite difference of {right:.9g}"
            return [Check("point", "failed", detail)]
    return []


def close(found: float, right: float) -> bool:
    """Whether a number is the finite difference beside it; one that is lost in rounding is 0."""
    return abs(found - right) <= CLOSE * (abs(right) or 1.0)


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
        if not close(slope, difference):
            detail = f"{slope:.9g} by the sweep, {difference:.9g} by a finite difference"
            return Check("gradient", "failed", detail)
    count = len(at.slopes)
    agree = "finite difference agrees" if count == 1 else "finite differences agree"
    return Check("gradient", "passed", f"{count} {agree}")
