"""Where names that a text defines stand before brackets: functions, factors, and slips.

f(u, v) = u*v      f(2, x) is an application with two arguments
y = y(x)           y(x) is the quantity y again
r = x + y          r(x + 1) is a product, but r(x) and f(x) could be either: refused
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from chainrule.errors import InputError
from chainrule.parsing.names import FUNCTIONS, UNKNOWN
from chainrule.parsing.problem import syntax_from
from chainrule.parsing.surroundings import Text
from chainrule.parsing.syntax import Syntax, nodes

__all__ = ["check_applied", "check_tokens", "declare", "give_names"]

_CALLED = UNKNOWN | FUNCTIONS.keys()  # what everybody reads as a function before a bracket


def declare(found: Text) -> Syntax:
    """The right side of `y = y(x)`, and its variables as parameters of the text."""
    place = next(n for n, token in enumerate(found.tokens) if token.kind == "=")
    found.name = found.tokens[0].text
    found.tokens = found.tokens[place + 1 :]
    tree = syntax_from(found)
    found.parameters = tuple(arg.value for arg in tree.args)
    if any(arg.kind != "name" for arg in tree.args) or _repeated(found.parameters):
        raise InputError(
            "an unknown function is declared with its variables", source=found.source,
            span=(tree.start, tree.stop), hint=f"for example {found.name} = {found.name}(x)",
        )  # fmt: skip
    return tree


def check_tokens(found: Text, names: Collection[str], functions: Collection[str]) -> None:
    """Refuse a quantity before brackets that read as arguments, and parameters that repeat."""
    again = _repeated(found.parameters)
    if again:
        span = (0, found.source.index("="))
        raise InputError(f"{again} stands here twice", source=found.source, span=span)
    tokens = found.tokens
    for place, token in enumerate(tokens[:-1]):
        if token.kind != "name" or token.text not in names or token.text in functions:
            continue
        inside = place + 1
        if tokens[inside].kind != "open" or tokens[inside].text != "(":
            continue
        kinds = ["name", ","]
        while tokens[inside + 1].kind == kinds[0]:
            inside, kinds = inside + 1, kinds[::-1]
        if token.text in _CALLED or (kinds[0] == "," and tokens[inside + 1].kind == "close"):
            raise InputError(
                f"{token.text} is a quantity here, not a function", source=found.source,
                span=(token.start, token.stop),
                hint=f"write {token.text} alone, or {token.text}*(…) for a product",
            )  # fmt: skip


def _repeated(names: tuple[str, ...]) -> str:
    return next((name for place, name in enumerate(names) if name in names[:place]), "")


def give_names(
    tree: Syntax, functions: Mapping[str, tuple[str, ...]], declared: Collection[str], own: str
) -> None:
    """With `y = y(x)`, every other y(x) is the quantity y."""
    for node in nodes(tree):
        if (
            node.kind == "apply"
            and node.value in declared
            and not (node is tree and own == node.value)
        ):
            names = tuple(arg.value for arg in node.args if arg.kind == "name")
            if names == functions[node.value] and not node.primes:
                node.kind, node.args = "name", []


def check_applied(
    tree: Syntax, functions: Mapping[str, tuple[str, ...]], declared: Collection[str]
) -> None:
    """Refuse a wrong number of arguments, and a prime on a function that is defined."""
    for node in nodes(tree):
        if node.kind != "apply" or node.value not in functions:
            continue
        wanted, count, message, hint = len(functions[node.value]), len(node.args), "", ""
        if count != wanted:
            message = f"{node.value} takes {wanted} argument{'s' * (wanted > 1)}, not {count}"
        elif node.primes and node.value not in declared:
            message = f"{node.value} is defined here: its derivative cannot be a part of this"
            hint = "give the function itself: it is differentiated anyway"
        if message:
            raise InputError(message, source="", span=(node.start, node.stop), hint=hint)
