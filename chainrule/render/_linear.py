"""A typographic tree on one line of text, in Unicode or ASCII.

``strict`` text promises to be read back to the same tree by the parser; without it the text looks
as a textbook prints it (xy, Jₙ(x), ∫₀ˣ sin(t) dt, 1/u · 1/v), and keeps the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from chainrule.notation import (
    Bar,
    Call,
    Cases,
    Fence,
    Frac,
    Integral,
    Math,
    Matrix,
    Num,
    Op,
    Power,
    Root,
    Row,
    Sym,
    Words,
    strength,
)  # fmt: skip
from chainrule.notation.binding import APPLIED, FRACTION, PRODUCT, SIGNED
from chainrule.render._signs import (
    ASCII_FENCES,
    ASCII_OPS,
    ASCII_SIGNS,
    FENCES,
    PRIMES,
    READ_SUB,
    READ_SUPER,
    SIGNS,
    SPACING,
    STARS,
    SUB,
    SUPER,
    UNICODE_OPS,
    VULGAR,
    ascii_words,
)  # fmt: skip

__all__ = ["Linear"]

MACRON = "\u0304"
_NAME = re.compile("[a-z][a-z0-9]")  # x^a3, x^perp: a name would be read as a product above


class Linear:
    """Prints formulas on one line.

    >>> Linear().show(Power(Sym("x"), Num("2"))), Linear(ascii=True).show(Sym("alpha", "1"))
    ('x²', 'alpha_1')
    """

    def __init__(
        self,
        *,
        ascii: bool = False,  # noqa: A002  # the name of the option in the whole program
        strict: bool = True,
        stars: bool = False,
    ) -> None:
        self.ascii = ascii
        self.strict = strict or ascii
        self.read_back = strict
        self.stars = stars or ascii  # every product has its sign, and the sign is *
        self.words_seen = False
        self.super: dict[str, str] = {} if ascii else dict(READ_SUPER if strict else SUPER)
        self.sub: Mapping[str, str] = {} if ascii else READ_SUB if strict else SUB
        self.ops = dict(ASCII_OPS if ascii else UNICODE_OPS) | (STARS if self.stars else {})
        self.kinds: Mapping[type, Callable[[Any], str]] = {
            Sym: self.sym, Num: self.num, Op: self.op, Words: self.words, Row: self.row,
            Frac: self.frac, Power: self.power, Root: self.root, Fence: self.fence,
            Call: self.call, Cases: self.cases, Integral: self.integral, Bar: self.bar,
            Matrix: self.matrix,
        }  # fmt: skip

    def line(self, node: Math) -> str:
        """A whole formula. Where it has names of several letters, strict text writes every product
        with a *, for only then is kb read as one name."""
        self.words_seen = False
        text = self.show(node)
        if self.words_seen and self.strict and not self.stars:
            return Linear(stars=True).show(node)
        return text

    def show(self, node: Math) -> str:
        """The formula on one line, or a part of it."""
        return self.kinds[type(node)](node)

    def sym(self, node: Sym) -> str:
        """A letter, its subscript and its primes."""
        if self.ascii:
            name = ASCII_SIGNS.get(node.name) or ascii_words(node.name)
            mark = "_" if node.sub and not node.glued else ""
            gap = " " * (node.name == "partial")
            return name + mark + node.sub + "'" * node.primes + "_bar" * node.bar + gap
        name = SIGNS.get(node.name, node.name)
        if len(name) > 1:
            self.words_seen = True
        if node.bar:
            name = name[0] + MACRON + name[1:]
        if node.sub:
            name += node.sub if node.glued and self.strict else self._lowered(node.sub)
        return name + (PRIMES[node.primes] if node.primes < 4 else "′" * node.primes)

    def num(self, node: Num) -> str:
        """A number as it is."""
        return node.text

    def words(self, node: Words) -> str:
        """Words as they are; only the ellipsis is not ASCII."""
        return ascii_words(node.text) if self.ascii else node.text

    def op(self, node: Op) -> str:
        """An operator with its spaces."""
        key = (node.text, node.kind)
        found = self.ops.get(key)
        if found is None:
            sign = ascii_words(node.text) if self.ascii else node.text
            found = self.ops[key] = SPACING.get(node.kind, "{}").format(sign)
        return found

    def row(self, node: Row) -> str:
        """The items; a fraction in a product gets the brackets that its bar stood for."""
        items = node.items
        out = ""
        silent = False  # the last sign was a product without ink
        for i, item in enumerate(items):
            if isinstance(item, Op):
                silent = item.text == "" and not self.stars
                sign = "" if silent else self.op(item)
                apart = sign[:1].isalpha() and out[-1:].isalnum()  # del y del x
                out += " " + sign if apart else sign
                continue
            text = self.show(item)
            if isinstance(item, Frac) and not item.inline:
                text = self._in_row(item, text, items, i)
            out += self._apart(items[i - 2], out, text) + text if silent else text
            silent = False
        return out

    def _in_row(self, item: Frac, text: str, items: tuple[Math, ...], i: int) -> str:
        """a/b among other items: in brackets where it would be read otherwise."""
        before = _joint_kind(items[i - 1]) if i else ""
        after = _joint_kind(items[i + 1]) if i + 1 < len(items) else ""
        signed = i > 0 and not self.strict and strength(item.top) == SIGNED
        if self.strict:
            loses = bool(before) or (after == "product" and not self.stars)
        else:
            loses = "product" in (before, after)
            if loses and text in VULGAR:
                return VULGAR[text]
        return f"({text})" if loses or signed else text

    def _apart(self, item: Math, left: str, right: str) -> str:
        """What the eye or the parser needs between factors without a sign: x y, x^α·y."""
        if left[-2:-1] == "^":
            return "·"
        names = isinstance(item, Sym) or left[-1:].isalpha()
        return " " if self.strict and names and right[:1].isalpha() else ""

    def frac(self, node: Frac) -> str:
        """top/bottom with the brackets that the bar stood for."""
        top, bottom = self.show(node.top), self.show(node.bottom)
        if node.inline:
            return f"{top}/{bottom}"
        above = strength(node.top)
        if (above < PRODUCT and (self.strict or above != SIGNED)) or above == FRACTION:
            top = f"({top})"
        elif not self.ascii and _airy(node.top):
            top += " "
            bottom = " " + (bottom if strength(node.bottom) >= APPLIED else f"({bottom})")
            return f"{top}/{bottom}"
        return f"{top}/{bottom}" if strength(node.bottom) >= APPLIED else f"{top}/({bottom})"

    def power(self, node: Power) -> str:
        """The base, then the exponent."""
        base = self.show(node.base)
        gap = " " * base.endswith(" ")  # ∂², which ASCII spells del^2
        return base.rstrip() + self.raised(node.exponent) + gap

    def raised(self, exponent: Math) -> str:
        """An exponent: superscripts where there are signs for all of it, else ^x or ^(…)."""
        text = self.show(exponent)
        signs = self.super
        name = self.strict and _NAME.search(text)
        if ("(" not in text or type(exponent) is Fence) and not name:
            try:
                return "".join([signs[c] for c in text])
            except KeyError:
                pass
        return "^" + (text if type(exponent) in (Sym, Num, Fence) else f"({text})")

    def _lowered(self, text: str) -> str:
        signs = self.sub
        try:
            return "".join([signs[c] for c in text])
        except KeyError:
            return "_" + (text if text.replace("_", "").isalnum() else f"({text})")

    def root(self, node: Root) -> str:
        """√x, √(x + 1), ∛x, root(x, 5)."""
        body = self.show(node.body)
        if node.index is None:
            return self._rooted("sqrt", "√", node.body, body)
        index = self.show(node.index)
        if index == "3":
            return self._rooted("cbrt", "∛", node.body, body)
        if self.strict:
            return f"root({body}, {index})"
        return self._rooted("", self.raised(node.index).removeprefix("^") + "√", node.body, body)

    def _rooted(self, name: str, sign: str, node: Math, body: str) -> str:
        if self.ascii:
            return f"{name}({body})"
        return sign + (body if type(node) in (Sym, Num) else f"({body})")

    def fence(self, node: Fence) -> str:
        """Brackets or bars."""
        body = self.show(node.body)
        left, right = FENCES[node.kind]
        if self.ascii or (left == "|" and self.strict and "|" in body):
            left, right = ASCII_FENCES.get(node.kind, (left, right))
        index = "" if node.sub is None else self._index(node.sub)
        return left + body + right + index

    def _index(self, node: Math) -> str:
        """A subscript: of a name or number as it is, of anything else in brackets."""
        text = self.show(node)
        if type(node) in (Sym, Num):
            return f"_{text}" if self.ascii else self._lowered(text)
        return f"_({text})"

    def call(self, node: Call) -> str:
        """sin x, sin² x, f(x), log₂(x)."""
        if node.spelling is not None and self.strict and not self._is_slope(node.spelling[0]):
            name, arguments = node.spelling
            return f"{name}({', '.join([self.show(argument) for argument in arguments])})"
        body = self.show(node.body)
        if self.ascii:
            return self._ascii_call(node, body)
        head = self.head(node)
        return head + body if type(node.body) is Fence else f"{head} {body}"

    def _is_slope(self, name: str) -> bool:
        """Whether a derivative of an unknown function stands on a page, ∂₁f(x, y), which nobody
        will read back."""
        return name in ("Derivative", "Subs") and not self.read_back

    def head(self, node: Call) -> str:
        """What stands before the argument: sin², log₂."""
        seen = self.words_seen
        head = self.show(node.head)
        self.words_seen = seen  # the name of a function is no variable
        return head if node.sub is None else head + self._lowered(self.show(node.sub))

    def _ascii_call(self, node: Call, body: str) -> str:
        head = node.head.base if isinstance(node.head, Power) else node.head
        name = self.show(head).rstrip() + ("" if node.sub is None else self._index(node.sub))
        if type(node.body) is not Fence or node.body.kind not in "([":
            body = f"({body})"
        raised = self.raised(node.head.exponent) if isinstance(node.head, Power) else ""
        return name + body + raised

    def cases(self, node: Cases) -> str:
        """piecewise(x², x < 0; sin x), or {x² if x < 0; sin x otherwise}."""
        rows = [(self.show(value), self.show(condition)) for value, condition in node.rows]
        if self.strict:
            return f"piecewise({'; '.join([f'{v}, {c}' for v, c in rows])})"
        parts = [f"{v} {c}" if c == "otherwise" else f"{v} if {c}" for v, c in rows]
        return "{" + "; ".join(parts) + "}"

    def matrix(self, node: Matrix) -> str:
        """[a, b; c, d]."""
        rows = [", ".join([self.show(entry) for entry in row]) for row in node.rows]
        return f"[{'; '.join(rows)}]"

    def integral(self, node: Integral) -> str:
        """∫₀ˣ sin(t) dt, or the spelling that is read back."""
        body, variable = self.show(node.body), self.show(node.variable)
        if not self.strict:
            return f"{self.limits(node)}{body} d{variable}"
        limits = [self.show(limit) for limit in (node.lower, node.upper) if limit is not None]
        span = f"({', '.join([variable, *limits])})" if limits else variable
        return f"Integral({body}, {span})"

    def limits(self, node: Integral) -> str:
        """The integral sign with its limits."""
        if node.lower is None or node.upper is None:
            return "∫ "
        return f"∫{self._lowered(self.show(node.lower))}{self.raised(node.upper)} "

    def bar(self, node: Bar) -> str:
        """body|_{u = …}."""
        return f"{self.show(node.body)}|_{{{self.show(node.at)}}}"


def _joint_kind(node: Math) -> str:
    """ "product" or "dot" for the sign of a product, with or without ink; else nothing."""
    if not isinstance(node, Op):
        return ""
    return "product" if node.kind == "product" else "dot" if node.text == "*" else ""


def _airy(node: Math) -> bool:
    """Whether a numerator has spaces of its own, so that the slash needs some too."""
    if isinstance(node, Call):
        return type(node.body) is not Fence
    return isinstance(node, Row) and any(
        (type(item) is Op and (item.text == " " or item.kind == "binary"))
        or (isinstance(item, Call) and _airy(item))
        for item in node.items
    )
