"""What no type says of lists: which have as many entries as which others.

In: an answer. Out: what is wrong with it. A row names two lists of an answer of the class; a name
that ends in ``[]`` is a list of lists, of which each has as many entries as its fellow. What is
None is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chainrule.composition import Composition
from chainrule.derivation import Derivation
from chainrule.gradient import Gradient
from chainrule.matrices import Hessian, Jacobian
from chainrule.relation import Implicit
from chainrule.reverse import Sweep
from chainrule.tracks import Inverse, Parametric
from chainrule.training import Training

__all__ = ["AS_MANY", "uneven"]

_OF_GRADIENT = (
    ("paths", "passes"),
    ("path_counts", "passes"),
    ("at.values", "graph.nodes"),
    ("at.partials", "graph.into"),
    ("at.partials[]", "graph.into[]"),
    ("at.slopes", "passes"),
    ("at.finite_differences", "passes"),
    ("direction.vector", "system.wrt"),
    ("direction.unit", "system.wrt"),
)

AS_MANY: dict[type, tuple[tuple[str, str], ...]] = {
    Derivation: (("at.rates", "passes"),),
    Gradient: _OF_GRADIENT,
    Jacobian: tuple((f"gradient.{one}", f"gradient.{other}") for one, other in _OF_GRADIENT),
    Hessian: (
        *((f"gradient.{one}", f"gradient.{other}") for one, other in _OF_GRADIENT),
        ("differences", "values"),
    ),
    Sweep: (
        ("at.values", "graph.nodes"),
        ("at.partials", "graph.into"),
        ("at.partials[]", "graph.into[]"),
        ("at.slopes", "system.wrt"),
        ("at.finite_differences", "system.wrt"),
        ("adjoints", "graph.nodes"),
    ),
    Training: (
        ("values", "graph.nodes"),
        ("partials", "graph.into"),
        ("partials[]", "graph.into[]"),
        ("adjoints", "graph.nodes"),
        ("finite_differences", "system.wrt"),
    ),
    Implicit: (("at.exact", "at.slopes"), ("at.finite_differences", "at.slopes")),
    Parametric: (
        ("kinds", "upright.conditions"),
        ("at.exact", "at.slopes"),
        ("at.finite_differences", "at.slopes"),
    ),
    Inverse: (),
    Composition: (
        ("reverse.order", "functions"),
        ("given.order", "functions"),
        ("given.cascade.floats", "given.cascade.stages"),
        ("given.cascade.floats[]", "given.cascade.stages[]"),
        ("reverse.cascade.floats", "reverse.cascade.stages"),
        ("reverse.cascade.floats[]", "reverse.cascade.stages[]"),
    ),
}


def uneven(answer: Any) -> Iterator[str]:
    """The lists of an answer that are longer or shorter than they should be."""
    for name, other in AS_MANY[type(answer)]:
        sizes = [_size(answer, one) for one in (name, other)]
        if None not in sizes and sizes[0] != sizes[1]:
            yield f"{name.removesuffix('[]')}: there must be as many as in {other}"


def _size(answer: Any, name: str) -> int | list[int] | None:
    """How many entries a list has, or each of a list of lists; None where there is no list."""
    found = answer
    for part in name.removesuffix("[]").split("."):
        found = None if found is None else getattr(found, part)
    if found is None:
        return None
    return [len(one) for one in found] if name.endswith("[]") else len(found)
