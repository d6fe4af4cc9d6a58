"""What an answer to a complaint undertakes: that it has come, what will be done about it, and how long that will take.

London Councils 13 asks for these three; other protocols may. Each question gives the words that led to it. That somebody will
write again is no act, "as soon as I can" is no time, and the day of the complaint is not the day of the answer. An answer that
brings the result has no more to promise.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from checker.language.phrases import folded
from checker.language.sentences import sentences

_REACH = 500  # characters of a sentence that are looked at

_RECEIVED = re.compile(
    r"\backnowledg|\byour (?:formal |written )?(?:complaint|letter|e-?mail|message|note|memo|concerns?)\b"
    r"|\b(?:thank you|thanks) for\b|\b(?:have|received|got|read) (?:it|this|yours)\b"
    r"|\b(?:complaint|it|this|yours)(?: has| of the \w+)? (?:arrived|reached|come|came)\b"
)

# What the writer is going to do; the verb follows.
_GOING_TO = re.compile(
    r"\b(?:i|we)(?:'ll| (?:will|shall|am to|(?:should like|want|intend|propose|plan|mean|am going|are going) to)|'m going to)"
    r"(?: (?:also|now|then|first|next|therefore|personally|myself|both|be|just|need to)){0,4} (\w+)"
)

_NUMBER = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|several|(?:a )?few|(?:a )?couple of|\d{1,2})"
)
_UNIT = r"(?:(?:working|calendar) )?(?:hours?|days?|weeks?|fortnights?|months?)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAY = (
    rf"(?:{_WEEKDAY}|{_MONTH}|\d{{1,2}}(?:st|nd|rd|th)?\b|christmas|easter|whitsun|new year|tomorrow|next|month|week|fortnight)"
)
_LENGTH = re.compile(
    r"\b(?:within|inside|in|about|around|roughly|takes?|taking|needs?|than|to|another|next|over|for|allow|(?:allow|give) me|some"
    r"|on|expect|say|reckon|likely|probably)"
    r" (?:(?:the|about|around|some|another|perhaps|up|to|next|roughly|no|more|than|at|least|most|only) ){0,4}"
    rf"{_NUMBER}(?: (?:or|to) {_NUMBER})? {_UNIT}\b"
    rf"|\b{_NUMBER} {_UNIT} (?:from (?:now|today)|at (?:the )?most|or so|should|will|ought)\b"
    r"|\b(?:a|the|within the|in the next) fortnight\b"
)
_UNTIL = re.compile(
    r"\b(?:by|before|until|till|later than|in|during|for) (?:about |around )?(?:the )?(?:early |late |mid[- ]?)?"
    r"(?:(?:end|middle|beginning|start|close|week|course) (?:of|beginning|commencing) )?"
    rf"(?:the |this |next |that )?(?:{_WEEKDAY} )?{_DAY}"
    r"|\b(?:tomorrow|next (?:week|month)|later this (?:week|month)|(?:this|the) coming week)\b"
    rf"|\b(?:will|shall|may|to) be (?:{_WEEKDAY} )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}"
)
# Beside a time in the past: "by Friday I had heard nothing".
_PAST = re.compile(r"\b(?:was|were|had|did|came|happened|told|said|wrote|rang)\b")
_FUTURE = re.compile(
    r"'ll\b|\b(?:will|shall|should|expect|hope|aim|intend|propose|plan|going to|allow|can|to|take|takes|give me)\b"
)

_RESULT = re.compile(
    r"\b(?:not |partly |in part )?upheld\b|\b(?:i|we) (?:have )?(?:find|found|conclude|concluded) that\b|\bi have concluded\b"
    r"|\bmy (?:conclusion|finding|decision)s? (?:is|are)\b|\b(?:unfounded|well founded|not well founded)\b"
    r"|\b(?:investigation|matter|it|enquiry|inquiry) is (?:now )?(?:finished|concluded|complete|completed|closed|done)\b"
)
_PASSES_ON = re.compile(
    r"\b(?:passed|given|forwarded|sent|referred|handed|copied)\b "
    r"(?:it|this|that|yours|your \w+|the (?:matter|complaint|letter))(?: \w+){0,2} to\b"
    r"|\b(?:is|are) (?:a matter )?for (?:the|him|her) (?:director|chief executive|clerk)\b"
    r"|\bwill (?:write to|reply to|answer|contact) you (?:himself|herself|themselves|direct)"
)


@functools.cache
def _acts() -> tuple[re.Pattern[str], frozenset[str]]:
    """What is done or will be done in another way than by "I will", and the verbs that are no act behind that."""
    text = resources.files("checker.language").joinpath("undertakings.toml").read_text(encoding="utf-8")
    verbs = tomllib.loads(text)
    act, done_to, done, doing = ("|".join(verbs[form]) for form in ("act", "done_to", "done", "doing"))
    pattern = re.compile(
        rf"(?<!\byou )\b(?:will|shall|is to|are to|is going to|must)(?: (?:now|then|first|also))? (?:be (?:{done_to})|{act})\b"
        rf"|\b(?:i|we)(?:'ve| have)(?: (?:now|already|since|also))? (?:seen (?!your|it)|(?:{done})\b)"
        rf"|\b(?:i am|we are|i'm|we're) (?:{doing})\b"
        r"|\binvestigation (?:has|is|will)\b|\bno (?:further |other )?action\b"
    )
    return pattern, frozenset(verbs["no_act"])


def says_received(text: str) -> str:
    """The words by which an answer says that the complaint has come, empty if there are none."""
    match = _RECEIVED.search(folded(text))
    return text[match.start() : match.end()] if match else ""


def says_what_will_be_done(text: str) -> str:
    """The sentence that says what will be done, or is being done, about a complaint; empty if none does."""
    otherwise, no_act = _acts()
    for sentence, even in _sentences(text):
        if any(match[1] not in no_act for match in _GOING_TO.finditer(even)) or otherwise.search(even):
            return sentence
    return ""


def says_how_long(text: str) -> str:
    """The sentence that gives a time for it, empty if none does.

    >>> says_how_long("I acknowledge your complaint of 3 March. It should take about three weeks.")
    'It should take about three weeks.'
    >>> says_how_long("I will write to you as soon as I can.")
    ''
    """
    for sentence, even in _sentences(text):
        if (_LENGTH.search(even) or _UNTIL.search(even)) and (_FUTURE.search(even) or not _PAST.search(even)):
            return sentence
    return ""


def brings_result(text: str) -> str:
    """The sentence that tells how a complaint ended, empty if none does."""
    return next((sentence for sentence, even in _sentences(text) if _RESULT.search(even)), "")


def passes_on(text: str) -> str:
    """The sentence that says to whom a complaint was given, for them to answer; empty if none does."""
    return next((sentence for sentence, even in _sentences(text) if _PASSES_ON.search(even)), "")


def redirects(text: str) -> str:
    """The sentence that tells whoever complains to whom the complaint has to go, empty if none does.

    >>> redirects("A complaint about one of my staff needs to go to the Director in writing.")
    'A complaint about one of my staff needs to go to the Director in writing.'
    """
    return next((sentence for sentence, even in _sentences(text) if _REDIRECTS.search(even)), "")


_TO_BE = "(?:go|be (?:sent|put|made|addressed))"
_REDIRECTS = re.compile(
    rf"\bcomplain\w*\b[^.;!?]{{0,80}}\b(?:(?:needs?|has|have|ought) to {_TO_BE}|(?:should|must) {_TO_BE}|goes)"
    r" (?:in writing )?to\b"
    r"|\b(?:put|send|address|make) (?:it|that|this|your complaint|any complaint)(?: in writing)? to\b"
)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    for sentence in sentences(text):
        yield sentence.text, " ".join(folded(sentence.text[:_REACH]).split())
