"""Files are told apart by their bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.drafts import _formats
from checker.ingest.drafts._kinds import OLE, STRANGERS, kind_of

OPEN = "application/vnd.oasis.opendocument."


def archive(*names: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name in names:
            package.writestr(name, "<x/>")
    return buffer.getvalue()


def stream(name: str) -> bytes:
    return OLE + bytes(600) + name.encode("utf-16-le") + bytes(100)


SAMPLES = [
    (b"%PDF-1.7\n", "pdf"),
    (b"\r\nHTTP/1.1 200\r\n\r\n%PDF-1.7\n", "pdf"),
    (archive("[Content_Types].xml", "word/document.xml"), "docx"),
    (archive("word/document.xml"), "docx"),
    (archive("word/document.xml")[:-30], "docx"),
    (archive("[Content_Types].xml", "word/embeddings/a.docx", "ppt/presentation.xml"), "pptx"),
    (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
    (archive("content.xml", mimetype=f"{OPEN}text"), "odt"),
    (archive("content.xml", mimetype=f"{OPEN}text-template\n"), "odt"),
    (archive("content.xml", "META-INF/manifest.xml"), "odt"),
    (archive("content.xml", mimetype=f"{OPEN}spreadsheet"), "ods"),
    (archive("content.xml", mimetype=f"{OPEN}presentation"), "odp"),
    (archive("OPS/a.html", mimetype="application/epub+zip"), "epub"),
    (archive("Index/Document.iwa"), "iwork"),
    (archive("mailbox.mbox"), "zip"),
    (archive("notes/about word/x"), "zip"),
    (archive("%PDF-1.7.txt"), "zip"),
    (archive(), "empty zip"),
    (b"PK\x03\x04 damaged", ""),
    (stream("WordDocument"), "doc"),
    (stream("PowerPoint Document"), "ppt"),
    (stream("Workbook"), "xls"),
    (stream("Quill"), "pub"),
    (stream("__properties_version1.0"), "mail"),
    (stream("EncryptedPackage"), "encrypted"),
    (OLE + bytes(600), "ole"),
    (b"{\\rtf1 hello}", "rtf"),
    (b"\xef\xbb\xbf<!DOCTYPE html><p>x</p>", "html"),
    ("\ufeff<html><body>%PDF-1.4</body></html>".encode("utf-16-le"), "html"),
    (b"<title>News</title>", "html"),
    (b"hello", "text"),
    (b"{not rtf}", "text"),
    ("Śniadanie i dŵr".encode(), "text"),
    ("The depot".encode("utf-16-le"), "text"),
    ("The depot".encode("utf-16"), "text"),
    ("caf\xe9 \x96 a late bus".encode("latin-1"), "text"),
    ("Ελληνικά".encode(), "text"),
    (b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
    (b"<svg xmlns='x'/>", "xml"),
    (b"%!PS-Adobe-3.0\n", "postscript"),
    (b"\xffWPC\x10\0\0\0", "wordperfect"),
    (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "picture"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "picture"),
    (b"RIFF\0\0\0\0WEBPVP8 \0\0", "picture"),
    (bytes(range(256)), ""),
    (b"", "text"),
]


@pytest.mark.parametrize(("data", "kind"), SAMPLES)
def test_a_file_is_told_by_its_content(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(("data", "kind"), SAMPLES)
def test_no_two_formats_claim_the_same_bytes(data, kind):
    claims = [name for name, form in _formats().items() if form.recognises(data)]

    assert len(claims) <= 1
    assert not (claims and kind in STRANGERS)


STARTS = st.sampled_from([data[:2000] for data, _ in SAMPLES])


@given(STARTS, st.binary(max_size=300), STARTS)
def test_no_two_formats_claim_the_same_bytes_whatever_they_are(start, middle, end):
    data = start + middle + end

    assert sum(form.recognises(data) for form in _formats().values()) <= 1
