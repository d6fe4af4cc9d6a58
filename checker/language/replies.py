"""The part that a message plays in an exchange: whether it asks, answers, puts off or merely acknowledges.

These are questions of the trade, answered from wording patterns with a reason that can be shown. The words are in
``replies.toml``. Negation is looked at where it turns the meaning round ("no need to let me know").
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

from checker.language.phrases import Hit, Phrases, folded
from checker.language.sentences import sentences

ANSWER, HOLDING, ACKNOWLEDGEMENT = "answer", "holding reply", "acknowledgement"

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLAUSE_END = re.compile(r"[,;:.!?\n]| - ")
_GREETING = re.compile(r"^(?:dear|hi|hello|hiya|morning|afternoon|good (?:morning|afternoon|evening))\b.{0,40}$", re.IGNORECASE)
# "Dear Jo," before the words of the same line, and the initials under them.
_LEAD = re.compile(r"^(?:dear|hi|hello|hiya) [^,.\n]{1,40},", re.IGNORECASE)
_INITIALS = re.compile(r"(?!NO\b|OK\b|NIL\b|YES\b)(?:[A-Z]\.? ?){2,4}")
_URGENT = re.compile(r"\b(?:urgent(?:ly)?|as a matter of urgency|asap|by return|most pressing)\b")
_NOT_URGENT = re.compile(r"\b(?:not|no|isn't|nothing|never|hardly|less|non)[ -](?:\w{1,12} ){0,2}$")
_OFFER = re.compile(
    r"\b(?:if you|should you|any(?:thing)? (?:further|else|questions?|problems?|queries|comments?,? (?:or|and) concerns))\b"
)
# A mark at the end of words, and not within an address or where a program has lost a letter.
_QUESTION = re.compile(r"[^\W_][\"'”’)\]*%]{0,3} ?\?[?!\"'”’)\]*]{0,5}(?:\s|$)")
# A question that its writer did not mark as one.
_BARE_QUESTION = re.compile(
    r"(?:and |so |but |also )?(?:how (?:many|much|long|often|far|soon)"
    r"|wh(?:en|ere|y) (?:is|are|was|were|do|does|did|has|have|will|can|would)"
    r"|who (?:is|are|was|does|did|will)|what (?:is|are|was|were|does|did|has|have|will|proportion|share)|which of)\b"
)
# What stands before a request and turns it round ("ask you not to tell me"), or makes it something told ("they tell me").
_TURNED = re.compile(
    r"\b(?:not to|don't|do not|never|no need to|needn't|need not|discuss(?:ing)?"
    r"|(?:they|he|she|it|who|people|friends|colleagues|residents|constituents|staff|officers)(?: all| both| also| often)?"
    r"|(?:they|he|she|it|who)(?: will|'ll| would|'d| did| could| can)|will|had|has|have)\s*$"
)
_PUT_OFF = re.compile(
    r"\b(?:by|before|until|after|next|on) (?:the )?(?:\d{1,2}|end of|next|mon|tues|wednes|thurs|fri|week)"
    r"|\bnot (?:yet )?(?:ready|available)\b"
)
_LATE = re.compile(r"\b(?:late|delayed|not ready|not yet)\b")
# A sentence that tells of something or somebody else than the writer and the reader.
_STATES = re.compile(
    r"(?:The|Our|Their|His|Her|They|It has|It is|Mrs?|Ms|Dr|Both|Two|Three)\b(?! (?:one|matter) is not forgotten)"
)
# Questions that ask for nothing: greetings, tags, and exclamations in the form of one.
_IDLE = re.compile(
    r"^(?:how (?:are|is) you|hope you|all well|ok|sounds? familiar|guess what(?=\W{0,4}$)"
    r"|are you (?:ok|okay|well|all right|alright|better))\b"
    r"|\b(?:fancy|want to have|time for|up for|maybe) (?:a|another) (?:quick |swift )?"
    r"(?:drink|coffee|cuppa|pint|beer|bite|lunch)\b"
    # What somebody else asks, as an article tells it.
    r"|[,\"] (?:he|she|they|it) (?:writes?|wrote|asks?|asked|says?|said)\b"
    r"|\b(?:isn't it|aren't they|wasn't it|don't you think|who knew|can you believe)\b[^?]{0,20}\?"
    r"|^(?:what (?:would|will) (?:we|i) do without|did you (?:see|hear))\b"
)
# A promise that hangs on a change is no putting off: "I will let you know if that changes".
_IF = re.compile(r"\b(?:let you know|be in touch|write again|come back to you) (?:again )?(?:if|should)\b")
_AGAIN = re.compile(
    r"\b(?:hear from (?:me|us)|let you (?:know|have)|(?:write|speak|report|revert|get|come|be) (?:back )?(?:to|in touch with) you"
    r"|be in touch|report back|write again)\b"
)
# Somebody is asked to find out or to answer; what they are asked to do on the ground is an answer, and so is what they said.
_ASKED_ON = re.compile(
    r"\b(?:i|we)(?:'ve|'ll|'m|'re| have| will| shall| am| are)?(?: now| just| also)? "
    r"(?:get|getting|ask|asked|asking) [^.;!?]{1,40}"
    r"\bto (?:find out|look (?:into|it up|them out|at (?:it|this|your))|check|pull|dig|let (?:you|me)|(?:write|reply|respond"
    r"|get back|come back) to you|contact you|ring you|call you|answer|draft|prepare (?:a|an|the) (?:reply|response"
    r"|answer|note)|(?:send|supply|provide|give|get)(?: you| me)?(?: with)? (?:the|a|some|those|these)? ?"
    r"(?:answers?|details|figures|information|numbers|reply|response))\b(?![^.;!?]{0,80}\b(?:says?|said|tells?|told|confirms?|confirmed|reports?)\b)"
)
# Words with which an answer is given, however short it is.
_TELLING = re.compile(
    r"^(?:yes|no)[,.;:!]|\byou (?:may|can|could|might) (?:tell|say to|assure) (?:her|him|them|the|your|mr|mrs|ms|miss)\b"
    r"|\bthe (?:short |simple |honest )?answer is\b|\b(?:no|nothing) \w+ (?:is|are) needed\b"
    r"|\b(?:sorry|afraid)\b[^.;!?]{0,20}\b(?:can't|cannot|can not|won't|will not) "
    r"(?:agree|accept|alter|change|do|put my|recommend"
    r"|sign|support)\b(?![^.;!?]{0,40}\b(?:yet|until|today|this week)\b)"
)
_LITTLE = 30  # words beside a promise to answer later that are not yet an answer
_BESIDE = 12  # words beside a question that do not yet tell anything
# A question without which the letter cannot be answered.
_ASKS_WHICH = re.compile(
    r"\b(?:which|(?:do|did) you mean|are you (?:asking|after|thinking)|what (?:exactly|sort|kind|period|year)|whereabouts|whose"
    r"|(?:can|could|would) you (?:tell|say|give|let|confirm|clarify|send|be more|narrow|remind)"
    r"|is (?:this|that|it) (?:the|for|about))\b"
)
# Words by which an answer speaks of one part of what was asked.
_REST = re.compile(
    r"\b(?:the (?:others?|second|third|fourth|last|rest|remaining|remainder)|your (?:other|second|third|fourth|last)"
    r"|(?:point|question|item|number) (?:\d{1,2}|two|three|four)|as (?:for|to|regards)|on (?:the|your))\b"
)
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@functools.cache
def _phrases() -> Phrases:
    text = resources.files("checker.language").joinpath("replies.toml").read_text(encoding="utf-8")
    return Phrases(tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A yes or no, the reason for it in words that can stand in a report, and the words of the text that decided."""

    holds: bool
    why: str
    words: str = ""

    def __bool__(self) -> bool:
        return self.holds


