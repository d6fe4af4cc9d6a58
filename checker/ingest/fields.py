"""The fields of a message's header, and where the header ends (RFC 5322, 2.1 and 2.2).

Lines may end in any way, and the blank line after the header may be missing. A line that is no field is passed over if
fields of mail follow it; if none do, the body begins there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from mmap import mmap
from typing import BinaryIO, TypeAlias

from checker.ingest.wording import wording

# The values of each field, by its name in lower case, in the order of the header; still folded and encoded.
Fields: TypeAlias = Mapping[str, Sequence[bytes]]

Bytes: TypeAlias = bytes | mmap

# The longest header that is read, in bytes; with five thousand recipients it has some three hundred thousand.
LONGEST = 1_000_000
# What nearly every header fits in.
_USUAL = 8_192
# The longest header of a part within a message.
_LONGEST_PART = 64_000

# What ends a line: as it should be, as Unix has it, as a faulty transfer doubled it, as old Macintoshes had it.
_END = rb"(?>\r\r\n|\r\n|\n|\r)"
_BLANK_LINE = re.compile(_END + _END)
_LINES = re.compile(_END)
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]{0,80}:[ \t]{0,80}")
_MARK = b"\xef\xbb\xbf"


def split(raw: bytes) -> tuple[bytes, int]:
    """The header of a message, and where its body begins.

    An envelope line (``From a@example.org Tue Mar 3 ...``) or blank lines above the header are left out. No more than ``LONGEST``
    bytes are taken for a header: one of that length is cut off.
    """
    start = first_field(raw)
    end = _BLANK_LINE.search(raw, start, start + LONGEST)
    header = raw[start : end.start() if end else start + LONGEST]
    body = _body_within(header)
    if body is None:
        return header, end.end() if end else start + len(header)
    return header[:body], start + body


def read(stream: BinaryIO, length: int) -> bytes:
    """The beginning of a message of this length, with all of its header, from where the stream stands."""
    raw = b""
    wanted = min(length, _USUAL)
    while len(raw) < wanted:
        more = stream.read(wanted - len(raw))
        raw += more
        if not more or (_BLANK_LINE.search(raw, first_field(raw)) and len(raw) > 0):
            break
        wanted = min(length, max(wanted, 4 * len(raw)), LONGEST + _USUAL)
    return raw


def split_part(raw: bytes, start: int, end: int) -> tuple[bytes, int]:
    """The header of a part of a message that lies between these places, and where its body begins (RFC 2046, 5.1).

    A part may have no header: then it begins with a blank line.
    """
    if first := _LINES.match(raw, start, end):
        return b"", first.end()
    window = min(end, start + _LONGEST_PART)
    blank = _BLANK_LINE.search(raw, start, window)
    header = raw[start : blank.start() if blank else window]
    body = _body_within(header)
    if body is None:
        return header, blank.end() if blank else window
    return header[:body], start + body


def parse(header: bytes) -> Fields:
    """The fields of a header; lines that belong to none are passed over."""
    fields: dict[str, list[bytes]] = {}
    name = ""
    lines: list[bytes] = []
    for line in _LINES.split(header):
        if line[:1] in (b" ", b"\t"):
            lines.append(line)
        elif found := _FIELD.match(line):
            if name:
                fields.setdefault(name, []).append(b"\n".join(lines))
            name = found[1].decode("ascii").lower()
            lines = [line[found.end() :]]
    if name:
        fields.setdefault(name, []).append(b"\n".join(lines))
    return fields


def is_field(line: bytes) -> bool:
    """Whether a line begins a field of any name."""
    return _FIELD.match(line) is not None


def is_known(line: bytes) -> bool:
    """Whether a line begins a field that is found in headers of mail."""
    found = _FIELD.match(line)
    return found is not None and (found[1].lower() in _known() or found[1][:2] in (b"X-", b"x-"))


def looks_like_header(text: Bytes, start: int = 0) -> bool:
    """Whether a text goes on like the header of a mail: with fields alone, two of them known, or one and a blank line."""
    known = 0
    for number, (line, _) in enumerate(_lines(text, start, start + 16_000)):
        if line[:1] in (b" ", b"\t") and number and line.strip():
            continue
        if not line.strip():
            return known > 0
        if line.startswith(b">From ") and number < 3:
            continue  # an older envelope, kept and quoted
        if _FIELD.match(line) is None or number > 60:
            return False
        known += is_known(line)
        if known > 1:
            return True
    return known > 0


def _lines(text: Bytes, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """The lines from a place on, without their ends, each with where it begins; the last may be cut."""
    for line_end in _LINES.finditer(text, start, end):
        yield text[start : line_end.start()], start
        start = line_end.end()
    if start < min(end, len(text)):
        yield text[start:end], start


@cache
def _known() -> frozenset[bytes]:
    return frozenset(name.encode("ascii") for name in wording("known"))


def first_field(raw: bytes) -> int:
    """Where the header begins: below a byte order mark, blank lines and envelope lines."""
    start = len(_MARK) if raw.startswith(_MARK) else 0
    for _ in range(100):
        line_end = _LINES.search(raw, start, start + 2_000)
        if line_end is None:
            return start
        line = raw[start : line_end.start()]
        if line.strip() and not line.startswith((b"From ", b">From ")):
            return start
        if not line.strip() and _FIELD.match(raw, line_end.end()) is None and raw[line_end.end() :][:1] not in b"\r\n \t":
            return start  # an empty header
        start = line_end.end()
    return start


def _body_within(header: bytes) -> int | None:
    """Where a body begins that no blank line parts from its header; None if all of it is header."""
    if is_known(_LINES.split(header[-1_000:])[-1]):
        return None  # as in nearly all mail
    body = None
    for line, start in reversed(list(_lines(header, 0, len(header)))):
        if is_known(line):
            break
        if line[:1] not in (b" ", b"\t") and _FIELD.match(line) is None and line.strip():
            body = start
    return body
