"""Plain text and Markdown. The text stays as it was written but for its pictures; marks say what its signs mean.

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
from checker.ingest.drafts._kinds import is_binary, kind_of
from checker.ingest.drafts._writing import picture_line, title
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.ingest.limits import Limits

NAMES = (".txt", ".text", ".md", ".markdown")

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)
# The line above must stand alone: a rule under a paragraph is a rule. A heading is short.
_UNDERLINED = re.compile(r"(?:\A\n{0,9}|(?<=\n\n))(\S[^\n]{0,149})\n(={3,80}|-{3,80})[ \t]{0,8}(?=\n|\Z)")
_HEADLINE = re.compile(r"\s{0,99}(\S[^\n]{0,148}[^\s.,:;])[ \t]{0,9}\n[ \t]{0,9}\n\s{0,99}\S")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*\*|\b__(?=[^\s_])([^_\n]{1,500})(?<=\S)__\b")
_TARGET = r"\(<?([^()<>\s]{1,500})>?(?:[ \t]{1,4}\"[^\"\n]{0,300}\")?\)"
_PICTURE = re.compile(rf"!\[([^\[\]\n]{{0,300}})\]{_TARGET}")
# What is linked may be a picture.
_LINK = re.compile(rf"\[(\[picture: [^\[\]\n]{{1,450}}\]|[^\[\]\n]{{1,300}})\]{_TARGET}")
# A link whose address stands elsewhere, in a line of its own (CommonMark 4.7, 6.3).
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300})\]\[([^\[\]\n]{0,100})\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,100})\]:[ \t]{0,9}<?([^<>\s]{1,500})>?", re.MULTILINE)
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"()\[\]]{1,500}")


def recognises(data: bytes) -> bool:
    """Text in a character set that can be told; a page of HTML is one only if it does not begin as such."""
    return kind_of(data) == "text"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text as written, with line ends made one kind; ``name`` says nothing more here."""
    del name, limits
    if is_binary(data):
        raise NotReadable("not text: it holds binary data")
    text, pictures = _with_pictures(decode(data))
    marks = tuple(sorted([*pictures, *_headline(text), *_marks(text)], key=lambda mark: (mark.start, -mark.end, mark.kind)))
    return text, marks, title(text, marks)


def _with_pictures(text: str) -> tuple[str, list[Mark]]:
    """The text with each picture as a line of a report would tell it, and a mark on each."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _PICTURE.finditer(text):
        name, words = picture_line(match[2].rpartition("/")[2] or match[2], match[1])
        pieces += [text[at : match.start()], words]
        length += match.start() - at + len(words)
        marks.append(Mark("picture", length - len(words), length, name))
        at = match.end()
    return "".join([*pieces, text[at:]]), marks


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
        yield Mark("link", match.start(1), match.end(1), match[2])
    defined = {match[1].casefold(): match[2] for match in _DEFINITION.finditer(text)}
    for match in _REFERENCE.finditer(text):
        if address := defined.get((match[2] or match[1]).casefold()):
            yield Mark("link", match.start(1), match.end(1), address)
    yield from _comments(text)
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?'*_")
        yield Mark("link", match.start(), match.start() + len(address), address)


def _comments(text: str) -> Iterator[Mark]:
    """Comments as HTML has them, which no page made of the text shows."""
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        at = text.find("-->", start)
        if at < 0:
            return
        at += 3
        yield Mark("hidden", start, at)
