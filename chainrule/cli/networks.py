"""The options of ``chainrule backprop --network 2-3-1``: a network instead of a system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainrule.cli.output import refuse
from chainrule.errors import ChainRuleError, InputError

if TYPE_CHECKING:
    from chainrule.training import Training

__all__ = [
    "Activation", "Epochs", "Inputs", "LearningRate", "Loss", "Network", "Seed", "Targets",
    "Weights", "require_no_network", "require_no_system", "trained",
]  # fmt: skip

PANEL = "A network instead of a system"
Network = Annotated[
    str | None,
    typer.Option(
        metavar="WIDTHS",
        help="The neurons of each layer: 2-3-1.",
        show_default=False,
        rich_help_panel=PANEL,
    ),
]
Activation = Annotated[
    str | None,
    typer.Option(
        help="identity, tanh, sigmoid, relu, softplus, softmax (last layer); or one for each"
        " layer: tanh,identity.",
        show_default="tanh",
        rich_help_panel=PANEL,
    ),
]
Loss = Annotated[
    str | None,
    typer.Option(
        help="mse, half-squared-error, cross-entropy (of softmax).",
        show_default="mse",
        rich_help_panel=PANEL,
    ),
]
Weights = Annotated[
    str | None,
    typer.Option(
        metavar="JSON",
        help='{"W1": [[…], …], "b1": […], …}, or a file with it.',
        show_default="drawn",
        rich_help_panel=PANEL,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=999_999_999,
        help="Draws what is not given.",
        show_default="0",
        rich_help_panel=PANEL,
    ),
]
Inputs = Annotated[
    str | None,
    typer.Option("--input", help="0.05,0.1", show_default="drawn", rich_help_panel=PANEL),
]
Targets = Annotated[
    str | None,
    typer.Option("--target", help="0.01", show_default="drawn", rich_help_panel=PANEL),
]
LearningRate = Annotated[
    str | None,
    typer.Option(help="Show the step w ← w − η ∂L/∂w.", show_default=False, rich_help_panel=PANEL),
]
Epochs = Annotated[
    int | None,
    typer.Option(
        min=1, max=200_000, help="How many steps.", show_default="1", rich_help_panel=PANEL
    ),
]


_OPTIONS = {"inputs": "input", "targets": "target", "rate": "learning-rate"}


def require_no_network(system: str, settings: dict[str, Any]) -> None:
    """Refuse options of a network, where there is none, and nothing at all."""
    for name, value in settings.items():
        if value is not None:
            option = f"--{_OPTIONS.get(name, name)}"
            hint = "add --network 2-3-1"
            refuse(ChainRuleError(f"{option} is for a network", hint=hint))
    if not system.strip():
        hint = 'for example "f = (x + y)*z" --at x=-2,y=5,z=-4, or --network 2-3-1'
        refuse(ChainRuleError("backpropagation needs a system or a network", hint=hint))


def require_no_system(given: dict[str, Any]) -> None:
    """Refuse what says something of a system, where there is a network."""
    for name, value in given.items():
        if value:
            refuse(ChainRuleError(f"--network has its own quantities: leave out {name}"))


def trained(widths: str, settings: dict[str, Any]) -> Training:
    """The network that the options describe; what is not given is None."""
    given = {name: value for name, value in settings.items() if value is not None}
    if "epochs" in given and "rate" not in given:
        refuse(ChainRuleError("epochs need a learning rate", hint="add --learning-rate 0.5"))
    try:
        if "rate" in given:
            given["rate"] = _rate(given["rate"])
        if "weights" in given:
            given["weights"] = _read(given["weights"])
        from chainrule.readers.training import train

        return train(widths.strip(), **given)
    except ChainRuleError as error:
        refuse(error)


def _rate(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(
            "a learning rate is a number", source=text, span=(0, len(text)), hint="for example 0.5"
        ) from None


def _read(given: str) -> str:
    """The weights themselves, or a file that has them."""
    if given.lstrip().startswith(("{", "[")):
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ChainRuleError(f"cannot read {given}: {error}") from None
