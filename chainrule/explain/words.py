"""The words: labels of lines, and why a rule applies."""

from __future__ import annotations

import re

from sympy import Symbol

from chainrule.document import Text
from chainrule.explain.page import Page, listed
from chainrule.expr import Partial, walk
from chainrule.model import Step
from chainrule.rules import RULES, letters
from chainrule.rules.temptations import LOOKALIKES
from chainrule.scope import free_symbols
from chainrule.tidy import MOVES

__all__ = [
    "DETAILS", "STYLES", "ends", "holding", "move_title", "resting", "rule_name", "sentence", "why",
]  # fmt: skip

STYLES = ("link", "straight", "leibniz")
DETAILS = ("brief", "normal", "full")
_PLACE = re.compile(r"\{(\w+)\}")


def rule_name(step: Step) -> str:
    """The name of the rule, as it stands inside a label."""
    return RULES[step.rule].name


def sentence(text: str) -> Text:
    """A text that starts with a capital."""
    return (text[:1].upper() + text[1:],)


def why(page: Page, step: Step, wrt: Symbol, detail: str) -> Text:
    """Why the rule applies and a tempting other one does not: in full detail, and where there is
    a choice of routes."""
    rule = RULES[step.rule]
    if detail == "brief" or (detail == "normal" and not rule.route):
        return ()
    alike = (
        look.unlike
        for look in LOOKALIKES
        if letters(look.form, step.expr, lambda part: wrt in free_symbols(part)) is not None
    )
    words = "; ".join([text for text in (rule.because, rule.unlike, next(alike, "")) if text])
    named = {"h": page.name(step.name)} | {name: page.of(c) for name, c in step.constants}
    named |= {letter: page.name(link.name) for letter, link in zip("uvw", step.links, strict=False)}
    parts = _PLACE.split(words)
    return tuple(named[part] if i % 2 else part for i, part in enumerate(parts) if part)


def resting(page: Page, step: Step) -> Text:
    """The terms of a sum that do not vary: without them a reader could not add up the slopes."""
    letters_of_links = {link.name for link in step.links}
    terms = step.outer.args if step.rule == "sum" else ()
    parts = [(page.of(t),) for t in terms if letters_of_links.isdisjoint(free_symbols(t))]
    if len(parts) < 2:
        return ("the slope of ", *parts[0], " is 0") if parts else ()
    return ("the slopes of ", *listed(parts), " are 0")


def ends(page: Page, step: Step) -> Text:
    """What the terms of Leibniz's rule are for: the limits that move, and what moves inside."""
    if step.rule != "integral" or len(step.links) < 2:
        return ()
    values = {link.name: link.value for link in step.links}
    _, lower, upper = step.outer.args[-1].args
    parts: list[Text] = [
        (f"the {which} limit ", page.of(values[end]))
        for which, end in (("upper", upper), ("lower", lower))
        if end.is_Symbol and end in values
    ]
    if len(parts) < len(step.links):
        parts.append(("what changes under the integral sign",))
    return ("Leibniz's rule: a term for ", *listed(parts))


def holding(page: Page, step: Step, wrt: Symbol) -> Text:
    """What ∂h/∂x on the right holds fixed, where h depends on x through other slots as well."""
    written = any(n.func is Partial and n.args[1] is wrt for n in walk(step.formula))
    others = [(page.name(link.name),) for link in step.links if link.name is not wrt]
    if not written:
        return ()
    right = page.local(step.name, wrt, several=True)
    return ("on the right, ", right, " holds ", *listed(others), " fixed")


def move_title(key: str) -> Text:
    """What a move of the algebra is called."""
    return (MOVES[key],)
