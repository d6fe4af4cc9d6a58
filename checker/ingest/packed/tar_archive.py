"""Tar archives (POSIX.1-2001, GNU), read from beginning to end."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from checker.ingest.limits import Limits
from checker.ingest.packed import Member
from checker.ingest.packed._names import refusal, shown
from checker.ingest.packed._writing import unpack

NAME = "tar archive"

_FAULTS = (tarfile.TarError, OSError, ValueError, OverflowError, MemoryError)


def recognises(head: bytes, name: str) -> bool:
    return head[257:262] == b"ustar" and bool(name)


def members(path: Path, scratch: Path, limits: Limits) -> Iterator[Member]:
    allowed = limits.unpacked(path.stat().st_size)
    try:
        archive = tarfile.open(path, "r:")  # noqa: SIM115 closed below
    except _FAULTS as error:
        yield Member("", None, f"it is damaged: {error}")
        return
    with archive:
        number = 0
        while True:
            try:
                entry = archive.next()
            except _FAULTS as error:
                yield Member("", None, f"it is damaged: after {number:,} entries nothing more could be unpacked ({error})")
                return
            if entry is None:
                return
            number += 1
            if number > limits.members:
                yield Member("", None, f"it holds more than {limits.members:,} files; the rest was not read")
                return
            if allowed <= 0:
                yield Member(
                    "", None, f"it unpacks to more than {limits.unpacked(path.stat().st_size):,} bytes; the rest was not read"
                )
                return
            if entry.isdir():
                continue
            member = _member(archive, entry, scratch / str(number), allowed)
            if member.location is not None:
                allowed -= member.location.stat().st_size
            yield member
            vars(archive)["members"].clear()  # tarfile keeps every entry that it has passed


def _member(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path, allowed: int) -> Member:
    name = shown(entry.name)
    if reason := refusal(entry.name):
        return Member(name, None, reason)
    if entry.issym() or entry.islnk():
        return Member(name, None, "it was not unpacked: it is a link")
    if not entry.isreg():
        return Member(name, None, "it was not unpacked: it is not a file but a device or a pipe")
    if entry.issparse():
        return Member(name, None, "it was not unpacked: it is kept in pieces (a sparse file)")
    lost = _copied(cast("IO[bytes]", archive.fileobj), entry, target, allowed)
    size = target.stat().st_size
    return Member(name, target if size or not lost else None, lost)


def _copied(file: IO[bytes], entry: tarfile.TarInfo, target: Path, allowed: int) -> str:
    """Write an entry's bytes; tarfile itself gives none of an entry that the end of the file cuts."""
    place = file.tell()
    file.seek(entry.offset_data)
    left = entry.size

    def read(size: int) -> bytes:
        nonlocal left
        chunk = file.read(min(size, left))
        if left and not chunk:
            raise EOFError
        left -= len(chunk)
        return chunk

    lost = unpack(read, target, allowed, _FAULTS)
    file.seek(place)
    return lost
