"""SymPy expression → Problem: the encodings of expr.py, the value unchanged.

SymPy writes `sin(x)/y²` as `Mul(Pow(y, −2), sin(x))`; a reader sees a quotient. So products are
split at their negative powers, and the sums and products that SymPy has put into its own order
are put into the order in which it prints them. What was built with ``evaluate=False`` keeps its
order. Each distinct node is visited once, without recursion: deep trees and shared parts are fine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Add, Expr, Float, Integer, Mul, Pow, Rational, S, Symbol, Tuple
from sympy.core.add import _addsort
from sympy.core.function import AppliedUndef
from sympy.core.mul import _mulsort

from chainrule.errors import InputError
from chainrule.expr import Decimal, Tree, add, build, div, mul, neg, negative_number, power, walk
from chainrule.model import Problem
from chainrule.parsing.alike import look_alikes
from chainrule.parsing.readings import Readings
from chainrule.parsing.spelling import require_name
from chainrule.parsing.variables import free_name, infer
from chainrule.scope import free_symbols

__all__ = ["problem_of"]

SHALLOW = 8  # SymPy's sorting recurses: only trees lower than this are put into its order


def problem_of(expr: Any) -> Problem:
    """The problem of differentiating ``expr``; its variable is inferred as for text.

    >>> from sympy import Symbol, sqrt
    >>> x = Symbol("x")
    >>> problem_of(x / (2 * sqrt(x + 1))).expr.args
    (x, 1/(2*sqrt(x + 1)))
    """
    if not isinstance(expr, Expr):
        kind = type(expr).__name__
        raise InputError(f"a SymPy expression is expected, not {kind}")
    tree, free, functions = _converted(expr)
    named = {str(symbol): symbol for symbol in free}
    if len(named) < len(free):
        twice = next(symbol for symbol in free if named[str(symbol)] is not symbol)
        raise InputError(f"two different symbols are called {twice}, by their assumptions")
    readings = Readings(", ".join(named))
    look_alikes(named, readings)
    guess = infer(list(named), (), readings)
    name = free_name({*named, *functions})
    wrt = (named[guess],) if guess else ()
    return Problem("", tree, name, wrt, tuple(readings))


def _converted(expr: Expr) -> tuple[Tree, list[Symbol], set[str]]:
    done: dict[int, Tree] = {}
    height: dict[int, int] = {}
    functions: set[str] = set()
    infinite: set[int] = set()
    for node in walk(expr):
        args = node.args
        height[id(node)] = 1 + max((height[id(arg)] for arg in args), default=0)
        if isinstance(node, AppliedUndef):
            require_name(str(node.func), "function")
            functions.add(str(node.func))
        new = [done[id(arg)] for arg in args]
        if node.func is not Tuple and any(id(arg) in infinite for arg in args):
            raise InputError("∞ is not a number: it can only be a limit of an integral")
        convert = _CONVERTERS.get(node.func)
        if convert is not None:
            done[id(node)] = convert(node, new, height[id(node)] <= SHALLOW)
        elif args:
            same = all(a is b for a, b in zip(args, new, strict=True))
            done[id(node)] = node if same else build(node.func, new)
        else:
            done[id(node)] = _leaf(node)
            if node is S.Infinity or node is S.NegativeInfinity:
                infinite.add(id(node))
    return done[id(expr)], sorted(free_symbols(expr), key=str), functions


def _leaf(leaf: Any) -> Tree:
    if isinstance(leaf, Float):
        if not leaf.is_finite:
            raise InputError(f"{leaf} is not a number")
        text = _decimal(leaf)
        return Decimal(text) if "." in text else Integer(int(text))
    if leaf is S.ImaginaryUnit or leaf is S.ComplexInfinity or leaf is S.NaN:
        raise InputError(f"{leaf} is not a real number, and functions are real here")
    name = getattr(leaf, "name", None)  # of a symbol, or of the matrix in M[0, 0]
    if isinstance(name, str):
        require_name(name)
    if leaf.is_commutative is False:
        raise InputError(f"{leaf} does not commute, and functions are of real numbers here")
    return leaf


def _decimal(value: Float) -> str:
    """The digits of a float without an exponent, `0.5` and not `0.500000000000000`."""
    from decimal import Decimal as Digits

    text = format(Digits(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sum(node: Tree, terms: Sequence[Tree], shallow: bool) -> Tree:
    return add(*_printed(node, terms, shallow, _addsort, Expr.as_ordered_terms))


def _product(node: Tree, factors: Sequence[Tree], shallow: bool) -> Tree:
    """Numerator over denominator; the sign in front, numbers before letters."""
    ordered = _printed(node, factors, shallow, _mulsort, Expr.as_ordered_factors)
    top: list[Tree] = []
    bottom: list[Tree] = []
    negative = False
    if len(ordered) > 1 and isinstance(ordered[0], Rational) and not ordered[1].is_Rational:
        number, *ordered = ordered
        negative = number.p < 0
        size = negative_number(number) if negative else number
        whole = isinstance(size, Decimal)
        top += [size] if whole else [Integer(size.p)] if size.p != 1 else []
        bottom += [Integer(size.q)] if size.q != 1 and not whole else []
    for factor in ordered:
        below = _denominator(factor)
        if below is None:
            top.append(factor)
        else:
            bottom.append(below)
    tree = mul(*top)
    if bottom:
        tree = div(tree, mul(*bottom))
    return neg(tree) if negative else tree


def _denominator(factor: Tree) -> Tree | None:
    """What is below the bar: y² for y⁻², √x for x^(−1/2)."""
    if not isinstance(factor, Pow):
        return None
    base, exponent = factor.args
    if exponent is S.NegativeOne:
        return base
    if isinstance(exponent, Rational) and exponent.p < 0:
        return power(base, -exponent)
    return None


def _power(_node: Tree, args: Sequence[Tree], _shallow: bool) -> Tree:
    base, exponent = args
    if exponent == Rational(-1, 2):
        return div(S.One, power(base, S.Half))
    return power(base, exponent)


def _printed(
    node: Tree,
    parts: Sequence[Tree],
    shallow: bool,
    sort: Callable[[list[Any]], None],
    order: Callable[[Expr], list[Expr]],
) -> list[Tree]:
    """The converted parts, in the order of printing if SymPy has sorted the originals."""
    if not shallow:
        return list(parts)
    number = [arg for arg in node.args[:1] if arg.is_Number]
    rest = list(node.args[len(number) :])
    sort(rest)
    if any(a is not b for a, b in zip(node.args, number + rest, strict=True)):
        return list(parts)
    converted = {id(arg): part for arg, part in zip(node.args, parts, strict=True)}
    try:
        ordered = order(node)
    except (TypeError, ValueError, RecursionError):
        return list(parts)
    if len(ordered) != len(parts) or any(id(arg) not in converted for arg in ordered):
        return list(parts)
    return [converted[id(arg)] for arg in ordered]


_CONVERTERS: dict[Any, Callable[[Tree, Sequence[Tree], bool], Tree]] = {
    Add: _sum, Mul: _product, Pow: _power,
}  # fmt: skip