def _found(text: str, kind: str) -> list[Hit]:
    return [hit for hit in _phrases().find(text) if hit.kind == kind]


def is_automatic(text: str, subject: str) -> bool:
    """Whether the words show that a machine answered, where no header said so."""
    beginning = text[:400]
    return bool(_found(subject, "automatic")) or (len(_WORD.findall(text)) < 120 and bool(_found(beginning, "automatic")))


def needs_answer(text: str, *, opens: bool) -> Judgement:
    """Whether a Member's own words call for an answer.

    ``opens`` says that the letter begins a matter and does not answer one. What raises something calls for an answer then, a
    complaint or a comment too, unless it says that it does not; later in an exchange only what asks for something does.
    """
    words = _WORD.findall(text)
    if not words:
        return Judgement(False, "it holds no words of its author's own")
    if hits := _found(text, "no_reply"):
        asks = asks_for(text)
        short = hits[0].phrase in ("fyi", "for info", "for information", "for your information")
        if not (short and asks):
            return Judgement(False, f"it says “{text[hits[0].start : hits[0].end]}”")
    if asked := asks_for(text):
        return asked
    if opens and (wanted := _wanted(text)):
        return wanted
    closing = _found(text, "closing")
    offers = [s for s in sentences(text) if _OFFER.search(folded(s.text))]
    raised = [hit for hit in _found(text, "raises") if not any(s.start <= hit.start < s.end for s in offers)]
    raised = [hit for hit in raised if not (hit.phrase == "should be" and _opens_sentence(text, hit.start))]
    if opens and raised and not (closing and len(words) <= 40):
        telling = next((s.text for s in sentences(text) if s.start <= raised[0].start < s.end), "")
        return Judgement(True, f"it raises a matter with the officer (“{_short(telling)}”)", telling)
    if closing:
        return Judgement(False, f"it closes the exchange (“{text[closing[0].start : closing[0].end]}”) and asks nothing")
    return Judgement(False, "it tells something and asks nothing")


