"""Symbols → names that Python takes: λ is lambda_, x′ is x_prime, and no two are the same."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator
from itertools import count

from sympy import Symbol

from chainrule.notation.names import GREEK

__all__ = ["Names"]

RESERVED = frozenset(
    (*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "math", "np", "or_nan", "zero")
)
_WORDS = {ord(sign): name for name, sign in GREEK.items()}
_WORDS |= dict.fromkeys(map(ord, "'′"), "_prime")
_ELSE = re.compile(r"[^0-9A-Za-z_]+")


class Names:
    """The name of each symbol, chosen when it is first asked for.

    >>> names = Names()
    >>> [names[Symbol(name)] for name in ("x", "lambda", "α_1", "max", "x'", "x_prime", "2d")]
    ['x', 'lambda_', 'alpha_1', 'max_', 'x_prime', 'x_prime_2', '_2d']
    """

    def __init__(self) -> None:
        self._names: dict[Symbol, str] = {}
        self._taken = set(RESERVED)
        self._numbers: dict[str, Iterator[int]] = {}

    def __getitem__(self, symbol: Symbol) -> str:
        if symbol not in self._names:
            self._names[symbol] = self.new(symbol.name)
        return self._names[symbol]

    def new(self, wish: str) -> str:
        """A name that nothing has yet, like the one that is wished for."""
        word = _ELSE.sub("_", wish.translate(_WORDS))
        word = word if word.isidentifier() else f"_{word}"
        word = f"{word}_" if word in RESERVED else word
        found = word
        while found in self._taken:
            found = f"{word}_{next(self._numbers.setdefault(word, count(2)))}"
        self._taken.add(found)
        return found
