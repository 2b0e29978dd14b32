"""Which symbols a tree depends on, and trees put in their place; bound variables are kept apart.

``∫₀ˣ sin t dt`` depends on x and not on t; t := x² must leave it alone, and x := t must not be
caught by its dt. Everything that binds is named in :func:`scopes`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, TypeAlias

from sympy import Derivative, Integral, Product, Subs, Sum, Symbol, Tuple

from chainrule.expr import Tree, build, walk
from chainrule.unknown import applied, parts

__all__ = ["free_symbols", "scopes", "substitute", "symbols"]

LIMITED = frozenset((Integral, Sum, Product))
NOTHING: frozenset[Symbol] = frozenset()
Values: TypeAlias = Mapping[Symbol, Tree]


def scopes(node: Any) -> tuple[tuple[Any, frozenset[Symbol]], ...]:
    """The parts of a node, each with the symbols that the node binds in it.

    The limits of an integral are written from the inside out, and each binds in the body and in
    the limits before it; one without ends, an antiderivative, binds nothing.

    >>> t, x = Symbol("t"), Symbol("x")
    >>> scopes(Integral(x * t, (t, 0, x)))
    ((0, frozenset()), (x, frozenset()), (t*x, frozenset({t})))
    """
    if node.func in LIMITED:
        body, *limits = node.args
        found: list[tuple[Any, frozenset[Symbol]]] = []
        bound = NOTHING
        for limit in reversed(limits):
            variable, *ends = limit.args
            found += [(end, bound) for end in ends]
            bound |= {variable} if ends else NOTHING
        return (*found, (body, bound))
    if node.func is Subs:
        body, variables, points = node.args
        return ((points, NOTHING), (body, frozenset(variables.args)))
    return tuple((arg, NOTHING) for arg in node.args)


def symbols(tree: Tree) -> frozenset[Symbol]:
    """The symbols that occur in the tree, bound ones too."""
    return frozenset(node for node in walk(tree) if node.is_Symbol)


def free_symbols(tree: Tree) -> frozenset[Symbol]:
    """The symbols that the value of the tree depends on: not those that an integral binds.

    >>> t, x = Symbol("t"), Symbol("x")
    >>> sorted(map(str, free_symbols(t + Integral(t, (t, 0, x)))))
    ['t', 'x']
    """
    found: set[Symbol] = set()
    seen: set[tuple[int, frozenset[Symbol]]] = set()
    stack: list[tuple[Any, frozenset[Symbol]]] = [(tree, NOTHING)]
    while stack:
        node, bound = stack.pop()
        if (id(node), bound) in seen:
            continue
        seen.add((id(node), bound))
        if node.is_Symbol:
            if node not in bound:
                found.add(node)
        elif node.func in BINDERS:
            stack += [(part, bound | inside) for part, inside in scopes(node)]
        else:
            stack += [(arg, bound) for arg in node.args]
    return frozenset(found)


def substitute(tree: Tree, values: Values) -> Tree:
    """The tree with trees put in place of its free symbols, unevaluated.

    A bound variable is renamed where a value would be caught by it. The recursion is over bodies
    of integrals inside each other only.

    >>> from sympy import Integer
    >>> t, u, x = Symbol("t"), Symbol("u"), Symbol("x")
    >>> str(substitute(build(Integral, (u * t, Tuple(t, Integer(0), u))), {u: t}))
    'Integral(t*t_1, (t_1, 0, t))'
    """
    done: dict[int, Tree] = {}
    for node in _open_walk(tree):
        if not node.args:
            done[id(node)] = values.get(node, node) if node.is_Symbol else node
        elif node.func in BINDERS:
            done[id(node)] = BINDERS[node.func](node, done, values)
        else:
            new = [done[id(arg)] for arg in node.args]
            same = all(a is b for a, b in zip(node.args, new, strict=True))
            done[id(node)] = node if same else build(node.func, new)
    return done[id(tree)]


def _open_walk(tree: Tree) -> list[Tree]:
    """The nodes outside every body, parts before the whole, each once."""
    order: list[Tree] = []
    seen: set[int] = set()
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            args = node.args
            if node.func in BINDERS:
                args = _open_parts(node)
            if args:
                stack.append((node, True))
                stack += [(arg, False) for arg in args]
            else:
                order.append(node)
    return order


def _open_parts(node: Any) -> tuple[Any, ...]:
    known = parts(node)
    if known:
        return known.args
    return tuple(part for part, inside in scopes(node) if not inside)


def _in_limited(node: Any, done: Mapping[int, Tree], values: Values) -> Tree:
    body, *limits = node.args
    scope, new = dict(values), []
    used = free_symbols(Tuple(body, *limits))
    for limit in reversed(limits):
        variable, *ends = limit.args
        outermost = limit is limits[-1]
        ends = [done[id(end)] if outermost else substitute(end, scope) for end in ends]
        value = scope.pop(variable, variable)
        if ends:
            value = _kept_apart(variable, used, scope)
        elif not value.is_Symbol:  # an antiderivative at a value
            value, ends = _kept_apart(variable, used, scope), [value]
        if value is not variable:
            scope[variable] = value
        new.append(Tuple(value, *ends))
    return build(node.func, (substitute(body, scope), *reversed(new)))


def _in_point(node: Any, done: Mapping[int, Tree], values: Values) -> Tree:
    known = parts(node)
    if known:
        return applied(known.head, [done[id(arg)] for arg in known.args], known.orders)
    body, variables, points = node.args
    scope = {symbol: value for symbol, value in values.items() if symbol not in variables}
    used = free_symbols(body)
    new = [_kept_apart(variable, used, scope) for variable in variables]
    scope |= {old: fresh for old, fresh in zip(variables, new, strict=True) if old is not fresh}
    return build(Subs, (substitute(body, scope), Tuple(*new), done[id(points)]))


def _in_derivative(node: Any, done: Mapping[int, Tree], values: Values) -> Tree:
    known = parts(node)
    if known:
        return applied(known.head, [done[id(arg)] for arg in known.args], known.orders)
    body, *counts = node.args
    variables = [variable for variable, _ in counts]
    new = [values.get(variable, variable) for variable in variables]
    used = free_symbols(body)
    others = {symbol: value for symbol, value in values.items() if symbol not in variables}
    caught = any(one.is_Symbol and _kept_apart(one, used, others) is not one for one in new)
    renamed = all(
        a is b or (b.is_Symbol and b not in used) for a, b in zip(variables, new, strict=True)
    )
    if renamed and not caught:
        pairs = [Tuple(variable, n) for variable, (_, n) in zip(new, counts, strict=True)]
        return build(Derivative, (done[id(body)], *pairs))
    at_point = build(Subs, (node, Tuple(*variables), Tuple(*new)))
    points = at_point.args[-1]
    return _in_point(at_point, {id(points): points}, values)


def _kept_apart(variable: Symbol, used: frozenset[Symbol], values: Values) -> Symbol:
    """The bound variable, by another name if one of the values would be caught by it."""
    around = [free_symbols(values[symbol]) for symbol in used if symbol in values]
    if not any(variable in one for one in around):
        return variable
    taken = {symbol.name for symbol in used.union(*around)}
    names = (f"{variable.name}_{number}" for number in count(1))
    return Symbol(next(name for name in names if name not in taken))


BINDERS = {**dict.fromkeys(LIMITED, _in_limited), Subs: _in_point, Derivative: _in_derivative}
