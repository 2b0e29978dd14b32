"""Words → tokens: which letters are one name, which are a function, which are a product.

    sin, arctan, Abs      functions, when an argument can follow
    x, x_1, w12, alpha    variables
    f(, g'(, h(           unknown functions
    cosx, sin2x, xln      a function glued to its neighbours, and that is said
    xy, ax, nRT           products of letters, and that is said
    kb, Volt, net_o1      one variable each, and that is said
    sinn(                 an error with a suggestion

`xy` and `kb` look alike. Two letters (three, without a vowel in the middle) are a product where
nobody writes `*`, or where each letter also stands alone; otherwise they are one name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from chainrule.parsing.names import (
    CONSTANTS,
    FUNCTIONS,
    GLUED,
    GREEK,
    GREEK_SIGNS,
    UNKNOWN,
)
from chainrule.parsing.readings import Readings
from chainrule.parsing.refusals import (
    check_word,
    needs_brackets,
    refuse_word,
    unknown_function,
)
from chainrule.parsing.tokens import Token

__all__ = ["Words", "canonical"]

_FUNCTION = "|".join(GLUED)
_LETTER = "|".join(sorted((n for n in GREEK if len(n) > 2), key=len, reverse=True)) + "|pi"
_GLUED = re.compile(
    rf"(?:pi|[a-zA-Z]{{0,2}}?)(?:(?:{_FUNCTION})\d*(?:(?:{_LETTER})|[xyztuvw]{{2}}|[a-df-zA-Z])?)+"
)
_PIECE = re.compile(rf"{_FUNCTION}|{_LETTER}|\d+|[a-zA-Z]")
_PRODUCT = re.compile(r"[a-zA-Z]{2}|[a-zA-Z][^\W\daeiouAEIOU_][a-zA-Z]|[xyzwtuv]{4,6}")
_BRACKET = re.compile(r"\s*(?:['′’″]+\s*)?(?:(?:\\left|\\[bB]ig+l?)\s*)?[(\[]")
_ARGUMENTS = re.compile(
    r"\s*(?:\\left\s*)?\((?!\s*\d+\s*,\s*\d)[^()\[\]|,;]{1,60}(?:\([^()]{0,60}\)[^()\[\]|,;]{0,60})?,"
)
_OPERAND = re.compile(rf"\s*(?:[\w\\√]|[{''.join(GREEK_SIGNS)}π∞])")
_BASE, _LONGEST_BASE = re.compile(r"(?:[\w.]+\s*)?(?:\^|\*\*)\s*$"), 20
_POWER = re.compile(r"\s*(?:\^|\*\*|[⁰¹²³⁴-⁹⁺⁻⁽ᵃ-ᵛᶜᶠᶻʰʲˡʳˢʷˣʸⁿⁱ])")
_WORDS = {"and": "and", "or": "or"}


class Words:
    """Tells the words of one text apart; ``names`` and ``functions`` are declared by the caller,
    the functions for where a bracket follows. A text that is a part of another is read as the
    ``whole`` is: what `xy` is depends on how its author writes products everywhere.
    """

    def __init__(
        self,
        source: str,
        readings: Readings,
        names: Collection[str] = (),
        functions: Collection[str] = (),
        whole: Words | None = None,
    ) -> None:
        self.source = source
        self.readings = readings
        self.names = names
        self.functions = functions
        self._whole = whole or self
        self._alone: frozenset[str] | None = None
        self._numbered = False
        # whether products are written with *
        self._starred: bool = whole._starred if whole else "*" in source.replace("**", "")

    def declares(self, name: str) -> bool:
        """Whether the caller has declared the name, spelled canonically."""
        return name in self.names or name in self.functions

    def tokens(self, word: str, sub: str, start: int, stop: int) -> list[Token]:
        """The tokens of ``word`` with the subscript ``sub`` (`_1`, or nothing)."""
        name = word + sub if sub else word
        declared = self._declared(canonical(word) + sub, start, stop)
        if declared:
            return [declared]
        if name in CONSTANTS:
            return [self.constant(name, start, stop)]
        function = FUNCTIONS.get(name)
        if function and (function.bare or self.bracket_after(stop)):
            return [Token("function", name, start, stop)]
        if sub:
            return self._subscripted(word, sub, start, stop)
        if function:
            self._without_brackets(word, start, stop)
        if len(word) == 1:
            return [self.letter(word, start, stop)]
        if word in GREEK:
            return [Token("name", GREEK[word], start, stop)]
        if word in _WORDS:
            return [Token(_WORDS[word], word, start, stop)]
        return self._several(word, start, stop)

    def _declared(self, name: str, start: int, stop: int) -> Token | None:
        if name in self.functions and self.bracket_after(stop):
            return Token("apply", name, start, stop)
        return Token("name", name, start, stop) if name in self.names else None

    def letter(self, letter: str, start: int, stop: int) -> Token:
        """A single letter: a variable, or the name of an unknown function before a bracket."""
        if self.bracket_after(stop) and (letter in UNKNOWN or self._has_arguments(stop)):
            return Token("apply", GREEK_SIGNS.get(letter, letter), start, stop)
        if letter in ("i", "I"):
            self.readings.say("letter-i", (start, stop))
        return Token("name", GREEK_SIGNS.get(letter, letter), start, stop)

    def constant(self, name: str, start: int, stop: int) -> Token:
        """e, π and their kind."""
        meaning = CONSTANTS[name]
        if meaning == "e":
            self.readings.say("euler-number", (start, stop), "e")
        return Token("constant", meaning, start, stop)

    def bracket_after(self, place: int) -> bool:
        """Whether a bracket follows, perhaps after primes."""
        return _BRACKET.match(self.source, place) is not None

    def _has_arguments(self, place: int) -> bool:
        """Whether the brackets that follow have a comma in them, F(x, y): then they are no factor.
        Numbers may be a decimal comma: a(3,5)."""
        return _ARGUMENTS.match(self.source, place) is not None

    def _without_brackets(self, word: str, start: int, stop: int) -> None:
        """`erfc x` is a slip; `gamma x` and `li x` can be products, and the first is said to be."""
        goes_on = _OPERAND.match(self.source, stop) is not None
        if canonical(word) in GREEK:
            if goes_on:
                self.readings.say("greek-letter", (start, stop), f"{word}(…)")
        elif goes_on or len(word) > 2:
            needs_brackets(self.source, word, start, stop)

    def _subscripted(self, word: str, sub: str, start: int, stop: int) -> list[Token]:
        function = FUNCTIONS.get(word)
        if function and function.bare:
            if function.head != "log":
                refuse_word(self.source, f"{word} has no base or index", start, stop)
            at = stop - len(sub) + 1
            base = sub[1:]
            tokens = [Token("number", base, at, stop)] if base.isdigit() else None
            return [
                Token("function", word, start, start + len(word)),
                Token("_", "_", at - 1, at),
                *(tokens or self.tokens(base, "", at, stop)),
            ]
        letters = word.rstrip("0123456789")
        if letters not in GREEK and _GLUED.fullmatch(word[:40]):
            *front, last = self._several(word, start, stop)
            if last.kind == "name":
                return [*front, Token("name", last.text + sub, last.start, stop)]
        if len(letters) > 1 and letters not in GREEK and self.bracket_after(stop):
            unknown_function(self.source, word + sub, start, stop)
        plain = GREEK_SIGNS.get(word) or GREEK.get(word) or word
        return [Token("name", plain + sub, start, stop)]

    def _several(self, word: str, start: int, stop: int) -> list[Token]:
        """A word of several letters, or of letters and digits, that is in no table."""
        if len(word) <= 40 and not re.match(r"log\d", word) and _GLUED.fullmatch(word):
            pieces = _PIECE.findall(word)
            if pieces[-1] in FUNCTIONS or not self.bracket_after(stop):
                return self._glued(pieces, start, stop)
        letters = word.rstrip("0123456789")
        if len(letters) < len(word) and (len(letters) == 1 or letters in GREEK):
            plain = GREEK_SIGNS.get(letters) or GREEK.get(letters) or letters
            if not self._whole._numbered:  # once is enough
                self._whole._numbered = True
                meaning = f"{letters}*{word[len(letters) :]}"
                self.readings.say("one-name", (start, stop), meaning)
            return [Token("name", plain + word[len(letters) :], start, stop)]
        if self.bracket_after(stop):
            lower = word.lower()
            if lower in FUNCTIONS:
                self.readings.say("capital-letter", (start, stop), lower)
                return [Token("function", lower, start, stop)]
            unknown_function(self.source, word, start, stop)
        check_word(self.source, word, letters, start, stop)
        if self._is_product(word, stop):
            self.readings.say("glued-product", (start, stop), "·".join(word))
            return self._product(word, start)
        if word == letters:
            slip = "one-name" if self._starred else "one-name-slip"
            self.readings.say(slip, (start, stop), "*".join(word))
        return [Token("name", word, start, stop)]

    def _glued(self, pieces: list[str], start: int, stop: int) -> list[Token]:
        tokens = []
        place = start
        for piece in pieces:
            end = place + len(piece)
            if piece.isdigit():
                tokens.append(Token("number", piece, place, end))
            else:
                tokens += self.tokens(piece, "", place, end)
            place = end
        spaced = "".join(f" {p} " if p in FUNCTIONS else p for p in pieces)
        spaced = " ".join(spaced.split())
        below = _BASE.search(self.source, max(0, start - _LONGEST_BASE), start)
        begin = below.start() if below else start  # in e^xsinx only x is the exponent
        self.readings.say("glued-function", (begin, stop), self.source[begin:start] + spaced)
        return tokens

    def _is_product(self, word: str, stop: int) -> bool:
        if re.fullmatch("[a-zA-Z]{1,2}e", word) and _POWER.match(self.source, stop):
            return True
        if not _PRODUCT.fullmatch(word):
            return False
        return not self._starred or frozenset(word) <= self._whole._letters_alone()

    def _product(self, word: str, start: int) -> list[Token]:
        tokens: list[Token] = []
        for place, letter in enumerate(word, start):
            if tokens:
                tokens.append(Token("glue", "", place, place))
            if letter in ("e", "E"):
                tokens.append(self.constant(letter, place, place + 1))
            else:
                tokens.append(self.letter(letter, place, place + 1))
        return tokens

    def _letters_alone(self) -> frozenset[str]:
        if self._alone is None:
            alone = re.findall(r"(?<![a-zA-Z_])[a-zA-Z](?![a-zA-Z_0-9])", self.source)
            self._alone = frozenset(alone)
        return self._alone


def canonical(word: str) -> str:
    """The name of a word whose first letter may be Greek.

    >>> canonical("θ"), canonical("lamda"), canonical("θ1"), canonical("net")
    ('theta', 'lambda', 'theta1', 'net')
    """
    if word[:1] in GREEK_SIGNS:
        return GREEK_SIGNS[word[0]] + word[1:]
    return GREEK.get(word, word)
