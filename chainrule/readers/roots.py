"""Roots of functions of one number: all that a scan finds, or the one that a search leads to.

In: a function, as along.py makes it of a tree and a point. Out: numbers of mpmath, or None. A point
of a curve is such a root, and a slope along the curve the difference of two points.
"""

from __future__ import annotations

from typing import Any

from chainrule.numeric import CONTEXT
from chainrule.readers.along import PREC, STEP, Along

__all__ = ["root_beyond", "root_near", "roots"]

COARSE = 60  # bits of a number where only its sign matters
FIRST, RATIO, COUNT = 0.01, 1.3, 62  # of the values among which roots are looked for, to 10⁵
HALVES = 8  # of a span, to tell a root from a pole


def roots(function: Along) -> list[Any]:
    """Where a function of one number changes its sign, as far as a scan finds it, smallest first.

    >>> from sympy import Symbol
    >>> from chainrule.readers.along import Value
    >>> x = Symbol("x")
    >>> [round(float(root), 6) for root in roots(Along(Value(x**2), {}, x, less=25))]
    [-5.0, 5.0]
    """
    CONTEXT.prec = PREC
    sizes = [CONTEXT.mpf(FIRST) * CONTEXT.mpf(RATIO) ** n for n in range(COUNT)]
    places = [*(-size for size in reversed(sizes)), CONTEXT.zero, *sizes]
    values = [function(place, COARSE) for place in places]
    found = [p for p, value in zip(places, values, strict=True) if value == 0 == function(p)]
    spans = zip(places, places[1:], values, values[1:], strict=False)
    for low, high, below, above in spans:
        if below and above and (below > 0) != (above > 0):
            root = _root(function, (low, high), "anderson")
            if root is None and _crosses(function, low, high):
                root = _root(function, (low, high), "bisect")  # one of a higher order
            if root is not None and low < root < high:
                found.append(root)
    return sorted(found)


def _crosses(function: Along, low: Any, high: Any) -> bool:
    """Whether a function that changes its sign is smaller between: at a pole it is larger."""
    for _ in range(HALVES):
        middle = (low + high) / 2
        values = [function(place, COARSE) for place in (low, middle, high)]
        if None in values:
            return False
        below, here, above = values
        if abs(here) > max(abs(below), abs(above)):
            return False
        low, high = (middle, high) if (here > 0) == (below > 0) else (low, middle)
    return True


def root_near(function: Along, start: Any) -> Any:
    """The root next to a number that is nearly one; None if there is none."""
    CONTEXT.prec = PREC
    nudge = CONTEXT.ldexp(1, -STEP)
    root = _root(function, (start - nudge, start + nudge), "secant")
    near = CONTEXT.ldexp(max(1, abs(start)), -STEP // 3)
    return root if root is not None and abs(root - start) < near else None


def root_beyond(function: Along, start: Any) -> Any:
    """A root that a search from a number leads to; None if it leads to none."""
    CONTEXT.prec = PREC
    if function(start) == 0:
        return start
    return _root(function, (start, start + CONTEXT.ldexp(1, -STEP)), "secant")


def _root(function: Along, start: tuple[Any, Any], solver: str) -> Any:
    """What mpmath's search settles at, if the function is 0 there."""

    def value(place: Any) -> Any:
        found = function(place)
        if found is None:
            raise ValueError
        return found

    if function(start[0]) == function(start[1]) == 0:
        return (start[0] + start[1]) / 2
    steps = {"maxsteps": PREC} if solver == "bisect" else {}
    try:
        found = CONTEXT.findroot(
            value, start, solver=solver, tol=CONTEXT.ldexp(1, -PREC), verify=False, **steps
        )
        rest = function(found)
    except (ValueError, ZeroDivisionError, ArithmeticError, TypeError):
        return None
    size = max(abs(value(start[0])), abs(value(start[1])), CONTEXT.ldexp(1, -STEP))
    small = rest is not None and CONTEXT.isfinite(found)
    return found if small and abs(rest) <= CONTEXT.ldexp(size, -STEP) else None
