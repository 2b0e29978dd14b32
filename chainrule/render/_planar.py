"""A typographic tree in two dimensions, for a terminal: fractions, roots, cases and exponents.

SymPy's ``prettyForm`` composes the boxes; this module says which boxes. Whatever needs no second
line is printed by ``Linear``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy.printing.pretty.stringpict import prettyForm, stringPict

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
    Words,
)  # fmt: skip
from chainrule.render._linear import Linear
from chainrule.render._typeset import columns

__all__ = ["Planar", "is_tall"]

# kind: the glyph for one line, then for the top, the middle and the bottom of a tall bracket
_LEFT = {"(": "(⎛⎜⎝", "[": "[⎡⎢⎣", "{": "{⎧⎪⎩", "|": "|│││", "floor": "⌊││⌊", "ceil": "⌈⌈││"}
_RIGHT = {"(": ")⎞⎟⎠", "[": "]⎤⎥⎦", "{": "}⎫⎪⎭", "|": "|│││", "floor": "⌋││⌋", "ceil": "⌉⌉││"}
_ASCII_LEFT = {"(": "(/|\\", "[": "[[[[", "{": "{/|\\", "|": "||||"}
_ASCII_RIGHT = {"(": ")\\|/", "[": "]]]]", "{": "}\\|/", "|": "||||"}


def is_tall(node: Math, *, displayed: bool) -> bool:
    """Whether the formula is worth a second dimension. A displayed one is when it has a fraction
    or cases; one in a column of steps, or in the brackets of a function, only when a fraction has a
    sum or a fraction in it."""
    match node:
        case Frac(top=Num(), bottom=Num()) | Frac(inline=True):
            return False
        case Frac(top=top, bottom=bottom):
            return displayed or _is_busy(top) or _is_busy(bottom)
        case Cases() | Matrix():
            return True
        case Power(base=base):
            return is_tall(base, displayed=displayed)
        case Call(body=body):
            return is_tall(body, displayed=False)
    return any(is_tall(part, displayed=displayed) for part in _parts(node))


def _is_busy(node: Math) -> bool:
    """Whether there is a sum or a fraction in it."""
    if isinstance(node, Op):
        return node.kind == "binary" and node.text in "+-"
    return isinstance(node, Frac) or any(_is_busy(part) for part in _parts(node))


def _parts(node: Math) -> tuple[Math, ...]:
    match node:
        case Row(items=items):
            return items
        case Fence(body=body) | Root(body=body) | Call(body=body) | Integral(body=body):
            return (body,)
        case Bar(body=body):
            return (body,)
        case Power(base=base, exponent=exponent):
            return (base, exponent)
        case Frac(top=top, bottom=bottom):
            return (top, bottom)
    return ()


class Planar:
    """Formulas as boxes of lines; ``dye`` puts a finished box into a role."""

    def __init__(self, linear: Linear, dye: Callable[[str, str], str]) -> None:
        self.linear = linear
        self.dye = dye
        self.kinds: dict[type, Callable[[Any], prettyForm]] = {
            Row: self.row, Frac: self.frac, Power: self.power, Root: self.root,
            Fence: self.fence, Call: self.call, Cases: self.cases, Integral: self.integral,
            Bar: self.bar, Matrix: self.matrix,
        }  # fmt: skip

    def form(self, node: Math) -> prettyForm:
        """The formula as a box with a baseline."""
        upright = isinstance(node, Frac) and not node.inline
        if not upright and not is_tall(node, displayed=True):
            return prettyForm(self.linear.show(node))
        made = self.kinds[type(node)](node)
        if node.role:
            made = prettyForm(self.dye("\n".join(made.picture), node.role), made.baseline)
        return made

    def row(self, node: Row) -> prettyForm:
        """Neighbours on one baseline; a fraction keeps a column free on either side."""
        boxes: list[Any] = []
        for i, item in enumerate(node.items):
            if isinstance(item, Op):
                near = isinstance(node.items[i - 1 if i else 1], Frac) or isinstance(
                    node.items[i + 1 if i + 1 < len(node.items) else i], Frac
                )
                sign = self.linear.op(item)
                boxes.append(sign + " " if near and not sign.endswith(" ") else sign)
            else:
                boxes.append(self.form(item))
        return _beside(*boxes)

    def frac(self, node: Frac) -> prettyForm:
        """top over bottom; the bar reaches beyond a fraction inside."""
        top, bottom = self.form(node.top), self.form(node.bottom)
        width = max(top.width(), bottom.width())
        width += 2 if top.height() + bottom.height() > 2 else 0
        bar = ("-" if self.linear.ascii else "─") * width
        return prettyForm(*stringPict.stack(top, bar, bottom))

    def power(self, node: Power) -> prettyForm:
        """The exponent beside the top of a tall base, or above it."""
        base = self.form(node.base)
        exponent = self.linear.raised(node.exponent)
        level = base.baseline
        if "^" in exponent:
            exponent, level = self.linear.show(node.exponent), level + 1
        blank = " " * len(exponent)
        return _beside(base, stringPict("\n".join([exponent, *[blank] * level]), level))

    def root(self, node: Root) -> prettyForm:
        """A root as tall as its body, its index on the tick. (stringPict.root is broken.)"""
        body = self.form(node.body)
        index = "" if node.index is None else self.linear.show(node.index)
        tick, slash = ("\\", "/") if self.linear.ascii else ("╲", "╱")
        height, gap = body.height(), max(len(index), 1)
        lines = [" " * (gap + height) + "_" * body.width()]
        for i, line in enumerate(body.picture):
            lead = {height - 1: tick, height - 2: index}.get(i, "").rjust(gap)
            lines.append(lead + " " * (height - 1 - i) + slash + " " * i + line)
        return prettyForm("\n".join(lines), body.baseline + 1)

    def fence(self, node: Fence) -> prettyForm:
        """Brackets as tall as their body."""
        body = self.form(node.body)
        left, right = (_ASCII_LEFT, _ASCII_RIGHT) if self.linear.ascii else (_LEFT, _RIGHT)
        if body.height() == 1 or node.kind not in left:
            return prettyForm(self.linear.show(node))
        return _beside(_tall(left[node.kind], body), body, _tall(right[node.kind], body))

    def call(self, node: Call) -> prettyForm:
        """The head, then the body."""
        head = self.linear.head(node)
        gap = "" if isinstance(node.body, Fence) else " "
        if not is_tall(node.body, displayed=False):
            return _beside(head + gap, self.linear.show(node.body))
        return _beside(head + gap, self.form(node.body))

    def cases(self, node: Cases) -> prettyForm:
        """Values and conditions in columns behind a brace."""
        values = [self.form(value) for value, _ in node.rows]
        conditions = [self._condition(condition) for _, condition in node.rows]
        wide, narrow = (max(box.width() for box in column) for column in (values, conditions))
        lines: list[str] = []
        for value, condition in zip(values, conditions, strict=True):
            gap = " " * (wide - value.width() + 3)
            end = " " * (narrow - condition.width())
            lines += _beside(value, gap, condition, end).picture
        body = prettyForm("\n".join(lines), (len(lines) - 1) // 2)
        brace = _ASCII_LEFT if self.linear.ascii else _LEFT
        return _beside(_tall(brace["{"], body), " ", body)

    def _condition(self, node: Math) -> prettyForm:
        text = self.linear.show(node)
        return prettyForm(text if isinstance(node, Words) else f"if {text}")

    def matrix(self, node: Matrix) -> prettyForm:
        """Entries in columns, centred, between tall brackets."""
        cells = [[self.linear.show(entry) for entry in row] for row in node.rows]
        widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
        lines = [
            "  ".join([_centred(text, width) for text, width in zip(row, widths, strict=True)])
            for row in cells
        ]
        left, right = (_ASCII_LEFT, _ASCII_RIGHT) if self.linear.ascii else (_LEFT, _RIGHT)
        body = prettyForm("\n".join(lines), (len(lines) - 1) // 2)
        return _beside(_tall(left["["], body), " ", body, " ", _tall(right["["], body))

    def integral(self, node: Integral) -> prettyForm:
        """The sign with its limits on the line, then the body."""
        if self.linear.strict:
            return prettyForm(self.linear.show(node))
        variable = self.linear.show(node.variable)
        return _beside(self.linear.limits(node), self.form(node.body), f" d{variable}")

    def bar(self, node: Bar) -> prettyForm:
        """body|_{u = …}."""
        return _beside(self.form(node.body), f"|_{{{self.linear.show(node.at)}}}")


def _centred(text: str, width: int) -> str:
    room = width - columns(text)
    return " " * (room // 2) + text + " " * (room - room // 2)


def _beside(*boxes: Any) -> prettyForm:
    return prettyForm(*stringPict.next(*boxes))


def _tall(glyphs: str, body: prettyForm) -> prettyForm:
    """A bracket as tall as the body, from its glyphs for one line, top, middle and bottom."""
    height = body.height()
    column = [glyphs[1], *[glyphs[2]] * (height - 2), glyphs[3]] if height > 1 else [glyphs[0]]
    if glyphs[0] == "{" and height > 2:
        column[body.baseline] = "<" if glyphs[1] == "/" else "⎨"
    return prettyForm("\n".join(column), body.baseline)
