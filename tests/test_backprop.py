"""Backpropagation: one sweep gives every derivative, and the page says what each line undoes."""

from __future__ import annotations

import pytest
from conftest import corpus

import chainrule
from chainrule.readers import systems

CIRCUIT = "f = q*z; q = x + y"
POINT = {"x": -2, "y": 5, "z": -4}


def test_one_sweep_gives_all_derivatives() -> None:
    done = chainrule.backprop(CIRCUIT, "x,y,z", at=POINT)
    assert done.gradient == (-4.0, -4.0, 3.0)
    assert done.at.values[-1] == -12
    assert done.passed


@pytest.mark.parametrize(
    "line",
    [
        "q = x + y = 3",
        "f = q z = −12",
        "q̄ += f̄ · ∂f/∂q = f̄ · z = 1 · (−4) = −4",
        "z̄ += f̄ · ∂f/∂z = f̄ · q = 1 · 3 = 3",
        "line 4: q = x + y",
        "Cost in operations: 2 for the value; 2 for the gradient backward, in one",
        "3 finite differences agree",
    ],
)
def test_the_page_shows(line: str) -> None:
    assert line in str(chainrule.backprop(CIRCUIT, "x,y,z", at=POINT))


def test_contributions_add_where_a_value_is_used_twice() -> None:
    done = chainrule.backprop("y = x*x", at={"x": 3})
    assert done.gradient == (6.0,)
    assert "x is used more than once: its contributions add." in str(done)


def test_a_wrong_sweep_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """= for += at a fork (B1): the last contribution alone."""
    from chainrule.verify import on_graph

    right = on_graph.backwards

    def wrong(graph, output, one, partial, times, _total):  # type: ignore[no-untyped-def]
        return right(graph, output, one, partial, times, lambda terms: terms[-1])

    monkeypatch.setattr(on_graph, "backwards", wrong)
    done = chainrule.backprop("y = x*x", at={"x": 3})
    assert done.failed
    assert "3 by the sweep, 6 by a finite difference" in done.checks[0].detail


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("y = x^2", None, "needs a point"),
        ("y = 1/x", {"x": 0}, "not defined"),
        ("y = x*z", {"x": 1}, "no value is given for z"),
        ("u = x; v = 2*x", {"x": 1}, "starts from one quantity"),
        ("y = f(x)", {"x": 1}, "numeric evaluation is known for f"),
    ],
)
def test_what_cannot_be_swept_is_refused(text: str, at: object, message: str) -> None:
    with pytest.raises(chainrule.InputError, match=message):
        chainrule.backprop(text, at=at)  # type: ignore[arg-type]


def test_json_comes_back_equal() -> None:
    done = chainrule.backprop(CIRCUIT, at=POINT)
    assert chainrule.Sweep.from_json(done.to_json()) == done


def test_published_gradients() -> None:
    tried = 0
    for case in corpus("backprop"):
        if case["kind"] != "gradient_at_point" or case["order"] > 1 or not case.get("graph"):
            continue
        published = {n: g for n, g in case["expected_grad"].items() if g is not None}
        if not published:
            continue
        text = "; ".join(f"{one['name']} = {one['expr']}" for one in case["graph"])
        of = case["graph"][-1]["name"]
        done = chainrule.backprop(text, list(published), of=of, at=case["at"])
        for found, right in zip(done.gradient, published.values(), strict=True):
            assert abs(found - float(right)) <= float(case["published_tol"]), case["id"]
        tried += 1
    assert tried > 10


def test_a_thousand_layers() -> None:
    """u ← u·sin u, a thousand times: no recursion, and no path is walked twice."""
    layers = "; ".join(f"u{i} = u{i - 1}*sin(u{i - 1})" for i in range(1, 301))
    done = systems.backprop(f"{layers}; u0 = x + 0", of="u300", at={"x": 2})
    assert done.passed
