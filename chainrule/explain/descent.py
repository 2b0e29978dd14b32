"""A step of gradient descent, w ← w − η ∂L/∂w, and the loss before and after."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.document import Block, Heading, Line, Lines, Prose, Table
from chainrule.explain.decimals import decimal, equal, sign
from chainrule.explain.neurons import Neural, beside, joint, of_layer
from chainrule.notation import Math, Op, Row, Sym, leibniz

__all__ = ["descent"]

LOSS, RATE = Sym("L"), Sym("eta")
ROWS = 6
"""Of more epochs, so many losses are shown."""


def descent(neural: Neural, *, written_out: bool) -> Iterator[Block]:
    """The update that follows, if there is a learning rate."""
    done = neural.done
    if done.rate is None:
        return
    epochs = len(done.losses) - 1
    many = "One step" if epochs == 1 else f"{epochs:,} steps"
    yield Heading((f"{many} of gradient descent",))
    step = Row((Sym("w"), Op("<-", "relation"), joint("-", Sym("w"), beside(RATE, _slope()))))
    stop = ":" if written_out else "."
    yield Prose((step, " with the learning rate ", equal(RATE, done.rate), stop))
    if written_out:
        yield Lines(tuple(_updates(neural, in_full=epochs == 1)))
    before, after = done.losses[0], done.losses[-1]
    if epochs > 1:
        yield Table((("steps",), (LOSS,)), tuple(_some(done.losses)))
    if after == before:
        yield Prose(("The loss stays ", equal(LOSS, after), "."))
        return
    verb = "falls" if after < before else "rises"
    too = ": the learning rate is too large here" if after > before else ""
    yield Prose((
        f"The loss {verb} from ", equal(LOSS, before), " to ", equal(LOSS, after), f"{too}.",
    ))  # fmt: skip


def _slope() -> Math:
    return leibniz(LOSS, Sym("w"), partial=True)


def _updates(neural: Neural, *, in_full: bool) -> Iterator[Line]:
    """The weights and biases of every layer afterwards; how they come about after one step."""
    done = neural.done
    for layer in neural.names.layers:
        symbols = sum(neural.names.weights(layer), ()), neural.names.biases(layer)
        new = neural.parameters(layer, lambda symbol: decimal(neural.trained[symbol]))
        old = neural.parameters(layer, neural.given.__getitem__)
        slopes = neural.parameters(layer, lambda symbol: decimal(neural.adjoint(symbol)))
        for i, letter in enumerate("Wb"):
            name = of_layer(letter, layer)
            values = [neural.trained[symbol] for symbol in symbols[i]]
            shown: Math = new[i]
            if in_full:
                taken = [neural.adjoint(symbol) for symbol in symbols[i]]
                change = beside(decimal(done.rate or 0.0), slopes[i])
                relation = sign([*values, *taken])
                yield Line(name, joint("-", old[i], change), (), "<-")
                yield Line(None, shown, (), relation)
            else:
                yield Line(name, shown, (), sign(values))


def _some(losses: tuple[float, ...]) -> Iterator[tuple[tuple[str | Math, ...], ...]]:
    """The losses of some epochs, evenly spread, the first and the last among them."""
    last = len(losses) - 1
    steps = sorted({i * last // (ROWS - 1) for i in range(ROWS)})
    for step in steps:
        loss = losses[step]
        yield (f"{step:,}",), ("" if sign([loss]) == "=" else "≈ ", decimal(loss))
