r"""The LaTeX commands that are read, by what they become, and the patterns of its tokens. Data: a
new command is a row.

Functions (`\sin`), Greek letters and constants are in names.py.
"""

from __future__ import annotations

import re

from chainrule.parsing.names import CONSTANTS, FUNCTIONS, GLUED

__all__ = [
    "A_DIFFERENTIAL", "BRACKETS", "DIFFERENTIAL", "D_OF", "INDEX", "REFUSED", "SPACING", "SPELLED",
    "SUB", "TOKEN", "WORDS",
]  # fmt: skip

# Dropped: spacing, sizes, fonts.
SPACING = frozenset(
    [r"\,", r"\;", r"\:", r"\!", r"\>", r"\ ", "\\\n", "\\\t"]
    + [f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]
    + [rf"\{space}space" for space in ("thin", "med", "thick", "negthin", "negmed", "negthick")]
    + [r"\quad", r"\qquad", r"\null", r"\displaystyle", r"\textstyle", r"\limits", r"\nolimits"]
    + [r"\rm", r"\bf", r"\it", r"\mathrm", r"\mathit", r"\mathbf", r"\boldsymbol", r"\mathop"]
    + [r"\boxed"]
)
_SIGNS = {
    r"\cdot": "*", r"\times": "*", r"\ast": "*", r"\div": "/", r"\le": "<=", r"\leq": "<=",
    r"\leqslant": "<=", r"\ge": ">=", r"\geq": ">=", r"\geqslant": ">=", r"\lt": "<",
    r"\gt": ">", r"\ne": "!=", r"\neq": "!=", r"\land": "and", r"\wedge": "and", r"\lor": "or",
    r"\vee": "or", r"\over": "over", r"\int": "integral", r"\prime": "'", r"\slash": "/",
}  # fmt: skip
# Command: the kind and the text of its token.
WORDS = {
    **{"\\" + name: ("function", name) for name in FUNCTIONS},
    **{"\\" + name: ("constant", meaning) for name, meaning in CONSTANTS.items()},
    **{command: (sign, sign) for command, sign in _SIGNS.items()},
    r"\root": ("function", "rootof"),
}
BRACKETS = {
    r"\{": ("open", "("), r"\}": ("close", ")"), r"\lbrace": ("open", "("),
    r"\rbrace": ("close", ")"), r"\lbrack": ("open", "["), r"\rbrack": ("close", "]"),
    r"\lfloor": ("open", "⌊"), r"\rfloor": ("close", "⌋"), r"\lceil": ("open", "⌈"),
    r"\rceil": ("close", "⌉"), r"\lvert": ("open", "|"), r"\rvert": ("close", "|"),
    r"\vert": ("bar", "|"), r"\mid": ("bar", "|"),
}  # fmt: skip
REFUSED = {
    r"\pm": "± stands for two functions: type one of them", r"\%": "percent signs are not read",
    r"\mp": "∓ stands for two functions: type one of them",
    r"\imaginaryunit": "complex numbers are not read: functions are real here",
    r"\overline": "complex conjugates are not read: functions are real here",
    r"\sum": "sums over an index are not read: write the terms out",
    r"\prod": "products over an index are not read: write the factors out",
    r"\lim": "limits are not read: give the function itself",
    r"\begin": "of the environments only cases is read", r"\det": "matrices are not read",
    r"\partial": "∂/∂x can only stand in front of the whole expression",
    r"\dots": "dots cannot be read: write the terms out", r"\to": "limits are not read",
    r"\ldots": "dots cannot be read: write the terms out", r"\in": "sets are not read",
    r"\cdots": "dots cannot be read: write the terms out", r"\circ": "degrees are not read",
}  # fmt: skip

TOKEN = re.compile(
    r"""(?P<space>[\s~]+|\\hspace\s*\{[^{}]*\})
    |(?P<cases>\\(?:begin|end)\s*\{cases\})
    |(?P<named>\\(?:operatorname\*?|mathrm|text|textrm|mathit|mathbf|mathop)
        \s*\{\s*\\?(?P<inner>[^{}\\]*)\})
    |(?P<primes>\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![a-zA-Z])))
    |(?P<command>\\(?:[A-Za-z]+|.))
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?)
    |(?P<letters>[A-Za-z]+)
    |(?P<sign><=|>=|!=|==|:=|\*\*|.)""",
    re.VERBOSE,
)
SUB = re.compile(
    r"\s*_\s*(?:\{\s*\\(?:text|mathrm|rm)\s*\{?\s*([A-Za-z0-9]+)\s*\}?\s*\}"
    r"|\{\s*\\?([A-Za-z0-9]+)\s*\}|\\([A-Za-z]+)|([A-Za-z0-9]))"
)
A_DIFFERENTIAL = re.compile("d[rstuvxyz]")
D_OF = re.compile(r"d\s*(?=[a-zA-Z]|\\[a-z])")
SPELLED = re.compile("|".join((*GLUED, "max", "min", "abs", "ln", "pi")))
INDEX = re.compile(r"\s*\[")
DIFFERENTIAL = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\s*\{\s*d\s*\})\s*(?:\^\s*\S+)?[^{}]*\}"
    r"\s*\{\s*(?:d|\\partial|\\mathrm\s*\{\s*d\s*\})\s*\\?[a-zA-Z]+\s*(?:\^[^{}]*)?\}"
)
