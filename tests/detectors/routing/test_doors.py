"""Which door a complaint or request has, where the clauses of one protocol name several."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from checker.detectors import detector
from checker.detectors.examples import mail
from checker.domain import Rule

TERMS: dict[str, tuple[dict[str, Any], ...]] = {  # Any: limits of several kinds
    "misrouted-complaint": (
        {"about": "officer", "route": "officers-director", "exempt": "chief-executive", "clause_addressee": "member"},
        {"about": "officer", "route": "chief-executive", "stage": "after-outcome", "clause_addressee": "member"},
        {"about": "director", "route": "chief-executive", "clause_addressee": "member"},
        {"about": "member", "route": "officers-director", "clause_addressee": "officer"},
        {"about": "group-leader", "route": "chief-executive", "clause_addressee": "officer"},
        {"about": "authority-chair", "route": "chief-executive", "clause_addressee": "officer"},
    ),
    "misrouted-request": (
        {"applies_to": "information-requests", "route": "members-services-unit", "clause_addressee": "member"},
        {"may_commission": "committee-chair-only", "clause_kind": "prohibition", "clause_addressee": "member"},
        {"applies_to": "mps-reports", "route": "policy-lead-officer", "clause_addressee": "member"},
        {"applies_to": "speeches", "route": "director-of-communications", "clause_addressee": "member"},
    ),
}


def manners(behaviour: str, text: str) -> list[str]:
    terms = tuple(MappingProxyType(term) for term in TERMS[behaviour])
    rule = Rule(behaviour, ("example/1",), terms=terms)
    return [evidence.manner for evidence in detector(behaviour)(mail(text), rule)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("member -> director: I wish to make a formal complaint about Rowan Firth.", []),
        ("member -> chief_executive: I wish to make a formal complaint about Rowan Firth.", ["about-officer"]),
        ("member -> chief_executive: I wish to make a formal complaint about Sorrel Ivey.", []),
        ("member -> head: I wish to make a formal complaint about Sorrel Ivey.", ["about-chief"]),
        ("member -> director: I wish to make a formal complaint about the Chief Executive.", []),
        ("officer -> director: This is a formal complaint about Cllr Birch.", []),
        ("officer -> director: This is a formal complaint about Cllr Ferris Orme.", ["about-leader"]),
        ("officer -> director: This is a formal complaint about Cllr Marsh.", ["about-chair"]),
        ("officer -> monitor: This is a formal complaint about Cllr Birch.", ["about-member"]),
        ("officer -> head: I want to complain about a colleague, Isla Garth.", []),
    ],
)
def test_the_door_depends_on_who_complains_of_whom(text: str, found: list[str]) -> None:
    assert manners("misrouted-complaint", f"2026-03-02 {text}") == found


def test_the_chief_executive_hears_a_complaint_once_there_is_an_outcome() -> None:
    letter = "2026-03-02 member -> chief_executive: I am not satisfied with the outcome, and complain again about Rowan Firth."

    assert manners("misrouted-complaint", letter) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chair -> police: Please let the Waste Committee have a written report on fly-tipping in April.", ["mps-reports"]),
        ("chair -> police: Could you write a report on fly-tipping for the Waste Committee's April meeting?", ["mps-reports"]),
        ("member -> officer: Could you write a report on fly-tipping for the Waste Committee's April meeting?", ["commission"]),
        ("chair -> officer: Could you write a report on fly-tipping for the Waste Committee's April meeting?", []),
        ("member -> communications: Could you draft me a speech for the conference?", []),
        ("member -> officer: Could you draft me a speech for my daughter's wedding?", []),
        ("chair -> officer: Please prepare a written report on skips for the Licensing Panel in April.", ["commission"]),
        ("chair -> officer: Please prepare a written report on skips for my committee in April.", []),
        ("authority_chair -> officer: Please prepare a written report on skips for the Licensing Panel in April.", []),
        ("member -> officer, cc chair: Please prepare a written report on skips for the Waste Committee in April.", []),
        ("member -> officer: I am to speak for the Authority at the fair. Could you rough out a few lines?", ["speeches"]),
        ("member -> officer: Could you rough out a few lines for the residents?", []),
        ("officer -> head: Could you send me the tonnages for January?", []),
        ("member -> member2: Could you send me the tonnages for January?", []),
    ],
)
def test_the_door_depends_on_what_is_asked_for(text: str, found: list[str]) -> None:
    assert manners("misrouted-request", f"2026-03-02 {text}") == found


def test_a_complaint_that_reaches_the_right_person_days_later_was_misrouted_first() -> None:
    two = """
2026-03-02 member -> head (Rowan Firth): I wish to make a formal complaint about Rowan Firth.

2026-03-05 member -> director (Complaint): I wish to make a formal complaint about Rowan Firth.
"""

    assert manners("misrouted-complaint", two) == ["about-officer"]


def test_a_complaint_made_to_the_right_person_too_is_well_placed() -> None:
    two = """
2026-03-02 09:00 member -> director (Complaint): I wish to make a formal complaint about Rowan Firth.

2026-03-02 09:30 member -> head (Rowan Firth): For you to know, I am making a formal complaint about Rowan Firth.
"""

    assert manners("misrouted-complaint", two) == []
