"""The kinds of node that a document may hold: an explicit list, each with its arguments.

A tree is a value (V), a condition (C), a list of trees (L) or one piece of a piecewise function
(P); a form is a regular expression over the kinds of a node's arguments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import sympy
from sympy.core.basic import Basic
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.functions.special.hyper import TupleArg

from chainrule.expr import Partial, RealRoot, Slope

__all__ = ["CONSTANTS", "HEADS", "fits", "form", "kind"]

MOST = 7  # no function takes so many arguments
_RELATIONS = (sympy.Eq, sympy.Ne, sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge)

_FORMS: dict[type[Basic], str] = {
    sympy.Add: "VV+", sympy.Mul: "VV+", sympy.Pow: "VV", sympy.Max: "V+", sympy.Min: "V+",
    RealRoot: "VV", Slope: "VV", Partial: "VV",
    sympy.Integral: "VL+", sympy.Sum: "VL+", sympy.Product: "VL+",
    sympy.Derivative: "VL+", sympy.Subs: "VLL", sympy.Piecewise: "P+", ExprCondPair: "VC",
    sympy.Tuple: "V*", TupleArg: "V*|LL", sympy.hyper: "LLV", sympy.meijerg: "LLV",
    sympy.And: "CC+", sympy.Or: "CC+", sympy.Not: "C", **dict.fromkeys(_RELATIONS, "VV"),
}  # fmt: skip

_FUNCTIONS = """
    sin cos tan cot sec csc asin acos atan acot asec acsc atan2 sinc exp log LambertW
    sinh cosh tanh coth sech csch asinh acosh atanh acoth asech acsch
    Abs sign floor ceiling frac Mod re im arg conjugate Heaviside DiracDelta
    factorial factorial2 RisingFactorial FallingFactorial binomial harmonic
    gamma loggamma digamma trigamma polygamma multigamma beta betainc betainc_regularized
    lowergamma uppergamma erf erfc erfi erf2 erfinv erfcinv erf2inv fresnels fresnelc
    Si Ci Shi Chi Ei li Li expint zeta dirichlet_eta riemann_xi stieltjes polylog lerchphi
    besselj bessely besseli besselk hankel1 hankel2 jn yn hn1 hn2 marcumq
    airyai airybi airyaiprime airybiprime elliptic_k elliptic_e elliptic_f elliptic_pi
    legendre assoc_legendre jacobi gegenbauer hermite hermite_prob chebyshevt chebyshevu
    laguerre assoc_laguerre mathieus mathieuc mathieusprime mathieucprime
"""

HEADS: dict[str, type[Basic]] = {head.__name__: head for head in _FORMS}
HEADS |= {name: getattr(sympy, name) for name in _FUNCTIONS.split()}
"""Name → class; what is not here is neither written nor read."""

CONSTANTS: dict[str, Basic] = {
    "Exp1": sympy.E, "Pi": sympy.pi, "EulerGamma": sympy.EulerGamma, "Catalan": sympy.Catalan,
    "GoldenRatio": sympy.GoldenRatio, "Infinity": sympy.oo, "NegativeInfinity": -sympy.oo,
    "true": sympy.true, "false": sympy.false,
}  # fmt: skip


def kind(node: Basic) -> str:
    """V, C, L or P.

    >>> from sympy import Symbol, Tuple
    >>> kind(Symbol("x")), kind(Symbol("x") > 0), kind(Tuple())
    ('V', 'C', 'L')
    """
    if isinstance(node, sympy.Tuple):
        return "P" if isinstance(node, ExprCondPair) else "L"
    if isinstance(node, sympy.logic.boolalg.Boolean) and not node.is_Symbol:
        return "C"
    return "V"


def form(head: Any) -> str:
    """The arguments that a head takes: its row, or as many values as SymPy's class asks for.

    >>> form(sympy.log), form(sympy.Integral)
    ('V|VV', 'VL+')
    """
    return _FORMS.get(head) or "|".join("V" * n for n in range(1, MOST) if n in head.nargs)


def fits(head: Any, args: Sequence[Any]) -> bool:
    """Whether these are arguments that the head can have.

    >>> from sympy import Derivative, Integer, Symbol, Tuple, sin
    >>> x = Symbol("x")
    >>> fits(sin, [x]), fits(sin, [x, x]), fits(Derivative, [x, Tuple(Integer(2), x)])
    (True, False, False)
    """
    kinds = "".join(map(kind, args))
    binds = _BINDS.get(head)
    return bool(re.fullmatch(form(head), kinds)) and (binds is None or binds(*args))


def _limits(_body: Any, *limits: Any) -> bool:
    return all(0 < len(one.args) < 4 and one.args[0].is_Symbol for one in limits)


def _counts(_body: Any, *counts: Any) -> bool:
    return all(
        len(one.args) == 2 and one.args[0].is_Symbol and one.args[1].is_Integer for one in counts
    )


def _points(_body: Any, variables: Any, points: Any) -> bool:
    names = variables.args
    return len(set(names)) == len(names) == len(points.args) and all(v.is_Symbol for v in names)


_BINDS: dict[type[Basic], Callable[..., bool]] = {
    **dict.fromkeys((sympy.Integral, sympy.Sum, sympy.Product), _limits),
    sympy.Derivative: _counts, sympy.Subs: _points,
}  # fmt: skip
