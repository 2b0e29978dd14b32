"""Unicode signs and what stands for them: operators, superscripts, subscripts, fractions, ASCII.
Data only.

The READ_ tables are the signs that the parser reads back.
"""

from __future__ import annotations

import unicodedata

from chainrule.notation.names import GREEK

__all__ = [
    "ASCII_FENCES", "ASCII_OPS", "FENCES", "PRIMES", "READ_SUB", "READ_SUPER", "SIGNS", "SPACING",
    "STARS", "SUB", "SUPER", "UNICODE_OPS", "VULGAR", "ascii_words",
]  # fmt: skip

READ_SUPER = dict(zip(
    "0123456789−abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True
))  # fmt: skip
VULGAR = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "1/8": "⅛"}
SUPER = READ_SUPER | {"(": "⁽", ")": "⁾", "T": "ᵀ"}
READ_SUB = dict(zip("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
SUB = READ_SUB | {"−": "₋"}

SIGNS = {"pi": "π", "oo": "∞", "partial": "∂", "nabla": "∇"} | GREEK
PRIMES = ("", "′", "″", "‴")
UNICODE_OPS = {
    ("+", "binary"): " + ", ("-", "binary"): " − ", ("*", "binary"): " · ", ("*", "tight"): "·",
    ("-", "prefix"): "−", ("partial", "prefix"): "∂", ("'", "postfix"): "′",
    ("<=", "relation"): " ≤ ", (">=", "relation"): " ≥ ", ("!=", "relation"): " ≠ ",
    ("->", "relation"): " → ", ("~", "relation"): " ≈ ",
    ("<-", "relation"): " ← ", (".*", "binary"): " ⊙ ",
}  # fmt: skip
STARS = {
    ("*", "binary"): " * ", ("*", "tight"): "*", ("", "product"): "*", (" ", "product"): "*",
}  # fmt: skip
ASCII_SIGNS = {"partial": "del", "nabla": "grad "}  # as AsciiMath spells them
ASCII_OPS = {("partial", "prefix"): "del "}
SPACING = {"binary": " {} ", "relation": " {} ", "punctuation": "{} "}
FENCES = {
    "(": ("(", ")"), "[": ("[", "]"), "{": ("{", "}"), "|": ("|", "|"), "floor": ("⌊", "⌋"),
    "ceil": ("⌈", "⌉"),
}  # fmt: skip
ASCII_FENCES = {"|": ("abs(", ")"), "floor": ("floor(", ")"), "ceil": ("ceiling(", ")")}

_WORDS = {
    "−": "-", "–": "-", "—": "--", "·": "*", "×": "x", "′": "'", "″": "''", "’": "'", "‘": "'",
    "“": '"', "”": '"', "…": "...", "→": "->", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    "√": "sqrt", "∛": "cbrt", "∞": "oo", "∂": "del", "∇": "grad ", "±": "+/-", "½": "1/2",
    "✓": "[ok]", "✗": "[FAILED]", "Σ": "sum", "∫": "integral ",
    **{sign: name for name, sign in GREEK.items()},
    **{sign: "^" + c for c, sign in SUPER.items() if c not in "−()"},
    **{sign: "_" + c for c, sign in SUB.items() if c != "−"},
}  # fmt: skip
_ASCII = str.maketrans(_WORDS)


def ascii_words(text: str) -> str:
    """Words in ASCII: signs by their nearest spelling, accents dropped.

    >>> ascii_words("Δu → 0, naïve"), ascii_words("x² ≥ −1")
    ('Deltau -> 0, naive', 'x^2 >= -1')
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_ASCII))
    return text.encode("ascii", "ignore").decode()
