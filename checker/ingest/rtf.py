"""RTF: what a text says and how it looks, and the HTML or plain text that Outlook wraps in it.

Follows Microsoft's Rich Text Format Specification 1.9.1 and, for mail, [MS-OXRTFCP] (how it is compressed) and [MS-OXRTFEX] (how
HTML and plain text are wrapped). A text that is cut off or badly nested is read as far as it goes; nothing here raises,
whatever the bytes are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.ingest._rtf_reading import HTML, Look, Reading
from checker.ingest.charsets import clean

TEXT, HEADER, FOOTER, FOOTNOTE, COMMENT, PICTURE = "text", "header", "footer", "footnote", "comment", "picture"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same.

    ``text`` is clean as ``charsets.clean`` makes it, and has a line feed where a paragraph, line, row or page ends, a tab between
    the cells of a row. ``size`` is in points, ``colour`` and ``background`` are #rrggbb (empty: the reader's own), ``heading``
    is the level in the outline, 1-9, or nought. ``link`` is where it leads. ``is_deleted`` says that it was struck out while
    changes were tracked. ``place`` is where it stands: text, header, footer, footnote, comment, or picture, whose ``text``
    is what stands for the picture to those who do not see it, and may be empty.
    """

    text: str
    size: float = 12.0
    is_bold: bool = False
    colour: str = ""
    background: str = ""
    is_hidden: bool = False
    is_deleted: bool = False
    link: str = ""
    heading: int = 0
    place: str = TEXT


@dataclass(frozen=True, slots=True)
class Original:
    """The text that was put into RTF, and whether it is HTML."""

    text: str
    is_html: bool


_WRAPPED = re.compile(rb"\\from(?:html|text)(?![a-z])")
# How far into a text its header goes, in which it says what is wrapped in it.
_HEAD = 4_000

# What compressed RTF takes for known before it begins ([MS-OXRTFCP] 2.1.2.1), and how far back it looks.
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4_096


def runs(data: bytes) -> Iterator[Run]:
    r"""The text of a document, in the order in which it is written, with how it looks.

    >>> [(run.text, run.is_bold) for run in runs(rb"{\rtf1\ansi Open {\b in May}.}")]
    [('Open ', False), ('in May', True), ('.', False)]
    """
    for look, text in Reading(data).stretches():
        shown = clean(text)
        if look.place != HTML and (shown or look.place == PICTURE):
            yield _run(look, shown)


def _run(look: Look, text: str) -> Run:
    return Run(
        text=text,
        size=look.size / 2,
        is_bold=look.is_bold,
        colour=look.colour,
        background=look.background,
        is_hidden=look.is_hidden,
        is_deleted=look.is_deleted,
        link=look.link,
        heading=look.heading,
        place=look.place,
    )


def original(data: bytes) -> Original:
    """The HTML or the text that was put into RTF ([MS-OXRTFEX]); of any other RTF, its text as it is shown."""
    wrapped = _WRAPPED.search(data, 0, _HEAD)
    if wrapped is None:
        shown = (run for run in runs(data) if run.place in (TEXT, FOOTNOTE) and not run.is_hidden and not run.is_deleted)
        return Original("".join(run.text for run in shown).strip("\n"), is_html=False)
    kept = (text for look, text in Reading(data).stretches() if look.place in (TEXT, HTML) and not look.is_rtf_only)
    return Original("".join(kept), is_html=wrapped[0].endswith(b"html"))


def decompressed(data: bytes) -> bytes:
    """The RTF that was compressed ([MS-OXRTFCP]); of damaged data, as much as there is.

    The checksum is not looked at: what it finds wrong may be one letter of a text that stands nowhere else.
    """
    if data[8:12] == b"MELA":
        return data[16 : 16 + int.from_bytes(data[4:8], "little")]
    if data[8:12] != b"LZFu":
        return data if data.lstrip().startswith(rb"{\rtf") else b""
    # What is known lies at the end of a window otherwise filled with spaces, so that places count from the end of `out`.
    out = bytearray(b" " * (_WINDOW - len(_KNOWN)) + _KNOWN)
    at, end = 16, len(data)
    while at < end:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            token = int.from_bytes(data[at : at + 2], "big")
            distance = (len(out) + len(_KNOWN) - (token >> 4)) % _WINDOW
            if not distance or at + 2 > end:
                return bytes(out[_WINDOW:])
            at += 2
            length = (token & 15) + 2
            piece = out[len(out) - distance :][:length]
            out += (piece * (length // len(piece) + 1))[:length]  # it may reach into what it is about to write
    return bytes(out[_WINDOW:])
