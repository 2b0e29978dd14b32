"""``chainrule grad`` and ``chainrule backprop``: systems of definitions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from chainrule.cli.networks import (
    Activation,
    Epochs,
    Inputs,
    LearningRate,
    Loss,
    Network,
    Seed,
    Targets,
    Weights,
    require_no_network,
    require_no_system,
    trained,
)  # fmt: skip
from chainrule.cli.options import (
    Ascii,
    At,
    CodeForm,
    CodeFormat,
    MaybeSource,
    Of,
    Output,
    Source,
    Wrt,
    names,
    point,
    show,
    text_of,
)  # fmt: skip
from chainrule.cli.output import check_ascii, refuse
from chainrule.errors import ChainRuleError

__all__ = ["backprop", "grad"]


class TreeKind(StrEnum):
    """What stands in a tree."""

    named = "named"
    full = "full"


class SharedKind(StrEnum):
    """How often what several quantities use is drawn."""

    repeat = "repeat"
    once = "once"


Towards = Annotated[
    str | None, typer.Option("--direction", help="A vector: 3,4.", show_default=False)
]
Kind = Annotated[
    TreeKind, typer.Option("--tree", help="Named quantities, or every elementary operation.")
]
Shared = Annotated[
    SharedKind, typer.Option(help="What is used twice: a branch each time, or drawn once.")
]


def grad(
    system: Source,
    of: Of = "",
    wrt: Wrt = None,
    at: At = None,
    direction: Towards = None,
    tree: Kind = TreeKind.named,
    shared: Shared = SharedKind.repeat,
    form: CodeForm = CodeFormat.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Show the tree of a system of definitions, and the gradient as sums over its paths.

    Example: chainrule grad "h = r*s + t; r = x*y; s = x + y; t = x - y"
    """
    text = text_of(system, form, ascii_only=ascii_only)
    try:
        from chainrule.readers.systems import grad as found

        done = found(text, names(wrt), of=of, at=point(at), tree=tree, direction=direction)
    except ChainRuleError as error:
        refuse(error)
    show(done, form, output, ascii_only=ascii_only, shared=shared)


def backprop(
    system: MaybeSource = "",
    of: Of = "",
    wrt: Wrt = None,
    at: At = None,
    network: Network = None,
    activation: Activation = None,
    loss: Loss = None,
    weights: Weights = None,
    seed: Seed = None,
    inputs: Inputs = None,
    targets: Targets = None,
    learning_rate: LearningRate = None,
    epochs: Epochs = None,
    form: CodeForm = CodeFormat.terminal,
    ascii_only: Ascii = False,
    output: Output = None,
) -> None:
    """Show every operation forward with its value, and backward with its adjoint.

    Example: chainrule backprop "f = (x + y)*z" --at x=-2,y=5,z=-4

    Or a network by its layers: chainrule backprop --network 2-3-1 --learning-rate 0.5
    """
    settings = {
        "activation": activation, "loss": loss, "weights": weights, "seed": seed,
        "inputs": inputs, "targets": targets, "rate": learning_rate, "epochs": epochs,
    }  # fmt: skip
    if network is None:
        require_no_network(system, settings)
    else:
        require_no_system({"SYSTEM": system, "--of": of, "--wrt": wrt, "--at": at})
        check_ascii(form, ascii_only=ascii_only)
        show(trained(network, settings), form, output, ascii_only=ascii_only)
    text = text_of(system, form, ascii_only=ascii_only)
    try:
        from chainrule.readers.systems import backprop as found

        done = found(text, names(wrt), of=of, at=point(at))
    except ChainRuleError as error:
        refuse(error)
    show(done, form, output, ascii_only=ascii_only)
