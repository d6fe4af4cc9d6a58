"""Rich text as a draft: what is text, what stands beside it, and how it looks."""

from __future__ import annotations

import pytest

from checker.ingest.drafts.rtf import read, recognises
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable


def rich(body: str, before: str = "") -> bytes:
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Arial;}}}}{before}\pard {body}\par}}".encode("cp1252")


def marks(data: bytes, *kinds: str) -> list[tuple[str, str, str]]:
    words, found, _ = read(data, "a.rtf")
    return [(mark.kind, mark.value, words[mark.start : mark.end]) for mark in found if mark.kind in kinds]


def test_paragraphs_are_parted_by_a_blank_line_and_rows_are_not():
    rows = r"\trowd\cellx100\cellx200 a\cell b\cell\row\trowd\cellx100\cellx200 c\cell d\cell\row"

    assert read(rich(rf"One\par Two caf\'e9\par {rows}"), "a.rtf")[0] == "One\n\nTwo café\n\na\tb\nc\td"


def test_headers_come_first_and_notes_and_footers_last():
    body = r"{\header\pard Head\par}{\footer\pard Foot\par}Words{\footnote\pard noted\par} on"

    assert read(rich(body), "a.rtf")[0] == "Head\n\nWords on\n\nnoted\n\nFoot"


def test_looks_are_marked():
    body = r"plain {\fs36\b\cf1 large} {\v unseen} end"
    data = rich(body, r"{\colortbl;\red228\green0\blue59;}")

    assert marks(data, "size", "bold", "colour", "hidden") == [
        ("size", "12", "plain "),
        ("bold", "", "large"),
        ("colour", "#e4003b", "large"),
        ("size", "18", "large"),
        ("size", "12", "unseen end"),
        ("hidden", "", "unseen"),
    ]


def test_links_and_headings_are_marked():
    body = r"\outlinelevel0 Head\par\pard See {\field{\*\fldinst HYPERLINK " + '"https://example.org/"' + r"}{\fldrslt the site}}"

    assert marks(rich(body), "link", "heading") == [("heading", "1", "Head"), ("link", "https://example.org/", "the site")]
    assert read(rich(body), "a.rtf")[2] == "Head"


def test_comments_stand_beside_the_draft_and_what_was_struck_out_is_told():
    words = read(rich(r"We {\deleted must }will{\*\annotation\pard Sure?}"), "a.rtf")[0]

    assert words.split("\n") == [
        "We will", "", "----------", "Comment by somebody:", "Sure?",
        "[not read: 1 passage struck out with changes tracked, by somebody]",
    ]  # fmt: skip


def test_what_is_no_rich_text_says_so():
    assert recognises(rb"{\rtf1 x}")
    assert not recognises(b"x {\\rtf1 x}")
    with pytest.raises(NotReadable, match="does not begin as rich text"):
        read(b"x", "a.rtf")


def test_a_text_that_is_too_long_is_left():
    with pytest.raises(NotReadable, match="longer than 10 characters"):
        read(rich("word " * 10), "a.rtf", limits=Limits(text=10))
