"""Dates of mail."""

from __future__ import annotations

import email.utils
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.dates import _date_of_words, date


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Tue, 3 Mar 2026 10:30:00 +0100", "2026-03-03T10:30:00+01:00"),
        ("3 Mar 2026 10:30 GMT", "2026-03-03T10:30:00+00:00"),
        ("Wed, 8 Jul 2026 09:05:00 BST", "2026-07-08T09:05:00+01:00"),
        ("Tue, 03 Mar 2026 10:30:00 -0500 (EST)", "2026-03-03T10:30:00-05:00"),
        ("Tue, 3 Mar 2026 10 : 30 : 00 +0000", "2026-03-03T10:30:00+00:00"),
        ("Tue Mar  3 10:30:00 2026", "2026-03-03T10:30:00+00:00"),
        ("Tuesday, March 3, 2026 4:05 PM", "2026-03-03T16:05:00+00:00"),
        ("3-Mar-2026 10:30:00 +0000", "2026-03-03T10:30:00+00:00"),
        ("2026-03-03T10:30:00Z", "2026-03-03T10:30:00+00:00"),
        ("2026-07-03 10:30", "2026-07-03T10:30:00+01:00"),
        ("21 Nov 97 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
        ("3 Mar 26 10:30:00 +0000", "2026-03-03T10:30:00+00:00"),
        ("Thu, 22 Aug 0102 12:07:35 +0800", "2002-08-22T12:07:35+08:00"),
        ("Tue, 3 Mar 2026 10:30:60 +0000", "2026-03-03T10:30:59+00:00"),
    ],
)
def test_a_date_is_read_as_its_writer_meant_it(line, moment):
    assert date(line).isoformat() == moment


@pytest.mark.parametrize("zone", ["", "+9900", "XYZ", "(comment)"])
def test_without_a_zone_that_there_is_it_is_the_time_of_london(zone):
    assert date(f"Fri, 3 Jul 2026 10:30:00 {zone}").isoformat() == "2026-07-03T10:30:00+01:00"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "yesterday",
        "Mo, 3 März 2026 10:30:00 +0100",
        "32 Mar 2026 10:30:00",
        "3 Mar 2026",
        "Tue, 3 Mar 2026 25:00:00",
        "3 Mar 1 1:1",
    ],
)
def test_what_names_no_moment_is_none(line):
    assert date(line) is None


@given(st.text(alphabet="0123456789:+-., ()/TZAMapmronthdecjanGMTBST²٣", max_size=60))
def test_any_line_is_borne_and_a_moment_has_its_zone(line):
    moment = date(line)

    assert moment is None or moment.utcoffset() is not None
    assert moment is None or moment - timedelta(days=1) < moment.astimezone(timezone(timedelta(hours=14)))


ZONES = st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2100-01-01"), timezones=ZONES)


@given(MOMENTS)
def test_a_date_that_is_written_correctly_comes_back(moment):
    assert date(email.utils.format_datetime(moment)) == moment.replace(microsecond=0)


def written(form: str, numbers: tuple[int, ...], zone: str) -> str:
    return form.format(*numbers) + zone


USUAL = st.builds(
    written,
    st.sampled_from(
        ["Tue, {0} Mar {1} {2:02}:{3:02}:{4:02}", "{0:02} Feb {1} {2:02}:{3:02}:{4:02}", "Mar, {0} Foo {1} {2}:{3}:{4}"]
    ),
    st.tuples(st.integers(0, 40), st.integers(0, 3200), st.integers(0, 30), st.integers(0, 70), st.integers(0, 70)),
    st.sampled_from(
        ["", " +0000", " -0000", " GMT", " +0130", " -1459", " +1530", " +0199", " -0800 (PST)", " GMT (BST)", " PST", " PM"]
    ),
)


@given(USUAL)
def test_a_date_in_the_usual_form_is_the_one_that_its_words_name(line):
    assert repr(date(line)) == repr(_date_of_words(line))
