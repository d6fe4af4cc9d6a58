"""What holds for a draft of every kind: how it is found, how its kind is told, and what is said when it cannot be read."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from checker.domain import OWN, Source
from checker.ingest import drafts
from checker.ingest.drafts import found, read, read_bytes
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
        (b"x", "a.xyz", "not of a kind that is read"),
        (b"x", "", "not of a kind that is read"),
        (b"{\\rtf1 hello}", "a.rtf", "a rich text file (RTF): save it as DOCX or PDF"),
        (archive("content.xml"), "a.odt", "an OpenDocument text (ODT): save it as DOCX or PDF"),
        (archive("ppt/presentation.xml"), "a.pptx", "a PowerPoint presentation"),
        (OLE + bytes(600), "a.doc", "an old Word document"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted: it opens only with a password"),
        (OLE + bytes(600), "a.docx", "damaged: it cannot be unpacked"),
        (b"hello", "a.docx", "damaged: it cannot be unpacked"),
        (b"hello", "a.pdf", "damaged"),
        (archive("word/x.xml"), "a.docx", "a zip file, but not a Word document"),
        (archive("mailbox.mbox"), "a.zip", "not of a kind that is read"),
    ],
)
def test_what_cannot_be_read_says_why(data, name, reason):
    assert reason in refused(data, name)


def test_a_draft_larger_than_the_limit_is_not_read(monkeypatch, tmp_path):
    monkeypatch.setattr(drafts, "LARGEST", 2 * 2**20)
    (tmp_path / "a.txt").write_bytes(b"a" * (2 * 2**20 + 1))

    with pytest.raises(NotReadable, match="larger than 2 MB"):
        read(tmp_path / "a.txt", "a.txt", Source("a.txt"))


def test_a_text_longer_than_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr(drafts, "LONGEST", 10)

    assert "its text has 11 characters" in refused(b"hello world", "a.txt")


NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.doc", "a.odt", "a", "", "x" * 300 + ".PDF"])
STARTS = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04word/", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", OLE, pdf(), word()])


def check(data: bytes, name: str) -> None:
    try:
        text, marks, title = read_bytes(data, name)
    except NotReadable:
        return
    assert text.strip()
    (text + title).encode()
    assert "\n" not in title
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert list(marks) == sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value))


@given(STARTS, st.binary(max_size=400), NAMES)
def test_any_bytes_under_any_name_are_a_draft_or_not_readable(start, rest, name):
    check(start + rest, name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([pdf(), word()]), st.data())
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
