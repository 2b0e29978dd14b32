"""A network as a whole: the tree diagram that is the network turned around, and the summary of one
that is too large to write out."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, prod

from chainrule.document import Block, Branch, Heading, Prose, Table, Tree
from chainrule.explain.decimals import decimal, equal
from chainrule.explain.neurons import Neural, of_layer, quantity
from chainrule.notation import Math, Sym

__all__ = ["neuron_tree", "summary"]

MOST_LEAVES = 12
LARGEST = 10
ENDS = 5
"""Of many layers, so many from each end."""


_BEFORE = " (the output stands here before its activation, which belongs to the loss)"


def neuron_tree(neural: Neural) -> Iterator[Block]:
    """The tree of the first output: neurons, with a weight on every branch."""
    names, last = neural.names, neural.last
    if prod(neural.done.widths[:-1]) > MOST_LEAVES:
        return

    def branches(layer: int, i: int) -> tuple[Branch, ...]:
        if not layer:
            return ()
        return tuple(
            Branch(
                quantity(names.weight(layer, i, j)),
                quantity(names.after(layer - 1, j)),
                branches(layer - 1, j),
            )
            for j in names.of(layer - 1)
        )

    yield Heading(("The tree diagram is the network, turned around",))
    yield Tree(of_layer("z" if neural.soft else "a", last, "1"), branches(last, 1))
    first = "This is the tree of the first output. " if neural.done.widths[-1] > 1 else ""
    shared = neural.done.widths[1:-1]
    again = " What feeds several neurons is a branch each time: their contributions add."
    yield Prose((
        f"{first}From right to left it is the network: values flow from the inputs to the output."
        " From left to right it is the tree of the chain rule: error signals flow from the output"
        " down, and the partial along a branch is its weight times the slope of the activation"
        f" where it starts{_BEFORE if neural.soft else ''}.{again if prod(shared) > 1 else ''}",
    ))  # fmt: skip


def _some(layers: range) -> list[int]:
    """The layers at both ends."""
    return [k for k in layers if k <= ENDS or k > len(layers) - ENDS]


def summary(neural: Neural) -> Iterator[Block]:
    """The size of the gradient in every layer, and the largest derivatives."""
    done, names = neural.done, neural.names
    yield Prose(("This network is too large to write out; here is the gradient in short.",))
    yield Prose((equal(Sym("L"), done.value), "."))
    rows = tuple(
        (
            (str(layer),),
            (f"{len(names.of(layer)) * (len(names.of(layer - 1)) + 1):,}",),
            (_about(hypot(*neural.signals(layer))),),
            (_about(hypot(*neural.small(layer))),),
        )
        for layer in _some(names.layers)
    )
    head = (("layer",), ("parameters",), ("length of δ",), ("length of the gradient",))
    yield Table(head, rows)
    if len(rows) < len(names.layers):
        yield Prose((f"{len(names.layers) - len(rows):,} layers between them are left out.",))
    order = sorted(done.system.wrt, key=lambda symbol: -abs(neural.adjoint(symbol)))[:LARGEST]
    beside = dict(zip(done.system.wrt, done.finite_differences, strict=True))
    yield Prose((f"The {len(order)} largest derivatives of {len(done.system.wrt):,}:",))
    yield Table(
        (("",), ("∂L/∂w",), ("finite difference",)),
        tuple(
            (
                (quantity(symbol),),
                (_about(neural.adjoint(symbol)),),
                (_about(other) if (other := beside[symbol]) is not None else "not compared",),
            )
            for symbol in order
        ),
    )


def _about(value: float) -> Math:
    return decimal(value)
