"""Four moves that belong to implicit equations: common numbers, signs, fractions within
fractions, and the equation itself.

In: tidy trees. Out: the same value, on the curve at least, written shorter.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from typing import Any

from sympy import (
    Add,
    Mul,
    PolynomialError,
    Pow,
    Rational,
    cancel,
    expand,
    factor,
    fraction,
    together,
)
from sympy import reduced as division

from chainrule.expr import ONE, Tree, add, div, mul, neg, quotient, rebuild, walk
from chainrule.model import Move
from chainrule.parsing import from_sympy
from chainrule.readers.stand_ins import StandIns
from chainrule.tidy import Tidier

__all__ = [
    "cleared", "clearing", "is_negative", "minus", "neat", "on_curve", "reduced", "simplest",
    "size", "tidied",
]  # fmt: skip

MOST_LINES, UNNAMED = 12, "several"
NAMED = 4  # nodes by which a result may be longer, if its lines can be named
LONGEST = 160  # nodes of a line between
LARGEST, HIGHEST = 90, 40  # distinct nodes of a tree that is divided, and its degree


def neat(tree: Tree) -> Tree:
    """The tree with a term without a minus in front of every sum: 6y − 3x².

    >>> from sympy import Integer, Symbol
    >>> x, y = Symbol("x"), Symbol("y")
    >>> neat(add(mul(Integer(-3), x), mul(Integer(6), y))).args
    (6*y, -3*x)
    """
    return rebuild(tree, _positive_first)


def _positive_first(tree: Tree) -> Tree:
    if not isinstance(tree, Add) or _coefficient(tree.args[0]) > 0:
        return tree
    first = next((term for term in tree.args if _coefficient(term) > 0), None)
    if first is None:
        return tree
    return add(first, *(term for term in tree.args if term is not first))


def reduced(tree: Tree) -> Tree:
    """A fraction without a number that all terms above and below share: (6y − 3x²)/(3y² − 6x) =
    (2y − x²)/(y² − 2x)."""
    parts = quotient(tree)
    if parts is None or not any(isinstance(part, Add) for part in parts):
        return tree
    top, bottom = (part.args if isinstance(part, Add) else (part,) for part in parts)
    numbers = [_coefficient(term) for term in (*top, *bottom)]
    if not all(number.is_Integer for number in numbers):
        return tree
    common = gcd(*(int(number) for number in numbers))
    if common < 2:
        return tree
    above, below = (add(*(_divided(term, common) for term in part)) for part in (top, bottom))
    return above if below == 1 else div(above, below)


def cleared(tree: Tree) -> Tree | None:
    """A quotient of polynomials as one fraction of products; None for anything else, and for what
    is too long to be read."""
    found = _evaluated(tree)
    return None if found is None else _written(factor(cancel(found)))


def clearing(tree: Tree) -> tuple[Move, ...]:
    """The lines to what ``cleared`` gives: one fraction, multiplied out, factored, cancelled.

    >>> from sympy import Symbol
    >>> x, y = Symbol("x"), Symbol("y")
    >>> [move.key for move in clearing(div(add(mul(x, add(x, y)), div(y, x)), x))]
    ['clear', 'collect']
    """
    found = _evaluated(tree)
    top, bottom = fraction(together(found))
    last = _written(factor(cancel(found)))
    parts = [_written(factor(part)) for part in (top, expand(bottom))]
    lines = [
        ("clear", div(_as_it_is(top), _as_it_is(bottom))),
        ("collect", div(_as_it_is(expand(top)), _as_it_is(bottom))),
        ("factors", div(*parts)),
        ("cancel", last),
    ]
    if size(lines[2][1]) <= size(last):  # nothing to cancel
        lines[2:] = [("factors", last)]
    texts = [str(neat(tree)), *(str(neat(line)) for _, line in lines)]
    end = texts.index(texts[-1], 1)  # what is factored as soon as it is cleared stays so
    return tuple(
        Move(key, neat(line))
        for place, (key, line) in enumerate(lines[:end])
        if texts[place + 1] != texts[place] and (size(line) < LONGEST or place == end - 1)
    )


def tidied(tree: Tree, tidier: Tidier, most: int) -> tuple[tuple[Move, ...], Tree]:
    """The lines of the algebra, in at most so many moves if each of them can be named; a quotient
    of polynomials as one fraction where that is shorter, or has fewer lines."""
    moves, result = tidier.tidy(tree, most)
    unnamed = any(move.key == UNNAMED for move in moves)
    whole = cleared(tree)
    if whole is not None and size(whole) < size(result) + NAMED * unnamed:
        return clearing(tree), whole
    return Tidier().tidy(tree, MOST_LINES) if unnamed else (moves, result)


def _as_it_is(tree: Any) -> Tree:
    return from_sympy(tree).expr


def on_curve(tree: Tree, level: Tree) -> Tree | None:
    """The tree where ``level`` is 0, if that makes it shorter: the remainder of the division.

    >>> from sympy import Symbol
    >>> x, y = Symbol("x"), Symbol("y")
    >>> on_curve(-(x**2 + y**2)/y**3, x**2 + y**2 - 25)
    -25/(y**3)
    """
    letters = StandIns(tree, level)
    found, zero = (_evaluated(letters.put(one)) for one in (tree, level))
    if found is None or zero is None or not zero.is_polynomial():
        return None
    top, bottom = fraction(cancel(found))
    try:
        _, rest = division(top, [zero])
    except PolynomialError:
        return None
    less = letters.back(_written(factor(rest) / factor(bottom)))
    return less if size(less) < size(tree) else None


def _evaluated(tree: Tree) -> Any:
    """A short quotient of polynomials as SymPy evaluates it; None for anything else."""
    nodes = list(walk(tree))
    if len(nodes) > LARGEST or not all(map(_is_rational, nodes)) or _degree(nodes) > HIGHEST:
        return None
    return _by_sympy(nodes)


def _degree(nodes: Sequence[Tree]) -> int:
    """A bound of the degree that the last of some nodes has when it is multiplied out."""
    done: dict[int, int] = {}
    for node in nodes:
        parts = [done[id(part)] for part in node.args]
        if isinstance(node, Pow):
            done[id(node)] = parts[0] * abs(int(node.args[1]))
        elif isinstance(node, Mul):
            done[id(node)] = sum(parts)
        else:
            done[id(node)] = max(parts, default=int(not node.is_Rational))
    return done[id(nodes[-1])]


def simplest(tree: Tree) -> Tree:
    """A short constant as SymPy writes it: 2√2 for 8/2^(3/2)."""
    return _written(_by_sympy(list(walk(tree))))


def minus(tree: Tree) -> Tree:
    """−tree, and 3x of −3x."""
    if isinstance(tree, Mul) and _coefficient(tree) < 0:
        number, rest = -_coefficient(tree), tree.args[1:]
        return mul(*rest) if number == 1 else mul(number, *rest)
    return neg(tree)


def is_negative(tree: Tree) -> bool:
    """Whether a product starts with a minus."""
    return isinstance(tree, Mul) and bool(_coefficient(tree) < 0)


def _by_sympy(nodes: Sequence[Tree]) -> Any:
    """The last of some nodes, parts before the whole, built by SymPy's own constructors."""
    done: dict[int, Any] = {}
    for node in nodes:
        parts = [done[id(part)] for part in node.args]
        done[id(node)] = node.func(*parts) if parts else node
    return done[id(nodes[-1])]


def _is_rational(node: Tree) -> bool:
    power_of = isinstance(node, Pow) and node.args[1].is_Integer
    return node.is_Symbol or node.is_Rational or isinstance(node, Add | Mul) or bool(power_of)


def _written(tree: Any) -> Tree:
    return Tidier().tidy(from_sympy(tree).expr)[1]


def size(tree: Tree) -> int:
    """Nodes of a tree, as often as they are written."""
    sizes: dict[int, int] = {}
    for node in walk(tree):
        sizes[id(node)] = 1 + sum(sizes[id(part)] for part in node.args)
    return sizes[id(tree)]


def _coefficient(term: Tree) -> Rational:
    """The number in front of a term."""
    if isinstance(term, Rational):
        return term
    if isinstance(term, Mul) and isinstance(term.args[0], Rational):
        return term.args[0]
    return ONE


def _divided(term: Tree, by: int) -> Tree:
    number = _coefficient(term) / by
    if isinstance(term, Rational):
        return number
    rest = term.args[1:] if isinstance(term, Mul) and term.args[0].is_Rational else (term,)
    if number == 1:
        return mul(*rest)
    return neg(mul(*rest)) if number == -1 else mul(number, *rest)
