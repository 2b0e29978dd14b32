"""What every command of the library returns has in common: checks, and renderings.

The renderings are one-liners over ``explain`` and ``render``: the only place that looks up the
pipeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from chainrule.record import Data

if TYPE_CHECKING:
    from chainrule.model import Check

__all__ = ["Answer"]


class Answer(Data):
    """A result with the checks that were made of it."""

    __slots__ = ()

    if TYPE_CHECKING:
        checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check was made and held."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> bool:
        """Whether a check failed; one that could not be made has not."""
        return any(check.outcome == "failed" for check in self.checks)

    @property
    def outcome(self) -> str:
        """The worst outcome of the checks, in a word or two."""
        worst = [o for o in ("failed", "not made") if any(c.outcome == o for c in self.checks)]
        return f"a check {worst[0]}" if worst else "checked"

    def __str__(self) -> str:
        return self._page("plain")

    def to_latex(self, *, style: str = "link", detail: str = "normal") -> str:
        """A LaTeX document that compiles as it stands."""
        return self._page("latex", style=style, detail=detail)

    def to_markdown(self, *, style: str = "link", detail: str = "normal") -> str:
        """Markdown with formulas, as GitHub and notebooks read it."""
        return self._page("markdown", style=style, detail=detail)

    def to_json(self, *, indent: int | None = None) -> str:
        """JSON that ``from_json`` reads back to an equal value (see serialize)."""
        from chainrule.serialize import to_json

        return to_json(self, indent=indent)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The value that ``to_json`` wrote; LoadError for anything else."""
        from chainrule.serialize import from_json

        return from_json(text, cls)

    def _repr_mimebundle_(self, **_asked: object) -> dict[str, str]:
        return {"text/plain": str(self), "text/markdown": self.to_markdown()}

    def _page(self, form: str, *, style: str = "link", detail: str = "normal") -> str:
        from chainrule.explain import explain
        from chainrule.render import render

        return render(explain(self._complete(detail), style=style, detail=detail), form)

    def _complete(self, _detail: str) -> Self:
        """Itself, with what a page of that detail needs beside."""
        return self
