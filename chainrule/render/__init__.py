"""Document → text in some format. Each module of this folder that has no underscore is a format,
with ``formula(node)`` for one formula and ``render(document, **options)`` for a page.

To add a format, add a module: nothing else names the formats.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from chainrule.document import Document
from chainrule.errors import ChainRuleError

__all__ = ["formats", "render"]


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
    if format not in formats():
        raise ChainRuleError(
            f"unknown format '{format}'", hint=f"the formats are {', '.join(formats())}"
        )
    module = importlib.import_module(f"{__name__}.{format}")
    text: str = module.render(document, **options)
    return text
