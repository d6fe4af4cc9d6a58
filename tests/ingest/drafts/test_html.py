"""Web pages."""

from __future__ import annotations

import pytest

from checker.ingest.drafts.html import read, recognises


def test_a_page_is_read_as_a_browser_shows_it():
    page = (
        b"<!DOCTYPE html><html><head><title>News &amp; views</title></head><body><h1>The depot</h1>"
        b"<p style='color:#e4003b'>It <b>opens</b> in <a href='https://example.gov.uk'>May</a>.</p>"
        b"<img src='img/rose.png' alt='A red rose'></body></html>"
    )

    text, marks, title = read(page, "a.html")

    assert text.splitlines() == ["The depot", "", "It opens in May.", "", "[picture: rose.png: A red rose]"]
    assert title == "The depot"
    found = {(mark.kind, mark.value, text[mark.start : mark.end]) for mark in marks}
    assert {
        ("heading", "1", "The depot"),
        ("colour", "#e4003b", "It opens in May."),
        ("bold", "", "opens"),
        ("link", "https://example.gov.uk", "May"),
        ("picture", "rose.png", "[picture: rose.png: A red rose]"),
    } <= found


def test_a_page_without_headings_is_called_by_its_title():
    assert read(b"<html><title>News &amp; views</title><p>Hello</p></html>", "a.html")[2] == "News & views"


def test_hidden_words_stand_under_a_line_at_the_end_and_are_marked():
    text, marks, _ = read(b"<html><p>Seen</p><p style='display:none'>Vote for us</p></html>", "a.html")

    assert text == "Seen\n\n----------\nVote for us"
    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == [("hidden", "Vote for us")]


def test_a_page_with_hidden_words_only_is_read():
    assert read(b"<html><p hidden>Vote for us</p></html>", "a.html")[0] == "----------\nVote for us"


@pytest.mark.parametrize(
    "declaration",
    [
        b"<meta charset=windows-1252>",
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
        b"",
    ],
)
def test_a_page_is_read_in_the_character_set_that_it_declares(declaration):
    assert read(b"<html><head>" + declaration + b"</head><body>caf\xe9 \x96 now</body></html>", "a.html")[0] == "café – now"


def test_an_xml_declaration_declares_a_character_set():
    page = "<?xml version='1.0' encoding='iso-8859-2'?><html><body>žluťoučký</body></html>".encode("iso-8859-2")

    assert recognises(page)
    assert read(page, "a.xhtml")[0] == "žluťoučký"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE HTML PUBLIC '-//W3C'>",
        b"\xef\xbb\xbf  <HTML lang=en>",
        b"<!-- a --><!-- b --> <body>",
        b"<?xml version='1'?>\n<html>",
    ],
)
def test_html_is_known_by_how_it_begins(data):
    assert recognises(data)


@pytest.mark.parametrize("data", [b"", b"hello <html>", b"<xml>", b"<!-- <html> -->", b"<htmlx>", b"<!--" * 300])
def test_other_beginnings_are_not_html(data):
    assert not recognises(data)
