"""The command line: what goes where, exit codes, and what a shell user types."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import chainrule
from chainrule.cli import app
from chainrule.cli.arguments import shielded
from chainrule.rules import RULES
from chainrule.rules.local import ROWS


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, shielded(words), input=typed)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["diff", "(2x-1)^3"], "h′(x) = 6(2x − 1)²"),
        (["diff", "-x^2"], "h′(x) = −2x"),
        (["diff", "-x^2", "--at", "x=-2"], "dh/dx = 4"),
        (["diff", "x^2*y", "--wrt", "y"], "∂h/∂y = x²"),
        (["diff", "x^2*y", "--wrt", "x,y"], "∂²h/∂y∂x = 2x"),
        (["diff", "x^4", "--order", "2"], "h″(x) = 12x²"),
        (["diff", "x^3", "--ascii"], "h'(x) = 3*x^2"),
        (["diff", "x^3", "--format", "latex"], "\\end{document}"),
        (["diff", "x^3", "--format", "markdown"], "h'(x) = 3x^{2}\n$$"),
        (["diff", "x^3", "--format", "plain", "--detail", "brief"], "h′(x) = 3x²"),
        (["diff", "sin(x^2)", "--style", "straight"], "(x²)′"),
        (["diff", "sin(x^2)", "--style", "leibniz"], "d/dx[x²]"),
        (["rules"], "quotient rule"),
    ],
)
def test_a_command_prints_the_answer(words: list[str], shown: str) -> None:
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert shown in result.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["diff", "sin(x"], "this '(' is never closed"),
        (["diff", "sinn(x)"], "did you mean sin(x)?"),
        (["diff", "a*b*c*q"], "--wrt"),
        (["diff", "x^2", "--ordr", "2"], "--order"),
        (["diff", "x^2", "--at", "y=1"], "'y' does not occur"),
        (["diff", "ln(x)", "--at", "x=-1"], "x = -1"),
        (["diff", "9**9**9**9"], "digits"),
        (["diff", "x^2", "--output", "/no/such/place"], "cannot write"),
    ],
)
def test_bad_input_is_refused_with_code_2_and_nothing_on_standard_output(
    words: list[str], complaint: str
) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert complaint in result.stderr


def test_a_pipe_is_a_batch_and_a_refused_line_makes_the_code_1() -> None:
    result = run("diff", "--format", "json", typed="x^2\n\nsin(x)\n(x\n")
    assert result.exit_code == 1
    assert "line 4: this '('" in result.stderr
    done = [chainrule.Derivation.from_json(line) for line in result.stdout.splitlines()]
    assert [str(derivation.result) for derivation in done] == ["2*x", "cos(x)"]


def test_a_failed_check_is_shown_and_makes_the_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(RULES["sine"], partials=("-cos(u)",))
    monkeypatch.setitem(ROWS, "sin", [wrong])
    result = run("diff", "sin(x^2)")
    assert result.exit_code == 1
    assert "✗" in result.stdout


def test_near_identical_names_are_named_on_standard_error_only() -> None:
    result = run("diff", "x*X", "--wrt", "x", "--format", "json")
    assert "warning" in result.stderr
    json.loads(result.stdout)


def test_a_file_gets_the_page(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    result = run("diff", "x^2", "--format", "markdown", "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2x" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["diff", "sin(x"]])
def test_nothing_imports_sympy_before_there_is_something_to_differentiate(words: list[str]) -> None:
    script = (
        "import sys; from chainrule.__main__ import main; sys.argv[1:] = " + repr(words) + "\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.exit(42 if 'sympy' in sys.modules else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0


def test_a_terminal_without_unicode_gets_ascii() -> None:
    command = [sys.executable, "-m", "chainrule", "diff", "sqrt(x)"]
    done = subprocess.run(
        command, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"sqrt(x)" in done.stdout
