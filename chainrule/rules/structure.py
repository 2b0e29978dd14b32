"""Sums, products and powers: the shapes that arithmetic makes."""

from __future__ import annotations

from dataclasses import replace

from sympy import Ge, Gt, Mul, Ne, Pow, Rational, Symbol

from chainrule.expr import (
    HALF,
    MINUS_ONE,
    ONE,
    ZERO,
    Tree,
    add,
    build,
    is_quotient,
    mul,
    power,
)
from chainrule.rules.local import SLOPES, SLOTS, Conditions, Depends, Local, filled, row
from chainrule.rules.table import RULES
from chainrule.scope import substitute

__all__ = ["power_shape", "product_shape", "real_power", "sum_shape"]


def _factors(term: Tree, depends: Depends) -> tuple[tuple[Tree, ...], Tree, Tree]:
    """Constant factors of a term, the part that varies, and the term with SLOTS[0] in its place."""
    constants: list[Tree] = []
    frames: list[list[Tree]] = []
    while isinstance(term, Mul):
        varying = [arg for arg in term.args if depends(arg)]
        if len(varying) == len(term.args) or (is_quotient(term) and len(varying) > 1):
            break
        fixed = [arg for arg in term.args if not depends(arg)]
        constants += fixed
        place = next(i for i, arg in enumerate(term.args) if arg is varying[0])
        after = (arg for arg in term.args[place:] if not depends(arg))
        frames.append([*term.args[:place], SLOTS[0], *after])
        term = mul(*varying)
    outer: Tree = SLOTS[0]
    for frame in reversed(frames):
        outer = mul(*(outer if arg is SLOTS[0] else arg for arg in frame))
    return tuple(constants), term, outer


def sum_shape(written: Tree, depends: Depends, wrt: Symbol) -> Local:
    """A sum of terms, or a straight line if every term is a multiple of the variable."""
    terms = tuple(term for term in written.args if depends(term))
    split = [_factors(term, depends) for term in terms]
    if all(core is wrt for _, core, _ in split):
        return _linear(written, add(*(mul(*constants) for constants, _, _ in split)), wrt)
    slots = iter(range(len(terms)))
    outer = add(*(SLOTS[next(slots)] if depends(term) else term for term in written.args))
    combined = add(*(SLOPES[i] for i in range(len(terms)))) if len(terms) > 1 else None
    return Local("sum", terms, outer, (ONE,) * len(terms), combined)


def _linear(written: Tree, slope: Tree, wrt: Symbol) -> Local:
    return Local("linear", (wrt,), substitute(written, {wrt: SLOTS[0]}), (slope,))


def product_shape(written: Tree, depends: Depends, wrt: Symbol) -> Local | None:
    """A constant multiple, a product of functions that vary, or a quotient."""
    constants, core, outer = _factors(written, depends)
    if constants:
        factor = mul(*constants)
        if core is wrt:
            return Local("linear", (wrt,), outer, (factor,))
        if isinstance(core, Pow) and core.args[0] is wrt and core.args[1].is_positive:
            return _monomial(factor, core.args[1], outer, wrt)
        return Local("constant-multiple", (core,), outer, (factor,), None, (("c", factor),))
    if is_quotient(written):
        return row(written, depends)
    slots = [SLOTS[i] for i in range(len(written.args))]
    partials = tuple(mul(*slots[:i], *slots[i + 1 :]) for i in range(len(slots)))
    terms = (mul(*slots[:i], SLOPES[i], *slots[i + 1 :]) for i in range(len(slots)))
    return Local("product", written.args, mul(*slots), partials, add(*terms))


def _monomial(factor: Tree, exponent: Tree, outer: Tree, wrt: Symbol) -> Local:
    raised = power(SLOTS[0], exponent)
    partial = mul(factor, exponent, power(SLOTS[0], add(exponent, MINUS_ONE)))
    constants = (("c", factor), ("n", exponent))
    outer = substitute(outer, {SLOTS[0]: raised})
    return Local("monomial", (wrt,), outer, (partial,), None, constants, real_power(exponent))


def power_shape(written: Tree, depends: Depends, _wrt: Symbol) -> Local:
    """u^n, a^u or u^v, by which of base and exponent vary."""
    base, exponent = written.args
    if base is ZERO and not depends(base):
        return filled(RULES["power-of-zero"], (exponent,), {})
    if not depends(base):
        return filled(RULES["exponential-base"], (exponent,), {"a": base})
    if depends(exponent):
        return filled(RULES["general-power"], (base, exponent), {})
    if exponent is MINUS_ONE:
        return filled(RULES["reciprocal"], (base,), {})
    if exponent is HALF:
        return filled(RULES["square-root"], (base,), {})
    found = filled(RULES["power"], (base,), {"n": exponent})
    return replace(found, conditions=real_power(exponent))


def real_power(exponent: Tree) -> Conditions:
    """Where u^n is real and has a derivative: integers anywhere, or off 0; other n for u > 0."""
    u = SLOTS[0]
    if exponent.is_number and exponent.args:
        exponent = exponent.doit()  # 4/2 is 2; the parser bounds such numbers
    if isinstance(exponent, Rational) and exponent.q == 1:
        return ((build(Ne, (u, ZERO)), "defined"),) if exponent.p < 0 else ()
    if not (exponent.is_number and exponent.is_positive):
        return ((build(Gt, (u, ZERO)), "defined"),)
    defined: Conditions = ((build(Ge, (u, ZERO)), "defined"),)
    above_one = (exponent - ONE).is_positive
    return defined if above_one else (*defined, (build(Gt, (u, ZERO)), "smooth"))
