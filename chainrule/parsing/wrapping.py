"""What is around mathematics and is none: dollar signs, quotes, `derivative of …`, `… wrt x`; and
the signs that nobody sees.

A text goes in; the place of the part that is left comes out.
"""

from __future__ import annotations

import re

__all__ = ["trimmed", "unaligned", "visible", "without_words"]

_LONGEST = 80  # characters of such words
_AROUND = (
    ("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("`", "`"), ('"', '"'), ("“", "”"),
    ("'", "'"), ("\\begin{equation}", "\\end{equation}"),
    ("\\begin{equation*}", "\\end{equation*}"), ("\\begin{align*}", "\\end{align*}"),
    ("\\begin{align}", "\\end{align}"), ("\\begin{aligned}", "\\end{aligned}"),
)  # fmt: skip
_ASKED = re.compile(
    r"(?:(?:please|find|compute|calculate|what\s+is)\s+)*(?:the\s+)?"
    r"(?:derivative(?:\s+of)?|differentiate)\s+(?=\S)", re.IGNORECASE,
)  # fmt: skip
_WITH_RESPECT = re.compile(r",?\s+(?:wrt\.?|w\.r\.t\.|with\s+respect\s+to)\s+(?P<wrt>\\?\w+)$")


# What pages and word processors put between signs: joiners, soft hyphens, marks of direction. Three
# have a meaning in mathematics: invisible times, comma and plus; one stands between a function and
# its argument.
_UNSEEN = dict.fromkeys(
    (0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060,
     *range(0x2065, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF), "",
) | {0x2061: " ", 0x2062: "*", 0x2063: ",", 0x2064: "+"}  # fmt: skip


def visible(text: str) -> str:
    """The text without signs that nobody sees.

    >>> visible("cos\u2061(2\u2062x)")
    'cos (2*x)'
    """
    return text if text.isascii() else text.translate(_UNSEEN)


def unaligned(text: str) -> str:
    r"""The text without the mark in front of an aligned =.

    >>> print(unaligned(r"\begin{align} y &= x \end{align}"))
    \begin{align} y  = x \end{align}
    """
    if r"\begin{align" not in text:
        return text
    return text.replace("&=", " =").replace("& =", "  =")


def trimmed(text: str) -> tuple[int, int]:
    """The part of the text without spaces, dollar signs, quotes, and the punctuation authors leave.

    >>> text = " $x^2$. "
    >>> text[slice(*trimmed(text))]
    'x^2'
    """
    start, stop = 0, len(text)
    while True:
        before = (start, stop)
        while start < stop and text[start].isspace():
            start += 1
        while start < stop and (text[stop - 1].isspace() or text[stop - 1] in ".,;"):
            stop -= 1
        if text.endswith("\\", start, stop) or text.endswith(("\\,", "\\;"), start, stop + 1):
            stop -= 1
        for opener, closer in _AROUND:
            wide = stop - start >= len(opener) + len(closer)
            if wide and text.startswith(opener, start) and text.endswith(closer, start, stop):
                start, stop = start + len(opener), stop - len(closer)
                break
        if (start, stop) == before:
            return start, stop


def without_words(text: str, start: int, stop: int) -> tuple[int, int, tuple[int, int] | None]:
    """The part without `derivative of` in front and `wrt x` behind, and the place of that x.

    >>> text = "derivative of x^2 y wrt y"
    >>> start, stop, by = without_words(text, 0, len(text))
    >>> text[start:stop], text[slice(*by)]
    ('x^2 y', 'y')
    """
    asked = _ASKED.match(text, start, min(stop, start + _LONGEST))
    start = asked.end() if asked else start
    behind = _WITH_RESPECT.search(text[:stop], max(start, stop - _LONGEST))
    return (start, behind.start(), behind.span("wrt")) if behind else (start, stop, None)
