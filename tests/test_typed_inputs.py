"""Every line of typed_inputs.jsonl is read as its author meant, or refused with a message.

Where this project decides otherwise than the source of a line, the table below says what it
decides and why; docs/input.md lists the same conventions for the reader.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sympy import Rational, Symbol

from chainrule.errors import InputError
from chainrule.parsing import parse, parse_tree
from chainrule.parsing.names import CONSTANTS, FUNCTIONS

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "typed_inputs.jsonl"

LEFT = "division and product go from left to right, always"
RIGHT = "powers go from the right: x^y^z is x^(y^z)"
REAL = "functions are real: an i that can only be the imaginary unit is refused"
UNREAD = "sets, matrices, conjugates and other objects are refused, and named"
UNITS = "units are refused"
UNCLEAR = "two readings are equally near: refused"
HUMAN = "the source is strict about spelling; people write this, and it has one meaning"
PLAIN = "without a backslash the text is not LaTeX, where only one character would be raised"
UNKNOWN = "f, g and h before a bracket are unknown functions"
ARGUMENT = "an argument without brackets goes on to the next sign or function"
FACTORIAL = "! binds more tightly than ^"
SCIENTIFIC = "1.2e-3 without spaces is a number, and that is said"

REFUSED = None
# id: (what this project reads, in plain spelling, or REFUSED; why it differs from the source)
DECISIONS: dict[str, tuple[str | None, str]] = {
    "inputfixtures#7": ("x*y", "two letters side by side are a product, and that is said"),
    "inputfixtures#11": ("sin(x)", HUMAN),
    "inputfixtures#12": ("x*y", HUMAN),
    "inputfixtures#13": ("1*x", HUMAN),
    "inputfixtures#31": (REFUSED, REAL),
    "inputfixtures#44": (REFUSED, REAL),
    "inputfixtures#45": (REFUSED, REAL),
    "inputfixtures#46": (REFUSED, REAL),
    "inputfixtures#47": (REFUSED, REAL),
    "inputfixtures#56": (REFUSED, UNCLEAR),
    "inputfixtures#57": (REFUSED, UNCLEAR),
    "inputfixtures#61": (REFUSED, UNITS),
    "inputfixtures#72": ("Derivative(f(x), (x, 2))", UNKNOWN),
    "inputfixtures#172": ("(1 + i)*x", "beside x, i is a letter like any other, with a warning"),
    "inputfixtures#251": (REFUSED, REAL),
    "inputfixtures#265": (REFUSED, REAL),
    "inputfixtures#316": ("x**2", HUMAN),
    "inputfixtures#317": ("x**2*x**2", HUMAN),
    "inputfixtures#330": ("2*pi*n", HUMAN),
    "inputfixtures#336": (REFUSED, REAL),
    "inputfixtures#337": ("x*i**3", "beside x, i is a letter like any other, with a warning"),
    "inputfixtures#376": ("sin(x)", HUMAN),
    "inputfixtures#381": ("asin(x)", HUMAN),
    "inputfixtures#382": ("cos(x)**2", HUMAN),
    "inputfixtures#383": ("sin(x)**2", HUMAN),
    "inputfixtures#426": ("a_b*x", "a letter with a subscript is a factor before a bracket"),
    "quick_text-to-ast.spec.ts#14": (REFUSED, UNCLEAR),
    "quick_text-to-ast.spec.ts#16": ("x**factorial(a)", FACTORIAL),
    "quick_text-to-ast.spec.ts#23": (REFUSED, UNITS),
    "quick_text-to-ast.spec.ts#44": ("x**(y**z)", RIGHT),
    "quick_text-to-ast.spec.ts#52": ("f**(g**z)", RIGHT),
    "quick_text-to-ast.spec.ts#66": (REFUSED, "an unknown name before a bracket is an error"),
    "quick_text-to-ast.spec.ts#95": ("sin(x*y)", ARGUMENT),
    "quick_text-to-ast.spec.ts#97": ("x**factorial(2)", FACTORIAL),
    "quick_text-to-ast.spec.ts#112": (REFUSED, UNCLEAR),
    "quick_text-to-ast.spec.ts#120": ("y**(f**2)", RIGHT),
    "quick_text-to-ast.spec.ts#262": ("0.0031 + 2", SCIENTIFIC),
    "quick_text-to-ast.spec.ts#269": ("0.0012", SCIENTIFIC),
    "quick_latex-to-ast.spec.ts#23": ("x**47", PLAIN),
    "quick_latex-to-ast.spec.ts#25": ("x**a3", PLAIN),
    "quick_latex-to-ast.spec.ts#28": ("f**47", PLAIN),
    "quick_latex-to-ast.spec.ts#30": ("f**a3", PLAIN),
    "quick_latex-to-ast.spec.ts#44": ("cos(x)", HUMAN),
    "quick_latex-to-ast.spec.ts#46": (REFUSED, "an unknown name before a bracket is an error"),
    "quick_latex-to-ast.spec.ts#104": ("sin(y*z)**x", ARGUMENT),
    "quick_latex-to-ast.spec.ts#105": ("sin(x*y)", ARGUMENT),
    "quick_latex-to-ast.spec.ts#277": (REFUSED, "dxy/dt is a derivative, not a fraction"),
    "quick_latex-to-ast.spec.ts#488": (REFUSED, UNREAD),
    "quick_latex-to-ast.spec.ts#490": (REFUSED, UNREAD),
    "quick_latex-to-ast.spec.ts#497": (REFUSED, UNREAD),
    "quick_latex-to-ast.spec.ts#498": (REFUSED, UNREAD),
    "quick_latex-to-ast.spec.ts#499": (REFUSED, UNREAD),
    "quick_latex-to-ast.spec.ts#521": (REFUSED, UNREAD),
    "test_latex.py:GOOD_PAIRS#68": (REFUSED, "∞ is not a number"),
    "test_latex.py:GOOD_PAIRS#127": (REFUSED, UNREAD),
    "test_latex.py:GOOD_PAIRS#129": (REFUSED, UNREAD),
    "test_latex.py:GOOD_PAIRS#130": (REFUSED, UNREAD),
    "all_good_test.py#97": (REFUSED, REAL),
    "all_good_test.py#180": ("1 - f(x)", UNKNOWN),
    "all_good_test.py#192": ("x2", "a digit behind a letter is a subscript, and that is said"),
    "context.py#225": ("-0.324", SCIENTIFIC),
    "parse.test.js#32": (REFUSED, UNITS),
    "parse.test.js#37": ("(2/3)*x", LEFT),
    "parse.test.js#38": ("(2/factorial(3))*x", LEFT),
    "parse.test.js#39": ("(2/3)*x", LEFT),
    "parse.test.js#44": ("(2*x/5)*y", LEFT),
    "parse.test.js#49": ("(1/(-2))*x", LEFT),
    "parse.test.js#50": ("((-1)/(-2))*x", LEFT),
    "parse.test.js#55": ("(y/2)*x", LEFT),
    "parse.test.js#58": ("(y/v)*x*w", LEFT),
    "parse.test.js#59": ("(h/2)*h", LEFT),
    "parse.test.js#63": (REFUSED, UNITS),
    "parse.test.js#64": (REFUSED, UNITS),
    "parse.test.js#65": (REFUSED, UNITS),
    "parse.test.js#67": ("2*m*s", LEFT),
    "parse.test.js#68": (REFUSED, UNITS),
    "unittests.js#312": (REFUSED, "root takes its index as a second argument: root(x, 3)"),
    "unittests.js#345": (REFUSED, "an unknown name before a bracket is an error"),
    "unittests.js#398": (REFUSED, "root takes its index as a second argument: root(x, 3)"),
    "unittests.js#439": (REFUSED, UNCLEAR),
    "(2cos(x)sqrt(xy+1)-y)/x=(dy)/(dx)": (REFUSED, "an equation for dy/dx is not a function"),
    "dy/dx=x/(sqrt(x^2+y^2)-1)": (REFUSED, "an equation for dy/dx is not a function"),
    "sympy/sympy#17541": (REFUSED, UNCLEAR),
    "sympy_beta test_card.py differentiate_step_cases#2": ("f(x)**2", UNKNOWN),
    "sympy_beta test_card.py differentiate_step_cases#5": ("f(x*sin(x))", UNKNOWN),
    "sympy_gamma constants.py gallery#0": ("f(x)*g(x)*h(x)", UNKNOWN),
    "sympy_gamma constants.py gallery#1": ("f(x)/g(x)", UNKNOWN),
} | {
    f"test_latex_lark.py:EVALUATED_MATRIX_EXPRESSION_PAIRS#{n}": (REFUSED, UNREAD)
    for n in (0, 1, 2, 3, 4, 29)
} | {
    f"test_latex_lark.py:UNEVALUATED_LITERAL_COMPLEX_NUMBER_EXPRESSION_PAIRS#{n}": (REFUSED, REAL)
    for n in (0, 3, 4, 5, 7)
}  # fmt: skip


def lines() -> list[dict[str, Any]]:
    if not CORPUS.exists():
        return []
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def reading_of(text: str) -> Any:
    """A reading in SymPy's spelling, where every word that is no function is one variable."""
    text = re.sub(r"Rational\('([^']*)'\)|Symbol\(\"(\w+)\"\)", r"(\1\2)", text)
    words = set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", text)) - FUNCTIONS.keys() - CONSTANTS.keys()
    return parse_tree(text, {w: Symbol(w) for w in words - set("fgh") or words})


