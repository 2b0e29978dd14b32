"""Text → the definitions in it, each with its place, and what each left-hand side says.

    h = r*s; r = x*y      at ; and new lines (in LaTeX at \\\\), and at a comma before the next name
    h = piecewise(x^2,    not inside brackets
        x<0; sin x)       # and not in a comment

Nothing is parsed here: the name in front must be known before any definition can be, because
`net1`, `E` or `u(` mean something else where they are defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chainrule.errors import InputError
from chainrule.parsing.lexer import SUBSCRIPTS
from chainrule.parsing.names import CONSTANTS, FUNCTIONS
from chainrule.parsing.words import canonical

__all__ = ["Piece", "pieces_of", "without_comments"]

_NAME = (
    r"(?:\\(?:mathrm|operatorname|text)\s*\{\s*)?\\?([^\W\d_]\w*)(?:\s*\})?"
    r"(_\w+|_\s*\{\s*\w+\s*\}|(?<=_)\{\s*\w+\s*\})?"
)
_ARGUMENTS = r"(?:\\left\s*)?\([^()=]*\)"
_HEAD = re.compile(rf"(?:\s|\\q?quad|\\[,;:!])*\$*\s*({_NAME})\s*({_ARGUMENTS})?\s*(?::=|≔|=)(?!=)")
_APPLIED = re.compile(rf"\s*{_NAME}\s*{_ARGUMENTS}[\s.,$]*")
_AROUND = re.compile(
    r"[\s$]*(?:\\\[)?\s*\\begin\{(?P<name>(?:cases|align|aligned|gather|gathered|split)\*?)\}"
    r"(?P<inner>.*)\\end\{(?P=name)\}\s*(?:\\\])?[\s$.]*", re.DOTALL,
)  # fmt: skip
_MARK = re.compile(r"\\\\|\\(?:begin|end)\b|\\.|[()\[\]{};,\n]", re.DOTALL)
_OPENERS = frozenset(("(", "[", "{", "\\begin"))
_CLOSERS = frozenset((")", "]", "}", "\\end"))
_SEPARATORS = frozenset((";", "\n", "\\\\"))


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one definition and where it starts. ``name`` stands on its left, with brackets
    behind it if it ``has_parameters``; `y = y(x)` is ``declared`` only."""

    text: str
    start: int
    name: str = ""
    name_span: tuple[int, int] = (0, 0)
    has_parameters: bool = False
    declared: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the whole text, without the spaces around it."""
        lead = len(self.text) - len(self.text.lstrip())
        return self.start + lead, self.start + len(self.text.rstrip())


def without_comments(text: str) -> str:
    """The text with spaces for its comments, and for the LaTeX environment around the whole, so
    that every place stays the same.

    >>> without_comments("h = x # the whole")
    'h = x            '
    """
    text = re.sub(r"#[^\n]*", _blank, text)
    around = _AROUND.fullmatch(text)
    if around:
        inner = around["inner"].replace("&=", " =").replace("& =", "  =")
        text = " " * around.start("inner") + inner + " " * (len(text) - around.end("inner"))
    return text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def pieces_of(text: str) -> list[Piece]:
    """The definitions of a text without comments; InputError for a name that is taken.

    >>> [(piece.name, piece.text) for piece in pieces_of("h = r^2; r = x + 1")]
    [('h', 'h = r^2'), ('r', ' r = x + 1')]
    """
    return [_outlined(text, start, stop) for start, stop in _parts(text)]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the definitions are; one whose bracket is never closed ends at the next separator,
    so that the parser complains about the bracket and not about what follows."""
    start = depth = 0
    inside: int | None = None  # the first separator between the brackets that are open
    for found in _MARK.finditer(text):
        sign = found.group()
        if sign in _OPENERS:
            depth += 1
        elif sign in _CLOSERS:
            depth = max(0, depth - 1)
        elif sign in _SEPARATORS or (sign == "," and _HEAD.match(text, found.end())):
            if depth:
                inside = found.start() if inside is None else inside
            else:
                if text[start : found.start()].strip():
                    yield start, found.start()
                start, inside = found.end(), None
    stop = len(text) if not depth or inside is None else inside
    if text[start:stop].strip():
        yield start, stop


def _outlined(text: str, start: int, stop: int) -> Piece:
    head = _HEAD.match(text, start, stop)
    part = text[start:stop]
    if head is None:
        return Piece(part, start)
    written, word, index, parameters = head.groups()
    name, span = _spelled(word, index), head.span(1)
    meaning = CONSTANTS.get(name)
    function = FUNCTIONS.get(name)
    if (meaning and meaning != "e") or (function and function.bare) or name in ("and", "or"):
        what = "a constant" if meaning else "a function" if function else "a word"
        raise InputError(
            f"{written.strip()} is {what} with a meaning of its own", source=text, span=span,
            hint="give the quantity another name",
        )  # fmt: skip
    applied = None if parameters else _APPLIED.fullmatch(text, head.end(), stop)
    declared = applied is not None and _spelled(*applied.groups()) == name
    return Piece(part, start, name, span, bool(parameters), declared)


def _spelled(word: str, index: str | None) -> str:
    """The name as the parser will spell it: `θ₁`, `\\theta_{1}` and `theta_1` are one."""
    plain = re.sub(r"[\s{}]", "", word + (index or ""))
    letters = plain.rstrip("".join(SUBSCRIPTS))
    low = "".join(SUBSCRIPTS[sign] for sign in plain[len(letters) :])
    base, mark, rest = letters.partition("_")
    return canonical(base) + mark + rest + (f"_{low}" if low else "")
