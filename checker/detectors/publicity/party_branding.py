"""A slogan, strap line, emblem, hashtag, address or colour that is a party's own, in publicity or in what is sent out.

MWDA 11(d). Slogans that are ordinary English too count only when they are set apart, quoted, in capitals, or beside the
party's name; a rose in a garden and labour costs are no signs. A message counts as sent out when somebody inside writes from
the authority's own domain to somebody outside; there the signature is read as well, because strap lines stand in it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.detectors import probability, words
from checker.domain import OWN, SIGNATURE, Case, Document, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.parties import (
    ADDRESS,
    COLOURS,
    EMBLEM,
    HASHTAG,
    PLAIN_SLOGAN,
    SLOGAN,
    PartySigns,
    local,
    national,
    near_colour,
)
from checker.language.phrases import Phrases, folded
from checker.language.sentences import sentences
from checker.people import domains

_NOTE = re.compile(r"\[[^\]\n]{1,400}\]")
_PICTURE = re.compile(r"\[picture: ")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
_LINE = re.compile(r"[^\n]+")
_STRAP = re.compile(r"^\W*(?P<head>.{2,60}?)\s*(?:[:|]|\s[-–—•]|[-–—]\s|,|\.(?=\s))\s*(?P<rest>\S.{3,80}?)\W*$")
_NO_STRAP = re.compile(r"\b(?:cllrs?|councillors?|said|says|seats?|members?|spokes\w+|leader|\d{1,2})\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|will|said|says|can|may|chairs?|represents?)\b", re.IGNORECASE)

_SAID = {
    SLOGAN: "a slogan of the party",
    PLAIN_SLOGAN: "a slogan of the party, set apart from the text around it",
    HASHTAG: "a hashtag or handle of the party",
    ADDRESS: "a web address of the party",
    EMBLEM: "an emblem of the party",
    COLOURS: "the party's colours",
    "strap-line": "a strap line of the party",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign that counts: in which manner, whose, and where."""

    manner: str
    party: str
    start: int
    end: int


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Drafts and messages sent out that bear a party's signs."""
    del rule
    signs = PartySigns(national() + local(person.party for person in case.people))
    for draft in case.publicity:
        yield from _judge(draft, Person(""), list(_shown(draft, 0, len(draft.text), signs)))
    inside = domains(case.people)
    for message in case.messages:
        if _is_sent_out(message, inside):
            shown = [
                one
                for zone in message.zones
                if zone.kind in (OWN, SIGNATURE)
                for one in _shown(message, zone.start, zone.end, signs)
            ]
            yield from _judge(message, message.sender, shown)


def _is_sent_out(message: Message, inside: frozenset[str]) -> bool:
    is_ours = message.sender.email.rpartition("@")[2] in inside
    return (
        is_ours
        and not message.automatic
        and any(p.is_outside and p.email.rpartition("@")[2] not in inside for p in message.visible)
    )


def _judge(document: Document, actor: Person, shown: list[Shown]) -> Iterator[Evidence]:
    if not shown:
        return
    shown = sorted(set(shown), key=lambda one: (one.start, one.end, one.manner, one.party))
    best = max(shown, key=lambda one: probability("party-branding", one.manner))
    quote = " ".join(document.text[best.start : best.end].split())
    yield Evidence(
        document=document,
        actor=actor,
        why=f"“{quote}” is {_SAID[best.manner]} ({_called(best.party)}).",
        confidence=probability("party-branding", best.manner),
        passages=tuple(_passage(document, one) for one in shown),
        excuses=(
            Excuse("ordinary sense of the words", False, "no ordinary reading of the words was found where they stand"),
            Excuse("a service's or the authority's own sign", False, "the sign names a party and no service"),
        ),
        manner=best.manner,
    )


def _passage(document: Document, one: Shown) -> Passage:
    return document.passage(one.start, one.end, f"{_SAID[one.manner].capitalize()}: {_called(one.party)}.")


def _called(party: str) -> str:
    return {p.id: p.names[0] for p in national()}.get(party, party)


def _shown(document: Document, start: int, end: int, signs: PartySigns) -> Iterator[Shown]:
    text = document.text[start:end]
    named = list(signs.names(text))
    for sign in signs.slogans(text):
        by_name = any(n.party == sign.party and _same_sentence(text, n.start, sign.start) for n in named)
        if sign.kind == SLOGAN or by_name or _is_set_apart(document, start, sign.start, sign.end):
            yield Shown(sign.kind, sign.party, start + sign.start, start + sign.end)
    for sign in (*signs.hashtags(text), *signs.addresses(text)):
        yield Shown(sign.kind, sign.party, start + sign.start, start + sign.end)
    for mark in document.marks:
        if mark.kind == "link" and start <= mark.start < end:
            host = re.match(r"(?:[a-z]+:)?(?://)?(?:[^@/\s]*@)?([\w.-]+)", mark.value)
            if host and signs.of_host(host[1]):
                yield Shown(ADDRESS, signs.of_host(host[1]), mark.start, mark.end)
    for note in _NOTE.finditer(text):
        party, manner = _in_note(note[0], signs)
        if party:
            yield Shown(manner, party, start + note.start(), start + note.end())
    for at, length, party, manner in _in_words(text, signs):
        yield Shown(manner, party, start + at, start + at + length)
    for line in _LINE.finditer(text):
        party = _strap(line[0], signs)
        if party:
            yield Shown("strap-line", party, start + line.start(), start + line.end())
    for sentence in sentences(text, start):
        party = _strap(sentence.text, signs) if any(n.start == sentence.start - start for n in named) else ""
        if party:
            yield Shown("strap-line", party, sentence.start, sentence.end)
    yield from _coloured(document, start, end, {n.party for n in named})


