"""A message's bytes to a message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.domain import OWN, QUOTED, SIGNATURE, Message, Person, Recipient, Source
from checker.ingest.limits import Limits
from checker.ingest.mime import read, sealed
from checker.ingest.unreadable import NotReadable


def who(name: str, email: str) -> Person:
    return Person(email, name)


def mail(raw: bytes | str, limits: Limits | None = None) -> Message:
    raw = raw.encode() if isinstance(raw, str) else raw
    return read(raw, Source("mailbox.mbox", 7), who, limits=limits or Limits())


def multipart(kind: str, *parts: str) -> str:
    return f"Content-Type: multipart/{kind}; boundary=bb\n\n" + "".join(f"--bb\n{part}\n" for part in parts) + "--bb--\n"


PLAIN = "Content-Type: text/plain; charset=utf-8\n\nThe depot opens in May."
HTML = 'Content-Type: text/html\n\n<p>The <a href="https://x.gov.uk/">depot</a> opens in <b>May</b>.</p>'


def test_a_message_holds_what_its_header_and_body_say():
    message = mail(
        "Message-ID: <m1@x.gov.uk>\nDate: Tue, 3 Mar 2026 10:30:00 +0000\nFrom: Officer <o@x.gov.uk>\n"
        "To: Cllr A. Person <a@x.gov.uk>\nBcc: c@x.gov.uk\nIn-Reply-To: <m0@x.gov.uk>\nSubject: Depot\n\n"
        "It opens in May.\n\nOn 2 Mar 2026, Cllr A. Person <a@x.gov.uk> wrote:\n> When will it open?\n"
    )

    assert (message.id, message.source, message.subject) == ("<m1@x.gov.uk>", Source("mailbox.mbox", 7), "Depot")
    assert message.sender == Person("o@x.gov.uk", "Officer")
    assert message.recipients == (
        Recipient(Person("a@x.gov.uk", "Cllr A. Person"), "to", "To"),
        Recipient(Person("c@x.gov.uk"), "bcc", "Bcc"),
    )
    assert message.answers == ("<m0@x.gov.uk>",)
    assert [zone.kind for zone in message.zones] == [OWN, QUOTED]
    assert "".join(text for _, text in message.words(OWN)).strip() == "It opens in May."


def test_a_message_without_an_id_has_the_same_id_in_every_run():
    assert mail("\n\nx").id == mail("\n\nx").id
    assert mail("\n\nx").id != mail("\n\ny").id


def test_of_two_forms_the_plain_one_is_read():
    message = mail(multipart("alternative", PLAIN, HTML.replace("May", "June")))

    assert message.text == "The depot opens in May."
    assert message.attachments == ()


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "  \n",
        "This is an HTML message.",
        "To view this email, go to https://x.gov.uk/",
        "Your program does not support HTML mail.",
    ],
)
def test_the_html_is_read_where_the_plain_form_says_nothing(stub):
    message = mail(multipart("alternative", f"Content-Type: text/plain\n\n{stub}", HTML))

    assert message.text == "The depot opens in May."


def test_mail_in_html_alone_keeps_links_and_pictures():
    message = mail(HTML.replace("</p>", '<img src="rose.png" alt="Rose"></p>'))

    assert message.text == "The depot opens in May. [picture: rose.png: Rose]"
    assert [(mark.kind, mark.value, message.text[mark.start : mark.end]) for mark in message.marks] == [
        ("link", "https://x.gov.uk/", "depot"),
        ("picture", "rose.png", "[picture: rose.png: Rose]"),
    ]


def test_html_that_nobody_called_so_is_read_as_html():
    assert mail("Subject: x\n\n<html><body><p>The depot</p></body></html>").text == "The depot"


def test_quotation_that_markup_shows_is_zoned():
    message = mail(
        "Content-Type: text/html\n\n<div>Mine</div><div class=gmail_quote>Theirs</div><div class=gmail_signature>A</div>"
    )

    assert [(zone.kind, message.text[zone.start : zone.end].strip()) for zone in message.zones] == [
        (OWN, "Mine"),
        (QUOTED, "Theirs"),
        (SIGNATURE, "A"),
    ]


def test_texts_in_a_row_are_one_text_and_marks_stay_in_place():
    message = mail(multipart("mixed", PLAIN, HTML.replace("May", "June"), "Content-Type: text/plain\n\nA footer"))

    assert message.text == "The depot opens in May.\n\nThe depot opens in June.\n\nA footer"
    assert [message.text[mark.start : mark.end] for mark in message.marks] == ["depot"]
    assert message.marks[0].start > 20


def test_pictures_that_came_along_are_named_in_the_text_and_attached():
    picture = "Content-Type: image/png; name=rose.png\nContent-ID: <Part1@x>\nContent-Transfer-Encoding: base64\n\nAAAA"
    page = 'Content-Type: text/html\n\n<p>See <img src="cid:part1@X"></p>'

    message = mail(multipart("related", page, picture))

    assert message.text == "See [picture: rose.png]"
    assert [(file.name, file.type, file.size) for file in message.attachments] == [("rose.png", "image/png", 3)]


ATTACHED = "Content-Type: application/pdf\nContent-Disposition: attachment; filename"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (f'{ATTACHED}="plan.pdf"', "plan.pdf"),
        (f"{ATTACHED}*=UTF-8''caf%C3%A9.pdf", "café.pdf"),
        (f'{ATTACHED}="=?iso-8859-1?q?caf=E9.pdf?="', "café.pdf"),
        (f'{ATTACHED}="C:\\\\Plans\\\\plan.pdf"', "plan.pdf"),
        (f'{ATTACHED}="../../etc/plan.pdf"', "plan.pdf"),
        ('Content-Type: application/pdf; name="plan.pdf"', "plan.pdf"),
        ("Content-Type: application/pdf", "unnamed-1"),
        ("Content-Type: text/plain\nContent-Disposition: attachment", "unnamed-1"),
        ('Content-Type: text/plain; name="notes.txt"', "notes.txt"),
    ],
)
def test_files_are_named_as_they_were_sent(header, name):
    message = mail(multipart("mixed", PLAIN, f"{header}\n\nxyz"))

    assert message.text == "The depot opens in May."
    assert [(file.name, file.size) for file in message.attachments] == [(name, 3)]


def test_a_message_within_a_message_is_a_file_under_its_subject():
    inner = "Content-Type: message/rfc822\n\nSubject: The old depot\nFrom: b@x.gov.uk\n\nNot the sender's words"

    message = mail(multipart("mixed", PLAIN, inner))

    assert message.text == "The depot opens in May."
    assert [(file.name, file.type) for file in message.attachments] == [("The old depot.eml", "message/rfc822")]


def test_text_that_bears_a_name_at_the_beginning_is_the_message():
    assert mail(multipart("mixed", "Content-Type: text/plain; name=message.txt\n\nThe depot")).text == "The depot"


def test_files_in_the_text_of_old_mail_are_files():
    message = mail("Subject: x\n\nHere it is:\n\nbegin 644 plan.txt\n#0V%F\n`\nend\n\nYours")

    assert message.text.split() == ["Here", "it", "is:", "Yours"]
    assert [(file.name, file.size) for file in message.attachments] == [("plan.txt", 3)]


def test_words_that_only_begin_like_a_file_stay():
    assert mail("Subject: x\n\nbegin 644 words\nThe depot opens.\n").text == "begin 644 words\nThe depot opens."


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("Content-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA", "S/MIME"),
        (
            multipart("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1", "Content-Type: text/plain\n\nx"),
            "OpenPGP",
        ),
        ("Content-Type: application/ms-tnef; name=winmail.dat\n\nAAAA", "Outlook"),
        ("Content-Type: application/pdf\n\nAAAA", "attachments"),
    ],
)
def test_mail_without_text_that_can_be_read_is_read_and_says_why(raw, why):
    message = mail(raw)

    assert message.text == ""
    assert why in sealed(message)


def test_mail_with_text_and_mail_with_nothing_are_not_sealed():
    assert sealed(mail(PLAIN)) == sealed(mail("Subject: x\n\n")) == ""


@pytest.mark.parametrize(
    ("raw", "limits", "why"),
    [
        ("Subject: x\n\n" + "x" * 200, Limits(message_bytes=100), "bytes"),
        ("Subject: x\n\n" + "x" * 200, Limits(text=100), "characters"),
        (multipart("mixed", PLAIN, PLAIN), Limits(parts=2), "parts"),
        (multipart("mixed", multipart("mixed", PLAIN).replace("bb", "cc")), Limits(depth=1), "nested"),
        ("X-Long: " + "x" * 2_000_000, Limits(), "header"),
    ],
)
def test_what_goes_beyond_a_limit_is_not_read_and_the_reason_is_said(raw, limits, why):
    with pytest.raises(NotReadable, match=why):
        mail(raw, limits)


def test_a_text_in_a_set_that_is_declared_wrongly_is_read():
    page = b'Content-Type: text/html\n\n<meta charset="iso-8859-2"><p>' + "Škoda".encode("iso-8859-2")

    assert mail(b"Content-Type: text/plain; charset=x-nonsense\n\nCaf\xe9 \x96 open").text == "Café – open"
    assert mail(page).text == "Škoda"


LINES = [
    *(
        b"Content-Type: multipart/alternative; boundary=b",
        b"Content-Type: multipart/mixed; boundary=c",
        b"Content-Type: text/html",
    ),
    *(b"Content-Type: text/plain; charset=utf-16", b"Content-Transfer-Encoding: base64", b"Content-Type: message/rfc822"),
    *(b"Content-Transfer-Encoding: quoted-printable", b"--b", b"--b--", b"--c", b"", b"", b"words", b"-- ", b"> quoted"),
    *(
        b"<p>words<div class=gmail_quote>",
        b"begin 644 x",
        b"#0V%F",
        b"end",
        b"Q2Fmw6k=",
        b"=E9=",
        b"From: a@b, ;<",
        b"\xff\xfe\x00",
    ),
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=25).map(b"\n".join) | st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_the_message_holds_together(raw):
    message = mail(raw)

    assert "".join(message.text[zone.start : zone.end] for zone in message.zones) == message.text
    assert all(0 <= mark.start < mark.end <= len(message.text) for mark in message.marks)
    assert all(file.name and file.size >= 0 for file in message.attachments)
    assert message.id.startswith("<")
    message.text.encode("utf-8")
