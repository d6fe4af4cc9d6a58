"""What stands where in the report: findings under their clauses, each with its document, its excuses and its conversation.

A finding prints its own document, and the messages next to it that can be opened in place. What is too long for that is
printed once, in full, at the end of the page, and linked to: so the page grows with the findings and the correspondence,
not with one times the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from checker.domain import (
    BREACH,
    OWN,
    Behaviour,
    Clause,
    Conversation,
    Document,
    Finding,
    Message,
    Passage,
    Person,
    Run,
    Source,
)
from checker.report import highlight, words
from checker.report.highlight import Block, Span

IN_PLACE = 12_000  # characters of a document that a finding prints in whole
OPENED = 12_000  # characters of other messages that a finding holds ready to be opened
NEAR = 5  # messages listed on either side of the finding's own
AROUND = 700  # characters shown on either side of evidence when a document is too long to be printed in whole
LONGEST = 500_000  # characters of one document that the page holds at most; the rest is left to the source


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as it is printed. ``elsewhere`` is the anchor of the full text when this is an excerpt."""

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
    """A message in a conversation's timeline. It can be opened when ``sheet`` is there, else it is linked to ``elsewhere``."""

    message: Message
    is_this: bool
    is_evidence: bool
    first_words: str
    sheet: Sheet | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages of a conversation that a timeline leaves out, and the anchor where all of it is printed."""

    messages: tuple[Message, ...]
    elsewhere: str


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
    """A finding as it is printed. ``further`` are documents that hold evidence and lie outside its conversation."""

    finding: Finding
    anchor: str
    behaviour: Behaviour | None
    actor: Person
    home: Clause
    others: tuple[Clause, ...]
    exhibits: tuple[Exhibit, ...]
    sheet: Sheet | None
    timeline: tuple[Row | Gap, ...]
    further: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A clause with the findings that have their home under it, and the heading of the protocol that it stands under."""

    clause: Clause
    anchor: str
    heading: str
    official: Clause | None
    entries: tuple[Entry, ...]

    @property
    def breaches(self) -> int:
        return sum(entry.finding.outcome == BREACH for entry in self.entries)

    @property
    def reviews(self) -> int:
        return len(self.entries) - self.breaches


@dataclass(frozen=True, slots=True)
class Full:
    """A conversation, or a draft, that is printed once in full at the end of the page."""

    anchor: str
    title: str
    rows: tuple[Row, ...]
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The findings of a run, arranged for reading."""

    chapters: tuple[Chapter, ...]
    by_person: tuple[tuple[Person, tuple[Entry, ...]], ...]
    by_date: tuple[Entry, ...]
    clean: tuple[tuple[Clause, bool], ...]
    unchecked: tuple[Clause, ...]
    full: tuple[Full, ...]


def arrange(run: Run) -> Page:
    """The page of a run. Findings come in order of date under each clause, and clauses in the protocol's order."""
    shelf = _Shelf(run)
    clauses = {clause.id: clause for clause in run.protocol.clauses}
    behaviours = {behaviour.id: behaviour for behaviour in run.behaviours}
    entries = []
    anchors: set[str] = set()
    for finding in words.in_order(run.findings):
        cited = [clauses.get(each) or _unknown_clause(each) for each in finding.clauses] or [_unknown_clause("")]
        behaviour = behaviours.get(finding.behaviour)
        entries.append(_entry(finding, _unused(f"f-{finding.id}", anchors), behaviour, cited, shelf))
    by_person: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_person[entry.finding.actor.lower()].append(entry)
    people = [(group[0].actor, tuple(group)) for group in by_person.values()]
    return Page(
        chapters=tuple(_chapters(run, entries, anchors)),
        by_person=tuple(sorted(people, key=lambda group: (not group[0].label, group[0].label.lower(), group[0].email))),
        by_date=tuple(entries),
        clean=tuple(_clean(run)),
        unchecked=tuple(_unchecked(run)),
        full=tuple(shelf.full()),
    )


# --- clauses -----------------------------------------------------------------------------------------------------------------


def _unknown_clause(id: str) -> Clause:
    number = id.rpartition("/")[2]
    return Clause(id, number or "none", "not in the protocol as it was read", "", "", "")


