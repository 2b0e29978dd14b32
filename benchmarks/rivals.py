"""Generated code beside micrograd and HIPS autograd: the same graph, the same network, the same
numbers, which are compared, in turn in one process."""

from __future__ import annotations

import importlib
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from corpora import table
from sympy import Symbol

from chainrule.codegen import source
from chainrule.expr import Tree, add, mul, power
from chainrule.model import Definition, System
from chainrule.network import network
from chainrule.parsing import parse_system

__all__ = ["arrays", "function", "sweep", "took"]

HIDDEN = 3


def wide(nodes: int) -> System:
    """Σ (wᵢ·xⱼ + bᵢ)², added up in pairs, with about so many nodes."""
    n = nodes // 6
    shared, weights, shifts = (_symbols(letter, count) for letter, count in
                               (("x", 10), ("w", n), ("b", n)))  # fmt: skip
    squares: list[Tree] = [
        power(add(mul(weights[i], shared[i % 10]), shifts[i]), 2) for i in range(n)
    ]
    whole = _in_pairs(squares, add)
    f = Symbol("f")
    return System("", (Definition(f, whole),), (f,), (*shared, *weights, *shifts))


def _symbols(letter: str, count: int) -> list[Symbol]:
    return [Symbol(f"{letter}_{i}") for i in range(count)]


def _in_pairs(parts: list[Any], join: Callable[[Any, Any], Any]) -> Any:
    """All parts joined in a tree that is as flat as can be: micrograd's walk recurses."""
    while len(parts) > 1:
        pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
        parts = [join(*pair) if len(pair) > 1 else pair[0] for pair in pairs]
    return parts[0]


def sweep(nodes: int) -> Iterator[str]:
    """Generated Python against micrograd."""
    system = wide(nodes)
    graph = network(system)
    find = function(source(graph, system, "python"))
    at = [(i % 13 - 6) / 7 for i in range(len(system.wrt))]
    micrograd = _there("micrograd.engine")
    if micrograd is None:
        ours, _ = took(lambda: find(*at))
        rows = [(len(graph.nodes), f"{ours * 1e3:.1f}", "not installed", "–")]
    else:
        leaves = [micrograd.Value(number) for number in at]
        n = (len(at) - 10) // 2
        squares = [(leaves[10 + i] * leaves[i % 10] + leaves[10 + n + i]) ** 2 for i in range(n)]
        root = _in_pairs(squares, lambda a, b: a + b)
        (ours, (value, gradient)), (theirs, _) = _side_by_side(lambda: find(*at), root.backward)
        for leaf in leaves:
            leaf.grad = 0
        _cleared(root).backward()
        _same([value, *gradient], [root.data, *(leaf.grad for leaf in leaves)])
        rows = [
            (len(graph.nodes), f"{ours * 1e3:.1f}", f"{theirs * 1e3:.1f}", f"{theirs / ours:.1f}")
        ]
    heads = ("nodes", "generated Python, value and gradient, ms", "micrograd, backward alone, ms")
    yield from table((*heads, "times as fast"), rows)


def _cleared(root: Any) -> Any:
    """The same graph without the gradients of the runs before."""
    stack, seen = [root], set()
    while stack:
        value = stack.pop()
        if id(value) not in seen:
            seen.add(id(value))
            value.grad = 0
            stack += value._prev
    return root


def layers() -> str:
    """A network 2-3-1 with tanh and half the squared error, one scalar for each weight."""
    units = [f"h_{i} = tanh(w_{i}*x_1 + v_{i}*x_2 + b_{i})" for i in range(1, HIDDEN + 1)]
    output = " + ".join(f"u_{i}*h_{i}" for i in range(1, HIDDEN + 1))
    return f"L = (y - t)^2/2; y = tanh({output} + c); " + "; ".join(units)


WEIGHTS = [f"{letter}_{i}" for letter in "wvbu" for i in range(1, HIDDEN + 1)] + ["c"]


