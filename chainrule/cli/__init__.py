"""The command line: one module a command group; results on standard output, all else on standard
error."""

from __future__ import annotations

from typing import Annotated

import typer

from chainrule.cli.diff import diff
from chainrule.cli.rules import rules

__all__ = ["app"]

app = typer.Typer(
    help="Differentiate what you type, and see the chain rule at work, step by step.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(diff)
app.command()(rules)


def _version(asked: bool) -> None:  # typer passes the option's value by place
    if asked:
        from chainrule import __version__

        typer.echo(f"chainrule {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[  # the callback does the work
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass
