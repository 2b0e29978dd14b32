"""Derivatives, integrals and cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import sympy

from chainrule.expr import Partial, Slope
from chainrule.notation.binding import PRODUCT, bracket
from chainrule.notation.compose import at_bar, call, comma, derivative_of, leibniz, prime
from chainrule.notation.functions import symbol
from chainrule.notation.nodes import Call, Cases, Fence, Integral, Math, Num, Power, Row, Sym, Words
from chainrule.unknown import Applied, parts

if TYPE_CHECKING:
    from chainrule.notation.trees import Page

__all__ = ["CALCULUS", "rate"]

Spelling = tuple[str, tuple[Math, ...]]


def _derivative(page: Page, tree: Any) -> Math:
    function, *counts = tree.args
    known = parts(tree)
    if known is not None:
        return _slotwise(known, page.all(known.args), _spelled(page, tree))
    node = page.set(function)
    for variable, count in counts:
        node = derivative_of(node, page.set(variable), int(count), partial=len(counts) > 1)
    return node


def rate(body: Math, by: Math) -> Math:
    """du/dx for a letter, d/dx […] for a formula."""
    return leibniz(body, by) if isinstance(body, Sym) else derivative_of(body, by)


def _slope(page: Page, tree: Any) -> Math:
    return page.rate(*page.all(tree.args))


def _partial(page: Page, tree: Any) -> Math:
    body, by = page.all(tree.args)
    return leibniz(body, by, partial=True)


def _slotwise(known: Applied, arguments: Sequence[Math], spelling: Spelling) -> Math:
    """f′(…), f⁽⁴⁾(…), and ∂₁f(…): the derivative in the first slot, wherever the arguments are."""
    head: Math = symbol(known.head.__name__)
    if len(arguments) > 1:
        slots = [str(i) for i, order in enumerate(known.orders, 1) for _ in range(order)]
        head = Row((*(Sym("partial", slot) for slot in slots), head))
        return Call(head, Fence(comma(*arguments)), spelling=spelling)
    (order,) = known.orders
    if order > 3:
        return call(Power(head, Fence(Num(str(order)))), *arguments)
    for _ in range(order):
        head = prime(head)
    return call(head, *arguments)


def _spelled(page: Page, tree: Any) -> Spelling:
    """SymPy's spelling of a derivative: ``Derivative(f(x, y), x, x)``."""
    variables = [variable for variable, count in tree.args[1:] for _ in range(int(count))]
    return "Derivative", (page.set(tree.args[0]), *page.all(variables))


def _substituted(page: Page, tree: Any) -> Math:
    """f′(g(x)) from Subs(Derivative(f(ξ), ξ), ξ, g(x)); an evaluation bar for anything else."""
    body, variables, points = tree.args
    left, right = comma(*page.all(variables)), comma(*page.all(points))
    known = parts(tree)
    if known is None:
        return at_bar(page.set(body), left, right)
    return _slotwise(known, page.all(known.args), ("Subs", (page.set(body), left, right)))


def _integral(page: Page, tree: Any) -> Math:
    node = page.set(tree.args[0])
    for limits in tree.args[1:]:
        variable, *bounds = page.all(limits.args)
        lower, upper = bounds if len(bounds) == 2 else (None, None)
        node = Integral(bracket(node, PRODUCT), variable, lower, upper)
    return node


def _piecewise(page: Page, tree: Any) -> Math:
    return Cases(
        tuple(
            (
                page.set(value),
                Words("otherwise") if condition == True else page.set(condition),  # noqa: E712  # SymPy's true is not Python's
            )
            for value, condition in (pair.args for pair in tree.args)
        )
    )


CALCULUS: dict[type, Callable[[Page, Any], Math]] = {
    Slope: _slope,
    Partial: _partial,
    sympy.Derivative: _derivative,
    sympy.Subs: _substituted,
    sympy.Integral: _integral,
    sympy.Piecewise: _piecewise,
}
