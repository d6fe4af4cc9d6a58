from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import OWN, Document, Source, Zone
from checker.language.contempt import shouting
from checker.language.intent import is_meant
from checker.language.phrases import Hit
from checker.language.prejudice import slights
from checker.language.signs import lines, subject

SUBJECTS = ("contempt", "criticism", "dictation", "prejudice", "pressure", "threats")


def letter(text: str) -> Document:
    return Document("<1@x>", Source("x"), text, zones=(Zone(OWN, 0, len(text)),))


def kinds(text: str, name: str = "contempt") -> set[str]:
    return {kind for line in lines(letter(text), name) for kind in line.meant}


@pytest.mark.parametrize(
    "text",
    [
        "You are a liar.",
        "I have never met anybody so rude: you are a liar.",
        "You have not read it, and you are a liar.",
        "Make no mistake, you are a liar.",
        "I am sorry to say that you are a liar.",
    ],
)
def test_what_a_writer_says_is_meant(text: str) -> None:
    assert "insult" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "You are not a liar.",
        "I do not for a moment suggest that you are a liar.",
        "A resident told me that you are a liar.",
        "If anybody says that you are a liar, tell me.",
        'The caller said "you are a liar".',
        "He shouted ‘you are a liar’ and left.",
        "I apologise for saying that you are a liar.",
        "For example, you are a liar would be such a remark.",
    ],
)
def test_what_is_denied_supposed_quoted_reported_or_taken_back_is_not(text: str) -> None:
    assert "insult" not in kinds(text)


def test_a_gap_ends_with_its_sentence_and_its_clause() -> None:
    assert "insult" in kinds("You are, to be plain, a fool.")
    assert kinds("You are kind. He bought a fool.") == set()


def test_a_choice_may_be_of_several_words() -> None:
    assert "post" in kinds("Your job is on the line.", "threats")
    assert kinds("The line is busy and your job is safe.", "threats") == set()


def test_the_start_of_a_sentence_can_be_asked_for() -> None:
    assert "decide_for" in kinds("Grant it.", "pressure")
    assert kinds("They grant it each year.", "pressure") == set()


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_pattern_can_be_found_by_a_word(name: str) -> None:
    assert all(places for places in (pattern.places for pattern in subject(name)._patterns))


@pytest.mark.parametrize("name", SUBJECTS)
def test_weights_are_of_lists_that_there_are(name: str) -> None:
    patterns = subject(name)

    assert set(patterns.weights) <= set(patterns.table["words"])
    assert all(0 < weight < 1 for weight in patterns.weights.values())


@given(st.text(alphabet="you are a liar, not. if\n'\"!", max_size=200))
def test_any_text_is_read_and_signs_lie_in_it(text: str) -> None:
    for line in lines(letter(text), "contempt"):
        assert text[line.start : line.end] == line.text


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_hostile_sentence_costs_no_more_than_its_length(name: str) -> None:
    """A pattern with many gaps on words that begin it again and again."""
    text = "you will not be the a to your of you will want the report you have to change it is " * 40
    subject(name).find(text)
    start = time.perf_counter()
    for _ in range(3):
        subject(name).find(text)

    assert time.perf_counter() - start < 3


def test_a_denial_reaches_no_further_than_its_clause() -> None:
    text = "i will not forget it, nor i, if you decide for the quay."
    start = text.index("if you")

    assert is_meant(text, Hit("choice", "if you .. decide", start, start + 13))


@pytest.mark.parametrize(
    "text", ["I want it. WHERE IS IT NOW? Tell me.", "You never answer!!", "Do as you are told, NOW, OR I WILL COME"]
)
def test_capitals_and_heaped_marks_shout(text: str) -> None:
    assert list(shouting(letter(f"Dear all, here is some ordinary text.\n\n{text}\n")))


@pytest.mark.parametrize(
    "text", ["MINUTES OF THE WASTE COMMITTEE", "The HWRC, MWDA and DEFRA are agreed.", "I AM OLD AND WRITE LIKE THIS."]
)
def test_headings_names_and_a_stuck_key_do_not(text: str) -> None:
    assert list(shouting(letter(text))) == []


@pytest.mark.parametrize(
    "text", ["Dyke Road is shut.", "Ask Mrs Bender about the hall.", "The retard the growth spray has come."]
)
def test_names_and_terms_of_a_trade_are_no_slurs(text: str) -> None:
    assert all("name" in slight.company for slight in slights(letter(text)))


def test_a_group_that_is_counted_is_not_demeaned() -> None:
    assert [s for s in slights(letter("The survey shows that 12 per cent of Travellers are unemployed.")) if not s.company] == []
