"""Names that nobody typed into an expression: those that are given for ``wrt`` and ``of``, and
how the symbols and unknown functions of SymPy expressions and JSON documents may be spelled.

What is typed is read by the lexer, so its names are harmless. SymPy takes any text for a name, and
pages print names as they are: a name must not be able to hold TeX, Markdown, signs that move a
terminal's cursor, or what reads as another expression (Symbol("2"), Symbol("x-1")).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from chainrule.errors import InputError
from chainrule.parsing.lexer import SUBSCRIPTS, SUPERSCRIPTS
from chainrule.parsing.names import GREEK_SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sympy import Symbol

__all__ = ["Given", "given_names", "is_name", "require_name"]

Given: TypeAlias = "str | Symbol | Sequence[str | Symbol] | None"
"""Names as somebody gives them: `x`, `x,y`, a symbol, or a sequence of these."""

_FURTHER = frozenset("0123456789_'′″") | SUBSCRIPTS.keys() | GREEK_SIGNS.keys()


def is_name(text: str) -> bool:
    """Whether a name has letters, digits, underscores, primes and subscripts only, and begins with
    a letter (behind underscores, if there are any).

    >>> [is_name(name) for name in ("x", "θ₁", "W1_32", "_x'", "größe")]
    [True, True, True, True, True]
    >>> [is_name(name) for name in ("", "2", "_", "x-1", "x²", "x_{1}", "a\\\\b", "x y")]
    [False, False, False, False, False, False, False, False]
    """
    begins = text.lstrip("_")[:1]
    return _is_letter(begins) and all(_is_letter(sign) or sign in _FURTHER for sign in text)


def _is_letter(sign: str) -> bool:
    return sign in GREEK_SIGNS or (
        sign.isalpha() and sign not in SUPERSCRIPTS and sign not in SUBSCRIPTS
    )


def require_name(text: str, what: str = "variable") -> None:
    """InputError for anything else; the name is shown so that it can do nothing either."""
    if not is_name(text):
        raise InputError(
            f"{text[:40]!a} cannot be the name of a {what}",
            hint="a name has letters, digits, _ and primes, and begins with a letter: x_1",
        )


def given_names(given: object) -> list[str | Symbol]:
    """What is given for ``wrt`` or ``of``, one by one: names with commas, a symbol, a sequence.

    >>> from sympy.abc import x, y
    >>> given_names("x, y"), given_names(x), given_names((x, "y")), given_names(None)
    (['x', 'y'], [x], [x, 'y'], [])
    """
    if given is None:
        return []
    if isinstance(given, str):
        return [part.strip() for part in given.split(",") if part.strip()]
    parts: list[Any] = list(given) if isinstance(given, Iterable) else [given]
    for part in parts:
        if getattr(part, "is_Symbol", False):
            require_name(part.name)
        elif not isinstance(part, str):
            raise InputError(f"a variable is a name or a symbol, not {given!r}")
    return [part.strip() if isinstance(part, str) else part for part in parts]
