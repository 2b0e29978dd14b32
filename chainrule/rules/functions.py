"""Functions that no row covers: unknown ones, f(u), and those that SymPy has a partial for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Basic, Derivative, Subs, Tuple
from sympy.core.function import AppliedUndef, ArgumentIndexError

from chainrule.errors import NoRuleError
from chainrule.expr import Tree, build, walk
from chainrule.parsing import from_sympy
from chainrule.rules.local import SLOTS, Depends, Local

__all__ = ["look_up", "unknown_shape"]


def unknown_shape(written: Tree, depends: Depends) -> Local | None:
    """f(u, v), f′(u), …: one more derivative of a function that is only a name."""
    applied, counts = _unknown_parts(written)
    if not isinstance(applied, AppliedUndef):
        return None
    inner = tuple(arg for arg in applied.args if depends(arg))
    slots = iter(range(len(inner)))
    args = [SLOTS[next(slots)] if depends(arg) else arg for arg in applied.args]
    orders = {arg: counts.get(id(old), 0) for arg, old in zip(args, applied.args, strict=True)}
    partials = tuple(_raised(applied.func, args, orders, SLOTS[i]) for i in range(len(inner)))
    return Local("unknown", inner, _raised(applied.func, args, orders, None), partials)


def _unknown_parts(written: Tree) -> tuple[Tree, dict[int, int]]:
    """The unknown function with its arguments, and how often it is differentiated by each."""
    points: dict[Tree, Tree] = {}
    if written.func is Subs:
        written, points = written.args[0], dict(zip(written.args[1], written.args[2], strict=True))
    if written.func is not Derivative:
        return written, {}
    applied, *counts = written.args
    orders = {id(points.get(variable, variable)): int(n) for variable, n in counts}
    return build(applied.func, [points.get(arg, arg) for arg in applied.args]), orders


def _raised(
    head: type[Basic], args: Sequence[Tree], orders: Mapping[Tree, int], by: Tree | None
) -> Tree:
    counts = {arg: orders[arg] + (arg is by) for arg in args}
    pairs = [Tuple(arg, count) for arg, count in counts.items() if count]
    applied = build(head, args)
    return build(Derivative, (applied, *pairs)) if pairs else applied


def look_up(written: Tree, depends: Depends) -> Local:
    """SymPy's own partial, for a function that no row covers."""
    inner = tuple(arg for arg in written.args if depends(arg))
    slots = iter(range(len(inner)))
    template = build(written.func, [SLOTS[next(slots)] if depends(a) else a for a in written.args])
    places = [i for i, arg in enumerate(written.args, start=1) if depends(arg)]
    partials = []
    for place in places:
        try:
            found = template.fdiff(place)
        except (ArgumentIndexError, AttributeError, NotImplementedError, ValueError):
            found = None
        if found is None or any(node.func in (Derivative, Subs) for node in walk(found)):
            name = written.func.__name__
            raise NoRuleError(f"no rule for the derivative of {name} by its argument {place}")
        partials.append(from_sympy(found).expr)
    return Local("look-up", inner, template, tuple(partials))
