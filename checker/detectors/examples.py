"""The examples of a behaviour's sheet, made into cases that a detector can look at.

An example of correspondence is written as people would tell it, a message a line, its further lines indented::

    2026-03-02 member -> officer, cc chair: When will the depot open?
    2026-03-16 09:30 officer -> member, bcc member2 attaching plan.pdf, costs.xlsx (The depot at last): In May.
    2026-03-17 officer -> member2 forwards 1: See below.

    2026-03-18 clerk -> leader, leader2 (A notice): A blank line begins another conversation.

People are named by their parts (``member``, ``member2``, ``chair``, ``officer``, ``clerk``, ``outsider`` ...: ``CAST``);
``answers 1`` and ``forwards 1`` quote an earlier message of the example in full. ``subject``, ``end``, ``hours`` (the office's,
``09:00-17:30``) and ``limits`` stand beside it. Messages are sent at noon when no time of day is given. An example of publicity
is its text. The roster of either is the whole cast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from checker.calendar import LONDON
from checker.domain import (
    BCC,
    CC,
    OWN,
    TO,
    Attachment,
    Case,
    Conversation,
    Document,
    Message,
    Person,
    Recipient,
    Rule,
    Source,
    Zone,
)
from checker.language.zones import split

_LINE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?: (?P<hour>\d\d:\d\d))? (?P<sender>\w+) -> (?P<people>[^:]+?)"
    r"(?: (?P<act>answers|forwards) (?P<which>\d+))?(?: attaching (?P<files>[^:()]+))?"
    r"(?: \((?P<subject>[^)]*)\))?: ?(?P<text>.*)",
    re.DOTALL,
)

CAST = {
    person.email.partition("@")[0]: person
    for person in (
        Person("member@dene.example", "Cllr Wren Ashby", "member", "Labour", "", "", ("Waste Committee",)),
        Person("member2@dene.example", "Cllr Lowell Birch", "member", "Conservative"),
        Person("member3@dene.example", "Cllr Tansy Cole", "member", "Green"),
        Person("member4@dene.example", "Cllr Perrin Dove", "member", "Labour"),
        Person("chair@dene.example", "Cllr Mabel Ede", "member", "Liberal Democrat", "Chair of the Waste Committee"),
        Person("officer@dene.example", "Rowan Firth", "officer", "", "Contracts Manager", "senior"),
        Person("officer2@dene.example", "Isla Garth", "officer", "", "Waste Technician", "junior"),
        Person("clerk@dene.example", "Edmund Hale", "officer", "", "Clerk", "chief"),
        Person("director@dene.example", "Sorrel Ivey", "officer", "", "Director", "chief"),
        Person("monitor@dene.example", "Kit Jarrow", "officer", "", "Monitoring Officer", "senior"),
        Person("press@dene.example", "Linnet Kay", "officer", "", "Communications Officer", "junior"),
        Person("outsider@farm.example", "Otis Lamb", "external"),
        # Offices that one protocol or another knows, each held by one person; an example needs few of them.
        Person("authority_chair@dene.example", "Cllr Merle Marsh", "member", "Labour", "Chair", "", ("Authority",)),
        Person("deputy_chair@dene.example", "Cllr Bryony Nook", "member", "Labour", "Deputy Chair", "", ("Authority",)),
        Person("leader@dene.example", "Cllr Ferris Orme", "member", "Labour", "Leader of the Labour Group"),
        Person("leader2@dene.example", "Cllr Hollis Penn", "member", "Conservative", "Leader of the Conservative Group"),
        Person("leader3@dene.example", "Cllr Juniper Quill", "member", "Green", "Leader of the Green Group"),
        Person("leader4@dene.example", "Cllr Laurel Rook", "member", "Liberal Democrat", "Leader of the Liberal Democrat Group"),
        Person("opposition@dene.example", "Cllr Martin Sedge", "member", "Conservative", "Opposition Spokesperson"),
        Person("secretary@dene.example", "Cllr Nerys Thorne", "member", "Labour", "Secretary of the Labour Group"),
        Person(
            "panellist@dene.example", "Cllr Olwen Upshaw", "member", "Green", "", "", ("Appointments Panel", "Licensing Panel")
        ),
        Person("coopted@dene.example", "Piers Vane", "co-opted-member", "", "", "", ("Waste Committee",)),
        Person("adviser@dene.example", "Quinn Wick", "political-adviser", "Labour", "Political Adviser to the Labour Group"),
        Person("chief_executive@dene.example", "Rosa Yarrow", "officer", "", "Chief Executive", "chief"),
        Person("town_clerk@dene.example", "Silas Arden", "officer", "", "Town Clerk", "chief"),
        Person("head@dene.example", "Tamsin Brook", "officer", "", "Head of Waste Services", "senior"),
        Person("communications@dene.example", "Una Croft", "officer", "", "Director of Communications", "senior"),
        Person("services@dene.example", "Vernon Dale", "officer", "", "Members' Services Unit", "junior"),
        Person("support@dene.example", "Willa Eaves", "officer", "", "Member Support Officer", "junior"),
        Person("personnel@dene.example", "Xavier Fell", "officer", "", "Human Resources Manager", "senior"),
        Person("police@dene.example", "Yola Grange", "officer", "", "Superintendent, Police Service", "senior"),
        Person("standards@dene.example", "Standards Committee", "officer", "", "Shared mailbox of the Standards Committee"),
        Person("reporter@echo.example", "Zara Heath", "external", "", "Reporter, Dene Echo"),
        Person("minister@ministry.example", "The Minister for Waste", "external", "", "Government Minister"),
    )
}


def mail(text: str, *, subject: str = "The depot", end: str = "", hours: str = "") -> Case:
    """A case of the conversations told in the short form; ``ValueError`` if a line is not in it."""
    messages: list[Message] = []
    conversations: list[Conversation] = []
    for told in re.split(r"\n[ ]*\n(?=\S)", text.strip()):
        before = len(messages)
        for block in re.split(r"\n(?=\S)", told):
            messages.append(_message(block, messages, before, subject))
        conversations.append(Conversation(messages[before].id, tuple(messages[before:])))
    last = max((m.date for m in messages if m.date), default=None)
    opens, _, closes = hours.partition("-")
    return Case(
        conversations=tuple(conversations),
        people=tuple(CAST.values()),
        end=date.fromisoformat(end) if end else (last.date() if last else None),
        hours=(time.fromisoformat(opens), time.fromisoformat(closes)) if hours else None,
        senders=frozenset(m.sender.email for m in messages),
        reached=reached(messages),
    )


def reached(messages: Iterable[Message]) -> Mapping[str, frozenset[str]]:
    """To whom everybody wrote, by address."""
    found: dict[str, set[str]] = {}
    for message in messages:
        found.setdefault(message.sender.email, set()).update(r.person.email for r in message.recipients)
    return {sender: frozenset(people) for sender, people in found.items()}


def _message(block: str, earlier: list[Message], before: int, subject: str) -> Message:
    """The message of one block; the first ``before`` of the earlier ones belong to other conversations."""
    told = _LINE.fullmatch(block)
    if told is None:
        raise ValueError(f"Not a line of an example: {block!r}")
    text = re.sub(r"\n[ ]+", "\n", told["text"])
    quoted = earlier[int(told["which"]) - 1] if told["which"] else None
    if quoted:
        text += _quotation(quoted, told["act"])
    continues = len(earlier) > before
    prefix = {"answers": "Re: ", "forwards": "Fw: ", None: "Re: " if continues else ""}[told["act"]]
    number = len(earlier) + 1
    subject = prefix + (told["subject"] or subject)
    return Message(
        id=f"<{number}@examples>",
        source=Source("example", number),
        text=text,
        subject=subject,
        date=datetime.fromisoformat(f"{told['day']}T{told['hour'] or '12:00'}").replace(tzinfo=LONDON),
        zones=split(text, subject=subject),
        sender=CAST[told["sender"]],
        recipients=tuple(_recipients(told["people"])),
        answers=(earlier[-1].id,) if continues else (),
        attachments=tuple(_attachment(name.strip()) for name in (told["files"] or "").split(",") if name.strip()),
    )


def _attachment(name: str) -> Attachment:
    kind = "message/rfc822" if name.endswith(".eml") else "application/octet-stream"
    return Attachment(name, kind, 20_000)


def _recipients(people: str) -> list[Recipient]:
    recipients = []
    for part in people.split(","):
        kind, _, name = part.strip().rpartition(" ")
        kind = kind.strip() or TO
        header = {TO: "To", CC: "Cc", BCC: "Bcc"}[kind]
        recipients.append(Recipient(CAST[name], kind, header))
    return recipients


def _quotation(quoted: Message, act: str) -> str:
    head = "---------- Forwarded message ---------\n" if act == "forwards" else "-----Original Message-----\n"
    to = "; ".join(p.name for p in quoted.to)
    sent = quoted.date.strftime("%d %B %Y %H:%M") if quoted.date else ""
    lines = (
        f"From: {quoted.sender.name} <{quoted.sender.email}>\nSent: {sent}\nTo: {to}\nSubject: {quoted.subject}\n\n{quoted.text}"
    )
    return f"\n\n{head}{lines}"


def publicity(text: str, *, name: str = "draft.txt") -> Case:
    """A case of one draft with this text."""
    document = Document(name, Source(name), text, text.partition("\n")[0], zones=(Zone(OWN, 0, len(text)),) if text else ())
    return Case(publicity=(document,), people=tuple(CAST.values()))


def case_of(example: Mapping[str, Any]) -> Case:  # Any: a table of a sheet
    """The case that an example of a sheet tells."""
    if "mail" in example:
        beside = {key: example[key] for key in ("subject", "end", "hours") if key in example}
        return mail(example["mail"], **beside)
    return publicity(example["draft"])


def rule_of(behaviour: str, example: Mapping[str, Any]) -> Rule:  # Any: as above
    """The rule, with the limits that an example names, under which it is to be judged."""
    return Rule(behaviour, ("example/1",), MappingProxyType(dict(example.get("limits", {}))))
