"""A Member's letter on its way to somebody else: by which message of an officer, to whom, and in what way.

A letter goes along when a message answers it, quotes it, forwards it, pastes it in, or carries it as an attached message or file;
in an attached message it may be quoted in turn. Who wrote it is told by the heading above the quoted words where the letter
itself is not in the export. Readers whom the author wrote to had the letter already, and are no hop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import Carried, Letters, base_subject, carries, later, own_text, share_carried
from checker.detectors.confidence.readers import is_same
from checker.domain import FORWARDED, OWN, QUOTED, TO, Attachment, Case, Conversation, Document, Message, Person, Step, Zone
from checker.language.replies import agrees, asks_to_pass_on
from checker.language.sentences import sentences
from checker.language.zones import split
from checker.people import Roster, roster

# The ways in which a letter goes along, in words that can stand after "sent it on".
ANSWERED = "with an answer to it"
QUOTING = "in a quotation"
FORWARDING = "as a forward"
PASTED = "pasted into the text"
ATTACHED_MESSAGE = "as an attached message"
ATTACHED_FILE = "in an attached file"
NAMED_FILE = "as a file that is said to hold it"

# Messages hang on messages no deeper than this, and a file is read no further, in characters.
_DEEPEST = 4
_LONGEST = 60_000
# So many words a letter must have before its presence in another text tells anything, and so much of it must stand there.
_SHORTEST = 8
# So much of a letter is shown as evidence, in characters; so long may the heading above it be.
_SHOWN, _HEADING = 400, 1_500
_SHARE = 0.5

# What a letter hangs on; a copy is one where it is said whose, and a blind copy is how a message goes, and no paper.
_ATTACHED = re.compile(r"\b(?:attached|attachment|scan|enclosed)\b", re.IGNORECASE)
_COPY = re.compile(r"\b(?<!blind )(?<!carbon )copy\b", re.IGNORECASE)
_FROM_MEMBER = re.compile(r"\b(?:from|by) (?:Cllrs?|Councillors?|Clr|Coun)\.? ((?:[A-Z][\w'’-]+ ?){1,3})")


@dataclass(frozen=True, slots=True)
class Hop:
    """A Member's letter on its way to a reader: by which message of an officer, blind or open, and in what way.

    ``way`` is one of the constants above. ``zone`` is where its words stand in the message, empty for an attachment, None where
    the message only answers it. ``file`` is the attachment that holds it, ``share`` how much of it goes along, 0-1.
    """

    author: Person
    letter: Message | None
    carrier: Message
    reader: Person
    kind: str
    header: str
    zone: Zone | None
    way: str = ANSWERED
    file: Attachment | None = None
    share: float = 1.0

    @property
    def words(self) -> str:
        """The letter's own words: from the letter, or as far as they went along."""
        if self.letter is not None:
            return own_text(self.letter)
        return self.carrier.text[self.zone.start : self.zone.end] if self.zone is not None else ""


def trail(found: Sequence[Hop]) -> tuple[Step, ...]:
    """The way that letters took, step by step: each as its author sent it, and then the message by which it reached others."""
    steps: list[Step] = []
    for letter in dict.fromkeys(hop.letter for hop in found if hop.letter is not None):
        readers = tuple(dict.fromkeys(person.label for person in letter.visible))
        steps.append(Step(letter.id, letter.date, letter.sender.label, readers, TO, "the letter"))
    passed: dict[tuple[str, str], list[Hop]] = {}
    for hop in found:
        passed.setdefault((hop.kind, hop.way), []).append(hop)
    for (kind, way), mine in passed.items():
        carrier = mine[0].carrier
        readers = tuple(dict.fromkeys(hop.reader.label for hop in mine))
        steps.append(Step(carrier.id, carrier.date, carrier.sender.label, readers, kind, way))
    return tuple(steps)


def opening(text: str, zone: Zone) -> tuple[int, int]:
    """Where the first words of a letter stand that went along in this zone: below its heading, and to the end of a word."""
    start = zone.start
    below = text.find("\n\n", start, min(zone.end, start + _HEADING))
    if below >= 0 and "From:" in text[start:below] and text[below : zone.end].strip():
        start = below + len(text[below : zone.end]) - len(text[below : zone.end].lstrip())
    if zone.end - start <= _SHOWN:
        return start, zone.end
    end = max(text.rfind(" ", start, start + _SHOWN), text.rfind("\n", start, start + _SHOWN))
    return start, end if end > start else start + _SHOWN


@dataclass(frozen=True, slots=True)
class _Going:
    """A letter that a message takes along, before it is asked to whom."""

    author: Person
    letter: Message | None
    zone: Zone | None
    way: str
    file: Attachment | None = None
    share: float = 1.0
    had: frozenset[str] = frozenset()  # addresses of those who had it already, as an attached message shows


_Wanted = Callable[[Message], bool]


@dataclass(frozen=True, slots=True)
class _World:
    """What is looked up for every message: who is who, and Members' letters by their words and by their subjects."""

    known: Roster
    letters: Letters
    subjects: dict[str, list[Message]]
    is_wanted: _Wanted


