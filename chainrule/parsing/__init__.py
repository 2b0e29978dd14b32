"""Text → Problem, for what people type: plain mathematics, Unicode and LaTeX.

    text ─ lexer.py, latex.py, words.py → tokens ─ grammar.py → syntax tree ─ limits.py: checked
         ─ problem.py: what stands around it ─ build.py → unevaluated SymPy tree

Everything up to the syntax tree works without SymPy, so that a slip is reported at once. SymPy
expressions come in through `from_sympy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.parsing.point import parse_point
from chainrule.parsing.problem import parse, parse_equation, parse_tree
from chainrule.parsing.variables import choose_wrt

if TYPE_CHECKING:
    from sympy import Expr

    from chainrule.model import Problem

__all__ = ["choose_wrt", "from_sympy", "parse", "parse_equation", "parse_point", "parse_tree"]


def from_sympy(expr: Expr) -> Problem:
    """The problem that a SymPy expression states, evaluated or not.

    >>> from sympy import sin
    >>> from sympy.abc import x
    >>> from_sympy(x**-1 * sin(x)).expr
    sin(x)/x
    """
    from chainrule.parsing.sympy_input import problem_of

    return problem_of(expr)
