"""A value of the parameter → the point, the rates, the slopes, and what the curve does there.

Where both rates are 0 the points beside decide: a curve that leaves in the direction from which it
came has turned back, in a cusp; or, on the points on which it came, it returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sympy import Integer, Symbol

from chainrule.errors import InputError
from chainrule.expr import Tree
from chainrule.model import Check, Condition
from chainrule.numeric import CONTEXT, magnitude
from chainrule.readers.along import (
    PREC,
    Along,
    Value,
    agree,
    as_float,
    kinked,
    numbers_of,
    plain,
    settled,
)
from chainrule.readers.curve_checks import check_lines, check_passes, numbers_at
from chainrule.readers.curve_points import exactly, tangent_of
from chainrule.readers.roots import root_beyond
from chainrule.scope import free_symbols, substitute
from chainrule.tidy import Tidier
from chainrule.tracks import Kind, Parametric, TrackPoint

__all__ = ["check_track", "kinds_of", "on_track", "without_corners"]

STEP, TINY = 40, 10  # bits of the step along the curve; of a direction that is an axis
FAR, SAME = 8, 200  # bits of the step to where two branches are apart; of two equal numbers
SHARE = 4  # bits more for each bit that the parameter is smaller than 1: cos t is nearly 1 there
MOST_BITS = 4_000
WANTED = 4
Numbers = dict[Symbol, Any]


class _Track:
    """The curve in numbers."""

    def __init__(self, done: Parametric) -> None:
        self.wrt = done.wrt
        self.xy = Value(done.x.expr), Value(done.y.expr)
        self.rates = [Value(one.result) for one in done.passes[:2]]

    def place(self, at: Numbers, move: Any = 0) -> tuple[Any, Any] | None:
        """x and y, the parameter moved."""
        moved = {**at, self.wrt: at[self.wrt] + move}
        small = max(0, -magnitude(at[self.wrt]._mpf_)) if at[self.wrt] else 0
        prec = PREC + min(SHARE * small, MOST_BITS)
        x, y = (function(moved, prec) for function in self.xy)
        return None if x is None or y is None else (x, y)

    def beside(self, at: Numbers) -> list[tuple[Any, Any]] | None:
        """Three points: before, here, after."""
        step = CONTEXT.ldexp(min(1, abs(at[self.wrt])) or 1, -STEP)
        found = [self.place(at, move) for move in (-step, 0, step)]
        return None if None in found else found  # type: ignore[return-value]  # none is None

    def slopes(self, at: Numbers) -> tuple[Any, Any] | None:
        """The first and second divided differences of y over x, the second twice."""
        found = self.beside(at)
        if found is None:
            return None
        (x0, y0), (x1, y1), (x2, y2) = found
        if 0 in (x1 - x0, x2 - x1, x2 - x0):
            return None
        before, after = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
        return (y2 - y0) / (x2 - x0), 2 * (after - before) / (x2 - x0)

    def kind(self, at: Numbers) -> tuple[Kind, float | None]:
        """What the curve does at a point, and the slope of its tangent where it stops."""
        if any(kinked(function, at, self.wrt) for function in self.xy):
            return "corner", None
        dx, dy = (settled(rate, at) for rate in self.rates)
        if dx is None or dy is None:
            return "unknown", None
        if dx != 0:
            return "slope", None
        if dy != 0:
            return "vertical", None
        found = self.beside(at)
        if found is None:
            return "unknown", None
        (x0, y0), (x1, y1), (x2, y2) = found
        (a, b), (c, d) = (x0 - x1, y0 - y1), (x2 - x1, y2 - y1)
        sizes = CONTEXT.hypot(a, b) * CONTEXT.hypot(c, d)
        if not sizes:
            return "unknown", None
        cosine = (a * c + b * d) / sizes
        straight = abs(abs(cosine) - 1) < CONTEXT.ldexp(1, -TINY)
        if not straight:
            return "unknown", None
        upright = abs(c) < CONTEXT.ldexp(abs(d), -TINY)
        flat = abs(d) < CONTEXT.ldexp(abs(c), -TINY)
        direction = None if upright else 0.0 if flat else float(d / c)
        if cosine < 0:
            return "passes", direction
        back = self.returns(at, along=0 if abs(a) > abs(b) else 1)
        return ("unknown" if back is None else "returns" if back else "cusp"), direction

    def returns(self, at: Numbers, along: int) -> bool | None:
        """Whether the curve goes back on the points on which it came: where the coordinate
        ``along`` which it moves is what it was before, so is the other one."""
        step = CONTEXT.ldexp(min(1, abs(at[self.wrt])) or 1, -FAR)
        here, before = self.place(at), self.place(at, -step)
        if here is None or before is None:
            return None
        level = Along(self.xy[along], at, self.wrt, less=before[along])
        again = root_beyond(level, at[self.wrt] + step)
        after = None if again is None else self.place({**at, self.wrt: again})
        if after is None or not 0 < again - at[self.wrt] < 8 * step:
            return None
        apart, size = abs(after[1 - along] - before[1 - along]), abs(before[1 - along])
        return bool(apart <= CONTEXT.ldexp(max(size, abs(here[1 - along])), -SAME))


def on_track(done: Parametric, point: Mapping[Symbol, Tree]) -> TrackPoint:
    """The numbers at a value of the parameter."""
    numbers = numbers_of(point)
    needed = {done.wrt, *free_symbols(done.x.expr), *free_symbols(done.y.expr)}
    missing = sorted(symbol.name for symbol in needed - numbers.keys())
    if missing:
        raise InputError(f"the point needs a value of {', '.join(missing)}")
    track = _Track(done)
    here = [settled(function, numbers) for function in track.xy]
    if None in here:
        raise InputError("the curve has no point there")
    rates = [settled(rate, numbers) for rate in track.rates]
    if None in rates:
        raise InputError("the curve has no slope there: a rate has no value")
    kind, direction = track.kind(numbers)
    places = tuple(Tidier().tidy(substitute(p.expr, point))[1] for p in (done.x, done.y))
    known: dict[str, Any] = {
        "at": tuple(point.items()), "kind": kind, "places": places, "direction": direction,
        "place": tuple(map(plain, here)), "rates": tuple(map(plain, rates)),
    }  # fmt: skip
    if kind != "slope":
        return TrackPoint(**known)
    results = [one.result for one in (done.first, done.second) if one is not None]
    values, along = [settled(Value(result), numbers) for result in results], track.slopes(numbers)
    if None in values or along is None:
        raise InputError("the slope has no value there")
    exact = tuple(exactly(result, point) for result in results)
    x, y = Symbol(done.x.name), Symbol(done.y.name)
    tangent = None
    if exact[0] is not None:
        tangent = tangent_of(y, (x,), {x: places[0], y: places[1]}, exact[:1])
    slopes = tuple(map(plain, values))
    beside = tuple(as_float(one, slope) for one, slope in zip(along, slopes, strict=False))
    return TrackPoint(
        **known, exact=exact, slopes=slopes, tangent=tangent, finite_differences=beside
    )


def kinds_of(done: Parametric) -> tuple[Kind, ...]:
    """What the curve does where dx/dt is 0, for each solved condition; the letter of a family is
    tried with two numbers."""
    if free_symbols(done.x.expr) | free_symbols(done.y.expr) > {done.wrt}:
        return tuple("unknown" for _ in done.upright.conditions)
    track = _Track(done)
    return tuple(_kind(track, condition) for condition in done.upright.conditions)


def without_corners(done: Parametric) -> Parametric:
    """Without the zeros of a rate where a coordinate has a corner: it has no rate there."""
    if free_symbols(done.x.expr) | free_symbols(done.y.expr) > {done.wrt}:
        return done
    track = _Track(done)
    smooth = [
        tuple(c for c in domain.conditions if _kind(track, c) != "corner")
        for domain in (done.upright, done.level)
    ]
    upright, level = (
        replace(domain, conditions=kept, everywhere=domain.everywhere or not kept)
        for domain, kept in zip((done.upright, done.level), smooth, strict=True)
    )
    return replace(done, upright=upright, level=level)


def _kind(track: _Track, condition: Condition) -> Kind:
    if not condition.solved or condition.relation.args[:1] != (track.wrt,):
        return "unknown"
    value, letter = condition.relation.args[1], condition.letter
    first = condition.first or 0
    tried = [{letter: Integer(first + n)} for n in (0, 1)] if letter is not None else [{}]
    kinds = set()
    for letters in tried:
        at = numbers_of({track.wrt: substitute(value, letters)})
        kinds.add(track.kind(at)[0] if at else "unknown")
    return kinds.pop() if len(kinds) == 1 else "unknown"


def check_track(done: Parametric) -> tuple[Check, ...]:
    """Each step, and that the slopes are those of the curve."""
    quotients = [one for one in (done.first, done.second) if one is not None]
    lines = check_lines((q.raw, *(m.result for m in q.moves), q.result) for q in quotients)
    return check_passes(done.passes), _along(done), *lines, *_point(done)


def _along(done: Parametric) -> Check:
    track = _Track(done)
    results = [Value(one.result) for one in (done.first, done.second) if one is not None]
    made = 0
    symbols = {done.wrt, *free_symbols(done.x.expr), *free_symbols(done.y.expr)}
    for at in numbers_at(symbols):
        values, along = [result(at) for result in results], track.slopes(at)
        if None in values or along is None:
            continue
        for found, right in zip(values, along, strict=False):
            if not agree(found, right):
                numbers = f"{as_float(found):.9g} instead of {as_float(right):.9g}"
                return Check("slope", "failed", f"{numbers} along the curve")
        made += 1
        if made == WANTED:
            places = "1 point" if made == 1 else f"{made} points"
            return Check("slope", "passed", f"agrees with differences along the curve at {places}")
    if not made:
        return Check("slope", "not made", "no value at any point that was tried")
    return Check(
        "slope", "passed", f"agrees with differences along the curve at {made} of its points"
    )


def _point(done: Parametric) -> tuple[Check, ...]:
    at = done.at
    if at is None or not at.slopes:
        return ()
    for slope, beside in zip(at.slopes, at.finite_differences, strict=True):
        if not agree(slope, beside):
            return (Check("point", "failed", f"{slope:.9g}, along the curve {beside:.9g}"),)
    return (Check("point", "passed", "and at the point"),)
