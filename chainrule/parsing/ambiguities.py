"""What the operators leave open: refuse what nobody means, and say how the rest was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.parsing.complaints import fail
from chainrule.parsing.names import UNKNOWN
from chainrule.parsing.syntax import Syntax
from chainrule.parsing.tokens import Token

if TYPE_CHECKING:
    from chainrule.parsing.grammar import Parser

__all__ = ["check_product", "say_exponent", "say_left_to_right"]


def check_product(parser: Parser, token: Token, left: Syntax) -> None:
    """Two operands side by side: two numbers are refused, and `x(` is said to be a product."""
    before = parser.tokens[parser.place - 1]
    if token.kind == before.kind == "number":
        fail(parser, "two numbers side by side", token,
             f"write {before.text}*{token.text} for a product")  # fmt: skip
    if token.kind == "frac" and before.kind == "number":
        _check_mixed(parser, token, before)
    if token.kind != "open" or token.text != "(":
        return
    if before.kind == "name" and token.start <= before.stop:
        span = (before.start, token.stop)
        parser.readings.say("factor", span, f"{before.text}·(…)", f"{before.text}(…)")
    power = left.args[-1] if left.kind == "mul" else left
    while power.kind == "pow":
        _check_repeated(parser, power)
        power = power.args[1]


def _check_mixed(parser: Parser, token: Token, before: Token) -> None:
    """`2\\frac{1}{2}` is two and a half to some, and one to others."""
    parts = parser.tokens[parser.place + 1 : parser.place + 7]
    if [part.kind for part in parts] == ["open", "number", "close"] * 2:
        top, bottom = parts[1].text, parts[4].text
        fail(
            parser, "a mixed number can also be read as a product", token,
            f"write {before.text} + {top}/{bottom}, or {before.text}*({top}/{bottom})",
            stop=parts[-1].stop,
        )  # fmt: skip


def _check_repeated(parser: Parser, power: Syntax) -> None:
    """`f^2(x)` is f(x)² or f(f(x)) or f²·x; only a letter that is a variable elsewhere too, as
    in `h^2(12 - h)`, is a factor."""
    base = power.args[0]
    name = base.value
    if base.kind != "name" or name not in UNKNOWN:
        return
    if sum(token.kind == "name" and token.text == name for token in parser.tokens) == 1:
        fail(
            parser, f"{name}^n(x) can be a power or a repeated function",
            Token("", "", power.start, power.stop), f"write {name}(x)^2 or {name}^2*(x)",
        )  # fmt: skip


def say_left_to_right(parser: Parser, left: Syntax, right: Syntax) -> None:
    """`1/2x` is (1/2)·x."""
    top, bottom, factor = (parser.text(n.start, n.stop) for n in (*left.args, right))
    parser.readings.say("left-to-right", (left.start, right.stop), f"({top}/{bottom})·{factor}")


def say_exponent(parser: Parser, base: Syntax, exponent: Syntax) -> None:
    """`e^2x` is e²·x, and `x^3!` is x^(3!)."""
    below, above = (parser.text(n.start, n.stop) for n in (base, exponent))
    if exponent.kind == "factorial":
        meaning = f"{below}^({above})"
        parser.readings.say("factorial-exponent", (base.start, exponent.stop), meaning)
    token = parser.ahead
    if token.start > exponent.stop or parser.latex:
        return
    atom = exponent.args[0] if exponent.kind == "neg" else exponent
    follows = token.kind in ("name", "constant", "function", "apply")
    if follows and atom.kind == "number" and base.kind in ("number", "constant"):
        meaning = f"{below}^({above})·{token.text}"
        parser.readings.say("short-exponent", (base.start, token.stop), meaning)
    elif token.kind == base.kind == "name" and token.text == base.value and atom.kind == "number":
        meaning = f"{below}^({above})·{token.text}"  # x^2x
        parser.readings.say("short-exponent", (base.start, token.stop), meaning)
    elif token.kind == "/" and atom.value == "1" and atom is exponent:
        span = (base.start, token.stop)
        parser.readings.say("short-exponent", span, f"({below}^{above})/")
    elif base.kind != "constant" and _odd_fraction(exponent):
        span = (base.start, exponent.stop)
        parser.readings.say("principal-power", span)


def _odd_fraction(exponent: Syntax) -> bool:
    """Whether the exponent is like 1/3: a number over an odd number."""
    fraction = exponent.args[0] if exponent.kind == "neg" else exponent
    if fraction.kind != "div":
        return False
    top, bottom = fraction.args
    top = top.args[0] if top.kind == "neg" else top
    digits = bottom.value if bottom.kind == "number" else ""
    return top.kind == "number" and digits.isdigit() and digits != "1" and int(digits[-1]) % 2 > 0
