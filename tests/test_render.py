"""Documents in each format: layout, escaping, colour, and nothing that is lost."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text as RichText
from sympy import Abs, Integer, Piecewise, Symbol, sin

import chainrule
from chainrule.document import (
    Document,
    Heading,
    Line,
    Lines,
    Prose,
    StepRow,
    Steps,
    Table,
    Verdict,
)  # fmt: skip
from chainrule.errors import ChainRuleError
from chainrule.explain import STYLES, explain
from chainrule.explain.rules import rules_document
from chainrule.expr import MINUS_ONE, ONE, TWO, add, build, div, mul, neg, power
from chainrule.notation import Math, Num, Sym, call, equation, leibniz, math, times
from chainrule.render import formats, render, stream

x, u = Symbol("x"), Symbol("u")
inner = add(mul(TWO, x), MINUS_ONE)
MARKS = {id(inner): "u"}
U, H, X = Sym("u", role="u"), Sym("h"), Sym("x")


def marked(tree: object) -> Math:
    return math(tree, MARKS)


SLOPE = leibniz(H, X)
CUBE = Document((
    Heading((equation(call("h", X), marked(power(inner, 3))),), 1),
    Steps((
        StepRow("1", ("Chain",), SLOPE, times(leibniz(H, U), leibniz(U, X)),
                (equation(U, marked(inner)),)),
        StepRow("2", ("Outer: power rule",), leibniz(H, U), math(mul(Integer(3), power(u, 2)))),
        StepRow("3", ("Inner: linear",), leibniz(U, X), Num("2")),
        StepRow("4", ("Multiply, u back in",), SLOPE,
                times(marked(mul(Integer(3), power(inner, 2))), Num("2"))),
    )),
    Lines((Line(H, marked(mul(Integer(6), power(inner, 2)))),), result=True),
    Heading(("At ", equation(X, Num("5"))), 2),
    Table((("name",), ("value",)), (((U,), (Num("9"),)), ((H,), (Num("729"),)))),
    Verdict("passed", ("each step checked; holds for every real ", X)),
))  # fmt: skip

GOLDEN = {
    "plain": """\
  h(x) = (2x − 1)³

  1  Chain                 dh/dx = dh/du · du/dx   u = 2x − 1
  2  Outer: power rule     dh/du = 3u²
  3  Inner: linear         du/dx = 2
  4  Multiply, u back in   dh/dx = 3(2x − 1)² · 2

  h = 6(2x − 1)²

  At x = 5
  name   value
  ────   ─────
  u      9
  h      729

  ✓ each step checked; holds for every real x
""",
    "markdown": r"""## $h(x) = (2x - 1)^{3}$

|  |  |  |  |
| ---: | :--- | :--- | :--- |
| 1 | Chain | $\displaystyle \frac{dh}{dx} = \frac{dh}{du} \cdot \frac{du}{dx}$ | $u = 2x - 1$ |
| 2 | Outer: power rule | $\displaystyle \frac{dh}{du} = 3u^{2}$ |  |
| 3 | Inner: linear | $\displaystyle \frac{du}{dx} = 2$ |  |
| 4 | Multiply, u back in | $\displaystyle \frac{dh}{dx} = 3(2x - 1)^{2} \cdot 2$ |  |

$$
h = 6(2x - 1)^{2}
$$

### At $x = 5$

| name | value |
| :--- | :--- |
| $u$ | $9$ |
| $h$ | $729$ |

**✓** each step checked; holds for every real $x$
""",
    "latex": r"""\section*{$h(x) = (2x - 1)^{3}$}

\begin{list}{}{\leftmargin=2.5em \labelwidth=2em}
\item[1.] Chain
  \quad $\displaystyle \frac{dh}{dx} = \frac{dh}{du} \cdot \frac{du}{dx}$
  \quad $u = 2x - 1$
\item[2.] Outer: power rule
  \quad $\displaystyle \frac{dh}{du} = 3u^{2}$
\item[3.] Inner: linear
  \quad $\displaystyle \frac{du}{dx} = 2$
