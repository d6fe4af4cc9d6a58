"""The page for whoever wrote a draft: what may not go out, why, what would do instead, and how the pages look to the check.

One file, no script, nothing loaded. It is made for the writer's desk, not for the case file: shorter than the report of a
run, in the order of the draft. Everything in it may be hostile and is escaped as in ``html``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checker.detectors.publicity.party_emphasis import Mention
from checker.domain import Clause, Document, Excuse, Finding, Person, Protocol, Unread, Untold
from checker.report import emphasis, highlight, html, words
from checker.report.desk import Desk, Held, Note, Offer, cited, fingerprint
from checker.report.highlight import Block, Span
from checker.report.text import sentence_at

_PLACES = 6  # sentences shown for one finding
_LONGEST = 20_000  # characters of a draft that are shown whole


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the page tells it: its sentences with the words marked, its clauses, and what is offered instead."""

    finding: Finding
    number: int
    print: str
    sentences: tuple[tuple[highlight.Piece, ...], ...]
    more: int
    clauses: tuple[Clause, ...]
    excuses: tuple[Excuse, ...]
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One draft: what was found in it, the meter and the picture of its pages, its text, and advice."""

    document: Document
    anchor: str
    findings: tuple[Told, ...]
    meters: tuple[emphasis.Metered, ...]
    mentions: tuple[tuple[int, Mention, str], ...]
    picture: Markup
    blocks: tuple[Block, ...]
    is_cut: bool
    notes: tuple[Note, ...]


def render(
    desk: Desk, protocol: Protocol, people: tuple[Person, ...], untold: Sequence[Untold], *, title: str = "Pre-publication check"
) -> str:
    """The page; the same drafts give the same page, character for character."""
    template = html.environment().get_template("draft.html.j2")
    sheets = tuple(_sheets(desk, protocol, people))
    return template.render(
        title=title,
        protocol=protocol,
        cited=lambda clause: cited(clause, protocol),
        findings=desk.run.findings,
        sheets=sheets,
        clean=[sheet for sheet in sheets if not sheet.findings],
        held=_held(desk.held),
        stale=desk.stale,
        unread=_unread(desk.run.unread),
        untold=untold,
        is_fit=desk.is_fit and not desk.run.unread,
        breaches=sum(finding.outcome == "breach" for finding in desk.run.findings),
    )


def _held(held: Sequence[Held]) -> list[Held]:
    return sorted(held, key=lambda one: (one.finding.document, one.finding.behaviour, one.suppression.fingerprint))


def _unread(unread: Sequence[Unread]) -> list[Unread]:
    return words.unread_in_order(unread)


def _sheets(desk: Desk, protocol: Protocol, people: tuple[Person, ...]) -> Iterator[Sheet]:
    clauses = {clause.id: clause for clause in protocol.clauses}
    by_document: dict[str, list[Finding]] = {}
    for finding in words.in_order(desk.run.findings):
        by_document.setdefault(finding.document, []).append(finding)
    for number, document in enumerate(desk.run.publicity, 1):
        mine = sorted(by_document.get(document.id, ()), key=lambda f: min([p.start for p in f.evidence], default=0))
        told = tuple(_told(finding, at, document, clauses, desk.offers) for at, finding in enumerate(mine, 1))
        meters = emphasis.metered(document, people, protocol)
        mentions = sorted((mention for meter in meters for mention in meter.mentions), key=lambda mention: mention.start)
        pages = emphasis.page_of(document, mentions)
        spans = [
            Span(passage.start, passage.end, str(one.number))
            for one in told
            for passage in one.finding.evidence
            if highlight.is_in(passage, document)
        ]
        is_drawn = (
            bool(mentions) or any(finding.behaviour == emphasis.BEHAVIOUR for finding in mine) or _is_laid_out(document, mine)
        )
        cut = min(len(document.text), _LONGEST)
        yield Sheet(
            document=document,
            anchor=f"draft-{number}",
            findings=told,
            meters=tuple(meters),
            mentions=tuple(
                (page, mention, document.text[mention.start : mention.end]) for page, mention in zip(pages, mentions, strict=True)
            ),
            picture=emphasis.picture(document, mentions, mine, name=f"pages-{number}") if is_drawn else Markup(""),
            blocks=tuple(highlight.blocks(document, spans, 0, cut)) if mine else (),
            is_cut=cut < len(document.text),
            notes=tuple(note for note in desk.notes if note.document == document.id),
        )


def _is_laid_out(document: Document, findings: Sequence[Finding]) -> bool:
    """Whether a picture of the pages shows more than the text does: something was found in a file with a layout."""
    return bool(findings) and any(mark.kind in ("size", "colour", "background", "page", "picture") for mark in document.marks)


def _told(finding: Finding, number: int, document: Document, clauses: Mapping[str, Clause], offers: Mapping[str, Offer]) -> Told:
    spans = [Span(p.start, p.end, "") for p in finding.evidence if highlight.is_in(p, document)]
    places = list(dict.fromkeys(sentence_at(document.text, span.start, span.end) for span in spans))
    return Told(
        finding=finding,
        number=number,
        print=fingerprint(finding),
        sentences=tuple(tuple(highlight.pieces(document.text, spans, first, last)) for first, last in places[:_PLACES]),
        more=max(0, len(places) - _PLACES),
        clauses=tuple(clauses[id] for id in finding.clauses if id in clauses),
        excuses=finding.excuses,
        offer=offers.get(finding.id),
    )
