"""The logarithm of a product, expanded: what logarithmic differentiation starts from.

|h| = |u|²·√|v|/|w| gives ln|h| = 2 ln|u| + ½ ln|v| − ln|w|. The absolute values are needed where a
factor may be negative; factors e^u and u^v need none, as u^v is real for positive u only.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Add, Integer, Mul, Ne, Pow, Rational, exp, log

from chainrule.expr import MINUS_ONE, ONE, ZERO, RealRoot, Tree, add, build, mul, neg
from chainrule.rules.local import Conditions, Depends

__all__ = ["logarithm"]

SPLIT = (Mul, Pow, exp, RealRoot)


def logarithm(written: Tree, depends: Depends) -> tuple[Tree, Conditions] | None:
    """ln|h| by the laws of logarithms, with what it asks of constant factors; None where it is not
    a sum of several parts that vary.

    >>> from chainrule.parsing import parse_tree
    >>> def varies(part):
    ...     return bool(part.free_symbols)
    >>> logarithm(parse_tree("x^3*sqrt(x+1)/(2x-1)^5"), varies)[0]
    3*log(Abs(x)) + log(Abs(x + 1))/2 - 5*log(Abs(2*x - 1))
    >>> logarithm(parse_tree("sin(x)^2"), varies) is None
    True
    """
    if not isinstance(written, SPLIT):
        return None
    terms = list(_terms(written, depends))
    fixed = [part for part, _ in terms if not depends(part)]
    if len(terms) - len(fixed) < 2 or ZERO in fixed:
        return None
    asked = [build(Ne, (part, ZERO)) for part in fixed if not isinstance(part, Rational)]
    return add(*(term for _, term in terms)), tuple((one, "smooth") for one in asked)


def _terms(written: Tree, depends: Depends) -> Iterator[tuple[Tree, Tree]]:
    """A factor, and its term: a multiple of a logarithm, or an exponent; in their order."""
    stack = [(ONE, written)]
    while stack:
        times, part = stack.pop()
        if isinstance(part, Mul):
            stack += [(times, factor) for factor in reversed(part.args)]
        elif isinstance(part, exp):
            yield part, _multiple(times, part.args[0])
        elif isinstance(part, Pow) and depends(part.args[1]):
            brought_down = mul(part.args[1], build(log, (part.args[0],)))
            yield part, _multiple(times, brought_down)
        elif isinstance(part, Pow):
            stack.append((_multiple(times, part.args[1]), part.args[0]))
        elif isinstance(part, RealRoot):
            base, index = part.args
            inverse = ONE / index if isinstance(index, Integer) else build(Pow, (index, MINUS_ONE))
            stack.append((_multiple(times, inverse), base))
        elif part is not ONE and part is not MINUS_ONE:
            yield part, _multiple(times, build(log, (_size(part),)))


def _size(part: Tree) -> Tree:
    """|u|, without bars where one sees that u is positive."""
    if isinstance(part, Rational):
        return part if part.p > 0 else neg(part)
    terms = part.args if isinstance(part, Add) else (part,)
    seen = any(map(_is_positive, terms)) and all(map(_is_no_less_than_0, terms))
    return part if seen or isinstance(part, Abs) else build(Abs, (part,))


def _is_positive(term: Tree) -> bool:
    return isinstance(term, exp) or bool(not term.args and term.is_positive)


def _is_no_less_than_0(term: Tree) -> bool:
    """As 3x² and eˣ are, seen from the outside."""
    return all(
        _is_positive(factor)
        or (isinstance(factor, Pow) and factor.args[1].is_Integer and factor.args[1].p % 2 == 0)
        for factor in (term.args if isinstance(term, Mul) else (term,))
    )


def _multiple(times: Tree, part: Tree) -> Tree:
    """Their product: numbers worked out, 1 and −1 as one writes them."""
    if times is ONE:
        return part
    if isinstance(times, Rational) and isinstance(part, Rational):
        return times * part
    return neg(part) if times is MINUS_ONE else mul(times, part)
