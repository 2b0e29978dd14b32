"""``chainrule jacobian`` and ``chainrule hessian``: answers that are matrices."""

from __future__ import annotations

from typing import Annotated

import typer

from chainrule.cli.options import (
    Ascii,
    At,
    Form,
    Of,
    Output,
    Source,
    Wrt,
    names,
    point,
    show,
    text_of,
)
from chainrule.cli.output import Format, refuse
from chainrule.errors import ChainRuleError

__all__ = ["hessian", "jacobian"]

Laplacian = Annotated[bool, typer.Option("--laplacian", help="Add up the diagonal too.")]


def jacobian(
    system: Source,
    of: Of = "",
    wrt: Wrt = None,
    at: At = None,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Show the derivatives of several quantities by every input, as a matrix.

    Example: chainrule jacobian "x = r*cos(t); y = r*sin(t)"
    """
    text = text_of(system, form, ascii_only=ascii_only)
    try:
        from chainrule.readers.mapping import jacobian as found

        done = found(text, names(wrt), of=of, at=point(at))
    except ChainRuleError as error:
        refuse(error)
    show(done, form, output, ascii_only=ascii_only)


def hessian(
    system: Source,
    of: Of = "",
    wrt: Wrt = None,
    at: At = None,
    laplacian: Laplacian = False,
    form: Form = Format.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Show the second derivatives of a quantity by every two inputs, with all their terms.

    Example: chainrule hessian "z = u*v; u = x^2; v = x + y" --at x=1,y=2
    """
    text = text_of(system, form, ascii_only=ascii_only)
    try:
        from chainrule.readers.second import hessian as found

        done = found(text, names(wrt), of=of, at=point(at), laplacian=laplacian)
    except ChainRuleError as error:
        refuse(error)
    show(done, form, output, ascii_only=ascii_only)