def _chapters(run: Run, entries: Iterable[Entry], anchors: set[str]) -> Iterator[Chapter]:
    at_home: defaultdict[str, list[Entry]] = defaultdict(list)
    unknown: dict[str, Clause] = {}
    known = {clause.id for clause in run.protocol.clauses}
    for entry in entries:
        at_home[entry.home.id].append(entry)
        if entry.home.id not in known:
            unknown[entry.home.id] = entry.home
    heading = ""
    with_wording = {clause.number: clause for clause in run.protocol.clauses if clause.wording}
    for clause in (*run.protocol.clauses, *(unknown[each] for each in sorted(unknown))):
        if clause.row == "heading":
            heading = clause.wording or clause.summary
        if clause.id in unknown:
            heading = ""
        if clause.id in at_home:
            official = clause if clause.wording else _whole(clause, with_wording)
            anchor = _unused("clause-" + re.sub(r"[^A-Za-z0-9._-]", "_", clause.number), anchors)
            yield Chapter(clause, anchor, heading, official, tuple(at_home[clause.id]))


def _whole(clause: Clause, with_wording: dict[str, Clause]) -> Clause | None:
    """The paragraph whose official wording holds this part of it; a section's heading does not."""
    number = clause.number
    while "." in number:
        number = number.rpartition(".")[0]
        whole = with_wording.get(number)
        if whole is not None:
            return None if whole.row == "heading" else whole
    return None


def _checked(run: Run) -> dict[str, bool]:
    """The clauses that a detector looked at, and whether some of what they forbid could not be told."""
    seen = {behaviour.id for behaviour in run.behaviours if behaviour.is_seen}
    untold = {each.behaviour for each in run.untold}
    checked: dict[str, bool] = {}
    for rule in run.protocol.rules:
        if rule.behaviour not in seen:
            continue
        better = chain.from_iterable(rule.manners.values())
        for clause in chain(rule.clauses, better):
            checked[clause] = checked.get(clause, False) or rule.behaviour in untold
    return checked


def _clean(run: Run) -> Iterator[tuple[Clause, bool]]:
    cited = {clause for finding in run.findings for clause in finding.clauses}
    checked = _checked(run)
    for clause in run.protocol.clauses:
        if clause.id in checked and clause.id not in cited:
            yield clause, checked[clause.id]


def _unchecked(run: Run) -> Iterator[Clause]:
    checked = _checked(run)
    cited = {clause for finding in run.findings for clause in finding.clauses}
    for clause in run.protocol.clauses:
        is_norm = not clause.row and clause.kind not in ("context", "permission")
        if is_norm and clause.id not in checked and clause.id not in cited:
            yield clause


# --- findings ----------------------------------------------------------------------------------------------------------------


def _entry(finding: Finding, anchor: str, behaviour: Behaviour | None, cited: Sequence[Clause], shelf: _Shelf) -> Entry:
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
    sheet = None if document is None else _sheet(document, spans[document.source], shelf, place)
    timeline: tuple[Row | Gap, ...] = ()
    if isinstance(document, Message) and place is not None:
        timeline = tuple(_timeline(place, spans, {p.document for p in finding.evidence}, shelf))
    listed = {row.message.id for row in timeline if isinstance(row, Row)} | {finding.document}
    outside = {text.id: text for exhibit in exhibits if (text := exhibit.elsewhere) and text.id not in listed}
    return Entry(
        finding=finding,
        anchor=anchor,
        behaviour=behaviour,
        actor=shelf.person(finding.actor, place),
        home=cited[0],
        others=tuple(cited[1:]),
        exhibits=tuple(exhibits),
        sheet=sheet,
        timeline=timeline,
        further=tuple(_sheet(text, spans[text.source], shelf, shelf.place_of(text)) for text in outside.values()),
    )


def _sheet(document: Document, spans: Sequence[Span], shelf: _Shelf, place: _Place | None) -> Sheet:
    if len(document.text) <= IN_PLACE:
        return Sheet(document, tuple(highlight.blocks(document, spans)))
    return Sheet(document, tuple(highlight.excerpt(document, spans, AROUND)), shelf.wanted(document, place, spans))


def _timeline(place: _Place, spans: dict[Source, list[Span]], evidence: set[str], shelf: _Shelf) -> Iterator[Row | Gap]:
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
        there = _Place(place.conversation, number)
        is_this = number == place.number
        sheet, elsewhere = None, ""
        if number in opened and not is_this:
            sheet = _sheet(message, spans.get(message.source, ()), shelf, there)
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


def _unused(anchor: str, anchors: set[str]) -> str:
    """The anchor, with a number when something on the page has it already."""
    candidate, number = anchor, 1
    while candidate in anchors:
        number += 1
        candidate = f"{anchor}-{number}"
    anchors.add(candidate)
    return candidate


