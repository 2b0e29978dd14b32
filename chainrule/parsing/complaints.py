"""What is wrong with a text that the grammar cannot read: one small function for each mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from chainrule.errors import InputError, LimitError
from chainrule.parsing.tokens import Token

if TYPE_CHECKING:
    from chainrule.parsing.grammar import Parser

__all__ = [
    "empty", "fail", "left_over", "mismatch", "missing", "too_deep", "unclear_argument",
    "unclear_power",
]  # fmt: skip

_NEEDS = {"*": "multiply", "/": "divide by", "^": "raise to", "+": "add", "-": "subtract"}


def fail(parser: Parser, message: str, token: Token, hint: str = "", stop: int = 0) -> NoReturn:
    """Raise an error that points at ``token``, or from there to ``stop``."""
    span = (token.start, stop or max(token.stop, token.start + 1))
    raise InputError(message, source=parser.source, span=span, hint=hint)


def missing(parser: Parser, token: Token) -> NoReturn:
    """There is no operand where one must be; ``token`` is what stands there."""
    before = parser.tokens[parser.place - 2] if parser.place > 1 else None
    if before and before.kind in _NEEDS:
        fail(parser, f"nothing to {_NEEDS[before.kind]} after this '{before.kind}'", before)
    if token.kind in ("close", "=", "'"):
        left_over(parser, token)
    if token.kind == "end" and parser.fences:
        mismatch(parser, parser.fences[-1], token, "")
    if token.kind == "end" and before:
        fail(parser, f"nothing after this '{_shown(before)}'", before)
    if token.kind == "end":
        fail(parser, "there is nothing to read", token, "type for example x^2 sin(x)")
    fail(parser, f"'{token.text}' needs something before it", token)


def empty(parser: Parser, opener: Token, ahead: Token, some: bool) -> NoReturn:
    """There is nothing between two brackets, or beside a comma."""
    if ahead.kind == "close" and not some:
        fail(parser, "there is nothing between these brackets", opener, stop=ahead.stop)
    fail(parser, f"nothing before this '{ahead.text}'", ahead)


def mismatch(parser: Parser, opener: Token, ahead: Token, closer: str) -> NoReturn:
    """A bracket is closed by another one, or not at all."""
    if ahead.kind == "end":
        fail(parser, f"this '{_shown(opener)}' is never closed", opener)
    if ahead.kind == "close":
        fail(
            parser, f"this '{ahead.text}' does not close '{_shown(opener)}'", ahead,
            f"'{closer}' is expected",
        )  # fmt: skip
    left_over(parser, ahead)


def _shown(opener: Token) -> str:
    return "|" if opener.kind == "bar" else opener.text


def unclear_argument(parser: Parser, token: Token, inner: str, ahead: Token) -> NoReturn:
    """`sqrt 8x (x-2)`: is the bracket under the root?"""
    fail(
        parser, f"it is not clear whether the argument of {token.text} goes on here", ahead,
        f"write {token.text}({inner})*(…) or {token.text}({inner}*(…))",
    )  # fmt: skip


def unclear_power(parser: Parser, token: Token) -> NoReturn:
    """`x^ab`: is it x^a·b or x^(ab)?"""
    fail(
        parser, "it is not clear how far this exponent or root goes", token,
        "put brackets around it, or write * behind it",
    )  # fmt: skip


def left_over(parser: Parser, token: Token) -> NoReturn:
    """The expression is complete, and something follows."""
    kind = token.kind
    if kind == "close":
        fail(parser, f"this '{token.text}' closes nothing", token)
    if kind == ",":
        _comma(parser, token)
    if kind in ("=", "=="):
        fail(parser, "an equation is not a function", token,
             "type y = … or f(x) = …, or one side of it")  # fmt: skip
    if kind == "'":
        fail(parser, "' can only stand behind the whole expression, in brackets", token,
             "write (x^2)', or f'(x) for an unknown function f")  # fmt: skip
    if kind == ";":
        fail(parser, "one expression at a time", token)
    fail(parser, f"'{'|' if kind == 'bar' else token.text}' cannot stand here", token)


def _comma(parser: Parser, token: Token) -> NoReturn:
    before = parser.tokens[parser.place - 1]
    after = parser.tokens[min(parser.place + 1, len(parser.tokens) - 1)]
    if before.kind == after.kind == "number":
        thousands = f", or {before.text}{after.text}" if len(after.text) == 3 else ""
        hint = f"write {before.text}.{after.text} for the number{thousands}"
        fail(parser, "a comma is not read as a decimal point", token, hint)
    fail(parser, "a comma cannot stand here", token, "one expression at a time")


def too_deep(parser: Parser, depth: int) -> NoReturn:
    """More brackets, exponents or signs inside each other than are read."""
    token = parser.tokens[min(parser.place, len(parser.tokens) - 1)]
    raise LimitError(
        f"this is nested more than {depth:,} deep", source=parser.source,
        span=(token.start, token.stop),
    )  # fmt: skip
