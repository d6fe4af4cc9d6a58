"""What a draft's file says beside its text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from checker.ingest import drafts
from checker.ingest.child import Child
from checker.ingest.drafts._about import about
from checker.ingest.limits import USUAL


def word() -> bytes:
    made = docx.Document()
    made.core_properties.author = "Jo Fenn"
    made.core_properties.last_modified_by = "Al Rook"
    made.add_paragraph("The depot opens.")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_changes(data: bytes) -> bytes:
    out = io.BytesIO()
    changed = (
        b'<w:ins w:id="1" w:author="Sam Dun"><w:r><w:t>soon</w:t></w:r></w:ins>'
        b'<w:del w:id="2" w:author="Ida Lunt"><w:r><w:delText>late</w:delText></w:r></w:del></w:p>'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info, part.replace(b"</w:p>", changed, 1) if info.filename == "word/document.xml" else part)
    return out.getvalue()


def pdf() -> bytes:
    file = io.BytesIO()
    page = Canvas(file)
    page.setAuthor("Jo Fenn")
    page.drawString(100, 700, "The depot opens.")
    page.save()
    return file.getvalue()


def test_a_word_document_names_who_wrote_it_and_who_changed_it() -> None:
    assert about(with_changes(word())) == [
        ("author", "Jo Fenn"),
        ("last edited by", "Al Rook"),
        ("inserted", "Sam Dun"),
        ("deleted", "Ida Lunt"),
    ]


def test_a_pdf_a_page_and_a_letter_name_their_author() -> None:
    assert about(pdf()) == [("author", "Jo Fenn")]
    assert about(b"<!doctype html><meta content='Jo &amp; Al' name=Author><meta name=\"author\" content='Jo &amp; Al'><p>x") == [
        ("author", "Jo & Al")
    ]
    assert about(b"{\\rtf1{\\info{\\author Jo Fenn}{\\company Dene}}Hello}") == [("author", "Jo Fenn"), ("company", "Dene")]
    assert about(b"Plain words.") == []


def test_a_child_process_tells_the_same(tmp_path: Path) -> None:
    path = tmp_path / "d.docx"
    path.write_bytes(word())

    with Child(USUAL) as child:
        assert drafts.about(path, child=child) == drafts.about(path) == about(word())
    assert drafts.about(tmp_path / "nowhere.docx") == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"PK\x03\x04" + b"\0" * 60, word()[:900], b"<meta name='author"])
def test_a_damaged_file_says_nothing_and_raises_nothing(data: bytes) -> None:
    assert about(data) == []


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"{\\rtf1", b"<html>"]))
def test_nothing_that_a_file_holds_raises(data: bytes, head: bytes) -> None:
    about(head + data)
