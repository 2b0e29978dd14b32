"""What the commands about systems have in common: their options, their input, their output."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainrule.cli.output import Format, as_json, check_ascii, pages, refuse, write
from chainrule.cli.warned import stated, warn, without_warnings
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.answer import Answer

__all__ = [
    "Ascii", "At", "CodeForm", "CodeFormat", "Form", "MaybeSource", "Of", "Output", "Source",
    "Wrt", "names", "point", "show", "text_of",
]  # fmt: skip


class CodeFormat(StrEnum):
    """The formats of pages, and those of code that computes the same."""

    terminal = "terminal"
    plain = "plain"
    latex = "latex"
    markdown = "markdown"
    json = "json"
    python = "python"
    numpy = "numpy"


CODE = (CodeFormat.python, CodeFormat.numpy)

Source = Annotated[
    str,
    typer.Argument(
        metavar="SYSTEM", help="Definitions: h = r*s; r = x*y; … A file; or - for a pipe."
    ),
]
MaybeSource = Annotated[
    str,
    typer.Argument(
        metavar="SYSTEM",
        help="Definitions: h = r*s; r = x*y; … A file; or - for a pipe.",
        show_default=False,
    ),
]
Of = Annotated[
    str, typer.Option(help="What to differentiate: h, or u,v.", show_default="the first")
]
Wrt = Annotated[
    list[str] | None, typer.Option(help="The inputs: x,y.", show_default="all there are")
]
At = Annotated[list[str] | None, typer.Option(help="A point: x=1, y=2.", show_default=False)]
Form = Annotated[Format, typer.Option("--format", help="What to write.")]
CodeForm = Annotated[CodeFormat, typer.Option("--format", help="What to write.")]
Ascii = Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
]


def text_of(system: str, form: StrEnum, *, ascii_only: bool) -> str:
    """The definitions: the words themselves, a file that has that name, or a pipe."""
    check_ascii(form, ascii_only=ascii_only)
    if system.strip() == "-":
        return sys.stdin.read()
    path = Path(system.strip())
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else system
    except (OSError, ValueError) as error:
        refuse(ChainRuleError(f"cannot read {path}: {error}"))


def point(at: list[str] | None) -> str | None:
    """What was given in one ``--at`` or several."""
    return ", ".join(at) if at else None


def names(wrt: list[str] | None) -> str | None:
    """The variables of one ``--wrt`` or several."""
    return ",".join(wrt) if wrt else None


def show(
    done: Answer,
    form: StrEnum,
    output: Path | None,
    *,
    ascii_only: bool,
    shared: str = "repeat",
) -> None:
    """Write the page, and warnings on standard error; the exit code is 1 if a check failed."""
    warnings = sum(map(warn, stated(done)))
    if form in CODE:
        write([_code(done, form)], output)
    elif form == Format.json:
        write([as_json(done.to_json())], output)
    else:
        from chainrule.explain import explain

        to_file = output is not None
        heard = done if to_file or not warnings else without_warnings(done)
        found = [explain(heard, shared=shared)]
        write(pages(found, Format(form), ascii_only=ascii_only, to_file=to_file), output)
    raise typer.Exit(1 if done.failed else 0)


def _code(done: Any, form: StrEnum) -> str:
    """The module that computes what was found."""
    try:
        text: str = done.to_numpy() if form == CodeFormat.numpy else done.to_python()
    except ChainRuleError as error:
        refuse(error)
    return text
