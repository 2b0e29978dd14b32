"""Definitions → System: SymPy trees, with the functions that are applied put in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef

from chainrule.errors import InputError
from chainrule.expr import Tree, build, walk
from chainrule.model import Definition, Reading, System
from chainrule.parsing.build import tree_of
from chainrule.parsing.sympy_input import problem_of
from chainrule.parsing.syntax import Syntax
from chainrule.scope import free_symbols, substitute

__all__ = ["build_system", "system_of"]

MOST_PUT_IN = 10_000


def build_system(
    source: str,
    definitions: Sequence[tuple[str, Sequence[str], Syntax]],
    functions: Collection[str],
    outputs: Sequence[str],
    inputs: Sequence[str],
    readings: tuple[Reading, ...],
) -> System:
    """The system of definitions that were read: each a name, its parameters and its body."""
    trees = {name: tree_of(syntax) for name, _, syntax in definitions}
    bodies = {name: (p, trees[name]) for name, p, _ in definitions if name in functions}
    kept = [name for name in trees if name not in functions]
    return System(
        source,
        tuple(Definition(Symbol(name), _put_in(trees[name], bodies)) for name in kept),
        tuple(map(Symbol, outputs)),
        tuple(map(Symbol, inputs)),
        readings,
    )


def _put_in(tree: Tree, bodies: Mapping[str, tuple[Sequence[str], Tree]]) -> Tree:
    """The tree with the body of every known function in the place of its applications."""
    for _ in range(len(bodies) + 1 if bodies else 0):
        done: dict[int, Tree] = {}
        changed = False
        for node in walk(tree):
            args = [done[id(arg)] for arg in node.args]
            same = all(a is b for a, b in zip(node.args, args, strict=True))
            new = node if same else build(node.func, args)
            if isinstance(node, AppliedUndef) and node.func.__name__ in bodies:
                new, changed = _applied(node, args, *bodies[node.func.__name__]), True
            done[id(node)] = new
        tree = done[id(tree)]
        if not changed:
            return tree
    if bodies:
        raise InputError("a function here is defined by itself")
    return tree


def _applied(node: Any, args: Sequence[Tree], parameters: Sequence[str], body: Tree) -> Tree:
    if len(args) != len(parameters):
        name, wanted = node.func.__name__, len(parameters)
        raise InputError(f"{name} has {wanted} arguments, and is given {len(args)}")
    return substitute(body, dict(zip(map(Symbol, parameters), args, strict=True)))


def system_of(
    given: Expr | Mapping[str | Symbol, Expr],
    of: str | Sequence[str] = "",
    wrt: str | Sequence[str] = (),
) -> System:
    """The system that SymPy expressions state: one, or several by name.

    >>> from sympy.abc import x, y
    >>> system_of({"h": x**2 * y}).wrt
    (x, y)
    """
    named = given if isinstance(given, Mapping) else {"h": given}
    definitions = tuple(
        Definition(Symbol(str(name)), problem_of(expr).expr) for name, expr in named.items()
    )
    defined = {one.name for one in definitions}
    free = {symbol.name: symbol for one in definitions for symbol in free_symbols(one.expr)}
    free = {name: free[name] for name in sorted(free) if free[name] not in defined}
    asked = [n.strip() for n in (wrt.split(",") if isinstance(wrt, str) else wrt) if n.strip()]
    outputs = [n.strip() for n in (of.split(",") if isinstance(of, str) else of) if n.strip()]
    for name in asked:
        if name not in free:
            raise InputError(f"the variable '{name}' does not occur")
    for name in outputs:
        if Symbol(name) not in defined:
            raise InputError(f"nothing here is called '{name}'")
    linked = any(not defined.isdisjoint(free_symbols(one.expr)) for one in definitions)
    first = definitions[:1] if linked else definitions
    return System(
        "",
        definitions,
        tuple(map(Symbol, outputs)) or tuple(one.name for one in first),
        tuple(free[name] for name in asked or free),
    )
