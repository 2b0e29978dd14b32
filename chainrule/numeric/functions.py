"""What every function of a tree computes, as numbers: a table, name → operation.

In: a name as SymPy spells it ("sin", "besselj"). Out: its operation (see operations.py), None if
nobody knows how to compute it. No derivative is in here, and no SymPy code computes a value: the
checks share nothing with the rules of differentiation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

from mpmath import libmp

from chainrule.numeric import operations as op
from chainrule.numeric.operations import Raw

__all__ = ["FOLDED", "INVERSE_OF", "RECIPROCAL_OF", "concrete", "hypergeometric", "meijer", "named"]


@cache
def concrete(name: str, orders: tuple[int, ...]) -> op.Operation:
    """A smooth function in the place of an unknown one, differentiated ``orders[i]`` times by its
    i-th argument: sin(a·u + …) + exp(b·v + …)/2, with constants that differ by name and argument.

    >>> concrete("f", (0,)).general(0) != concrete("g", (0,)).general(0)
    True
    """
    seeds = [crc32(f"{name},{i}".encode()) for i in range(len(orders) + 1)]
    waves = [(1 + seed % 31) / 16 for seed in seeds]
    growths = [(1 + seed % 13) / 32 for seed in seeds]
    power = sum(orders)

    def general(*at: Any) -> Any:
        wave, growth = op.CONTEXT.mpf(waves[-1]), op.CONTEXT.mpf(growths[-1])
        scale, rise = op.CONTEXT.one, op.CONTEXT.one / 2
        for u, a, b, order in zip(at, waves, growths, orders, strict=False):
            wave, growth = wave + a * u, growth + b * u
            scale, rise = scale * a**order, rise * b**order
        turn = (op.CONTEXT.sin, op.CONTEXT.cos)[power % 2](wave)
        return scale * (turn if power % 4 < 2 else -turn) + rise * op.CONTEXT.exp(growth)

    return op.special(name, general, cost=30)


@cache
def hypergeometric(upper: int, lower: int) -> op.Operation:
    """pFq with so many parameters: upper, lower, argument."""

    def general(*at: Any) -> Any:
        return op.CONTEXT.hyper(at[:upper], at[upper : upper + lower], at[-1])

    return op.special("hyper", general)


@cache
def meijer(*sizes: int) -> op.Operation:
    """Meijer's G with so many parameters in each of its four lists."""

    def general(*at: Any) -> Any:
        rest = iter(at)
        lists = [list(islice(rest, size)) for size in sizes]
        return op.CONTEXT.meijerg(lists[:2], lists[2:], at[-1])

    return op.special("meijerg", general, cost=20_000)


_ONE: Raw = libmp.fone
_ZERO: Raw = libmp.fzero
_MINUS: Raw = libmp.fnone
_HALF: Raw = libmp.fhalf


def _sign(x: Raw, _prec: int) -> Raw:
    return _MINUS if x[0] else _ONE if x[1] else _ZERO


def _heaviside(x: Raw, _prec: int) -> Raw:
    return _ZERO if x[0] else _ONE if x[1] else _HALF


def _real_root(x: Raw, index: Raw, prec: int) -> Raw:
    root: Raw = libmp.mpf_nthroot(libmp.mpf_abs(x), libmp.to_int(index), prec)
    sign = x[0] ^ root[0] if root[1] else 0
    return sign, *root[1:]


def _arc_cotangent(x: Raw, prec: int) -> Raw:
    """atan(1/x), and π/2 at 0, as SymPy has it."""
    return libmp.mpf_atan(libmp.mpf_div(_ONE, x, prec + 10), prec) if x[1] else _half_turn(prec)


def _half_turn(prec: int) -> Raw:
    half: Raw = libmp.mpf_shift(libmp.mpf_pi(prec), -1)
    return half


def _impulse(x: Any, *_order: Any) -> Any:
    if not x:
        raise op.UndefinedError
    return op.CONTEXT.zero


