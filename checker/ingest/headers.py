"""What the header of a message says: who wrote it, when, to whom, in answer to what, and whether a machine did.

``index`` reads a header alone, so that conversations can be planned before any body is read; reading a message uses the same
function, so that both passes know the same. Nothing here fails on what a header holds: what cannot be understood is
empty or None.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from checker.ingest import dates, eight_bit, encoded_words
from checker.ingest.charsets import clean
from checker.ingest.fields import Fields, parse, split
from checker.ingest.recipients import named, recipients
from checker.ingest.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LONGEST_ID = 998  # no line may be longer (RFC 5322, 2.1.1)
_MOST_ANSWERS = 1_000
_ANSWERING = frozenset({"in-reply-to", "references"})
_LONGEST_SUBJECT = 2_000

_NOBODY = ("", "")
_ID = re.compile(r"<([^<>]{1,2000})>")
_ONE_ID = re.compile(rb"<[!-;=?-~]{1,900}>")
# Addresses of mail servers; Exchange Online signs its reports with a number.
_SERVER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{32})(?:@|$)")
_REPORT = re.compile(r"\breport-type\s{0,9}=\s{0,9}\"?(delivery-status|disposition-notification)", re.IGNORECASE)
# Addresses by which programs send: lists, and servers that change an address to learn whom they failed to reach.
_PROGRAM = re.compile(r"bounce|owner|-request@|-admin@|listserv|majordomo|no-?reply|mailer|=|\+")
_AFTER_LABEL = re.compile(r"\s{0,3}(?:$|[:;,.!\[(–—-])")


class Headers(NamedTuple):
    """What a header says. An address is a name and an address, either of them empty where it is not given.

    ``recipients`` are name, address, kind (to, cc, bcc) and the field that shows it. ``answers`` are the Message-IDs that it
    answers, the nearest first. ``automatic`` is the sign by which a machine wrote it, empty if none. ``folder`` is the
    folder or the labels under which it was kept, where an export says so. ``message_id`` is empty where there is none:
    then ``id_of`` makes one of the whole message. ``writer`` is who sent it in the sender's name (RFC 5322, 3.6.2), where that
    is somebody else; ``is_unsent`` says that it is a draft that went to nobody.
    """

    message_id: str = ""
    date: datetime | None = None
    subject: str = ""
    sender: tuple[str, str] = _NOBODY
    recipients: tuple[tuple[str, str, str, str], ...] = ()
    answers: tuple[str, ...] = ()
    automatic: str = ""
    folder: str = ""
    writer: tuple[str, str] = _NOBODY
    is_unsent: bool = False


def index(raw: bytes) -> Headers:
    """What the header of a message says, given its bytes up to the blank line, or any more of them."""
    header, _ = split(raw)
    return of(parse(header) if header.isascii() else eight_bit.in_utf8(parse(header)))


def of(fields: Fields) -> Headers:
    """What these fields say."""
    subject = _text(fields, "subject")[:_LONGEST_SUBJECT]
    sender = _sender(fields)
    return Headers(
        message_id=_id(fields.get("message-id", ())),
        date=_date(fields),
        subject=subject,
        sender=sender,
        recipients=recipients(fields),
        answers=() if _ANSWERING.isdisjoint(fields) else _answers(fields),
        automatic=_automatic(fields, subject, sender),
        folder=_text(fields, "x-folder") or _text(fields, "x-gmail-labels"),
        writer=_writer(fields, sender) if "sender" in fields else _NOBODY,
        is_unsent="x-unsent" in fields and _text(fields, "x-unsent") == "1",
    )


def id_of(raw: bytes) -> str:
    """An id for a message that has none: the first half of the SHA-256 of its bytes, the same wherever it lies.

    >>> id_of(b"")
    '<sha256-e3b0c44298fc1c149afbf4c8996fb924@no-message-id>'
    """
    return f"<sha256-{hashlib.sha256(raw).hexdigest()[:32]}@no-message-id>"


def _text(fields: Fields, name: str) -> str:
    """The first field of this name that says anything."""
    for value in fields.get(name, ()):
        if text := encoded_words.text(value):
            return text
    return ""


def _sender(fields: Fields) -> tuple[str, str]:
    for name in ("from", "sender", "return-path"):
        for address in named(fields, name):
            return address
    return _NOBODY


def _writer(fields: Fields, sender: tuple[str, str]) -> tuple[str, str]:
    """Who sent it for somebody else; the address of a mailing list's own program is nobody."""
    for name, email in named(fields, "sender"):
        if email and email != sender[1] and not _PROGRAM.search(email):
            return name, email
    return _NOBODY


