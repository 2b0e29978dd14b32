"""LaTeX that compiles as it stands: a small article, or its body alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from chainrule.document import (
    Document,
    Heading,
    Line,
    Lines,
    Prose,
    StepRow,
    Steps,
    Table,
    Text,
    Tree,
    Verdict,
)  # fmt: skip
from chainrule.notation import Fence, Frac, Math, Op, Root
from chainrule.notation.names import GREEK
from chainrule.render._arrows import depth, rows
from chainrule.render._linear import Linear
from chainrule.render._signs import SUB, SUPER, ascii_words
from chainrule.render._tex import Tex
from chainrule.render._tree import drawn

__all__ = ["formula", "render"]

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,array,longtable}
\usepackage[a4paper,margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{\medskipamount}
\setlength{\lineskiplimit}{3pt}
\setlength{\lineskip}{4pt}
\renewcommand{\arraystretch}{1.4}
\raggedright
\begin{document}
"""
END = "\\end{document}\n"
FRAME = (PREAMBLE, END)
LONG = 70  # columns of plain text; longer formulas are set where TeX breaks lines by itself
WIDEST = 110  # columns of a tree in plain text that fits as arrows
WIDE = 80  # columns of plain text that fit beside each other in a table
MARKS = {
    "passed": r"$\checkmark$", "failed": r"$\times$ \textbf{failed:}", "not made": "-- not made:",
}  # fmt: skip
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": "$<$", ">": "$>$", "|": "$|$", "[": "{[}", "]": "{]}", "−": "$-$", "·": r"$\cdot$",
    "×": r"$\times$", "→": r"$\to$", "≤": r"$\le$", "≥": r"$\ge$", "≠": r"$\ne$",
    "≈": r"$\approx$", "∞": r"$\infty$", "∂": r"$\partial$", "√": r"$\surd$", "′": "$'$",
    "½": r"$\tfrac12$", "±": r"$\pm$", "Σ": r"$\Sigma$", "∇": r"$\nabla$", "…": r"\dots{}",
    "–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "✓": r"$\checkmark$",
    **{sign: f"$^{{{c}}}$".replace("−", "-") for c, sign in SUPER.items()},
    **{sign: f"$_{{{c}}}$".replace("−", "-") for c, sign in SUB.items()},
    **{sign: rf"$\{name}$" for name, sign in GREEK.items() if name[0].islower()},
}  # fmt: skip
_PLAIN = Linear()
_ROWS = re.compile(r"\[[^\[\]]*;[^\[\]]*\]")  # a matrix in plain text


class _Loose(Tex):
    """Formulas that TeX can break: no bracket that stretches, no fraction or root that is longer
    than a line."""

    fences = {"(": (r"\Bigl(", r"\Bigr)"), "[": (r"\Bigl[", r"\Bigr]")}  # noqa: RUF012  # never changed

    def fence(self, node: Fence) -> str:
        """Brackets of one size, which a line may end in."""
        closed = super().fence(node)
        if node.kind not in self.fences or not closed.startswith(r"\left"):
            return closed
        left, right = self.fences[node.kind]
        return left + self.show(node.body) + right

    def frac(self, node: Frac) -> str:
        """A slash for a bar that would be longer than a line."""
        if max(_columns(node.top), _columns(node.bottom)) <= LONG:
            return super().frac(node)
        return rf"{self.fence(Fence(node.top))} \Big/ {self.fence(Fence(node.bottom))}"

    def root(self, node: Root) -> str:
        """A power for a root that would be longer than a line."""
        if _columns(node.body) <= LONG:
            return super().root(node)
        index = "2" if node.index is None else self.show(node.index)
        return rf"{self.fence(Fence(node.body))}^{{1/{index}}}"


class _Inline(Tex):
    """Formulas that are small already: ∂h/∂r with a slash."""

    def frac(self, node: Frac) -> str:
        """A slash for a fraction that stays on the line."""
        if not node.inline:
            return super().frac(node)
        return f"{self.show(node.top)}/{self.show(node.bottom)}"


_INLINE = _Inline()
_TEX, _LOOSE = Tex(), _Loose()
_ON_LINES = Linear(ascii=True, strict=False)


def formula(node: Math) -> str:
    """One formula, without dollar signs.

    >>> from sympy import Symbol
    >>> from chainrule.expr import HALF, power
    >>> from chainrule.notation import math
    >>> formula(math(power(Symbol("x"), HALF)))
    '\\\\sqrt{x}'
    """
    return _TEX.show(node)


def render(document: Document) -> str:
    """The document, for between begin and end document (see FRAME)."""
    return "\n".join([_BLOCKS[type(block)](block) for block in document.blocks])


def _escaped(words: str) -> str:
    return "".join(
        [_SPECIAL[c] if c in _SPECIAL else c if c < "\u0180" else ascii_words(c) for c in words]
    )


