"""Differentiates what people type, and explains the chain rule step by step.

    parse      text → the tree as it was typed            parsing/
    decompose  tree → graph of outer and inner functions  graph.py, rules/
    derive     graph → steps: dh/du · du/dx               derive.py
    tidy       raw line → what a person would write       tidy/
    domain     conditions of the rules → where it holds   domain/
    verify     every step against an independent oracle   verify/, numeric/
    compare    other ways, and a tempting mistake         comparison/   when asked
    explain    derivation → document                      explain/
    notation   tree → typographic tree                    notation/
    render     document → terminal, LaTeX, Markdown, …    render/

They are composed once, in pipeline.py; what several variables need is in readers/.

>>> import chainrule
>>> d = chainrule.diff("(2*x-1)**3")
>>> d.result
6*(2*x - 1)**2
>>> [(s.rule, str(s.outer), [(str(l.name), str(l.value)) for l in s.links]) for s in d.steps]
[('power', 'u**3', [('u', '2*x - 1')]), ('linear', '2*x - 1', [('x', 'x')])]
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chainrule.comparison import compare
    from chainrule.composition import Composition
    from chainrule.derivation import Derivation
    from chainrule.errors import ChainRuleError, InputError, LimitError, LoadError, NoRuleError
    from chainrule.gradient import Gradient
    from chainrule.matrices import Hessian, Jacobian
    from chainrule.model import Check, Link, Problem, Step
    from chainrule.parsing import parse
    from chainrule.pipeline import diff
    from chainrule.readers.compose import compose
    from chainrule.readers.implicit import implicit
    from chainrule.readers.inverse import inverse
    from chainrule.readers.mapping import jacobian
    from chainrule.readers.parametric import parametric
    from chainrule.readers.second import hessian
    from chainrule.readers.swept import derivatives
    from chainrule.readers.training import train
    from chainrule.relation import Implicit
    from chainrule.reverse import Sweep
    from chainrule.tracks import Inverse, Parametric
    from chainrule.training import Training

__all__ = [
    "ChainRuleError", "Check", "Composition", "Derivation", "Gradient", "Hessian", "Implicit",
    "InputError", "Inverse", "Jacobian", "LimitError", "Link", "LoadError", "NoRuleError",
    "Parametric", "Problem", "Step", "Sweep", "Training", "backprop", "compare", "compose",
    "derivatives", "diff", "grad", "hessian", "implicit", "inverse", "jacobian", "parametric",
    "parse", "train",
]  # fmt: skip

__version__ = "0.1.0"

_ERRORS = ("ChainRuleError", "InputError", "LimitError", "LoadError", "NoRuleError")
_DATA = ("Check", "Link", "Problem", "Step")
_HOME = {
    "parse": "parsing",
    "diff": "pipeline",
    "grad": "readers.systems",
    "backprop": "readers.systems",
    "compare": "comparison",
    "Derivation": "derivation",
    "Gradient": "gradient",
    "jacobian": "readers.mapping",
    "hessian": "readers.second",
    "derivatives": "readers.swept",
    "Jacobian": "matrices",
    "Hessian": "matrices",
    "Sweep": "reverse",
    "train": "readers.training",
    "Training": "training",
    "compose": "readers.compose",
    "implicit": "readers.implicit",
    "inverse": "readers.inverse",
    "parametric": "readers.parametric",
    "Composition": "composition",
    "Implicit": "relation",
    "Inverse": "tracks",
    "Parametric": "tracks",
}
_HOME |= dict.fromkeys(_ERRORS, "errors") | dict.fromkeys(_DATA, "model")


def __getattr__(name: str) -> Any:
    """Public names are imported when first used: an error in the input needs no SymPy."""
    if name not in _HOME:
        raise AttributeError(f"module 'chainrule' has no attribute '{name}'")
    value = getattr(importlib.import_module(f"chainrule.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
