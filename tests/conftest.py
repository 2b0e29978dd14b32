"""What several test files share: the corpora beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")  # the same examples in every run

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def corpus(name: str) -> list[dict[str, Any]]:
    """The cases of one corpus; the test is skipped where there are none."""
    file = CORPORA / f"{name}.jsonl"
    if not file.is_file():
        pytest.skip("the corpora are not beside the project")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
