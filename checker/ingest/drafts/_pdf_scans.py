"""Pages of a PDF that are pictures of text, and reading them by Tesseract, where it is installed (the extra ``ocr``).

A page is a scan if pictures cover most of it and it has no words, or next to none: a scanner's own line, a number stamped on it.
Where an invisible layer of text lies over the picture, somebody has read it already and it is no scan.
"""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

from checker.ingest.charsets import clean
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.Image import Image

    from checker.ingest.limits import Limits

# A scan has fewer letters than this, and pictures on more than this share of its page.
_LETTERS, _COVERED = 40, 0.5
# What Tesseract is given: so many dots to the inch (its manual asks for 300), and no more dots than these of a page.
_DOTS, _MOST_DOTS = 300, 25_000_000
# How many seconds of the time for a document one page is reckoned to take. A page of small type takes four.
_SECONDS = 5
_LANGUAGE = "eng"
_PROGRAM = "tesseract"

_WAY_OUT = "give the file that they were made from, or install Tesseract and the extra [ocr]"


def is_scan(letters: int, covered: float) -> bool:
    """Whether a page with so many letters, and this share of it covered by pictures, is a picture of text.

    >>> is_scan(0, 0.98), is_scan(25, 0.98), is_scan(400, 0.98), is_scan(0, 0.2)
    (True, True, False, False)
    """
    return letters < _LETTERS and covered > _COVERED


def covered(page: tuple[float, float, float, float], pictures: Iterable[tuple[float, float, float, float]]) -> float:
    """The share of a page that pictures cover, all of them rectangles as two corners; where two lie over one another, twice."""
    left, low, right, high = page
    area = 0.0
    for x0, y0, x1, y1 in pictures:
        area += max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, high) - max(y0, low))
    return area / ((right - left) * (high - low)) if right > left and high > low else 0.0


def told(number: int, *, is_read: bool) -> str:
    """What a text says in place of a page that is a scan, as the name of a picture."""
    return f"page {number} is a scan, read by OCR" if is_read else f"page {number} is a scan, its words are not read"


def refuse(pages: int) -> NotReadable:
    """What to say of a document that is nothing but scans."""
    what = "its only page is a picture of text" if pages == 1 else f"its {pages:,} pages are pictures of text"
    return NotReadable(f"{what} (scanned): {_WAY_OUT}")


def is_there() -> bool:
    """Whether scans can be read: both the program and what asks it are installed."""
    return shutil.which(_PROGRAM) is not None and importlib.util.find_spec("pytesseract") is not None


def words(data: bytes, numbers: Sequence[int], limits: Limits) -> dict[int, str]:
    """What Tesseract makes of these pages of a PDF (counted from 1): of as many as can be read in the time for a document.

    Pages on which it finds nothing, or over which it fails, are left out; so are all where it is not installed.
    """
    if not numbers or not is_there():
        return {}
    # PDFium takes its time to load, and is here only asked for scans.
    import pypdfium2

    found: dict[int, str] = {}
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    for number in numbers[: max(1, limits.seconds // _SECONDS)]:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_DOTS / 72, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
            image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
            page.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError):
            continue
        if text := _text_of(image, limits.seconds):
            found[number] = text
    document.close()
    return found


def _text_of(image: Image, seconds: int) -> str:
    """What Tesseract reads in a picture; nothing where it fails or takes longer than these seconds."""
    import pytesseract

    try:
        text = pytesseract.image_to_string(image, lang=_LANGUAGE, timeout=seconds)
    except (OSError, RuntimeError, UnicodeError):  # its own errors, and what it raises when its time is over, are among these
        return ""
    return _joined(clean(str(text)))


def _joined(text: str) -> str:
    """Its lines as paragraphs, each in one line."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
