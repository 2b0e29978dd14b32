"""The command line: one module a command group; results on standard output, all else on standard
error."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from chainrule.cli.curves import compose, implicit, inverse, parametric
from chainrule.cli.diff import diff
from chainrule.cli.matrices import hessian, jacobian
from chainrule.cli.output import refuse
from chainrule.cli.rules import rules
from chainrule.cli.slips import near
from chainrule.cli.systems import backprop, grad
from chainrule.cli.values import Command, ReadsValues
from chainrule.errors import ChainRuleError

__all__ = ["app"]


class _Commands(ReadsValues, TyperGroup):
    """The commands; mathematics in the place of one is pointed to ``diff``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names."""
        if args[0] not in self.commands:
            words = " ".join(args).strip().replace('"', "'")
            hint = near(args[0], self.commands)
            hint = hint or f'to differentiate, type chainrule diff "{words}"'
            refuse(ChainRuleError(f"there is no command '{args[0].strip()}'", hint=hint))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_Commands,
    help="Differentiate what you type, and see the chain rule at work, step by step.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(cls=Command)(diff)
app.command(cls=Command)(grad)
app.command(cls=Command)(jacobian)
app.command(cls=Command)(hessian)
app.command(cls=Command)(compose)
app.command(cls=Command)(implicit)
app.command(cls=Command)(parametric)
app.command(cls=Command)(inverse)
app.command(cls=Command)(backprop)
app.command(cls=Command)(rules)


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
