"""Raw lines of derivatives → what a person would write, one named move at a time.

In: a raw line, such as ``3(2x − 1)² · 2``. Out: the lines that the algebra takes, each with the
key of its move (``MOVES`` has the titles), and the last line. A move is local and keeps the value;
the work is bounded: parts first, each distinct part once in the life of a ``Tidier``, so that a
step costs what its own line costs, however large the earlier results in it are.

    nodes      pooled trees, and their length on paper
    forest     their view as products, and products as trees
    numbers    exact numbers, and how they look on paper
    terms      a sum as its terms
    products   powers of the same base combine or cancel
    shared     what the terms of a bracket share
    collect    many brackets multiplied out at once
    brackets   common factors, multiplying out, one denominator
    sums       the shortest line that these lead to
    divide     what brackets above and below the bar share
    roots      moves on powers and roots
    radicals   brackets under square roots, one root for two, conjugate brackets
    cases      moves on piecewise functions
    values     moves on functions
    lines      which moves make one line
    tidier     the walk
"""

from __future__ import annotations

from chainrule.tidy.lines import MOVES
from chainrule.tidy.tidier import Tidier

__all__ = ["MOVES", "Tidier"]
