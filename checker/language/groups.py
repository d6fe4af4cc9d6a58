"""Whether words tell what went on inside a political group: who said what, how it split, how it means to vote.

Three questions, for one alone proves nothing: that a group is spoken of (and which), that its talk is told, and that the teller
heard it there. What a group has announced, tabled or asked to be told is no secret of its meeting. Words in ``groups.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from checker.language.parties import Party, PartySigns, national, squashed
from checker.language.phrases import folded
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

_REACH = 600
_GROUP = re.compile(
    r"\b(?:group|groups|caucus|pre-?meet(?:ing)?|whips?|tories|lib dems?|labour|conservatives?|greens|liberals|our (?:lot"
    r"|side|people|members|councillors))\b"
)
_HYPOTHESIS = re.compile(
    r"\b(?:if|whether|should|would you|could you|can you|never|must not|not to|n't|do not|cannot|can't|policy|protocol|training"
    r"|reminder|guidance|rules?)\b[^.;!?]{0,60}$"
)
_OTHERS = re.compile(r"\b(?:you|we|i) $")  # "you want to move the date" is no talk of a group
_COUNT = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:votes? )?(?:to|against) (?:one|two"
    r"|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|none|nil|\d{1,2})\b(?! (?:\d|p\.?m|a\.?m|o'clock|january|february|march|april|may"
    r"|june|july|august"
    r"|september|october|november|december|weeks?|days?|months?|years?|hours?|minutes?|per cent|%))"
)


@dataclass(frozen=True, slots=True)
class GroupTalk:
    """What a text tells of a group: the id of its party if named, and the sentences that tell its talk.

    ``heard`` is the sentence that tells it was heard there, if one does.
    """

    party: str
    told: tuple[Sentence, ...]
    heard: Sentence | None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("groups.toml").read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@lru_cache(maxsize=8)
def _signs(parties: tuple[Party, ...]) -> PartySigns:
    return PartySigns(parties)


@lru_cache(maxsize=8)
def _ids(parties: tuple[Party, ...]) -> dict[str, str]:
    ids = {folded(name): each.id for each in parties for name in each.names}
    return ids | {name.removesuffix(" party").removesuffix(" group"): id for name, id in ids.items()}


def party_id(name: str) -> str:
    """One name for a party, however a roster writes it; empty for none.

    >>> party_id("Liberal Democrats") == party_id("Lib Dem"), party_id("Green Party") == party_id("Green")
    (True, True)
    """
    even = " ".join(folded(name).split())
    return (
        _ids(national()).get(even) or _ids(national()).get(even.removesuffix(" party").removesuffix(" group")) or squashed(even)
    )


def group_talk(text: str, offset: int = 0, *, subject: str = "") -> GroupTalk | None:
    """What a text tells of the talk within a political group; None if it speaks of none, nor its subject."""
    if not _GROUP.search(folded(text)) and not _GROUP.search(folded(subject)):
        return None
    named, heard = party_named(subject) if _GROUP.search(folded(subject)) else "", None
    told: list[Sentence] = []
    for sentence in sentences(text, offset):
        piece = sentence.text[:_REACH]
        even = folded(piece)
        if _GROUP.search(even):
            named = named or party_named(piece)
        kinds = {
            hit.kind
            for hit in _wording().find(piece)
            if not _HYPOTHESIS.search(even[: hit.start]) and not (hit.kind == "told" and _OTHERS.search(even[: hit.start]))
        }
        if "heard" in kinds and heard is None:
            heard = sentence
        if "told" in kinds or _COUNT.search(even):
            told.append(sentence)
    return GroupTalk(named, tuple(told), heard) if told else None


# A party's name before these means its people; alone, "labour" is work and "green" a colour.
_PEOPLE = re.compile(
    r"\b(labour|conservative|tory|lib dem|libdem|liberal democrat|green|reform uk|reform|independent|plaid|snp) "
    r"(?:group|party|members|councillors|lot|whip|side|caucus|pre-?meet)"
)


def party_named(sentence: str) -> str:
    """The id of the party that a sentence or a text names, those of whose people it speaks first; empty for none or several."""
    people = {party_id(match[1]) for match in _PEOPLE.finditer(folded(sentence))}
    found = people or {sign.party for sign in _signs(national()).names(sentence)}
    return next(iter(found)) if len(found) == 1 else ""


def is_announced(text: str) -> str:
    """The words by which a text says that a group made the thing known itself, or asked for it to be told; empty if none."""
    for sentence in sentences(text):
        even = folded(sentence.text[:_REACH])
        for hit in _wording().find(sentence.text[:_REACH]):
            if hit.kind == "announced" and not re.search(r"\b(?:not|never|before|n't|yet)\b[^.;!?]{0,30}$", even[: hit.start]):
                return " ".join(sentence.text.split())
    return ""