# --- documents ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a message stands among the run's conversations, counted from 0."""

    conversation: int
    number: int


class _Shelf:
    """The run's documents, found by id and source, and a note of which must be printed in full."""

    def __init__(self, run: Run) -> None:
        self.conversations: tuple[Conversation, ...] = run.conversations
        self._publicity = run.publicity
        self._places: defaultdict[str, list[tuple[Document, _Place | None]]] = defaultdict(list)
        self._people: list[dict[str, Person]] = []
        for index, conversation in enumerate(run.conversations):
            people: dict[str, Person] = {}
            for number, message in enumerate(conversation.messages):
                self._places[message.id].append((message, _Place(index, number)))
                for person in (message.sender, *(recipient.person for recipient in message.recipients)):
                    people.setdefault(person.email.lower(), person)
            self._people.append(people)
        for draft in run.publicity:
            self._places[draft.id].append((draft, None))
        self._everybody = {email: person for people in reversed(self._people) for email, person in people.items()}
        self._wanted: defaultdict[_Place, set[Span]] = defaultdict(set)
        self._wanted_conversations: set[int] = set()
        self._wanted_drafts: defaultdict[str, set[Span]] = defaultdict(set)

    def find(self, finding: Finding) -> tuple[Document | None, _Place | None]:
        """The finding's document: of several with its id, the one that lies where the finding says."""
        found = self._places.get(finding.document, [])
        for document, place in found:
            if document.source == finding.source:
                return document, place
        return found[0] if found else (None, None)

    def named(self, id: str, near: _Place | None) -> Document | None:
        """The document with this id, of the same conversation if there are several."""
        found = self._places.get(id, [])
        for document, place in found:
            if place is not None and near is not None and place.conversation == near.conversation:
                return document
        return found[0][0] if found else None

    def numbers(self, ids: set[str], near: _Place) -> set[int]:
        """Where messages with these ids stand in the conversation of a place."""
        places = (place for each in ids for _, place in self._places.get(each, ()))
        return {place.number for place in places if place is not None and place.conversation == near.conversation}

    def place_of(self, document: Document) -> _Place | None:
        """Where this very document stands; None for a draft."""
        return next((place for found, place in self._places[document.id] if found is document), None)

    def person(self, email: str, near: _Place | None) -> Person:
        """Who has this address in the conversation, or anywhere in the run."""
        key = email.lower()
        here = {} if near is None else self._people[near.conversation]
        return here.get(key) or self._everybody.get(key) or Person(email)

    def wanted(self, document: Document, place: _Place | None, spans: Iterable[Span]) -> str:
        """Have the document printed in full; the anchor where it will be."""
        evidence = {Span(span.start, span.end, "evidence") for span in spans}
        if place is None:
            self._wanted_drafts[document.id] |= evidence
            return f"draft-{[draft.id for draft in self._publicity].index(document.id) + 1}"
        self._wanted_conversations.add(place.conversation)
        self._wanted[place] |= evidence
        return f"text-{place.conversation + 1}-{place.number + 1}"

    def wanted_whole(self, place: _Place) -> str:
        """Have the whole conversation printed in full; the anchor where it will be."""
        self._wanted_conversations.add(place.conversation)
        return f"conversation-{place.conversation + 1}"

    def full(self) -> Iterator[Full]:
        """What was asked for in full, conversations first."""
        for index in sorted(self._wanted_conversations):
            conversation = self.conversations[index]
            rows = []
            for number, message in enumerate(conversation.messages):
                spans = sorted(self._wanted.get(_Place(index, number), ()), key=lambda span: (span.start, span.end))
                anchor = f"text-{index + 1}-{number + 1}"
                rows.append(Row(message, False, bool(spans), first_words(message), _full_sheet(message, spans), anchor))
            subject = words.cut(conversation.messages[0].subject, 150) or "no subject"
            yield Full(f"conversation-{index + 1}", subject, tuple(rows))
        for number, draft in enumerate(self._publicity, start=1):
            if draft.id in self._wanted_drafts:
                spans = sorted(self._wanted_drafts[draft.id], key=lambda span: (span.start, span.end))
                yield Full(f"draft-{number}", draft.id, (), _full_sheet(draft, spans))


def _full_sheet(document: Document, spans: Sequence[Span]) -> Sheet:
    length = len(document.text)
    shown = list(highlight.blocks(document, spans, 0, min(length, LONGEST)))
    if length > LONGEST:
        shown.append(Block(None, left_out=length - LONGEST))
    return Sheet(document, tuple(shown))
