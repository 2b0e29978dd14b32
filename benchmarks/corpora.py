"""Every checked derivative of the corpora through the whole pipeline, against the values there.

    python benchmarks/corpora.py [--sample N] [--expr | --latex] [--write] [FILE …]

Each case is parsed (from ``expr``, and from the LaTeX that its author typed where there is one),
derived, tidied and verified; the result is evaluated by SymPy's evalf, which shares nothing with
this program's own evaluation, at the points of the case and compared with the independent numeric
derivative recorded there. Prints tables, and every case that fell short. left_out.py lists those
that may, with their reasons; the exit code is 1 if any other does, if one of them no longer does,
or if more than 1% are left out. ``--write`` puts the tables into docs/corpora.md.
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
from left_out import LEFT_OUT, READ_OTHERWISE

import chainrule

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
PAGE = ROOT / "docs" / "corpora.md"
BEGIN, END = "<!-- written by benchmarks/corpora.py --write -->\n", "<!-- end -->\n"
KINDS = ("derivative", "antiderivative", "numeric_only", "value_at_point")
MOST_LEFT_OUT = 0.01
DIGITS = 30
TOLERANCE = 1e-9


@dataclass
class Outcome:
    """What became of one case: the trouble, if any, and what was checked."""

    case: dict[str, Any]
    source: str
    trouble: str = ""
    checked: bool = False
    steps: int = 0
    points: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    looked_up: bool = False

    @property
    def otherwise(self) -> bool:
        """Whether it is read by a convention of our own, and its checks passed in that reading."""
        return bool(self.trouble) and self.case["id"] in READ_OTHERWISE and self.checked

    @property
    def excused(self) -> bool:
        """Whether it fell short for a reason that is listed; a crash or a failed check never is."""
        harmless = self.trouble and not self.checks["failed"] and "CRASH" not in self.trouble
        return self.otherwise or (bool(harmless) and self.case["id"] in LEFT_OUT)


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
    outcome = Outcome(case, source)
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
    outcome.checked = all(check.passed for check in derivation.checks)
    for check in derivation.checks:
        outcome.checks[check.outcome] += 1
        if not check.passed:
            outcome.trouble = f"check {check.name} {check.outcome}: {check.detail}"
        elif check.name == "steps":
            outcome.points = _fewest(check.detail)
    try:
        outcome.trouble = disagreement(derivation.result, case) or outcome.trouble
    except (ArithmeticError, RecursionError, TypeError, ValueError) as error:  # SymPy gave up
        outcome.trouble = outcome.trouble or f"evalf: {error}"
    return outcome


def _fewest(detail: str) -> int:
    """The points in "12 steps at 3 to 5 points": three."""
    found = re.search(r"at (\d+)( to \d+)? points?", detail)
    return int(found[1]) if found else 0


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


def chosen(files: list[Path], sources: list[str], sample: int) -> list[tuple[dict[str, Any], str]]:
    """The cases, with the field that each is read from."""
    found = list(cases(files))
    return [(case, source) for source in sources for case in found if case.get(source)][::sample]


def main() -> int:
    """Run the cases and print what came of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=1, help="every N-th case only")
    parser.add_argument("--expr", action="store_true", help="plain text only")
    parser.add_argument("--latex", action="store_true", help="LaTeX only")
    parser.add_argument("--limit", type=int, default=100, help="how many troubles to print")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/corpora.md")
    options = parser.parse_args()
    if not CORPORA.is_dir():
        print("no corpora beside the project: nothing to run")
        return 0
    files = options.files or sorted(CORPORA.glob("*.jsonl"))
    only = [name for name in ("expr", "latex") if getattr(options, name)]
    todo = chosen(files, only or ["expr", "latex"], options.sample)
    with ProcessPoolExecutor() as workers:
        outcomes = list(workers.map(run, *zip(*todo, strict=True), chunksize=16))
    text = "\n".join(tables(outcomes))
    print(text)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")
    whole = options.sample == 1 and not only and not options.files
    return verdict(outcomes, options.limit, whole=whole)


