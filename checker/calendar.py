"""Working days, as an obligation counts them, with the arithmetic kept so that it can be shown.

None of the protocols defines a working day. It is read here as a day that is neither a Saturday, a Sunday, a bank holiday
of the authority's nation, nor a day on which the authority says it was closed. The day on which a letter arrives does not
count; one that arrives at a weekend or on a holiday counts as arriving then, and the first working day after it is day 1.
Bank holidays come from the ``holidays`` package by subdivision: without one, England loses Easter Monday and the August
bank holiday (Banking and Financial Dealings Act 1971, schedule 1).
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a count: its number among the working days, or 0 and the reason why it does not count."""

    day: date
    number: int
    reason: str = ""


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


def why_closed(day: date, nation: str, closed: Collection[date] = ()) -> str:
    """Why this is no working day, or an empty string when it is one."""
    if day.weekday() >= 5:
        return day.strftime("%A")
    if name := bank_holidays(nation, day.year).get(day):
        return f"bank holiday ({name})"
    return "the authority was closed" if day in closed else ""


def count(after: date, until: date, nation: str = "ENG", closed: Collection[date] = ()) -> Iterator[Day]:
    """Every day after one day up to and including another, numbered as working days.

    >>> [d.number for d in count(date(2026, 4, 2), date(2026, 4, 7))]
    [0, 0, 0, 0, 1]
    """
    number = 0
    day = after + timedelta(days=1)
    while day <= until:
        reason = why_closed(day, nation, closed)
        if not reason:
            number += 1
        yield Day(day, 0 if reason else number, reason)
        day += timedelta(days=1)


def working_days(after: date, until: date, nation: str = "ENG", closed: Collection[date] = ()) -> int:
    """How many working days lie after one day, up to and including another.

    >>> working_days(date(2026, 3, 2), date(2026, 3, 9))
    5
    """
    return sum(1 for day in count(after, until, nation, closed) if day.number)


def due(after: date, days: int, nation: str = "ENG", closed: Collection[date] = ()) -> date:
    """The last day on which something is still in time, that many working days after a day.

    >>> due(date(2026, 4, 2), 5)
    datetime.date(2026, 4, 13)
    """
    day = after
    while days > 0:
        day += timedelta(days=1)
        if not why_closed(day, nation, closed):
            days -= 1
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
    days = list(count(after, until, nation, closed))
    total = sum(1 for day in days if day.number)
    left_out = []
    if any(day.day.weekday() >= 5 for day in days):
        left_out.append("weekends")
    for day in days:
        if day.reason and day.day.weekday() < 5:
            reason = day.reason.removeprefix("bank holiday (").removesuffix(")")
            left_out.append(f"{day.day.day} {day.day:%B} ({reason})")
    counted = f"{total} working {'day' if total == 1 else 'days'} after {written(after)}"
    return f"{counted}; not counted: {', '.join(left_out)}" if left_out else counted
