"""A terminal: fractions and roots in two dimensions, one colour for each inner function.

Colour only ever repeats what the letters say. With ``color`` the text carries ANSI codes, made by
rich from ``rich.text.Text`` (never from markup, which would eat ``[x+1]^2``); rich honours
NO_COLOR.
"""

from __future__ import annotations

from io import StringIO
from itertools import groupby

from chainrule.document import Document
from chainrule.notation import Math
from chainrule.render._layout import lay
from chainrule.render._linear import Linear
from chainrule.render._typeset import Box, Typesetter

__all__ = ["formula", "render"]

STYLES = {
    "heading": "bold", "number": "dim", "note": "dim", "focus": "bold",
    "passed": "green", "failed": "bold red", "not made": "yellow",
}  # fmt: skip
PALETTE = ("cyan", "magenta", "yellow", "blue", "green", "bright_red", "bright_cyan")


class _Dye:
    """Gives a character in a role a private code point of its own, so that text keeps its length
    while it is laid out; ``parts`` turns the codes back."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear
        self.codes: dict[tuple[str, str], str] = {}
        self.meanings: dict[str, tuple[str, str]] = {}

    def __call__(self, text: str, role: str) -> str:
        return "".join([self._code(c, role) for c in text])

    def _code(self, glyph: str, role: str) -> str:
        if glyph in " ^\n" or glyph in self.meanings:
            return glyph
        code = self.codes.get((glyph, role))
        if code is None:
            code = self.codes[glyph, role] = chr(0xF0000 + len(self.codes))
            self.meanings[code] = glyph, role
            raised = self.linear.super.get(glyph)
            if raised is not None and glyph not in "()":
                self.linear.super[code] = self._code(raised, role)
        return code

    def bare(self, text: str) -> str:
        """The text without roles."""
        meanings = self.meanings
        return "".join([meanings[c][0] if c in meanings else c for c in text])

    def parts(self, text: str) -> list[tuple[str, str]]:
        """Runs of text with one role each."""
        pairs: list[tuple[str, str]] = []
        for c in text:
            role = pairs[-1][1] if c == " " and pairs else ""  # a space needs no change of style
            pairs.append(self.meanings.get(c, (c, role)))
        return [
            ("".join([glyph for glyph, _ in run]), role)
            for role, run in groupby(pairs, key=lambda pair: pair[1])
        ]


class _DyedLinear(Linear):
    """One line of text whose roles are dyed."""

    dye: _Dye

    def show(self, node: Math) -> str:
        text = super().show(node)
        return self.dye(text, node.role) if node.role else text


class _Terminal(Typesetter):
    """Formulas in two dimensions where they have a fraction and room."""

    def __init__(self, *, unicode: bool, color: bool) -> None:
        linear = (
            _DyedLinear(ascii=not unicode, strict=False)
            if color
            else Linear(ascii=not unicode, strict=False)
        )
        super().__init__(linear)
        self.colors = _Dye(linear) if color else None
        if isinstance(linear, _DyedLinear) and self.colors:
            linear.dye = self.colors

    def box(self, node: Math, width: int, *, displayed: bool) -> Box:
        from chainrule.render._planar import Planar, is_tall

        if is_tall(node, displayed=displayed):
            made = Planar(self.linear, self.dye).form(node)
            if made.width() <= width:
                return Box(tuple(made.picture), made.baseline)
        return super().box(node, width, displayed=displayed)

    def dye(self, text: str, role: str) -> str:
        return self.colors(text, role) if self.colors else text

    def bare(self, text: str) -> str:
        return self.colors.bare(text) if self.colors else text


def formula(node: Math, *, unicode: bool = True) -> str:
    """One formula on one line, as a textbook prints it.

    >>> from sympy import Symbol
    >>> from chainrule.expr import mul
    >>> from chainrule.notation import math
    >>> formula(math(mul(Symbol("x"), Symbol("y"))))
    'xy'
    """
    return Linear(ascii=not unicode, strict=False).show(node)


def render(
    document: Document, *, width: int = 80, color: bool = False, unicode: bool = True
) -> str:
    """The document for a terminal of ``width`` columns, with ANSI codes if ``color``."""
    setter = _Terminal(unicode=unicode, color=color)
    text = lay(document, setter, width)
    return text if setter.colors is None else _painted(setter.colors.parts(text), width)


def _painted(parts: list[tuple[str, str]], width: int) -> str:
    from rich.console import Console
    from rich.text import Text

    styles = dict(STYLES)
    inner = [role for _, role in parts if role and role not in styles and role != "label"]
    for i, role in enumerate(dict.fromkeys(inner)):
        styles[role] = PALETTE[i % len(PALETTE)]
    page = Text()
    for text, role in parts:
        page.append(text, styles.get(role, ""))
    out = StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="standard", width=width, legacy_windows=False
    )
    console.print(page, end="", soft_wrap=True, highlight=False)
    return out.getvalue()
