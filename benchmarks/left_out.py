"""The cases of the corpora that are left out, each with its reason: data, for docs/corpora.md.

In: nothing. Out: LEFT_OUT, the id of a case → its reason; READ_OTHERWISE, the same for formulas
that this project reads by a convention of its own (docs/input.md), checked in that reading.
"""

from __future__ import annotations

__all__ = ["LEFT_OUT", "READ_OTHERWISE"]

EDGE = "no open interval around the point: √(x − x), arccos(x/x), arcsin x at x = 1"
DERIVATIVE = "dy/dx is a derivative, not a quotient of letters: refused, with a hint"
NAME = "the source differentiates by “2x”, which is no variable"
ORDER = "no real function: an orthogonal function whose order is not a whole number"
UNKNOWN = "f, g and h before a bracket are unknown functions, not factors"
ONE_NAME = "rS_n and yx, without a product sign, are one name: refused by r and x, with a hint"
ONE_LETTER = "\\ell is one letter, not e·l·l"

LEFT_OUT: dict[str, str] = {
    "gen#498": EDGE,
    "gen#725": EDGE,
    "gen#997": EDGE,
    "openstax/m53659(Trigonometric Substitution)/ex38#1": EDGE,
    "calculus.py:180": NAME,
    "functions/special/tests/test_spec_polynomials.py:test_jacobi:71": ORDER,
    "functions/special/tests/test_spec_polynomials.py:test_assoc_legendre:229": ORDER,
    "active-calculus-single/act-2-7-1.xml/activity1#4": DERIVATIVE,
    "active-calculus-single/act-7-1-2.xml/activity1#3": DERIVATIVE,
    "active-calculus-single/act-7-2-2.xml/activity1#2": DERIVATIVE,
    "active-calculus-single/ez-7-6.xml/exercise2#17": DERIVATIVE,
    "Contrib/AlfredUniv/AUCI/chapter7/lesson1/relatedrates1pet.pg#2": DERIVATIVE,
    "OpenProblemLibrary/Michigan/Chap3Sec7/Q13.pg#1": DERIVATIVE,
    "OpenProblemLibrary/WHFreeman/Rogawski_Calculus_Early_Transcendentals_Second_Edition/"
    "13_Calculus_of_Vector-Valued_Functions/13.2_Calculus_of_Vector-Valued_Functions/"
    "13.2.25.pg#3": DERIVATIVE,
    "active-calculus-single/act-8-2-1.xml/activity1#2": ONE_NAME,
    "calculus.spec.js#30": ONE_NAME,
}
READ_OTHERWISE: dict[str, str] = {
    "active-calculus-single/act-2-1-1.xml/activity1#3": UNKNOWN,
    "active-calculus-single/act-3-1-3.xml/activity1#11": UNKNOWN,
    "active-calculus-single/ez-2-8.xml/exercise1#5": UNKNOWN,
    "active-calculus-vector/S-mv-deriv-first-order.ptx/activity6#8": UNKNOWN,
    "OpenProblemLibrary/ASU-topics/setDerivativeFunction/3-3-48.pg#1": UNKNOWN,
    "apex/12_04_ex_18.tex#3": ONE_LETTER,
}
