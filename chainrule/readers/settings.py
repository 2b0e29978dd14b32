"""What is said of a network, as text or numbers → checked settings; an error points at the place.

widths         2-3-1             numbers ≥ 1, joined by -
activations    tanh,identity     one for all layers, or one for each
vectors        0.05, 0.1         numbers, separated by commas
weights        {"W1": [[…], …], "b1": […], …}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal as Exact
from itertools import pairwise
from numbers import Real
from typing import Any

from chainrule.activations import ACTIVATIONS, LOSSES
from chainrule.errors import InputError
from chainrule.expr import Decimal, Tree
from chainrule.parsing import parse_tree
from chainrule.scope import free_symbols
from chainrule.training import Neurons

__all__ = ["activations_of", "entries", "numbers_of", "widths_of"]

MOST_PARAMETERS = 1_000
_PLAIN = re.compile(r"-?\d+\.\d+")


def widths_of(given: str | Sequence[int]) -> tuple[int, ...]:
    """The number of neurons in every layer, inputs first.

    >>> widths_of("2-3-1")
    (2, 3, 1)
    """
    text = given if isinstance(given, str) else "-".join(map(str, _several(given, "widths")))
    found, place = [], 0
    for part in text.split("-"):
        span = (place, place + max(1, len(part)))
        place += len(part) + 1
        if not re.fullmatch(r"\s*[0-9]{1,6}\s*", part) or not int(part):
            raise InputError(
                "a layer is a number of neurons, 1 or more",
                source=text,
                span=span,
                hint="write 2-3-1",
            )
        found.append(int(part))
    if len(found) < 2:
        raise InputError(
            "a network has at least an input and an output layer",
            source=text, span=(0, len(text)), hint=f"write {found[0]}-1",
        )  # fmt: skip
    size = sum((below + 1) * above for below, above in pairwise(found))
    if size > MOST_PARAMETERS:
        raise InputError(
            f"a network with {size:,} weights and biases is too large",
            source=text, span=(0, len(text)), hint=f"at most {MOST_PARAMETERS:,}",
        )  # fmt: skip
    return tuple(found)


def activations_of(given: str | Sequence[str], layers: int, loss: str) -> tuple[str, ...]:
    """The activation of every layer. With cross entropy the last one is softmax, or sigmoid if
    there is one output; whether it is named or not is the same.

    >>> activations_of("tanh", 2, "mse"), activations_of("relu", 2, "cross-entropy")
    (('tanh', 'tanh'), ('relu', 'softmax'))
    """
    if loss not in LOSSES:
        raise InputError(f"unknown loss '{loss}'", hint=f"choose from {', '.join(LOSSES)}")
    text = given if isinstance(given, str) else ",".join(_several(given, "activations"))
    names, place = [part.strip() for part in text.split(",")], 0
    known = (*ACTIVATIONS, "softmax")
    for part, name in zip(text.split(","), names, strict=True):
        if name not in known:
            span = (place + len(part) - len(part.lstrip()), place + max(1, len(part.rstrip())))
            hint = f"choose from {', '.join(known)}"
            raise InputError(f"unknown activation '{name}'", source=text, span=span, hint=hint)
        place += len(part) + 1
    if len(names) not in (1, layers):
        raise InputError(
            f"{len(names)} activations for {layers} layers", source=text, span=(0, len(text)),
            hint="give one for all, or one for each layer",
        )  # fmt: skip
    found = names * layers if len(names) == 1 else names
    if loss == "cross-entropy":
        if len(names) > 1 and found[-1] not in ("softmax", "sigmoid"):
            raise InputError(
                "with cross entropy the last activation is softmax",
                source=text, span=(text.rfind(",") + 1, len(text)),
            )  # fmt: skip
        found = [*found[:-1], "softmax"]
        if len(names) == 1 and names[0] == "softmax" and layers > 1:
            found = ["softmax"] * layers
    if "softmax" in found[:-1] or ("softmax" in found and loss != "cross-entropy"):
        raise InputError(
            "softmax is for the last layer, with the loss cross-entropy",
            source=text, span=(0, len(text)),
            hint="--activation tanh --loss cross-entropy",
        )  # fmt: skip
    return tuple(found)


def numbers_of(given: str | Sequence[Any], what: str, count: int) -> tuple[Tree, ...]:
    """A number for each neuron, exactly as it was written.

    >>> numbers_of("0.05, 1/2", "input", 2)
    (0.05, 1/2)
    """
    text = given if isinstance(given, str) else ", ".join(map(_text, _several(given, f"{what}s")))
    found, place = [], 0
    for part in text.split(","):
        found.append(
            _number(part, text, place, f"an {what}" if what[0] in "aeiou" else f"a {what}")
        )
        place += len(part) + 1
    if len(found) != count:
        have = "1 number" if len(found) == 1 else f"{len(found)} numbers"
        raise InputError(
            f"the {what} has {have}, and the network {count}", source=text, span=(0, len(text))
        )
    return tuple(found)


def _number(part: str, text: str, place: int, what: str) -> Tree:
    """One number, which may be 1/2 or pi/4."""
    start = place + len(part) - len(part.lstrip())
    if not part.strip():
        raise InputError("a number is missing", source=text, span=(place, place + 1))
    try:
        if re.fullmatch(_PLAIN, part.strip()):
            return Decimal(part.strip())
        tree = parse_tree(part)
    except InputError as error:
        first, last = error.span
        raise InputError(
            error.message, source=text, span=(place + first, place + last), hint=error.hint
        ) from None
    if free_symbols(tree) or not tree.is_commutative:
        span = (start, start + len(part.strip()))
        raise InputError(f"{what} must be a number", source=text, span=span)
    return tree


def _several(given: Any, what: str) -> Any:
    """What is given as several, be it a list or an array."""
    if isinstance(given, Mapping) or not hasattr(given, "__iter__"):
        raise InputError(f"the {what} are a list or text, not {str(given)[:40]}")
    return list(given)


def _text(value: object) -> str:
    """All digits, with no exponent: a number of another library is read as the float that it is."""
    return f"{Exact(repr(float(value))):f}" if isinstance(value, float) else str(value)


def entries(given: str | Mapping[str, Any], names: Neurons) -> dict[Any, Tree]:
    """The weights and biases, by their symbols; InputError for what is missing, too much, or no
    number, saying which entry."""
    if isinstance(given, str):
        try:
            given = json.loads(given, parse_float=str, parse_int=str, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise InputError(f"the weights are not JSON: {error}") from None
    if not isinstance(given, Mapping):
        raise InputError("the weights are an object", hint=_EXAMPLE)
    wanted = [f"{kind}{layer}" for layer in names.layers for kind in "Wb"]
    for key in given:
        if key not in wanted:
            hint = f"the network has {', '.join(wanted)}"
            raise InputError(f"there is no layer for {str(key)[:40]!r} of the weights", hint=hint)
    found: dict[Any, Tree] = {}
    for layer in names.layers:
        for key, symbols in (
            (f"W{layer}", names.weights(layer)),
            (f"b{layer}", names.biases(layer)),
        ):
            if key not in given:
                raise InputError(f"{key} is missing from the weights", hint=_EXAMPLE)
            found |= _read(given[key], symbols, key)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON whose keys are different: of two equal ones, one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"the weights have {twice[:40]!r} twice")
    return found


_EXAMPLE = 'write {"W1": [[0.1, 0.2]], "b1": [0.3], …}: a row for each neuron of the layer'


def _read(given: Any, wanted: Any, where: str) -> dict[Any, Tree]:
    """The entries of a matrix or a list."""
    if not isinstance(wanted, tuple):
        return {wanted: _entry(given, where)}
    rows = isinstance(wanted[0], tuple)
    size = f"{len(wanted)}×{len(wanted[0])} matrix" if rows else f"list of {len(wanted)}"
    if hasattr(given, "tolist"):  # an array
        given = given.tolist()
    if not isinstance(given, (list, tuple)):
        raise InputError(f"{where} must be a {size}, not {_shown(given)}", hint=_EXAMPLE)
    if len(given) != len(wanted):
        have = "1 entry" if len(given) == 1 else f"{len(given)} entries"
        raise InputError(f"{where} has {have}, not {len(wanted)}", hint=_EXAMPLE)
    found: dict[Any, Tree] = {}
    for i, (one, symbol) in enumerate(zip(given, wanted, strict=True), start=1):
        found |= _read(one, symbol, f"{where}[{i}]")
    return found


def _entry(given: Any, where: str) -> Tree:
    if isinstance(given, bool) or not isinstance(given, (str, Real)):
        raise InputError(f"{where} must be a number, not {_shown(given)}")
    try:
        return _number(_text(given), _text(given), 0, where)
    except InputError as error:
        raise InputError(f"{where} must be a number, not {_shown(given)}") from error


def _shown(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[-+.\de]+", value):
        return value  # numbers are read as text, to keep their digits
    return json.dumps(value, ensure_ascii=False, default=str)[:40]
