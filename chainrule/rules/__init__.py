"""The rules of differentiation: one table (table.py), and the shapes that no fixed form covers.

:func:`local` answers, for any tree, which rule fits and what its local partials are: first the
shapes (sum, product, piecewise, …), then the rows of the table, then unknown functions, then
SymPy's table of derivatives, labelled so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import Add, Basic, Gt, Integral, Max, Min, Mul, Piecewise, Pow, Symbol, exp, log, sign

from chainrule.expr import ZERO, Tree, build, mul
from chainrule.rules.asked import asked
from chainrule.rules.cases import extremum_shape, integral_shape, piecewise_shape
from chainrule.rules.functions import look_up, unknown_shape
from chainrule.rules.local import SLOPES, SLOTS, Depends, Local, Rules, filled, row
from chainrule.rules.logarithms import logarithm
from chainrule.rules.rule import LETTERS, Rule, Slip, letters, put, tree
from chainrule.rules.structure import power_shape, product_shape, sum_shape
from chainrule.rules.table import RULES

__all__ = [
    "AGAIN", "LETTERS", "ROUTES", "RULES", "SLOPES", "SLOTS", "Local", "Rule", "Rules", "Slip",
    "asked", "letters", "local", "put", "tree",
]  # fmt: skip

_SHAPES: dict[type[Basic], Callable[[Tree, Depends, Symbol], Local | None]] = {
    Add: sum_shape,
    Mul: product_shape,
    Pow: power_shape,
    Max: extremum_shape,
    Min: extremum_shape,
    Piecewise: piecewise_shape,
}


def local(written: Tree, depends: Depends, wrt: Symbol, slope: Callable[[Tree], Tree]) -> Local:
    """The rule that fits ``written``, which depends on ``wrt``.

    ``slope(f)`` is asked for the derivative of an integrand by ``wrt`` under the integral sign.
    Raises NoRuleError for a function whose derivative nobody knows.
    """
    if written.func is Integral:
        return integral_shape(written, depends, wrt, slope)
    shape = _SHAPES.get(written.func)
    found = shape(written, depends, wrt) if shape else None
    found = found or row(written, depends) or unknown_shape(written, depends)
    return found or look_up(written, depends)


def by_logarithm(
    written: Tree, depends: Depends, wrt: Symbol, slope: Callable[[Tree], Tree]
) -> Local:
    """As :func:`local`, but a product by the slope of its logarithm, u = ln|h|: h′ = h·u′.

    A product is what has a logarithm of several terms: quotients and powers of products too. Inside
    of it only u^v has logarithms taken again.
    """
    found = logarithm(written, depends)
    if found is None:
        return powers_by_logarithm(written, depends, wrt, slope)
    terms, asked_of_constants = found
    outer = mul(build(sign, (written,)), build(exp, (SLOTS[0],)))  # h = ±eᵘ
    return Local(
        "logarithmic-product",
        (terms,),
        outer,
        (outer,),
        combined=mul(written, SLOPES[0]),
        conditions=asked_of_constants,
        below=powers_by_logarithm,
    )


def powers_by_logarithm(
    written: Tree, depends: Depends, wrt: Symbol, slope: Callable[[Tree], Tree]
) -> Local:
    """As :func:`local`, but u^v by logarithmic differentiation: ln h = w = v·ln u, h′ = h·w′."""
    if not (written.func is Pow and all(map(depends, written.args))):
        return local(written, depends, wrt, slope)
    base, exponent = written.args
    found = filled(RULES["exponential"], (mul(exponent, build(log, (base,))),), {})
    return replace(
        found,
        rule="logarithmic",
        combined=mul(written, SLOPES[0]),
        conditions=((build(Gt, (base, ZERO)), "defined"),),
        below=powers_by_logarithm,
    )


ROUTES: dict[str, Rules] = {"power": local, "log": by_logarithm}
"""The ways to differentiate u^v, where base and exponent both vary, and for "log" products."""

AGAIN: dict[Rules, Rules] = {by_logarithm: powers_by_logarithm}
"""The rules for a second derivative, where they are others: h′ is a sum, with zeros of its own."""
