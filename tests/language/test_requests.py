from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.requests import ATTENDANCE, INFORMATION, REPORT, SPEECH, names_group, request, requests


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Could you come to the Labour Group on Monday and explain the levy?", ATTENDANCE),
        ("We need you at group at five on the 21st.", ATTENDANCE),
        ("The group would like to hear from you about the contract.", ATTENDANCE),
        ("Can somebody from finance join us at group on Thursday?", ATTENDANCE),
        ("Please prepare a written report on odour for the April committee.", REPORT),
        ("The Green Group needs a briefing paper on food waste.", REPORT),
        ("Could you draft me a speech for the conference in May?", SPEECH),
        ("I'd be grateful for some speaking notes on recycling.", SPEECH),
        ("Could you send me the tonnages for January?", INFORMATION),
        ("How many permits were refused last year?", INFORMATION),
        ("May I have a breakdown of the costs, please?", INFORMATION),
    ],
)
def test_what_is_asked_for(text: str, kind: str) -> None:
    assert request(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for coming to the Labour Group on Monday.",
        "We don't need you at group after all.",
        "I would be happy to send you the figures.",
        "Would you like me to come to your group?",
        "GridCo will provide the panel with a report next month.",
        "I would like to write a report of my own.",
        "Please join me in congratulating the team.",
        "Talking points are attached.",
        "I read your report with interest.",
    ],
)
def test_what_sounds_like_a_request_and_is_none(text: str) -> None:
    assert not request(text)


@pytest.mark.parametrize(
    ("text", "is_political"),
    [
        ("our group meets on Monday", True),
        ("the Lib Dem group", True),
        ("come to group on the 22nd", True),
        ("the odour working group", False),
        ("the group of employees", False),
        ("a group manager", False),
    ],
)
def test_a_political_group_is_told_from_other_groups(text: str, *, is_political: bool) -> None:
    assert names_group(text) == is_political


def test_a_group_is_named_in_the_subject_or_near_the_request() -> None:
    text = "Could you come for half an hour on Monday?"

    assert not request(text).is_for_group
    assert request(text, "Labour Group, 9 March").is_for_group
    assert request(f"The group meets at six. {text}").is_for_group


@given(st.text(max_size=300), st.integers(0, 50))
def test_places_are_those_of_the_words(text: str, offset: int) -> None:
    said = f"{text}\n\nCould you send me the figures for January?\n\n{text}"

    for one in requests(said, "", offset):
        assert said[one.start - offset : one.end - offset] == one.words
