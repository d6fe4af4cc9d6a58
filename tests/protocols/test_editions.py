"""Editions: which is in force on a day, and that a message is judged by that of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.detectors.examples import mail
from checker.domain import CheckerError, Protocol
from checker.pipeline import check, check_editions
from checker.protocols.editions import by_edition, in_force, in_order, is_in_force
from checker.protocols.packs import read_pack

HERE = Path(__file__).parent
PACK = (HERE / "dene.toml").read_text(encoding="utf-8")


def _edition(start: str, end: str, days: int = 10, name: str = "first edition") -> Protocol:
    text = PACK.replace("in_force_from = 2024-04-01\n", f"in_force_from = {start}\n" if start else "")
    text = text.replace("in_force_to = 2026-03-31\n", f"in_force_to = {end}\n" if end else "")
    text = text.replace("reply_working_days = 10", f"reply_working_days = {days}").replace("first edition", name)
    return read_pack(text.encode(), "dene.toml", behaviours())


OLD = _edition("2024-04-01", "2026-03-31", 10)
NEW = _edition("2026-04-01", "", 3, "second edition")


def test_the_edition_of_a_day_is_the_one_in_force_on_it() -> None:
    assert in_force([NEW, OLD], date(2026, 3, 31)) is OLD
    assert in_force([NEW, OLD], date(2026, 4, 1)) is NEW
    assert in_force([_edition("", "")], date(1066, 10, 14)).in_force_from is None


def test_a_day_before_every_edition_is_a_fault_that_names_those_there_are() -> None:
    with pytest.raises(CheckerError) as caught:
        in_force([NEW, OLD], date(2024, 3, 31))

    assert str(caught.value) == (
        "On 2024-03-31 no edition that was given is in force; given: "
        "dene, first edition: 2024-04-01 to 2026-03-31; dene, second edition: from 2026-04-01."
    )


def test_a_day_in_a_gap_between_editions_is_a_fault() -> None:
    with pytest.raises(CheckerError, match="On 2026-03-31 no edition"):
        in_force([_edition("2024-04-01", "2026-03-30"), NEW], date(2026, 3, 31))


def test_editions_that_overlap_are_a_fault() -> None:
    late = replace(OLD, in_force_to=date(2026, 4, 1))

    with pytest.raises(CheckerError, match="On 2026-04-01 2 editions are in force"):
        in_force([late, NEW], date(2026, 4, 1))
    with pytest.raises(CheckerError, match=r"Two editions are in force at once .*end the older one on the day before"):
        in_order([NEW, late])


def test_other_protocols_are_no_editions() -> None:
    with pytest.raises(CheckerError, match="not editions of one protocol but several protocols: dene, mwda"):
        in_order([OLD, replace(NEW, id="mwda")])


@given(st.lists(st.none() | st.dates(date(2023, 1, 1), date(2028, 1, 1)), max_size=20))
def test_everything_goes_to_the_edition_of_its_day_or_is_named(days: list[date | None]) -> None:
    groups, uncovered = by_edition([NEW, OLD], days, lambda day: day)

    assert [protocol for protocol, _ in groups] == [OLD, NEW]
    assert sorted(map(str, [day for _, group in groups for day in group] + uncovered)) == sorted(map(str, days))
    for protocol, group in groups:
        assert all(is_in_force(protocol, day) for day in group if day)
    assert all(day and day < date(2024, 4, 1) for day in uncovered)


def _late(*days: str) -> list[tuple[str, str]]:
    case = mail("\n".join(days), end="2026-06-30")
    return [(finding.document, finding.why) for finding in check_editions(case, [NEW, OLD])]


def test_a_letter_has_the_time_that_was_given_when_it_came() -> None:
    letter = "2026-03-30 member -> officer: When will the depot in Mill Lane open?"

    # The eighth working day: in time by the old edition, late by the new.
    assert _late(letter, "2026-04-13 officer -> member: It opens in the first week of May.") == []
    assert len(_late(letter.replace("03-30", "04-01"), "2026-04-15 officer -> member: It opens in the first week of May.")) == 1


def test_one_edition_alone_gives_what_a_check_gives() -> None:
    case = mail("2026-05-04 member -> officer: When will the depot open?\n2026-06-01 officer -> member: It opens in July.")

    assert list(check_editions(case, [NEW])) == list(check(case, NEW)) != []


def test_what_no_edition_covers_is_judged_by_none() -> None:
    assert _late("2020-03-02 member -> officer: When will it open?", "2020-06-01 officer -> member: It opens in July.") == []
