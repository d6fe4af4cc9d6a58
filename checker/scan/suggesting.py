"""Neutral words for what was found in a draft: by general rules that are data, tried out, and offered only if they pass.

A rule changes one sentence (``suggestions.toml``). Whatever it makes is put into a copy of the draft, which is then checked as
any draft is: only where nothing more of the behaviour is found, and nothing new, is it offered. Nothing is put into the
draft itself, and no words come from anywhere but the draft and the rules.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from checker.domain import Case, Document, Finding, Mark, Person, Protocol, Zone
from checker.language.parties import known_parties
from checker.language.sentences import sentences
from checker.pipeline import check
from checker.report.desk import Offer, Wording

_SENTENCES = 12  # of one finding: a draft with more of them is written anew, not mended
_LONGEST = 600  # characters of a sentence that a rule is tried on
_TITLE = (
    r"(?:[Cc]ouncillors?|[Cc]llrs?|CLLRS?|COUNCILLORS?|[Mm]embers?|MEMBERS?|[Cc]hair(?:man|woman)?|[Dd]eputy"
    r"|[Gg]roup [Ll]eader|[Ll]eader|[Ss]pokes(?:man|woman|person)|[Tt]eam|[Aa]lderman|[Mm]ayor)"
)
_PEOPLE = r"(?:councillors?|members?|group|team|party|administration|Members?|Councillors?|Group|Party)"


@dataclass(frozen=True, slots=True)
class _Rule:
    find: re.Pattern[str]
    put: str

    def __call__(self, sentence: str) -> str:
        return self.find.sub(self._put, sentence)

    def _put(self, match: re.Match[str]) -> str:
        made, capital = "", False
        for piece in re.split(r"(\\u|\\\d)", self.put):
            if piece == "\\u":
                capital = True
                continue
            words = (match[int(piece[1])] or "") if re.fullmatch(r"\\\d", piece) else piece
            made += words[:1].upper() + words[1:] if capital else words
            capital = capital and not words
        return made


@functools.cache
def _table() -> Mapping[str, Mapping[str, Any]]:  # Any: TOML
    return tomllib.loads(resources.files("checker.scan").joinpath("suggestions.toml").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def _rules(behaviour: str, names: tuple[str, ...]) -> tuple[_Rule, ...]:
    party = "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")"
    rows = _table().get(behaviour, {}).get("rules", ())
    people = rf"(?:(?:[Oo]ur|[Tt]he|[Yy]our|[Ll]ocal) )?(?:local )?{party}(?:['’]s)?(?: {_PEOPLE})?"
    return tuple(
        _Rule(
            re.compile(row["find"].replace("{party}", party).replace("{people}", people).replace("{title}", _TITLE)), row["put"]
        )
        for row in rows
    )


def offers(
    documents: Sequence[Document], findings: Sequence[Finding], protocols: Sequence[Protocol], people: tuple[Person, ...]
) -> Mapping[str, Offer]:
    """What is offered for each finding, by its id; nothing for a behaviour of which the rules know nothing."""
    by_id = {document.id: document for document in documents}
    names = tuple(sorted({name for party in known_parties(p.party for p in people) for name in (*party.names, *party.short)}))
    made: dict[str, Offer] = {}
    for finding in findings:
        row = _table().get(finding.behaviour)
        document = by_id.get(finding.document)
        if row is None or document is None:
            continue
        wordings = list(_wordings(document, finding, row, names))
        passes = bool(wordings) and _passes(document, finding, findings, wordings, protocols, people)
        made[finding.id] = Offer(row["advice"], tuple(wordings) if passes else ())
    return made


def _wordings(document: Document, finding: Finding, row: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Wording]:
    """A wording for each sentence that holds evidence; none at all where one of them cannot be mended."""
    places = sorted({(p.start, p.end) for p in finding.evidence if p.document == document.id and p.quote})
    touched = [s for s in sentences(document.text) if any(start < s.end and s.start < end for start, end in places)]
    if not places or len(touched) > _SENTENCES:
        return
    found = []
    for sentence in touched:
        words = sentence.text
        if len(words) > _LONGEST:
            return
        made = words
        if row.get("cut"):
            made = _without(sentence.text, sentence.start, places)
        for rule in _rules(finding.behaviour, names):
            made = rule(made)
        made = _tidy(made)
        if made == words or (row.get("cut") and len(made.split()) < 2):
            if not row.get("drop"):
                return
            made = ""
        found.append(Wording(document.id, sentence.start, sentence.end, words, made))
    yield from found


def _without(sentence: str, offset: int, places: Sequence[tuple[int, int]]) -> str:
    """The sentence with the words cut out that lie wholly in it and are not all of it."""
    kept = sentence
    for start, end in sorted(places, reverse=True):
        first, last = max(0, start - offset), min(len(sentence), end - offset)
        if first < last:
            kept = kept[:first] + kept[last:]
    return kept


def _tidy(words: str) -> str:
    """The words without what a cut leaves behind: double spaces, spaces before stops, empty brackets and quotation marks."""
    words = re.sub(r"\(\s*\)|\[\s*\]|“\s*”|\"\s*\"", "", words)
    words = re.sub(r"[ \t]{2,}", " ", words)
    words = re.sub(r" +([.,;:!?])", r"\1", words)
    words = re.sub(r"[,;:–-]\s*([.!?])$", r"\1", words).strip()
    return "" if not re.search(r"\w", words) else words


def _passes(
    document: Document,
    finding: Finding,
    findings: Sequence[Finding],
    wordings: Sequence[Wording],
    protocols: Sequence[Protocol],
    people: tuple[Person, ...],
) -> bool:
    """Whether the check finds nothing more of the behaviour in the draft with these words, and nothing that was not there."""
    before = {one.behaviour for one in findings if one.document == document.id}
    mended = reworded(document, wordings)
    if not mended.text.strip():
        return False
    case = Case(publicity=(mended,), people=people)
    after = {one.behaviour for protocol in protocols for one in check(case, protocol)}
    return finding.behaviour not in after and after <= before


def reworded(document: Document, wordings: Sequence[Wording]) -> Document:
    """A copy of the draft with these wordings in it, its marks and zones where their words now stand."""
    pieces, moves, at = [], [], 0
    shift = 0
    for one in sorted(wordings, key=lambda wording: wording.start):
        pieces += [document.text[at : one.start], one.instead]
        at = one.end
        moves.append((one.start, one.end, shift, len(one.instead)))
        shift += len(one.instead) - (one.end - one.start)
    text = "".join([*pieces, document.text[at:]])

    def moved(place: int) -> int:
        by = 0
        for start, end, before, length in moves:
            if place >= end:
                by = before + length - (end - start)
            elif place > start:
                return start + before + min(place - start, length)
        return place + by

    def mark(one: Mark) -> Mark:
        return replace(one, start=moved(one.start), end=moved(one.end))

    def zone(one: Zone) -> Zone:
        return replace(one, start=moved(one.start), end=moved(one.end))

    marks = tuple(m for m in map(mark, document.marks) if m.start < m.end)
    return replace(document, text=text, marks=marks, zones=tuple(map(zone, document.zones)))
