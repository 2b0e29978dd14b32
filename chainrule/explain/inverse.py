"""Inverse → Document: f′, its reciprocal, and the numbers on each branch."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.document import Block, Document, Heading, Line, Lines, Prose, StepRow, Steps, Text
from chainrule.explain.curve_words import SILENT, summed_checks, value_row
from chainrule.explain.decimals import decimal, rounded, sign
from chainrule.explain.holds import holds_words
from chainrule.explain.words import move_title
from chainrule.expr import walk
from chainrule.notation import (
    Frac,
    Math,
    Num,
    Power,
    Sym,
    call,
    equation,
    math,
    negative,
    prime,
    times,
)  # fmt: skip
from chainrule.scope import free_symbols
from chainrule.tracks import Inverse, InversePoint

__all__ = ["inverse_page"]


def inverse_page(done: Inverse) -> Document:
    """The page of the derivative of an inverse function."""
    page = _Page(done)
    blocks: list[Block] = [Lines((Line(page.f(page.x), math(done.problem.expr)),))]
    blocks += [Prose((f"Note: {reading.note}.",)) for reading in done.problem.readings]
    blocks += [page.opening(), Steps(tuple(page.rows()))]
    blocks.append(Lines((Line(page.slope, math(done.result), page.where()),), result=True))
    blocks += [Prose(text) for text in holds_words(done.domain, done.wrt)]
    if done.at is not None:
        blocks += page.numbers()
    return Document((*blocks, *summed_checks(done)))


class _Page:
    """Typographic trees for one inverse function."""

    def __init__(self, done: Inverse) -> None:
        self.done, self.x, self.y = done, math(done.wrt), math(done.value)
        names = {symbol.name for symbol in free_symbols(done.problem.expr)}
        names |= {type(node).__name__ for node in walk(done.problem.expr)}
        self.name = "f" if "f" not in names else "F"
        self.slope = call(prime(self.power()), self.y)

    def f(self, at: Math, *, primed: bool = False) -> Math:
        """f(x), f′(x)."""
        return call(Sym(self.name, primes=int(primed)), at)

    def power(self) -> Math:
        """f⁻¹."""
        return Power(Sym(self.name), negative(Num("1")))

    def opening(self) -> Prose:
        """The chain rule for f⁻¹(f(x)) = x."""
        identity = equation(call(self.power(), self.f(self.x)), self.x)
        slope = call(prime(self.power()), self.f(self.x))
        product = equation(times(slope, self.f(self.x, primed=True)), Num("1"))
        return Prose(("The inverse undoes the function: ", identity,
                      ". Both sides differentiated by the chain rule: ", product, "."))  # fmt: skip

    def where(self) -> Text:
        return "with ", equation(self.y, self.f(self.x))

    def rows(self) -> Iterator[StepRow]:
        """f′, and one over it."""
        slope = self.f(self.x, primed=True)
        every: list[tuple[Text, Math, Math]] = [
            (("Differentiate",), slope, math(self.done.one.result)),
            (("Divide by ", slope), self.slope, Frac(Num("1"), slope)),
            (("Put in",), self.slope, math(self.done.inverse.raw)),
        ]
        every += [
            (move_title(move.key), self.slope, math(move.result))
            for move in self.done.inverse.moves
            if move.key not in SILENT
        ]
        for number, (label, left, right) in enumerate(every, start=1):
            yield StepRow(str(number), label, left, right)

    def numbers(self) -> list[Block]:
        """Each place where the function has the value."""
        value = math(self.done.at)
        blocks: list[Block] = [Heading(("At ", equation(self.y, value)))]
        if len(self.done.points) > 1:
            words = " has this value more than once: each place is on a branch of its own, with an "
            blocks.append(
                Prose((Sym(self.name), words, "inverse of its own. These are next to 0."))
            )
        for one in self.done.points:
            blocks += self.branch(one, value)
        return blocks

    def branch(self, one: InversePoint, value: Math) -> Iterator[Block]:
        """x, f′(x) and its reciprocal."""
        here = math(one.exact) if one.exact is not None else decimal(one.place)
        mark = "=" if one.exact is not None else sign([one.place])
        rows = [
            Line(self.x, here, (equation(self.f(self.x), value),), mark),
            Line(self.f(self.x, primed=True), decimal(one.slope), (), sign([one.slope])),
        ]
        if one.inverse is None:
            yield Lines(tuple(rows))
            zero = equation(self.f(self.x, primed=True), Num("0"))
            yield Prose(("There ", zero, ": the tangent of ", Sym(self.name), " is horizontal, so "
                         "that of an inverse would be vertical. 1/0 is no number: an inverse has "
                         "no derivative at this value."))  # fmt: skip
            return
        left = call(prime(self.power()), value)
        beside: Text = (
            () if one.finite_difference is None else ("by solving ", rounded(one.finite_difference))
        )
        row = value_row(left, one.exact_inverse, one.inverse, None)
        rows.append(Line(row.left, row.right, beside, row.relation))
        yield Lines(tuple(rows))
