"""Whether a paper bears a mark of confidence, what lifts it, and whether somebody's private affairs are told.

Marks are those of local government (exempt, Part II, pink paper, not for publication) and those of business (commercial in
confidence, private and confidential). A mark counts where it marks something: neither confidential waste, nor a confidentiality
agreement, nor what is said not to be confidential. The words are in ``confidentiality.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from checker.language.phrases import Hit, folded
from checker.language.privacy import with_apostrophes
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

_REACH = 600  # characters of a sentence that are read: a longer one is a table
_TURNED = re.compile(
    r"(?:\b(?:not|no|non|never|nothing|neither|nor|hardly|no longer|without|minus|excluding|except|apart from|less"
    r"|rather than)|n't)"
    r"\b[^.;!?,]{0,24}$"
)
_WITHHELD = re.compile(
    r"\b(?:can ?not|can't|could not|couldn't|unable|won't|will not|may not|must not|not able|not allowed"
    r"|not permitted)\b[^.;!?]{0,50}"
    r"\b(?:send|share|give|let|show|pass|tell|disclose|release|discuss|see|have|provide|copy|forward|publish)\b"
    r"|\bnot (?:included|attached|enclosed|sent|part of)\b|\bthank(?:s| you) for\b|\b(?:clause|section"
    r"|paragraph) \w{1,8} (?:deals|covers)\b"
    r"|\bdeals? with\b|\b(?:return|reply|send|post|submit)\b[^.;!?]{0,40}\b(?:envelope|marked)\b"
    # What is the reader's own: "your answers are confidential".
    r"|\byour (?:own )?(?:answers?|bid|tender|offer|reply|replies|response|responses|details|data|information|account"
    r"|application|comments|letter)\b"
    r"|\bnot (?:something (?:i|we) can|at liberty|free to|mine to|ours to|for me to)\b|\b(?:refuse|decline)d?\b"
    r"|\b(?:removed|redacted|left out|taken out|withheld|blanked|omitted|stripped out|held back|returned|destroy(?:ed)?"
    r"|shredded|collected)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if (?:it|they|this|that|a|an|any|the|you|we)|whether|when(?:ever)? (?:a|an|any)|would be|should be|reminder|remind"
    r"|remember|guidance|training"
    r"|policy|protocol|procedures? for|how (?:we|to)|rules?|must be|are to be|is to be|will be|may be|might be|could be)\b"
)
# A heading that is nothing but a mark.
_ALONE = re.compile(r"[\W_]*(?:strictly |highly )?(?:private(?: and| &) )?(?:confidential|exempt)(?: item| report| paper)?[\W_]*")
_SUM = re.compile(r"£ ?\d|\b\d{1,3},\d{3}\b|\b\d{1,4} ?(?:k|grand|thousand|million)\b|\bscores?\b[^.;!?]{0,40}\b\d{2}\b")
_BOILERPLATE = re.compile(
    r"intended (?:recipient|solely|only for|for the)|received this (?:e-?mail|message|communication) in error"
    r"|if you are not the|may contain|confidential(?:ity)? not(?:e ?:|ice\b)"
    r"|contents? (?:of|are)|this (?:e-?mail|message|communication|transmission)(?: and any (?:files?"
    r"|attachments?)[\w ,]{0,40})? (?:is|are|contains?)"
)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("confidentiality.toml").read_text(encoding="utf-8"))


@cache
def _wording() -> Wording:
    return Wording(_table()["patterns"], _table()["sets"])


@lru_cache(maxsize=4096)
def _hits(piece: str) -> tuple[Hit, ...]:
    """The patterns in a sentence; several questions are asked of each."""
    return tuple(_wording().find(piece))


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"\b(?:{'|'.join(sorted(words))})") for kind, words in _table()["cues"].items()}


def _found(text: str, kind: str, offset: int) -> Iterator[tuple[Sentence, int, int]]:
    """The sentences that hold a pattern of this kind, with its place in the sentence."""
    cue = _cues()[kind]
    if not cue.search(folded(text)):
        return
    for sentence in sentences(text, offset):
        piece = with_apostrophes(sentence.text[:_REACH]) if kind == "secretive" else sentence.text[:_REACH]
        if cue.search(folded(piece)):
            if kind == "marked" and _ALONE.fullmatch(folded(piece)):
                yield sentence, 0, len(piece)
                continue
            for hit in _hits(piece):
                if hit.kind == kind:
                    yield sentence, hit.start, hit.end


def marks(text: str, offset: int = 0) -> Iterator[Sentence]:
    """The sentences that mark something as confidential or exempt; ``offset`` is added to their places.

    >>> [s.text for s in marks("Item 9 is exempt under Schedule 12A. Shred confidential waste.")]
    ['Item 9 is exempt under Schedule 12A.']
    """
    last = -1
    for sentence, start, end in _found(text, "marked", offset):
        even = folded(sentence.text[:_REACH])
        if sentence.start == last or _is_other(even, start, end) or _TURNED.search(even[:start]) or _BOILERPLATE.search(even):
            continue
        last = sentence.start
        yield sentence


_FROM_READERS = re.compile(r"from (?:the |any )?(?:public|press|publi[sc]|disclosure|release|inspection|access|foi|freedom)")


def _is_other(even: str, start: int, end: int) -> bool:
    """Whether the word belongs to another notion: confidential waste, exempt vehicles, a confidentiality clause."""
    after = even[end : end + 40].lstrip(" -,\"')")
    if even[start:end].endswith("exempt") and after.startswith("from ") and not _FROM_READERS.match(after):
        return True  # from a charge, a law or a duty
    return any(after.startswith(word) for word in _table()["not_marks"]["after"]) or any(
        even[max(0, start - 40) : start].rstrip().endswith(word) for word in _table()["not_marks"]["before"]
    )


def is_about_rules(sentence: str) -> bool:
    """Whether a sentence speaks of confidence in general, supposes it, or tells that something is not given out."""
    even = folded(sentence)
    return bool(_WITHHELD.search(even) or _SUPPOSED.search(even))


_NAME = re.compile(
    r"(?:^|[\W_\d])(?:confidential|exempt|pinks?|restricted|private|nfp|not[\W_]for[\W_]publication|in[\W_]confidence"
    r"|part[\W_]?(?:2|ii|b)"
    r"|privileged|embargoed)(?:$|[\W_\d])"
)
_NAME_OPEN = re.compile(
    r"redacted|public(?!ation)|(?:^|[\W_])open(?:$|[\W_])|non[\W_]?(?:confidential|exempt)|part[\W_]?(?:1|i|a)(?:$|[\W_])"
    r"|waste|hire|bins?|vehicles?"
)


def is_marked_name(name: str) -> bool:
    """Whether the name of a file marks it.

    >>> is_marked_name("Item 9 EXEMPT.pdf"), is_marked_name("confidential-waste-collections.xlsx")
    (True, False)
    """
    even = folded(name)
    return bool(_NAME.search(even)) and not _NAME_OPEN.search(even)


_SUBJECT = re.compile(
    r"\b(?:confidential|exempt|not for publication|private and confidential|commercial in confidence|pink papers?|pinks"
    # "Part 2" alone is the second part of anything.
    r"|part (?:2|ii|two|b) (?:items?|reports?|papers?|agenda|minutes)"
    r"|(?:items?|reports?|papers?|agenda|minutes)\b[^:;]{0,25}\bpart (?:2|ii|two|b)"
    r"|in confidence|restricted|privileged)\b"
)


def is_marked_subject(subject: str) -> bool:
    """Whether a subject marks what the message holds."""
    even = folded(subject)
    found = _SUBJECT.search(even)
    return found is not None and not _is_other(even, found.start(), found.end()) and not _TURNED.search(even[: found.start()])


def opens(text: str) -> str:
    """The words by which a text says that a paper is public, or that the confidential part is not in it; empty if none."""
    return _first(text, "opened")


def is_secretive(text: str) -> str:
    """The words by which a writer hides what is sent or where it came from, as the reader should not have it; empty if none."""
    return _first(text, "secretive")


def says_authority(text: str) -> str:
    """The words by which a writer says that somebody allowed the reader to have it, or consented; empty if none."""
    return _first(text, "allowed")


def _first(text: str, kind: str) -> str:
    for sentence, start, _ in _found(text, kind, 0):
        if not _TURNED.search(folded(sentence.text)[:start]) or kind == "secretive":
            return " ".join(sentence.text.split())
    return ""


def private_matters(text: str, offset: int = 0) -> Iterator[tuple[str, Sentence]]:
    """The sentences that tell of somebody's health, money, family or case at work, each with which of them.

    Whose affairs they are, the caller has to know.
    """
    for kind in ("health", "money", "family", "personnel"):
        for sentence, start, _ in _found(text, kind, offset):
            even = folded(sentence.text)
            if not _TURNED.search(even[:start]) and not is_about_rules(sentence.text):
                yield kind, sentence


def sensitive_matters(text: str, offset: int = 0) -> Iterator[tuple[str, Sentence]]:
    """The sentences that tell what is confidential by its kind: bids before the award, legal advice, a settlement.

    ``rivals`` is what one bidder is told of the others' bids.
    """
    for kind in ("rivals", "bids", "advice", "settlement"):
        for sentence, start, _ in _found(text, kind, offset):
            even = folded(sentence.text)
            is_sum = kind == "advice" or bool(_SUM.search(even))  # "a low price is hoped for" tells nothing
            supposed = even[:start] if kind == "rivals" else even
            if is_sum and not _TURNED.search(even[:start]) and not _SUPPOSED.search(supposed):
                yield kind, sentence


def as_client(text: str) -> bool:
    """Whether a sentence tells what somebody seeks or has from the authority's services."""
    return next(_found(text, "client", 0), None) is not None


_UNTOLD = re.compile(
    r"\b(?:has|have|had|'s|'ve)(?:n't| not) (?:yet )?(?:said|told|mentioned|announced|let on|breathed|spoken)\b[^.;!?]{0,40}"
    r"\b(?:any(?:one|body|thing)|us|people|officially|publicly|group|colleagues|members)\b"
    r"|\b(?:i|we) only (?:know|heard|found out|learn(?:ed|t))\b|\bnot (?:yet )?(?:public|common|general) knowledge\b"
    r"|\b(?:keeping|kept) it (?:quiet|to (?:him|her|them)sel(?:f|ves))\b"
    r"|\bdoes(?:n't| not) (?:want|wish|like) (?:it|people|any(?:one|body))\b"
    r"|\btold (?:nobody|no one)\b|\bnobody (?:else )?(?:knows|has been told|is supposed to know)\b"
)


def is_untold(text: str) -> str:
    """The sentence that says that somebody keeps a matter to themselves, or that it was learnt by a side way; empty if none."""
    even = folded(text)
    if not _UNTOLD.search(even):
        return ""
    return next((" ".join(s.text.split()) for s in sentences(text) if _UNTOLD.search(folded(s.text))), "")
