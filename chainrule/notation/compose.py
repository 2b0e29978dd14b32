"""Typographic trees from typographic trees: sums, products, calls, derivatives.

Each function brackets its arguments where they need it, so nobody else has to know when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from chainrule.notation.binding import (
    ATOM,
    FRACTION,
    PRODUCT,
    SIGNED,
    bracket,
    strength,
)  # fmt: skip
from chainrule.notation.names import BARE, GREEK, TAKES_BRACKET
from chainrule.notation.nodes import Bar, Call, Fence, Frac, Math, Num, Op, Power, Root, Row, Sym

__all__ = [
    "at_bar", "call", "comma", "derivative_of", "equation", "juxtapose", "leibniz", "mixed",
    "negates", "negative", "plus", "prime", "raised", "signed_sum", "times",
]  # fmt: skip

PLUS, MINUS, DOT = Op("+"), Op("-"), Op("*")
TIGHT_DOT, NEGATIVE = Op("*", "tight"), Op("-", "prefix")
NEXT, SPACE = Op("", "product"), Op(" ", "product")
COMMA = Op(",", "punctuation")
MOST_PRIMES = 3
_BARE_NAMES = frozenset(BARE.values())


def signed_sum(terms: Iterable[tuple[bool, Math]]) -> Math:
    """A sum of (is it subtracted?, term); each term is bracketed if it is a sum or has a sign."""
    items: list[Math] = []
    for subtracted, term in terms:
        if items:
            items.append(MINUS if subtracted else PLUS)
        elif subtracted:
            items.append(NEGATIVE)
        items.append(bracket(term, PRODUCT))
    return Row(tuple(items)) if len(items) > 1 else items[0]


def plus(*terms: Math) -> Math:
    """A sum; a term with a sign in front is subtracted.

    >>> x = Sym("x")
    >>> plus(x, negative(x)).items[1].text
    '-'
    """
    return signed_sum(_sign(term) for term in terms)


def negates(term: Math) -> bool:
    """Whether a term starts with a minus sign."""
    return type(term) is Row and term.items[0] == NEGATIVE


def _sign(term: Math) -> tuple[bool, Math]:
    if type(term) is Row and negates(term) and strength(term) == SIGNED:
        rest = term.items[1:]
        return True, rest[0] if len(rest) == 1 else Row(rest, term.role)
    return False, term


def negative(body: Math) -> Math:
    """−body, with brackets around a sum or a second sign."""
    body = bracket(body, PRODUCT)
    if type(body) is Row and not body.role:
        return Row((NEGATIVE, *body.items))
    return Row((NEGATIVE, body))


def times(*factors: Math) -> Math:
    """A product with a visible sign, in which products stay as they are: 3(2x − 1)² · 2."""
    items: list[Math] = []
    for factor in factors:
        items += (DOT,) if items else ()
        items.append(bracket(factor, PRODUCT if items else SIGNED))
    return Row(tuple(items)) if len(items) > 1 else items[0]


def juxtapose(*factors: Math) -> Math:
    """A product without signs where a reader needs none: 2x(x + 1), x sin x, but 2·3·x.

    >>> [type(item).__name__ for item in juxtapose(Num("2"), Sym("x")).items]
    ['Num', 'Op', 'Sym']
    """
    if len(factors) == 1:
        return factors[0]
    nodes = [bracket(factor, FRACTION) for factor in factors]
    joints = _joints(nodes)
    if DOT in joints and all(type(node) in (Sym, Num, Fence) for node in nodes):
        joints = [TIGHT_DOT if joint is DOT else joint for joint in joints]
    items: list[Math] = [nodes[0]]
    for joint, node in zip(joints, nodes[1:], strict=True):
        items += (joint, node)
    return Row(tuple(items))


def _joints(nodes: Sequence[Math]) -> list[Op]:
    """What stands between neighbours: a dot in x·x, too, and dots go on after two numbers."""
    joints: list[Op] = []
    before, end, last = "", _edges(nodes[0])[1], nodes[0]
    for node in nodes[1:]:
        edges = _edges(node)
        nothing, space = _JOIN.get(end, ("", ""))
        if edges[0] in space:
            joints.append(SPACE)
        elif edges[0] not in nothing or (end == "n" and before in ("n", "1")) or node == last:
            joints.append(DOT)
        else:
            joints.append(NEXT)
        before, end, last = end, edges[1], node
    return joints


# What may follow an edge with nothing, and with a space, between. All other pairs take a dot.
# n number (1 one), s letter, f letter that calls a bracket, e Euler's number, p x², E eˣ, d 2ˣ,
# ( bracket, | bars, r root, c sin x, C sin(…), u f(…), q fraction of numbers
_JOIN = {
    "n": ("sfepE(|ru", "c"),
    "s": ("sfp(r", "eEcu"),
    "f": ("sfpr", "eEcu"),
    "e": ("sfpr", "Ecu"),
    "p": ("sfp(r", "eEcu"),
    "E": ("(r", "sfpeEcu"),
    "d": ("(r", "sfpeEcu"),
    "(": ("sfp(r", "eEcu"),
    "q": ("sfepE(ru", "c"),
    "r": ("", "c"),
    "c": ("", "c"),
    "C": ("", "c"),
    "|": ("", "c"),
}


def _edges(node: Math) -> str:
    """The left and the right edge of a factor, as letters of the table above."""
    match node:
        case Num(text=text):
            return "n1" if text == "1" else "nn"
        case Sym(name=name):
            kind = "e" if name == "e" else "f" if name in TAKES_BRACKET else "s"
            return kind * 2 if len(name) == 1 or name in GREEK else "??"
        case Power(base=base):
            left = _edges(base)[0]
            return {"n": "nd", "e": "EE", "s": "pp", "f": "pp"}.get(left, left + "p")
        case Fence(body=body, kind="("):
            return "-(" if strength(body) == SIGNED else "(("
        case Fence():
            return "||"
        case Root():
            return "rr"
        case Call():
            return _call_edges(node)
        case Frac(top=Num(), bottom=Num()):
            return "qq"
    return "??"


def _call_edges(node: Call) -> str:
    head = node.head.base if type(node.head) is Power else node.head
    if type(head) is not Sym or head.name not in _BARE_NAMES:
        return "uu"
    return "cC" if type(node.body) is Fence else "cc"


def raised(base: Math, exponent: Math) -> Math:
    """base to the power exponent."""
    loose = strength(base) < ATOM and not _plain_call(base)
    return Power(Fence(base) if loose else base, exponent)


def _plain_call(node: Math) -> bool:
    return type(node) is Call and type(node.body) is Fence and _call_edges(node) == "uu"


def call(name: str | Math, *arguments: Math, sub: Math | None = None) -> Math:
    """name(arguments), without brackets where sin x needs none."""
    head = Sym(name) if isinstance(name, str) else name
    body = comma(*arguments)
    named = isinstance(head, Sym) and head.name in _BARE_NAMES and sub is None
    bars = isinstance(body, Fence) and body.kind != "("
    return Call(head, body if named and (bars or _bare(body)) else Fence(body), sub)


def _bare(body: Math) -> bool:
    """Whether a named function needs no bracket before it: x, 5, 3x."""
    match body:
        case Sym() | Num():
            return True
        case Row(items=(Num(), Op(kind="product"), Sym())):
            return True
    return False


def comma(*items: Math) -> Math:
    """A list with commas; one item is itself."""
    if len(items) == 1:
        return items[0]
    row: list[Math] = []
    for item in items:
        row += (COMMA, item) if row else (item,)
    return Row(tuple(row))


def equation(left: Math, right: Math, relation: str = "=") -> Math:
    """left = right, or another relation."""
    return Row((left, Op(relation, "relation"), right))


def leibniz(y: Math, x: Math, order: int = 1, *, partial: bool = False) -> Frac:
    """dy/dx, d²y/dx² or ∂y/∂x, on the line.

    >>> leibniz(Sym("h"), Sym("x")).inline
    True
    """
    d = Op("partial" if partial else "d", "prefix")
    if order == 1:
        return Frac(Row((d, y)), Row((d, x)), inline=True)
    n = Num(str(order))
    return Frac(Row((Power(d, n), y)), Row((d, Power(x, n))), inline=True)


def mixed(y: Math, wrt: Sequence[Math]) -> Math:
    """∂²y/∂b∂a: differentiated by a, then by b; the last stands first. Repeats are counted."""
    groups = [(by, len(list(same))) for by, same in groupby(reversed(wrt))]
    if len(groups) == 1:
        return leibniz(y, *groups[0], partial=True)
    d = Op("partial", "prefix")
    bottom: list[Math] = []
    for by, count in groups:
        bottom += (d, by if count == 1 else Power(by, Num(str(count))))
    top = Row((Power(d, Num(str(len(wrt)))), y))
    return Frac(top, Row(tuple(bottom)), inline=True)


def derivative_of(body: Math, x: Math, order: int = 1, *, partial: bool = False) -> Math:
    """d/dx [body]."""
    d = Op("partial" if partial else "d", "prefix")
    n = Num(str(order))
    top: Math = d if order == 1 else Power(d, n)
    bottom = Row((d, x if order == 1 else Power(x, n)))
    return Call(Frac(top, bottom, inline=True), Fence(body, "["))


def prime(body: Math) -> Math:
    """body′: (2x − 1)′, h′; from the fourth on h⁽⁴⁾, for nobody counts primes."""
    match body:
        case Sym(primes=primes) if primes < MOST_PRIMES:
            return replace(body, primes=primes + 1)
        case Sym(primes=primes):
            return Power(replace(body, primes=0), Fence(Num(str(primes + 1))))
        case Power(base=Sym(), exponent=Fence(body=Num(text=order))):
            return replace(body, exponent=Fence(Num(str(int(order) + 1))))
    return Row((bracket(body, ATOM), Op("'", "postfix")))


def at_bar(body: Math, u: Math, value: Math) -> Bar:
    """body|_{u = value}."""
    return Bar(bracket(body, PRODUCT), equation(u, value))
