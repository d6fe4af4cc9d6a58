"""Plain text and Markdown."""

from __future__ import annotations

import pytest

from checker.ingest.drafts.txt import read
from checker.ingest.unreadable import NotReadable


def marks(text: str, kind: str) -> list[tuple[str, str]]:
    text, found, _ = read(text.encode(), "a.md")
    return [(mark.value, text[mark.start : mark.end]) for mark in found if mark.kind == kind]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_the_character_set_that_it_is_in(charset):
    text = "The café “opens” in May – at last"

    assert read(text.encode(charset), "a.txt")[0] == text


def test_ends_of_lines_are_of_one_kind():
    assert read(b"a\r\nb\rc\nd", "a.txt")[0] == "a\nb\nc\nd"


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(50), b"text\0\0\0text", b"\x7fELF\x02\x01\x01" + bytes(9)]
)
def test_binary_data_are_not_text(data):
    with pytest.raises(NotReadable, match="binary"):
        read(data, "a.txt")


def test_headings_are_marked_without_their_signs():
    text = "# News #\n\n## The depot\n\nMay fair\n========\n\nSummer\n------\n\n#hashtag\n\nA paragraph\nof two lines\n----\n"

    assert marks(text, "heading") == [("1", "News"), ("2", "The depot"), ("1", "May fair"), ("2", "Summer")]


def test_the_first_line_of_a_release_is_its_headline():
    assert marks("\nDepot to open\n\nThe depot opens in May.\n", "heading") == [("1", "Depot to open")]


@pytest.mark.parametrize("text", ["Dear resident,\n\nHello", "The depot opens.\n\nIt does", "One line", "Two\nlines\n\nHello"])
def test_a_first_line_that_is_no_headline_is_none(text):
    assert marks(text, "heading") == []


def test_bold_is_marked_within_its_signs():
    assert marks("Vote **for the** plan, __now__, not ** that ** or snake__case__name", "bold") == [("", "for the"), ("", "now")]


def test_links_and_pictures_are_marked():
    text = 'See [the plan](https://example.gov.uk/plan "Plan") and ![A red rose](img/rose.png), or http://example.org/a.'

    assert marks(text, "link") == [
        ("https://example.gov.uk/plan", "the plan"),
        ("https://example.gov.uk/plan", "https://example.gov.uk/plan"),
        ("http://example.org/a", "http://example.org/a"),
    ]
    assert marks(text, "picture") == [("rose.png", "[picture: rose.png: A red rose]")]


@pytest.mark.parametrize(
    ("text", "title"),
    [("First line\nsecond", "First line"), ("hello\n\n# News", "hello"), ("hello.\n\n# News", "News"), ("\n\n  a   b\n", "a b")],
)
def test_a_draft_is_called_by_its_heading_or_its_first_line(text, title):
    assert read(text.encode(), "a.md")[2] == title


@pytest.mark.parametrize("piece", ["**a", "__a", "[", "[a](", "![", "# ", "#", "\n\n=", "http://", "a\n\n-", "** "])
def test_hostile_text_takes_time_in_proportion_to_its_length(piece):
    read(piece.encode() * 100_000, "a.md")


def test_links_by_reference_and_pictures_that_are_links_are_marked():
    text = "See [the plan][1] and [Terms][].\n\n[1]: https://example.org/plan\n[terms]: <https://example.org/t>\n"

    assert marks(text, "link")[:2] == [("https://example.org/plan", "the plan"), ("https://example.org/t", "Terms")]
    assert marks("[![Logo](a/b.png)](https://example.org)", "link")[0] == ("https://example.org", "[picture: b.png: Logo]")


def test_comments_are_hidden():
    assert marks("Seen <!-- unseen\n --> seen <!-- open", "hidden") == [("", "<!-- unseen\n -->")]
