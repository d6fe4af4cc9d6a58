"""Whether somebody's own words complain of a person, in which words, and what they say right after of whom.

A complaint is made by its writer: one that is passed on, denied, asked about or only supposed is none, and a complaint of
smells or bins is none of a person, which ``about`` leaves to be told by those who know the people. The words are in
``complaints.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checker.language.phrases import Hit, folded
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

FORMAL, PLAIN, VOICED, TOLD = "formal", "plain", "voiced", "told"
_ORDER = (FORMAL, PLAIN, VOICED, TOLD)

_REACH = 600  # characters: a sentence longer than this is a table or a list
_MOST = 400  # sentences of one letter that are looked at
_ABOUT = 160  # characters after the words in which it is looked for whom they are about

# What stands before the words and turns them round, makes them a condition or a question.
_DENIED = re.compile(
    r"(?:\b(?:not|never|dont|cannot|without|rather than|instead of|nor|hardly|no (?:wish|desire|intention|longer|reason"
    r"|need|cause|grounds)"
    r"|far from|nothing|stopped|stop)|n't)\b[^.;!?]{0,30}$"
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|should|before|how|can|could|may|might|shall|would you|used to|reason to|cause to|grounds to|right to"
    r"|entitled to|free to|had)\b[^.;!?]{0,30}$"
)
# In the first person such words suppose nothing: "I should like to complain".
_MODAL = re.compile(r"\b(?:i|we)(?:'d| should| would| must| want| wish| have| had)(?: now)?(?: like| prefer| have)?(?: to)?\s*$")
_TAKING = ("accept|", "this|", "my|our", "below|")  # patterns in which the reader is told how to take what is written
_ASKING = ("@i .. ask|asking", "please investigate")  # the reader is asked to investigate
# A complaint where it begins a sentence, as a heading does, and nobody else is said to make it.
_BARE = "formal|official complaint"
_RECEIVED = re.compile(
    r"[^:;.!?]{0,120}\b(?:has|have|had|was|were|is|are|will|should|must|may|can|came|come|received|dated|by|from|dismissed|upheld)\b"
)
_FIRST = re.compile(r"\b(?:i|we|i'm|im|i've|i'd|my|our|me)\b")
# After the words: "formal complaints procedure", "complaint form", "complaint against the decision".
_AFTER = re.compile(
    r"\s*(?:s? ?(?:procedures?|process|policy|forms?|handling|system|team|officers?|figures|statistics|log|register)\b"
    r"|from\b|by\b)"
)
_NONE = re.compile(
    r"(?:\b(?:is|was|am|are|'m|'s)(?: not|n't| no| in no way)(?: really| actually| meant as"
    r"| intended as)?(?: an?)?(?: formal| official)?"
    r" (?:complaint|criticism|complaining)|\bnot (?:a|an|my|any)(?: formal| official)? (?:complaint|criticism)|\bno complaints?"
    r"|\b(?:can't|cannot|mustn't) complain|\bnot (?:to )?complain(?:ing)?)\b"
)
_LEADS = re.compile(
    r"(?:[ ,:]{0,3}(?:to you|to yourself|as [a-z]{2,12}(?: [a-z]{2,12})?,|formally|officially|in writing|-|today|now|very"
    r"|strongly|directly)){0,4}"
    r"[ ,:-]{0,3}(?P<of>(?:about|against|concerning|regarding|of|over|with|at|by|in respect of|with regard to"
    r"|in relation to|re|that|as to)\b)?[ :]{0,3}"
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was said of a complaint: how it is put, and in which words.

    ``kind`` is ``formal``, ``plain``, ``voiced`` (dissatisfaction without the word), ``told`` (what somebody did to others,
    which is a complaint only where it is brought before a public), or empty for none. ``words`` is the sentence, ``start`` and
    ``end`` its place in the text; ``about`` what follows the words that complain, in which whom they are about should be named,
    and ``before`` what stands before them in the sentence. ``is_led`` says that a word such as "about" leads from the one to
    the other, so that what is not named there is not meant. ``wants`` says that the text also asks for something to be done or
    calls it not to be borne, a second sign where the word complaint is not used.
    """

    holds: bool
    why: str
    words: str = ""
    kind: str = ""
    start: int = 0
    end: int = 0
    about: str = ""
    before: str = ""
    is_led: bool = False
    wants: bool = False

    def __bool__(self) -> bool:
        return self.holds


_NO = Complaint(False, "it complains of nobody")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("complaints.toml").read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _table()['cues']['words'])))})")


def complaint(text: str) -> Complaint:
    """The plainest complaint that a writer's own words make, one that is called formal before one that is only voiced.

    >>> complaint("I wish to make a formal complaint about Rowan Firth.").about
    'Rowan Firth.'
    >>> bool(complaint("This is not a complaint about Rowan Firth."))
    False
    """
    return min(
        (one for one in complaints(text) if one.kind != TOLD), key=lambda one: (_ORDER.index(one.kind), one.start), default=_NO
    )


