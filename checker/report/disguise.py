"""A run under pseudonyms: the same findings, clauses, days and figures, and nothing in it that tells who anybody is.

It is a ``Run`` like any other, so that every report can be made of it. Words of evidence can still be marked where they stand.
A finding's id is a fingerprint of what it says, so it changes with it; what was decided goes along.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from checker.domain import (
    SIGNATURE,
    Attachment,
    Container,
    Conversation,
    Document,
    Excuse,
    Finding,
    Mark,
    Message,
    Passage,
    Person,
    Quoted,
    Recipient,
    Run,
    Source,
    Unread,
    Untold,
    Zone,
)
from checker.people import Roster
from checker.report import highlight
from checker.report.decisions import Decision, Decisions
from checker.report.edits import Edit, Edited, edited
from checker.report.manifest import INPUT, Entry, Manifest
from checker.report.pseudonyms import Pseudonyms, named

_PATHS = ("given",)  # options of a run that name files
# Where one of several names in a heading ends: a comma may stand within a name.
_END_OF_ONE = re.compile(r";|(?<=>),")


@dataclass(frozen=True, slots=True)
class Disguised:
    """A run and its decisions under pseudonyms."""

    run: Run
    decisions: Decisions
    names: Pseudonyms


def disguised(run: Run, decisions: Decisions, people: Roster, key: bytes, *, kept: Iterable[str] = ()) -> Disguised:
    """The run with everybody under a pseudonym but those of the addresses in ``kept``."""
    names = Pseudonyms(key, people, kept, public=_public(run))
    for person in _everybody(run):
        names.know(person)
    for text in _texts(run):
        names.learn(text)
    return _Disguise(names, run).all(decisions)


def _public(run: Run) -> str:
    """What everybody may read: the protocol, and the titles of those that it names."""
    clauses = (text for clause in run.protocol.clauses for text in (clause.summary, clause.wording, clause.shows))
    return "\n".join((run.protocol.title, run.protocol.authority, *clauses))


def _everybody(run: Run) -> Iterator[Person]:
    for document in _documents(run):
        if isinstance(document, Message):
            yield from (document.sender, *(recipient.person for recipient in document.recipients))
            if document.written_by:
                yield document.written_by
    for document in _documents(run):
        for zone in document.zones:
            yield from map(named, (zone.author, *_several(zone.to)))
    for quoted in run.quoted:
        yield named(quoted.author)
    for finding in run.findings:
        for step in finding.trail:
            yield from map(named, (step.by, *step.to))


def _texts(run: Run) -> Iterator[str]:
    for document in _documents(run):
        yield document.text
        yield document.subject
    for finding in run.findings:
        yield finding.why


def _documents(run: Run) -> Iterator[Document]:
    for conversation in run.conversations:
        for message in conversation.messages:
            yield from _with_attached(message)
    yield from run.publicity


def _with_attached(document: Document) -> Iterator[Document]:
    yield document
    if isinstance(document, Message):
        for attachment in document.attachments:
            if attachment.document is not None:
                yield from _with_attached(attachment.document)


def _several(text: str) -> list[str]:
    return [each for each in _END_OF_ONE.split(text) if each.strip()]


class _Disguise:
    def __init__(self, names: Pseudonyms, run: Run) -> None:
        self._names = names
        self._run = run
        self._evidence: defaultdict[str, list[Passage]] = defaultdict(list)
        for finding in run.findings:
            for passage in finding.evidence:
                self._evidence[passage.document].append(passage)
        self._edited: defaultdict[str, list[tuple[Document, Edited]]] = defaultdict(list)

    def all(self, decisions: Decisions) -> Disguised:
        run, names = self._run, self._names
        conversations = tuple(
            Conversation(names.document(each.id), tuple(self._message(message) for message in each.messages))
            for each in run.conversations
        )
        publicity = tuple(self._document(draft) for draft in run.publicity)
        findings = [(finding.id, self._finding(finding)) for finding in run.findings]
        for old, finding in findings:
            names.issued[finding.id] = f"finding {old}"
        decided = {
            finding.id: self._decision(decision, finding.id) for old, finding in findings if (decision := decisions.of(old))
        }
        disguised = replace(
            run,
            containers=tuple(self._container(container) for container in run.containers),
            unread=tuple(Unread(self._source(one.source), names.text(one.reason)) for one in run.unread),
            untold=tuple(Untold(one.behaviour, names.text(one.reason)) for one in run.untold),
            findings=tuple(finding for _, finding in findings),
            conversations=conversations,
            publicity=publicity,
            options={key: self._option(key, value) for key, value in run.options.items()},
            quoted=tuple(self._quoted(one) for one in run.quoted),
            gaps=tuple(names.text(gap) for gap in run.gaps),
        )
        return Disguised(disguised, Decisions(decided, decisions.sha256), names)

    # --- documents

    def _message(self, message: Message) -> Message:
        made = self._document(message)
        assert isinstance(made, Message)
        return made

    def _document(self, document: Document) -> Document:
        names = self._names
        changed = edited(document.text, [*names.edits(document.text), *self._signatures(document)])
        self._edited[document.id].append((document, changed))
        plain = {
            "id": names.document(document.id),
            "source": self._source(document.source),
            "text": changed.text,
            "subject": names.text(document.subject),
            "zones": tuple(self._zone(zone, changed) for zone in document.zones),
            "marks": tuple(self._mark(mark, changed) for mark in document.marks),
        }
        if not isinstance(document, Message):
            return replace(document, **plain)  # type: ignore[arg-type]  # each under the name of its field
        return replace(
            document,
            **plain,  # type: ignore[arg-type]  # as above
            sender=names.person(document.sender),
            recipients=tuple(Recipient(names.person(r.person), r.kind, names.text(r.header)) for r in document.recipients),
            answers=tuple(map(names.document, document.answers)),
            attachments=tuple(self._attachment(attachment) for attachment in document.attachments),
            automatic=names.text(document.automatic),
            copies=tuple(map(self._source, document.copies)),
            written_by=document.written_by and names.person(document.written_by),
        )

    def _signatures(self, document: Document) -> Iterator[Edit]:
        """Signatures go whole, but for words in them that are evidence: those are read like any others."""
        spans = sorted((p.start, p.end) for p in self._evidence[document.id] if highlight.is_in(p, document))
        for zone in document.zones:
            signed = " ".join(document.text[zone.start : zone.end].split())
            if zone.kind != SIGNATURE or not any(character.isalnum() for character in signed):
                continue
            instead, place = f"[signature {self._names.code('signature', signed)}]", zone.start
            for start, end in [*((s, e) for s, e in spans if s < zone.end and e > zone.start), (zone.end, zone.end)]:
                words = document.text[place:start]
                first = place + len(words) - len(words.lstrip())
                if last := len(words.strip()):
                    yield Edit(first, first + last, instead)
                    instead = "[signature, continued]"
                place = max(place, end)

    def _zone(self, zone: Zone, changed: Edited) -> Zone:
        names = self._names
        # Both ends as ends, so that zones which followed one another still do.
        start, end = changed.end(zone.start), changed.end(zone.end)
        to = "; ".join(names.name(each.strip()) for each in _several(zone.to))
        return Zone(zone.kind, start, end, names.name(zone.author), names.text(zone.sent), to, names.text(zone.subject))

    def _mark(self, mark: Mark, changed: Edited) -> Mark:
        value = mark.value
        if mark.kind == "picture":
            value = self._names.file(value)
        elif mark.kind == "comment":
            value = self._names.name(value)
        elif mark.kind == "link":
            value = self._names.text(value)
        return Mark(mark.kind, changed.start(mark.start), changed.end(mark.end), value)

    def _attachment(self, attachment: Attachment) -> Attachment:
        return replace(
            attachment,
            name=self._names.file(attachment.name),
            document=attachment.document and self._document(attachment.document),
            unread=self._names.text(attachment.unread),
        )

    def _source(self, source: Source) -> Source:
        return replace(source, file=self._names.file(source.file))

    # --- findings

    def _finding(self, finding: Finding) -> Finding:
        names = self._names
        return replace(
            finding,
            document=names.document(finding.document),
            source=self._source(finding.source),
            actor=names.address(finding.actor) if "@" in finding.actor else names.name(finding.actor),
            subject=names.text(finding.subject),
            why=names.text(finding.why),
            evidence=tuple(self._passage(passage) for passage in finding.evidence),
            excuses=tuple(Excuse(excuse.excuse, excuse.found, names.text(excuse.why)) for excuse in finding.excuses),
            remedy=names.text(finding.remedy),
            trail=tuple(
                replace(step, document=names.document(step.document), by=names.name(step.by), to=tuple(map(names.name, step.to)))
                for step in finding.trail
            ),
        )

    def _passage(self, passage: Passage) -> Passage:
        names = self._names
        for document, changed in self._edited.get(passage.document, ()):
            if highlight.is_in(passage, document):
                start, end = changed.start(passage.start), changed.end(passage.end)
                return Passage(names.document(passage.document), changed.text[start:end], start, end, names.text(passage.why))
        quote = names.text(passage.quote)
        end = passage.start + len(quote) if quote else passage.end
        return Passage(names.document(passage.document), quote, passage.start, end, names.text(passage.why))

    def _decision(self, decision: Decision, finding: str) -> Decision:
        return replace(decision, finding=finding, reason=self._names.text(decision.reason), by=self._names.name(decision.by))

    # --- the account

    def _container(self, container: Container) -> Container:
        folders = tuple((self._names.text(name), number) for name, number in container.folders)
        return replace(container, path=self._names.file(container.path), folders=folders)

    def _quoted(self, quoted: Quoted) -> Quoted:
        names = self._names
        return Quoted(
            self._source(quoted.source),
            names.document(quoted.document),
            names.name(quoted.author),
            names.text(quoted.sent),
            names.text(quoted.subject),
        )

    def _option(self, key: str, value: str) -> str:
        return " ".join(map(self._names.file, value.split(" "))) if key in _PATHS else self._names.text(value)


def disguised_manifest(made: Manifest, names: Pseudonyms) -> Manifest:
    """The manifest with files of its inputs under codes; the fingerprint is that of the run as it was."""
    entries = (Entry(e.kind, names.file(e.name), e.sha256) if e.kind == INPUT else e for e in made.entries)
    return Manifest(tuple(entries), made.fingerprint)