def _same_sentence(text: str, one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return high - low < 160 and not re.search(r"[.!?]\s|\n\s*\n", text[low:high])


def _is_set_apart(document: Document, offset: int, start: int, end: int) -> bool:
    """Whether words stand on a line of their own, in a heading, in quotation marks, or in capitals."""
    text = document.text
    start, end = offset + start, offset + end
    before, after = text[:start], text[end:]
    quoted = before[-1:] in "\"'“‘«" and before[-1:] != "" and after[:2].strip(".,!")[:1] in "\"'”’»"
    line_start, line_end = before.rfind("\n") + 1, end + (after.find("\n") if "\n" in after else len(after))
    alone = len(re.findall(r"\w+", text[line_start:line_end])) <= len(re.findall(r"\w+", text[start:end])) + 2
    headed = any(m.kind == "heading" and m.start <= start and end <= m.end for m in document.marks)
    large = [w for w in re.findall(r"[^\W\d_]+", text[start:end]) if len(w) > 3]
    capitals = bool(large) and all(w[0].isupper() for w in large) and len(large) > 1
    return quoted or alone or (headed and capitals) or capitals


@functools.cache
def _signs_words() -> Phrases:
    lists = words("party-branding")
    return Phrases({kind: lists[kind] for kind in ("campaign", "colours", "signs")})


def _in_note(note: str, signs: PartySigns) -> tuple[str, str]:
    """The party and the manner that a picture or a note to the designer shows."""
    party = signs.of_words(note)
    kinds = _signs_words().kinds(re.sub(r"[-_.]", " ", note))
    even = folded(re.sub(r"[-_.]", " ", note))
    if party:
        owner = signs.party(party)
        emblem = any(re.search(rf"\b{re.escape(e)}\b", even) for e in owner.emblems)
        only = bool(_PICTURE.match(note)) and len(re.findall(r"[a-z]+", even)) <= 5
        if "signs" in kinds or emblem or only:
            return party, EMBLEM
        if "colours" in kinds or any(re.search(rf"\b{c}\b", even) for c in owner.colour_words):
            return party, COLOURS
    for owner in signs.parties:
        if any(re.search(rf"\b{re.escape(words_)}\b", even) for words_ in owner.own):
            return owner.id, EMBLEM
        if "campaign" in kinds and any(re.search(rf"\b{re.escape(words_)}\b", even) for words_ in owner.emblems):
            return owner.id, EMBLEM
        if "campaign" in kinds and any(near_colour(code, colour) for code in _HEX.findall(note) for colour in owner.colours):
            return owner.id, COLOURS
    return "", ""


def _in_words(text: str, signs: PartySigns) -> Iterator[tuple[int, int, str, str]]:
    """A party's emblem or colour named in running text: "the Labour rose", "Tory blue"."""
    for sign in signs.names(text):
        owner = signs.party(sign.party)
        after = folded(text[sign.end : sign.end + 30])
        for thing, manner in [(e, EMBLEM) for e in owner.emblems] + [(c, COLOURS) for c in owner.colour_words]:
            match = re.match(rf"(?:'s|s'|')? (?:party )?(?:\w+ )?{re.escape(thing)}\b", after)
            if match and not (thing == "green" and owner.id == "green"):
                yield sign.start, sign.end - sign.start + match.end(), sign.party, manner
        match = re.match(r"(?:'s|s'|')? (?:party )?(?:logo|emblem|rosettes?|branding|colours)\b", after)
        if match:
            yield sign.start, sign.end - sign.start + match.end(), sign.party, EMBLEM


@functools.cache
def _straps() -> Phrases:
    return Phrases({"straps": words("party-branding")["straps"]})


def _strap(line: str, signs: PartySigns) -> str:
    """The party whose strap line a line is, empty if it is none."""
    if len(line) > 110 or len(line.split()) > 14:
        return ""
    named = list(signs.names(line))
    if not named:
        return ""
    if re.match(r"\W*(?:vote|back|choose|join)\s", line, re.IGNORECASE) and named[0].start < 20:
        return named[0].party
    match = _STRAP.match(line)
    if match and not _NO_STRAP.search(line):
        head, rest = match["head"], match["rest"]
        sides = [side for side in (head, rest) if any(True for _ in signs.names(side))]
        other = rest if sides == [head] else head if sides == [rest] else ""
        if len(other.split()) >= 2 and not _VERB.search(other) and len(sides[0].split()) <= 5:
            return named[0].party
    if _straps().kinds(line) and not _NO_STRAP.search(line) and not _VERB.search(line):
        return named[0].party
    return ""


def _coloured(document: Document, start: int, end: int, named: set[str]) -> Iterator[Shown]:
    """Headings and bands in the colours of a party that the text names."""
    headings = [(m.start, m.end) for m in document.marks if m.kind == "heading"]
    for mark in document.marks:
        if mark.kind not in ("colour", "background") or not start <= mark.start < end:
            continue
        for party in national():
            if party.id in named and any(near_colour(mark.value, colour) for colour in party.colours):
                prominent = mark.kind == "background" or any(a <= mark.start < b for a, b in headings)
                if prominent:
                    yield Shown(COLOURS, party.id, mark.start, min(mark.end, mark.start + 120))
