"""Where it holds and what was checked, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sympy import Eq, Gt, Ne, Or, Pow, Symbol, false, pi, sin
from sympy.logic.boolalg import Boolean

from chainrule.answer import Answer
from chainrule.derivation import Derivation
from chainrule.document import Block, Text, Verdict
from chainrule.explain.at_words import no_numbers_words
from chainrule.explain.page import listed
from chainrule.expr import Tree, build, mul, walk
from chainrule.model import Condition, Domain
from chainrule.notation import Math, math
from chainrule.rules import RULES
from chainrule.scope import free_symbols

__all__ = ["check_words", "domain_words", "holds_words", "points_words"]

DIGITS = 6
MORE = ", …"
MOST_UNKNOWN, LONGEST = 3, 30  # parts, and nodes of one, that are shown
PROPER: Text = ("There the integrand has a value all the way between the limits.",)
NOWHERE: Text = (
    "The rules ask for what is so at no point here; the result was checked without them.",
)
ISOLATED: Text = ("Beside that the function has no value, so there is no derivative.",)
TIES = {RULES[key].name for key in ("maximum", "minimum")}
"""Rules that ask for more than is needed where two values are equal all along."""
POWERS = {RULES[key].name for key in ("power", "monomial", "exponential-base", "general-power")}
UNDETERMINED = " a value was not determined."


def domain_words(derivation: Derivation) -> list[Text]:
    """Where the function is defined, what is known of points without a derivative, and why there
    are no numbers at a point."""
    texts = holds_words(
        derivation.domain, derivation.problem.wrt[0], order=len(derivation.problem.wrt)
    )
    texts += _general(derivation)
    if derivation.no_numbers is not None:
        texts.append(no_numbers_words(derivation.no_numbers))
    return texts


def _general(derivation: Derivation) -> Iterator[Text]:
    """What xᵃ asks for is for an exponent that may be any number: x² is defined for more x."""
    conditions = derivation.domain.conditions
    if not any(
        c.kind == "defined" and c.because in POWERS and c.relation is not false for c in conditions
    ):
        return
    wrt = derivation.problem.wrt[0]
    letters = {
        letter
        for node in walk(derivation.problem.expr)
        if node.func is Pow and wrt not in (inside := free_symbols(node.args[1]))
        for letter in inside
    }
    if letters:
        named: Text = listed([(math(letter),) for letter in sorted(letters, key=str)])
        more: Text = (", such as whole numbers, it may be defined for more ", math(wrt), ".")
        yield "That is for any exponent; for some values of ", *named, *more


def holds_words(domain: Domain, wrt: Symbol, *, order: int = 1) -> list[Text]:
    """Where a function is defined, and where its derivative of that order is not or this one does
    not hold."""
    conditions = domain.conditions
    defined = [c for c in conditions if c.kind == "defined"]
    smooth = [c for c in conditions if c.kind == "smooth"]
    texts: list[Text] = []
    nowhere = [c for c in defined if c.relation is false]
    if nowhere:
        powers = any(c.because in POWERS and isinstance(c.asked, Gt) for c in nowhere)
        # (−2)ˣ has a value at x = 2
        where = "on no interval of real " if powers else "for no real "
        texts.append((f"Defined {where}", math(wrt), "."))
        texts += [_impossible(c.asked) for c in nowhere if c.asked is not None]
    else:
        texts += _listed("Defined at most for " if domain.unknown else "Defined for ", defined)
        texts += [PROPER] if any(c.because == RULES["integral"].name for c in defined) else []
        texts += _unknown(domain, wrt)
        unknown = [c for c in smooth if c.beyond == "unknown"]
        if any(c.relation is false for c in unknown):
            points = any(_is_points(c.relation) for c in defined)
            texts.append(ISOLATED if points else NOWHERE)
        else:
            least = any(c.because in TIES for c in unknown)
            least = least and not all(isinstance(c.relation, Ne) for c in unknown)
            opening = (
                "This derivation holds at least for " if least else "This derivation holds for "
            )
            texts += _listed(opening, unknown)
        nothing = [c for c in smooth if c.beyond == "nothing"]
        texts += _listed("No derivative at ", nothing, points=True)
        lower = [c for c in smooth if c.beyond == "lower orders"]
        texts += _listed(f"No derivative of order {order} at ", lower, points=True)
        texts += [_beyond(c) for c in smooth if c.slope is not None]
    return texts


def _is_points(relation: Boolean) -> bool:
    """x = 0, or x = 0 or x = 1."""
    parts = relation.args if isinstance(relation, Or) else (relation,)
    return all(isinstance(part, Eq) for part in parts)


def _impossible(asked: Boolean) -> Text:
    """A condition that never holds; 0 ≠ 0 comes of 1/0 and of 0⁰."""
    if isinstance(asked, Ne) and asked.args[0] == asked.args[1] == 0:
        return ("It divides by 0, or has 0⁰ in it.",)
    return "That would take ", math(asked), "."


def _unknown(domain: Domain, wrt: Symbol) -> Iterator[Text]:
    """The parts of which it is not known where they have a value, or whether, if they are fixed."""
    by_kind: dict[str, list[Tree]] = {"Where ": [], "Whether ": []}
    for part in domain.unknown:
        by_kind["Where " if wrt in free_symbols(part) else "Whether "].append(part)
    for opening, parts in by_kind.items():
        short = all(len(list(islice(walk(part), LONGEST))) < LONGEST for part in parts)
        if parts and short and len(parts) <= MOST_UNKNOWN:
            has = " has" if len(parts) == 1 else " have"
            yield opening, *listed([(math(part),) for part in parts]), has, UNDETERMINED
        elif parts:
            yield opening, "every part of it has", UNDETERMINED


def _listed(opening: str, conditions: Sequence[Condition], *, points: bool = False) -> list[Text]:
    """x > 0, x ≠ 1 and x ≠ 2; the letter of a family is explained."""
    if not conditions:
        return []
    text: list[str | Math] = [opening]
    joint = ", and " if any(c.relation.func is Or for c in conditions) else " and "
    for place, condition in enumerate(conditions):
        last = place == len(conditions) - 1
        text += [
            (joint if last else ", ") if place else "",
            *_said(condition, points, len(conditions) > 1),
        ]
    letters = [c.letter for c in conditions if c.letter is not None and c.first is None]
    text += [", for every integer ", math(letters[0])] if letters else []
    stop = "" if text[-1] == MORE else "."
    return [tuple(part for part in (*text, stop) if part != "")]


def points_words(opening: str, domain: Domain) -> list[Text]:
    """The points that solved conditions x ≠ p leave out: opening x = p and x = q."""
    solved = [c for c in domain.conditions if c.solved and c.relation is not false]
    return _listed(opening, solved, points=True)


def _whole(relation: Boolean) -> Tree | None:
    """u, where a relation says by sin πu ≠ 0 that u is not a whole number."""
    if isinstance(relation, Ne) and isinstance(relation.args[0], sin) and relation.args[1] == 0:
        first, *others = relation.args[0].args[0].args or (None,)
        return mul(*others) if first is pi and others else None
    return None


def _said(condition: Condition, points: bool, several: bool) -> Text:
    if condition.relation.func is Or:
        parts = [_relation(part) for part in condition.relation.args]
        if any(len(part) > 1 for part in parts):
            return listed(parts, " or ")
    elif not points and _whole(condition.relation) is not None:
        return _relation(condition.relation)
    relation = _at(condition) if points else math(condition.relation)
    if condition.within is not None:
        return relation, " where ", math(condition.within)
    if condition.letter is not None and condition.first is not None:
        some = ", ".join(str(condition.first + more) for more in range(3))
        return relation, " for ", math(condition.letter), f" = {some}", MORE
    if several and _is_exception(condition):
        first, *rest = condition.relation.args
        return math(first), " unless ", *listed([(math(part),) for part in rest], " or ")
    return (relation,)


def _relation(relation: Boolean) -> Text:
    whole = _whole(relation)
    return (math(relation),) if whole is None else (math(whole), " that is not a whole number")


def _is_exception(condition: Condition) -> bool:
    """x ≠ a or x > b is x ≠ a unless x > b, which reads better in a list."""
    relation = condition.relation
    return relation.func is Or and relation.args[0].func is Ne and not condition.solved


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


def check_words(answer: Answer, everywhere: Sequence[Symbol] = ()) -> list[Block]:
    """One verdict a check; when all passed, one for all, with the variables for whose values it
    holds ``everywhere``."""
    checks = answer.checks
    where = "; holds for every real " if everywhere else ""
    variable: Text = listed([(math(symbol),) for symbol in everywhere])
    if checks and answer.passed:
        opening = "each step checked numerically: " if checks[0].name == "steps" else ""
        words = opening + checks[0].detail + where
        return [Verdict("passed", (words, *variable))]
    return [Verdict(check.outcome, (f"{check.name}: {check.detail}",)) for check in checks]
