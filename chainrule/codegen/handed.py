"""What an operation hands down to its inputs, ḡ · ∂h/∂u, with the value that is there already.

In: a node, and the letter of its adjoint. Out: a tree for each input. A row of the table writes
it with few operations: e^u hands down g·h, a quotient t = g/v and −t·h. A rule without a row hands
down its partial times g. Whatever is written here is compared with the partials of the rules, which
it repeats in other words, by the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sympy import Dummy, Ge, Gt, Le, Lt, Max, Piecewise, Rational, Symbol, true
from sympy.core.basic import Basic
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import And

from chainrule.expr import MINUS_ONE, ONE, ZERO, Tree, add, build, mul, power
from chainrule.model import Node
from chainrule.parsing import parse_tree
from chainrule.scope import substitute

__all__ = ["REUSED", "Handed", "handed"]


class Handed(NamedTuple):
    """A tree for each input, None for 0, in letters; those ``shared`` are lines of their own."""

    parts: tuple[Tree | None, ...]
    shared: tuple[tuple[Symbol, Tree], ...] = ()


class Row(NamedTuple):
    """What is handed to each input, in g (the adjoint), h (the value), u, v (the inputs), the
    constants of the rule, and t, what the parts have in common."""

    parts: tuple[str, ...]
    shared: str = ""


# fmt: off
REUSED = {
    "product": Row(("g*v", "g*u")),
    "quotient": Row(("t", "-t*h"), "g/v"),
    "reciprocal": Row(("-g*h*h",)),
    "square-root": Row(("g/(2*h)",)),
    "root": Row(("g*h/(n*u)",)),
    "exponential": Row(("g*h",)),
    "exponential-base": Row(("g*h*ln(a)",)),
    "logarithm": Row(("g/u",)),
    "logarithm-base": Row(("g/(u*ln(a))",)),
    "logarithm-ratio": Row(("t/u", "-t*h/v"), "g/ln(v)"),
    "logarithm-of-base": Row(("-g*h/(u*ln(u))",)),
    "general-power": Row(("t*v/u", "t*ln(u)"), "g*h"),
    "tangent": Row(("g*(1 + h*h)",)),
    "cotangent": Row(("-g*(1 + h*h)",)),
    "secant": Row(("g*h*tan(u)",)),
    "cosecant": Row(("-g*h*cot(u)",)),
    "arcsine": Row(("g/sqrt(1 - u*u)",)),
    "arccosine": Row(("-g/sin(h)",)),
    "arctangent": Row(("g/(1 + u*u)",)),
    "arccotangent": Row(("-g/(1 + u*u)",)),
    "hyperbolic-tangent": Row(("g*(1 - h*h)",)),
    "hyperbolic-cotangent": Row(("g*(1 - h*h)",)),
    "hyperbolic-secant": Row(("-g*h*tanh(u)",)),
    "hyperbolic-cosecant": Row(("-g*h*coth(u)",)),
    "area-sine": Row(("g/cosh(h)",)),
    "area-cosine": Row(("g/sinh(h)",)),
    "area-tangent": Row(("g/(1 - u*u)",)),
    "area-cotangent": Row(("g/(1 - u*u)",)),
    "arctangent-2": Row(("t*v", "-t*u"), "g/(u*u + v*v)"),
}
# fmt: on

_NAMES = {letter: Dummy(letter) for letter in "ghtuvan"}


def handed(node: Node, inner: Sequence[Symbol], partials: Sequence[Tree], bar: Symbol) -> Handed:
    """What a node hands down to its inputs, whose letters are ``inner``."""
    if node.rule in ("maximum", "minimum"):
        return Handed(tuple(_won(node, one, inner, bar) for one in inner))
    if node.rule == "power":
        return Handed((_power(node, inner[0], bar),))
    row = REUSED.get(node.rule)
    if row is None or len(row.parts) != len(inner):
        return Handed(tuple(_times(bar, partial) for partial in partials))
    letters = dict(zip("uv", inner, strict=False)) | dict(node.constants)
    letters |= {"g": bar, "h": node.name}
    if not row.shared:
        return Handed(tuple(_put(part, letters) for part in row.parts))
    common = Dummy("t")
    parts = tuple(_put(part, letters | {"t": common}) for part in row.parts)
    return Handed(parts, ((common, _put(row.shared, letters)),))


@cache
def _tree(text: str) -> Tree:
    return parse_tree(text, _NAMES)


def _put(text: str, letters: dict[str, Tree]) -> Tree:
    return substitute(_tree(text), {_NAMES[name]: tree for name, tree in letters.items()})


def _times(bar: Symbol, partial: Tree) -> Tree | None:
    """ḡ · partial, without a factor 1; in a case of a piecewise partial, in each of its cases."""
    if partial is ONE:
        return bar
    if partial is ZERO:
        return None
    if isinstance(partial, Piecewise):
        return build(Piecewise, tuple(_case(bar, pair) for pair in partial.args))
    if isinstance(partial, Rational):
        return mul(MINUS_ONE, bar) if partial is MINUS_ONE else mul(partial, bar)
    if partial.is_Mul and partial.args[0] is not ONE:
        return mul(*partial.args, bar)
    return mul(bar, partial)


def _case(bar: Symbol, pair: Tree) -> Tree:
    value, condition = pair.args
    handed_on = _times(bar, value) if not isinstance(value, Piecewise) else mul(value, bar)
    return build(ExprCondPair, (ZERO if handed_on is None else handed_on, condition))


def _power(node: Node, base: Symbol, bar: Symbol) -> Tree:
    """n·u^(n − 1); as n·h/u where u cannot be 0, because there is no derivative there."""
    exponent = dict(node.constants)["n"]
    if not isinstance(exponent, Rational):
        return mul(exponent, power(base, add(exponent, MINUS_ONE)), bar)
    if exponent < 1:
        return mul(exponent, node.name, power(base, MINUS_ONE), bar)
    lower = Rational(exponent.p - exponent.q, exponent.q)
    raised = base if lower is ONE else power(base, lower)
    return mul(exponent, raised, bar)


def _won(node: Node, one: Symbol, inner: Sequence[Symbol], bar: Symbol) -> Tree:
    """ḡ if this argument wins. Of equal ones a constant does, or else the first: one of them has
    to, for the sum of the partials to be a slope to some side."""
    strict, weak = (Gt, Ge) if node.outer.func is Max else (Lt, Le)
    after = set(inner[list(inner).index(one) + 1 :])
    others = [other for other in node.outer.args if other is not one]
    wins: list[Basic] = [build(weak if o in after else strict, (one, o)) for o in others]
    condition = wins[0] if len(wins) == 1 else build(And, wins) if wins else true
    pairs = [build(ExprCondPair, (bar, condition)), build(ExprCondPair, (ZERO, true))]
    return build(Piecewise, pairs)
