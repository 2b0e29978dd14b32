"""Every checked derivative of the corpora through the whole pipeline, against the values there.

    python benchmarks/corpora.py [--sample N] [--latex] [FILE …]

Each case is parsed (from ``expr``, with ``--latex`` from what its author typed), derived, tidied
and verified; the result is evaluated by SymPy's evalf, which shares nothing with this program's
own evaluation, at the points of the case and compared with the independent numeric derivative
recorded there. Prints a table, and every case that fell short with its reason; the exit code is 1
if more than 1% did.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mpmath
import sympy

import chainrule

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
KINDS = ("derivative", "antiderivative", "numeric_only", "value_at_point")
DIGITS = 30
TOLERANCE = 1e-9


@dataclass
class Outcome:
    """What became of one case: the trouble, if any, and what was checked."""

    case: dict[str, Any]
    trouble: str = ""
    steps: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    looked_up: int = 0


def cases(files: list[Path]) -> Iterator[dict[str, Any]]:
    """The cases whose derivative is asked for."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["kind"] in KINDS:
                case["file"] = file.name
                yield case


def run(case: dict[str, Any], source: str = "expr") -> Outcome:
    """One case through the pipeline; never raises."""
    outcome = Outcome(case)
    try:
        order = case["order"] if isinstance(case["var"], str) else 1
        derivation = chainrule.diff(case[source], case["var"], order=order)
    except chainrule.ChainRuleError as error:
        outcome.trouble = f"refused: {str(error).splitlines()[0]}"
        return outcome
    except Exception as error:  # a crash is a finding, and the run goes on
        outcome.trouble = f"CRASH {type(error).__name__}: {error}"
        return outcome
    outcome.steps = len(derivation.steps)
    outcome.looked_up = any(step.rule == "look-up" for step in derivation.steps)
    for check in derivation.checks:
        outcome.checks[check.outcome] += 1
        if not check.passed:
            outcome.trouble = f"check {check.name} {check.outcome}: {check.detail}"
    try:
        outcome.trouble = disagreement(derivation.result, case) or outcome.trouble
    except (ArithmeticError, RecursionError, TypeError, ValueError) as error:  # SymPy gave up
        outcome.trouble = outcome.trouble or f"evalf: {error}"
    return outcome


def disagreement(result: sympy.Expr, case: dict[str, Any]) -> str:
    """Where the result differs from the recorded values; empty if it agrees."""
    for at, expected in references(case):
        values = {sympy.Symbol(name): sympy.Rational(value) for name, value in at.items()}
        found = mpmath.mpmathify(sympy.N(result.subs(values), DIGITS))
        if not abs(found - expected) <= TOLERANCE * max(1.0, abs(expected)):
            return f"WRONG at {at}: {mpmath.nstr(found, 15)} instead of {expected}"
    return ""


def references(case: dict[str, Any]) -> Iterator[tuple[dict[str, str], complex]]:
    """The points of a case, each with the value of the derivative there."""
    if case["kind"] == "value_at_point":
        yield case["at"], float(case["expected_value"])
        return
    for point in case.get("points", ()):
        if f"d{case['order']}" in point:
            yield point["at"], float(point[f"d{case['order']}"])
    if not case.get("points"):  # only the derivative's formula is recorded
        text = re.sub(r"Rational\('([\d.]+)'\)", r"\1", case["expected"])
        expected = chainrule.parse(text).expr
        names = sorted(symbol.name for symbol in expected.free_symbols)
        at = {name: str(place) for place, name in enumerate(names, start=2)}
        values = {sympy.Symbol(name): sympy.Rational(value) for name, value in at.items()}
        yield at, complex(sympy.N(expected.subs(values), DIGITS))


def main() -> int:
    """Run the cases and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=1, help="every N-th case only")
    parser.add_argument("--latex", action="store_true", help="read what the authors typed")
    parser.add_argument("--limit", type=int, default=100, help="how many troubles to print")
    options = parser.parse_args()
    if not CORPORA.is_dir():
        print("no corpora beside the project: nothing to run")
        return 0
    files = options.files or sorted(CORPORA.glob("*.jsonl"))
    source = "latex" if options.latex else "expr"
    chosen = [case for case in cases(files) if case.get(source)][:: options.sample]
    with ProcessPoolExecutor() as workers:
        outcomes = list(workers.map(run, chosen, [source] * len(chosen), chunksize=16))
    return report(outcomes, options.limit)


def report(outcomes: list[Outcome], limit: int) -> int:
    """A line a corpus, then the troubles."""
    rows: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        row = rows.setdefault(outcome.case["file"], Counter())
        row.update(cases=1, good=not outcome.trouble, steps=outcome.steps)
        row.update(
            looked_up=outcome.looked_up,
            **{k.replace(" ", "_"): v for k, v in outcome.checks.items()},
        )
    columns = ("cases", "good", "steps", "passed", "failed", "not_made", "looked_up")
    print(f"{'':32}" + "".join(f"{column:>10}" for column in columns))
    for name, row in [*rows.items(), ("all", sum(rows.values(), Counter()))]:
        print(f"{name:32}" + "".join(f"{row[column]:10}" for column in columns))
    troubles = [outcome for outcome in outcomes if outcome.trouble]
    for outcome in troubles[:limit]:
        print(f"- {outcome.case['id']}: {outcome.case['expr'][:100]}\n    {outcome.trouble[:300]}")
    share = len(troubles) / max(1, len(outcomes))
    print(f"{len(outcomes)} cases, {len(troubles)} fell short ({share:.2%})")
    return int(share > 0.01)


if __name__ == "__main__":
    sys.exit(main())
