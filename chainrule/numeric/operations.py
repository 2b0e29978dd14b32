"""What an operation on numbers is, of any precision, and the arithmetic that all trees need.

An operation has two forms. ``real`` works on mpmath's raw reals, ``(sign, man, exp, bits)``, and
takes the precision in bits last; ``general`` works on mpmath's numbers, complex ones too, by
their principal branches.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from mpmath import MPContext, libmp

__all__ = [
    "ADD", "CHOOSE", "CONTEXT", "DIV", "EXP", "LARGEST_EXPONENT", "LOG", "MUL",
    "POW", "SQRT", "SUB", "UNDEFINED", "UNIT", "Operation", "Raw", "UndefinedError", "bounded",
    "closed", "finite", "is_finite", "magnitude", "missing", "periodic", "real_only", "simple",
    "special",
]  # fmt: skip

Raw: TypeAlias = tuple[int, int, int, int]

CONTEXT: Any = MPContext()
"""The numbers of the general form. Its own, so that nobody else's precision moves."""


class UndefinedError(ArithmeticError):
    """A function has no real, finite value there."""


UNDEFINED = (ArithmeticError, ValueError, TypeError, NotImplementedError, libmp.NoConvergence)
"""What an operation raises where it has no value: libmp's ComplexResult is a ValueError, and an
argument that has no value itself, None, is a TypeError."""

_ZERO: Raw = libmp.fzero
LARGEST_ANGLE, LARGEST_EXPONENT, LARGEST_ARGUMENT = 60, 25, 14  # bits before the point


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation in its two forms. ``cost`` is about the microseconds that it takes, ``most``
    the operands that matter: the second argument of a step function, its value at 0, does not."""

    name: str
    real: Callable[..., Raw]
    general: Callable[..., Any]
    cost: int = 1
    most: int = 9


def is_finite(raw: Raw) -> bool:
    """Whether it is a number; infinities and nan have no mantissa but an exponent."""
    return bool(raw[1]) or not raw[2]


def magnitude(raw: Raw) -> int:
    """The number of bits before the binary point: 2ᵐ⁻¹ ≤ \\|x\\| < 2ᵐ; 0 is far below them all."""
    return raw[2] + raw[3] if raw[1] else -(10**9)


def bounded(compute: Callable[..., Raw], most: int) -> Callable[..., Raw]:
    """``compute`` for arguments below 2^most: beyond, it would be slow, or mean nothing."""

    def real(x: Raw, prec: int) -> Raw:
        if x[2] + x[3] > most:
            raise OverflowError
        return compute(x, prec)

    return real


def periodic(compute: Callable[..., Raw]) -> Callable[..., Raw]:
    """``compute`` for arguments of which half of the digits, at least, stand behind the point:
    else the place in the period means nothing."""

    def real(x: Raw, prec: int) -> Raw:
        if x[2] + x[3] > max(LARGEST_ANGLE, prec // 2):
            raise OverflowError
        return compute(x, prec)

    return real


def finite(compute: Callable[..., Raw]) -> Callable[..., Raw]:
    """``compute`` where its value is finite."""

    def real(*args: Any) -> Raw:
        value = compute(*args)
        if not is_finite(value):
            raise UndefinedError
        return value

    return real


def _exponential(x: Raw, prec: int) -> Raw:
    if x[2] + x[3] > LARGEST_EXPONENT:
        if x[0]:
            return _ZERO
        raise OverflowError
    return libmp.mpf_exp(x, prec)  # type: ignore[no-any-return]  # mpmath is untyped


def _power(base: Raw, exponent: Raw, prec: int) -> Raw:
    if exponent[2] + exponent[3] > LARGEST_ANGLE:
        raise OverflowError
    if not (base[1] or exponent[1]):  # 0⁰ is 1 for whole exponents, but x^x has no value at 0
        raise UndefinedError
    return libmp.mpf_pow(base, exponent, prec)  # type: ignore[no-any-return]  # mpmath is untyped


def _lifted(general: Callable[..., Any]) -> Callable[..., Raw]:
    """The real form of a function of mpmath: real arguments, a real value or none."""

    def real(*args: Any) -> Raw:
        *raws, prec = args
        if any(magnitude(raw) > LARGEST_ARGUMENT for raw in raws):
            raise OverflowError
        CONTEXT.prec = prec
        value = general(*map(CONTEXT.make_mpf, raws))
        if isinstance(value, CONTEXT.mpc):
            noise = magnitude(value._mpc_[1]) - magnitude(value._mpc_[0])
            if noise > 20 - prec:
                raise UndefinedError
            value = value.real
        raw: Raw = CONTEXT.mpf(value)._mpf_
        if not is_finite(raw):
            raise UndefinedError
        return raw

    return real


def real_only(general: Callable[..., Any]) -> Callable[..., Any]:
    """The general form of an operation that means nothing off the real line."""

    def checked(*values: Any) -> Any:
        if any(value is None or value.imag for value in values):
            raise UndefinedError
        return general(*(value.real for value in values))

    return checked


def closed(name: str, general: Callable[..., Any]) -> Operation:
    """An operation given by its general form, on reals only: an integral."""
    return Operation(name, _lifted(general), real_only(general), cost=10_000)


def special(name: str, general: Callable[..., Any], cost: int = 300) -> Operation:
    """An operation given by its general form, a function of mpmath."""
    return Operation(name, _lifted(general), general, cost)


@cache
def missing(name: str) -> Operation:
    """In the place of a function that nobody knows how to compute."""

    def none(*_: Any) -> Any:
        raise UndefinedError(name)

    return Operation(name, none, none)


def simple(
    name: str, real: Callable[..., Raw], general: Callable[..., Any] | None = None
) -> Operation:
    """An operation given by both forms; the general one is mpmath's of that name if not given."""
    return Operation(name, real, general or getattr(CONTEXT, name))


def _choose(*args: Any) -> Any:
    """The first value whose condition holds: value, condition, value, condition, …, precision."""
    for value, condition in zip(args[::2], args[1::2], strict=False):
        if condition[1]:
            if value is None:
                break
            return value
    raise UndefinedError


def _choose_general(*args: Any) -> Any:
    for value, condition in zip(args[::2], args[1::2], strict=True):
        if condition is None or condition:
            if condition is None or value is None:
                break
            return value
    raise UndefinedError


ADD = simple("add", libmp.mpf_add, operator.add)
SUB = simple("sub", libmp.mpf_sub, operator.sub)
MUL = simple("mul", libmp.mpf_mul, operator.mul)
DIV = simple("div", libmp.mpf_div, operator.truediv)
POW = simple("pow", finite(_power), CONTEXT.power)
SQRT = simple("sqrt", libmp.mpf_sqrt)
EXP = simple("exp", _exponential)
LOG = simple("log", finite(libmp.mpf_log), CONTEXT.ln)
CHOOSE = simple("choose", _choose, _choose_general)
UNIT = Operation("i", missing("i").real, lambda: CONTEXT.j)
