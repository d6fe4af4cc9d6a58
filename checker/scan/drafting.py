"""The check before something is published: drafts read, checked and told in a form for the desk, an editor or a reader."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from checker import __version__
from checker.detectors import behaviours
from checker.domain import (
    Case,
    CheckerError,
    Container,
    Document,
    Finding,
    Passage,
    Person,
    Protocol,
    Run,
    Source,
    Unread,
    Untold,
)
from checker.ingest import drafts
from checker.ingest.containers import Reader
from checker.ingest.limits import USUAL, Limits
from checker.ingest.unreadable import NotReadable
from checker.people import Roster
from checker.pipeline import check, in_order, untold
from checker.protocols.beside import together
from checker.report import jsonl, sarif, text, words
from checker.report.desk import Desk, Note, Offer, Suppression, fingerprint
from checker.report.highlight import plain, wrapped
from checker.scan.advising import notes
from checker.scan.suggesting import offers
from checker.scan.suppressing import sifted

FORMATS = ("text", "json", "sarif", "html")

# The channels of behaviours that drafts can show.
_CHANNELS = ("publicity", "both")


def check_drafts(
    paths: Sequence[Path],
    protocols: Sequence[Protocol],
    people: Roster,
    *,
    day: date,
    options: Mapping[str, str],
    decisions: Sequence[Suppression] = (),
    limits: Limits = USUAL,
) -> Desk:
    """These drafts, and those in these folders, checked under these protocols as on a day: the first, and what stands beside it.

    ``CheckerError`` if a path is not there or holds nothing. Wordings are tried and advice is given; neither changes a finding.
    """
    texts: list[Document] = []
    advice: list[Note] = []
    unread: list[Unread] = []
    containers: list[Container] = []
    named = _names(paths)
    in_office = on_the_day(people, day)
    asked = [_of_drafts(protocol) for protocol in protocols]
    for path in paths:
        with Reader(limits) as reader:
            mine = list(_read(path, named[path], reader))
        if not mine:
            raise CheckerError(
                f"{path} holds no drafts; Word (docx), ODT, RTF, PDF, PowerPoint, HTML, Markdown or text files were expected."
            )
        read = [one for one in mine if not isinstance(one, Unread)]
        texts += [document for document, _ in read]
        advice += [note for document, about in read for note in notes(document, about)]
        unread += [one for one in mine if isinstance(one, Unread)]
        containers.append(Container(str(path), "drafts", "", len(mine), len(read), len(mine) - len(read)))
    case = Case(publicity=tuple(texts), people=in_office, end=day)
    found = sorted(_once(finding for protocol in asked for finding in check(case, protocol)), key=in_order)
    sorted_out = sifted(found, decisions, day)
    run = Run(
        protocol=together(protocols),
        behaviours=tuple(behaviours().values()),
        containers=tuple(containers),
        unread=tuple(unread),
        untold=tuple(one for protocol in protocols for one in untold(protocol, in_office, has_mail=False)),
        findings=sorted_out.findings,
        conversations=(),
        publicity=tuple(texts),
        options=dict(options),
        version=__version__,
    )
    offered = offers(texts, sorted_out.findings, asked, in_office)
    return Desk(run, offered, tuple(advice), sorted_out.held, sorted_out.stale)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Each act once: what several books forbid is one finding with the clauses of all, by the firmest of them."""
    told: dict[tuple[str, str, str, tuple[Passage, ...]], Finding] = {}
    for finding in findings:
        key = (finding.document, finding.behaviour, finding.actor, finding.evidence)
        first = told.setdefault(key, finding)
        if first is not finding:
            clauses = tuple(dict.fromkeys((*first.clauses, *finding.clauses)))
            firmer = max(first, finding, key=lambda one: one.confidence)
            told[key] = replace(first, clauses=clauses, confidence=firmer.confidence, outcome=firmer.outcome)
    return list(told.values())


def on_the_day(people: Roster, day: date) -> tuple[Person, ...]:
    """Everybody on a roster, each in the office that they hold on this day."""
    return tuple(people.who("", email, day) for email in people.by_email)


def _of_drafts(protocol: Protocol) -> Protocol:
    """The protocol with the rules alone that a draft can break."""
    return replace(protocol, rules=tuple(rule for rule in protocol.rules if behaviours()[rule.behaviour].channel in _CHANNELS))


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """What a file is called in findings: its name, or its path where two of that name are given; nothing for a folder."""
    for path in paths:
        if not path.exists():
            raise CheckerError(f"There is no file or folder {path}.")
    counts = Counter(path.name for path in set(paths) if not path.is_dir())
    called = {path: "" if path.is_dir() else path.name if counts[path.name] == 1 else path.as_posix() for path in paths}
    if sum(path.is_dir() for path in called) > 1:  # drafts of one name may lie in each
        return {path: path.as_posix() if path.is_dir() else name for path, name in called.items()}
    return called


