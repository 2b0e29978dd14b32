"""Derivation → the most tempting mistake in it, carried through to a wrong answer and refuted.

Candidates are data (the slips of the rules, and rules/temptations.py); the wrong derivative of one
step is put in its place, the steps above it are done rightly, and a number shows that the answer
is wrong: at a point inside the domain it is not the slope, which is a finite difference of the
expression as it was given. A mistake that does no harm there, like forgetting the slope 1 of
x + 3, is not chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mpmath import libmp
from sympy import Derivative, Dummy, Integer, Mul, Rational, Symbol
from sympy.core.function import AppliedUndef

from chainrule.derivation import Derivation
from chainrule.expr import ONE, Slope, Tree, build, mul, rebuild
from chainrule.model import Link, Mistake, Pass, Step
from chainrule.numeric import Tape, is_finite, placed, slope_at
from chainrule.rules import LETTERS, RULES, SLOPES, SLOTS, Slip, letters, put, tree
from chainrule.rules.temptations import BY_LOGARITHM, COMPOSITION, LOOKALIKES, MOST_TEMPTING
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier

__all__ = ["answer_after", "slips", "tempting"]

NICE = tuple(map(Rational, (1, 2, 0, -1, "1/2", 3, -2, 4, "1/4", "3/2", 5, "-1/2", 10, "1/10")))
OTHERS = tuple(map(Integer, (2, 3, 5, 7, 4, 6)))
"""Values for the variable, and for the symbols that are held fixed."""

PREC = 120  # bits
SAME = 1e-9
VISIBLE = 0.1  # how far apart two numbers must be, beside the larger, for anybody to see it
LARGEST = 1e4
SHORT = 100  # a number that is a whole number of hundredths is short
DIGITS = 12  # after the point
MOST_TRIED = 20  # candidates
DEAR, DEAREST = 100, 2_000  # costs of a point, as numeric counts them: few are tried, or none
FEW = 2

Point: TypeAlias = Mapping[Symbol, Tree]


def tempting(derivation: Derivation) -> Mistake | None:
    """The most tempting mistake that a number refutes; None if there is none.

    Only a first derivative has one here: the steps of a second start from the answer of a first.
    """
    if len(derivation.passes) > 1 or not derivation.passed:
        return None
    one = derivation.passes[0]
    truth = Truth(one, dict(derivation.at.at) if derivation.at else None)
    found = [(slip, step, wrong) for step in one.steps for slip, wrong in slips(one, step)]
    found.sort(key=lambda candidate: _rank(candidate[0]))
    for slip, step, wrong in found[:MOST_TRIED]:
        answer = answer_after(one, step, wrong)
        seen = truth.refute(answer)
        if seen:
            return Mistake(slip.id, slip.what, step.number, _written(wrong), answer, *seen)
    return None


def _written(wrong: Tree) -> Tree:
    """A wrong derivative without the factors 1 that nobody would write."""

    def change(node: Tree) -> Tree:
        if node.func is not Mul or ONE not in node.args:
            return node
        return mul(*(factor for factor in node.args if factor is not ONE))

    return rebuild(wrong, change)


def _rank(slip: Slip) -> int:
    return MOST_TEMPTING.index(slip.id) if slip.id in MOST_TEMPTING else len(MOST_TEMPTING)


def slips(one: Pass, step: Step) -> Iterator[tuple[Slip, Tree]]:
    """The slips that fit a step, each with the wrong derivative in the user's variables."""
    rule = RULES[step.rule]
    values = {SLOTS[i]: link.value for i, link in enumerate(step.links)}
    values |= {SLOPES[i]: link.derivative for i, link in enumerate(step.links)}
    values |= {LETTERS[name]: value for name, value in step.constants if name in LETTERS}
    for slip in rule.slips:
        used = free_symbols(tree(slip.wrong))
        if used <= values.keys() and _inner(rule.form) in (0, len(step.links)):
            yield slip, put(slip.wrong, values)
    yield from _lookalikes(one, step)
    if len(step.links) == 1 and step.links[0].step:
        link = step.links[0]
        if link.name in free_symbols(link.partial):  # not a mere multiple
            by_logarithm = rule.route == "log"
            for slip in BY_LOGARITHM if by_logarithm else COMPOSITION:
                yield slip, _composed(tree(slip.wrong), step, link, one.wrt)


def _inner(form: str) -> int:
    """How many inner functions a form names."""
    return len(free_symbols(tree(form)) & set(SLOTS.values()))


def _lookalikes(one: Pass, step: Step) -> Iterator[tuple[Slip, Tree]]:
    """The slips of forms that are read as others, where the derivative that they need is known."""
    slopes = {id(known.expr): known.result for known in one.steps} | {id(one.wrt): ONE}
    for lookalike in LOOKALIKES:
        found = letters(lookalike.form, step.expr, lambda part: one.wrt in free_symbols(part))
        if found is None:
            continue
        for place, slot in SLOTS.items():
            if id(found.get(slot)) in slopes:
                found[SLOPES[place]] = slopes[id(found[slot])]
        if lookalike.slip and free_symbols(tree(lookalike.slip.wrong)) <= found.keys():
            yield lookalike.slip, put(lookalike.slip.wrong, found)
        return


