"""Words are given to whoever says them, however the text names the speaker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import Person
from checker.language.speakers import People, said_by, speeches

PEOPLE = People(
    (
        Person("a@x.example", "Wren Ashby", "member", "Labour", "Chair of the Waste Committee"),
        Person("b@x.example", "Lowell Birch-Oke", "member", "Green", "Deputy Chair"),
        Person("c@x.example", "Rowan Firth", "officer", "", "Director"),
    )
)


def speakers(text: str) -> list[str]:
    return [one.person.name if one.person else one.called for one in speeches(text, PEOPLE) if one.is_direct]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"It was a cold day for a gate," said Councillor Ashby.', ["Wren Ashby"]),
        ('Cllr Wren Ashby, Chair of the Waste Committee, commented: "It was a cold day for a gate."', ["Wren Ashby"]),
        (
            'Wren Ashby said: "It was a cold day for a gate."\n\nShe added: "The kettle had frozen to its stand."',
            ["Wren Ashby"] * 2,
        ),
        ('Cllr Ashby opened it.\n\n"It was a cold day for a gate," she said.', ["Wren Ashby"]),
        ('"The gate is a good gate," said the Deputy Chair.', ["Lowell Birch-Oke"]),
        ('Cllr Ashby said: "It was cold that day.\n\n"The kettle had frozen too."', ["Wren Ashby"] * 2),
        ("“It was a cold day for a gate,” said Director Rowan Firth. “Very.”", ["Rowan Firth"]),
        ('Cllr Ashby met Cllr Lowell Birch-Oke, who said: "That gate wants oiling badly."', ["Lowell Birch-Oke"]),
        ('"We counted nine frogs here," said their teacher.', ["their teacher"]),
        ('The sign says "Open from eight until six daily".', [""]),
    ],
)
def test_a_quotation_belongs_to_its_speaker(text: str, names: list[str]) -> None:
    assert speakers(text) == names


def test_a_column_is_its_authors() -> None:
    text = "This month it is Councillor Wren Ashby.\n\nI joined in May and I have learnt a lot. My boots have not."
    at = text.index("I have learnt")

    speech = said_by(speeches(text, PEOPLE), at, at + 10)

    assert speech is not None
    assert speech.person is not None
    assert speech.person.name == "Wren Ashby"


def test_a_name_that_two_members_bear_is_neithers() -> None:
    two = People((Person("a@x", "Wren Ashby", "member"), Person("b@x", "Jo Ashby", "member")))

    assert [one.person for one in speeches('"It was a cold day for a gate," said Councillor Ashby.', two)] == [None]


@given(st.text(alphabet='ab "“”‘’\n.:,', max_size=200))
def test_every_speech_lies_in_its_text(text: str) -> None:
    for one in speeches(text, PEOPLE):
        assert 0 <= one.start < one.end <= len(text)