def hops(case: Case) -> Iterator[tuple[Conversation, Message, list[Hop]]]:
    """Every message of an officer by which Members' letters reach other Members, with its conversation and its hops."""
    yield from _all(case, lambda letter: True, lambda person: person.is_member)


def passed_on(case: Case, is_wanted: _Wanted) -> Iterator[tuple[Conversation, Message, list[Hop]]]:
    """Every message of an officer by which the wanted letters of Members reach anybody at all.

    A letter that stands only in a quotation is no message of the case; it comes too, whether wanted or not.
    """
    yield from _all(case, is_wanted, lambda person: True)


def passed_on_by(case: Case, conversation: Conversation, carrier: Message, is_wanted: _Wanted) -> list[Hop]:
    """The hops by which one message of an officer brings anybody at all the wanted letters of its conversation."""
    return list(_hops(_world(case, conversation.messages, is_wanted), conversation, carrier, lambda person: True))


def _all(
    case: Case, is_wanted: _Wanted, is_reader: Callable[[Person], bool]
) -> Iterator[tuple[Conversation, Message, list[Hop]]]:
    world = _world(case, case.messages, is_wanted)
    for conversation in case.conversations:
        for carrier in conversation.messages:
            if carrier.sender.is_officer and not carrier.automatic:
                found = list(_hops(world, conversation, carrier, is_reader))
                if found:
                    yield conversation, carrier, found


def _world(case: Case, messages: Iterable[Message], is_wanted: _Wanted) -> _World:
    """What is looked up, the wanted letters of Members among these messages."""
    wanted = [message for message in messages if message.sender.is_member and is_wanted(message)]
    subjects: dict[str, list[Message]] = {}
    for message in wanted:
        subjects.setdefault(base_subject(message.subject), []).append(message)
    ids = {message.id for message in wanted}
    return _World(roster(case.people), Letters(wanted), subjects, lambda letter: letter.id in ids)


def _hops(world: _World, conversation: Conversation, carrier: Message, is_reader: Callable[[Person], bool]) -> Iterator[Hop]:
    readers = [r for r in carrier.recipients if is_reader(r.person) and not is_same(r.person, carrier.sender)]
    if not readers:
        return
    for going in _letters(world, conversation, carrier):
        seen_by = _had(world, conversation, carrier, going)
        for recipient in readers:
            if recipient.person.email not in seen_by and not is_same(recipient.person, going.author):
                yield Hop(
                    going.author,
                    going.letter,
                    carrier,
                    recipient.person,
                    recipient.kind,
                    recipient.header,
                    going.zone,
                    going.way,
                    going.file,
                    going.share,
                )


def _had(world: _World, conversation: Conversation, carrier: Message, going: _Going) -> set[str]:
    """The addresses of those who had a letter before: its author, and whom the author wrote to."""
    had = {going.author.email, *going.had}
    for message in conversation.messages:
        if is_before(message, carrier) and message.sender == going.author:
            had |= {person.email for person in message.visible}
    if going.letter is not None:
        had |= {person.email for person in going.letter.visible}
    elif going.zone is not None and going.zone.to:
        named = [world.known.named(part) for part in re.split(r"[;\n]|,(?= *[^,;]{0,60}@)", going.zone.to)[:50]]
        had |= {person.email for person in named if person is not None}
    return had


def _letters(world: _World, conversation: Conversation, carrier: Message) -> Iterator[_Going]:
    """The Members' letters that a message answers or carries, each author once."""
    found: set[str] = set()
    for going in _ways(world, conversation, carrier):
        if going.author.email not in found:
            found.add(going.author.email)
            yield going


def _ways(world: _World, conversation: Conversation, carrier: Message) -> Iterator[_Going]:
    """Every way in which letters go along, the surest first."""
    earlier = [m for m in conversation.messages if m.sender.is_member and is_before(m, carrier) and world.is_wanted(m)]
    for letter in reversed(earlier):
        if letter.sender.email == carrier.sender.email:
            continue
        carried = carries(carrier, letter)
        if carried:
            yield _Going(letter.sender, letter, carried.zone, _way_of(carried.zone), share=carried.share)
        elif _is_answer(conversation, carrier, letter):
            yield _Going(letter.sender, letter, None, ANSWERED)
    for zone, _ in carrier.words(QUOTED, FORWARDED):
        author = world.known.named(zone.author) if zone.author else None
        if author and author.is_member:
            yield _Going(author, _original(world, author, carrier), zone, _way_of(zone))
    yield from _attached(world, carrier, carrier, _DEEPEST)
    for author in _said_attached(carrier, world.known):
        yield _Going(author, None, Zone(OWN, 0, 0), NAMED_FILE)
    for letter, carried in _pasted(world, carrier):
        yield _Going(letter.sender, letter, carried.zone, _way_of(carried.zone), share=carried.share)


