"""How a party or a candidate speaks when none is named: "when we are in power", "lend me your vote", pledges of a government.

A sentence that puts a candidate forward, or that only a party can say, is enough by itself. What campaigns say and others say now
and then (doorsteps, donations, a manifesto) takes two such signs, or the company of an election. Those who run an election,
contests for a name or a prize, and staff or school elections are passed over. The words are in ``electioneering.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.sentences import Sentence, sentences
from checker.language.turns import evened, is_guidance, turns

CANDIDATE, VOICE, PLEDGE, CAMPAIGN = "candidate", "party-voice", "pledge", "campaign"

_MOST = 2_000  # sentences of one text
_NEAR = 220  # characters between sentences that may strengthen one another
_BESIDE = 200  # characters on either side in which a school's election or a contest shows
_AROUND = 400  # characters on either side in which a contest or an election shows
_VOTE_FOR = re.compile(
    r"(?:\A|(?<=[.!?:…“\"'‘\n])|(?<=[.!?:…“\"'‘\n] ))(?:[Vv]ote|VOTE|[Rr]e-elect|RE-ELECT|[Ee]lect|ELECT)(?: for| FOR)?"
    r" (?P<whom>@\w{3,20}|[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,3})"
)
_SHORTENED = re.compile(r"\b(we|i|they|he|she|you)'(ll|ve|re|d)\b")
_IN_FULL = {"ll": "will", "ve": "have", "re": "are", "d": "would"}
_NO_NAME = re.compile(
    r"(?:Yes|No|Leave|Remain|Against|For|Now|Today|Here|Online|Your|The|In|On|By|At|Early|Safely|Only|Once|Twice|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|YES|NO|LEAVE|REMAIN|AGAINST|NOW|TODAY|HERE|ONLINE|YOUR|THE)\b"
)
_CONTEST = re.compile(
    r"\b(?:names?|naming|favourites?|awards?|competition|contest|shortlist\w*|mascot|gritters?|lorry|mural|winners?|photographs?"
    r"|calendar|prize|logo|budgeting|best|finalists?)\b",
    re.IGNORECASE,
)
_NO_ELECTION = re.compile(
    r"\b(?:pupils?|year (?:[1-9]|1[0-3])\b|mock election|school council|youth parliament|slogans?|naming|competition|contest"
    r"|awards?|mascot|best in|staff|people's choice)\b",
    re.IGNORECASE,
)
_ELECTION = re.compile(
    r"\b(?:mayor|mp|councillor|cllr|election|polls?|polling|ward|candidate|parliament|commissioner|campaign|government"
    r"|vote for)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plea:
    """A sentence in which a party or a candidate speaks: in which manner, and where."""

    manner: str
    text: str
    start: int
    end: int


def pleas(text: str) -> tuple[Plea, ...]:
    """The sentences of a text that a party or a candidate would say, in order."""
    return _pleas(text)


@functools.lru_cache(maxsize=256)  # four behaviours ask about the same draft, one after the other
def _pleas(text: str) -> tuple[Plea, ...]:
    return tuple(_said(text))


def _said(text: str) -> Iterator[Plea]:
    patterns = turns("electioneering")
    found: list[tuple[Sentence, frozenset[str], int]] = []
    for number, sentence in enumerate(sentences(text)):
        if number == _MOST:
            break
        even = _SHORTENED.sub(lambda match: f"{match[1]} {_IN_FULL[match[2]]}", evened(sentence.text))
        kinds = frozenset(hit.kind for hit in patterns.find(even))
        if kinds and (is_guidance(sentence.text) or "neutral" in patterns.shown(even)):
            kinds = frozenset({"neutral"})
        found.append((sentence, kinds, patterns.ways("sound", even) if "sound" in kinds else 0))
    for number, (sentence, kinds, ways) in enumerate(found):
        manner = _manner(kinds, ways, _company(found, number))
        if manner == CANDIDATE and _NO_ELECTION.search(text, max(0, sentence.start - _BESIDE), sentence.end + _BESIDE):
            manner = ""
        if not manner and "neutral" not in kinds and _is_vote_for(text, sentence):
            manner = CANDIDATE
        if manner:
            yield Plea(manner, sentence.text, sentence.start, sentence.end)


def _manner(kinds: frozenset[str], ways: int, near: frozenset[str]) -> str:
    if "candidate" in kinds:
        return CANDIDATE
    if "voice" in kinds or ways > 1 or ("sound" in kinds and {"sound", "pledge", "voice"} & near):
        return VOICE
    if "pledge" in kinds:
        return PLEDGE
    if "sound" in kinds and "election" in kinds | near:
        return CAMPAIGN
    return ""


def _company(found: list[tuple[Sentence, frozenset[str], int]], number: int) -> frozenset[str]:
    """What the sentences right before and after show; nothing if they speak of how an election is run."""
    here = found[number][0]
    near: set[str] = set()
    for other in (number - 1, number + 1):
        if 0 <= other < len(found):
            sentence, kinds, _ = found[other]
            gap = here.start - sentence.end if other < number else sentence.start - here.end
            if gap < _NEAR:
                near |= kinds
    return frozenset() if "neutral" in near else frozenset(near)


def _is_vote_for(text: str, sentence: Sentence) -> bool:
    """Whether a sentence asks for votes for somebody by name, in an election and no contest."""
    match = _VOTE_FOR.search(text, sentence.start, sentence.end)
    if match is None or _NO_NAME.match(match["whom"]) or is_guidance(sentence.text):
        return False
    around = text[max(0, sentence.start - _AROUND) : sentence.end + _AROUND]
    is_meant = match["whom"].startswith("@") or bool(_ELECTION.search(around))
    return is_meant and not _CONTEST.search(around)
