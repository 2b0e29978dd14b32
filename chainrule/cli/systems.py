"""``chainrule grad`` and ``chainrule backprop``: systems of definitions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainrule.cli.output import Format, check_ascii, pages, refuse, write
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.gradient import Gradient
    from chainrule.reverse import Sweep

__all__ = ["backprop", "grad"]

Source = Annotated[
    str,
    typer.Argument(
        metavar="SYSTEM", help="Definitions: h = r*s; r = x*y; … A file; or - for a pipe."
    ),
]
Of = Annotated[
    str, typer.Option(help="What to differentiate: h, or u,v.", show_default="the first")
]
Wrt = Annotated[str | None, typer.Option(help="The inputs: x,y.", show_default="all there are")]
At = Annotated[list[str] | None, typer.Option(help="A point: x=1, y=2.", show_default=False)]
Form = Annotated[Format, typer.Option("--format", help="What to write.")]
Ascii = Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
]


def grad(
    system: Source,
    of: Of = "",
    wrt: Wrt = None,
    at: At = None,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Show the tree of a system of definitions, and the gradient as sums over its paths.

    Example: chainrule grad "h = r*s + t; r = x*y; s = x + y; t = x - y"
    """
    check_ascii(form, ascii_only=ascii_only)
    text = _text(system)
    try:
        from chainrule.pipeline import grad as found

        done = found(text, wrt, of=of, at=_point(at))
    except ChainRuleError as error:
        refuse(error)
    _show(done, form, output, ascii_only=ascii_only)


def backprop(
    system: Source,
    of: Of = "",
    wrt: Wrt = None,
    at: At = None,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Show every operation forward with its value, and backward with its adjoint.

    Example: chainrule backprop "f = (x + y)*z" --at x=-2,y=5,z=-4
    """
    check_ascii(form, ascii_only=ascii_only)
    text = _text(system)
    try:
        from chainrule.pipeline import backprop as found

        done = found(text, wrt, of=of, at=_point(at))
    except ChainRuleError as error:
        refuse(error)
    _show(done, form, output, ascii_only=ascii_only)


def _point(at: list[str] | None) -> str | None:
    return ", ".join(at) if at else None


def _show(done: Gradient | Sweep, form: Format, output: Path | None, *, ascii_only: bool) -> None:
    """Write the page; the exit code is 1 if a check failed."""
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
