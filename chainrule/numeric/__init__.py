"""Trees as numbers, to any precision, sharing nothing with the rules nor with SymPy's evalf.

operations.py says what each function computes, quadrature.py what an integral is and how long it
may take, machine.py runs a list of operations, tape.py makes that list from trees, slopes.py asks
whether a function has a slope at a point.
"""

from chainrule.numeric.floats import number, precise
from chainrule.numeric.operations import CONTEXT, Raw, is_finite, magnitude
from chainrule.numeric.slopes import Quotients, nearness, placed, quotients_of, slope_at
from chainrule.numeric.tape import Letters, Tape

__all__ = [
    "CONTEXT", "Letters", "Quotients", "Raw", "Tape", "is_finite", "magnitude", "nearness",
    "number", "precise", "placed", "quotients_of", "slope_at",
]  # fmt: skip
