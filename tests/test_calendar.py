from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checker.calendar import arithmetic, count, due, local_day, working_days

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def test_easter_monday_and_the_august_bank_holiday_are_english() -> None:
    assert working_days(date(2026, 4, 2), date(2026, 4, 7)) == 1
    assert working_days(date(2026, 8, 28), date(2026, 9, 1)) == 1


def test_the_august_bank_holiday_falls_earlier_in_scotland() -> None:
    assert working_days(date(2026, 8, 28), date(2026, 9, 1), "SCT") == 2


def test_a_day_on_which_the_authority_was_closed_does_not_count() -> None:
    assert working_days(date(2026, 3, 2), date(2026, 3, 4), closed={date(2026, 3, 3)}) == 1


def test_a_letter_late_in_a_summer_evening_arrives_on_the_british_day() -> None:
    assert local_day(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)


def test_the_sums_name_the_holidays_that_did_not_count() -> None:
    assert "25 December (Christmas Day)" in arithmetic(date(2025, 12, 23), date(2025, 12, 30))


@given(days, st.integers(1, 30))
def test_the_last_day_in_time_is_that_many_working_days_on(day: date, allowed: int) -> None:
    last = due(day, allowed)

    assert working_days(day, last) == allowed
    assert working_days(day, last - timedelta(days=1)) == allowed - 1


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)

    assert working_days(day, middle) + working_days(middle, end) == working_days(day, end)


@given(days, st.integers(0, 60))
def test_every_day_is_either_numbered_or_has_a_reason(day: date, length: int) -> None:
    counted = list(count(day, day + timedelta(days=length)))

    assert len(counted) == length
    assert all(bool(one.number) != bool(one.reason) for one in counted)
