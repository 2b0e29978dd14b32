"""A slip in the words of a command, typer's exception → an error of ours, in one line with a hint.

Typer draws a box, which no pipe wants, and names neither the command that an option belongs to nor
what else is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import typer

from chainrule.errors import ChainRuleError

__all__ = ["near", "slip"]


def slip(error: typer.TyperException, command: Any, ctx: Any) -> ChainRuleError:
    """What is wrong with the words of ``command``; typer's kinds of exception are told apart by
    what they carry, because their classes are not public."""
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        return ChainRuleError(f"there is no option '{option}'", hint=_meant(option, command, ctx))
    if option:
        wants = "needs a value" if "requires" in error.message else "takes no value"
        return ChainRuleError(f"{option} {wants}")
    missing = getattr(error, "param", None)
    if missing is not None:
        name = missing.metavar or missing.name
        return ChainRuleError(f"{name} is missing", hint=f"{ctx.command_path} --help says more")
    words = error.message.partition("argument(s) (")[2].removesuffix(")")
    if words:
        hint = "put quotes around what belongs together"
        return ChainRuleError(f"'{words.strip()}' is one word too many", hint=hint)
    return ChainRuleError(error.message)


def near(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest of the known words, or nothing.

    >>> near("fdif", ["diff", "grad"])
    'did you mean diff?'
    """
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), 1)
    return f"did you mean {found[0]}?" if found else ""


def _meant(option: str, command: Any, ctx: Any) -> str:
    """The option that ``option`` stands for: misspelt, a value (--json), or of a command."""
    params = _options(command, ctx)
    for name, param in params.items():
        if option.lstrip("-") in _choices(param):
            return f"did you mean {name} {option.lstrip('-')}?"
    for name, one in getattr(command, "commands", {}).items():
        if option in _options(one, ctx):
            return f"it stands behind the command: {ctx.command_path} {name} … {option}"
    return near(option, params) or f"there are {', '.join(params)}"


def _options(command: Any, ctx: Any) -> dict[str, Any]:
    return {
        name: param
        for param in command.get_params(ctx)
        for name in param.opts
        if name.startswith("--")
    }


def _choices(param: Any) -> set[str]:
    """The words that the value of an option can be."""
    kind = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value for member in kind}
    return set(get_args(kind)) if get_origin(kind) is Literal else set()
