"""A slogan, strap line, emblem, hashtag, address or colour that is a party's own, in publicity or in what is sent out.

MWDA 11(d). Slogans that are ordinary English too count only when they are set apart, quoted, in capitals, or beside the
party's name; a rose in a garden and labour costs are no signs. A message counts as sent out when somebody inside writes from
the authority's own domain to somebody outside; there the signature is read as well, because strap lines stand in it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from checker.detectors import probability, words
from checker.detectors.publicity.publications import place, publications
from checker.domain import OWN, SIGNATURE, Case, Document, Evidence, Excuse, Mark, Message, Passage, Person, Rule
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
from checker.language.party_talk import namings
from checker.language.phrases import Phrases, folded
from checker.language.sentences import sentences
from checker.people import domains

_ALIKE = 7  # of 64 bits: pictures that differ by no more are the same, scaled or recompressed
_NOTE = re.compile(r"\[[^\]\n]{1,400}\]")
_PICTURE = re.compile(r"\[picture: ")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
_LINE = re.compile(r"[^\n]+")
_STRAP = re.compile(r"^\W*(?P<head>.{2,60}?)\s*(?:[:|]|\s[-–—•]|[-–—]\s|,|\.(?=\s))\s*(?P<rest>\S.{3,80}?)\W*$")
# A politician with a coloured rosette on: at a show a prize, on a person who stands for something a party's.
_WORN = re.compile(
    r"\b(?:cllr|councillor|candidate|agent|mayor|leader)\b[^.\]]{0,80}\b(?:in|wearing|wears|with|sporting)"
    r" (?:a|an|his|her|their|the) (?:large |big |bright )?(?P<colour>[a-z]+) rosettes?\b(?! for| from)"
)
_SOMEBODYS = re.compile(r"[A-Z][\w'’-]+ (?:logo|emblem|badge|symbol|banner)\b")  # a partner's own: "Cobb Lane logo"
_NO_STRAP = re.compile(r"\b(?:cllrs?|councillors?|said|says|seats?|members?|spokes\w+|leader|\d{1,2})\b", re.IGNORECASE)
_SHORT_RUN = 200  # characters: what is longer is a text's own colour and no mark upon a name
_NAME_ALONE = re.compile(r"(?:(?:The|Your|the|your) )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}")
_PERSONS = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}, [A-Z][\w'’ -]{2,40}$")  # a name with a party behind it
# A note to the designer or editor that ties what stands in the draft to a party's own leaflets.
_THEIRS = re.compile(
    r"\b(?:sign-off|strap ?line|slogan|tag ?line|catchphrase|motto|wording|phrase|artwork|masthead|typeface|photo|picture|design"
    r"|template|layout|colours?)\b[^.\n]{0,60}?\b(?:(?:his|her|their|the|our|\w+['’]s) (?:group|party|campaign|election)['’]?s?"
    r" (?:own |last |latest |spring |local )?"
    r"(?:newsletters?|leaflets?|line|slogan|material|literature|posters?|website|colours?|style|cards?|stakes?|team|manifesto)"
    r"|(?:his|her|their) (?:agent|election (?:address|leaflets?|posters?|cards?)|campaign (?:leaflets?|team|website|poster)))\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|will|said|says|can|may|chairs?|represents?)\b", re.IGNORECASE)

_SAID = {
    SLOGAN: "a slogan of the party",
    PLAIN_SLOGAN: "a slogan of the party, set apart from the text around it",
    HASHTAG: "a hashtag or handle of the party",
    ADDRESS: "a web address of the party",
    EMBLEM: "an emblem of the party",
    COLOURS: "the party's colours",
    "strap-line": "a strap line of the party",
    "emblem-alone": "what a party's emblem shows",
    "emblem-picture": "a picture like an emblem of the user's folder",
    "emblem-near": "a picture that may be an emblem of the user's folder",
    "noted": "tied to a party by the draft's own note",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign that counts: in which manner, whose, and where. ``said`` tells of it where words of the text cannot."""

    manner: str
    party: str
    start: int
    end: int
    said: str = ""


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
    for publication in publications(case):
        if publication.name:  # a draft that hangs on what is sent to the press or the public
            hung = replace(publication.document, text=publication.text, marks=publication.marks)
            shown = list(_shown(hung, 0, len(hung.text), signs))
            for evidence in _judge(hung, publication.sender, shown):
                why = f"{place(publication)}{evidence.why}"
                yield replace(evidence, document=publication.document, why=why, passages=())


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
        why=best.said or f"“{quote}” is {_SAID[best.manner]}{f' ({_called(best.party)})' if best.party else ''}.",
        confidence=probability("party-branding", best.manner),
        passages=tuple(_passage(document, one) for one in shown),
        excuses=(
            Excuse("ordinary sense of the words", False, "no ordinary reading of the words was found where they stand"),
            Excuse("a service's or the authority's own sign", False, "the sign names a party and no service"),
        ),
        manner=best.manner,
    )


