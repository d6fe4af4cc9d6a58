"""A message as Outlook keeps it, written as mail, is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import compressed_rtf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.domain import Mark, Message, Person, Source
from checker.ingest import headers
from checker.ingest.charsets import clean
from checker.ingest.composing import File, Kept, address, written
from checker.ingest.mime import read, sealed

NOTHING = Kept(
    transport=b"", subject="", sender=("", ""), representing=("", ""), recipients=(), sent=None, received=None, message_id="",
    in_reply_to="", references="", text="", html=b"", rtf=b"", files=(),
)  # fmt: skip
SENT = replace(
    NOTHING,
    subject="Depot",
    sender=("A. Person", "a@x.gov.uk"),
    recipients=(("B. Person", "b@x.gov.uk", "to"), ("C. Person", "c@x.gov.uk", "bcc")),
    sent=datetime(2026, 3, 3, 10, 30, tzinfo=UTC),
    message_id="<m1@x.gov.uk>",
    text="It opens in May.",
)
TRANSPORT = (
    b"Microsoft Mail Internet Headers Version 2.0\r\nReceived: from mail.y.org by x.gov.uk; Tue, 3 Mar 2026 10:31:00 +0000\r\n"
    b"Auto-Submitted: auto-replied\r\nFrom: Outside <o@y.org>\r\nTo: B. Person <b@x.gov.uk>,\r\n\tD. Person <d@x.gov.uk>\r\n"
    b"Date: Tue, 3 Mar 2026 11:30:00 +0100\r\nMessage-ID: <t1@y.org>\r\nReferences: <t0@y.org>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="bb"\r\nContent-Transfer-Encoding: 7bit\r\nX-Folder: Elsewhere\r\n\r\n'
    b"--bb\r\nContent-Type: text/plain\r\n\r\n"
)


def who(name: str, email: str) -> Person:
    return Person(email, name, "officer")  # files of strangers are not opened


def mail(kept: Kept, seen: list[tuple[str, bytes]] | None = None) -> Message:
    """The message as it is read; ``seen`` is given the names of its files, and what they hold."""

    def opener(content: bytes, name: str) -> tuple[str, tuple[Mark, ...], str]:
        if seen is not None:
            seen.append((name, content))
        return "", (), ""

    return read(written(kept), Source("store.pst"), who, opener=opener)


def people(message: Message) -> list[tuple[str, str, str]]:
    return [(recipient.person.name, recipient.person.email, recipient.kind) for recipient in message.recipients]


# --- the header ------------------------------------------------------------------------------------------------------------


def test_a_message_that_was_sent_from_here_has_all_its_recipients_and_its_time():
    message = mail(SENT)

    assert (message.id, message.subject, message.text) == ("<m1@x.gov.uk>", "Depot", "It opens in May.")
    assert message.sender == who("A. Person", "a@x.gov.uk")
    assert people(message) == [("B. Person", "b@x.gov.uk", "to"), ("C. Person", "c@x.gov.uk", "bcc")]
    assert message.date == datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
    assert message.attachments == ()


def test_the_header_as_it_came_wins_over_what_outlook_made_of_it():
    message = mail(replace(SENT, transport=TRANSPORT, folder="Inbox"))
    known = headers.index(written(replace(SENT, transport=TRANSPORT, folder="Inbox")))

    assert (message.id, message.answers, message.sender) == ("<t1@y.org>", ("<t0@y.org>",), who("Outside", "o@y.org"))
    assert message.date == datetime(2026, 3, 3, 11, 30, tzinfo=timezone(timedelta(hours=1)))
    assert message.automatic == "Auto-Submitted: auto-replied"
    assert known.folder == "Inbox"


def test_what_the_header_says_of_the_body_is_not_believed():
    message = mail(replace(SENT, transport=TRANSPORT))

    assert (message.text, message.attachments) == ("It opens in May.", ())


def test_the_table_adds_who_is_not_in_the_header():
    message = mail(replace(SENT, transport=TRANSPORT))

    assert people(message) == [
        ("B. Person", "b@x.gov.uk", "to"),
        ("D. Person", "d@x.gov.uk", "to"),
        ("C. Person", "c@x.gov.uk", "bcc"),
    ]


@pytest.mark.parametrize(
    ("entry", "is_added"),
    [
        (("Person, D.", "/O=X/CN=RECIPIENTS/CN=DP", "to"), False),  # the same by the name
        (("Person, D.", "/O=X/CN=RECIPIENTS/CN=DP", "bcc"), False),
        (("D. Person", "d@home.org", "bcc"), True),  # a copy to another of his mailboxes
        (("E. Person", "/O=X/CN=RECIPIENTS/CN=EP", "cc"), True),
        (("", "D@X.GOV.UK", "cc"), False),
        (("", "", "bcc"), False),
    ],
)
def test_nobody_is_added_who_is_there_by_another_address(entry, is_added):
    message = mail(replace(SENT, transport=TRANSPORT, recipients=(entry,)))

    assert (len(message.recipients) == 3) == is_added


def test_who_sends_for_another_is_kept_apart_from_the_author():
    kept = replace(SENT, representing=("The Mayor", "mayor@x.gov.uk"))

    assert mail(kept).sender == who("The Mayor", "mayor@x.gov.uk")
    assert b'\r\nSender: "A. Person" <a@x.gov.uk>\r\n' in written(kept)


@pytest.mark.parametrize(
    "representing",
    [("A. Person", "a@x.gov.uk"), ("Person, A.", "/O=X/CN=AP"), ("A. Person", ""), ("", "A@x.gov.uk"), ("", "")],
)
def test_nobody_sends_for_himself(representing):
    assert b"\r\nSender:" not in written(replace(SENT, representing=representing))


@pytest.mark.parametrize(
    ("candidates", "best"),
    [
        (("/O=ORG/CN=A", "a@x.org"), "a@x.org"),
        (("", "/O=ORG/OU=First  Group/CN=A", "Ann Person"), "/O=ORG/OU=First Group/CN=A"),
        (("", "Ann Person"), ""),
        (("/o=org/cn=a@x", ""), "/o=org/cn=a@x"),
        ((), ""),
    ],
)
def test_the_best_address_is_one_of_the_internet(candidates, best):
    assert address(*candidates) == best


def test_people_without_an_address_are_not_joined():
    """A comma between two names would make one of them: `Person, Ann`."""
    kept = replace(SENT, recipients=(("Person", "", "to"), ("Ann", "ann@x.org", "to"), ("Bob at home.org", "", "to")))

    assert people(mail(kept)) == [("Person", "", "to"), ("Ann", "ann@x.org", "to"), ("Bob at home.org", "", "to")]


def test_an_address_of_an_address_book_is_kept_whole():
    kept = replace(SENT, sender=("Ann Person", "/O=First Org/OU=X/CN=RECIPIENTS/CN=APERSON"))

    assert mail(kept).sender == who("Ann Person", "/o=first org/ou=x/cn=recipients/cn=aperson")


def test_five_thousand_recipients_are_all_there():
    everybody = tuple((f"Nº {number}", f"p{number}@x.gov.uk", "bcc") for number in range(5_000))

    assert people(mail(replace(SENT, recipients=everybody))) == list(everybody)


@pytest.mark.parametrize(
    ("kept", "field"),
    [
        (replace(SENT, message_class="REPORT.IPM.Note.NDR"), b"Auto-Submitted: auto-generated (REPORT.IPM.Note.NDR)"),
        (replace(SENT, message_class="IPM.Note.Rules.OofTemplate.Microsoft"), b"Auto-Submitted: auto-generated"),
        (replace(SENT, is_unsent=True), b"X-Unsent: 1"),
        (replace(SENT, message_class="IPM.Appointment"), b"X-Message-Class: IPM.Appointment"),
        (replace(SENT, in_reply_to="m0@x", references="<a@x> <b@x>"), b"In-Reply-To: <m0@x>\r\nReferences: <a@x>\r\n <b@x>"),
        (replace(SENT, sent=None, received=datetime(2026, 3, 3, 10, 30)), b"Date: Tue, 03 Mar 2026 10:30:00 +0000"),  # noqa: DTZ001
        (replace(SENT, subject="\x01\x05RE: Depot"), b"Subject: RE: Depot"),  # as stores keep it
    ],
)
def test_what_only_properties_tell_stands_in_a_field(kept, field):
    assert b"\r\n" + field in written(kept)


def test_a_header_of_nonsense_leaves_the_properties_to_tell():
    kept = replace(SENT, transport=b"From: Somebody\r\nDate: soon\r\nMessage-ID: none\r\nTo: \xff\xfe\r\n")
    message = mail(kept)

    assert (message.id, message.sender.email, message.date) == ("<m1@x.gov.uk>", "a@x.gov.uk", SENT.sent)
    assert people(message)[-2:] == [("B. Person", "b@x.gov.uk", "to"), ("C. Person", "c@x.gov.uk", "bcc")]


def test_nothing_known_is_a_message_too():
    message = mail(NOTHING)

    assert (message.text, message.recipients, message.date, message.attachments) == ("", (), None, ())


# --- the body --------------------------------------------------------------------------------------------------------------

RTF = rb"{\rtf1\ansi\ansicpg1252 The depot {\b opens} in May.\par}"
WRAPPED = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag <p>}The depot \'a3 opens in May.{\*\htmltag </p>}}"


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (replace(SENT, text="plain", html=b"<p>rich</p>"), "plain"),
        (replace(SENT, text="", html=b"<p>rich \xa3</p>", html_charset="windows-1252"), "rich £"),
        (replace(SENT, text="", html='<meta charset="iso-8859-2"><p>łódź</p>'.encode("iso-8859-2")), "łódź"),
        (replace(SENT, text="This is an HTML message.", html=b"<p>rich</p>"), "rich"),
        (replace(SENT, text="", rtf=compressed_rtf.compress(RTF)), "The depot opens in May."),
        (replace(SENT, text="", rtf=compressed_rtf.compress(WRAPPED)), "The depot £ opens in May."),
        (replace(SENT, text="", rtf=b"nonsense"), ""),
        (replace(SENT, text="plain", rtf=compressed_rtf.compress(RTF)), "plain"),
        (
            replace(SENT, text="From here\n.\n>From there\n--x--\n\nContent-Type: x"),
            "From here\n.\n>From there\n--x--\n\nContent-Type: x",
        ),
        (replace(SENT, text="x" * 100_000), "x" * 100_000),
    ],
)
def test_the_text_is_the_one_that_its_reader_saw(kept, text):
    assert mail(kept).text == text


def test_files_come_back_with_their_names_and_content():
    seen: list[tuple[str, bytes]] = []
    files = (
        File('Cofnodion Tŷ\'r Cwmni; "terfynol".docx', "application/x-doc", b"\0\r\n.\r\nFrom \xff"),
        File(r"C:\Users\x\plan.txt", "text/plain", b"--part\r\n"),
        File("multi", "multipart/mixed", b"--bb\n\nnot taken apart"),
        File("", "nonsense", b""),
        File("logo.png", "image/png", b"\x89PNG", content_id="<logo@x>"),
    )
    message = mail(replace(SENT, files=files, html=b'<img src="cid:logo@x">', text=""), seen)

    assert [(file.name, file.type, file.size) for file in message.attachments] == [
        ('Cofnodion Tŷ\'r Cwmni; "terfynol".docx', "application/x-doc", 12),
        ("plan.txt", "text/plain", 8),
        ("multi", "application/octet-stream", 21),
        ("unnamed-4", "application/octet-stream", 0),
        ("logo.png", "image/png", 4),
    ]
    assert message.text == "[picture: logo.png]"
    assert [content for _, content in seen] == [file.content for file in files[:4]]


def test_a_message_that_hangs_on_another_keeps_its_own_author():
    inner = written(replace(SENT, subject="Inner", message_id="<i@x>", files=(File("a.pdf", "application/pdf", b"%PDF"),)))
    message = mail(replace(SENT, sender=("Z", "z@x.org"), files=(File("", "", inner, is_message=True),)))

    assert [file.name for file in message.attachments] == ["Inner.eml"]
    document = message.attachments[0].document
    assert isinstance(document, Message)
    assert (document.id, document.sender.email, document.text) == ("<i@x>", "a@x.gov.uk", "It opens in May.")
    assert people(document) == people(mail(SENT))
    assert [file.name for file in document.attachments] == ["a.pdf"]


@pytest.mark.parametrize(
    ("file", "message_class", "reason"),
    [
        (File("smime.p7m", "", b"\x30\x80"), "IPM.Note.SMIME", "it is encrypted or signed in one piece (S/MIME)"),
        (File("message.rpmsg", "", b"\x76\xe8"), "IPM.Note", "it is encrypted (Microsoft Purview)"),
        (File("smime.p7m", "", b"\x30\x80"), "IPM.Note", "it has no text but attachments"),
    ],
)
def test_an_encrypted_message_says_why_it_has_no_text(file, message_class, reason):
    assert sealed(mail(replace(SENT, text="", files=(file,), message_class=message_class))) == reason


def test_a_message_that_was_signed_in_the_clear_is_read():
    entity = (
        b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="ss"\r\n\r\n'
        b"--ss\r\nContent-Type: text/plain\r\n\r\nIt opens in May.\r\n--ss\r\n"
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n--ss--"
    )
    file = File("smime.p7m", "multipart/signed", entity)
    message = mail(replace(SENT, text="", files=(file,), message_class="IPM.Note.SMIME.MultipartSigned"))

    assert message.text == "It opens in May."
    assert [found.name for found in message.attachments] == ["smime.p7s"]


# --- laws ------------------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec=None), max_size=300)
NAME = st.text(st.characters(codec=None), max_size=60)


def line(text: str) -> str:
    return " ".join(clean(text).split())


def name_of(text: str) -> str:
    """A name without what address lists are written in."""
    return line(line(text).strip(" '\"‘’“”`,;"))


@given(
    TEXT,
    TEXT,
    st.lists(st.tuples(NAME, st.sampled_from(["to", "cc", "bcc"])), max_size=8),
    st.lists(st.tuples(NAME, st.binary()), max_size=4),
)
def test_what_was_kept_is_read_back(subject, text, recipients, files):
    names = [name_of(name) for name, _ in recipients]
    assume(not any("=?" in name or "recipient" in name.lower() for name in [*names, line(subject), *(name for name, _ in files)]))
    assume("<" not in text and "begin " not in text and not subject.startswith("\x01"))
    everybody = tuple((name, f"p{number}@x.gov.uk", kind) for number, (name, kind) in enumerate(recipients))
    kept = replace(
        SENT,
        subject=subject,
        text=text,
        recipients=everybody,
        files=tuple(File(f"{number}-{name}", "application/x-file", content) for number, (name, content) in enumerate(files)),
    )
    seen: list[tuple[str, bytes]] = []
    message = mail(kept, seen)

    assert message.subject == line(subject)
    assert message.text == clean(text).strip("\n").rstrip()
    assert sorted(people(message)) == sorted((name_of(name), place, kind) for name, place, kind in everybody)
    assert [content for _, content in seen] == [content for _, content in files]
    shown = [line(f"{number}-{name}".replace("\\", "/").rpartition("/")[2]) for number, (name, _) in enumerate(files)]
    assert [file.name for file in message.attachments] == [name or f"unnamed-{number}" for number, name in enumerate(shown, 1)]


PERSON = st.tuples(TEXT, TEXT)


@given(
    st.builds(
        Kept,
        transport=st.binary() | st.lists(st.sampled_from(TRANSPORT.split(b"\r\n")) | st.binary(max_size=20)).map(b"\r\n".join),
        subject=TEXT,
        sender=PERSON,
        representing=PERSON,
        recipients=st.lists(st.tuples(TEXT, TEXT, st.sampled_from(["to", "cc", "bcc", "?"])), max_size=5).map(tuple),
        sent=st.none() | st.datetimes(timezones=st.none() | st.just(timezone(timedelta(hours=14)))),
        received=st.none() | st.datetimes(),
        message_id=TEXT,
        in_reply_to=TEXT,
        references=TEXT,
        text=TEXT,
        html=st.binary(),
        rtf=st.binary() | st.binary().map(lambda data: b"{\\rtf1\\fromhtml1 " + data),
        files=st.lists(
            st.builds(File, TEXT, TEXT | st.just("multipart/signed"), st.binary(), TEXT, st.booleans()), max_size=3
        ).map(tuple),
        folder=TEXT,
        message_class=TEXT | st.just("REPORT.x\r\nBcc: z@x"),
        html_charset=TEXT,
        is_unsent=st.booleans(),
    )
)
def test_whatever_its_fields_hold_a_message_is_written_and_can_be_read(kept):
    message = mail(kept)

    assert len(message.attachments) >= sum(file.is_message for file in kept.files)
    assert message.id


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\x0c"])
def test_a_name_puts_no_field_into_the_header(line_end):
    hostile = f"A{line_end}Bcc: z@y.org{line_end}{line_end}body"
    kept = replace(
        NOTHING,
        subject=hostile,
        sender=(hostile, hostile),
        recipients=((hostile, hostile, "to"),),
        message_id=hostile,
        references=f"<{hostile}>",
        folder=hostile,
        message_class=f"IPM.Note.X{hostile}",
        files=(File(hostile, hostile, b"", content_id=hostile),),
    )

    assert all(recipient.kind == "to" for recipient in mail(kept).recipients)
    assert mail(kept).text == ""
