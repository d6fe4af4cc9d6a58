"""The words of a PDF and nothing else, by PDFium: for what hangs on messages, of which there are thousands.

It is some fifty times faster than what reads drafts. Words come in the order in which they were drawn, line by line; what was
typed into forms and on the page is among them, people's comments stand under a line at the end. Of marks there is the page.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from checker.domain import Mark
from checker.ingest.charsets import clean
from checker.ingest.drafts import _pdf_scans
from checker.ingest.drafts._writing import RULE, Look, Writing, tidy, title
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from checker.ingest.limits import Limits

# How many things stuck on a page are looked at, and the longest comment, in characters.
_NOTES, _LONGEST = 1_000, 20_000
# What is no comment (ISO 32000-1, 12.5.6): words typed on the page or into its form are the draft's own, and are drawn on it.
_NO_COMMENTS = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_WIDGET)
# Of a text with at least so many signs at least this share are letters and figures; where a font does not say which letters it
# shows, they come out as anything.
_SIGNS, _LETTERS = 200, 0.4
# Where a word is parted at a line's end, PDFium writes one of these for the hyphen and leaves the line end out.
_PARTED = str.maketrans({"\x02": "", "\ufffe": ""})


def read(data: bytes, limits: Limits) -> tuple[str, tuple[Mark, ...], str]:
    """The text of a PDF, a mark on the words of each page, and its title."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(_reason(error)) from error
    try:
        return _read(document, data, limits)
    finally:
        document.close()


def _read(document: Any, data: bytes, limits: Limits) -> tuple[str, tuple[Mark, ...], str]:  # the library ships no types
    count = len(document)
    if count > limits.pages:
        raise NotReadable(f"it has {count:,} pages; {limits.pages:,} is the most that is read of one draft")
    if not count:
        raise NotReadable("damaged: no pages are found in it")
    if document.get_formtype():
        document.init_forms()
    texts: list[str] = []
    scans: list[int] = []
    comments: list[tuple[str, str]] = []
    length = 0
    for index in range(count):
        text, is_scan, notes = _page(document, index)
        texts.append(text)
        comments += notes
        length += len(text)
        if is_scan:
            scans.append(index + 1)
        if length > limits.text:
            raise NotReadable(f"its text is longer than {limits.text:,} characters, the most that is read of one draft")
    _refuse_unmapped(texts)
    recognised = _pdf_scans.words(data, scans, limits)
    shown = [number for number, text in enumerate(texts, 1) if text or number in scans]
    if scans and not recognised and len(scans) == len(shown) and not comments:
        raise _pdf_scans.refuse(len(scans))
    writing = Writing()
    places: list[Mark] = []
    for number in shown:
        start = len(writing) + 2 if len(writing) else 0
        writing.lines(2)
        if number in scans:
            writing.picture(_pdf_scans.told(number, is_read=number in recognised))
            writing.lines(2)
        writing.write(recognised.get(number, texts[number - 1]))
        places.append(Mark("page", start, len(writing), str(number)))
    _write_comments(writing, comments)
    words = writing.text
    marks = sorted([*writing.marks, *places], key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value))
    named = document.get_metadata_value("Title") if marks else ""
    return words, tuple(marks), title(words, marks, clean(named))


def _refuse_unmapped(texts: list[str]) -> None:
    signs = [letter for text in texts for letter in text if not letter.isspace()]
    if len(signs) >= _SIGNS and sum(map(str.isalnum, signs)) < _LETTERS * len(signs):
        raise NotReadable("its fonts do not say which letters they show")


def _page(document: Any, index: int) -> tuple[str, bool, list[tuple[str, str]]]:
    """The words of a page, whether it is a scan, and the comments on it."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return "", False, []
    try:
        notes = list(_notes(page))
        if page.formenv and pdfium.FPDFPage_GetAnnotCount(page):
            page.flatten()  # draw what is typed into forms, or stuck on the page, as words of the page
            page.close()
            page = document[index]
        words = page.get_textpage()
        text = "\n".join(line.strip() for line in clean(words.get_text_range(errors="ignore").translate(_PARTED)).split("\n"))
        words.close()
        return text.strip(), _is_scan(page, text), notes
    except pypdfium2.PdfiumError:
        return "", False, []
    finally:
        page.close()


def _is_scan(page: Any, text: str) -> bool:
    letters = sum(not letter.isspace() for letter in text)
    if not _pdf_scans.is_scan(letters, 1.0):
        return False
    pictures = [thing.get_bounds() for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=5)]
    return _pdf_scans.is_scan(letters, _pdf_scans.covered(page.get_bbox(), pictures)) or (not letters and bool(pictures))


def _notes(page: Any) -> list[tuple[str, str]]:
    """Who wrote what as a comment on a page."""
    notes: list[tuple[str, str]] = []
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        is_comment = pdfium.FPDFAnnot_GetSubtype(note) not in _NO_COMMENTS
        is_shown = not pdfium.FPDFAnnot_GetFlags(note) & pdfium.FPDF_ANNOT_FLAG_HIDDEN
        if is_comment and is_shown and (text := _string(note, b"Contents")):
            notes.append((tidy(_string(note, b"T")) or "somebody", text))
        pdfium.FPDFPage_CloseAnnot(note)
    return notes


def _string(note: Any, key: bytes) -> str:
    size = min(pdfium.FPDFAnnot_GetStringValue(note, key, None, 0), 2 * _LONGEST)
    buffer = ctypes.create_string_buffer(size + 2)
    pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").split("\0")[0].strip()


def _write_comments(writing: Writing, comments: list[tuple[str, str]]) -> None:
    if comments:
        writing.lines(2)
        writing.write(RULE)
    for author, text in comments:
        for line in (f"Comment by {author}:", *clean(text).split("\n")):
            if line.strip():
                writing.lines()
                writing.write(line.strip(), Look(comment=author))


def _reason(error: Any) -> str:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return "encrypted: it opens only with a password"
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return "encrypted in a way that is not known"
    return "damaged: it cannot be read as a PDF"
