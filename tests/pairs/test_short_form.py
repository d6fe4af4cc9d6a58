"""The short form in which acts are told (``checker/detectors/examples.py``), where the rows lean on it."""

from __future__ import annotations

from datetime import date, time

import pytest

from checker.detectors.examples import CAST, case_of, mail
from checker.people import roster

TWO = """
2026-03-02 member -> clerk: May an officer come to our meeting?
2026-03-03 clerk -> member: Certainly.

    Edmund Hale

2026-03-04 23:40 clerk -> leader, bcc leader2 forwards 1 attaching note.pdf, letter.eml (A notice): For your information.
"""


def test_a_blank_line_before_a_message_begins_another_conversation() -> None:
    first, second = mail(TWO).conversations

    assert [len(first.messages), len(second.messages)] == [2, 1]
    assert first.messages[1].text == "Certainly.\n\nEdmund Hale"
    assert second.messages[0].answers == ()
    assert "May an officer come" in second.messages[0].text


def test_messages_bear_their_files_and_their_time_of_day() -> None:
    *_, notice = mail(TWO).messages

    assert [(file.name, file.type) for file in notice.attachments] == [
        ("note.pdf", "application/octet-stream"),
        ("letter.eml", "message/rfc822"),
    ]
    assert notice.date is not None
    assert notice.date.time() == time(23, 40)
    assert notice.subject == "Fw: A notice"


def test_office_hours_and_the_day_of_the_export_are_the_cases() -> None:
    case = case_of({"mail": TWO, "hours": "09:00-17:30", "end": "2026-03-31"})

    assert case.hours == (time(9), time(17, 30))
    assert case.end == date(2026, 3, 31)


def test_no_two_of_the_cast_can_be_taken_for_each_other() -> None:
    people = roster(CAST.values())

    assert len(people.by_email) == len(people.by_name) == len(CAST)
    assert len({person.name.split()[-1] for person in CAST.values()}) == len(CAST)


def test_a_line_that_is_not_in_the_form_is_named() -> None:
    with pytest.raises(ValueError, match="Not a line of an example: 'Monday"):
        mail("Monday member to officer: When?")
