"""Unknown functions, ``f(u, v)``, and their partial derivatives by argument, ``∂₁f(u, v)``.

SymPy writes ∂f/∂x as ``Derivative(f(x, y), x)``. That names an argument only where all arguments
are different variables; elsewhere the partial stands at a point, every argument a bound variable:
``Subs(Derivative(f(ξ₁, ξ₂), ξ₁), (ξ₁, ξ₂), (x, x²))``. :func:`applied` chooses, :func:`parts`
reads both back, so that nobody else has to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sympy import Derivative, Integer, Subs, Symbol, Tuple
from sympy.core.basic import Basic
from sympy.core.function import AppliedUndef

from chainrule.expr import Tree, build, walk

__all__ = ["Applied", "applied", "parts"]


class Applied(NamedTuple):
    """``head`` at ``args``, differentiated ``orders[i]`` times by its i-th argument."""

    head: type[Basic]
    args: tuple[Tree, ...]
    orders: tuple[int, ...]


def applied(head: type[Basic], args: Sequence[Tree], orders: Sequence[int]) -> Tree:
    """The tree of a partial derivative of an unknown function.

    >>> from sympy import Function, Symbol
    >>> x, y, f = Symbol("x"), Symbol("y"), Function("f")
    >>> applied(f, (x, y), (2, 0)), applied(f, (x, x), (0, 1))
    (Derivative(f(x, y), (x, 2)), Subs(Derivative(f(xi_1, xi_2), xi_2), (xi_1, xi_2), (x, x)))
    """
    if not any(orders):
        return build(head, args)
    if all(arg.is_Symbol for arg in args) and len(set(args)) == len(args):
        return _derivative(head, args, orders)
    bound = [Symbol(f"xi_{place}") for place in range(1, len(args) + 1)]
    return build(Subs, (_derivative(head, bound, orders), Tuple(*bound), Tuple(*args)))


def _derivative(head: type[Basic], args: Sequence[Tree], orders: Sequence[int]) -> Tree:
    pairs = [Tuple(arg, Integer(n)) for arg, n in zip(args, orders, strict=True) if n]
    return build(Derivative, (build(head, args), *pairs))


def parts(tree: Any) -> Applied | None:
    """Function, arguments and orders of ``f(u)``, ``f′(u)``, ``∂₁f(u, v)``; else None.

    ``Derivative(f(x, x²), x)`` is none of these: it is the derivative of a composite.
    """
    if isinstance(tree, AppliedUndef):
        return Applied(tree.func, tree.args, (0,) * len(tree.args))
    if tree.func is Derivative:
        return _differentiated(*tree.args)
    if tree.func is Subs:
        body, variables, points = tree.args
        inner = parts(body) if body.func is Derivative else None
        values = dict(zip(variables, points, strict=True))
        if inner and not any(_mentions(arg, values) for arg in inner.args if arg.args):
            args = tuple(values.get(arg, arg) for arg in inner.args)
            return Applied(inner.head, args, inner.orders)
    return None


def _differentiated(function: Any, *counts: Any) -> Applied | None:
    if not isinstance(function, AppliedUndef):
        return None
    orders = [0] * len(function.args)
    for variable, count in counts:
        places = [i for i, arg in enumerate(function.args) if _mentions(arg, (variable,))]
        if len(places) != 1 or function.args[places[0]] != variable or not count.is_Integer:
            return None
        orders[places[0]] += int(count)
    return Applied(function.func, function.args, tuple(orders))


def _mentions(tree: Tree, variables: Any) -> bool:
    return any(node.is_Symbol and node in variables for node in walk(tree))
