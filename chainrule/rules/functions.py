"""Functions that no row covers: unknown ones, f(u), and those that SymPy has a partial for."""

from __future__ import annotations

from sympy import Derivative, Subs
from sympy.core.function import ArgumentIndexError

from chainrule.errors import NoRuleError
from chainrule.expr import Tree, build, walk
from chainrule.parsing import from_sympy
from chainrule.rules.local import SLOTS, Depends, Local
from chainrule.unknown import applied, parts

__all__ = ["look_up", "unknown_shape"]


def unknown_shape(written: Tree, depends: Depends) -> Local | None:
    """f(u, v), f′(u), …: one more derivative of a function that is only a name."""
    known = parts(written)
    if known is None:
        return None
    head, args, orders = known
    varying = [place for place, arg in enumerate(args) if depends(arg)]
    slots = {place: SLOTS[i] for i, place in enumerate(varying)}
    letters = [slots.get(place, arg) for place, arg in enumerate(args)]
    partials = (
        applied(head, letters, [n + (i == place) for i, n in enumerate(orders)])
        for place in varying
    )
    inner = tuple(args[place] for place in varying)
    return Local("unknown", inner, applied(head, letters, orders), tuple(partials))


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
            which = f" by its argument {place}" if len(written.args) > 1 else ""
            raise NoRuleError(f"no rule for the derivative of {written.func.__name__}{which}")
        partials.append(from_sympy(found).expr)
    return Local("look-up", inner, template, tuple(partials))
