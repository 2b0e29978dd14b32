"""How each kind of node is put on a tape: which of its parts are operands, and which operation.

In: the class of a node. Out: a function that lists its operands, and one that makes its slot from
theirs. Bound variables are nobody's operands: an integral is one operation on its limits and on
what else is free in it. An unknown function stands for a concrete one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from mpmath import libmp
from sympy import (
    Add,
    Derivative,
    Integral,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Subs,
    Symbol,
    hyper,
    log,
    meijerg,
)
from sympy.core.basic import Basic
from sympy.core.function import Application, AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from chainrule.expr import HALF, MINUS_ONE, TWO, ZERO, Partial, Slope, Tree, build
from chainrule.numeric import functions
from chainrule.numeric import operations as op
from chainrule.numeric.quadrature import Quadrature
from chainrule.scope import free_symbols
from chainrule.unknown import Applied, parts

if TYPE_CHECKING:
    from chainrule.numeric.tape import Letters, Tape

__all__ = ["reader"]

Reader: TypeAlias = "Callable[[Tape, Any, list[int], Letters], int]"
Parts: TypeAlias = Callable[[Any], Sequence[Any]]


def _sum(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    return tape.fold(op.ADD, slots, node)


def _product(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    return tape.fold(op.MUL, slots, node)


def _power(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    base, exponent = node.args
    if exponent is MINUS_ONE:
        return tape.apply(op.DIV, tape.number(1), slots[0], tree=node)
    if exponent is ZERO:
        return tape.number(1)
    if exponent is TWO:
        return tape.apply(op.MUL, slots[0], slots[0], tree=node)
    if exponent is HALF:
        return tape.apply(op.SQRT, slots[0], tree=node)
    if base is S.Exp1:
        return tape.apply(op.EXP, slots[1], tree=node)
    return tape.apply(op.POW, *slots, tree=node)


def _logarithm(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    logs = [tape.apply(op.LOG, slot, tree=node) for slot in slots]
    return logs[0] if len(logs) == 1 else tape.apply(op.DIV, *logs, tree=node)


def _symbol(tape: Tape, node: Any, _: list[int], letters: Letters) -> int:
    found = letters.slots.get(node)
    return tape.input(node) if found is None else found


def _rational(tape: Tape, node: Any, _: list[int], __: Letters) -> int:
    return tape.number(node.p, node.q)


def _leaf(tape: Tape, node: Any, _: list[int], letters: Letters) -> int:
    """π, e and their kin, floating-point numbers, infinities, truth values."""
    if node is S.ImaginaryUnit:
        return tape.apply(op.UNIT, tree=node)
    if isinstance(node, BooleanTrue | BooleanFalse):
        return tape.number(int(bool(node)))
    if node is S.Infinity or node is S.NegativeInfinity:
        value = libmp.finf if node is S.Infinity else libmp.fninf
        return tape.constant(node, lambda _: value)
    if hasattr(node, "_as_mpf_val"):
        return tape.constant(node, lambda prec: node._as_mpf_val(prec))
    return _unknown(tape, node, [], letters)


def _unknown(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    """Something without a numeric value; the run says so only where it is needed."""
    name = type(node).__name__
    slot = tape.apply(op.missing(name), *slots, tree=node)
    tape.missing[slot] = name
    return slot


def _slope(tape: Tape, node: Any, _: list[int], letters: Letters) -> int:
    found = letters.slots.get(node.args)
    return _unknown(tape, node, [], letters) if found is None else found


def _cases(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    tape.cases = True
    return tape.apply(op.CHOOSE, *slots, tree=node)


def _concrete(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    zeros = (0,) * len(slots)
    return _stand_in(tape, node, Applied(node.func, node.args, zeros), slots)


def _stand_in(tape: Tape, node: Any, known: Applied, slots: list[int]) -> int:
    """A concrete function stands in for an unknown one, and its derivatives for its derivatives."""
    name = known.head.__name__
    tape.stand_ins.add(name)
    return tape.apply(functions.concrete(name, known.orders), *slots, tree=node)


def _at_point(tape: Tape, node: Any, slots: list[int], letters: Letters) -> int:
    known = parts(node)
    if known:
        return _stand_in(tape, node, known, slots)
    inner, variables, _ = node.args
    return tape.slot(inner, letters.also(dict(zip(variables, slots, strict=True))))


def _derivative(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    """A derivative of an unknown function, or a numeric one of anything else."""
    known = parts(node)
    if known:
        return _stand_in(tape, node, known, slots)
    inner, *pairs = node.args
    counts = {variable: int(count) for variable, count in pairs}
    free = sorted(free_symbols(inner), key=str)
    value, orders = _function(tape, inner, free), tuple(counts.get(symbol, 0) for symbol in free)
    key = ("Derivative", id(tape.pool.share(node)))
    return _closed(tape, key, node, slots, lambda *at: op.CONTEXT.diff(value, at, orders))


def _integral(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    """A definite integral; an antiderivative is the one that vanishes at 1."""
    body, dummy, ends = _outermost(node)
    value, count = _function(tape, body, [dummy, *_free(body, dummy)]), max(len(ends), 1)
    quadrature = Quadrature(value)

    def integral(*at: Any) -> Any:
        around = at[:2] if count == 2 else (op.CONTEXT.one, at[0])
        return quadrature(around, *at[count:])

    key = ("Integral", id(tape.pool.share(body)), dummy, len(ends))
    return _closed(tape, key, node, slots, integral)


def _closed(
    tape: Tape, key: object, node: Any, slots: list[int], general: Callable[..., Any]
) -> int:
    """An operation made for one body; the same for every equal body."""
    operation = tape.closed.setdefault(key, op.closed(type(node).__name__, general))
    return tape.apply(operation, *slots, tree=node)


def _function(tape: Tape, body: Tree, free: Sequence[Symbol]) -> Callable[..., Any]:
    """The body as a function of real numbers of mpmath, at the precision that holds when called."""
    tape = tape.fresh()
    slot = tape.slot(body)

    def value(*at: Any) -> Any:
        prec = op.CONTEXT.prec
        values = tape.at({s: v._mpf_ for s, v in zip(free, at, strict=True)}, prec)
        tape.run(values, prec)
        op.CONTEXT.prec = prec
        if values[slot] is None:
            raise op.UndefinedError
        return op.CONTEXT.make_mpf(values[slot])

    return value


def _derivative_parts(node: Any) -> Sequence[Any]:
    known = parts(node)
    return known.args if known else sorted(free_symbols(node.args[0]), key=str)


def _point_parts(node: Any) -> Sequence[Any]:
    known = parts(node)
    return known.args if known else node.args[2].args


def _outermost(node: Any) -> tuple[Tree, Symbol, Sequence[Tree]]:
    """A single integral: its body, which may be another one, its variable, and its limits."""
    *inside, (dummy, *ends) = node.args
    return (build(Integral, inside) if len(inside) > 1 else inside[0]), dummy, ends


def _integral_parts(node: Any) -> Sequence[Any]:
    body, dummy, ends = _outermost(node)
    return [*(ends or [dummy]), *_free(body, dummy)]


def _free(body: Tree, dummy: Symbol) -> list[Symbol]:
    """The variables of an integrand that its integral does not bind."""
    return sorted(free_symbols(body) - {dummy}, key=str)


def _lists(node: Any) -> Sequence[Any]:
    """The parameters of a hypergeometric function, list after list, and its argument."""
    *lists, last = node.args
    return [*(part for one in lists for part in one.args), last]


def _hypergeometric(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    return tape.apply(functions.hypergeometric(*map(len, node.args[:2])), *slots, tree=node)


def _meijer(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
    sizes = [len(one.args) for pair in node.args[:2] for one in pair.args]
    return tape.apply(functions.meijer(*sizes), *slots, tree=node)


def _meijer_parts(node: Any) -> Sequence[Any]:
    upper, lower, last = node.args
    return [*(part for pair in (upper, lower) for one in pair.args for part in one.args), last]


def _named(head: type[Basic]) -> Reader:
    """How a function is read that the table of operations knows by its name."""
    name = head.__name__
    other = functions.RECIPROCAL_OF.get(name) or functions.INVERSE_OF.get(name)
    operation = functions.named(other or name)
    if operation is None:
        return _unknown

    def read(tape: Tape, node: Any, slots: list[int], _: Letters) -> int:
        if name in functions.FOLDED:
            return tape.fold(operation, slots, node)
        if name in functions.INVERSE_OF:
            slots = [tape.apply(op.DIV, tape.number(1), slots[0], tree=node)]
        found = tape.apply(operation, *slots[: operation.most], tree=node)
        if name in functions.RECIPROCAL_OF:
            found = tape.apply(op.DIV, tape.number(1), found, tree=node)
        return found

    return read


_READERS: dict[type[Basic], tuple[Parts | None, Reader]] = {
    Add: (None, _sum),
    Mul: (None, _product),
    Pow: (None, _power),
    log: (None, _logarithm),
    Piecewise: (lambda node: [part for pair in node.args for part in pair.args], _cases),
    Integral: (_integral_parts, _integral),
    Derivative: (_derivative_parts, _derivative),
    Subs: (_point_parts, _at_point),
    Slope: (lambda _: (), _slope),
    Partial: (lambda _: (), _slope),
    hyper: (_lists, _hypergeometric),
    meijerg: (_meijer_parts, _meijer),
}


@cache
def reader(head: Any) -> tuple[Parts | None, Reader]:
    """Which parts of a node are operands, None for all its args, and what makes its slot."""
    if head in _READERS:
        return _READERS[head]
    for base, read in ((Symbol, _symbol), (Rational, _rational), (AppliedUndef, _concrete)):
        if issubclass(head, base):
            return None, read
    return None, _named(head) if issubclass(head, Application | Relational) else _leaf
