"""Derivatives, integrals and cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import sympy
from sympy import Derivative, Integer
from sympy.core.function import AppliedUndef

from chainrule.expr import Slope
from chainrule.notation.binding import PRODUCT, bracket
from chainrule.notation.compose import at_bar, call, comma, derivative_of, leibniz, prime
from chainrule.notation.functions import symbol
from chainrule.notation.nodes import Call, Cases, Fence, Integral, Math, Num, Power, Row, Sym, Words

if TYPE_CHECKING:
    from chainrule.notation.trees import Page

__all__ = ["CALCULUS", "rate"]

Spelling = tuple[str, tuple[Math, ...]]


def _derivative(page: Page, tree: Any) -> Math:
    function, *counts = tree.args
    slots = _slots(function, counts)
    if slots is not None:
        return _slotwise(function, slots, page.all(function.args), _spelled(page, tree))
    node = page.set(function)
    for variable, count in counts:
        node = derivative_of(node, page.set(variable), int(count), partial=len(counts) > 1)
    return node


def rate(body: Math, by: Math) -> Math:
    """du/dx for a letter, d/dx […] for a formula."""
    return leibniz(body, by) if isinstance(body, Sym) else derivative_of(body, by)


def _slope(page: Page, tree: Any) -> Math:
    return page.rate(*page.all(tree.args))


def _slots(function: Any, counts: Sequence[Any]) -> list[int] | None:
    """The slots of an unknown function that are differentiated in turn, counted from 1."""
    if not isinstance(function, AppliedUndef):
        return None
    slots: list[int] = []
    for variable, count in counts:
        places = [i for i, arg in enumerate(function.args, 1) if arg is variable]
        if len(places) != 1 or not isinstance(count, Integer):
            return None
        slots += places * int(count)
    return slots


def _slotwise(
    function: Any, slots: Sequence[int], arguments: Sequence[Math], spelling: Spelling
) -> Math:
    """f′(…), f⁽⁴⁾(…), and ∂₁f(…): the derivative in the first slot, wherever the arguments are."""
    head: Math = symbol(function.func.__name__)
    if len(arguments) > 1:
        head = Row((*(Sym("partial", str(slot)) for slot in slots), head))
        return Call(head, Fence(comma(*arguments)), spelling=spelling)
    if len(slots) > 3:
        return call(Power(head, Fence(Num(str(len(slots))))), *arguments)
    for _ in slots:
        head = prime(head)
    return call(head, *arguments)


def _spelled(page: Page, tree: Any) -> Spelling:
    """SymPy's spelling of a derivative: ``Derivative(f(x, y), x, x)``."""
    variables = [variable for variable, count in tree.args[1:] for _ in range(int(count))]
    return "Derivative", (page.set(tree.args[0]), *page.all(variables))


def _substituted(page: Page, tree: Any) -> Math:
    """f′(g(x)) from Subs(Derivative(f(ξ), ξ), ξ, g(x)); an evaluation bar for anything else."""
    body, variables, points = tree.args
    slots = _slots(body.args[0], body.args[1:]) if isinstance(body, Derivative) else None
    left, right = comma(*page.all(variables)), comma(*page.all(points))
    if slots is None:
        return at_bar(page.set(body), left, right)
    values = dict(zip(variables, points, strict=True))
    function = body.args[0]
    arguments = [values.get(arg, arg) if arg.is_Symbol else arg for arg in function.args]
    return _slotwise(function, slots, page.all(arguments), ("Subs", (page.set(body), left, right)))


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
    sympy.Derivative: _derivative,
    sympy.Subs: _substituted,
    sympy.Integral: _integral,
    sympy.Piecewise: _piecewise,
}
