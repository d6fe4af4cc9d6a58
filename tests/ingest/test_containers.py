"""Files and folders that were given, every one accounted for."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
from pathlib import Path

import pytest

from checker.domain import CheckerError, Container, Person, Source, Unread
from checker.ingest.containers import NOT_MAIL, MailFile, Packing, Reader, account, find, items, without_mail
from checker.ingest.mail import Item
from checker.ingest.mime import Limits
from checker.ingest.unreadable import NotReadable

MESSAGE = b"Message-ID: <m1@x.gov.uk>\nFrom: a@x.gov.uk\nSubject: one\n\nThe depot opens.\n"
MAILBOX = b"".join(
    b"From a@x.gov.uk Tue Mar  3 10:30:00 2026\n" + MESSAGE.replace(b"m1", b"m%d" % i) + b"\n" for i in range(1, 4)
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "scratch").mkdir()
    (tmp_path / "given").mkdir()
    return tmp_path / "given"


def found(*paths: Path, packing: Packing | None = None) -> list[MailFile]:
    scratch = paths[0].parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return list(find(paths, scratch, packing=packing or Packing()))


def reasons(file: MailFile) -> list[str]:
    return [one.reason for one in items(file) if isinstance(one, Unread)]


def subjects(file: MailFile) -> list[str]:
    with Reader() as reader:
        return [reader.index(item).subject for item in items(file) if isinstance(item, Item)]


def test_a_folder_is_walked_in_sorted_order_and_each_file_told_by_its_content(place):
    (place / "b").mkdir()
    (place / "b" / "2.eml").write_bytes(MESSAGE)
    (place / "b" / "1").write_bytes(MESSAGE)
    (place / "a.mbox").write_bytes(MAILBOX)
    (place / "c.eml.gz").write_bytes(gzip.compress(MESSAGE))
    (place / "d.pdf").write_bytes(b"%PDF-1.7\n")

    files = found(place)

    assert [(Path(file.path).relative_to(place).as_posix(), file.kind) for file in files] == [
        ("a.mbox", "mbox"),
        ("b/1", "eml"),
        ("b/2.eml", "eml"),
        ("c.eml.gz", "eml"),
        ("d.pdf", NOT_MAIL),
    ]
    assert [len(list(items(file))) for file in files] == [3, 1, 1, 1, 1]
    assert {file.given for file in files} == {str(place)}


def test_a_file_has_the_hash_of_its_bytes_as_they_were_given(place):
    (place / "a.mbox.gz").write_bytes(gzip.compress(MAILBOX))

    (file,) = found(place / "a.mbox.gz")

    assert file.sha256 == hashlib.sha256((place / "a.mbox.gz").read_bytes()).hexdigest()


def test_messages_of_a_packed_mailbox_are_read_under_its_own_name(place):
    (place / "a.mbox.gz").write_bytes(gzip.compress(MAILBOX))

    (file,) = found(place / "a.mbox.gz")

    with Reader() as reader:
        messages = [reader.message(item, lambda name, email: Person(email, name)) for item in items(file)]
    assert [message.id for message in messages] == ["<m1@x.gov.uk>", "<m2@x.gov.uk>", "<m3@x.gov.uk>"]
    assert messages[2].source == Source(str(place / "a.mbox.gz"), 3)
    assert account(file, expected=3, read=3, unread=0) == Container(file.path, "mbox, gzip", file.sha256, 3, 3, 0)


NOT_READ = {
    "empty.mbox": (b"", "empty"),
    "empty.eml.gz": (gzip.compress(b""), "empty"),
    "binary.mbox": (bytes(range(256)) * 9, "no line in it begins a message"),
    "letter.eml": (b"Dear all,\n\nthe depot opens.", "header"),
    "letter.docx": (b"PK\x03\x04...", "zip"),
    "old.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "MSG"),
    "outlook.pst": (b"!BDN....", "PST"),
    "twice.gz": (gzip.compress(gzip.compress(MESSAGE)), "gzip"),
    "noise.gz": (b"\x1f\x8b\x08" + bytes(range(100)), "damaged"),
    "noise": (b"\x00\x01\x02" * 50, "binary"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_no_mail_is_told_with_the_reason_and_counted(place, name):
    data, reason = NOT_READ[name]
    (place / name).write_bytes(data)

    (file,) = found(place)

    assert file.kind == NOT_MAIL
    (entry,) = items(file)
    assert reason in entry.reason
    assert entry.source == Source(str(place / name), 1)


@pytest.mark.parametrize("cut", [30, 60, 100])
def test_of_a_packed_file_that_is_cut_off_all_that_can_be_had_is_read(place, cut):
    noise = random.Random(1).randbytes(30_000).hex().encode()
    data = MAILBOX + b"From a@x.gov.uk Tue Mar  3 10:30:00 2026\n" + MESSAGE + noise
    packed = gzip.compress(data)
    (place / "a.mbox.gz").write_bytes(packed[: len(packed) * cut // 100 - 9])

    (file,) = found(place)

    assert len(subjects(file)) == 4
    assert "too early" in reasons(file)[0]
    assert [one.source.number for one in items(file)] == [1, 2, 3, 4, 5]


def test_a_packed_file_that_is_damaged_is_read_as_far_as_it_goes(place):
    packed = bytearray(gzip.compress(MAILBOX))
    packed[-6] ^= 0xFF
    (place / "a.mbox.gz").write_bytes(packed)

    (file,) = found(place)

    assert subjects(file) == ["one", "one", "one"]
    assert "damaged" in reasons(file)[0]


def test_a_file_that_was_packed_in_pieces_is_whole(place):
    (place / "a.mbox.gz").write_bytes(gzip.compress(MAILBOX) + gzip.compress(MAILBOX))

    (file,) = found(place)

    assert len(subjects(file)) == 6
    assert reasons(file) == []


def test_what_was_packed_to_fill_a_disk_is_not_unpacked(place):
    (place / "a.mbox.gz").write_bytes(gzip.compress(MAILBOX + b"\n" * 5_000_000))

    (file,) = found(place, packing=Packing(free=1_000_000, ratio=20))

    assert len(subjects(file)) == 3
    assert "more than 1,000,000 bytes" in reasons(file)[0]
    assert sum(path.stat().st_size for path in (place.parent / "scratch").iterdir()) <= 1_000_000


def test_a_link_out_of_the_folder_is_told_and_not_followed(place):
    (place.parent / "private.eml").write_bytes(MESSAGE)
    (place / "link.eml").symlink_to(place.parent / "private.eml")
    (place / "up").symlink_to(place.parent)
    (place / "nothing").symlink_to(place / "gone")

    assert [reasons(file) for file in found(place)] == [
        ["it is a link out of the folder that was given"],
        ["it is a link to nothing"],
        ["it is a link out of the folder that was given"],
    ]


def test_a_link_within_the_folder_is_no_second_file(place):
    (place / "1.eml").write_bytes(MESSAGE)
    (place / "2.eml").symlink_to(place / "1.eml")
    (place / "loop").symlink_to(place)

    assert [Path(file.path).name for file in found(place)] == ["1.eml"]


def test_a_link_that_the_user_names_is_followed(place):
    (place / "1.eml").write_bytes(MESSAGE)
    (place.parent / "link").symlink_to(place)

    (file,) = found(place.parent / "link")

    assert file.path == str(place.parent / "link" / "1.eml")


def test_a_file_that_is_given_twice_is_read_once(place):
    (place / "1.eml").write_bytes(MESSAGE)

    assert len(found(place / "1.eml", place, place)) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_told_and_not_waited_for(place):
    os.mkfifo(place / "pipe")

    assert reasons(found(place)[0]) == ["it is not a file but a device or a pipe"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may read all is refused nothing")
def test_what_must_not_be_read_is_told(place):
    (place / "1.eml").write_bytes(MESSAGE)
    (place / "1.eml").chmod(0)

    assert "Permission denied" in reasons(found(place)[0])[0]


def test_a_name_that_cannot_be_shown_is_shown_as_far_as_it_can(place):
    Path(os.fsdecode(os.fsencode(place) + b"/a\xffb\nc.eml")).write_bytes(MESSAGE)

    (file,) = found(place)

    assert file.path.endswith("a\ufffdb c.eml")
    assert subjects(file) == ["one"]


def test_a_path_where_nothing_is_is_a_mistake_of_the_caller(place):
    with pytest.raises(CheckerError, match="no file or folder"):
        find([place / "gone"], place)


def test_paths_without_mail_can_be_named(place):
    (place / "1.eml").write_bytes(MESSAGE)
    (place.parent / "a.pdf").write_bytes(b"%PDF-")
    (place.parent / "b.mbox").write_bytes(b"words")
    (place.parent / "none").mkdir()
    paths = [place, place.parent / "a.pdf", place.parent / "b.mbox", place.parent / "none"]

    assert without_mail(paths, found(*paths)) == tuple(str(path) for path in paths[1:])


def test_a_message_that_is_too_long_is_not_fetched(place):
    (place / "1.eml").write_bytes(MESSAGE + b"x" * 2_000_000)
    (item,) = items(found(place)[0])

    with Reader(Limits(bytes=1_000)) as reader, pytest.raises(NotReadable, match="bytes"):
        reader.raw(item)


def test_a_file_that_is_gone_when_it_is_read_is_told(place):
    (place / "1.eml").write_bytes(MESSAGE)
    (item,) = items(found(place)[0])
    (place / "1.eml").unlink()

    with Reader() as reader, pytest.raises(NotReadable, match="could not be read"):
        reader.index(item)


def test_a_message_has_the_same_id_in_both_passes(place):
    (place / "1.eml").write_bytes(MESSAGE.replace(b"Message-ID: <m1@x.gov.uk>\n", b""))
    (item,) = items(found(place)[0])

    with Reader() as reader:
        assert reader.index(item).message_id == reader.message(item, lambda name, email: Person(email, name)).id


def test_the_same_files_give_the_same_account(place):
    (place / "a.mbox").write_bytes(MAILBOX)
    (place / "b.gz").write_bytes(gzip.compress(MAILBOX))

    assert found(place) == found(place)
