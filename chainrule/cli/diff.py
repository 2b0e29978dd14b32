"""``chainrule diff``: the derivative of each expression, with its derivation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chainrule.cli.output import Format, complain, page, write
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.model import Derivation

Style = Literal["link", "straight", "leibniz"]
Detail = Literal["brief", "normal", "full"]

__all__ = ["diff"]

HIGHEST_ORDER = 20


def diff(
    expr: Annotated[
        str | None,
        typer.Argument(help="What to differentiate; - reads one a line.", show_default=False),
    ] = None,
    wrt: Annotated[
        str | None, typer.Option(help="The variable, or several: x,y.", show_default=False)
    ] = None,
    order: Annotated[
        int, typer.Option(help="How often to differentiate.", min=1, max=HIGHEST_ORDER)
    ] = 1,
    at: Annotated[
        list[str] | None, typer.Option(help="A point: x=5, x=pi/4.", show_default=False)
    ] = None,
    style: Annotated[Style, typer.Option(help="How the derivative of a part is written.")] = "link",
    detail: Annotated[Detail, typer.Option(help="How much is said.")] = "normal",
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.terminal,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
    ] = None,
) -> None:
    """Differentiate, and explain every step.

    Examples: chainrule diff "(2x-1)^3" --at x=5 · chainrule diff "x^x" --detail full
    """
    request = _Request(wrt, order, ", ".join(at) if at else None)
    batch = expr is None or expr.strip() == "-"
    done: list[Derivation] = []
    refused = 0
    for line, text in _lines() if batch else [("", expr or "")]:
        try:
            done.append(request.derive(text, line))
        except ChainRuleError as error:
            complain(error, line)
            refused += 1
    if done:
        write(_written(done, style, detail, form, ascii_only, to_file=output is not None), output)
    if not done:
        if not refused:
            complain(ChainRuleError("there is no expression on standard input"))
        raise typer.Exit(2)
    if refused or not all(derivation.passed for derivation in done):
        raise typer.Exit(1)


def _lines() -> Iterator[tuple[str, str]]:
    """The expressions on standard input, each with its place; empty lines are skipped."""
    if sys.stdin.isatty():
        raise typer.BadParameter("give an expression, or pipe one a line", param_hint="EXPR")
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            yield f"line {number}: ", line.strip()


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked of every expression alike."""

    wrt: str | None
    order: int
    at: str | None

    def derive(self, text: str, place: str) -> Derivation:
        """The derivation; probable slips are named on standard error."""
        from chainrule.parsing import choose_wrt, parse

        problem = choose_wrt(parse(text), self.wrt, self.order)
        for reading in problem.readings:
            if reading.warning:
                typer.echo(f"warning: {place}{reading.note}", err=True)
        from chainrule.pipeline import solve

        return solve(problem, self.at)


def _written(
    derivations: list[Derivation],
    style: Style,
    detail: Detail,
    form: Format,
    ascii_only: bool,  # an option handed on
    *,
    to_file: bool,
) -> str:
    if form is Format.json:
        return "\n".join(derivation.to_json() for derivation in derivations)
    from chainrule.document import Document
    from chainrule.explain import explain

    documents = [explain(one, style=style, detail=detail) for one in derivations]
    if form is Format.latex:  # one document that compiles, however many derivations
        documents = [Document(tuple(block for one in documents for block in one.blocks))]
    pages = (page(one, form, ascii_only=ascii_only, to_file=to_file) for one in documents)
    return "\n".join(pages)
