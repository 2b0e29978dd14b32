"""Derivation → the same, beside other ways to it and beside the answer of a tempting mistake.

This is more than most readers want, so it is done only when somebody asks: pages in full detail.
Everything that comes of it is data, checked like the rest; explain only prints it.

    ways.py       which rewritings make a derivation shorter, and how u^v can be differentiated
    mistakes.py   the most tempting mistake that a number refutes
"""

from __future__ import annotations

from dataclasses import replace

from chainrule.comparison.mistakes import tempting
from chainrule.comparison.ways import other_routes
from chainrule.derivation import Derivation
from chainrule.expr import walk

__all__ = ["compare"]

MOST_STEPS, MOST_NODES = 40, 200
"""Larger derivations are not compared with anything: nobody would read it."""


def compare(derivation: Derivation) -> Derivation:
    """The derivation with its ``routes``, each with a check of its own, and its ``mistake``.

    >>> import chainrule
    >>> done = compare(chainrule.diff("ln(sqrt(x^2+1))"))
    >>> [(route.key, str(route.passes[0].expr), route.check.passed) for route in done.routes]
    [('logarithm-laws', 'log(x**2 + 1)/2', True)]
    >>> done.mistake.what, done.mistake.wrong_value, done.mistake.true_value
    ('the inner derivative is forgotten', 1.0, 0.0)
    """
    if derivation.routes is not None:
        return derivation
    if not _is_readable(derivation):
        return replace(derivation, routes=())
    routes = other_routes(derivation)
    checks = (*derivation.checks, *(route.check for route in routes))
    return replace(derivation, routes=routes, mistake=tempting(derivation), checks=checks)


def _is_readable(derivation: Derivation) -> bool:
    nodes = sum(1 for _ in walk(derivation.problem.expr))
    return len(derivation.steps) <= MOST_STEPS and nodes <= MOST_NODES
