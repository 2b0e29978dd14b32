"""Everything this library raises on purpose, in one tree.

    ChainRuleError            catch this one
    ├── InputError            something typed is wrong: a message, the source, the place, a hint
    │   └── LimitError        it is too long, too deep or too large to be read safely
    ├── NoRuleError           a function whose derivative is not known
    └── LoadError             a JSON document that is not a derivation

Each message names the thing and says what to do; an :class:`InputError` also points at the place.
"""

from __future__ import annotations

import unicodedata

__all__ = ["ChainRuleError", "InputError", "LimitError", "LoadError", "NoRuleError"]


class ChainRuleError(Exception):
    """The root of the errors that this library raises on purpose."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message + (f"\n  hint: {self.hint}" if self.hint else "")


class InputError(ChainRuleError):
    """Something that was typed cannot be read.

    ``source`` is the whole text and ``span`` the half-open range of characters at fault.

    >>> print(InputError("this '(' is never closed", source="sin(x", span=(3, 4)))
    this '(' is never closed
      sin(x
         ^
    """

    def __init__(
        self, message: str, *, source: str = "", span: tuple[int, int] = (0, 0), hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.source = source
        self.span = span

    def __str__(self) -> str:
        lines = [self.message]
        if self.source:
            lines += [f"  {line}" for line in caret_lines(self.source, self.span)]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


class LimitError(InputError):
    """The text is too long, too deeply nested, or has too large a number."""


class NoRuleError(ChainRuleError):
    """No rule is known for the derivative of a function."""


class LoadError(ChainRuleError):
    """A JSON document is not a derivation of a known schema."""


def caret_lines(source: str, span: tuple[int, int], width: int = 76) -> tuple[str, str]:
    """The line of ``source`` at fault and the carets under it, both cut to ``width`` columns."""
    start, stop = span
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", start)
    line = source[first : last if last >= 0 else len(source)]
    start, stop = start - first, max(stop - first, start - first + 1)
    if len(line) > width:
        cut = max(0, min(start - width // 2, len(line) - width))
        line, start, stop = line[cut : cut + width], start - cut, stop - cut
    line = line.replace("\t", " ")
    carets = max(1, _columns(line[start : min(stop, len(line))]))
    return line, " " * _columns(line[:start]) + "^" * min(carets, width)


def _columns(text: str) -> int:
    """Columns that ``text`` takes in a terminal: wide characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
