"""Unevaluated SymPy trees: build them, walk them, rebuild them. Nothing here recurses.

A tree says what was *written*. SymPy has no minus, division or root node, so canonical encodings
stand for them:

    a − b    Add(a, Mul(−1, b))          a − 1   Add(a, Integer(−1))
    −x       Mul(−1, x)                  −3x     Mul(−3, x)
    a/b      Mul(a, Pow(b, −1))          1/b     Pow(b, −1)
    √a       Pow(a, Rational(1, 2))      eᵘ      exp(u)
    0.5      Decimal("0.5"), a Rational that prints as it was typed
    ∛a       RealRoot(a, 3), the real odd root

SymPy's constructors evaluate, sort, cache by recursive equality, or recurse; ``build`` does none
of that, so a tree of any depth is made in linear time and equal parts stay as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

from sympy import (
    Add,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    S,
    Subs,
    Tuple,
    exp,
)
from sympy.core.basic import Basic
from sympy.core.function import Function

__all__ = [
    "Decimal",
    "Partial",
    "RealRoot",
    "Slope",
    "Tree",
    "add",
    "build",
    "div",
    "is_quotient",
    "mul",
    "neg",
    "negative_number",
    "power",
    "quotient",
    "rebuild",
    "sub",
    "walk",
]

Tree: TypeAlias = Expr
SHALLOW = 40  # distinct nodes of what SymPy may handle by recursion
ZERO, ONE, TWO, MINUS_ONE, HALF = S.Zero, S.One, Integer(2), S.NegativeOne, S.Half


class Decimal(Rational):  # type: ignore[misc]  # SymPy ships no types: Rational is Any
    """An exact rational that prints as the decimal that was typed.

    >>> Decimal("0.50"), Decimal("0.50") == Rational(1, 2), Decimal("0.50") * 2
    (0.50, True, 1)
    """

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Decimal:
        """The decimal spelled ``text``: digits, at most one point, perhaps a minus."""
        whole, _, digits = text.partition(".")
        value = Rational(int((whole or "0") + digits), 10 ** len(digits))
        self: Decimal = Expr.__new__(cls)
        self.p, self.q, self.text = value.p, value.q, text
        return self

    def __getnewargs__(self) -> tuple[str]:
        return (self.text,)

    def _sympystr(self, _printer: Any) -> str:
        return self.text

    def _latex(self, _printer: Any) -> str:
        return self.text

    __hash__ = Rational.__hash__


class RealRoot(Function):  # type: ignore[misc]  # SymPy ships no types
    """``RealRoot(x, n)``: the real n-th root of x for odd n, defined for every real x.

    >>> RealRoot(Integer(-8), Integer(3)).evalf()
    -2.00000000000000
    """

    nargs = 2

    def _eval_evalf(self, prec: int) -> Any:
        base, index = self.args
        value = base._eval_evalf(prec)
        if not value.is_real:
            return None
        root = (abs(value) ** (ONE / index))._eval_evalf(prec)
        return -root if value < 0 else root

    def _sympystr(self, printer: Any) -> str:
        return f"root({printer._print(self.args[0])}, {printer._print(self.args[1])})"


class Slope(Function):  # type: ignore[misc]  # SymPy ships no types
    """``Slope(u, x)``: du/dx, still to be found. It stands in formulas, never in a result."""

    nargs = 2

    def _sympystr(self, printer: Any) -> str:
        top, bottom = map(printer._print, self.args)
        return f"d{top}/d{bottom}" if self.args[0].is_Symbol else f"d({top})/d{bottom}"


class Partial(Function):  # type: ignore[misc]  # SymPy ships no types
    """``Partial(h, u)``: ∂h/∂u, still to be found, where h has other inner functions beside u."""

    nargs = 2

    def _sympystr(self, printer: Any) -> str:
        top, bottom = map(printer._print, self.args)
        return f"∂{top}/∂{bottom}"


def build(head: type[Basic], args: Sequence[Any]) -> Tree:
    """``head(*args)`` exactly as given: nothing evaluated, sorted or cached, no recursion."""
    if head is Add or head is Mul:
        return head._from_args(tuple(args), is_commutative=True)
    if head is Subs:
        return _at_point(*args)
    node = Basic.__new__(head, *args)
    if head is Pow or _has_slot(head):
        node.is_commutative = True
    elif head is Max or head is Min:
        node._argset = frozenset(args)
    return node


def _at_point(body: Tree, variables: Any, points: Any) -> Tree:
    """SymPy's Subs, whose constructor prints the points to name them: past it if they are deep."""
    variables, points = Tuple(*variables), Tuple(*points)
    if sum(1 for _ in islice(walk(points), SHALLOW)) < SHALLOW:
        return Subs(body, variables, points)
    node = Basic.__new__(Subs, body, variables, points)
    node._expr = Tuple(body, points)  # what Subs compares and hashes
    return node


