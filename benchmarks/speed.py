"""How fast the pipeline is, as ratios measured side by side in one run; prints Markdown.

    python benchmarks/speed.py [--sample N] [--pairs N] [--deepest N]

cold   whole processes in turn, A B A B …: ``chainrule …`` against ``import sympy`` and ``diff``
warm   one corpus expression after another, SymPy's cache cleared before each: text → derivation
       with every step, tidied and checked → text, against SymPy's text → diff → text; and where
       the time goes
depth  chains of nested functions: seconds, and the slope of log(seconds) over log(layers), which
       is 1 where time is linear
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sympy
from corpora import CORPORA, cases, table
from sympy.core.cache import clear_cache

import chainrule
from chainrule import explain, pipeline, render
from chainrule.expr import HALF, ONE, add, build, div, mul, power
from chainrule.tidy import Tidier

# Who calls what, and the stage that it is; a stage inside another one is not counted twice.
STAGES: list[tuple[Any, str, str]] = [
    (pipeline, "problem_of", "parse"),
    (pipeline, "choose_wrt", "parse"),
    (pipeline, "derive", "derive"),
    (Tidier, "tidy", "tidy"),
    (pipeline, "solve_domain", "domain"),
    (pipeline, "look_into", "domain"),
    (pipeline, "verify", "verify"),
    (explain, "explain", "explain"),
    (render, "render", "render"),
]
UNREADABLE = (
    chainrule.ChainRuleError, sympy.SympifyError, ArithmeticError, AttributeError, TypeError,
    SyntaxError, ValueError,
)  # fmt: skip
"""What one of the two says of text that it cannot read: there is no pair to compare."""


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=10, help="every N-th corpus expression")
    parser.add_argument("--pairs", type=int, default=9, help="processes for each cold ratio")
    parser.add_argument("--deepest", type=int, default=10_000, help="layers of the longest chain")
    options = parser.parse_args()
    for rows in (cold(options.pairs), warm(options.sample), depth(options.deepest)):
        print("\n".join(rows), flush=True)
        print()
    return 0


def cold(pairs: int) -> Iterator[str]:
    """Whole processes; bytecode is compiled by a run that does not count."""
    reference = [sys.executable, "-c", "import sympy; sympy.diff('(2*x-1)**3')"]
    rows: list[tuple[str, str, str, str]] = []
    for words in (["diff", "(2*x-1)**3"], ["--version"], ["--help"], ["diff", "sin(x"]):
        command = [sys.executable, "-m", "chainrule", *words]
        timed = [(_process(command), _process(reference)) for _ in range(pairs + 1)][1:]
        ours, theirs = (statistics.median(times) for times in zip(*timed, strict=True))
        ratio = statistics.median(a / b for a, b in timed)
        rows.append((f"`chainrule {' '.join(words)}`", _ms(ours), _ms(theirs), f"{ratio:.2f}"))
    yield from table(("cold start", "chainrule, ms", "import sympy + diff, ms", "ratio"), rows)


def _process(command: list[str]) -> float:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603  # our own words
    return time.perf_counter() - start


def warm(every: int) -> Iterator[str]:
    """Medians over the corpora, and the median of the ratios expression by expression."""
    if not CORPORA.is_dir():
        yield "no corpora beside the project: nothing to measure warm"
        return
    found = [c for c in cases(sorted(CORPORA.glob("*.jsonl"))) if isinstance(c["var"], str)]
    pairs: list[tuple[float, float]] = []
    stages: dict[str, list[float]] = defaultdict(list)
    for case in found[::every]:
        try:
            reference = _timed(lambda: _by_sympy(case))  # noqa: B023  # called at once
            ours = _timed(lambda: _by_us(case))  # noqa: B023  # called at once
            with spent() as seconds:
                _timed(lambda: _by_us(case))  # noqa: B023  # called at once
        except UNREADABLE:
            continue
        pairs.append((ours, reference))
        for stage, time_spent in seconds.items():
            stages[stage].append(time_spent)
    yield from _compared(pairs)
    yield ""
    total = sum(map(sum, stages.values()))
    rows = [
        (stage, f"{statistics.median(times) * 1e3:.2f}", f"{sum(times) / total:.0%}")
        for stage, times in stages.items()
    ]
    yield from table(("stage", "median, ms", "share of the time"), rows)


def _compared(pairs: list[tuple[float, float]]) -> Iterator[str]:
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratios = sorted(a / b for a, b in pairs)
    rows = [
        ("SymPy: text → diff → text, median", f"{_ms(theirs)} ms"),
        ("chainrule: text → every step, checked → text, median", f"{_ms(ours)} ms"),
        ("ratio, expression by expression, median", f"{statistics.median(ratios):.2f}"),
        ("ratio, 90% of expressions are below", f"{ratios[int(0.9 * len(ratios))]:.2f}"),
    ]
    yield from table((f"warm, {len(pairs):,} expressions, cache cleared before each", ""), rows)


def _timed(run: Callable[[], object]) -> float:
    clear_cache()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _by_sympy(case: dict[str, Any]) -> str:
    at = case["at"] if "at" in case else next(iter(case.get("points", ())), {}).get("at", {})
    names = {"e": sympy.E, **{name: sympy.Symbol(name) for name in {case["var"], *at}}}
    tree = sympy.sympify(case["expr"].replace("^", "**"), locals=names)  # noqa: TID251  # the reference; corpus text only
    return str(sympy.diff(tree, names[case["var"]], case["order"]))


def _by_us(case: dict[str, Any]) -> str:
    return str(chainrule.diff(case["expr"], case["var"], order=case["order"]))


@contextmanager
def spent() -> Iterator[dict[str, float]]:
    """The seconds spent in each stage, without the stages inside it."""
    seconds: dict[str, float] = dict.fromkeys((stage for *_, stage in STAGES), 0.0)
    running: list[str] = []

    def timed(stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*args: Any, **options: Any) -> Any:
            running.append(stage)
            start = time.perf_counter()
            try:
                return call(*args, **options)
            finally:
                took = time.perf_counter() - start
                seconds[running.pop()] += took
                if running:
                    seconds[running[-1]] -= took

        return measured

    plain = [getattr(owner, name) for owner, name, _ in STAGES]
    for (owner, name, stage), call in zip(STAGES, plain, strict=True):
        setattr(owner, name, timed(stage, call))
    try:
        yield seconds
    finally:
        for (owner, name, _), call in zip(STAGES, plain, strict=True):
            setattr(owner, name, call)


LAYERS: dict[str, Callable[[Any], Any]] = {
    "sin u": lambda u: build(sympy.sin, (u,)),
    "u · sin u": lambda u: mul(u, build(sympy.sin, (u,))),
    "ln u": lambda u: build(sympy.log, (u,)),
    "√u": lambda u: power(u, HALF),
    "1/(1 + u)": lambda u: div(ONE, add(ONE, u)),
}


def depth(deepest: int) -> Iterator[str]:
    """Seconds to derive, tidy and check a chain at the default recursion limit."""
    sizes = [size for size in (100, 1_000, 10_000) if size < deepest] + [deepest]
    rows: list[tuple[str, ...]] = []
    for name, make in _chains():
        timed = [_seconds(make(size)) for size in sizes]
        rows.append((name, *(f"{one:.2f}" for one in timed), _slope(sizes, timed)))
    rows.append((f"`sympy.diff`, {_limit_of_sympy()}", *([""] * len(sizes)), ""))
    heads = (f"{size:,} layers, s" for size in sizes)
    yield from table(("nested", *heads, "slope"), rows)


def _chains() -> Iterator[tuple[str, Callable[[int], Any]]]:
    yield "sin u, typed", lambda size: "sin(" * size + "x" + ")" * size
    for name, layer in LAYERS.items():
        yield f"{name}, a SymPy tree", lambda size, layer=layer: _nested(layer, size)


def _nested(layer: Callable[[Any], Any], size: int) -> Any:
    tree: Any = sympy.Symbol("x")
    for _ in range(size):
        tree = layer(tree)
    return tree


def _seconds(expr: Any) -> float:
    start = time.perf_counter()
    derivation = chainrule.diff(expr, "x")
    took = time.perf_counter() - start
    if any(check.outcome == "failed" for check in derivation.checks):
        raise SystemExit(f"a check failed: {derivation.checks}")
    return took


def _slope(sizes: list[int], seconds: list[float]) -> str:
    """Of the last two sizes, where what is constant no longer counts."""
    if len(sizes) < 2:
        return "–"
    return f"{math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"


def _limit_of_sympy() -> str:
    """Where SymPy's own diff stops."""
    for size in range(50, 1_000, 50):
        try:
            sympy.diff(_nested(LAYERS["sin u"], size), sympy.Symbol("x"))
        except RecursionError:
            return f"sin u: RecursionError at {size} layers"
    return "sin u: no RecursionError up to 1,000 layers"


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f}" if seconds < 0.1 else f"{seconds * 1e3:.0f}"


if __name__ == "__main__":
    sys.exit(main())
