"""A typographic tree in LaTeX's mathematics, for LaTeX itself and for Markdown.

Formulas use only what amsmath has. No backslash stands before a punctuation mark, and no bar or
angle bracket is bare, so that Markdown can carry the same formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
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
)  # fmt: skip
from chainrule.notation.names import GREEK

__all__ = ["Tex"]

_OPERATORS = frozenset(
    (
        "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin",
        "arccos", "arctan", "ln", "log", "max", "min", "exp",
    )
)  # fmt: skip
_LATIN = dict(zip(
    ("Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Iota", "Kappa", "Mu", "Nu", "Omicron", "Rho",
     "Tau", "Chi", "omicron"),
    "ABEZHIKMNOPTXo", strict=True,
))  # fmt: skip
_SYMBOLS = {
    **{name: "\\" + name for name in GREEK}, **{n: rf"\mathrm{{{c}}}" for n, c in _LATIN.items()},
    "pi": r"\pi", "oo": r"\infty", "partial": r"\partial", "nabla": r"\nabla",
}  # fmt: skip
_OPS = {
    ("*", "binary"): r" \cdot ", ("*", "tight"): r" \cdot ", ("<=", "relation"): r" \le ",
    (">=", "relation"): r" \ge ", ("!=", "relation"): r" \ne ", ("->", "relation"): r" \to ",
    ("~", "relation"): r" \approx ", ("+=", "relation"): r" \mathrel{{+}{=}} ",
    ("and", "relation"): r" \text{ and } ", ("or", "relation"): r" \text{ or } ",
    ("<-", "relation"): r" \gets ", (".*", "binary"): r" \odot ",
    ("partial", "prefix"): r"\partial ", ("", "product"): "", (" ", "product"): " ",
}  # fmt: skip
_FENCES = {
    "(": ("(", ")"), "[": ("[", "]"), "{": (r"\lbrace ", r"\rbrace"),
    "|": (r"\lvert ", r" \rvert"), "floor": (r"\lfloor ", r" \rfloor"),
    "ceil": (r"\lceil ", r" \rceil"),
}  # fmt: skip
_TALL = re.compile(r"\\frac|\\sqrt|\\int|\\begin|\\left")
_COMMAND = re.compile(r"\\[A-Za-z]+$")


class Tex:
    """Prints formulas as LaTeX; ``row_end`` ends a row of cases.

    >>> Tex().show(Frac(Num("1"), Root(Sym("x"))))
    '\\\\frac{1}{\\\\sqrt{x}}'
    """

    def __init__(
        self, row_end: str = r" \\ ", relations: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.row_end = row_end
        self.ops = _OPS | {(sign, "relation"): f" {text} " for sign, text in relations.items()}
        self.kinds: dict[type, Callable[[Any], str]] = {
            Sym: self.sym, Num: self.num, Op: self.op, Words: self.words, Row: self.row,
            Frac: self.frac, Power: self.power, Root: self.root, Fence: self.fence,
            Call: self.call, Cases: self.cases, Integral: self.integral, Bar: self.bar,
            Matrix: self.matrix,
        }  # fmt: skip

    def show(self, node: Math) -> str:
        """The formula."""
        return self.kinds[type(node)](node)

    def sym(self, node: Sym, *, word: str = r"\mathrm") -> str:
        """A letter; a name of several letters upright."""
        name = _SYMBOLS.get(node.name, node.name)
        if len(name) > 1 and not name.startswith("\\"):
            name = f"{word}{{{escaped_name(name)}}}"
        if node.bar:
            name = rf"\bar{{{name}}}"
        if node.sub:
            name += f"_{{{escaped_name(node.sub)}}}"
        return name + "'" * node.primes

    def num(self, node: Num) -> str:
        """A number as it is."""
        return node.text

    def words(self, node: Words) -> str:
        """Upright words."""
        return r"\dots " if node.text == "…" else rf"\text{{{node.text}}}"

    def op(self, node: Op) -> str:
        """An operator; TeX knows its spacing."""
        found = self.ops.get((node.text, node.kind))
        if found is not None:
            return found
        return (
            f" {node.text} "
            if node.kind in ("binary", "relation")
            else node.text + " " * (node.kind == "punctuation")
        )

    def row(self, node: Row) -> str:
        """Neighbours; a command is kept apart from the letter after it."""
        out = ""
        for item in node.items:
            text = self.show(item)
            if text[:1].isalpha() and _COMMAND.search(out):
                out += " "
            out += text
        return out

    def frac(self, node: Frac) -> str:
        """A fraction with a bar."""
        return rf"\frac{{{self.show(node.top)}}}{{{self.show(node.bottom)}}}"

    def power(self, node: Power) -> str:
        """An exponent; a fraction of numbers in it is written 3/2."""
        return f"{self.show(node.base)}^{{{self._exponent(node.exponent)}}}"

    def _exponent(self, node: Math) -> str:
        match node:
            case Frac(top=Num(text=top), bottom=Num(text=bottom)):
                return f"{top}/{bottom}"
            case Row(items=(Op(text="-", kind="prefix"), Frac() as fraction)):
                return f"-{self._exponent(fraction)}"
        return self.show(node)

    def root(self, node: Root) -> str:
        """A root, with its index if it is not the square root."""
        index = "" if node.index is None else f"[{self.show(node.index)}]"
        return rf"\sqrt{index}{{{self.show(node.body)}}}"

    def fence(self, node: Fence) -> str:
        """Brackets, as tall as they must be."""
        body = self.show(node.body)
        left, right = _FENCES[node.kind]
        index = "" if node.sub is None else f"_{{{self.show(node.sub)}}}"
        if _TALL.search(body):
            return rf"\left{left}{body}\right{right.strip()}{index}"
        return left + body + right + index

    def call(self, node: Call) -> str:
        """A function applied."""
        head = self._head(node.head)
        if node.sub is not None:
            head += f"_{{{self.show(node.sub)}}}"
        gap = "" if isinstance(node.body, Fence) else " "
        return head + gap + self.show(node.body)

    def _head(self, node: Math) -> str:
        match node:
            case Sym(name=name, primes=primes) if name in _OPERATORS:
                return "\\" + name + "'" * primes
            case Sym():
                return self.sym(node, word=r"\operatorname")
            case Power(base=base, exponent=exponent):
                return f"{self._head(base)}^{{{self.show(exponent)}}}"
        return self.show(node)

    def cases(self, node: Cases) -> str:
        """Cases behind a brace."""
        rows = [f"{self.show(value)} & {self._condition(c)}" for value, c in node.rows]
        return rf"\begin{{cases}} {self.row_end.join(rows)} \end{{cases}}"

    def _condition(self, node: Math) -> str:
        return self.show(node) if isinstance(node, Words) else rf"\text{{if }} {self.show(node)}"

    def matrix(self, node: Matrix) -> str:
        """Rows in square brackets."""
        rows = [" & ".join([self.show(entry) for entry in row]) for row in node.rows]
        return rf"\begin{{bmatrix}} {self.row_end.join(rows)} \end{{bmatrix}}"

    def integral(self, node: Integral) -> str:
        """An integral with its limits."""
        limits = ""
        if node.lower is not None and node.upper is not None:
            limits = f"_{{{self.show(node.lower)}}}^{{{self.show(node.upper)}}}"
        return rf"\int{limits} {self.show(node.body)} \thinspace d{self.show(node.variable)}"

    def bar(self, node: Bar) -> str:
        """An evaluation bar."""
        return rf"\left. {self.show(node.body)} \right\rvert_{{{self.show(node.at)}}}"


def escaped_name(name: str) -> str:
    """A name that may have underscores in it."""
    return name.replace("_", r"\_")
