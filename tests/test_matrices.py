"""Jacobians, Hessians, directions: answers that are matrices, against SymPy's."""

from __future__ import annotations

import itertools
import operator
from dataclasses import replace
from functools import reduce

import pytest
import sympy
from sympy import Integer, Rational, Symbol

import chainrule
from chainrule.explain import explain
from chainrule.expr import add, mul
from chainrule.jacobians import Factor, factors
from chainrule.model import Graph
from chainrule.network import named_paths
from chainrule.parsing import parse_tree
from chainrule.readers import second
from chainrule.render import render
from chainrule.verify.on_system import verify_gradient, verify_hessian
from chainrule.walks import largest_paths, paths

BOOK = "h = r*s + t; r = x*y; s = x + y; t = x - y"
DEEP = "z = u*v + x; u = w^2; v = w*y; w = x + y"
SYSTEMS = [
    BOOK,
    DEEP,
    "x^2*y^3",
    "z = sin(u)*v; u = x/y; v = exp(x*y)",
    "z = u^v; u = x^2 + 1; v = x - y",
    "z = ln(r); r = x^2 + y^2",
    "f = a^3; a = b*c; b = x + y; c = x*y",
]


def numbers(tree: sympy.Expr, at: dict[Symbol, Rational]) -> complex:
    return complex(tree.subs(at).evalf(30))


def opened(text: str) -> sympy.Expr:
    """The first quantity in the inputs, put together by SymPy."""
    parts = [part.split("=") for part in text.split(";") if "=" in part]
    if not parts:
        return parse_tree(text)
    given = {Symbol(name.strip()): parse_tree(body) for name, body in parts}
    whole = given[Symbol(parts[0][0].strip())]
    for _ in given:
        whole = whole.subs(given)
    return whole


@pytest.mark.parametrize("text", SYSTEMS)
def test_a_hessian_is_sympys(text: str) -> None:
    done = chainrule.hessian(text)
    assert done.passed
    at = {x: Rational(3 + 2 * i, 7) for i, x in enumerate(done.system.wrt)}
    names = done.system.wrt
    right = sympy.hessian(opened(text), names)
    for (i, row), j in itertools.product(enumerate(done.matrix), range(len(names))):
        assert numbers(row[j], at) == pytest.approx(numbers(right[i, j], at), rel=1e-9), (i, j)


def test_a_second_derivative_has_all_its_terms() -> None:
    page = render(explain(chainrule.hessian("z = f(u, v); u = x^2 - y^2; v = 2*x*y")), "terminal")
    assert "∂²z/∂x² = ∂²z/∂u² · (∂u/∂x)² + 2 · ∂²z/∂u∂v · ∂u/∂x · ∂v/∂x" in page
    assert "+ ∂²z/∂v² · (∂v/∂x)² + ∂z/∂u · ∂²u/∂x²" in page
    assert "Subs" not in page


