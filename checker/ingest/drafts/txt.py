"""Plain text and Markdown. The text stays as it was written; marks say what its signs mean.

The first line of a release is its headline, if it stands alone, is short and does not end as a sentence does.
Markdown is as in CommonMark, as far as people use it by hand: headings with ``#`` (4.2) or underlined (4.3), ``**bold**``
(6.2), links and pictures (6.3, 6.4). Plain text is read the same way: its writers use the same signs. Addresses of web
pages are links wherever they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checker.domain import Mark
from checker.ingest.charsets import decode
from checker.ingest.drafts._writing import title
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (".txt", ".text", ".md", ".markdown")

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Control characters that no editor puts into text; tab, line feed, form feed and carriage return are not among them.
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
# The most control characters that a text may hold for each thousand bytes and still be a text with a flaw.
_FLAWS = 10

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)
# The line above must stand alone: a rule under a paragraph is a rule. A heading is short.
_UNDERLINED = re.compile(r"(?:\A\n{0,9}|(?<=\n\n))(\S[^\n]{0,149})\n(={3,80}|-{3,80})[ \t]{0,8}(?=\n|\Z)")
_HEADLINE = re.compile(r"\s{0,99}(\S[^\n]{0,148}[^\s.,:;])[ \t]{0,9}\n[ \t]{0,9}\n\s{0,99}\S")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*\*|\b__(?=[^\s_])([^_\n]{1,500})(?<=\S)__\b")
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,300})\]\(<?([^()<>\s]{1,500})>?(?:[ \t]{1,4}\"[^\"\n]{0,300}\")?\)")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"()\[\]]{1,500}")


def recognises(data: bytes) -> bool:
    """Never: bytes alone do not say that they are meant as text; only the name does."""
    del data
    return False


def read(data: bytes, name: str) -> tuple[str, tuple[Mark, ...], str]:
    """The text as written, with line ends made one kind; ``name`` says nothing more here."""
    del name
    if not data.startswith(_BOMS):
        _refuse_binary(data)
    text = decode(data)
    marks = tuple(sorted([*_headline(text), *_marks(text)], key=lambda mark: (mark.start, -mark.end, mark.kind)))
    return text, marks, title(text, marks)


def _refuse_binary(data: bytes) -> None:
    # UTF-16 without a mark at its start shows as every other byte nought; `decode` is asked to tell it. More than one
    # nought elsewhere, or many control characters, is no text.
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls * 1000 > len(data) * _FLAWS and not _is_utf16(data):
        raise NotReadable("not text: it holds binary data")


def _is_utf16(data: bytes) -> bool:
    """Whether this is mostly Latin text in UTF-16: nearly every other byte is nought, on one side only."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 10 > len(sample) // 2 * 8 and min(even, odd) == 0


def _headline(text: str) -> Iterator[Mark]:
    match = _HEADLINE.match(text)
    if match and not _HEADING.match(match[1]):
        yield Mark("heading", match.start(1), match.end(1), "1")


def _marks(text: str) -> Iterator[Mark]:
    for match in _HEADING.finditer(text):
        words = match[2].rstrip("# \t") or match[2]
        yield Mark("heading", match.start(2), match.start(2) + len(words), str(len(match[1])))
    for match in _UNDERLINED.finditer(text):
        yield Mark("heading", match.start(1), match.end(1), "1" if match[2].startswith("=") else "2")
    for match in _BOLD.finditer(text):
        inside = 1 if match[1] is not None else 2
        yield Mark("bold", match.start(inside), match.end(inside))
    for match in _LINK.finditer(text):
        if match[1]:
            yield Mark("picture", match.start(), match.end(), match[3].rpartition("/")[2] or match[3])
        elif match[2]:
            yield Mark("link", match.start(2), match.end(2), match[3])
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?'*_")
        yield Mark("link", match.start(), match.start() + len(address), address)
