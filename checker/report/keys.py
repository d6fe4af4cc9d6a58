"""The key under which pseudonyms are made: a file of its own, outside the run, made when it is missing.

Whoever has the key and the run's folder can turn every pseudonym back; whoever has one of the two cannot. The key is 32 random
bytes, written as 64 hexadecimal digits, and nothing else in a report is random.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from checker.domain import CheckerError

LENGTH = 32


def key(path: Path, run: Path) -> bytes:
    """The key in a file, made if there is none, for its owner's eyes alone.

    ``CheckerError`` if it lies in the run's folder (who is given the folder would be given the key), if others may read it, or
    if it is no key.
    """
    if path.resolve().is_relative_to(run.resolve()):
        raise CheckerError(f"The key {path} would lie in the run's folder, and go wherever that goes; name a file outside {run}.")
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise CheckerError(f"The key {path} cannot be made ({error.strerror}); name another file with --key.") from error
    with os.fdopen(made, "w", encoding="ascii") as file:
        fresh = secrets.token_bytes(LENGTH)
        file.write(fresh.hex() + "\n")
    return fresh


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        told = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise CheckerError(f"The key {path} cannot be read; name the file that holds it with --key.") from error
    # Windows tells nothing of others here; its own rights are left to their owner.
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CheckerError(f"The key {path} can be read by others than its owner; mend that with chmod 600 {path}.")
    try:
        found = bytes.fromhex(told.strip())
    except ValueError:
        found = b""
    if len(found) != LENGTH:
        raise CheckerError(f"{path} is no key: {2 * LENGTH} hexadecimal digits were expected; a missing file is made anew.")
    return found
