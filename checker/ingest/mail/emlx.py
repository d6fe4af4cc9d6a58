"""Apple Mail's files of one message each: .emlx, and .partial.emlx where files that hang on it are kept apart.

The first line says how many bytes the message has; after it stands a property list of the program's own (flags, where the message
came from), which is no part of it.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from checker.domain import Source, Unread
from checker.ingest import fields
from checker.ingest.mail import Item
from checker.ingest.mail.eml import header, raw

__all__ = ["header", "items", "raw", "recognises"]

_LENGTH = re.compile(rb"[ \t]{0,20}([0-9]{1,12})[ \t]{0,20}\r?\n")
# What Apple Mail writes into a part of a message whose content it keeps in a file beside it.
_APART = b"X-Apple-Content-Length:"


def recognises(head: bytes, name: str) -> bool:  # noqa: ARG001 - the content tells
    """A file that begins with a number alone on its line and, below it, fields of mail."""
    length = _LENGTH.match(head)
    return length is not None and fields.looks_like_header(head, length.end())


def items(path: Path, file: str) -> Iterator[Item | Unread]:
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = _LENGTH.match(stream.read(100))
        if length is None:
            yield Unread(Source(file, 1), "it does not begin with the length of a message, as Apple Mail writes it")
            return
        wanted, there = int(length[1]), size - length.end()
        yield Item(Source(file, 1), "emlx", path, length.end(), min(wanted, there))
        if wanted > there:
            yield Unread(Source(file, 2), f"the file is cut off: {there:,} of the {wanted:,} bytes of its message are there")
        elif there:
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                is_partial = data.find(_APART, length.end(), length.end() + wanted) >= 0
            if is_partial:
                yield Unread(Source(file, 2), "Apple Mail keeps files that hang on this message apart; they are not in it")
