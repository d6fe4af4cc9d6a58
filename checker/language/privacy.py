"""Whether a letter asks that it go no further, and what lifts or refuses such a request.

A request is made of the reader, for the letter or something in it: "please keep this between us". It is none to tell that some
other paper is confidential, nor what a company prints below every message. The words are in ``privacy.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from checker.language.phrases import folded
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

# What turns a request round when it stands before it: "there is no need to keep this private", "this isn't confidential".
_TURNED = re.compile(
    r"(?:\bno (?:need|reason|longer)|\bneed not|needn't|not asking|isn't|wasn't|is not|was not|aren't|are not|don't need to"
    r"|do not need to"
    r"|don't have to|do not have to|nothing|hardly|rather than|instead of|no secret)\b[^.;!?]{0,40}$"
)
# Somebody else's request, or a rule about requests.
_ABOUT = re.compile(
    r"(?:\b(?:members? (?:may|can|should|must)|protocol|policy|standing orders?|code of conduct|training|if (?:a|any"
    r"|the) members?)\b[^.;!?]{0,40}"
    r"|\b(?:he|she|they|who|residents?|contractor|company|bidders?|landlord|firm|family|people)\b[^.;!?]{0,25}"
    r"\b(?:asks?|asked|asking|wants?|wanted|says?|said|told|wish|wishes|wished|would like|insists?|insisted|prefers?"
    r"|preferred)\b[^.;!?]{0,30})$"
)
# "I do not share that", "he didn't disclose it": a statement, where a request has nobody before its "not".
_STATED = re.compile(
    r"\b(?:(?:i|we|they|you|people|who|members|officers)(?: really| just| simply| also)? (?:do|did|will|would|wo|can|ca|could"
    r"|have|had|were|are)"
    r"|(?:we|they|he|she|it) (?:should|must|cannot|need)|[a-z'-]+ (?:does|did|will|would|wo|has|have|had|was|were|is|are))\s*$"
)
_WISHES = re.compile(r"n(?:o|')t (?:want|wish|like|care|for|to)\b")
# What may follow "private" or "this" where it is no adjective: "keep the private road clear", "pass this cost on".
_ADJECTIVE = re.compile(r"(?:private|personal|quiet|secret|confidential|this|that)")
_FOLLOWS = re.compile(
    r"\W*$|[^\w ]| +(?:please|pls|until|till|til|for|and|between|if|at|as|but|from|now|to|with|within|in|on|or|around|round"
    r"|about|beyond|because|since|so|while"
    r"|unless|it|i|you|the moment|outside|anywhere|any|further|too|yet|when|once|by|just|even|under|thanks|of|out|off"
    r"|elsewhere)\b"
)
_FRAME = re.compile(
    r"\b(?:grateful|obliged|appreciate|appreciated|rather|prefer|please|hope|ask|asking|trust|if you|kind|best)\b"
)
_PASSIVE = re.compile(r"\b(?:will|shall|can|are|is|was|were|been)\s*$")
_BOILERPLATE = re.compile(
    r"intended (?:recipient|solely|only for)|received this (?:e-?mail|message) in error|legally privileged|don't mention it"
)
_HEADING = 10  # words of a line that may be nothing but a mark
_REACH = 600  # characters: a sentence longer than this is a table or a list


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("privacy.toml").read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_table()['cues']['words']))})")


_BARE = re.compile(r"\b(do|does|did|is|was|are|were|has|have|had|should|would|could|wo|ca)nt\b", re.IGNORECASE)


def with_apostrophes(text: str) -> str:
    """The text with ``dont`` and its like as patterns have them; it may grow by a few letters."""
    return _BARE.sub(r"\1n't", text)


def _said(text: str, kinds: tuple[str, ...], offset: int) -> Iterator[tuple[str, Sentence]]:
    """The sentences of a text that hold a pattern of these kinds and mean it, with the kind."""
    if not _cues().search(folded(text)):
        return
    for sentence in sentences(text, offset):
        piece = with_apostrophes(sentence.text[:_REACH])
        even = folded(piece)
        if not _cues().search(even) or _BOILERPLATE.search(even):
            continue
        if "asked" in kinds and len(even.split()) <= _HEADING and subject_asks(sentence.text):
            yield "asked", sentence
            continue
        for hit in _wording().find(piece):
            before = even[: hit.start]
            if hit.kind not in kinds or before.count('"') % 2 or _TURNED.search(before) or _ABOUT.search(before):
                continue
            if _is_statement(even, hit.start) or (
                _ADJECTIVE.fullmatch(_last(even, hit.end)) and not _FOLLOWS.match(even, hit.end)
            ):
                continue
            if not (even.endswith("us", hit.start, hit.end) and even.startswith(" and ", hit.end)):  # "between us and Devon"
                yield hit.kind, sentence
                break


def _last(even: str, end: int) -> str:
    """The word that ends at a place."""
    return even[even.rfind(" ", 0, end) + 1 : end]


def _is_statement(even: str, start: int) -> bool:
    """Whether words tell what somebody does or what is done, and ask for nothing."""
    before = even[:start]
    if even.startswith(("do not ", "don't "), start):
        before, start = before + "do", even.index("n", start)
    if even.startswith(("not ", "n't "), start):
        if _WISHES.match(even, start):
            return False
        return bool(_STATED.search(before)) and not _FRAME.search(before)
    return (
        even.startswith(("be ", "treated ", "kept ", "held "), start)
        and bool(_PASSIVE.search(before))
        and not _FRAME.search(before)
    )


def asks_privacy(text: str, offset: int = 0) -> Sentence | None:
    """The first sentence in which a writer asks the reader to keep what is written private; ``offset`` is added to its place."""
    return next((sentence for _, sentence in _said(text, ("asked",), offset)), None)


def subject_asks(subject: str) -> bool:
    """Whether a subject marks the letter itself as private or confidential.

    >>> subject_asks("Private: my health"), subject_asks("Private hire licensing")
    (True, False)
    """
    even = " ".join(folded(subject).split())
    return bool(_SUBJECT.match(even) or _SUBJECT_END.search(even))


_MARKS = r"(?:strictly |very )?(?:private|confidential|personal|in confidence)(?: (?:and|&) (?:private|confidential|personal))?"
_SUBJECT = re.compile(rf"(?:(?:re|fw|fwd) ?: ?){{0,4}}[\[(*]{{0,3}}{_MARKS}(?:[\])*]{{1,3}}| ?[:,!.-]| ?$)")
_SUBJECT_END = re.compile(rf"(?: [-:] ?|[\[(*]){_MARKS}(?:[\])*]{{1,3}}| please)?$")


def lifts_privacy(text: str, offset: int = 0) -> Sentence | None:
    """The sentence by which an author lets go of an earlier request, or allows the letter to be shown."""
    return next((sentence for _, sentence in _said(text, ("lifted",), offset)), None)


def refuses_privacy(text: str, offset: int = 0) -> Sentence | None:
    """The sentence by which a reader says that privacy cannot be kept, or for whom an exception has to be made."""
    return next((sentence for _, sentence in _said(text, ("refused",), offset)), None)
