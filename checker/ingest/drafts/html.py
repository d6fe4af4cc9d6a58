"""Web pages and newsletters in HTML: what a browser shows of them.

Words that a page holds and does not show (a menu folded away, words in no size or behind ``display: none``) stand under a
line at the end and are marked as hidden.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from checker.domain import Mark
from checker.ingest.charsets import decode
from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._writing import RULE, title
from checker.ingest.html import to_text
from checker.ingest.limits import USUAL

if TYPE_CHECKING:
    from checker.ingest.limits import Limits

NAMES = (".html", ".htm", ".xhtml")

# How far into a file its character set is declared (HTML, 4.2.5.4), and how far in its title stands, in bytes.
_DECLARED, _HEAD = 1024, 65_536
_CHARSET = re.compile(rb"<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\A<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})", re.IGNORECASE)
_TITLE = re.compile(r"<title(?:\s[^>]{0,300})?>([^<]{0,2000})", re.IGNORECASE)


def recognises(data: bytes) -> bool:
    """A document that begins as HTML does, after blank space and comments."""
    return kind_of(data) == "html"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text that a page shows, its marks and its title; ``name`` says nothing more here."""
    del name, limits
    declared = _CHARSET.search(data[:_DECLARED]) or _XML_CHARSET.match(data[:_DECLARED])
    page = decode(data, declared[1].decode("ascii") if declared else "")
    shown = to_text(page)
    named = _TITLE.search(page[:_HEAD])
    called = title(shown.text, shown.marks, unescape(named[1]) if named else "")
    text, marks = shown.text, list(shown.marks)
    hidden = [words for _, words in shown.hidden if words.strip()]
    if hidden:
        text = f"{text}\n\n{RULE}" if text else RULE
    pieces = [text]
    at = len(text)
    for words in hidden:
        marks.append(Mark("hidden", at + 1, at + 1 + len(words)))
        pieces.append(words)
        at += 1 + len(words)
    return "\n".join(pieces), tuple(marks), called
