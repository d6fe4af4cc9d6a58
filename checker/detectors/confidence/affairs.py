"""Somebody's private affairs, told by an officer: of whom, to whom, and whether that somebody can be known from it.

Whose affairs they are is told by a name or, where the words hide the act, by "he" and "she" alone: a neighbour who asks after
number 27 knows who that is. A Member's illness is the Member's own to tell; colleagues may have to know of it, but not what
the Member has told nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.domain import FORWARDED, OWN, QUOTED, Message, Person
from checker.language.confidentiality import as_client, is_untold, private_matters
from checker.language.phrases import folded
from checker.language.sentences import Sentence
from checker.people import Roster, plain_name

OF = {"health": "health", "money": "money matters", "family": "family life", "personnel": "case as an employee"}

_STRANGER = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w'’-]{1,30}")
_POST = re.compile(
    r"\b[Tt]he (?:[A-Z][\w'’-]{1,30} ){0,3}(?:sergeant|constable|inspector|officer|driver|manager|supervisor|operative|caretaker"
    r"|warden|technician|assistant|receptionist|foreman)\b"
)
_THIRD = re.compile(r"\b(?:he|she)(?:'s|'d| is| was| has| had| got| owe[sd]| went| lost| keeps)\b")
_OWN_MONEY = re.compile(
    r"\b(?:rent|mortgage|council tax|benefits?|bailiffs?|court|evict(?:ed|ion)|repossess(?:ed|ion)|wages|salary|debts?|loan"
    r"|arrears|bankrupt(?:cy)?)\b"
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,255}")
_FIRST = re.compile(r"\b(?:i|i'm|i've|me|my)\b")
_KIN = re.compile(
    r"\bmy (?:late )?(?:husband|wife|partner|son|daughter|mother|father|mum|dad|brother|sister|client|tenant|lodger)\b"
)


@dataclass(frozen=True, slots=True)
class Affair:
    """Somebody's private affairs told in a sentence: of which kind, whose, and to whom.

    ``is_named`` says that a name or a post tells whose; ``is_sure`` that this is what the authority alone would know;
    ``secret`` is the sentence that says that nobody has been told, where one does.
    """

    kind: str
    sentence: Sentence
    whose: str
    readers: tuple[Person, ...]
    is_named: bool = True
    is_sure: bool = True
    secret: str = ""


def told(known: Roster, message: Message, readers: Sequence[Person], *, is_hidden: bool) -> Iterator[Affair]:
    """What a writer tells these readers of the private affairs of somebody who neither writes nor is written to."""
    if not readers:
        return
    outside = tuple(person for person in readers if person.role == "external")
    unnamed: list[tuple[str, Sentence]] = []
    for zone, text in message.words(OWN):
        for kind, sentence in private_matters(text, zone.start):
            is_staff = kind == "personnel"
            whose = (
                _whose(known, message, sentence.text, readers, is_staff=is_staff) if is_staff or as_client(sentence.text) else ""
            )
            post = _POST.search(sentence.text) if is_staff and is_hidden and not whose else None
            if whose or post:
                yield Affair(kind, sentence, whose or post[0].lower() if post else whose, tuple(readers))
            elif is_hidden and _is_of_somebody(kind, folded(sentence.text)):
                unnamed.append((kind, sentence))
    if unnamed and outside and not _KIN.search(folded(message.text)):
        kinds = {kind for kind, _ in unnamed}
        kind = "money" if "money" in kinds else "health"
        sentence = next(sentence for each, sentence in unnamed if each == kind)
        is_sure = kind == "money" or as_client(own_text(message))
        yield Affair(kind, sentence, "somebody whom the reader knows", outside, is_named=False, is_sure=is_sure)


def _is_of_somebody(kind: str, even: str) -> bool:
    """Whether a sentence tells of one man's or woman's own health or money, and not of a firm's or a budget's."""
    return bool(_THIRD.search(even)) and (kind == "health" or (kind == "money" and bool(_OWN_MONEY.search(even))))


def passed_on(message: Message, readers: Sequence[Person]) -> Iterator[Affair]:
    """What a resident's own letter tells of illness, debt or family, where an officer passes the letter on to these outsiders."""
    for zone, text in message.words(FORWARDED, QUOTED) if readers else ():
        address = _ADDRESS.search(zone.author)
        is_readers = any(
            person.email in zone.author.lower() or (person.name and person.name in zone.author) for person in readers
        )
        if address is None or is_readers or message.sender.email.partition("@")[2] in address[0].lower():
            continue
        for kind, sentence in private_matters(text, zone.start):
            if kind != "personnel" and (_KIN.search(folded(sentence.text)) or _FIRST.search(folded(sentence.text))):
                yield Affair(kind, sentence, "the writer of the letter", tuple(readers), is_sure=False)
                break


def told_colleagues(known: Roster, message: Message, hidden: str) -> Iterator[tuple[Affair, list[Person]]]:
    """A named Member's illness told to officers, where the words say that the Member has told nobody, or hide the act."""
    readers = [r.person for r in message.recipients if r.person.is_officer and r.person != message.sender]
    if not readers or any(r.person.is_member for r in message.recipients):
        return
    for zone, text in message.words(OWN):
        for kind, sentence in private_matters(text, zone.start):
            if kind != "health":
                continue
            secret = hidden or is_untold(own_text(message))
            whose = _member(known, message, sentence.text) if secret else None
            if whose is not None:
                yield Affair(kind, sentence, whose.label, tuple(readers), secret=secret), readers


def _whose(known: Roster, message: Message, sentence: str, readers: Sequence[Person], *, is_staff: bool) -> str:
    even = folded(sentence)
    for person in known.people:
        family = plain_name(person.name).split()[-1:]
        is_other = person != message.sender and person not in readers and (person.is_officer or not is_staff)
        if is_other and family and family[0] in even and plain_name(person.name) in plain_name(sentence):
            return person.label
    stranger = _STRANGER.search(sentence) if not is_staff else None
    return stranger[0] if stranger else ""


def _member(known: Roster, message: Message, sentence: str) -> Person | None:
    """The Member whom a sentence names by family name, who neither writes it nor is written to."""
    words = set(plain_name(sentence).split())
    for person in known.people:
        family = plain_name(person.name).split()[-1:]
        is_other = person.is_member and person != message.sender and all(r.person != person for r in message.recipients)
        if is_other and family and family[0] in words and family[0].title() in sentence:
            return person
    return None
