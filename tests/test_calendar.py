from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checker.calendar import arithmetic, count_told, days, days_written, due, kind_of, local_day, received, working_days, written

dates = st.dates(date(2000, 1, 1), date(2040, 12, 31))


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


@given(dates, st.integers(1, 30))
def test_the_last_day_in_time_is_that_many_working_days_on(day: date, allowed: int) -> None:
    last = due(day, allowed)

    assert working_days(day, last) == allowed
    assert working_days(day, last - timedelta(days=1)) == allowed - 1


@given(dates, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)

    assert working_days(day, middle) + working_days(middle, end) == working_days(day, end)


@given(dates, st.integers(0, 60))
def test_every_day_is_told_with_its_kind_and_the_count_so_far(day: date, length: int) -> None:
    counted = days(day, day + timedelta(days=length))

    assert [one.day for one in counted] == [day + timedelta(days=number) for number in range(1, length + 1)]
    assert all((one.kind == "working") != bool(one.name) for one in counted)
    assert [one.count for one in counted] == [working_days(day, one.day) for one in counted]


def test_closing_days_are_told_as_such_and_holidays_by_their_names() -> None:
    counted = days(date(2026, 4, 1), date(2026, 4, 4), closed={date(2026, 4, 2)})

    assert [(one.kind, one.name) for one in counted] == [
        ("closed", "the authority was closed"),
        ("holiday", "Good Friday"),
        ("weekend", "Saturday"),
    ]


@given(dates)
def test_what_was_written_is_read(day: date) -> None:
    assert days_written(f"It came on {written(day)}, late.") == (day,)


def test_a_day_that_there_is_not_is_not_read() -> None:
    assert days_written("Monday 31 June 2026") == ()


@given(dates, st.times(), st.sampled_from([None, (time(9), time(17, 30))]))
def test_a_letter_is_received_on_a_working_day_and_never_before_it_came(
    day_sent: date, moment: time, hours: tuple[time, time] | None
) -> None:
    came = datetime.combine(day_sent, moment, UTC)

    day, why = received(came, hours)

    assert kind_of(day)[0] == "working"
    assert day >= local_day(came)
    assert bool(why) == (day != local_day(came))


def test_a_letter_before_the_office_opens_is_received_that_day() -> None:
    assert received(datetime(2026, 3, 2, 6, 0, tzinfo=UTC), (time(9), time(17, 30))) == (date(2026, 3, 2), "")


def test_a_letter_on_a_holiday_is_received_after_it() -> None:
    assert received(datetime(2026, 4, 3, 11, 0, tzinfo=UTC), None) == (
        date(2026, 4, 7),
        "it came on Friday 3 April 2026, a holiday (Good Friday)",
    )


@given(dates, st.integers(0, 30))
def test_weekends_are_named_where_there_are_any(day: date, length: int) -> None:
    until = day + timedelta(days=length)

    assert ("weekends" in arithmetic(day, until)) == any(one.kind == "weekend" for one in days(day, until))


def test_a_long_time_names_some_of_the_days_that_did_not_count() -> None:
    assert arithmetic(date(2020, 1, 1), date(2026, 1, 1)).endswith(" more days")


@given(dates, st.integers(1, 400))
def test_a_count_that_was_told_is_read(day: date, length: int) -> None:
    until, last = day + timedelta(days=length), due(day, 1)
    sentence = f"The answer of {written(until)} came {arithmetic(day, until)}. The last day in time was {written(last)}."

    told = count_told(sentence)

    assert told is not None
    assert (told.after, told.until, told.last) == (day, until, last)


def test_a_sentence_without_a_count_tells_none() -> None:
    assert count_told("It came 3 working days after the meeting.") is None
    assert count_told("It came on Monday 2 March 2026.") is None
