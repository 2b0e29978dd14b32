"""Lines of text: alignment, wrapping, where long formulas break, and two dimensions."""

from __future__ import annotations

import re

import pytest
from sympy import Expr, Integer, Piecewise, Symbol, exp, sin

from chainrule.document import Document, Line, Lines, Prose, StepRow, Steps, Table, Text
from chainrule.expr import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    add,
    build,
    div,
    mul,
    neg,
    power,
)  # fmt: skip
from chainrule.notation import Math, Num, Sym, call, equation, math, times
from chainrule.render import render

x = Symbol("x")
inner = add(mul(TWO, x), MINUS_ONE)
H, X = Sym("h"), Sym("x")


def lines(*rows: tuple[Math | None, Expr, Text]) -> Document:
    return Document((Lines(tuple(Line(left, math(right), note) for left, right, note in rows)),))


def test_lines_align_at_their_relations() -> None:
    document = lines((call("h", X), inner, ()), (None, x, ("a remark",)))
    assert (
        render(document, "plain").replace("x   a", "x        a")
        == "  h(x) = 2x − 1\n       = x        a remark\n"
    )


WAVES = add(*(mul(Integer(k), build(sin, (add(mul(Integer(k), x), ONE),))) for k in range(2, 9)))


@pytest.mark.parametrize("format_", ["plain", "terminal"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_long_sum_breaks_before_a_sign_and_goes_on_under_its_right_hand_side(
    format_: str, width: int
) -> None:
    first, *rest = render(lines((H, WAVES, ())), format_, width=width).splitlines()
    assert first.startswith("  h = 2 sin(2x + 1) + 3 sin(3x + 1)" if width > 40 else "  h = 2 sin")
    assert all(line.startswith("      + ") for line in rest)
    assert all(len(line) <= width for line in (first, *rest))


def test_a_formula_breaks_neither_in_an_exponent_nor_between_it_and_its_base() -> None:
    tower = add(power(x, add(*[x] * 12)), power(Integer(7), add(*[x] * 12)))
    text = render(lines((None, tower, ())), "plain", width=50)
    assert len(text.splitlines()) == 2
    assert re.search(r"\n +\+ 7\^\(", text)


def test_a_product_breaks_before_a_dot_rather_than_inside_of_brackets() -> None:
    product = times(*(math(build(sin, (add(x, Integer(k)),))) for k in range(12)))
    first, *rest = render(one_step("Multiply", product), "plain").splitlines()[1:]
    assert first.startswith("          h = sin(x + 0) · sin(x + 1) · ")
    assert all(line.startswith("              · sin(x + ") for line in rest)


def one_step(label: str, formula: Math, *note: str) -> Document:
    return Document((Steps((StepRow("1", (label,), H, formula, note),)),))


def test_notes_that_do_not_fit_go_below() -> None:
    text = render(one_step("Rule", math(inner), "because " * 12), "plain", width=60)
    first, *rest = text.splitlines()
    assert first == "  1  Rule   h = 2x − 1"
    assert len(rest) > 1
    assert all(len(line) <= 60 for line in rest)


def test_a_formula_that_is_too_wide_for_its_column_goes_under_its_label() -> None:
    text = render(one_step("Multiply, u back in", math(WAVES)), "plain")
    assert "  1  Multiply, u back in\n          h = 2 sin(2x + 1)" in text


def test_formulas_stay_whole_in_a_paragraph() -> None:
    words = ("so it is said that ", math(inner), " is what stands inside, and ") * 6
    text = render(Document((Prose(words),)), "plain", width=50)
    assert text.count("2x − 1") == 6
    assert all(len(line) <= 50 for line in text.splitlines())


def test_the_cells_of_a_table_that_is_too_wide_are_broken() -> None:
    cell: Text = ("word " * 12,)
    text = render(
        Document((Table((("first",), ("second",)), ((cell, ("end",)),)),)), "plain", width=50
    )
    assert text.splitlines() == [
        "  first                                     second",
        "  ───────────────────────────────────────   ──────",
        "  word word word word word word word word   end",
        "    word word word word",
    ]


def test_a_formula_in_a_cell_breaks_before_its_relation() -> None:
    cell = equation(equation(H, math(inner)), Num("123456789"), "~")
    rows = (((cell,), ("word " * 9,)),)
    text = render(Document((Table(((), ()), rows),)), "plain", width=40)
    assert re.match(r"  h = 2x − 1 +word.*\n    ≈ 123456789 +word", text)


def test_a_table_of_too_many_columns_for_the_width_becomes_a_list() -> None:
    cell: Text = ("word " * 12,)
    text = render(Document((Table((("first",), ("second",)), ((cell, cell),)),)), "plain", width=30)
    assert text.startswith("  first: word word")
    assert "\n  second: word word" in text


def test_cases_break_behind_a_semicolon() -> None:
    cell = math(Piecewise((x, x < 0), (x**2, True)))
    text = render(Document((Table(((), ()), (((cell,), ("word " * 9,)),)),)), "terminal", width=42)
    assert text.splitlines()[0].startswith("  {x if x < 0;   ")


# --- two dimensions ----------------------------------------------------------------------------

TALL = [
    (div(add(x, ONE), x), "      x + 1\n  h = ─────\n        x\n"),
    (mul(TWO, x, div(ONE, x)), "           1\n  h = 2x · ─\n           x\n"),
    (power(div(x, TWO), 2), "      ⎛x⎞²\n  h = ⎜─⎟\n      ⎝2⎠\n"),
    (neg(div(x, add(x, ONE))), "          x\n  h = − ─────\n        x + 1\n"),
    (build(exp, (div(x, TWO),)), "  h = e^(x/2)\n"),
    (Piecewise((x, x < 0), (x**2, True)), "  h = ⎧ x    if x < 0\n      ⎩ x²   otherwise\n"),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "picture"), TALL)
def test_displayed_fractions_have_a_bar(tree: Expr, picture: str) -> None:
    assert picture == render(lines((H, tree, ())), "terminal")


def test_a_root_is_as_tall_as_its_body() -> None:
    body = add(div(ONE, x), ONE)
    root = "          _____\n         ╱1\n  h =   ╱ ─ + 1\n      ╲╱  x\n"
    assert root == render(lines((H, power(body, HALF), ())), "terminal")


def test_a_fraction_stays_on_the_line_in_a_step_unless_there_is_a_sum_in_it() -> None:
    assert "h = 1/(2x)" in render(one_step("One", math(div(ONE, mul(TWO, x)))), "terminal")
    assert "h = ─────" in render(one_step("Two", math(div(ONE, add(x, ONE)))), "terminal")


def test_what_does_not_fit_in_two_dimensions_is_printed_on_lines() -> None:
    text = render(lines((H, div(WAVES, x), ())), "terminal", width=60)
    assert "─" not in text
    assert all(len(line) <= 60 for line in text.splitlines())
