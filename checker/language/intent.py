"""Whether a writer means what a pattern found: it is not denied, supposed, quoted, reported of somebody else, or taken back.

Stricter than ``wording.is_meant``, for words that accuse: a denial counts within its own clause alone, and many turns of
phrase that hold a word of denial deny nothing ("I have never seen such").
"""

from __future__ import annotations

import re

from checker.language.phrases import Hit, folded

# Turns of phrase that hold a word of denial and deny nothing.
_IDIOM = re.compile(
    r"\b(?:(?:can't|cannot|can not|don't|couldn't) (?:quite )?(?:believe|imagine|fathom|understand|see|credit)"
    r"|never(?: \w+){0,5} (?:seen|met|heard|known|come across|read|dealt|encountered|witnessed|experienced)"
    r"|not only|not just|no wonder|not for the first time|not surprised|not to mention|not once"
    r"|(?:couldn't|don't|doesn't) care(?: less)?|why (?:don't|can't|won't|not)|if not|or not|make no mistake"
    r"|no doubt|nor (?:is|was)"
    r"|(?:do|does|did|have|has) not (?:read|listen|bother|care)|(?:don't|didn't|haven't|won't|doesn't"
    r"|isn't it) (?:read|listen|bother|care)"
    r"|(?:is|will|would) not (?:be )?(?:long|tolerate|tolerated|stand|accept|forget))\b"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|nor|without|hardly|nobody|none|far from|far be it|rather than|instead of|no (?:wish"
    r"|intention|desire|question"
    r"|suggestion|one|reason)|refrain\w*|stop short|by no means|too polite to|wouldn't dream of)\b|n't\b|\b(?:dont"
    r"|didnt|isnt|arent|wont)\b)"
    r"(?: [\w'-]+){0,7} ?$"
)
_BREAK = re.compile(
    r"[;:!?]|, (?:and|but|so|then|because)\b|\b(?:and|but|so|because|unless|until|or|if|whether|when)\b|, (?:you|i"
    r"|it|this|that|your)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if (?:an? |any |some )?(?:officer|colleague|member|councillor|member of staff|somebody|someone|anyone|anybody|people)"
    r"|if (?:i|we) (?:were|had|did|ever|was)\b|were (?:i|we) to|it (?:would|could|might|may) be (?:wrong|improper"
    r"|inappropriate|said|seen)"
    r"|for example|e\.g\.|such as|suppose|imagine|example of|phrases like|words like|scenario|hypothetical\w*"
    r"|a (?:member|councillor|officer) who"
    r"|members who|officers who|(?:members|officers|councillors|staff) (?:should|must|may|can|do|will)(?: not|n't)"
    r"|(?:code|protocol|policy|guidance|law|training)\b[^.;!?]{0,60}\b(?:says|bars|forbids|prohibits|requires"
    r"|covers|means|tells))\b"
)
_SPEAKER = (
    r"\b(?:he|she|they|residents?|campaigners?|contractors?|company|union|petition|letter|caller|public|press"
    r"|objectors?|correspondent|constituents?|neighbours?|tenants?|someone|somebody|people|paper|article"
    r"|one of them|somebody else|otherperson|thatperson|thatofficer)\b"
)
_SAYING = (
    r"(?:say|says|said|saying|ask|asks|asked|asking|told|tells|telling|wrote|writes|call|calls|called|calling"
    r"|claim|claims|claimed|allege|alleges|alleged|accuse|accuses|accused|shout|shouted|shouting|complain"
    r"|complains|complained|describe|describes|described|reckon|reckons|feel|feels|felt|think|thinks|thought)"
)
_REPORTED = re.compile(rf"{_SPEAKER}(?: [\w'-]+){{0,6}} {_SAYING}\b[^.;!?]{{0,70}}$")
_TOLD_ME = re.compile(
    r"\b(?!i\b|we\b|you\b)[a-z'-]+(?: [a-z'-]+)? (?:told|tells|telling|warned|informed|assured|said to|says to"
    r"|wrote to|shouted at)"
    r" (?:me|us|him|her|them|otherperson|thatperson)\b[^.;!?]{0,90}$"
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|get|got|getting|am|is|are|i'm|he's|she's)(?: \w+){0,2} (?:called|told|described"
    r"|accused|threatened|asked|labelled|branded)\b[^.;!?]{0,50}$"
)
_TAKEN_BACK = re.compile(
    r"\b(?:sorry(?! to say| i have| that| to have| but)|apologi\w+ (?:for|to)|regret (?:that i|saying|calling|my)"
    r"|withdraw my|take back|should(?:n't| not) have|was wrong to|retract)\b[^.;!?]{0,60}$"
)


def is_meant(sentence: str, hit: Hit) -> bool:
    """Whether the writer means what a pattern found: it is not denied, supposed, quoted, reported or taken back."""
    even = folded(sentence)
    before, inside = even[: hit.start], even[hit.start : hit.end]
    if (
        _SUPPOSED.search(before[-200:])
        or _REPORTED.search(before[-200:])
        or _TOLD_ME.search(before[-200:])
        or _PASSIVE.search(before[-120:])
        or _TAKEN_BACK.search(before[-120:])
    ):
        return False
    if before.count('"') % 2 or _is_in_single_quotes(before, even[hit.end :]):
        return False
    if _is_denied(before):
        return False
    return not _has_denial(inside) or _has_denial(hit.phrase)


def _is_in_single_quotes(before: str, after: str) -> bool:
    opened = len(re.findall(r"(?:^|[\s(\[])'(?=\w)", before))
    closed = len(re.findall(r"(?<=[\w.!?,])'(?=[\s).,;!?]|$)", before))
    return opened > closed and bool(re.search(r"(?<=[\w.!?,])'(?=[\s).,;!?]|$)", after[:160]))


def _is_denied(before: str) -> bool:
    even = _IDIOM.sub(lambda idiom: " " * len(idiom[0]), before[-160:])
    last = 0
    for stop in _BREAK.finditer(even):
        last = stop.end()
    return bool(_DENIED.search(even[last:]))


_DENIAL = re.compile(r"\b(?:not|never|cannot|nor|no)\b|n't\b")


def _has_denial(text: str) -> bool:
    return bool(_DENIAL.search(_IDIOM.sub(" ", text.replace("|", " "))))
