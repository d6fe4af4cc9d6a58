"""How long an officer has for a letter: from which day the working days are counted, and which is the last.

A letter counts as received on the day it came, and that day is day 0. Where the protocol's clock runs only while the office is
open (``received_out_of_hours = "next-working-day"``), what comes after closing time, at a weekend or on a holiday is received
on the next working day. What comes on a weekend after the last day comes before another working day has begun, and is in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checker.calendar import arithmetic, due, local_day, received, working_days, written
from checker.domain import Case, Rule


@dataclass(frozen=True, slots=True)
class Clock:
    """The time allowed for one letter: ``last`` is its last working day, ``until`` the last day that is still in time.

    ``moved`` says why ``arrived`` is not the day on which the letter came; it is empty if it is.
    """

    arrived: date
    moved: str
    allowed: int
    last: date
    until: date
    case: Case

    def has(self, moment: datetime | None) -> bool:
        """Whether a moment lies within the time."""
        return moment is not None and local_day(moment) <= self.until

    def used(self, until: date) -> int:
        """How many working days had gone by on a day."""
        return working_days(self.arrived, until, self.case.nation, self.case.closed)

    def sums(self, until: date) -> str:
        """The count up to a day in words, with the days that did not count."""
        return arithmetic(self.arrived, until, self.case.nation, self.case.closed)

    @property
    def limit(self) -> str:
        """The sentences that name the time allowed, its last day, and a receipt that was not the day of the letter."""
        moved = f" The letter counts as received on {written(self.arrived)}, for {self.moved}." if self.moved else ""
        return f"the protocol allows {self.allowed}. The last day in time was {written(self.last)}.{moved}"

    @property
    def has_run_out(self) -> bool:
        """Whether the export was made after the time had run out: what is not in it by then is missing."""
        return self.case.end is not None and self.case.end > self.until


def clock(case: Case, rule: Rule, came: datetime, allowed: int) -> Clock:
    """The time for a letter that came at this moment, so many working days being allowed."""
    arrived, moved = local_day(came), ""
    if rule.limits.get("received_out_of_hours") == "next-working-day":
        arrived, moved = received(came, case.hours, case.nation, case.closed)
    last = due(arrived, allowed, case.nation, case.closed)
    until = due(arrived, allowed + 1, case.nation, case.closed) - timedelta(days=1)
    return Clock(arrived, moved, allowed, last, until, case)