def tables(outcomes: list[Outcome]) -> Iterator[str]:
    """What the run shows, as Markdown."""
    columns = ("cases", "good", "read otherwise", "left out", "unexplained", "steps", "look-ups")
    rows: dict[str, Counter[str]] = {}
    for one in outcomes:
        row = rows.setdefault(f"{one.case['file']}, {one.source}", Counter())
        row.update(dict.fromkeys(columns, 0))
        row.update(cases=1, good=not one.trouble, steps=one.steps)
        row["look-ups"] += one.looked_up
        row["read otherwise"] += one.otherwise
        row["left out"] += one.excused and not one.otherwise
        row["unexplained"] += bool(one.trouble) and not one.excused
    rows["all"] = sum(rows.values(), Counter())
    yield from table(
        ("corpus, read from", *columns),
        [(k, *(v[column] for column in columns)) for k, v in rows.items()],
    )
    yield ""
    yield from table(("of all", "", ""), summary(outcomes))
    yield ""
    reasons = Counter(
        (READ_OTHERWISE if one.otherwise else LEFT_OUT)[one.case["id"]]
        for one in outcomes
        if one.excused
    )
    yield from table(
        ("cases", "left out or read otherwise because"), [(n, r) for r, n in reasons.most_common()]
    )
    yield ""
    listed = [
        (one.source, f"`{shown(one)}`", one.case["var"], one.case["id"])
        for one in outcomes
        if one.excused
    ]
    yield from table(("read from", "the case", "by", "id"), listed)
    yield ""


def shown(outcome: Outcome) -> str:
    """What was typed, in a cell of a table."""
    return str(outcome.case[outcome.source]).replace("|", "\\|")


def table(head: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """Markdown; numbers to the right."""
    right = [any(isinstance(row[i], int) for row in rows) for i in range(len(head))]
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join("--:" if r else "---" for r in right) + "|"
    for row in rows:
        yield "| " + " | ".join(f"{x:,}" if isinstance(x, int) else str(x) for x in row) + " |"


def summary(outcomes: list[Outcome]) -> list[tuple[str, str, str]]:
    """What is true of all: pass rates, look-ups, points."""
    own = [one for one in outcomes if not one.looked_up]
    steps = sum(one.steps for one in outcomes)
    counts = Counter(dict.fromkeys(range(6), 0))
    for one in outcomes:
        counts[one.points] += one.steps
    checks = sum((one.checks for one in outcomes), Counter())
    made = checks["passed"] + checks["failed"]

    def part(some: int, whole: int) -> str:
        return f"{some / max(1, whole):.2%}"

    left = sum(one.excused and not one.otherwise for one in outcomes)
    return [
        (
            "derivations that agree with the recorded values",
            part(sum(not o.trouble for o in outcomes), len(outcomes)),
            f"{len(outcomes):,}",
        ),
        (
            "… of those without a table look-up",
            part(sum(not o.trouble for o in own), len(own)),
            f"{len(own):,}",
        ),
        (
            "derivations with a table look-up",
            part(len(outcomes) - len(own), len(outcomes)),
            f"{len(outcomes) - len(own):,}",
        ),
        ("cases left out", part(left, len(outcomes)), f"{left:,}"),
        ("checks made", part(made, checks.total()), f"{made:,} of {checks.total():,}"),
        ("checks failed", part(checks["failed"], checks.total()), f"{checks['failed']:,}"),
        *(
            (
                f"steps checked at {points} or more points",
                part(some, steps),
                f"{some:,} of {steps:,}",
            )
            for points in (1, 3, 5)
            for some in [sum(n for at, n in counts.items() if at >= points)]
        ),
    ]


def verdict(outcomes: list[Outcome], limit: int, *, whole: bool) -> int:
    """The troubles without a listed reason, and whether the run is as it should be."""
    unexplained = [one for one in outcomes if one.trouble and not one.excused]
    for one in unexplained[:limit]:
        print(f"- {one.case['id']} ({one.source}): {shown(one)[:100]}\n    {one.trouble[:300]}")
    fallen = {one.case["id"] for one in outcomes if one.trouble}
    outdated = (LEFT_OUT.keys() | READ_OTHERWISE.keys()) - fallen if whole else set()
    for name in sorted(outdated):
        print(f"- {name} no longer falls short: take it off the list in left_out.py")
    left = sum(one.excused and not one.otherwise for one in outcomes)
    share = left / max(1, len(outcomes))
    print(
        f"{len(outcomes)} cases: {len(unexplained)} fell short without a listed reason, "
        f"{left} left out ({share:.2%})"
    )
    return int(bool(unexplained or outdated) or (whole and share > MOST_LEFT_OUT))


if __name__ == "__main__":
    sys.exit(main())
