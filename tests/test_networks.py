"""Networks: one sweep gives the gradient by every weight, and the page says it in matrices."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import corpus
from sympy import Symbol
from typer.testing import CliRunner

import chainrule
from chainrule.activations import ACTIVATIONS
from chainrule.cli import app
from chainrule.explain import explain
from chainrule.readers.settings import numbers_of, widths_of
from chainrule.render import render

TUTORIAL: dict[str, Any] = {
    "widths": "2-2-2",
    "activation": "sigmoid",
    "loss": "half-squared-error",
    "inputs": "0.05,0.10",
    "targets": "0.01,0.99",
    "weights": {
        "W1": [[0.15, 0.20], [0.25, 0.30]],
        "b1": [0.35, 0.35],
        "W2": [[0.40, 0.45], [0.50, 0.55]],
        "b2": [0.60, 0.60],
    },
}

PHI: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "identity": (lambda z: z, lambda _: 1.0),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: 1.0 if z > 0 else 0.0),
    "softplus": (lambda z: math.log(1 + math.exp(z)), lambda z: 1 / (1 + math.exp(-z))),
}


def by_hand(done: chainrule.Training) -> tuple[float, dict[str, float]]:
    """The loss and the gradient by lists of lists, sharing nothing with the program."""
    at = {symbol.name: float(value) for symbol, value in done.at}
    widths = done.widths
    values, sums = [[at[f"x_{i + 1}"] for i in range(widths[0])]], []
    for k, width in enumerate(widths[1:], start=1):
        below = values[-1]
        z = [
            sum(at[f"W{k}_{i}{j}"] * a for j, a in enumerate(below, start=1)) + at[f"b{k}_{i}"]
            for i in range(1, width + 1)
        ]
        sums.append(z)
        values.append([PHI.get(done.activations[k - 1], PHI["identity"])[0](one) for one in z])
    t, n = [at[f"t_{i + 1}"] for i in range(widths[-1])], widths[-1]
    if done.loss == "cross-entropy":
        z = sums[-1]
        total = sum(math.exp(one) for one in z) + (1 if n == 1 else 0)
        p = [math.exp(one) / total for one in z]
        loss = -sum(one * math.log(two) for one, two in zip(t, p, strict=True) if one)
        loss -= (1 - t[0]) * math.log(1 - p[0]) if n == 1 else 0
        delta = [two - one for one, two in zip(t, p, strict=True)]
    else:
        by = 2 if done.loss == "half-squared-error" else n
        errors = [a - one for a, one in zip(values[-1], t, strict=True)]
        loss = sum(error**2 for error in errors) / by
        slopes = map(PHI[done.activations[-1]][1], sums[-1])
        delta = [2 / by * error * slope for error, slope in zip(errors, slopes, strict=True)]
    gradient = {}
    for k in range(len(widths) - 1, 0, -1):
        for i, signal in enumerate(delta, start=1):
            gradient[f"b{k}_{i}"] = signal
            for j, a in enumerate(values[k - 1], start=1):
                gradient[f"W{k}_{i}{j}"] = signal * a
        if k > 1:
            back = [
                sum(at[f"W{k}_{i}{j}"] * signal for i, signal in enumerate(delta, start=1))
                for j in range(1, widths[k - 1] + 1)
            ]
            slopes = map(PHI[done.activations[k - 2]][1], sums[k - 2])
            delta = [one * slope for one, slope in zip(back, slopes, strict=True)]
    return loss, gradient


@pytest.mark.parametrize(
    ("widths", "activation", "loss"),
    [
        ("1-1", "identity", "mse"),
        ("2-3-1", "tanh", "mse"),
        ("2-3-2", "sigmoid", "half-squared-error"),
        ("3-4-3", "relu", "mse"),
        ("2-2-2-2", "softplus", "mse"),
        ("2-3-2-1", "tanh,relu,identity", "half-squared-error"),
        ("2-3-3", "tanh", "cross-entropy"),
        ("3-2", "softmax", "cross-entropy"),
        ("2-3-1", "relu", "cross-entropy"),
    ],
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_gradient_is_the_one_by_hand(
    widths: str, activation: str, loss: str, seed: int
) -> None:
    done = chainrule.train(widths, activation=activation, loss=loss, seed=seed)
    right, gradient = by_hand(done)
    assert done.passed
    assert done.value == pytest.approx(right, rel=1e-12)
    found = {s.name: slope for s, slope in zip(done.system.wrt, done.gradient, strict=True)}
    assert found == pytest.approx(gradient, rel=1e-11, abs=1e-14)


def test_the_published_network_comes_out() -> None:
    """w1 … w8 of the tutorial are the weights row by row; it has no gradients of the biases."""
    done = chainrule.train(**TUTORIAL)
    weights = [slope for s, slope in zip(done.system.wrt, done.gradient, strict=True)
               if s.name.startswith("W")]  # fmt: skip
    tried = 0
    for case in corpus("backprop"):
        if not case["id"].startswith("mazur-E_total"):
            continue
        within = float(case["published_tol"])
        assert abs(done.value - float(case["expected_value"])) <= within
        for name, slope in case["expected_grad"].items():
            assert abs(weights[int(name[1:]) - 1] - float(slope)) <= within, name
        tried += 1
    assert tried == 2


def test_every_published_number_comes_out_within_its_tolerance() -> None:
    """Values and derivatives, of the second and third order too; docs/networks.md lists those
    whose last digits are not the true ones."""
    tried = 0
    for case in corpus("backprop"):
        graph = case["graph"]
        text = "; ".join(f"{one['name']} = {one['expr']}" for one in graph)
        within = float(case["published_tol"])
        at = {name: value for name, value in case["at"].items() if name in text}
        wrt = case["var"] or [next(iter(at))]
        if case["order"] == 1:
            sweep = chainrule.backprop(text, wrt, of=graph[-1]["name"], at=at)
            value, slopes = sweep.at.values[sweep.output], sweep.gradient
        else:
            done = chainrule.diff(graph[0]["expr"], order=case["order"], at=at)
            value, slopes = done.at.value, (done.at.derivative,)
        found = dict(zip(wrt, slopes, strict=True))
        expected = {n: g for n, g in case["expected_grad"].items() if g is not None}
        pairs = [(found[name], right) for name, right in expected.items()]
        pairs += [(value, case["expected_value"])] if case.get("expected_value") else []
        for one, right in pairs:
            assert abs(one - float(right)) <= within, case["id"]
        tried += bool(pairs)
    assert tried == 24


def test_the_published_step_comes_out() -> None:
    """The new weights of the tutorial, to its digits."""
    done = chainrule.train(**TUTORIAL, rate=0.5)
    new = [value for s, value in zip(done.system.wrt, done.trained, strict=True)
           if s.name.startswith("W")]  # fmt: skip
    published = (0.149780716, 0.19956143, 0.24975114, 0.29950229,
                 0.35891648, 0.408666186, 0.511301270, 0.561370121)  # fmt: skip
    assert new == pytest.approx(published, abs=6e-9)


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("z", ["-2.5", "-0.3", "0.7", "4"])
def test_a_row_of_the_activations_says_what_the_graph_computes(row: Any, z: str) -> None:
    done = chainrule.train("1-1", activation=row.name, inputs=z, targets="0",
                           weights={"W1": [[1]], "b1": [0]})  # fmt: skip
    place = {node.name.name: node.id for node in done.graph.nodes}
    value = done.values[place["a1_1"]]
    (slope,) = done.partials[place["a1_1"]]
    shown = chainrule.backprop(f"y = {row.slope} + 0*z + 0*a", "a,z", at={"a": value, "z": z})
    assert slope == pytest.approx(shown.at.values[shown.output], rel=1e-12)


@pytest.mark.parametrize(
    "line",
    [
        "2 inputs, 2 hidden neurons, 2 outputs: 12 parameters (8 weights, 4 biases).",
        "y     = f₂(f₁(x))",
        "f₁(x) = σ(W⁽¹⁾x + b⁽¹⁾)",
        "σ(z) = 1/(1 + e⁻ᶻ), σ′(z) = a(1 − a), where a = σ(z).",
        "δ⁽²⁾ = ∂L/∂z⁽²⁾ = ∂L/∂a⁽²⁾ ⊙ σ′(z⁽²⁾)",
        "δ⁽¹⁾ = ∂L/∂z⁽¹⁾ = (W⁽²⁾)ᵀδ⁽²⁾ ⊙ σ′(z⁽¹⁾)",
        "∂L/∂W⁽²⁾ = δ⁽²⁾(a⁽¹⁾)ᵀ",
        "⎡ 0.0821670   0.0826676  ⎤",
        "∂L/∂b⁽²⁾ = δ⁽²⁾ ≈ ⎡  0.138499  ⎤",
        "what training can change are the weights and biases",
        "a₁⁽²⁾ ─┬─ w₁₁⁽²⁾ ── a₁⁽¹⁾ ─┬─ w₁₁⁽¹⁾ ── x₁",
        "w ← w − η∂L/∂w with the learning rate η = 0.5:",
        "The loss falls from L ≈ 0.298371 to L ≈ 0.280471.",
        "12 finite differences agree",
    ],
)
def test_the_page_shows(line: str) -> None:
    page = render(explain(chainrule.train(**TUTORIAL, rate=0.5)), "terminal", width=80)
    assert line in " ".join(page.split()) or line in page


@pytest.mark.parametrize(
    ("loss", "count", "factor", "shown"),
    [
        ("mse", 1, 2.0, "2(a⁽¹⁾ − t)"),
        ("mse", 2, 1.0, "a⁽¹⁾ − t"),
        ("mse", 3, 2 / 3, "⅔(a⁽¹⁾ − t)"),
        ("mse", 4, 1 / 2, "½(a⁽¹⁾ − t)"),
        ("half-squared-error", 1, 1.0, "a⁽¹⁾ − t"),
        ("half-squared-error", 3, 1.0, "a⁽¹⁾ − t"),
    ],
)
def test_the_slope_of_the_loss_is_the_one_that_is_printed(
    loss: str, count: int, factor: float, shown: str
) -> None:
    done = chainrule.train(f"1-{count}", activation="identity", loss=loss, seed=3)
    page = " ".join(render(explain(done), "terminal", width=80).split())
    assert f"∂L/∂a⁽¹⁾ = {shown} " in page
    place = {node.name.name: node.id for node in done.graph.nodes}
    at = {symbol.name: float(value) for symbol, value in done.at}
    error = done.values[place["a1_1"]] - at["t_1"]
    assert done.adjoints[place["a1_1"]] == pytest.approx(factor * error, rel=1e-12)


@pytest.mark.parametrize("form", ["terminal", "plain", "latex", "markdown"])
@pytest.mark.parametrize(
    ("widths", "activation", "loss"),
    [
        ("1-1", "identity", "mse"),
        ("3-2", "softmax", "cross-entropy"),
        ("2-2-1", "softplus", "cross-entropy"),
        ("2-1-1-1-2", "relu", "mse"),
        ("12-3-11", "tanh", "mse"),
    ],
)
def test_every_page_can_be_printed(widths: str, activation: str, loss: str, form: str) -> None:
    done = chainrule.train(widths, activation=activation, loss=loss, rate=0.1, epochs=3)
    assert "finite differences agree" in render(explain(done), form)


def test_a_wrong_sweep_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last contribution alone, where several add up."""
    from chainrule.verify import on_graph

    right = on_graph.backwards

    def wrong(graph, output, one, partial, times, _total):  # type: ignore[no-untyped-def]
        return right(graph, output, one, partial, times, lambda terms: terms[-1])

    monkeypatch.setattr(on_graph, "backwards", wrong)
    done = chainrule.train(**TUTORIAL)
    assert done.failed
    assert "by the sweep" in done.checks[0].detail


