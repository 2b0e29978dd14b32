"""``chainrule grad``: the gradient of a system of definitions, by the generalised chain rule."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from chainrule.cli.output import Format, check_ascii, pages, refuse, write
from chainrule.errors import ChainRuleError

__all__ = ["grad"]


def grad(
    system: Annotated[
        str,
        typer.Argument(
            metavar="SYSTEM", help="Definitions: h = r*s; r = x*y; … A file; or - for a pipe."
        ),
    ],
    of: Annotated[
        str,
        typer.Option(help="What to differentiate: the first, or h, or u,v.", show_default=False),
    ] = "",
    wrt: Annotated[
        str | None, typer.Option(help="The inputs: x,y.", show_default="all there are")
    ] = None,
    at: Annotated[
        list[str] | None, typer.Option(help="A point: x=1, y=2.", show_default=False)
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.terminal,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
    ] = None,
) -> None:
    """Show the tree of a system of definitions, and the gradient as sums over its paths.

    Example: chainrule grad "h = r*s + t; r = x*y; s = x + y; t = x - y"
    """
    check_ascii(form, ascii_only=ascii_only)
    text = _text(system)
    try:
        from chainrule.pipeline import grad as gradient_of

        done = gradient_of(text, wrt, of=of, at=", ".join(at) if at else None)
    except ChainRuleError as error:
        refuse(error)
    for reading in done.system.readings:
        if reading.warning:
            typer.echo(f"warning: {reading.note}", err=True)
    if form is Format.json:
        write([done.to_json() + "\n"], output)
    else:
        from chainrule.explain import explain

        to_file = output is not None
        write(pages([explain(done)], form, ascii_only=ascii_only, to_file=to_file), output)
    raise typer.Exit(1 if done.failed else 0)


def _text(system: str) -> str:
    """The definitions: the words themselves, a file that has that name, or a pipe."""
    if system.strip() == "-":
        return sys.stdin.read()
    path = Path(system.strip())
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else system
    except (OSError, ValueError) as error:
        refuse(ChainRuleError(f"cannot read {path}: {error}"))