\item[4.] Multiply, u back in
  \quad $\displaystyle \frac{dh}{dx} = 3(2x - 1)^{2} \cdot 2$
\end{list}

\begin{align*}
h &= 6(2x - 1)^{2}
\end{align*}

\subsection*{At $x = 5$}

\begin{longtable}[l]{ll}
name & value \\ \hline
$u$ & $9$ \\
$h$ & $729$ \\
\end{longtable}

$\checkmark$ each step checked; holds for every real $x$
""",
}  # fmt: skip


@pytest.mark.parametrize("format_", GOLDEN)
def test_a_document_in_each_format(format_: str) -> None:
    assert GOLDEN[format_] in render(CUBE, format_)


def test_only_latex_needs_something_around_its_pages() -> None:
    for format_ in ("plain", "markdown"):
        assert GOLDEN[format_] == render(CUBE, format_)
    two = list(stream([CUBE, CUBE], "latex"))
    assert two[0].startswith("\\documentclass")
    assert two[1:] == ["\n" + GOLDEN["latex"], "\\end{document}\n"]


def test_the_terminal_shows_what_plain_text_shows_where_nothing_is_tall() -> None:
    assert GOLDEN["plain"] == render(CUBE, "terminal")


def test_formats_are_the_modules_of_the_folder() -> None:
    assert {"plain", "terminal", "latex", "markdown"} <= set(formats())


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(ChainRuleError, match=r"pdf.*\n.*latex, markdown"):
        render(CUBE, "pdf")


WAVES = add(*(mul(Integer(k), build(sin, (power(x, k),))) for k in range(2, 14)))

# --- colour, Unicode, markup -------------------------------------------------------------------


def colours(text: str, glyphs: str) -> list[str]:
    """The styles in which the glyphs stand in a text with ANSI codes."""
    found = RichText.from_ansi(text)
    return [
        " ".join(str(span.style) for span in found.spans if span.start <= place < span.end)
        for place in (m.start() for m in re.finditer(re.escape(glyphs), found.plain))
    ]


def test_an_inner_function_has_one_colour_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = render(CUBE, "terminal", color=True)
    assert RichText.from_ansi(text).plain.strip() == GOLDEN["plain"].strip()
    assert {"color(6)"} == set(colours(text, "2x − 1"))
    assert {"color(2)"} == set(colours(text, "✓"))


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", render(CUBE, "terminal", color=True))


def test_no_meaning_is_carried_by_colour_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert (
        RichText.from_ansi(render(CUBE, "terminal", color=True)).plain.rstrip()
        == render(CUBE, "terminal").rstrip()
    )


CASES = math(Piecewise((x, x < 0), (x**2, True)))
MARKUP = Document((
    Heading(("[bold]x[/bold] $5 & 100% #1 a_b",), 1),
    Prose(("[x+1]^2 stays, so does [/red] and *this* | <that> \\ ~ ½ √ → − …",)),
    Steps((StepRow("1", ("[x+1]^2",), H, math(inner), ("[red]",)),)),
    Lines((Line(H, math(div(neg(x), add(ONE, x)))), Line(None, CASES))),
    Table(((("a|b",), ("c",))), ((("[d]",), (math(x < 1),)),)),
))  # fmt: skip


@pytest.mark.parametrize("color", [False, True])
def test_markup_survives_the_terminal(color: bool) -> None:  # a parameter of the table
    shown = RichText.from_ansi(render(MARKUP, "terminal", color=color)).plain
    for words in ("[bold]x[/bold]", "[x+1]^2 stays", "[/red]", "[red]", "[d]"):
        assert words in shown


VERDICTS = Document(
    (Verdict("passed", ("α ≥ 1 — “so”",)), Verdict("failed", ("∂",)), Verdict("not made", ("é",)))
)


@pytest.mark.parametrize("document", [CUBE, MARKUP, VERDICTS])
def test_ascii_is_ascii(document: Document) -> None:
    for text in (
        render(document, "plain", ascii=True),
        render(document, "terminal", unicode=False),
        render(document, "terminal", unicode=False, color=True),
    ):
        assert text.isascii()
        Console(file=io.TextIOWrapper(io.BytesIO(), encoding="ascii")).file.write(text)


VERDICT_SIGNS = [
    ("plain", {}, ("✓", "✗", "–")),
    ("plain", {"ascii": True}, ("[ok]", "[FAILED]", "[not made]")),
    ("terminal", {}, ("✓", "✗", "–")),
    ("terminal", {"unicode": False}, ("[ok]", "[FAILED]", "[not made]")),
    ("markdown", {}, ("**✓**", "**✗**", "**–**")),
    ("latex", {}, (r"$\checkmark$", r"$\times$ \textbf{failed:}", "-- not made:")),
]


@pytest.mark.parametrize(("format_", "options", "signs"), VERDICT_SIGNS)
def test_a_verdict_is_always_printed(
    format_: str, options: dict[str, object], signs: tuple[str, ...]
) -> None:
    text = render(VERDICTS, format_, **options)
    assert all(sign in text for sign in signs)


# --- LaTeX and Markdown ------------------------------------------------------------------------


def test_latex_stands_alone_with_amsmath_and_escapes_words() -> None:
    text = render(MARKUP, "latex")
    assert text.startswith("\\documentclass{article}\n\\usepackage{amsmath,")
    assert text.endswith("\\end{document}\n")
    assert r"{[}bold{]}x{[}/bold{]} \$5 \& 100\% \#1 a\_b" in text
    assert r"\textbackslash{} \textasciitilde{} $\tfrac12$ $\surd$ $\to$ $-$ \dots{}" in text


LONG_TEXTS = (
    "exp(sin(x^2))*cos(ln(x^3+1))*sqrt(1+tan(x)^2)",
    "sin(x^2)*exp(3x)/(1+x^4)^2",
    "piecewise(x^2, x<0; sin(x), x<3; x*exp(-x))",
)


ANSWERS = [
    chainrule.backprop("f = (x + y)*z", at="x=-2, y=5, z=-4"),
    chainrule.grad("h = r*s; r = θ*y; s = θ + y", at="θ=1, y=2"),
    chainrule.train("2-2-1"),
    chainrule.implicit("x^2 + y^2 = 25", at="x=3, y=4"),
    chainrule.compare(chainrule.diff("x^2*|x|", order=3, at="x=0")),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_latex_has_only_signs_that_every_tex_sets(answer: chainrule.Answer) -> None:
    strange = {sign for sign in answer.to_latex() if sign > "\u017f"}
    assert strange == set()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX here")
def test_latex_compiles_and_its_long_lines_break(tmp_path: Path) -> None:
    documents = [rules_document(), *map(explain, ANSWERS)]
    for text in LONG_TEXTS:
        derivation = chainrule.diff(text, at="x=1/2")
        documents += [explain(derivation, style=style) for style in STYLES]
    file = tmp_path / "pages.tex"
    file.write_text("".join(stream(documents, "latex")), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", file.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = file.with_suffix(".log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-2000:]
    assert "Overfull \\hbox" not in log


def test_latex_leaves_a_long_line_to_tex() -> None:
    text = render(Document((Lines((Line(H, math(WAVES)),)),)), "latex")
    assert "align" not in text
    assert r"$\displaystyle h = 2 \sin(x^{2}) + " in text


def test_markdown_has_no_backslash_before_punctuation_and_no_bare_bar_in_its_formulas() -> None:
    text = render(MARKUP, "markdown") + render(
        Document((Lines((Line(H, math(build(Abs, (x,)))),)),)), "markdown"
    )
    for formula in re.findall(r"\$\$?(.+?)\$\$?", text, flags=re.DOTALL):
        assert not re.search(r"\\[^A-Za-z]|[|<>]", formula), formula


def test_markdown_escapes_words() -> None:
    text = render(MARKUP, "markdown")
    assert "&#91;x+1&#93;^2 stays" in text
    assert r"\*this\* &#124; &lt;that&gt; &#92;" in text
    assert "| a&#124;b | c |" in text
