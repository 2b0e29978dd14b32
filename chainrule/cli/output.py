"""Where text goes, and what the place can show: width, colour, Unicode."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.document import Document

__all__ = ["Format", "complain", "page", "write"]

PIPED_WIDTH = 80
DRAWN = "√²′·−∂→∞✓"


class Format(StrEnum):
    """The formats that a command offers."""

    terminal = "terminal"
    plain = "plain"
    latex = "latex"
    markdown = "markdown"
    json = "json"


def _options(form: Format, *, ascii_only: bool, to_file: bool) -> dict[str, Any]:
    """The options of a format's ``render``, for where the text goes."""
    simple = ascii_only or not (to_file or _can_show(DRAWN))
    if form is Format.plain:
        return {"ascii": simple, "width": PIPED_WIDTH}
    if form is Format.terminal:
        window = not to_file and sys.stdout.isatty()
        columns = os.get_terminal_size().columns if window else 0
        width = columns or PIPED_WIDTH  # some terminals report no width
        return {"unicode": not simple, "width": width, "color": window}
    return {}


def _can_show(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def page(document: Document, form: Format, *, ascii_only: bool, to_file: bool) -> str:
    """The document as text, ready for where it goes."""
    from chainrule.render import render

    return render(document, form, **_options(form, ascii_only=ascii_only, to_file=to_file))


def write(text: str, path: Path | None) -> None:
    """Print the text, or put it into a file."""
    if path is None:
        typer.echo(text, nl=not text.endswith("\n"))
        return
    try:
        path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
    except OSError as error:
        complain(ChainRuleError(f"cannot write {path}: {error.strerror}"))
        raise typer.Exit(2) from error


def complain(error: ChainRuleError, place: str = "") -> None:
    """Say on standard error what is wrong, and where."""
    text = f"error: {place}{error}"
    encoding = sys.stderr.encoding or "ascii"
    typer.echo(text.encode(encoding, "replace").decode(encoding), err=True)
