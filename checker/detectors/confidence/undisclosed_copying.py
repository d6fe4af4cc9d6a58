"""An officer copies or forwards a Member's correspondence to another Member, and its author is not told.

What must be done is the protocol's: MWDA 7.3 wants it stated on the letter itself and forbids secret copies, London Councils 12
wants the author told and agreeing beforehand. A blind copy is a header and needs no wording; a blind copy may also show only in
the delivery headers. What looks like copying and is none: the author sent it to that Member too, asked for it to be passed
on, or stands in copy; the letter is a resident's; the one who passes it on is a Member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.conversations import Carried, Letters, base_subject, carries, later, own_text
from checker.detectors import probability
from checker.domain import (
    BCC,
    FORWARDED,
    OWN,
    QUOTED,
    Attachment,
    Case,
    Conversation,
    Evidence,
    Excuse,
    Message,
    Passage,
    Person,
    Rule,
    Zone,
)
from checker.language.replies import may_pass_on, says_copied
from checker.people import Roster, roster

# A letter to so many Members at once is a circular: nobody's confidence is broken by sending it once more.
CIRCULAR = 6


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
class World:
    """What is looked up for every message: who is who, and Members' letters by their words and by their subjects."""

    known: Roster
    letters: Letters
    subjects: dict[str, list[Message]]


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Hops of Members' letters that their authors were not told of in the way that the protocol asks for."""
    known = roster(case.people)
    letters = Letters(m for m in case.messages if m.sender.is_member)
    subjects: dict[str, list[Message]] = {}
    for message in case.messages:
        if message.sender.is_member:
            subjects.setdefault(base_subject(message.subject), []).append(message)
    world = World(known, letters, subjects)
    for conversation in case.conversations:
        for carrier in conversation.messages:
            if not carrier.sender.is_officer or carrier.automatic:
                continue
            hops = list(_hops(world, conversation, carrier))
            if hops:
                yield from _judge(rule, conversation, carrier, hops)


def _hops(world: World, conversation: Conversation, carrier: Message) -> Iterator[Hop]:
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


def _letters(world: World, conversation: Conversation, carrier: Message) -> Iterator[tuple[Person, Message | None, Zone | None]]:
    """The Members' letters that a message answers or carries, each author once."""
    found: set[str] = set()
    for letter in reversed([m for m in conversation.messages if m.sender.is_member and _is_before(m, carrier)]):
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


_FROM_MEMBER = re.compile(r"\b(?:from|by) (?:Cllrs?|Councillors?|Clr|Coun)\.? ((?:[A-Z][\w'’-]+ ?){1,3})")


def _attached_letters(world: World, carrier: Message) -> Iterator[Message]:
    """Members' letters that hang on a message as mail: known by the subject, which mail programs give the attachment as its name."""
    names = {
        base_subject(re.sub(r"\.(?:eml|msg)$", "", file.name, flags=re.IGNORECASE))
        for file in carrier.attachments
        if _is_mail(file)
    }
    for name in sorted(names - {""}):
        yield from (letter for letter in world.subjects.get(name, ()) if _is_before(letter, carrier))


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


def _is_before(message: Message, carrier: Message) -> bool:
    return bool(message.date and carrier.date and message.date < carrier.date)


def _is_answer(carrier: Message, letter: Message) -> bool:
    """Whether a message answers a letter: sent to its author, and a copy of it tells of the letter without quoting it."""
    return letter.sender in carrier.visible and (
        letter.id in carrier.answers or base_subject(letter.subject) == base_subject(carrier.subject)
    )


def _original(world: World, author: Person, carrier: Message) -> Message | None:
    for letter in world.letters.shared_by(carrier.text):
        if letter.sender == author and _is_before(letter, carrier) and carries(carrier, letter):
            return letter
    return None


