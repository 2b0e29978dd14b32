"""The program: ``chainrule …`` and ``python -m chainrule …``."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType

from chainrule.cli.arguments import shielded

__all__ = ["main"]

INTERRUPTED = 130
GARBAGE = 500_000
"""Objects between two searches for garbage: importing SymPy makes many and drops none."""


def main() -> None:
    """Run the command line; the exit code is 0, 1 (a check failed, or part of a batch), 2 (bad
    input) or 130 (interrupted). Who reads a pipe may close it: that ends the program at once, as it
    ends every filter (141 to a shell)."""
    signal.signal(signal.SIGINT, _interrupted)
    if hasattr(signal, "SIGPIPE"):  # not on Windows
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    gc.set_threshold(GARBAGE)
    from chainrule.cli import app  # after the handler: importing takes a moment

    sys.argv[1:] = shielded(sys.argv[1:])
    try:
        app(prog_name="chainrule")
    except OSError as error:  # a full disk
        print(f"error: cannot write: {error.strerror}", file=sys.stderr)  # noqa: T201  # nothing else is left
        sys.exit(1)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
