"""The data that the stages hand to each other: frozen, typed, nothing about looks.

    parse      text        → Problem
    decompose  Problem     → Graph          nodes are values, edges carry local partials
    derive     Graph       → Pass           one differentiation: its steps, the whole first
    tidy       raw line    → Move, Move, …  each line that the algebra took
    verify     Derivation  → Check, Check, …
    explain    Derivation  → Document       (see document.py)

Expressions are unevaluated SymPy trees (see expr.py). Letters (`u`, `v`, …) are symbols that the
user did not write; every inner function has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sympy import Expr, Symbol

__all__ = [
    "Check", "Condition", "Domain", "Derivation", "Edge", "Evaluation", "Graph", "Link",
    "LinkValues", "Move", "Node", "Pass", "Problem", "Reading", "Step", "StepValues",
]  # fmt: skip

Outcome = Literal["passed", "failed", "not made"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one ambiguity in the text was read.

    ``kind`` is a stable id such as ``natural-logarithm``; ``written`` the piece of text at
    ``span``; ``meaning`` the same piece written without ambiguity; ``note`` a sentence for the
    reader. A ``warning`` is something that is probably a slip (`x` beside `X`).
    """

    kind: str
    written: str
    meaning: str
    note: str
    span: tuple[int, int]
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What was asked: ``expr`` called ``name``, differentiated by each symbol of ``wrt`` in turn.

    ``source`` is the text as typed, empty for a SymPy expression. ``wrt`` holds one symbol for
    each differentiation: ``(x,)``, ``(x, x)`` for a second derivative, ``(x, y)`` for a mixed one.
    """

    source: str
    expr: Expr
    name: str = "h"
    wrt: tuple[Symbol, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the graph: ``expr`` in the user's variables, ``outer`` in the letters of its
    inner functions, the letter ``name`` by which others refer to it, and the rule that fits.

    ``constants`` are the rule's parameters as they stand here, such as ``(("n", 3),)``.
    """

    id: int
    name: Symbol
    expr: Expr
    rule: str
    outer: Expr
    constants: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """``partial = ∂target/∂source`` through one slot of ``target``, in letters.

    ``x·x`` has two edges from x, one for each slot.
    """

    source: int
    target: int
    slot: int
    partial: Expr


@dataclass(frozen=True, slots=True)
class Graph:
    """Values and local partials, inputs first, the output last. Equal values are one node.

    ``into[i]`` are the edges that end in node ``i``, by slot.
    """

    nodes: tuple[Node, ...]
    into: tuple[tuple[Edge, ...], ...]
    wrt: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One factor pair of the chain rule: the inner function ``name = value``, the local
    ``partial`` in letters, the inner ``derivative`` in x, and the number of the step that
    derived it (0 where the inner function is the variable itself)."""

    name: Symbol
    value: Expr
    partial: Expr
    derivative: Expr
    step: int


@dataclass(frozen=True, slots=True)
class Move:
    """One line of algebra: what was done (a stable id, see tidy) and the line that came of it."""

    key: str
    result: Expr


@dataclass(frozen=True, slots=True)
class Step:
    """The chain rule, once: ``name = outer(links)``, so ``d name/dx = raw = … = result``.

    ``expr`` and ``result`` are in the user's variables, ``outer`` and the partials in letters;
    ``formula`` is the rule in letters, with ``Slope(u, x)`` for du/dx: dh/du · du/dx, or
    du/dx·v + u·dv/dx; ``raw`` is the same with everything put in and nothing tidied. Where
    single links follow each other, ``chain`` numbers the steps whose partials, with the innermost
    derivative, are the ``factors`` of ``raw``: 1/u · 1/(2√v) · 2w · (−sin x).
    """

    number: int
    rule: str
    name: Symbol
    expr: Expr
    outer: Expr
    links: tuple[Link, ...]
    formula: Expr
    chain: tuple[int, ...]
    factors: tuple[Expr, ...]
    raw: Expr
    moves: tuple[Move, ...]
    result: Expr
    constants: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Pass:
    """One differentiation of ``expr`` by ``wrt``: its graph, and the steps, the whole first."""

    expr: Expr
    wrt: Symbol
    graph: Graph
    steps: tuple[Step, ...]
    raw: Expr
    result: Expr


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation that must hold: for the function to be ``defined``, or to be ``smooth`` (to
    have a derivative). ``because`` is the rule that asks for it; ``solved`` says that
    ``relation`` is solved for the variable."""

    relation: Expr
    kind: Literal["defined", "smooth"]
    because: str
    solved: bool


