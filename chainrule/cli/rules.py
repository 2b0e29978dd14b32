"""``chainrule rules``: the table of rules, with an example each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chainrule.cli.output import Format, as_json, check_ascii, pages, write

__all__ = ["rules"]


def rules(
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.terminal,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
    ] = None,
) -> None:
    """List the rules of differentiation that the program knows."""
    check_ascii(form, ascii_only=ascii_only)
    from chainrule.explain.rules import rules_document, rules_json

    if form is Format.json:
        write([as_json(rules_json())], output)
        return
    to_file = output is not None
    write(pages([rules_document()], form, ascii_only=ascii_only, to_file=to_file), output)
