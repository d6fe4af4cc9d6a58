"""When an office is closed, and whom the clauses bind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from checker.detectors import detector
from checker.detectors.examples import mail
from checker.domain import Case, Evidence, Rule

OFFICE = "09:00-17:30"


def found(case: Case, *bound: str, **limits: tuple[str, ...]) -> list[Evidence]:
    terms = tuple(MappingProxyType({"clause_addressee": who, "clause_kind": "expectation"}) for who in bound)
    return list(
        detector("out-of-hours-contact")(case, Rule("out-of-hours-contact", ("x/1",), MappingProxyType(limits), terms=terms))
    )


@pytest.mark.parametrize(
    ("moment", "is_closed"),
    [
        ("2026-03-02 09:00", False),
        ("2026-03-02 17:29", False),
        ("2026-03-02 17:34", False),  # clocks differ
        ("2026-03-02 18:00", True),
        ("2026-03-02 08:30", True),
        ("2026-02-28 12:00", True),  # a Saturday
        ("2026-05-04 12:00", True),  # the early May bank holiday
    ],
)
def test_the_office_is_open_in_its_hours_on_working_days(moment: str, *, is_closed: bool) -> None:
    case = mail(f"{moment} member -> officer: The table on page 2 has last year's heading.", hours=OFFICE)

    assert bool(found(case)) == is_closed


def test_a_holiday_is_the_nations_own() -> None:
    case = mail("2026-08-03 12:00 member -> officer: The table on page 2 has last year's heading.", hours=OFFICE)

    assert not found(case)
    assert found(replace(case, nation="SCT"))


def test_a_day_on_which_the_authority_was_closed_is_outside() -> None:
    case = mail("2026-03-03 12:00 member -> officer: The table on page 2 has last year's heading.", hours=OFFICE)

    assert found(replace(case, closed=frozenset({date(2026, 3, 3)})))


def test_a_clause_that_binds_members_alone_leaves_officers() -> None:
    by_officer = mail("2026-03-02 23:00 officer -> member: The minutes are attached.", hours=OFFICE)
    by_member = mail("2026-03-02 23:00 member -> officer: The minutes are wrong on page 2.", hours=OFFICE)

    assert not found(by_officer, "member")
    assert found(by_member, "member")
    assert found(by_officer, "member", "officer")


def test_what_is_important_passes_only_where_the_clause_says_so() -> None:
    case = mail("2026-03-01 12:00 member -> officer: This is most important: the table on page 2 is wrong.", hours=OFFICE)

    assert found(case, "member")
    assert not found(case, "member", exceptions=("important", "urgent"))


def test_the_hour_is_that_of_the_united_kingdom() -> None:
    case = mail("2026-07-01 17:00 member -> officer: The table on page 2 has last year's heading.", hours=OFFICE)

    evidence = found(replace(case, hours=(case.hours[0].replace(hour=8), case.hours[1].replace(hour=16))) if case.hours else case)

    assert evidence[0].why.startswith("Cllr Wren Ashby wrote to Rowan Firth at 17:00 on Wednesday 1 July 2026")
