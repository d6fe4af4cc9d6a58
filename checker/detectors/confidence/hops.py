"""A Member's letter on its way to another Member: by which message of an officer, and how.

A letter goes along when a message answers it, quotes it, forwards it, pastes it in, or carries it as an attachment. Who wrote
it is told by the heading above the quoted words where the letter itself is not in the export. Readers whom the author wrote
to in the conversation had the letter already, and are no hop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.conversations import Carried, Letters, base_subject, carries, own_text
from checker.domain import FORWARDED, OWN, QUOTED, Attachment, Case, Conversation, Message, Person, Zone
from checker.people import Roster, roster

_FROM_MEMBER = re.compile(r"\b(?:from|by) (?:Cllrs?|Councillors?|Clr|Coun)\.? ((?:[A-Z][\w'’-]+ ?){1,3})")


@dataclass(frozen=True, slots=True)
class Hop:
    """A Member's letter on its way to another Member: by which message of an officer, to whom, blind or open."""

    author: Person
    letter: Message | None
    carrier: Message
    reader: Person
    kind: str
    header: str
    zone: Zone | None


@dataclass(frozen=True, slots=True)
class _World:
    """What is looked up for every message: who is who, and Members' letters by their words and by their subjects."""

    known: Roster
    letters: Letters
    subjects: dict[str, list[Message]]


def hops(case: Case) -> Iterator[tuple[Conversation, Message, list[Hop]]]:
    """Every message of an officer by which Members' letters reach other Members, with its conversation and its hops."""
    letters = Letters(message for message in case.messages if message.sender.is_member)
    subjects: dict[str, list[Message]] = {}
    for message in case.messages:
        if message.sender.is_member:
            subjects.setdefault(base_subject(message.subject), []).append(message)
    world = _World(roster(case.people), letters, subjects)
    for conversation in case.conversations:
        for carrier in conversation.messages:
            if carrier.sender.is_officer and not carrier.automatic:
                found = list(_hops(world, conversation, carrier))
                if found:
                    yield conversation, carrier, found


def _hops(world: _World, conversation: Conversation, carrier: Message) -> Iterator[Hop]:
    readers = [r for r in carrier.recipients if r.person.is_member]
    if not readers:
        return
    for author, letter, zone in _letters(world, conversation, carrier):
        seen_by = {author.email}
        for message in conversation.messages:
            if message.date and carrier.date and message.date < carrier.date and message.sender == author:
                seen_by |= {p.email for p in message.visible}
        for recipient in readers:
            if recipient.person.email not in seen_by:
                yield Hop(author, letter, carrier, recipient.person, recipient.kind, recipient.header, zone)


def _letters(world: _World, conversation: Conversation, carrier: Message) -> Iterator[tuple[Person, Message | None, Zone | None]]:
    """The Members' letters that a message answers or carries, each author once."""
    found: set[str] = set()
    for letter in reversed([m for m in conversation.messages if m.sender.is_member and is_before(m, carrier)]):
        if letter.sender.email in found or letter.sender.email == carrier.sender.email:
            continue
        carried = carries(carrier, letter)
        if carried or _is_answer(carrier, letter):
            found.add(letter.sender.email)
            yield letter.sender, letter, carried.zone if carried else None
    for zone, _ in carrier.words(QUOTED, FORWARDED):
        author = world.known.named(zone.author) if zone.author else None
        if author and author.is_member and author.email not in found:
            found.add(author.email)
            yield author, _original(world, author, carrier), zone
    for author in _attached(carrier, world.known):
        if author.email not in found:
            found.add(author.email)
            yield author, None, Zone(OWN, 0, 0)
    for letter in _attached_letters(world, carrier):
        if letter.sender.email not in found:
            found.add(letter.sender.email)
            yield letter.sender, letter, Zone(OWN, 0, 0)
    for letter, carried in _pasted(world, carrier):
        if letter.sender.email not in found:
            found.add(letter.sender.email)
            yield letter.sender, letter, carried.zone


def _attached_letters(world: _World, carrier: Message) -> Iterator[Message]:
    """Members' letters that hang on a message as mail: known by the subject, which is the attachment's name."""
    names = {
        base_subject(re.sub(r"\.(?:eml|msg)$", "", file.name, flags=re.IGNORECASE))
        for file in carrier.attachments
        if _is_mail(file)
    }
    for name in sorted(names - {""}):
        yield from (letter for letter in world.subjects.get(name, ()) if is_before(letter, carrier))


def _is_mail(file: Attachment) -> bool:
    return file.type == "message/rfc822" or file.name.lower().endswith((".eml", ".msg"))


def _attached(carrier: Message, known: Roster) -> Iterator[Person]:
    """The Members from whom the writer says that an attachment or scan comes."""
    text = own_text(carrier)
    if not re.search(r"\b(?:attached|attachment|scan|enclosed|copy)\b", text, re.IGNORECASE):
        return
    for match in _FROM_MEMBER.finditer(text):
        words = match[1].split()
        for length in range(len(words), 0, -1):
            author = known.member_called(" ".join(words[:length]))
            if author is not None:
                yield author
                break


def is_before(message: Message, carrier: Message) -> bool:
    return bool(message.date and carrier.date and message.date < carrier.date)


def _is_answer(carrier: Message, letter: Message) -> bool:
    """Whether a message answers a letter: sent to its author, and a copy of it tells of the letter without quoting it."""
    return letter.sender in carrier.visible and (
        letter.id in carrier.answers or base_subject(letter.subject) == base_subject(carrier.subject)
    )


def _original(world: _World, author: Person, carrier: Message) -> Message | None:
    for letter in world.letters.shared_by(carrier.text):
        if letter.sender == author and is_before(letter, carrier) and carries(carrier, letter):
            return letter
    return None


def _pasted(world: _World, carrier: Message) -> Iterator[tuple[Message, Carried]]:
    text = own_text(carrier)
    if len(text) < 60:
        return
    for letter in world.letters.shared_by(text):
        is_near = bool(letter.date and carrier.date and 0 < (carrier.date - letter.date).days + 1 <= 60)
        if is_near and is_before(letter, carrier) and carrier.sender in letter.visible:
            carried = carries(carrier, letter)
            if carried and len(own_text(letter).split()) >= 8:
                yield letter, carried
