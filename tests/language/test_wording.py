"""Wording patterns: what they match, and that trying few of them misses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors import sheets
from checker.language.wording import Wording, is_meant

WORDS = ["please", "could", "you", "i", "'d", "be", "grateful", "if", "the", "casting", "vote", "support", ".", "kindly"]
SETS = {"ask": ["please", "kindly", "could you"]}
LISTS = {
    "asks": ["@ask .. vote|support", "i'd be grateful if"],
    "plain": ["casting vote?", "the vote"],
}


def found(sentence: str) -> list[tuple[str, str]]:
    return [(hit.kind, sentence[hit.start : hit.end]) for hit in Wording(LISTS, SETS).find(sentence)]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Please do give it your support.", [("asks", "Please do give it your support")]),
        ("Could you kindly vote?", [("asks", "Could you kindly vote")]),
        ("I’d be grateful if you came.", [("asks", "I’d be grateful if")]),
        ("A casting glance.", [("plain", "casting")]),
        ("Please come. The depot votes.", []),
    ],
)
def test_a_pattern_matches_words_in_their_order(sentence: str, kinds: list[tuple[str, str]]) -> None:
    assert found(sentence) == kinds


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_each_pattern_finds_alone_what_all_find_together(words: list[str]) -> None:
    sentence = " ".join(words)

    alone = [hit for kind in LISTS for pattern in LISTS[kind] for hit in Wording({kind: [pattern]}, SETS).find(sentence)]

    assert sorted(alone, key=lambda hit: (hit.start, hit.end, hit.kind, hit.phrase)) == Wording(LISTS, SETS).find(sentence)


def test_every_pattern_of_a_sheet_compiles() -> None:
    sheet = sheets()["officer-lobbying"]

    assert Wording(sheet["words"], sheet["sets"]).find("Nothing of the kind.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I would not dream of asking you to vote for it.",
        "Residents say please vote for it.",
        "An officer must not write “please vote for it”.",
        "I don't ask anybody to vote for it.",
        "We won’t tell you to vote for it.",
        "I wouldn't dream of saying vote for it.",
    ],
)
def test_what_is_denied_reported_or_quoted_is_not_meant(sentence: str) -> None:
    assert not is_meant(sentence, sentence.index("vote"))


def test_what_a_writer_plainly_asks_is_meant() -> None:
    assert is_meant("Please vote for option B.", 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Why don't you vote for it?",
        "Couldn't you vote for it?",
        "Don't forget to vote for it.",
        "If you don't want a row, vote for it.",
        "I don't much care for the paper, but vote for it.",
        "It isn't perfect: vote for it.",
    ],
)
def test_a_short_not_that_denies_nothing_leaves_the_rest_meant(sentence: str) -> None:
    assert is_meant(sentence, sentence.index("vote"))