def test_a_wrong_slope_of_an_activation_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    from chainrule.readers import training

    right = training.contract

    def wrong(graph: Any, system: Any) -> Any:
        found = right(graph, system)
        return type(found)(found.nodes, tuple(into[:1] for into in found.into), found.wrt)

    monkeypatch.setattr(training, "contract", wrong)
    assert chainrule.train("2-2-1").failed


@pytest.mark.parametrize(
    ("activation", "loss", "weight", "value", "slope"),
    [
        ("sigmoid", "mse", -1000, 0.0, 0.0),
        ("sigmoid", "mse", 1000, 1.0, 0.0),
        ("sigmoid", "mse", "-1e6", 0.0, 0.0),
        ("tanh", "mse", 1000, 1.0, 0.0),
        ("softplus", "mse", 1000, 1e6, 2000.0),
        ("softplus", "mse", -1000, 0.0, 0.0),
        ("softmax", "cross-entropy", 1000, 1000.0, 1.0),
        ("softmax", "cross-entropy", -1000, 0.0, 0.0),
    ],
)
def test_nothing_overflows(
    activation: str, loss: str, weight: Any, value: float, slope: float
) -> None:
    done = chainrule.train("1-1", activation=activation, loss=loss, inputs="1", targets="0",
                           weights={"W1": [[weight]], "b1": [0]})  # fmt: skip
    assert done.passed
    assert (done.value, done.gradient[0]) == (value, slope)


