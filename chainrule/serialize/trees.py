"""Trees ↔ rows of plain data, one row for every distinct node, parts before wholes.

A row is ``["Symbol", "x"]`` (followed by its assumptions, ``"positive"`` or ``"not integer"``),
``["Dummy", "x", 0]``, ``["Constant", "Pi"]``, a number (``["Integer", "3"]``,
``["Rational", "1/2"]``, ``["Decimal", "0.50"]``), ``["Unknown", "f", index, …]`` for a function
that is only a name, or ``[head, index, …]``. Equal trees have one row, so that equal rows mean
equal trees, at any depth, decimals by their spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Dummy, Function, Integer, Rational, Symbol, Tuple
from sympy.core.assumptions import _assume_defined
from sympy.core.basic import Basic
from sympy.core.function import AppliedUndef

from chainrule.errors import ChainRuleError, LoadError
from chainrule.expr import Decimal, build, walk
from chainrule.parsing.spelling import require_name
from chainrule.serialize.heads import CONSTANTS, HEADS, fits, kind

__all__ = ["Rows", "read"]

_CONSTANT_NAMES = {id(value): name for name, value in CONSTANTS.items()}


class Rows:
    """The rows of a document, filled while trees are met."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.sizes: list[int] = []
        self._place: dict[int, int] = {}
        self._known: dict[tuple[Any, ...], int] = {}
        self._kept: list[Basic] = []  # nodes are known by id, so they must live
        self._dummies: dict[Dummy, int] = {}

    def add(self, tree: Basic) -> int:
        """The number of a tree's row.

        >>> from sympy import Symbol
        >>> rows = Rows()
        >>> rows.add(Symbol("x") + 2), rows.rows
        (2, [['Integer', '2'], ['Symbol', 'x'], ['Add', 0, 1]])
        """
        for node in list(walk(tree, self._place)):
            self._kept.append(node)
            row = self._row(node)
            place = self._known.setdefault(tuple(row), len(self.rows))
            if place == len(self.rows):
                self.rows.append(row)
                parts = (self.sizes[self._place[id(arg)]] for arg in node.args)
                self.sizes.append(1 + sum(parts))
            self._place[id(node)] = place
        return self._place[id(tree)]

    def _row(self, node: Any) -> list[Any]:
        if not node.args and not isinstance(node, Tuple):
            return self._leaf(node)
        name = node.func.__name__
        places = [self._place[id(arg)] for arg in node.args]
        if isinstance(node, AppliedUndef):
            return ["Unknown", name, *places]
        if HEADS.get(name) is not node.func:
            raise ChainRuleError(f"there is no JSON form for {name}")
        return [name, *places]

    def _leaf(self, leaf: Any) -> list[Any]:
        if isinstance(leaf, Dummy):
            return ["Dummy", leaf.name, self._dummies.setdefault(leaf, len(self._dummies))]
        if leaf.is_Symbol:
            return ["Symbol", leaf.name, *_assumptions(leaf)]
        if id(leaf) in _CONSTANT_NAMES:
            return ["Constant", _CONSTANT_NAMES[id(leaf)]]
        if isinstance(leaf, Decimal):
            return ["Decimal", leaf.text]
        if isinstance(leaf, Rational):
            return ["Integer" if leaf.q == 1 else "Rational", str(leaf)]
        raise ChainRuleError(f"there is no JSON form for {type(leaf).__name__}")


def _assumptions(symbol: Symbol) -> list[str]:
    known = sorted(symbol._assumptions_orig.items())
    return [name if holds else f"not {name}" for name, holds in known]


def read(rows: Any) -> list[Basic]:
    """The trees of the rows; LoadError for a row that ``Rows`` would not have written."""
    if not isinstance(rows, list):
        raise LoadError("trees: a list is expected")
    trees: list[Basic] = []
    written = Rows()
    for place, row in enumerate(rows):
        try:
            trees.append(_read(row, trees))
            if written.add(trees[-1]) != place or written.rows[place] != row:
                raise ValueError(f"{str(row)[:60]} is not how this is written")
        except (ValueError, TypeError, ChainRuleError) as error:
            raise LoadError(f"trees[{place}]: {error}") from error
    return trees


def _read(row: Any, trees: Sequence[Basic]) -> Basic:
    """One node, from the text or the earlier trees in its row."""
    if not (isinstance(row, list) and row and isinstance(row[0], str)):
        raise ValueError("a list that begins with a name is expected")
    name, *rest = row
    if name in _LEAVES:
        return _LEAVES[name](*rest)
    head = HEADS.get(name)
    if name == "Unknown" and rest and isinstance(rest[0], str):
        require_name(rest[0], "function")
        head = Function(rest.pop(0))
    if head is None:
        raise ValueError(f"unknown kind of node '{name[:40]}'")
    if not all(type(part) is int and 0 <= part < len(trees) for part in rest):
        raise ValueError(f"the parts of {name} are not numbers of earlier trees")
    args = [trees[part] for part in rest]
    if name == "Unknown" and not all(kind(arg) == "V" for arg in args):
        raise ValueError("an unknown function takes values")
    if name != "Unknown" and not fits(head, args):
        raise ValueError(f"{name} does not take these arguments")
    return build(head, args)


def _symbol(name: Any, *facts: Any) -> Symbol:
    if not all(isinstance(text, str) for text in (name, *facts)):
        raise ValueError("a symbol has a name, and assumptions in words")
    require_name(name)
    unknown = {fact.removeprefix("not ") for fact in facts} - _assume_defined
    if unknown:
        raise ValueError(f"unknown assumptions {sorted(unknown)}")
    return Symbol(name, **{fact.removeprefix("not "): fact[:4] != "not " for fact in facts})


def _dummy(name: Any, _number: Any) -> Dummy:
    if not isinstance(name, str):
        raise ValueError("a symbol has a name")
    require_name(name)
    return Dummy(name)


def _constant(name: Any) -> Basic:
    if not (isinstance(name, str) and name in CONSTANTS):
        raise ValueError(f"unknown constant {str(name)[:40]!r}")
    return CONSTANTS[name]


def _spelled(number: Any) -> str:
    if not isinstance(number, str):
        raise ValueError("a number in a tree is written as text")
    return number


_LEAVES: dict[str, Callable[..., Basic]] = {
    "Symbol": _symbol,
    "Dummy": _dummy,
    "Constant": _constant,
    "Integer": lambda text: Integer(int(_spelled(text))),
    "Rational": lambda text: Rational(*map(int, _spelled(text).split("/"))),
    "Decimal": lambda text: Decimal(_spelled(text)),
}
