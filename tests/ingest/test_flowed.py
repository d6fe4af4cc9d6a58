"""Softly wrapped text is paragraphs again, and who is quoted stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.flowed import is_flowed, joined
from checker.language.sentences import sentences

FLOWED = {"format": "flowed"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Would you support \nthe motion on \nThursday?\n\nYours", "Would you support the motion on Thursday?\n\nYours"),
        ("> Quoted words \n> go on.\n> New paragraph.", "> Quoted words go on.\n> New paragraph."),
        (">> Deeper \n>> words \n> shallower.", ">> Deeper words\n> shallower."),
        (">>Without \n>>a space.", ">>Without a space."),
        ("> > With spaces \n> > between.", "> > With spaces between."),
        ("Mine ends in a space \n> and theirs begins.", "Mine ends in a space\n> and theirs begins."),
        (" From the depot\n  two spaces\n >not quoted", "From the depot\n two spaces\n>not quoted"),
        ("Yours \n-- \nOfficer \nDepot", "Yours\n-- \nOfficer Depot"),
        ("> Theirs\n> -- \n> Name", "> Theirs\n> -- \n> Name"),
        ("A blank line ends it \n\nall the same.", "A blank line ends it\n\nall the same."),
        ("The last line flows into nothing ", "The last line flows into nothing"),
        ("Fixed\nlines\nstay.", "Fixed\nlines\nstay."),
        ("", ""),
    ],
)
def test_lines_that_flow_are_joined(text: str, shown: str) -> None:
    assert joined(text, FLOWED) == shown


def test_a_language_without_spaces_is_joined_without_them() -> None:
    assert joined("広報は \n五月に。", FLOWED | {"delsp": "Yes"}) == "広報は五月に。"


def test_only_what_is_called_so_flows() -> None:
    assert is_flowed({"format": "Flowed"})
    assert not is_flowed({"format": "fixed"})
    assert not is_flowed({})


def test_a_sentence_that_was_wrapped_at_a_short_line_is_one_sentence() -> None:
    wrapped = "I should be grateful if \nCllr Ash would vote \nAgainst the motion."

    assert [sentence.text for sentence in sentences(joined(wrapped, FLOWED))] == [wrapped.replace(" \n", " ")]


PARAGRAPH = st.lists(st.sampled_from(["depot", "opens", "in", "May."]), min_size=1, max_size=30).map(" ".join)


@given(st.lists(st.tuples(st.integers(0, 3), PARAGRAPH), max_size=8), st.integers(10, 40))
def test_what_a_program_wraps_by_the_standard_is_read_as_it_was_written(paragraphs: list[tuple[int, str]], width: int) -> None:
    lines: list[str] = []
    for depth, words in paragraphs:
        marks = ">" * depth + " " if depth else ""
        start = 0
        while len(words) - start > width and (cut := words.find(" ", start + width // 2)) >= 0:
            lines.append(marks + words[start : cut + 1])
            start = cut + 1
        lines.append(marks + words[start:])

    assert joined("\n".join(lines), FLOWED) == "\n".join(
        (">" * depth + " " if depth else "") + words for depth, words in paragraphs
    )


@given(st.text(st.sampled_from("> -ab\n"), max_size=80))
def test_no_words_are_lost_and_none_are_quoted_anew(text: str) -> None:
    shown = joined(text, FLOWED)

    assert "".join(shown.split()).count("a") == text.count("a")
    assert shown.count("\n") <= text.count("\n")
