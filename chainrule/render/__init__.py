"""Document → text in some format. Each module of this folder that has no underscore is a format,
with ``formula(node)`` for one formula and ``render(document, **options)`` for a page.

To add a format, add a module: nothing else names the formats.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from chainrule.document import Document
from chainrule.errors import ChainRuleError

__all__ = ["formats", "render", "stream"]


@cache
def formats() -> tuple[str, ...]:
    """The names of the formats.

    >>> "plain" in formats()
    True
    """
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def render(document: Document, format: str, **options: Any) -> str:  # noqa: A002  # the option's name in the whole program
    """The document in a format; the options are those of the format's own ``render``."""
    return "".join(stream((document,), format, **options))


def stream(documents: Iterable[Document], format: str, **options: Any) -> Iterator[str]:  # noqa: A002  # as above
    """Several documents as one text, in pieces, each as soon as its document is there.

    A format whose pages need something before the first and behind the last has a ``FRAME``.
    """
    module = _module(format)
    before, after = getattr(module, "FRAME", ("", ""))
    started = False
    for document in documents:
        yield ("\n" if started else before) + module.render(document, **options)
        started = True
    if started and after:
        yield after


def _module(name: str) -> Any:
    if name not in formats():
        raise ChainRuleError(
            f"unknown format '{name}'", hint=f"the formats are {', '.join(formats())}"
        )
    return importlib.import_module(f"{__name__}.{name}")