# Requests that name a thing and no act: "I need: 1. ...", "Tonnage by district, please", "I ask only that it be considered".
_WANTS = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall| also| just| still| would| only){0,2} (?:need|want|require|ask)"
    r"(?: only| (?:for )?nothing more than)?"
    r"(?::| (?:the (?!same)|your|a (?:copy|list|note|figure|reply|word)|some (?:figures|idea)|sight|details|figures|copies|that"
    r"|to (?:know|see|have|understand))\b)"
    r"|[,–-] ?please(?:[,;.!]|$| (?:and|by|before|for|as)\b)"
)


def _wanted(text: str) -> Judgement:
    """Whether a letter that opens a matter names something that it wants, without asking for it in so many words."""
    for sentence in sentences(text):
        even = folded(sentence.text)
        if _WANTS.search(even) and not _OFFER.search(even):
            return Judgement(True, f"it asks “{_short(sentence.text)}”", sentence.text)
    return Judgement(False, "it names nothing that it wants")


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins here: "Should be a good game" says nothing of what ought to be."""
    before = text[:at].rstrip(" \t")
    return not before or before[-1] in ".!?\n"


def asks_for(text: str) -> Judgement:
    """Whether the words put a question or a request, with the words that do."""
    for sentence in sentences(text):
        even = folded(sentence.text)
        if (_is_question(sentence.text) and not _is_idle(even)) or _BARE_QUESTION.match(even):
            return Judgement(True, f"it asks “{_short(sentence.text)}”", sentence.text)
        requests = [hit for hit in _found(sentence.text, "request") if not _is_turned(even, hit)]
        if requests and not _OFFER.search(even):
            return Judgement(True, f"it asks “{_short(sentence.text)}”", sentence.text)
    return Judgement(False, "it asks nothing")


_WELCOMED = re.compile(r" (?:him|her|them|it|this|that|the (?:change|decision|move|news|opportunity|proposal))\b")


def _is_turned(even: str, hit: Hit) -> bool:
    """Whether words asking for something ask nothing here: what others would do, or what is welcomed."""
    if hit.phrase == "would welcome" and (even[: hit.start].endswith(("that ", "which ")) or _WELCOMED.match(even, hit.end)):
        return True
    return bool(_TURNED.search(even[: hit.start]))


_OPENING, _CLOSING = '("“[', ')"”]'


def _is_question(sentence: str) -> bool:
    """Whether a sentence asks its reader something: not within brackets or quotation marks that open in the middle of it.

    >>> _is_question("Is it mended (or not?)"), _is_question("The three (soon to be two?) bodies met.")
    (True, False)
    """
    for mark in _QUESTION.finditer(sentence):
        end = sentence.index("?", mark.start())
        if not _is_aside(sentence[: end + 1]) or _QUESTION_BEGINS.match(sentence):
            return True
    return False


_QUESTION_BEGINS = re.compile(
    r"\W{0,3}(?:(?:and|so|but|also|well|please|sorry),? )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall"
    r"|should|may|might|must|am|who|whom|whose|what|when|where|which|why|how|any)\b",
    re.IGNORECASE,
)


def _is_aside(before: str) -> bool:
    """Whether a bracket or quotation mark that opened after the first word is still open."""
    start = len(before) - len(before.lstrip(_OPENING + " "))
    inside = before[start:]
    return any(
        inside.count(opening) % 2 == 1 if opening == closing else inside.count(opening) > inside.count(closing)
        for opening, closing in zip(_OPENING, _CLOSING, strict=True)
    )


def says_urgent(text: str) -> str:
    """The word by which a writer calls a letter urgent, empty if none does.

    >>> says_urgent("This is urgent."), says_urgent("It is not urgent.")
    ('urgent', '')
    """
    even = folded(text)
    for match in _URGENT.finditer(even):
        if not _NOT_URGENT.search(even[max(0, match.start() - 40) : match.start()]):
            return text[match.start() : match.end()]
    return ""


def promises_more(text: str) -> bool:
    """Whether a letter says that its reader will hear from the writer again."""
    return bool(_AGAIN.search(folded(text))) or "later" in _phrases().kinds(text)


def asks_information(text: str) -> Judgement:
    """Whether the words ask for information, and not for an act or a view, with the words that do."""
    for sentence in sentences(text):
        if asks_for(sentence.text) and "information" in _phrases().kinds(sentence.text):
            return Judgement(True, f"it asks for information (“{_short(sentence.text)}”)", sentence.text)
    return Judgement(False, "it asks for no information")


def _is_idle(even: str) -> bool:
    return bool(_IDLE.search(even)) or len(_WORD.findall(even)) < 2


def _short(text: str, length: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"


def reply_kind(text: str) -> str:
    """What an officer's own words amount to: an answer, a holding reply or a mere acknowledgement."""
    informative = 0
    puts_off = acknowledges = False
    for sentence in sentences(text):
        if _GREETING.match(sentence.text) or _INITIALS.fullmatch(sentence.text):
            continue
        kinds = _phrases().kinds(sentence.text)
        even = folded(sentence.text)
        if _TELLING.search(even):
            return ANSWER
        is_put_off = ("later" in kinds and not _IF.search(even)) or bool(_ASKED_ON.search(even))
        if is_put_off or (len(even) < 60 and _LATE.search(even) and _PUT_OFF.search(even)):
            puts_off = True
        elif kinds & {"acknowledgement", "closing"}:
            acknowledges = True
            informative += _tellingbeside(sentence.text)
        elif not kinds & {"reasons", "lacking"}:
            informative += len(_WORD.findall(sentence.text))
    if puts_off and informative < _LITTLE:
        return HOLDING
    if acknowledges and informative < 3:
        return ACKNOWLEDGEMENT
    return ANSWER


