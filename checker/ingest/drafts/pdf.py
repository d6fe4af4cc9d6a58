"""PDF (ISO 32000-1): its words in the order in which they are read, with size, colour and weight, its pictures and notes.

Lines are joined to paragraphs, and words that were parted at a line's end are put together. Headings are those that the
file tags, else what is set in larger type than most of the text. What is typed into forms and on the page stands at the
page's end, and people's comments under a line at the draft's. A picture bears the alternative text of a tagged file. A
page that is a picture of text is read by Tesseract where that is installed, and a line says so; where it is not, a line says that
the page is not read, and if no page has text the draft is not readable.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from checker.domain import Mark
from checker.ingest.drafts import _pdf_scans
from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._pdf_extras import Note, links_and_notes, tags
from checker.ingest.drafts._pdf_file import PdfFile
from checker.ingest.drafts._pdf_layout import heading_sizes, is_heading, paragraphs
from checker.ingest.drafts._pdf_page import BoundedPage, TooMuch, sheet
from checker.ingest.drafts._writing import RULE, Look, Writing, title
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.ingest.drafts._pdf_layout import Paragraph
    from checker.ingest.drafts._pdf_page import Box, Sheet
    from checker.ingest.limits import Limits

NAMES = (".pdf",)

# How many pictures of a page are named one by one.
PICTURES = 40
# A page without words and with more lines and shapes than this is drawn: its letters may be shapes.
_DRAWN = 100
# A draft of whose letters more than this share are not told by their fonts cannot be read.
_UNMAPPED = 0.3


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was read."""

    number: int
    sheet: Sheet
    paragraphs: Sequence[Paragraph]
    notes: Sequence[Note]

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.sheet.words)

    @property
    def is_scan(self) -> bool:
        """Whether it is a picture of text; a picture that is not a large one is one too where there is nothing else."""
        box = self.sheet.box
        corners = ((picture.x0, picture.top, picture.x1, picture.bottom) for picture, _ in self.sheet.pictures)
        share = _pdf_scans.covered((box.x0, box.top, box.x1, box.bottom), corners)
        return _pdf_scans.is_scan(self.letters, share) or (not self.paragraphs and self.sheet.images > 0)

    @property
    def is_empty(self) -> bool:
        return not (self.paragraphs or self.notes or self.sheet.images or self.sheet.shapes > _DRAWN)


