"""Outlook's messages in a file each, read as the mail that they were."""

from __future__ import annotations

import io
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import compressed_rtf
import oxmsg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oxmsg.domain import constants as c

from checker.domain import Message, Person, Recipient, Source, Unread
from checker.ingest import headers
from checker.ingest.containers import Reader
from checker.ingest.mail import HEAD, Item, formats, msg
from checker.ingest.mime import read, sealed
from checker.ingest.unreadable import NotReadable

DATA = Path("../shared/data")

ANN: dict[int, Any] = {
    c.PID_MESSAGE_CLASS: "IPM.Note",
    c.PID_SUBJECT: "Depot: Tŷ'r Cwmni",
    c.PID_BODY: "It opens in May.\r\n\r\nAnn",
    c.PID_SENDER_NAME: "Ann Person",
    c.PID_SENDER_EMAIL_ADDRESS: "/O=X/CN=RECIPIENTS/CN=ANN",
    c.PID_SENDER_SMTP_ADDRESS: "ann@x.gov.uk",
    c.PID_CLIENT_SUBMIT_TIME: datetime(2026, 3, 3, 10, 30, tzinfo=UTC),
    c.PID_INTERNET_MESSAGE_ID: "<m1@x.gov.uk>",
    c.PID_MESSAGE_FLAGS: 1,
}
BOB = {c.PID_DISPLAY_NAME: "Bob", c.PID_EMAIL_ADDRESS: "bob@x.gov.uk", c.PID_RECIPIENT_TYPE: 1}
CY = {c.PID_DISPLAY_NAME: "Cy", c.PID_EMAIL_ADDRESS: "/O=X/CN=CY", c.PID_SMTP_ADDRESS: "cy@x.gov.uk", c.PID_RECIPIENT_TYPE: 3}
PDF = {c.PID_ATTACH_METHOD: 1, c.PID_ATTACH_LONG_FILENAME: "plan.pdf", c.PID_ATTACH_MIME_TAG: "application/pdf"}


def who(name: str, email: str) -> Person:
    return Person(email, name)


def item(content: bytes) -> Item:
    return Item(Source("1.msg", 1), "msg", Path("1.msg"), 0, len(content))


def mail(content: bytes) -> Message:
    return read(msg.raw(io.BytesIO(content), item(content)), Source("1.msg", 1), who)


def people(message: Message) -> list[tuple[str, str, str]]:
    return [(recipient.person.name, recipient.person.email, recipient.kind) for recipient in message.recipients]


# --- what it is ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["1.msg", "1.MSG", "1", "message.doc"])
def test_a_message_is_known_by_what_its_root_holds(outlook, name):
    assert msg.recognises(outlook(ANN)[:HEAD], name)


@pytest.mark.parametrize("name", ["1.msg", "1.doc"])
def test_a_document_is_no_message_even_if_one_is_embedded_in_it(compound, enclosed, name):
    document = compound({"WordDocument": b"\0" * 5_000, "ObjectPool": {"_1": enclosed(ANN)}})

    assert not msg.recognises(document[:HEAD], name)


def test_a_directory_that_lies_behind_what_is_shown_is_looked_at_in_the_file(compound, outlook, tmp_path):
    message = outlook(ANN, attachments=[{**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 50_000}])
    document = compound({"WordDocument": b"\0" * 200_000})
    path = tmp_path / "1.msg"

    assert msg.recognises(message[:HEAD], "1.msg")
    path.write_bytes(message)
    assert [type(found) for found in msg.items(path, "1.msg")] == [Item]
    assert not msg.recognises(document[:HEAD], "1.doc")
    path.write_bytes(document)
    assert list(msg.items(path, "1.msg")) == [Unread(Source("1.msg", 1), "it is no mail but an old Office document")]


def test_a_file_named_so_that_is_mail_is_read_as_mail():
    head = b"From: a@x.gov.uk\r\nSubject: one\r\n\r\nThe depot opens.\r\n"

    assert [name for name, form in formats().items() if form.recognises(head, "1.msg")] == ["eml"]
    assert [name for name, form in formats().items() if form.recognises(b"Note: x\n\nwords", "1.msg")] == ["eml"]


