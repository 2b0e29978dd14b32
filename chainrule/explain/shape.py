"""What a network is: its layers as functions in each other, its activations, and where its numbers
are from.

    y = f₂(f₁(x)),  f₁(x) = tanh(W⁽¹⁾x + b⁽¹⁾),  f₂(u) = …,  L = (t₁ − a₁⁽²⁾)²
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sympy import Symbol

from chainrule.activations import ACTIVATIONS, LOSSES, Activation
from chainrule.document import Block, Heading, Line, Lines, Prose, Text
from chainrule.explain.neurons import Neural, applied, beside, of_layer, quantity
from chainrule.explain.page import listed
from chainrule.notation import Math, Row, Sym, Words, call, equation, math, plus
from chainrule.parsing import parse_tree
from chainrule.scope import free_symbols

__all__ = ["described"]

FEW = 3
"""The loss of more outputs than these is said in words only,"""
SHOWN = 6
"""and of more layers than these only the first ones and the last are shown."""


def described(neural: Neural) -> Iterator[Block]:
    """The layers as functions in each other, the loss, and where the numbers are from."""
    done, widths = neural.done, neural.done.widths
    shown = [*map(str, widths[:SHOWN]), "…", str(widths[-1])]
    name = "-".join(map(str, widths) if len(widths) <= 2 * SHOWN else shown)
    yield Heading((f"The network {name}",))
    weights, biases = (
        sum(below * above for below, above in pairwise(widths)),
        sum(widths[1:]),
    )
    parts = [_many(widths[0], "input"), *_hidden(widths[1:-1]), _many(widths[-1], "output")]
    biased = "1 bias" if biases == 1 else f"{biases} biases"
    size = f"{_many(weights + biases, 'parameter')} ({_many(weights, 'weight')}, {biased})"
    yield Prose((f"{', '.join(parts)}: {size}.",))
    yield Lines(tuple(_functions(neural)))
    yield from _meanings(neural)
    if done.drawn:
        what = listed([(_DRAWN[name],) for name in done.drawn])
        how = f"Drawn with the seed {done.seed} (Python's random.Random), to two decimals: "
        first = "target" in done.drawn and neural.soft and widths[-1] > 1
        yield Prose((how, *what, ". The target is the first class." if first else "."))


def _functions(neural: Neural) -> Iterator[Line]:
    """y = f₂(f₁(x)), f₁(x) = tanh(W⁽¹⁾x + b⁽¹⁾), …, L = …"""
    nested: Math = Sym("x")
    first, last = neural.names.layers[:SHOWN], neural.last
    for layer in first:
        nested = call(Sym("f", str(layer)), nested)
    if last > SHOWN:
        nested = call(Sym("f", str(last)), Row((Words("…"), nested)))
    yield Line(Sym("y"), nested)
    for layer in dict.fromkeys((*first, last)):
        inner = Sym("x") if layer == 1 else Sym("u")
        whole = plus(beside(of_layer("W", layer), inner), of_layer("b", layer))
        yield Line(call(Sym("f", str(layer)), inner), neural.activated(layer, whole))
    definitions = {one.name.name: one.expr for one in neural.done.system.definitions}
    if neural.done.widths[-1] <= FEW:
        yield Line(Sym("L"), quantity(definitions["L"]), (LOSSES[neural.done.loss].words,))
        if neural.soft:
            yield Line(Sym("s"), quantity(definitions["s"]))


def _meanings(neural: Neural) -> Iterator[Block]:
    """σ(z) = 1/(1 + e⁻ᶻ), σ′(z) = a(1 − a); and what is not in the lines above."""
    for name in dict.fromkeys(neural.done.activations):
        row = ACTIVATIONS.get(name)
        if row is not None and row.head:
            yield Prose((*_meaning(row), f"; {row.note}." if row.note else "."))
    if neural.soft:
        yield Prose(_softmax() if neural.done.widths[-1] > 1 else _sigmoid())
    elif neural.done.widths[-1] > FEW:
        yield Prose(("The loss ", Sym("L"), f" is {LOSSES[neural.done.loss].words}."))


def _read(text: str) -> Math:
    return math(parse_tree(text))


def _softmax() -> Text:
    a, s = Sym("a", "i"), Sym("s")
    return (
        *("Softmax makes shares of the outputs: ", equation(a, _read("exp(z_i - s)")), ", where "),
        *(s, " is the logarithm of the sum of all ", _read("exp(z_i)"), ". So "),
        *(equation(_read("ln(a_i)"), _read("z_i - s")), ", and ", Sym("L")),
        *(" is minus the sum of all ", _read("t_i*ln(a_i)"), "."),
    )


def _sigmoid() -> Text:
    sigma = applied(Sym("sigma"), Sym("z"))
    return (
        *("The output is ", equation(Sym("a"), sigma), " with "),
        *(equation(sigma, _read("1/(1 + exp(-z))")), ", and "),
        *(equation(Sym("L"), _read("-t*ln(a) - (1 - t)*ln(1 - a)")), "."),
    )


def _meaning(row: Activation) -> Iterator[str | Math]:
    """What φ is, if that is not its name, and φ′."""
    z, form, slope = Sym("z"), parse_tree(row.form), parse_tree(row.slope)
    if type(form).__name__ != row.name:
        yield equation(applied(Sym(row.head), z), math(form))
        yield ", "
    yield equation(applied(Sym(row.head, primes=1), z), math(slope))
    if Symbol("a") in free_symbols(slope):
        yield ", where "
        yield equation(Sym("a"), applied(Sym(row.head), z))


_DRAWN = {"weights": "the weights and biases", "input": "the input", "target": "the target"}


def _hidden(widths: Sequence[int]) -> list[str]:
    if len(widths) > SHOWN:
        return [f"{len(widths)} hidden layers of {_between(min(widths), max(widths))}"]
    if len(widths) <= 1:
        return [_many(width, "hidden neuron") for width in widths]
    return [f"hidden layers of {', '.join(map(str, widths[:-1]))} and {widths[-1]} neurons"]


def _between(least: int, most: int) -> str:
    return _many(most, "neuron") if least == most else f"{least} to {most} neurons"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + "s" * (count != 1)
