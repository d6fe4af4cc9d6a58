"""The documents of a run as a report prints them: near a finding, in the timeline of a conversation, and once in full.

A finding prints its own document, and the messages next to it that can be opened in place. What is too long for that is
printed once, in full, in a place of its own, and linked to: so a report grows with the findings and the correspondence, not
with one times the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.domain import OWN, Conversation, Document, Finding, Message, Person, Run, Source
from checker.report import highlight, words
from checker.report.highlight import Block, Span

IN_PLACE = 12_000  # characters of a document that a finding prints in whole
OPENED = 12_000  # characters of other messages that a finding holds ready to be opened
NEAR = 5  # messages listed on either side of the finding's own
AROUND = 700  # characters shown on either side of evidence when a document is too long to be printed in whole
LONGEST = 500_000  # characters of one document that a page holds at most; the rest is left to the source


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as it is printed. ``elsewhere`` leads to the full text when this is an excerpt."""

    document: Document
    blocks: tuple[Block, ...]
    elsewhere: str = ""

    @property
    def message(self) -> Message | None:
        return self.document if isinstance(self.document, Message) else None

    @property
    def has_zones(self) -> bool:
        """Whether some of the text is not the author's own words."""
        return any(block.kind not in ("", OWN) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Row:
    """A message in a conversation's timeline. It can be opened when ``sheet`` is there, else it is linked to ``elsewhere``.

    ``anchor`` is the row's own, where the conversation is printed in full.
    """

    message: Message
    is_this: bool
    is_evidence: bool
    first_words: str
    sheet: Sheet | None = None
    elsewhere: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages of a conversation that a timeline leaves out, and the link to where all of it is printed."""

    messages: tuple[Message, ...]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Full:
    """A conversation, or a draft, that is printed once in full. ``anchor`` names its place, and its page if it has one."""

    anchor: str
    title: str
    rows: tuple[Row, ...]
    sheet: Sheet | None = None


# --- near a finding ----------------------------------------------------------------------------------------------------------


def sheet_of(document: Document, spans: Sequence[Span], shelf: Shelf, place: Place | None) -> Sheet:
    if len(document.text) <= IN_PLACE:
        return Sheet(document, highlight.folded(highlight.blocks(document, spans)))
    shown = highlight.folded(highlight.excerpt(document, spans, AROUND))
    return Sheet(document, shown, shelf.wanted(document, place, spans))


def timeline_of(place: Place, spans: dict[Source, list[Span]], evidence: set[str], shelf: Shelf) -> Iterator[Row | Gap]:
    messages = shelf.conversations[place.conversation].messages
    listed = _listed(len(messages), place.number, shelf.numbers(evidence, place))
    nearest = sorted(listed, key=lambda number: (messages[number].id not in evidence, abs(number - place.number)))
    opened, room = set(), OPENED
    for number in nearest:
        room -= min(len(messages[number].text), IN_PLACE)
        if room >= 0 or messages[number].source in spans:
            opened.add(number)
    last = -1
    for number in listed:
        if number > last + 1:
            yield Gap(messages[last + 1 : number], shelf.wanted_whole(place))
        last = number
        message = messages[number]
        there = Place(place.conversation, number)
        is_this = number == place.number
        sheet, elsewhere = None, ""
        if number in opened and not is_this:
            sheet = sheet_of(message, spans.get(message.source, ()), shelf, there)
        elif not is_this:
            elsewhere = shelf.wanted(message, there, ())
        yield Row(message, is_this, message.id in evidence, first_words(message), sheet, elsewhere)
    if last + 1 < len(messages):
        yield Gap(messages[last + 1 :], shelf.wanted_whole(place))


def _listed(length: int, this: int, evidence: set[int]) -> list[int]:
    """The messages of a timeline: those near this one and those with evidence. A gap of one or two is not left open."""
    wanted = {number for number in range(this - NEAR, this + NEAR + 1) if 0 <= number < length} | evidence
    listed: list[int] = []
    last = -1
    for number in (*sorted(wanted), length):
        if number - last <= 3:
            listed.extend(range(last + 1, number))
        listed.append(number)
        last = number
    return listed[:-1]


def first_words(message: Message) -> str:
    """The beginning of what the author wrote, on one line."""
    for _, text in message.words(OWN):
        if line := words.cut(text[:1000], 110):
            return line
    return words.cut(message.text[:1000], 110)


# --- where documents stand -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a message stands among the run's conversations, counted from 0."""

    conversation: int
    number: int


class Shelf:
    """The run's documents, found by id and source, and a note of which must be printed in full.

    With ``is_split`` what is printed in full has a page of its own, named after its anchor.
    """

    def __init__(self, run: Run, *, is_split: bool = False) -> None:
        self.conversations: tuple[Conversation, ...] = run.conversations
        self._is_split = is_split
        self._publicity = run.publicity
        self._draft_numbers: dict[str, int] = {}
        self._places: defaultdict[str, list[tuple[Document, Place | None]]] = defaultdict(list)
        self._everybody: dict[str, Person] = {}
        for index, conversation in enumerate(run.conversations):
            for number, message in enumerate(conversation.messages):
                self._places[message.id].append((message, Place(index, number)))
                for person in _people(message):
                    self._everybody.setdefault(person.email.lower(), person)
        for number, draft in enumerate(run.publicity, start=1):
            self._places[draft.id].append((draft, None))
            self._draft_numbers.setdefault(draft.id, number)
        self._wanted: defaultdict[Place, set[Span]] = defaultdict(set)
        self._wanted_conversations: set[int] = set()
        self._wanted_drafts: defaultdict[str, set[Span]] = defaultdict(set)

    def find(self, finding: Finding) -> tuple[Document | None, Place | None]:
        """The finding's document: of several with its id, the one that lies where the finding says."""
        found = self._places.get(finding.document, [])
        for document, place in found:
            if document.source == finding.source:
                return document, place
        return found[0] if found else (None, None)

    def named(self, id: str, near: Place | None) -> Document | None:
        """The document with this id, of the same conversation if there are several."""
        found = self._places.get(id, [])
        for document, place in found:
            if place is not None and near is not None and place.conversation == near.conversation:
                return document
        return found[0][0] if found else None

    def numbers(self, ids: set[str], near: Place) -> set[int]:
        """Where messages with these ids stand in the conversation of a place."""
        places = (place for each in ids for _, place in self._places.get(each, ()))
        return {place.number for place in places if place is not None and place.conversation == near.conversation}

    def place_of(self, document: Document) -> Place | None:
        """Where this very document stands; None for a draft."""
        return next((place for found, place in self._places[document.id] if found is document), None)

    def person(self, email: str, near: Place | None) -> Person:
        """Who has this address in the conversation, or anywhere in the run."""
        key = email.lower()
        here = () if near is None else self.conversations[near.conversation].messages
        found = next((person for message in here for person in _people(message) if person.email.lower() == key), None)
        return found or self._everybody.get(key) or Person(email)

    def wanted(self, document: Document, place: Place | None, spans: Iterable[Span]) -> str:
        """Have the document printed in full; a link to where it will be."""
        evidence = {Span(span.start, span.end, "evidence") for span in spans}
        if place is None:
            self._wanted_drafts[document.id] |= evidence
            anchor = f"draft-{self._draft_numbers[document.id]}"
            return self._link(anchor, anchor)
        self._wanted_conversations.add(place.conversation)
        self._wanted[place] |= evidence
        return self._link(f"conversation-{place.conversation + 1}", f"text-{place.conversation + 1}-{place.number + 1}")

    def wanted_whole(self, place: Place) -> str:
        """Have the whole conversation printed in full; a link to where it will be."""
        self._wanted_conversations.add(place.conversation)
        anchor = f"conversation-{place.conversation + 1}"
        return self._link(anchor, anchor)

    def _link(self, page: str, anchor: str) -> str:
        return f"{page}.html#{anchor}" if self._is_split else f"#{anchor}"

    def full(self) -> Iterator[Full]:
        """What was asked for in full, conversations first."""
        for index in sorted(self._wanted_conversations):
            conversation = self.conversations[index]
            rows = []
            for number, message in enumerate(conversation.messages):
                spans = sorted(self._wanted.get(Place(index, number), ()), key=lambda span: (span.start, span.end))
                anchor = f"text-{index + 1}-{number + 1}"
                rows.append(Row(message, False, bool(spans), first_words(message), _full_sheet(message, spans), anchor=anchor))
            subject = words.cut(conversation.messages[0].subject, 150) or "no subject"
            yield Full(f"conversation-{index + 1}", subject, tuple(rows))
        for number, draft in enumerate(self._publicity, start=1):
            if draft.id in self._wanted_drafts:
                spans = sorted(self._wanted_drafts[draft.id], key=lambda span: (span.start, span.end))
                yield Full(f"draft-{number}", draft.id, (), _full_sheet(draft, spans))


def _people(message: Message) -> Iterator[Person]:
    yield message.sender
    for recipient in message.recipients:
        yield recipient.person


def _full_sheet(document: Document, spans: Sequence[Span]) -> Sheet:
    length = len(document.text)
    shown = list(highlight.blocks(document, spans, 0, min(length, LONGEST)))
    if length > LONGEST:
        shown.append(Block(None, left_out=length - LONGEST))
    return Sheet(document, tuple(shown))
