"""Generated code: names that Python takes, text that stays text, and what has no code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_codegen import run, written

from chainrule.codegen import source
from chainrule.errors import NoRuleError
from chainrule.network import network
from chainrule.parsing import parse_system

NAMES = [
    ("f = lambda*x", "def value_and_grad(lambda_, x):"),
    ("f = λ*θ_1", "def value_and_grad(lambda_, theta_1):"),
    ("f = print*zero*math", "def value_and_grad(print_, zero_, math_):"),
    ("x_bar = y*z; y = x^2", "x_bar_2"),
]


@pytest.mark.parametrize(("text", "line"), NAMES)
def test_names_are_spelled_so_that_python_takes_them(text: str, line: str) -> None:
    code = written(text, "python")
    assert line in code
    run(code)


def test_text_of_the_system_cannot_leave_the_docstring() -> None:
    system = replace(parse_system("f = x"), source='"""\nimport os\n\\')
    code = source(network(system), system, "python")
    assert str(run(code).__doc__).startswith('"""\n    import os\n    \\\n\n')


MISSING = [
    ("f = erf(x)", "numpy", "the format python has it"),
    ("f = besselj(0, x)", "python", "besselj"),
    ("f = g(x)", "python", "g"),
    ("f = Integral(sin(t^2), (t, 0, x))", "python", "Integral"),
    ("f = gamma(x)", "python", "polygamma"),
]


@pytest.mark.parametrize(("text", "form", "named"), MISSING)
def test_a_function_without_a_counterpart_is_named(text: str, form: str, named: str) -> None:
    with pytest.raises(NoRuleError, match=named):
        written(text, form)
