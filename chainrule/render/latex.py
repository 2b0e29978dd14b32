"""LaTeX that compiles as it stands: a small article, or its body alone."""

from __future__ import annotations

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
    Verdict,
)  # fmt: skip
from chainrule.notation import Math, Op
from chainrule.notation.names import GREEK
from chainrule.render._linear import Linear
from chainrule.render._signs import SUB, SUPER, ascii_words
from chainrule.render._tex import Tex

__all__ = ["formula", "render"]

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath}
\setlength{\parindent}{0pt}
\setlength{\textwidth}{16cm}
\setlength{\oddsidemargin}{0pt}
\raggedright
\setlength{\parskip}{\medskipamount}
\begin{document}
"""
END = "\\end{document}\n"
LONG = 70  # columns of plain text; longer formulas are set where TeX breaks lines by itself
MARKS = {"passed": r"$\surd$", "failed": r"$\times$ \textbf{failed:}", "not made": "-- not made:"}
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": "$<$", ">": "$>$", "|": "$|$", "[": "{[}", "]": "{]}", "−": "$-$", "·": r"$\cdot$",
    "×": r"$\times$", "→": r"$\to$", "≤": r"$\le$", "≥": r"$\ge$", "≠": r"$\ne$",
    "≈": r"$\approx$", "∞": r"$\infty$", "∂": r"$\partial$", "√": r"$\surd$", "′": "$'$",
    "½": r"$\tfrac12$", "±": r"$\pm$", "Σ": r"$\Sigma$", "∇": r"$\nabla$", "…": r"\dots{}",
    "–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "✓": r"$\surd$",
    **{sign: f"$^{{{c}}}$".replace("−", "-") for c, sign in SUPER.items()},
    **{sign: f"$_{{{c}}}$".replace("−", "-") for c, sign in SUB.items()},
    **{sign: rf"$\{name}$" for name, sign in GREEK.items() if name[0].islower()},
}  # fmt: skip
_TEX = Tex()
_PLAIN = Linear()


def formula(node: Math) -> str:
    """One formula, without dollar signs.

    >>> from sympy import Symbol
    >>> from chainrule.expr import HALF, power
    >>> from chainrule.notation import math
    >>> formula(math(power(Symbol("x"), HALF)))
    '\\\\sqrt{x}'
    """
    return _TEX.show(node)


def render(document: Document, *, standalone: bool = True) -> str:
    """The document; without ``standalone`` only what stands between begin and end document."""
    body = "\n".join([_BLOCKS[type(block)](block) for block in document.blocks])
    return PREAMBLE + body + END if standalone else body


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
    left = len(_PLAIN.show(row.left)) if row.left is not None else 0
    return left + len(_PLAIN.show(row.right)) + len(_text(row.note))


def _aligned(row: Line) -> str:
    left = formula(row.left) if row.left is not None else ""
    note = f" && \\text{{{_text(row.note)}}}" if row.note else ""
    return f"{left} &{_relation(row)} {formula(row.right)}{note}"


def _running(row: Line) -> str:
    left = formula(row.left) if row.left is not None else ""
    note = f"\\quad {_text(row.note)}" if row.note else ""
    return f"$\\displaystyle {left} {_relation(row)} {formula(row.right)}${note}\n"


def _relation(row: Line) -> str:
    return _TEX.op(Op(row.relation, "relation")).strip() if row.relation else ""


def _steps(block: Steps) -> str:
    """A list, so that long formulas and notes break over lines."""
    rows = "\n".join([_step(row) for row in block.rows])
    return f"\\begin{{list}}{{}}{{\\leftmargin=2.5em \\labelwidth=2em}}\n{rows}\n\\end{{list}}\n"


def _step(row: StepRow) -> str:
    number = f"{row.number}." if row.number else ""
    sides = [formula(side) for side in (row.left, row.right) if side is not None]
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
    return f"\\begin{{tabular}}{{{'l' * len(block.head)}}}\n{body}\n\\end{{tabular}}\n"


def _verdict(block: Verdict) -> str:
    return f"{MARKS[block.outcome]} {_text(block.text)}\n"


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Heading: _heading, Prose: _prose, Lines: _lines, Steps: _steps, Table: _table,
    Verdict: _verdict,
}  # fmt: skip
