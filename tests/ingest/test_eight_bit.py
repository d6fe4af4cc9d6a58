"""Headers in plain 8-bit are read in the set that the message declares."""

from __future__ import annotations

import pytest

from checker.ingest import headers
from checker.ingest.eight_bit import in_utf8
from checker.ingest.fields import parse

WELSH, POLISH = "Siân o Dŷ Gŵyr", "Zażółć gęślą jaźń, Łukasz"


@pytest.mark.parametrize(
    ("words", "charset", "declared"),
    [
        (WELSH, "iso8859-14", "iso-8859-14"),
        (WELSH, "utf-8", "utf-8"),
        (WELSH, "utf-8", "iso-8859-1"),
        (WELSH, "utf-8", ""),
        (POLISH, "iso8859-2", "iso-8859-2"),
        (POLISH, "cp1250", "windows-1250"),
        (POLISH, "utf-8", "iso-8859-2"),
        ("Siân café", "cp850", "ibm850"),
        ("Siân café", "latin-1", "iso-8859-1"),
        ("Siân café", "latin-1", ""),
        ("Siân – Ashby", "cp1252", "us-ascii"),
    ],
)
def test_a_subject_and_a_name_are_read_in_the_set_of_the_text(words: str, charset: str, declared: str) -> None:
    kind = f"Content-Type: text/plain; charset={declared}\n" if declared else ""
    header = f'Subject: {words}\nFrom: "{words}" <a@x.gov.uk>\n{kind}'.encode(charset)

    read = headers.of(in_utf8(parse(header)))

    assert read.subject == words
    assert read.sender == (words, "a@x.gov.uk")


def test_headers_in_ascii_are_left_as_they_are() -> None:
    fields = parse(b"Subject: Depot\nContent-Type: text/plain; charset=iso-8859-2")

    assert in_utf8(fields) is fields
