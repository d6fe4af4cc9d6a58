"""Encoded words: how a header, which is ASCII by its standard, holds other characters (RFC 2047).

Programs break the rules in every way, and readers have learned to follow: words split within a character, spaces inside,
padding left away, whole headers in plain 8-bit.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from checker.ingest import charsets

if TYPE_CHECKING:
    from collections.abc import Iterator

# The text may hold spaces and marks, a `?` as well, which the standard forbids and programs write. It may not hold what
# begins or ends a word.
WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=\r\n]|\?(?!=)|=(?!\?(?!=)))*+)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
# Subjects, folders and types stand in one message after another: so many values are kept as read, none of them longer.
_LONGEST_KEPT = 300


def unfolded(value: bytes) -> str:
    """A field's value as one line of characters, its encoded words still encoded; raw 8-bit is read as it can be."""
    if value.isascii():  # as nearly all are, and then mostly nothing needs to be decided or cleaned
        text = value.decode("ascii")
        if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
            text = b" ".join(value.split()).decode("ascii")
        if text.isprintable():
            return text
    return " ".join(charsets.decode(value).split())


def text(value: bytes) -> str:
    """A field's value as people read it, on one line.

    >>> text(b"=?utf-8?q?Caf=C3=A9?= =?utf-8?q?_rouge?= open")
    'Café rouge open'
    """
    return _usual(value) if len(value) <= _LONGEST_KEPT else words(unfolded(value))


@lru_cache(maxsize=4_096)
def _usual(value: bytes) -> str:
    return words(unfolded(value))


def words(line: str) -> str:
    """A line with its encoded words decoded; what cannot be decoded stays as it is."""
    if "=?" not in line:
        return line
    return " ".join(charsets.clean("".join(_pieces(line))).split())


def _pieces(line: str) -> Iterator[str]:
    at = 0
    pending = b""
    charset = ""
    for word in WORD.finditer(line):
        between = line[at : word.start()]
        at = word.end()
        content = _content(word[2], word[3])
        declared = word[1].lower().partition("*")[0]  # behind the star stands a language (RFC 2231, 5)
        # Between two words, white space is only there to fold the line (RFC 2047, 6.2). Words of one set are joined before
        # they are decoded, for many programs split them in the middle of a character.
        if pending and (between.strip() or declared != charset):
            yield charsets.decode(pending, charset)
            pending = b""
        if between.strip() or not charset:
            yield between
        pending, charset = pending + content, declared
    if pending:
        yield charsets.decode(pending, charset)
    yield line[at:]


def _content(encoding: str, encoded: str) -> bytes:
    if encoding in "bB":
        bare = _NOT_BASE64.sub("", encoded)
        bare = bare[: len(bare) - (len(bare) % 4 == 1)]  # a lone last letter stands for no byte
        return binascii.a2b_base64(bare + "=" * (-len(bare) % 4))
    raw = encoded.replace("_", " ").encode("utf-8", "replace")
    return _HEX.sub(lambda pair: bytes([int(pair[1], 16)]), raw)
