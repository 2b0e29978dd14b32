"""How plain Python and NumPy spell functions, constants, conditions and cases. Data only.

``{0}``, ``{1}`` stand for the operands; one that a text has twice is given a name first. What has
no row has no counterpart: SciPy would have some, and is not needed for the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LANGUAGES", "Language"]

SAME = (
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
    "exp", "log", "atan2", "sqrt", "floor",
)  # fmt: skip
RECIPROCALS = {
    "sec": "1/cos({0})", "csc": "1/sin({0})", "cot": "1/tan({0})", "sech": "1/cosh({0})",
    "csch": "1/sinh({0})", "coth": "1/tanh({0})",
}  # fmt: skip
INVERSES = {
    "asec": "acos(1/{0})", "acsc": "asin(1/{0})", "asech": "acosh(1/{0})", "acsch": "asinh(1/{0})",
    "acoth": "atanh(1/{0})",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """One way to write the same program.

    ``calls`` are texts that bind tighter than any operator, ``terms`` those that bind like a
    product; ``folded`` are functions of two arguments for any number of them; ``case`` takes a
    condition, and what is there if it holds and if not.
    """

    name: str
    module: str
    calls: Mapping[str, str]
    terms: Mapping[str, str]
    constants: Mapping[str, str]
    power: str
    case: str
    both: str
    either: str
    negated: str
    nan: str
    again: str
    tried: str
    unless_zero: str


def _functions(module: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """f(u) → math.f(u)."""
    found = {name: f"{module}.{renamed.get(name, name)}({{0}})" for name in SAME}
    return found | {"atan2": f"{module}.{renamed.get('atan2', 'atan2')}({{0}}, {{1}})"}


def _terms(module: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """sec u → 1/math.cos(u)."""
    found = {}
    for name, text in (RECIPROCALS | INVERSES).items():
        head, _, rest = text.removeprefix("1/").partition("(")
        one = "1/" if text.startswith("1/") else ""
        found[name] = f"{one}{module}.{renamed.get(head, head)}({rest}"
    return found | {"log2": f"{module}.log({{0}})/{module}.log({{1}})"}


_NUMPY = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh",
    "atanh": "arctanh", "atan2": "arctan2",
}  # fmt: skip

PYTHON = Language(
    name="python",
    module="import math",
    calls=_functions("math", {})
    | {
        "erf": "math.erf({0})",
        "erfc": "math.erfc({0})",
        "gamma": "math.gamma({0})",
        "loggamma": "math.lgamma({0})",
        "factorial": "math.gamma({0} + 1)",
        "ceiling": "math.ceil({0})",
        "Abs": "abs({0})",
        "sign": "(({0} > 0) - ({0} < 0))",
        "Heaviside": "(0.5 + 0.5*(({0} > 0) - ({0} < 0)))",
        "acot": "(math.atan(1/{0}) if {0} else math.pi/2)",
        "Max": "max({0}, {1})",
        "Min": "min({0}, {1})",
        "cbrt": "math.cbrt({0})",
        "RealRoot": "math.copysign(abs({0})**(1/{1}), {0})",
    },
    terms=_terms("math", {}) | {"Mod": "{0}%{1}", "frac": "{0}%1"},
    constants={"Pi": "math.pi", "Exp1": "math.e", "Infinity": "math.inf", "NaN": "math.nan"},
    power="math.pow({0}, {1})",
    case="{1} if {0} else {2}",
    both=" and ",
    either=" or ",
    negated="not {0}",
    nan="math.nan",
    again="{0} {1}= {2}",
    tried="or_nan(lambda: {0})",
    unless_zero="{1} if {0} else 0.0",
)

NUMPY = Language(
    name="numpy",
    module="import numpy as np",
    calls=_functions("np", _NUMPY)
    | {
        "ceiling": "np.ceil({0})",
        "Abs": "np.abs({0})",
        "sign": "np.sign({0})",
        "Heaviside": "np.heaviside({0}, 0.5)",
        "acot": "np.where({0} == 0, np.pi/2, np.arctan(1/{0}))",
        "Max": "np.maximum({0}, {1})",
        "Min": "np.minimum({0}, {1})",
        "cbrt": "np.cbrt({0})",
        "RealRoot": "np.copysign(np.abs({0})**(1/{1}), {0})",
    },
    terms=_terms("np", _NUMPY) | {"Mod": "{0}%{1}", "frac": "{0}%1"},
    constants={"Pi": "np.pi", "Exp1": "np.e", "Infinity": "np.inf", "NaN": "np.nan"},
    power="{0}**{1}",
    case="np.where({0}, {1}, {2})",
    both=" & ",
    either=" | ",
    negated="~{0}",
    nan="np.nan",
    again="{0} = {0} {1} {2}",  # in place it would change another array of the same value
    tried="{0}",
    unless_zero="np.where({0} != 0, {1}, 0.0)",
)

LANGUAGES = {language.name: language for language in (PYTHON, NUMPY)}