def _text(text: Text) -> str:
    return "".join([_escaped(p) if isinstance(p, str) else f"${formula(p)}$" for p in text])


def _heading(block: Heading) -> str:
    kind = "section" if block.level == 1 else "subsection"
    return f"\\{kind}*{{{_text(block.text)}}}\n"


def _prose(block: Prose) -> str:
    return _text(block.text) + "\n"


def _lines(block: Lines) -> str:
    """Aligned, unless a line is too long for the page: then TeX breaks it as running text."""
    if any(_width(row) > LONG for row in block.rows):
        return "\n".join([_running(row) for row in block.rows])
    rows = " \\\\\n".join([_aligned(row) for row in block.rows])
    return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}\n"


def _width(row: Line) -> int:
    return _columns(row.left) + _columns(row.right) + len(_text(row.note))


def _columns(node: Math | None) -> int:
    """The columns of its plain text, in which a matrix is as wide as its widest row."""
    plain = "" if node is None else _PLAIN.show(node)
    return len(_ROWS.sub(lambda found: max(found[0].split(";"), key=len), plain))


def _aligned(row: Line) -> str:
    left = formula(row.left) if row.left is not None else ""
    note = f" && \\text{{{_text(row.note)}}}" if row.note else ""
    return f"{left} &{_relation(row)} {formula(row.right)}{note}"


def _running(row: Line) -> str:
    left = _LOOSE.show(row.left) if row.left is not None else ""
    note = f"\\quad {_text(row.note)}" if row.note else ""
    return f"$\\displaystyle {left} {_relation(row)} {_LOOSE.show(row.right)}${note}\n"


def _relation(row: Line) -> str:
    return _TEX.op(Op(row.relation, "relation")).strip() if row.relation else ""


def _steps(block: Steps) -> str:
    """A list, so that long formulas and notes break over lines."""
    rows = "\n".join([_step(row) for row in block.rows])
    return f"\\begin{{list}}{{}}{{\\leftmargin=2.5em \\labelwidth=2em}}\n{rows}\n\\end{{list}}\n"


def _step(row: StepRow) -> str:
    number = f"{_escaped(row.number)}." if row.number else ""
    tex = _LOOSE if _columns(row.right) > LONG else _TEX
    sides = [tex.show(side) for side in (row.left, row.right) if side is not None]
    parts = [
        f"\\hspace*{{{row.depth}em}}" * bool(row.depth) + _text(row.label),
        f"\\quad $\\displaystyle {' = '.join(sides)}$" if sides else "",
        f"\\quad {_text(row.note)}" if row.note else "",
    ]
    return f"\\item[{number}] " + "\n  ".join([part for part in parts if part])


def _table(block: Table) -> str:
    rows = [" & ".join([_text(cell) for cell in row]) + r" \\" for row in block.rows]
    if any(block.head):
        rows.insert(0, " & ".join([_text(cell) for cell in block.head]) + r" \\ \hline")
    body = "\n".join(rows)
    shape = _shape(
        [max(map(_length, column)) for column in zip(block.head, *block.rows, strict=True)]
    )
    return f"\\begin{{longtable}}[l]{{{shape}}}\n{body}\n\\end{{longtable}}\n"


def _shape(widths: list[int]) -> str:
    """Columns as wide as they need; the widest give way until all fit on the line."""
    if sum(widths) <= WIDE:
        return "l" * len(widths)
    room = 0.95 - 0.03 * len(widths)
    while sum(widths) > WIDE:
        widths[widths.index(max(widths))] -= 1
    parts = [f"{room * width / WIDE:.2f}\\linewidth" for width in widths]
    return "".join([rf">{{\raggedright\arraybackslash}}p{{{part}}}" for part in parts])


def _length(text: Text) -> int:
    return sum(len(part) if isinstance(part, str) else _columns(part) for part in text)


def _verdict(block: Verdict) -> str:
    return f"{MARKS[block.outcome]} {_text(block.text)}\n"


def _tree(block: Tree) -> str:
    """Rows of arrows; lines of ASCII, which every TeX prints, where those are too wide."""
    lines = drawn(block, _ON_LINES.show, _said, plain=True)
    if max(map(len, lines)) <= WIDEST:
        cells = "l" * (2 * depth(block.branches) + 1) + r"@{\quad}l@{\quad}l"
        body = " \\\\[6pt]\n".join(rows(block, _INLINE.show, _text))
        return f"\\[\n\\begin{{array}}{{{cells}}}\n{body}\n\\end{{array}}\n\\]\n"
    return "\n".join([r"{\footnotesize\begin{verbatim}", *lines, r"\end{verbatim}}", ""])


def _said(text: Text) -> str:
    return "".join([ascii_words(p) if isinstance(p, str) else _ON_LINES.show(p) for p in text])


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Heading: _heading, Prose: _prose, Lines: _lines, Steps: _steps, Table: _table,
    Tree: _tree, Verdict: _verdict,
}  # fmt: skip
