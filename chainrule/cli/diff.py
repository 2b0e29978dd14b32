"""``chainrule diff``: the derivative of each expression, with its derivation."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chainrule.cli.options import names
from chainrule.cli.output import Format, as_json, check_ascii, complain, pages, refuse, write
from chainrule.cli.warned import warn, without_warnings
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from chainrule.derivation import Derivation
    from chainrule.document import Document

Style = Literal["link", "straight", "leibniz"]
Detail = Literal["brief", "normal", "full"]
Route = Literal["power", "log"]

__all__ = ["diff"]

HIGHEST_ORDER = 20
OPTIONS = ("--wrt", "--order", "--at", "--style", "--detail", "--route", "--format", "--ascii")
TO_A_FILE = "to write to a file, put a space behind -o: -o FILE"


def diff(
    expr: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="EXPR", help="What to differentiate; - reads one a line.", show_default=False
        ),
    ] = None,
    wrt: Annotated[
        list[str] | None, typer.Option(help="The variable, or several: x,y.", show_default=False)
    ] = None,
    order: Annotated[
        int, typer.Option(help="How often to differentiate.", min=1, max=HIGHEST_ORDER)
    ] = 1,
    at: Annotated[
        list[str] | None, typer.Option(help="A point: x=5, x=pi/4.", show_default=False)
    ] = None,
    style: Annotated[Style, typer.Option(help="How the derivative of a part is written.")] = "link",
    detail: Annotated[Detail, typer.Option(help="How much is said.")] = "normal",
    route: Annotated[
        Route | None,
        typer.Option(help="log: by logarithms, products and u^v.", show_default="power"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.terminal,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="ASCII characters only.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", show_default=False)
    ] = None,
) -> None:
    """Differentiate, and explain every step.

    Examples: chainrule diff "(2x-1)^3" --at x=5 · chainrule diff "x^x" --detail full
    """
    check_ascii(form, ascii_only=ascii_only)
    run = _Run(_Request(names(wrt), order, ", ".join(at) if at else None, route, detail))
    done = run.derivations(_expressions(expr or ["-"]))
    if form is Format.json:
        write((as_json(one.to_json()) for one in done), output)
    else:
        documents = _documents(done, style, detail, warned=output is None)
        to_file = output is not None
        write(pages(documents, form, ascii_only=ascii_only, to_file=to_file), output)
    raise typer.Exit(run.code())


def _expressions(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each expression with its place: the one on the command line, or the lines of standard
    input, empty ones skipped."""
    if len(words) > 1:
        _refuse_words(words)
    if words[0].strip() != "-":
        yield "", words[0]
        return
    if sys.stdin.isatty():
        refuse(ChainRuleError("give an expression, or pipe one a line"))
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            yield f"line {number}: ", line.strip()


def _refuse_words(words: list[str]) -> None:
    """Several words: an expression without quotes, several expressions, or an option misspelt."""
    plain = [word.strip() for word in words]
    glued = [word for word in plain[1:] if word.startswith("-o")]
    options = [name for word in plain[1:] for name in OPTIONS if _abbreviates(word, name)]
    if options:
        hint = f"did you mean {options[0]}? what belongs to the expression stands in its quotes"
    elif glued:
        hint = TO_A_FILE.replace("FILE", glued[0].removeprefix("-o"))
    elif all(map(_is_complete, plain)):  # joined, x^3 and x^2 would be x^5
        hint = "put quotes around one that has spaces; several are piped, one a line"
    else:
        hint = f'put quotes around it: chainrule diff "{" ".join(plain)}"'
    refuse(ChainRuleError("one expression at a time", hint=hint))


def _abbreviates(word: str, option: str) -> bool:
    """Whether ``-f`` or ``-format`` begins ``--format``."""
    return len(word) > 1 and word[0] == "-" and option.startswith(f"-{word}")


def _is_complete(word: str) -> bool:
    """Whether a word is an expression by itself, without a sign in front."""
    from chainrule.parsing.problem import syntax_of

    try:
        return word[:1] not in ("-", "+") and bool(syntax_of(word))
    except ChainRuleError:
        return False


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked of every expression alike."""

    wrt: str | None
    order: int
    at: str | None
    route: Route | None
    detail: Detail

    def derive(self, text: str, place: str) -> Derivation:
        """The derivation; probable slips are named on standard error."""
        from chainrule.parsing import choose_wrt, parse

        problem = choose_wrt(parse(text, wrt=self.wrt), self.wrt, self.order)
        if warn(problem, place) and text.startswith(" -o"):
            typer.echo(f"  hint: {TO_A_FILE}", err=True)
        from chainrule.pipeline import solve

        derivation = solve(problem, self.at, self.route)
        if self.detail != "full":
            return derivation
        from chainrule.comparison import compare

        return compare(derivation)


@dataclass(slots=True)
class _Run:
    """Derives one expression after the other, and counts."""

    request: _Request
    done: int = 0
    refused: int = 0
    failed: int = 0

    def derivations(self, expressions: Iterable[tuple[str, str]]) -> Iterator[Derivation]:
        """Each derivation as soon as it is made; what is refused is said, and the next one done."""
        for place, text in expressions:
            try:
                derivation = self.request.derive(text, place)
            except ChainRuleError as error:
                if text.startswith(" -o") and not error.hint:
                    error.hint = TO_A_FILE
                complain(error, place)
                self.refused += 1
            else:
                self.done += 1
                self.failed += derivation.failed
                yield derivation

    def code(self) -> int:
        """0 if all went well, 1 if a part of it, 2 if nothing could be read."""
        if not self.done:
            if not self.refused:
                complain(ChainRuleError("there is no expression on standard input"))
            return 2
        return 1 if self.refused or self.failed else 0


def _documents(
    derivations: Iterable[Derivation], style: Style, detail: Detail, *, warned: bool
) -> Iterator[Document]:
    """The page of each; warnings that standard error has shown are not repeated."""
    for one in derivations:
        from chainrule.explain import explain  # not before: a slip needs no SymPy

        heard = without_warnings(one) if warned else one
        yield explain(heard, style=style, detail=detail)
