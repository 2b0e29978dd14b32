"""Text → tokens, for mathematics that is typed plainly: ASCII and Unicode.

Every spelling becomes one canonical token (`×`, `⋅` and `*` are `*`; `²` is `^`, `{`, `2`, `}`),
so that the grammar knows neither Unicode nor LaTeX. Words are told apart in words.py.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from chainrule.errors import InputError
from chainrule.parsing.names import GREEK_SIGNS, MODULES, UNKNOWN
from chainrule.parsing.tokens import Token, number
from chainrule.parsing.words import Words

__all__ = ["OPERATORS", "SUBSCRIPTS", "SUPERSCRIPTS", "refuse_character", "tokenize"]


_GLUED = re.compile(r"[eE]([+-]?)(\d+)(?=[A-Za-z(])|\s?[xX](?P<ten>10\s?\^)")
SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "0123456789+-()abcdefghijklmnoprstuvwxyz",
        strict=True,
    )
)  # fmt: skip
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))

_FRACTIONS = {
    "½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34", "⅕": "15", "⅖": "25", "⅗": "35",
    "⅘": "45", "⅙": "16", "⅚": "56", "⅐": "17", "⅛": "18", "⅜": "38", "⅝": "58", "⅞": "78",
    "⅑": "19",
}  # fmt: skip

OPERATORS = {
    **dict.fromkeys("*·×∙⋅∗•⨯", "*"), **dict.fromkeys("/÷∕⁄", "/"),
    **dict.fromkeys("-−–—‐‑", "-"), "+": "+", "^": "^", "**": "^", "!": "!", "_": "_",
    **dict.fromkeys("'′’″", "'"), ",": ",", ";": ";", "|": "bar", "∣": "bar",
    "<": "<", "<=": "<=", "=<": "<=", "≤": "<=", "⩽": "<=", ">": ">", ">=": ">=", "≥": ">=",
    "⩾": ">=", "!=": "!=", "≠": "!=", "<>": "!=", "=": "=", ":=": "=", "≔": "=", "==": "==",
    "&": "and", "&&": "and", "∧": "and", "∨": "or", "⋁": "or",
    "(": "open", "[": "open", "{": "open", "⌊": "open", "⌈": "open",
    ")": "close", "]": "close", "}": "close", "⌋": "close", "⌉": "close",
    "√": "root", "∛": "root", "∜": "root",
}  # fmt: skip

_GREEK = "".join(GREEK_SIGNS)
_SIGNS = re.escape("".join(sign for sign in OPERATORS if len(sign) == 1))
_SUB = "".join(SUBSCRIPTS)
_TOKEN = re.compile(
    rf"""(?P<space>\s+|(?:{"|".join(MODULES)})\.(?=[A-Za-z]))
    |(?P<slash>\d+⁄\d+|[{"".join(SUPERSCRIPTS)}]+⁄[{_SUB}]*)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+(?![\w.]))?)
    |(?P<word>(?:[A-Za-z][A-Za-z0-9]*|%(?:e|pi)\b|[{_GREEK}πℼℯ∞]\d*)
        (?P<sub>_\{{[^{{}}]*\}}|(?:_(?:\d+|[A-Za-z]+\d*))+|_(?![\w{{(])|[{_SUB}]+)?)
    |(?P<fraction>[{"".join(_FRACTIONS)}])
    |(?P<power>[{"".join(SUPERSCRIPTS)}]+)
    |(?P<arrow>->)
    |(?P<operator>\*\*|<=|>=|=<|!=|<>|==|:=|&&|[{_SIGNS}])
    """,
    re.VERBOSE,
)  # fmt: skip

# Signs that mean something which this program does not do: say so, rather than "unknown".
REFUSED = {
    "±": "± stands for two functions: type one of them",
    "∓": "∓ stands for two functions: type one of them",
    "%": "percent signs are not read: 5% is 0.05",
    "°": "degrees are not read: angles are in radians (x° is pi*x/180)",
    "∫": "type an integral as Integral(sin(t^2), (t, 0, x))",
    "∂": "∂/∂x can only stand in front of the whole expression",
    "∈": "sets are not read",
    "∘": "a composition is written f(g(x))",
    "↦": "maps are not read: write f(x) = …",
    ":": "a colon is not read: write f(x) = …",
    "∪": "sets are not read",
    "⇒": "logic is not read: give one expression",
    "→": "limits and maps are not read: give one expression",
    "∑": "sums over an index are not read: write the terms out",
    "…": "… cannot be read: write the terms out",
    '"': "quotation marks are not read: type the expression alone",
    "\\": "a single backslash is not a LaTeX command",
    ".": "a decimal point needs a digit beside it, and a product a *",
}


def tokenize(source: str, words: Words, start: int, stop: int) -> list[Token]:
    """The tokens of ``source[start:stop]``, an ``end`` token last.

    >>> from chainrule.parsing.readings import Readings
    >>> text = "2x² ≥ π"
    >>> [t.text for t in tokenize(text, Words(text, Readings(text)), 0, len(text))]
    ['2', 'x', '^', '{', '2', '}', '>=', 'pi', '']
    """
    text = source if source.isascii() else _plain_letters(source)
    tokens: list[Token] = []
    match = _TOKEN.match
    while start < stop:
        found = match(text, start, stop)
        if found is None:
            refuse_character(source, start)
        kind, begin, start = found.lastgroup, start, found.end()
        if kind == "arrow":
            refuse_character(source, begin, "→")
        if kind == "operator":
            sign = found.group()
            operator = OPERATORS[sign]
            spelling = sign if operator in ("open", "close", "root") else operator
            tokens += [Token(operator, spelling, begin, start)] * (2 if sign == "″" else 1)
        elif kind == "number":
            _refuse_glued(source, begin, start)
            tokens.append(number(found.group(), begin, words.readings))
        elif kind == "word":
            sub = found.group("sub") or ""
            word = found.group("word")
            word = word[: len(word) - len(sub)] if sub else word
            tokens.extend(words.tokens(word, _subscript(sub, source, begin), begin, start))
        elif kind == "power":
            tokens.extend(_superscript(found.group(), begin))
        elif kind == "fraction":
            pair = _FRACTIONS[found.group()]
            tokens += _fraction(pair[0], pair[1], begin, start)
        elif kind == "slash":
            tokens += _fraction(*_slashed(found.group(), source, begin), begin, start)
    tokens.append(Token("end", "", stop, stop))
    return tokens


def _refuse_glued(source: str, begin: int, stop: int) -> None:
    """2.5e-3x is a number times x, or 2.5·e − 3x, and 2x10^3 is a number, or 2x·10³: nobody can
    tell, so they are refused."""
    glued = _GLUED.match(source, stop)
    if glued:
        number, sign = source[begin:stop], glued[1]
        other = f"{number}*e {sign} {glued[2]}*x" if sign else f"{number}*e_{glued[2]}*x"
        hint = f"write {number}*10^({sign}{glued[2]})*x, or {other}"
        raise InputError(
            f"'{source[begin : glued.end()]}' can be read in several ways",
            source=source, span=(begin, glued.end()),
            hint=f"write {number}*10^…, or {number}*x*10^…" if glued["ten"] else hint,
        )  # fmt: skip


def _fraction(top: str, bottom: str, begin: int, stop: int) -> list[Token]:
    """½, as `\\frac{1}{2}`."""
    tokens = [Token("frac", f"{top}/{bottom}", begin, stop)]
    for digits in (top, bottom):
        tokens += [
            Token("open", "{", begin, stop), Token("number", digits, begin, stop),
            Token("close", "}", begin, stop),
        ]  # fmt: skip
    return tokens


def _slashed(text: str, source: str, begin: int) -> tuple[str, str]:
    """1⁄2 with the slash of fractions; x³⁄₂ is a power to some, and a product to others."""
    top, _, bottom = text.partition("⁄")
    if top.isdecimal():
        return top, bottom
    plain = "".join(SUPERSCRIPTS[c] for c in top), "".join(SUBSCRIPTS[c] for c in bottom)
    fraction = "/".join(plain) if bottom else f"{plain[0]}/2"
    raise InputError(
        "this can be an exponent or a fraction", source=source, span=(begin, begin + len(text)),
        hint=f"write ^({fraction}) for the exponent, or ({fraction}) for the fraction",
    )  # fmt: skip


def _subscript(sub: str, source: str, start: int) -> str:
    """`_1`, `_{1}` and `₁` are all `_1`."""
    if sub[:1] == "_" and sub[1:2] != "{":
        return sub
    inner = sub[2:-1].strip() if sub else ""
    if sub and sub[0] != "_":
        inner = "".join(SUBSCRIPTS[c] for c in sub)
    if sub and not (inner.isalnum() and inner.isascii()):
        place = source.find(sub, start)
        raise InputError(
            "a subscript is letters and digits only", source=source, span=(place, place + len(sub))
        )
    return "_" + inner if sub else ""


def _superscript(signs: str, start: int) -> list[Token]:
    """`x²ⁿ` is `x^{2n}`: tokens for the exponent, each at the place of its sign."""
    end = start + len(signs)
    tokens = [Token("^", "^", start, start + 1), Token("open", "{", start, start + 1)]
    plain = "".join(SUPERSCRIPTS[c] for c in signs)
    for found in re.finditer(r"\d+|.", plain):
        text, at, to = found.group(), start + found.start(), start + found.end()
        kind = "number" if text.isdigit() else OPERATORS.get(text, "name")
        if text == "e":
            kind = "constant"
        elif text in UNKNOWN and plain[found.end() : found.end() + 1] == "(":
            kind = "apply"
        tokens.append(Token(kind, text, at, to))
    return [*tokens, Token("close", "}", end - 1, end)]


def _plain_letters(text: str) -> str:
    """Full-width and mathematical letters (３, （, 𝑥) as ordinary ones, each in its place."""

    def plain(char: str) -> str:
        if char.isascii() or char in SUPERSCRIPTS or char in SUBSCRIPTS or char in OPERATORS:
            return char
        folded = unicodedata.normalize("NFKC", char)
        return folded if len(folded) == 1 and char not in "ϑϕϱς…" else char

    return "".join(map(plain, text))


def refuse_character(source: str, place: int, char: str = "") -> NoReturn:
    """The error for a character that means nothing here."""
    char = char or source[place]
    span = (place, place + 1)
    if char in REFUSED:
        message, _, hint = REFUSED[char].partition(": ")
        raise InputError(message, source=source, span=span, hint=hint)
    name = unicodedata.name(char, "")
    hint = ""
    if char.isalpha() and char.isprintable():
        hint = f"this is {name.lower()}: type a Latin or Greek letter" if name else ""
    shown = f"'{char}'" if char.isprintable() else f"U+{ord(char):04X}"
    raise InputError(f"the character {shown} is not read", source=source, span=span, hint=hint)
