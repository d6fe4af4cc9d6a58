"""What holds for a draft of every kind: how it is found, how its kind is told, and what is said when it cannot be read."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from checker.domain import OWN, Mark, Source
from checker.ingest.child import Child
from checker.ingest.drafts import found, read, read_bytes, text_of
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

SHARED = Path(__file__).parents[3].parent / "shared" / "data"


def pdf(words: str = "The depot opens") -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(72, 700, words)
    canvas.save()
    return buffer.getvalue()


def word(words: str = "The depot opens") -> bytes:
    buffer = io.BytesIO()
    document = WordDocument()
    document.add_paragraph(words)
    document.save(buffer)
    return buffer.getvalue()


def refused(data: bytes, name: str) -> str:
    with pytest.raises(NotReadable) as raised:
        read_bytes(data, name)
    return raised.value.reason


def test_a_draft_is_a_document_of_its_authors_own_words(tmp_path):
    path = tmp_path / "release.txt"
    path.write_text("The depot opens\n\nIt opens in May.\n")

    draft = read(path, "release.txt", Source("publicity", 3))

    assert (draft.id, draft.source, draft.subject, draft.date) == (
        "release.txt",
        Source("publicity", 3),
        "The depot opens",
        None,
    )
    assert [(zone.kind, zone.start, zone.end) for zone in draft.zones] == [(OWN, 0, len(draft.text))]


def test_the_drafts_of_a_folder_come_in_sorted_order_without_litter(tmp_path):
    for name in ("b.txt", "a.pdf", "a/z.docx", "a/~$z.docx", ".hidden/x.txt", ".gitkeep", "Thumbs.db", "logo.ai"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    names = [path.relative_to(tmp_path).as_posix() for path in found(tmp_path)]

    assert names == ["a/z.docx", "a.pdf", "b.txt", "logo.ai"]


def test_a_file_given_by_name_is_found_whatever_it_is(tmp_path):
    assert list(found(tmp_path / "missing.txt")) == [tmp_path / "missing.txt"]


def test_a_place_that_may_not_be_looked_into_is_given_out_for_reading(monkeypatch, tmp_path):
    def is_dir(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "is_dir", is_dir)

    assert list(found(tmp_path)) == [tmp_path]


def test_a_link_to_a_folder_is_told_and_not_followed(tmp_path):
    (tmp_path / "round").symlink_to(tmp_path)

    (link,) = found(tmp_path)

    with pytest.raises(NotReadable, match="not followed"):
        read(link, "round", Source("round"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(NotReadable, match="not a file"):
        read(tmp_path / "pipe.txt", "pipe.txt", Source("pipe.txt"))


def test_a_file_that_cannot_be_opened_is_not_readable(tmp_path):
    with pytest.raises(NotReadable, match="cannot be opened: No such file"):
        read(tmp_path / "missing.txt", "missing.txt", Source("missing.txt"))
    with pytest.raises(NotReadable, match="cannot be opened"):
        read(Path("nought\0.txt"), "nought", Source("nought"))


@pytest.mark.parametrize("name", ["leaflet", "leaflet.txt", "leaflet.docx", "leaflet.html"])
def test_a_pdf_is_told_by_its_content_whatever_its_name(name):
    assert read_bytes(pdf(), name)[0] == "The depot opens"


def test_a_word_document_is_told_by_its_content_whatever_its_name():
    assert read_bytes(word(), "leaflet.pdf")[0] == "The depot opens"


def test_a_page_is_told_by_its_content_whatever_its_name():
    page = b"<!-- draft -->\n<!DOCTYPE html><html><body><p>The depot opens</p></body></html>"

    assert read_bytes(page, "leaflet.txt")[0] == "The depot opens"


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.pdf", "an empty file"),
        (b" \n\t", "a.txt", "no words in it"),
        (b"<html><body></body></html>", "a.html", "no words in it"),
        (bytes(range(256)), "a.xyz", "not of a kind that is read as a draft (.docx"),
        (bytes(range(256)), "", "not of a kind that is read"),
        (bytes(range(256)), "a.txt", "binary"),
        (bytes(range(256)), "a.rtf", "damaged"),
        (bytes(range(256)), "a.docx", "damaged: it cannot be unpacked"),
        (bytes(range(256)), "a.odt", "damaged: it cannot be unpacked"),
        (bytes(range(256)), "a.pptx", "damaged: it cannot be unpacked"),
        (bytes(range(256)), "a.pdf", "damaged"),
        (OLE + bytes(600), "a.doc", "an old Office document: save it as DOCX, ODT or PDF"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "a.txt", "an old Word document (DOC): save it as"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted: it opens only with a password"),
        (archive("word/x.xml"), "a.docx", "a zip file, but not a Word document"),
        (archive("xl/workbook.xml"), "a.docx", "an Excel workbook (XLSX): save what it says as"),
        (archive("mailbox.mbox"), "a.docx", "a zip file that is no Office document: unpack it"),
    ],
)
def test_what_cannot_be_read_says_why(data, name, reason):
    assert reason in refused(data, name)


@pytest.mark.parametrize("name", ["leaflet", "leaflet.docx", "leaflet.pdf", "leaflet.xyz", "leaflet.html", "leaflet.odt"])
def test_text_is_told_by_its_content_whatever_its_name(name):
    assert read_bytes("The depot \u2013 in May".encode("utf-16"), name)[0] == "The depot \u2013 in May"


def test_rich_text_is_told_by_its_content_whatever_its_name():
    assert read_bytes(rb"{\rtf1\ansi The depot opens}", "leaflet.doc")[0] == "The depot opens"


def test_a_piece_of_a_page_is_one_by_its_name():
    assert read_bytes(b"<p>The <b>depot</b></p>", "a.htm")[0] == "The depot"


def test_a_draft_larger_than_the_limit_is_not_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a" * (2 * 2**20 + 1))

    with pytest.raises(NotReadable, match="larger than 2 MB"):
        read(tmp_path / "a.txt", "a.txt", Source("a.txt"), limits=Limits(document_bytes=2 * 2**20))


def test_a_text_longer_than_the_limit_is_not_read():
    with pytest.raises(NotReadable, match="its text has 11 characters"):
        read_bytes(b"hello world", "a.txt", limits=Limits(text=10))
    with pytest.raises(NotReadable, match="longer than 5 characters"):
        text_of(pdf(), "a.pdf", limits=Limits(text=5))


# --- what hangs on messages, and the child process ------------------------------------------------------------------------


def test_an_attachment_has_the_same_words_as_a_draft():
    for data in (pdf(), word(), b"<html>The depot opens</html>", b"The depot opens", rb"{\rtf1 The depot opens}"):
        assert text_of(data, "a")[0] == read_bytes(data, "a")[0] == "The depot opens"


def test_what_a_child_reads_is_what_is_read_here(tmp_path):
    damaged = pdf()[:200]
    with Child(Limits()) as child:
        for data in (pdf(), word(), b"The depot opens"):
            assert read_bytes(data, "a", child=child) == read_bytes(data, "a")
            assert text_of(data, "a", child=child) == text_of(data, "a")
        for reading in (read_bytes, text_of):
            with pytest.raises(NotReadable) as there:
                reading(damaged, "a", child=child)
            with pytest.raises(NotReadable) as here:
                reading(damaged, "a")
            assert there.value.reason == here.value.reason
        (tmp_path / "a.pdf").write_bytes(pdf())
        source = Source("a.pdf")
        assert read(tmp_path / "a.pdf", "a", source, child=child) == read(tmp_path / "a.pdf", "a", source)


def test_limits_hold_in_a_child():
    limits = Limits(text=5)

    with Child(limits) as child, pytest.raises(NotReadable, match="5 is the most"):
        read_bytes(word(), "a", limits=limits, child=child)


NAMES = st.sampled_from(
    ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.doc", "a.odt", "a.pptx", "a.rtf", "a", "", "x" * 300 + ".PDF"]
)
STARTS = st.sampled_from(
    [
        *(
            b"",
            b"%PDF-1.7\n",
            b"PK\x03\x04word/",
            b"PK\x03\x04ppt/",
            b"<html>",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"{\\rtf1 \\u",
            OLE,
        ),
        *(pdf(), word(), archive("content.xml", "META-INF/manifest.xml"), archive("ppt/presentation.xml")),
    ]
)


def check(data: bytes, name: str) -> None:
    for reading in (read_bytes, text_of):
        try:
            draft = reading(data, name)
        except NotReadable:
            continue
        check_draft(*draft)


def check_draft(text: str, marks: Sequence[Mark], title: str) -> None:
    assert text.strip()
    (text + title).encode()
    assert "\n" not in title
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert list(marks) == sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value))


@given(STARTS, st.binary(max_size=400), NAMES)
def test_any_bytes_under_any_name_are_a_draft_or_not_readable(start, rest, name):
    check(start + rest, name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([pdf(), word(), rb"{\rtf1\ansi {\b The depot} opens {\*\x in} May\par}"]), st.data())
def test_a_damaged_draft_is_a_draft_or_not_readable(data, draw):
    damaged = bytearray(data)
    for at in draw.draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=20)):
        damaged[at] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(len(data) // 2, len(data)))

    check(bytes(damaged[:cut]), "a")


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_awkward_documents_are_read_or_not_readable():
    outcomes = Counter()
    for place in (SHARED / "odd_documents", SHARED / "uk_council_press_releases"):
        for path in found(place):
            try:
                draft = read(path, path.name, Source(path.name))
            except NotReadable:
                outcomes["not readable"] += 1
                continue
            outcomes["read"] += 1
            assert all(0 <= mark.start < mark.end <= len(draft.text) for mark in draft.marks), path

    assert outcomes["read"] >= 75
    assert outcomes["not readable"] <= 20
