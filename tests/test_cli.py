"""The command line: what goes where, exit codes, and what a shell user types."""

from __future__ import annotations

import json
import os
import signal
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


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


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
        (["diff", "x^2*y", "--wrt", "x", "--wrt", "y"], "∂²h/∂y∂x = 2x"),
        (["grad", "x*y*z", "--wrt", "x", "--wrt", "z"], "∇h = (yz, xy)"),
        (["diff", "x^4", "--order", "2"], "h″(x) = 12x²"),
        (["diff", "x^3", "--ascii"], "h'(x) = 3*x^2"),
        (["diff", "x^3", "--format", "latex"], "\\end{document}"),
        (["diff", "x^3", "--format", "markdown"], "h'(x) = 3x^{2}\n$$"),
        (["diff", "x^3", "--format", "plain", "--detail", "brief"], "h′(x) = 3x²"),
        (["diff", "sin(x^2)", "--style", "straight"], "(x²)′"),
        (["diff", "sin(x^2)", "--style", "leibniz"], "d/dx[x²]"),
        (["diff", "x^30", "--order", "20"], "h⁽²⁰⁾(x) = "),
        (["diff", "x^30", "--order", "4", "--style", "leibniz"], "d⁴h/dx⁴ = "),
        (["diff", "d²/dx²[x^3]", "--wrt", "x"], "h″(x) = 6x"),
        (["diff", "cosinus(x)"], "h′(x) = −sin x"),
        (["rules"], "quotient rule"),
        (["grad", "h = r*s; r = x*y; s = x + y"], "∇h = (2xy + y², x² + 2xy)"),
        (["grad", "h = r^2; r = x*y", "--at", "x=1, y=2", "--wrt", "x"], "= 8"),
        (["backprop", "f = (x + y)*z", "--at", "x=-2,y=5,z=-4"], "∇f = "),
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
        (["diff", "2.5e-3x"], "write 2.5*10^(-3)*x, or 2.5*e - 3*x"),
        (["diff", "a*b*c*q"], "--wrt"),
        (["diff", "x^2", "--ordr", "2"], "--order"),
        (["diff", "x^2", "--at", "y=1"], "'y' does not occur"),
        (["diff", "9**9**9**9"], "digits"),
        (["diff", "x^2", "--output", "/no/such/place"], "cannot write"),
        (["diff", "x^2", "--style", "foo"], "--style is link, straight or leibniz, not 'foo'"),
        (["diff", "x^2", "--detail", "ful"], "did you mean full?"),
        (["diff", "x^2", "--order", "2.5"], "--order is a whole number from 1 to 20"),
        (["diff", "x^2", "--order", "21"], "--order is a whole number from 1 to 20"),
        (["rules", "--format", "pdf"], "terminal, plain, latex, markdown or json, not 'pdf'"),
        (["grad", "h = r; r = h"], "this goes in a circle: h → r → h"),
        (["grad", "h = x", "--of", "q"], "nothing here is called 'q'"),
        (["backprop", "y = x^2"], "(at): x=1"),
        (["x^2"], 'type chainrule diff "x^2"'),
        (["-x^2", "+", "1"], 'type chainrule diff "-x^2 + 1"'),
        (["dif", "x^2"], "did you mean diff?"),
        (["diff", "x^2", "+", "1"], 'put quotes around it: chainrule diff "x^2 + 1"'),
        (["diff", "x^3", "x^2"], "several are piped, one a line"),
        (["diff", "sin", "x"], 'put quotes around it: chainrule diff "sin x"'),
        (["diff", "x^3", "-f", "latex"], "did you mean --format?"),
        (["diff", "x^3", "-order", "2"], "did you mean --order?"),
        (["diff", "x^2*y", "--wrt", "x,y", "--order", "2"], "or x,x,y,y"),
        (["diff", "x^2", "--order", "2", "--order=3"], "--order is given more than once"),
        (["diff", "x^2", "-o", "a", "--output", "b"], "--output is given more than once"),
        (["grad", "h = x", "--of", "h", "--of", "x"], "--of is given more than once"),
        (["diff", "x^2", "-opage.md"], "put a space behind -o: -o page.md"),
        (["diff", "-opage.md"], "put a space behind -o: -o FILE"),
        (["diff", "x^2", "--ascii", "--format", "latex"], "--ascii is for the formats terminal"),
        (["rules", "--ascii", "--format", "json"], "--ascii is for the formats terminal"),
        (["diff", "d/dx[x*y]", "--wrt", "y"], "the text says d/dx, and wrt says y"),
        (["diff", "(x^5)''", "--order", "3"], "the text says order 2, and 3 is asked for"),
        (["diff", "x", "--order", "9" * 5000], "--order is a whole number from 1 to 20"),
        (["--foo"], "there is no option '--foo'"),
        (["--order", "2", "x"], "it stands behind the command: "),
        (["diff", "x", "--json"], "did you mean --format json?"),
        (["grad", "h = x", "--detial"], "there is no option '--detial'"),
        (["rules", "--formt", "json"], "did you mean --format?"),
        (["diff", "x", "--wrt"], "--wrt needs a value"),
        (["diff", "x", "--ascii=1"], "--ascii takes no value"),
        (["grad"], "SYSTEM is missing"),
        (["grad", "h=x*y;", "x=1"], "'x=1' is one word too many"),
        (["fdif", "x^2"], "did you mean diff?"),
    ],
)
def test_bad_input_is_refused_with_code_2_and_nothing_on_standard_output(
    words: list[str], complaint: str
) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert complaint in result.stderr
    assert result.stderr.startswith("error: ")  # and no box around it
    assert "Usage" not in result.stderr