# --- what it says ----------------------------------------------------------------------------------------------------------


def test_a_message_says_what_its_properties_say(outlook):
    content = outlook(ANN, [BOB, CY], [{**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 2_000}])
    message = mail(content)

    assert (message.id, message.subject, message.text) == ("<m1@x.gov.uk>", "Depot: Tŷ'r Cwmni", "It opens in May.\n\nAnn")
    assert message.sender == Person("ann@x.gov.uk", "Ann Person")
    assert message.date == datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
    assert message.recipients == (
        Recipient(Person("bob@x.gov.uk", "Bob"), "to", "To"),
        Recipient(Person("cy@x.gov.uk", "Cy"), "bcc", "Bcc"),
    )
    assert [(file.name, file.type, file.size) for file in message.attachments] == [("plan.pdf", "application/pdf", 8_000)]


def test_oxmsg_reads_the_same(outlook):
    content = outlook(ANN, [BOB, CY], [{**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF"}])
    other = oxmsg.Message.load(content)
    message = mail(content)

    assert (other.subject, other.body, other.sent_date) == (message.subject, ANN[c.PID_BODY], message.date)
    assert [(r.name, r.email_address) for r in other.recipients] == [(r.person.name, r.person.email) for r in message.recipients]
    assert [(a.file_name, a.size, a.mime_type) for a in other.attachments] == [
        (a.name, a.size, a.type) for a in message.attachments
    ]


def test_the_header_is_read_without_the_text_and_says_the_same(outlook, enclosed):
    big = {**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 20_000}
    inner = {c.PID_ATTACH_METHOD: 5, c.PID_ATTACH_DATA_BINARY: enclosed(ANN, [BOB])}
    content = outlook(ANN, [BOB, CY], [big, inner])
    header = msg.header(io.BytesIO(content), item(content))

    assert len(header) < 2_000
    assert headers.index(header) == headers.index(msg.raw(io.BytesIO(content), item(content)))


def test_a_message_within_a_message_has_its_own_author_and_files(outlook, enclosed, tmp_path):
    inner = enclosed({**ANN, c.PID_SUBJECT: "Inner"}, [CY], [{**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF"}])
    outer = {**ANN, c.PID_SENDER_SMTP_ADDRESS: "zoe@x.gov.uk", c.PID_SENDER_NAME: "Zoe", c.PID_INTERNET_MESSAGE_ID: "<m2@x>"}
    path = tmp_path / "1.msg"
    path.write_bytes(
        outlook(outer, [BOB], [{c.PID_ATTACH_METHOD: 5, c.PID_DISPLAY_NAME: "Inner", c.PID_ATTACH_DATA_BINARY: inner}])
    )

    (found,) = msg.items(path, "1.msg")
    assert isinstance(found, Item)
    with Reader() as reader:
        message = reader.message(found, who)
        (within,) = reader.enclosed(found)
        document = reader.message(within, who)

    assert message.sender.email == "zoe@x.gov.uk"
    assert [file.name for file in message.attachments] == ["Inner.eml"]
    assert message.attachments[0].document == document
    assert (document.sender.email, people(document)) == ("ann@x.gov.uk", [("Cy", "cy@x.gov.uk", "bcc")])
    assert [file.name for file in document.attachments] == ["plan.pdf"]


def test_who_sends_for_another_is_not_the_author(outlook):
    message = mail(outlook({**ANN, c.PID_SENT_REPRESENTING_NAME: "The Mayor", 0x5D02: "mayor@x.gov.uk"}))

    assert message.sender == Person("mayor@x.gov.uk", "The Mayor")


def test_a_received_message_keeps_its_header(outlook):
    transport = "Received: from y.org by x; Tue, 3 Mar 2026 10:31:00 +0000\r\nFrom: o@y.org\r\n\r\n"
    message = mail(outlook({**ANN, c.PID_TRANSPORT_MESSAGE_HEADERS: transport}, [BOB]))

    assert message.sender.email == "o@y.org"
    assert people(message) == [("Bob", "bob@x.gov.uk", "to")]


def test_without_a_table_the_names_that_outlook_shows_are_the_recipients(outlook):
    message = mail(outlook({**ANN, c.PID_DISPLAY_TO: "Bob; 'dee@x.org'", c.PID_DISPLAY_BCC: "Cy"}))

    assert people(message) == [("Bob", "", "to"), ("", "dee@x.org", "to"), ("Cy", "", "bcc")]


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ({c.PID_BODY: "", c.PID_HTML: "<p>zażółć</p>".encode("cp1250"), c.PID_INTERNET_CODEPAGE: 1250}, "zażółć"),
        ({c.PID_BODY: "", c.PID_HTML: "<p>zażółć</p>"}, "zażółć"),
        ({c.PID_BODY: "", c.PID_HTML: "<p>zażółć</p>".encode(), c.PID_INTERNET_CODEPAGE: 99_999}, "zażółć"),
        ({c.PID_BODY: "", c.PID_RTF_COMPRESSED: compressed_rtf.compress(rb"{\rtf1\ansi {\b In} May.}")}, "In May."),
        ({c.PID_BODY: "", 0x1001: "It could not be delivered."}, "It could not be delivered."),
        ({c.PID_BODY: ""}, ""),
    ],
)
def test_the_text_is_found_in_whatever_form_it_is(outlook, properties, text):
    assert mail(outlook({**ANN, **properties})).text == text


@pytest.mark.parametrize(("page", "charset"), [(1250, "cp1250"), (28592, "iso-8859-2"), (65001, "utf-8"), (20866, "koi8-r")])
def test_old_files_keep_text_in_a_set_of_their_own(outlook, narrow, page, charset):
    words = "Привет" if charset == "koi8-r" else "Łódź"
    told = {c.PID_MESSAGE_CODEPAGE: page, c.PID_SUBJECT: narrow(words, charset), c.PID_BODY: narrow(words, charset)}
    message = mail(outlook({**ANN, **told}, [{**BOB, c.PID_DISPLAY_NAME: narrow(words, charset)}]))

    assert (message.subject, message.text, message.recipients[0].person.name) == (words, words, words)


@pytest.mark.parametrize(
    ("attachment", "name", "size"),
    [
        ({c.PID_ATTACH_METHOD: 1, c.PID_ATTACH_FILENAME: "PLAN~1.PDF", c.PID_ATTACH_DATA_BINARY: b"%PDF"}, "PLAN~1.PDF", 4),
        ({c.PID_ATTACH_METHOD: 1, c.PID_ATTACH_LONG_FILENAME: "empty.txt"}, "empty.txt", 0),
        ({c.PID_ATTACH_METHOD: 7, c.PID_ATTACH_LONG_FILENAME: "plan.docx", 0x370D: "https://x.org/plan.docx"}, "plan.docx", 23),
        ({c.PID_ATTACH_METHOD: 6, c.PID_DISPLAY_NAME: "Sheet", c.PID_ATTACH_DATA_BINARY: {"Package": b"PK\3\4"}}, "Sheet", 4),
        ({c.PID_ATTACH_METHOD: 6, c.PID_DISPLAY_NAME: "Old", c.PID_ATTACH_DATA_BINARY: {"Unknown": b"x"}}, "Old", 0),
    ],
)
def test_every_file_that_hangs_on_it_is_named(outlook, attachment, name, size):
    assert [(file.name, file.size) for file in mail(outlook(ANN, [BOB], [attachment])).attachments] == [(name, size)]


def test_an_encrypted_message_says_why_it_has_no_text(outlook):
    secret = {c.PID_ATTACH_METHOD: 1, c.PID_ATTACH_LONG_FILENAME: "smime.p7m", c.PID_ATTACH_DATA_BINARY: b"\x30\x80"}
    message = mail(outlook({**ANN, c.PID_MESSAGE_CLASS: "IPM.Note.SMIME", c.PID_BODY: ""}, [BOB], [secret]))

    assert sealed(message) == "it is encrypted or signed in one piece (S/MIME)"


@pytest.mark.parametrize(
    ("kind", "properties", "reason"),
    [
        ("IPM.Contact", {}, "it is an Outlook item but no message: a contact without text or sender"),
        ("IPM.Appointment.Personal", {}, "it is an Outlook item but no message: a calendar entry without text or sender"),
        ("IPM.Appointment", {c.PID_BODY: "Room 1"}, ""),
        ("IPM.Task", {c.PID_SENDER_NAME: "Ann"}, ""),
        ("IPM.Note", {}, ""),
        ("IPM.Unknown", {}, ""),
    ],
)
def test_what_is_no_message_is_read_only_if_it_says_something(outlook, kind, properties, reason):
    content = outlook({c.PID_MESSAGE_CLASS: kind, c.PID_SUBJECT: "Depot", **properties})

    if reason:
        with pytest.raises(NotReadable, match=reason):
            msg.header(io.BytesIO(content), item(content))
    else:
        assert mail(content).subject == "Depot"


def test_an_empty_thing_is_named(outlook):
    content = outlook({})

    with pytest.raises(NotReadable, match="no sender, no subject and no text"):
        mail(content)


# --- damaged and hostile ---------------------------------------------------------------------------------------------------


def test_a_file_that_is_cut_off_is_named(outlook, tmp_path):
    whole = outlook(ANN, [BOB], [{**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 5_000}])
    path = tmp_path / "1.msg"

    for end in range(0, len(whole) - 512, 512):
        path.write_bytes(whole[:end])
        (found,) = msg.items(path, "1.msg")
        assert isinstance(found, Unread)
        assert "damaged" in found.reason


def test_a_directory_that_is_no_balanced_tree_is_read(outlook):
    """Some programs write the entries of a storage as one long chain, deeper than a stack is."""
    everybody = [{**BOB, c.PID_EMAIL_ADDRESS: f"p{number}@x.gov.uk"} for number in range(2_000)]

    message = mail(outlook(ANN, everybody, is_balanced=False))

    assert len(message.recipients) == 2_000


def test_a_file_that_says_that_it_is_larger_than_it_is_takes_neither_memory_nor_time(outlook):
    content = bytearray(outlook(ANN))
    # A long list of tables, which begins with itself; olefile follows it for as long as the header says.
    struct.pack_into("<I", content, 44, 0xFFFFFFF0)
    struct.pack_into("<II", content, 68, 0, 0x1000000)
    started = time.perf_counter()

    assert mail(bytes(content)).subject
    assert time.perf_counter() - started < 1


def test_streams_that_lie_in_one_place_are_not_read_again_and_again(outlook):
    big = {**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 50_000}
    content = outlook(ANN, [BOB], [big, *({**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 1_500} for _ in range(50))])
    first, other = (struct.pack("<II", start, size) for start, size in sorted(places(content), key=lambda place: -place[1])[:2])
    hostile = content
    for start, size in places(content):
        if size == 6_000:
            hostile = hostile.replace(struct.pack("<II", start, size), first)

    assert first != other
    with pytest.raises(NotReadable, match="larger than the file"):
        mail(hostile)


def places(content: bytes) -> list[tuple[int, int]]:
    """Where the streams of a file with the content of attachments begin, and their sizes."""
    name = "__substg1.0_37010102".encode("utf-16-le")
    found = []
    at = content.find(name)
    while at >= 0:
        found.append(struct.unpack_from("<II", content, at + 116))
        at = content.find(name, at + 1)
    return found


def test_messages_within_messages_have_an_end(outlook, enclosed):
    inner = enclosed(ANN)
    for _ in range(30):
        inner = enclosed(ANN, [], [{c.PID_ATTACH_METHOD: 5, c.PID_ATTACH_DATA_BINARY: inner}])
    content = outlook(ANN, [], [{c.PID_ATTACH_METHOD: 5, c.PID_ATTACH_DATA_BINARY: inner}])

    with pytest.raises(NotReadable, match="nested more than 20 deep"):
        mail(content)


def read_or_named(content: bytes, path: Path) -> str:
    """The text of a message, or why it was not read; any other exception is a fault."""
    path.write_bytes(content)
    msg.recognises(content[:HEAD], "1.msg")
    texts = []
    for found in msg.items(path, "1.msg"):
        if isinstance(found, Unread):
            return found.reason
        with Reader() as reader:
            try:
                reader.index(found)
                texts.append(reader.message(found, who).text)
            except NotReadable as error:
                return error.reason
    return "".join(texts)


@given(st.binary(max_size=3_000), st.booleans())
def test_any_bytes_are_read_or_named(tmp_path_factory, data, is_marked):
    read_or_named(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data if is_marked else data, tmp_path_factory.mktemp("any") / "1.msg")


@settings(max_examples=300)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255), st.integers(1, 8)), min_size=1, max_size=12), st.floats(0, 1))
def test_a_damaged_message_is_read_or_named(outlook, enclosed, tmp_path_factory, changes, end):
    inner = enclosed(ANN, [CY])
    whole = outlook(
        {
            **ANN,
            c.PID_RTF_COMPRESSED: compressed_rtf.compress(rb"{\rtf1 x}"),
            c.PID_HTML: b"<p>x</p>",
            c.PID_INTERNET_CODEPAGE: 1252,
        },
        [BOB, CY],
        [{**PDF, c.PID_ATTACH_DATA_BINARY: b"%PDF" * 1_500}, {c.PID_ATTACH_METHOD: 5, c.PID_ATTACH_DATA_BINARY: inner}],
    )
    damaged = bytearray(whole if end > 0.2 else whole[: int(len(whole) * end * 5)])
    for place, value, length in changes:
        # The header, the directory and the tables are where damage tells; most of the file is a file's content.
        at = int(place * 2 * len(damaged)) % max(1, len(damaged))
        damaged[at : at + length] = bytes([value]) * min(length, len(damaged) - at)

    read_or_named(bytes(damaged), tmp_path_factory.mktemp("damaged") / "1.msg")