def _composed(text: Any, step: Step, link: Link, wrt: Symbol) -> Tree:
    """A text about h = f(u), with the step's outer function for f; as deep as the text is."""
    if text.is_Symbol:
        return {"u": link.value, "du": link.derivative}.get(text.name, wrt)
    if text.func is Derivative or isinstance(text, AppliedUndef):
        of = text.args[0].args[0] if text.func is Derivative else text.args[0]
        body = link.partial if text.func is Derivative else step.outer
        return substitute(body, {link.name: _composed(of, step, link, wrt)})
    if not text.args:
        return text
    return build(text.func, [_composed(part, step, link, wrt) for part in text.args])


def answer_after(one: Pass, step: Step, wrong: Tree) -> Tree:
    """The answer, tidied, that comes of a wrong derivative in one step, all else done rightly."""
    wrong_slopes = {step.name: wrong}
    by_name = {each.name: each for each in one.steps}
    for node in one.graph.nodes:  # inner functions first
        above = by_name.get(node.name)
        if above and any(link.name in wrong_slopes for link in above.links):
            wrong_slopes[above.name] = _again(above, wrong_slopes, one.wrt)
    return Tidier().tidy(wrong_slopes[one.steps[0].name])[1]


def _again(step: Step, slopes: Mapping[Symbol, Tree], wrt: Symbol) -> Tree:
    """The rule of a step, as it is usually written, with other derivatives of its parts."""
    values: dict[Symbol, Tree] = {link.name: link.value for link in step.links}
    rates: dict[tuple[Symbol, Symbol], Tree] = {}
    for link in step.links:
        rates[link.name, wrt] = slopes.get(link.name, link.derivative)
    for link in step.links:
        rates[step.name, link.name] = substitute(link.partial, values)
    stands_for: dict[Symbol, Tree] = {}

    def change(node: Tree) -> Tree:
        if node.func is not Slope:
            return node
        letter = Dummy()
        stands_for[letter] = rates[node.args]
        return letter

    formula = rebuild(step.formula, change)
    return substitute(formula, values | stands_for)


class Truth:
    """The slopes of a function at the point that was asked for, if there is one, and at nice
    points, each found when it is first asked for."""

    def __init__(self, one: Pass, given: Point | None = None) -> None:
        self.one, self.given = one, given
        self._slopes: dict[tuple[tuple[Symbol, Tree], ...], float | None] = {}

    def refute(self, answer: Tree) -> tuple[tuple[tuple[Symbol, Tree], ...], float, float] | None:
        """A point, the value of a wrong answer there and the true slope, if they visibly differ:
        the point that was asked for, else the first at which both are short, else the first."""
        tape = Tape()
        tape.slot(self.one.expr)
        slot = tape.slot(answer)
        if tape.stand_ins or tape.missing or tape.cost > DEAREST:
            return None
        others = sorted(tape.inputs.keys() - {self.one.wrt}, key=lambda symbol: symbol.name)
        fixed = {symbol: OTHERS[place % len(OTHERS)] for place, symbol in enumerate(others)}
        seen = None
        points = [{self.one.wrt: number, **fixed} for number in NICE]
        given = [] if self.given is None or tape.inputs.keys() - self.given.keys() else [self.given]
        for point in [*given, *(points if tape.cost < DEAR else points[:FEW])]:
            value, slope = _value(tape, slot, point), self.slope(point)
            if value is None or slope is None or not _visibly_apart(value, slope):
                continue
            found = tuple(point.items()), value, slope
            if point is self.given or (_is_short(value) and _is_short(slope)):
                return found
            seen = seen or found
        return seen

    def slope(self, point: Point) -> float | None:
        """The true slope where there is one."""
        place = tuple(point.items())
        if place not in self._slopes:
            found = slope_at(self.one.expr, point, self.one.wrt)
            exists = found.exists is True
            self._slopes[place] = round(float(found.above), DIGITS) if exists else None
        return self._slopes[place]


def _visibly_apart(value: float, slope: float) -> bool:
    larger = max(abs(value), abs(slope))
    return abs(value - slope) > VISIBLE * max(larger, VISIBLE) and larger < LARGEST


def _is_short(value: float) -> bool:
    return abs(value * SHORT - round(value * SHORT)) < SAME


def _value(tape: Tape, slot: int, point: Point) -> float | None:
    """The number that a slot holds at a point; None where it has no value."""
    values = tape.at(placed(point, PREC), PREC)
    tape.run(values, PREC, through=True)
    if values[slot] is None or not is_finite(values[slot]):
        return None
    found: float = libmp.to_float(values[slot])
    return round(found, DIGITS)
