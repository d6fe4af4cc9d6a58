"""Claims that are lopsided, too simple, or cannot be true as they stand. An aid to the eye: one such claim is for review.

MWDA 11(e): objective, balanced, informative and accurate; nothing oversimplified or sloganised. Whether a claim is true no
checker can tell. It sees words that leave no room for another side, and no source beside them. What visitors and residents are
quoted as saying is theirs. Prose that urges readers is campaigning, and is told there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.publicity.publications import Publication, place, publications
from checker.domain import Case, Evidence, Excuse, Rule
from checker.language.sentences import Sentence, sentences
from checker.language.turns import evened, is_guidance, turns

BEHAVIOUR = "unbalanced-publicity"
_MOST = 2_000  # sentences of one text
_CLOSE = 3  # sentences within which two claims strengthen one another


@dataclass(frozen=True, slots=True)
class _Claim:
    """A sentence that leaves no room for another side, and how many ways of doing so it shows."""

    number: int
    sentence: Sentence
    ways: int


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that claim too much."""
    del rule
    for publication in publications(case):
        claims = list(_claims(publication))
        if claims:
            yield _evidence(publication, claims)


def _claims(publication: Publication) -> Iterator[_Claim]:
    patterns, campaigns = turns("claims"), turns("campaigns")
    for number, sentence in enumerate(sentences(publication.text)):
        if number == _MOST:
            return
        even = evened(sentence.text)
        kinds = {hit.kind for hit in patterns.find(even)}
        if "sweeping" not in kinds or patterns.shown(even) & {"fair", "ordinary"} or is_guidance(sentence.text):
            continue
        speech = publication.speaker(sentence.start, sentence.end)
        if speech is not None and not (speech.person and (speech.person.is_member or speech.person.is_officer)):
            continue
        if any(hit.kind == "firm" for hit in campaigns.find(even)):
            continue
        yield _Claim(number, sentence, patterns.ways("sweeping", even))


def _evidence(publication: Publication, claims: list[_Claim]) -> Evidence:
    best = max(claims, key=lambda claim: (claim.ways, -claim.number))
    is_two = best.ways > 1 or any(0 < abs(a.number - b.number) <= _CLOSE for a in claims for b in claims)
    manner = "two-claims" if is_two else "one-claim"
    start, end = best.sentence.start, best.sentence.end
    return Evidence(
        document=publication.document,
        actor=publication.actor(start, end),
        why=f"{place(publication)}“{publication.quoted(start, end)}” leaves no room for another side and gives no source.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(
            p
            for claim in claims
            for p in publication.passage(claim.sentence.start, claim.sentence.end, "The claim leaves no room for another side.")
        ),
        excuses=(
            Excuse("a source or a measure is given", False, "none stands in the sentence"),
            Excuse(
                "somebody else's opinion, quoted as such",
                False,
                "it stands in the authority's own text or a Member's or officer's words",
            ),
        ),
        manner=manner,
    )
