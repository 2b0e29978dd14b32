"""A graph → source: a function of straight-line code that finds the values and all derivatives.

In: the graph of elementary operations of a system. Out: a module of plain Python, on numbers, or
of NumPy, elementwise on arrays; it imports nothing else, and nothing of this project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from chainrule.codegen.languages import LANGUAGES, Language
from chainrule.codegen.names import Names
from chainrule.codegen.printer import CASE, PRODUCT, RELATION, Printer
from chainrule.codegen.program import Line, Program, Sweep, is_shaky, program
from chainrule.errors import NoRuleError
from chainrule.expr import ONE
from chainrule.model import Definition, Graph, System

__all__ = ["source"]

INDENT, WIDEST = "    ", 92
OR_NAN = """
def or_nan(value):
    \"\"\"What is not defined outside the piece that it is for does not matter there.\"\"\"
    try:
        return value()
    except (ArithmeticError, ValueError):
        return math.nan
"""


def source(graph: Graph, system: System, language: str) -> str:
    '''A module with a function of the inputs, and of the parameters that are held fixed.

    >>> from chainrule.network import network
    >>> from chainrule.parsing import parse_system
    >>> system = parse_system("f = q*z; q = x + y")
    >>> print(source(network(system), system, "python"))
    def value_and_grad(z, x, y):
        """f = q*z; q = x + y
    <BLANKLINE>
        Returns f and its derivatives by z, x, y.
        """
        # forward: each value once
        q = x + y
        f = q*z
        # backward: z_bar is the derivative of f by z
        f_bar = 1.0
        q_bar = f_bar*z
        z_bar = f_bar*q
        x_bar = q_bar
        y_bar = q_bar
        return f, (z_bar, x_bar, y_bar)
    <BLANKLINE>
    '''
    found = program(graph, system.outputs)
    try:
        return _Writer(found, system, LANGUAGES[language]).module()
    except NoRuleError as error:
        others = [one for one in LANGUAGES.values() if one.name != language]
        able = [one.name for one in others if _is_written(found, system, one)]
        hint = f"the format {able[0]} has it" if able else "backprop finds the numbers themselves"
        raise NoRuleError(error.message, hint=hint) from None


def _is_written(found: Program, system: System, language: Language) -> bool:
    """Whether a language has every function that values and derivatives need."""
    try:
        _Writer(found, system, language).module()
    except NoRuleError:
        return False
    return True


class _Writer:
    """The lines of one module."""

    def __init__(self, found: Program, system: System, language: Language) -> None:
        self.found, self.system, self.language = found, system, language
        self.names = Names()
        self.lines: list[str] = []
        self.printer = Printer(self.names, language, self.lines)
        self.inputs = [self.names[symbol] for symbol in found.inputs]
        self.fixed = [self.names[symbol] for symbol in found.fixed]
        self.known = [*self.inputs, *self.fixed]
        self.outputs = [self.names[symbol] for symbol in system.outputs]

    def module(self) -> str:
        """The whole text."""
        self.names.new(self.title)
        body = [*self.docstring(), *self.body()]
        text = "".join(f"{INDENT}{line}\n" if line else "\n" for line in body)
        head = "\n".join(_filled(f"def {self.title}(", self.known, "):")) + "\n"
        before = ""
        if self.language.name == "numpy":
            before = f"{self.language.module}\n\n\n{self.quiet()}"
        elif "math." in text or "or_nan" in text:
            tried = OR_NAN + "\n" if "or_nan(" in text else ""
            before = f"{self.language.module}\n\n{tried}\n"
        return before + head + text

    @property
    def title(self) -> str:
        """What the function is called."""
        return "value_and_grad" if len(self.outputs) == 1 else "values_and_jacobian"

    def quiet(self) -> str:
        """Where pieces have no value that is needed, NumPy is not to warn."""
        tried = any(line.tried or is_shaky(line.tree) for line in self.found.forward)
        return '@np.errstate(divide="ignore", invalid="ignore")\n' if tried else ""

    def docstring(self) -> Iterator[str]:
        """The system as typed, and what is returned."""
        given = self.system.source or "\n".join(map(self.definition, self.system.definitions))
        typed = given.replace("\\", "\\\\").replace('"', '\\"').splitlines()
        yield f'"""{typed[0]}'
        yield from typed[1:]
        yield ""
        several = len(self.outputs) > 1
        what = "their derivatives, a row for each," if several else "its derivatives"
        words = f"Returns {', '.join(self.outputs)} and {what} by {', '.join(self.inputs)}."
        if self.fixed:
            verb = "is" if len(self.fixed) == 1 else "are"
            words += f" Held fixed {verb} {', '.join(self.fixed)}."
        yield from wrap(words, WIDEST)
        yield '"""'

    def definition(self, one: Definition) -> str:
        """A definition of a system that nobody has typed, without the parts of long ones."""
        parts: list[str] = []
        text = Printer(self.names, self.language, parts).text(one.expr)
        return f"{self.names[one.name]} = {'…' if parts else text}"

    def body(self) -> list[str]:
        """The lines of the function."""
        lines = self.lines
        if self.language.name == "numpy":
            lines += [f"{name} = np.asarray({name}, dtype=float)" for name in self.known]
        lines.append("# forward: each value once")
        for line in self.found.forward:
            self.write(line)
        rows = [self.backward(sweep) for sweep in self.found.sweeps]
        self.end(rows)
        return lines

    def backward(self, sweep: Sweep) -> str:
        """The lines of one sweep; what to return of it."""
        output = self.names[sweep.output]
        bar = self.inputs[0]
        self.lines.append(f"# backward: {bar}_bar is the derivative of {output} by {bar}")
        for line in sweep.lines:
            self.write(line)
        adjoints = [self.names[one] if one else "0.0" for one in sweep.adjoints]
        if self.language.name == "numpy":
            self.lines.append(f"zero = np.zeros(np.shape({output}))")
            adjoints = [f"{one} + zero" for one in adjoints]
        name = self.names.new(f"grad_{output}")
        one = len(self.outputs) == 1
        self.lines += _tuple(f"return {output}, " if one else f"{name} = ", adjoints)
        return name

    def end(self, rows: Sequence[str]) -> None:
        """The line that returns the values and derivatives of several outputs."""
        if len(rows) > 1:
            values, slopes = (", ".join(one) for one in (self.outputs, rows))
            self.lines += [f"return ({values}), ({slopes})"]

    def write(self, line: Line) -> None:
        """One line, after those that it needs, which are no safer than it is."""
        name, first = self.names[line.name], len(self.lines)
        text = "1.0" if line.tree is ONE else self.printer.text(line.tree, self.level(line))
        for place in range(first, len(self.lines)):
            part, _, value = self.lines[place].partition(" = ")
            self.lines[place] = f"{part} = {self.guarded(line, value)}"
        form = self.language.again if line.sign else "{0} = {2}"
        self.lines.append(form.format(name, line.sign, self.guarded(line, text)))

    def guarded(self, line: Line, text: str) -> str:
        """A value as it may be computed where it has none and needs none."""
        if line.tried:
            text = self.language.tried.format(text)
        if line.unless_zero:
            text = self.language.unless_zero.format(self.names[line.unless_zero], text)
        return text

    def level(self, line: Line) -> int:
        """How tightly the text has to bind where it stands: NumPy's is behind a sign, Python's
        before an if."""
        if line.sign and self.language.again.count("{0}") > 1:
            return PRODUCT
        return RELATION if line.unless_zero else CASE


def _tuple(head: str, parts: Sequence[str]) -> list[str]:
    if len(parts) == 1:
        return [f"{head}({parts[0]},)"]
    return _filled(f"{head}(", parts, ")")


def _filled(head: str, parts: Sequence[str], tail: str) -> list[str]:
    """Parts in brackets on one line; on several ones where that is too long."""
    text = ", ".join(parts)
    if len(head) + len(text) + len(tail) <= WIDEST:
        return [f"{head}{text}{tail}"]
    lines = wrap(f"{text},", WIDEST, break_long_words=False, break_on_hyphens=False)
    return [head, *(f"{INDENT}{line}" for line in lines), tail]
