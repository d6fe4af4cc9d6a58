from __future__ import annotations

import pytest

from checker.language.refusals import FIRM, SOFT, asks_reasons, gives_grounds, refers_back, refusal


@pytest.mark.parametrize(
    "text",
    [
        "I am unable to share the valuer's report with you.",
        "Your request has been declined.",
        "We won't be releasing those.",
        "That is not something I can let you see.",
        "It isn't available to Members.",
        "I can't tell you who complained.",
        "Dear Jo,\nNo.",
        "I have decided not to disclose it.",
        "We are withholding the figures.",
    ],
)
def test_a_refusal_of_information_is_seen(text: str) -> None:
    assert refusal(text)[0] == FIRM


@pytest.mark.parametrize(
    "text",
    [
        "I can't send it before Friday.",
        "We do not hold that.",
        "I cannot be there on Thursday.",
        "We can't give you an extra round.",
        "I can't tell you how glad I am.",
        "I can't tell which is better from your note.",
        "The contractor says that it will not release the log.",
        "We cannot release it to the press.",
        "If I cannot give you the figures I will say so.",
        "Can't you send it?",
        "",
    ],
)
def test_what_is_put_off_not_held_or_no_information_is_not_refused(text: str) -> None:
    assert refusal(text)[0] == ""


def test_unwillingness_is_told_apart() -> None:
    assert refusal("I'd rather not send those round.")[0] == SOFT


def test_the_sentence_that_refuses_is_quoted() -> None:
    assert refusal("Thank you. I cannot let you have that one. Best wishes")[1].words == "I cannot let you have that one."


@pytest.mark.parametrize(
    "text",
    [
        "It is exempt under paragraph 3.",
        "The prices are commercially sensitive.",
        "It names the people who complained.",
        "You are not entitled to it.",
        "I gave you my reasons on Monday.",
    ],
)
def test_a_ground_is_seen_good_or_bad(text: str) -> None:
    assert gives_grounds(text) == text


def test_a_bare_refusal_has_no_ground() -> None:
    assert gives_grounds("Can't let you have that one. The summary is in the paper.") == ""
    assert refers_back("As I explained, no.") == "As I explained, no."


def test_a_question_for_the_reasons_is_seen() -> None:
    assert asks_reasons("Thanks. May I know why not?") == "May I know why not?"
    assert asks_reasons("Why?")
    assert not asks_reasons("I have my reasons.")


def test_long_and_strange_texts_are_read() -> None:
    refusal("cannot give " * 20_000)
    refusal("\0" * 1000 + "“" * 1000)
