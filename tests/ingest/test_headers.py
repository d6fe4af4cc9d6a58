"""What the header of a message says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.headers import Headers, id_of, index


def header(*lines: str) -> Headers:
    return index("\n".join(lines).encode() + b"\n\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nSubject: of the body")


def test_a_header_says_who_wrote_when_of_what_in_answer_to_what():
    said = header(
        "Message-ID: <m1@x.gov.uk>",
        "Date: Tue, 3 Mar 2026 10:30:00 +0000",
        'From: "Cllr A. Person" <a.person@x.gov.uk>',
        "Subject: =?utf-8?q?Caf=C3=A9?=\n\tclosing",
        "In-Reply-To: <m0@x.gov.uk>",
        "References: <m-2@x.gov.uk> <m-1@x.gov.uk>\n <m0@x.gov.uk>",
        "X-Folder: \\Sent Items",
    )

    assert said.message_id == "<m1@x.gov.uk>"
    assert said.date.isoformat() == "2026-03-03T10:30:00+00:00"
    assert said.sender == ("Cllr A. Person", "a.person@x.gov.uk")
    assert said.subject == "Café closing"
    assert said.answers == ("<m0@x.gov.uk>", "<m-1@x.gov.uk>", "<m-2@x.gov.uk>")
    assert said.folder == "\\Sent Items"


def test_the_body_says_nothing_of_the_header():
    assert header("From: a@x.gov.uk") == Headers(sender=("", "a@x.gov.uk"))


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("<m1@x.gov.uk>", "<m1@x.gov.uk>"),
        ("m1@x.gov.uk", "<m1@x.gov.uk>"),
        ("\n <m1@x\n .gov.uk>", "<m1@x.gov.uk>"),
        ("<m1@x.gov.uk> (added by postmaster@x.gov.uk)", "<m1@x.gov.uk>"),
        ("<m1@x.gov.uk><m2@x.gov.uk>", "<m1@x.gov.uk>"),
        ("<>", ""),
        ("", ""),
        ("no id at all", ""),
    ],
)
def test_an_id_stands_in_angle_brackets(written, id):
    assert header(f"Message-ID: {written}").message_id == id


@pytest.mark.parametrize(
    ("written", "answers"),
    [
        ("<a@x>, <b@x>;junk <c@x>", ("<a@x>", "<b@x>", "<c@x>")),
        ('Your message of "Tue, 3 Mar" <a@x>', ("<a@x>",)),
        ("a@x", ("<a@x>",)),
        ("yesterday's letter", ()),
    ],
)
def test_the_ids_that_are_answered_are_found_among_junk(written, answers):
    assert header(f"In-Reply-To: {written}").answers == answers


def test_a_message_without_an_id_gets_one_of_its_bytes():
    assert id_of(b"Subject: a\n\nb") == id_of(b"Subject: a\n\nb") != id_of(b"Subject: a\n\nc")
    assert id_of(b"").startswith("<sha256-")
    assert id_of(b"").endswith("@no-message-id>")


def test_the_sender_is_sought_where_from_is_missing():
    assert header("Sender: a@x.gov.uk", "Return-Path: <b@x.gov.uk>").sender == ("", "a@x.gov.uk")
    assert header("Return-Path: <b@x.gov.uk>").sender == ("", "b@x.gov.uk")


def test_text_that_outlook_saved_has_its_date():
    assert header("From: A. Person", "Sent: 03 March 2026 10:30", "To: B").date.isoformat() == "2026-03-03T10:30:00+00:00"


MACHINES = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated (vacation)",
    "X-Autoreply: yes",
    "X-Autorespond:",
    "Precedence: auto_reply",
    "X-POST-MessageClass: 9; Autoresponder",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
    "Content-Type: multipart/report;\n report-type=disposition-notification",
    "Return-Path: <>\nFrom: MAILER-DAEMON@x.gov.uk",
    "Subject: Automatic reply: depot",
    "Subject: Auto: away",
    "Subject: Out of office",
    "Subject: Out of Office AutoReply: depot",
    "Subject: Out of office - back on Monday",
    "Subject: A Person is out of the office.",
    "From: Mail Delivery System <mailer-daemon@x.gov.uk>\nSubject: Undelivered Mail Returned to Sender",
    "From: postmaster@x.gov.uk\nSubject: Undeliverable: depot",
    "X-Failed-Recipients: a@x.gov.uk",
]


@pytest.mark.parametrize("lines", MACHINES)
def test_a_machine_is_known_by_a_sign_that_is_kept(lines):
    assert header(lines).automatic


PEOPLE = [
    "From: a@x.gov.uk\nSubject: depot",
    "Auto-Submitted: no",
    "Precedence: bulk",
    "Precedence: list",
    "X-Auto-Response-Suppress: All",
    "Return-Path: <>\nFrom: a.person@x.gov.uk",
    "From: postmaster@x.gov.uk\nSubject: depot",
    "Subject: Re: Automatic reply: depot",
    "Subject: Out of office hours access to the Town Hall",
    "Subject: Automatic doors at the library",
    "Subject: Auto parts store: planning application",
    "From: a@x.gov.uk\nSubject: Delivery failure: bins again",
    "From: a@x.gov.uk\nSubject: Undeliverable promises",
    "Content-Type: multipart/mixed; boundary=report-type",
]


@pytest.mark.parametrize("lines", PEOPLE)
def test_people_are_not_taken_for_machines(lines):
    assert header(lines).automatic == ""


FIELDS = [
    "From",
    "To",
    "Bcc",
    "Date",
    "Subject",
    "Message-ID",
    "References",
    "Received",
    "Delivered-To",
    "Content-Type",
    "List-Id",
]


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.binary(max_size=60)), max_size=8))
def test_any_header_is_borne(fields):
    said = index(b"\n".join(name.encode() + b": " + value for name, value in fields))

    assert said.date is None or said.date.utcoffset() is not None
    assert all(kind in ("to", "cc", "bcc") and (name or email) for name, email, kind, _ in said.recipients)


@given(st.binary(max_size=300))
def test_any_bytes_are_borne(raw):
    assert index(raw) == index(raw)


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="<>"), min_size=1, max_size=990))
def test_an_id_that_stands_alone_is_the_one_that_is_found_among_others(id):
    assert index(f"In-Reply-To: <{id}>".encode()).answers == (f"<{id}>",)
    assert index(f"In-Reply-To: \t<{id}>\n <x@y>".encode()).answers == tuple(dict.fromkeys([f"<{id}>", "<x@y>"]))


@pytest.mark.parametrize(
    ("sender", "writer"),
    [
        ("Office of Wren <office@dene.example>", ("Office of Wren", "office@dene.example")),
        ("wren@dene.example", ("", "")),
        ("depot-list-bounces+rowan=dene.example@lists.example", ("", "")),
        ("owner-depot@lists.example", ("", "")),
    ],
)
def test_who_sent_it_for_somebody_else_is_told_and_a_list_is_nobody(sender: str, writer: tuple[str, str]) -> None:
    known = index(f"From: Wren <wren@dene.example>\nSender: {sender}\n\n".encode())

    assert (known.sender, known.writer) == (("Wren", "wren@dene.example"), writer)


def test_a_draft_that_went_to_nobody_is_known() -> None:
    assert index(b"From: a@x.example\nX-Unsent: 1\n\n").is_unsent
    assert not index(b"From: a@x.example\n\n").is_unsent