def same_value(one: Any, other: Any) -> bool:
    """Whether two expressions have the same variables and agree at two points."""
    if one.free_symbols != other.free_symbols:
        return False
    names = sorted(one.free_symbols, key=str)
    for start in (37, 161):
        at = {name: Rational(start + 11 * place, 100) for place, name in enumerate(names)}
        a, b = (complex(tree.evalf(20, subs=at)) for tree in (one, other))
        if abs(a - b) > 1e-9 * (1 + abs(b)):
            return False
    return True


LINES = lines()


def decision(line: dict[str, Any]) -> tuple[str | None, bool]:
    """What is expected: a reading, or None for a refusal; and whether unknown functions occur."""
    for key in (line["id"], line["expr"]):
        if key in DECISIONS:
            return DECISIONS[key][0], DECISIONS[key][1] is UNKNOWN
    return (line["reading"] if line["status"] == "accept" else None), False


@pytest.mark.skipif(not LINES, reason="the corpora are not beside the project")
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['id']}:{line['expr'][:30]}")
def test_typed_line_is_read_as_meant_or_refused_with_its_place(line: dict[str, Any]) -> None:
    expected, unknown_functions = decision(line)
    if expected is None:
        with pytest.raises(InputError) as refusal:
            parse(line["expr"])
        assert refusal.value.message
        assert refusal.value.source == line["expr"]
        return
    expr = parse(line["expr"]).expr
    if unknown_functions:  # nothing to compute: the trees themselves
        assert expr == parse_tree(expected)
    else:
        assert same_value(reading_of(expected), expr), f"{expected} expected, {expr} read"


@pytest.mark.skipif(not LINES, reason="the corpora are not beside the project")
def test_every_decision_is_about_a_line_that_exists() -> None:
    known = {line["id"] for line in LINES} | {line["expr"] for line in LINES}
    assert DECISIONS.keys() <= known
