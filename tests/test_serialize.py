"""JSON: out and back, equal, at any depth, and nothing but what the program itself wrote."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import sympy
from conftest import corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Dummy, Function, Symbol

import chainrule
from chainrule.derivation import Derivation
from chainrule.expr import Decimal, build, walk
from chainrule.model import Move
from chainrule.parsing.names import FUNCTIONS
from chainrule.rules import RULES, tree
from chainrule.serialize import record
from chainrule.serialize.heads import HEADS, fits

EXPRESSIONS = [
    "(2x-1)^3",
    "0.50*x^2 + 1/3",
    "f(g(x))",
    "g(x, x^2)",
    "Piecewise((x^2, x < 0), (sin(x), True))",
    "Integral(sin(t^2), (t, 0, x^2))",
    "Max(x, 0)*cbrt(x)",
    "e^(pi*x)",
    "besselj(2, x)",
    "struveh(0, x)",
    "ln(sqrt(1+cos(x)^2))",
]


@cache
def document(text: str) -> str:
    """The JSON of a derivation, with numbers at a point and a second derivative in one of them."""
    if text == "(2x-1)^3":
        return chainrule.diff(text, order=2, at={"x": 0.5}).to_json()
    return chainrule.diff(text, "x").to_json()


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_a_derivation_comes_back_equal(text: str) -> None:
    derivation = chainrule.diff(text, "x")
    again = Derivation.from_json(derivation.to_json())
    assert again == derivation
    assert again.to_json() == derivation.to_json()
    assert str(again) == str(derivation)


def test_second_derivatives_and_numbers_come_back_too() -> None:
    derivation = chainrule.diff("sin(x^2)", order=2, at={"x": 0.5})
    assert derivation == Derivation.from_json(derivation.to_json())


def test_a_decimal_is_not_the_fraction_that_it_equals() -> None:
    half, fraction = Move("numbers", Decimal("0.50")), Move("numbers", sympy.Rational(1, 2))
    assert half.result == fraction.result
    assert half != fraction
    assert half == Move("numbers", Decimal("0.50"))


def test_symbols_keep_their_assumptions_and_dummies_stay_apart() -> None:
    x, other = Symbol("x", positive=True, integer=False), Dummy("x")
    again = Derivation.from_json(chainrule.diff(x * other, x).to_json())
    assert again.result.is_Symbol
    assert again.result != Symbol("x")
    assert again.problem.wrt == (x,)


def test_expressions_carry_text_and_latex() -> None:
    written = json.loads(document("e^(pi*x)"))
    assert written["schema_version"] == 1
    expr = written["derivation"]["problem"]["expr"]
    assert (expr["text"], expr["latex"]) == ("e^(pi*x)", r"e^{\pi x}")


@pytest.fixture(scope="module")
def deep() -> Derivation:
    tree: Any = Symbol("x")
    for _ in range(600):
        tree = build(sympy.sin, (tree,))
    return chainrule.diff(tree, "x")


def test_a_deep_derivation_is_written_compared_hashed_copied_and_shown(deep: Derivation) -> None:
    again = Derivation.from_json(deep.to_json())
    assert again == deep
    assert hash(again) == hash(deep)
    assert again.steps[0] == deep.steps[0]
    assert again.steps[0] != deep.steps[1]
    assert pickle.loads(pickle.dumps(deep)) == deep  # noqa: S301  # our own bytes
    assert copy.deepcopy(deep) == deep
    assert "number=1" in repr(deep.steps[0])


def test_every_function_that_can_be_typed_or_stands_in_a_rule_has_a_json_form() -> None:
    rewritten = {"sqrt", "cbrt", "root", "pow", "log2", "log10", "relu", "struveh", "struvel"}
    named = {function.head for function in FUNCTIONS.values()} - rewritten
    texts = [t for r in RULES.values() for t in (r.form, *r.partials) if "Integral" not in t]
    in_rules = {type(node) for text in texts for node in walk(tree(text)) if node.args}
    assert named <= HEADS.keys()
    assert {h.__name__ for h in in_rules if not issubclass(h, Function("f").__base__)} <= set(HEADS)


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_head_takes_some_arguments_and_refuses_others(name: str) -> None:
    x, condition, pair = Symbol("x"), Symbol("x") > 0, sympy.Tuple(Symbol("x"), 1)
    some = [[x] * count for count in range(1, 5)]
    some += [[condition], [condition] * 2, [x, condition], [x, pair], [x, pair, pair]]
    some += [[pair, pair, x], [build(HEADS["ExprCondPair"], (x, condition))]]
    some += [[x, sympy.Tuple(x), sympy.Tuple(x)]]
    taken = [args for args in some if fits(HEADS[name], args)]
    assert 0 < len(taken) < len(some)


# What is put where in the JSON of (2x − 1)³, and the place that the message names.
CORRUPT: list[tuple[tuple[Any, ...], Any, str]] = [
    (("schema_version",), 2, "schema_version 2 is not known"),
    (("trees", 0), ["os.system", 0], "trees[0]: unknown kind of node 'os.system'"),
    (("trees", 0), ["Symbol", "y", "wet"], "trees[0]: "),
    (("trees", 2), ["Integer", 3], "trees[2]: "),
    (("trees", 2), ["Integer", "+3"], "trees[2]: "),
    (("trees", 2), ["Rational", "1/0"], "trees[2]: "),
    (("trees", 2), ["Decimal", "1e5"], "trees[2]: "),
    (("trees", 2), ["Add", 0, 2], "trees[2]: the parts of Add are not numbers of earlier trees"),
    (("trees", 2), ["Add", 0, True], "trees[2]: the parts of Add are not numbers of earlier trees"),
    (("trees", 2), ["Pow", 0, 1, 1], "trees[2]: Pow does not take these arguments"),
    (("trees", 2), ["sin"], "trees[2]: sin does not take these arguments"),
    (("trees", 2), ["And", 0, 1], "trees[2]: And does not take these arguments"),
    (("derivation", "checks", 0, "outcome"), "fine", "derivation.checks[0].outcome: 'fine' is not"),
    (("derivation", "checks", 0), {}, "derivation.checks[0]: '{}' is not an object with name"),
    (("derivation", "problem", "source"), None, "derivation.problem.source: 'None' is not of"),
    (("derivation", "problem", "expr"), {"tree": 10**6}, "derivation.problem.expr: "),
    (("derivation", "problem", "expr"), {"tree": True}, "derivation.problem.expr: "),
    (("derivation", "problem", "wrt"), [], "derivation.passes: there must be one for each"),
    (("derivation", "passes", 0, "wrt"), {"tree": 2}, "derivation.passes[0].wrt: "),
    (("derivation", "passes", 0, "steps"), [], "derivation.passes: their steps must be numbered"),
    (("derivation", "passes", 0, "steps", 0, "number"), 1.0, "steps[0].number: '1.0' is not of"),
    (("derivation", "passes", 0, "steps", 0, "number"), 7, "steps must be numbered from 1"),
    (("derivation", "passes", 0, "steps", 0, "rule"), "magic", "there is no rule 'magic'"),
    (("derivation", "passes", 0, "steps", 0, "chain"), [1, 9], "are not steps that follow"),
    (("derivation", "passes", 0, "steps", 0, "links", 0, "step"), 1, "about something else"),
    (("derivation", "passes", 0, "steps", 0, "moves", 0, "key"), "magic", "there is no such move"),
    (("derivation", "passes", 0, "graph", "into", 1, 0, "source"), 2, "must lead to node 1"),
    (("derivation", "passes", 0, "graph", "into", 1, 0, "source"), -1, "must lead to node 1"),
    (("derivation", "domain", "everywhere"), 1, "derivation.domain.everywhere: '1' is not of"),
    (("derivation", "at", "value"), "0.0", "derivation.at.value: '0.0' is not of type float"),
    (("derivation", "extra"), 1, "is not an object with problem, passes, domain, checks, at"),
    (("extra",), 1, "this is not a derivation in JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "message"), CORRUPT, ids=lambda part: str(part)[:50])
def test_a_corrupt_document_is_refused_with_its_place(
    place: tuple[Any, ...], value: Any, message: str
) -> None:
    changed = json.loads(document("(2x-1)^3"))
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    with pytest.raises(chainrule.LoadError) as refusal:
        Derivation.from_json(json.dumps(changed))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "[" * 100_000, "\ud800", '"x"'], ids=str.__len__
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(chainrule.LoadError):
        Derivation.from_json(text)


STRANGE: list[Any] = [
    None, True, False, 0, 1, -1, 7, 10**6, 1.5, "", "x", "1/0", "0.5", "passed", "sin", "Pow", [],
    {}, ["Symbol", "y"], ["Subs", 1, 2, 3], {"tree": 0}, {"tree": 3}, {"tree": -1},
]  # fmt: skip


def places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document: a list or an object, and an index or a key."""
    for key in list(document) if isinstance(document, dict) else range(len(document)):
        yield document, key
        if isinstance(document[key], dict | list):
            yield from places(document[key])


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A document with one thing removed, doubled, shifted, moved or replaced."""
    found = json.loads(document(draw(st.sampled_from(EXPRESSIONS))))
    spots = list(places(found))
    holder, key = spots[draw(st.integers(0, len(spots) - 1))]
    how = draw(st.sampled_from(["remove", "double", "shift", "move", "replace"]))
    if how == "remove":
        del holder[key]
    elif how == "double" and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif how == "shift" and type(holder[key]) is int:
        holder[key] += draw(st.sampled_from([-1, 1, 2]))
    elif how == "move":
        other, place = spots[draw(st.integers(0, len(spots) - 1))]
        holder[key] = copy.deepcopy(other[place])
    else:
        holder[key] = draw(st.sampled_from(STRANGE))
    return found


@given(damaged())
@settings(max_examples=400)
def test_a_damaged_document_is_refused_or_is_a_whole_derivation(found: Any) -> None:
    """Either LoadError, or a derivation that says what the document says, and can be shown."""
    try:
        derivation = Derivation.from_json(json.dumps(found))
    except chainrule.LoadError:
        return
    assert Derivation.from_json(derivation.to_json()) == derivation
    assert str(derivation)
    assert derivation.to_latex()
    if used(found) == set(range(len(found["trees"]))):
        assert sorted_out(json.loads(record(derivation))) == sorted_out(found)


def used(found: Any) -> set[int]:
    """The trees that the derivation refers to, and their parts."""
    waiting = [h[k] for h, k in places(found["derivation"]) if k == "tree"]
    seen: set[int] = set()
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            row = found["trees"][place]
            waiting += [part for part in row[1:] if type(part) is int and row[0] != "Dummy"]
    return seen


def sorted_out(found: Any) -> Any:
    """The derivation with its trees written out, whatever their order."""
    texts: list[str] = []
    for row in found["trees"]:
        parts = (texts[part] if type(part) is int else part for part in row)
        texts.append(f"({' '.join(parts)})")

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            if "tree" in value:
                return texts[value["tree"]]
            return {key: plain(part) for key, part in value.items()}
        return [plain(part) for part in value] if isinstance(value, list) else value

    return plain(found["derivation"])


@pytest.mark.parametrize("name", ["peers", "openstax", "lample_charton"])
def test_derivations_of_the_corpora_come_back_equal(name: str) -> None:
    for case in corpus(name)[::60]:
        if case["kind"] in ("derivative", "antiderivative", "numeric_only"):
            derivation = chainrule.diff(case["expr"], case["var"])
            assert derivation == Derivation.from_json(derivation.to_json())
