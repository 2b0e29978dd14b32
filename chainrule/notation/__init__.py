"""SymPy tree → typographic tree: the one place that decides order, brackets, signs, fractions
and roots. A format prints about a dozen kinds of node (nodes.py) and decides nothing.

    trees.py     math(tree), by the tables of arithmetic, functions, calculus and relations
    compose.py   typographic trees from others: sums, products, derivatives
    binding.py   how tightly a node holds together, and so where brackets go
    names.py     what functions are called on paper

Conventions: sin x and sin 3x without brackets, sin(x²) with; sin² x; products without a sign
where a reader needs none, else with a dot; ∂₁f(u, v) is the derivative of f in its first slot.
"""

from chainrule.notation.binding import strength
from chainrule.notation.compose import (
    at_bar,
    call,
    derivative_of,
    equation,
    juxtapose,
    leibniz,
    mixed,
    negates,
    negative,
    plus,
    prime,
    raised,
    times,
)
from chainrule.notation.functions import symbol
from chainrule.notation.nodes import (
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
)
from chainrule.notation.trees import math

__all__ = [
    "Bar", "Call", "Cases", "Fence", "Frac", "Integral", "Math", "Matrix", "Num", "Op", "Power",
    "Root", "Row", "Sym", "Words", "at_bar", "call", "derivative_of", "equation", "juxtapose",
    "leibniz", "math", "mixed", "negates", "negative", "plus", "prime", "raised", "strength",
    "symbol", "times",
]  # fmt: skip
