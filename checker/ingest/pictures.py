"""The pictures that a draft's file holds, and what to know each again by (``likenesses``).

Word, PowerPoint and OpenDocument keep pictures as parts of the zip; a page holds those that are written into it as ``data:``
addresses; a PDF's are taken from its pages by pdfium, RTF's are written out in figures. What a file only points to is not
fetched. Nothing is raised whatever a file holds: what cannot be read as a picture here is none.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._zipped import Zipped
from checker.ingest.likenesses import BYTES, POINTS, Likeness, likeness
from checker.ingest.limits import USUAL, Limits
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from checker.ingest.child import Arguments, Child

# The most pictures of one draft that are looked at, and the most pages of a PDF.
MOST, PAGES = 200, 60

# The job, as a child process knows it.
LIKENESSES = "checker.ingest.pictures:likenesses_of"

_ZIPPED = ("docx", "odt", "pptx")
_PART = re.compile(r"(?:^|/)(?:media|pictures)/([^/]{1,200}\.(?:png|jpe?g|gif|bmp|webp|tiff?))$")
_IN_PAGE = re.compile(rb"data:image/(?:png|jpe?g|gif|bmp|webp)[^,\"')<>]{0,80};base64,([A-Za-z0-9+/=\s%]{40,})", re.IGNORECASE)
_IN_RTF = re.compile(rb"\\(?:pngblip|jpegblip)\b[^{}]{0,2000}?[ \r\n]([0-9a-fA-F\s]{80,})")


def likenesses(data: bytes, *, limits: Limits = USUAL, child: Child | None = None) -> list[tuple[str, Likeness]]:
    """The pictures of a draft that show something, each by the name of its part, empty where it has none."""
    if child is None:
        return _likenesses(data, limits)
    try:
        told = json.loads(child.call(LIKENESSES, arguments={"members": limits.members, "ratio": limits.ratio}, data=data))
    except NotReadable:  # the child was lost over it; the draft's words have been read all the same
        return []
    return [(name, Likeness(rows, columns, shape, tuple(colours))) for name, rows, columns, shape, colours in told]


def likenesses_of(arguments: Arguments, data: bytes) -> bytes:
    """In the child: what to know the pictures of a draft by."""
    limits = Limits(members=int(arguments["members"]), ratio=int(arguments["ratio"]))
    found = [(name, one.rows, one.columns, one.shape, one.colours) for name, one in _likenesses(data, limits)]
    return json.dumps(found).encode("ascii")


def _likenesses(data: bytes, limits: Limits) -> list[tuple[str, Likeness]]:
    found = []
    for name, picture in islice(pictures(data, limits), MOST):
        one = likeness(picture)
        if one is not None:
            found.append((name, one))
    return found


def pictures(data: bytes, limits: Limits = USUAL) -> Iterator[tuple[str, bytes]]:
    """The bytes of each picture in a draft's file, with the name of its part; a file that is a picture holds itself."""
    try:
        kind = kind_of(data)
        if kind in _ZIPPED:
            yield from _in_zip(data, limits)
        elif kind == "pdf":
            yield from _in_pdf(data)
        elif kind == "picture":
            yield "", data
        elif kind == "rtf":
            yield from _in_rtf(data)
        elif kind in ("html", "text"):
            yield from _in_page(data)
    except NotReadable:
        return


def _in_zip(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    parts = Zipped(data, limits)
    for name in sorted(parts.names, key=lambda name: [int(n) if n.isdecimal() else n for n in re.split(r"(\d{1,9})", name)]):
        match = _PART.search(name)
        picture = parts.part(name) if match else None
        if match and picture:
            yield match[1], picture


def _in_page(data: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _IN_PAGE.finditer(data):
        coded = re.sub(rb"\s|%0[AaDd]|%20", b"", match[1][: BYTES * 2])
        try:
            yield "", base64.b64decode(coded.replace(b"%2B", b"+").replace(b"%2F", b"/").replace(b"%3D", b"="))
        except (binascii.Error, ValueError):
            continue


def _in_rtf(data: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _IN_RTF.finditer(data):
        figures = b"".join(match[1][: BYTES * 2].split())
        yield "", binascii.unhexlify(figures[: len(figures) // 2 * 2])


def _in_pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    with document:
        for number in range(min(len(document), PAGES)):
            try:
                page = document[number]
                shown = list(islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4), MOST))
            except pypdfium2.PdfiumError:
                continue
            for picture in shown:
                if drawn := _drawn(picture):
                    yield "", drawn
            page.close()


def _drawn(picture: object) -> bytes:
    """A picture of a page as PNG; empty where it cannot be drawn or has too many points."""
    import pypdfium2

    try:
        width, height = picture.get_px_size()  # type: ignore[attr-defined]  # pypdfium2 ships no types
        if not 0 < width * height <= POINTS:
            return b""
        bitmap = picture.get_bitmap()  # type: ignore[attr-defined]
        out = BytesIO()
        bitmap.to_pil().save(out, "PNG", compress_level=1)
    except (pypdfium2.PdfiumError, OSError, ValueError, TypeError, KeyError, AttributeError, MemoryError):
        return b""
    return out.getvalue()
