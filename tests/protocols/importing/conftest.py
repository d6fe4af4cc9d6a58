"""Protocols typeset as councils typeset them: the same paragraphs as text, HTML, Word and PDF in several layouts."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from checker.domain import Document, Source
from checker.ingest.drafts import read_bytes

LAYOUTS = ("text", "wrapped", "html", "docx", "docx-numbered", "pdf", "pdf-furniture", "pdf-columns", "pdf-hyphenated")
_HEADING = re.compile(r"(?:\d{1,2}\.?\s+)?[A-Z][^.:;]{1,90}\Z")
# The numbers that one list of Word's makes, with its levels.
_NUMBER = re.compile(r"(?:(?P<section>\d{1,2})\.|(?P<above>\d{1,2})\.(?P<clause>\d{1,2})|\((?P<letters>[a-z]{1,4})\)|•)\s+")
_LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_SPLIT = re.compile(r"(?<=[aeiou])(?=[bcdfglmnprst][aeiou])")


def paragraphs(text: str) -> list[tuple[str, int]]:
    """The paragraphs of a text with their indent, without Markdown and without what its pages added."""
    lines = text.splitlines()
    kept = []
    for at, raw in enumerate(lines):
        line = re.sub(r"\s+", " ", re.sub(r"[*_]{2,}|(?<!\w)\*|\*(?!\w)|^#+ ", "", raw)).strip()
        is_number = re.fullmatch(r"\d{1,3}", line)
        after = at and re.fullmatch(r"\d{1,3}", lines[at - 1].strip()) and "Appendix" in line
        if line and not is_number and not after:
            kept.append((re.sub(r"^-\s+(?=\(?\w{1,3}[.)]\s)", "", line), min(len(raw) - len(raw.lstrip()), 8)))
    return kept


def document(text: str, layout: str) -> Document:
    """The text set in a layout and read again."""
    name, data = f"protocol.{layout.partition('-')[0]}", b""
    given = paragraphs(text)
    if layout == "text":
        name, data = "protocol.txt", text.encode()
    elif layout == "wrapped":
        name, data = "protocol.txt", "\n".join(_wrapped(given)).encode()
    elif layout == "html":
        data = _html(given).encode()
    elif layout == "docx":
        data = _docx(given)
    elif layout == "docx-numbered":
        data = _numbered(given)
    else:
        data = _pdf(given, layout)
    found, marks, title = read_bytes(data, name)
    return Document("protocol", Source(name), found, title, marks=marks)


def _wrapped(given: Sequence[tuple[str, int]]) -> Iterator[str]:
    for words, indent in given:
        line = " " * indent
        for word in words.split():
            if len(line) + len(word) > 76:
                yield line.rstrip()
                line = " " * indent
            line += word + " "
        yield line.rstrip()
        yield ""


def _html(given: Sequence[tuple[str, int]]) -> str:
    tags = ("h3" if is_heading(words) else "p" for words, _ in given)
    body = "\n".join(f"<{tag}>{html.escape(words)}</{tag}>" for tag, (words, _) in zip(tags, given, strict=True))
    return f"<!doctype html><html><head><title>Protocol</title></head><body>{body}</body></html>"


def _docx(given: Sequence[tuple[str, int]]) -> bytes:
    word = WordDocument()
    word.sections[0].header.paragraphs[0].text = "Constitution, part 5"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    for words, _ in given:
        paragraph = word.add_paragraph()
        paragraph.add_run(words).bold = is_heading(words)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _numbered(given: Sequence[tuple[str, int]]) -> bytes:
    """A Word document that has its numbers and bullets from Word: they are in no paragraph's words."""
    word = WordDocument()
    part = word.part.numbering_part.element
    for id, levels in ((91, _LEVELS), (92, (("bullet", "\uf0b7"),))):
        pattern = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): str(id)})
        for at, (form, written) in enumerate(levels):
            level = OxmlElement("w:lvl", {qn("w:ilvl"): str(at)})
            for name, said in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", written)):
                level.append(OxmlElement(name, {qn("w:val"): said}))
            pattern.append(level)
        part.insert(0, pattern)
    numbers, bullets = part.add_num(91), part.add_num(92)
    counts = [0] * len(_LEVELS)
    for words, _ in given:
        at, count, end = _place(words, counts)
        paragraph = word.add_paragraph()
        paragraph.add_run(words[end:]).bold = is_heading(words)
        if not end:
            continue
        if at is not None:
            if count != counts[at] + 1:  # somebody sets the number of the list by hand
                numbers = part.add_num(91)
                numbers.add_lvlOverride(ilvl=at).add_startOverride(count)
            counts[at:] = [count, *[0] * (len(_LEVELS) - at - 1)]
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = at or 0
        properties.get_or_add_numId().val = bullets.numId if at is None else numbers.numId
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _place(words: str, counts: Sequence[int]) -> tuple[int | None, int, int]:
    """The level, count and length of the number before words; no level is a bullet, no length is no number."""
    match = _NUMBER.match(words)
    if match is None or (match["above"] and int(match["above"]) != counts[0]):
        return None, 0, 0
    if match["section"] or match["clause"]:
        return (0 if match["section"] else 1), int(match["section"] or match["clause"]), match.end()
    letters = match["letters"]
    if not letters:
        return None, 0, match.end()
    order = ord(letters[0]) - 96
    if letters in _ROMANS and (len(letters) > 1 or order != counts[2] + 1):
        return 3, _ROMANS.index(letters) + 1, match.end()
    return (2, order, match.end()) if len(letters) == 1 else (None, 0, 0)


