"""Generated code: it finds the numbers that this project finds, and it runs alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sympy import Symbol, sin
from typer.testing import CliRunner

import chainrule
from chainrule.cli import app
from chainrule.codegen import source
from chainrule.codegen.handed import REUSED
from chainrule.codegen.program import program
from chainrule.expr import build
from chainrule.model import Graph, System
from chainrule.network import network
from chainrule.numeric import Tape, number, placed, slope_at
from chainrule.parsing import parse_point, parse_system, system_of
from chainrule.readers.systems import system_from

# fmt: off
SYSTEMS = [
    ("f = (x + y)*z", "x=-2,y=5,z=-4"),
    ("h = r*s + t; r = x*y; s = x + y; t = x - y", "x=1,y=2"),
    ("f = a*b*c*d*k", "a=2,b=3,c=5,d=0,k=-1"),
    ("f = x/y - 2/(x*y) - (x/y)/x", "x=3,y=-2"),
    ("f = x^3 - 4x^2 + x^-2 + x^1.5 + sqrt(x) + x^(1/3)", "x=2"),
    ("f = (x^2)^3*x + sqrt(x + 1)^3", "x=0"),
    ("f = root(x, 3) + root(x, 5)*y", "x=-8,y=2"),
    ("f = x^y + 2^x + y^(2x)", "x=1.5,y=0.5"),
    ("f = exp(-x^2/2)/sqrt(2*pi)", "x=0.7"),
    ("f = e^(x*y) - e*x", "x=0.3,y=-2"),
    ("f = ln(x) + log(x, 2) + log(x, y) + log(3, x)", "x=2.5,y=4"),
    ("f = sin(x)*cos(y) + tan(x*y)", "x=0.3,y=1.1"),
    ("f = sec(x) + csc(x) + cot(y)", "x=0.3,y=1.1"),
    ("f = asin(x) + acos(y) + atan(x*y)", "x=0.3,y=-0.6"),
    ("f = asec(x) + acsc(y) + acot(x*y)", "x=3,y=-2"),
    ("f = sinh(x)*cosh(y) + tanh(x)", "x=0.3,y=1.1"),
    ("f = sech(x) + csch(x)*coth(y)", "x=0.3,y=1.1"),
    ("f = asinh(x) + acosh(y) + atanh(x)", "x=0.3,y=1.1"),
    ("f = asech(x) + acsch(y) + acoth(y)", "x=0.3,y=1.1"),
    ("f = abs(x)*sign(y) + floor(x) + ceiling(y)", "x=-2.5,y=0.4"),
    ("f = max(x, y, 0) - min(x*y, 3)", "x=-1,y=2"),
    ("f = max(x, 1)^2 + max(2*y, x + y)", "x=3,y=1"),
    ("f = atan2(y, x) + atan2(2, x) + atan2(y, 3)", "x=-1,y=2"),
    ("f = Piecewise((x^2, x < 0), (sin(x), True))", "x=-2"),
    ("f = Piecewise((x^2, x < 0), (sin(x), True))", "x=2"),
    ("f = Piecewise((sqrt(x), x > 0), (x*y, x*y < -1), (y, True))*y", "x=-2,y=3"),
    ("f = Piecewise((sqrt(x), x > 0), (x*y, x*y < -1), (y, True))*y", "x=-2,y=0.1"),
    ("f = Piecewise((x*sqrt(ln(x)), x > 1), (exp(-x)*y, True)) + x", "x=-2,y=3"),
    ("f = Piecewise((q/x, x > 1), (y, True)); q = ln(x)*y", "x=-2,y=3"),
    ("f = Piecewise((1/x, (x > 0) & (y > 0)), (x, (x < -1) | (y < 0)), (0, True))", "x=-2,y=3"),
    ("L = (y - t)^2/2; y = 1/(1 + exp(-a)); a = w*x + b", "w=0.5,x=2,b=-1,t=1"),
    ("L = ln(1 + exp(-z*t)); z = w*x", "w=0.5,x=2,t=-1"),
    ("E = -ln(p); p = exp(a)/(exp(a) + exp(b) + exp(c))", "a=1,b=2,c=0.5"),
    ("f = x - y - (x - y) - (2 - x)", "x=3,y=5"),
    ("f = -(-x)*(-3)*y/(2*z)", "x=3,y=5,z=0.5"),
    ("f = x/(y/z)/(1/x)", "x=3,y=5,z=0.5"),
    ("f = (x^2)^y^2 + (-x)^2", "x=3,y=0.5"),
    ("f = (x - y)/3 - x/3 + 0.1*x - 1e30*y", "x=3,y=5"),
    ("g = f^2; f = c*x + y; c = 2*pi", "x=3,y=5"),
    ("r = x; f = r*x + q; q = y + r", "x=3,y=5"),
    (r"L = \alpha*\lambda + \theta_1^2*x", "alpha=1,lambda=2,theta_1=3,x=4"),
    ("float = lambda*λ_1 + α; α = print^2", "lambda=1,lambda_1=2,print=3"),
]
ONLY_PYTHON = [
    ("f = erf(x) + erfc(x*y)", "x=0.3,y=1.5"),
]
# fmt: on


def written(text: str, form: str) -> str:
    """The code of a system."""
    system = parse_system(text)
    return source(network(system), system, form)


def run(code: str, name: str = "value_and_grad") -> Any:
    """The function that a module defines."""
    found: dict[str, Any] = {}
    exec(compile(code, "generated", "exec"), found)  # noqa: S102 - it is what is tested
    return found[name]


def known(text: str, at: str) -> tuple[Graph, System, list[float], float, list[float]]:
    """The numbers of a system at a point: its inputs, its value, and finite differences."""
    system = parse_system(text)
    graph = network(system)
    place = {symbol.name: value for symbol, value in parse_point(at).items()}
    point = {symbol: place[symbol.name] for symbol in graph.wrt}
    whole = next(node.expr for node in graph.nodes if node.name is system.outputs[0])
    tape = Tape()
    slot = tape.slot(whole)
    values = tape.at(placed(point, 200), 200)
    tape.run(values, 200, through=True)
    slopes = [slope_at(whole, point, symbol) for symbol in graph.wrt]
    assert all(one.exists for one in slopes), slopes
    numbers = [float(tree) for tree in point.values()]
    return graph, system, numbers, number(values[slot]), [one.above for one in slopes]


@pytest.mark.parametrize(("text", "at"), SYSTEMS + ONLY_PYTHON)
def test_python_finds_the_same_numbers(text: str, at: str) -> None:
    graph, system, point, value, slopes = known(text, at)
    found, gradient = run(source(graph, system, "python"))(*point)
    assert value == pytest.approx(found, rel=1e-12, abs=1e-12)
    assert slopes == pytest.approx(gradient, rel=1e-9, abs=1e-12)


def test_every_rule_that_is_written_with_its_value_is_among_them() -> None:
    used = {node.rule for text, _ in SYSTEMS for node in network(parse_system(text)).nodes}
    assert set(REUSED) - used == set()


@pytest.mark.parametrize(("text", "at"), SYSTEMS)
def test_numpy_finds_the_same_numbers_in_every_place(text: str, at: str) -> None:
    numpy = pytest.importorskip("numpy")
    graph, system, point, value, slopes = known(text, at)
    arrays = [numpy.full((2, 3), number) for number in point]
    found, gradient = run(source(graph, system, "numpy"))(*arrays)
    assert (found.shape, *(d.shape for d in gradient)) == ((2, 3),) * (len(point) + 1)
    assert value == pytest.approx(found[1, 2], rel=1e-12, abs=1e-12)
    assert slopes == pytest.approx([d[1, 2] for d in gradient], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("form", ["python", "numpy"])
def test_the_code_runs_alone(form: str, tmp_path: Path) -> None:
    if form == "numpy":
        pytest.importorskip("numpy")
    done = chainrule.backprop("f = max(x, 1)*exp(-y)", at="x=2,y=0")
    code = done.to_python() if form == "python" else done.to_numpy()
    ask = (
        "value, (dx, dy) = value_and_grad(2, 0)\n"
        "import sys\n"
        "assert not {'sympy', 'chainrule'} & sys.modules.keys()\n"
        "print(float(value), float(dx), float(dy))\n"
    )
    file = tmp_path / "generated.py"
    file.write_text(f"{code}\n\n{ask}", encoding="utf-8")
    ran = subprocess.run([sys.executable, file], capture_output=True, text=True, cwd=tmp_path)
    assert (ran.stdout, ran.stderr) == ("2.0 1.0 -2.0\n", "")


@pytest.mark.parametrize("form", ["python", "numpy"])
@pytest.mark.parametrize("words", [("grad", "f = x*y"), ("backprop", "f = x*y", "--at", "x=1,y=2")])
def test_the_command_line_writes_code(words: tuple[str, ...], form: str) -> None:
    ran = CliRunner().invoke(app, [*words, "--format", form])
    assert (ran.exit_code, ran.output) == (0, written("f = x*y", form))


def test_the_command_line_says_what_has_no_code() -> None:
    ran = CliRunner().invoke(app, ["grad", "f = erf(x)", "--format", "numpy"])
    assert ran.exit_code == 2
    assert "no code for the function erf in the format numpy" in ran.output


def test_numpy_is_not_imported_to_write_code_for_it() -> None:
    ask = (
        "import sys, chainrule; chainrule.backprop('f = x*y', at='x=1,y=2').to_numpy();"
        "print('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_arrays_are_broadcast_and_no_result_is_an_argument() -> None:
    numpy = pytest.importorskip("numpy")
    find = run(written("f = x*y + z; z = 3*w", "numpy"))
    x, y, w = numpy.ones((3, 1)), numpy.arange(4), numpy.float64(2)
    value, gradient = find(x, y, w)
    assert value.tolist() == [[6, 7, 8, 9]] * 3
    assert [d.tolist() for d in gradient] == [[[0, 1, 2, 3]] * 3, [[1] * 4] * 3, [[3] * 4] * 3]
    gradient[0][:] = 7
    assert y.tolist() == [0, 1, 2, 3]


def test_contributions_to_arrays_do_not_change_each_other() -> None:
    numpy = pytest.importorskip("numpy")
    find = run(written("f = a + b; a = x + y; b = x*y", "numpy"))
    _, (dx, dy) = find(numpy.array([2.0, 3.0]), numpy.array([5.0, 7.0]))
    assert (dx.tolist(), dy.tolist()) == ([6, 8], [3, 4])


def test_several_outputs_give_a_row_each() -> None:
    code = chainrule.grad("u = x*y; v = x - 2y; w = 3x", of=("u", "v", "w")).to_python()
    values, rows = run(code, "values_and_jacobian")(3, 5)
    assert (values, rows) == ((15, -7, 9), ((5, 3), (1, -2), (3, 0.0)))


def test_what_is_held_fixed_is_an_argument_too() -> None:
    code = chainrule.grad("f = a*x^2 + b", "x").to_python()
    assert "def value_and_grad(x, a, b):" in code
    assert "Held fixed are a, b." in code
    assert run(code)(3, 2, 1) == (19, (12,))


LONG = " + ".join(f"a*0.10{i}" for i in range(12))  # does not fit a line
# fmt: off
BRACKETS = [  # what is held fixed is printed inside one line, with the brackets that it needs
    "(-a + b)*x", "(-a + b)/x", "-(-a + b)*x", "-(-a)*x", "(-a)*(-b)*x", "(-3)*(-a)*x",
    "x*(-a + b)", "x + (-a + b)", "x - (-a + b)", "x - (a - b) - (-b)", "x - (-a)", "x*(-(-3))",
    "x/(-a)/(-3)", "x/(a/b)/(-a + b)", "x/(1/(a - b))", "x*(1/a)^2", "(-a*b)^2*x",
    "(-a)^2*x - (-2)^2", "-a^2*x",
    "(-1/2)*x", "x/(-1/2)", "x*(-1/2)", "(1/2)^2*x", "x*sec(a)/sec(b)", "sec(a)^2*x - (-sec(a))",
    "x + Piecewise((-a, a > 0), (2, True))", "x - Piecewise((-a, a < 0), (2, True))",
    "Piecewise((-a, a > 0), (2, True)) + x", "Piecewise((-a, a > 0), (-2, True))*x",
    "x*Piecewise((-a, a < 0), (2, True))^2", "x/Piecewise((-a, a > 0), (-2 - a, True))",
    f"x/({LONG})", f"({LONG})*x", f"x - ({LONG})", f"x/({LONG})^2", f"x/sin({LONG})/(-a)",
    f"x^2/(x + a*({LONG})/({LONG} + 1))", f"x/(1/({LONG}))", f"sin(x)*(1/({LONG}))",
]
# fmt: on


@pytest.mark.parametrize("form", ["python", "numpy"])
@pytest.mark.parametrize("text", BRACKETS)
def test_what_is_held_fixed_keeps_its_brackets(text: str, form: str) -> None:
    if form == "numpy":
        pytest.importorskip("numpy")
    graph, _, numbers, value, slopes = known(f"f = {text}", "x=2,a=-3,b=5")
    names = [symbol.name for symbol in graph.wrt]
    code = getattr(chainrule.grad(f"f = {text}", "x"), f"to_{form}")()
    found, gradient = run(code)(**dict(zip(names, numbers, strict=True)))
    assert (value, slopes[names.index("x")]) == pytest.approx((found, gradient[0]), rel=1e-9)


CASES = [  # constants in cases, and powers of them
    ("f = (x*Piecewise((a, b > 0), (2, True)))^3", "x=1,a=3,b=1"),
    ("f = (x*Piecewise((a, b > 0), (2, True)))^3", "x=1,a=3,b=-1"),
    ("f = sin(x)*Piecewise((-a, b > 0), (0, True))", "x=1,a=3,b=1"),
    ("f = exp(x*Piecewise((1, b > 0), (Piecewise((a, a > 2), (1, True)), True)))", "x=1,a=3,b=-1"),
    ("f = x^2*Piecewise((1, a > 0), (2, True))^(-2)", "x=3,a=-1"),
    ("f = x*a^(-2) + b^(-3)/x", "x=2,a=3,b=-2"),
    ("f = x*2^(-a) + (-2)^(-3)*x", "x=2,a=3"),
]


@pytest.mark.parametrize("form", ["python", "numpy"])
@pytest.mark.parametrize(("text", "at"), [*SYSTEMS, *CASES])
def test_each_derivative_is_right_with_the_others_held_fixed(text: str, at: str, form: str) -> None:
    if form == "numpy":
        pytest.importorskip("numpy")
    graph, _, numbers, value, slopes = known(text, at)
    point = dict(zip((symbol.name for symbol in graph.wrt), numbers, strict=True))
    for name, slope in zip(point, slopes, strict=True):
        system = system_from(text, name, "")
        lines = program(network(system), system.outputs)
        given = [point[symbol.name] for symbol in (*lines.inputs, *lines.fixed)]
        found, gradient = run(source(network(system), system, form))(*given)
        assert (value, slope) == pytest.approx(
            (float(found), float(gradient[0])), rel=1e-9, abs=1e-12
        )


SAFE = [  # pieces that do not hold have no value: their lines are guarded, and so are their parts
    "Piecewise((x/y, y > 0), (x, True))",
    "Piecewise((ln(y)*x, y > 0), (x, True))",
    "Piecewise((x^y/y, y > 0), (x, True))",
    "Piecewise((atan2(x, y)*y/y, y > 0), (x, True))",
    f"Piecewise((x/(a + {'+'.join(f'a*{i}' for i in range(40))}), y > 0), (x, True))",
]


@pytest.mark.parametrize("form", ["python", "numpy"])
@pytest.mark.parametrize("text", SAFE)
def test_a_piece_that_does_not_hold_is_harmless(text: str, form: str) -> None:
    if form == "numpy":
        pytest.importorskip("numpy")
    code = getattr(chainrule.grad(f"f = {text}", ["x", "y"]), f"to_{form}")()
    fixed = [0.0] if "def value_and_grad(x, y, a)" in code else []
    value, gradient = run(code)(2.0, 0.0, *fixed)
    assert (float(value), *map(float, gradient)) == (2, 1, 0)


def test_integers_are_numbers_like_others_in_arrays() -> None:
    numpy = pytest.importorskip("numpy")
    find = run(chainrule.grad("f = x*a^(-2)", "x").to_numpy())
    value, (slope,) = find(numpy.array([4, 8]), numpy.array([1, 2]))
    assert (value.tolist(), slope.tolist()) == ([4, 2], [1, 0.25])
    find = run(chainrule.grad("f = x*Piecewise((1, a > 0), (2, True))^(-2)", "x").to_numpy())
    assert find(4, numpy.array([1, -1]))[0].tolist() == [4, 1]


TIES = [("f = max(x, y)", 1), ("f = min(x, y)", 1), ("f = max(x, y, z)", 1), ("f = max(y, x)", 1)]


@pytest.mark.parametrize(("text", "total"), TIES)
def test_of_equal_arguments_one_wins(text: str, total: float) -> None:
    code = written(text, "python")
    _, gradient = run(code)(*[2] * text.count(",") + [2])
    assert sum(gradient) == total


def test_a_rectifier_at_its_kink_is_flat() -> None:
    assert run(written("f = max(0, x)", "python"))(0) == (0, (0,))


@pytest.mark.parametrize("form", ["python", "numpy"])
def test_ten_thousand_layers_are_written_and_run(form: str) -> None:
    tree: Any = Symbol("x")
    for _ in range(10_000):
        tree = build(sin, (tree,))
    system = system_of(tree, "", ())
    code = source(network(system), system, form)
    if form == "python":
        value, (slope,) = run(code)(0.5)
        assert 0 < value < 0.02
        assert 0 < slope < 1


def test_a_sum_of_many_terms_is_written_in_lines_of_ordinary_length() -> None:
    code = written("f = " + " + ".join(f"x^2*{i}*a" for i in range(1, 3_000)), "python")
    assert max(map(len, code.splitlines()[4:])) < 160
    assert run(code)(1, 1)[0] == 2_999 * 3_000 / 2
