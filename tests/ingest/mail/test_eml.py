"""Files that are one message each."""

from __future__ import annotations

import io

import pytest

from checker.domain import Source
from checker.ingest.mail import Item, eml, formats

MESSAGE = b"From: a@x.gov.uk\r\nSubject: one\r\n\r\nThe depot opens.\r\n"


@pytest.mark.parametrize(
    ("head", "name", "is_message"),
    [
        (MESSAGE, "1.eml", True),
        (MESSAGE, "1276533073.M242911P3632.host:2,S", True),
        (b"\xef\xbb\xbf" + MESSAGE, "1.eml", True),
        (b"Note: x\n\nwords", "1.eml", True),
        (b"Note: x\n\nwords", "1.txt", False),
        (b"Dear all,\n\nthe depot opens.", "1.eml", False),
        (b"\x00\x01", "1.eml", False),
        (b"", "1.eml", False),
        (MESSAGE, "1.mbox", False),
    ],
)
def test_a_message_is_known_by_its_content_and_by_its_name_where_that_leaves_it_open(head, name, is_message):
    assert eml.recognises(head, name) == is_message


def test_a_file_is_one_message_as_it_is(tmp_path):
    path = tmp_path / "1.eml"
    path.write_bytes(MESSAGE)

    assert list(eml.items(path, "box/1.eml")) == [Item(Source("box/1.eml", 1), "eml", path, 0, len(MESSAGE))]
    assert eml.raw(io.BytesIO(MESSAGE), Item(Source("x"), "eml", path, 0, len(MESSAGE))) == MESSAGE


@pytest.mark.parametrize("name", ["x.eml", "x.mbox", "x", "mbox", "x.msg"])
@pytest.mark.parametrize("head", [MESSAGE, b"From a@x Tue Mar  3 10:30:00 2026\n" + MESSAGE, b"words", b"", b"\x00\x01" * 99])
def test_no_two_formats_claim_one_file(head, name):
    assert sum(form.recognises(head, name) for form in formats().values()) <= 1