@dataclass(frozen=True, slots=True)
class Domain:
    """Where the result holds. ``everywhere`` is only True when that is proved."""

    everywhere: bool
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One verification: ``outcome`` is passed, failed or not made, ``detail`` says how or why."""

    name: str
    outcome: Outcome
    detail: str

    @property
    def passed(self) -> bool:
        """Whether the check was made and held."""
        return self.outcome == "passed"


@dataclass(frozen=True, slots=True)
class LinkValues:
    """The numbers of one link at a point: inner value, local partial, inner derivative."""

    value: float
    partial: float
    derivative: float


@dataclass(frozen=True, slots=True)
class StepValues:
    """The numbers of one step at a point, and how far they move when the variable is nudged."""

    step: int
    value: float
    links: tuple[LinkValues, ...]
    result: float
    nudged: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Numbers in every link at a point: the value, the derivative, the finite difference
    beside it, and what a nudge of the variable by ``nudge`` does to each step."""

    at: tuple[tuple[Symbol, Expr], ...]
    steps: tuple[StepValues, ...]
    value: float
    derivative: float
    finite_difference: float
    nudge: float
    nudged_value: float


@dataclass(frozen=True, slots=True, repr=False)
class Derivation:
    """A derivative with everything that led to it, checked.

    ``passes`` has one entry for each differentiation (two for a second derivative); their steps
    are numbered through. The renderings are one-liners over ``explain`` and ``render``: the only
    place that looks up the pipeline.
    """

    problem: Problem
    passes: tuple[Pass, ...]
    domain: Domain
    checks: tuple[Check, ...] = ()
    at: Evaluation | None = None

    @property
    def result(self) -> Expr:
        """The derivative, tidied."""
        return self.passes[-1].result

    @property
    def raw(self) -> Expr:
        """The derivative before any algebra: the last Σ partial · derivative."""
        return self.passes[-1].raw

    @property
    def graph(self) -> Graph:
        """The graph of the expression as it was given."""
        return self.passes[0].graph

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, numbered from 1, the whole before its parts."""
        return tuple(step for one in self.passes for step in one.steps)

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(check.outcome != "failed" for check in self.checks)

    def __repr__(self) -> str:
        wrt = ", ".join(symbol.name for symbol in self.problem.wrt)
        worst = [o for o in ("failed", "not made") if any(c.outcome == o for c in self.checks)]
        outcome = f"a check {worst[0]}" if worst else "checked"
        return f"<Derivation of {self.problem.name} by {wrt}: {len(self.steps)} steps, {outcome}>"

    def __str__(self) -> str:
        return self._page("plain")

    def to_latex(self, *, style: str = "link", detail: str = "normal") -> str:
        """A LaTeX document that compiles as it stands."""
        return self._page("latex", style=style, detail=detail)

    def to_markdown(self, *, style: str = "link", detail: str = "normal") -> str:
        """Markdown with formulas, as GitHub and notebooks read it."""
        return self._page("markdown", style=style, detail=detail)

    def to_json(self, *, indent: int | None = None) -> str:
        """JSON that ``from_json`` reads back to an equal derivation (see serialize)."""
        from chainrule.serialize import to_json

        return to_json(self, indent=indent)

    @staticmethod
    def from_json(text: str) -> Derivation:
        """The derivation that ``to_json`` wrote; LoadError for anything else."""
        from chainrule.serialize import from_json

        return from_json(text)

    def _repr_mimebundle_(self, **_asked: object) -> dict[str, str]:
        return {"text/plain": str(self), "text/markdown": self.to_markdown()}

    def _page(self, form: str, *, style: str = "link", detail: str = "normal") -> str:
        from chainrule.explain import explain
        from chainrule.render import render

        return render(explain(self, style=style, detail=detail), form)
