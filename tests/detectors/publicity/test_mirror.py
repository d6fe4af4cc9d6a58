"""All parties alike over whole drafts: put one party for another in a corpus, and every answer is mirrored.

Names, slogans, hashtags, addresses, colours and emblems of one party give way to those of the other, one for one, in the words,
the marks and the roster. What is found in the mirrored draft has to be what was found in the draft, with the parties changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.domain import Case, Document, Mark, Person, Source, Zone
from checker.ingest import drafts
from checker.language.parties import Party, national
from checker.people import read_roster
from checker.pipeline import check
from checker.protocols import load

CORPORA = Path(__file__).parents[3] / "corpora"
SETS = ("branding-publicity", "leaflet-publicity")
# Names in the same forms: in full, as an adjective, of the body, of the body's own. What a word means besides (a green bin,
# labour costs) has no mirror, nor has an emblem; a draft with such words is passed over, and how many are not is asserted.
NAMES = {
    "labour": ("Labour Party", "Labour", "the Labour Party", "the Labour Party's"),
    "conservative": ("Conservative Party", "Conservative", "the Conservatives", "the Conservatives'"),
    "reform-uk": ("Reform UK", "Reform UK", "Reform UK", "Reform UK's"),
    "plaid-cymru": ("Plaid Cymru", "Plaid Cymru", "Plaid Cymru", "Plaid Cymru's"),
    "snp": ("Scottish National Party", "SNP", "the SNP", "the SNP's"),
    "ukip": ("UK Independence Party", "UKIP", "UKIP", "UKIP's"),
}
ACRONYMS = {"snp", "ukip"}  # always in capitals, so what is in capitals elsewhere has no mirror in them
# So many drafts at least are put in the mirror, of each set and pair.
LEAST = {
    ("branding-publicity", "labour", "conservative"): 5,
    ("leaflet-publicity", "labour", "conservative"): 12,
    ("leaflet-publicity", "labour", "snp"): 8,
    ("leaflet-publicity", "conservative", "ukip"): 6,
}
PAIRS = [("labour", "conservative"), ("reform-uk", "plaid-cymru"), ("labour", "snp"), ("conservative", "ukip")]


def by_id(id: str) -> Party:
    return next(party for party in national() if party.id == id)


def swaps(one: str, other: str) -> dict[str, str]:
    """What stands for what, in small letters: each form of a name, and each sign with one of its kind."""
    first, second = by_id(one), by_id(other)
    table: dict[str, str] = {}

    def put(left: str, right: str) -> None:
        table.setdefault(left.lower(), right)
        table.setdefault(right.lower(), left)

    for left, right in zip(NAMES[one], NAMES[other], strict=True):
        put(left, right)
    for left, right in zip(first.tokens, second.tokens, strict=False):  # in tags alone: "plaid" is a cloth too
        for sign in "#@":
            put(f"{sign}{left}", f"{sign}{right}")
            put(f"{sign}vote{left}", f"{sign}vote{right}")
    for kind in ("domains", "colours"):
        for left, right in zip(getattr(first, kind), getattr(second, kind), strict=False):
            put(left, right)
    for is_plain in (False, True):
        mine = [s.words for s in first.slogans if s.is_plain is is_plain]
        theirs = [s.words for s in second.slogans if s.is_plain is is_plain]
        for left, right in zip(mine, theirs, strict=False):
            put(left, right)
    return table


def mirrored(document: Document, table: dict[str, str]) -> Document:
    """The draft with each of these for the other, and its marks and zones where the words now stand."""
    pattern = re.compile(
        rf"(?<![\w])(?:{'|'.join(re.escape(k) for k in sorted(table, key=lambda k: (-len(k), k)))})(?!\w)", re.IGNORECASE
    )
    made: list[str] = []
    places = [0]
    at = 0

    def cased(word: str) -> str:
        other = table[word.lower()]
        if word.isupper() and len(word) > 1:
            return other.upper()
        return other[:1].upper() + other[1:] if word[:1].isupper() else other

    for match in pattern.finditer(document.text):
        before = document.text[at : match.start()]
        made.append(before)
        places += range(places[-1] + 1, places[-1] + 1 + len(before))
        put = cased(match[0])
        made.append(put)
        width = match.end() - match.start()
        base = places[-1]
        places += [base + len(put) * n // width for n in range(1, width + 1)]
        at = match.end()
    rest = document.text[at:]
    made.append(rest)
    places += range(places[-1] + 1, places[-1] + 1 + len(rest))

    def mark(one: Mark) -> Mark:
        value = table.get(one.value.lower(), pattern.sub(lambda m: cased(m[0]), one.value))
        return Mark(one.kind, places[one.start], places[one.end], value)

    zones = tuple(Zone(z.kind, places[z.start], places[z.end]) for z in document.zones)
    return replace(document, text="".join(made), marks=tuple(map(mark, document.marks)), zones=zones)


def drafts_of(name: str) -> Iterator[Document]:
    folder = CORPORA / name / "publicity"
    for path in drafts.found(folder):
        yield drafts.read(path, path.name, Source(path.name))


def answers(document: Document, people: tuple[Person, ...]) -> list[tuple[str, str, float]]:
    """What is found: the behaviour, the outcome, and how likely a fair monitoring officer is to uphold it."""
    protocol = load("mwda", behaviours())
    publicity = tuple(rule for rule in protocol.rules if behaviours()[rule.behaviour].channel in ("publicity", "both"))
    found = check(Case(publicity=(document,), people=people), replace(protocol, rules=publicity))
    return sorted((f.behaviour, f.outcome, f.confidence) for f in found)


def _bare(words: str) -> str:
    return " ".join(re.sub(r"[^\w' ]+", " ", words).split())


def is_mirrorable(document: Document, one: str, other: str) -> bool:
    """Whether all that the draft has of the two parties has a mirror in the table."""
    known = set(swaps(one, other))
    text = re.sub(r"[-_]", " ", document.text.lower())
    parties = (by_id(one), by_id(other))
    loose = {word.lower() for party in parties for word in (*party.names, *party.short)} - known
    loose |= {sign for party in parties for sign in (*party.emblems, *party.own)}
    others = {slogan.words for party in national() for slogan in party.slogans} - known  # one party's may hold another's
    if any(f" {_bare(words)} " in f" {_bare(text)} " for words in others):
        return False
    bare = text
    for form in sorted(known, key=len, reverse=True):
        bare = bare.replace(form, " ")
    if any(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", bare) for words in loose):
        return False
    is_capitals = any(
        name.isupper() for name in re.findall(r"\b(?:Labour|Conservatives?|Reform)\b", document.text, re.IGNORECASE)
    )
    return not (is_capitals and ACRONYMS & {one, other})


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("pair", PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_every_answer_is_mirrored(name: str, pair: tuple[str, str]) -> None:
    table = swaps(*pair)
    people = read_roster(CORPORA / name / "roster.csv").people
    others = tuple(replace(p, party=table.get(p.party.lower(), p.party)) for p in people)
    changed, differing = 0, {}

    for document in drafts_of(name):
        mirror = mirrored(document, table)
        if mirror.text == document.text or not is_mirrorable(document, *pair):
            continue
        changed += 1
        here, there = answers(document, people), answers(mirror, others)
        if here != there:
            differing[document.id] = (here, there)

    assert differing == {}
    assert changed >= LEAST.get((name, *pair), 0)
