"""Whether somebody's own words put a request that has a door of its own, and of which sort.

Protocols send different requests to different people: an officer's attendance at a political group, a report, help with a
speech, plain information. A request is its writer's own and open: one made already, offered, declined or asked of somebody else
is none. The words are in ``requests.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checker.language.phrases import Hit, Phrases, folded
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

ATTENDANCE, REPORT, SPEECH, INFORMATION = "attendance", "report", "speech", "information"
_ORDER = (ATTENDANCE, SPEECH, REPORT, INFORMATION)

_REACH = 600  # characters: a sentence longer than this is a table or a list
_MOST = 400  # sentences of one letter that are looked at
_NEAR = 2  # sentences between the words that name a group and those that invite to it

_CUES = re.compile(
    r"\b(?:address|advis|answer|attend|brief|call in|cost|come|coming|commission|cop(?:y|ies)|course|data|detail|drop in"
    r"|draft|explain|figure|go through"
    r"|hear from|how|information|invit|join|kindly|list|need|note|number|overview|paper|pop|prepar|present|produc|report"
    r"|send|set out|speak"
    r"|speech|statistic|stats|summar|supply|take|talk|tell|update|walk|what|when|which|write|script|someone|somebody|officer)"
)
# What stands before a request and turns it round, tells of one made already, or asks whether it may be made.
_NOT_ASKED = re.compile(
    r"(?:\b(?:no need|needn't|need not|instead of|rather than|not|never|don't|didn't)\b[^.;,!?]{0,15}"
    r"|\b(?:thanks? (?:you )?for|grateful that you|glad that you|if you(?:'d| would) (?:rather|prefer)|asked (?:the|him|her"
    r"|whether|if)"
    r"|(?:has|have|had|having|'ve) (?:already )?asked|would it be (?:proper|in order|possible|right|all right)"
    r"|is it (?:proper|in order|all right|possible)|are (?:members|we|you) allowed|am i allowed)\b[^.;!?]{0,50})$"
)
_OTHERS = re.compile(
    r"\b(?:he|she|they|residents?|constituents?|people|clerk|officers?|cllr|councillor|mr|mrs|ms)\b[^.;!?]{0,30}"
    r"\b(?:asked?|asks|asking|wants?|wanted|wonders?|wondered|says?|said|requests?|requested|invites?|invited"
    r"|would like)\b[^.;!?]{0,60}$"
)
_OFFERS = re.compile(
    r"\b(?:shall i|should i|would you like|do you want|i (?:can|could|will|shall|would be (?:happy|glad)|am happy|'ll)"
    r"|let me know if you|if you (?:need|want|would like|wish))\b"
)
_REFUSED = re.compile(
    r"\b(?:do not|don't|did not|didn't|won't|will not|never|no longer|not (?:need|want|ask)|join (?:me|us) in (?:celebrat"
    r"|congratulat|thank|welcom|wish)ing"
    r"|let (?:him|her|them)|(?:like|want|need|needs|wish|have|asked) to"
    r" (?!ask|be|commission|find|get|have|hear|invite|know|learn|obtain|receive|request|see)\w+)\b"
)
_POLICE = re.compile(r"\b(?:police|force|mps|met|constabulary|commissioner|borough commander|superintendent)\b")
_COMMITTEE = re.compile(r"\b(?:committee|sub-committee|panel|board|agenda|authority)\b")


@dataclass(frozen=True, slots=True)
class Request:
    """What was said of a request: its sort (empty for none), in which words, and what it is for.

    ``words`` is the sentence, ``start`` and ``end`` its place in the text. ``is_for_group`` says that a political group is named
    near it; ``is_for_committee`` and ``is_of_police`` that the sentence names a committee, the police service.
    """

    holds: bool
    why: str
    words: str = ""
    kind: str = ""
    start: int = 0
    end: int = 0
    is_for_group: bool = False
    is_for_committee: bool = False
    is_of_police: bool = False

    def __bool__(self) -> bool:
        return self.holds


_NO = Request(False, "it asks for none of these")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("requests.toml").read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@cache
def _groups() -> Phrases:
    return Phrases(_table()["groups"])


def request(text: str, subject: str = "") -> Request:
    """The request that a writer's own words put, attendance before speeches, reports and information.

    >>> request("Could you come to the Labour Group on Monday and explain the levy?").kind
    'attendance'
    >>> bool(request("Thank you for coming to the Labour Group on Monday."))
    False
    """
    return min(requests(text, subject), key=lambda one: (_ORDER.index(one.kind), one.start), default=_NO)


def requests(text: str, subject: str = "", offset: int = 0) -> Iterator[Request]:
    """Every request that a writer's own words put, in the order of the text, the most particular sort of each sentence.

    ``offset`` is added to their places.
    """
    even = folded(text)
    if not _CUES.search(even):
        return
    told: list[tuple[int, Sentence, str, int]] = []
    groups: list[int] = [-1] if names_group(subject) else []
    for number, sentence in enumerate(sentences(text)):
        if number >= _MOST:
            break
        said = folded(sentence.text[:_REACH])
        if names_group(said):
            groups.append(number)
        if not _CUES.search(said):
            continue
        asked = [hit for hit in _wording().find(sentence.text[:_REACH]) if _is_asked(said, hit)]
        if asked:
            best = min(asked, key=lambda hit: (_ORDER.index(hit.kind), hit.start))
            told.append((number, sentence, best.kind, best.start))
    for number, sentence, kind, _ in told:
        said = folded(sentence.text[:_REACH])
        yield Request(
            True,
            f"it asks “{_short(sentence.text)}”",
            sentence.text,
            kind,
            offset + sentence.start,
            offset + sentence.end,
            is_for_group=any(place == -1 or abs(place - number) <= _NEAR for place in groups),
            is_for_committee=bool(_COMMITTEE.search(said)),
            is_of_police=bool(_POLICE.search(said)),
        )


def names_group(text: str) -> bool:
    """Whether words name a political group or its meeting, and not a group of another sort.

    >>> names_group("Could you come to group on the 22nd?"), names_group("the odour working group")
    (True, False)
    """
    hits = list(_groups().find(text))
    others = [hit for hit in hits if hit.kind == "other"]
    return any(
        hit.kind == "political"
        and not text.startswith((" of ", " that ", " who "), hit.end)
        and not any(other.start < hit.end and hit.start < other.end for other in others)
        for hit in hits
    )


def _is_asked(said: str, hit: Hit) -> bool:
    before = said[: hit.start]
    if before.count('"') % 2 or _NOT_ASKED.search(before) or _OTHERS.search(before) or _OFFERS.search(said[: hit.end]):
        return False
    if _REFUSED.search(said[hit.start : hit.end + 30]):
        return False
    if hit.kind == INFORMATION:
        return "?" in said[hit.start :] or hit.phrase[:1] == "@" or "request" in hit.phrase
    return True


def _short(text: str, length: int = 110) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"
