"""Whole pages, as a person has read them, in every format: tests/golden/NAME.FORMAT.

``CHAINRULE_UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py`` writes them anew; read what
changed before you keep it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import chainrule
from chainrule.comparison import compare
from chainrule.explain import DETAILS, STYLES, explain
from chainrule.render import render

GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("CHAINRULE_UPDATE_GOLDEN"))

# name: what is typed, and what is asked for
CASES: dict[str, tuple[str, dict[str, object]]] = {
    "cube": ("(2x-1)^3", {"at": "x=5"}),
    "layers": ("ln(sqrt(1+cos(x)^2))", {}),
    "product": ("sin(x^2)*exp(3x)", {}),
    "power": ("x^x", {}),
    "absolute": ("abs(x)", {}),
    "unknown": ("f(g(x))", {}),
    "quotient": ("x/exp(x)", {}),
    "mixed": ("x^2*y", {"wrt": ("x", "y")}),
}
SYSTEMS: dict[str, tuple[str, str, dict[str, object]]] = {
    "grad": ("grad", "h = r*s + t; r = x*y; s = x + y; t = x - y", {"at": "x=1, y=2"}),
    "general": ("grad", "h = g(u1, u2); u1 = u1(x1, x2); u2 = u2(x1, x2)", {}),
    "total": ("grad", "f(x, y) = x^2*y; y = sin(x)", {}),
    "direction": ("grad", "x^2*y", {"at": "x=1, y=2", "direction": "3,4"}),
    "jacobian": ("jacobian", "x = r*cos(t); y = r*sin(t)", {}),
    "hessian": ("hessian", "z = f(u, v); u = x^2 - y^2; v = 2*x*y", {"laplacian": True}),
    "implicit": ("implicit", "x^2 + y^2 = 25", {"at": "x=3, y=4", "order": 2}),
    "surface": ("implicit", "x^2 + y^2 + z^2 = 14", {"at": "x=1, y=2, z=3"}),
    "parametric": ("parametric", "cos(t)", {"y": "sin(t)", "at": "t=pi/4", "order": 2}),
    "cusp": ("parametric", "t^2", {"y": "t^3", "at": "t=0"}),
    "inverse": ("inverse", "x^3 + x", {"at": "y=2"}),
    "backprop": ("backprop", "f = (x + y)*z", {"at": "x=-2, y=5, z=-4"}),
    "network": ("train", "2-2-1", {"rate": 0.5}),
    "softmax": ("train", "2-2-3", {"activation": "relu", "loss": "cross-entropy", "seed": 3}),
}
IN_ALL_STYLES = ("cube", "layers")

# the end of the file's name: the format, and its options
FORMATS: dict[str, tuple[str, dict[str, object]]] = {
    "terminal": ("terminal", {"width": 80}),
    "colour": ("terminal", {"width": 80, "color": True}),
    "ascii": ("terminal", {"width": 80, "unicode": False}),
    "plain": ("plain", {"width": 80}),
    "latex": ("latex", {}),
    "markdown": ("markdown", {}),
}


def same(file: Path, text: str) -> None:
    """The text is what the file holds; or the file is written, if that is asked for."""
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


def derivation(name: str) -> chainrule.Derivation:
    text, options = CASES[name]
    return chainrule.diff(text, **options)  # type: ignore[arg-type]  # options of several types


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_a_page_is_what_somebody_has_read(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    format_, options = FORMATS[form]
    same(GOLDEN / f"{name}.{form}", render(explain(derivation(name)), format_, **options))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", SYSTEMS)
def test_a_page_of_a_system_is_what_somebody_has_read(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    command, text, options = SYSTEMS[name]
    format_, layout = FORMATS[form]
    answer = getattr(chainrule, command)(text, **options)
    same(GOLDEN / f"{name}.{form}", render(explain(answer), format_, **layout))


@pytest.mark.parametrize("name", IN_ALL_STYLES)
def test_every_style_and_detail_is_what_somebody_has_read(name: str) -> None:
    found = derivation(name)
    pages = [
        f"--style {style} --detail {detail}\n\n"
        + render(
            explain(compare(found) if detail == "full" else found, style=style, detail=detail),
            "terminal",
            width=80,
        )
        for style in STYLES
        for detail in DETAILS
    ]
    same(GOLDEN / f"{name}.styles", "\n".join(pages))


def test_json_is_what_somebody_has_read() -> None:
    same(GOLDEN / "cube.json", derivation("cube").to_json(indent=1) + "\n")


def test_no_golden_file_is_left_over() -> None:
    known = {f"{name}.{form}" for name in (*CASES, *SYSTEMS) for form in FORMATS}
    known |= {f"{name}.styles" for name in IN_ALL_STYLES} | {"cube.json"}
    assert known == {file.name for file in GOLDEN.iterdir()}