def _compared(
    name: str, holds: Callable[[Raw, Raw], bool], test: Callable[..., bool]
) -> op.Operation:
    return op.Operation(
        name,
        lambda x, y, _prec: _ONE if holds(x, y) else _ZERO,
        op.real_only(lambda x, y: op.CONTEXT.mpf(test(x, y))),
    )


_SIMPLE = (
    op.simple("sin", op.periodic(libmp.mpf_sin)),
    op.simple("cos", op.periodic(libmp.mpf_cos)),
    op.simple("tan", op.periodic(libmp.mpf_tan)),
    op.simple("asin", libmp.mpf_asin),
    op.simple("acos", libmp.mpf_acos),
    op.simple("atan", libmp.mpf_atan),
    op.simple(
        "acot",
        _arc_cotangent,
        lambda x: op.CONTEXT.atan(1 / x) if x else op.CONTEXT.pi / 2,
    ),
    op.simple("sinh", op.bounded(libmp.mpf_sinh, op.LARGEST_EXPONENT)),
    op.simple("cosh", op.bounded(libmp.mpf_cosh, op.LARGEST_EXPONENT)),
    op.simple("tanh", libmp.mpf_tanh),
    op.simple("asinh", libmp.mpf_asinh),
    op.simple("acosh", libmp.mpf_acosh),
    op.simple("atanh", op.finite(libmp.mpf_atanh)),
    op.simple("atan2", libmp.mpf_atan2, op.real_only(op.CONTEXT.atan2)),
    op.simple("Abs", lambda x, _prec: libmp.mpf_abs(x), op.real_only(op.CONTEXT.fabs)),
    op.simple("sign", _sign),
    op.Operation(
        "Heaviside", _heaviside, op.real_only(lambda x: (op.CONTEXT.sign(x) + 1) / 2), most=1
    ),
    op.simple("floor", lambda x, prec: libmp.mpf_floor(x, prec)),
    op.simple("ceiling", lambda x, prec: libmp.mpf_ceil(x, prec), op.CONTEXT.ceil),
    op.simple("Max", lambda x, y, _prec: x if libmp.mpf_gt(x, y) else y, op.real_only(max)),
    op.simple("Min", lambda x, y, _prec: x if libmp.mpf_lt(x, y) else y, op.real_only(min)),
    op.simple("And", libmp.mpf_mul, operator.mul),
    op.simple("Or", lambda x, y, _prec: _ONE if x[1] or y[1] else _ZERO, op.real_only(max)),
    op.simple("Not", lambda x, _prec: _ZERO if x[1] else _ONE, lambda x: 1 - x),
    op.simple(
        "RealRoot",
        _real_root,
        op.real_only(lambda x, n: op.CONTEXT.sign(x) * op.CONTEXT.root(abs(x), int(n))),
    ),
    _compared("StrictLessThan", libmp.mpf_lt, operator.lt),
    _compared("LessThan", libmp.mpf_le, operator.le),
    _compared("StrictGreaterThan", libmp.mpf_gt, operator.gt),
    _compared("GreaterThan", libmp.mpf_ge, operator.ge),
    _compared("Equality", libmp.mpf_eq, operator.eq),
    _compared("Unequality", lambda x, y: not libmp.mpf_eq(x, y), operator.ne),
)

RECIPROCAL_OF = {"sec": "cos", "csc": "sin", "cot": "tan", "sech": "cosh", "csch": "sinh",
              "coth": "tanh"}  # fmt: skip
"""sec u = 1/cos u, and so on."""

INVERSE_OF = {"asec": "acos", "acsc": "asin", "asech": "acosh", "acsch": "asinh",
          "acoth": "atanh"}  # fmt: skip
"""asec u = acos(1/u), and so on."""

FOLDED = {"Max", "Min", "And", "Or"}
"""Functions of any number of arguments, in any order."""

