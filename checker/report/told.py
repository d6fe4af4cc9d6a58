"""A finding told on paper: what was seen, under which clause, what excuses were looked for, and the letter itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from checker.domain import BCC, CC, TO, Clause, Document, Finding, Message, Passage, Protocol, Run
from checker.report import highlight, pictures, words
from checker.report.decisions import SAID, Decision
from checker.report.highlight import Block as Words
from checker.report.highlight import Span
from checker.report.manifest import Manifest
from checker.report.paper import Block, Facts, Heading, Letter, Paragraph, Picture, Points, Table, Wording
from checker.report.shelf import Place, Shelf
from checker.report.tree import official, unknown_clause, with_wording

LONGEST = 100_000  # characters of one document that a paper prints; the rest is left to the source


def by_clause(findings: Iterable[Finding], protocol: Protocol) -> Iterator[tuple[Clause, list[Finding]]]:
    """The findings under the clause that each breaks most plainly, clauses in the protocol's order, findings by date."""
    under: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in words.in_order(findings):
        under[finding.clauses[0] if finding.clauses else ""].append(finding)
    known = {clause.id: clause for clause in protocol.clauses}
    for id in (*(id for id in known if id in under), *sorted(id for id in under if id not in known)):
        yield known.get(id) or unknown_clause(id), under[id]


def clause_blocks(clause: Clause, protocol: Protocol) -> Iterator[Block]:
    """A clause's heading and its words: the official ones, if they are attached, and else ours."""
    yield Heading(f"Clause {clause.number}, {clause.locator}", 3, f"clause-{words_of_anchor(clause.number)}")
    whole = official(clause, with_wording(protocol))
    if whole is clause:
        yield Wording(clause.wording, "Official wording.")
    elif whole is not None:
        said = (
            f"Official wording of {whole.number}, which holds this clause. Our summary of this part: {clause.summary or 'none'}"
        )
        yield Wording(whole.wording, said)
    elif clause.summary:
        yield Wording(clause.summary, "This is our summary, not the official wording.")
    else:
        yield Paragraph("The protocol as it was read has no clause of this number, so its wording cannot be given.", "small")


def words_of_anchor(text: str) -> str:
    """A text as part of an anchor: letters and figures, and every other character by its number."""
    return "".join(each if each.isascii() and (each.isalnum() or each in ".-") else f"_{ord(each):x}_" for each in text)


def finding_blocks(finding: Finding, run: Run, decision: Decision | None, *, who: str, is_decider_named: bool) -> Iterator[Block]:
    """What was found, what shows it, the excuses looked for and what would have complied. ``who`` is empty if it goes unsaid."""
    behaviours = {each.id: each for each in run.behaviours}
    yield Heading(f"{words.outcome(finding)}: {words.title(finding.behaviour)}", 4, f"f-{finding.id}")
    yield Paragraph(finding.why)
    facts = [
        ("Who", who),
        ("When", words.moment(finding.date)),
        ("Subject", words.cut(finding.subject, 300) or "none"),
        ("Likelihood", words.likelihood(finding.confidence).capitalize()),
        ("What it is", behaviours[finding.behaviour].definition if finding.behaviour in behaviours else ""),
        ("Also under", ", ".join(finding.clauses[1:])),
        ("Finding", finding.id),
    ]
    facts += _decided(decision, is_named=is_decider_named)
    yield Facts(tuple((name, value) for name, value in facts if value))
    if finding.evidence:
        yield Heading("What shows it", 5)
        yield Points(tuple(map(_exhibit, finding.evidence)), is_numbered=True)
    if finding.trail:
        yield Heading("The way of the letter", 5)
        yield Picture(pictures.way(finding.trail), "The way of the letter")
        yield Points(
            tuple(
                f"{words.moment(step.date)}: {step.by} to {', '.join(step.to) or 'nobody named'}"
                f"{ {BCC: ' (blind copy)', CC: ' (copy)'}.get(step.kind, '') }, {step.way}"
                for step in finding.trail
            ),
            is_numbered=True,
        )
    yield Heading("Innocent explanations looked for", 5)
    yield Points(tuple(_excuses(finding)))
    yield Heading("What would have complied", 5)
    yield Paragraph(finding.remedy or "Nothing is said of this.")


def _decided(decision: Decision | None, *, is_named: bool) -> Iterator[tuple[str, str]]:
    if decision is None:
        yield "Decision", "Not decided yet"
        return
    by = f" by {decision.by}" if is_named else ""
    yield "Decision", f"{SAID[decision.decision]}{by}, {decision.date}"
    if decision.reason:
        yield "Reason", decision.reason