# --- real files ------------------------------------------------------------------------------------------------------------


def real() -> Iterator[Path]:
    for folder in ("odd_mail", "odd_documents"):
        yield from sorted((DATA / folder).rglob("*.msg"))


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the data is not here")
def test_every_real_file_of_this_name_is_read_or_named():
    """All but one of them are mail as such, and are named so by the tests of mail programs."""
    files = list(real())
    told: dict[str, list[str]] = {}
    for path in files:
        head = path.read_bytes()[:HEAD]
        names = [name for name, form in formats().items() if form.recognises(head, path.name)]
        assert len(names) <= 1
        for name in names or ["none"]:
            told.setdefault(name, []).append(path.name)
        for name in names:
            for found in formats()[name].items(path, path.name):
                assert isinstance(found, Item)
                with Reader() as reader:
                    message = reader.message(found, who)
                    assert reader.index(found).subject == message.subject
                assert name != "msg" or (message.text.strip() and message.sender.email and message.recipients)

    assert len(files) == 51
    assert {name: len(found) for name, found in told.items()} == {"eml": 47, "mbox": 2, "msg": 1, "none": 1}
    assert told["none"] == ["malformedHeaderStartsBody-noheader.msg"]


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the data is not here")
def test_a_real_message_reads_as_oxmsg_reads_it():
    for path in real():
        content = path.read_bytes()
        if msg.recognises(content[:HEAD], path.name):
            other, message = oxmsg.Message.load(content), mail(content)
            assert other.subject == message.subject
            assert "".join((other.body or "").split()) == "".join(message.text.split())
            assert [(a.file_name, a.size) for a in other.attachments] == [(a.name, a.size) for a in message.attachments]
