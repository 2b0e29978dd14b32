"""Text → Problem: the expression, its name, and what it is differentiated by.

    y = …    f(x) = …         the name of the result, and its variable
    d/dx[…]  d²/dx²(…)  (…)′  the variable and the order
    a*x^2                     the variable by convention: x, with a constant a

A mistake is reported before SymPy is imported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from chainrule.errors import InputError
from chainrule.model import Problem
from chainrule.parsing.alike import look_alikes
from chainrule.parsing.grammar import Parser
from chainrule.parsing.limits import check
from chainrule.parsing.surroundings import Text, heading, read
from chainrule.parsing.syntax import Syntax, nodes
from chainrule.parsing.tokens import Token
from chainrule.parsing.variables import free_name, infer, letters, variables

if TYPE_CHECKING:
    from chainrule.expr import Tree

__all__ = [
    "parse", "parse_equation", "parse_tree", "refuse_imaginary", "syntax_from", "syntax_of",
]  # fmt: skip

_UNITS = frozenset(("i", "I"))


def parse(text: str, *, functions: Collection[str] = (), wrt: object = None) -> Problem:
    """The problem that ``text`` states; ``functions`` are names of further unknown functions.

    A letter of ``wrt`` is a variable, also before a bracket: by h, `h(m)` is a product.

    >>> problem = parse("y = a*x^2")
    >>> problem.name, problem.expr, problem.wrt
    ('y', a*x**2, (x,))
    >>> [reading.note for reading in problem.readings]
    ['the derivative is with respect to x; other letters are constants']
    """
    if not isinstance(text, str):
        raise InputError(f"text is needed, not {type(text).__name__}")
    found = read(text, names=letters(wrt), functions=functions)
    heading(found)
    tree = syntax_from(found)
    return _problem(found, tree)


def parse_equation(text: str, *, functions: Collection[str] = ()) -> Problem:
    """An equation, `x^2 + y^2 = 25`, as an unevaluated ``Eq``; its name is empty. ``functions``
    are names of unknown functions.

    >>> parse_equation("x^2 + y^2 = 25").expr
    Eq(x**2 + y**2, 25)
    """
    found = read(text, functions=functions)
    place = next((n for n, token in enumerate(found.tokens) if token.kind in ("=", "==")), None)
    if place is None:
        raise InputError(
            "an equation needs an '='", source=text, span=(0, len(text)),
            hint="for example x^2 + y^2 = 25",
        )  # fmt: skip
    left = found.tokens[:place]
    end = found.tokens[place]
    left.append(Token("end", "", end.start, end.start))
    sides = []
    for tokens in (left, found.tokens[place + 1 :]):
        found.tokens = tokens
        sides.append(syntax_from(found))
    tree = Syntax("relation", "==", sides, sides[0].start, sides[1].stop)
    return _problem(found, tree)


def parse_tree(text: str, names: Mapping[str, Any] | None = None) -> Tree:
    """The tree of a plain expression, for the rule table and for JSON.

    ``names`` declares words: a tree stands for itself, a type for an unknown function. Declared
    names are not functions before a bracket, and not products of letters.

    >>> from sympy import Symbol
    >>> parse_tree("f*(du + 1)", {"f": Symbol("f"), "du": Symbol("du")})
    f*(du + 1)
    """
    from chainrule.parsing.build import tree_of

    return tree_of(syntax_of(text, names), names)


def syntax_of(text: str, names: Mapping[str, Any] | None = None) -> Syntax:
    """The checked syntax tree of an expression; SymPy is not needed for it."""
    names = names or {}
    functions = [name for name, value in names.items() if isinstance(value, type)]
    found = read(text, [name for name in names if name not in functions], functions)
    return syntax_from(found)


def syntax_from(found: Text) -> Syntax:
    """The checked syntax tree of the tokens of a text."""
    parser = Parser(found.source, found.tokens, found.readings, found.latex)
    tree = parser.parse()
    check(tree, found.source)
    return tree


def _problem(found: Text, tree: Syntax) -> Problem:
    """Names and variables, then SymPy."""
    everything = nodes(tree)
    names = variables(tree)
    look_alikes(names, found.readings)
    refuse_imaginary(everything, names, found)
    if found.name == "x" and not names and not found.parameters:
        raise InputError(
            "this gives x a value: it is not a function of x", source=found.source,
            span=(0, tree.stop), hint="values are given with --at x=… (in Python: at=…)",
        )  # fmt: skip
    wrt = found.wrt
    if not wrt and len(found.parameters) == 1:
        wrt = found.parameters
    elif not wrt or wrt[0] == "":
        guess = infer(names, found.parameters, found.readings)
        wrt = (guess,) * max(len(wrt), 1) if guess else ()
    used = {node.value for node in everything if node.kind in ("name", "apply")}
    name = found.name or free_name(used.union(wrt, found.parameters))

    from sympy import Symbol

    from chainrule.parsing.build import tree_of

    expr = tree_of(tree)
    symbols = tuple(Symbol(n) for n in wrt)
    return Problem(found.source, expr, name, symbols, tuple(found.readings))


def refuse_imaginary(everything: list[Syntax], names: Collection[str], found: Text) -> None:
    """Refuse an i that can only be the imaginary unit: alone among ``names``, or in e^(ix)."""
    if _UNITS.isdisjoint(names) or not _UNITS.isdisjoint((*found.parameters, *found.wrt)):
        return
    powers = [n.args[1] for n in everything if n.kind == "pow" and n.args[0].value == "e"]
    places = everything if set(names) <= _UNITS else [n for p in powers for n in nodes(p)]
    for node in places:
        if node.kind == "name" and node.value in _UNITS:
            raise InputError(
                "this reads as the imaginary unit, and functions are real here",
                source=found.source, span=(node.start, node.stop),
                hint="use another letter for a variable",
            )  # fmt: skip
