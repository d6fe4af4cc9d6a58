"""An officer writes up a talk with a Member, sends the note to others, and leaves that Member off (MWDA 7.5).

Three things are needed: a talk with a Member whom the roster has, what was said in it, and readers other than the Member.
Innocent: the Member gets the message or the same note by another; the officer keeps it for the file; the talk is only
mentioned to say what has been settled; the Member asked for it to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from checker.conversations import own_text, share_carried
from checker.detectors import probability
from checker.detectors.confidence.readers import listed
from checker.domain import OWN, Case, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.phrases import folded
from checker.language.sentences import Sentence
from checker.language.talks import Talk, names_note, talks
from checker.people import Roster, plain_name, roster

BEHAVIOUR = "conversation-note-not-copied"

# The Member may be sent the note in a message of their own: so long before or after, so much of it.
_SOON = timedelta(days=3)
_SAME = 0.5
# So many words of report make a note of what would else be a mention.
_ENOUGH = 25

_TITLED = re.compile(r"\b(?:Cllrs?|Councillors?|Clr|Coun|Ald(?:erman)?|Mrs?|Ms|Miss|Dr)\.? ((?:[A-Z][\w'’-]+ ?){1,3})")
_REQUEST = re.compile(
    r"\b(?:asked|asks|would like|'d like|wants|wishes)\b[^.;!?]{0,40}\b(?:if|whether|for|to|that|when|who|us|you)\b|\bplease\b"
)
_SETTLED = re.compile(
    r"\b(?:asked me to (?:tell|let|pass|say|say|send)|wants you to know|sends (?:his|her|their)|happy for me to tell)\b"
)


@dataclass(frozen=True, slots=True)
class _Note:
    """A talk that a message writes up, and the Member it was with."""

    member: Person
    talk: Talk


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:  # noqa: ARG001 every detector is given its rule
    """Notes of talks with Members that went round without them."""
    known = roster(case.people)
    sent = _to_members(case)
    for message in case.messages:
        if not message.sender.is_officer or message.automatic or not message.date:
            continue
        readers = [r.person for r in message.recipients if r.person.email != message.sender.email]
        if not readers:
            continue
        for note in _notes(known, message):
            if note.member.email in {r.person.email for r in message.recipients}:
                continue
            manner = _manner(message, note)
            if not manner:
                continue
            excuses = tuple(_excuses(note, message, sent))
            if any(excuse.found for excuse in excuses):
                continue
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label} sent {listed(readers)} an account of a talk with {note.member.label}, "
                "who is not among the recipients.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(_passages(message, note)),
                excuses=excuses,
                manner=manner,
            )
            break


def _notes(known: Roster, message: Message) -> Iterator[_Note]:
    """The talks with Members that a message tells of, the one that it tells most of first."""
    found: list[_Note] = []
    last = _with(known, message.subject, message.sender)
    opens_as_note = False  # "For the file." before anybody is named
    for zone, text in message.words(OWN):
        for talk in talks(text, zone.start):
            named = _with(known, talk.sentence.text, message.sender)
            if named is None and last is None and talk.told:
                named = _with(known, talk.told[0].text, message.sender)  # "She phoned at home. Cllr Ashby says ..."
            if named is None and _TITLED.search(talk.sentence.text):
                last = None  # a talk with somebody who is no Member
                continue
            if named is None and found and found[-1].member == last:
                found[-1] = _Note(found[-1].member, _longer(found[-1].talk, talk))
                continue
            last = named or last
            if last is not None:
                found.append(_Note(last, replace(talk, is_note=talk.is_note or opens_as_note)))
            opens_as_note = last is None and talk.is_note
    yield from sorted(found, key=lambda note: (-len(_report(note.talk).split()), note.talk.sentence.start))


def _with(known: Roster, text: str, writer: Person) -> Person | None:
    """The Member whom words name: after a title, or by the whole name."""
    for match in _TITLED.finditer(text):
        words = match[1].split()
        for length in range(len(words), 0, -1):
            member = known.member_called(re.sub(r"['’]s$", "", " ".join(words[:length])))
            if member is not None and member != writer:
                return member
    even = folded(text)
    for person in known.people:
        name = plain_name(person.name)
        if person.is_member and " " in name and name in even and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", even):
            return person
    return None


def _longer(talk: Talk, more: Talk) -> Talk:
    """A talk with what a later sentence, which names nobody else, tells of it."""
    return Talk(talk.sentence, talk.is_note or more.is_note, (*talk.told, *more.told))


def _report(talk: Talk) -> str:
    return " ".join(sentence.text for sentence in talk.told)


def _manner(message: Message, note: _Note) -> str:
    words = len(_report(note.talk).split())
    is_note = note.talk.is_note or names_note(message.subject)
    if is_note and words:
        return "note-sent-round"
    if words >= _ENOUGH:
        return "talk-told-at-length"
    if all(_REQUEST.search(folded(sentence.text)) for sentence in note.talk.told):
        return ""  # a message that was taken, not an account
    clauses = sum(1 + sentence.text.count(";") for sentence in note.talk.told)
    is_apart = any(sentence != note.talk.sentence for sentence in note.talk.told)
    return "talk-mentioned" if (clauses > 1 or is_apart) and words >= _ENOUGH // 2 else ""


def _to_members(case: Case) -> dict[str, list[Message]]:
    """By Member: what officers sent them."""
    sent: dict[str, list[Message]] = {}
    for message in sorted(case.messages, key=lambda m: (m.date.isoformat() if m.date else "", m.id)):
        if message.sender.is_officer and message.date:
            for recipient in message.recipients:
                if recipient.person.is_member:
                    sent.setdefault(recipient.person.email, []).append(message)
    return sent


def _excuses(note: _Note, message: Message, sent: dict[str, list[Message]]) -> Iterator[Excuse]:
    member, text = note.member, own_text(message)
    other = _sent_apart(note, message, sent)
    yield Excuse(
        "the Member was sent the note apart",
        other is not None,
        f"{other.sender.label} sent it on {other.date:%d %B}"
        if other is not None and other.date
        else f"nothing of it went to {member.label}",
    )
    wish = _SETTLED.search(folded(text))
    yield Excuse(
        "the Member asked for it to be told",
        wish is not None,
        f"“{text[wish.start() : wish.end()]}”" if wish else "the message does not say so",
    )
    said = re.search(
        r"\b(?:copy|copied|sent|sending|send|shown|seen|agreed)\b[^.;!?]{0,40}\b(?:cllr|councillor|him|her|them|the member)\b",
        folded(text),
    )
    meant = said is not None and not re.search(
        r"\b(?:not|never|n't|no need|don't)\b[^.;!?]{0,20}$|n't[^.;!?]{0,20}$", folded(text)[: said.start()]
    )
    yield Excuse(
        "the writer says that the Member has a copy",
        meant,
        f"“{text[said.start() : said.end()]}”" if said and meant else "the message does not say so",
    )


def _sent_apart(note: _Note, message: Message, sent: dict[str, list[Message]]) -> Message | None:
    words = _report(note.talk)
    for other in sent.get(note.member.email, ()):
        is_near = other.date is not None and message.date is not None and abs(other.date - message.date) <= _SOON
        if is_near and other.id != message.id and share_carried(words, other.text) >= _SAME:
            return other
    return None


def _passages(message: Message, note: _Note) -> Iterator[Passage]:
    def shown(sentence: Sentence, why: str) -> Passage:
        return message.passage(sentence.start, sentence.end, why)

    yield shown(note.talk.sentence, f"It tells of a talk with {note.member.label}.")
    for sentence in note.talk.told[:3]:
        if sentence != note.talk.sentence:
            yield shown(sentence, "What was said is reported.")
