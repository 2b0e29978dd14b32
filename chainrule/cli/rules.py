"""``chainrule rules``: the table of rules, with an example each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chainrule.cli.output import Format, page, write

__all__ = ["rules"]


def rules(
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.terminal,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
    ] = None,
) -> None:
    """List the rules of differentiation that the program knows."""
    from chainrule.explain.rules import rules_document, rules_json

    if form is Format.json:
        write(rules_json(), output)
        return
    document = rules_document()
    write(page(document, form, ascii_only=ascii_only, to_file=output is not None), output)