def recognises(data: bytes) -> bool:
    """The sign of a PDF among its first bytes, and no other format's before it."""
    return kind_of(data) == "pdf"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text, marks and title of a PDF; ``name`` says nothing more here."""
    del name
    # pdfminer warns of every oddity of a font; the odd fonts of a draft are no news to its writer.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        named, pages = _pages(data, limits)
    except NotReadable:
        raise
    except Exception as error:  # on damaged files pdfminer raises whatever it happens to run into
        raise NotReadable(_reason(error)) from error
    scans = [page.number for page in pages if page.is_scan]
    recognised = _pdf_scans.words(data, scans, limits)
    _refuse_wordless(pages, recognised)
    writing, places = _written(pages, recognised)
    text, marks = writing.text, writing.marks
    marks = tuple(sorted([*marks, *places], key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value)))
    return text, marks, title(text, marks, named)


def _pages(data: bytes, limits: Limits) -> tuple[str, list[_Page]]:
    """The title that a PDF gives itself, and its pages: all that is done with pdfminer."""
    # The one look at a clock: a page that draws within all limits can still take seconds, and there may be thousands.
    begun = time.monotonic()
    file = PdfFile(data, limits)
    pages = []
    for number, one in enumerate(file.pages(), 1):
        if time.monotonic() - begun > limits.seconds:
            raise NotReadable(f"reading it took longer than {limits.seconds:,} seconds, in which {number - 1:,} pages were read")
        page = BoundedPage(file, one, number)
        links, notes = links_and_notes(page)
        try:
            found = sheet(page, links, tags(file.doc, page))
        except TooMuch as error:
            raise NotReadable(f"page {number} is not read: {error}") from error
        page.close()
        pages.append(_Page(number, found, paragraphs(found), notes))
    return file.title, pages


def _reason(error: Exception) -> str:
    if isinstance(error, PDFPasswordIncorrect):
        return "encrypted: it opens only with a password"
    if isinstance(error, PDFEncryptionError):
        return "encrypted in a way that is not known"
    return f"damaged: it cannot be read as a PDF ({type(error).__name__})"


def _refuse_wordless(pages: list[_Page], recognised: Mapping[int, str]) -> None:
    letters, unmapped = sum(page.letters for page in pages), sum(page.sheet.unmapped for page in pages)
    if unmapped > _UNMAPPED * letters:
        raise NotReadable("its fonts do not say which letters they show")
    told = [page for page in pages if not page.is_empty]
    has_words = any(page.notes or any(alternative for _, alternative in page.sheet.pictures) for page in pages)
    if told and not recognised and not has_words and all(page.is_scan for page in told):
        raise _pdf_scans.refuse(len(told))
    if not letters and not recognised and any(page.sheet.shapes > _DRAWN for page in pages):
        raise NotReadable("no text layer: its letters are drawn as shapes")


def _written(pages: list[_Page], recognised: Mapping[int, str]) -> tuple[Writing, list[Mark]]:
    """What the pages hold, and a mark on the words of each."""
    looks = (look for page in pages for word in page.sheet.words for _, look in word.runs)
    sizes = {} if any(look.heading for look in looks) else heading_sizes(page.paragraphs for page in pages)
    writing = Writing()
    places: list[Mark] = []
    for page in pages:
        start = len(writing) + 2 if len(writing) else 0
        writing.lines(2)
        _write_page(writing, page, sizes, recognised.get(page.number, ""))
        for note in page.notes:
            if not note.author:
                writing.lines()
                _write_lines(writing, note.text, Look())
        if len(writing) > start:
            places.append(Mark("page", start, len(writing), str(page.number)))
    comments = [note for page in pages for note in page.notes if note.author]
    if comments:
        writing.lines(2)
        writing.write(RULE)
    for note in comments:
        writing.lines()
        _write_lines(writing, f"Comment by {note.author}:\n{note.text}", Look(comment=note.author))
    return writing, places


def _write_page(writing: Writing, page: _Page, sizes: dict[float, int], recognised: str) -> None:
    if page.is_scan:
        writing.picture(_pdf_scans.told(page.number, is_read=bool(recognised)))
        writing.lines(2)
        writing.write(recognised)
        if recognised:
            return
    if not page.paragraphs and page.sheet.shapes > _DRAWN:
        writing.picture(f"page {page.number} is drawn in shapes without text")
        return
    pictures = _places(page)
    for place, paragraph in enumerate([*page.paragraphs, None]):
        for number, alternative in pictures.get(place, ()):
            if page.is_scan and not alternative:
                continue  # it is the page, and has been told
            writing.picture(f"image p{page.number}-{number}", alternative)
        if paragraph is not None:
            writing.lines(paragraph.gap)
            for text, look in _runs(paragraph):
                writing.write(text, replace(look, heading=sizes[paragraph.size]) if is_heading(paragraph, sizes) else look)
    if len(page.sheet.pictures) > PICTURES and not page.is_scan:
        writing.picture(f"{len(page.sheet.pictures) - PICTURES} more images on page {page.number}")


def _places(page: _Page) -> dict[int, list[tuple[int, str]]]:
    """For each picture, by its number on the page, before which paragraph it stands: the first that begins beneath its top."""
    places: dict[int, list[tuple[int, str]]] = {}
    for number, (box, alternative) in enumerate(page.sheet.pictures[:PICTURES], 1):
        below = [at for at, paragraph in enumerate(page.paragraphs) if paragraph.box.top >= box.top - 2]
        beneath = [at for at in below if _is_beneath(box, page.paragraphs[at].box)]
        place = next(iter(beneath or below), len(page.paragraphs))
        places.setdefault(place, []).append((number, alternative))
    return places


def _is_beneath(picture: Box, paragraph: Box) -> bool:
    return paragraph.x0 < picture.x1 and paragraph.x1 > picture.x0


def _runs(paragraph: Paragraph) -> Iterator[tuple[str, Look]]:
    """The text of a paragraph on one line, with a tab between the cells of a table's row."""
    runs: list[tuple[str, Look]] = []
    for line in paragraph.lines:
        for cell, segment in enumerate(line):
            for place, word in enumerate(segment.words):
                if runs:
                    between = " " if place or not cell else "\t"
                    if not place and not cell and _is_parted(runs[-1][0], word.text):
                        runs[-1] = runs[-1][0][:-1], runs[-1][1]
                    else:
                        runs.append((between, runs[-1][1]))
                runs += word.runs
    yield from runs


def _is_parted(above: str, below: str) -> bool:
    """Whether a hyphen at a line's end parts one word: only then does the next line go on in small letters.

    >>> _is_parted("coun-", "cil"), _is_parted("Richmond-", "upon"), _is_parted("2018-", "19")
    (True, True, False)
    """
    return above[-1:] in ("\u00ad", "-", "\u2010") and above[-2:-1].isalpha() and below[:1].islower()


def _write_lines(writing: Writing, text: str, look: Look) -> None:
    for line in text.replace("\r", "\n").splitlines():
        if line.strip():
            writing.write(line.strip(), look)
            writing.lines()
