"""Where text goes, and what the place can show: width, colour, Unicode."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.document import Document

__all__ = ["Format", "as_json", "check_ascii", "complain", "pages", "refuse", "say", "write"]

PIPED_WIDTH = 80
DRAWN = "√²′·−∂→∞✓≈"


class Format(StrEnum):
    """The formats that a command offers."""

    terminal = "terminal"
    plain = "plain"
    latex = "latex"
    markdown = "markdown"
    json = "json"


ON_LINES = (Format.terminal, Format.plain)


def check_ascii(form: StrEnum, *, ascii_only: bool) -> None:
    """Refuse ``--ascii`` where it would do nothing."""
    if ascii_only and form not in ON_LINES:
        names = " and ".join(ON_LINES)
        refuse(ChainRuleError(f"--ascii is for the formats {names}, not for {form}"))


def pages(
    documents: Iterable[Document], form: Format, *, ascii_only: bool, to_file: bool
) -> Iterator[str]:
    """The documents as pieces of text, ready for where they go; each as soon as it is there."""
    remaining = iter(documents)
    first = next(remaining, None)
    if first is None:
        return
    from chainrule.render import stream  # after the first document: a slip needs no SymPy

    options = _options(form, ascii_only=ascii_only, to_file=to_file)
    yield from stream(chain((first,), remaining), form, **options)


def _options(form: Format, *, ascii_only: bool, to_file: bool) -> dict[str, Any]:
    """The options of a format's ``render``, for where the text goes."""
    if form not in ON_LINES:
        return {}
    simple = ascii_only or not (to_file or _can_show(DRAWN))
    window = not to_file and sys.stdout.isatty()
    width = _columns(window=window)
    if form is Format.plain:
        return {"ascii": simple, "width": width}
    return {"unicode": not simple, "width": width, "color": _color(window=window)}


def _columns(*, window: bool) -> int:
    """COLUMNS where somebody has set it, else the width of the window, else 80."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    return (os.get_terminal_size().columns if window else 0) or PIPED_WIDTH  # some report no width


def _color(*, window: bool) -> bool:
    """Whether to colour: in a window that can, unless told otherwise (no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return window and os.environ.get("TERM") not in ("dumb", "unknown")


def _can_show(text: str) -> bool:
    """Whether the encoding of standard output has all the signs of a text."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write(pieces: Iterable[str], path: Path | None) -> None:
    """Print the pieces, or put them into a file, each as soon as it is there."""
    if path is None:
        if sys.stdout is None:  # `chainrule … >&-`
            refuse(ChainRuleError("cannot write: standard output is closed"))
        for piece in pieces:
            typer.echo(_shown(piece), nl=False, color=True)  # what colour there is, is meant
        return
    remaining = iter(pieces)
    first = next(remaining, None)  # a file is touched only when there is something to put in
    if first is None:
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            file.write(first)
            for piece in remaining:
                file.write(piece)
                file.flush()
    except OSError as error:
        refuse(ChainRuleError(f"cannot write {path}: {error.strerror}"))


def _shown(text: str) -> str:
    """The text in the signs of standard output: θ, or theta."""
    if _can_show(text):
        return text
    from chainrule.render._signs import ascii_words

    return ascii_words(text)


def as_json(text: str) -> str:
    """A line of JSON, with escapes where standard output lacks a sign."""
    if not _can_show(text):
        import json

        text = json.dumps(json.loads(text))
    return text + "\n"


def complain(error: ChainRuleError, place: str = "") -> None:
    """Say on standard error what is wrong, and where."""
    say(f"error: {place}{error}")


def say(text: str) -> None:
    """A line or several on standard error, in the signs that it has."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    typer.echo(text.encode(encoding, "replace").decode(encoding), err=True)


def refuse(error: ChainRuleError) -> NoReturn:
    """Say what is wrong with the command, and stop."""
    complain(error)
    raise typer.Exit(2)
