"""Advice before a draft goes out: one thing at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import Document, Mark, Source, Zone
from checker.report.desk import Note
from checker.scan.advising import contrast, notes


def draft(text: str, *marks: Mark) -> Document:
    return Document("d.docx", Source("d.docx"), text, zones=(Zone("own", 0, len(text)),), marks=marks)


def told(text: str, *marks: Mark, about: tuple[tuple[str, str], ...] = ()) -> dict[str, Note]:
    return {note.kind: note for note in notes(draft(text, *marks), about)}


TEXT = "The depot opens in May. Bring your glass."


def test_a_plain_text_needs_no_advice() -> None:
    assert told(TEXT) == {}


def test_hidden_words_comments_and_changes_would_go_out_with_the_file() -> None:
    given = told(
        TEXT,
        Mark("hidden", 0, 9),
        Mark("comment", 10, 15, "Sam Dunmallow"),
        about=(("inserted", "Jo Fenn"), ("deleted", "Al Rook")),
    )

    assert "3 words" in told("One two three", Mark("hidden", 0, 13))["hidden text"].text
    assert given["hidden text"].passages[0].quote == "The depot"
    assert "Sam Dunmallow" in given["comments"].text
    assert "Al Rook, Jo Fenn" in given["tracked changes"].text


def test_names_in_the_file_are_told_and_what_programs_write_is_not() -> None:
    assert "author: Jo Fenn" in told(TEXT, about=(("author", "Jo Fenn"), ("company", "Dene")))["names in the file"].text
    assert told(TEXT, about=(("author", "python-docx"), ("author", "anonymous"))) == {}


def test_headings_go_down_one_level_at_a_time() -> None:
    assert "heading order" in told(TEXT, Mark("heading", 0, 5, "1"), Mark("heading", 10, 15, "3"))
    assert "heading order" in told(TEXT, Mark("heading", 0, 5, "4"))
    assert told(TEXT, Mark("heading", 0, 5, "1"), Mark("heading", 10, 15, "2"), Mark("heading", 20, 23, "1")) == {}


def test_a_long_text_with_a_layout_has_headings() -> None:
    assert "headings" in told("Bring glass. " * 150, Mark("bold", 0, 5))
    assert told("Bring glass. " * 150) == {}


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("[picture: depot.jpg]", True),
        ("[picture: depot.jpg: image]", True),
        ("[picture: depot.jpg: depot.jpg]", True),
        ("[picture: depot.jpg: Lorries leave the new depot at dawn]", False),
    ],
)
def test_a_picture_says_in_words_what_it_shows(line: str, is_told: bool) -> None:  # noqa: FBT001 a row of a table
    assert ("alternative text" in told(line, Mark("picture", 0, len(line), "depot.jpg"))) is is_told


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # the example that everybody gives
    assert "contrast" in told(TEXT, Mark("colour", 0, 9, "#777777"))
    assert told(TEXT, Mark("colour", 0, 9, "#767676")) == {}
    assert told(TEXT, Mark("colour", 0, 9, "#777777"), Mark("size", 0, 9, "18")) == {}
    assert "contrast" in told(TEXT, Mark("colour", 0, 9, "#ffffff"), Mark("background", 0, 9, "#ffff00"))
    assert told(TEXT, Mark("colour", 0, 9, "#ffffff")) == {}  # on what, nobody says


def test_long_sentences_and_words_of_office_have_plainer_ones() -> None:
    given = told("We shall utilise it prior to May. " + "and so on " * 20 + ".")

    assert [passage.quote for passage in given["plain English"].passages] == ["utilise", "prior to"]
    assert "long sentences" in given


@given(
    st.text(max_size=200),
    st.lists(
        st.tuples(
            st.sampled_from(["hidden", "colour", "background", "size", "heading", "picture", "comment", "bold"]),
            st.integers(0, 200),
            st.integers(0, 200),
            st.text("#0123456789abcdef.", max_size=8),
        ),
        max_size=12,
    ),
)
def test_whatever_a_draft_holds_advice_quotes_what_is_there(text: str, rows: list[tuple[str, int, int, str]]) -> None:
    marks = [Mark(kind, min(a, b, len(text)), min(max(a, b), len(text)), value) for kind, a, b, value in rows]
    document = draft(text, *marks)

    for note in notes(document, ()):
        for passage in note.passages:
            assert document.text[passage.start : passage.end] == passage.quote
