"""A PDF opened within limits: pdfminer follows references, unpacks streams and counts through ranges without any.

A hostile file has an object that refers to itself, arrays of arrays that double at each step, a font that maps two
thousand million characters, a stream that unpacks to a thousand times its size. Each is found before, or while, pdfminer
works on it, by counts and never by the clock: the same file is always read, or not read, for the same reason.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfminer.pdffont import PDFFont
    from pdfminer.psparser import PSKeyword

    from checker.ingest.limits import Limits

# The most bytes that one stream of a file, and all of them, may unpack to: pdfminer unpacks whole whatever it meets.
STREAM, STREAMS = 300 * 2**20, 3 * 2**30
# The most characters, bytes of drawing instructions (unpacked, each time they are carried out) and figures of all pages.
# A newspaper of 50 pages has a million characters; pdfminer reads some 15,000 a second.
CHARACTERS, INSTRUCTIONS, FIGURES = 1_500_000, 60 * 2**20, 50_000
# How many references are followed in all. A hundred pages with links and tags have some 100,000.
REFERENCES = 3_000_000
# The most characters that a font may give widths or meanings to. Unicode has 1,114,112 places, a font at most 65,536 signs.
MAPPED = 1_200_000

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PIECE = 2**14


class PdfFile:
    """An open PDF, with what a page of pdfplumber asks of the file that it is in.

    ``left`` is how much of each thing may still be drawn of all its pages together.
    """

    def __init__(self, data: bytes, limits: Limits = USUAL) -> None:
        _refuse_bombs(data, min(STREAMS, limits.packed_bytes))
        self._most = limits.pages
        self.left = {"characters": CHARACTERS, "bytes of drawing": INSTRUCTIONS, "figures": FIGURES}
        self.laparams = None
        self.unicode_norm = None
        self.raise_unicode_errors = False
        self.rsrcmgr = _Fonts()
        self.doc = _Document(PDFParser(io.BytesIO(data)))

    def pages(self) -> list[PDFPage]:
        """The pages as pdfminer finds them; ``NotReadable`` if there are none or too many."""
        pages = list(islice(PDFPage.create_pages(self.doc), self._most + 1))
        if len(pages) > self._most:
            raise NotReadable(f"it has more than {self._most:,} pages, the most that are read of one draft")
        if not pages:
            raise NotReadable("damaged: no pages are found in it")
        return pages

    @property
    def title(self) -> str:
        """The title that the file gives itself, empty if it gives none."""
        titles = (resolve1(about.get("Title")) for about in self.doc.info)
        return next((decode_text(title[:1000]) for title in titles if isinstance(title, bytes)), "")


class _Document(PDFDocument):
    _left = REFERENCES

    def getobj(self, objid: int) -> object:
        self._left -= 1
        if self._left < 0:
            raise NotReadable("damaged: its parts refer to one another without end")
        return super().getobj(objid)

    def get_page_labels(self) -> Iterator[str]:
        raise PDFNoPageLabels  # nobody asks for them, and their tree may be a ring


class _Fonts(PDFResourceManager):
    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if not objid or objid not in self._cached_fonts:
            _refuse_endless(spec)
        try:
            return super().get_font(objid, spec)
        except (AssertionError, struct.error):  # a font program that is cut short, or maps its signs in an unknown way
            return super().get_font(objid, {key: value for key, value in spec.items() if key != "FontDescriptor"})


def _refuse_bombs(data: bytes, left: int) -> None:
    """Unpack each stream in small pieces to see how large it grows."""
    for match in _STREAM.finditer(data):
        inflater, size, at = zlib.decompressobj(), 0, match.end()
        while not inflater.eof and at < len(data):
            try:
                size += len(inflater.decompress(data[at : at + _PIECE]))
            except zlib.error:  # packed in another way, or encrypted
                break
            at += _PIECE
            if size > min(STREAM, left):
                raise NotReadable("part of it unpacks to more than a draft can hold")
        left -= size


def _refuse_endless(font: Mapping[str, Any]) -> None:
    """Count what pdfminer will go through one by one when it makes a font of this description."""
    descriptor = resolve1(font.get("FontDescriptor"))
    program = resolve1(descriptor.get("FontFile2")) if isinstance(descriptor, dict) else None
    mappings = [resolve1(font.get("ToUnicode")), resolve1(font.get("Encoding"))]
    left = MAPPED
    for count in chain(
        _widths(resolve1(font.get("W")), 3),
        _widths(resolve1(font.get("W2")), 5),
        *(_Ranges(stream.get_data()).counts() for stream in mappings if isinstance(stream, PDFStream)),
        _characters(program.get_data()) if isinstance(program, PDFStream) else (),
    ):
        left -= max(count, 1)
        if left < 0:
            raise NotReadable("damaged: a font in it maps more characters than there are")


def _widths(widths: object, group: int) -> Iterator[int]:
    """How many characters each range of an array of widths names (ISO 32000-1, 9.7.4.3): ``first last width``."""
    numbers: list[object] = []
    for number in map(resolve1, widths if isinstance(widths, list) else []):
        if isinstance(number, list):  # ``first [width width …]``
            numbers = []
        elif isinstance(number, int | float):
            numbers.append(number)
            if len(numbers) == group:
                first, last = numbers[:2]
                yield last - first + 1 if isinstance(first, int) and isinstance(last, int) else 0
                numbers = []


class _Ranges(CMapParser):
    """Reads a CMap (9.7.5.4) as pdfminer does, and goes through none of its ranges but counts them."""

    def __init__(self, mapping: bytes) -> None:
        super().__init__(FileUnicodeMap(), io.BytesIO(mapping))
        self._counts: list[int] = []

    def counts(self) -> list[int]:
        self.run()
        return self._counts

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        if token not in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
            super().do_keyword(pos, token)
            return
        ends = [held for _, held in self.popall()]
        for first, last in zip(ends[0::3], ends[1::3], strict=False):
            if isinstance(first, bytes) and isinstance(last, bytes):
                self._counts.append(int.from_bytes(last[-16:], "big") - int.from_bytes(first[-16:], "big") + 1)


def _characters(program: bytes) -> Iterator[int]:
    """How many characters each range of a TrueType font's ``cmap`` (OpenType 1.9, cmap) goes through."""
    try:
        for start in _subtables(program):
            yield from (last - first + 1 for first, last in _subtable(program, start))
    except struct.error:  # it ends too early; pdfminer will find the same
        return


def _subtables(program: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", program, 4)
    for table in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", program, 12 + 16 * table)
        if tag == b"cmap":
            (count,) = struct.unpack_from(">H", program, offset + 2)
            for number in range(count):
                yield offset + struct.unpack_from(">L", program, offset + 8 + 8 * number)[0]


def _subtable(program: bytes, start: int) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", program, start)
    if form == 2:
        for header in range(max(struct.unpack_from(">256H", program, start + 6)) // 8 + 1):
            yield 1, struct.unpack_from(">H", program, start + 520 + 8 * header)[0]
    elif form == 4:
        segments = struct.unpack_from(">H", program, start + 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", program, start + 14)
        yield from zip(struct.unpack_from(f">{segments}H", program, start + 16 + 2 * segments), ends, strict=True)
    elif form == 12:
        (groups,) = struct.unpack_from(">L", program, start + 12)
        for group in range(groups):
            first, last = struct.unpack_from(">LL", program, start + 16 + 12 * group)
            yield first, last
