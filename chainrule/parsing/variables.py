"""Which variable: the one there is, the one that convention leaves no doubt about, or the one
that the caller asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from chainrule.errors import InputError, LimitError
from chainrule.model import Problem
from chainrule.parsing.alike import absent, refuse_hidden
from chainrule.parsing.names import FUNCTIONS, GREEK
from chainrule.parsing.readings import Readings
from chainrule.parsing.spelling import Given, given_names
from chainrule.parsing.surroundings import stated_wrt
from chainrule.parsing.syntax import Syntax

if TYPE_CHECKING:
    from sympy import Symbol

__all__ = [
    "choose_wrt", "declared", "free_name", "infer", "is_constant", "letters", "named", "of_curve",
    "variables",
]  # fmt: skip

HIGHEST = 50  # differentiations of one expression
_VARIABLES = ("x", "y", "z", "t")
_COORDINATES = ("x", "y", "z")
_GREEK_CONSTANTS = "alpha beta gamma delta epsilon lambda mu nu sigma tau omega phi kappa"
_CONSTANTS = frozenset("abcdgklmnpqABCDGKLMNPQRi") | frozenset(_GREEK_CONSTANTS.split())
_NAMES = ("h", "y", "F", "H", "G", "w", "p", "q")


def variables(tree: Syntax) -> list[str]:
    """The free names, in the order in which they occur.

    >>> from chainrule.parsing.problem import syntax_of
    >>> variables(syntax_of("b*x + Integral(t*x, (t, 0, a))"))
    ['b', 'x', 'a']
    """
    found: dict[str, int] = {}
    stack: list[tuple[Syntax, frozenset[str]]] = [(tree, frozenset())]
    while stack:
        node, bound = stack.pop()
        if node.kind == "name" and node.value not in bound:
            found[node.value] = min(node.start, found.get(node.value, node.start))
        elif node.kind == "call" and node.value in ("Integral", "Subs"):
            body, binder, *outside = _binding(node)
            stack += [(part, bound) for part in outside]
            stack.append((body, bound.union(name.value for name in binder.args or (binder,))))
        elif node.args:
            stack += [(arg, bound) for arg in node.args]
    return sorted(found, key=found.__getitem__)


def _binding(node: Syntax) -> list[Syntax]:
    """The body, the variable that is bound in it, and the parts outside its scope."""
    body, *rest = node.args
    return [body, *(rest[0].args if node.value == "Integral" else rest)]


def letters(wrt: object) -> list[str]:
    """The single letters among the variables that are asked for.

    >>> letters("h, x_1"), letters(None)
    (['h'], [])
    """
    if wrt is None:
        return []
    parts = wrt.split(",") if isinstance(wrt, str) else wrt
    names = [str(p).strip() for p in parts] if isinstance(parts, list | tuple) else [str(parts)]
    return [name for name in names if len(name) == 1 and name.isalpha()]


def infer(names: Sequence[str], parameters: Sequence[str], readings: Readings) -> str:
    """The variable that is meant, or nothing when there is a doubt.

    One name is the variable. Of several, x (or y, z, t) is, when it is alone among constants:
    a, b, c, k, n, … and names with a subscript.
    """
    if parameters:
        return ""
    if len(names) == 1:
        return names[0]
    likely = [name for name in names if name in _VARIABLES]
    others = [name for name in names if name not in _VARIABLES]
    if len(likely) != 1 or not all(map(is_constant, others)):
        return ""
    (name,) = likely
    place = readings.source.find(name)
    readings.say("variable", (max(place, 0), max(place, 0) + len(name)), name, name)
    return name


def is_constant(name: str) -> bool:
    """Whether convention takes a name for a constant: a, k, ω, or any with a subscript.

    >>> is_constant("a"), is_constant("v_0"), is_constant("y")
    (True, True, False)
    """
    return name in _CONSTANTS or name.rstrip("0123456789").endswith("_")


def of_curve(names: Collection[str]) -> list[str]:
    """The letters of an equation that vary: x, y and z where two of them stand, so that r is a
    constant beside x and y; else all that are no constants by convention.

    >>> of_curve("rxy"), of_curve("nRVT"), of_curve("ab")
    (['x', 'y'], ['T', 'V'], ['a', 'b'])
    """
    usual = [name for name in sorted(names) if name in _COORDINATES]
    if len(usual) > 1:
        return usual
    return [name for name in sorted(names) if not is_constant(name)] or sorted(names)


def free_name(used: Collection[str]) -> str:
    """A name for the expression that the expression does not use: h, if possible."""
    return next((name for name in _NAMES if name not in used), "h_0")


def choose_wrt(problem: Problem, wrt: Given = None, order: int = 1) -> Problem:
    """The problem with its variables filled in, each ``order`` times.

    ``wrt`` is a name, names with commas, a symbol, or a sequence of these. A name that does not
    occur is allowed, and said (∂/∂y of x² is 0), unless it looks like one that does.

    >>> from chainrule.parsing.problem import parse
    >>> choose_wrt(parse("x*y^2"), "y", 2).wrt
    (y, y)
    """
    from sympy import Symbol

    from chainrule.scope import free_symbols

    if not isinstance(order, int) or order < 1:
        raise InputError(f"the order of a derivative is a whole number from 1 on, not {order}")
    known = {str(symbol): symbol for symbol in free_symbols(problem.expr)}
    readings = list(problem.readings)
    if wrt is None:
        chosen = problem.wrt
        if not chosen and known:
            _ask(sorted(known))
        chosen = chosen or (Symbol("x"),)
    else:
        parts = [part for part in given_names(wrt) if str(part)]
        names = [p if isinstance(p, Symbol) else named(p) for p in parts]
        chosen = tuple(n if isinstance(n, Symbol) else known.get(n, Symbol(n)) for n in names)
        if not chosen:
            raise InputError("no variable is given", hint="name one (wrt), or leave it out")
        readings = [r for r in readings if r.kind != "variable"]
        if len(chosen) > 1 and order > 1:
            _refuse_order(chosen, order)
    if len(chosen) * order > HIGHEST:
        raise LimitError(
            f"that is {len(chosen) * order:,} differentiations; {HIGHEST} are the most"
        )
    for symbol in dict.fromkeys(chosen):
        if str(symbol) not in known:
            refuse_hidden(str(symbol), problem, known)
            if known:
                readings.append(absent(str(symbol), sorted(known), problem.source))
    settled = _once(problem.source, tuple(chosen), order, asked=wrt is not None)
    return replace(problem, wrt=settled, readings=tuple(readings))


def _refuse_order(chosen: Sequence[Symbol], order: int) -> NoReturn:
    """By x and y, and of order 2: that is ∂²/∂y∂x to some, and each of them twice to others."""
    once = ",".join(symbol.name for symbol in chosen)
    each = ",".join([symbol.name for symbol in chosen for _ in range(min(order, 3))])
    raise InputError(
        f"{once} are {len(chosen)} differentiations, so order {order} can mean two things",
        hint=f"say which (wrt): {once} for each once, or {each}",
    )  # fmt: skip


def _once(
    source: str, chosen: tuple[Symbol, ...], order: int, *, asked: bool
) -> tuple[Symbol, ...]:
    """The variables, in the order that the text states (d²/dx²) or that is asked for; an error
    where the two differ."""
    stated = stated_wrt(source)
    names = list(dict.fromkeys(symbol.name for symbol in chosen))
    if asked and any(stated) and names != [stated[0]]:
        raise InputError(
            f"the text says d/d{stated[0]}, and wrt says {','.join(names)}",
            source=source, span=(0, len(source)), hint="leave one of the two out",
        )  # fmt: skip
    if len(stated) < 2 or len(names) > 1:
        return chosen * order
    if order not in (1, len(stated)):
        raise InputError(
            f"the text says order {len(stated)}, and {order} is asked for",
            source=source, span=(0, len(source)), hint="leave one of the two out",
        )  # fmt: skip
    return chosen[:1] * len(stated)


def _ask(known: Sequence[str]) -> None:
    names = ", ".join(known)
    first = known[0] if known else "x"
    raise InputError(
        f"which variable: {names}?", hint=f"say --wrt {first} (in Python: wrt=\"{first}\")"
    )  # fmt: skip


def named(text: str) -> str:
    """The variable that `θ`, `x₁` or ` x ` spells.

    >>> named("θ"), named("x₁"), named(" net1 ")
    ('theta', 'x_1', 'net1')
    """
    from chainrule.parsing.problem import syntax_of

    spelled = text.strip()
    syntax = syntax_of(spelled, declared(spelled))
    if syntax.kind != "name" or (spelled in FUNCTIONS and spelled not in GREEK):
        raise InputError(f"'{spelled}' is not a variable", source=text, span=(0, len(text)))
    return syntax.value


def declared(name: str) -> dict[str, int]:
    """What makes a name that somebody gives as a variable one variable: `xy` is not x·y."""
    return {name: 0} if name.isidentifier() and name.isascii() else {}
