"""Words that demean or shut out people on a protected ground, and what may take their sting: a place's name, a report, a count.

The lists are in ``prejudice.toml``. Slurs are looked for as words, patterns by what they say of a group. A slur that is part of a
name ("Dyke Road"), that somebody is reported to have used, that is spoken of as a word, or that the writer claims for
themselves is no abuse; nor is a group named in order to count or protect it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.domain import OWN, Document
from checker.language.intent import is_meant
from checker.language.phrases import Hit, Phrases, folded
from checker.language.sentences import Sentence
from checker.language.signs import cut, subject

SLUR, SHUT_OUT, GENERALISED, BELITTLED = "slur", "shut_out", "generalised", "belittled"
MONITORING, SPOKEN_OF, RECLAIMED, NAME, NOT_MEANT = "monitoring", "spoken_of", "reclaimed", "name", "not_meant"

# What follows a word that belongs to a name: "Dyke Road", "Cripple Gate".
_PLACE = re.compile(
    r"['’]?s?[ -](?:road|street|lane|avenue|close|drive|farm|bridge|hill|house|court|way|drain|marsh|wood|field"
    r"|fields|green|park|gate|cottages?"
    r"|society|ditch|brook|beck|common|corner|cross|end|estate|island|moss|pit|quarry|terrace|yard|wharf|lock|well"
    r"|works|walk|row|place|mill"
    r"|inn|arms|fen|path|trail|nature reserve|reserve|embankment|bank)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|cllr|councillor|sir|messrs|offa's|devil's|car|king's|council's) ?\.? ?$", re.IGNORECASE
)
_NAMED = re.compile(r"\s+[A-Z][a-z]+")
_TECHNICAL = re.compile(
    r"\b(?:dyke|dykes|dyking)\b.{0,60}\b(?:flood|drain|drainage|water|bank|culvert|silt|river|sea|breach|path"
    r"|footpath|defence)\w*"
    r"|\b(?:flood|drain|drainage|water|bank|culvert|silt|river|sea|ditch|offa's|footpath)\w*\b.{0,60}\bdykes?\b"
    r"|\b(?:fender|metal|pipe|bar|plate)\b.{0,30}\bbenders?\b|\bbenders?\b.{0,20}\b(?:pipe|metal|bar)\b"
    r"|\bgeriatric (?:ward|medicine|care|unit|services|consultant|nurse|hospital)\b|\b(?:ward|clinic)\b.{0,20}\bgeriatric\b"
    r"|\b(?:chink|chinks) (?:of|in)\b|\bhomo sapiens\b|\bjap(?:anese)? knotweed\b|\bwheelchair-bound (?:for|from"
    r"|to)\b|\bcripple (?:the|our|us|its|their)\b"
    r"|\b(?:to|would|will|could|may|might|can|which|not) cripple\b|\bmong (?:kok|cai)\b|\bretard (?:the|growth|any"
    r"|progress)\b|\b(?:to|would|will|fire|flame) retard\b"
    r"|\bcrumpets? (?:with|and) (?:butter|tea|jam)\b|\b(?:tea and|toasted|hot|buttered) crumpets?\b|\bcoolie hat\b"
    r"|\bgit (?:version|repo\w*|commit|branch|tree|tag)\b"
)

# A ditch of the fens and a wall of the coast, in every parish's minutes; of a person only where a person is meant beside it.
_DITCH = re.compile(r"dykes?", re.IGNORECASE)
_OF_A_PERSON = re.compile(
    r"\b(?:butch|bull|fat|girls?|her|hers|lesbians?|old|she|ugly|woman|women|you|your|you're|you’re)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Slight:
    """A sentence that demeans on a ground: how, in which words, and its place.

    ``kind`` is slur, shut_out, generalised or belittled.

    ``company`` says what takes it back: monitoring, spoken_of, reclaimed, name, not_meant.
    """

    kind: str
    ground: str
    words: str
    start: int
    end: int
    company: frozenset[str]


@functools.cache
def _slurs() -> Phrases:
    table = subject("prejudice").table["slurs"]
    return Phrases({ground: [form for word in words for form in (word, f"{word}s")] for ground, words in table.items()})


def slights(document: Document) -> Iterator[Slight]:
    """What a document's own words hold against people on a protected ground, in the order of the text."""
    for zone, text in document.words(OWN):
        has_slur = any(True for _ in _slurs().find(text))
        for sentence, words in cut(text):
            if has_slur or subject("prejudice").possible(words):
                yield from _slights(sentence, zone.start)


def _slights(sentence: Sentence, offset: int) -> Iterator[Slight]:
    hits = [Hit(f"{SLUR}.{hit.kind}", hit.phrase, hit.start, hit.end) for hit in _slurs().find(sentence.text)]
    hits += subject("prejudice").find(sentence.text)
    around = frozenset(hit.kind for hit in hits if "." not in hit.kind)
    for hit in hits:
        kind, _, ground = hit.kind.partition(".")
        if not ground:
            continue
        company = set(around)
        if not is_meant(sentence.text, hit):
            company.add(NOT_MEANT)
        if kind == SLUR and _is_name(sentence.text, hit):
            company.add(NAME)
        words = sentence.text[hit.start : hit.end]
        yield Slight(kind, ground, words, offset + sentence.start, offset + sentence.end, frozenset(company))


def _is_name(text: str, hit: Hit) -> bool:
    """Whether a slur is part of a name, or a word of a trade: "Dyke Road", "Mrs Bender", "the dyke was breached"."""
    after, before = text[hit.end : hit.end + 40], text[: hit.start]
    if _TECHNICAL.search(folded(text)) or (_DITCH.fullmatch(hit.phrase) and not _OF_A_PERSON.search(text)):
        return True
    is_capital = text[hit.start].isupper()
    if _TITLE.search(before) or (is_capital and (_PLACE.match(after) or (_NAMED.match(after) and before.strip()))):
        return True
    return is_capital and bool(before.strip()) and bool(re.search(r"\b[A-Z][a-z]+ $", before)) and not text.isupper()
