"""Every code block in the README and in docs/ is run, and prints what the page says."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chainrule.cli import app
from chainrule.cli.arguments import shielded

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SET_UP = "python3 -m venv"


def blocks(kind: str) -> list[tuple[str, str]]:
    return [
        (page.name, body)
        for page in PAGES
        for language, body in BLOCK.findall(page.read_text(encoding="utf-8"))
        if language == kind
    ]


def test_every_block_is_of_a_kind_that_is_run_here() -> None:
    kinds = {
        language
        for page in PAGES
        for language, _ in BLOCK.findall(page.read_text(encoding="utf-8"))
    }
    assert kinds <= {"console", "python", "sh", "text"}


@pytest.mark.parametrize(("page", "body"), blocks("console"))
def test_a_console_block_shows_what_the_program_prints(page: str, body: str) -> None:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        name, *words = shlex.split(command)
        assert name == "chainrule", page
        result = CliRunner().invoke(app, shielded(words))
        assert result.output.rstrip() == expected.rstrip()


@pytest.mark.parametrize(("page", "body"), blocks("python"))
def test_a_python_block_is_a_session_that_runs(page: str, body: str) -> None:
    test = doctest.DocTestParser().get_doctest(body, {}, page, page, 0)
    assert test.examples, f"no >>> in a python block of {page}"
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(test).failed == 0


def test_the_two_commands_of_the_readme_are_those_that_ci_runs() -> None:
    readme = dict.fromkeys(body for page, body in blocks("sh") if page == "README.md")
    assert [body.startswith(SET_UP) and body.count("\n") == 1 for body in readme] == [True, True]
    assert "readme_command 'Try it'" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_page_of_rules_is_what_the_program_prints() -> None:
    result = CliRunner().invoke(app, ["rules", "--format", "markdown"])
    assert result.stdout == (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
