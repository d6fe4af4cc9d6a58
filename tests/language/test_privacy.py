from __future__ import annotations

import pytest

from checker.language.privacy import asks_privacy, lifts_privacy, refuses_privacy, subject_asks


@pytest.mark.parametrize(
    "text",
    [
        "Please keep this between us.",
        "I'd rather this went no further.",
        "I would prefer that nobody else knew.",
        "Dont pass it round please.",
        "I'd ask you not to show this to the Chairman.",
        "I'd be grateful if you did not pass this on.",
        "This is for your eyes only.",
        "I write in confidence.",
        "Could this stay off the record for now?",
        "I do not wish this to go any further than yourself.",
        "He would lose his job if they knew it was him, so please don't pass this on.",
        "PRIVATE - not for the office.",
        "I want this to be treated as private.",
    ],
)
def test_a_request_for_privacy_is_known_in_many_words(text: str) -> None:
    assert asks_privacy(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "There is no need to keep this private.",
        "This isn't confidential, so do pass it on.",
        "The report is confidential.",
        "The contractor asked that its prices be kept confidential.",
        "Members may ask that correspondence be kept private.",
        "Information will be treated in the strictest confidence.",
        "What is the difference between us and Devon?",
        "We must keep the site's private road clear.",
        "We should not pass this cost on to residents.",
        "I do not share that view.",
        "He didn't disclose it.",
        "This email is confidential and intended solely for the addressee.",
        "“Please keep this between us”, he wrote.",
        "",
    ],
)
def test_what_asks_for_no_privacy(text: str) -> None:
    assert asks_privacy(text) is None


def test_a_request_has_its_place_in_the_text() -> None:
    text = "The gate is open. Please keep this to yourself."

    sentence = asks_privacy(text, 100)

    assert sentence is not None
    assert text[sentence.start - 100 : sentence.end - 100] == "Please keep this to yourself."


@pytest.mark.parametrize(
    ("subject", "asks"),
    [
        ("PRIVATE AND CONFIDENTIAL", True),
        ("Re: Confidential - my daughter", True),
        ("My health (in confidence)", True),
        ("Private hire licences", False),
        ("Confidential report on item 9", False),
        ("Personal safety at the depot", False),
    ],
)
def test_a_subject_asks_where_it_marks_the_letter(subject: str, *, asks: bool) -> None:
    assert subject_asks(subject) is asks


@pytest.mark.parametrize("text", ["Feel free to pass that on.", "Happy for you to share it.", "It's no longer a secret."])
def test_an_author_lets_go_of_privacy(text: str) -> None:
    assert lifts_privacy(text) is not None


def test_an_author_who_asks_for_privacy_does_not_let_go_of_it() -> None:
    assert lifts_privacy("Please don't share it with anyone.") is None


@pytest.mark.parametrize(
    "text",
    [
        "I can't promise to keep this between us.",
        "I am obliged to report it.",
        "I'm afraid I shall have to tell the Monitoring Officer.",
        "I will need to share this with audit.",
    ],
)
def test_an_officer_says_that_it_cannot_be_kept(text: str) -> None:
    assert refuses_privacy(text) is not None


def test_an_officer_who_promises_to_keep_it_does_not_refuse() -> None:
    assert refuses_privacy("Of course. I will keep it to myself.") is None
