"""What the sheet's examples cannot say: which excuse is reported, in which words, and to whom a silence is put."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checker.calendar import count_told
from checker.detectors.examples import CAST, mail
from checker.detectors.timeliness.late_reply import detect
from checker.domain import CC, Evidence, Limit, Message, Person, Recipient, Rule

ALLOWED: dict[str, Limit] = {
    "reply_working_days": 10,
    "holding_reply": "allowed",
    "holding_reply_reasons": "required",
    "holding_reply_latest_working_days": 4,
}
ASKED = "2026-03-02 member -> officer: What did the odour survey find?\n"
ANSWERED = "\n2026-03-24 officer -> member: It found nothing above the permit level at any of the nine points."


def found(text: str, limits: dict[str, Limit], **beside: str) -> list[Evidence]:
    return list(detect(mail(text, **beside), Rule("late-reply", ("example/1",), limits)))


@pytest.mark.parametrize(
    ("holding", "fault"),
    [
        ("2026-03-04 officer -> member: I shall write again.", "a message that gives no reasons"),
        (
            "2026-03-12 officer -> member: I shall write again, because the laboratory is late.",
            "a message that came after 4 working days",
        ),
        ("2026-03-12 officer -> member: I shall write again.", "a message that gives no reasons and came after 4 working days"),
    ],
)
def test_a_holding_reply_that_does_not_excuse_is_reported_with_what_it_lacks(holding: str, fault: str) -> None:
    (evidence,) = found(ASKED + holding + ANSWERED, ALLOWED)

    (excuse,) = [excuse for excuse in evidence.excuses if excuse.excuse == "holding reply"]
    assert excuse.found
    assert excuse.why.endswith(fault)


def test_where_holding_replies_are_not_known_that_is_said() -> None:
    holding = "2026-03-04 officer -> member: I shall write again, because the laboratory is late."

    (evidence,) = found(ASKED + holding + ANSWERED, {"reply_working_days": 5})

    assert "does not count a holding reply as an answer" in " ".join(excuse.why for excuse in evidence.excuses)


def test_a_receipt_that_is_not_the_day_of_the_letter_is_told() -> None:
    limits: dict[str, Limit] = {"reply_working_days": 5, "received_out_of_hours": "next-working-day"}
    text = "2026-03-06 18:30 member -> officer: When will the depot open?\n2026-03-23 officer -> member: In May."

    (evidence,) = found(text, limits, hours="09:00-17:30")

    assert "came 10 working days after Monday 9 March 2026" in evidence.why
    assert "it came at 18:30 on Friday 6 March 2026, after the office had closed" in evidence.why


def test_without_any_mail_of_the_officers_a_silence_is_only_one_to_look_at() -> None:
    (evidence,) = found(ASKED, {"reply_working_days": 5}, end="2026-03-31")

    assert evidence.manner == "no-answer-unseen-mailbox"
    assert evidence.confidence < 0.7


def test_a_silence_is_put_to_the_officer_whose_mail_the_export_holds() -> None:
    text = """
2026-02-02 officer2 -> member: The minutes are on the website.

2026-03-02 member -> officer, officer2: What did the odour survey find?
"""

    (evidence,) = found(text, {"reply_working_days": 5}, end="2026-03-31")

    assert evidence.actor == CAST["officer2"]


def test_an_automatic_reply_is_told_and_excuses_nothing() -> None:
    text = f"2026-02-02 officer -> member: The minutes.\n\n{ASKED}2026-03-02 12:01 officer -> member: I am out of the office."

    (evidence,) = found(text, {"reply_working_days": 5}, end="2026-03-31")

    (excuse,) = [excuse for excuse in evidence.excuses if excuse.excuse == "the officer was away"]
    assert excuse.found
    assert evidence.manner == "no-answer"


def test_the_account_of_the_days_can_be_read_back() -> None:
    (evidence,) = found(ASKED + ANSWERED.strip(), {"reply_working_days": 5})

    told = count_told(evidence.why)
    assert told is not None
    assert (told.after, told.until, told.last) == (date(2026, 3, 2), date(2026, 3, 24), date(2026, 3, 9))


def test_a_long_conversation_is_read_once() -> None:
    """A thousand letters of one Member that nobody answers are one letter and its reminders."""
    lines = [f"2026-03-02 {n // 60:02d}:{n % 60:02d} member -> officer: When will the depot open?" for n in range(1000)]

    seen = found("\n".join(lines), {"reply_working_days": 5}, end="2026-03-31")

    assert len(seen) == 1


def test_what_is_answered_over_the_list_that_it_went_to_is_answered() -> None:
    case = mail(ASKED + "2026-03-03 officer -> member2: In May.", end="2026-03-31")
    on_list = Recipient(Person("dene@lists.dene.example"), CC, "Cc")

    def over_the_list(message: Message) -> Message:
        return replace(message, recipients=(*message.recipients, on_list))

    (conversation,) = case.conversations
    listed = replace(case, conversations=(replace(conversation, messages=tuple(map(over_the_list, conversation.messages))),))
    rule = Rule("late-reply", ("example/1",), {"reply_working_days": 5})

    assert list(detect(case, rule))
    assert not list(detect(listed, rule))


def test_what_is_sent_out_in_bulk_needs_no_answer() -> None:
    letter, foot = "2026-03-02 member -> officer: What is on in May? ", "To unsubscribe, click here."
    limits: dict[str, Limit] = {"reply_working_days": 5}

    assert not found(letter + foot, limits, end="2026-03-31")
    assert found(f"{letter}The newsletter says that one may unsubscribe.", limits, end="2026-03-31")