def asks_back(text: str) -> str:
    """The question about the letter that an officer's reply consists of, empty if it tells something beside it."""
    question = ""
    telling = 0
    for sentence in sentences(text):
        if "?" in sentence.text and _ASKS_WHICH.search(folded(sentence.text)):
            question = question or sentence.text
        elif not _GREETING.match(sentence.text) and not _phrases().kinds(sentence.text) & {"acknowledgement", "closing"}:
            telling += len(_WORD.findall(sentence.text))
    return question if telling < _BESIDE else ""


def says_received(text: str) -> bool:
    """Whether words say that something was received."""
    return "acknowledgement" in _phrases().kinds(text)


def closes(text: str) -> bool:
    """Whether words thank, agree or say goodbye, as those that end an exchange do."""
    return "closing" in _phrases().kinds(text)


def promises_rest(text: str) -> str:
    """The sentence in which an answer puts off one part of what was asked, empty if there is none."""
    for sentence in sentences(text):
        even = folded(sentence.text)
        if _REST.search(even) and "later" in _phrases().kinds(sentence.text) and not _IF.search(even):
            return sentence.text
    return ""


def is_withdrawn(text: str) -> str:
    """The words by which an author takes a letter back, empty if there are none."""
    hits = _found(text, "withdrawn")
    return text[hits[0].start : hits[0].end] if hits and len(_WORD.findall(text)) <= 40 else ""


