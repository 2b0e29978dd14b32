"""Where it holds and what was checked, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Eq, Symbol, false

from chainrule.answer import Answer
from chainrule.derivation import Derivation
from chainrule.document import Block, Text, Verdict
from chainrule.expr import build
from chainrule.model import Condition, Domain
from chainrule.notation import Math, math

__all__ = ["check_words", "domain_words", "holds_words"]

DIGITS = 6
MORE = ", …"


def domain_words(derivation: Derivation) -> list[Text]:
    """Where the function is defined, what is known of points without a derivative, and why there
    are no numbers at a point."""
    texts = holds_words(derivation.domain, derivation.problem.wrt[0])
    if derivation.no_numbers:
        texts.append((f"{derivation.no_numbers[:1].upper()}{derivation.no_numbers[1:]}.",))
    return texts


def holds_words(domain: Domain, wrt: Symbol) -> list[Text]:
    """Where a function is defined, and where its derivative is not or this one does not hold."""
    conditions = domain.conditions
    defined = [c for c in conditions if c.kind == "defined"]
    smooth = [c for c in conditions if c.kind == "smooth"]
    texts: list[Text] = []
    if any(c.relation is false for c in defined):
        texts.append(("Defined for no real ", math(wrt), "."))
    else:
        texts += _listed("Defined for ", defined)
        unknown = [c for c in smooth if c.beyond == "unknown"]
        if any(c.relation is false for c in unknown):
            texts.append(("This derivation holds nowhere.",))
        else:
            texts += _listed("This derivation holds for ", unknown)
        nothing = [c for c in smooth if c.beyond == "nothing"]
        texts += _listed("No derivative at ", nothing, points=True)
        texts += [_beyond(c) for c in smooth if c.slope is not None]
    return texts


def _listed(opening: str, conditions: Sequence[Condition], *, points: bool = False) -> list[Text]:
    """x > 0, x ≠ 1 and x ≠ 2; the letter of a family is explained."""
    if not conditions:
        return []
    text: list[str | Math] = [opening]
    for place, condition in enumerate(conditions):
        last = place == len(conditions) - 1
        text += [(" and " if last else ", ") if place else "", *_said(condition, points=points)]
    letters = [c.letter for c in conditions if c.letter is not None and c.first is None]
    text += [", for every integer ", math(letters[0])] if letters else []
    stop = "" if text[-1] == MORE else "."
    return [tuple(part for part in (*text, stop) if part != "")]


def _said(condition: Condition, *, points: bool) -> Text:
    relation = _at(condition) if points else math(condition.relation)
    if condition.within is not None:
        return relation, " where ", math(condition.within)
    if condition.letter is not None and condition.first is not None:
        some = ", ".join(str(condition.first + more) for more in range(3))
        return relation, " for ", math(condition.letter), f" = {some}", MORE
    return (relation,)


def _at(condition: Condition) -> Math:
    """x = p, of x ≠ p."""
    return math(build(Eq, condition.relation.args))


def _beyond(condition: Condition) -> Text:
    """A point that the rules leave out, although there is a derivative."""
    slope = condition.slope or 0.0
    shown = f"{slope:.{DIGITS}g}".replace("-", "−")
    about = "is" if float(f"{slope:.{DIGITS}g}") == slope else "is about"
    every: Text = (", for every integer ", math(condition.letter)) if condition.letter else ()
    words = " this derivation does not hold; the derivative there "
    if condition.beyond == "one side":
        words = ", an end of the domain, this derivation does not hold; the slope from inside "
    return "At ", _at(condition), words, f"{about} {shown}", *every, "."


def check_words(answer: Answer, wrt: Symbol | None = None) -> list[Block]:
    """One verdict a check; when all passed, one for all, with the variable ``wrt`` if it holds for
    every value of that."""
    checks = answer.checks
    where = "; holds for every real " if wrt is not None else ""
    variable: Text = (math(wrt),) if wrt is not None else ()
    if checks and answer.passed:
        opening = "each step checked numerically: " if checks[0].name == "steps" else ""
        words = opening + checks[0].detail + where
        return [Verdict("passed", (words, *variable))]
    return [Verdict(check.outcome, (f"{check.name}: {check.detail}",)) for check in checks]