_SAME_NAME = {
    "airyai", "airybi", "beta", "besseli", "besselj", "bessely", "besselk", "binomial",
    "conjugate", "erf", "erfc", "erfi", "erfinv", "expint", "factorial", "fresnelc", "fresnels",
    "gamma", "gegenbauer", "hankel1", "hankel2", "harmonic", "hermite", "im", "jacobi",
    "legendre", "loggamma", "re", "struveh", "struvel", "zeta",
}  # fmt: skip
"""Functions that SymPy and mpmath call the same."""

_SPELLED = {
    "Chi": "chi", "Ci": "ci", "Ei": "ei", "FallingFactorial": "ff", "LambertW": "lambertw",
    "RisingFactorial": "rf", "Shi": "shi", "Si": "si", "chebyshevt": "chebyt",
    "chebyshevu": "chebyu", "dirichlet_eta": "altzeta", "elliptic_e": "ellipe",
    "elliptic_f": "ellipf", "elliptic_k": "ellipk", "elliptic_pi": "ellippi",
    "factorial2": "fac2", "lerchphi": "lerchphi", "li": "li", "polygamma": "psi",
    "polylog": "polylog",
}  # fmt: skip
"""SymPy's name → mpmath's."""

_DEAR = {"elliptic_pi": 20_000, "lerchphi": 20_000, "polylog": 10_000, "zeta": 2_000}
"""Microseconds, where it takes many."""

_DEFINED: dict[str, Callable[..., Any]] = {
    "DiracDelta": _impulse,
    "Li": lambda x: op.CONTEXT.li(x) - op.CONTEXT.li(2),
    "airyaiprime": lambda x: op.CONTEXT.airyai(x, derivative=1),
    "airybiprime": lambda x: op.CONTEXT.airybi(x, derivative=1),
    "arg": lambda x: op.CONTEXT.arg(x),
    "assoc_laguerre": lambda n, a, x: op.CONTEXT.laguerre(n, a, x),
    "assoc_legendre": lambda n, m, x: op.CONTEXT.legenp(n, m, x, type=2),
    "betainc": lambda a, b, x, y: op.CONTEXT.betainc(a, b, x, y),
    "betainc_regularized": lambda a, b, x, y: op.CONTEXT.betainc(a, b, x, y, regularized=True),
    "digamma": lambda x: op.CONTEXT.psi(0, x),
    "erf2": lambda x, y: op.CONTEXT.erf(y) - op.CONTEXT.erf(x),
    "erfcinv": lambda x: op.CONTEXT.erfinv(1 - x),
    "frac": lambda x: x - op.CONTEXT.floor(x),
    "jn": lambda n, x: op.CONTEXT.sqrt(op.CONTEXT.pi / (2 * x)) * op.CONTEXT.besselj(n + 0.5, x),
    "laguerre": lambda n, x: op.CONTEXT.laguerre(n, 0, x),
    "lowergamma": lambda s, x: op.CONTEXT.gammainc(s, 0, x),
    "Mod": lambda x, y: x - y * op.CONTEXT.floor(x / y),
    "sinc": lambda x: op.CONTEXT.sinc(x),
    "trigamma": lambda x: op.CONTEXT.psi(1, x),
    "uppergamma": lambda s, x: op.CONTEXT.gammainc(s, x),
    "yn": lambda n, x: op.CONTEXT.sqrt(op.CONTEXT.pi / (2 * x)) * op.CONTEXT.bessely(n + 0.5, x),
}

_TABLE = {row.name: row for row in (*_SIMPLE, op.EXP, op.LOG)}


@cache
def named(name: str) -> op.Operation | None:
    """The operation of a function's name, None if no way to compute it is known.

    >>> named("besselj").general(0, 0)
    mpf('1.0')
    >>> named("frobnicate") is None
    True
    """
    if name in _TABLE:
        return _TABLE[name]
    if name in _DEFINED:
        return op.special(name, _DEFINED[name])
    spelled = name if name in _SAME_NAME else _SPELLED.get(name)
    return op.special(name, getattr(op.CONTEXT, spelled), _DEAR.get(name, 300)) if spelled else None
