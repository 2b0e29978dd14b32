"""The syntax tree: what was written, before SymPy. Every node knows its place in the source."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["Rule", "Syntax", "nodes"]


@dataclass(slots=True)
class Syntax:
    """A node. ``kind`` is number, name, constant, add, mul, div, neg, pow, call, apply (an
    unknown function), factorial, tuple, relation, and, or; ``value`` is its text or its head."""

    kind: str
    value: str
    args: list[Syntax]
    start: int
    stop: int
    primes: int = 0


# A rule of the grammar: a generator that yields the rules it needs and returns a node.
Rule: TypeAlias = Generator[Any, Any, Syntax]


def nodes(tree: Syntax) -> list[Syntax]:
    """Every node, the whole before its parts; reversed, parts come before the whole."""
    found = [tree]
    for node in found:  # grows while it is walked
        if node.args:
            found.extend(node.args)
    return found
