"""How short tidied results are, and how long that takes, beside ``sympy.simplify``; Markdown.

    python benchmarks/simplicity.py [--sample N] [--seed N] [--worst N] [--seconds S]

For a random sample of the corpora: the derivative by this program, and ``sympy.simplify`` of
SymPy's own derivative. Operations are counted by ``sympy.count_ops`` on both; tidying is timed over
all steps of a derivation, with SymPy's cache cleared before each, as simplify is. Expressions that
simplify needs more than S seconds for are left out of the comparison of operations and counted.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

import sympy
from corpora import CORPORA, KINDS, table
from sympy.core.cache import clear_cache

from chainrule.derive import derive
from chainrule.errors import ChainRuleError
from chainrule.parsing import parse
from chainrule.tidy import Tidier


def cases() -> list[dict[str, Any]]:
    """First derivatives of the corpora by one variable."""
    rows = (
        json.loads(line)
        for file in sorted(CORPORA.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    return [
        row
        for row in rows
        if row["kind"] in KINDS and isinstance(row.get("var"), str) and row.get("order", 1) == 1
    ]


def milliseconds(of: Any, *args: Any) -> tuple[float, Any]:
    """Time and result of a call with SymPy's cache cleared."""
    clear_cache()
    start = time.perf_counter()
    result = of(*args)
    return 1000 * (time.perf_counter() - start), result


def tidied(raws: list[Any]) -> None:
    """All lines of one derivation, by one Tidier."""
    tidier = Tidier()
    for raw in raws:
        tidier.tidy(raw)


def compare(row: dict[str, Any], seconds: int) -> tuple[float, float, int, int, str] | None:
    """Milliseconds and operations of both, and the result; None without a common answer."""
    wrt = sympy.Symbol(row["var"])
    problem = parse(row["expr"])
    passes, _ = derive(problem.expr, (wrt,))
    raws = [step.raw for step in passes[0].steps]
    ours, _ = milliseconds(tidied, raws)
    result = passes[0].result
    signal.alarm(seconds)
    try:
        evaluated = sympy.diff(problem.expr.doit(), wrt)
        theirs, simplified = milliseconds(sympy.simplify, evaluated)
    finally:
        signal.alarm(0)
    return ours, theirs, sympy.count_ops(result), sympy.count_ops(simplified), str(result)


def measured(sample: list[dict[str, Any]], seconds: int) -> Iterator[Any]:
    """The comparison for each case that has one."""
    for row in sample:
        try:
            yield (row["expr"], *(compare(row, seconds) or ()))
        except (ChainRuleError, TimeoutError):
            yield None
        except Exception as error:  # simplify fails on what it does not know
            print(f"left out: {row['expr'][:60]}: {error!r:.60}", file=sys.stderr)
            yield None


def too_long(*_: Any) -> None:
    """SIGALRM: simplify takes too long."""
    raise TimeoutError


def report(done: list[Any], left_out: int) -> Iterator[str]:
    """What the comparison shows, as a table."""
    ours, theirs = (statistics.median(one[i] for one in done) for i in (1, 2))
    ratios = sorted(one[3] / max(1, one[4]) for one in done)
    shorter = sum(one[3] <= one[4] for one in done) / len(done)
    within = statistics.median(one[1] / one[2] for one in done)
    rows = [
        ("operations, tidy / simplify, median", f"{statistics.median(ratios):.2f}"),
        ("operations, tidy / simplify, 90% are below", f"{ratios[int(0.9 * len(ratios))]:.2f}"),
        ("at most as many operations as simplify", f"{shorter:.0%}"),
        ("tidying every step, median", f"{ours:.2f} ms"),
        ("sympy.simplify of the result alone, median", f"{theirs:.1f} ms"),
        ("time, expression by expression, median", f"1/{1 / within:.0f}"),
    ]
    head = f"{len(done)} derivatives compared, {left_out} left out (no answer of simplify in time)"
    yield from table((head, ""), rows)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, too_long)
    rows = cases()
    if not rows:
        print("no corpora beside the project: nothing to measure")
        return 0
    sample = random.Random(options.seed).sample(rows, min(options.sample, len(rows)))  # noqa: S311  # a sample is no secret
    found = list(measured(sample, options.seconds))
    done = [one for one in found if one]
    print("\n".join(report(done, len(found) - len(done))), "\n")
    for one in sorted(done, key=lambda one: one[4] - one[3])[: options.worst]:
        print(f"{one[3]:4} to {one[4]:4}  {one[0][:70]}\n{'':14}{one[5][:100]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
