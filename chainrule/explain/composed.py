"""Composition → Document: both orders, the cascade of values, and whether the order matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Expr

from chainrule.composition import Cascade, Composed, Composition
from chainrule.document import Block, Document, Heading, Line, Lines, Prose, Text
from chainrule.explain.at_words import point
from chainrule.explain.decimals import decimal
from chainrule.explain.holds import check_words, holds_words
from chainrule.explain.page import joined
from chainrule.explain.words import move_title
from chainrule.notation import Fence, Math, call, equation, math, prime, times

__all__ = ["composed_page"]

COMPARED = {
    "agree": "Both orders agree at every point that was tried. That is no proof that they always "
    "do.",
    "unknown": "No point was found at which both orders have a value, so they cannot be compared.",
    "symbolic": "An unknown function has no values, so the two orders are not compared.",
}
CHANCE = "Both orders agree here, by chance: they do not everywhere."


def composed_page(done: Composition) -> Document:
    """The page of a composition."""
    page = _Page(done)
    notes = dict.fromkeys(reading.note for one in done.functions for reading in one.readings)
    blocks: list[Block] = [lines] if (lines := page.given()).rows else []
    blocks += [Prose((f"Note: {note}.",)) for note in notes]
    blocks.append(page.order())
    for one in (done.given, done.reverse):
        blocks += page.composed(one)
    blocks += page.numbers()
    blocks += [Prose(text) for text in (*page.matters(), *page.domains(), page.slope())]
    return Document((*blocks, *check_words(done)))


class _Page:
    """Typographic trees for one composition."""

    def __init__(self, done: Composition) -> None:
        self.done, self.functions = done, done.functions

    def given(self) -> Lines:
        """g(x) = x³; f(x) = 2x − 1."""
        heads = [call(math(one.name), *map(math, one.parameters)) for one in self.functions]
        values = [_tuple(one.values) for one in self.functions]
        pairs = zip(heads, values, strict=True)
        return Lines(tuple(Line(head, value) for head, value in pairs if head != value))

    def nested(self, order: Sequence[int]) -> Math:
        """g(f(x))."""
        inner = self.functions[order[-1]]
        node = call(math(inner.name), *map(math, inner.parameters))
        for number in reversed(order[:-1]):
            node = call(math(self.functions[number].name), node)
        return node

    def order(self) -> Prose:
        """What is done first."""
        names: list[Text] = [(math(one.name),) for one in reversed(self.functions)]
        first, *others = names
        words: list[str | Math] = ["In ", self.nested(self.done.given.order), " first ", *first]
        for name in others:
            words += [" is applied, then " if len(words) == 4 else ", then ", *name]
        return Prose((*words, ": the outermost function comes last."))

    def composed(self, one: Composed) -> Iterator[Block]:
        """One order, or why there is none."""
        if one.misfit is not None:
            yield Prose(self.misfit(one))
            return
        nested, values = self.nested(one.order), _tuple(one.values)
        if nested == values:  # f(g(x)), of unknown f and g
            return
        rows = [Line(nested, values)]
        rows += [Line(None, math(move.result), move_title(move.key)) for move in one.moves]
        yield Lines(tuple(rows), result=one is self.done.given)

    def misfit(self, one: Composed) -> Text:
        """f(g(r, s, t)) is not defined: g gives 1 value, and f takes 2."""
        place = one.misfit or 0
        outer, inner = (self.functions[n] for n in one.order[place : place + 2])
        gives, takes = len(inner.values), len(outer.parameters)
        what = f" gives {gives} {'value' if gives == 1 else 'values'}, and "
        return (self.nested(one.order), " is not defined: ", math(inner.name), what,
                math(outer.name), f" takes {takes}.")  # fmt: skip

    def numbers(self) -> Iterator[Block]:
        """The cascade of values, in both orders."""
        if self.done.given.cascade is None:
            return
        yield Heading(("For example at " if self.done.trial else "At ", point(self.done.at)))
        for one in (self.done.given, self.done.reverse):
            if one.cascade is not None:
                yield Prose(tuple(self.cascade(one, one.cascade)))

    def cascade(self, one: Composed, cascade: Cascade) -> Iterator[str | Math]:
        """x = 5 → f(5) = 9 → g(9) = 729."""
        inner = self.functions[one.order[-1]]
        places = zip(inner.parameters, cascade.stages[0], strict=True)
        parts = [joined([equation(math(x), math(value)) for x, value in places], ",")]
        shown = cascade.stages[0]
        for place, number in enumerate(reversed(one.order), start=1):
            name = math(self.functions[number].name)
            applied = call(name, *(_number(value) for value in shown))
            if place == len(cascade.stages):
                yield joined([*parts, applied], "->")
                yield " has no value."
                return
            shown = cascade.stages[place]
            parts.append(_valued(applied, shown, cascade.floats[place]))
        yield joined(parts, "->")

    def matters(self) -> Iterator[Text]:
        """Whether the order matters."""
        done = self.done
        if done.orders == "differ":
            yield from self.differ()
        elif done.orders == "equal":
            yield ("Both orders give the same function: here the order does not matter, "
                   "though it usually does.",)  # fmt: skip
        elif done.orders == "undefined" and done.reverse.misfit is None:
            one, other = (len(self.functions[n].parameters) for n in (-1, 0))
            counts = f"of {one} and of {other} variables"
            yield (f"The two orders are functions {counts}: they cannot be equal.",)
        elif done.orders != "undefined":
            yield (COMPARED[done.orders],)

    def differ(self) -> Iterator[Text]:
        """729 ≠ 249."""
        one, other = self.done.given.cascade, self.done.reverse.cascade
        whole = len(self.functions) + 1
        reached = [c is not None and len(c.stages) == whole for c in (one, other)]
        if one is None or other is None or not any(reached):
            yield ("The order matters: the two are different functions.",)
        elif not all(reached):
            order = (self.done.given, self.done.reverse)[reached.index(True)].order
            yield "The order matters: only ", self.nested(order), " has a value there."
        elif None not in one.floats[-1] and one.floats[-1] == other.floats[-1]:
            yield (CHANCE,)
        else:
            left, right = (_tuple_of(map(_number, c.stages[-1])) for c in (one, other))
            yield "The order matters: ", equation(left, right, "!="), "."

    def domains(self) -> Iterator[Text]:
        """Where a composition of one variable is defined."""
        for one in (self.done.given, self.done.reverse):
            if one.domain is not None:
                wrt = self.functions[one.order[-1]].parameters[0]
                words: list[str | Math] = []
                for text in holds_words(one.domain, wrt):
                    words += (" ", *text) if words else text
                if words and isinstance(words[0], str):
                    words[0] = words[0][:1].lower() + words[0][1:]
                    yield self.nested(one.order), ": ", *words

    def slope(self) -> Text:
        """The derivative, and where to see it."""
        order = self.done.given.order
        if any(len(one.parameters) != 1 or len(one.values) != 1 for one in self.functions):
            return ("Its derivatives multiply along a tree: see the command grad.",)
        factors = []
        for place, number in enumerate(order):
            inner = self.nested(order[place + 1 :]) if place + 1 < len(order) else None
            one = self.functions[number]
            factors.append(call(prime(math(one.name)), inner or math(one.parameters[0])))
        slope = equation(prime(Fence(self.nested(order))), times(*factors))
        return "The chain rule differentiates it: ", slope, ". The command diff shows how."


def _valued(applied: Math, values: Sequence[Expr], floats: Sequence[float | None]) -> Math:
    """g(9) = 729, or sin 9 ≈ 0.412118."""
    if len(values) > 1 or values[0].is_Rational or floats[0] is None:
        return equation(applied, _tuple_of(map(_number, values)))
    if values[0].is_Float:
        return equation(applied, decimal(floats[0]), "~")
    return equation(equation(applied, math(values[0])), decimal(floats[0]), "~")


def _number(value: Expr) -> Math:
    return decimal(float(value)) if value.is_Float else math(value)


def _tuple(values: Sequence[Expr]) -> Math:
    return _tuple_of(map(math, values))


def _tuple_of(values: Iterator[Math]) -> Math:
    some = list(values)
    return some[0] if len(some) == 1 else Fence(joined(some, ","))