def test_a_pipe_is_a_batch_and_a_refused_line_makes_the_code_1() -> None:
    result = run("diff", "--format", "json", typed="x^2\n\nsin(x)\n(x\n")
    assert result.exit_code == 1
    assert "line 4: this '('" in result.stderr
    done = [chainrule.Derivation.from_json(line) for line in result.stdout.splitlines()]
    assert [str(derivation.result) for derivation in done] == ["2*x", "cos(x)"]


@pytest.mark.parametrize("form", ["terminal", "plain", "latex", "markdown", "json"])
def test_each_line_of_a_batch_is_answered_before_the_next_is_read(form: str) -> None:
    command = [sys.executable, "-m", "chainrule", "diff", "--format", form]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as program:
        assert program.stdin
        assert program.stdout
        for typed, answer in (("x^7\n", "7"), ("x^8\n", "8")):
            program.stdin.write(typed)
            program.stdin.flush()
            while answer not in program.stdout.readline():
                pass  # hangs if the answer waits for the next line
        rest, complaint = program.communicate("(\n")
    assert "line 3: this '(' is never closed" in complaint
    assert program.returncode == 1
    assert rest.endswith("\\end{document}\n") == (form == "latex")


def test_a_batch_of_latex_is_one_document() -> None:
    result = run("diff", "--format", "latex", typed="x^2\n(\nx^3\n")
    assert result.stdout.count("\\begin{document}") == 1
    assert result.stdout.count("\\end{document}") == 1
    assert "3x^{2}" in result.stdout


def test_a_batch_without_a_single_answer_prints_nothing() -> None:
    result = run("diff", "--format", "latex", typed="(\n")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_point_where_there_is_nothing_is_an_answer() -> None:
    result = run("diff", "ln(x)", "--at", "x=-1")
    assert result.exit_code == 0
    assert "is not defined" in result.stdout


def test_minus_o_in_front_of_letters_is_mathematics() -> None:
    assert "h(ω) = −ω²" in run("diff", "-omega^2").stdout
    assert "-o FILE" in run("diff", "-oabc").stderr


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


@pytest.mark.parametrize(
    ("text", "said", "page"), [("e^x", "Euler's number", True), ("x*X", "two different", False)]
)
def test_a_note_stands_on_the_page_and_a_warning_on_standard_error(
    text: str, said: str, page: bool
) -> None:
    result = run("diff", text, "--wrt", "x")
    assert (said in result.stdout, said in result.stderr) == (page, not page)


@pytest.mark.parametrize(
    ("words", "warning", "place"),
    [
        (["diff", "3 + x*X", "--wrt", "x"], "x and X are two", "3 + x*X\n        ^"),
        (["grad", "h = u*x; u = X"], "X are two", "u = X\n               ^"),
        (
            ["grad", "h = u*x; u = x^2; w = x^3"],
            "w is defined",
            "w = x^3\n                    ^^^^",
        ),
        (["jacobian", "a = x; b = x*X"], "two different", "b = x*X"),
        (["hessian", "h = x*X"], "two different", "h = x*X"),
        (["backprop", "h = x*X", "--at", "x=1,X=2"], "two different", "h = x*X"),
        (["implicit", "x^2 + X*y = 1", "--of", "y"], "two different", "x^2 + X*y = 1"),
        (["parametric", "t", "t^2*T"], "two different", "t^2*T\n      ^"),
        (["inverse", "x^3*X", "--wrt", "x"], "two different", "x^3*X"),
    ],
)
def test_a_warning_points_at_its_place_as_an_error_does(
    words: list[str], warning: str, place: str
) -> None:
    result = run(*words)
    assert result.stderr.startswith("warning: ")
    assert warning in result.stderr
    assert place in result.stderr
    assert "^" in result.stderr
    assert warning not in result.stdout


