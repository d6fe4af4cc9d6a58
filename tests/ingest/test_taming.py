"""Hostile HTML, cut before a parser sees it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from checker.ingest.taming import LONGEST, MOST_TAGS, tame
from checker.ingest.unreadable import NotReadable

# Each takes a parser minutes, or gigabytes, if it is not cut; or tries to hide from the cutting.
BOMBS = {
    "blocks": "<div>" * 300_000,
    "closed at the end": "<div>" * 100_000 + "</div>" * 100_000,
    "styles in paragraphs": "".join(f"<font size={i}><p>" for i in range(100_000)),
    "styles reopened": "<p>" + "".join(f"<font size={i}>" for i in range(900)) + "<p>x" * 100_000,
    "attributes": "<div " + " ".join(f"a{i}=1" for i in range(200_000)) + ">",
    "bodies": "".join(f"<body a{i}=1>" for i in range(100_000)),
    "ends in attributes": '<div title="</div>">' * 100_000,
    "behind a comment": '<!-- <a b=" -->' + "<div>" * 100_000 + '<!-- " -->',
    "behind a script": '<script> <a b=" </script>' + "<div>" * 100_000 + '"',
    "in a drawing": "<svg><style>" + "<div>" * 100_000 + "</style>",
    "in a list to choose from": "<select><style></select>" + "<div>" * 100_000 + "</style>",
    "in halves": "<<svg>div>" * 100_000,
    "buttons": "<button><div></button>" * 90_000,
    "tables": "<div><table><tr><td></div>" * 60_000,
    "lists": "<li><ul>" * 100_000,
    "unknown": "<x>" * 390_000,
    "signs": "<" * 390_000,
    "ends": "</" * 190_000,
    "comments": "<!--" * 100_000,
    "quotes": '<a b="' * 390_000,
    "starts": "<a" * 390_000,
}


@pytest.mark.parametrize("html", BOMBS.values(), ids=BOMBS)
def test_what_would_keep_a_parser_busy_for_minutes_takes_seconds(html):
    start = time.perf_counter()

    LexborHTMLParser(tame(html))

    assert time.perf_counter() - start < 5  # some tenths of a second, on any machine of this century


@pytest.mark.parametrize("html", ["<" * (MOST_TAGS + 1), "x" * (LONGEST + 1)])
def test_html_longer_than_anybody_writes_is_refused(html):
    with pytest.raises(NotReadable):
        tame(html)


def test_no_words_are_lost_with_the_tags():
    words = [f"word{i}" for i in range(3_000)]

    text = LexborHTMLParser(tame("".join(f"<div><b>{word} " for word in words))).root.text()

    assert text.split() == words


def test_a_page_as_people_write_it_is_left_as_it_is():
    page = "<html><body>" + "<div><p>The <b>depot</b> opens<br>in May.</p></div>\n" * 500 + "</body></html>"

    assert tame(page) == page


def test_pictures_within_the_text_are_cut_to_nothing():
    assert tame(f'<img src="data:image/png;base64,{"A" * 10_000}" alt="x">') == '<img src="data:," alt="x">'


@given(st.text(alphabet="<>/!-='\" abpdivscrtylefon", max_size=300))
def test_any_text_is_borne(html):
    padding = "<i></i>" * 400

    assert tame(padding + html).startswith(padding)
