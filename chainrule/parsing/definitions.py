"""Definitions → System: SymPy trees, with the functions that are applied put in.

What was checked by name comes in, in an order in which parts stand before wholes; SymPy
expressions come in through `system_of`. Functions that apply functions could write out a tree of
any size: both the nodes that are made and the length of what comes of it are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from sympy import Expr, Float, Integer, Symbol
from sympy.core.function import AppliedUndef

from chainrule.errors import InputError, LimitError
from chainrule.expr import Tree, rebuild, walk
from chainrule.model import Definition, Reading, System
from chainrule.parsing.build import tree_of
from chainrule.parsing.limits import Size, size_of
from chainrule.parsing.spelling import Given, require_name
from chainrule.parsing.sympy_input import problem_of
from chainrule.parsing.syntax import Syntax
from chainrule.parsing.uses import asked, circle, in_order, inputs_of, outputs_of, reached
from chainrule.scope import free_symbols, substitute

__all__ = ["Stated", "build_system", "system_of"]

LONGEST = 100_000


class Stated(NamedTuple):
    """A definition as it was read, and its place in the source."""

    name: str
    parameters: tuple[str, ...]
    tree: Syntax
    span: tuple[int, int]


def build_system(
    source: str,
    stated: Mapping[str, Stated],
    order: Iterable[str],
    kept: Sequence[str],
    outputs: Sequence[str],
    inputs: Sequence[str],
    readings: tuple[Reading, ...],
) -> System:
    """The system of definitions that were read; ``order`` has `f()` where the body of f is made,
    for others to put in, and `f` where its value is."""
    functions = _Functions()
    trees: dict[str, Tree] = {}
    sizes: dict[Symbol, Size] = {}
    for key in order:
        one = stated[key.removesuffix("()")]
        try:
            tree = functions.put_in(tree_of(one.tree))
            size = size_of(tree, sizes)
        except LimitError as error:
            error.source, error.span = source, one.span
            raise
        if key == one.name:
            trees[key], sizes[Symbol(key)] = tree, size
        else:
            functions.know(one.name, one.parameters, tree)
    return System(
        source,
        tuple(Definition(Symbol(name), trees[name]) for name in kept),
        tuple(map(Symbol, outputs)),
        tuple(map(Symbol, inputs)),
        readings,
    )


class _Functions:
    """The functions that are known so far: their variables, their bodies, the nodes in these."""

    def __init__(self) -> None:
        self.bodies: dict[str, tuple[list[Symbol], Tree, int]] = {}
        self.written = 0

    def know(self, name: str, parameters: Sequence[str], body: Tree) -> None:
        count = sum(1 for _ in walk(body))
        self.bodies[name] = (list(map(Symbol, parameters)), body, count)

    def put_in(self, tree: Tree) -> Tree:
        """The tree with the body of every known function in the place of its applications."""
        before = self.written
        if self.bodies:
            tree = rebuild(tree, self._body)
        if self.written > before and _length(tree) > LONGEST:
            self._too_long()
        return tree

    def _body(self, node: Any) -> Tree:
        known = self.bodies.get(node.func.__name__) if isinstance(node, AppliedUndef) else None
        if known is None:
            return node
        parameters, body, count = known
        self.written += count
        if self.written > LONGEST:
            self._too_long()
        return substitute(body, dict(zip(parameters, node.args, strict=True)))

    def _too_long(self) -> NoReturn:
        raise LimitError(
            "with its functions put in this is too long",
            hint="name what is used several times: r = f(x)",
        )


def _length(tree: Tree) -> int:
    """The nodes of the tree, shared ones as often as they would be written."""
    lengths: dict[int, int] = {}
    for node in walk(tree):
        lengths[id(node)] = 1 + sum(lengths[id(arg)] for arg in node.args)
    return lengths[id(tree)]


def system_of(
    given: Expr | Mapping[str | Symbol, Expr], of: Given = None, wrt: Given = None
) -> System:
    """The system that SymPy expressions state: one, or several by name.

    >>> from sympy.abc import x, y
    >>> system_of({"h": x**2 * y}).wrt
    (x, y)
    """
    trees, symbols = _collected(given)
    free = {name: {s.name for s in free_symbols(tree)} for name, tree in trees.items()}
    uses = {name: sorted(found & trees.keys()) for name, found in free.items()}
    in_order(uses, _refuse_circle)
    outputs = outputs_of(list(trees), uses, asked(of, symbols))
    used = reached(uses, outputs)
    varying = {name for one in used for name in free[one]} - trees.keys()
    inputs = inputs_of(sorted(varying), symbols, trees, asked(wrt, symbols))
    return System(
        "",
        tuple(Definition(symbols[name], tree) for name, tree in trees.items()),
        tuple(symbols[name] for name in outputs),
        tuple(symbols[name] for name in inputs),
    )


def _collected(
    given: Expr | Mapping[str | Symbol, Expr],
) -> tuple[dict[str, Tree], dict[str, Symbol]]:
    """The definitions by name, and every symbol by name."""
    if not isinstance(given, Mapping):
        given = {problem_of(given).name: given}
    if not given:
        raise InputError("there are no definitions")
    trees: dict[str, Tree] = {}
    symbols: dict[str, Symbol] = {}
    for key, value in given.items():
        name = key.name if isinstance(key, Symbol) else key
        if not isinstance(name, str) or not name:
            raise InputError(f"a definition has a name or a symbol, not {key!r}")
        require_name(name)
        if name in trees:
            raise InputError(f"{name} is defined twice")
        trees[name] = problem_of(_expression(value)).expr
        found = free_symbols(trees[name]) | ({key} if isinstance(key, Symbol) else set())
        for symbol in found:
            if symbols.setdefault(symbol.name, symbol) != symbol:
                raise InputError(f"two different symbols are called {symbol}, by their assumptions")
    return trees, {**{name: Symbol(name) for name in trees}, **symbols}


def _expression(value: Any) -> Any:
    if isinstance(value, int | float):
        return Integer(value) if isinstance(value, int) else Float(value)
    return value


def _refuse_circle(names: list[str]) -> NoReturn:
    raise InputError(circle(names))
