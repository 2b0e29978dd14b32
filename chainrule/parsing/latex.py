"""LaTeX → the same tokens as plain text.

TeX's own rule for arguments is applied here, so that the grammar need not know it: after `^`,
`\\frac` and their kin, an argument without braces is one character, and gets braces (`\\frac12`
becomes frac { 1 } { 2 }). Spacing and sizes are dropped; `\\left|` and `\\right|` say which bar
opens and which closes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from chainrule.errors import InputError
from chainrule.parsing import lexer
from chainrule.parsing.commands import (
    A_DIFFERENTIAL,
    BRACKETS,
    D_OF,
    DIFFERENTIAL,
    INDEX,
    REFUSED,
    SPACING,
    SPELLED,
    SUB,
    TOKEN,
    WORDS,
)
from chainrule.parsing.lexer import OPERATORS, refuse_character
from chainrule.parsing.names import FUNCTIONS, GREEK
from chainrule.parsing.tokens import Token, number
from chainrule.parsing.words import Words

__all__ = ["looks_like_latex", "tokenize"]


def looks_like_latex(text: str) -> bool:
    """Whether the text is LaTeX: it has a command, or is in dollar signs.

    >>> looks_like_latex(r"\\frac{x}{2}"), looks_like_latex("x^{2}")
    (True, False)
    """
    return "\\" in text or "$" in text


def tokenize(source: str, words: Words, start: int, stop: int) -> list[Token]:
    """The tokens of ``source[start:stop]``, an ``end`` token last.

    >>> from chainrule.parsing.readings import Readings
    >>> text = r"\\frac12 \\sin^2 x"
    >>> " ".join(t.text for t in tokenize(text, Words(text, Readings(text)), 0, len(text)))
    'frac { 1 } { 2 } sin ^ { 2 } x '
    """
    lexer = _Lexer(source, words)
    lexer.run(start, stop)
    lexer.tokens.append(Token("end", "", stop, stop))
    return lexer.tokens


class _Lexer:
    """``wanted`` counts, for each open brace, the TeX arguments that are still to come."""

    def __init__(self, source: str, words: Words) -> None:
        self.source = source
        self.words = words
        self.tokens: list[Token] = []
        self.wanted = [0]
        self.indexes: list[int] = []
        self.cases = 0
        self.integrals = 0
        self.side = ""

    def run(self, start: int, stop: int) -> None:
        while start < stop:
            found = TOKEN.match(self.source, start, stop)
            if found is None:
                refuse_character(self.source, start)
            kind = found.lastgroup or ""
            if kind == "inner":
                kind = "named"
            start = found.end() if kind == "space" else getattr(self, "_" + kind)(found)

    def _add(self, kind: str, text: str, start: int, stop: int) -> None:
        """Append a token; one that TeX takes as a whole argument gets braces."""
        if self.wanted[-1]:
            self.wanted[-1] -= 1
            if kind in ("number", "name", "constant"):
                self.tokens += [
                    Token("open", "{", start, start), Token(kind, text, start, stop),
                    Token("close", "}", stop, stop),
                ]  # fmt: skip
                return
        self.tokens.append(Token(kind, text, start, stop))

    def _cases(self, found: re.Match[str]) -> int:
        start, stop = found.span()
        if "begin" in found.group():
            self.cases += 1
            self.tokens += [
                Token("function", "piecewise", start, stop), Token("open", "(", start, stop),
            ]  # fmt: skip
            return stop
        self.cases -= 1
        if self.tokens and self.tokens[-1].kind == ";":
            self.tokens.pop()
        self.tokens.append(Token("close", ")", start, stop))
        return stop

    def _named(self, found: re.Match[str]) -> int:
        inner = (found.group("inner") or "").strip()
        start = found.start("inner")
        stop = found.end()
        name = inner.replace(" ", "").strip(",.")
        sub = SUB.match(self.source, stop)
        if name in ("if", "for", "when", ""):
            return stop
        if name == "d" and self.integrals:
            self._add("differential", "d", *found.span())
        elif not name.isalnum():
            self._fail("this name is not read", *found.span("inner"))
        elif name in FUNCTIONS:
            self._add("function", name, *found.span())
        elif sub:
            stop = sub.end()
            self._add("name", name + _subscript(sub), start, stop)
        else:
            end = stop if self.words.bracket_after(stop) else found.end("inner")
            for token in self.words.tokens(name, "", start, end):
                self._add(*token)
        return stop

    def _primes(self, found: re.Match[str]) -> int:
        for _ in range(found.group().count("prime")):
            self.tokens.append(Token("'", "'", *found.span()))
        return found.end()

    def _number(self, found: re.Match[str]) -> int:
        start, stop = found.span()
        if self.wanted[-1]:
            script = bool(self.tokens) and self.tokens[-1].kind in ("^", "_")
            if (script and stop - start > 1) or found.group()[0] == ".":
                self._fail(
                    f"in LaTeX only '{found.group()[0]}' belongs to this", start, stop,
                    "put braces around it: {" + found.group() + "}",
                )  # fmt: skip
            stop = start + 1
        token = number(self.source[start:stop], start, self.words.readings)
        self._add(*token)
        return stop

    def _letters(self, found: re.Match[str]) -> int:
        start, stop = found.span()
        spelled = SPELLED.match(self.source, start)
        if self.integrals and not (spelled or self.wanted[-1]) and D_OF.match(self.source, start):
            self._add("differential", "d", start, start + 1)
            return start + 1
        word = self.source[start:stop]
        sub = SUB.match(self.source, stop) if self.words.names and not self.wanted[-1] else None
        index, stop = (_subscript(sub), sub.end()) if sub else ("", stop)
        if self.words.declares(word + index) or A_DIFFERENTIAL.fullmatch(word):  # refused there
            for token in self.words.tokens(word, index, start, stop):
                self._add(*token)
            return stop
        if spelled and not self.wanted[-1]:
            kind = "constant" if spelled.group() == "pi" else "function"
            self.words.readings.say("glued-function", spelled.span(), "\\" + spelled.group())
            self._add(kind, spelled.group(), *spelled.span())
            return spelled.end()
        return self._variable(word[0], start, start + 1)

    def _variable(self, name: str, start: int, stop: int) -> int:
        sub = None if self.wanted[-1] else SUB.match(self.source, stop)
        function = name in ("Gamma", "zeta") or name in self.words.functions
        if sub:
            tokens = self.words.tokens(name, _subscript(sub), start, sub.end())
            stop = sub.end()
        elif name in GREEK and not (function and self.words.bracket_after(stop)):
            tokens = [Token("name", GREEK[name], start, stop)]
        else:
            tokens = self.words.tokens(name, "", start, stop)
        for token in tokens:
            self._add(*token)
        return stop

    def _command(self, found: re.Match[str]) -> int:
        command = found.group()
        handler = COMMANDS.get(command, _Lexer._unknown)
        return handler(self, command, *found.span()) or found.end()

    def _skip(self, _command: str, _start: int, _stop: int) -> None:
        """Spacing, sizes, fonts."""

    def _side(self, command: str, _start: int, _stop: int) -> None:
        self.side = command[1:]

    def _break(self, _command: str, start: int, stop: int) -> None:
        if self.cases:
            self.tokens.append(Token(";", ";", start, stop))

    def _word(self, command: str, start: int, stop: int) -> None:
        kind, text = WORDS[command]
        self._add(kind, text, start, stop)
        self.integrals += kind == "integral"

    def _delimiter(self, command: str, start: int, stop: int) -> None:
        self._bracket(*BRACKETS[command], start, stop)

    def _fraction(self, _command: str, start: int, stop: int) -> None:
        if DIFFERENTIAL.match(self.source, start):
            message = "a derivative cannot be a part of the expression"
            self._fail(message, start, stop, "type the function alone")
        self._add("frac", "frac", start, stop)
        self.wanted[-1] += 2

    def _binomial(self, _command: str, start: int, stop: int) -> None:
        self._add("frac", "binomial", start, stop)
        self.wanted[-1] += 2

    def _sqrt(self, _command: str, start: int, stop: int) -> None:
        self._add("function", "sqrt", start, stop)
        if INDEX.match(self.source, stop):
            self.indexes.append(len(self.wanted))
        else:
            self.wanted[-1] += 1

    def _of(self, _command: str, start: int, stop: int) -> None:
        self._add("of", "of", start, stop)
        self.wanted[-1] += 1

    def _greek(self, command: str, start: int, stop: int) -> int:
        return self._variable(command[1:], start, stop)

    def _refused(self, command: str, start: int, stop: int) -> None:
        message, _, hint = REFUSED[command].partition(": ")
        self._fail(message, start, stop, hint)

    def _unknown(self, command: str, start: int, stop: int) -> NoReturn:
        from difflib import get_close_matches

        near = get_close_matches(command[1:], [c[1:] for c in COMMANDS], 1, 0.75)
        hint = f"did you mean \\{near[0]}?" if near else ""
        self._fail(f"the LaTeX command {command} is not read", start, stop, hint)

    def _bracket(self, kind: str, text: str, start: int, stop: int) -> None:
        if kind == "bar" and self.side:
            kind = "open" if self.side == "left" else "close"
        self.side = ""
        self.wanted[-1] = 0
        self.tokens.append(Token(kind, text, start, stop))

    def _sign(self, found: re.Match[str]) -> int:
        sign = found.group()
        start, stop = found.span()
        if sign == "{":
            self.wanted[-1] = max(0, self.wanted[-1] - 1)
            self.wanted.append(0)
            self.tokens.append(Token("open", "{", start, stop))
        elif sign == "}":
            if len(self.wanted) > 1:
                self.wanted.pop()
            self.tokens.append(Token("close", "}", start, stop))
        elif sign == "&" and self.cases:
            if self.tokens[-1].kind != ",":  # authors put one behind a value
                self.tokens.append(Token(",", ",", start, stop))
        elif sign in "([])|" or OPERATORS.get(sign) == "bar":
            self._bracket(OPERATORS[sign], "|" if OPERATORS[sign] == "bar" else sign, start, stop)
            if sign == "]" and self.indexes and self.indexes[-1] == len(self.wanted):
                self.indexes.pop()
                self.wanted[-1] += 1
        else:
            self._ordinary(sign, start, stop)
        return stop

    def _ordinary(self, sign: str, start: int, stop: int) -> None:
        """Signs that mean what they mean in plain text, and those that are not LaTeX: θ, ²."""
        if sign in "$&":
            self._fail(f"'{sign}' cannot stand here", start, stop)
        tokens = lexer.tokenize(self.source, self.words, start, stop)[:-1]
        for token in tokens:
            self._add(*token)
        if sign in "^_":
            self.wanted[-1] = 1

    def _fail(self, message: str, start: int, stop: int, hint: str = "") -> NoReturn:
        raise InputError(message, source=self.source, span=(start, stop), hint=hint)


def _subscript(found: re.Match[str]) -> str:
    inner = next(group for group in found.groups() if group)
    return "_" + GREEK.get(inner, inner)


Handler: TypeAlias = Callable[["_Lexer", str, int, int], int | None]
COMMANDS: dict[str, Handler] = {
    **dict.fromkeys(WORDS, _Lexer._word),
    **dict.fromkeys(("\\" + name for name in GREEK), _Lexer._greek),
    **dict.fromkeys(SPACING, _Lexer._skip),
    **dict.fromkeys(BRACKETS, _Lexer._delimiter),
    **dict.fromkeys(REFUSED, _Lexer._refused),
    **dict.fromkeys((r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"), _Lexer._fraction),
    **dict.fromkeys((r"\binom", r"\dbinom", r"\tbinom"), _Lexer._binomial),
    **dict.fromkeys((r"\left", r"\right"), _Lexer._side),
    r"\sqrt": _Lexer._sqrt,
    r"\of": _Lexer._of,
    "\\\\": _Lexer._break,
}
