"""Tokens → syntax tree: a Pratt parser, whose binding powers are one table.

The tree keeps what was written; sums and products are flat as far as they were written without
brackets. No Python recursion: every rule is a generator that yields the rule it needs next, and
`run` keeps them on a list, so that 10,000 nested brackets are nothing special.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chainrule.parsing import calls
from chainrule.parsing.ambiguities import check_product, say_exponent, say_left_to_right
from chainrule.parsing.complaints import (
    empty,
    fail,
    left_over,
    mismatch,
    missing,
    too_deep,
    unclear_power,
)  # fmt: skip
from chainrule.parsing.readings import Readings
from chainrule.parsing.syntax import Rule, Syntax
from chainrule.parsing.tokens import Token

__all__ = ["MAX_DEPTH", "Parser"]

MAX_DEPTH = 25_000

OR, AND, RELATION, OVER, SUM, PRODUCT, FACTOR, POWER, POSTFIX = 1, 2, 3, 4, 10, 20, 29, 30, 40
BINDING = {
    "or": OR, "and": AND, "<": RELATION, "<=": RELATION, ">": RELATION, ">=": RELATION,
    "!=": RELATION, "==": RELATION, "over": OVER, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT,
    "^": POWER, "!": POSTFIX,
}  # fmt: skip
ATOMS = frozenset(("number", "name", "constant"))
FRACTIONS = {
    "frac": ("\\frac", "a numerator and a denominator"),
    "binomial": ("\\binom", "two numbers in braces"),
}
STARTS = ATOMS | {"function", "apply", "open", "root", "frac", "glue", "integral"}
CLOSER = {"(": ")", "[": "]", "{": "}", "|": "|", "⌊": "⌋", "⌈": "⌉"}
FENCES = {"|": "Abs", "⌊": "floor", "⌈": "ceiling"}


@dataclass(slots=True)
class Parser:
    """Reads ``tokens``; ambiguities that it decides go to ``readings``.

    >>> from chainrule.parsing.problem import syntax_of
    >>> tree = syntax_of("2x^3 - x/4")
    >>> tree.kind, [term.kind for term in tree.args]
    ('add', ['mul', 'neg'])
    """

    source: str
    tokens: list[Token]
    readings: Readings
    latex: bool = False
    place: int = 0
    fences: list[Token] = field(default_factory=list)  # the brackets and bars that are open

    def parse(self) -> Syntax:
        """The tree of all tokens; an error if any is left over."""
        tree = self.run(self.expression(OR))
        if self.ahead.kind != "end":
            left_over(self, self.ahead)
        return tree

    def run(self, rule: Rule) -> Syntax:
        """Run a rule, and the rules that it yields, without recursion."""
        stack = [rule]
        value: Any = None
        while True:
            try:
                needed = stack[-1].send(value)
            except StopIteration as done:
                stack.pop()
                value = done.value
                if not stack:
                    result: Syntax = value
                    return result
            else:
                stack.append(needed)
                value = None
                if len(stack) > 4 * MAX_DEPTH or len(self.fences) > MAX_DEPTH:
                    too_deep(self, MAX_DEPTH)

    @property
    def ahead(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The next token, and step over it; the last one is never passed."""
        token = self.tokens[self.place]
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def text(self, start: int, stop: int) -> str:
        """The source there, if it is short enough to be quoted."""
        return self.source[start:stop].strip() if stop - start < 60 else "…"

    def in_bar(self) -> bool:
        """Whether the innermost open bracket is a |."""
        return bool(self.fences) and self.fences[-1].text in ("|", "bar")

    # Rules

    def expression(self, floor: int) -> Rule:
        """Everything whose operators bind at least as tightly as ``floor``."""
        token = self.tokens[self.place]
        self.place += 1
        if token.kind in ATOMS:
            left = Syntax(token.kind, token.text, [], token.start, token.stop)
        elif token.kind in PREFIX:
            left = yield PREFIX[token.kind](self, token, floor)
        else:
            missing(self, token)
        run: Syntax | None = None  # the flat sum or product that this loop is building
        while True:
            token = self.tokens[self.place]
            binding, kind = self._binding(token, left, floor)
            if not binding or binding < floor:
                return left
            self.place += token.kind in BINDING or kind in ("glue", "or")
            if binding == SUM:
                right = yield self.expression(PRODUCT)
                if kind == "-":
                    right = Syntax("neg", "-", [right], token.start, right.stop)
                left = run = _flat("add", run, left, right)
            elif kind == "/":
                right = yield self.expression(PRODUCT + 1)
                left = Syntax("div", "/", [left, right], left.start, right.stop)
            elif binding == PRODUCT:
                right = yield self.expression(PRODUCT + 1)
                if kind != "*" and left.kind == "div" and left.value == "/":
                    say_left_to_right(self, left, right)
                left = run = _flat("mul", run, left, right)
            else:
                left = yield self.tail(left, token, binding, kind)

    def tail(self, left: Syntax, token: Token, binding: int, kind: str) -> Rule:
        """The operators that bind most tightly, or least."""
        if binding == POWER:
            node: Syntax = yield self.power(left, token)
            return node
        if binding < SUM:
            return _joined(left, (yield self.expression(binding + 1)), kind)
        if self.ahead.kind == "!":
            fail(self, "x!! is not read", self.ahead, "write (x!)!")
        return Syntax("factorial", "!", [left], left.start, token.stop)

    def power(self, base: Syntax, token: Token) -> Rule:
        """`base ^ exponent`, from the right: `2^3^4` is `2^(3^4)`."""
        after = self.ahead
        if after.kind == "open" and after.text == "{":
            exponent = yield self.bracket(self.take(), 0)
        else:
            if after.kind not in STARTS and after.kind not in ("-", "+", "bar"):
                fail(self, "^ needs an exponent", token)
            exponent = yield self.expression(POWER)
            say_exponent(self, base, exponent)
        return Syntax("pow", "^", [base, exponent], base.start, exponent.stop)

    def sign(self, token: Token, floor: int) -> Rule:
        """`-x^2` is `−(x²)`; `-2x` is minus the whole term."""
        if self.ahead.kind in ("end", "close"):
            fail(self, f"nothing after this '{token.kind}'", token)
        operand: Syntax = yield self.expression(max(floor, PRODUCT))
        if token.kind == "+":
            return operand
        return Syntax("neg", "-", [operand], token.start, operand.stop)

    def bracket(self, token: Token, _floor: int) -> Rule:
        """( … ), and | … |, ⌊ … ⌋, ⌈ … ⌉; with commas a tuple."""
        items = yield self.items(token)
        if len(items.args) != 1:
            return Syntax("tuple", items.value, items.args, items.start, items.stop)
        inner: Syntax = items.args[0]
        if items.value in FENCES:
            return Syntax("call", FENCES[items.value], [inner], items.start, items.stop)
        inner.start, inner.stop = items.start, items.stop
        return inner

    def items(self, token: Token) -> Rule:
        """Expressions between brackets, with commas; `;` ends a row (a tuple)."""
        opener = token.text if token.kind == "open" else "|"
        closer = CLOSER[opener]
        self.fences.append(token)
        rows: list[Syntax] = []
        items: list[Syntax] = []
        while True:
            ahead = self.ahead
            if ahead.kind not in ("close", ",", ";"):
                items.append((yield self.expression(OR)))
            elif items or rows or opener != "[" or ahead.text != "]":  # hyper([], [a], x)
                empty(self, token, ahead, bool(items or rows))
            ahead = self.ahead
            if ahead.kind == ";":
                rows.append(_row(items))
                items = []
            elif ahead.kind != ",":
                break
            self.place += 1
        if (ahead.text if ahead.kind == "close" else "|" if ahead.kind == "bar" else "") != closer:
            mismatch(self, token, ahead, closer)
        self.place += 1
        self.fences.pop()
        if rows:
            items = [*rows, items[0] if len(items) == 1 else _row(items)]
        return Syntax("items", opener, items, token.start, ahead.stop)

    def fraction(self, token: Token, _floor: int) -> Rule:
        """LaTeX's \\frac and \\binom, whose two parts the lexer has put in braces."""
        parts = []
        for _ in range(2):
            if self.ahead.kind != "open" or self.ahead.text != "{":
                name, what = FRACTIONS[token.text]
                fail(self, f"{name} needs {what}", token)
            parts.append((yield self.bracket(self.take(), 0)))
        if token.text == "binomial":
            return Syntax("call", "binomial", parts, token.start, parts[1].stop)
        return Syntax("div", "frac", parts, token.start, parts[1].stop)

    def root(self, token: Token, _floor: int) -> Rule:
        """√x: binds like a power, so `√2x` is `√2·x`, and `√x²` is the root of x²."""
        operand = yield self.expression(POWER)
        span = (token.start, operand.stop)
        if operand.kind == "pow" and operand.stop == self.tokens[self.place - 1].stop:
            inner = self.text(operand.start, operand.stop)
            self.readings.say("bare-argument", span, f"{token.text}({inner})")
        if token.text == "√":
            return Syntax("call", "sqrt", [operand], *span)
        index = Syntax("number", "3" if token.text == "∛" else "4", [], *span)
        return Syntax("call", "root", [operand, index], *span)

    # Decisions

    def _binding(self, token: Token, left: Syntax, floor: int) -> tuple[int, str]:
        """How tightly ``token`` binds to what is on its left, and as which operator; 0 if it
        ends the expression. Two operands side by side are a product."""
        kind = token.kind
        binding = BINDING.get(kind, 0)
        if binding:
            return binding, kind
        if kind == "bar" and not self.in_bar():
            conditions = left.kind in ("relation", "and", "or")
            return (OR, "or") if conditions else (PRODUCT, "")
        if kind not in STARTS:
            return 0, kind
        if floor <= PRODUCT:
            check_product(self, token, left)
        if kind == "glue" and floor >= POWER:
            unclear_power(self, token)
        return PRODUCT, kind


