"""How fast gradients are, as ratios measured side by side in one run; prints Markdown.

    python benchmarks/gradients.py [--smoke]

symbolic   the gradient of a product of n variables, and of a network with n terms: one walk over
           the graph against n calls of ``sympy.diff``; seconds, and how they grow with the graph
counted    operations of value and gradient beside those of the value, which Baur and Strassen
           bound by 5, and what the other ways would take
sweep      a wide scalar graph, built beforehand on both sides: generated Python, values and
           gradient, against ``backward()`` of micrograd, which has its values already
arrays     generated NumPy against HIPS autograd on the same network, whose loss is summed over a
           batch: autograd with the same scalar weights, and with matrices, which suits it best
depth      sin(sin(… x)): everything at the default recursion limit

What is compared with is imported only where it is there:

    python -m pip install numpy autograd micrograd
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import sympy
from corpora import table
from rivals import arrays, function, sweep, took
from sympy import Symbol

import chainrule
from chainrule.codegen import source
from chainrule.codegen.cost import cost
from chainrule.expr import Tree, build
from chainrule.model import Definition, Graph, System
from chainrule.network import network
from chainrule.parsing import parse_system
from chainrule.readers.swept import derivatives_of

LONGEST_FOR_SYMPY = (
    100  # its time grows with the square, or faster: beyond, one derivative is timed
)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="small sizes, to see that it runs")
    smoke = parser.parse_args().smoke
    sizes = (10, 100) if smoke else (10, 100, 1_000)
    for rows in (
        symbolic(sizes),
        counted(sizes[-1]),
        sweep(1_000 if smoke else 100_000),
        arrays((1, 10) if smoke else (1, 100, 10_000)),
        depth(1_000 if smoke else 10_000),
    ):
        print("\n".join(rows), flush=True)
        print()
    return 0


def product(n: int) -> str:
    """x₁·x₂·…"""
    return "f = " + "*".join(f"x_{i}" for i in range(1, n + 1))


def terms(n: int) -> str:
    """A network with one hidden layer of n units."""
    return "f = " + " + ".join(f"w_{i}*tanh(v_{i}*x + b_{i})" for i in range(1, n + 1))


def symbolic(sizes: Sequence[int]) -> Iterator[str]:
    """One walk against n derivatives of SymPy."""
    rows: list[tuple[Any, ...]] = []
    for name, make in (("product", product), ("network", terms)):
        before: tuple[int, float] | None = None
        for n in sizes:
            system = parse_system(make(n))
            ours, graph = took(lambda system=system: _walked(system))
            theirs, every = _sympy(system)
            growth = "–"
            if before:
                growth = (
                    f"{math.log(ours / before[1]) / math.log(len(graph.nodes) / before[0]):.2f}"
                )
            before = len(graph.nodes), ours
            about = "" if every else "≈ "
            rows.append(
                (name, n, len(system.wrt), len(graph.nodes), f"{ours * 1e3:.1f}",
                 f"{about}{theirs * 1e3:,.0f}", f"{about}{theirs / ours:,.0f}", growth)
            )  # fmt: skip
    heads = ("symbolic", "n", "inputs", "nodes", "graph and walk, ms", "sympy.diff, ms", "ratio")
    yield from table((*heads, "growth with the nodes"), rows)


def _walked(system: System) -> Graph:
    graph = network(system)
    derivatives_of(graph, len(graph.nodes) - 1)
    return graph


def _sympy(system: System) -> tuple[float, bool]:
    """Seconds for all derivatives, and whether all were found: of many, one is timed."""
    expr, every = system.definitions[0].expr.doit(), len(system.wrt) <= LONGEST_FOR_SYMPY
    chosen = system.wrt if every else system.wrt[:1]
    seconds, _ = took(lambda: [sympy.diff(expr, symbol) for symbol in chosen], times=1)
    return seconds * len(system.wrt) / len(chosen), every


def counted(n: int) -> Iterator[str]:
    """Operations, as generated code does them."""
    cases = {
        f"product of {n:,}": product(n),
        f"network of {n:,} terms": terms(n),
        "quotients": "f = a/b/(c/d)/(a*c + b/d)",
        "sin, exp, √, tanh in turn": "f = tanh(sqrt(exp(sin(tanh(sqrt(exp(sin(x*y))))))))",
    }
    rows = []
    for name, text in cases.items():
        graph = network(parse_system(text))
        found = cost(graph, len(graph.nodes) - 1)
        rows.append((name, found.values, found.reverse, f"{found.ratio:.2f}", *found[2:4]))
    heads = ("operations", "value", "gradient backward", "both ÷ value", "forward mode")
    yield from table((*heads, "path by path"), rows)


def depth(layers: int) -> Iterator[str]:
    """A chain at the default recursion limit."""
    tree: Any = Symbol("x")
    for _ in range(layers):
        tree = build(sympy.sin, (tree,))
    text = "f = " + "sin(" * layers + "x" + ")" * layers
    graph_took, done = took(lambda: network(_of(tree)), times=1)
    walk_took, _ = took(lambda: derivatives_of(done, layers), times=1)
    code_took, code = took(lambda: source(done, _of(tree), "python"), times=1)
    run_took, _ = took(lambda: function(code)(0.5), times=1)
    back_took, back = took(lambda: chainrule.backprop(text, at="x=1/2"), times=1)
    grad_took, grad = took(lambda: chainrule.grad(text), times=1)
    if back.failed or grad.failed:
        raise SystemExit("a check failed")
    steps = {"graph": graph_took, "symbolic walk": walk_took, "code": code_took,
             "compile and run": run_took, "backprop": back_took, "grad": grad_took}  # fmt: skip
    heads = (f"{layers:,} layers", *steps)
    yield from table(heads, [("seconds", *(f"{one:.2f}" for one in steps.values()))])


def _of(tree: Tree) -> System:
    f = Symbol("f")
    return System("", (Definition(f, tree),), (f,), (Symbol("x"),))


if __name__ == "__main__":
    sys.exit(main())
