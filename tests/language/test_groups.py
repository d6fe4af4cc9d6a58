from __future__ import annotations

import pytest

from checker.language.groups import group_talk, is_announced, party_id


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("I sat in on the Tory group on Monday. They're split over the levy.", "conservative"),
        ("I was at the labour group last night; they are divided on it.", "labour"),
        ("Having been at the Greens' pre-meeting, I can tell you that they'll settle for option C.", "green"),
        ("At the group last night three of them threatened to resign.", ""),
    ],
)
def test_the_talk_of_a_group_that_was_heard_there(text: str, party: str) -> None:
    talk = group_talk(text)

    assert talk is not None
    assert (talk.party, bool(talk.heard), bool(talk.told)) == (party, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "The Labour group has asked for a briefing on Monday.",
        "Which Members of the Conservative group will attend?",
        "The Green group wants a copy of the slides.",
        "I cannot tell you whether they were split at the Labour group.",
        "Labour costs have risen, and the green bins are late.",
        "",
    ],
)
def test_what_is_no_talk_of_a_group(text: str) -> None:
    assert group_talk(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "It asked me to tell you.",
        "They announced it on Friday.",
        "Cllr Ashby said so at full council.",
        "They have tabled a motion.",
    ],
)
def test_what_a_group_has_made_known_itself(text: str) -> None:
    assert is_announced(text)


def test_what_a_group_has_not_yet_made_known_is_no_announcement() -> None:
    assert not is_announced("They have not announced it.")


def test_a_party_has_one_name_however_it_is_written() -> None:
    assert party_id("Liberal Democrats") == party_id("Lib Dem") == party_id("liberal democrat group")
    assert party_id("Green Party") == party_id("Green")
    assert party_id("Dene Independents") != party_id("Independent")
    assert party_id("") == ""
