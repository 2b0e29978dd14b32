"""What the rules say of one tree: a :class:`Local`, the common answer of rows and shapes.

A Local is written in placeholders, ``SLOTS[i]`` for the i-th inner function and ``SLOPES[i]`` for
its derivative, so that whoever asks puts letters, values or numbers in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sympy import Dummy, Mul, Symbol

from chainrule.expr import Tree
from chainrule.rules.rule import INNER, LETTERS, Rule, match, put
from chainrule.rules.rule import SLOPES as FIRST_SLOPES
from chainrule.rules.table import TABLE

__all__ = ["SLOPES", "SLOTS", "Conditions", "Depends", "Kind", "Local", "Rules", "filled", "row"]

Depends: TypeAlias = Callable[[Tree], bool]
Kind: TypeAlias = Literal["defined", "smooth"]
Conditions: TypeAlias = tuple[tuple[Tree, Kind], ...]
Rules: TypeAlias = "Callable[[Tree, Depends, Symbol, Callable[[Tree], Tree]], Local]"


class _Numbered(dict[int, Symbol]):
    """Symbols by index, made when asked for: the table's own letters first, then numbered."""

    def __init__(self, first: tuple[Symbol, ...], stem: str) -> None:
        super().__init__(enumerate(first))
        self._stem = stem

    def __missing__(self, index: int) -> Symbol:
        self[index] = Dummy(f"{self._stem}_{index}")
        return self[index]


SLOTS = _Numbered(INNER, "slot")
SLOPES = _Numbered(FIRST_SLOPES, "slope")


@dataclass(frozen=True, slots=True)
class Local:
    """How a tree is made of inner functions: h = outer(SLOTS), with its local partials.

    ``combined`` is the rule's usual layout of Σ partial · derivative, in SLOTS and SLOPES;
    ``conditions`` are relations in SLOTS, each for the function or only for its derivative;
    ``below`` are the rules for what is inside, where they are others than for the tree itself.
    """

    rule: str
    inner: tuple[Tree, ...]
    outer: Tree
    partials: tuple[Tree, ...]
    combined: Tree | None = None
    constants: tuple[tuple[str, Tree], ...] = ()
    conditions: Conditions = ()
    below: Rules | None = None


ROWS: dict[str, list[Rule]] = {}
for _rule in TABLE:
    ROWS.setdefault(_rule.form.partition("(")[0] if "(" in _rule.form else "", []).append(_rule)


def row(written: Tree, depends: Depends) -> Local | None:
    """The first row of the table whose form fits."""
    head = written.func
    name = "" if head is Mul else head.__name__
    for rule in ROWS.get(name, ()):
        found = match(rule, written, depends)
        if found:
            inner = tuple(part for _, part in found.inner)
            return filled(rule, inner, {c.name: value for c, value in found.constants})
    return None


def filled(rule: Rule, inner: tuple[Tree, ...], constants: Mapping[str, Tree]) -> Local:
    """A row with its constants put in; the inner functions stay placeholders."""
    values = {LETTERS[name]: value for name, value in constants.items()}
    conditions: list[tuple[Tree, Kind]] = [(put(c, values), "defined") for c in rule.defined]
    conditions += [(put(c, values), "smooth") for c in rule.smooth]
    return Local(
        rule.key,
        inner,
        put(rule.form, values),
        tuple(put(partial, values) for partial in rule.partials),
        put(rule.combined, values) if rule.combined else None,
        tuple(constants.items()),
        tuple(conditions),
    )
