"""A paragraph that holds several norms, cut into them: sentence by sentence, and a sentence into its limbs.

Sentences that only describe stay together. A limb begins where a new obligation does: after a semicolon, or at "and",
"but" or "although" with a verb of obligation on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from checker.language.limits import TIME, limits
from checker.language.sentences import sentences

_STRONG = re.compile(
    r"\b(?:must|shall|should|cannot|ought|required|entitled|expected|encouraged|responsib\w{1,8}|needs?\s+to|rights?|duty|obligation|never|nor|not\s+to|may\s+not|will\s+not|do\s+not|not\s+the\s+role|prevented|free\s+to)\b",
    re.IGNORECASE,
)
# Weaker words say what somebody is to do only where that somebody stands before them.
_WEAK = re.compile(
    r"\b(?:members?|officers?|chair(?:man|men|s)?|director|clerk|executive|authority|council|corporation|committee|groups?|who|they|he|she|reports?|advice|access|attendance|advisers?|requests?|information|secretariat)\b(?:\s+[\w’'/-]+,?){0,5}?\s+(?:will|may|can)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:must|shall|should|will|may|can|cannot|is|are|has|have|do|does|needs?|never|not)\b", re.IGNORECASE)
_JOINT = re.compile(
    r";\s+(?:and\s+|or\s+)?"
    r"|,?\s+(?:and|but|nor)\s+(?=(?:(?:no|not|never)\b|(?:(?!which\b|that\b|who\b|but\b|and\b|or\b)[\w’'-]+\s+){0,4}?(?:must|shall|should|will|may|can|cannot|is|are)\b))"
    r"|\s+and\s+(?=that\s+(?:they|he|she|members?|officers?|a)\b)"
    r"|,\s+(?=(?:although|instead|except)\s)"
    r"|\s+(?=except\s+(?:to|where|for|in)\s)"
    r"|,?\s+(?=who,?\s+(?:will|may|must|should|having)\b)"
    r"|,\s+(?=in\s+which\s+case\b)|,\s+or\s+(?=may\b)|,\s+but\s+(?=(?:if|where|when)\b)"
    r"|,\s+(?=whereas\s)|,\s+and,?\s+(?=in\s+particular,\s+not\b)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\((?!e\.g|i\.e|for example|including|even)([^()]{20,300})\)\.?", re.IGNORECASE)
# "whilst they may ask, they must not press": what is allowed first, what is not after the comma.
_CONCEDED = re.compile(
    r"(?:whil(?:st|e)|although)\b[^.;]{10,300}?,\s+(?=(?:they|he|she|members?|officers?|the)\b[\w\s]{0,30}?\b(?:must|shall|should|will|may|can|cannot|have|has)\b)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(?:for example|for instance|this (?:means|avoids|might|could)|such as)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One norm of a paragraph: its place in the words, the sentences it holds (from 0) and which limb it is, if one."""

    start: int
    end: int
    sentences: tuple[int, ...]
    limb: int | None = None


def is_norm(text: str) -> bool:
    """Whether a sentence says what somebody is to do, may do or can expect.

    >>> is_norm("Members must respect this."), is_norm("The protocol brings together good practice.")
    (True, False)
    """
    return bool(_STRONG.search(text) or _WEAK.search(text))


def is_timed(text: str) -> bool:
    """Whether words set a limit in working days."""
    return any(limit.key.endswith("working_days") for limit in limits(text))


def parts(text: str, *, has_list: bool = False, is_item: bool = False) -> list[Part]:
    """The norms of a paragraph; one part when it holds only one.

    ``has_list``: its last sentence leads into a list. ``is_item``: it is an item of one, where every sentence is a norm.
    """
    found: list[Part] = []
    for order, sentence in enumerate(sentences(text)):
        is_idle = (not is_item and not is_norm(sentence.text)) or bool(_EXAMPLE.match(sentence.text))
        if found and is_idle and (not is_norm(text[found[-1].start : found[-1].end]) or _EXAMPLE.match(sentence.text)):
            last = found.pop()
            found.append(Part(last.start, sentence.end, (*last.sentences, order)))
            continue
        limbs = list(_limbs(sentence.text))
        if len(limbs) == 1:
            found.append(Part(sentence.start, sentence.end, (order,)))
        else:
            found += [Part(sentence.start + a, sentence.start + b, (order,), limb) for limb, (a, b) in enumerate(limbs)]
    if (
        not is_item
        and not any(is_norm(text[part.start : part.end]) for part in found)
        and all(part.limb is None for part in found)
    ):
        return found[:1] and [Part(found[0].start, found[-1].end, tuple(range(found[-1].sentences[-1] + 1)))]
    if has_list and len(found) > 1 and text.rstrip()[-1:] in ":-–—" and not is_timed(text[found[-1].start :]):
        found = found[:-1] if len(found) > 2 else []
    return found


def _limbs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    conceded = _CONCEDED.match(text)
    if conceded is not None and len(text) - conceded.end() > 20:
        yield 0, conceded.end()
        start = conceded.end()
    bracket = next((match for match in _BRACKETED.finditer(text) if is_norm(match[1])), None)
    for joint in sorted([*_JOINT.finditer(text), *_between_times(text)], key=lambda match: match.start()):
        if joint.start() < start or (bracket is not None and bracket.start() <= joint.start() < bracket.end()):
            continue
        before, after = text[start : joint.start()], text[joint.end() :]
        if len(before.split()) > 3 and _FINITE.search(before) and is_norm(text) and len(after.split()) > 3:
            if bracket is not None and start < bracket.start() < joint.start():
                yield start, bracket.start()
                start = bracket.start()
            yield start, joint.start()
            start = joint.end()
    if bracket is not None and start < bracket.start():
        yield start, bracket.start()
        start = bracket.start()
    if start < len(text):
        yield start, len(text)


def _between_times(text: str) -> Iterator[re.Match[str]]:
    """The "and" between two obligations with a time each: an acknowledgement within 2 days and an answer within 10."""
    times = list(TIME.finditer(text))
    for first, second in pairwise(times):
        joint = re.search(r",?\s+(?:and|with|then)\s+(?=an?\b|the\b|any\b)", text[first.end() : second.start()])
        if joint is not None:
            found = re.compile(re.escape(joint[0])).search(text, first.end())
            if found is not None:
                yield found
