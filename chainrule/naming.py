"""A system of one line → the same with its inner functions named, so that there is a tree to show.

z = f(x − y, xy) becomes z = f(u, v), u = x − y, v = xy: the outer function is what would be done
last. Only its own inner functions get a letter; what they are made of stays inside.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Dummy, Symbol

from chainrule.errors import NoRuleError
from chainrule.expr import Tree, rebuild
from chainrule.letters import LETTERS
from chainrule.model import Definition, System
from chainrule.rules import local
from chainrule.scope import free_symbols, symbols

__all__ = ["inner_named"]

MOST = 4
"""Inner functions that get a letter; a longer sum or product is left as it is."""


def inner_named(system: System) -> System:
    """The system with a definition for each inner function of its only quantity; the system itself
    if there are several quantities, or nothing to name.

    >>> from chainrule.parsing import parse_system
    >>> named = inner_named(parse_system("h = x^2*sin(y)"))
    >>> [f"{one.name} = {one.expr}" for one in named.definitions]
    ['h = u*v', 'u = x**2', 'v = sin(y)']
    """
    if len(system.definitions) != 1:
        return system
    (only,) = system.definitions
    inputs = set(system.wrt)
    try:
        found = local(only.expr, lambda part: bool(free_symbols(part) & inputs), Dummy(), _refused)
    except NoRuleError:
        return system
    inner = {id(part): part for part in found.inner if not isinstance(part, Symbol)}
    taken = {only.name.name, *(symbol.name for symbol in symbols(only.expr))}
    letters = [letter for letter in LETTERS if letter not in taken]
    if not inner or len(inner) > min(MOST, len(letters)):
        return system
    named = {key: Symbol(letter) for key, letter in zip(inner, letters, strict=False)}
    outer = rebuild(only.expr, lambda node: named.get(id(node), node))
    made = [Definition(named[key], part) for key, part in inner.items()]
    whole = (Definition(only.name, outer), *made)
    return replace(system, definitions=whole, whole=only.expr)


def _refused(_integrand: Tree) -> Tree:
    raise NoRuleError("an integrand is no inner function")
