"""The fields of a message's header, and where the header ends (RFC 5322, 2.1 and 2.2).

Lines may end in any way, and the blank line after the header may be missing. A line that is no field is passed over if
fields of mail follow it; if none do, the body begins there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from mmap import mmap
from typing import BinaryIO, TypeAlias

from checker.ingest.wording import wording

# The values of each field, by its name in lower case, in the order of the header; still folded and encoded.
Fields: TypeAlias = Mapping[str, Sequence[bytes]]

Bytes: TypeAlias = bytes | mmap

# The longest header that is read, in bytes; with five thousand recipients it has some three hundred thousand.
LONGEST = 1_000_000
# What nearly every header fits in.
_USUAL = 4_096
# The longest header of a part within a message.
_LONGEST_PART = 64_000

# What ends a line: as it should be, as Unix has it, as a faulty transfer doubled it, as old Macintoshes had it.
_END = rb"(?>\r\r\n|\r\n|\n|\r)"
_BLANK_LINE = re.compile(_END + _END)
_TWO_LINE_FEEDS = re.compile(rb"\n\n")
_LINES = re.compile(_END)
# Where the next field begins, of lines that all end in a line feed: every line that no white space opens; with its name, if it
# is one.
_NEXT = re.compile(rb"\n(?![ \t])(?:([!-9;-~]{1,80}+)[ \t]{0,80}+:[ \t]*+)?")
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]{0,80}:[ \t]{0,80}")
_LONGEST_NAME = 161  # with the white space before its colon
_MARK = b"\xef\xbb\xbf"


def split(raw: bytes) -> tuple[bytes, int]:
    """The header of a message, and where its body begins.

    An envelope line (``From a@example.org Tue Mar 3 ...``) or blank lines above the header are left out. No more than ``LONGEST``
    bytes are taken for a header: one of that length is cut off.
    """
    start = first_field(raw)
    end, after = _blank_line(raw, start, start + LONGEST)
    header = raw[start : end if end >= 0 else start + LONGEST]
    body = _body_within(header)
    if body is None:
        return header, after if end >= 0 else start + len(header)
    return header[:body], start + body


def read(stream: BinaryIO, length: int) -> bytes:
    """The beginning of a message of this length, with all of its header, from where the stream stands."""
    raw = b""
    wanted = min(length, _USUAL)
    while len(raw) < wanted:
        more = stream.read(wanted - len(raw))
        raw += more
        if not more or _blank_line(raw, first_field(raw), len(raw))[0] >= 0:
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
    blank, after = _blank_line(raw, start, window)
    header = raw[start : blank if blank >= 0 else window]
    body = _body_within(header)
    if body is None:
        return header, after if blank >= 0 else window
    return header[:body], start + body


def parse(header: bytes) -> Fields:
    """The fields of a header; lines that belong to none are passed over."""
    if b"\r" in header:
        header = _LINES.sub(b"\n", header)
    pieces = _NEXT.split(b"\n" + header)
    names, values = pieces[1::2], pieces[2::2]
    if pieces[0] or None in names:
        return _line_by_line(header)
    # Mostly by loops that are not Python's: every message passes here twice.
    known = list(map(_name, names))
    if len(set(known)) == len(known):
        return dict(zip(known, zip(values, strict=False), strict=False))
    fields: dict[str, list[bytes]] = {}
    for name, value in zip(known, values, strict=True):
        if name in fields:
            fields[name].append(value)
        else:
            fields[name] = [value]
    return fields


def _line_by_line(header: bytes) -> Fields:
    """The fields of a header in which a line is no field. A folded line below it goes on with the field above."""
    fields: dict[str, list[bytes]] = {}
    name = ""
    lines: list[bytes] = []
    for line in header.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            lines.append(line)
        elif found := _FIELD.match(line):
            if name:
                fields.setdefault(name, []).append(b"\n".join(lines))
            name = found[1].decode("ascii").lower()
            lines = [line[found.end() :].lstrip(b" \t")]
    if name:
        fields.setdefault(name, []).append(b"\n".join(lines))
    return fields


# Programs write some hundreds of names, and each mostly in one way.
@lru_cache(maxsize=4_096)
def _name(written: bytes) -> str:
    return written.decode("ascii").lower()


def is_field(line: bytes) -> bool:
    """Whether a line begins a field of any name."""
    return _FIELD.match(line) is not None


def is_known(line: bytes) -> bool:
    """Whether a line begins a field that is found in headers of mail."""
    found = _FIELD.match(line)
    return found is not None and (found[1].lower() in _known() or found[1][:2] in (b"X-", b"x-"))


@lru_cache(maxsize=4_096)
def _is_known(written: bytes) -> bool:
    """Whether what stands before a line's first colon is the name of a known field."""
    return is_known(written + b":")


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
    if b" " < raw[:1] < b"\x7f" and not raw.startswith((b"From ", b">From ")):
        return 0  # as in nearly all mail
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


def _blank_line(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the first blank line between these places begins, at the end of the line above it, and where it ends; -1 if none."""
    # Searching for one string is many times faster than for several, and nearly all mail has line ends of one kind. Of two
    # signs that are the same, `find` looks at each; this goes from one line feed to the next.
    usual = _TWO_LINE_FEEDS.search(raw, start, end)
    found = usual.start() if usual else -1
    if raw.find(b"\r", start, found if found >= 0 else end) < 0:
        return found, found + 2
    found = raw.find(b"\r\n\r\n", start, end)
    if found >= 0 and raw.count(b"\r", start, found) == raw.count(b"\n", start, found) == raw.count(b"\r\n", start, found):
        return found, found + 4
    blank = _BLANK_LINE.search(raw, start, end)
    return blank.span() if blank else (-1, -1)


def _body_within(header: bytes) -> int | None:
    """Where a body begins that no blank line parts from its header; None if all of it is header."""
    last = max(header.rfind(b"\n"), header.rfind(b"\r")) + 1
    colon = header.find(b":", last, last + _LONGEST_NAME)
    if colon >= 0 and _is_known(header[last:colon]):
        return None  # as in nearly all mail
    body = None
    for line, start in _lines_upwards(header):
        if is_known(line):
            break
        if line[:1] not in (b" ", b"\t") and _FIELD.match(line) is None and line.strip():
            body = start
    return body


def _lines_upwards(header: bytes) -> Iterator[tuple[bytes, int]]:
    """The lines from the last to the first, without their ends, each with where it begins."""
    if b"\r" in header:
        yield from reversed(list(_lines(header, 0, len(header))))
        return
    end = len(header)
    while end >= 0:
        start = header.rfind(b"\n", 0, end) + 1
        yield header[start:end], start
        end = start - 1
