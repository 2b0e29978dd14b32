"""How each ambiguity is read: one row for each kind, and the list that a text collects.

`docs/input.md` explains the same kinds with examples. Text → `Reading` (model.py) happens only
here, so that the wording of the notes is in one place.
"""

from __future__ import annotations

from chainrule.model import Reading

__all__ = ["KINDS", "Readings"]

# kind: (the note for the reader; {w} what was written, {m} what it means; probably a slip?)
KINDS: dict[str, tuple[str, bool]] = {
    "euler-number": ("{w} is Euler's number, 2.718…", False),
    "natural-logarithm": ("log is the natural logarithm, ln", False),
    "decimal-logarithm": ("{w} is the logarithm to base 10", False),
    "logarithm-base": ("{w} is the logarithm to base {m}", False),
    "letter-i": ("i is a variable here, not the imaginary unit: functions are real", True),
    "left-to-right": ("{w} is {m}: division and product go from left to right", False),
    "bare-argument": ("{w} is {m}", False),
    "glued-function": ("{w} is {m}", False),
    "glued-product": ("{w} is the product {m}", False),
    "one-name": ("{w} is one variable; write {m} for a product", False),
    "one-name-slip": ("{w} is one variable; write {m} for a product", True),
    "greek-letter": ("{w} is the Greek letter; the function is written {m}", False),
    "factor": ("{w} is a product, not a function of what is in the brackets", False),
    "unknown-function": ("{w} is an unknown function", False),
    "inverse-function": ("{w} is the inverse function {m}, not a reciprocal", False),
    "arccot-branch": (
        "{w} is arctan(1/x), from −π/2 to π/2, with a jump at 0; for values from 0 to π write"
        " pi/2 - arctan(x)", False,
    ),
    "function-power": ("{w} is {m}", False),
    "short-exponent": ("{w} is {m}; write brackets around a longer exponent", True),
    "factorial-exponent": ("{w} is {m}", False),
    "principal-power": ("{w} is the principal power, for a base that is not negative; "
                        "cbrt(x) and root(x, n) are the real odd roots", False),
    "real-root": ("{w} is the real root, negative for negative numbers", False),
    "scientific-notation": ("{w} is the number {m}", False),
    "scientific-slip": ("{w} is the number {m}; with a space it would be a product with e", True),
    "capital-letter": ("{w} is {m}", False),
    "look-alikes": ("{w} and {m} are two different variables", True),
    "series": ("{w} is written as its hypergeometric series", False),
    "variable": ("the derivative is with respect to {m}; other letters are constants", False),
    "unused-definition": ("{w} is defined and not used; --of {w} differentiates it", True),
    "absent-variable": ("{w} does not occur: the derivative is 0", True),
}  # fmt: skip

_ARGUMENT = frozenset(("glued-function", "bare-argument", "function-power"))


class Readings(list[Reading]):
    """The readings of one text, each kind once for each spelling.

    >>> notes = Readings("2e^x")
    >>> notes.say("euler-number", (1, 2))
    >>> notes[0].written, notes[0].note
    ('e', "e is Euler's number, 2.718…")
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self._said: set[tuple[str, str]] = set()
        self._arguments: dict[tuple[int, int], Reading] = {}

    def say(
        self, kind: str, span: tuple[int, int], meaning: str = "", written: str | None = None
    ) -> None:
        """Note that the text at ``span`` was read as ``meaning``."""
        written = self.source[slice(*span)].strip() if written is None else written
        if len(written) < 200:
            note, warning = KINDS[kind]
            meaning = meaning or written
            text = note.format(w=written, m=meaning)
            self.add(Reading(kind.removesuffix("-slip"), written, meaning, text, span, warning))

    def add(self, reading: Reading) -> None:
        """Take over a reading that was noted elsewhere, if it is new; of two about the
        argument at one place (`cosx` is cos x, and cos(x)) the later one stays, which says more."""
        if (reading.kind, reading.written) in self._said:
            return
        self._said.add((reading.kind, reading.written))
        if reading.kind in _ARGUMENT:
            before = self._arguments.get(reading.span)
            if before is not None and before in self:
                self.remove(before)
            self._arguments[reading.span] = reading
        self.append(reading)
