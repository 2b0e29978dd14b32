"""Constants by their digits, where no proof is known: is J₀(1) positive, has erfinv(1/2) a value?

A number that is not 0 to forty digits has the sign that they say; one that may be 0 is 0 if SymPy
knows its exact value, and is left open otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import sympy as sp

from chainrule.domain.facts import Facts
from chainrule.domain.questions import WANTED
from chainrule.expr import Tree, sub, walk
from chainrule.numeric import Raw, Tape, is_finite, magnitude
from chainrule.scope import free_symbols, substitute

__all__ = ["has_whole_order", "holds", "is_real", "truth"]

PREC, ZERO = 140, -100  # bits: of a number, and of one that may be 0
LARGEST = 30  # nodes of a constant whose exact value is asked for
DEAREST = 50_000  # µs, about, for one constant
WHOLE_ORDERS = {sp.besselj: -math.inf, sp.besseli: -math.inf, sp.polygamma: 0}


def truth(relation: Any) -> bool | None:
    """Whether a relation between constants holds; None where their digits do not say.

    >>> zero = sp.sin(sp.pi, evaluate=False)
    >>> truth(sp.besselj(0, 1) > 0), truth(sp.Ne(zero, 0, evaluate=False))
    (True, False)
    """
    if relation in (sp.true, sp.false):
        return bool(relation)
    difference = sub(*relation.args)
    value = _value(difference)
    if value is None:
        return None
    if magnitude(value) < ZERO:
        return 0 in WANTED[relation.func] if _is_zero(difference) else None
    return (-1 if value[0] else 1) in WANTED[relation.func]


def holds(relation: Any, point: Mapping[sp.Symbol, Tree]) -> bool | None:
    """Whether a relation, or one of several joined by or, holds at a point; None if that is not
    known.

    >>> x = sp.Symbol("x")
    >>> holds(sp.Or(x < 0, x > 2), {x: sp.Integer(1)}), holds(x > 0, {x: sp.Integer(1)})
    (False, True)
    """
    parts = relation.args if isinstance(relation, sp.Or) else (relation,)
    if not all(isinstance(part, sp.core.relational.Relational) for part in parts):
        return None
    known = [substitute(part, point) for part in parts]
    found = [None if free_symbols(part) else truth(part) for part in known]
    return True if True in found else None if None in found else False


def _is_zero(tree: Tree) -> bool:
    """Whether a constant is exactly 0, as tan π is, by the values that SymPy knows."""
    nodes = list(walk(tree))
    if len(nodes) > LARGEST:
        return False
    done: dict[int, Any] = {}
    for node in nodes:
        try:
            done[id(node)] = node.func(*(done[id(arg)] for arg in node.args)) if node.args else node
        except (TypeError, ValueError):  # max(1, ln 0) has no value that SymPy compares
            return False
    return bool(done[id(tree)].is_zero)


def is_real(tree: Tree, facts: Facts) -> bool:
    """Whether a constant is found to have a real value."""
    return not facts.of(tree).symbols and _value(tree) is not None


def has_whole_order(tree: Tree) -> bool:
    """Whether a function of two arguments is real wherever its row says, because the first is a
    whole number: J₂ is real everywhere, J₁⸝₂ is not.

    >>> x = sp.Symbol("x")
    >>> has_whole_order(sp.besselj(2, x)), has_whole_order(sp.besselj(sp.Rational(1, 3), x))
    (True, False)
    """
    least = WHOLE_ORDERS.get(tree.func)
    return least is not None and tree.args[0].is_Integer and tree.args[0].p >= least


def _value(tree: Tree) -> Raw | None:
    tape = Tape()
    slot = tape.slot(tree)
    if tape.inputs or tape.stand_ins or tape.cost > DEAREST:
        return None
    values = tape.at({}, PREC)
    tape.run(values, PREC)
    value: Raw | None = values[slot]
    return value if value is not None and is_finite(value) else None
