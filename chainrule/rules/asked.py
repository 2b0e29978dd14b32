"""What is asked of an expression: that each part has a real value, and a derivative if it varies.

Of the parts that are differentiated, the rules have said it already (``of_parts``). The other
parts, that only have to be defined, are asked here, by the same rows of the table: constants, the
conditions of pieces, integrands. A condition inside a piece is asked ``within`` that piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import (
    And,
    Contains,
    Derivative,
    Eq,
    Ge,
    Gt,
    Integral,
    Le,
    Lt,
    Max,
    Min,
    Ne,
    Not,
    Or,
    Piecewise,
    Pow,
    S,
    Subs,
    true,
)
from sympy.core.function import Application

from chainrule.expr import Tree, build, walk
from chainrule.model import Condition
from chainrule.rules.local import ROWS, SLOTS
from chainrule.rules.rule import put, tree
from chainrule.rules.structure import real_power
from chainrule.rules.table import RULES
from chainrule.scope import free_symbols, substitute

__all__ = ["asked", "negated"]

MOST_PIECES = 50
STEPPED = frozenset(
    ("sign", "floor", "ceiling", "Heaviside", "DiracDelta", "Piecewise", "acot", "atan2", "frac")
)
"""Functions that may jump: where one does, its integral has no derivative."""

ALWAYS = frozenset((Max, Min, Piecewise, And, Or, Not))
_OPPOSITE = {Lt: Ge, Ge: Lt, Gt: Le, Le: Gt, Eq: Ne, Ne: Eq}


def asked(root: Tree, of_parts: Mapping[int, Sequence[Condition]]) -> list[Condition]:
    """The conditions of an expression, inner parts first; ``of_parts`` are those that are known,
    by id of the part.

    That a part is real, ``Contains(part, Reals)``, is asked where no row says when. A condition
    with an ``integral`` is asked for every value of its variable between its limits.

    >>> from sympy import Integer, Symbol, log
    >>> [str(one.relation) for one in asked(build(log, (Symbol("a"),)), {})]
    ['a > 0']
    """
    found: list[Condition] = []
    seen: set[tuple[int, int]] = set()
    reached: set[int] = set()
    pieces: list[Tree] = []  # kept, as their ids are in use
    stack: list[tuple[Any, Any]] = [(root, None)]
    while stack:
        node, within = stack.pop()
        if not node.args or (id(node), id(within)) in seen:
            continue
        seen.add((id(node), id(within)))
        reached.add(id(node))
        known = of_parts.get(id(node))
        own = [*_of_constant(node)] if known is None else known
        found += own if within is None else [replace(one, within=within) for one in own]
        if node.func is Piecewise and len(pieces) > MOST_PIECES:
            found.append(_real(node, "piecewise"))
        elif node.func is Piecewise:
            parts = list(_pieces(node, within))
            pieces += [piece for _, piece in parts]
            stack += parts
        elif node.func is Integral:
            found += _of_integral(node, within)
            stack += [(end, within) for limit in node.args[1:] for end in limit.args[1:]]
        elif node.func is Subs:
            stack.append((node.args[2], within))
        elif node.func is not Derivative:
            stack += [(arg, within) for arg in node.args]
    for part, conditions in of_parts.items():  # of what a rule made, like ln|u| + ln|v| for uv
        if part not in reached:
            found += [replace(one, kind="smooth") for one in conditions]
    return found[::-1]


def _of_constant(node: Any) -> Iterator[Condition]:
    """What the row of a part asks for it to be defined."""
    if node.func is Pow:
        base, exponent = node.args
        if base is S.Zero and exponent is S.Zero:
            yield _condition(build(Ne, (base, exponent)), "power")
        for relation, kind in real_power(exponent):
            if kind == "defined":
                yield _condition(substitute(relation, {SLOTS[0]: base}), "power")
    elif isinstance(node, Application) and node.func not in ALWAYS:
        yield from _of_function(node)


def _of_function(node: Any) -> Iterator[Condition]:
    for rule in ROWS.get(node.func.__name__, ()):
        form = tree(rule.form).args
        if len(form) == len(node.args) and all(letter.is_Symbol for letter in form):
            values = dict(zip(form, node.args, strict=True))
            yield from (_condition(put(text, values), rule.key) for text in rule.defined)
            if rule.gaps:
                yield _real(node, rule.key)
            return
    yield _real(node, "look-up")


def _condition(relation: Any, rule: str) -> Condition:
    return Condition(relation, "defined", RULES[rule].name, solved=False)


def _real(node: Any, rule: str) -> Condition:
    return _condition(build(Contains, (node, S.Reals)), rule)


def _pieces(node: Any, within: Any) -> Iterator[tuple[Any, Any]]:
    """Each value with where it is used: on its own condition, and on none before it."""
    passed: list[Any] = [] if within is None else [within]
    for pair in node.args:
        value, condition = pair.args
        yield condition, within
        own = passed if condition is true else [*passed, condition]
        yield value, (own[0] if len(own) == 1 else build(And, own) if own else None)
        passed = [*passed, negated(condition)]


def negated(relation: Any) -> Any:
    """The opposite of a condition: x ≥ 0 for x < 0.

    >>> from sympy import Symbol
    >>> x = Symbol("x")
    >>> negated(x < 0), sorted(map(str, negated((x < 0) | (x > 1)).args))
    (x >= 0, ['x <= 1', 'x >= 0'])
    """
    if relation.func in (And, Or) and not any(part.func in (And, Or) for part in relation.args):
        return build(Or if relation.func is And else And, [negated(a) for a in relation.args])
    opposite = _OPPOSITE.get(relation.func)
    return build(opposite, relation.args) if opposite else build(Not, (relation,))


def _of_integral(node: Any, within: Any) -> Iterator[Condition]:
    """What an integral asks: that its integrand is defined between the limits, and does not jump.

    The recursion is over integrals inside each other only."""
    body, *limits = node.args
    variable, *ends = limits[0].args
    inside = asked(body, {})
    plain = all(one.within is None and one.integral is None for one in inside)
    jumps = any(part.func.__name__ in STEPPED for part in walk(body))
    if not ends:
        yield from inside
    elif len(limits) > 1 or len(ends) == 1 or jumps or within is not None or not plain:
        yield _real(node, "integral")
    else:
        if any(end.is_infinite for end in ends):
            yield _real(node, "integral")
        for one in inside:
            bound = variable in free_symbols(one.relation)
            yield replace(one, integral=node) if bound else one