def _pasted(world: World, carrier: Message) -> Iterator[tuple[Message, Carried]]:
    text = own_text(carrier)
    if len(text) < 60:
        return
    for letter in world.letters.shared_by(text):
        is_near = bool(letter.date and carrier.date and 0 < (carrier.date - letter.date).days + 1 <= 60)
        if is_near and _is_before(letter, carrier) and carrier.sender in letter.visible:
            carried = carries(carrier, letter)
            if carried and len(own_text(letter).split()) >= 8:
                yield letter, carried


def _judge(rule: Rule, conversation: Conversation, carrier: Message, hops: list[Hop]) -> Iterator[Evidence]:
    by_author: dict[str, list[Hop]] = {}
    for hop in hops:
        by_author.setdefault(hop.author.email, []).append(hop)
    kept: list[tuple[str, Hop, tuple[Excuse, ...]]] = []
    for mine in by_author.values():
        for hop in mine:
            excuses = tuple(_excuses(rule, conversation, hop))
            manner = _manner(rule, hop)
            if manner and not any(excuse.found for excuse in excuses if excuse.excuse in _ACCEPTED[_asked(rule)]):
                kept.append((manner, hop, excuses))
    if not kept:
        return
    kept.sort(key=lambda one: (-probability("undisclosed-copying", one[0]), one[1].reader.email, one[1].author.email))
    manner, hop, excuses = kept[0]
    readers = _listed([one[1].reader for one in kept])
    yield Evidence(
        document=carrier,
        actor=carrier.sender,
        why=_why(manner, hop, readers),
        confidence=probability("undisclosed-copying", manner),
        passages=tuple(_passages(hop)),
        excuses=excuses,
        manner=manner,
    )


# Which innocent explanations each demand lets pass. Where consent is demanded, telling is not enough.
_ACCEPTED = {
    "statement": (
        "stated on the letter",
        "author in copy",
        "author asked for it to be passed on",
        "letter of general interest sent to many",
    ),
    "consent": (
        "author agreed beforehand",
        "author asked for it to be passed on",
        "letter of general interest sent to many",
    ),
}


def _asked(rule: Rule) -> str:
    return "consent" if rule.limits.get("consent") == "required" else "statement"


def _manner(rule: Rule, hop: Hop) -> str:
    if hop.kind == BCC:
        return "blind-copy"
    if hop.author in hop.carrier.visible:
        # The author sees the copy in the heading of the reply: no secret; a breach only where consent is asked for.
        return "no-consent" if _asked(rule) == "consent" else ""
    return "silent-forward" if hop.zone is not None else ""


def _excuses(rule: Rule, conversation: Conversation, hop: Hop) -> Iterator[Excuse]:
    stated = _statement(conversation, hop)
    yield Excuse(
        "stated on the letter",
        bool(stated),
        f"“{stated}”" if stated else f"no message to {hop.author.label} says that {hop.reader.label} is sent it",
    )
    is_open = hop.author in hop.carrier.visible and hop.kind != BCC
    yield Excuse(
        "author in copy",
        is_open,
        f"{hop.author.label} is {'' if is_open else 'not '}among the open recipients"
        + (f", and {hop.reader.label} is in blind copy" if hop.kind == BCC else ""),
    )
    wish = may_pass_on(own_text(hop.letter)) if hop.letter else ""
    yield Excuse(
        "author asked for it to be passed on",
        bool(wish),
        f"the letter says “{wish}”"
        if wish
        else "the letter does not ask for it"
        if hop.letter
        else "the letter itself is not in the export",
    )
    yield Excuse(
        "author had sent it to that Member",
        found=False,
        why=f"no earlier message of {hop.author.label} in the conversation went to {hop.reader.label}",
    )
    circular = hop.letter is not None and sum(p.is_member for p in hop.letter.visible) >= CIRCULAR
    yield Excuse(
        "letter of general interest sent to many",
        circular,
        f"the author had sent it to {CIRCULAR} Members or more" if circular else "the author had not sent it round",
    )
    asked, agreed = _consent(conversation, hop)
    if _asked(rule) == "consent":
        why = "asked, and agreed to" if agreed else "no question to the author and assent before the copy were seen"
        yield Excuse("author agreed beforehand", agreed, why)
    else:
        why = "the author was asked, which is not a statement on the letter" if asked else "no message to the author speaks of it"
        yield Excuse("author told in another message", asked, why)