@pytest.mark.parametrize(
    ("scores", "gradient"), [(("1000", "-1000"), (0, 0)), (("-1000", "1000"), (-1, 1))]
)
def test_softmax_of_huge_scores_is_right(scores: Any, gradient: Any) -> None:
    weights = {"W1": [[score] for score in scores], "b1": [0, 0]}
    done = chainrule.train("1-2", activation="softmax", loss="cross-entropy", inputs="1",
                           targets="1,0", weights=weights)  # fmt: skip
    assert done.gradient[:2] == gradient


@pytest.mark.parametrize(
    ("weight", "bias", "x"),
    [("0.5", "-0.1", "0.2"), ("0.3", "-0.21", "0.7"), ("1/3", "-1", "3"), ("0.1", "-0.3", "3")],
)
def test_at_the_kink_of_relu_the_convention_is_said_and_nothing_else_claimed(
    weight: str, bias: str, x: str
) -> None:
    weights = {"W1": [[weight]], "b1": [bias], "W2": [[1]], "b2": [1]}
    done = chainrule.train("1-1-1", activation="relu", inputs=x, targets="0", weights=weights)
    assert done.gradient[:2] == (0.0, 0.0)
    assert done.finite_differences[:2] == (None, None)
    assert [check.outcome for check in done.checks] == ["passed", "not made"]
    assert "at z = 0 there is no slope, and 0 is taken" in " ".join(str(done).split())
    assert "W1_11, b1_1" in str(done)


