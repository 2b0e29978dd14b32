"""Other ways to differentiate the same expression: rewritings, as pairs of texts.

In a text u, v, w vary and a, b, c, m, n do not, as in the rule table. A rewriting must hold
wherever its right-hand side is defined: √(u²) = u is not one, ln(u²) = 2 ln u is.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["WAYS", "Way"]


class Way(NamedTuple):
    """``words`` say what is used; ``rewritings`` are tried everywhere until nothing changes."""

    words: str
    rewritings: tuple[tuple[str, str], ...] = ()


# fmt: off
WAYS = {
    "power": Way("the general power rule"),
    "rules": Way("the rules for products, quotients and powers"),
    "log": Way("logarithmic differentiation"),
    "inverses": Way("the exponential function and the logarithm undo each other", (
        ("ln(exp(u))", "u"), ("exp(ln(u))", "u"), ("exp(a*ln(u))", "u^a"),
        ("exp(v*ln(u))", "u^v"), ("exp(ln(u)*v)", "u^v"), ("sqrt(u)^2", "u"),
    )),
    "logarithm-laws": Way("the laws of logarithms", (
        ("ln(sqrt(u))", "ln(u)/2"), ("ln(1/u)", "-ln(u)"), ("ln(u^n)", "n*ln(u)"),
        ("ln(u^v)", "v*ln(u)"), ("ln(a^u)", "u*ln(a)"), ("ln(u*v)", "ln(u) + ln(v)"),
        ("ln(u*v*w)", "ln(u) + ln(v) + ln(w)"), ("ln(u/v)", "ln(u) - ln(v)"),
        ("ln(u*exp(v))", "ln(u) + v"), ("ln(a*u)", "ln(a) + ln(u)"), ("ln(u/a)", "ln(u) - ln(a)"),
        ("ln(a/u)", "ln(a) - ln(u)"), ("ln(RealRoot(u, n))", "ln(u)/n"),
    )),
    "powers": Way("the laws of powers", (
        ("sqrt(u)^n", "u^(n/2)"),
        ("1/sqrt(u)", "u^(-1/2)"), ("1/u^n", "u^(-n)"), ("u*u", "u^2"), ("u*sqrt(u)", "u^(3/2)"),
        ("sqrt(u)*u", "u^(3/2)"), ("sqrt(u)*sqrt(u)", "u"), ("u^m*u^n", "u^(m + n)"),
        ("u^m/u^n", "u^(m - n)"), ("u^n/u", "u^(n - 1)"), ("u*u^n", "u^(n + 1)"),
        ("a/u^n", "a*u^(-n)"), ("a/sqrt(u)", "a*u^(-1/2)"), ("1/exp(u)", "exp(-u)"),
        ("u/sqrt(u)", "sqrt(u)"), ("exp(u)*exp(v)", "exp(u + v)"), ("exp(u)/exp(v)", "exp(u - v)"),
        ("exp(u)^n", "exp(n*u)"), ("a^u*a^v", "a^(u + v)"), ("(a^u)^n", "a^(n*u)"),
        ("u/exp(v)", "u*exp(-v)"), ("u/v^n", "u*v^(-n)"),
    )),
    "double-angle": Way("the formulas for the double angle", (
        ("sin(u)*cos(u)", "sin(2*u)/2"), ("cos(u)*sin(u)", "sin(2*u)/2"),
        ("a*sin(u)*cos(u)", "a/2*sin(2*u)"), ("a*cos(u)*sin(u)", "a/2*sin(2*u)"),
        ("cos(u)^2 - sin(u)^2", "cos(2*u)"),
    )),
    "pythagoras": Way("the Pythagorean identity", (
        ("sin(u)^2 + cos(u)^2", "1"), ("cos(u)^2 + sin(u)^2", "1"),
        ("cosh(u)^2 - sinh(u)^2", "1"),
    )),
    "quotients": Way("the quotients of sine and cosine have names", (
        ("sin(u)/cos(u)", "tan(u)"), ("cos(u)/sin(u)", "cot(u)"), ("1/cos(u)", "sec(u)"),
        ("1/sin(u)", "csc(u)"), ("sinh(u)/cosh(u)", "tanh(u)"), ("1/tan(u)", "cot(u)"),
    )),
    "squares": Way("the product of a sum and a difference is a difference of squares", (
        ("(u + v)*(u - v)", "u^2 - v^2"), ("(u - v)*(u + v)", "u^2 - v^2"),
        ("(a + u)*(a - u)", "a^2 - u^2"), ("(a - u)*(a + u)", "a^2 - u^2"),
    )),
}
# fmt: on
