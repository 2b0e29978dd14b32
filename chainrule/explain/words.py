"""The words: labels of lines, sentences about the domain and the checks."""

from __future__ import annotations

from typing import Any

from sympy import false

from chainrule.document import Block, Text, Verdict
from chainrule.model import Derivation, Step
from chainrule.notation import Math, math
from chainrule.rules import RULES
from chainrule.tidy import MOVES

__all__ = [
    "DETAILS", "STYLES", "check_words", "domain_words", "move_title", "rule_name",
    "sentence", "why",
]  # fmt: skip

STYLES = ("link", "straight", "leibniz")
DETAILS = ("brief", "normal", "full")


def rule_name(step: Step) -> str:
    """The name of the rule, as it stands inside a label."""
    return RULES[step.rule].name


def sentence(text: str) -> Text:
    """A text that starts with a capital."""
    return (text[:1].upper() + text[1:],)


def why(step: Step) -> Text:
    """Why the rule applies."""
    return (RULES[step.rule].because,)


def move_title(key: str) -> Text:
    """What a move of the algebra is called."""
    return (MOVES[key],)


def domain_words(derivation: Derivation) -> list[Text]:
    """Where the function is defined, and where the derivative holds."""
    conditions = derivation.domain.conditions
    defined = [c.relation for c in conditions if c.kind == "defined"]
    smooth = [c.relation for c in conditions if c.kind == "smooth"]
    if false in defined:
        return [("Defined for no real ", math(derivation.problem.wrt[0]), ".")]
    return [
        *_listed("Defined for ", defined),
        *_listed("The derivative holds for ", smooth),
    ]


def _listed(opening: str, relations: list[Any]) -> list[Text]:
    if not relations:
        return []
    text: list[str | Math] = [opening]
    for place, relation in enumerate(relations):
        text += [" and ", math(relation)] if place else [math(relation)]
    return [(*text, ".")]


def check_words(derivation: Derivation) -> list[Block]:
    """One verdict a check; when all passed, one for all, with the domain if it is everything."""
    checks = derivation.checks
    where = "; holds for every real " if derivation.domain.everywhere else ""
    variable: Text = (math(derivation.problem.wrt[0]),) if where else ()
    if checks and all(check.passed for check in checks):
        words = "each step checked numerically: " + checks[0].detail + where
        return [Verdict("passed", (words, *variable))]
    return [Verdict(check.outcome, (f"{check.name}: {check.detail}",)) for check in checks]
