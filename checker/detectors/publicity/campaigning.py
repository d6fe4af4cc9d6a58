"""Readers urged to take a side: to sign, lobby, vote, march or boycott, or told that something must be banned.

MWDA 11(f): publicity informs and does not campaign, save where persuading is a lawful function of the authority. To urge people
to register, recycle, come along or choose a lorry's name is such a function; what a motion or a petition asked for may be
reported. A call names what is to be done and, as a second sign, whom it presses or what it is against.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.publicity.publications import Publication, place, publications
from checker.domain import Case, Evidence, Excuse, Rule
from checker.language.sentences import Sentence, sentences
from checker.language.turns import evened, is_guidance, turns

BEHAVIOUR = "campaigning"
_MOST = 2_000  # sentences of one text
# What a call presses, or asks for, that no service of an authority is.
_OF_POLITICS = frozenset(
    {"mp", "mps", "petition", "minister", "ministers", "parliament", "bill", "ban", "outlaw", "march", "committee", "boycott"}
)


@dataclass(frozen=True, slots=True)
class _Call:
    """A sentence that urges, with what it and its neighbours show."""

    sentence: Sentence
    kinds: frozenset[str]
    near: frozenset[str]
    words: str


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that campaign."""
    del rule
    for publication in publications(case):
        calls = list(_calls(publication))
        if calls:
            yield _evidence(publication, calls)


def _calls(publication: Publication) -> Iterator[_Call]:
    patterns = turns("campaigns")
    found: list[tuple[Sentence, frozenset[str], str]] = []
    for sentence in sentences(publication.text):
        if len(found) == _MOST:
            break
        even = evened(sentence.text)
        hits = patterns.find(even)
        company = patterns.shown(even) & {"even", "lawful", "reported"}
        found.append(
            (sentence, frozenset(hit.kind for hit in hits) | company, next((h.phrase for h in hits if h.kind == "firm"), ""))
        )
    for number, (sentence, kinds, words) in enumerate(found):
        if "firm" not in kinds or is_guidance(sentence.text) or kinds & {"reported", "even"}:
            continue
        if "lawful" in kinds and not _is_political(words, kinds):
            continue
        around = [other[1] for other in found[max(0, number - 2) : number] + found[number + 1 : number + 3]]
        yield _Call(sentence, kinds, frozenset().union(*around), words)


def _is_political(words: str, kinds: frozenset[str]) -> bool:
    """Whether a call presses a decider or asks for a law, though the authority's own services are named as well."""
    said = set(words.split())
    return "bid" in said or ("object" in kinds and not said.isdisjoint(_OF_POLITICS))


def _evidence(publication: Publication, calls: list[_Call]) -> Evidence:
    two = [call for call in calls if "object" in call.kinds]
    several = len(calls) > 1 or any("object" in call.near for call in calls)
    manner = "call-with-object" if two else "calls" if several else "one-call"
    best = (two or calls)[0]
    start, end = best.sentence.start, best.sentence.end
    speech = publication.speaker(start, end)
    by = f"{speech.called} is given as saying" if speech and speech.called else "readers are told"
    text = f"{place(publication)}{by} “{publication.quoted(start, end)}”, which urges them to take a side."
    return Evidence(
        document=publication.document,
        actor=publication.actor(start, end),
        why=text[:1].upper() + text[1:],
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(
            p
            for call in calls
            for p in publication.passage(call.sentence.start, call.sentence.end, "Readers are urged to take a side.")
        ),
        excuses=(
            Excuse("a lawful function of the authority", False, "no service of its own is what readers are urged to use"),
            Excuse("a report of what others asked for", False, "the sentence urges and does not report"),
            Excuse("both sides are told", False, "no other side stands beside the call"),
        ),
        manner=manner,
    )