def _date(fields: Fields) -> datetime | None:
    for name in ("date", "sent"):  # Outlook saves a message as text with Sent
        for value in fields.get(name, ()):
            if moment := dates.date(encoded_words.unfolded(value)):
                return moment
    return None


def _id(values: Sequence[bytes]) -> str:
    """The first Message-ID in these values, empty if there is none."""
    if values and _ONE_ID.fullmatch(values[0]):
        return values[0].decode("ascii")  # as in nearly all mail
    return next(iter(_ids(values)), "")


def _answers(fields: Fields) -> tuple[str, ...]:
    found = [*_ids(fields.get("in-reply-to", ())), *reversed(_ids(fields.get("references", ())))]
    return tuple(dict.fromkeys(found))[:_MOST_ANSWERS]


def _ids(values: Sequence[bytes]) -> list[str]:
    """The Message-IDs in the values of a field, each in angle brackets and without white space, in order."""
    found: list[str] = []
    for value in values:
        if _ONE_ID.fullmatch(value):
            found.append(value.decode("ascii"))  # as most programs write it
            continue
        line = clean(value.decode("utf-8", "replace"))
        inner = _ID.findall(line)
        if not inner and len(line.split()) == 1:
            inner = [line.strip(" \t\n<>,;\"'")]  # without brackets, as some programs write it
        found += [f"<{id}>" for id in ("".join(part.split())[:_LONGEST_ID] for part in inner) if id]
    return found


def _automatic(fields: Fields, subject: str, sender: tuple[str, str]) -> str:
    """The sign by which a machine wrote a message (RFC 3834, RFC 3464, and what programs do beside them); empty if none.

    Mail to many (Precedence: bulk) is no automatic answer, and a program that asks for none (X-Auto-Response-Suppress)
    says nothing of itself.
    """
    if not _signs().isdisjoint(fields) and (sign := _sign(fields)):
        return sign
    content_type = _text(fields, "content-type")
    if content_type.lower().startswith("multipart/report") and (report := _REPORT.search(content_type)):
        return f"a {report[1].lower()} report"
    if _SERVER.match(sender[1]) and any(value.strip() in (b"<>", b"") for value in fields.get("return-path", ())):
        return f"sent by {sender[1]} without a return address"
    return f"Subject: {subject[:60]}" if _is_automatic_subject(subject.lower(), sender) else ""


@cache
def _signs() -> frozenset[str]:
    return frozenset({"auto-submitted", *wording("automatic"), "precedence", "x-post-messageclass"})


def _sign(fields: Fields) -> str:
    """The sign that one of these fields is."""
    submitted = _text(fields, "auto-submitted").lower()
    if submitted and submitted.split(";")[0].strip() != "no":
        return f"Auto-Submitted: {submitted[:60]}"
    for name in wording("automatic"):
        if name in fields:
            return f"{name.title()}: {_text(fields, name)[:60]}".rstrip(": ")
    precedence = _text(fields, "precedence").lower()
    if precedence.replace("-", "_") in ("auto_reply", "autoreply"):
        return f"Precedence: {precedence}"
    if "autoresponder" in (kind := _text(fields, "x-post-messageclass")).lower():
        return f"X-POST-MessageClass: {kind[:60]}"
    return ""


@cache
def _beginnings() -> tuple[str, ...]:
    """How a subject may begin that a program made."""
    return (*wording("openings"), *wording("labels"), *wording("bounces"))


def _is_automatic_subject(subject: str, sender: tuple[str, str]) -> bool:
    if subject.endswith(wording("endings")):
        return True
    if not subject.startswith(_beginnings()):
        return False
    if subject.startswith(wording("openings")):
        return True
    if any(subject.startswith(label) and _AFTER_LABEL.match(subject, len(label)) for label in wording("labels")):
        return True
    if not subject.startswith(wording("bounces")):
        return False
    name, address = sender
    return _SERVER.match(address) is not None or any(word in name.lower() for word in wording("servers"))