def test_in_a_batch_a_warning_says_its_line() -> None:
    result = run("diff", "-", "--wrt", "x", typed="x^2\nx*X\n")
    assert result.stderr == "warning: line 2: x and X are two different variables\n  x*X\n    ^\n"


@pytest.mark.parametrize(
    "words",
    [
        ["hessian", "u = x*y; v = x + y", "--of", "u,v"],
        ["backprop", "u = x*y; v = x + y", "--of", "u,v", "--at", "x=1,y=2"],
        ["backprop", "u = x*y"],
        ["grad", "u = x; v = x^2", "--direction", "1"],
        ["implicit", "a^2 + b^2 + c^2 = 1"],
        ["implicit", "x^2 + y^2 + z^2 = 9", "--order", "2"],
        ["implicit", "y^2 = 9"],
        ["parametric", "p*q", "p + q"],
    ],
)
def test_a_hint_is_neither_in_the_spelling_of_python_nor_in_that_of_the_command_line(
    words: list[str],
) -> None:
    result = run(*words)
    assert result.exit_code == 2
    hint = result.stderr.partition("hint: ")[2]
    assert hint
    assert "--" not in hint
    assert not {"of=", "wrt=", "at="} & set(hint.split())


def test_a_page_in_a_file_says_its_warnings_itself(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    run("diff", "x*X", "--wrt", "x", "-o", str(file))
    assert "two different" in file.read_text(encoding="utf-8")


WIDE = "sin(x)+cos(2x)+sin(3x)+cos(4x)+sin(5x)+cos(6x)+sin(7x)+cos(8x)+sin(9x)"


@pytest.mark.parametrize(("columns", "widest"), [(None, 80), ("50", 50), ("200", 200), ("no", 80)])
@pytest.mark.parametrize("form", ["terminal", "plain"])
def test_a_pipe_has_80_columns_unless_told_otherwise(
    form: str, columns: str | None, widest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    found = max(map(len, run("diff", WIDE, "--format", form).stdout.splitlines()))
    assert found <= widest
    assert widest - 15 < found or widest == 200


@pytest.mark.parametrize(
    ("setting", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True),
                              ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)  # fmt: skip
def test_colour_in_a_pipe_is_there_for_who_asks(
    setting: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["diff", "sin(x^2)"], color=True)
    assert ("\x1b[" in result.stdout) == coloured


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


@pytest.mark.parametrize("detail", ["brief", "normal", "full"])
def test_how_a_text_was_read_is_said_in_every_detail(detail: str) -> None:
    assert "1/2x is (1/2)·x" in run("diff", "1/2x", "--detail", detail).stdout


def program(words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """The program in a shell, where standard output can be closed."""
    return subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m chainrule {words}"], capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding}, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="the words are those of a Unix shell")
def test_a_closed_standard_output_is_an_error_without_a_traceback() -> None:
    done = program("diff x >&-")
    assert done.returncode == 2
    assert done.stderr == b"error: cannot write: standard output is closed\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_broken_pipe_ends_the_program_quietly() -> None:
    command = [sys.executable, "-m", "chainrule", "diff", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        running.stdin.write(b"x^2\n")
        running.stdin.close()
        assert running.stderr.read() == b""
    assert running.returncode == -signal.SIGPIPE


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("form", ["terminal", "plain", "latex", "markdown", "json"])
def test_an_encoding_without_greek_gets_words(form: str, encoding: str) -> None:
    done = program(f"diff 'sqrt(θ)' --format {form}", encoding)
    assert done.returncode == 0
    assert b"theta" in done.stdout
    if form == "json":
        assert "sqrt(θ)" in str(json.loads(done.stdout))


def test_the_options_that_are_recognised_when_shortened_are_those_there_are() -> None:
    from chainrule.cli.diff import OPTIONS

    text = run("diff", "--help").stdout
    assert all(option in text for option in OPTIONS)
    assert {word for word in text.split() if word.startswith("--")} - {"--help", "--output"} == set(
        OPTIONS
    )