def _tellingbeside(sentence: str) -> int:
    """How many words of a sentence stand outside the clauses that thank or acknowledge."""
    hits = [hit for hit in _phrases().find(sentence) if hit.kind in ("acknowledgement", "closing")]
    greeting = _LEAD.match(sentence)
    start = greeting.end() if greeting else 0
    count = 0
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence)] + [len(sentence)]
    for end in ends:
        if not any(start <= hit.start < end for hit in hits):
            count += len(_WORD.findall(sentence[start:end]))
        start = end
    return count


def gives_reason(text: str) -> bool:
    """Whether a holding reply says why the answer takes longer: in so many words, or in a sentence beside the promise."""
    if "reasons" in _phrases().kinds(text):
        return True
    beside = [s.text for s in sentences(text) if not _phrases().kinds(s.text) & {"acknowledgement", "closing"}]
    return any(_STATES.match(said) and len(_WORD.findall(said)) >= 5 for said in beside)


def _days(around: str, sent: date) -> Iterator[tuple[int, date]]:
    """The days that words name as seen from another, each with its place."""
    if match := re.search(r"\b(?:this morning|this afternoon|today|earlier|just now|just spoken|a moment ago)\b", around):
        yield match.start(), sent
    if match := re.search(r"\byesterday\b", around):
        yield match.start(), sent - timedelta(days=1)
    if match := re.search(r"\blast week\b", around):
        yield match.start(), sent - timedelta(days=7)
    for number, name in enumerate(_WEEKDAYS):
        if (place := around.find(name)) >= 0:
            yield place, sent - timedelta(days=(sent.weekday() - number) % 7 or 7)


def talk_day(text: str, sent: date) -> tuple[str, date | None] | None:
    """The words by which a message looks back on a talk, and the day of the talk where they tell it."""
    for hit in _found(text, "talk"):
        around = re.split(r"[.!?]", folded(text[hit.start : hit.end + 60]))[0]
        quote = _short(text[hit.start : hit.end + 25], 60)
        days = list(_days(around, sent))
        if days:
            return quote, min(days)[1]  # the day that stands nearest
        return quote, None
    return None


def may_pass_on(text: str) -> str:
    """The words by which an author asks for a letter to be passed on or allows it, empty if there are none."""
    return _affirmed(text, "may_pass_on")


def asks_privacy(text: str) -> str:
    """The words by which an author asks for privacy, empty if there are none."""
    return _affirmed(text, "private")


def _affirmed(text: str, kind: str) -> str:
    for hit in _found(text, kind):
        before = folded(text[max(0, hit.start - 30) : hit.start])
        if not re.search(r"\b(?:not|don't|never|no need to|rather you didn't|without)\b[\w ,]{0,20}$", before):
            return text[hit.start : hit.end]
    return ""


_PASS_ON = re.compile(r"\b(?:copy|forward|share|pass|send|show|let .{1,40} (?:see|have))\b")
_REFUSES = re.compile(r"\b(?:no\b(?! (?:problem|objection|issue|worries))|rather not|prefer not|please don't|do not)")
_MEMBERS = re.compile(
    r"\b(?:all members|members of the|your (?:ward )?colleagues?|ward colleagues?|the other (?:ward )?members?"
    r"|cllrs?|councillors?|chairman|both of you)\b"
)


def asks_to_pass_on(text: str) -> bool:
    """Whether a writer asks if something may be copied or passed to somebody."""
    return bool(asks_for(text)) and bool(_PASS_ON.search(folded(text)))


def agrees(text: str) -> bool:
    """Whether an answer to such a question is no refusal."""
    return not _REFUSES.search(folded(text))


def means_members(text: str) -> bool:
    """Whether words mean Members at large: colleagues, councillors, the Chairman."""
    return bool(_MEMBERS.search(folded(text)))


def says_copied(text: str) -> list[str]:
    """The sentences in which a writer says that something is copied or passed to somebody."""
    return [s.text for s in sentences(text) if _affirmed(s.text, "says_copied")]
