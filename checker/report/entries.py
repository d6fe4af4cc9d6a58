"""A finding as it is printed: its evidence marked in its document, the conversation around it, and who saw it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.domain import BCC, CC, FORWARDED, QUOTED, TO, Behaviour, Document, Finding, Message, Passage, Source, Step
from checker.report import highlight
from checker.report.highlight import Span
from checker.report.register import Line
from checker.report.shelf import Gap, Place, Row, Sheet, Shelf, sheet_of, timeline_of

# So many messages of a conversation are looked through for who saw a letter.
LATER = 200


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A passage of evidence with its number. ``elsewhere`` is set when it is in another document than the finding's."""

    number: int
    passage: Passage
    is_marked: bool
    elsewhere: Document | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as it is printed. ``further`` are documents that hold evidence and lie outside its conversation.

    ``seen`` is who saw its message by which one, as headers and quotations tell it; the finding's own ``trail`` tells more
    where there is one.
    """

    line: Line
    behaviour: Behaviour | None
    exhibits: tuple[Exhibit, ...]
    sheet: Sheet | None
    timeline: tuple[Row | Gap, ...]
    further: tuple[Sheet, ...] = ()
    seen: tuple[Step, ...] = ()

    @property
    def finding(self) -> Finding:
        return self.line.finding


def entry(line: Line, behaviours: Mapping[str, Behaviour], shelf: Shelf) -> Entry:
    """The finding of a line, with the documents that it needs from the shelf."""
    finding = line.finding
    document, place = shelf.find(finding)
    texts = {} if document is None else {document.id: document}
    exhibits = []
    spans: defaultdict[Source, list[Span]] = defaultdict(list)  # by source: a mailbox may hold one id twice
    for each, passage in enumerate(finding.evidence, start=1):
        text = texts.get(passage.document) or shelf.named(passage.document, place)
        is_marked = text is not None and highlight.is_in(passage, text)
        if text is not None and is_marked:
            spans[text.source].append(Span(passage.start, passage.end, f"evidence {each}"))
        elsewhere = text if passage.document != finding.document else None
        exhibits.append(Exhibit(each, passage, is_marked, elsewhere, text is not None))
    sheet = None if document is None else sheet_of(document, spans[document.source], shelf, place)
    timeline: tuple[Row | Gap, ...] = ()
    seen: tuple[Step, ...] = ()
    if isinstance(document, Message) and place is not None:
        timeline = tuple(timeline_of(place, spans, {p.document for p in finding.evidence}, shelf))
        seen = finding.trail or tuple(_seen(document, shelf.conversations[place.conversation].messages, place))
    listed = {row.message.id for row in timeline if isinstance(row, Row)} | {finding.document}
    outside: dict[str, Document] = {text.id: text for one in exhibits if (text := one.elsewhere) and text.id not in listed}
    return Entry(
        line=line,
        behaviour=behaviours.get(finding.behaviour),
        exhibits=tuple(exhibits),
        sheet=sheet,
        timeline=timeline,
        further=tuple(sheet_of(text, spans[text.source], shelf, shelf.place_of(text)) for text in outside.values()),
        seen=seen,
    )


def _seen(message: Message, messages: tuple[Message, ...], place: Place) -> Iterator[Step]:
    """Who got a message, and who got it later by an answer or a forward that has mail quoted in it."""
    known = {message.sender.email.lower()}
    yield from _sent(message, "the message", known)
    for later in messages[place.number + 1 : place.number + 1 + LATER]:
        if message.id in later.answers[-1:] and any(zone.kind in (QUOTED, FORWARDED) for zone in later.zones):
            yield from _sent(later, "with it quoted", known)


def _sent(message: Message, way: str, known: set[str]) -> Iterator[Step]:
    """The message to everybody who is new to it, a step for each way of being sent it."""
    for kind in (TO, CC, BCC):
        people = [each.person for each in message.recipients if each.kind == kind and each.person.email.lower() not in known]
        known.update(person.email.lower() for person in people)
        if people:
            names = tuple(dict.fromkeys(person.label for person in people))
            yield Step(message.id, message.date, message.sender.label, names, kind, way)
