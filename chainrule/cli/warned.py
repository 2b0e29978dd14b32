"""What is probably a slip (`x` beside `X`, a definition that nothing uses): said on standard
error, at its place in what was typed, and then not again on the page.

In: an answer, or the problem, system or equation that it is about. Anything with a ``source`` and
``readings`` is such a thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from chainrule.answer import Answer
from chainrule.cli.output import say
from chainrule.errors import caret_lines

__all__ = ["stated", "warn", "without_warnings"]

T = TypeVar("T")


def warn(given: Any, place: str = "") -> int:
    """Say each warning about what was given, as an error is said; how many there were."""
    warnings = [reading for reading in given.readings if reading.warning]
    for reading in warnings:
        shown = caret_lines(given.source, reading.span) if given.source else ()
        say("\n  ".join([f"warning: {place}{reading.note}", *shown]))
    return len(warnings)


def stated(done: Answer) -> Iterator[Any]:
    """What an answer is about: a system, two coordinates, several functions."""
    for value in (getattr(done, field.name) for field in fields(done)):  # type: ignore[arg-type]  # each answer is a dataclass
        if isinstance(value, Answer):
            yield from stated(value)
        else:
            yield from (one for one in _several(value) if hasattr(one, "readings"))


def without_warnings(done: T) -> T:
    """The same answer, whose page does not say again what standard error has said."""
    if isinstance(done, Answer):
        values = {one.name: getattr(done, one.name) for one in fields(done)}  # type: ignore[arg-type]  # as above
        new = {name: without_warnings(value) for name, value in values.items()}
        kept = all(new[name] is value for name, value in values.items())
        return done if kept else replace(done, **new)  # type: ignore[type-var]  # as above
    if isinstance(done, tuple) and any(hasattr(one, "readings") for one in done):
        return tuple(map(without_warnings, done))  # type: ignore[return-value]  # a tuple again
    if not any(reading.warning for reading in getattr(done, "readings", ())):
        return done
    rest = tuple(reading for reading in done.readings if not reading.warning)  # type: ignore[attr-defined]  # it has some
    return replace(done, readings=rest)  # type: ignore[type-var]  # a dataclass of the model


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
