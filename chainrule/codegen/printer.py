"""A tree → an expression of Python or NumPy.

In: a tree in symbols, the names of these, and a language. Out: text, with the brackets it needs.
What would make a line too long, or needs to be there twice, becomes a line of its own before it:
so a tree of any depth and width is printed in linear time, and compiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sympy import Add, Float, Max, Min, Mul, Piecewise, Pow, Rational, Symbol, Tuple, log
from sympy.core.numbers import NumberSymbol
from sympy.core.relational import Relational
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import And, BooleanFalse, BooleanTrue, Not, Or

from chainrule.codegen.languages import Language
from chainrule.codegen.names import Names
from chainrule.errors import NoRuleError
from chainrule.expr import HALF, MINUS_ONE, Decimal, RealRoot, Tree, walk

__all__ = ["CASE", "PRODUCT", "RELATION", "Printer"]

WIDEST = 72  # columns of an expression that is printed in one piece
LARGEST = 2**53  # beyond, an integer is written as a float
CASE, RELATION, SUM, SIGNED, PRODUCT, POWER, ATOM = range(7)
"""How tightly an operation binds. A number with a sign binds like a sum, but may come first."""


class Text(NamedTuple):
    """Text, and how tightly its last operation binds."""

    text: str
    level: int = ATOM


class Printer:
    """Prints trees in one language; ``spilled`` takes the lines that stand before."""

    def __init__(self, names: Names, language: Language, spilled: list[str]) -> None:
        self.names, self.language, self.spilled = names, language, spilled

    def text(self, tree: Tree, level: int = CASE) -> str:
        """The tree as one expression, in brackets if it binds less tightly than ``level``.

        >>> from sympy import Symbol, sin
        >>> from chainrule.codegen.languages import PYTHON
        >>> x = Symbol("x")
        >>> Printer(Names(), PYTHON, []).text(1 / (x + 1) - 2 * sin(x) ** 2)
        '1/(1 + x) - 2*math.sin(x)**2'
        """
        done: dict[int, Any] = {}  # of a pair, both
        for node in walk(tree):
            parts = [done[id(arg)] for arg in node.args]
            if isinstance(node, ExprCondPair | Tuple):
                done[id(node)] = parts
            else:
                parts = [self._short(part) for part in parts]
                done[id(node)] = self._read(node)(node, parts)
        return self._at(done[id(tree)], level)

    def _read(self, node: Any) -> Callable[[Any, Any], Text]:
        found = next((read for head, read in _READ if isinstance(node, head)), None)
        return found.__get__(self) if found else self._function

    def _short(self, part: Any) -> Any:
        """The part; by a name of its own where it is long."""
        if not isinstance(part, Text) or len(part.text) <= WIDEST:
            return part
        return self._named(part)

    def _named(self, part: Text) -> Text:
        name = self.names.new("part")
        self.spilled.append(f"{name} = {part.text}")
        return Text(name)

    def _at(self, part: Text, level: int) -> str:
        """The text, in brackets if it binds less tightly."""
        return part.text if part.level >= level else f"({part.text})"

    def _symbol(self, node: Any, _: Any) -> Text:
        return Text(self.names[node])

    def _rational(self, node: Any, _: Any) -> Text:
        if isinstance(node, Decimal):
            text = node.text
        elif node.q != 1:
            return Text(f"{self._integer(node.p)}/{self._integer(node.q)}", PRODUCT)
        else:
            text = self._integer(node.p)
        return Text(text, SIGNED if text.startswith("-") else ATOM)

    def _integer(self, value: int) -> str:
        try:
            return str(value) if abs(value) < LARGEST else repr(float(value))
        except OverflowError:
            raise NoRuleError("a number is too large for floating-point arithmetic") from None

    def _float(self, node: Any, _: Any) -> Text:
        text = repr(float(node))
        return Text(text, SIGNED if text.startswith("-") else ATOM)

    def _constant(self, node: Any, _: Any) -> Text:
        text = self.language.constants.get(type(node).__name__)
        return Text(text or repr(float(node)))

    def _truth(self, node: Any, _: Any) -> Text:
        return Text(str(bool(node)))

    def _sum(self, _: Any, parts: Sequence[Text]) -> Text:
        found = Text(self._at(parts[0], SUM), SUM)
        for part in parts[1:]:
            found = self._short(found)
            text = self._at(part, SIGNED)
            minus = text.startswith("-")
            found = Text(f"{found.text} - {text[1:]}" if minus else f"{found.text} + {text}", SUM)
        return found

    def _product(self, node: Any, parts: Sequence[Text]) -> Text:
        if node.args[0] is MINUS_ONE:
            rest = self._factors(node.args[1:], parts[1:])
            return Text(f"-{self._at(rest, PRODUCT)}", PRODUCT)
        return self._factors(node.args, parts)

    def _factors(self, args: Sequence[Tree], parts: Sequence[Text]) -> Text:
        """a*b/c; the first keeps its sign."""
        found = parts[0]
        if len(parts) > 1:
            found = Text(self._at(found, SIGNED), PRODUCT)
        for arg, part in zip(args[1:], parts[1:], strict=True):
            found = self._short(found)
            inverse = isinstance(arg, Pow) and arg.args[1] is MINUS_ONE
            if inverse and part.text.startswith("1/"):  # else it has a name of its own
                found = Text(f"{found.text}/{part.text.removeprefix('1/')}", PRODUCT)
            else:
                found = Text(f"{found.text}*{self._at(part, POWER)}", PRODUCT)
        return found

    def _power(self, node: Any, parts: Sequence[Text]) -> Text:
        base, exponent = parts
        if node.args[1] is MINUS_ONE:
            return Text(f"1/{self._at(base, POWER)}", PRODUCT)
        if node.args[1] is HALF:
            return self._call("sqrt", [base])
        operator = self.language.power.startswith("{")
        if isinstance(node.args[1], Rational) and node.args[1].q == 1:
            negative = operator and exponent.text.startswith("-")
            whole = negative and not isinstance(node.args[0], Symbol) and "." not in exponent.text
            point = ".0" if whole else ""  # an array of integers has no such powers
            return Text(f"{self._at(base, ATOM)}**{exponent.text}{point}", POWER)
        level = ATOM if operator else CASE
        operands = (self._at(base, level), self._at(exponent, level))
        return Text(self.language.power.format(*operands), POWER)

    def _logarithm(self, node: Any, parts: Sequence[Text]) -> Text:
        return self._function(node, parts, name="log2" if len(parts) == 2 else "log")

    def _root(self, _: Any, parts: Sequence[Text]) -> Text:
        return self._call("cbrt" if parts[1].text == "3" else "RealRoot", parts)

    def _folded(self, node: Any, parts: Sequence[Text]) -> Text:
        found = parts[0]
        for part in parts[1:]:
            found = self._call(type(node).__name__, [self._short(found), part])
        return found

    def _function(self, node: Any, parts: Sequence[Text], name: str = "") -> Text:
        name = name or type(node).__name__
        if name in self.language.terms:
            operands = [self._at(part, POWER) for part in parts]
            return Text(self.language.terms[name].format(*operands), PRODUCT)
        return self._call(name, parts)

    def _call(self, name: str, parts: Sequence[Text]) -> Text:
        form = self.language.calls.get(name)
        if form is None or f"{{{len(parts)}}}" in form:
            raise _missing(name, self.language)
        twice = [form.count(f"{{{i}}}") > 1 for i in range(len(parts))]
        operands = [
            self._named(part) if again and not part.text.isidentifier() else part
            for part, again in zip(parts, twice, strict=True)
        ]
        alone = f"({', '.join(f'{{{i}}}' for i in range(len(parts)))})" in form
        level = CASE if alone else ATOM
        return Text(form.format(*(self._at(part, level) for part in operands)))

    def _relation(self, node: Any, parts: Sequence[Text]) -> Text:
        left, right = (self._at(part, SUM) for part in parts)
        return Text(f"{left} {node.rel_op} {right}", RELATION)

    def _both(self, _: Any, parts: Sequence[Text]) -> Text:
        return self._joined(self.language.both, parts)

    def _either(self, _: Any, parts: Sequence[Text]) -> Text:
        return self._joined(self.language.either, parts)

    def _joined(self, sign: str, parts: Sequence[Text]) -> Text:
        bare = sign == " and "
        level = RELATION if bare else SUM
        return Text(sign.join(self._at(part, level) for part in parts), CASE)

    def _negated(self, _: Any, parts: Sequence[Text]) -> Text:
        return Text(self.language.negated.format(self._at(parts[0], ATOM)), CASE)

    def _cases(self, _: Any, pairs: Sequence[tuple[Text, Text]]) -> Text:
        called = self.language.case.endswith(")")
        level = CASE if called else RELATION
        rest = Text(self.language.nan)
        for value, condition in reversed(pairs):
            if called and value.text.lstrip("-").isdecimal():  # an array of floats, of no integers
                value = value._replace(text=f"{value.text}.0")
            if condition.text == "True":
                rest = value
                continue
            rest = self._short(rest) if called else rest
            operands = [self._at(part, level) for part in (condition, value)]
            text = self.language.case.format(*operands, rest.text)
            rest = Text(text, ATOM if called else CASE)
        return rest


_READ = (
    (Symbol, Printer._symbol), (Rational, Printer._rational), (Float, Printer._float),
    (NumberSymbol, Printer._constant), (BooleanTrue | BooleanFalse, Printer._truth),
    (Add, Printer._sum), (Mul, Printer._product), (Pow, Printer._power),
    (log, Printer._logarithm), (RealRoot, Printer._root), (Max | Min, Printer._folded),
    (Relational, Printer._relation), (And, Printer._both), (Or, Printer._either),
    (Not, Printer._negated), (Piecewise, Printer._cases),
)  # fmt: skip


def _missing(name: str, language: Language) -> NoRuleError:
    return NoRuleError(f"no code for the function {name} in the format {language.name}")
