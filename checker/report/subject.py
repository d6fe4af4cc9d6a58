"""The report for the person concerned: what was found of them alone, the clause, the excuses looked for, and how to answer.

Everybody else is under a pseudonym (``disguise`` with the person kept). A message is shown in full only if the person wrote or
received it; of any other, only the words are given that are evidence against them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from checker.domain import BCC, Conversation, Document, Message, Run
from checker.people import Roster
from checker.report import told, words
from checker.report.decisions import Decisions
from checker.report.manifest import Manifest
from checker.report.paper import Block, Heading, Paper, Paragraph, Points, paper
from checker.report.paper_html import filled
from checker.report.shelf import Shelf


def concerning(run: Run, people: Roster, person: str) -> Run:
    """The run with only the findings whose actor is this person (by any of their addresses), and what these touch."""
    addresses = addresses_of(people, person)
    findings = tuple(finding for finding in run.findings if finding.actor.lower() in addresses)
    cited = {finding.document for finding in findings} | {p.document for finding in findings for p in finding.evidence}
    return replace(
        run,
        findings=findings,
        conversations=tuple(
            Conversation(each.id, tuple(_as_seen(message, addresses) for message in each.messages))
            for each in run.conversations
            if any(message.id in cited for message in each.messages)
        ),
        publicity=tuple(draft for draft in run.publicity if draft.id in cited),
        containers=(),
        unread=(),
        untold=(),
        quoted=(),
        gaps=(),
        options={},
    )


def _as_seen(message: Message, addresses: frozenset[str]) -> Message:
    """The message without blind copies to others, unless this person sent it."""
    if message.sender.email.lower() in addresses:
        return message
    return replace(
        message, recipients=tuple(r for r in message.recipients if r.kind != BCC or r.person.email.lower() in addresses)
    )


def addresses_of(people: Roster, person: str) -> frozenset[str]:
    """Every address of whoever has this one."""
    address = person.strip().lower()
    offices = people.by_email.get(address)
    if not offices:
        return frozenset({address})
    return frozenset(other for other, theirs in people.by_email.items() if theirs[-1].email == offices[-1].email)


def of(
    run: Run,
    decisions: Decisions,
    made: Manifest,
    addresses: frozenset[str],
    name: str,
    *,
    key: str,
    templates: Path | None = None,
) -> Paper:
    """The report for the person of these addresses on a run that holds what concerns them, everybody else under a pseudonym."""
    title = f"What was found that concerns {name}"
    running = f"{run.protocol.authority}: personal and confidential"
    return paper(title, running, _blocks(run, decisions, made, addresses, key, templates))


def _blocks(
    run: Run, decisions: Decisions, made: Manifest, addresses: frozenset[str], key: str, templates: Path | None
) -> Iterator[Block]:
    texts = _sections(run, templates)
    yield Paragraph(f"{words.count(len(run.findings), 'finding')} under the {run.protocol.title}.", "lede")
    yield from map(Paragraph, texts["before"])
    shelf = Shelf(run)
    if run.findings:
        yield Heading("What was found", 2, "findings")
    for clause, findings in told.by_clause(run.findings, run.protocol):
        yield from told.clause_blocks(clause, run.protocol)
        for finding in findings:
            yield from told.finding_blocks(finding, run, decisions.of(finding.id), who="", is_decider_named=False)
            yield from told.letters(finding, shelf, lambda each: _had(each, addresses))
            document, place = shelf.find(finding)
            cited = (document, *(shelf.named(passage.document, place) for passage in finding.evidence))
            texts_of = {each.id: each for each in cited if each is not None}
            if hidden := sum(not _had(each, addresses) for each in texts_of.values()):
                yield Paragraph(
                    f"{words.count(hidden, 'message')} with evidence that you neither wrote nor received: only the words quoted "
                    "above are given.",
                    "small",
                )
    yield Heading("How to answer", 2, "answer")
    yield Points(tuple(texts["answer"]), is_numbered=True)
    yield Heading("What this report leaves out", 2, "left-out")
    yield from map(Paragraph, texts["left out"])
    yield from told.made_blocks(run, made, decisions.sha256, is_whole=False, key=key)


def _had(document: Document, addresses: frozenset[str]) -> bool:
    """Whether somebody wrote a message or received it; a draft is everybody's to read."""
    if not isinstance(document, Message):
        return True
    received = (recipient.person for recipient in document.recipients)
    people = (document.sender, *received, *([document.written_by] if document.written_by else []))
    return any(person.email.lower() in addresses for person in people)


def _sections(run: Run, templates: Path | None) -> Mapping[str, list[str]]:
    """The paragraphs of ``subject.txt.j2``, under the names in square brackets that stand above them."""
    text = filled("subject.txt.j2", templates, {"run": run})
    sections: defaultdict[str, list[str]] = defaultdict(list)
    name = ""
    # What the template prints is escaped as for a page; a paper is not one yet.
    for paragraph in _unescaped(text).split("\n\n"):
        line = " ".join(paragraph.split())
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
        elif line:
            sections[name].append(line)
    return sections


def _unescaped(text: str) -> str:
    return Markup(text).unescape()  # noqa: S704 the text is taken out of markup here, not put in
