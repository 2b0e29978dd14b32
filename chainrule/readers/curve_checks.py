"""The checks of what is said about curves: by the rules' own oracle, and by walking along them.

A slope along a curve is the difference of two of its points, found by a search; a collected line
is compared with the line that it was collected from, dy/dx being any number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

from sympy import Symbol

from chainrule.derivation import Derivation
from chainrule.expr import Slope, Tree, add, mul, neg, rebuild, sub
from chainrule.model import Check, Domain, Pass, Problem
from chainrule.numeric import CONTEXT
from chainrule.readers.along import Along, Value, agree, as_float
from chainrule.readers.curve_points import level_of, slopes_along
from chainrule.readers.roots import roots
from chainrule.relation import EMPTY, Implicit
from chainrule.scope import free_symbols
from chainrule.verify import verify
from chainrule.verify.sampling import points

__all__ = [
    "Lines",
    "check_implicit",
    "check_lines",
    "check_passes",
    "numbers_at",
    "same_everywhere",
]

TRIES, WANTED = 40, 4
WORK = 4_000  # tries of an equation that costs a microsecond: a search takes some hundred values
COLLECTED = "the terms are collected"
Numbers = dict[Symbol, Any]
Lines = tuple[Tree, ...]
"""Trees that are said to be equal, each tidied from the one before it."""


def check_implicit(done: Implicit) -> tuple[Check, ...]:
    """Each step; that the collected line is the differentiated one; that the slopes are those of
    the curve, at points of it that a search finds, and at the point that was asked for."""
    checks = [check_passes(done.passes), _collected(done), _along(done)]
    found = (*checks, *check_lines(_lines(done)), _point(done))
    return tuple(check for check in found if check is not None)


def check_passes(passes: Sequence[Pass]) -> Check:
    """Every step and every line of some passes, by the oracle of derivations."""
    count, worst = 0, Check("steps", "passed", "")
    for one in passes:
        problem = Problem("", one.expr, wrt=(one.wrt,))
        for check in verify(Derivation(problem, (one,), Domain(everywhere=True))):
            if check.outcome == "failed" or (check.outcome != "passed" and worst.passed):
                worst = check
        count += len(one.all_steps)
    if not worst.passed:
        return worst
    return Check("steps", "passed", f"{count} {'step' if count == 1 else 'steps'}")


def numbers_at(symbols: Iterable[Symbol]) -> Iterator[Numbers]:
    """Some points, always the same ones."""
    for point in islice(points(sorted(symbols, key=str)), TRIES):
        CONTEXT.prec = 320
        yield {symbol: CONTEXT.mpf(top) / bottom for symbol, (top, bottom) in point.items()}


def same_everywhere(name: str, pairs: Sequence[tuple[Tree, Tree]], said: str) -> Check:
    """Whether the trees of each pair have the same value at every point that was tried."""
    for left, right in pairs:
        one, two = Value(left), Value(right)
        tried = 0
        for at in numbers_at(free_symbols(left) | free_symbols(right)):
            found, expected = one(at), two(at)
            if found is None or expected is None:
                continue
            if not agree(found, expected):
                numbers = f"{as_float(found):.9g} instead of {as_float(expected):.9g}"
                return Check(name, "failed", f"{said}: {numbers}")
            tried += 1
            if tried == WANTED:
                break
        if not tried:
            return Check(name, "not made", f"{said}: no value at any point that was tried")
    return Check(name, "passed", said)


def check_lines(every: Iterable[Lines]) -> tuple[Check, ...]:
    """Whether each line of some algebra has the value of the line before it; nothing if so."""
    pairs = [pair for lines in every for pair in pairwise(lines)]
    check = same_everywhere("lines", pairs, "a line is not equal to the one before it")
    return (check,) if check.outcome == "failed" else ()


def _lines(done: Implicit) -> Iterator[Lines]:
    for one in (*done.slopes, done.second):
        if one is not None:
            yield one.raw, *(move.result for move in one.moves), one.result


def _collected(done: Implicit) -> Check:
    """left − right of the differentiated line is factor · dy/dx − rest, or right − left is,
    whatever dy/dx is."""
    from chainrule.readers.implicit import in_letters

    rate = Symbol("d" + done.of.name)
    pairs = []
    for one in done.slopes:
        line = sub(in_letters(one.left.raw, done), in_letters(one.right.raw, done))
        line = rebuild(line, lambda node: rate if node.func is Slope else node)
        pairs.append((add(mul(one.factor, rate), neg(one.rest)), line))
    turned = [(left, neg(right)) for left, right in pairs]
    checks = [same_everywhere("collected", some, COLLECTED) for some in (pairs, turned)]
    return next((check for check in checks if check.passed), checks[0])


def _along(done: Implicit) -> Check:
    """Whether the slopes are those of the curve."""
    level = Value(level_of(done))
    results = [(one.wrt, 0, Value(one.result)) for one in done.slopes]
    if done.second:
        lines = (done.second.result, done.second.on_curve)  # the last is shown, if there is one
        results += [(done.wrt[0], 1, Value(line)) for line in lines if line is not None]
    found_any = made = 0
    for at in _points_of(done, level):
        found_any += 1
        values = [(found(at), slopes_along(level, at, done.of, x), n) for x, n, found in results]
        if any(found is None or along is None for found, along, _ in values):
            continue
        for found, along, order in values:
            if not agree(found, along[order]):  # type: ignore[index]  # None was left out above
                numbers = f"{as_float(found):.9g} instead of {as_float(along[order]):.9g}"  # type: ignore[index]
                where = ", ".join(f"{s} = {as_float(v):.6g}" for s, v in at.items())
                return Check("slope", "failed", f"{numbers} along the curve at {where}")
        made += 1
        if made == WANTED:
            break
    if not made:
        if level.tape.cost >= WORK:
            return Check("slope", "not made", "the equation is too large to try it along the curve")
        if not found_any:
            return Check(EMPTY, "not made", "no point of the curve was found: there may be none")
        return Check("slope", "not made", "no point of the curve was found at which to try it")
    places = "1 point" if made == 1 else f"{made} points"
    return Check("slope", "passed", f"agrees with differences along the curve at {places}")


def _points_of(done: Implicit, level: Value) -> Iterator[Numbers]:
    """Points of the curve, found by a search for one coordinate."""
    symbols = [*done.wrt, *sorted(free_symbols(level_of(done)) - {*done.wrt, done.of}, key=str)]
    tries = min(TRIES, WORK // (1 + level.tape.cost))
    for number, at in enumerate(islice(numbers_at([*symbols, done.of]), tries)):
        free = done.of if number % 2 == 0 else done.wrt[0]
        found = roots(Along(level, at, free))
        if found:
            yield {**at, free: found[number // 2 % len(found)]}


def _point(done: Implicit) -> Check | None:
    """The numbers at the point that was asked for."""
    if done.at is None or not done.at.slopes:
        return None
    for slope, beside in zip(done.at.slopes, done.at.finite_differences, strict=True):
        if beside is None:
            return Check("point", "not made", "the curve was not found beside the point")
        if not agree(slope, beside):
            return Check("point", "failed", f"{slope:.9g}, along the curve {beside:.9g}")
    return Check("point", "passed", "and at the point")
