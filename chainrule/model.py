"""The data that the stages hand to each other: frozen, typed, nothing about looks.

    parse      text        → Problem
    decompose  Problem     → Graph          nodes are values, edges carry local partials
    derive     Graph       → Pass           one differentiation: its steps, the whole first
    tidy       raw line    → Move, Move, …  each line that the algebra took
    verify     Derivation  → Check, Check, …  (see derivation.py)
    explain    Derivation  → Document         (see document.py)

Expressions are unevaluated SymPy trees (see expr.py). Letters (`u`, `v`, …) are symbols that the
user did not write; every inner function has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chainrule.record import Data

if TYPE_CHECKING:
    from sympy import Expr, Symbol
    from sympy.logic.boolalg import Boolean

__all__ = [
    "Check", "Condition", "Definition", "Direction", "Domain", "Edge", "Graph", "Link", "Mistake",
    "Move", "Node", "Pass", "Path", "Problem", "Reading", "Route", "Step", "System",
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Problem(Data):
    """What was asked: ``expr`` called ``name``, differentiated by each symbol of ``wrt`` in turn.

    ``source`` is the text as typed, empty for a SymPy expression. ``wrt`` holds one symbol for
    each differentiation: ``(x,)``, ``(x, x)`` for a second derivative, ``(x, y)`` for a mixed one.
    """

    source: str
    expr: Expr
    name: str = "h"
    wrt: tuple[Symbol, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Definition(Data):
    """``name = expr``, where ``expr`` is in the inputs and in other names that are defined."""

    name: Symbol
    expr: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class System(Data):
    """Definitions that use each other, in the order in which they were written.

    ``outputs`` are differentiated by each of the inputs ``wrt``; what is neither defined nor an
    input is held fixed. ``whole`` is the only line that was given, where its inner functions were
    named here (see naming.py).
    """

    source: str
    definitions: tuple[Definition, ...]
    outputs: tuple[Symbol, ...]
    wrt: tuple[Symbol, ...]
    readings: tuple[Reading, ...] = ()
    whole: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node(Data):
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Edge(Data):
    """``partial = ∂target/∂source`` through one slot of ``target``, in letters.

    ``x·x`` has two edges from x, one for each slot.
    """

    source: int
    target: int
    slot: int
    partial: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Graph(Data):
    """Values and local partials, inputs first, the output last. Equal values are one node.

    ``into[i]`` are the edges that end in node ``i``, by slot.
    """

    nodes: tuple[Node, ...]
    into: tuple[tuple[Edge, ...], ...]
    wrt: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Link(Data):
    """One factor pair of the chain rule: the inner function ``name = value``, the local
    ``partial`` in letters, the inner ``derivative`` in x, and the number of the step that
    derived it (0 where the inner function is the variable itself)."""

    name: Symbol
    value: Expr
    partial: Expr
    derivative: Expr
    step: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Move(Data):
    """One line of algebra: what was done (a stable id, see tidy) and the line that came of it."""

    key: str
    result: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Step(Data):
    """The chain rule, once: ``name = outer(links)``, so ``d name/dx = raw = … = result``.

    ``expr`` and ``result`` are in the user's variables, ``outer`` and the partials in letters;
    ``formula`` is the rule in letters, with ``Slope(u, x)`` for du/dx and ``Partial(h, u)`` for
    ∂h/∂u where h has several inner functions: dh/du · du/dx, ∂h/∂u · du/dx + ∂h/∂v · dv/dx, or
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pass(Data):
    """One differentiation of ``expr`` by ``wrt``: its graph, and the steps, the whole first.

    ``inner`` are the derivatives that integrands have under the integral sign; their steps are
    numbered on.
    """

    expr: Expr
    wrt: Symbol
    graph: Graph
    steps: tuple[Step, ...]
    raw: Expr
    result: Expr
    inner: tuple[Pass, ...] = ()

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """Its steps, then those under integral signs."""
        return (*self.steps, *(step for one in self.inner for step in one.all_steps))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Condition(Data):
    """A relation that must hold: for the function to be ``defined``, or for the formula of its
    derivative (``smooth``). ``because`` is the rule that asks for it; ``solved`` says that
    ``relation`` is solved for the variable.

    A condition inside a piece of a piecewise function is asked only where ``within`` holds, one of
    an integrand for every value of the variable of ``integral`` between its limits. Where
    ``relation`` is false, ``asked`` is the one relation that never holds, if it is one.
    ``letter`` stands for every integer, from ``first`` on if that is given. Where a smooth
    relation x ≠ p was looked into, ``beyond`` says what there is at p: ``nothing`` (no
    derivative), ``lower orders`` (none of the order that is asked for), a ``derivative`` that the
    formula does not give, or one from ``one side``, at an end of the domain; ``slope`` is its
    value.
    """

    relation: Boolean
    kind: Literal["defined", "smooth"]
    because: str
    solved: bool
    within: Boolean | None = None
    integral: Expr | None = None
    asked: Boolean | None = None
    letter: Symbol | None = None
    first: int | None = None
    beyond: Literal["unknown", "nothing", "lower orders", "derivative", "one side"] = "unknown"
    slope: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Domain(Data):
    """Where the result holds. ``everywhere`` is only True when that is proved. ``unknown`` are the
    parts of which nobody knows here where they have a value: what is said is about the others."""

    everywhere: bool
    conditions: tuple[Condition, ...] = ()
    unknown: tuple[Expr, ...] = ()


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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Path(Data):
    """One way from an output of a graph down to an input: the nodes on it, the slot of each but
    the last by which it goes on, and the product of the partials along it, in letters. ``mark``
    names it in the tree and in the sums."""

    mark: str
    nodes: tuple[int, ...]
    slots: tuple[int, ...]
    product: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Direction(Data):
    """The derivative in the direction of a ``vector``: of its ``length`` and the ``unit`` vector,
    and the line ∇h · unit with its algebra, ``done``. At a point, ``slope`` is its number, and
    ``finite_difference`` stands beside it."""

    vector: tuple[Expr, ...]
    length: Expr
    unit: tuple[Expr, ...]
    done: Pass
    slope: float | None = None
    finite_difference: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Route(Data):
    """Another way to the same derivative: ``key`` names it (see comparison/ways.py), ``passes``
    derive what the expression becomes, ``domain`` says where that is the same, and ``check``
    that both agree there."""

    key: str
    passes: tuple[Pass, ...]
    domain: Domain
    check: Check


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mistake(Data):
    """A tempting mistake in one step, carried through: ``id`` in the catalogue, ``what`` goes
    wrong, as a clause, the wrong ``slope`` of the step as one would write it, the ``wrong`` answer
    that comes of it, and a point at which that is ``wrong_value`` while the true slope, a finite
    difference, is ``true_value``."""

    id: str
    what: str
    step: int
    slope: Expr
    wrong: Expr
    at: tuple[tuple[Symbol, Expr], ...]
    wrong_value: float
    true_value: float
