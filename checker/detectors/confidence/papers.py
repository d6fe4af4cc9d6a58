"""Confidential papers on their way: what a message sends along, where that is marked, and which reader may not have it.

A mark lies on the thing itself (its name, its text, the subject under which it goes, what its first sender said of it) or in the
words of the one who sends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checker.conversations import is_forward_subject, own_text
from checker.detectors.confidence.readers import is_earlier, standing
from checker.domain import FORWARDED, OWN, QUOTED, Attachment, Case, Conversation, Limit, Message, Passage, Person
from checker.language.confidentiality import is_about_rules, is_marked_name, is_marked_subject, marks
from checker.language.phrases import folded
from checker.language.sentences import Sentence
from checker.people import Roster, domains, roster

# How much of an attached file is read for a mark: marks stand at the head of a paper, or over its exempt part.
_HEAD = 4000

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|ics|vcf|p7s|asc)$")
# Words that say outright that a thing is confidential, wherever they stand; elsewhere a mark has to stand by itself, as a
# heading does.
_OUTRIGHT = re.compile(
    r"not for (?:publication|release|disclosure)|schedule 12a"
    r"|exempt (?:from (?:the )?(?:public|press|disclosure)|under|by|information|item|report|appendix|annex"
    r"|paper)"
    r"|(?:do not|don't|must not|not to be) (?:be )?(?:circulat|publish|distribut|shared|forwarded|copied|released)"
    r"|(?:treat|keep|kept|treated)\b[^.;!?]{0,40}\bconfiden|strictly confidential|in (?:strict |the strictest )?confidence"
    r"|part (?:ii|two)\b|pink"
)
_FORBIDS = re.compile(
    r"\b(?:do not|don't|must not|not to be) (?:circulat|publish|distribut|shar|forward|cop[iy]|releas)\w*\b"
    r"[^.;!?]{0,25}\b(?:this|it|these|them|outside|further|beyond)\b"
)
_HEADING = 9  # words that a mark over a paper has at most
# Words by which something goes along, though the export may have lost the file and paper goes by post.
_ATTACHED = re.compile(
    r"(?<!not )\b(?:attached|enclosed|appended)\b|\bhere(?:'s| is| are) (?:the|a|an|your|our|my|what|that)\b"
    r"|\b(?:please find|i (?:attach|enclose)|we (?:attach|enclose)|attaching|enclosing"
    r"|herewith)\b"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of confidence: where it lies, the words, whether it lies on the thing itself, and the passage that shows it."""

    where: str
    words: str
    on_thing: bool
    passage: Passage


