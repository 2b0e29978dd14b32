"""How fast the pipeline is, as ratios measured side by side in one run.

    python benchmarks/speed.py [--sample N]

warm   one corpus expression after another, SymPy's cache cleared before each: text → derivation
       with every step, tidied and checked → text, against SymPy's text → diff → text; and where
       the time goes
cold   whole processes: ``chainrule diff "(2*x-1)**3"`` against ``import sympy`` and ``diff``
depth  chains of nested functions: time against depth
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import sympy
from corpora import CORPORA, cases
from sympy.core.cache import clear_cache

import chainrule
from chainrule import derive as deriving
from chainrule import pipeline
from chainrule.explain import explain
from chainrule.expr import build
from chainrule.render import render
from chainrule.tidy import Tidier

PAIRS = 9


def main() -> int:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=10, help="every N-th corpus expression")
    options = parser.parse_args()
    cold()
    depth()
    if CORPORA.is_dir():
        found = [c for c in cases(sorted(CORPORA.glob("*.jsonl"))) if isinstance(c["var"], str)]
        warm(found[:: options.sample])
    return 0


def warm(chosen: list[dict[str, Any]]) -> None:
    """Medians over the corpora, and the median of the ratios expression by expression."""
    ours: list[float] = []
    theirs: list[float] = []
    stages: dict[str, list[float]] = defaultdict(list)
    for case in chosen:
        try:
            text = case["expr"].replace("^", "**")
            names = {"e": sympy.E, **{s: sympy.Symbol(s) for s in _names(case)}}
            reference = _timed(lambda: _by_sympy(text, names, case))  # noqa: B023  # called at once
            whole, parts = _by_us(case)
        except (chainrule.ChainRuleError, sympy.SympifyError, TypeError, SyntaxError, ValueError):
            continue  # one of the two does not read it: no pair to compare
        theirs.append(reference)
        ours.append(whole)
        for stage, seconds in parts.items():
            stages[stage].append(seconds)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    print(f"warm: {len(ours)} expressions, cache cleared before each")
    print(f"  SymPy text → diff → text      median {statistics.median(theirs) * 1e3:7.2f} ms")
    print(f"  chainrule text → … → text     median {statistics.median(ours) * 1e3:7.2f} ms")
    print(f"  ratio, pair by pair           median {ratio:7.2f}")
    total = sum(map(sum, stages.values()))
    for stage, times in stages.items():
        share = sum(times) / total
        print(f"    {stage:8} median {statistics.median(times) * 1e3:7.3f} ms   {share:5.1%}")


def _names(case: dict[str, Any]) -> set[str]:
    at = case["at"] if "at" in case else next(iter(case.get("points", ())), {}).get("at", {})
    return {case["var"], *at}


def _timed(run: Callable[[], object]) -> float:
    clear_cache()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _by_sympy(text: str, names: dict[str, Any], case: dict[str, Any]) -> str:
    tree = sympy.sympify(text, locals=names)  # noqa: TID251  # the reference; corpus text only
    return str(sympy.diff(tree, names[case["var"]], case["order"]))


def _by_us(case: dict[str, Any]) -> tuple[float, dict[str, float]]:
    """The whole, and each stage; tidy is taken out of derive."""
    parts: dict[str, float] = {}
    tidying = 0.0
    plain = Tidier.tidy

    def tidy(self: Tidier, *args: Any, **options: Any) -> Any:
        nonlocal tidying
        start = time.perf_counter()
        found = plain(self, *args, **options)
        tidying += time.perf_counter() - start
        return found

    def stage(name: str, run: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        found = run()
        parts[name] = time.perf_counter() - start
        return found

    clear_cache()
    start = time.perf_counter()
    str(chainrule.diff(case["expr"], case["var"], order=case["order"]))
    whole = time.perf_counter() - start
    clear_cache()
    Tidier.tidy = tidy  # type: ignore[method-assign]  # put back below
    try:
        problem = stage("parse", lambda: pipeline.parse(case["expr"]))
        problem = pipeline.choose_wrt(problem, case["var"], case["order"])
        passes, conditions = stage(
            "derive", lambda: deriving.derive(problem.expr, problem.wrt, problem.name)
        )
    finally:
        Tidier.tidy = plain  # type: ignore[method-assign]  # as it was
    parts["derive"] -= tidying
    parts["tidy"] = tidying
    domain = stage("domain", lambda: pipeline.solve_domain(conditions, problem.wrt[0]))
    done = chainrule.Derivation(problem, passes, domain)
    stage("verify", lambda: pipeline.verify(done))
    page = stage("explain", lambda: explain(done))
    stage("render", lambda: render(page, "plain"))
    return whole, parts


def cold() -> None:
    """Whole processes in turn, A B A B …; bytecode is compiled by a run that does not count."""
    reference = [sys.executable, "-c", "import sympy; sympy.diff('(2*x-1)**3')"]
    program = [sys.executable, "-m", "chainrule"]
    print("cold: whole processes, medians of", PAIRS, "and the ratio to import sympy + diff")
    for words in (["diff", "(2*x-1)**3"], ["--version"], ["--help"], ["diff", "sin(x"]):
        ours, theirs = [], []
        for count in range(PAIRS + 1):
            pair = _process([*program, *words]), _process(reference)
            if count:
                ours.append(pair[0])
                theirs.append(pair[1])
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        name = "chainrule " + " ".join(words)
        print(f"  {name:32} {statistics.median(ours) * 1e3:7.0f} ms   ratio {ratio:5.2f}")


def _process(command: list[str]) -> float:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603  # our own words
    return time.perf_counter() - start


def depth() -> None:
    """Chains of sines and of u·sin u: time against depth, at the default recursion limit."""
    print("depth: derive, tidy and check a chain; ms a layer should not grow")
    for name, grow in (("sin(u)", _sine), ("u*sin(u)", _fork)):
        for layers in (100, 1_000, 10_000):
            tree: Any = sympy.Symbol("x")
            for _ in range(layers):
                tree = grow(tree)
            start = time.perf_counter()
            derivation = chainrule.diff(tree, "x")
            seconds = time.perf_counter() - start
            checked = "checked" if derivation.passed else "FAILED"
            each = seconds / layers * 1e3
            print(f"  {name:9} {layers:6} layers {seconds:7.2f} s {each:7.3f} ms each, {checked}")


def _sine(tree: Any) -> Any:
    return build(sympy.sin, (tree,))


def _fork(tree: Any) -> Any:
    return build(sympy.Mul, (tree, build(sympy.sin, (tree,))))


if __name__ == "__main__":
    sys.exit(main())
