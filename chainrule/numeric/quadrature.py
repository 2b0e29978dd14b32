"""An integrand → its integral between limits, as a number, or none in a bounded time.

mpmath's quadrature goes through all its degrees where an integral diverges. A checker that looks
for points would pay for that at each of them; so the values that were computed in vain are counted,
and when there are too many, nothing more is tried. Counted, not timed: the same is found each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chainrule.numeric.operations import CONTEXT, UNDEFINED, UndefinedError

__all__ = ["MOST_WASTED", "Quadrature"]

MOST_WASTED = 10_000
"""Values of one integrand in all attempts that failed; one that succeeds takes some hundred."""
ASIDE = 0.5437


class Quadrature:
    """The integrals of one integrand, whose first argument is the variable of integration.

    >>> from chainrule.numeric import CONTEXT
    >>> square = Quadrature(lambda t: t * t)
    >>> print(CONTEXT.nstr(square([CONTEXT.mpf(0), CONTEXT.mpf(3)])))
    9.0
    """

    def __init__(self, value: Callable[..., Any]) -> None:
        self.value = value
        self.wasted = 0

    def __call__(self, limits: Sequence[Any], *others: Any) -> Any:
        """The integral, for ``others`` in place of the other arguments; UndefinedError if it has
        no value that is certain."""
        if self.wasted > MOST_WASTED:
            raise UndefinedError
        before = self.wasted
        try:
            found, error = self._found(limits, others)
        except UNDEFINED:  # sin t/t has no value in the middle of −1 … 1, where a node is
            low, high = limits
            found, error = self._found((low, low + (high - low) * ASIDE, high), others)
        prec = CONTEXT.prec  # the error of a tiny integral is never below the rounding of 1
        if error > abs(found) * CONTEXT.ldexp(1, -prec // 2) + CONTEXT.ldexp(1, 20 - prec):
            raise UndefinedError
        self.wasted = before  # not in vain
        return found

    def _found(self, limits: Sequence[Any], others: Sequence[Any]) -> Any:
        return CONTEXT.quad(lambda t: self._counted(t, *others), limits, error=True)

    def _counted(self, *at: Any) -> Any:
        self.wasted += 1
        return self.value(*at)