def test_what_is_not_given_is_drawn_and_said() -> None:
    done, again = chainrule.train("2-2-1"), chainrule.train("2-2-1", seed=0)
    assert done == again
    assert done != chainrule.train("2-2-1", seed=1)
    draw = random.Random(0)  # noqa: S311  # what the page says
    assert float(dict(done.at)[Symbol("W1_11")]) == round(draw.uniform(-1, 1), 2)
    text = " ".join(str(done).split())
    assert "Drawn with the seed 0 (Python's random.Random), to two decimals: the weights" in text
    assert "Drawn" not in str(chainrule.train(**TUTORIAL))


def test_descent_is_one_step_after_another() -> None:
    one = chainrule.train(**TUTORIAL, rate=0.5)
    names = one.neurons
    new = dict(zip(one.system.wrt, one.trained, strict=True))
    weights = {f"W{k}": [[repr(new[w]) for w in row] for row in names.weights(k)] for k in (1, 2)}
    weights |= {f"b{k}": [repr(new[b]) for b in names.biases(k)] for k in (1, 2)}
    second = chainrule.train(**TUTORIAL | {"weights": weights}, rate=0.5)
    two = chainrule.train(**TUTORIAL, rate=0.5, epochs=2)
    assert two.losses == pytest.approx((*one.losses, second.losses[1]), rel=1e-14)
    assert two.trained == pytest.approx(second.trained, rel=1e-14)


