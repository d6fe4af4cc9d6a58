"""What the authority publishes: drafts, and by mail what it sends to the press or to the public.

A message is publicity when an officer sends it to the press, or to several people outside, or when it calls itself a release or
a newsletter; a Member's is only where it calls itself one. What hangs on such a message is judged with it. An officer's letter
to one resident or one firm is correspondence, and no publicity.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors.outsiders import is_press, outsiders
from checker.domain import OWN, Case, Document, Mark, Message, Passage, Person
from checker.language.speakers import People, Speech, said_by, speeches
from checker.people import domains

_CALLS_ITSELF = re.compile(
    r"\b(?:press|news|media) (?:release|statement|notice)\b|\bfor immediate (?:release|use)\b|\bnotes? to editors?\b"
    r"|\bnewsletter\b"
    r"|\be-?bulletin\b|\bstatement for (?:publication|the press)\b|\bfor publication\b|\bembargo(?:ed)?\b",
    re.IGNORECASE,
)
_MANY = 4  # people outside: more than that is a circular


@dataclass(frozen=True, slots=True)
class Publication:
    """A text as it goes out, with what else of it is known.

    ``document`` is what a finding is about: the draft, or the message that the text is or hangs on. ``text`` has the
    offsets of ``document`` where ``is_quotable``; another's words in it are blanked. ``spoken`` tells whose words are whose.
    """

    document: Document
    text: str
    sender: Person
    marks: tuple[Mark, ...]
    spoken: tuple[Speech, ...]
    name: str = ""

    @property
    def is_quotable(self) -> bool:
        return not self.name

    def passage(self, start: int, end: int, why: str) -> tuple[Passage, ...]:
        """A stretch as evidence; none where the text hangs on a message and cannot be shown in it."""
        return (self.document.passage(start, end, why),) if self.is_quotable else ()

    def speaker(self, start: int, end: int) -> Speech | None:
        """Whose words a stretch is, None for the authority's own."""
        return said_by(self.spoken, start, end)

    def actor(self, start: int, end: int) -> Person:
        """The person to whom a stretch is put down: who says it, if the roster knows them, else who sent it."""
        speech = self.speaker(start, end)
        return speech.person if speech and speech.person else self.sender

    def quoted(self, start: int, end: int) -> str:
        """The words of a stretch for a sentence of ours, cut at 120 characters."""
        words = " ".join(self.text[start:end].split()).strip('"“”')
        return words if len(words) <= 120 else words[:119].rsplit(" ", 1)[0] + " …"


def publications(case: Case) -> Iterator[Publication]:
    """Every draft and everything sent out, in order."""
    people = people_of(case.people)
    for draft in case.publicity:
        yield _publication(draft, draft.text, Person(""), draft.marks, people)
    inside = domains(case.people)
    for message in case.messages:
        if _is_sent_out(message, inside):
            own = _own(message)
            yield _publication(message, own, message.sender, message.marks, people)
            for file in message.attachments:
                if file.document is not None and not isinstance(file.document, Message):
                    yield _publication(message, file.document.text, message.sender, file.document.marks, people, file.name)


def _publication(
    document: Document, text: str, sender: Person, marks: Sequence[Mark], people: People, name: str = ""
) -> Publication:
    return Publication(document, text, sender, tuple(marks), _spoken(text, people), name)


@functools.lru_cache(maxsize=4)
def people_of(people: tuple[Person, ...]) -> People:
    """The people of a case by the names that a text may call them."""
    return People(people)


@functools.lru_cache(maxsize=256)  # seven behaviours ask about the same draft, one after the other
def _spoken(text: str, people: People) -> tuple[Speech, ...]:
    return tuple(speeches(text, people))


def _is_sent_out(message: Message, inside: frozenset[str]) -> bool:
    sender = message.sender
    if message.automatic or not (sender.is_officer or sender.is_member) or sender.email.rpartition("@")[2] not in inside:
        return False
    readers = [person for person in outsiders(message) if person.email.rpartition("@")[2] not in inside]
    if not readers:
        return False
    calls_itself = bool(_CALLS_ITSELF.search(message.subject) or _CALLS_ITSELF.search(message.text[:600]))
    if sender.is_member:
        return calls_itself
    return calls_itself or any(is_press(person) for person in readers) or len(readers) > _MANY


def _own(message: Message) -> str:
    """A message's text with what others wrote blanked, so that places stay."""
    own = [" "] * len(message.text)
    for zone in message.zones:
        if zone.kind == OWN:
            own[zone.start : zone.end] = message.text[zone.start : zone.end]
    return "".join(own)


def place(publication: Publication) -> str:
    """Where a passage stands, for a sentence of ours: empty for a draft or message itself."""
    return f"In the attachment {publication.name}, " if publication.name else ""
