"""Zip archives (APPNOTE 6.3), read by their directory; Office documents, which are zip archives too, are none here."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.ingest.limits import Limits
from checker.ingest.packed import Member
from checker.ingest.packed._names import refusal, shown
from checker.ingest.packed._writing import unpack

NAME = "zip archive"

_START = (b"PK\x03\x04", b"PK\x05\x06")
# What the first entry of an Office or OpenDocument file or of an electronic book is called.
_DOCUMENT = (b"[Content_Types].xml", b"_rels/", b"mimetype", b"docProps/", b"word/", b"xl/", b"ppt/")
_DOCUMENTS = (".docx", ".dotx", ".docm", ".xlsx", ".xlsm", ".pptx", ".ppsx", ".odt", ".ods", ".odp", ".epub", ".vsdx", ".pages")
# What zipfile raises on damaged or unknown data.
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, MemoryError)
_LOCAL = 30  # bytes of an entry's own header before its name (APPNOTE, 4.3.7)


def recognises(head: bytes, name: str) -> bool:
    if not head.startswith(_START) or name.lower().endswith(_DOCUMENTS):
        return False
    return not head[_LOCAL:].startswith(_DOCUMENT)


def members(path: Path, scratch: Path, limits: Limits) -> Iterator[Member]:
    allowed = limits.unpacked(path.stat().st_size)
    try:
        archive = zipfile.ZipFile(path)
    except _FAULTS as error:
        yield Member("", None, f"it is damaged: {error}")
        return
    with archive:
        entries = archive.infolist()
        if fault := _fault(entries, limits, allowed):
            yield Member("", None, fault)
            return
        files = [
            entry for entry in sorted(entries, key=lambda entry: (entry.filename, entry.header_offset)) if not entry.is_dir()
        ]
        for number, entry in enumerate(files, 1):
            name = shown(entry.filename)
            if reason := _refused(entry):
                yield Member(name, None, reason)
                continue
            target = scratch / str(number)
            lost = _unpacked(archive, entry, target, allowed)
            had = target.stat().st_size if target.exists() else 0
            allowed -= had
            yield Member(name, target if had or not lost else None, lost)


def _fault(entries: Sequence[zipfile.ZipInfo], limits: Limits, allowed: int) -> str:
    """Why nothing of an archive is unpacked; empty if it may be. The directory says so before a byte is unpacked."""
    if len(entries) > limits.members:
        return f"nothing of it was unpacked: it holds {len(entries):,} files; {limits.members:,} is the most that is unpacked"
    if sum(entry.file_size for entry in entries) > allowed:
        return f"nothing of it was unpacked: it would unpack to more than {allowed:,} bytes"
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return "nothing of it was unpacked: entries overlap, so that the same bytes would be unpacked many times"
        end = entry.header_offset + _LOCAL + entry.compress_size
    return ""


def _refused(entry: zipfile.ZipInfo) -> str:
    if reason := refusal(entry.filename):
        return reason
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it was not unpacked: it is a link"
    if entry.flag_bits & 0x1:
        return "it is encrypted: it opens only with a password"
    return ""


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, allowed: int) -> str:
    try:
        stream = archive.open(entry)
    except _FAULTS as error:
        return f"it is damaged or packed in a way that is not known: {error}"
    with stream:
        return unpack(stream.read, target, min(allowed, max(0, entry.file_size)), _FAULTS)
