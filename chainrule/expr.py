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

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sympy import (
    Add,
    Derivative,
    Expr,
    Integer,
    Integral,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    S,
    Subs,
    Symbol,
    Tuple,
    exp,
)
from sympy.core.basic import Basic
from sympy.core.function import Function

__all__ = [
    "Decimal",
    "Pool",
    "RealRoot",
    "Slope",
    "Tree",
    "add",
    "build",
    "div",
    "free_symbols",
    "is_quotient",
    "mul",
    "neg",
    "negative_number",
    "power",
    "quotient",
    "rebuild",
    "sub",
    "substitute",
    "symbols",
    "walk",
]

Tree: TypeAlias = Expr
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


def build(head: type[Basic], args: Sequence[Any]) -> Tree:
    """``head(*args)`` exactly as given: nothing evaluated, sorted or cached, no recursion."""
    if head is Add or head is Mul:
        return head._from_args(tuple(args), is_commutative=True)
    if head is Subs:
        return Subs(*args)
    if head is Derivative and not _is_plain(args):
        return _derivative_at(args)
    node = Basic.__new__(head, *args)
    if head is Pow or _has_slot(head):
        node.is_commutative = True
    elif head is Max or head is Min:
        node._argset = frozenset(args)
    return node


def _is_plain(args: Sequence[Any]) -> bool:
    """Whether ∂f/∂x means what SymPy's Derivative means: x a variable, in one argument only."""
    applied, *counts = args
    return all(
        variable.is_Symbol
        and not any(variable in symbols(arg) for arg in applied.args if arg is not variable)
        for variable, _ in counts
    )


def _derivative_at(args: Sequence[Any]) -> Tree:
    """∂f at values that are no longer variables: f′(g), which SymPy writes Subs(f′(ξ), ξ, g)."""
    applied, *counts = args
    taken = {symbol.name for symbol in symbols(applied)}
    dummies: dict[int, Symbol] = {}
    for variable, _ in counts:
        name = f"xi_{len(dummies) + 1}"
        while name in taken:
            name += "_"
        dummies[id(variable)] = Symbol(name)
    inner = build(applied.func, [dummies.get(id(arg), arg) for arg in applied.args])
    pairs = [Tuple(dummies[id(variable)], count) for variable, count in counts]
    points = [variable for variable, _ in counts]
    return Subs(build(Derivative, (inner, *pairs)), tuple(dummies.values()), points)


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


def substitute(tree: Tree, values: Mapping[Symbol, Tree]) -> Tree:
    """The tree with trees put in place of symbols, unevaluated.

    >>> u, x = Symbol("u"), Symbol("x")
    >>> str(substitute(power(u, 3), {u: add(mul(TWO, x), MINUS_ONE)}))
    '(2*x - 1)**3'
    """
    return rebuild(tree, lambda node: values.get(node, node) if node.is_Symbol else node)


def symbols(tree: Tree) -> frozenset[Symbol]:
    """The symbols that occur in the tree, bound ones too."""
    return frozenset(node for node in walk(tree) if node.is_Symbol)


def free_symbols(tree: Tree) -> frozenset[Symbol]:
    """The symbols that the value of the tree depends on: not those that an integral binds.

    >>> from sympy import Integral
    >>> t, x = Symbol("t"), Symbol("x")
    >>> free_symbols(Integral(t, (t, 0, x)))
    frozenset({x})
    """
    found: set[Symbol] = set()
    bound: set[Symbol] = set()
    for node in walk(tree):
        if node.is_Symbol:
            found.add(node)
        elif node.func is Integral:
            bound |= {limit.args[0] for limit in node.args[1:] if len(limit.args) > 1}
        elif node.func is Subs:
            bound |= set(node.args[1])
    return frozenset(found - bound)


class Pool:
    """Makes equal subtrees one object, so that ``is`` is structural equality, at any depth.

    >>> pool, x = Pool(), Symbol("x")
    >>> pool.share(add(x, ONE)) is pool.share(add(x, ONE))
    True
    """

    def __init__(self) -> None:
        self._trees: dict[object, Tree] = {}
        self._kept: dict[int, Tree] = {}

    def share(self, tree: Tree) -> Tree:
        """The pool's own copy of the tree: the same object for every structurally equal tree."""
        done: dict[int, Tree] = {}
        stack: list[tuple[Any, bool]] = [(tree, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in done:
                continue
            if id(node) in self._kept:  # ours already, with everything below it
                done[id(node)] = node
            elif ready or not node.args:
                done[id(node)] = self._own(node, [done[id(arg)] for arg in node.args])
            else:
                stack.append((node, True))
                stack.extend((arg, False) for arg in node.args)
        return done[id(tree)]

    def _own(self, node: Any, args: list[Any]) -> Tree:
        key: object = (node.func, *map(id, args)) if args else _leaf_key(node)
        found = self._trees.get(key)
        if found is None:
            same = all(a is b for a, b in zip(node.args, args, strict=True))
            found = node if same else build(node.func, args)
            self._trees[key] = self._kept[id(found)] = found
        return found


def _leaf_key(leaf: Any) -> object:
    return (Decimal, leaf.text) if isinstance(leaf, Decimal) else (type(leaf), leaf)
