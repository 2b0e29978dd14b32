"""What an equation is about: its two sides, what depends on the others, and those.

x² + y² = 25         y depends on x
x² + y² + z² = 14    z depends on x and y
x² + y(x)² = 25      y(x) is y
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Equality

from chainrule.errors import InputError
from chainrule.expr import ZERO, Tree, rebuild
from chainrule.parsing import from_sympy, parse_equation
from chainrule.parsing.uses import asked
from chainrule.parsing.variables import of_curve
from chainrule.pipeline import Wrt
from chainrule.relation import Equation
from chainrule.scope import free_symbols

__all__ = ["bare", "chosen", "equation_of", "symbols_of"]

LATE = "zyx"  # of the usual variables, the one that an equation is solved for
_OF_X = re.compile(r"(?<![A-Za-z])([yz])(?=\s*\(\s*[xtuv]\s*(?:,\s*[xytuv]\s*)?\))")
"""y(x) and z(x, y), which people type for y and z: in an equation, these are no products."""


def equation_of(given: str | Expr | Equality) -> Equation:
    """The equation that was given; an expression alone is 0.

    >>> equation_of("x^2 + y^2 = 25").sides
    (x**2 + y**2, 25)
    """
    if isinstance(given, str):
        problem = parse_equation(given, functions=set(_OF_X.findall(given)))
        readings = problem.readings
        known = tuple(one for one in readings if one.warning or one.written not in LATE)
        left, right = problem.expr.args
        return Equation(given, left, right, known)
    if not isinstance(given, Expr | Equality):
        raise InputError(f"text or a SymPy equation is needed, not {type(given).__name__}")
    sides = given.args if isinstance(given, Equality) else (given, ZERO)
    left, right = (from_sympy(side).expr for side in sides)
    return Equation("", left, right)


def symbols_of(equation: Equation) -> frozenset[Symbol]:
    """The letters of both sides."""
    return free_symbols(equation.left) | free_symbols(equation.right)


def chosen(equation: Equation, of: Wrt, wrt: Wrt) -> tuple[Symbol, tuple[Symbol, ...]]:
    """The dependent variable and the inputs."""
    symbols = {symbol.name: symbol for symbol in symbols_of(equation)}
    dependent = asked(of, symbols)
    if len(dependent) > 1:
        raise InputError("one variable depends on the others", hint="say which quantity (of)")
    for node in (*_functions(equation.left), *_functions(equation.right)):  # y(x) may stand for y
        name = type(node).__name__
        if name in (*LATE, *dependent):
            symbols.setdefault(name, Symbol(name))
    varying = of_curve(symbols)
    name = dependent[0] if dependent else _dependent(varying, equation.source)
    if name not in symbols:
        raise InputError(f"{name} does not occur in the equation")
    inputs = asked(wrt, symbols) or [one for one in varying if one != name]
    if not inputs:
        hint = "say by which variable (wrt)"
        raise InputError(f"{name} is the only variable of the equation", hint=hint)
    if name in inputs:
        raise InputError(f"{name} cannot be differentiated by {', '.join(inputs)}")
    return symbols[name], tuple(symbols.get(one, Symbol(one)) for one in inputs)


def _dependent(names: Sequence[str], source: str) -> str:
    """z of x, y and z; y of x and y; of two other letters the second; else it must be said."""
    usual = [name for name in LATE if name in names]
    if usual == ["x"] and len(names) == 2:
        return next(name for name in names if name != "x")
    if usual and len(names) <= len(LATE):
        return usual[0]
    if len(names) == 2:
        return names[1]
    raise InputError(
        "it is not clear which variable depends on the others", source=source,
        span=(0, len(source)), hint="say which quantity (of)",
    )  # fmt: skip


def _functions(tree: Tree) -> list[Any]:
    """Unknown functions of variables: y(x)."""
    found: dict[str, Any] = {}

    def seen(node: Tree) -> Tree:
        if isinstance(node, AppliedUndef) and all(arg.is_Symbol for arg in node.args):
            found[type(node).__name__] = node
        return node

    rebuild(tree, seen)
    return list(found.values())


def bare(tree: Tree, symbol: Symbol) -> Tree:
    """y for y(x)."""

    def plain(node: Tree) -> Tree:
        applied_to = isinstance(node, AppliedUndef) and type(node).__name__ == symbol.name
        return symbol if applied_to else node

    return rebuild(tree, plain)
