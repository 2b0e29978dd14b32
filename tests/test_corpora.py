"""A sample of the corpora through the whole pipeline, and the page that says what is left out.

benchmarks/corpora.py runs all of it, by the same code.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPORA
from test_typed_inputs import DECISIONS, LINES

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
EVERY = {"expr": 40, "latex": 20}


@pytest.fixture(scope="module")
def benchmark() -> Iterator[Any]:
    """The module of benchmarks/, which is no package."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module("corpora")
    sys.path.remove(str(ROOT / "benchmarks"))


def files() -> list[Path]:
    found = sorted(CORPORA.glob("*.jsonl"))
    if not found:
        pytest.skip("the corpora are not beside the project")
    return found


@pytest.mark.parametrize("source", EVERY)
@pytest.mark.parametrize("kind", ["derivative", "antiderivative", "numeric_only", "value_at_point"])
def test_a_sample_of_each_kind_agrees_with_the_recorded_values(
    kind: str, source: str, benchmark: Any
) -> None:
    ours = [case for case in benchmark.cases(files()) if case["kind"] == kind and case.get(source)]
    outcomes = [benchmark.run(case, source) for case in ours[:: EVERY[source]]]
    troubles = [
        (one.case["id"], one.trouble) for one in outcomes if one.trouble and not one.excused
    ]
    assert troubles == []
    assert outcomes or (source == "latex" and kind in ("antiderivative", "numeric_only"))


def test_every_case_on_the_list_falls_short_for_a_reason_that_the_page_gives(
    benchmark: Any,
) -> None:
    listed = benchmark.LEFT_OUT | benchmark.READ_OTHERWISE
    ours = [case for case in benchmark.cases(files()) if case["id"] in listed]
    outcomes = [
        benchmark.run(case, source)
        for case in ours
        for source in ("expr", "latex")
        if case.get(source)
    ]
    excused = {one.case["id"] for one in outcomes if one.excused}
    assert excused == set(listed)
    assert [one.case["id"] for one in outcomes if one.trouble and not one.excused] == []
    for name, reason in listed.items():
        assert name in PAGE
        assert reason in PAGE


def test_the_page_counts_the_decisions_about_typed_input() -> None:
    counts = Counter(
        (why, "refused" if reading is None else "read") for reading, why in DECISIONS.values()
    )
    rows = {f"| {why} | {outcome} | {count} |" for (why, outcome), count in counts.items()}
    assert rows <= set(PAGE.splitlines())
    assert not LINES or f"further {len(LINES)} lines" in PAGE
