from __future__ import annotations

import pytest

from checker.domain import Person
from checker.language.posts import holds, is_committee_chair


def officer(position: str, seniority: str = "") -> Person:
    return Person("a@dene.example", "Jo Smith", "officer", position=position, seniority=seniority)


@pytest.mark.parametrize(
    ("position", "post"),
    [
        ("Director", "director"),
        ("Director of Transport and Mobility", "officers-director"),
        ("Deputy Chief Executive and Director of Resources", "director"),
        ("Clerk to the Authority", "clerk"),
        ("Chief Executive and Clerk", "clerk"),
        ("Town Clerk", "town-clerk"),
        ("Monitoring Officer and Solicitor", "monitoring-officer"),
        ("Members' Services Unit", "members-services-unit"),
        ("Members’ Services Unit", "members-services-unit"),
        ("Head of Waste Services", "head-of-service"),
        ("Corporate Governance Manager (Member liaison)", "liaison-officer"),
    ],
)
def test_somebody_holds_a_post(position: str, post: str) -> None:
    assert holds(officer(position), post)


@pytest.mark.parametrize(
    ("position", "post"),
    [
        ("PA to the Director", "director"),
        ("Assistant Director (Contracts)", "director"),
        ("Deputy Chief Executive", "chief-executive"),
        ("Town Clerk", "clerk"),
        ("Committee Clerk", "clerk"),
        ("Clerk to Netherhythe Parish Council, former Clerk", "town-clerk"),
        ("Monitoring Technician", "monitoring-officer"),
        ("", "clerk"),
    ],
)
def test_somebody_does_not_hold_a_post(position: str, post: str) -> None:
    assert not holds(officer(position), post)


def test_a_chief_by_the_roster_is_a_chief_officer_whatever_the_title() -> None:
    assert holds(officer("Chamberlain's Lead", "chief"), "chief-officer")
    assert not holds(officer("Contracts Manager", "senior"), "chief-officer")


@pytest.mark.parametrize(
    ("position", "is_chair"),
    [
        ("Chair of the Waste Committee", True),
        ("Labour Group Leader and Chairman of Planning", True),
        ("Deputy Chair", False),
        ("Vice-Chairman of Planning", False),
        ("Leader of the Labour Group", False),
    ],
)
def test_who_chairs_a_committee(position: str, *, is_chair: bool) -> None:
    assert is_committee_chair(Person("m@dene.example", role="member", position=position)) == is_chair
