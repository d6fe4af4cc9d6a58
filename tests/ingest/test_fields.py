"""Where a header ends, and its fields."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest import fields
from checker.ingest.fields import LONGEST, looks_like_header, parse, read, split


def parts(raw: bytes) -> tuple[bytes, bytes]:
    header, body = split(raw)
    return header, raw[body:]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_a_blank_line_ends_the_header_however_lines_end(end):
    raw = end.join([b"From: a@example.org", b"Subject: depot", b"", b"Dear all", b"", b"Subject: no"])

    header, body = parts(raw)

    assert sorted(parse(header)) == ["from", "subject"]
    assert body == end.join([b"Dear all", b"", b"Subject: no"])


def test_lines_of_two_kinds_may_be_mixed():
    assert parts(b"From: a@example.org\r\nSubject: depot\n\r\nDear all") == (
        b"From: a@example.org\r\nSubject: depot",
        b"Dear all",
    )


@pytest.mark.parametrize(
    "above", [b"From a@example.org Tue Mar  3 10:00:00 2026\n", b">From a@example.org Tue\n", b"\n\n", b"\xef\xbb\xbf", b"\r\n"]
)
def test_what_stands_above_a_header_is_left_out(above):
    assert parts(above + b"Subject: depot\n\nDear all") == (b"Subject: depot", b"Dear all")


def test_a_message_without_a_header_is_all_body():
    assert parts(b"Dear all,\nthe depot opens.\n\nYours") == (b"", b"Dear all,\nthe depot opens.\n\nYours")


def test_an_empty_header_is_one_blank_line():
    header, body = parts(b"\nDear all,\nthe depot opens.\n")

    assert not parse(header)
    assert body.strip() == b"Dear all,\nthe depot opens."


def test_a_body_begins_where_no_field_follows_though_no_blank_line_parts_it():
    assert parts(b"Subject: depot\nDear all,\nnote: it opens.\n\nYours") == (
        b"Subject: depot\n",
        b"Dear all,\nnote: it opens.\n\nYours",
    )


def test_a_line_that_is_no_field_does_not_end_a_header_that_goes_on():
    header, body = parts(b"Subject: a very\nlong line\nFrom: a@example.org\n\nDear all")

    assert sorted(parse(header)) == ["from", "subject"]
    assert body == b"Dear all"


def test_a_field_may_be_folded_and_repeated():
    found = parse(b"Received: one\n\tand more\nreceived : two\nTo:\n a@example.org")

    assert found == {"received": [b"one\n\tand more", b"two"], "to": [b"\n a@example.org"]}


@pytest.mark.parametrize("length", [10, 9_000, 70_000])
def test_the_header_is_the_same_read_alone_or_with_the_message(length):
    raw = b"Subject: depot\nX-Long: " + b"x" * length + b"\n\nDear all\n" + b"y" * 100_000

    assert split(read(io.BytesIO(raw), len(raw)))[0] == split(raw)[0]


def test_no_more_than_so_much_is_taken_for_a_header():
    assert len(split(b"X-Long: " + b"x" * (LONGEST + 10))[0]) == LONGEST


@pytest.mark.parametrize(
    ("text", "is_header"),
    [
        (b"From: a@example.org\nTo: b@example.org\n", True),
        (b"Subject: depot\n\nDear all", True),
        (b"Received: from x\n\tby y\nDate: today\n", True),
        (b"Year: 1963\n\nWhat then?", False),
        (b"Dear all,\nSubject: depot\nFrom: me\n", False),
        (b"Note: this\nVenue: town hall\nSubject: depot\nwords", False),
        (b"", False),
    ],
)
def test_a_header_of_mail_is_told_from_other_text(text, is_header):
    assert looks_like_header(text) == is_header


@given(
    st.lists(st.sampled_from([b"Subject: x", b"From: a", b" y", b"words", b"", b"X-A: b", b"From a b", b"note: c"]), max_size=9)
)
def test_header_and_body_come_from_the_message_in_order(lines):
    raw = b"\n".join(lines)

    header, body = split(raw)

    assert header in raw
    assert raw.find(header) + len(header) <= body <= len(raw)


LINES = st.lists(
    st.sampled_from(
        [b"Subject: x", b"From: a@b", b" y", b"words", b"", b"X-A : b", b"note: c", b"\t", b": z", b"A" * 99 + b": d", b"B:"]
    )
)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r", b"\r\r\n"])


def joined(lines: list[bytes], ends: list[bytes]) -> bytes:
    """Lines with these ends, in turn."""
    return b"".join(line + ends[number % len(ends)] for number, line in enumerate(lines))


@given(LINES, st.lists(ENDS, min_size=1, max_size=3))
def test_a_header_parsed_at_once_is_as_one_parsed_line_by_line(lines, ends):
    header = joined(lines, ends)

    slowly = fields._line_by_line(re.sub(rb"\r\r\n|\r\n|\n|\r", b"\n", header))
    assert [(name, list(values)) for name, values in parse(header).items()] == list(slowly.items())


@given(
    st.text(alphabet="TtOo :\t\xe9-", max_size=12).map(str.encode)
    | st.sampled_from([b"Subject: a", b"X-A: b", b"x" * 99 + b": c"])
)
def test_a_name_is_known_by_what_stands_before_its_colon(line):
    name, colon, _ = line.partition(b":")

    assert fields.is_known(line) == (bool(colon) and fields._is_known(name))


@given(LINES, st.lists(ENDS, min_size=1, max_size=3), st.integers(0, 40))
def test_a_blank_line_found_by_searching_for_strings_is_the_one_that_the_pattern_finds(lines, ends, start):
    raw = joined(lines, ends)
    blank = fields._BLANK_LINE.search(raw, start)
    found, after = fields._blank_line(raw, start, len(raw))

    assert (found, after if found >= 0 else -1) == (blank.span() if blank else (-1, -1))


@given(LINES, st.lists(ENDS, min_size=1, max_size=3))
def test_lines_read_upwards_are_the_lines(lines, ends):
    header = joined(lines, ends)
    upwards = [(line, start) for line, start in fields._lines_upwards(header) if line.strip()]

    assert upwards[::-1] == [(line, start) for line, start in fields._lines(header, 0, len(header)) if line.strip()]


@pytest.mark.parametrize("piece", [b"\n", b"a\n", b" \n", b"X-A: b\n", b"\r", b"From \n", b"a: b\n"])
def test_time_grows_no_faster_than_the_header(piece):
    parse(split(piece * (900_000 // len(piece)))[0])
