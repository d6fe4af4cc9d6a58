"""What detectors are given to read: every text as it is matched, and the way back to the texts as they are shown.

The one door through which a case reaches a detector. Words that are disguised (``language.skeletons``) are plain behind it, so no
detector needs to think of them; what it finds comes back with the places and the words of the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from checker.domain import Attachment, Case, Conversation, Document, Evidence, Message, Passage
from checker.language.skeletons import Skeleton, skeleton

_WORD = re.compile(r"[^\W\d_]+")
_D = TypeVar("_D", bound=Document)


@dataclass(slots=True)
class Reading:
    """A case as detectors read it. ``restored`` turns what they saw in it into what is shown."""

    case: Case
    _shown: dict[str, tuple[Document, Skeleton]] = field(default_factory=dict)

    def restored(self, evidence: Evidence) -> Evidence:
        """Evidence with its document, its places and its quotes as they stand in the text."""
        if not self._shown:
            return evidence
        document, _ = self._shown.get(evidence.document.id, (evidence.document, None))
        return replace(evidence, document=document, passages=tuple(map(self._passage, evidence.passages)))

    def _passage(self, passage: Passage) -> Passage:
        if passage.document not in self._shown:
            return passage
        document, plain = self._shown[passage.document]
        return document.passage(*plain.span(passage.start, passage.end), passage.why)


def reading(case: Case) -> Reading:
    """The case as detectors read it: itself, unless something in it is disguised."""
    names = frozenset(word for person in case.people for word in _WORD.findall(person.name) if not word.isascii())
    shown: dict[str, tuple[Document, Skeleton]] = {}
    conversations = tuple(_conversation(one, names, shown) for one in case.conversations)
    publicity = tuple(_document(draft, names, shown) for draft in case.publicity)
    return Reading(replace(case, conversations=conversations, publicity=publicity) if shown else case, shown)


def _conversation(conversation: Conversation, names: frozenset[str], shown: dict[str, tuple[Document, Skeleton]]) -> Conversation:
    messages = tuple(_document(message, names, shown) for message in conversation.messages)
    is_same = all(one is other for one, other in zip(messages, conversation.messages, strict=True))
    return conversation if is_same else replace(conversation, messages=messages)


def _document(document: _D, names: frozenset[str], shown: dict[str, tuple[Document, Skeleton]]) -> _D:
    plain = skeleton(document.text, names)
    attachments = tuple(_attachments(document, names, shown))
    subject = skeleton(document.subject, names).text
    is_same = plain.text == document.text and subject == document.subject
    if is_same and all(one is other for one, other in attachments):
        return document
    shown[document.id] = (document, plain)
    made = replace(
        document,
        text=plain.text,
        subject=subject,
        zones=tuple(replace(zone, start=plain.at(zone.start), end=plain.at(zone.end)) for zone in document.zones),
        marks=tuple(
            replace(mark, start=plain.at(mark.start), end=plain.at(mark.end), value=skeleton(mark.value).text)
            for mark in document.marks
        ),
    )
    if isinstance(made, Message):
        return replace(made, attachments=tuple(one for one, _ in attachments))
    return made


def _attachments(
    document: Document, names: frozenset[str], shown: dict[str, tuple[Document, Skeleton]]
) -> Iterator[tuple[Attachment, Attachment]]:
    """The files that hang on a message, as they are read and as they are shown. They are nested no deeper than limits allow."""
    for file in document.attachments if isinstance(document, Message) else ():
        made = _document(file.document, names, shown) if file.document is not None else None
        yield (file if made is file.document else replace(file, document=made)), file
