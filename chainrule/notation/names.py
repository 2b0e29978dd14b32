"""What functions are called on paper. Data only: a new name is a new row.

The keys are SymPy's class names. A function without a row is printed under SymPy's name, with
brackets.
"""

from __future__ import annotations

__all__ = ["BARE", "GREEK", "INDEXED", "LETTERED", "PLAIN", "SQUARED", "TAKES_BRACKET"]

# Printed without brackets before x and 3x: sin x, ln 3x.
BARE = {
    "sin": "sin", "cos": "cos", "tan": "tan", "sec": "sec", "csc": "csc", "cot": "cot",
    "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "sech": "sech", "csch": "csch",
    "coth": "coth",
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asec": "arcsec", "acsc": "arccsc",
    "acot": "arccot",
    "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "asech": "arsech",
    "acsch": "arcsch", "acoth": "arcoth",
    "log": "ln",
}  # fmt: skip

# Printed sin² x where their value is raised to a whole number.
SQUARED = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth")
)

# Printed under another word than SymPy's, always with brackets.
PLAIN = {"sign": "sgn", "Max": "max", "Min": "min"}

# A letter on paper, SymPy's name in text that is read back: Γ(x) is gamma(x).
LETTERED = {
    "gamma": "Gamma", "digamma": "psi", "beta": "Beta", "zeta": "zeta", "LambertW": "W",
    "fresnels": "S", "fresnelc": "C", "elliptic_k": "K", "elliptic_e": "E", "elliptic_f": "F",
    "elliptic_pi": "Pi", "DiracDelta": "delta", "airyai": "Ai", "airybi": "Bi",
    "airyaiprime": "Ai'", "airybiprime": "Bi'", "lowergamma": "gamma", "uppergamma": "Gamma",
}  # fmt: skip

# The first argument is an index on paper: Jₙ(x).
INDEXED = {
    "besselj": "J", "bessely": "Y", "besseli": "I", "besselk": "K", "polylog": "Li",
    "legendre": "P", "hermite": "H", "laguerre": "L", "chebyshevt": "T", "chebyshevu": "U",
    "expint": "E", "polygamma": "psi",
}  # fmt: skip

# Letters that the parser takes for a function when a bracket follows.
TAKES_BRACKET = frozenset(("f", "g", "h", "e"))

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Alpha": "Α", "Beta": "Β", "Gamma": "Γ", "Delta": "Δ", "Epsilon": "Ε", "Zeta": "Ζ",
    "Eta": "Η", "Theta": "Θ", "Iota": "Ι", "Kappa": "Κ", "Lambda": "Λ", "Mu": "Μ", "Nu": "Ν",
    "Xi": "Ξ", "Omicron": "Ο", "Pi": "Π", "Rho": "Ρ", "Sigma": "Σ", "Tau": "Τ",
    "Upsilon": "Υ", "Phi": "Φ", "Chi": "Χ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
