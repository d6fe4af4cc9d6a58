from __future__ import annotations

from datetime import date

import pytest

from checker.language.replies import (
    ACKNOWLEDGEMENT,
    ANSWER,
    HOLDING,
    asks_for,
    asks_privacy,
    gives_reason,
    is_automatic,
    may_pass_on,
    needs_answer,
    reply_kind,
    says_copied,
    talk_day,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In May.", ANSWER),
        ("Thanks for your email. The depot opens in May.", ANSWER),
        ("Yes.", ANSWER),
        ("I acknowledge receipt of your letter of 2 March.", ACKNOWLEDGEMENT),
        ("Thank you for your email, which I have received.", ACKNOWLEDGEMENT),
        ("Noted, thanks.", ACKNOWLEDGEMENT),
        ("Leave it with me and I'll get back to you by Friday.", HOLDING),
        ("The survey is late; by the 20th.", HOLDING),
        ("Received. The depot has the books and I'll get them to dig the figures out.", HOLDING),
        ("I have asked Jo to look into it.", HOLDING),
        ("I've asked Jo to find out, and she says that the gate is mended.", ANSWER),
        ("I have asked the contractor to clear it tomorrow.", ANSWER),
        ("You may tell her that it is in hand. I shall write to her as soon as I have a date.", ANSWER),
        ("I'm sorry but I can't put my name to that. I have asked Rowan to write to you.", ANSWER),
        ("Dear Jo,\nI am looking into this and will reply as soon as I have the figures from the contractor.", HOLDING),
    ],
)
def test_what_an_officers_words_amount_to(text: str, kind: str) -> None:
    assert reply_kind(text) == kind


def test_a_question_needs_an_answer_and_says_which() -> None:
    judged = needs_answer("The crew was late. When will they come?", opens=False)

    assert judged
    assert "When will they come?" in judged.why


@pytest.mark.parametrize(
    "text",
    [
        "Many thanks, that's helpful.",
        "FYI, the road is shut on Monday.",
        "No need to reply, but the gate was open again.",
        "",
    ],
)
def test_thanks_and_what_is_for_information_need_none(text: str) -> None:
    assert not needs_answer(text, opens=True)


def test_a_comment_that_opens_a_matter_needs_an_answer_and_a_comment_within_one_does_not() -> None:
    comment = "I think that the draft strategy is too timid on textiles."

    assert needs_answer(comment, opens=True)
    assert not needs_answer(comment, opens=False)


def test_an_offer_of_more_help_asks_for_nothing() -> None:
    assert not asks_for("Let me know if you need anything else.")


def test_a_reason_for_delay_is_seen() -> None:
    assert gives_reason("I'll write again because the laboratory is short of staff.")
    assert not gives_reason("I'll write again.")


def test_a_machines_answer_is_known_by_its_words() -> None:
    assert is_automatic("I am out of the office until Monday.", "Re: depot")
    assert not is_automatic("The depot opens in May.", "Re: depot")


def test_the_day_of_a_talk_is_worked_out_from_the_day_of_the_letter() -> None:
    thursday = date(2026, 3, 5)

    assert (talk_day("As discussed this morning, the gate is mended.", thursday) or ("", None))[1] == thursday
    assert (talk_day("Further to our call on Tuesday, here it is.", thursday) or ("", None))[1] == date(2026, 3, 3)
    assert talk_day("The gate is mended.", thursday) is None


def test_a_wish_to_pass_on_is_not_seen_where_it_is_denied() -> None:
    assert may_pass_on("Please forward this to the Chair.")
    assert not may_pass_on("Please do not forward this to the Chair.")


def test_a_wish_for_privacy_is_seen() -> None:
    assert asks_privacy("Please treat this as private.")


def test_a_statement_of_copying_is_the_sentence_that_makes_it() -> None:
    assert says_copied("The crew comes on Friday. I am copying this to the Chair.") == ["I am copying this to the Chair."]


@pytest.mark.parametrize(
    "text",
    [
        "Guess what?",
        "Are you all right?",
        "Fancy a quick coffee?",
        '"Nobody," he writes, "has thought of it; why should anybody?"',
        "There are those that would welcome a change.",
        "I would welcome him as our guest.",
    ],
)
def test_what_asks_nothing_of_an_officer(text: str) -> None:
    assert not asks_for(text)


@pytest.mark.parametrize(
    "text",
    ["Guess what the gate cost us?", "Are you able to come?", "I would welcome your comments.", "He writes well, but who pays?"],
)
def test_what_sounds_like_it_and_asks(text: str) -> None:
    assert asks_for(text)


@pytest.mark.parametrize(
    "text", ["Thank you for telephoning on the 4th.", "As agreed when we met.", "When you rang I had no pen."]
)
def test_more_words_that_look_back_on_a_talk(text: str) -> None:
    assert talk_day(text, date(2026, 3, 10)) is not None


@pytest.mark.parametrize("text", ["Thank you for the telephone list.", "Ring me when you can.", "Could we talk on the phone?"])
def test_a_talk_to_come_is_none(text: str) -> None:
    assert talk_day(text, date(2026, 3, 10)) is None
