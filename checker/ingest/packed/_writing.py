"""Unpacking to a file: as many bytes as are allowed, and what could not be had, told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from checker.domain import CheckerError

CHUNK = 1024 * 1024


def unpack(read: Callable[[int], bytes], target: Path, allowed: int, faults: tuple[type[Exception], ...]) -> str:
    """Write what ``read`` gives, and say what could not be had of it; empty if nothing.

    ``faults`` are what ``read`` raises on damaged data; ``EOFError`` is known. ``CheckerError`` when there is no room.
    """
    written = 0
    with _create(target) as out:
        while True:
            try:
                chunk = read(CHUNK)
            except EOFError:
                return f"it ends too early: after {written:,} bytes nothing more could be unpacked"
            except faults:
                return f"it is damaged: after {written:,} bytes nothing more could be unpacked"
            if not chunk:
                return ""
            try:
                out.write(chunk[: max(0, allowed - written)])
            except OSError as error:
                raise CheckerError(f"There is no room to unpack in '{target.parent}': {error.strerror or error}.") from error
            written += len(chunk)
            if written > allowed:
                return f"it unpacks to more than {allowed:,} bytes; the rest was not read"


def _create(target: Path) -> BinaryIO:
    try:
        return target.open("wb")
    except OSError as error:
        raise CheckerError(f"Nothing can be written to '{target.parent}': {error.strerror or error}.") from error
