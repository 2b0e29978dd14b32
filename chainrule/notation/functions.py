"""Functions applied: named, lettered, indexed and unknown ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sympy
from sympy.core.function import AppliedUndef

from chainrule.notation.compose import call, comma
from chainrule.notation.names import BARE, GREEK, INDEXED, LETTERED, PLAIN
from chainrule.notation.nodes import Call, Fence, Math, Num, Op, Power, Row, Sym, Words

if TYPE_CHECKING:
    from chainrule.notation.trees import Page

__all__ = ["FUNCTIONS", "symbol"]


@lru_cache(maxsize=1024)
def symbol(name: str) -> Sym:
    """A name as a letter with a subscript.

    >>> symbol("x_1") == Sym("x", "1"), symbol("w12") == Sym("w", "12", glued=True)
    (True, True)
    >>> symbol("alpha") == Sym("alpha"), symbol("speed") == Sym("speed")
    (True, True)
    """
    found = re.fullmatch(r"([^\W\d_]+)(\d+)|([^\W_]+)_(\w+)", name)
    if found is None:
        return Sym(name)
    return Sym(found[1], found[2], glued=True) if found[1] else Sym(found[3], found[4])


def _symbol(_page: Page, tree: Any) -> Math:
    return symbol(tree.name)


def _function(page: Page, tree: Any) -> Math:
    """Any applied function: by its name's row in names.py, else under SymPy's own name."""
    name = type(tree).__name__
    arguments = page.all(tree.args)
    if name == "Heaviside" and tree.args[1:] == (sympy.S.Half,):  # the value there that goes unsaid
        arguments = arguments[:1]
    if name in BARE and len(arguments) == 1:
        return call(BARE[name], *arguments)
    if name in LETTERED:
        letter, _, primed = LETTERED[name].partition("'")
        head = Sym(letter, primes=1 if primed or "'" in LETTERED[name] else 0)
        return Call(head, Fence(comma(*arguments)), spelling=(name, tuple(arguments)))
    if name in INDEXED and len(arguments) == 2:
        return _indexed(Sym(INDEXED[name]), name, *arguments)
    return call(Words(name) if name in GREEK else PLAIN.get(name, name), *arguments)


def _indexed(head: Sym, name: str, index: Math, argument: Math) -> Math:
    spelling = (name, (index, argument))
    if name == "polygamma" and index == Num("0"):
        return Call(head, Fence(argument), spelling=spelling)
    if name == "polygamma":
        return Call(Power(head, Fence(index)), Fence(argument), spelling=spelling)
    return Call(head, Fence(argument), index, spelling)


def _logarithm(page: Page, tree: Any) -> Math:
    if len(tree.args) == 1:
        return call("ln", page.set(tree.args[0]))
    argument, base = page.all(tree.args)
    match base:
        case Num(text=text) if text.isdigit():
            return call("log", argument, sub=base)
        case Sym(name=name, sub="") if len(name) == 1:
            return call("log", argument, sub=base)
    return call("log", argument, base)


def _factorial(page: Page, tree: Any) -> Math:
    body = page.set(tree.args[0])
    return Row((body if type(body) in (Sym, Num) else Fence(body), Op("!", "postfix")))


def _fenced(kind: str) -> Callable[[Page, Any], Math]:
    return lambda page, tree: Fence(page.set(tree.args[0]), kind)


def _unknown(page: Page, tree: Any) -> Math:
    return call(symbol(tree.func.__name__), *page.all(tree.args))


def _list(page: Page, tree: Any) -> Math:
    return Fence(comma(*page.all(tree.args)), "[")


FUNCTIONS: dict[type, Callable[[Page, Any], Math]] = {
    sympy.Symbol: _symbol,
    AppliedUndef: _unknown,
    sympy.Function: _function,
    sympy.Max: _function,
    sympy.Min: _function,
    sympy.Tuple: _list,
    sympy.log: _logarithm,
    sympy.factorial: _factorial,
    sympy.Abs: _fenced("|"),
    sympy.floor: _fenced("floor"),
    sympy.ceiling: _fenced("ceil"),
}
