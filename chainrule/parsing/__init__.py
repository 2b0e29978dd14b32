"""Text → Problem, for what people type: plain mathematics, Unicode and LaTeX.

    text ─ lexer.py, latex.py, words.py → tokens ─ grammar.py → syntax tree ─ limits.py: checked
         ─ problem.py: what stands around it ─ build.py → unevaluated SymPy tree

    definitions ─ pieces.py, uses.py, system.py: by name → definitions.py: → System

Everything up to the syntax tree works without SymPy, so that a slip is reported at once. SymPy
expressions come in through `from_sympy`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chainrule.errors import InputError
from chainrule.parsing.point import parse_point
from chainrule.parsing.problem import parse, parse_equation, parse_tree
from chainrule.parsing.spelling import Given
from chainrule.parsing.variables import choose_wrt
from chainrule.parsing.vectors import listed

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from chainrule.model import Problem, System

__all__ = [
    "Given", "choose_wrt", "from_sympy", "listed", "parse", "parse_equation", "parse_point",
    "parse_system", "parse_tree", "problem_of", "system_of",
]  # fmt: skip


def from_sympy(expr: Expr) -> Problem:
    """The problem that a SymPy expression states, evaluated or not.

    >>> from sympy import sin
    >>> from sympy.abc import x
    >>> from_sympy(x**-1 * sin(x)).expr
    sin(x)/x
    """
    from chainrule.parsing.sympy_input import problem_of

    return problem_of(expr)


def problem_of(given: str | Expr, wrt: Given = None) -> Problem:
    """The problem that was given, as text or as a SymPy expression; ``wrt`` names variables that
    may stand in the text.

    >>> problem_of("x^2").expr
    x**2
    """
    from sympy import Expr

    if isinstance(given, str):
        return parse(given, wrt=wrt)
    if not isinstance(given, Expr):
        raise InputError(f"text or a SymPy expression is needed, not {type(given).__name__}")
    return from_sympy(given)


def parse_system(text: str, of: Given = None, wrt: Given = None) -> System:
    """The system of definitions that ``text`` states.

    ``of`` names what is differentiated: the first definition, if it is empty, or all, if none uses
    another. ``wrt`` names the inputs: all that nothing defines, if it is empty.

    Raises InputError, pointing at the place, for a circle or a name that is defined twice.

    >>> system = parse_system("h = r*s; r = x*y; s = x + y")
    >>> [str(one.name) for one in system.definitions], system.outputs, system.wrt
    (['h', 'r', 's'], (h,), (x, y))
    """
    from chainrule.parsing.system import read_system

    return read_system(text, of, wrt)


def system_of(
    given: Expr | Mapping[str | Symbol, Expr], of: Given = None, wrt: Given = None
) -> System:
    """The system that SymPy expressions state: one, or several by name."""
    from chainrule.parsing.definitions import system_of as read

    return read(given, of, wrt)
