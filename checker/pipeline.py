"""Where the case, the protocol and the detectors meet, and the only place: every check of anything comes through here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from checker.calendar import local_day
from checker.detectors import behaviours, seconded
from checker.domain import (
    BREACH,
    REVIEW,
    Behaviour,
    Case,
    Evidence,
    Excuse,
    Finding,
    Message,
    Passage,
    Person,
    Protocol,
    Rule,
    Untold,
)
from checker.protocols import editions

# From this probability on that a fair monitoring officer would uphold it, a finding is called a breach.
CALLED_BREACH = 0.7


def check(case: Case, protocol: Protocol) -> Iterator[Finding]:
    """What in this case breaks which clause, by the date of the document, then the document, then the behaviour."""
    seen: list[tuple[Rule, Behaviour, list[Evidence]]] = []
    for rule in protocol.rules:
        behaviour = behaviours()[rule.behaviour]
        if behaviour.is_seen and not _missing(behaviour, rule):
            seen.append((rule, behaviour, list(seconded(rule.behaviour)(case, rule))))
    guessed, told = _guessed(case), _told(seen)
    findings: list[Finding] = []
    for rule, behaviour, evidence in seen:
        findings += _joined(protocol, rule, behaviour, (one for one in evidence if not _is_told(one, told)), guessed)
    yield from sorted(findings, key=in_order)


_Places: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]


def _told(seen: Iterable[tuple[Rule, Behaviour, Iterable[Evidence]]]) -> _Places:
    """The places of words, by document, that patterns read as the act of some behaviour."""
    found: dict[str, list[tuple[int, int]]] = {}
    for _, behaviour, evidence in seen:
        if behaviour.family != "timeliness":  # there a question is quoted, and is no act
            for passage in (passage for one in evidence if one.manner for passage in one.passages):
                found.setdefault(passage.document, []).append((passage.start, passage.end))
    return found


def _is_told(evidence: Evidence, told: _Places) -> bool:
    """Whether a model alone sees this, in words that patterns read as another behaviour: then that is the one to report."""
    return not evidence.manner and any(
        min(end, passage.end) > max(start, passage.start)
        for passage in evidence.passages
        for start, end in told.get(passage.document, ())
    )


def check_editions(case: Case, protocols: Sequence[Protocol]) -> Iterator[Finding]:
    """What in this case breaks which clause of the edition in force on its day, in the order of ``check``.

    The day is that of the document; for an answer out of time it is that of the letter, whose edition set the time. What has
    no date is judged by the latest edition, and what lies before the first or in a gap by none (``by_edition`` names it). A
    finding under an edition that has ended cites its clauses as ``editions.together`` names them.
    ``CheckerError`` if two editions are in force at once.
    """
    ordered = editions.in_order(protocols)
    dates = {document.id: document.date for document in (*case.messages, *case.publicity)}
    findings: list[Finding] = []
    for protocol in ordered:
        for finding in check(case, protocol):
            day = _day(finding, dates)
            if not (protocol is ordered[-1] if day is None else editions.is_in_force(protocol, day)):
                continue
            if protocol is not ordered[-1]:
                finding = replace(finding, clauses=tuple(editions.dated(clause, protocol) for clause in finding.clauses))  # noqa: PLW2901 one thought
            findings.append(finding)
    yield from sorted(findings, key=in_order)


def _day(finding: Finding, dates: Mapping[str, datetime | None]) -> date | None:
    moments = [finding.date]
    if behaviours()[finding.behaviour].family == "timeliness":
        moments += [dates.get(passage.document) for passage in finding.evidence]
    return min((local_day(moment) for moment in moments if moment), default=None)


def in_order(finding: Finding) -> tuple[str, str, str, str]:
    """The order in which findings are told: by date of the document, then document, behaviour and actor."""
    return (finding.date.isoformat() if finding.date else "", finding.document, finding.behaviour, finding.actor)


def _missing(behaviour: Behaviour, rule: Rule) -> list[str]:
    return [limit for limit in behaviour.limits if limit not in rule.limits]


def untold(protocol: Protocol, people: Sequence[Person], *, has_mail: bool) -> Iterator[Untold]:
    """Which behaviours that the protocol forbids could not be judged at all where these people are known, and why."""
    for rule in protocol.rules:
        behaviour = behaviours()[rule.behaviour]
        if not behaviour.is_seen:
            yield Untold(behaviour.id, "the program does not look for it yet")
        elif missing := _missing(behaviour, rule):
            yield Untold(behaviour.id, f"the protocol sets no {', '.join(missing).replace('_', ' ')}")
        elif has_mail and not people and behaviour.actor in ("officer", "member"):
            yield Untold(behaviour.id, "no roster was given, so nobody can be told to be a Member or an officer; add --roster")


def _guessed(case: Case) -> Mapping[str, str]:
    """Why somebody was taken for what they are, by address, where nobody has said."""
    return {
        person.email: f"{person.label} was taken for {_AN[person.role]}: {person.guess}" for person in case.people if person.guess
    }


_AN = {
    "member": "a Member",
    "co-opted-member": "a co-opted Member",
    "officer": "an officer",
    "political-adviser": "a political adviser",
    "external": "an outsider",
}


def _joined(
    protocol: Protocol, rule: Rule, behaviour: Behaviour, seen: Iterator[Evidence], guessed: Mapping[str, str]
) -> list[Finding]:
    """The findings of one rule: what was seen of one person in one document is one finding, by its firmest part.

    Where offices were guessed, no finding is more than one for review, and each says of whom it was guessed.
    """
    groups: dict[tuple[str, str], list[Evidence]] = {}
    for evidence in seen:
        groups.setdefault((evidence.document.id, evidence.actor.email), []).append(evidence)
    return [_finding(protocol, rule, behaviour, group, guessed) for group in groups.values()]


def _finding(
    protocol: Protocol, rule: Rule, behaviour: Behaviour, group: Sequence[Evidence], guessed: Mapping[str, str]
) -> Finding:
    first = max(group, key=lambda evidence: evidence.confidence)
    is_doubtful = rule.is_indirect or bool(guessed)
    confidence = round(min(first.confidence, 0.6) if is_doubtful else first.confidence, 3)
    clauses = [clause for evidence in group for clause in rule.manners.get(evidence.manner, rule.clauses)]
    return Finding(
        document=first.document.id,
        source=first.document.source,
        behaviour=rule.behaviour,
        protocol=protocol.id,
        clauses=tuple(dict.fromkeys(clauses)),
        outcome=BREACH if confidence >= CALLED_BREACH else REVIEW,
        confidence=confidence,
        actor=first.actor.email,
        date=first.document.date,
        subject=first.document.subject,
        why=first.why,
        evidence=_passages(group),
        excuses=(*_excuses(group), *_guesses(first, guessed)),
        remedy=_remedy(rule, behaviour),
        trail=first.trail,
    )


def _passages(group: Sequence[Evidence]) -> tuple[Passage, ...]:
    return tuple(dict.fromkeys(passage for evidence in group for passage in evidence.passages))


def _excuses(group: Sequence[Evidence]) -> tuple[Excuse, ...]:
    """Each excuse once; one that was found for any part counts as found."""
    said: dict[str, Excuse] = {}
    for evidence in group:
        for excuse in evidence.excuses:
            if excuse.excuse not in said or (excuse.found and not said[excuse.excuse].found):
                said[excuse.excuse] = excuse
    return tuple(said.values())


def _guesses(evidence: Evidence, guessed: Mapping[str, str]) -> Iterator[Excuse]:
    if guessed:
        people = [evidence.actor]
        if isinstance(evidence.document, Message):
            people += [evidence.document.sender, *evidence.document.to]
        told = list(dict.fromkeys(guessed[person.email] for person in people if person.email in guessed))
        yield Excuse(
            "somebody holds another office than was guessed", found=False, why="; ".join(told[:4]) or "no roster was given"
        )


def _remedy(rule: Rule, behaviour: Behaviour) -> str:
    text = rule.remedy or behaviour.remedy
    for limit, value in rule.limits.items():
        text = text.replace(f"{{{limit}}}", str(value))
    return text
