"""What the grammar cannot see: arity, misplaced tuples and relations, and numbers too large.

A syntax tree goes in and nothing comes out; an `InputError` or a `LimitError` is raised before
SymPy sees anything. Later stages fold constants exactly, so every number that folding could make
is bounded here from above, by its digits: `9**9**9**9` is refused without computing it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

from chainrule.errors import LimitError
from chainrule.parsing.arguments import check_node, check_value
from chainrule.parsing.syntax import Syntax, nodes

__all__ = ["MAX_CHARACTERS", "MAX_DIGITS", "Size", "check", "check_length", "size_of"]

MAX_CHARACTERS = 200_000
MAX_DIGITS = 1_000


def check_length(text: str) -> None:
    """Raise an error for a text that is too long."""
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            f"the text is too long: {len(text):,} characters",
            hint=f"up to {MAX_CHARACTERS:,} are read",
        )


class Size(NamedTuple):
    """An upper bound of a constant: the digits of numerator and denominator, and roughly its
    value; ``value`` is None for what is not a rational number."""

    top: float = 0.0
    bottom: float = 0.0
    value: float | None = None


_UNKNOWN_SIZE = Size()


def check(tree: Syntax, source: str) -> None:
    """Raise the error of the first thing in the tree that cannot be meant."""
    sizes: dict[int, Size] = {}
    everything = nodes(tree)
    check_value(tree, source)
    for node in reversed(everything):
        check_node(node, source)
        size = _size(node, [sizes[id(arg)] for arg in node.args])
        if size.top > MAX_DIGITS or size.bottom > MAX_DIGITS:
            _too_large(node, source)
        sizes[id(node)] = size


def _size(node: Syntax, sizes: list[Size]) -> Size:
    if node.kind == "number":
        return _literal(node.value)
    fold = _FOLDS.get(node.kind if node.kind != "call" else node.value)
    return fold(sizes) if fold else _UNKNOWN_SIZE


def _literal(text: str) -> Size:
    whole, _, decimals = text.partition(".")
    digits = len(whole + decimals)
    if digits > 15:
        return Size(digits, len(decimals), math.inf if digits > 300 else float(text))
    value = float(text)
    top = math.log10(value) + len(decimals) if value else 0.0
    return Size(max(top, 0.0), len(decimals), value)


def _add(sizes: list[Size]) -> Size:
    if any(size.value is None for size in sizes):
        return _UNKNOWN_SIZE
    bottom = sum(size.bottom for size in sizes)
    top = max(size.top for size in sizes) + bottom + math.log10(len(sizes))
    return Size(top, bottom, _number(sum(size.value or 0.0 for size in sizes)))


def _mul(sizes: list[Size]) -> Size:
    """A coefficient counts beside letters too, for (2x)^n; its value does not."""
    value: float | None = 1.0
    for size in sizes:
        value = None if value is None or size.value is None else _number(value * size.value)
    return Size(sum(s.top for s in sizes), sum(s.bottom for s in sizes), value)


def _div(sizes: list[Size]) -> Size:
    top, bottom = sizes
    value = None
    if top.value is not None and bottom.value:
        value = _number(top.value / bottom.value)
    return Size(top.top + bottom.bottom, top.bottom + bottom.top, value)


def _neg(sizes: list[Size]) -> Size:
    (size,) = sizes
    return Size(size.top, size.bottom, None if size.value is None else -size.value)


def _pow(sizes: list[Size]) -> Size:
    base, exponent = sizes
    if exponent.value is None:
        return _UNKNOWN_SIZE
    times = abs(exponent.value)
    top, bottom = (digits * times if digits else 0.0 for digits in (base.top, base.bottom))
    if exponent.value < 0:
        top, bottom = bottom, top
    if base.value is None:
        return Size(top, bottom)
    if top > 300:
        return Size(top, bottom, math.inf)
    try:
        power = complex(base.value) ** exponent.value
    except (OverflowError, ZeroDivisionError):
        return Size(top, bottom)
    return Size(top, bottom, None if power.imag else _number(power.real))


def _root(sizes: list[Size]) -> Size:
    return Size(sizes[0].top, sizes[0].bottom)


def _factorial(sizes: list[Size]) -> Size:
    """n! has log₁₀ Γ(n + 1) digits."""
    value = sizes[0].value
    if value is None:
        return _UNKNOWN_SIZE
    digits = max(0.0, math.lgamma(abs(value) + 1) / _LN10) if abs(value) < 1e9 else math.inf
    exact = digits < 100 and value >= 0 and value.is_integer()
    return Size(digits, digits, float(math.factorial(int(value))) if exact else None)


def _binomial(sizes: list[Size]) -> Size:
    """At most nᵏ."""
    n, k = (abs(size.value or 0.0) for size in sizes)
    digits = k * math.log10(n) if n > 1 else 0.0
    return Size(digits, digits)


def _number(value: float) -> float:
    return math.inf if math.isnan(value) else value


_LN10 = math.log(10)
_FOLDS: dict[str, Callable[[list[Size]], Size]] = {
    "add": _add, "mul": _mul, "div": _div, "neg": _neg, "pow": _pow, "sqrt": _root,
    "cbrt": _root, "root": _root, "factorial": _factorial, "gamma": _factorial,
    "binomial": _binomial,
}  # fmt: skip


def size_of(tree: Any, known: Mapping[Any, Size]) -> Size:
    """The same bound for a SymPy tree, in which symbols may have a ``known`` size; LimitError if
    it has a number too large. Definitions and functions of the user's own are put in after the
    syntax trees are checked: with f(x) = 9^x, f(f(f(9))) is such a number.

    >>> from chainrule.parsing.problem import parse_tree
    >>> round(size_of(parse_tree("2^100*x"), {}).top)
    30
    """
    from chainrule.expr import walk

    sizes: dict[int, Size] = {}
    for node in walk(tree):
        if node.is_Rational:
            size = _ratio(int(node.p), int(node.q))
        elif node.is_Symbol:
            size = known.get(node, _UNKNOWN_SIZE)
        else:
            fold = _FOLDS.get(_SPELLED.get(node.func.__name__, node.func.__name__))
            size = fold([sizes[id(arg)] for arg in node.args]) if fold else _UNKNOWN_SIZE
        if size.top > MAX_DIGITS or size.bottom > MAX_DIGITS:
            raise LimitError(f"this is a number of more than {MAX_DIGITS:,} digits")
        sizes[id(node)] = size
    return sizes[id(tree)]


def _ratio(top: int, bottom: int) -> Size:
    if top == 0:
        return Size(0.0, 0.0, 0.0)
    digits = math.log10(abs(top)), math.log10(bottom)
    big = digits[0] > 300 or digits[1] > 300
    return Size(*digits, math.inf if big else top / bottom)


_SPELLED = {"Add": "add", "Mul": "mul", "Pow": "pow", "RealRoot": "root"}


def _too_large(node: Syntax, source: str) -> NoReturn:
    raise LimitError(
        f"this is a number of more than {MAX_DIGITS:,} digits", source=source,
        span=(node.start, node.stop),
    )  # fmt: skip
