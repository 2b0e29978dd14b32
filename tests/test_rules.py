"""The rule table: every row is right, and a mistake in any row is caught."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath
import pytest
from sympy import Dummy

import chainrule
from chainrule.numeric import Tape
from chainrule.rules import RULES, Rule, tree
from chainrule.rules import table as table_module
from chainrule.rules.local import ROWS
from chainrule.rules.rule import CONSTANT, INNER, SLOPES
from chainrule.rules.table import TABLE

ROW_IDS = [rule.key for rule in TABLE]
PRECISION = 100
CONSTANT_VALUES = {"a": "1.25", "b": "0.5", "c": "1.75", "m": "2", "n": "3"}


def test_keys_are_unique() -> None:
    assert len(RULES) == len((*table_module.SHAPES, *TABLE, table_module.CHAIN))


@pytest.mark.parametrize("rule", TABLE, ids=ROW_IDS)
def test_the_example_of_a_row_is_derived_by_that_row(rule: Rule) -> None:
    derivation = chainrule.diff(rule.example, "x")
    assert rule.key in [step.rule for step in derivation.steps]
    assert all(check.passed for check in derivation.checks), derivation.checks


@pytest.mark.parametrize("rule", table_module.SHAPES, ids=lambda rule: rule.key)
def test_the_example_of_a_shape_is_derived_by_that_shape(rule: Rule) -> None:
    derivation = chainrule.diff(rule.example, "x", route=rule.route or None)
    assert rule.key in [step.rule for step in derivation.steps]
    assert derivation.passed


@pytest.mark.parametrize("rule", TABLE, ids=ROW_IDS)
def test_every_text_of_a_row_is_readable(rule: Rule) -> None:
    for text in (rule.form, *rule.partials, *rule.defined, *rule.smooth):
        assert tree(text) is not None
    for slip in rule.slips:
        assert tree(slip.wrong) is not None


MUTATED = [(rule, slot) for rule in TABLE for slot in range(len(rule.partials))]


@pytest.mark.parametrize(
    ("rule", "slot"), MUTATED, ids=[f"{rule.key}-{slot}" for rule, slot in MUTATED]
)
def test_a_wrong_partial_is_caught_by_the_checks_that_the_user_sees(
    rule: Rule, slot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [f"({partial}) + 1/7" for partial in rule.partials]
    partials = (*rule.partials[:slot], wrong[slot], *rule.partials[slot + 1 :])
    plant(rule, replace(rule, partials=partials), monkeypatch)
    derivation = chainrule.diff(rule.example, "x")
    assert not derivation.passed
    assert "failed" in {check.outcome for check in derivation.checks}


COMBINED = [rule for rule in TABLE if rule.combined]


@pytest.mark.parametrize("rule", COMBINED, ids=lambda rule: rule.key)
def test_a_wrong_combination_is_caught(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(rule, replace(rule, combined=f"({rule.combined}) + 1/7"), monkeypatch)
    assert not chainrule.diff(rule.example, "x").passed


@pytest.mark.parametrize("rule", [rule for rule in TABLE if rule.slips], ids=lambda rule: rule.key)
def test_the_tempting_mistakes_are_mistakes(rule: Rule) -> None:
    values = {letter: mpmath.mpf("0.37") + place / 7 for place, letter in enumerate(INNER)}
    values |= {letter: mpmath.mpf("1.3") + place / 3 for place, letter in enumerate(SLOPES)}
    values |= {letter: mpmath.mpf(CONSTANT_VALUES[letter.name]) for letter in CONSTANT}
    right = sum(
        value_of(partial, values) * values[SLOPES[slot]]
        for slot, partial in enumerate(rule.partials)
    )
    for slip in rule.slips:
        assert abs(value_of(slip.wrong, values) - right) > 1e-3, slip


def value_of(text: str, values: dict[Dummy, Any]) -> Any:
    """The number that a text of the table stands for."""
    tape = Tape()
    slot = tape.slot(tree(text))
    numbers = tape.at({letter: value._mpf_ for letter, value in values.items()}, PRECISION)
    assert tape.run(numbers, PRECISION) is None
    return mpmath.mp.make_mpf(numbers[slot])


def plant(rule: Rule, wrong: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a wrong row in place of the right one, wherever rows are kept."""
    for name, rows in ROWS.items():
        monkeypatch.setitem(ROWS, name, [wrong if row is rule else row for row in rows])
    monkeypatch.setitem(RULES, rule.key, wrong)


def test_a_function_without_any_rule_is_named() -> None:
    with pytest.raises(chainrule.NoRuleError, match="no rule for the derivative of"):
        chainrule.diff("besselj(x, x)", "x")


def test_a_look_up_is_labelled_and_checked() -> None:
    derivation = chainrule.diff("Shi(x^2)")
    assert derivation.steps[0].rule == "look-up"
    assert derivation.passed
