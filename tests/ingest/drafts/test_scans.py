"""Scans read by Tesseract (a program of the test's own stands for it), and the fast reading of PDFs."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from checker.ingest.drafts import _pdf_words, pdf, text_of
from checker.ingest.drafts._pdf_scans import covered, is_there
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

A4 = (595, 842)
WORDS = "The new depot will open in the first week of May, after works that took a year"
LAID_ASIDE = os.environ.get("PATH", "")

Reading = Callable[[bytes, Limits], tuple[str, Any, str]]
READINGS = pytest.mark.parametrize(
    "reading", [lambda data, limits: pdf.read(data, "a.pdf", limits=limits), _pdf_words.read], ids=["draft", "attachment"]
)


def drawn(*pages: Callable[[Canvas], Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def written(canvas: Canvas) -> None:
    canvas.drawString(72, 700, WORDS)


def scanned(canvas: Canvas) -> None:
    picture = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(picture).text((72, 100), "VOTE", fill=0, font_size=60)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)


@pytest.fixture
def program(monkeypatch, tmp_path):
    """Puts a program on the path, alone, that is called as Tesseract is and does what the test says."""

    def put(body: str) -> None:
        pytest.importorskip("pytesseract")
        if sys.platform == "win32":
            pytest.skip("a script is no program here")
        place = tmp_path / "tesseract"
        place.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
        place.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    monkeypatch.setenv("PATH", "")
    return put


# Tesseract is given the name of a picture and the name, without its ending, of the file to write.
READS = "open(sys.argv[2] + '.txt', 'w').write('Vote for\\nthe depot\\n\\nin May\\n\\f')"


@READINGS
def test_scans_are_read_where_tesseract_is_there_and_it_is_told(reading, program):
    program(READS)

    words, marks, _ = reading(drawn(written, scanned), Limits())

    assert words == f"{WORDS}\n\n[picture: page 2 is a scan, read by OCR]\n\nVote for the depot\n\nin May"
    assert [mark.value for mark in marks if mark.kind == "page"] == ["1", "2"]
    assert reading(drawn(scanned), Limits())[0].endswith("Vote for the depot\n\nin May")


@READINGS
@pytest.mark.usefixtures("program")
def test_scans_are_told_where_tesseract_is_not_there(reading):
    assert not is_there()
    assert reading(drawn(written, scanned), Limits())[0] == f"{WORDS}\n\n[picture: page 2 is a scan, its words are not read]"
    with pytest.raises(NotReadable, match=r"^its 2 pages are pictures of text \(scanned\): .*Tesseract"):
        reading(drawn(scanned, scanned), Limits())


@READINGS
@pytest.mark.parametrize("body", ["sys.exit(1)", "pass", "open(sys.argv[2] + '.txt', 'wb').write(bytes(range(128, 256)))"])
def test_scans_that_tesseract_cannot_read_are_told(reading, program, body):
    program(body)

    with pytest.raises(NotReadable, match="its only page is a picture of text"):
        reading(drawn(scanned), Limits())


def test_no_more_scans_are_read_than_there_is_time_for(program):
    program(READS)

    words = _pdf_words.read(drawn(scanned, scanned, scanned), Limits(seconds=10))[0]

    assert words.count("read by OCR") == 2
    assert words.endswith("[picture: page 3 is a scan, its words are not read]")


def test_a_program_that_hangs_is_ended(program):
    program("import time; time.sleep(60)")

    with pytest.raises(NotReadable, match="picture of text"):
        _pdf_words.read(drawn(scanned), Limits(seconds=1))


@pytest.mark.skipif(shutil.which("tesseract", path=LAID_ASIDE) is None, reason="Tesseract is not installed")
def test_tesseract_reads_a_scan():
    pytest.importorskip("pytesseract")

    assert "VOTE" in text_of(drawn(scanned), "a.pdf")[0]


def test_how_much_of_a_page_pictures_cover():
    assert covered((0, 0, 10, 10), [(0, 0, 5, 10), (8, 0, 20, 10)]) == pytest.approx(0.7)
    assert covered((0, 0, 0, 10), [(0, 0, 5, 10)]) == 0
    assert covered((0, 0, 10, 10), [(20, 20, 30, 30)]) == 0


# --- the fast reading ------------------------------------------------------------------------------------------------------


def test_the_words_of_each_page_are_marked_and_the_title_is_what_the_file_calls_itself():
    def other(canvas: Canvas) -> None:
        canvas.setTitle("A release")
        canvas.drawString(72, 700, "in")
        canvas.drawString(72, 680, "May")

    words, marks, title = text_of(drawn(written, other), "a.pdf")

    assert words == f"{WORDS}\n\nin\nMay"
    assert [(mark.kind, mark.value, words[mark.start : mark.end]) for mark in marks] == [
        ("page", "1", WORDS),
        ("page", "2", "in\nMay"),
    ]
    assert title == "A release"


def test_what_is_typed_into_a_form_is_read():
    def form(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Name:")
        canvas.acroForm.textfield(name="name", value="Ann Example", x=120, y=690)

    assert text_of(drawn(form), "a.pdf")[0].split() == ["Name:", "Ann", "Example"]


def test_comments_stand_beside_the_text_with_their_authors():
    def noted(canvas: Canvas) -> None:
        written(canvas)
        canvas.textAnnotation("Too strong?", (72, 600, 90, 620))

    words, marks, _ = text_of(drawn(noted), "a.pdf")

    assert words == f"{WORDS}\n\n----------\nComment by somebody:\nToo strong?"
    assert [words[mark.start : mark.end] for mark in marks if mark.kind == "comment"][-1] == "Too strong?"


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (b"%PDF-1.7\nnothing", Limits(), "damaged: it cannot be read as a PDF"),
        (drawn(written, written), Limits(pages=1), "it has 2 pages; 1 is the most"),
        (drawn(written, encrypt="hunter2"), Limits(), "encrypted: it opens only with a password"),
        (
            drawn(lambda canvas: canvas.drawString(72, 700, "\"#$%&'()*+,-./" * 20)),
            Limits(),
            "its fonts do not say which letters",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data, limits, reason):
    with pytest.raises(NotReadable, match=reason):
        _pdf_words.read(data, limits)


SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "odd_documents" / "uk-sopn"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_real_notices_have_the_same_words_either_way():
    for path in sorted(SHARED.rglob("*.pdf"))[:3]:
        data = path.read_bytes()
        slow, fast = set(pdf.read(data, "a.pdf")[0].split()), set(text_of(data, "a.pdf")[0].split())

        assert len(slow & fast) > 0.95 * len(slow)
