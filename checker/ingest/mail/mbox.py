"""Mailboxes in one file: mbox (RFC 4155), as mail programs, archives and exports write it.

A message begins with a line ``From SENDER DATE`` after a blank line. Nothing else parts messages, and a line of a letter
may begin with the same word, so a line counts only if it looks as programs write it, or if the header of a mail follows.
``From:`` with a colon is never meant.

In the text of a message, programs put ``>`` before such lines. mboxrd also puts one before lines that already begin so, and
one is to be taken off; mboxo does not, so that there a line that its writer began with ``>From`` cannot be told from one
that was quoted. One is taken off in both.

mboxcl and mboxcl2 say in a Content-Length field how many bytes the body has. Such a length is wrong as soon as anybody edits
the file, so it is believed only where the file confirms it: where what follows the bytes counted, after at most one blank line,
is the end of the file or a line that begins a message. Then no line within them does. mboxcl quotes as mboxo does and mboxcl2
does not, which shows only where a counted body holds a line that is not quoted; nothing is taken off in such a body.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from checker.domain import Source, Unread
from checker.ingest import fields
from checker.ingest.fields import Bytes, looks_like_header
from checker.ingest.mail import HEAD, Item

_MARK = b"\xef\xbb\xbf"
_LONGEST_LINE = 500

_ASCTIME = (
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? {1,3}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,3}\d{1,2} {1,3}"
    rb"\d{1,2}:\d\d(?::\d\d)?(?: {1,3}(?:[A-Z]{1,5}|[+-]\d{4})){0,2} {1,3}\d{4}(?: {1,3}(?:[A-Z]{1,5}|[+-]\d{4})){0,2}"
)
# As programs write it: a sender in one word, or hidden from harvesters as in `a at example.org`, and a date.
_SEPARATOR = re.compile(
    rb"From {1,3}[^\s]{1,320}(?: at [^\s]{1,255})? {1,9}" + _ASCTIME + rb"(?: {1,3}remote from [^\s]{1,255})?\s*"
)
# As programs may write it: no sender, only a sender, or a date of another form. Fields must follow.
_POSSIBLE = re.compile(rb"From(?: {1,3}-?| {1,3}[^\s]{0,320}@[^\s]{1,255}| {1,3}MAILER[-_]DAEMON)\s*")
_TIME, _YEAR = re.compile(rb"\d:\d\d"), re.compile(rb"\b(?:19|20)\d\d\b")
# What git writes above each patch; a patch often lies in the text of a message as it is.
_PATCH = re.compile(rb"From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\s*")
_QUOTED, _QUOTED_MACINTOSH = re.compile(rb"(?m)^>(>*From )"), re.compile(rb"(?:^|(?<=\r))>(>*From )")

# The length of a body, in the header of mboxcl, which is looked for in so many bytes.
_LENGTH = re.compile(rb"^content-length[ \t]{0,9}:[ \t]{0,9}([0-9]{1,12})[ \t]{0,9}\r?$", re.IGNORECASE | re.MULTILINE)
_HEADER = 65_536
# What nearly every header fits in.
_USUAL = 8_192
# What may begin a message, and what may say where it ends: nothing else in a mailbox is looked at to part it.
_TELLING, _TELLING_MACINTOSH = re.compile(rb"\n(?:From |(?i:content-length):)"), re.compile(rb"\rFrom ")
_BLANK_LINE, _TWO_LINE_FEEDS = re.compile(rb"\n\r?\n"), re.compile(rb"\n\n")
_LINE_ENDS = re.compile(rb"(?:\r?\n){0,2}")  # of the last line, and of a blank one below it
_NOT_QUOTED = re.compile(rb"^From ", re.MULTILINE)

# Pages of a file that have been searched are given back to the system each time so many bytes have been passed.
_PACE = 64 * 1024 * 1024


def recognises(head: bytes, name: str) -> bool:
    """A file that begins with the line that begins a message, or holds one below what is no mail; or is named so."""
    if name.lower() == "mbox" or name.lower().endswith((".mbox", ".mbx")):
        return True
    start = _content(head)
    if _begins(head, start, b"\n" if b"\n" in head else b"\r", is_first=True):
        return True
    return not looks_like_header(head, start) and next(messages(head), None) is not None


def items(path: Path, file: str) -> Iterator[Item | Unread]:
    """The messages of a mailbox. What lies before the first is a message, too, if it begins like one; else it is told."""
    number = 0
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        done = start = _content(data)
        for offset, length in messages(data):
            if number == 0 and offset > start:
                if looks_like_header(data, start):
                    number += 1
                    yield Item(Source(file, number), "mbox", path, start, offset - start)
                else:
                    yield Unread(Source(file, 0), f"{offset - start:,} bytes before the first message are no mail")
            number += 1
            yield Item(Source(file, number), "mbox", path, offset, length)
            if offset - done > _PACE:
                done = _give_back(data, offset)
        if number == 0 and looks_like_header(data, start):
            yield Item(Source(file, 1), "mbox", path, start, len(data) - start)
        elif number == 0:
            yield Unread(Source(file, 1), "it is named as a mailbox, but no line in it begins a message")
        elif number and _is_cut(data, offset):
            yield Unread(Source(file, number + 1), f"the file is cut off within message {number}; what followed is not in it")


_BOUNDARY = re.compile(rb"(?i)\bboundary\s{0,9}=\s{0,9}(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))")
_END = 4_096  # bytes before the end in which the last boundary stands


def _is_cut(data: Bytes, start: int) -> bool:
    """Whether a mailbox surely ends within its last message: without a line end, and in its header or before its parts do.

    A text that just stops cannot be told from one whose program wrote no last line end.
    """
    length = len(data)
    if data[length - 1 : length] in (b"\n", b"\r"):
        return False
    beginning = bytes(data[start : min(length, start + _HEADER)])
    blank = re.search(rb"\n\r?\n", beginning)
    if blank is None:
        return length - start < _HEADER
    header = beginning[: blank.start()]
    boundary = _BOUNDARY.search(header)
    closing = b"--" + (boundary[1] or boundary[2]) + b"--" if boundary else b""
    return bool(closing) and data.find(closing, max(start, length - _END)) < 0


def messages(data: Bytes) -> Iterator[tuple[int, int]]:
    """Where each message begins and how long it is, from its ``From`` line to the next; in one pass over the bytes."""
    start = -1
    for at in _beginnings(data):
        if start >= 0:
            yield start, at - start
        start = at
    if start >= 0:
        yield start, len(data) - start


def raw(stream: BinaryIO, item: Item) -> bytes:
    stream.seek(item.offset)
    return _message(stream.read(item.length))


def header(stream: BinaryIO, item: Item) -> bytes:
    stream.seek(item.offset)
    beginning = stream.read(min(item.length, _USUAL))
    start = beginning.find(b"\n", 0, 2 * _LONGEST_LINE) + 1
    blank = _TWO_LINE_FEEDS.search(beginning, start)
    if start and blank and beginning.startswith(b"From ") and beginning.find(b"\r", start, blank.start()) < 0:
        known = beginning[start : blank.end()]
        if known[:1] > b" " and not fields.first_field(known):
            return _unquoted(known)  # as in nearly all mail
    stream.seek(item.offset)
    envelope = stream.readline(2 * _LONGEST_LINE)
    if envelope.startswith(b"From ") and envelope.endswith(b"\n"):
        return _unquoted(fields.read(stream, item.length - len(envelope)))
    stream.seek(item.offset)
    return _unquoted(_without_envelope(fields.read(stream, item.length)))


def _message(stretch: bytes) -> bytes:
    """The message in a stretch of a mailbox, without its envelope, its quoting and the blank line that parts it from the next."""
    header = stretch[: stretch.find(b"\n\n")]
    end = _counted(stretch, 0) if b"content-length:" in header.lower() else 0
    if end > 0 and _LINE_ENDS.fullmatch(stretch, end):
        message = _without_envelope(stretch[:end])
        return message if _NOT_QUOTED.search(message) else _unquoted(message)
    message = _unquoted(_without_envelope(stretch))
    if message.endswith((b"\n\n", b"\r\r")):
        return message[:-1]
    return message[:-2] if message.endswith(b"\n\r\n") else message


def _without_envelope(stretch: bytes) -> bytes:
    if not stretch.startswith(b"From "):
        return stretch
    end = stretch.find(b"\n", 0, 2 * _LONGEST_LINE)
    if end < 0:
        end = stretch.find(b"\r", 0, 2 * _LONGEST_LINE)
    return stretch[end + 1 :] if end >= 0 else b""


def _unquoted(message: bytes) -> bytes:
    if b">From " not in message:
        return message
    return (_QUOTED if b"\n" in message else _QUOTED_MACINTOSH).sub(rb"\1", message)


def _beginnings(data: Bytes) -> Iterator[int]:
    """The places of the lines that begin messages."""
    # A file without a single line feed has the line ends of old Macintoshes.
    line_end = b"\n" if data.find(b"\n", 0, HEAD) >= 0 or data.find(b"\n") >= 0 else b"\r"
    at = _content(data)
    is_patches = _PATCH.match(data, at) is not None
    start = asked = -1  # where the last message began, and which was last asked for its length
    if _begins(data, at, line_end, is_first=True):
        start = at
        yield at
    telling = _TELLING if line_end == b"\n" else _TELLING_MACINTOSH
    while found := telling.search(data, at):
        at = found.start() + 1
        if found[0] != line_end + b"From ":
            at = max(at, _confirmed(data, start)) if start != asked else at
            asked = start
        elif _begins(data, at, line_end, is_first=False) and (is_patches or _PATCH.match(data, at) is None):
            start = at
            yield at


def _confirmed(data: Bytes, start: int) -> int:
    """How far the message that begins here surely reaches: to its last line end by its own count, if the file confirms it."""
    end = _counted(data, start)
    line_ends = _LINE_ENDS.match(data, end) if start < end <= len(data) else None
    if line_ends is None:
        return start
    after = line_ends.end()
    if after == len(data):
        return after
    is_confirmed = data[after - 1 : after] == b"\n" and _begins(data, after, b"\n", is_first=False)
    return after - 1 if is_confirmed else start


def _counted(data: Bytes, start: int) -> int:
    """Where the message that begins here ends by its own count; 0 if it does not say."""
    blank = _BLANK_LINE.search(data, start, start + _HEADER)
    if blank is None:
        return 0
    lengths = _LENGTH.findall(data, start, blank.start())
    return blank.end() + int(lengths[0]) if len(lengths) == 1 else 0


def _begins(data: Bytes, at: int, line_end: bytes, *, is_first: bool) -> bool:
    """Whether the line here begins a message."""
    if data[at : at + 5] != b"From ":
        return False
    end = data.find(line_end, at, at + _LONGEST_LINE)
    line = data[at : end if end >= 0 else at + _LONGEST_LINE]
    is_after_blank = is_first or data[at - 2 : at] == 2 * line_end or _is_blank_before(data, at, line_end)
    if _SEPARATOR.fullmatch(line):
        return is_after_blank or (end >= 0 and looks_like_header(data, end + 1))
    if end < 0 or not looks_like_header(data, end + 1):
        return False
    if _POSSIBLE.fullmatch(line):
        return True
    return is_after_blank and _TIME.search(line) is not None and _YEAR.search(line) is not None


def _is_blank_before(data: Bytes, at: int, line_end: bytes) -> bool:
    before = data[max(0, at - 82) : at - 1].rstrip(b" \t\r" if line_end == b"\n" else b" \t")
    return not before or before.endswith(line_end)


def _content(data: Bytes) -> int:
    """Where anything begins: after a byte order mark and blank lines."""
    start = len(_MARK) if data[: len(_MARK)] == _MARK else 0
    blank = re.compile(rb"[ \t\r\n]*+").match(data, start)
    return blank.end() if blank else start


def _give_back(data: mmap.mmap, offset: int) -> int:
    """Let the system forget the pages before here, so that a large mailbox does not fill the memory."""
    if hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED, 0, offset - offset % mmap.PAGESIZE)
    return offset
