"""Whatever is typed, the answer is a problem or one of our own errors, and it comes quickly.

No test here measures time: what would hang or recurse without a bound is simply run.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Symbol, sin

from chainrule.errors import ChainRuleError, InputError, LimitError
from chainrule.expr import build, mul, walk
from chainrule.model import Problem
from chainrule.parsing import from_sympy, parse, parse_point, parse_tree
from chainrule.parsing.grammar import MAX_DEPTH
from chainrule.parsing.limits import MAX_CHARACTERS, MAX_DIGITS
from chainrule.parsing.wrapping import visible

# Pieces that mean something, so that random text reaches every rule of the grammar.
PIECES = r"""
    x y 2 3.5 .5 1e5 1e-3 e i pi π θ x_1 x₁ x_{12} w12 a9b xy kb ² ⁻¹ ³ ₁ ½ √ ∛ ^ ** * / ÷ · + - −
    ! ' ″ ( ) [ ] { } | || , ; = == < <= ≠ & and or True oo sin cos( ln log_2 log arcsin sinxcosx
    f( f' g h max( atan2( sqrt( root( Piecewise( Integral( hyper([ Subs( Derivative( d/dx d/dx[
    y= f(x)= dx \frac \frac12 \frac{d}{dx} \sqrt \sqrt[ \left( \right) \left| \right| \over \int
    _0 dt \log_ \root \of \operatorname{sin} \text{if} \begin{cases} \end{cases} \\ \mathrm{d}
    \prime \lfloor \rceil \theta \sin \, $ \ % € é # . x̂
"""
WORDS = [*PIECES.split(), " ", "\n", "\t", "\x00"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join))
def test_pieces_of_mathematics_give_a_problem_or_an_error_of_ours(text: str) -> None:
    assert_answer(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_gives_a_problem_or_an_error_of_ours(text: str) -> None:
    assert_answer(text)


def assert_answer(text: str) -> None:
    answer: Problem | InputError
    try:
        answer = parse(text)
    except InputError as error:
        answer = error
    if isinstance(answer, InputError):
        start, stop = answer.span
        assert 0 <= start <= stop <= len(text) + 1
        assert (visible(text), True) == (answer.source, bool(str(answer)))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="xyθ=,;. 12/pi-()", max_size=20))
def test_any_point_gives_values_or_an_error_of_ours(text: str) -> None:
    try:
        values = parse_point(text)
    except ChainRuleError:
        return
    assert values


TOO_LARGE = [
    "9**9**9**9",
    "2^(10^9)",
    "2^(10^400)",
    "(1/2)^5000",
    "(2x)^(10^9)",
    "sqrt(2)^(10^9)",
    "1.0000001^1000000",
    "factorial(10^9)",
    "(10!)!",
    "gamma(10^6)",
    "binomial(10^6, 10^5)",
    "pow(2, 10^9)",
    "1e99999",
    "9" * (MAX_DIGITS + 1),
    "*".join(["9" * 900] * 2),
    "+".join(f"1/{n}" for n in range(2, 2000)),
]


@pytest.mark.parametrize("text", TOO_LARGE, ids=lambda text: text[:20])
def test_numbers_too_large_to_compute_with_are_refused(text: str) -> None:
    with pytest.raises(LimitError):
        parse(text)


@pytest.mark.parametrize(
    "text", ["x^1000", "x^(10^9)", "2^1000", "170!", "e^(10^9)", "0.1^400", "1^(10^9)"]
)
def test_numbers_that_can_be_computed_with_are_read(text: str) -> None:
    assert isinstance(parse(text), Problem)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000_000,
        "(" * (MAX_DEPTH + 1),
        "x" * (MAX_CHARACTERS + 1),
        "-" * (MAX_CHARACTERS - 1) + "x",
        "|" * (MAX_DEPTH + 1) + "x",
        "{" * (MAX_DEPTH + 1),
    ],
    ids=lambda text: f"{len(text)} of {text[0]}",
)
def test_text_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(LimitError):
        parse(text)


DEPTH = 10_000
DEEP = {
    "functions": "sin(" * DEPTH + "x" + ")" * DEPTH,
    "functions without brackets": "sin " * DEPTH + "x",
    "brackets": "(x+" * DEPTH + "1" + ")" * DEPTH,
    "bars": "|x-" * DEPTH + "1" + "|" * DEPTH,
    "exponents": "x" + "^x" * DEPTH,
    "signs": "-" * DEPTH + "x",
    "quotients": "x" + "/x" * DEPTH,
    "fractions": r"\frac{x}{" * DEPTH + "x" + "}" * DEPTH,
    "roots": r"\sqrt{" * DEPTH + "x" + "}" * DEPTH,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_depth_is_no_matter(text: str) -> None:
    assert sys.getrecursionlimit() <= 3000
    assert sum(1 for _ in walk(parse(text).expr)) > DEPTH


def test_long_sums_and_products_stay_flat() -> None:
    assert len(parse("+".join(["x"] * 20_000)).expr.args) == 20_000
    assert len(parse("x " * 20_000).expr.args) == 20_000


def test_deep_and_shared_sympy_trees_come_in() -> None:
    chain = fork = Symbol("x")
    for _ in range(DEPTH):
        chain = build(sin, (chain,))
        fork = mul(fork, build(sin, (fork,)))  # as a tree it would have 2^10000 leaves
    for tree in (chain, fork):
        assert sum(1 for _ in walk(from_sympy(tree).expr)) > DEPTH


def test_nothing_that_is_typed_is_run() -> None:
    for text in ("__import__('os')", "x.__class__", "exec(x)", "lambda x: x", "x if x else y"):
        with pytest.raises(InputError):
            parse_tree(text)
