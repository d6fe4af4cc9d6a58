"""The command line: what a monitoring officer types, and one line in answer to a mistake."""

from __future__ import annotations

import signal
import sys
from types import FrameType

import typer

from checker.domain import CheckerError


def main() -> None:
    """Run the command line and leave with its exit code; a mistake of the caller's is told in one line, with code 2."""
    from checker.cli.commands import app  # only here: what the commands need costs a moment to import

    signal.signal(signal.SIGTERM, _stop)
    try:
        code = app(standalone_mode=False)
    except CheckerError as error:
        code = _tell(str(error))
    except typer.TyperException as error:
        code = _tell(f"{_message(error).rstrip('.')}. Try: checker --help")
    except OSError as error:
        code = _tell(f"Stopped by the system: {error.strerror or error}.")
    except (typer.Abort, KeyboardInterrupt):
        _tell("Stopped. A scan that is begun again by the same command goes on from here.")
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Leave as for a key: what was unpacked is cleared away, and no trace is shown."""
    raise KeyboardInterrupt


def _message(error: typer.TyperException) -> str:
    told = getattr(error, "format_message", None)  # usage errors word themselves; others are their text
    return str(told()) if told else str(error)


def _tell(message: str) -> int:
    print(f"checker: {message}", file=sys.stderr)
    return 2
