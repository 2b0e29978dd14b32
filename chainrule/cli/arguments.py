"""The words of a command line, before typer sees them: ``-x^2`` is mathematics, not an option."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["SHORT_OPTIONS", "shielded"]

SHORT_OPTIONS = frozenset({"-h", "-o", "-V"})


def shielded(words: Iterable[str]) -> list[str]:
    """The words, with a space before each one that only looks like an option.

    A shell user cannot know that ``-x^2`` looks like one. The only short options are -h, -o and
    -V; ``--…`` is always an option, so a misspelt one is still an error.

    >>> shielded(["diff", "-x^2", "--at", "x=-2", "-o", "page.md"])
    ['diff', ' -x^2', '--at', 'x=-2', '-o', 'page.md']
    """
    return [f" {word}" if _looks_like_an_option(word) else word for word in words]


def _looks_like_an_option(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and word[1] != "-" and word not in SHORT_OPTIONS
