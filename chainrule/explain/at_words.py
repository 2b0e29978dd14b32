"""What is said of a point: why there are no numbers at it, or no slope.

In: data of the model. Out: sentences, with the point and the parts as typographic trees. Only what
the difference quotients were seen to do is said of a slope.
"""

from __future__ import annotations

from decimal import Context, Decimal

from sympy import Expr, Symbol

from chainrule.document import Text
from chainrule.evaluation import NoNumbers, Number, Rate, Side, Slopes
from chainrule.explain.decimals import decimal, scientific, sign
from chainrule.notation import Math, Op, Row, equation, math

__all__ = ["no_numbers_words", "point", "point_value", "rate_words"]

LONGEST = 12  # digits of a number of the point that is written out
ROUNDED = Context(prec=LONGEST, Emax=10**15, Emin=-(10**15))

At = tuple[tuple[Symbol, Expr], ...]

SAID: dict[str, str] = {
    "undefined": " the function is not defined",
    "nowhere": " there are no numbers, as the function is defined nowhere",
    "unsteady": " the numbers cannot be found: a part is 0 or jumps there, or is too near to it to "
    "tell",
    "too large": " the numbers are too large to be shown",
    "not computable": " there are no numbers: no numeric evaluation is known for ",
    "no slope": " there is no number for one of the partial derivatives",
}
SIDES: dict[Side, str] = {
    "infinite": "grow without bound",
    "jump": "grow without bound",
    "undefined": "do not exist",
    "unknown": "do not settle",
}


def no_numbers_words(none: NoNumbers) -> Text:
    """At x = −π/2 the function is not defined: ln x has no real value."""
    opening: Text = ("At ", point(none.at), SAID[none.why], ", ".join(none.names))
    if none.why == "no slope" and len(none.names) == 2:
        ends = (math(Symbol(name)) for name in none.names)
        opening = ("At ", point(none.at), " there is no derivative of ", next(ends), " by ", *ends)
    if none.slopes is not None:
        lead = opening[:2] if not none.names else (*opening, ":")
        opening = (*lead, " difference quotients ", *_slope_words(none.slopes))
    if none.part is not None:
        opening += (": ", math(none.part), " has no real value")
    return tuple(part for part in (*opening, ".") if part != "")


def rate_words(name: Math, at: At, rate: Rate, *, parts: bool, order: int = 1) -> Text:
    """What difference quotients say where the formula of a derivative of that order does not give
    it; ``parts`` says that some part of the function has no slope. Nothing, where the formula is
    enough."""
    which = f"derivative of order {order}" if order > 1 else "derivative"
    ends = "undefined" in (rate.slopes.left, rate.slopes.right)
    if rate.derivative is not None and not ends and not parts:
        return ()
    if rate.derivative is not None:
        opening = "" if not parts else "a part has no slope, but "
    elif rate.slopes.exists is False:
        opening = "the function is not continuous, and " if "jump" in _sides(rate) else ""
        opening = f"there is no {which}: {opening}"
    else:
        opening = f"the formula of the {which} does not give one: "
    words = (" ", opening, "difference quotients of ", name, " ", *_slope_words(rate.slopes), ".")
    return tuple(part for part in ("At ", point(at), *words) if part != "")


def _sides(rate: Rate) -> tuple[Side, Side]:
    return rate.slopes.left, rate.slopes.right


def _slope_words(slopes: Slopes) -> Text:
    """… agree with 0; agree with −1 on the left and with 1 on the right; grow without bound."""
    if slopes.exists:
        return _agree(slopes.above)
    left, right = _one(slopes.left, slopes.below), _one(slopes.right, slopes.above)
    if slopes.left == slopes.right != "slope":
        return left
    if slopes.left == "undefined":
        return (*right, " on the right; the function is not defined to the left")
    if slopes.right == "undefined":
        return (*left, " on the left; the function is not defined to the right")
    return (*left, " on the left and ", *right, " on the right")


def _one(side: Side, slope: Number) -> Text:
    return _agree(slope) if side == "slope" else (SIDES[side],)


def _agree(slope: Number) -> Text:
    return ("agree with ", *(() if sign([slope]) == "=" else ("about ",)), decimal(slope))


def point(at: At) -> Math:
    """x = π/2, y = 1."""
    items: list[Math] = []
    for symbol, value in at:
        items += (Op(",", "punctuation"),) if items else ()
        items.append(_placed(symbol, value))
    return Row(tuple(items))


def _placed(symbol: Symbol, value: Expr) -> Math:
    """x = 5, x ≈ 1.23456789012."""
    return equation(math(symbol), point_value(value), "=" if _short(value)[1] else "~")


def point_value(value: Expr) -> Math:
    """A number of the point; one of very many digits is rounded."""
    short = _short(value)[0]
    return math(value) if short is None else scientific(short)


def _short(value: Expr) -> tuple[Decimal | None, bool]:
    """A number of very many digits in few, and whether that is all of it."""
    if not value.is_Rational or max(abs(value.p), value.q) < 10**LONGEST:
        return None, True
    short = ROUNDED.divide(Decimal(int(value.p)), Decimal(int(value.q)))
    top, bottom = short.as_integer_ratio()
    return short, bool(value.p * bottom == value.q * top)