def is_heading(words: str) -> bool:
    return bool(_HEADING.match(words)) and len(words.split()) < 13 and not re.match(r"\d{1,2}\. To ", words)


def _pdf(given: Sequence[tuple[str, int]], layout: str) -> bytes:
    font, bold = _fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    columns = 2 if layout == "pdf-columns" else 1
    width = (A4[0] - 112 - 24 * (columns - 1)) / columns
    page, column, y = 1, 0, A4[1] - 80

    def furnish() -> None:
        if layout != "pdf":
            canvas.setFont(font, 8)
            canvas.drawString(56, A4[1] - 40, "Constitution of the Council: Part 5")
            canvas.drawCentredString(A4[0] / 2, 36, f"Page {page}")

    furnish()
    for words, indent in given:
        size, name = (12, bold) if is_heading(words) else (10, font)
        lines = list(_lines(words, name, size, width - 3 * indent, is_parted=layout == "pdf-hyphenated"))
        y -= 5
        for number, line in enumerate(lines):
            if y < 72:
                column, y = (column + 1) % columns, A4[1] - 80
                if not column:
                    canvas.showPage()
                    page += 1
                    furnish()
            canvas.setFont(name, size)
            left = 56 + column * (width + 24) + 3 * indent
            is_last = number == len(lines) - 1
            _line(canvas, line, left, y, name, size, 0 if is_last or layout != "pdf-hyphenated" else width - 3 * indent)
            y -= size * 1.25
    canvas.save()
    return stream.getvalue()


def _line(canvas: Canvas, line: str, left: float, y: float, font: str, size: float, width: float) -> None:
    """One line; set as wide as the column when a width is given."""
    words = line.split()
    if not width or len(words) < 2:
        canvas.drawString(left, y, line)
        return
    space = (width - sum(stringWidth(word, font, size) for word in words)) / (len(words) - 1)
    for word in words:
        canvas.drawString(left, y, word)
        left += stringWidth(word, font, size) + space


def _lines(words: str, font: str, size: float, width: float, *, is_parted: bool) -> Iterator[str]:
    line = ""
    for word in (piece for whole in words.split() for piece in _pieces(whole, font, size, width)):
        if line and stringWidth(f"{line} {word}", font, size) > width:
            head, tail = "", word
            if is_parted and word.isalpha() and len(word) > 6:
                for cut in _SPLIT.finditer(word):
                    if 2 < cut.start() < len(word) - 2 and stringWidth(f"{line} {word[: cut.start()]}-", font, size) <= width:
                        head, tail = word[: cut.start()] + "-", word[cut.start() :]
            yield f"{line} {head}".strip()
            line = tail
        else:
            line = f"{line} {word}".strip()
    yield line


def _pieces(word: str, font: str, size: float, width: float) -> Iterator[str]:
    """A word, or the pieces of an address that is too long for its column."""
    while stringWidth(word, font, size) > width:
        cut = next(at for at in range(len(word), 0, -1) if stringWidth(word[:at], font, size) <= width)
        yield word[:cut]
        word = word[cut:]
    yield word


def _fonts() -> tuple[str, str]:
    # The fonts that come with reportlab have no superscript figures above 3.
    folder = Path("/usr/share/fonts/truetype/dejavu")
    if not (folder / "DejaVuSans.ttf").exists():
        return "Helvetica", "Helvetica-Bold"
    registerFont(TTFont("Dene", folder / "DejaVuSans.ttf"))
    registerFont(TTFont("Dene-Bold", folder / "DejaVuSans-Bold.ttf"))
    return "Dene", "Dene-Bold"


@pytest.fixture
def typeset() -> Callable[[str, str], Document]:
    """A function that sets a text in a layout and reads it again."""
    return document


@pytest.fixture
def dene() -> str:
    """The text of the invented protocol."""
    return (Path(__file__).parent / "dene.txt").read_text(encoding="utf-8")