def test_a_term_left_out_of_a_second_derivative_fails_a_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The mistake of students: only ∂²z/∂u² · (∂u/∂x)², without ∂z/∂u · ∂²u/∂x²."""
    monkeypatch.setattr(second._Seconds, "carried", lambda *_: None)  # a planted error
    assert chainrule.hessian("z = sin(u); u = x^2").failed


def test_the_laplacian_of_the_logarithm_of_the_distance_is_zero() -> None:
    done = chainrule.hessian("ln(x^2 + y^2)", laplacian=True)
    assert done.laplacian is not None
    assert (
        abs(numbers(done.laplacian, {Symbol("x"): Rational(2), Symbol("y"): Rational(3)})) < 1e-12
    )


def test_numbers_of_second_derivatives_stand_beside_finite_differences() -> None:
    done = chainrule.hessian(DEEP, at="x=1, y=2")
    assert done.values == pytest.approx(done.differences, rel=1e-9)
    assert len(done.values) == len(done.seconds)


JACOBIANS = [
    ("x = r*cos(t); y = r*sin(t)", "r"),
    ("u = x + y; v = x*y", "x - y"),
    ("u = x*y; v = y*z; w = z*x", "2*x*y*z"),
]


@pytest.mark.parametrize(("text", "determinant"), JACOBIANS)
def test_the_determinant_of_a_jacobian(text: str, determinant: str) -> None:
    done = chainrule.jacobian(text)
    assert done.passed
    assert done.determinant is not None
    at = {x: Rational(5 + 3 * i, 7) for i, x in enumerate(done.system.wrt)}
    assert numbers(done.determinant, at) == pytest.approx(numbers(parse_tree(determinant), at))


def test_a_wrong_sign_in_a_determinant_fails_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    from chainrule.readers import mapping

    monkeypatch.setattr(mapping, "neg", lambda tree: tree)
    done = chainrule.jacobian("x = r*cos(t); y = r*sin(t)")
    assert [check.name for check in done.checks if check.outcome == "failed"] == ["determinant"]


@pytest.mark.parametrize("text", SYSTEMS)
def test_the_product_of_the_jacobians_is_the_gradient(text: str) -> None:
    done = chainrule.grad(text)
    place = {node.name: node.id for node in done.graph.nodes}
    values = {node.name: node.expr for node in done.graph.nodes}
    found = factors(
        done.graph, [place[done.system.outputs[0]]], [place[x] for x in done.system.wrt]
    )
    at = {x: Rational(3 + 2 * i, 7) for i, x in enumerate(done.system.wrt)}
    inner = {name: numbers(tree, at) for name, tree in values.items()}

    def number(edge: chainrule.model.Edge) -> complex:
        return complex(edge.partial.subs(inner))

    matrices = [sympy.Matrix(one.entries(number, 0j, 1 + 0j)) for one in found]
    product = list(reduce(operator.mul, matrices))
    right = [numbers(part, at) for part in done.gradient]
    assert [complex(part) for part in product] == pytest.approx(right, rel=1e-9)


def test_the_page_of_a_gradient_has_the_matrix_form() -> None:
    page = render(explain(chainrule.grad(BOOK)), "plain")
    assert "∇h = (∂(r, s, t)/∂(x, y))^T ∇_(r, s, t) h" in page
    assert "= [y, 1, 1; x, 1, −1] [s; r; 1]" in page


def test_what_is_held_fixed_is_told_from_what_moves() -> None:
    page = str(chainrule.grad("f(x, y) = x^2*y; y = sin(x)"))
    assert "∂f/∂x holds y fixed; in the total derivative df/dx, y moves with x." in page
    page = render(explain(chainrule.grad(DEEP)), "terminal", width=120)
    assert "∂z/∂x = (∂z/∂x)_(u, v) + ∂z/∂u · du/dw · ∂w/∂x" in page


def test_the_shares_of_the_paths_refute_that_the_differentials_cancel() -> None:
    page = str(chainrule.grad(BOOK, at="x=1, y=2"))
    assert "(1)  s · y = 6 (67%)" in page.replace("s*y", "s · y")
    assert "each of these terms would then be ∂h/∂x, but they are 6, 2 and 1" in page.replace(
        "\n  ", " "
    )


def test_a_quantity_used_twice_is_drawn_once_on_demand() -> None:
    done = chainrule.grad(DEEP)
    once = render(explain(done, shared="once"), "terminal", width=120)
    assert "as above (3), (6)" in once
    assert "w is shared: it is drawn once" in once
    assert "as above" not in render(explain(done), "terminal", width=120)


def test_the_full_tree_has_every_operation_and_the_same_gradient() -> None:
    full, named = (chainrule.grad(DEEP, tree=kind) for kind in ("full", "named"))
    assert len(full.graph.nodes) > len(named.graph.nodes)
    assert full.passed
    at = {x: Rational(3, 7 + i) for i, x in enumerate(full.system.wrt)}
    for one, other in zip(full.gradient, named.gradient, strict=True):
        assert numbers(one, at) == pytest.approx(numbers(other, at))


def ladder(steps: int) -> Graph:
    lines = [f"u{i} = u{i - 1} + w{i - 1}; w{i} = u{i - 1}*w{i - 1}" for i in range(1, steps + 1)]
    text = f"h = u{steps}*w{steps}; {'; '.join(lines)}; u0 = x + y; w0 = x*y"
    return chainrule.grad(text).graph


def test_the_largest_paths_are_those_of_all_paths() -> None:
    graph = ladder(4)
    sizes = {id(edge): 1 + (7 * i) % 5 for i, edge in enumerate(itertools.chain(*graph.into))}

    def size(edge: chainrule.model.Edge) -> float:
        return sizes[id(edge)]

    every = sorted(
        (reduce(operator.mul, map(size, way)) for way in paths(graph, len(graph.nodes) - 1, 0)),
        reverse=True,
    )
    found = largest_paths(graph, len(graph.nodes) - 1, 0, size, 10)
    assert [reduce(operator.mul, map(size, way)) for way in found] == every[:10]


def test_more_paths_than_fit_are_counted_and_the_largest_listed() -> None:
    lines = "; ".join(f"u{i} = u{i - 1} + w{i - 1}; w{i} = u{i - 1}*w{i - 1}" for i in range(1, 9))
    done = chainrule.grad(f"h = u8*w8; {lines}; u0 = x + y; w0 = x*y", at="x=1/2, y=1/3")
    assert done.path_counts == (512, 512)
    assert len(done.paths[0]) < 512
    page = str(done)
    assert "There are 1,024 paths, too many for a tree." in page
    assert "The largest 10 of 512 paths to x:" in page


def test_a_directional_derivative_is_along_the_unit_vector() -> None:
    done = chainrule.grad("x^2*y", direction=(3, 4), at={"x": 1, "y": 2})
    assert done.passed
    assert done.direction is not None
    assert done.direction.length == 5
    assert done.direction.slope == pytest.approx(3.2)
    assert done.direction.finite_difference == pytest.approx(3.2)


def test_a_direction_that_is_not_divided_by_its_length_fails_a_check() -> None:
    done = chainrule.grad("x^2*y", direction="3,4")
    assert done.direction is not None
    x, y = done.gradient
    wrong = add(mul(Integer(3), x), mul(Integer(4), y))
    planted = replace(done.direction, done=replace(done.direction.done, result=wrong))
    checks = verify_gradient(replace(done, direction=planted))
    assert any(check.outcome == "failed" for check in checks)


@pytest.mark.parametrize(
    ("direction", "what"),
    [
        ("0,0", "of length 0"),
        ("1,2,3", "a number for each of x, y"),
        ("a,1", "numbers only"),
    ],
)
def test_a_direction_that_is_none_is_refused(direction: str, what: str) -> None:
    with pytest.raises(chainrule.InputError, match=what):
        chainrule.grad("x^2*y", direction=direction)


@pytest.mark.parametrize(
    "done",
    [
        chainrule.hessian(DEEP, at="x=1, y=2", laplacian=True),
        chainrule.jacobian("x = r*cos(t); y = r*sin(t)", at="r=1, t=2"),
        chainrule.grad("x^2*y", direction="3,4", at="x=1, y=2"),
    ],
    ids=["Hessian", "Jacobian", "Gradient"],
)
def test_json_comes_back_equal(done: chainrule.Answer) -> None:
    assert type(done).from_json(done.to_json()) == done


def test_named_paths_are_the_largest_where_there_are_numbers() -> None:
    graph = ladder(8)
    partials = [[1.0 + edge.slot for edge in into] for into in graph.into]
    listed = named_paths(graph, len(graph.nodes) - 1, 0, partials)
    assert listed[0].slots[:-1] == (1,) * (len(listed[0].slots) - 1)


def test_a_jacobian_is_of_all_that_no_other_quantity_uses() -> None:
    done = chainrule.jacobian("u1 = r*s; u2 = r + s; r = x*y; s = x + y")
    assert [symbol.name for symbol in done.system.outputs] == ["u1", "u2"]
    assert chainrule.grad("u1 = r*s; u2 = r + s; r = x*y; s = x + y", of="*").system == done.system


def test_the_sum_over_long_paths_puts_the_definitions_back_before_it_is_tidied() -> None:
    page = render(
        explain(chainrule.grad("f = a + b; a = u^2; b = u*v; u = x*y; v = x - y")), "terminal"
    )
    assert "= 1 · 2u · y + 1 · v · y + 1 · u · 1   (1) + (2) + (3)" in page
    assert "= 2(xy)y + (x − y)y + xy" in page


def test_every_path_stands_on_the_page_where_a_shared_quantity_is_drawn_once() -> None:
    done = chainrule.grad("f = a + b; a = u^2; b = u*v; u = x*y; v = x - y")
    page = render(explain(done, shared="once"), "terminal")
    assert all(page.count(f"({mark})") > 1 for mark in range(1, 7))


def test_what_a_derivative_holds_fixed_is_said() -> None:
    for answer in (chainrule.grad("x^2*y"), chainrule.jacobian("u = x*y; v = x/y")):
        assert "holds the other inputs fixed" in str(answer)


def test_why_there_are_no_numbers_is_said_by_every_command() -> None:
    for answer in (
        chainrule.hessian("f = x*abs(y)", at="x=1, y=0"),
        chainrule.jacobian("f = x*abs(y); g = x + y", at="x=1, y=0"),
    ):
        assert "y = 0" in str(answer)


def failing(checks: tuple[chainrule.Check, ...]) -> list[str]:
    return [check.name for check in checks if check.outcome == "failed"]


def test_a_planted_wrong_number_at_the_point_fails_a_check() -> None:
    done = chainrule.grad("f = x*y", direction=(3, 4), at="x=1, y=2")
    assert done.at is not None
    assert done.direction is not None
    for planted in (
        replace(done, at=replace(done.at, slopes=(7.0, 1.0))),
        replace(done, direction=replace(done.direction, slope=99.0)),
    ):
        assert failing(verify_gradient(planted)) == ["point"]
    hessian = chainrule.hessian("f = x*y^2", at="x=1, y=2")
    assert failing(verify_hessian(replace(hessian, values=(9.0, 9.0, 9.0)))) == ["point"]


def test_a_planted_wrong_laplacian_fails_a_check() -> None:
    done = chainrule.hessian("x^2*y^2", laplacian=True)
    assert done.trace is not None
    planted = replace(done, trace=replace(done.trace, result=Integer(17)))
    assert failing(verify_hessian(planted)) == ["Laplacian"]


def test_a_vector_divided_by_a_wrong_length_fails_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainrule.direction._root", lambda *_: Integer(1))
    assert failing(chainrule.grad("f = x*y", direction=(3, 4)).checks) == ["direction"]


def test_jacobians_whose_product_is_not_the_whole_fail_a_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = Factor.entries
    monkeypatch.setattr(Factor, "entries", lambda *given: right(*given)[::-1])
    assert "matrix form" in failing(
        chainrule.jacobian("u = r*s; v = r + s; r = x*y; s = x + y").checks
    )
