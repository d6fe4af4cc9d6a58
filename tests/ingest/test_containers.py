"""Files and folders that were given, every one accounted for."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from checker.domain import CheckerError, Person, Source, Unread
from checker.ingest.containers import NOT_MAIL, OWN_FILE, MailFile, Reader, find, items, without_mail
from checker.ingest.limits import USUAL, Limits
from checker.ingest.mail import Item
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


def found(*paths: Path, limits: Limits = USUAL) -> list[MailFile]:
    scratch = paths[0].parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return list(find(paths, scratch, limits=limits))


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
    assert (file.kind, file.packing) == ("mbox", "gzip")


NOT_READ = {
    "empty.mbox": (b"", "empty"),
    "empty.eml.gz": (gzip.compress(b""), "empty"),
    "binary.mbox": (bytes(range(256)) * 9, "no line in it begins a message"),
    "letter.eml": (b"Dear all,\n\nthe depot opens.", "header"),
    "letter.docx": (b"PK\x03\x04...", "Office"),
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

    (file,) = found(place, limits=Limits(free=1_000_000, ratio=20))

    assert len(subjects(file)) == 3
    assert "more than 1,000,000 bytes" in reasons(file)[0]
    unpacked = (path for path in (place.parent / "scratch").rglob("*") if path.is_file())
    assert sum(path.stat().st_size for path in unpacked) <= 1_000_000


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

    with Reader(Limits(message_bytes=1_000)) as reader, pytest.raises(NotReadable, match="bytes"):
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

    assert [replace(file, location=place) for file in found(place)] == [replace(file, location=place) for file in found(place)]


# --- archives ----------------------------------------------------------------------------------------------------------


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def told(place: Path, **limits: int) -> list[tuple[str, str, str]]:
    files = found(place, limits=Limits(**limits))
    return [(Path(file.path).relative_to(place).as_posix(), file.kind, file.lost) for file in files]


def test_an_archive_is_gone_through_like_a_folder_however_it_is_nested(place):
    inner = zipped(("Sent/2.eml", MESSAGE), ("Sent/notes.pdf", b"%PDF-1.7"))
    (place / "export.zip").write_bytes(zipped(("a.mbox.gz", gzip.compress(MAILBOX)), ("b.zip", inner)))

    assert told(place) == [
        ("export.zip", "zip archive", ""),
        ("export.zip/a.mbox.gz", "mbox", ""),
        ("export.zip/b.zip", "zip archive", ""),
        ("export.zip/b.zip/Sent/2.eml", "eml", ""),
        ("export.zip/b.zip/Sent/notes.pdf", "not mail", "it is no mail but a PDF document"),
    ]
    assert [len(subjects(file)) for file in found(place)] == [0, 3, 0, 1, 0]


def test_what_is_packed_in_too_many_layers_is_told_and_not_unpacked(place):
    data = MESSAGE
    for _ in range(4):
        data = gzip.compress(data)
    (place / "deep.gz").write_bytes(data)

    assert told(place, nesting=4) == [("deep.gz", "eml", "")]
    assert told(place, nesting=3) == [("deep.gz", "not mail", "it was not unpacked: it lies 3 packed files deep; 3 is the most")]


def test_what_lies_in_archives_within_archives_counts_against_one_limit(place):
    big = MAILBOX + b"\n" * 400_000
    (place / "a.zip").write_bytes(zipped(*((f"{n}.zip", zipped(("a.mbox", big))) for n in range(5))))

    lost = [reason for _, _, reason in told(place, free=1_000_000, ratio=1)]

    assert sum("would unpack to more than" in reason for reason in lost) == 3


def test_files_of_the_mail_program_itself_are_no_mail_and_no_loss(place):
    (place / "cur").mkdir()
    (place / "cur" / "1:2,S").write_bytes(MESSAGE)
    (place / "dovecot.index.log").write_bytes(b"\x00\x01")
    (place / ".uidvalidity").write_bytes(b"1")

    assert told(place) == [
        (".uidvalidity", OWN_FILE, ""),
        ("cur/1:2,S", "eml", ""),
        ("dovecot.index.log", OWN_FILE, ""),
    ]


# --- messages that hang on messages ------------------------------------------------------------------------------------


def holding(*messages: bytes) -> bytes:
    mark = b"b%d" % sum(map(len, messages))
    parts = b"".join(b"--" + mark + b"\nContent-Type: message/rfc822\n\n" + message + b"\n" for message in messages)
    head = b"From: o@x.gov.uk\nMessage-ID: <o@x>\nSubject: Fw\nContent-Type: multipart/mixed; boundary=" + mark
    return head + b"\n\n--" + mark + b"\n\nSee these.\n" + parts + b"--" + mark + b"--\n"


def letter(id: str, text: str) -> bytes:
    return f"From: {id}@x.gov.uk\nMessage-ID: <{id}@x>\nSubject: {id}\n\n{text}\n".encode()


def test_a_message_that_hangs_on_a_message_is_a_document_of_its_own_author(place):
    (place / "1.eml").write_bytes(holding(letter("a", "The gate is shut."), holding(letter("b", "It is not."))))
    (item,) = items(found(place)[0])

    with Reader() as reader:
        inner = list(reader.enclosed(item))
        messages = [reader.message(each, lambda name, email: Person(email, name)) for each in inner]
        outer = reader.message(item, lambda name, email: Person(email, name))

        assert [str(each.source).rpartition("#")[2] for each in inner] == ["1.1", "1.2", "1.2.1"]
        assert [(message.sender.email, message.text) for message in messages] == [
            ("a@x.gov.uk", "The gate is shut."),
            ("o@x.gov.uk", "See these."),
            ("b@x.gov.uk", "It is not."),
        ]
        assert outer.text == "See these."
        assert [reader.index(each).message_id for each in inner] == [message.id for message in messages]
        assert [file.document for file in outer.attachments] == messages[:2]


def test_messages_within_messages_are_read_no_deeper_than_the_limit(place):
    data = letter("a", "The gate is shut.")
    for _ in range(4):
        data = holding(data)
    (place / "1.eml").write_bytes(data)
    (item,) = items(found(place)[0])

    with Reader(Limits(enclosed=2)) as reader:
        assert [each.source.within for each in reader.enclosed(item)] == ["1", "1.1"]
        (file,) = reader.message(item, lambda name, email: Person(email, name)).attachments
        inner = file.document.attachments[0].document  # type: ignore[union-attr]
        assert inner.attachments[0].unread == "messages within messages are nested more than 2 deep"
