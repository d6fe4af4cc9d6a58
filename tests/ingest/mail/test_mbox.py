"""Mailboxes in one file."""

from __future__ import annotations

import io
import mailbox
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import Source, Unread
from checker.ingest.mail import Item, mbox

LINE = b"From a.person@x.gov.uk Tue Mar  3 10:30:00 2026\n"
ONE = b"From: a@x.gov.uk\nSubject: one\n\nThe depot opens.\n"
TWO = b"From: b@x.gov.uk\nSubject: two\n\nIn May.\n"


def listed(path: Path, data: bytes) -> list[Item | Unread]:
    path.write_bytes(data)
    return list(mbox.items(path, "mailbox.mbox"))


def raws(path: Path, data: bytes) -> list[bytes]:
    with io.BytesIO(data) as stream:
        return [mbox.raw(stream, item) for item in listed(path, data) if isinstance(item, Item)]


@pytest.fixture
def box(tmp_path):
    return tmp_path / "mailbox.mbox"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_messages_are_parted_however_lines_end(box, end):
    data = (LINE + ONE + b"\n" + LINE + TWO).replace(b"\n", end)

    assert raws(box, data) == [ONE.replace(b"\n", end), TWO.replace(b"\n", end)]


def test_lines_of_two_kinds_may_be_mixed(box):
    assert raws(box, LINE + ONE + b"\r\n" + LINE.replace(b"\n", b"\r\n") + TWO.replace(b"\n", b"\r\n")) == [
        ONE,
        TWO.replace(b"\n", b"\r\n"),
    ]


@pytest.mark.parametrize("above", [b"", b"\n\n \n", b"\xef\xbb\xbf", b"\r\n"])
def test_blank_lines_and_a_byte_order_mark_above_the_first_message_are_nothing(box, above):
    assert raws(box, above + LINE + ONE) == [ONE]


def test_the_last_message_may_be_cut_off(box):
    assert raws(box, LINE + ONE + b"\n" + LINE + b"From: b@x.gov.uk\nSubj") == [ONE, b"From: b@x.gov.uk\nSubj"]
    assert raws(box, LINE + ONE + b"\n" + LINE[:-1]) == [ONE, b""]


def test_messages_are_numbered_from_one_and_tile_the_file(box):
    data = LINE + ONE + b"\n" + LINE + TWO

    items = listed(box, data)

    assert [item.source for item in items] == [Source("mailbox.mbox", 1), Source("mailbox.mbox", 2)]
    assert b"".join(data[item.offset : item.offset + item.length] for item in items) == data


SEPARATORS = [
    b"From a@x.gov.uk  Tue Mar 03 10:30:00 2026",
    b"From - Tue Mar  3 10:30:00 2026",
    b"From - ",
    b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970",
    b"From 1234567890123@xxx Tue Mar 03 10:30:00 +0000 2026",
    b"From a at x.gov.uk  Tue Mar  3 10:30:00 2026",
    b"From a@x.gov.uk Tue Mar  3 10:30:00 GMT 2026",
    b"From a@x.gov.uk Tue Mar  3 10:30 2026 +0000 remote from host",
    b"From a@x.gov.uk Tue, 3 Mar 2026 10:30:00 +0000",
    b"From a@x.gov.uk 2026-03-03 10:30:00",
    b"From a@x.gov.uk",
    b'From "A. Person" <a@x.gov.uk> Tue Mar  3 10:30:00 2026',
]


@pytest.mark.parametrize("line", SEPARATORS)
def test_a_message_begins_with_a_line_as_programs_write_it(box, line):
    assert raws(box, LINE + ONE + b"\n" + line + b"\n" + TWO) == [ONE, TWO]


STRAY = [
    b"From Monday 3 March the depot opens at 10:30 every day.",
    b"From 3 March 2026 10:30 the depot is open.",
    b"From the depot, with love",
    b"From Russia with love\nYear: 1963",
    b"From Monday 3 March: new hours\nVenue: town hall\nNote: bring a coat",
    b"From our partners\nFrom: A. Person\nSubject: depot\nTo: you",
    b"From: A. Person <a@x.gov.uk>\nSent: Tue Mar  3 10:30:00 2026\nTo: B\nSubject: depot",
    b"From Tue Mar  3 to Fri Mar  6",
    b"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: A <a@x.gov.uk>\nSubject: [PATCH] depot",
    b"From " + b"x" * 2_000,
    b"From",
]


@pytest.mark.parametrize("lines", STRAY)
def test_a_line_of_a_letter_that_begins_so_parts_nothing(box, lines):
    message = ONE + b"\n" + lines + b"\n\nYours\n"

    assert raws(box, LINE + message) == [message]