def _has_slot(head: type[Basic]) -> bool:
    """Whether instances carry ``is_commutative`` themselves (Integral and its kin do)."""
    found = _SLOTTED.get(head)
    if found is None:
        found = any("is_commutative" in getattr(c, "__slots__", ()) for c in head.__mro__)
        _SLOTTED[head] = found
    return found


_SLOTTED: dict[type[Basic], bool] = {}


def add(*terms: Tree) -> Tree:
    """The sum as written, flat; no terms give 0, one gives itself."""
    if len(terms) < 2:
        return terms[0] if terms else ZERO
    return Add._from_args(terms, is_commutative=True)


def mul(*factors: Tree) -> Tree:
    """The product as written, flat; no factors give 1, one gives itself."""
    if len(factors) < 2:
        return factors[0] if factors else ONE
    return Mul._from_args(factors, is_commutative=True)


def power(base: Tree, exponent: Tree | int) -> Tree:
    """``base ** exponent`` as written; with base e it is ``exp``, SymPy's own encoding."""
    if isinstance(exponent, int):
        exponent = Integer(exponent)
    if base is S.Exp1:
        return build(exp, (exponent,))
    return build(Pow, (base, exponent))


def div(top: Tree, bottom: Tree) -> Tree:
    """``top / bottom`` as written; ``1/b`` is ``Pow(b, −1)``."""
    inverse = build(Pow, (bottom, MINUS_ONE))
    return inverse if top is ONE else mul(top, inverse)


def sub(left: Tree, right: Tree) -> Tree:
    """``left − right`` as written."""
    return add(left, neg(right))


def neg(tree: Tree) -> Tree:
    """``−tree``: the sign goes into a number, or into the coefficient of a product, else before.

    >>> from sympy import Symbol
    >>> x = Symbol("x")
    >>> neg(x).args, neg(mul(Integer(3), x)).args, neg(neg(x)).args
    ((-1, x), (-3, x), (-1, -x))
    """
    if isinstance(tree, Rational):
        return negative_number(tree)
    if isinstance(tree, Mul) and not is_quotient(tree):
        first, *rest = tree.args
        if not isinstance(first, Rational):
            return mul(MINUS_ONE, *tree.args)
        if first.p > 0:
            return mul(negative_number(first), *rest)
    return mul(MINUS_ONE, tree)


def negative_number(value: Rational) -> Rational:
    """``−value``, still a decimal if it was one."""
    if isinstance(value, Decimal):
        return Decimal(value.text[1:] if value.text.startswith("-") else "-" + value.text)
    return -value


def is_quotient(tree: Tree) -> bool:
    """Whether the tree was written ``a / b``: ``Mul(a, Pow(b, −1))``."""
    return (
        isinstance(tree, Mul)
        and len(tree.args) == 2
        and isinstance(tree.args[1], Pow)
        and tree.args[1].args[1] is MINUS_ONE
    )


def quotient(tree: Tree) -> tuple[Tree, Tree] | None:
    """Numerator and denominator of ``a / b`` or ``1 / b``, and None for anything else."""
    if is_quotient(tree):
        return tree.args[0], tree.args[1].args[0]
    if isinstance(tree, Pow) and tree.args[1] is MINUS_ONE:
        return ONE, tree.args[0]
    return None


def walk(tree: Tree, known: Container[int] = ()) -> Iterator[Tree]:
    """Every distinct node (by identity), parts before the whole; nothing whose id is ``known``.

    >>> from sympy import Symbol
    >>> x = Symbol("x")
    >>> [str(n) for n in walk(add(mul(TWO, x), x))]
    ['2', 'x', '2*x', 'x + 2*x']
    """
    seen: set[int] = set()
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif id(node) not in seen and id(node) not in known:
            seen.add(id(node))
            args = node.args
            if args:
                stack.append((node, True))
                stack.extend((arg, False) for arg in reversed(args))
            else:
                yield node


def rebuild(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with ``change`` applied to every node, parts first; equal parts stay shared."""
    done: dict[int, Tree] = {}
    for node in walk(tree):
        args = node.args
        if args:
            new = [done[id(arg)] for arg in args]
            if any(a is not b for a, b in zip(args, new, strict=True)):
                done[id(node)] = change(build(node.func, new))
                continue
        done[id(node)] = change(node)
    return done[id(tree)]
