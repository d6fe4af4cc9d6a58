"""The examples of a behaviour's sheet, made into cases that a detector can look at.

An example of correspondence is written as people would tell it, a message a line, its further lines indented::

    2026-03-02 member -> officer, cc chair: When will the depot open?
    2026-03-16 09:30 officer -> member, bcc member2: In May.
    2026-03-17 officer -> member2 forwards 1: See below.

People are named by their parts (``member``, ``member2``, ``chair``, ``officer``, ``clerk``, ``outsider`` ...); ``answers 1`` and
``forwards 1`` quote an earlier message of the example in full, ``subject``, ``end``, ``limits`` stand beside it. Hours are noon
when none is given. An example of publicity is its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from checker.calendar import LONDON
from checker.domain import (
    BCC,
    CC,
    OWN,
    TO,
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
    r"(?: (?P<act>answers|forwards) (?P<which>\d+))?(?: \((?P<subject>[^)]*)\))?: ?(?P<text>.*)",
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
    )
}


def mail(text: str, *, subject: str = "The depot", end: str = "") -> Case:
    """A case of one conversation told in the short form; ``ValueError`` if a line is not in it."""
    messages: list[Message] = []
    for block in re.split(r"\n(?=\S)", text.strip()):
        messages.append(_message(block, messages, subject))
    last = max((m.date for m in messages if m.date), default=None)
    return Case(
        conversations=(Conversation(messages[0].id, tuple(messages)),),
        people=tuple(CAST.values()),
        end=date.fromisoformat(end) if end else (last.date() if last else None),
        senders=frozenset(m.sender.email for m in messages),
    )


def _message(block: str, earlier: list[Message], subject: str) -> Message:
    told = _LINE.fullmatch(block)
    if told is None:
        raise ValueError(f"Not a line of an example: {block!r}")
    text = re.sub(r"\n[ ]+", "\n", told["text"])
    quoted = earlier[int(told["which"]) - 1] if told["which"] else None
    if quoted:
        text += _quotation(quoted, told["act"])
    prefix = {"answers": "Re: ", "forwards": "Fw: ", None: "Re: " if earlier else ""}[told["act"]]
    number = len(earlier) + 1
    return Message(
        id=f"<{number}@examples>",
        source=Source("example", number),
        text=text,
        subject=prefix + (told["subject"] or subject),
        date=datetime.fromisoformat(f"{told['day']}T{told['hour'] or '12:00'}").replace(tzinfo=LONDON),
        zones=split(text),
        sender=CAST[told["sender"]],
        recipients=tuple(_recipients(told["people"])),
        answers=(earlier[-1].id,) if earlier else (),
    )


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
        return mail(example["mail"], subject=example.get("subject", "The depot"), end=example.get("end", ""))
    return publicity(example["draft"])


def rule_of(behaviour: str, example: Mapping[str, Any]) -> Rule:  # Any: as above
    """The rule, with the limits that an example names, under which it is to be judged."""
    return Rule(behaviour, ("example/1",), MappingProxyType(dict(example.get("limits", {}))))
