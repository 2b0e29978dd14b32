"""Numbers in every link: what is exact stands behind =, what is rounded behind ≈."""

from __future__ import annotations

import re

import pytest

import chainrule
from chainrule.explain import explain
from chainrule.explain.decimals import decimal
from chainrule.render import render, terminal


def numbers(text: str, at: str, **options: int) -> str:
    """The part of the page that follows `At …`."""
    page = render(explain(chainrule.diff(text, at=at, **options)), "terminal", width=100)
    return page[page.index("  At ") :]


def test_every_link_has_its_number() -> None:
    assert numbers("(2x-1)^3", "x=5").startswith("""\
  At x = 5
  u = 2x − 1 = 9                 du/dx = 2
  h = u³ = 729     dh/du = 243   dh/dx = 243 · 2 = 486
                                 finite difference 486.000000

  Raise x by 0.001: u moves by 0.002 and h by about 0.486108.
""")


@pytest.mark.parametrize(
    ("text", "at", "shown"),
    [
        ("x^2", "x=3", "h = x² = 9      dh/dx = 6"),
        ("sin(x)", "x=1", "h = sin x ≈ 0.841471      dh/dx ≈ 0.540302"),
        ("x/4", "x=1", "h = x/4 = 0.25      dh/dx = 0.25"),
        ("x/3", "x=1", "≈ 0.333333"),
        ("sin(x)+x^2", "x=1", "dh/dx ≈ 0.540302 + 2 ≈ 2.54030"),
        ("exp(x^2)*x", "x=-2", "· (−4)"),
        ("10^x", "x=15", "≈ 2.30259 · 10¹⁵"),
        ("1/x", "x=-1", "Raise x by 0.001: h moves by about −0.00100100."),
        ("sqrt(1-x)", "x=1-1/10000", "Lower x by 0.001"),
    ],
)
def test_a_number_is_shown(text: str, at: str, shown: str) -> None:
    assert shown in numbers(text, at)


def test_a_second_derivative_has_its_own_value_and_finite_difference() -> None:
    found = numbers("x^4", "x=2", order=2)
    assert "h″(2) = 48\n" in found
    assert "finite difference 48.0000000" in found


@pytest.mark.parametrize("text", ["ln(sqrt(1+cos(x)^2))", "sin(x^2)*exp(3x)", "x^x", "atan(x)/x"])
def test_no_rounded_number_stands_behind_an_equals_sign(text: str) -> None:
    """= only where the number is short: a rounded one has six digits."""
    found = numbers(text, "x=1.3")
    assert "≈" in found
    assert not re.search(r"= −?[0-9.]*[0-9](?=\s|$)(?<=\d{6})", found.replace(".", ""))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"), (1e-40, "1 · 10⁻⁴⁰"), (-2.0, "−2"), (0.5, "0.5"), (1 / 3, "0.333333"),
        (1.0806046, "1.08060"), (-1e-7 / 3, "−3.33333 · 10⁻⁸"), (123456789.0, "123456789"),
        (1e15, "1 · 10¹⁵"), (123456.7, "123457"),
    ],
)  # fmt: skip
def test_numbers_have_six_digits(value: float, shown: str) -> None:
    assert terminal.formula(decimal(value)) == shown


def test_a_derivation_of_very_many_steps_shows_both_ends() -> None:
    found = numbers("sin(" * 40 + "x" + ")" * 40, "x=1")
    assert "… 16 more …" in found
