"""Functions and their arguments: `sin(x)`, `sin 2x`, `sin^2 x`, `log_2 x`, `f'(x)`, `\\int`.

Rules of the grammar, each a generator (see grammar.py). What is ambiguous is decided here, and
said in the readings.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from chainrule.parsing.complaints import fail, unclear_argument
from chainrule.parsing.lexer import SUPERSCRIPTS
from chainrule.parsing.names import FUNCTIONS, INVERSE
from chainrule.parsing.syntax import Rule, Syntax
from chainrule.parsing.tokens import Token

if TYPE_CHECKING:
    from chainrule.parsing.grammar import Parser

__all__ = ["apply", "function", "integral"]

FACTOR, POSTFIX = 29, 40  # floors, see grammar.py
ATOMS = frozenset(("number", "name", "constant"))
_STARTS = ATOMS | {"function", "apply", "open", "root", "frac", "integral"}


def function(parser: Parser, token: Token, _floor: int) -> Rule:
    """A function with its exponent (`sin^2 x`), its base (`log_2 x`) and its argument."""
    name = token.text
    exponent = base = None
    while parser.ahead.kind in ("^", "_"):
        mark = parser.take()
        if mark.kind == "^" and exponent is None:
            exponent = yield from _exponent(parser, token)
        elif mark.kind == "_" and base is None and name in ("log", "lg", "ln"):
            base = yield parser.expression(POSTFIX)
        else:
            fail(parser, f"'{mark.kind}' cannot stand here", mark)
    if name in ("sqrt", "rootof") and parser.latex:
        base = yield from _root_index(parser, token)
    ahead = parser.ahead
    if ahead.kind == "open" or (ahead.kind == "bar" and not parser.in_bar()):
        parser.place += 1
        if ahead.text in ("(", "[", "{"):
            args = (yield parser.items(ahead)).args
        else:
            args = [(yield parser.bracket(ahead, 0))]
    else:
        written = parser.text(token.start, parser.tokens[parser.place - 1].stop)
        args = [(yield bare_argument(parser, token, written + "("))]
    stop = max(parser.tokens[parser.place - 1].stop, token.stop)
    if base is not None:
        args = [*args, base]
    return _call(parser, token, args, exponent, (token.start, stop))


def _root_index(parser: Parser, token: Token) -> Generator[Any, Any, Syntax | None]:
    r"""The index of \\sqrt[3]{x} or \\root 3 \\of x."""
    if token.text == "rootof":
        index: Syntax = yield parser.expression(POSTFIX)
        if parser.take().kind != "of":
            fail(parser, "\\root needs \\of after the index", token)
        return index
    if parser.ahead.kind != "open" or parser.ahead.text != "[":
        return None
    index = yield parser.bracket(parser.take(), 0)
    if parser.ahead.kind != "open":
        fail(parser, "\\sqrt needs something under the root", token)
    return index


def bare_argument(parser: Parser, token: Token, written: str) -> Rule:
    """`sin 2x` is `sin(2x)`: juxtaposed factors, up to a sign, a bracket or the next function.
    ``written`` is what was read of it, with a bracket: `sin^2(`."""
    ahead = parser.ahead
    if ahead.kind == "-" and parser.tokens[parser.place + 1].start == ahead.stop:
        _check_inverse(parser, token)
        parser.place += 1
        inner: Syntax = yield bare_argument(parser, token, written + "-")
        return Syntax("neg", "-", [inner], ahead.start, inner.stop)
    spec = FUNCTIONS.get(token.text)
    if ahead.kind not in _STARTS:
        fail(parser, f"{token.text} needs an argument", token, f"for example {token.text}(x)")
    if spec and not spec.bare:
        message = f"{token.text} needs its argument in brackets"
        fail(parser, message, token, f"write {written}x)")
    factors = [(yield parser.expression(FACTOR))]
    while ahead.kind != "function" and _goes_on(parser, token, factors):
        factors.append((yield parser.expression(FACTOR)))
    start, stop = factors[0].start, factors[-1].stop
    argument = factors[0] if len(factors) == 1 else Syntax("mul", "", factors, start, stop)
    if len(factors) > 1 or parser.ahead.kind == "/":
        meaning = f"{written}{parser.text(start, stop)})"
        parser.readings.say("bare-argument", (token.start, stop), meaning)
    return argument


def _check_inverse(parser: Parser, token: Token) -> None:
    """`sin-1(x)` is what a key of a calculator says, and sin(−1·x) to a program."""
    minus, one, ahead = parser.tokens[parser.place : parser.place + 3]
    if (minus.start, one.text, ahead.kind) == (token.stop, "1", "open"):
        fail(
            parser, f"{token.text}-1 can be the inverse function, or {token.text}(-1*…)", token,
            f"write {token.text}^-1(x), or {token.text}(-x)", one.stop,
        )  # fmt: skip


def _goes_on(parser: Parser, token: Token, factors: list[Syntax]) -> bool:
    """Whether what follows is a further factor of the argument."""
    if parser.ahead.kind == "glue":
        parser.place += 1
    ahead = parser.ahead
    if ahead.kind in ("name", "constant"):
        return True
    numbers = all(factor.kind in ("number", "constant") for factor in factors)
    opens = ahead.kind == "open" or (ahead.kind == "bar" and not parser.in_bar())
    if opens and not numbers and ahead.text != "{":
        unclear_argument(parser, token, parser.text(factors[0].start, factors[-1].stop), ahead)
    root = ahead.kind in ("frac", "root") or (ahead.kind == "function" and ahead.text == "sqrt")
    return numbers and (opens or root)


def _exponent(parser: Parser, token: Token) -> Rule:
    """The exponent in `sin^2 x`: a number, a letter, or something in brackets."""
    ahead = parser.take()
    if ahead.kind == "open":
        group: Syntax = yield parser.bracket(ahead, 0)
        return group
    atom = parser.take() if ahead.kind == "-" else ahead
    if atom.kind not in ATOMS:
        fail(parser, f"the exponent of {token.text} is a number or in brackets", atom)
    node = Syntax(atom.kind, atom.text, [], atom.start, atom.stop)
    return Syntax("neg", "-", [node], ahead.start, atom.stop) if atom is not ahead else node


def _call(
    parser: Parser,
    token: Token,
    args: list[Syntax],
    exponent: Syntax | None,
    span: tuple[int, int],
) -> Syntax:
    """The call with its exponent, and what has to be said about it."""
    name = token.text
    head = FUNCTIONS[name].head if name in FUNCTIONS else "root"
    if len(args) == 2:
        head = {"sqrt": "root", "log10": "log"}.get(head, head)
    say = parser.readings.say
    if head == "log" and len(args) == 2:
        base = parser.text(args[1].start, args[1].stop)
        say("logarithm-base", span, args[1].value if args[1].kind in ATOMS else base)
    elif name == "log":
        say("natural-logarithm", (token.start, token.stop), "ln")
    elif head == "log10":
        say("decimal-logarithm", (token.start, token.stop), "log_10")
    elif head in ("struveh", "struvel"):
        say("series", span)
    elif head in ("root", "cbrt"):
        _say_root(parser, head, args, span)
    elif head == "acot":
        say("arccot-branch", (token.start, token.stop))
    call = Syntax("call", head, args, *span)
    if exponent is None:
        return call
    if exponent.kind == "neg" and exponent.args[0].value == "1":
        return _inverse(parser, token, call, exponent)
    inner = parser.text(args[0].start, args[0].stop) if args else ""
    above = parser.text(exponent.start, exponent.stop)
    mark = "" if above[:1] in SUPERSCRIPTS else "^"
    say("function-power", span, f"({name}({inner})){mark}{above}")
    return Syntax("pow", "^", [call, exponent], *span)


def _say_root(parser: Parser, head: str, args: list[Syntax], span: tuple[int, int]) -> None:
    index = args[1].value if len(args) == 2 else "3"
    if head == "cbrt" or (index.isdigit() and int(index[-1]) % 2):
        parser.readings.say("real-root", span)


def _inverse(parser: Parser, token: Token, call: Syntax, exponent: Syntax) -> Syntax:
    head = call.value
    if head not in INVERSE:
        fail(
            parser, f"{token.text}^-1 can be the inverse function or a reciprocal", token,
            f"write 1/{token.text}(x), or the name of the inverse function",
        )  # fmt: skip
    spelled = ("ar" if head.endswith("h") else "arc") + head
    parser.readings.say("inverse-function", (token.start, exponent.stop), spelled)
    call.value = INVERSE[head]
    if head == "cot":
        parser.readings.say("arccot-branch", (token.start, exponent.stop))
    return call


def apply(parser: Parser, token: Token, _floor: int) -> Rule:
    """`f(x)`, `g(x, y)`, `f'(x)`: unknown functions."""
    primes = 0
    while parser.ahead.kind == "'":
        primes += 1
        parser.place += 1
    ahead = parser.take()
    if ahead.kind != "open":
        fail(parser, f"{token.text} needs its argument in brackets", token)
    args = (yield parser.items(ahead)).args
    parser.readings.say("unknown-function", (token.start, token.stop))
    stop = parser.tokens[parser.place - 1].stop
    return Syntax("apply", token.text, args, token.start, stop, primes)


def integral(parser: Parser, token: Token, _floor: int) -> Rule:
    """∫_a^b … dt, from LaTeX."""
    limits: dict[str, Syntax] = {}
    while parser.ahead.kind in ("^", "_"):
        mark = parser.take()
        limits[mark.kind] = yield parser.expression(POSTFIX)
    if len(limits) != 2:
        fail(parser, "an integral needs both limits", token, "\\int_0^{x} \\sin(t^2)\\,dt")
    body = yield parser.expression(10)
    if parser.take().kind != "differential" or parser.ahead.kind != "name":
        fail(parser, "this integral has no dt at its end", token)
    name = parser.take()
    variable = Syntax("name", name.text, [], name.start, name.stop)
    bounds = [variable, limits["_"], limits["^"]]
    span = (token.start, name.stop)
    return Syntax("call", "Integral", [body, Syntax("tuple", "(", bounds, *span)], *span)