def arrays(batches: Sequence[int]) -> Iterator[str]:
    """Generated NumPy against autograd."""
    heads = ("batch", "generated NumPy, µs", "autograd, scalar weights, µs", "times as fast",
             "autograd, matrices, µs", "times as fast")  # fmt: skip
    np, autograd, anp = map(_there, ("numpy", "autograd", "autograd.numpy"))
    if np is None or autograd is None:
        yield from table(heads, [("–", "not installed", "", "", "", "")])
        return
    system = parse_system(layers(), "", ("x_1", "x_2", "t", *WEIGHTS))
    code = source(network(parse_system(layers(), "", WEIGHTS)), _by(system, WEIGHTS), "numpy")
    find = function(code)
    weights = [np.sin(i + 1.0) for i in range(len(WEIGHTS))]
    rows: list[tuple[Any, ...]] = []
    for batch in batches:
        data = [np.cos(np.arange(batch) * k + k) for k in (1, 2, 3)]

        def ours(data: list[Any] = data) -> list[Any]:
            value, gradient = find(*weights, *_sorted(data))
            return [value.sum(), *(one.sum() for one in gradient)]

        scalar = _autograd_scalars(autograd, anp, data)
        matrix = _autograd_matrices(autograd, anp, data)
        packed = _packed(np, weights)
        timed = _side_by_side(ours, lambda s=scalar: s(weights), lambda m=matrix, p=packed: m(*p))
        (one, found), (two, (value, slopes)), (three, (again, _)) = timed
        _same(found, [value, *slopes])
        _same(found[:1], [again])
        rows.append(
            (batch, f"{one * 1e6:.0f}", f"{two * 1e6:.0f}", f"{two / one:.1f}",
             f"{three * 1e6:.0f}", f"{three / one:.1f}")
        )  # fmt: skip
    yield from table(heads, rows)


def _by(system: System, names: Sequence[str]) -> System:
    """The same system, differentiated by some of the names."""
    wrt = tuple(Symbol(name) for name in names)
    return System(system.source, system.definitions, system.outputs, wrt)


def _sorted(data: Sequence[Any]) -> tuple[Any, ...]:
    """x₁, x₂, t in the order in which the function takes what is held fixed: by name."""
    x_1, x_2, t = data
    return t, x_1, x_2


def _autograd_scalars(autograd: Any, np: Any, data: Sequence[Any]) -> Callable[..., Any]:
    x_1, x_2, t = data

    def loss(weights: list[Any]) -> Any:
        w, v, b, u = (weights[i : i + HIDDEN] for i in range(0, 4 * HIDDEN, HIDDEN))
        y = weights[-1]
        for i in range(HIDDEN):
            y = y + u[i] * np.tanh(w[i] * x_1 + v[i] * x_2 + b[i])
        return np.sum((np.tanh(y) - t) ** 2 / 2)

    return autograd.value_and_grad(loss)  # type: ignore[no-any-return]  # a stranger


def _autograd_matrices(autograd: Any, np: Any, data: Sequence[Any]) -> Callable[..., Any]:
    inputs, t = np.stack(data[:2]), data[2]

    def loss(weights: Any, shifts: Any, row: Any, shift: Any) -> Any:
        y = np.tanh(np.dot(row, np.tanh(np.dot(weights, inputs) + shifts)) + shift)
        return np.sum((y - t) ** 2 / 2)

    return autograd.value_and_grad(loss, argnum=(0, 1, 2, 3))  # type: ignore[no-any-return]


def _packed(np: Any, weights: Sequence[Any]) -> tuple[Any, ...]:
    w, v, b, u = (np.array(weights[i : i + HIDDEN]) for i in range(0, 4 * HIDDEN, HIDDEN))
    return np.stack([w, v], axis=1), b[:, None], u, weights[-1]


def function(code: str) -> Callable[..., Any]:
    """The function that generated code defines."""
    found: dict[str, Any] = {}
    exec(compile(code, "generated", "exec"), found)  # noqa: S102 - code of our own
    return found["value_and_grad"]  # type: ignore[no-any-return]  # what a module defines


def _there(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def took(call: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Seconds, of several runs the median, and what came out."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        found = call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), found


def _side_by_side(*calls: Callable[[], Any]) -> list[tuple[float, Any]]:
    """The same for several calls in turn, A B A B …, after a run that does not count."""
    found = [call() for call in calls]
    seconds: list[list[float]] = [[] for _ in calls]
    for _ in range(9):
        for call, kept in zip(calls, seconds, strict=True):
            kept.append(took(call, times=1)[0])
    return [(statistics.median(kept), out) for kept, out in zip(seconds, found, strict=True)]


def _same(ours: Sequence[Any], theirs: Sequence[Any]) -> None:
    """Stop if two ways do not find the same numbers."""
    for one, two in zip(ours, theirs, strict=True):
        if not math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-9):
            raise SystemExit(f"different numbers: {one} and {two}")