def _passage(document: Document, one: Shown) -> Passage:
    whose = f": {_called(one.party)}" if one.party else ""
    if one.said:
        return document.passage(one.start, one.end, one.said)
    return document.passage(one.start, one.end, f"{_SAID[one.manner].capitalize()}{whose}.")


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
    for mark in document.marks:
        if mark.kind == "emblem" and start <= mark.start < max(end, start + 1):
            yield _like_emblem(mark, signs)
    spoken = namings(text, signs)
    yield from _coloured(
        document, start, end, {n.party for n in named} | {n.party for n in spoken}, [start + n.start for n in spoken]
    )
    for note in _THEIRS.finditer(text):
        yield Shown("noted", "", start + note.start(), start + note.end())


def _like_emblem(mark: Mark, signs: PartySigns) -> Shown:
    """A picture that is like one of the user's own folder; the mark tells which, by how many bits they differ, and its name."""
    emblem, bits, picture = (*mark.value.split("\t"), "", "", "")[:3]
    folder, _, file = emblem.rpartition("/")
    party = signs.of_words(file) or signs.of_words(folder)
    apart = int(bits) if bits.isdigit() else 64
    how = "is like" if apart <= _ALIKE else "may be"
    called = f"The picture {picture}" if picture else "A picture of the draft"
    whose = f" ({_called(party)})" if party else ""
    said = f"{called} {how} the emblem {emblem}{whose}: {apart} of the 64 bits of their hashes differ."
    return Shown("emblem-picture" if apart <= _ALIKE else "emblem-near", party, mark.start, mark.end, said)


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
    return Phrases({kind: lists[kind] for kind in ("campaign", "colours", "service", "signs")})


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
        unnamed = functools.reduce(lambda rest, name: rest.replace(folded(name), " "), owner.names, even)
        if "colours" in kinds or any(re.search(rf"\b{c}\b", unnamed) for c in owner.colour_words):
            return party, COLOURS
    for owner in signs.parties:
        if any(re.search(rf"\b{re.escape(words_)}\b", even) for words_ in owner.own):
            return owner.id, EMBLEM
        if "campaign" in kinds and any(re.search(rf"\b{re.escape(words_)}\b", even) for words_ in owner.emblems):
            return owner.id, EMBLEM
        if "campaign" in kinds and any(near_colour(code, colour) for code in _HEX.findall(note) for colour in owner.colours):
            return owner.id, COLOURS
    worn = _WORN.search(even)
    for owner in signs.parties:
        if worn and worn["colour"] in owner.colour_words:
            return owner.id, COLOURS
        if (
            "signs" in kinds
            and "service" not in kinds
            and not _SOMEBODYS.search(note)
            and any(" " in emblem and re.search(rf"\b{re.escape(emblem)}\b", even) for emblem in owner.emblems)
        ):
            return owner.id, "emblem-alone"
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
        is_aside = match[0][match.end("head") : match.start("rest")].strip() == ","
        if is_aside and not _NAME_ALONE.fullmatch(sides[0] if sides else ""):
            return ""
        if len(other.split()) >= 2 and not _VERB.search(other) and len(sides[0].split()) <= 5 and not _PERSONS.match(sides[0]):
            return named[0].party
    if _straps().kinds(line) and not _NO_STRAP.search(line) and not _VERB.search(line):
        return named[0].party
    return ""


def _coloured(document: Document, start: int, end: int, named: set[str], places: Sequence[int]) -> Iterator[Shown]:
    """Headings and bands in the colours of a party that the text names, and its very name in them."""
    headings = [(m.start, m.end) for m in document.marks if m.kind == "heading"]
    for mark in document.marks:
        if mark.kind not in ("colour", "background") or not start <= mark.start < end:
            continue
        for party in national():
            if party.id in named and any(near_colour(mark.value, colour) for colour in party.colours):
                on_name = any(mark.start <= at < mark.end for at in places) and mark.end - mark.start < _SHORT_RUN
                prominent = mark.kind == "background" or on_name or any(a <= mark.start < b for a, b in headings)
                if prominent:
                    yield Shown(COLOURS, party.id, mark.start, min(mark.end, mark.start + 120))
