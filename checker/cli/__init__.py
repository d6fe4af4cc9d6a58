"""The command line: what a monitoring officer types, and one line in answer to a mistake."""

from __future__ import annotations

import sys

import click

from checker.domain import CheckerError


def main() -> None:
    """Run the command line and leave with its exit code; a mistake of the caller's is told in one line, with code 2."""
    from checker.cli.commands import app  # a mistake in the installation is then no trace at import

    try:
        code = app(standalone_mode=False)
    except CheckerError as error:
        _tell(str(error))
        code = 2
    except click.ClickException as error:
        _tell(f"{error.format_message().rstrip('.')}. Try: checker --help")
        code = 2
    except (click.Abort, KeyboardInterrupt):
        _tell("Stopped; nothing was written.")
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _tell(message: str) -> None:
    print(f"checker: {message}", file=sys.stderr)
