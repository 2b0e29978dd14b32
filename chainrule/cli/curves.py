"""``chainrule implicit``, ``parametric``, ``inverse`` and ``compose``: curves and compositions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainrule.cli.options import Ascii, At, Form, Output, names, point, show
from chainrule.cli.output import Format, check_ascii, refuse
from chainrule.errors import ChainRuleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["compose", "implicit", "inverse", "parametric"]

Order = Annotated[int, typer.Option(min=1, max=2, help="1, or 2 for d²y/dx².")]
Of = Annotated[
    str | None, typer.Option(help="What depends on the others: y.", show_default="y, or z")
]
Wrt = Annotated[list[str] | None, typer.Option(help="The inputs: x,y.", show_default="the others")]


def implicit(
    equation: Annotated[
        str, typer.Argument(metavar="EQUATION", help="For example x^2 + y^2 = 25.")
    ],
    of: Of = None,
    wrt: Wrt = None,
    at: At = None,
    order: Order = 1,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Differentiate both sides of an equation, and solve for dy/dx.

    Example: chainrule implicit "x^2 + y^2 = 25" --at x=3,y=4
    """
    check_ascii(form, ascii_only=ascii_only)

    def found() -> Any:
        from chainrule.readers.implicit import implicit as answer

        return answer(equation, of, names(wrt), at=point(at), order=order)

    _show(found, form, output, ascii_only=ascii_only)


def parametric(
    x: Annotated[str, typer.Argument(metavar="X", help="x as a function of t: cos(t).")],
    y: Annotated[str, typer.Argument(metavar="Y", help="y as a function of t: sin(t).")],
    wrt: Annotated[str | None, typer.Option(help="The parameter.", show_default="t")] = None,
    at: At = None,
    order: Order = 1,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Divide the rates of a curve x(t), y(t): dy/dx = (dy/dt)/(dx/dt).

    Example: chainrule parametric "cos(t)" "sin(t)" --at t=pi/4
    """
    check_ascii(form, ascii_only=ascii_only)

    def found() -> Any:
        from chainrule.readers.parametric import parametric as answer

        return answer(x, y, wrt, at=point(at), order=order)

    _show(found, form, output, ascii_only=ascii_only)


def inverse(
    f: Annotated[str, typer.Argument(metavar="F", help="A function: x^3 + x.")],
    wrt: Annotated[str | None, typer.Option(help="Its variable.", show_default="inferred")] = None,
    at: At = None,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Differentiate the inverse of a function: one over its slope, at the right place.

    Example: chainrule inverse "x^3 + x" --at y=2
    """
    check_ascii(form, ascii_only=ascii_only)

    def found() -> Any:
        from chainrule.readers.inverse import inverse as answer

        return answer(f, wrt, at=point(at))

    _show(found, form, output, ascii_only=ascii_only)


def compose(
    functions: Annotated[
        list[str], typer.Argument(metavar="OUTER … INNER", help="Functions, the outermost first.")
    ],
    at: At = None,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Put functions into each other, in this order and in the other one.

    Example: chainrule compose "x^3" "2x-1" --at x=5
    """
    check_ascii(form, ascii_only=ascii_only)

    def found() -> Any:
        from chainrule.readers.compose import compose as answer

        return answer(*functions, at=point(at))

    _show(found, form, output, ascii_only=ascii_only)


def _show(
    answer: Callable[[], Any],
    form: Format,
    output: Path | None,
    *,
    ascii_only: bool,
) -> None:
    """Write the page of an answer; the exit code is 2 for bad input."""
    try:
        done = answer()
    except ChainRuleError as error:
        refuse(error)
    show(done, form, output, ascii_only=ascii_only)
