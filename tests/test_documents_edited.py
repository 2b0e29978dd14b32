"""JSON documents that somebody has changed: each loads and can be shown, or is a LoadError."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

import chainrule
from chainrule.answer import Answer
from chainrule.explain import explain
from chainrule.render import render

EDITS = 300
FEWER = 100
"""Of what has no class of its own."""
FORMS = ("plain", "terminal", "latex", "markdown")

KINDS: dict[str, Callable[[], Answer]] = {
    "derivation": lambda: chainrule.diff("(2x-1)^3", order=2, at={"x": 0.5}),
    "compared": lambda: chainrule.compare(chainrule.diff("x^n*sqrt(2x)", "x")),
    "integral": lambda: chainrule.diff("Integral(sin(t*x), (t, 0, x^2))", "x"),
    "unknown": lambda: chainrule.diff("f(g(x))", "x"),
    "logarithms": lambda: chainrule.diff("x^3*sqrt(x+1)/(2x-1)", route="log"),
    "gradient": lambda: chainrule.grad(
        "h = r*s; r = x*y; s = x + y", at="x=1,y=2", direction="3,4"
    ),
    "jacobian": lambda: chainrule.jacobian("x = r*cos(t); y = r*sin(t)", at="r=1,t=2"),
    "hessian": lambda: chainrule.hessian(
        "z = u*v; u = x^2; v = x + y", at="x=1,y=2", laplacian=True
    ),
    "sweep": lambda: chainrule.backprop("f = (x + y)*z", at="x=-2,y=5,z=-4"),
    "training": lambda: chainrule.train("2-2-1", rate=0.5, epochs=2),
    "softmax": lambda: chainrule.train("2-2", activation="softmax", loss="cross-entropy"),
    "implicit": lambda: chainrule.implicit("x^2 + y^2 = 25", at="x=3,y=4", order=2),
    "parametric": lambda: chainrule.parametric("cos(t)", "sin(t)", at="t=pi/4", order=2),
    "inverse": lambda: chainrule.inverse("x^3 + x", at="y=2"),
    "composition": lambda: chainrule.compose("x^3", "2x-1", at="x=5"),
}
VARIANTS = ("compared", "integral", "unknown", "logarithms", "softmax")
STRANGE: list[Any] = [
    None, True, False, 0, 1, -1, 7, 10**6, 1.5, float("nan"), float("inf"), 1e308, "", "x", "1/0",
    "passed", "Pow", "\x1b[31m", [], {}, ["Symbol", "y"], ["Symbol", "a}b"], {"tree": 0},
    {"tree": -1},
]  # fmt: skip


@cache
def document(kind: str) -> tuple[type[Answer], str]:
    done = KINDS[kind]()
    return type(done), done.to_json()


def places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document: a list or an object, and an index or a key."""
    for key in list(found) if isinstance(found, dict) else range(len(found)):
        yield found, key
        if isinstance(found[key], dict | list):
            yield from places(found[key])


def edited(text: str, dice: random.Random) -> str:
    """A document with one thing removed, doubled, shifted, shortened, moved or replaced."""
    found = json.loads(text)
    spots = list(places(found))
    holder, key = dice.choice(spots)
    match dice.randrange(7):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 2 if type(holder[key]) is int:
            holder[key] += dice.choice([-1, 1, 2])
        case 3:
            other, place = dice.choice(spots)
            holder[key] = copy.deepcopy(other[place])
        case 4:
            tree = dice.choice([spot for spot, name in spots if name == "tree"])
            tree["tree"] = dice.randrange(len(found["trees"]))
        case 5:
            lists = [h[k] for h, k in spots if isinstance(h[k], list) and h[k]]
            dice.choice(lists).pop()
        case _:
            holder[key] = dice.choice(STRANGE)
    return json.dumps(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_document_is_refused_or_can_be_shown(kind: str) -> None:
    cls, text = document(kind)
    dice = random.Random(kind)  # noqa: S311  # the same edits every time
    shown = 0
    edits = FEWER if kind in VARIANTS else EDITS
    for _ in range(edits):
        try:
            done = cls.from_json(edited(text, dice))
        except chainrule.LoadError:
            continue
        page = explain(done)
        assert all(render(page, form) for form in FORMS)
        shown += 1
    assert 0 < shown < edits


# The kind, a place in it, what is put there, and what the message says.
UNSOUND: list[tuple[str, tuple[Any, ...], Any, str]] = [
    ("derivation", ("at", "nudge"), float("nan"), "NaN is not a number"),
    ("derivation", ("at", "value"), float("-inf"), "-Infinity is not a number"),
    ("derivation", ("problem", "name"), "h}", "problem.name: this cannot be a name"),
    ("derivation", ("problem", "source"), "\x1b[31mx", "is not text"),
    ("derivation", ("passes", 0, "steps", 0, "constants", 0, 0), "m", "constants: they must be n"),
    ("derivation", ("passes", 0, "steps", 0, "constants"), [], "one for each letter of the rule"),
    ("gradient", ("direction", "unit"), [], "direction.unit: there must be as many as in"),
    ("gradient", ("at", "partials", 3), [], "at.partials: there must be as many as in"),
    ("gradient", ("at", "slopes"), [], "at.slopes: there must be as many as in passes"),
    ("gradient", ("paths", 0, 0, "slots"), [], "a node does not lead to the next"),
    ("gradient", ("system", "definitions"), [], "system.outputs: they must be defined"),
    ("hessian", ("seconds",), [], "one for each pair of inputs"),
    ("hessian", ("seconds", 0, "terms", 0, "nodes"), [], "edges that do not exist"),
    ("hessian", ("trace", "steps"), [], "trace.steps: there must be one"),
    ("training", ("system", "definitions"), [], "the loss must be defined"),
    ("parametric", ("at", "slopes"), [], "as many as in at.slopes"),
]


@pytest.mark.parametrize(("kind", "place", "value", "message"), UNSOUND, ids=str)
def test_what_no_type_says_is_looked_at(
    kind: str, place: tuple[Any, ...], value: Any, message: str
) -> None:
    cls, text = document(kind)
    found = json.loads(text)
    holder = next(part for name, part in found.items() if name not in ("schema_version", "trees"))
    for key in place[:-1]:
        holder = holder[key]
    assert holder[place[-1]] != value
    holder[place[-1]] = value
    with pytest.raises(chainrule.LoadError) as refusal:
        cls.from_json(json.dumps(found))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    ['{"schema_version": true, "trees": [], "derivation": {}}',
     '{"schema_version": 1.0, "trees": [], "derivation": {}}',
     '{"schema_version": 1e999, "trees": [], "derivation": {}}'],
)  # fmt: skip
def test_a_version_is_a_whole_number(text: str) -> None:
    with pytest.raises(chainrule.LoadError):
        chainrule.Derivation.from_json(text)


@pytest.mark.parametrize("row", ['["Symbol", "NAME"]', '["Dummy", "NAME", 0]'])
@pytest.mark.parametrize("name", ["a}\\\\input{b}{", "x%y", "2", "x-1", "\\u001b[31m", ""])
def test_a_document_has_no_names_that_could_do_something(row: str, name: str) -> None:
    text = '{"schema_version": 1, "trees": [ROW], "derivation": {}}'
    with pytest.raises(chainrule.LoadError, match=r"trees\[0\].* cannot be the name of a variable"):
        chainrule.Derivation.from_json(text.replace("ROW", row.replace("NAME", name)))
