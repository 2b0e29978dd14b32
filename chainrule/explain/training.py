"""Training → Document: a network layer by layer, its values, its error signals, and the gradient
by every weight and bias.

    z⁽¹⁾ = W⁽¹⁾x + b⁽¹⁾,  a⁽¹⁾ = tanh(z⁽¹⁾),  …
    δ⁽¹⁾ = (W⁽²⁾)ᵀδ⁽²⁾ ⊙ tanh′(z⁽¹⁾),  ∂L/∂W⁽¹⁾ = δ⁽¹⁾xᵀ,  ∂L/∂b⁽¹⁾ = δ⁽¹⁾
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Rational

from chainrule.activations import ACTIVATIONS
from chainrule.document import Block, Document, Heading, Line, Lines, Prose
from chainrule.explain.decimals import decimal, sign
from chainrule.explain.descent import descent
from chainrule.explain.holds import check_words
from chainrule.explain.neurons import (
    Neural,
    beside,
    column,
    entrywise,
    joint,
    numbers,
    of_layer,
    transposed,
)
from chainrule.explain.shape import described
from chainrule.explain.wide import neuron_tree, summary
from chainrule.expr import ONE
from chainrule.notation import (
    Fence,
    Math,
    Matrix,
    Sym,
    equation,
    leibniz,
    math,
    negative,
    plus,
)
from chainrule.training import Training

__all__ = ["training_page"]

WIDEST, MOST = 6, 60
"""A network with a wider layer, or more parameters, is summed up."""
LOSS = Sym("L")
WHY = (
    "The inputs x and the targets t are given; what training can change are the weights and biases."
    " So the gradient is taken with respect to them, and not to the inputs."
)


def training_page(done: Training) -> Document:
    """The page of a network."""
    page = _Page(done)
    small = max(done.widths) <= WIDEST and len(done.system.wrt) <= MOST
    blocks = [*described(page.neural), *(page.written_out() if small else summary(page.neural))]
    blocks += [*descent(page.neural, written_out=small), *check_words(done)]
    return Document(tuple(blocks))


class _Page:
    """The parts of the page of one training."""

    def __init__(self, done: Training) -> None:
        self.done, self.neural = done, Neural(done)
        self.names, self.last = done.neurons, self.neural.last

    def written_out(self) -> Iterator[Block]:
        """Every matrix with its numbers."""
        yield Heading(("Forward: values",))
        yield Lines(tuple(self.forward()))
        yield Heading(("Backward: error signals",))
        yield from self.soft_words()
        yield Lines(tuple(self.backward()))
        yield Heading(("The gradient, by every weight and bias",))
        yield Lines(tuple(self.gradient()))
        yield Prose((WHY,))
        yield from neuron_tree(self.neural)

    def forward(self) -> Iterator[Line]:
        """z = Wa + b and a = φ(z), in symbols and numbers, down to the loss."""
        yield Line(Sym("x"), self.neural.vector(0)[0])
        yield Line(Sym("t"), self.neural.targets())
        for layer in self.names.layers:
            before, after = of_layer("z", layer), of_layer("a", layer)
            below, seen = self.neural.vector(layer - 1)
            weights, biases = self.neural.parameters(layer, self.neural.given.__getitem__)
            product = beside(of_layer("W", layer), of_layer("a", layer - 1))
            yield Line(before, plus(product, of_layer("b", layer)))
            yield Line(None, joint("+", beside(weights, below), biases), (), sign(seen))
            sums = self.neural.before(layer)
            yield self.result(sums, seen)
            outputs = self.neural.outputs(layer) or []
            shown, relation = numbers(outputs)
            name = equation(Sym("y"), after) if layer == self.last else after
            yield Line(name, equation(self.neural.activated(layer, before), shown, relation))
        yield Line(LOSS, decimal(self.done.value), (), sign([self.done.value]))

    def result(self, values: Sequence[float], used: Sequence[float] = ()) -> Line:
        shown, _ = numbers(values)
        return Line(None, shown, (), sign([*used, *values]))

    def soft_words(self) -> Iterator[Block]:
        """Why softmax and cross entropy together give a − t."""
        if not self.neural.soft:
            return
        several = self.done.widths[-1] > 1
        z, a, t = (Sym(name, "i" if several else "") for name in "zat")
        who = "Softmax" if several else "The sigmoid"
        shares = " (the targets add up to 1)" if several else ""
        through = equation(leibniz(Sym("s"), z, partial=True), a)
        yield Prose((
            *(f"{who} and cross entropy are taken together: ", z, " reaches ", LOSS),
            *(" in two ways, through s with the slope ", through, f"{shares} and directly"),
            *(" with the slope ", negative(t), ". Their sum is ", joint("-", a, t)),
            ": no quotient is left, and nothing overflows.",
        ))  # fmt: skip

    def backward(self) -> Iterator[Line]:
        """δ of every layer, from the last down."""
        for layer in reversed(self.names.layers):
            signal, before = of_layer("delta", layer), of_layer("z", layer)
            slope = leibniz(LOSS, before, partial=True)
            if layer == self.last:
                yield from self.at_the_end(equation(signal, slope))
                continue
            above = layer + 1
            weights, _ = self.neural.parameters(above, self.neural.given.__getitem__)
            weights = Matrix(tuple(zip(*weights.rows, strict=True)))
            signals = self.neural.signals(above)
            back = beside(transposed(of_layer("W", above)), of_layer("delta", above))
            product = beside(weights, column([decimal(one) for one in signals]))
            yield from self.through(equation(signal, slope), layer, back, product, signals)

    def at_the_end(self, left: Math) -> Iterator[Line]:
        """δ where the loss begins."""
        after, t = of_layer("a", self.last), Sym("t")
        values, seen = self.neural.vector(self.last)
        if self.neural.soft:
            yield Line(left, joint("-", after, t))
            yield Line(None, joint("-", values, self.neural.targets()), (), sign(seen))
            yield self.result(self.neural.signals(self.last), seen)
            return
        errors = self.neural.errors()
        slope = leibniz(LOSS, after, partial=True)
        yield Line(slope, _times_error(self.factor(), joint("-", after, t)))
        yield self.result(errors)
        shown = column([decimal(one) for one in errors])
        yield from self.through(left, self.last, slope, shown, errors)

    def factor(self) -> Math | None:
        """The number before a − t: 2/n in a mean of n squares, 1 in half their sum."""
        half = self.done.loss == "half-squared-error"
        factor = ONE if half else Rational(2, self.done.widths[-1])
        return None if factor is ONE else math(factor)

    def through(
        self, left: Math, layer: int, above: Math, product: Math, seen: Sequence[float]
    ) -> Iterator[Line]:
        """δ = (what comes from above) ⊙ φ′(z)."""
        name, before = self.done.activations[layer - 1], of_layer("z", layer)
        signals = self.neural.signals(layer)
        if not ACTIVATIONS[name].head:  # φ′ = 1
            yield Line(left, above)
            if not isinstance(product, Matrix):
                yield Line(None, product, (), sign(seen))
            yield self.result(signals, seen)
            return
        yield Line(left, entrywise(above, self.neural.activated(layer, before, primes=1)))
        slopes = self.neural.slopes(layer)
        shown, _ = numbers(slopes)
        yield Line(None, entrywise(product, shown), (), sign([*seen, *slopes]))
        yield self.result(signals, [*seen, *slopes])

    def gradient(self) -> Iterator[Line]:
        """∂L/∂W = δ aᵀ and ∂L/∂b = δ."""
        for layer in reversed(self.names.layers):
            signals = self.neural.signals(layer)
            below, seen = self.neural.vector(layer - 1)
            adjoints, biases = self.neural.parameters(
                layer, lambda symbol: decimal(self.neural.adjoint(symbol))
            )
            signal, value = of_layer("delta", layer), of_layer("a", layer - 1)
            yield Line(
                leibniz(LOSS, of_layer("W", layer), partial=True), beside(signal, transposed(value))
            )
            row = Matrix(tuple(zip(*below.rows, strict=True)))
            shown, _ = numbers(signals)
            yield Line(None, beside(shown, row), (), sign([*signals, *seen]))
            every = [*signals, *seen, *self.neural.small(layer)]
            yield Line(None, adjoints, (), sign(every))
            slope = leibniz(LOSS, of_layer("b", layer), partial=True)
            yield Line(slope, equation(signal, biases, sign(signals)))


def _times_error(factor: Math | None, error: Math) -> Math:
    return error if factor is None else beside(factor, Fence(error))