def test_without_a_blank_line_above_a_message_begins_only_where_fields_follow(box):
    assert raws(box, LINE + ONE + LINE + TWO) == [ONE, TWO]
    assert len(raws(box, LINE + ONE + LINE + b"The log says so.\n")) == 1


def test_patches_that_git_wrote_are_a_mailbox_of_patches(box):
    line = b"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n"

    assert raws(box, line + ONE + b"\n" + line + TWO) == [ONE, TWO]


def test_one_mark_of_quoting_is_taken_off(box):
    written = b"Subject: x\n\n>From here\n>>From there\n> From afar\n>From: no\nx >From y\n"

    assert raws(box, LINE + written) == [b"Subject: x\n\nFrom here\n>From there\n> From afar\n>From: no\nx >From y\n"]


def counted(body: bytes, *, by: int = 0) -> bytes:
    """A message whose header says how long its body is, as mboxcl has it; wrong by so many bytes."""
    return b"Subject: x\nContent-Length: %d\n\n%s" % (len(body) + by, body)


UNQUOTED = b"Minutes:\n\n" + LINE + b"From: a@x.gov.uk\nSubject: not mine\n\nSo it ends.\n"


@pytest.mark.parametrize("below", [b"\n", b""])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_body_that_is_counted_rightly_holds_lines_that_would_part_messages(box, end, below):
    body = UNQUOTED.replace(b"\n", end)
    first = b"Subject: x%sContent-Length: %d%s%s" % (end, len(body), end + end, body)

    assert raws(box, LINE + first + below + LINE + TWO) == [first, TWO]
    assert raws(box, LINE + first + below) == [first]


@pytest.mark.parametrize("by", [-60, -3, 3, 40, 10_000_000])
def test_a_length_that_the_file_does_not_confirm_is_not_believed(box, by):
    assert len(raws(box, LINE + counted(UNQUOTED, by=by) + b"\n" + LINE + TWO)) == 3


def test_two_lengths_are_not_believed_even_if_one_is_right(box):
    twice = counted(UNQUOTED).replace(b"Subject", b"Content-Length: 7\nSubject", 1)

    assert len(raws(box, LINE + twice + b"\n" + LINE + TWO)) == 3


def test_a_length_in_a_text_counts_nothing(box):
    message = ONE + b"\nContent-Length: 9\n\nx\n"

    assert raws(box, LINE + message + b"\n" + LINE + TWO) == [message, TWO]


def test_a_counted_body_keeps_its_quoting_only_if_it_shows_that_nothing_was_quoted(box):
    """Mboxcl quotes, mboxcl2 does not; without a bare line in the body nobody can tell which of them it is."""
    bare, quoted = counted(b">From here\nFrom there\n"), counted(b">From here\n")

    assert raws(box, LINE + bare + b"\n" + LINE + quoted + b"\n") == [bare, quoted.replace(b">", b"")]


@pytest.mark.parametrize("body", [b"", b"x", b"x\n", b"x\n\n", b"\n\n\n"])
def test_a_counted_body_comes_back_to_the_byte(box, body):
    message = counted(body)

    assert raws(box, LINE + message + b"\n\n"[message.endswith(b"\n") :] + LINE + TWO) == [message, TWO]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b""])
def test_the_last_message_ends_where_the_file_does(box, end):
    assert raws(box, LINE + ONE + b"\n" + LINE + TWO.removesuffix(b"\n") + end) == [ONE, TWO.removesuffix(b"\n") + end]


def test_mboxo_quotes_once_and_one_mark_is_taken_off(box):
    written = b"Subject: x\n\nHe said:\n\n>From now on it opens.\n"

    assert raws(box, LINE + written + b"\n" + LINE + TWO) == [written.replace(b">From", b"From"), TWO]


def test_what_lies_before_the_first_message_is_told(box):
    found = listed(box, b"Exported by a program.\n\n" + LINE + ONE)

    assert found[0] == Unread(Source("mailbox.mbox", 0), "24 bytes before the first message are no mail")
    assert found[1].source.number == 1


def test_a_first_message_that_lost_its_line_is_read(box):
    assert raws(box, TWO + b"\n" + LINE + ONE) == [TWO, ONE]
    assert raws(box, TWO) == [TWO]


@pytest.mark.parametrize("data", [bytes(range(256)) * 50, b"Dear all,\n\nthe depot opens.\n", b"\n\n\n", b"From "])
def test_a_file_without_messages_says_so(box, data):
    assert [type(found) for found in listed(box, data)] == [Unread]