def _statement(conversation: Conversation, hop: Hop) -> str:
    """The sentence to the author, on this message or the answer to the letter, that tells of the copy."""
    candidates = [m for m in conversation.messages if m.sender.is_officer and hop.author in m.visible]
    candidates += [hop.carrier] if hop.carrier not in candidates else []
    for message in candidates:
        for sentence in says_copied(own_text(message)):
            if (
                "?" not in sentence
                and _names(sentence, hop.reader)
                and (hop.author in message.visible or _tells_author(sentence, hop.author))
            ):
                return " ".join(sentence.split())
    return ""


def _tells_author(sentence: str, author: Person) -> bool:
    """Whether a note on the copy itself says that the author knows."""
    family = author.name.split()[-1].lower() if author.name else ""
    return (
        bool(family)
        and family in sentence.lower()
        and bool(re.search(r"\b(?:knows|aware|told|agreed|happy|knowledge)\b", sentence, re.IGNORECASE))
    )


def _names(sentence: str, reader: Person) -> bool:
    """Whether a sentence means this reader: by name, by office, or as the Chair, colleagues, Members."""
    even = sentence.lower()
    family = reader.name.split()[-1].lower() if reader.name else ""
    if family and family in even:
        return True
    offices = [
        word for word in re.findall(r"[a-z]+", reader.position.lower()) if word not in ("of", "the", "and", "committee", "group")
    ]
    if any(re.search(rf"\b{word}", even) for word in offices):
        return True
    return bool(
        re.search(
            r"\b(?:all members|members of the|your (?:ward )?colleagues?|ward colleagues?|the other (?:ward )?members?|cllrs?|councillors?|chairman|both of you)\b",
            even,
        )
    )


def _consent(conversation: Conversation, hop: Hop) -> tuple[bool, bool]:
    """Whether the author was asked about passing it on before the copy, and whether the author then agreed."""
    for question in conversation.messages:
        if not (question.sender.is_officer and hop.author in question.visible and _is_before(question, hop.carrier)):
            continue
        text = own_text(question).lower()
        if not ("?" in text and re.search(r"\b(?:copy|forward|share|pass|show|let .{1,40} (?:see|have))\b", text)):
            continue
        for answer in later(conversation.messages, question):
            if answer.sender == hop.author and _is_before(answer, hop.carrier):
                return True, not re.search(r"\b(?:no|rather not|prefer not|please don't|do not)\b", own_text(answer).lower())
        return True, False
    return False, False


def _passages(hop: Hop) -> Iterator[Passage]:
    if hop.kind == BCC:
        yield hop.carrier.passage(0, 0, f"{hop.header} names {hop.reader.label}, whom the open recipients cannot see.")
    if hop.zone is not None:
        start, end = hop.zone.start, min(hop.zone.end, hop.zone.start + 400)
        yield hop.carrier.passage(start, end, f"The letter of {hop.author.label} goes along here.")


def _listed(people: list[Person]) -> str:
    names = list(dict.fromkeys(person.label for person in people))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _why(manner: str, hop: Hop, readers: str) -> str:
    author, officer = hop.author.label, hop.carrier.sender.label
    if manner == "blind-copy":
        return f"{officer} sent {readers} a blind copy of correspondence with {author}; the copy shows in the {hop.header} header alone."
    if manner == "no-consent":
        return f"{officer} copied correspondence with {author} to {readers}, and no consent of the author was seen beforehand."
    return f"{officer} sent a letter of {author} on to {readers}, and nothing tells its author."
