from __future__ import annotations

import pytest

from checker.language.talks import names_note, talks


@pytest.mark.parametrize(
    ("title", "is_so"),
    [
        ("Note of call with Cllr Ashby", True),
        ("File note: Cllr Ashby", True),
        ("cllr-ashby-call.docx", True),
        ("Record of discussion with Councillor Dove", True),
        ("Note of meeting dates", False),
        ("Call centre hours", False),
    ],
)
def test_a_title_may_say_that_a_note_follows(title: str, *, is_so: bool) -> None:
    assert names_note(title) is is_so


def test_what_was_said_belongs_to_the_talk_before_it() -> None:
    text = "Cllr Ashby rang at ten. She said that the skips are full. Then Cllr Dove phoned. He wants a meeting."

    first, second = talks(text)

    assert [sentence.text for sentence in first.told] == ["She said that the skips are full."]
    assert [sentence.text for sentence in second.told] == ["He wants a meeting."]


@pytest.mark.parametrize(
    "text",
    [
        "I will ring Cllr Ashby tomorrow.",
        "Have you spoken to Cllr Ashby?",
        "Please call Cllr Ashby.",
        "Cllr Ashby said at committee that the skips are full.",
        "",
    ],
)
def test_a_talk_that_has_not_been_is_none(text: str) -> None:
    assert list(talks(text)) == []


def test_a_talk_has_its_place_in_the_text() -> None:
    [talk] = talks("Hello. Mrs. Ede called upon me yesterday. She complained of the minutes.", 50)

    assert (talk.sentence.text, talk.sentence.start) == ("Mrs. Ede called upon me yesterday.", 57)