@pytest.mark.parametrize(
    ("head", "name", "is_mailbox"),
    [
        (LINE + ONE, "export", True),
        (LINE + ONE, "export.txt", True),
        (b"Exported.\n\n" + LINE + ONE, "export.txt", True),
        (b"\0\1\2", "export.mbox", True),
        (ONE, "mbox", True),
        (ONE, "export.eml", False),
        (ONE + b"\n" + LINE + TWO, "export.eml", False),
        (b"From the depot, with love\n", "song.txt", False),
        (b"", "x", False),
    ],
)
def test_a_mailbox_is_known_by_its_content_and_by_its_name_where_that_says_nothing(head, name, is_mailbox):
    assert mbox.recognises(head, name) == is_mailbox


def test_the_header_is_the_same_read_alone(box):
    data = LINE + b"X-A: b\n>From c\nSubject: x\n\n" + b"y\n" * 100_000
    (item,) = listed(box, data)

    assert mbox.raw(io.BytesIO(data), item).startswith(mbox.header(io.BytesIO(data), item)[:40])


BODIES = st.lists(
    st.sampled_from(
        [b"From a@x Tue Mar  3 10:30:00 2026", b">From b", b">>From c", b"", b"words", b"From: x", b"\xff\x00", b"From "]
    )
)
MESSAGES = st.lists(BODIES.map(lambda lines: b"Subject: x\n\n" + b"".join(line + b"\n" for line in lines)), max_size=6)


@given(MESSAGES)
def test_messages_written_as_mboxrd_come_back(tmp_path_factory, messages):
    data = b"".join(LINE + re.sub(rb"(?m)^(>*From )", rb">\1", message) + b"\n" for message in messages)
    path = tmp_path_factory.getbasetemp() / "law.mbox"

    assert not messages or raws(path, data) == messages


@given(st.lists(st.tuples(BODIES, st.sampled_from([b"\n", b"\r\n"])).map(lambda pair: pair[1].join([*pair[0], b""])), min_size=1))
def test_messages_written_as_mboxcl2_come_back(tmp_path_factory, bodies):
    # A body that holds quoted lines and no bare one cannot be told from one of mboxcl.
    messages = [counted(body if re.search(rb"(?m)^From ", body) else body.replace(b">", b"")) for body in bodies]
    path = tmp_path_factory.getbasetemp() / "law2.mbox"

    assert raws(path, b"".join(LINE + message + b"\n" for message in messages)) == messages


@given(MESSAGES.filter(bool))
def test_a_correct_mailbox_is_parted_as_the_standard_library_parts_it(tmp_path_factory, messages):
    path = tmp_path_factory.getbasetemp() / "std.mbox"
    data = b"".join(LINE + re.sub(rb"(?m)^(>*From )", rb">\1", message) + b"\n" for message in messages)

    path.write_bytes(data)

    assert len(raws(path, data)) == len(mailbox.mbox(path))


@given(
    st.lists(st.sampled_from([LINE, ONE, TWO, b"\n", b"From -\n", b"words\n", b"From x\r", b">From y\n", b"\0"])).map(b"".join)
)
def test_any_bytes_are_listed_and_none_is_listed_twice(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.mbox"
    if not data:
        return

    found = listed(path, data)

    assert found
    at = 0
    for item in found:
        if isinstance(item, Item):
            assert at <= item.offset < item.offset + item.length <= len(data)
            at = item.offset + item.length
    assert [f.source.number for f in found if isinstance(f, Item)] == list(range(1, 1 + sum(isinstance(f, Item) for f in found)))


@pytest.mark.parametrize(
    "piece",
    [b"From \n", b"\nFrom -\n", b"\nFrom a@b\n", b"\nFrom a@b\nA: b\n", LINE, b"\n", b" \n", b"\r", b"\nContent-Length: 5\n"],
)
def test_time_grows_no_faster_than_the_file(box, piece):
    start = time.perf_counter()

    listed(box, LINE + ONE + piece * (4_000_000 // len(piece)))

    assert time.perf_counter() - start < 20


HEAD = b"From a@b.example Mon Mar  2 12:00:00 2026\nMessage-ID: <1@b.example>\nFrom: a@b.example\n"


@pytest.mark.parametrize(
    ("data", "is_cut"),
    [
        (HEAD + b"\nThe text\n", False),
        (HEAD + b"\nThe text without a last line end", False),
        (HEAD, False),
        (HEAD + b"Subj", True),
        (HEAD + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n\nThe te', True),
        (HEAD + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n\nThe text\n--x--', False),
    ],
)
def test_a_mailbox_that_surely_ends_within_a_message_is_told_to_be_cut_off(tmp_path, data, is_cut):
    path = tmp_path / "a.mbox"
    path.write_bytes(data)

    told = [one.reason for one in mbox.items(path, "a.mbox") if isinstance(one, Unread)]

    assert told == (["the file is cut off within message 1; what followed is not in it"] if is_cut else [])
