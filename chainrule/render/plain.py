"""Plain text: one line a formula, which the parser reads back to the same tree."""

from __future__ import annotations

from functools import cache

from chainrule.document import Document
from chainrule.notation import Math
from chainrule.render._layout import lay
from chainrule.render._linear import Linear
from chainrule.render._typeset import Typesetter

__all__ = ["formula", "render"]


def formula(node: Math, *, ascii: bool = False) -> str:  # noqa: A002  # the name of the option in the whole program
    """One formula on one line, in Unicode or in ASCII.

    >>> from sympy import Symbol
    >>> from chainrule.expr import mul, power, TWO
    >>> from chainrule.notation import math
    >>> tree = math(mul(TWO, power(Symbol("x"), TWO)))
    >>> formula(tree), formula(tree, ascii=True)
    ('2x²', '2*x^2')
    """
    return _linear(ascii=ascii).line(node)


def render(document: Document, *, width: int = 80, ascii: bool = False) -> str:  # noqa: A002  # as above
    """The document in lines of at most ``width`` columns, where the formulas allow it."""
    return lay(document, Typesetter(_linear(ascii=ascii)), width)


@cache
def _linear(*, ascii: bool) -> Linear:  # noqa: A002  # as above
    return Linear(ascii=ascii)
