"""The nouns: what is read, what is forbidden, what was seen, what is said of it.

Everything here is frozen and comes from the standard library. A noun may answer questions about itself; it does not
parse, fetch, print or save itself. Offsets count characters of a document's ``text``, which is the text as reports show it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TypeAlias

Limit: TypeAlias = str | int | float | bool | tuple[str, ...]


class CheckerError(Exception):
    """A mistake that the user can mend; its text says what was wrong, what was expected and what to do."""


# --- who -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes or is written to, in the office that the roster gives them (``unknown`` when it does not).

    ``since`` and ``until`` are the first and the last day of that office, None where it is open. ``members`` are the addresses
    that a distribution list reaches or that share a mailbox; ``writes_for`` is the address of the Member in whose name a mailbox
    writes. ``guess`` says why the office was guessed; it is empty where somebody has given it.
    """

    email: str
    name: str = ""
    role: str = "unknown"
    party: str = ""
    position: str = ""
    seniority: str = ""
    committees: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    members: tuple[str, ...] = ()
    writes_for: str = ""
    guess: str = ""

    @property
    def is_member(self) -> bool:
        return self.role in ("member", "co-opted-member")

    @property
    def is_officer(self) -> bool:
        return self.role == "officer"

    @property
    def is_outside(self) -> bool:
        """Neither Member, officer nor political adviser of the authority, as far as anyone has said."""
        return self.role in ("external", "unknown")

    @property
    def label(self) -> str:
        """The name to print: the person's own, or the address when no name is known."""
        return self.name or self.email


# --- what was read ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a document lies: its file, as the user named it, and its number in that file, counted from 1.

    ``within`` is its number among the messages that hang on that one, ``2.1`` for the first that hangs on the second; empty for
    a document that hangs on none.
    """

    file: str
    number: int = 1
    within: str = ""

    def __str__(self) -> str:
        return f"{self.file}#{self.number}{f'.{self.within}' if self.within else ''}"


OWN, QUOTED, FORWARDED, SIGNATURE, DISCLAIMER = "own", "quoted", "forwarded", "signature", "disclaimer"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a document's text and whose words it holds.

    ``kind`` is one of own, quoted, forwarded, signature, disclaimer. For quoted and forwarded mail ``author``, ``sent``,
    ``to`` and ``subject`` hold what the lines above it say of the message quoted, as written, empty where they say nothing.
    """

    kind: str
    start: int
    end: int
    author: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a stretch of text looks, or what hangs on it.

    ``kind`` and the meaning of ``value``: ``picture`` (file name), ``link`` (address), ``heading`` (level, 1-6),
    ``size`` (points), ``colour`` (#rrggbb), ``background`` (#rrggbb), ``bold`` (empty), ``hidden`` (empty), ``comment`` (who
    wrote it beside the draft), ``page`` (its number), ``emblem`` (whose emblem a picture is like, and how nearly).
    Pictures stand in the text as ``[picture: NAME: ALTERNATIVE TEXT]``, so that they can be quoted.
    """

    kind: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text of the authority's: a draft of publicity, or (as ``Message``) something that somebody sent.

    ``id`` is a Message-ID in angle brackets, or a draft's path relative to the folder given. The zones follow one another
    and cover the whole text.
    """

    id: str
    source: Source
    text: str
    subject: str = ""
    date: datetime | None = None
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()

    def passage(self, start: int, end: int, why: str = "") -> Passage:
        """The stretch of this document from start to end, as evidence."""
        return Passage(self.id, self.text[start:end], start, end, why)

    def words(self, *kinds: str) -> Iterator[tuple[Zone, str]]:
        """The zones of these kinds with their text, in order."""
        for zone in self.zones:
            if zone.kind in kinds:
                yield zone, self.text[zone.start : zone.end]


