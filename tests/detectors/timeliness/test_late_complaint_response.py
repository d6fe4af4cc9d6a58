"""Of whom a complaint is, and so which clause it is judged by."""

from __future__ import annotations

import pytest

from checker.detectors.examples import mail
from checker.detectors.timeliness.late_complaint_response import detect
from checker.domain import Limit, Rule

LIMITS: dict[str, Limit] = {"complaint_response_working_days": 5, "form": "writing"}


@pytest.mark.parametrize(
    ("complaint", "manner"),
    [
        ("member -> head: I wish to make a formal complaint about Isla Garth.", "officer"),
        ("member -> chief_executive: I wish to make a formal complaint about Sorrel Ivey.", "director"),
        ("officer2 -> director: I wish to make a formal complaint about Cllr Birch.", "member"),
        ("officer2 -> chief_executive: I wish to make a formal complaint about Cllr Orme.", "group-leader"),
        ("officer2 -> chief_executive: I wish to make a formal complaint about the Chair, Cllr Marsh.", "chair"),
        ("officer2 -> director: I wish to make a formal complaint about Cllr Ede.", "member"),
        ("member -> director: I wish to make a formal complaint about a member of your staff.", "officer"),
    ],
)
def test_who_is_complained_of_decides_the_manner(complaint: str, manner: str) -> None:
    _, _, words = complaint.partition(" -> ")
    officer = words.partition(":")[0]
    text = f"2026-02-02 {officer} -> member, officer2: Here are the minutes.\n\n2026-03-02 {complaint}"

    (evidence,) = detect(mail(text, end="2026-03-31"), Rule("late-complaint-response", ("example/1",), LIMITS))

    assert evidence.manner == f"none-{manner}"


@pytest.mark.parametrize(
    "complaint",
    [
        "officer2 -> director: I wish to make a formal complaint about Rowan Firth.",  # a grievance among staff
        "member -> director: I wish to make a formal complaint about Cllr Birch.",  # Members among themselves
        "member -> director: I wish to make a formal complaint about Rosa Yarrow.",  # the Chief Executive: the law's own way
        "outsider -> director: I wish to make a formal complaint about Rowan Firth.",
        "member -> director: A resident wants to make a formal complaint about Rowan Firth.",
    ],
)
def test_other_complaints_are_other_matters(complaint: str) -> None:
    text = f"2026-02-02 director -> member: Here are the minutes.\n\n2026-03-02 {complaint}"

    assert list(detect(mail(text, end="2026-03-31"), Rule("late-complaint-response", ("example/1",), LIMITS))) == []


def test_a_complaint_is_counted_from_when_it_was_handed_on() -> None:
    text = """
2026-03-02 member -> head: I wish to make a formal complaint about Isla Garth.
2026-03-04 head -> director forwards 1: For you.
2026-03-12 director -> member: I have your complaint.
"""

    (evidence,) = detect(mail(text), Rule("late-complaint-response", ("example/1",), LIMITS))

    assert "6 working days after Wednesday 4 March 2026" in evidence.why
