"""Derivation → Document: what is said, in which order, in whose words. No format is known here.

Structure comes before calculus: the formula, how it is composed, the steps (in one of three
styles), the result, then numbers, the domain and the checks. Every formula is one that a step
holds; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from sympy import Symbol

from chainrule.answer import Answer
from chainrule.derivation import Derivation
from chainrule.document import Block, Document, Heading, Line, Lines, Prose
from chainrule.errors import ChainRuleError
from chainrule.explain.asides import mistake, other_way
from chainrule.explain.deep import deep_steps, is_deep
from chainrule.explain.holds import check_words, domain_words
from chainrule.explain.lines import line_steps
from chainrule.explain.link import link_steps
from chainrule.explain.numbers import numbers
from chainrule.explain.page import Page, listed, outline
from chainrule.explain.words import DETAILS, STYLES
from chainrule.model import Pass
from chainrule.notation import math

__all__ = ["DETAILS", "STYLES", "explain"]

PAGES = {
    "Gradient": ("gradient", "gradient_page"),
    "Sweep": ("sweep", "sweep_page"),
    "Training": ("training", "training_page"),
    "Composition": ("composed", "composed_page"),
    "Implicit": ("implicit", "implicit_page"),
    "Parametric": ("parametric", "parametric_page"),
    "Inverse": ("inverse", "inverse_page"),
    "Hessian": ("second", "hessian_page"),
    "Jacobian": ("second", "jacobian_page"),
}
"""Where the page of each other answer is written: modules that are read when they are needed."""
SHARED = ("repeat", "once")
MOST_CONDITIONS = 6  # on the page of a deep derivation


def explain(
    answer: Answer, *, style: str = "link", detail: str = "normal", shared: str = "repeat"
) -> Document:
    """The page for a derivation, or a gradient.

    ``style`` is how the derivative of a part is written: ``link`` (dh/du · du/dx, with letters),
    ``straight`` (3(2x − 1)² · (2x − 1)′) or ``leibniz`` (d/dx […]). ``detail``: ``brief`` gives
    the lines alone, ``normal`` folds what everybody knows, ``full`` says why each rule applies, and
    shows the other ways and the mistake that the derivation was compared with (see comparison/).
    ``shared``: in a tree, a quantity that is used twice is a branch each time (``repeat``), or
    drawn ``once``.
    """
    _one_of("style", style, STYLES)
    _one_of("detail", detail, DETAILS)
    _one_of("shared", shared, SHARED)
    if isinstance(answer, Derivation):
        return _derivation(answer, style, detail)
    if type(answer).__name__ not in PAGES:
        raise TypeError(f"there is no page for {type(answer).__name__}")
    module, name = PAGES[type(answer).__name__]
    write: Callable[..., Document] = getattr(import_module(f"chainrule.explain.{module}"), name)
    return write(answer, shared) if module == "gradient" else write(answer)


def _derivation(derivation: Derivation, style: str, detail: str) -> Document:
    page = Page(derivation, style)
    if is_deep(derivation.passes):
        return _deep(page)
    blocks: list[Block] = [Lines((Line(page.whole(), page.of(derivation.problem.expr)),))]
    blocks += _notes(page)
    if detail != "brief":
        blocks += _held_fixed(page)
    for place, one in enumerate(derivation.passes, start=1):
        if len(derivation.passes) > 1:
            blocks.append(Heading(("Differentiate: ", page.answer(place))))
        if detail == "brief":
            blocks.append(_brief(page, one, place))
        else:
            blocks += _steps(page, one, detail)
    if detail != "brief":
        blocks.append(Lines((Line(page.answer(), page.of(derivation.result)),), result=True))
    if derivation.at is not None:
        blocks += numbers(page, derivation.at, folded=detail != "full")
    blocks += [Prose(text) for text in domain_words(derivation)]
    if detail == "full":
        blocks += _asides(page)
    return Document((*blocks, *check_words(derivation, _everywhere(derivation))))


def _notes(page: Page) -> list[Block]:
    """How the text was read: at every level of detail, because the rest depends on it."""
    return [Prose((f"Note: {reading.note}.",)) for reading in page.derivation.problem.readings]


def _deep(page: Page) -> Document:
    """The page of a derivation that is too large to write out."""
    blocks: list[Block] = [*_notes(page)]
    for place, one in enumerate(page.derivation.passes, start=1):
        if len(page.derivation.passes) > 1:
            blocks.append(Heading(("Differentiate: ", page.answer(place))))
        blocks += deep_steps(page, one)
    if page.derivation.at is not None:
        blocks += numbers(page, page.derivation.at)
    if len(page.derivation.domain.conditions) <= MOST_CONDITIONS:
        blocks += [Prose(text) for text in domain_words(page.derivation)]
    return Document((*blocks, *check_words(page.derivation, _everywhere(page.derivation))))


def _steps(page: Page, one: Pass, detail: str) -> list[Block]:
    """One differentiation in the style of the page."""
    if page.style == "link":
        blocks = [*outline(page, one), link_steps(page, one, detail)]
    else:
        blocks = line_steps(page, one, detail)
    for inner in one.inner:
        under = page.under_integral(inner)
        integrand = Line(under.name(inner.steps[0].name), under.of(inner.expr))
        blocks += [Prose(("Under the integral sign:",)), Lines((integrand,))]
        blocks += _steps(under, inner, detail)
    return blocks


def _asides(page: Page) -> list[Block]:
    """Other ways, and a tempting mistake."""
    blocks: list[Block] = []
    for route in page.derivation.routes or ():
        blocks += other_way(page, route, lambda other, one: _steps(other, one, "normal"))
    made = page.derivation.mistake
    return blocks if made is None else [*blocks, *mistake(page, made)]


def _everywhere(derivation: Derivation) -> tuple[Symbol, ...]:
    """The variables, if the derivative holds for all their values."""
    return tuple(dict.fromkeys(derivation.problem.wrt)) if derivation.domain.everywhere else ()


def _one_of(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise ChainRuleError(f"unknown {what} '{given}'", hint=f"choose from {', '.join(known)}")


def _brief(page: Page, one: Pass, place: int) -> Lines:
    """The lines of the whole, without words."""
    last = one.steps[0]
    rows = [Line(page.answer(place), page.raw(last))]
    rows += [Line(None, page.of(move.result)) for move in last.moves]
    return Lines(tuple(rows), result=place == len(page.wrt))


def _held_fixed(page: Page) -> list[Block]:
    if not page.fixed:
        return []
    names = listed([(math(symbol),) for symbol in page.fixed])
    return [Prose((*names, " is held fixed." if len(page.fixed) == 1 else " are held fixed."))]
