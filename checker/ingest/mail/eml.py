"""A file that is one message (RFC 5322), as mail programs save it; the files of a Maildir are such files, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from checker.domain import Source, Unread
from checker.ingest import fields
from checker.ingest.mail import Item, mbox

_NAMES = (".eml", ".mail", ".msg")


def recognises(head: bytes, name: str) -> bool:
    """A file that begins with fields of mail, or is named as a message and begins with any field; and is no mailbox."""
    if mbox.recognises(head, name):
        return False
    start = fields.first_field(head)
    is_named = name.lower().endswith(_NAMES) and 0 not in head[:1_000]
    return fields.looks_like_header(head, start) or (is_named and fields.is_field(head[start : start + 1_000]))


def items(path: Path, file: str) -> Iterator[Item | Unread]:
    yield Item(Source(file, 1), "eml", path, 0, path.stat().st_size)


def raw(stream: BinaryIO, item: Item) -> bytes:
    stream.seek(item.offset)
    return stream.read(item.length)


def header(stream: BinaryIO, item: Item) -> bytes:
    stream.seek(item.offset)
    return fields.read(stream, item.length)
