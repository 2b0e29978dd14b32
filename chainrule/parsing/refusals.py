"""Words that are refused: what is wrong with each, and what to type instead.

A word and its place go in, an `InputError` comes out; words.py says which words come here.
"""

from __future__ import annotations

import re
from typing import NoReturn

from chainrule.errors import InputError
from chainrule.parsing.names import FUNCTIONS, UNITS

__all__ = ["check_word", "needs_brackets", "refuse_word", "suggestion", "unknown_function"]

_ALONE = "type the function alone: it is differentiated anyway"
_REAL = "functions are real here"
_ASKING = frozenset((
    "diff", "derivative", "deriv", "derive", "ddx", "differentiate", "gradient", "integrate",
    "solve",
))  # fmt: skip
_PROSE = frozenset((
    "of", "the", "is", "what", "find", "compute", "wrt", "where", "with", "respect", "let",
    "given", "please",
))  # fmt: skip
_REFUSED = {
    **dict.fromkeys(_ASKING, _ALONE),
    **dict.fromkeys(_PROSE, "type the function alone, without words"),
    "int": "an integral is written Integral(sin(t^2), (t, 0, x))",
    "arc": "an inverse function is one word: arcsin(x)",
    "sigmoid": "write it out: 1/(1 + e^(-x))",
    **dict.fromkeys(("re", "im", "conjugate", "arg"), _REAL),
    **dict.fromkeys(("sum", "prod", "det", "mod"), "give one function of x"),
    **dict.fromkeys(("lim", "limit", "limits"), "give the function itself, without the limit"),
    **dict.fromkeys(("if", "when", "for", "not", "isa"),
                    "cases are written Piecewise((x^2, x < 0), (x, True))"),
    **dict.fromkeys(("deg", "degree", "degrees"), "angles are in radians: x° is pi*x/180"),
}  # fmt: skip


def refuse_word(source: str, message: str, start: int, stop: int, hint: str = "") -> NoReturn:
    """Raise the error about the word there."""
    raise InputError(message, source=source, span=(start, stop), hint=hint)


def check_word(source: str, word: str, letters: str, start: int, stop: int) -> None:
    """Refuse a word that is read in two ways by too many people; ``letters`` are those before its
    digits."""
    if word.lower() in _REFUSED:
        refuse_word(source, f"'{word}' is not read", start, stop, _REFUSED[word.lower()])
    if re.fullmatch("d[rstuvxyz]", word):
        _differential(source, word, start, stop)
    if word in UNITS:
        refuse_word(
            source, f"'{word}' reads as a unit, and units are not read", start, stop,
            f"leave units out; for a product write {'*'.join(word)}",
        )  # fmt: skip
    function = FUNCTIONS.get(letters)
    if re.search(r"\d[a-zA-Z]", word) or (function and function.bare):
        refuse_word(
            source, f"'{word}' can be read in several ways", start, stop,
            "write products with *, powers with ^, and arguments in brackets",
        )  # fmt: skip


def _differential(source: str, word: str, start: int, stop: int) -> NoReturn:
    """The dx of d/dx, or of an integral."""
    if re.search(r"[d∂][\d^²³]*\s*/\s*$", source[:start]):
        refuse_word(
            source, f"d/{word} can only stand in front of the whole expression", start, stop,
            f"a second derivative is written d²/{word}²[…]",
        )  # fmt: skip
    refuse_word(
        source, f"{word} is a differential, and cannot be a part of the expression", start, stop,
        f"type the function alone; for a product write d*{word[1]}",
    )  # fmt: skip


def needs_brackets(source: str, word: str, start: int, stop: int) -> NoReturn:
    """`erfc x`, for a function that nobody writes so."""
    message = f"{word} needs its argument in brackets"
    refuse_word(source, message, start, stop, f"write {_example(word)}")


def unknown_function(source: str, word: str, start: int, stop: int) -> NoReturn:
    """A word before a bracket that is no function."""
    if re.fullmatch("d[rstuvxyz]", word):
        _differential(source, word, start, stop)
    if word.lower() in _REFUSED:
        refuse_word(source, f"'{word}' is not read", start, stop, _REFUSED[word.lower()])
    hint = suggestion(word)
    if not hint and word.isalpha() and len(word) < 4:
        hint = f"for a product write {'*'.join(word)}*(…)"
    hint = hint or "f, g and h stand for unknown functions"
    refuse_word(source, f"unknown function '{word}'", start, stop, hint)


def suggestion(word: str) -> str:
    """A hint that names the function with the nearest spelling, or nothing.

    >>> suggestion("sinn")
    'did you mean sin(x)?'
    """
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), FUNCTIONS, 1, 0.7)
    return f"did you mean {_example(near[0])}?" if near else ""


def _example(name: str) -> str:
    """An application of a function, `besselj(x, y)`."""
    return f"{name}({', '.join('xyzw'[: FUNCTIONS[name].least])})"
