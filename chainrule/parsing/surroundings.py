r"""What stands around the expression: `y =`, `f(x) =`, `d/dx[…]`, `(…)′`, dollar signs.

A text goes in; out comes a `Text`, whose tokens are those of the expression alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NoReturn

from chainrule.errors import InputError
from chainrule.parsing import latex, lexer
from chainrule.parsing.limits import check_length
from chainrule.parsing.readings import Readings
from chainrule.parsing.tokens import Token
from chainrule.parsing.words import Words
from chainrule.parsing.wrapping import trimmed, unaligned, visible, without_words

__all__ = ["Text", "heading", "read", "stated_wrt"]

_SIGN = r"(?:d|∂|𝑑|\\partial|\\mathrm\s*\{\s*d\s*\})"


def _order(n: int) -> str:
    return rf"(?:\s*\^\s*\{{?\s*(?P<o{n}>\d)\s*\}}?|(?P<s{n}>[²³⁴⁵]))?"


def _by(n: int) -> str:
    return rf"{_SIGN}\s*(?P<wrt{n}>\\?[A-Za-zα-ωΑ-Ω]+?_?\d*)"


_OPERATOR = re.compile(
    rf"\s*(?:{_SIGN}{_order(1)}\s*/\s*{_by(1)}{_order(2)}(?![A-Za-z0-9_])"
    rf"|\(\s*{_SIGN}\s*/\s*{_by(3)}\s*\)"
    rf"|\\[dt]?frac\s*\{{\s*{_SIGN}{_order(4)}\s*\}}\s*\{{\s*{_by(4)}{_order(5)}\s*\}})"
)
_LEIBNIZ = re.compile(
    rf"\s*\(?\s*(?:{_SIGN}\s*\w\s*\)?\s*/\s*\(?\s*{_SIGN}\s*\w|"
    rf"\\[dt]?frac\s*\{{\s*{_SIGN}\s*\w\s*\}}\s*\{{\s*{_SIGN}\s*\w\s*\}}|\w\s*['′’])"
)
_EQUALS = re.compile(r"[^=]*(?<![<>!:=])=(?!=)")
_MAY_STATE = re.compile(rf"{_SIGN}[^/]{{0,9}}/|frac|wrt|w\.r\.t|respect|['′’″][.,;$)\]\s]*$")
_POINT = re.compile(
    r"(?:\s*,?\s(?:at|when|where|for)(?:\s+the\s+point)?\s+|\s*,\s*)"
    r"(?P<at>[^\W\d]\w*\s*=\s*[^=<>,;\\&]+)$"
)
_LONGEST_POINT = 60  # characters
_SUPERSCRIPTS = {"²": 2, "³": 3, "⁴": 4, "⁵": 5}
_TAKEN = {"constant": "a constant", "number": "a number", "function": "a function"}


@dataclass(slots=True)
class Text:
    """A text on its way to a problem: its tokens, and what was found around the expression.
    ``wrt`` has a name for each differentiation; it is empty behind primes: (x²)″ names none."""

    source: str
    readings: Readings
    tokens: list[Token] = field(default_factory=list)
    latex: bool = False
    name: str = ""
    parameters: tuple[str, ...] = ()
    wrt: tuple[str, ...] = ()


def read(
    text: str,
    names: Collection[str] = (),
    functions: Collection[str] = (),
    whole: Words | None = None,
) -> Text:
    """The tokens of the text, without the d/dx in front and the punctuation behind; ``whole`` are
    the words of the text that it is a part of.

    >>> found = read("d²/dx²[sin x]")
    >>> found.wrt, len(found.tokens)
    (('x', 'x'), 5)
    """
    check_length(text)
    text = unaligned(visible(text))
    found = Text(text, Readings(text), latex=latex.looks_like_latex(text))
    start, stop = trimmed(text)
    if start >= stop:
        raise InputError("there is nothing to read", source=text, hint="type x^2 sin(x)")
    tokenize = latex.tokenize if found.latex else lexer.tokenize
    _refuse_point(found, start, stop)
    start, stop, by = without_words(text, start, stop)
    if by:
        found.wrt = (_variable(text[slice(*by)].lstrip("\\"), found, by),)
    words = Words(text, found.readings, names, functions, whole)
    equals = _EQUALS.match(text, start, stop)
    if equals and _LEIBNIZ.match(text, start, equals.end()):
        end = start + len(text[start : equals.end() - 1].rstrip())
        _fail(found, "the left-hand side is a derivative already", (start, end),
              "give the function itself: y = …")  # fmt: skip
    head = equals.end() if equals else start
    operator = _OPERATOR.match(text, head, stop)
    if operator is None:
        found.tokens = tokenize(text, words, start, stop)
        _primes(found)
        return found
    found.tokens = tokenize(text, words, operator.end(), stop)
    _operator(found, operator)
    if head > start:
        found.tokens = tokenize(text, words, start, head)[:-1] + found.tokens
    return found


def _refuse_point(found: Text, start: int, stop: int) -> None:
    """`x^2 at x = 3`, and `x^2, x = 3`."""
    behind = _POINT.search(found.source[:stop], max(start + 1, stop - _LONGEST_POINT))
    if behind and not behind["at"].count(")") > behind["at"].count("("):
        _fail(found, "a point is not a part of the expression", behind.span("at"),
              f"give it apart: --at \"{behind['at']}\" (in Python: at=…)")  # fmt: skip


def stated_wrt(source: str) -> tuple[str, ...]:
    """The variable that a d/dx in front, or primes behind, state: once for each differentiation.

    >>> stated_wrt("d²/dx²[x^3]"), stated_wrt("(x^3)''"), stated_wrt("x/d")
    (('x', 'x'), ('', ''), ())
    """
    return read(source).wrt if _MAY_STATE.search(source) else ()


def _operator(found: Text, operator: re.Match[str]) -> None:
    """d/dx in front: it must stand before the whole expression."""
    groups = {key: value for key, value in operator.groupdict().items() if value}
    name = next(value for key, value in groups.items() if key.startswith("wrt")).lstrip("\\")
    orders = {int(groups[k]) for k in ("o1", "o2", "o4", "o5") if k in groups}
    orders |= {_SUPERSCRIPTS[groups[k]] for k in ("s1", "s2", "s4", "s5") if k in groups}
    if len(orders) > 1 or 0 in orders:
        _fail(found, "the two orders of this derivative differ", operator.span())
    wrt = (_variable(name, found, operator.span()),)
    if found.wrt not in ((), wrt):
        _fail(found, f"this says d/d{wrt[0]}, and by {found.wrt[0]} behind", operator.span())
    found.wrt = wrt * (orders.pop() if orders else 1)
    tokens = found.tokens
    depth = 0
    for place, token in enumerate(tokens[:-1]):
        depth += (token.kind == "open") - (token.kind == "close")
        before = tokens[place - 1].kind if place else "^"
        if depth == 0 and token.kind in ("+", "-") and before not in ("^", "*", "/"):
            _fail(found, "it is not clear how far this derivative goes",
                  (operator.start(), operator.end()),
                  "put brackets around the expression: d/dx[…]")  # fmt: skip
    if len(tokens) == 1:
        _fail(found, "there is nothing to differentiate", operator.span())


def _variable(name: str, found: Text, span: tuple[int, int]) -> str:
    words = Words(found.source, Readings(found.source))
    letters, mark, sub = name.partition("_")
    tokens = words.tokens(letters, mark + sub, *span)
    if len(tokens) != 1 or tokens[0].kind != "name":
        _fail(found, f"'{name}' is not a variable", span)
    return tokens[0].text


def _primes(found: Text) -> None:
    """Primes behind brackets around the whole expression: each is one differentiation."""
    tokens = found.tokens
    place = len(tokens) - 1
    while place > 1 and tokens[place - 1].kind == "'":
        place -= 1
    order = len(tokens) - 1 - place
    if not order or tokens[0].kind != "open" or tokens[place - 1].kind != "close":
        return
    depth = 0
    for number, token in enumerate(tokens[:place]):
        depth += (token.kind == "open") - (token.kind == "close")
        if not depth and number < place - 1:
            return
    found.tokens = [*tokens[1 : place - 1], tokens[-1]]
    found.wrt = (found.wrt or ("",)) * order


def heading(found: Text, *, itself: bool = False) -> None:
    """`y =` and `f(x) =` in front: the name, and the variables; ``itself``: the name may stand on
    the right as well."""
    tokens = found.tokens
    place = next((n for n, token in enumerate(tokens) if token.kind == "="), None)
    if place is None:
        return
    head, rest = tokens[:place], tokens[place + 1 :]
    equals = tokens[place]
    if len(rest) == 1:
        _fail(found, "there is nothing behind this '='", (equals.start, equals.stop))
    kinds = [token.kind for token in head]
    if kinds in (["name"], ["constant"]) and head[0].text not in ("pi", "oo"):
        name = found.source[head[0].start : head[0].stop] if head[0].text == "e" else head[0].text
    elif len(kinds) > 3 and kinds[1:3] == ["open", "name"] and kinds[0] in ("apply", "name"):
        name = head[0].text
        inner = head[2:-1]
        found.parameters = tuple(token.text for token in inner[::2])
        proper = all(t.kind == "name" for t in inner[::2]) and kinds[-1] == "close"
        if not proper or any(t.kind != "," for t in inner[1::2]):
            _not_a_function(found, equals)
    else:
        _not_a_function(found, equals)
    again = [token for token in rest if token.kind in ("name", "apply") and token.text == name]
    if (again and not itself) or any(token.kind == "=" for token in rest):
        _not_a_function(found, equals)
    found.name = name
    found.tokens = rest
    left = (head[0].start, head[-1].stop)
    dropped = [r for r in found.readings if left[0] <= r.span[0] < left[1]]
    for reading in dropped:
        if reading.kind not in ("look-alikes",):
            found.readings.remove(reading)


def _not_a_function(found: Text, equals: Token) -> NoReturn:
    first, second = found.tokens[:2]
    if not first.start < equals.start:
        _fail(found, "there is nothing before this '='", (equals.start, equals.stop),
              "leave it out, or write y = …")  # fmt: skip
    if second is equals and first.kind in _TAKEN:
        span = (first.start, first.stop)
        _fail(found, f"{found.source[slice(*span)]} is {_TAKEN[first.kind]}, not a name", span,
              "give the result another name, or type the function alone")  # fmt: skip
    kinds = Counter(token.kind for token in found.tokens)
    names = {token.text for token in found.tokens if token.kind == "name"}
    hint = "type y = … or f(x) = …, or one side of it"
    if len(names) > 1 and kinds["="] == 1:
        text = found.source[slice(*trimmed(found.source))]
        shown = text if len(text) <= _LONGEST_POINT and '"' not in text else "…"
        hint = f'to differentiate both sides: chainrule implicit "{shown}"'
    _fail(found, "an equation is not a function", (equals.start, equals.stop), hint)


def _fail(found: Text, message: str, span: tuple[int, int], hint: str = "") -> NoReturn:
    raise InputError(message, source=found.source, span=span, hint=hint)
