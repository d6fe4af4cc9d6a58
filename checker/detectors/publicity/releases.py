"""Members quoted in what the authority itself publishes: whether the office lets them speak for it, and by what way.

A release is the authority's own voice, so a Member quoted in it speaks beside it at least. Where a protocol names the offices
that may speak (City of London 3.7 and 3.8; MPA, Appendix 1), a Member of none of them who is quoted is for review, and a breach
where the words claim the authority's voice. Where a protocol only says whose letters are official nothing follows for
quotations: a Member's role in publicity is then member-out-of-role. Who speaks for a group or a ward, or is quoted as having
spoken at a meeting, speaks for nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors.mandates import holds_any, offices
from checker.detectors.outsiders import Names
from checker.detectors.publicity.publications import Publication, publications
from checker.domain import Case, Person, Rule
from checker.language.acts import kinds
from checker.language.speakers import Speech

_AROUND = 200  # characters on either side of a Member's words that say for whom they are spoken
_PERSONAL = re.compile(
    r"\b(?:(?:in|is) (?:my|his|her) (?:own |personal )?(?:view|opinion)|speaking for (?:my|his|her|the \w+) (?:group|ward)"
    r"|(?:ward|local|divisional) (?:councillor|member)|whose ward|(?:told|asked) (?:the )?(?:meeting|committee|members|council)"
    r"|at (?:the|its|last) (?:\w+ )?meeting)\b",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"\b(?:press|news|media) (?:release|statement|notice)\b|\bfor immediate (?:release|use)\b", re.IGNORECASE)
_PRESS_OFFICE = re.compile(
    r"\b(?:press|media|communications?|public relations|PR|publicity|newsdesk|news)"
    r" (?:office|officer|team|unit|desk|enquiries|contact|manager|department)\b|\bnotes? (?:to|for) editors?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A Member whom a draft quotes without an office that may speak: the words, whether they claim the authority's voice."""

    publication: Publication
    person: Person
    spoken: tuple[Speech, ...]
    is_claimed: bool
    is_round: bool = False


def quoted(case: Case, rule: Rule, speakers: Sequence[str], names: Names, *, is_routed: bool) -> Iterator[Quoted]:
    """Members whom drafts quote beyond what a protocol lets them, by the offices that may speak.

    With ``is_routed``, a release that quotes a Member who may speak but shows no press office is told as well.
    """
    if not offices(rule.limits.get("may_speak")) or not case.publicity:
        return
    drafts = {draft.id for draft in case.publicity}
    for publication in publications(case):
        if publication.document.id not in drafts:
            continue
        spoken: dict[Person, list[Speech]] = {}
        for speech in publication.spoken:
            if speech.is_direct and speech.person is not None and speech.person.is_member:
                spoken.setdefault(speech.person, []).append(speech)
        for person, speeches in spoken.items():
            if holds_any(person, speakers):
                if is_routed and _RELEASE.search(publication.text[:600]) and not _PRESS_OFFICE.search(publication.text):
                    yield Quoted(publication, person, tuple(speeches), is_claimed=False, is_round=True)
                continue
            if all(_is_personal(publication, speech) for speech in speeches):
                continue
            claimed = any("claims" in kinds(names.generic(_words(publication, speech)), "spokesmen") for speech in speeches)
            yield Quoted(publication, person, tuple(speeches), is_claimed=claimed)


def _is_personal(publication: Publication, speech: Speech) -> bool:
    around = publication.text[max(0, speech.start - _AROUND) : speech.end + _AROUND]
    return bool(_PERSONAL.search(around))


def _words(publication: Publication, speech: Speech) -> str:
    """A Member's words with the words that lead into them and out of them, which say for whom they are spoken."""
    text = publication.text
    start = text.rfind("\n", 0, speech.start) + 1
    end = text.find("\n", speech.end)
    return text[start : end if end >= 0 else len(text)]