def _exhibit(passage: Passage) -> str:
    if not passage.quote:
        return f"In headers or dates{': ' if passage.why else ''}{passage.why}"
    return f"“{words.cut(passage.quote, 400)}”{f': {passage.why}' if passage.why else ''}"


def _excuses(finding: Finding) -> Iterator[str]:
    for excuse in finding.excuses:
        why = excuse.why[:1].upper() + excuse.why[1:]
        yield f"{'Found' if excuse.found else 'Not found'}: {words.title(excuse.excuse)}. {why}{'' if why.endswith('.') else '.'}"
    if not finding.excuses:
        yield "None is known for this behaviour."


def letters(finding: Finding, shelf: Shelf, may_show: Callable[[Document], bool]) -> Iterator[Block]:
    """The finding's document and the others that hold its evidence, marked; of those that may not be shown, nothing."""
    document, place = shelf.find(finding)
    shown: list[tuple[Document, list[Span]]] = [] if document is None else [(document, [])]
    for number, passage in enumerate(finding.evidence, start=1):
        text = document if document and passage.document == document.id else shelf.named(passage.document, place)
        if text is None:
            continue
        spans = next((spans for known, spans in shown if known is text), None)
        if spans is None:
            spans = []
            shown.append((text, spans))
        if highlight.is_in(passage, text):
            spans.append(Span(passage.start, passage.end, f"evidence {number}"))
    for number, (text, spans) in enumerate(shown):
        if not may_show(text):
            continue
        name = "The message" if isinstance(text, Message) else "The draft"
        yield Heading(name if not number else f"{name} with further evidence", 5)
        yield letter(text, spans)


def letter(document: Document, spans: Sequence[Span] = ()) -> Letter:
    """A document as a paper prints it."""
    length = len(document.text)
    shown = list(highlight.blocks(document, spans, 0, min(length, LONGEST)))
    if length > LONGEST:
        shown.append(Words(None, left_out=length - LONGEST))
    return Letter(tuple(_headers(document)), tuple(shown))


def _headers(document: Document) -> Iterator[tuple[str, str]]:
    if not isinstance(document, Message):
        yield "Draft", document.id
        return
    yield "From", _named(document.sender.name, document.sender.email)
    for kind, name in ((TO, "To"), (CC, "Cc"), (BCC, "Bcc")):
        these = [r for r in document.recipients if r.kind == kind]
        told = (
            _named(r.person.name, r.person.email) + (f" (blind copy, shown by {r.header})" if kind == BCC else "") for r in these
        )
        if these:
            yield name, "; ".join(told)
    yield "Date", words.moment(document.date)
    yield "Subject", document.subject or "none"
    if document.attachments:
        yield "Attached", "; ".join(f"{a.name or 'unnamed'} ({a.type}, {words.size(a.size)})" for a in document.attachments)
    if document.automatic:
        yield "Written by", f"a machine: {document.automatic}"
    yield "Source", str(document.source)


def _named(name: str, email: str) -> str:
    return f"{name} <{email}>" if name and email else name or email or "no address"


def who(finding: Finding, shelf: Shelf, place: Place | None) -> str:
    """The person concerned, with the office."""
    if not finding.actor:
        return "No one person"
    person = shelf.person(finding.actor, place)
    return ", ".join(part for part in (_named(person.name, person.email), words.office(person)) if part)


# --- what it was made from -----------------------------------------------------------------------------------------------------


def made_blocks(run: Run, made: Manifest, decisions: str, *, is_whole: bool, key: str = "") -> Iterator[Block]:
    """How a report was made, so that it can be checked; with every entry of the manifest if it is to be ``is_whole``.

    ``decisions`` is the SHA-256 of the file of decisions, ``key`` the name of the key under which pseudonyms were made.
    """
    yield Heading("How this report was made", 2, "made")
    facts = [
        ("Program", f"protocol-checker {run.version}"),
        ("Protocol", f"{run.protocol.id}, SHA-256 {run.protocol.sha256}"),
        ("Fingerprint of the run", made.fingerprint),
        ("SHA-256 of its decisions", decisions or "no decision has been written"),
        ("Pseudonyms", f"made under key {key}; its holder can turn them back" if key else ""),
        ("Times", "All times are those of Europe/London."),
    ]
    yield Facts(tuple((name, value) for name, value in facts if value))
    if is_whole:
        yield Facts(tuple((words.title(name), value) for name, value in sorted(run.options.items()) if value))
        rows = tuple((entry.kind, entry.name, entry.sha256) for entry in made.entries)
        yield Table("What the run was made from and what it says; “checker verify” checks it.", ("Kind", "Name", "SHA-256"), rows)
