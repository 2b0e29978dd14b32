"""The vocabulary: every function, constant, letter and unit that has a name. Data, no SymPy.

In goes a spelling (`arcsin`, `tg`, `Abs`), out comes what it stands for, under the name that the
function has in SymPy (or, for `root` and its kin, the name of a recipe in build.py). A new
spelling is a word in one of these tables.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "CONSTANTS", "FUNCTIONS", "GLUED", "GREEK", "GREEK_SIGNS", "INVERSE", "MODULES",
    "UNITS", "UNKNOWN", "Function",
]  # fmt: skip

MANY = 99


class Function(NamedTuple):
    """A function: its name in SymPy, the least and the most arguments that it takes, and whether
    it may stand without brackets (`sin x`)."""

    head: str
    least: int = 1
    most: int = 1
    bare: bool = False


# SymPy's name: every spelling. One argument, which may stand without brackets.
_ELEMENTARY = {
    "sin": "sin sinus sine sen seno", "cos": "cos cosinus cosine coseno",
    "tan": "tan tg tang tangens tangent tangente",
    "cot": "cot ctg cotg cotan cotang cotangens cotangent", "sec": "sec secans secant",
    "csc": "csc cosec cosecans cosecant", "asin": "asin arcsin arcsen asen",
    "acos": "acos arccos",
    "atan": "atan arctan arctg", "acot": "acot arccot arcctg", "asec": "asec arcsec",
    "acsc": "acsc arccsc arccosec", "sinh": "sinh sh senh", "cosh": "cosh ch",
    "tanh": "tanh th tgh", "coth": "coth cth", "sech": "sech", "csch": "csch cosech",
    "asinh": "asinh arsinh arcsinh argsinh arsenh arcsenh argsenh",
    "acosh": "acosh arcosh arccosh argcosh",
    "atanh": "atanh artanh arctanh argtanh", "acoth": "acoth arcoth arccoth",
    "asech": "asech arsech arcsech", "acsch": "acsch arcsch arccsch", "exp": "exp",
    "sqrt": "sqrt", "cbrt": "cbrt", "Abs": "abs Abs fabs", "sign": "sign sgn signum",
    "log2": "log2", "erf": "erf",
}  # fmt: skip

# SymPy's name (and further spellings): the least and the most arguments. Brackets are needed.
_CALLED = {
    "floor": (1, 1), "ceiling ceil": (1, 1),
    "Max max maximum": (1, MANY), "Min min minimum": (1, MANY),
    "root surd nthroot": (2, 2), "pow Pow power": (2, 2), "atan2 arctan2": (2, 2), "sinc": (1, 1),
    "factorial": (1, 1), "binomial": (2, 2), "gamma Gamma Γ": (1, 1), "loggamma lgamma": (1, 1),
    "digamma psi": (1, 1), "trigamma": (1, 1), "polygamma": (2, 2), "beta Beta": (2, 2),
    "lowergamma": (2, 2), "uppergamma": (2, 2), "erfc": (1, 1), "erfi": (1, 1),
    "erfinv": (1, 1), "erfcinv": (1, 1), "erf2": (2, 2), "besselj": (2, 2), "bessely": (2, 2),
    "besseli": (2, 2), "besselk": (2, 2), "hankel1": (2, 2), "hankel2": (2, 2),
    "airyai": (1, 1), "airybi": (1, 1), "airyaiprime": (1, 1), "airybiprime": (1, 1),
    "LambertW lambertw": (1, 2), "zeta": (1, 2), "dirichlet_eta": (1, 1), "polylog": (2, 2),
    "lerchphi": (3, 3), "Si": (1, 1), "Ci": (1, 1), "Shi": (1, 1), "Chi": (1, 1), "Ei": (1, 1),
    "li": (1, 1), "Li": (1, 1), "expint": (2, 2), "fresnels": (1, 1), "fresnelc": (1, 1),
    "elliptic_k": (1, 1), "elliptic_e": (1, 2), "elliptic_f": (2, 2), "elliptic_pi": (2, 3),
    "Heaviside heaviside": (1, 2), "DiracDelta": (1, 2), "struveh": (2, 2), "struvel": (2, 2),
    "legendre": (2, 2), "assoc_legendre": (3, 3), "jacobi": (4, 4), "gegenbauer": (3, 3),
    "hermite": (2, 2), "chebyshevt": (2, 2), "chebyshevu": (2, 2), "laguerre": (2, 2),
    "assoc_laguerre": (3, 3), "hyper pfq": (3, 3), "Piecewise piecewise": (1, MANY),
    "relu ReLU": (1, 1), "Integral integral": (2, 2), "Derivative": (2, MANY), "Subs": (3, 3),
}  # fmt: skip


def _functions() -> dict[str, Function]:
    table = {
        spelling: Function(head, bare=True)
        for head, spellings in _ELEMENTARY.items()
        for spelling in spellings.split()
    }
    for names, (least, most) in _CALLED.items():
        head, *others = names.split()
        table |= {name: Function(head, least, most) for name in (head, *others)}
    table |= dict.fromkeys(("ln", "log"), Function("log", 1, 2, bare=True))
    table |= dict.fromkeys(("lg", "log10"), Function("log10", 1, 2, bare=True))
    return table


FUNCTIONS = _functions()

# What stands in front of a name in program code, as in np.sin: it says nothing here.
MODULES = ("np", "numpy", "jnp", "math", "Math", "cmath", "sympy", "sp", "sym", "torch", "tf")

# Recognised when glued to their neighbours (`cosx`, `xln`, `sin2x`), the longest first. Spellings
# that many words contain (`abs`, `sign`, `th`) are not.
_TOO_COMMON = frozenset((
    "abs", "Abs", "fabs", "sign", "sgn", "signum", "erf", "log2", "log10", "sinus", "sine",
    "cosinus", "cosine", "seno", "coseno", "tang", "tangens", "tangent", "tangente",
    "cotang", "cotangens", "cotangent", "secans",
    "secant", "cosecans", "cosecant",
))  # fmt: skip
GLUED = tuple(
    sorted(
        {s for s, f in FUNCTIONS.items() if f.bare and (len(s) > 2 or s == "ln")} - _TOO_COMMON,
        key=lambda spelling: (-len(spelling), spelling),
    )
)

# sin^-1 is the inverse function, not 1/sin.
_INVERTIBLE = "sin cos tan cot sec csc sinh cosh tanh coth sech csch"
INVERSE = {head: "a" + head for head in _INVERTIBLE.split()}

# Before a bracket these are functions that nobody has defined, not factors.
UNKNOWN = frozenset("fgh")

# Spelling → the constant's name in the syntax tree.
CONSTANTS = {
    "pi": "pi", "π": "pi", "ℼ": "pi", "e": "e", "E": "e", "%e": "e", "%pi": "pi", "ℯ": "e",
    "oo": "oo", "∞": "oo", "inf": "oo", "infinity": "oo", "infty": "oo",
    "True": "true", "otherwise": "true", "else": "true", "False": "false",
}  # fmt: skip

GREEK_SIGNS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "ρ": "rho",
    "ϱ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega", "ħ": "hbar", "ℏ": "hbar", "ℓ": "ell", "∠": "angle",
}  # fmt: skip

GREEK = {
    **{name: name for name in GREEK_SIGNS.values()},
    **{"var" + s: s for s in ("epsilon", "theta", "rho", "sigma", "phi")},
    "lamda": "lambda", "lambd": "lambda",
}  # fmt: skip

# Two letters or more that mean a unit beside a number, and nothing else.
UNITS = frozenset(("kg", "km", "cm", "mm", "nm", "mol", "Hz", "kHz", "kPa", "Nm", "in"))
