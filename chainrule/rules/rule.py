"""What a rule of differentiation is: one row of data, and how a row is matched to a tree.

A row states a form and its local partials, `sin(u)` and `cos(u)`; everything else follows from
the chain rule, d/dx g(u, v) = ∂g/∂u · du/dx + ∂g/∂v · dv/dx. In a row,

    u, v, w          are inner functions: they depend on the variable
    a, b, c, m, n    are constants: they do not
    du, dv           are the derivatives of the inner functions (in ``combined`` and ``slips`` only)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from sympy import And, Dummy, Ge, Gt, Le, Lt, Ne, Or, Symbol

from chainrule.expr import RealRoot, Tree, build
from chainrule.parsing import parse_tree
from chainrule.scope import substitute

__all__ = ["Match", "Rule", "Slip", "letters", "match", "put", "tree"]

# dummies: a user's own u is another symbol
INNER = tuple(Dummy(letter) for letter in "uvw")
CONSTANT = tuple(Dummy(letter) for letter in "abcmn")
SLOPES = tuple(Dummy(letter) for letter in ("du", "dv", "dw"))
LETTERS = {symbol.name: symbol for symbol in (*INNER, *CONSTANT, *SLOPES)}
_NAMES = {**LETTERS, "RealRoot": RealRoot}
_RELATIONS = {">=": Ge, "<=": Le, "!=": Ne, ">": Gt, "<": Lt}
_RELATION = re.compile(r" (>=|<=|!=|>|<) ")


@dataclass(frozen=True, slots=True)
class Slip:
    """A tempting mistake with this rule: its id in the catalogue of mistakes, the wrong
    derivative in the letters of the row, and what went wrong, as a clause."""

    id: str
    wrong: str
    what: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table.

    ``form`` is h, ``partials`` its ∂h/∂u, ∂h/∂v, … in the order of the letters. ``combined`` is
    the usual way to write Σ partial · derivative where there is one (the quotient rule has).
    ``because`` says how to recognise the form, and ``unlike`` why a tempting other rule does not
    apply; ``{h}``, ``{u}``, ``{n}`` in them stand for what is there. ``route`` names the
    way that one must ask for to get this rule. ``defined`` and ``smooth`` are the conditions for
    h to be real, and for its derivative to exist as well; ``gaps`` says that there are points
    without a value that they do not name, so that nothing is said to hold everywhere.
    """

    key: str
    name: str
    form: str
    partials: tuple[str, ...]
    because: str
    example: str
    combined: str = ""
    defined: tuple[str, ...] = ()
    smooth: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    gaps: bool = False
    unlike: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule found to fit: its row, the inner functions and the constants by letter."""

    rule: Rule
    inner: tuple[tuple[Symbol, Tree], ...]
    constants: tuple[tuple[Symbol, Tree], ...] = ()


@cache
def tree(text: str) -> Tree:
    """A text of the table as a tree in the letters of the row; relations are read too."""
    if text.startswith("Piecewise"):
        return parse_tree(text, _NAMES)
    if " or " in text:
        return build(Or, [tree(part) for part in text.split(" or ")])
    first, *rest = _RELATION.split(text)
    sides = [parse_tree(side, _NAMES) for side in (first, *rest[1::2])]
    relations = [
        build(_RELATIONS[sign], pair) for sign, pair in zip(rest[::2], pairwise(sides), strict=True)
    ]
    return build(And, relations) if len(relations) > 1 else (*relations, *sides)[0]


def put(text: str, values: Mapping[Symbol, Tree]) -> Tree:
    """A text of the table with trees in place of its letters."""
    return substitute(tree(text), values)


def match(rule: Rule, written: Tree, depends: Callable[[Tree], bool]) -> Match | None:
    """The row's letters if its form fits what was written, else None.

    ``depends`` says which subtrees depend on the variable: those fill u, v, w; the others fill
    the constants. Recursion goes no deeper than the form in the table.
    """
    found = letters(rule.form, written, depends)
    if found is None:
        return None
    return Match(
        rule,
        tuple((letter, found[letter]) for letter in INNER if letter in found),
        tuple((letter, found[letter]) for letter in CONSTANT if letter in found),
    )


def letters(form: str, written: Tree, depends: Callable[[Tree], bool]) -> dict[Symbol, Tree] | None:
    """What stands for each letter of a form where it fits, else None; equal parts must be one
    object (see expr.Pool)."""
    found: dict[Symbol, Tree] = {}
    return found if _fits(tree(form), written, depends, found) else None


def _fits(form: Any, written: Any, depends: Callable[[Tree], bool], found: dict[Any, Any]) -> bool:
    if form.is_Symbol:
        if form in found:
            return found[form] is written
        found[form] = written
        return depends(written) == (form in INNER)
    if not form.args:
        return bool(form == written)
    return (
        form.func == written.func
        and len(form.args) == len(written.args)
        and all(_fits(f, w, depends, found) for f, w in zip(form.args, written.args, strict=True))
    )