def test_a_rate_that_is_too_large_is_said() -> None:
    assert "rises" in str(chainrule.train("2-1", activation="identity", rate=5.0))


def test_a_large_network_is_summed_up_with_its_largest_derivatives() -> None:
    done = chainrule.train("12-10-8")
    page = str(done)
    assert "too large to write out" in page
    assert "W⁽²⁾[5, 9]" in page.replace("^(2)", "⁽²⁾")
    assert "60 finite differences agree (of 218 parameters)" in page
    assert sum(one is not None for one in done.finite_differences) == 60


def test_a_hundred_layers_are_summed_up() -> None:
    done = chainrule.train("-".join("1" * 101), activation="tanh")
    page = " ".join(str(done).split())
    assert done.passed
    assert "1 input, 99 hidden layers of 1 neuron, 1 output: 200 parameters" in page
    assert "y = f₁₀₀(…f₆(f₅(f₄(f₃(f₂(f₁(x)))))))" in page
    assert "90 layers between them are left out." in page


def test_json_comes_back_equal() -> None:
    for done in (chainrule.train(**TUTORIAL, rate=0.5, epochs=2), chainrule.train("3-2-1")):
        again = chainrule.Training.from_json(done.to_json())
        assert again == done
        assert str(again) == str(done)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("widths", [2]),
        ("widths", [2, 3, 1]),
        ("widths", [2, 0, 1]),
        ("activations", ["tanh", "tan"]),
        ("activations", ["tanh"]),
        ("loss", "gain"),
        ("seed", "0"),
        ("at", []),
        ("values", [1.0]),
        ("partials", []),
        ("adjoints", []),
        ("finite_differences", []),
        ("losses", [1.0]),
        ("trained", []),
        ("rate", "0.5"),
    ],
)
def test_a_document_that_does_not_fit_together_is_refused(key: str, value: object) -> None:
    document = json.loads(chainrule.train("2-2-1", rate=0.5).to_json())
    document["training"][key] = value
    with pytest.raises(chainrule.LoadError):
        chainrule.Training.from_json(json.dumps(document))


