"""Working days, as an obligation counts them, with the arithmetic kept so that it can be shown.

None of the protocols defines a working day. It is read here as a day that is neither a Saturday, a Sunday, a bank holiday
of the authority's nation, nor a day on which the authority says it was closed. The day on which a letter arrives does not
count; one that arrives at a weekend or on a holiday counts as arriving then, and the first working day after it is day 1. A
protocol whose clock starts only when the office is open says so (``received``).
Bank holidays come from the ``holidays`` package by subdivision: without one, England loses Easter Monday and the August
bank holiday (Banking and Financial Dealings Act 1971, schedule 1).
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")

# So many days that did not count are named in a sentence; a year without an answer has more.
_NAMED = 8


WORKING, WEEKEND, HOLIDAY, CLOSED = "working", "weekend", "holiday", "closed"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a count: its kind (working, weekend, holiday, closed) and how many working days there are up to it.

    ``name`` says why a day that is no working day is none: ``Saturday``, ``Good Friday``; empty for a working day.
    """

    day: date
    kind: str
    count: int
    name: str = ""


@functools.cache
def bank_holidays(nation: str, year: int) -> dict[date, str]:
    """The bank holidays of ENG, WLS, SCT or NIR in one year, with their names.

    >>> from datetime import date
    >>> date(2026, 4, 6) in bank_holidays("ENG", 2026)
    True
    """
    return {day: str(name) for day, name in holidays.country_holidays("GB", subdiv=nation, years=year).items()}


def local_day(moment: datetime) -> date:
    """The calendar day on which something happened in the United Kingdom."""
    return moment.astimezone(LONDON).date()


def kind_of(day: date, nation: str = "ENG", closed: Collection[date] = ()) -> tuple[str, str]:
    """What a day is, and the name of what it is if it is no working day.

    >>> kind_of(date(2026, 4, 3)), kind_of(date(2026, 4, 2))
    (('holiday', 'Good Friday'), ('working', ''))
    """
    if day.weekday() >= 5:
        return WEEKEND, f"{day:%A}"
    if name := bank_holidays(nation, day.year).get(day):
        return HOLIDAY, name
    return (CLOSED, "the authority was closed") if day in closed else (WORKING, "")


def days(after: date, until: date, nation: str = "ENG", closed: Collection[date] = ()) -> tuple[Day, ...]:
    """Every day after one day up to and including another, with the running count of working days.

    >>> [(d.kind, d.count) for d in days(date(2026, 4, 1), date(2026, 4, 4))]
    [('working', 1), ('holiday', 1), ('weekend', 1)]
    """
    counted = []
    total = 0
    for number in range(1, (until - after).days + 1):
        day = after + timedelta(days=number)
        kind, name = kind_of(day, nation, closed)
        total += kind == WORKING
        counted.append(Day(day, kind, total, name))
    return tuple(counted)


def _closures(after: date, until: date, nation: str, closed: Collection[date]) -> list[tuple[date, str]]:
    """The days from Monday to Friday that did not count, after one day up to and including another, with their names."""
    shut = dict.fromkeys(closed, "the authority was closed")
    for year in range(after.year, until.year + 1):
        shut |= bank_holidays(nation, year)
    return sorted((day, name) for day, name in shut.items() if after < day <= until and day.weekday() < 5)


def working_days(after: date, until: date, nation: str = "ENG", closed: Collection[date] = ()) -> int:
    """How many working days lie after one day, up to and including another; a long time costs no more than a short one.

    >>> working_days(date(2026, 3, 2), date(2026, 3, 9))
    5
    """
    weeks, rest = divmod(max(0, (until - after).days), 7)
    weekdays = 5 * weeks + sum((after.weekday() + 1 + number) % 7 < 5 for number in range(rest))
    return weekdays - len(_closures(after, until, nation, closed))


def next_working_day(after: date, nation: str = "ENG", closed: Collection[date] = ()) -> date:
    """The first working day after a day.

    >>> next_working_day(date(2026, 4, 2))
    datetime.date(2026, 4, 7)
    """
    return due(after, 1, nation, closed)