TO, CC, BCC = "to", "cc", "bcc"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a message went to, how (to, cc, bcc), and which header says so."""

    person: Person
    kind: str
    header: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a message: its name as sent, its MIME type and its size in bytes once decoded.

    ``document`` is what it says, where it was read: a ``Message`` if it is one, which then has its own author. Anything else
    is its sender's only as a thing sent along. ``unread`` says why it was not read; both are empty for what holds no text.
    """

    name: str
    type: str
    size: int
    document: Document | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Message(Document):
    """A document that somebody sent.

    ``automatic`` says by which sign a message was written by a machine, empty if a person wrote it. ``recipients`` holds
    blind copies only where headers show them: none seen does not mean that none were sent. ``copies`` are the other places
    where the same message lies. ``written_by`` is who sent it in the sender's name, where the header names somebody else
    (RFC 5322, 3.6.2).
    """

    sender: Person = Person("")
    recipients: tuple[Recipient, ...] = ()
    answers: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: str = ""
    copies: tuple[Source, ...] = ()
    written_by: Person | None = None

    @property
    def to(self) -> tuple[Person, ...]:
        return tuple(r.person for r in self.recipients if r.kind == TO)

    @property
    def cc(self) -> tuple[Person, ...]:
        return tuple(r.person for r in self.recipients if r.kind == CC)

    @property
    def bcc(self) -> tuple[Person, ...]:
        return tuple(r.person for r in self.recipients if r.kind == BCC)

    @property
    def visible(self) -> tuple[Person, ...]:
        """Everybody whom every reader of the message can see to have received it."""
        return tuple(r.person for r in self.recipients if r.kind != BCC)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages that answer or pass on one another, oldest first."""

    id: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What a check looks at: conversations, publicity, and what was known when the export was made.

    ``end`` is the day of the export: what is unanswered then is unanswered. ``senders`` are the addresses that sent
    anything anywhere in the export, beyond this case's own messages: somebody who never sends has no sent mail in it.
    ``reached`` tells of the people on the roster to whom they wrote anywhere in the export.
    ``closed`` are days on which the authority was shut, beside weekends and the bank holidays of ``nation``.
    """

    conversations: tuple[Conversation, ...] = ()
    publicity: tuple[Document, ...] = ()
    people: tuple[Person, ...] = ()
    end: date | None = None
    hours: tuple[time, time] | None = None
    senders: frozenset[str] = frozenset()
    reached: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    nation: str = "ENG"
    closed: frozenset[date] = frozenset()

    @property
    def messages(self) -> Iterator[Message]:
        for conversation in self.conversations:
            yield from conversation.messages


# --- what is forbidden -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something that people do, whoever forbids it: the part of a detector that is data.

    ``limits`` names the figures and settings that a protocol must give before the behaviour can be judged, and
    ``manners`` the ways in which it shows, each with the probability that a fair monitoring officer would uphold it.
    """

    id: str
    family: str
    channel: str
    actor: str
    definition: str
    remedy: str = ""
    limits: tuple[str, ...] = ()
    manners: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    excuses: tuple[str, ...] = ()
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of a protocol, or (``row`` not empty) a heading, lead-in or paragraph that holds statements.

    ``id`` is ``protocol/number``; ``kind`` one of duty, prohibition, permission, expectation, procedure, deadline, context.
    ``behaviours`` are forbidden by it or, when it is a permission, bounded and excused by it. ``visible`` says what it
    takes to see a breach: yes, with-roster, with-settings, partly, no. ``indirect`` names behaviours that the clause
    reaches only through a general rule of neutrality.
    """

    id: str
    number: str
    locator: str
    addressee: str
    kind: str
    summary: str
    behaviours: tuple[str, ...] = ()
    visible: str = "no"
    shows: str = ""
    row: str = ""
    indirect: tuple[str, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=lambda: MappingProxyType({}))
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one protocol says of one behaviour: the clauses that forbid it, its limits, and what permits it.

    ``clauses`` come most telling first; ``manners`` names better clauses for a particular manner of the behaviour. ``limits``
    are those of all its clauses together; where clauses differ, ``terms`` keeps what each says for itself, with its id, kind
    and addressee as ``clause``, ``clause_kind`` and ``clause_addressee``.
    """

    behaviour: str
    clauses: tuple[str, ...]
    limits: Mapping[str, Limit] = field(default_factory=lambda: MappingProxyType({}))
    manners: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    permits: tuple[str, ...] = ()
    remedy: str = ""
    is_indirect: bool = False
    terms: tuple[Mapping[str, Limit], ...] = ()


@dataclass(frozen=True, slots=True)
class Protocol:
    """A rulebook: its clauses in the order of the text, and the rules that follow from them."""

    id: str
    title: str
    authority: str
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    edition: str = ""
    adopted: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    sha256: str = ""

    def clause(self, id: str) -> Clause:
        """The clause of this id; ``KeyError`` if there is none."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        raise KeyError(id)