def complaints(text: str, offset: int = 0) -> Iterator[Complaint]:
    """Every complaint that a writer's own words make, one a sentence, in the order of the text.

    ``offset`` is added to their places.
    """
    even = folded(text)
    if not _cues().search(even):
        return
    found: list[tuple[Sentence, str, int, int]] = []
    wants = False
    for number, sentence in enumerate(sentences(text)):
        if number >= _MOST:
            break
        said = folded(sentence.text[:_REACH])
        if not _cues().search(said) and not _may_want(said):
            continue
        hits = _wording().find(sentence.text[:_REACH])
        wants = wants or any(hit.kind == "wants" for hit in hits)
        made = [hit for hit in hits if hit.kind in _ORDER and _is_made(said, hit)]
        if made:
            best = min(made, key=lambda hit: (_ORDER.index(hit.kind), hit.start, -hit.end))
            found.append((sentence, best.kind, best.start, best.end))
    for sentence, kind, start, end in found:
        led = _LEADS.match(folded(sentence.text), end)
        after = sentence.text[led.end() if led else end :][:_ABOUT]
        yield Complaint(
            True,
            f"it says “{_short(sentence.text)}”",
            sentence.text,
            kind,
            offset + sentence.start,
            offset + sentence.end,
            after,
            sentence.text[:start],
            is_led=bool(led and led["of"]),
            wants=wants,
        )


def says_of_complaint(text: str) -> bool:
    """Whether a line, such as a subject, announces a complaint.

    >>> says_of_complaint("Re: Formal complaint about a Member"), says_of_complaint("Complaints procedure")
    (True, False)
    """
    return bool(_ANNOUNCED.match(folded(text)))


_ANNOUNCED = re.compile(
    r"\s*(?:(?:re|fw|fwd) ?: ?){0,4}(?:(?:a|my|formal|official|serious|written) ){0,3}(?:complaint|conduct of|behaviour of"
    r"|grievance)(?!s)\b"
)
# Sentences that may hold no cue and yet say that something is to be done.
_WANTS = (" word with ", " on", "accept", "apolog", "disciplin")


def _may_want(said: str) -> bool:
    return any(cue in said for cue in _WANTS)


def _is_made(said: str, hit: Hit) -> bool:
    """Whether a pattern is the writer's own act at its place of a sentence."""
    before = said[: hit.start]
    # "I do not wish to complain": what denies it may stand within the pattern too.
    word = max(said.rfind("complain", hit.start, hit.end), said.rfind("grievance", hit.start, hit.end), hit.start)
    is_quoted = before.count('"') % 2 == 1 and hit.kind != TOLD  # what is to be read out may stand in quotation marks
    if is_quoted or _NONE.search(said) or _DENIED.search(said[:word]):
        return False
    if hit.kind in (VOICED, TOLD):
        return not (_CONDITION.search(before) or _HEARSAY.search(before))
    if _AFTER.match(said, hit.end):
        return False
    if hit.phrase.startswith(_BARE):
        return not before.strip(" -*>(") and not _RECEIVED.match(said, hit.end)
    if hit.phrase.startswith(_TAKING):
        return _last(_OTHER, said, hit.start) < 0
    if hit.phrase.startswith(_ASKING):
        return _last(_OTHER, said, hit.start) < 0
    if _last(_OTHER, said, hit.end) > _last(_FIRST, said, hit.end):
        return False
    if _SUPPOSED.search(before) and not _MODAL.search(before):
        return False
    return not (said.rstrip().endswith("?") and _ASKS.search(before))


def _last(pattern: re.Pattern[str], text: str, end: int) -> int:
    return max((match.start() for match in pattern.finditer(text) if match.start() < end), default=-1)


_OTHER = re.compile(
    r"\b(?:he|she|they|(?<!with )(?<!to )(?<!for )you(?! (?:to |may |should |must |can |will |would )?(?:accept|consider"
    r"|regard|take|treat|as|know)\b)"
    r"|who|residents?|people"
    r"|neighbours?|constituents?|customers?|tenants?|traders?|parents?|somebody|someone|anyone|anybody|nobody|everybody"
    r"|everyone|union"
    r"|contractor|caller|lady|gentleman|couple|family|staff)\b"
)
_ASKS = re.compile(r"\b(?:how|should|whether|who|where|would|do|does|is|was|are)\b")
_CONDITION = re.compile(r"\b(?:if|unless|without being)\b[^.;!?]{0,15}$")
# Somebody else is said to have told it: "a resident says that he was rude to her".
_HEARSAY = re.compile(
    r"\b(?:residents?|constituents?|neighbours?|he|she|they|lady|gentleman|man|woman|caller|people|mother|father|tenant"
    r"|driver|mrs?|ms)\b"
    r"[^.;!?]{0,40}\b(?:says?|said|tells?|told|claims?|claimed|reports?|reported|complains?|complained|alleges?|alleged"
    r"|thinks?|felt"
    r"|feels?)\b[^.;!?]{0,60}$"
)


def _short(text: str, length: int = 110) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"