def received(
    moment: datetime, hours: tuple[time, time] | None, nation: str = "ENG", closed: Collection[date] = ()
) -> tuple[date, str]:
    """The day on which a letter counts as received where the office has to be open for that, and why it is not the day it came.

    What comes after the office has closed, or on a day when it did not open, is received on the next working day. Without office
    hours only the days are looked at.

    >>> received(datetime(2026, 3, 6, 18, 30, tzinfo=LONDON), (time(9), time(17, 30)))
    (datetime.date(2026, 3, 9), 'it came at 18:30 on Friday 6 March 2026, after the office had closed')
    """
    came = moment.astimezone(LONDON)
    day = came.date()
    kind, name = kind_of(day, nation, closed)
    if kind != WORKING:
        why = f"it came on {written(day)}, " + ("a day on which the authority was closed" if kind == CLOSED else f"a {kind}")
        return next_working_day(day, nation, closed), why if kind != HOLIDAY else f"{why} ({name})"
    if hours is not None and came.time() > hours[1]:
        return next_working_day(day, nation, closed), f"it came at {came:%H:%M} on {written(day)}, after the office had closed"
    return day, ""


def due(after: date, allowed: int, nation: str = "ENG", closed: Collection[date] = ()) -> date:
    """The last day on which something is still in time, that many working days after a day.

    >>> due(date(2026, 4, 2), 5)
    datetime.date(2026, 4, 13)
    """
    day = after
    while allowed > 0:
        day += timedelta(days=1)
        if kind_of(day, nation, closed)[0] == WORKING:
            allowed -= 1
    return day


def written(day: date) -> str:
    """A day as it is written in a letter.

    >>> written(date(2026, 3, 2))
    'Monday 2 March 2026'
    """
    return f"{day:%A} {day.day} {day:%B %Y}"


def arithmetic(after: date, until: date, nation: str = "ENG", closed: Collection[date] = ()) -> str:
    """The count in words: how many working days, and which weekdays in between did not count.

    >>> arithmetic(date(2026, 4, 2), date(2026, 4, 8))
    '2 working days after Thursday 2 April 2026; not counted: weekends, 3 April (Good Friday), 6 April (Easter Monday)'
    """
    total = working_days(after, until, nation, closed)
    counted = (until - after).days
    first = (after.weekday() + 1) % 7
    has_weekend = counted > 0 and first + min(counted, 7) - 1 >= 5
    left_out = ["weekends"] if has_weekend else []
    shut = _closures(after, until, nation, closed)
    left_out += [f"{day.day} {day:%B} ({name})" for day, name in shut[:_NAMED]]
    if len(shut) > _NAMED:
        left_out.append(f"{len(shut) - _NAMED} more days")
    sums = f"{total} working {'day' if total == 1 else 'days'} after {written(after)}"
    return f"{sums}; not counted: {', '.join(left_out)}" if left_out else sums


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WRITTEN = re.compile(rf"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (\d{{1,2}}) ({'|'.join(_MONTHS)}) ([12]\d{{3}})\b")


def days_written(text: str) -> tuple[date, ...]:
    """The days that a text tells in the form of ``written``, in its order.

    >>> days_written("The answer of Monday 16 March 2026 came 10 working days after Monday 2 March 2026.")
    (datetime.date(2026, 3, 16), datetime.date(2026, 3, 2))
    """
    found = []
    for day, month, year in _WRITTEN.findall(text):
        with contextlib.suppress(ValueError):  # 31 June
            found.append(date(int(year), _MONTHS.index(month) + 1, int(day)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Count:
    """The days of a count as a sentence tells it: the day it starts after, the one it goes up to, and the last day in time."""

    after: date
    until: date
    last: date | None = None


def count_told(sentence: str) -> Count | None:
    """The count that the ``why`` of a finding tells in the words of ``arithmetic``, None if it tells none.

    >>> count_told("The answer of Monday 16 March 2026 came 10 working days after Monday 2 March 2026.").after
    datetime.date(2026, 3, 2)
    """
    told = re.split(r"\bworking days? after ", sentence, maxsplit=1)
    if len(told) < 2:
        return None
    before, behind = days_written(told[0]), days_written(told[1])
    if not before or not behind or before[0] < behind[0]:
        return None
    last = days_written(told[1].partition("last day in time was ")[2])
    return Count(behind[0], before[0], last[0] if last else None)
