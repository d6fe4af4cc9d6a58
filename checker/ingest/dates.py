"""Dates of mail as programs write them (RFC 5322, 3.3 and 4.3), and as they write them wrongly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

# What a date without a zone means: an authority in the United Kingdom keeps its own time.
_HOME = "Europe/London"

_MONTHS = {name: number for number, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
# Minutes east of Greenwich. BST is British Summer Time; RFC 5322, 4.3 lists the American ones. What is not here is unknown.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "cet": 60, "met": 60, "west": 60, "cest": 120, "mest": 120,
    "eet": 120, "sast": 120, "eest": 180, "msk": 180, "hkt": 480, "jst": 540, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780, "ast": -240, "adt": -180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420,
}  # fmt: skip

# As nearly all mail has it (RFC 5322, 3.3).
_USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(0?[1-9]|[123]\d) ([A-Z][a-z]{2}) ([12]\d{3}) (\d\d):(\d\d):(\d\d)"
    r"(?: ([+-]\d{4}|GMT)(?: \([A-Z]{1,5}\))?)?",
    re.ASCII,
)
_COMMENT = re.compile(r"\([^()]*+\)")
_SPACED_COLON = re.compile(r" {0,9}: {0,9}")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?(am|pm)?", re.ASCII)
_OFFSET = re.compile(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d\d)", re.ASCII)
_LONGEST = 200


def date(line: str) -> datetime | None:
    """The moment that an unfolded Date field names, always with its zone; None for what names none.

    Without a zone or with an unknown one, it is London's time. ``-0000`` says that the writer's zone is not known, and is
    Greenwich's time all the same (RFC 5322, 3.3).

    >>> date("Tue, 3 Mar 2026 10:30:00 +0100 (CET)").isoformat()
    '2026-03-03T10:30:00+01:00'
    >>> date("3 Jul 26 10:30").isoformat(), date("yesterday")
    ('2026-07-03T10:30:00+01:00', None)
    """
    if (usual := _USUAL.fullmatch(line)) and (number := _MONTHS.get(usual[2].lower())):
        day, _, year, hour, minute, second, zone = usual.groups()
        return _moment(int(year), number, int(day), (int(hour), int(minute), int(second)), _zone(zone or ""))
    return _date_of_words(line)


def _date_of_words(line: str) -> datetime | None:
    """The moment that a line names word by word, in whatever order and form."""
    line = _SPACED_COLON.sub(":", _COMMENT.sub(" ", line[:_LONGEST]))
    if iso := _ISO.search(line):
        parts = [int(part or 0) for part in iso.groups()[:6]]
        return _moment(parts[0], parts[1], parts[2], (parts[3], parts[4], parts[5]), _zone(iso[7] or ""))
    day = year = month = 0
    time: tuple[int, int, int] | None = None
    zone: tzinfo | None = None
    for word in line.lower().replace(",", " ").replace(";", " ").split():
        if found := _TIME.fullmatch(word):
            time = time or _time(found)
        elif word in ("am", "pm") and time is not None:
            time = _twelve_hours(time, word)
        elif word.isdecimal() and word.isascii() and len(word) <= 4:
            if len(word) <= 2 and not day:
                day = int(word)
            elif not year:
                year = _year(word)
        elif "-" in word and (parts_of := word.split("-"))[0].isdecimal() and len(parts_of) == 3:
            day, month, year = _hyphened(parts_of)
        elif not month and word.strip(".")[:3] in _MONTHS:
            month = _MONTHS[word[:3]]
        elif zone is None and time is not None:
            zone = _zone(word)
    if time is None or not month:
        return None
    return _moment(year, month, day, time, zone)


def _moment(year: int, month: int, day: int, time: tuple[int, int, int], zone: tzinfo | None) -> datetime | None:
    if not 1900 <= year <= 2999:  # no mail is older; far from the ends of the calendar, arithmetic cannot fail
        return None
    hour, minute, second = time
    try:
        # A minute of 61 seconds ends with 59 here, as elsewhere in computing.
        return datetime(year, month, day, hour, minute, min(second, 59 if second == 60 else second), tzinfo=zone or _home())
    except ValueError:
        return None


@cache
def _home() -> ZoneInfo:
    return ZoneInfo(_HOME)


def _time(found: re.Match[str]) -> tuple[int, int, int]:
    time = int(found[1]), int(found[2]), int(found[3] or 0)
    return _twelve_hours(time, found[4]) if found[4] else time


def _twelve_hours(time: tuple[int, int, int], half: str) -> tuple[int, int, int]:
    return (time[0] % 12 + (12 if half == "pm" else 0) if time[0] <= 12 else time[0]), time[1], time[2]


def _year(word: str) -> int:
    # RFC 5322, 4.3: of two digits, those under 50 are of this century; three digits count from 1900. Programs of the year
    # 2000 fill up to four with noughts: 0102 is 2002, and 0001 is 2001.
    year = int(word)
    if year >= 1000:
        return year
    return year + (2000 if year < 50 else 1900)


def _hyphened(parts: list[str]) -> tuple[int, int, int]:
    """Day, month and year of ``3-Mar-2026``, as old servers write them; noughts for anything else."""
    day, month, year = parts
    is_date = day.isascii() and len(day) <= 2 and year.isascii() and year.isdecimal() and len(year) in (2, 4)
    return (int(day), _MONTHS.get(month[:3], 0), _year(year)) if is_date else (0, 0, 0)


@lru_cache(maxsize=256)
def _zone(word: str) -> tzinfo | None:
    """The zone that a word names; None for none, and for one that there cannot be."""
    word = word.lower()
    if word in _ZONES:
        return timezone(timedelta(minutes=_ZONES[word]))
    offset = _OFFSET.fullmatch(word)
    if offset is None:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3])
    if minutes > 14 * 60 or int(offset[3]) > 59:  # the world ends at UTC+14
        return None
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
