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
_DRAFT = "draft"  # words asked for: a request for a speech where one is named nearby, and none otherwise
_ORDER = (ATTENDANCE, SPEECH, REPORT, INFORMATION)

_REACH = 600  # characters: a sentence longer than this is a table or a list
_MOST = 400  # sentences of one letter that are looked at
_NEAR = 2  # sentences between the words that name a group and those that invite to it

_CUES = re.compile(
    r"\b(?:address|advis|analys|answer|any idea|arrange|attend|brief|call in|cost|come|coming|commission|cop(?:y|ies)|count"
    r"|course|data|detail|drop in|establish|few"
    r"|draft|explain|figure|go through"
    r"|hear from|help|how|information|invit|join|kindly|knock|let|line|list|need|note|number|outline|overview|paper|pop"
    r"|prepar|present|produc|record|report"
    r"|send|set out|sight|speak"
    r"|speech|statistic|stats|summar|supply|take|talk|tell|trouble|update|walk|what|when|which|words|write|script|someone"
    r"|somebody|something|officer)"
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
    r"\b(?:shall i|should i|would you like|do you want|i(?: can| could|(?: will| shall|'ll)"
    r"(?! (?:be (?:\w+ )?(?:obliged|grateful|glad|pleased|happy|needing|wanting) (?:if|for|to have)|need|want|require))"
    r"| would be (?:happy|glad) to| am happy)|let me know if you|if you (?:need|want|would like|wish))\b"
)
_REFUSED = re.compile(
    r"\b(?:do not|don't|did not|didn't|won't|will not|never|no longer|not (?:need|want|ask)|join (?:me|us) in (?:celebrat"
    r"|congratulat|thank|welcom|wish)ing"
    r"|let (?:him|her|them)|(?:like|want|need|needs|wish|have|asked) to"
    r" (?!ask|be|commission|find|get|have|hear|invite|know|learn|obtain|receive|request|see)\w+)\b"
)
# The request is for somebody else, or for what one needs to come to a meeting: papers and joining details are no information.
_FOR_OTHERS = re.compile(
    r"\b(?:send|give|supply|forward|email|provide|show|tell|let) (?:him|her|them|mr|mrs|ms|dr|my (?:office|assistant|pa))\b"
    r"|\b(?:this|these|those|the (?:attached|enclosed|following|above)) (?:data|details|figures|information|list|table)\b"
    r"|\b(?:send|forward|pass|give|supply|email|show|circulate) (?!me |us )[^.;!?]{0,40}\bto (?:all|any|anybody|anyone|cllr"
    r"|colleagues|councillor"
    r"|dr|everybody|everyone|her|him|mr|mrs|ms|my|other|others|residents|somebody|someone|the|them)\b"
)
_FOR_MEETING = re.compile(
    r"\b(?:for (?:any )?(?:more|further|additional) (?:details|information)|agendas?|(?:(?:joining|dial|dial-in|call"
    r"|contact|travel|login|log-in|bank|payment|registration|booking|venue|your) )"
    r"(?:details?|instructions|numbers?|information)|directions|invitations?|invites?|minutes|slides|papers|calendar|diary"
    r"|diaries"
    r"|(?:phone|telephone|mobile|fax|extension|room) numbers?|what (?:time|day|date)|(?:e-?mail|postal|home) address(?:es)?"
    r"|when (?:you|we|would|can|could|will|shall|is the (?:meeting|next))|where (?:we|shall|is the meeting|you)"
    r"|what (?:you|he|she|they|do you|else|should|would|shall|can i) (?:think|want|need|prefer|suggest|say|i|like|feel)?)\b"
)
# An order stands at the beginning, or behind one of these.
_ORDER_HERE = re.compile(
    r"(?:^|[,;:.(-] ?|\b(?:please|kindly|you|someone|somebody|anyone|just|and|then|also|so|now|but) )(?:also |just |then "
    r"|kindly )?$"
)
# What is asked is when a report comes, and not the report.
_OF_A_REPORT = re.compile(
    r"\b(?:ask|asking|know|wonder|wondering|tell me|hear) (?:you )?(?:when|whether|if|why|where|what|who|how)\b"
)
_COPIES = re.compile(r"\bcop(?:y|ies)\b")
_MEASURES = (" big", " far", " long", " many", " much", " often", " old")
_QUESTIONS = ("any idea", "can|could", "do|does", "how many", "what are")  # patterns that ask only with a question mark
_NAMED_SPEECH = re.compile(
    r"\b(?<!you )(?<!you're )(?<!you are )(?:speech|speaking (?:for|on behalf|at|to (?:the|a|an)|in)|speak (?:for|on behalf"
    r"|at|to the)"
    r"|keynote|(?:give|giving|do|doing|make|making) (?:a|the"
    r"|an) (?:\w+ ){0,2}(?:talk|address|lecture|toast)|say(?:ing)? a few words|(?:opening|closing|welcoming|my) remarks"
    r"|(?:addressing|to address) (?:the|a|an)|(?:after|before) dinner|guest speaker|open(?:ing)? the conference"
    r"|on the platform)\b"
)
_OTHER_DRAFT = re.compile(
    r" (?:of (?:the|your|his|her|that|this|its) (?!speech|talk|address|remarks)|agenda|agreement|budget|contract|letter"
    r"|minutes|paper|plan|policy|press|programme|proposal|reply|report|response|strategy)\b"
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
    told: list[tuple[int, Sentence, str]] = []
    groups: list[int] = [-1] if names_group(subject) else []
    speeches: list[int] = [-1] if _NAMED_SPEECH.search(folded(subject)) else []
    for number, sentence in enumerate(sentences(text)):
        if number >= _MOST:
            break
        said = folded(sentence.text[:_REACH])
        if names_group(said):
            groups.append(number)
        if _NAMED_SPEECH.search(said):
            speeches.append(number)
        if not _CUES.search(said):
            continue
        asked = [hit for hit in _wording().find(sentence.text[:_REACH]) if _is_asked(said, hit)]
        told += [(number, sentence, kind) for kind in sorted({hit.kind for hit in asked})]
    for number, sentence, kind in _settled(told, speeches):
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


def _settled(told: list[tuple[int, Sentence, str]], speeches: list[int]) -> list[tuple[int, Sentence, str]]:
    """Of each sentence the most particular sort; words that are asked for are a speech's where one is named nearby."""
    best: dict[int, tuple[int, Sentence, str]] = {}
    for number, sentence, said in told:
        kind = said
        if kind == _DRAFT:
            if not any(place == -1 or abs(place - number) <= _NEAR for place in speeches):
                continue
            kind = SPEECH
        if number not in best or _ORDER.index(kind) < _ORDER.index(best[number][2]):
            best[number] = (number, sentence, kind)
    return [best[number] for number in sorted(best)]


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
    if before.count('"') % 2 or _NOT_ASKED.search(before) or _OTHERS.search(before):
        return False
    if _OFFERS.search(said[max(before.rfind(mark) for mark in ",;:") + 1 : hit.end]):
        return False
    if _REFUSED.search(said[hit.start : hit.end + 30]):
        return False
    if hit.phrase.startswith(("@give ", "@order ", "@knock ")) and not _ORDER_HERE.search(before):
        return False
    if hit.kind == REPORT and (_OF_A_REPORT.search(said[: hit.end]) or _COPIES.search(said[hit.start : hit.end + 10])):
        return False
    if hit.kind == _DRAFT:
        return not _OTHER_DRAFT.match(said, hit.end)
    if hit.kind == INFORMATION:
        asked = said[hit.start : hit.end + 40]
        if _FOR_OTHERS.search(asked) or _FOR_MEETING.search(asked):
            return False
        return "?" in said[hit.start :] or not _is_vague(said, hit)
    return True


def _is_vague(said: str, hit: Hit) -> bool:
    """Whether words ask for information only with a question mark: "I should like to know what it is about" may be a remark."""
    if hit.phrase.startswith(_QUESTIONS):
        return True
    is_open = hit.phrase.endswith(("|what", "|when", "|which")) and not hit.phrase.startswith("@")
    return is_open and not said.startswith(_MEASURES, hit.end)


def _short(text: str, length: int = 110) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"
