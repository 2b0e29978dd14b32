"""Where a function is defined, and where it has a derivative: raw conditions → Domain.

What the rules ask for (`u > 0` for ln u, `v ≠ 0` for u/v) comes in with the user's expressions in
place of the letters. What is proved to hold for all real values is dropped, what is elementary is
solved for the variable and written as few relations (−1 < x < 1), the rest is left as it stands.

    facts       what is known without solving: ranges (see ranges.py), symbols, equal trees
    factors     the sign of an expression as a product of signs
    theorems    how the sign of each kind of expression is taken apart
    cases       |u|, max, min and sign, case by case
    polynomials, periodic   charts of signs on the line, and x = π/2 + kπ
    questions   one question about a sign → its answers
    solutions, poles        a condition of any shape, piece by piece, along an integral
    constants   what digits decide where nothing is proved
    found, left all conditions → answers, and those that are no sets
    conditions  answers → Domain
    points      what there is at the points that the derivative's formula does not cover
    spans       where to look for points inside the domain
"""

from chainrule.domain.conditions import solve
from chainrule.domain.constants import holds
from chainrule.domain.points import look_into
from chainrule.domain.spans import spans

__all__ = ["holds", "look_into", "solve", "spans"]
