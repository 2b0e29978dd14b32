"""The rule table as a page."""

from __future__ import annotations

import json
from dataclasses import asdict

from chainrule.document import Block, Document, Heading, Prose, Table, Text
from chainrule.notation import Math, math
from chainrule.parsing import parse
from chainrule.rules import RULES, Rule, tree
from chainrule.rules.table import ELEMENTARY, SHAPES, SPECIAL

__all__ = ["rules_document", "rules_json"]

HEAD: tuple[Text, ...] = (("Rule",), ("Form",), ("Local partials",), ("Example",))
GROUPS = (
    ("Shapes", SHAPES),
    ("Elementary functions", ELEMENTARY),
    ("Special functions", SPECIAL),
)


def rules_document() -> Document:
    """Every rule: its form in letters, its local partials by u, v, …, and an example."""
    blocks: list[Block] = [
        Heading(("Rules of differentiation",), 1),
        Prose(
            (
                "Every rule is a form with its local partials; the chain rule does the rest. "
                "Inner functions are u and v, constants a, b, c, n.",
            )
        ),
    ]
    for title, rows in GROUPS:
        blocks += [Heading((title,)), Table(HEAD, tuple(_row(rule) for rule in rows))]
    return Document(tuple(blocks))


def rules_json() -> str:
    """The table as data, one object a rule, with its stable id as ``key``."""
    return json.dumps([asdict(rule) for rule in RULES.values()], ensure_ascii=False, indent=2)


def _row(rule: Rule) -> tuple[Text, ...]:
    partials: list[str | Math] = []
    for partial in rule.partials:
        partials += [", ", math(tree(partial))] if partials else [math(tree(partial))]
    form, example = math(tree(rule.form)), math(parse(rule.example).expr)
    return ((rule.name,), (form,), tuple(partials), (example,))
