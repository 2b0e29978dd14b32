"""Derivation → checks: is every line of it true, as far as numbers can tell?

The oracle is the expression as it was written, evaluated to many digits at points inside its
domain, and its finite differences. It shares nothing with the rules of differentiation, nor with
SymPy's diff and evalf.

claims.py says what a derivation claims, sampling.py where to look, judge.py when two numbers
agree, trials.py tries the claims at the points, verdicts.py words what came of it. at_point.py puts
numbers into the links, on_graph.py on a graph, as far as point.py trusts them. on_system.py,
on_network.py and identities.py check the answers of the other commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chainrule.derivation import Derivation
from chainrule.evaluation import EXACT, Evaluation, Number
from chainrule.model import Check, Pass
from chainrule.verify.at_point import evaluate
from chainrule.verify.claims import Claims
from chainrule.verify.sampling import Inside
from chainrule.verify.trials import Trial, try_claims
from chainrule.verify.verdicts import checks_of

__all__ = ["check_point", "evaluate", "verify"]

CLOSE = 1e-9  # of two slopes, the one from floating-point numbers


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
    return checks_of(derivation.steps, trials)


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
    allowed = EXACT.multiply(Decimal(CLOSE), EXACT.abs(two) or 1)
    return EXACT.abs(EXACT.subtract(one, two)) <= allowed


def _under_integrals(one: Pass) -> Iterator[Pass]:
    for inner in one.inner:
        yield inner
        yield from _under_integrals(inner)