class Papers:
    """What a case tells of confidential papers, looked up for each message."""

    def __init__(self, case: Case) -> None:
        self.known: Roster = roster(case.people)
        self._own = domains(case.people)
        self._case = case

    @cached_property
    def _called(self) -> Mapping[str, Message]:
        """By name of a file: the first message that sent it and said that it was confidential."""
        called: dict[str, Message] = {}
        for message in sorted(self._case.messages, key=lambda m: (m.date.isoformat() if m.date else "", m.id)):
            for file in _files(message):
                if folded(file.name) not in called and self.is_marked(message):
                    called[folded(file.name)] = message
        return called

    def is_marked(self, message: Message) -> bool:
        """Whether a message itself bears a mark of confidence, on what it sends along or in its words."""
        return next(self._marks_here(message), None) is not None

    def marks(self, message: Message) -> list[Mark]:
        """Every mark of confidence that a message shows for what it sends along, or for what it tells."""
        return [*self._marks_here(message), *self._marks_elsewhere(message)]

    def _marks_here(self, message: Message) -> Iterator[Mark]:
        sends = is_sending(message)
        if is_marked_subject(message.subject):
            yield Mark("subject", message.subject, sends, message.passage(0, 0, f"The subject is “{message.subject}”."))
        for file in _files(message):
            if is_marked_name(file.name):
                yield Mark(
                    "file name", file.name, on_thing=True, passage=message.passage(0, 0, f"A file is called “{file.name}”.")
                )
            if sentence := _marked_head(file):
                words = " ".join(sentence.text.split())[:160]
                yield Mark("file", words, on_thing=True, passage=message.passage(0, 0, f"The file “{file.name}” says “{words}”."))
        for zone, text in message.words(FORWARDED, QUOTED):
            if is_marked_subject(zone.subject):
                why = f"What is passed on has the subject “{zone.subject}”."
                yield Mark("subject passed on", zone.subject, on_thing=True, passage=message.passage(zone.start, zone.start, why))
            for sentence in marks(text, zone.start):
                is_forbidden = bool(_FORBIDS.search(folded(sentence.text)))
                if is_forbidden or (is_outright(sentence.text) and not is_about_rules(sentence.text)):
                    why = "What is passed on is marked so."
                    yield Mark(
                        "text passed on", sentence.text, on_thing=True, passage=message.passage(sentence.start, sentence.end, why)
                    )
                    break
        for zone, text in message.words(OWN):
            for sentence in marks(text, zone.start):
                if not is_about_rules(sentence.text):
                    yield Mark(
                        "own words",
                        sentence.text,
                        on_thing=False,
                        passage=message.passage(sentence.start, sentence.end, "The sender's own words."),
                    )

    def _marks_elsewhere(self, message: Message) -> Iterator[Mark]:
        for file in _files(message):
            first = self._called.get(folded(file.name))
            if first is not None and is_earlier(first, message) and _is_telling(file.name):
                why = f"{first.sender.label} had sent “{file.name}” with a mark of confidence."
                yield Mark("an earlier message", file.name, on_thing=True, passage=message.passage(0, 0, why))

    def standing(self, person: Person, limits: Mapping[str, Limit]) -> str:
        """Why a person may not have a confidential paper (``readers.standing``); empty where nothing says so."""
        return standing(person, self._own, limits)

    def had_already(self, conversation: Conversation, message: Message) -> set[str]:
        """The addresses of those who wrote or received what a message sends, or took part when it was sent before."""
        had: set[str] = set()
        names = {folded(file.name) for file in _files(message)}
        for earlier in conversation.messages:
            if is_earlier(earlier, message):
                is_same = bool(names & {folded(file.name) for file in earlier.attachments})
                if is_same or self.is_marked(earlier):
                    had |= {earlier.sender.email, *(person.email for person in earlier.visible)}
        # A letter that is merely answered brings nothing: what its writer and readers had is what is marked in it.
        is_carrier = not names
        for zone, text in message.words(FORWARDED, QUOTED):
            if not (is_carrier or is_marked_subject(zone.subject) or next(marks(text), None) is not None):
                continue
            for part in (zone.author, *re.split(r"[;\n]", zone.to)[:40]):
                person = self.known.named(part) if part else None
                address = re.search(r"[\w.+'-]{1,64}@[\w.-]{1,255}", part)
                had |= {person.email} if person is not None else {address[0].lower()} if address else set()
        return had


def is_sending(message: Message) -> bool:
    """Whether a message sends something along: a file, another's message, or something that its words call attached."""
    return (
        bool(_files(message))
        or any(zone.kind in (FORWARDED, QUOTED) for zone in message.zones)
        or bool(_ATTACHED.search(folded(own_text(message))))
    )


def is_passing_on(message: Message) -> bool:
    """Whether a message hands on what somebody else wrote, and is not a letter of its own."""
    return is_forward_subject(message.subject) or any(zone.kind in (FORWARDED, QUOTED) for zone in message.zones)


def is_outright(sentence: str) -> bool:
    """Whether a mark stands as a mark does: by itself, in capitals, or in words that leave no doubt."""
    even = " ".join(folded(sentence).split())
    return len(even.split()) <= _HEADING or bool(_OUTRIGHT.search(even)) or "CONFIDENTIAL" in sentence or "EXEMPT" in sentence


def own_words(message: Message) -> str:
    """The subject and the sender's own words, as one text to ask questions of."""
    return f"{message.subject}\n{own_text(message)}"


def _files(message: Message) -> list[Attachment]:
    return [file for file in message.attachments if not _PICTURE.search(folded(file.name)) and not file.type.startswith("image/")]


def _marked_head(file: Attachment) -> Sentence | None:
    if file.document is None:
        return None
    if isinstance(file.document, Message) and is_marked_subject(file.document.subject):
        return Sentence(file.document.subject, 0, len(file.document.subject))
    return next((s for s in marks(file.document.text[:_HEAD]) if is_outright(s.text) and not is_about_rules(s.text)), None)


def _is_telling(name: str) -> bool:
    """Whether a file's name is more than a machine's: "item-9.pdf", not "image001.pdf" or "scan.pdf"."""
    stem = folded(name).rpartition(".")[0]
    return len(stem) >= 5 and not re.fullmatch(r"(?:image|scan|document|doc|attachment|file|untitled|unnamed)?[\W_\d]*", stem)