def _flat(kind: str, run: Syntax | None, left: Syntax, right: Syntax) -> Syntax:
    """Append to the sum or product that is being built, or begin one."""
    if run is left and run.kind == kind:
        run.args.append(right)
        run.stop = right.stop
        return run
    return Syntax(kind, "", [left, right], left.start, right.stop)


def _row(items: list[Syntax]) -> Syntax:
    return Syntax("tuple", "(", items, items[0].start, items[-1].stop)


def _joined(left: Syntax, right: Syntax, kind: str) -> Syntax:
    """The loose operators: `\\over`, and, or, and relations, of which `a < b < c` is two."""
    span = (left.start, right.stop)
    if kind == "over":
        return Syntax("div", "frac", [left, right], *span)
    if kind in ("and", "or"):
        return Syntax(kind, kind, [left, right], *span)
    if left.kind == "relation":
        again = Syntax("relation", kind, [left.args[1], right], *span)
        return Syntax("and", "chain", [left, again], *span)
    return Syntax("relation", kind, [left, right], *span)


PREFIX: dict[str, Callable[[Parser, Token, int], Rule]] = {
    "+": Parser.sign, "-": Parser.sign, "open": Parser.bracket, "bar": Parser.bracket,
    "root": Parser.root, "frac": Parser.fraction, "function": calls.function,
    "apply": calls.apply, "integral": calls.integral,
}  # fmt: skip
