"""Apple Mail's files of one message each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import Source, Unread
from checker.ingest.mail import Item, emlx, formats

MESSAGE = b"From: a@x.gov.uk\nSubject: one\n\nThe depot opens.\n"
LIST = b'<?xml version="1.0"?>\n<plist version="1.0"><dict><key>flags</key><integer>8590195713</integer></dict></plist>\n'
FILE = b"%-10d\n" % len(MESSAGE) + MESSAGE + LIST


@pytest.mark.parametrize(
    ("head", "name", "is_message"),
    [
        (FILE, "1.emlx", True),
        (FILE, "1.partial.emlx", True),
        (FILE, "1", True),
        (FILE.replace(b"\n", b"\r\n"), "1.emlx", True),
        (MESSAGE, "1.emlx", False),
        (b"49\nDear all,\n\nthe depot opens.", "1.emlx", False),
        (b"9" * 99 + b"\n" + MESSAGE, "1.emlx", False),
        (b"", "1.emlx", False),
    ],
)
def test_a_file_is_known_by_its_length_and_the_fields_below_it(head, name, is_message):
    assert emlx.recognises(head, name) == is_message
    assert sum(form.recognises(head, name) for form in formats().values()) <= 1


def test_the_message_is_what_its_length_says_and_no_more(tmp_path):
    path = tmp_path / "1.emlx"
    path.write_bytes(FILE)
    (item,) = emlx.items(path, "box/1.emlx")
    assert isinstance(item, Item)

    with path.open("rb") as stream:
        assert emlx.raw(stream, item) == MESSAGE
        assert MESSAGE.startswith(emlx.header(stream, item))
    assert item == Item(Source("box/1.emlx", 1), "emlx", path, 11, len(MESSAGE))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"99\n" + MESSAGE, "the file is cut off: 48 of the 99 bytes of its message are there"),
        (
            FILE.replace(b"Subject: one\n", b"X-Apple-Content-Length: 9\n").replace(b"48", b"61"),
            "Apple Mail keeps files that hang on this message apart; they are not in it",
        ),
    ],
)
def test_what_is_not_in_the_file_is_told(tmp_path, content, reason):
    path = tmp_path / "1.partial.emlx"
    path.write_bytes(content)

    _, unread = emlx.items(path, "1.emlx")

    assert unread == Unread(Source("1.emlx", 2), reason)


@given(st.binary(max_size=300) | st.binary(max_size=30).map(lambda data: b"12 \n" + data))
def test_any_bytes_are_read_or_named(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "1.emlx"
    path.write_bytes(data)

    assert emlx.recognises(data, "1.emlx") in (True, False)
    found = list(emlx.items(path, "1.emlx"))
    assert found
    with path.open("rb") as stream:
        for item in found:
            if isinstance(item, Item):
                assert emlx.raw(stream, item) in data
