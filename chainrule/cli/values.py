"""The values of options, read from the words of the command line.

Typer reads them with adapters that it builds with pydantic, whose import alone takes longer than a
derivation. The few types that the commands use are read here, which also gives their errors the
words of this program. The types are still declared once, in the signatures of the commands.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from chainrule.cli.output import refuse
from chainrule.cli.slips import near, slip
from chainrule.errors import ChainRuleError

__all__ = ["Command", "ReadsValues"]


class ReadsValues:
    """A command, or a group of them, whose values are read by :class:`_Reader`."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, --help among them."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # a command's method
        for param in params:
            param._runtime_param = _READER  # typer keeps its adapter here
        return params

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words taken apart; a slip is said in the words of this program."""
        nothing = not args
        _refuse_repeated(self.get_params(ctx), args)
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # a command's
        except typer.TyperException as error:
            if nothing and getattr(self, "no_args_is_help", False):
                raise  # typer shows the help in this way
            refuse(slip(error, self, ctx))
        return rest


def _refuse_repeated(params: list[Any], words: list[str]) -> None:
    """Typer would take the last of several values, and say nothing."""
    given = [word.partition("=")[0] for word in words]
    for one in params:
        names = [name for name in one.opts if name[0] == "-"]
        if not one.multiple and sum(map(given.count, names)) > 1:
            refuse(ChainRuleError(f"{names[0]} is given more than once"))


class Command(ReadsValues, TyperCommand):
    """A command."""


class _Reader:
    """Reads the value of a parameter by the type that its annotation names."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002  # typer passes it
        """The value, or a usage error; None stays None."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        kind = param.type_descriptor.annotation
        if typing.get_origin(kind) is list:
            (kind,) = typing.get_args(kind)
            return [_read(one, kind, param) for one in value]
        return _read(value, kind, param)


_READER = _Reader()


def _read(value: Any, kind: Any, param: Any) -> Any:
    if not isinstance(value, str):
        return value
    if kind is int:
        return _whole_number(value, param)
    if typing.get_origin(kind) is typing.Literal:
        return _choice(value, {name: name for name in typing.get_args(kind)}, param)
    if issubclass(kind, Enum):
        return _choice(value, {member.value: member for member in kind}, param)
    return _PLAIN[kind](value)


_PLAIN: dict[type, Callable[[str], Any]] = {str: str, Path: Path}


def _whole_number(value: str, param: Any) -> int:
    low, high = param.type_descriptor.parameter_info.min, param.type_descriptor.parameter_info.max
    digits = value.strip()
    short = digits.isdecimal() and len(digits) < 10  # Python refuses to read 5,000 digits
    if not short or not low <= int(digits) <= high:
        refuse(ChainRuleError(f"{param.opts[0]} is a whole number from {low} to {high}"))
    return int(digits)


def _choice(value: str, known: dict[str, Any], param: Any) -> Any:
    if value not in known:
        *first, last = known
        message = f"{param.opts[0]} is {', '.join(first)} or {last}, not '{value}'"
        refuse(ChainRuleError(message, hint=near(value, known)))
    return known[value]
