"""The generalised chain rule: gradients of systems, checked by others' answers, and their pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from conftest import corpus
from sympy import Rational, Symbol

import chainrule
from chainrule.explain.gradient import gradient_page
from chainrule.expr import sub
from chainrule.model import Path
from chainrule.parsing import parse_tree
from chainrule.render import render
from chainrule.scope import free_symbols, substitute

BOOK = "h = r*s + t; r = x*y; s = x + y; t = x - y"


def cases(kind: str, *files: str) -> list[dict[str, Any]]:
    return [one for file in files for one in corpus(file) if one["kind"] == kind]


def test_the_gradient_is_the_sum_over_the_paths() -> None:
    done = chainrule.grad(BOOK)
    assert [str(part) for part in done.gradient] == ["2*x*y + y**2 + 1", "x**2 + 2*x*y - 1"]
    assert [[str(path.product) for path in paths] for paths in done.paths] == [
        ["s*y", "r", "1"],
        ["s*x", "r", "-1"],
    ]
    assert done.path_counts == (3, 3)
    assert done.passed


def test_each_step_is_the_chain_rule_at_one_quantity() -> None:
    first, *_ = chainrule.grad(BOOK).passes[0].steps
    assert [str(link.name) for link in first.links] == ["r", "s", "t"]
    assert [str(link.partial) for link in first.links] == ["s", "r", "1"]
    assert [str(link.derivative) for link in first.links] == ["y", "1", "1"]


PAGES = [
    (BOOK, "h ─┬─ ∂h/∂r = s ── r ─┬─ ∂r/∂x = y ── x    (1)  s · y"),
    (BOOK, "∂h/∂x = ∂h/∂r · ∂r/∂x + ∂h/∂s · ∂s/∂x + ∂h/∂t · ∂t/∂x"),
    (BOOK, "∇h = (2xy + y² + 1, x² + 2xy − 1)"),
    ("z = f(x, y); x = g(t); y = h(t)", "= ∂₁f(g(t), h(t)) · g′(t) + ∂₂f(g(t), h(t)) · h′(t)"),
    ("f(x, y) = x^2*y; y = y(x)", "df/dx = ∂f/∂x + ∂f/∂y · dy/dx"),
    ("h = g(u1, u2); u1 = u1(x1, x2); u2 = u2(x1, x2)",
     "∂h/∂x₁ = ∂h/∂u₁ · ∂u₁/∂x₁ + ∂h/∂u₂ · ∂u₂/∂x₁"),
    ("h = a*x^2*y", "∇h = "),
    ("z = f(x - y, x*y)", "∂z/∂x = ∂z/∂u · ∂u/∂x + ∂z/∂v · ∂v/∂x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), PAGES)
def test_the_page_shows(text: str, line: str) -> None:
    page = render(gradient_page(chainrule.grad(text)), "terminal", width=120)
    assert line in page
    assert "Subs" not in page
    assert "ξ" not in page


def test_a_point_puts_numbers_on_every_branch_and_sum() -> None:
    page = str(chainrule.grad(BOOK, at="x=1, y=2"))
    for shown in ("∂h/∂r = s = 3", "6 + 2 + 1 = 9", "finite difference 9.00000000", "h = 5"):
        assert shown in page


def test_a_planted_wrong_path_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path dropped, as students do (V1), is seen."""
    from chainrule.readers import systems

    right = systems.named_paths

    def wrong(*given: object) -> tuple[Path, ...]:
        first, *others = right(*given)
        return (replace(first, product=2 * first.product), *others)

    monkeypatch.setattr(systems, "named_paths", wrong)
    done = chainrule.grad(BOOK)
    assert [check.outcome for check in done.checks if check.name == "paths"] == ["failed"]


@pytest.mark.parametrize("text", [BOOK, "u1 = x*y; u2 = x/y", "z = f(x, y); x = g(t); y = h(t)"])
def test_json_comes_back_equal(text: str) -> None:
    done = chainrule.grad(text)
    document = done.to_json()
    assert chainrule.Gradient.from_json(document) == done
    assert json.loads(document)["schema_version"] == 1


@pytest.mark.parametrize("form", ["latex", "markdown", "plain"])
def test_every_format_prints_the_gradient(form: str) -> None:
    assert "2xy" in render(gradient_page(chainrule.grad(BOOK)), form).replace(" ", "").replace(
        "*", ""
    )


def test_textbook_answers_of_the_chain_rule_with_several_variables() -> None:
    tried = 0
    for case in cases("multivariable_chain", "openstax", "apex", "webwork_opl", "active_calculus"):
        inner = {Symbol(name): parse_tree(text) for name, text in case["inner"].items()}
        if not any(Symbol(case["var"]) in free_symbols(tree) for tree in inner.values()):
            continue
        text = "; ".join(f"{n} = {e}" for n, e in case["inner"].items())
        (found,) = chainrule.grad(f"whole = {case['expr']}; {text}", case["var"]).gradient
        plain = re.sub(r"Rational\('([-\d.]+)'\)", r"(\1)", case["expected"])
        right = substitute(parse_tree(plain), inner)
        free = sorted(free_symbols(right) | free_symbols(found), key=str)
        at = {symbol: Rational(3 + i, 7) for i, symbol in enumerate(free)}
        assert abs(float(sub(found, right).subs(at))) < 1e-9, case["id"]
        tried += 1
    assert tried > 15


def test_published_gradients_at_a_point() -> None:
    tried = 0
    for case in cases("gradient_at_point", "backprop"):
        if "graph" not in case or not case["expected_grad"] or case["order"] > 1:
            continue
        text = "; ".join(f"{one['name']} = {one['expr']}" for one in case["graph"])
        names = list(case["expected_grad"])
        done = chainrule.grad(text, names, of=case["graph"][-1]["name"], at=case["at"])
        assert done.at is not None, case["id"]
        for found, (name, right) in zip(done.at.slopes, case["expected_grad"].items(), strict=True):
            if right is None:  # not published
                continue
            tolerance = float(case["published_tol"])
            assert abs(found - float(right)) <= tolerance, (case["id"], name)
        tried += 1
    assert tried > 5


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        ("w = f(x - y, y - z)", ["w = f(u, v)", "u = x - y", "v = y - z"]),
        ("z = ln(u^2 + x)", ["z = log(v)", "v = u**2 + x"]),  # u is taken
        ("h = x*y", ["h = x*y"]),
        ("h = sin(x)", ["h = sin(x)"]),
        ("h = r*s; r = x^2; s = y", ["h = r*s", "r = x**2", "s = y"]),
        ("h = x^2 + y^2 + z^2 + w^2 + t^2", ["h = x**2 + y**2 + z**2 + w**2 + t**2"]),
    ],
)
def test_the_inner_functions_of_a_single_line_are_named(text: str, definitions: list[str]) -> None:
    done = chainrule.grad(text)
    named = [f"{one.name} = {one.expr}" for one in done.system.definitions]
    assert len(named) == len(definitions)
    assert [sorted(one) for one in named] == [sorted(one) for one in definitions]
    assert done.passed
    assert chainrule.Gradient.from_json(done.to_json()) == done