# --- what was seen, and what is said of it -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document that show something; the quote is empty where it lies in headers or dates."""

    document: str
    quote: str
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Excuse:
    """An innocent explanation that was looked for, whether it was found, and what was found or missing."""

    excuse: str
    found: bool
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a letter's way: by which message somebody sent it to whom, how (to, cc, bcc), and in what way it went along."""

    document: str
    date: datetime | None
    by: str
    to: tuple[str, ...]
    kind: str
    way: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a detector saw: who did what in which document, in which manner, and what would excuse it.

    ``confidence`` is the probability that a fair monitoring officer would uphold it, 0-1. ``why`` is one sentence
    with the fact and the measure. ``trail`` is the way that a letter took, where that is the matter.
    """

    document: Document
    actor: Person
    why: str
    confidence: float
    passages: tuple[Passage, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    manner: str = ""
    trail: tuple[Step, ...] = ()


BREACH, REVIEW = "breach", "review"


@dataclass(frozen=True, slots=True)
class Finding:
    """Evidence joined to the clauses it breaks: what the user sees."""

    document: str
    source: Source
    behaviour: str
    protocol: str
    clauses: tuple[str, ...]
    outcome: str
    confidence: float
    actor: str
    date: datetime | None
    subject: str
    why: str
    evidence: tuple[Passage, ...]
    excuses: tuple[Excuse, ...]
    remedy: str
    trail: tuple[Step, ...] = ()

    @property
    def id(self) -> str:
        """A fingerprint of what was found where, the same in every run and whatever else the mailbox holds."""
        quotes = "\x1f".join(" ".join(p.quote.split()).lower() for p in self.evidence)
        parts = (self.protocol, self.behaviour, self.document, self.actor, quotes)
        return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:16]


# --- the account of a run ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was given and not read, and why."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Container:
    """A file or folder that was given: what it should hold and what was read of it. ``expected == read + unread``.

    ``folders`` are the folders or labels that its messages say they were kept under, each with how many.
    """

    path: str
    kind: str
    sha256: str
    expected: int
    read: int
    unread: int
    folders: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Quoted:
    """A message that is nowhere in the export but in another's quotation: where, and what the lines above it say of it."""

    source: Source
    document: str
    author: str
    sent: str
    subject: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A behaviour, or one document's share of it, that could not be judged, and the reason."""

    behaviour: str
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a report needs of a run: the account first, then what was found.

    ``conversations`` holds those that findings touch, with all their messages; ``publicity`` likewise. ``quoted`` are messages
    seen only in a quotation, ``gaps`` what this export cannot show.
    """

    protocol: Protocol
    behaviours: tuple[Behaviour, ...]
    containers: tuple[Container, ...]
    unread: tuple[Unread, ...]
    untold: tuple[Untold, ...]
    findings: tuple[Finding, ...]
    conversations: tuple[Conversation, ...]
    publicity: tuple[Document, ...]
    options: Mapping[str, str]
    version: str
    quoted: tuple[Quoted, ...] = ()
    gaps: tuple[str, ...] = ()
