from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.complaints import FORMAL, PLAIN, TOLD, VOICED, complaint, complaints, says_of_complaint


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("I wish to make a formal complaint about Rowan Firth.", FORMAL, "Rowan Firth."),
        ("Please accept this letter as my formal complaint against Mr Firth", FORMAL, "Mr Firth"),
        ("You may take this as a formal complaint about Isla.", FORMAL, "Isla."),
        ("I should be grateful if you would treat this as a formal complaint.", FORMAL, "."),
        ("We wish to lodge an official complaint concerning Ms Garth.", FORMAL, "Ms Garth."),
        ("I must complain, with regret, about Mrs Hale.", PLAIN, "regret, about Mrs Hale."),
        ("I am complaining to you about an officer.", PLAIN, "an officer."),
        ("I want to raise with you the conduct of Mr Ivey at the visit.", PLAIN, "Mr Ivey at the visit."),
        ("He was rude to me on the phone.", VOICED, "on the phone."),
        ("I was fobbed off by Rowan.", VOICED, "Rowan."),
    ],
)
def test_a_writer_complains_and_says_of_whom(text: str, kind: str, about: str) -> None:
    made = complaint(text)

    assert (made.kind, made.about) == (kind, about)


@pytest.mark.parametrize(
    "text",
    [
        "This is not a complaint.",
        "I am not complaining about Rowan.",
        "I don't want to make a formal complaint about him.",
        "I have never had to make a formal complaint about anyone.",
        "Residents complain about the smell.",
        "If I wanted to make a complaint about him, I would.",
        "How do I make a formal complaint?",
        "Should I complain?",
        "I have had a complaint from a resident.",
        "Cllr Birch says he will make a formal complaint about you.",
        "He threatened to make a formal complaint.",
        "I acknowledge your formal complaint of 2 March.",
        "Thank you for your complaint about Mr Firth.",
        "We have a formal complaints procedure.",
        "A resident says he was rude to her.",
        'The notice reads "I wish to make a formal complaint about".',
    ],
)
def test_what_sounds_like_a_complaint_and_is_none(text: str) -> None:
    assert not complaint(text)


def test_a_wish_that_something_be_done_is_a_second_sign() -> None:
    made = complaint("Isla was rude to me at the depot. Somebody needs to have a word with her.")

    assert made.kind == VOICED
    assert made.wants


def test_what_somebody_did_to_others_is_only_told() -> None:
    text = "An officer was rude to a resident on Friday."

    assert [one.kind for one in complaints(text)] == [TOLD]
    assert not complaint(text)


@pytest.mark.parametrize(
    "subject", ["Formal complaint about a Member", "RE: Complaint", "CONDUCT OF MR FIRTH", "Fw: my complaint"]
)
def test_a_subject_announces_a_complaint(subject: str) -> None:
    assert says_of_complaint(subject)


@pytest.mark.parametrize("subject", ["Complaints procedure", "The depot", "Figures on complaints", "Code of conduct"])
def test_a_subject_about_complaints_in_general_announces_none(subject: str) -> None:
    assert not says_of_complaint(subject)


@given(st.text(max_size=300), st.integers(0, 50))
def test_places_are_those_of_the_words(text: str, offset: int) -> None:
    said = f"{text}\n\nI wish to make a formal complaint about Rowan Firth.\n\n{text}"

    for one in complaints(said, offset):
        assert said[one.start - offset : one.end - offset] == one.words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Formal complaint against the Director: she went to the committee without a word to me.", FORMAL),
        ("I am dissatisfied with Rowan Firth's performance.", PLAIN),
        ("I am asking that his conduct be looked into.", PLAIN),
        ("I have lost all confidence in the way your manager works.", PLAIN),
    ],
)
def test_more_ways_to_complain(text: str, kind: str) -> None:
    assert complaint(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Formal complaint against the Director has been received from Cllr Ashby.",
        "The formal complaint against the Director was dismissed in May.",
        "I am asking that the gate be looked into.",
        "I have every confidence in the Director.",
    ],
)
def test_what_sounds_like_those_and_complains_of_nobody(text: str) -> None:
    assert not complaint(text)
