"""What a publication says for or against a party, or of a policy that is one's own: the common part of three behaviours.

One passage is told once, as the more specific: a policy tied to a party, then blame, then promotion, then what only a party or a
candidate would say though none is named. A quotation is the publication's own act whoever is quoted, and is put down to its
speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.publicity.publications import Publication, place, publications
from checker.domain import Case, Evidence, Excuse
from checker.language import electioneering, party_talk
from checker.language.parties import PartySigns, national
from checker.language.party_talk import (
    AGAINSTS,
    APPEAL,
    BLAME,
    COLD,
    CREDIT,
    DEMAND,
    FORS,
    POLICY,
    PRAISE,
    SOUR,
    SWEET,
    WARM,
    Statement,
)

PROMOTION, DENIGRATION, PARTISAN_POLICY = "party-promotion", "party-denigration", "partisan-policy"

_NEAR = 220  # characters between sentences that may strengthen one another
_COUNTS = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:seats?|votes?|councillors were|wards?)\b|\bmajority of\b"
    r"|\b(?:won|held|lost|gained|took) (?:the|a|her|his) (?:seat|ward|by-election)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:vote|trust us|trust them|nobody else|no other party|the only|always been|always|neglect|betray\w*|shambles"
    r"|to blame|wrong|typical"
    r"|chaos|disgrace\w*|shame\w*|failed|wrecked|broke|ruined|let down|trouble with|incompeten\w+|liars?|useless|hopeless)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(r"thatparty(?:-run|-led)? (?:government|ministers?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opinion:
    """A sentence that is for or against a party: of which behaviour it is a sign, in which manner."""

    behaviour: str
    manner: str
    statement: Statement


def evidence_of(case: Case, behaviour: str) -> Iterator[Evidence]:
    """What every publication of a case shows of one of the three behaviours."""
    signs = party_talk.signs_of(person.party for person in case.people)
    for publication in publications(case):
        mine = [one for one in opinions(publication, signs) if one.behaviour == behaviour]
        for actor in dict.fromkeys(publication.actor(o.statement.start, o.statement.end) for o in mine):
            yield _evidence(publication, [o for o in mine if publication.actor(o.statement.start, o.statement.end) == actor])


def opinions(publication: Publication, signs: PartySigns) -> list[Opinion]:
    """The sentences of a publication that are for or against a party, each told once."""
    told = [one for one in party_talk.statements(publication.text, signs) if not one.is_guidance]
    found = []
    for number, statement in enumerate(told):
        near = _near(told, number)
        opinion = _policy(publication, statement, near) or _blame(publication, statement, near) or _praise(statement, near)
        if opinion:
            found.append(opinion)
    taken = {one.statement.start for one in found}
    for plea in electioneering.pleas(publication.text):
        if plea.start not in taken:
            statement = Statement(plea.text, plea.start, plea.end, (), frozenset(), is_named=False, is_guidance=False)
            found.append(Opinion(PROMOTION, plea.manner, statement))
    return sorted(found, key=lambda one: one.statement.start)


def _near(told: Sequence[Statement], number: int) -> frozenset[str]:
    """What the sentences right before and after show."""
    here = told[number]
    near: set[str] = set()
    for other in (number - 1, number + 1):
        if 0 <= other < len(told):
            gap = here.start - told[other].end if other < number else told[other].start - here.end
            if gap < _NEAR:
                near |= told[other].kinds
    return frozenset(near)


def _policy(publication: Publication, statement: Statement, near: frozenset[str]) -> Opinion | None:
    if statement.is_policy and statement.kinds & {FORS, AGAINSTS, SOUR, SWEET}:
        return Opinion(PARTISAN_POLICY, "known-policy", statement)
    if not statement.is_named:
        return None
    if DEMAND in statement.kinds:
        if re.search(r"(?i)\bgovernment\b", statement.text) and not re.search(r"(?i)\bparty\b", statement.text):
            return Opinion(PARTISAN_POLICY, "demand-of-its-government", statement)
        speech = publication.speaker(statement.start, statement.end)
        is_others = (
            speech is not None and (speech.person is None or not speech.person.is_member) and "ouncillor" not in statement.text
        )
        return Opinion(PARTISAN_POLICY, "demand-by-others" if is_others and speech and speech.called else "demand", statement)
    if POLICY in statement.kinds:
        if statement.kinds & {FORS, AGAINSTS}:
            return Opinion(PARTISAN_POLICY, "named-policy", statement)
        if statement.kinds & {SOUR, SWEET} and not statement.kinds & {APPEAL, BLAME, CREDIT, PRAISE}:
            return Opinion(PARTISAN_POLICY, "named-policy", statement)
        if near & {FORS, AGAINSTS, COLD} and not statement.kinds & {CREDIT, APPEAL, PRAISE}:
            return Opinion(PARTISAN_POLICY, "named-policy", statement)
    return None


def _blame(publication: Publication, statement: Statement, near: frozenset[str]) -> Opinion | None:
    if statement.is_policy or not statement.kinds & {BLAME, SOUR} or _COUNTS.search(statement.text):
        return None
    if not statement.parties:
        is_others = party_talk.speaks_of_others(statement.text)
        return Opinion(DENIGRATION, "unnamed-party" if is_others else "parties-in-general", statement)
    if not statement.is_named:
        return Opinion(DENIGRATION, "by-pronoun", statement)
    if BLAME not in statement.kinds:
        return Opinion(DENIGRATION, "sour", statement)
    if _is_headline(publication, statement):
        return Opinion(DENIGRATION, "headline", statement)
    if COLD in statement.kinds or BLAME in near or _STRONG.search(statement.text):
        return Opinion(DENIGRATION, "blame", statement)
    return Opinion(DENIGRATION, "mild-blame", statement)


def _is_headline(publication: Publication, statement: Statement) -> bool:
    """Whether a sentence is a heading, or the short first line of a text without any marks."""
    if any(mark.kind == "heading" and mark.start <= statement.start < mark.end for mark in publication.marks):
        return True
    text = publication.text
    first = text[: statement.end].lstrip()
    rest = text[statement.end :]
    return not publication.marks and len(first) < 120 and "\n" not in first and rest.startswith("\n")


def _praise(statement: Statement, near: frozenset[str]) -> Opinion | None:
    kinds = statement.kinds & {APPEAL, CREDIT, PRAISE, SWEET}
    if not kinds or not statement.is_named or statement.kinds & {BLAME, SOUR} or _COUNTS.search(statement.text):
        return None
    if APPEAL in kinds:
        return Opinion(PROMOTION, "appeal", statement)
    if kinds == {SWEET}:
        return Opinion(PROMOTION, "sweet", statement)
    if len(kinds) > 1 or WARM in statement.kinds or near & {CREDIT, PRAISE, APPEAL, WARM} or _STRONG.search(statement.text):
        return Opinion(PROMOTION, "credit" if CREDIT in kinds else "praise", statement)
    return Opinion(PROMOTION, "one-credit" if CREDIT in kinds else "one-praise", statement)


_SAYS = {
    "appeal": "asks for votes or backing for {party}",
    "credit": "claims credit for {party}",
    "praise": "praises {party}",
    "one-credit": "gives {party} credit",
    "one-praise": "speaks well of {party}",
    "blame": "runs down {party}",
    "headline": "runs down {party} in a headline",
    "sour": "speaks ill of {party}",
    "sweet": "commends {party}",
    "mild-blame": "finds fault with {party}",
    "by-pronoun": "runs down {party}, named in the sentence before",
    "candidate": "asks for votes or backing for a candidate",
    "party-voice": "speaks as a party does",
    "pledge": "promises what only a party in government could do",
    "campaign": "tells of an election campaign from within",
    "unnamed-party": "runs down another party or administration without naming it",
    "parties-in-general": "runs down other parties without naming them",
    "demand": "makes a demand of {party} by name",
    "demand-by-others": "reports a demand of {party} by name",
    "demand-of-its-government": "makes a demand of a government that it calls by {party}",
    "known-policy": "judges a policy that is known as that of {party}",
    "named-policy": "judges a policy that it ties to {party}",
}


def _evidence(publication: Publication, mine: Sequence[Opinion]) -> Evidence:
    best = max(mine, key=lambda one: (probability(one.behaviour, one.manner), -one.statement.start))
    statement = best.statement
    party = " and ".join(_called(id) for id in statement.parties[:2]) or "a party"
    speech = publication.speaker(statement.start, statement.end)
    by = f"{speech.called} is given as saying" if speech and speech.called else "the authority's own text says"
    said = _SAYS[best.manner].format(party=party)
    return Evidence(
        document=publication.document,
        actor=publication.actor(statement.start, statement.end),
        why=_sentence(f"{place(publication)}{by} “{publication.quoted(statement.start, statement.end)}”, which {said}."),
        confidence=probability(best.behaviour, best.manner),
        passages=tuple(
            passage
            for one in mine
            for passage in publication.passage(
                one.statement.start,
                one.statement.end,
                f"It {_SAYS[one.manner].format(party=' and '.join(map(_called, one.statement.parties[:2])) or 'a party')}.",
            )
        ),
        excuses=tuple(_excuses(best)),
        manner=best.manner,
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _excuses(best: Opinion) -> Iterator[Excuse]:
    yield Excuse("a fact about seats, votes or history", False, "the sentence judges and does not only report")
    yield Excuse("guidance on what may not be written", False, "the sentence is not given as an example or a rule")
    if best.behaviour == PARTISAN_POLICY:
        is_government = best.manner == "demand-of-its-government"
        why = (
            "a government is addressed, under its party's name"
            if is_government
            else "the party is addressed or judged by its name"
        )
        yield Excuse("addressed to a level of government", is_government, why)


def _called(party: str) -> str:
    return {p.id: p.names[0] for p in national()}.get(party, party)