def _way_of(zone: Zone) -> str:
    return {QUOTED: QUOTING, FORWARDED: FORWARDING}.get(zone.kind, PASTED)


# --- what hangs on a message ---------------------------------------------------------------------------------------------


def _attached(world: _World, carrier: Message, holder: Message, depth: int) -> Iterator[_Going]:
    """Members' letters that hang on a message: as mail, in a file that was read, or by a name that is a letter's subject."""
    for file in holder.attachments:
        if isinstance(file.document, Message):
            yield from _in_message(world, carrier, file, file.document, depth)
        elif file.document is not None:
            yield from _in_file(world, carrier, file, file.document)
        elif _is_mail(file):
            subject = base_subject(re.sub(r"\.(?:eml|msg)$", "", file.name, flags=re.IGNORECASE))
            for letter in world.subjects.get(subject, ()) if subject else ():
                if is_before(letter, carrier):
                    yield _Going(letter.sender, letter, Zone(OWN, 0, 0), ATTACHED_MESSAGE, file)


def _in_message(world: _World, carrier: Message, file: Attachment, enclosed: Message, depth: int) -> Iterator[_Going]:
    """An attached message that is a Member's letter, or that quotes or carries one."""
    had = frozenset(person.email for person in (enclosed.sender, *enclosed.visible))
    author = enclosed.sender if enclosed.sender.is_member else world.known.who(enclosed.sender.name, enclosed.sender.email)
    if author.is_member:
        yield _Going(author, enclosed, Zone(OWN, 0, 0), ATTACHED_MESSAGE, file, had=had)
    for zone, _ in enclosed.words(QUOTED, FORWARDED):
        quoted = world.known.named(zone.author) if zone.author else None
        if quoted and quoted.is_member:
            letter = _original(world, quoted, enclosed)
            yield _Going(quoted, letter, Zone(OWN, 0, 0), ATTACHED_MESSAGE, file, had=had)
    if depth > 0:
        yield from _attached(world, carrier, enclosed, depth - 1)


def _in_file(world: _World, carrier: Message, file: Attachment, document: Document) -> Iterator[_Going]:
    """A file that holds a Member's letter: its words, or a printed message with a heading that names its author."""
    text = document.text[:_LONGEST]
    for letter in world.letters.shared_by(text):
        words = own_text(letter)
        share = share_carried(words, text)
        if share >= _SHARE and len(words.split()) >= _SHORTEST and is_before(letter, carrier):
            yield _Going(letter.sender, letter, Zone(OWN, 0, 0), ATTACHED_FILE, file, share)
    if "From:" in text:
        for zone in split(text):
            author = world.known.named(zone.author) if zone.kind in (QUOTED, FORWARDED) and zone.author else None
            if author and author.is_member:
                yield _Going(author, None, Zone(OWN, 0, 0), ATTACHED_FILE, file)


def _is_mail(file: Attachment) -> bool:
    return file.type == "message/rfc822" or file.name.lower().endswith((".eml", ".msg"))


def _said_attached(carrier: Message, known: Roster) -> Iterator[Person]:
    """The Members from whom the writer says that an attachment or scan comes."""
    text = own_text(carrier)
    said = [text] if _ATTACHED.search(text) else [each.text for each in sentences(text) if _COPY.search(each.text)]
    for match in (match for each in said for match in _FROM_MEMBER.finditer(each)):
        words = match[1].split()
        for length in range(len(words), 0, -1):
            author = known.member_called(" ".join(words[:length]))
            if author is not None:
                yield author
                break


# --- what stands in its text ---------------------------------------------------------------------------------------------


def is_before(message: Message, carrier: Message) -> bool:
    return bool(message.date and carrier.date and message.date < carrier.date)


def _is_answer(conversation: Conversation, carrier: Message, letter: Message) -> bool:
    """Whether a message answers a letter: sent to its author, and a copy of it tells of the letter without quoting it.

    What its headers call an answer to the officer's own circular takes up the circular, whoever wrote about that in between.
    """
    if letter.sender not in carrier.visible:
        return False
    if letter.id in carrier.answers:
        return True
    circulars = {m.id for m in conversation.messages if m.sender == carrier.sender and {*carrier.visible} <= {*m.visible}}
    return base_subject(letter.subject) == base_subject(carrier.subject) and circulars.isdisjoint(carrier.answers)


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
            if carried and len(own_text(letter).split()) >= _SHORTEST:
                yield letter, carried


# --- what its author was asked --------------------------------------------------------------------------------------------


def consent(conversation: Conversation, hop: Hop) -> tuple[bool, bool]:
    """Whether an officer asked the author about passing it on before it went, and whether the author agreed then."""
    for question in conversation.messages:
        asks = question.sender.is_officer and hop.author in question.visible and is_before(question, hop.carrier)
        if asks and asks_to_pass_on(own_text(question)):
            for answer in later(conversation.messages, question):
                if answer.sender == hop.author and is_before(answer, hop.carrier):
                    return True, agrees(own_text(answer))
            return True, False
    return False, False