def _read(path: Path, name: str, reader: Reader) -> Iterator[tuple[Document, list[tuple[str, str]]] | Unread]:
    """Each draft here with what its file says beside the text, or why it was not read."""
    for draft in drafts.found(path):
        id = (Path(name) / draft.relative_to(path)).as_posix() if path.is_dir() else name
        source = Source(str(draft))
        try:
            document = reader.draft(draft, id, source)
        except NotReadable as error:
            yield Unread(source, str(error))
        else:
            yield document, reader.about_draft(draft)


def rendered(desk: Desk, form: str, people: tuple[Person, ...] = (), *, width: int = 100) -> str:
    """What was found in drafts, in one of ``FORMATS``."""
    run = desk.run
    if form == "json":
        return json.dumps(_as_json(desk), ensure_ascii=False, indent=2)
    if form == "sarif":
        seen = [one for one in run.behaviours if one.is_seen]
        return sarif.render(run.findings, run.protocol, seen, offers=desk.offers, held=desk.held, notes=desk.notes)
    if form == "html":
        from checker.report import draft_page  # only here: templates cost a moment

        return draft_page.render(desk, run.protocol, people, _not_judged(run))
    report = text.render(run.publicity, run.findings, run.protocol, width=width, offers=desk.offers)
    return "\n".join([report.rstrip("\n"), *_beside(desk, width)])


def _beside(desk: Desk, width: int) -> Iterator[str]:
    """What the text tells after the findings: advice, what is held back and by whom, and what was not judged."""
    if desk.notes:
        yield "\nBefore it goes out (advice, no breach):"
    for note in desk.notes:
        shown = "; ".join(f"“{words.cut(passage.quote, 50)}”" for passage in note.passages[:2])
        where = f" {shown}" if shown else ""
        yield from wrapped(f"{note.document}: {note.kind}. {note.text}{where}", width, "  ")
    if desk.held or desk.stale:
        yield "\nHeld back:"
    for one in desk.held:
        decision = one.suppression
        said = f"{one.finding.behaviour} in {one.finding.document}: {decision.reason}"
        yield from wrapped(
            f"{said} ({decision.owner}, until {decision.expires.isoformat()}; {decision.fingerprint})", width, "  "
        )
    for line in desk.stale:
        yield from wrapped(line, width, "  ")
    if not_judged := _not_judged(desk.run):
        listed = ", ".join(dict.fromkeys(one.behaviour for one in not_judged))
        yield ""
        yield from wrapped(f"Not judged, so nothing here speaks for or against it: {listed}.", width, "")


def _as_json(desk: Desk) -> dict[str, object]:
    return {
        "findings": [_finding_as_json(finding, desk.offers.get(finding.id)) for finding in desk.run.findings],
        "unread": [jsonl.unread_as_json(one) for one in desk.run.unread],
        "not_judged": [{"behaviour": one.behaviour, "reason": one.reason} for one in _not_judged(desk.run)],
        "advice": [
            {
                "document": note.document,
                "kind": note.kind,
                "text": note.text,
                "passages": [
                    {"quote": passage.quote, "start": passage.start, "end": passage.end, "why": passage.why}
                    for passage in note.passages
                ],
            }
            for note in desk.notes
        ],
        "held_back": [
            {
                "fingerprint": one.suppression.fingerprint,
                "document": one.finding.document,
                "behaviour": one.finding.behaviour,
                "reason": one.suppression.reason,
                "owner": one.suppression.owner,
                "expires": one.suppression.expires.isoformat(),
            }
            for one in desk.held
        ],
        "stale_suppressions": list(desk.stale),
    }


def _finding_as_json(finding: Finding, offer: Offer | None) -> dict[str, object]:
    told: dict[str, object] = {**jsonl.finding_as_json(finding), "fingerprint": fingerprint(finding)}
    if offer is not None:
        told["advice"] = offer.advice
        told["instead"] = [
            {"start": one.start, "end": one.end, "sentence": one.sentence, "wording": one.instead} for one in offer.wordings
        ]
    return told


def _not_judged(run: Run) -> list[Untold]:
    """What a draft could do wrong under the protocol that was not judged."""
    publicity = {one.id for one in run.behaviours if one.channel in _CHANNELS}
    return [one for one in run.untold if one.behaviour in publicity]


def lines_for_terminal(desk: Desk) -> list[str]:
    """What a user has to be told though the findings go elsewhere: decisions out of date, and drafts that were not checked."""
    return [
        *desk.stale,
        *(f"{plain(one.source.file)} was not checked: {plain(one.reason)}" for one in desk.run.unread),
    ]