def test_the_code_computes_the_same() -> None:
    done = chainrule.train(**TUTORIAL)
    space: dict[str, Any] = {}
    exec(done.to_python(), space)  # noqa: S102  # our own code
    names = space["value_and_grad"].__code__.co_varnames[: len(done.at)]
    at = {symbol.name: float(value) for symbol, value in done.at}
    value, gradient = space["value_and_grad"](**{name: at[name] for name in names})
    assert value == pytest.approx(done.value, rel=1e-14)
    assert list(gradient) == pytest.approx(done.gradient, rel=1e-12)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"widths": "2-0-1"}, "1 or more\n  2-0-1\n    ^"),
        ({"widths": "2--1"}, "1 or more\n  2--1\n    ^"),
        ({"widths": "2"}, "at least an input and an output"),
        ({"widths": "two"}, "1 or more"),
        ({"widths": ""}, "1 or more"),
        ({"widths": "2-1.5"}, "1 or more"),
        ({"widths": "100-100-1"}, "10,201 weights and biases is too large"),
        ({"activation": "tan"}, "unknown activation 'tan'\n  tan\n  ^^^"),
        ({"activation": "tanh,tan"}, "unknown activation 'tan'\n  tanh,tan\n       ^^^"),
        ({"activation": "tanh,tanh,tanh"}, "3 activations for 2 layers"),
        ({"activation": "softmax"}, "softmax is for the last layer"),
        ({"activation": "softmax", "loss": "cross-entropy"}, "softmax is for the last layer"),
        ({"activation": "tanh,relu", "loss": "cross-entropy"}, "last activation is softmax"),
        ({"loss": "gain"}, "unknown loss 'gain'"),
        ({"inputs": "1"}, "the input has 1 number, and the network 2"),
        ({"inputs": "1,2,3"}, "the input has 3 numbers"),
        ({"inputs": "1,x"}, "an input must be a number\n  1,x\n    ^"),
        ({"inputs": "1,"}, "a number is missing"),
        ({"inputs": "1,2+"}, "\n  1,2+\n     ^"),
        ({"inputs": "1,sqrt(-1)"}, "must be a real number"),
        ({"inputs": "1,1e400"}, "too large"),
        ({"targets": "1,2"}, "the target has 2 numbers, and the network 1"),
        ({"targets": "2", "loss": "cross-entropy"}, "between 0 and 1"),
        ({"widths": "2-2", "targets": "1,1", "loss": "cross-entropy"}, "add up to 1"),
        ({"weights": "{"}, "not JSON"),
        ({"weights": "[1]"}, "the weights are an object"),
        ({"weights": {}}, "W1 is missing"),
        ({"weights": {"W3": []}}, "no layer for 'W3'"),
        ({"weights": {"W1": [[1, 2]]}}, "W1 has 1 entry, not 2"),
        ({"weights": {"W1": [[1, 2], [3]]}}, r"W1[2] has 1 entry, not 2"),
        ({"weights": {"W1": [[1, 2], [3, "x"]]}}, r'W1[2][2] must be a number, not "x"'),
        ({"weights": {"W1": [[1, 2], [3, True]]}}, r"W1[2][2] must be a number, not true"),
        ({"weights": {"W1": [[1, 2], [3, math.nan]]}}, r"W1[2][2] must be a number"),
        ({"weights": {"W1": 3}}, "W1 must be a 2×2 matrix, not 3"),
        ({"weights": {"W1": [[1, 2], [3, 4]], "b1": 1}}, "b1 must be a list of 2, not 1"),
        ({"rate": -1.0}, "above 0"),
        ({"rate": math.nan}, "above 0"),
        ({"rate": 1.0, "epochs": 10**9}, "the number of epochs is from 1 to 22,222"),
        ({"rate": 1e300, "epochs": 3}, "leaves every bound in epoch 1"),
        (TUTORIAL | {"seed": 1}, "nothing for a seed to draw"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_with_its_place(
    settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(chainrule.InputError) as caught:
        chainrule.train(**{"widths": "2-2-1"} | settings)
    assert message in str(caught.value)


def test_numbers_keep_the_digits_that_were_typed() -> None:
    assert str(numbers_of("0.50, 1/2, -3", "input", 3)) == "(0.50, 1/2, -3)"
    assert widths_of((2, 3, 1)) == (2, 3, 1)


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["backprop", *words])


def test_the_command_reads_weights_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(TUTORIAL["weights"]))
    found = run(
        *("--network", "2-2-2", "--activation", "sigmoid", "--loss", "half-squared-error"),
        *("--weights", str(file), "--input", "0.05,0.10", "--target", "0.01,0.99"),
        *("--learning-rate", "0.5", "--format", "json"),
    )
    assert found.exit_code == 0
    done = chainrule.Training.from_json(found.stdout)
    assert done.losses == chainrule.train(**TUTORIAL, rate=0.5).losses


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "needs a system or a network"),
        (["f = x", "--at", "x=1", "--loss", "mse"], "--loss is for a network"),
        (["f = x", "--at", "x=1", "--input", "1"], "--input is for a network"),
        (["f = x", "--network", "2-1"], "leave out SYSTEM"),
        (["--network", "2-1", "--at", "x=1"], "leave out --at"),
        (["--network", "2-1", "--epochs", "3"], "epochs need a learning rate"),
        (["--network", "2-1", "--epochs", "0"], "--epochs is a whole number from 1"),
        (["--network", "2-1", "--learning-rate", "fast"], "a learning rate is a number"),
        (["--network", "2-1", "--seed", "x"], "--seed is a whole number"),
        (["--network", "2-1", "--weights", "no/such/file"], "cannot read"),
        (["--network", "2-1", "--format", "json", "--ascii"], "--ascii is for the formats"),
    ],
    ids=str,
)
def test_the_command_refuses(words: list[str], message: str) -> None:
    found = run(*words)
    assert found.exit_code == 2
    assert message in found.stderr


def test_the_exit_code_is_1_if_a_check_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    from chainrule.verify import on_network

    monkeypatch.setattr(on_network, "CLOSE", -1.0)
    assert run("--network", "2-1").exit_code == 1
