"""The activations and losses of a network: rows of text, as the rules of differentiation are.

``slope`` is the derivative as people write it, in z and in the value a = φ(z). It is shown, never
computed with: the numbers on a page are those of the backward sweep, and a test compares both.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ACTIVATIONS", "LOSSES", "Activation", "Loss"]


@dataclass(frozen=True, slots=True)
class Activation:
    """φ and φ′: ``head`` is what φ is called on paper, ``note`` what must be said beside it."""

    name: str
    head: str
    form: str
    slope: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """How far the outputs a are from the targets t, in words."""

    name: str
    words: str


_ROWS = (
    Activation("identity", "", "z", "1"),
    Activation("tanh", "tanh", "tanh(z)", "1 - a^2"),
    Activation("sigmoid", "sigma", "1/(1 + exp(-z))", "a*(1 - a)"),
    Activation("relu", "relu", "Max(z, 0)", "piecewise(1, z > 0; 0)",
               "at z = 0 there is no slope, and 0 is taken"),
    Activation("softplus", "softplus", "ln(1 + exp(z))", "1/(1 + exp(-z))"),
)  # fmt: skip

ACTIVATIONS = {row.name: row for row in _ROWS}

_LOSSES = (
    Loss("mse", "the mean of the squared errors"),
    Loss("half-squared-error", "half the sum of the squared errors"),
    Loss("cross-entropy", "the cross entropy"),
)

LOSSES = {row.name: row for row in _LOSSES}
