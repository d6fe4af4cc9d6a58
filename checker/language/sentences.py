"""Sentences of a message or draft, with their places, cut in one linear pass.

Mail is wrapped by machines and broken by people: a line end inside a paragraph is a space, a blank line, a bullet or a
short line that starts afresh is a boundary. Abbreviations of titles and references do not end a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_BOUNDARY = re.compile(
    r"(?P<stop>[.!?…]{1,5}[\"'”’)\]]{0,3})(?=\s)"
    r"|\n[ \t\r]*\n"
    r"|\n(?=[ \t]{0,8}(?:[-•*–·]|\(?[a-z0-9]{1,2}[.)])[ \t])"
    r"|\n"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:cllr|clr|mr|mrs|ms|dr|prof|rev|st|rd|no|nos|para|paras|e\.g|i\.e|etc|vs|ref|fig|approx|inc|ltd|co|hon|ald|dept|tel)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_SHORT = 48  # characters: a line shorter than this was ended by its writer, not by a wrapping machine


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words as they stand, and the place of the first and after the last character."""

    text: str
    start: int
    end: int


def sentences(text: str, offset: int = 0) -> Iterator[Sentence]:
    r"""The sentences of a text; ``offset`` is added to their places.

    >>> [s.text for s in sentences("Dear Jo,\nCllr. Ash rang. Please\nreply!")]
    ['Dear Jo,', 'Cllr. Ash rang.', 'Please\nreply!']
    """
    if len(text) > _LONGEST_KEPT:
        yield from _cut(text, offset)
    elif offset:
        for sentence in _kept(text):
            yield Sentence(sentence.text, sentence.start + offset, sentence.end + offset)
    else:
        yield from _kept(text)


# Some thirty detectors ask for the same letters' sentences one after the other.
_LONGEST_KEPT = 20_000


@lru_cache(maxsize=512)
def _kept(text: str) -> tuple[Sentence, ...]:
    return tuple(_cut(text, 0))


def _cut(text: str, offset: int) -> Iterator[Sentence]:
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if not _ends(text, start, boundary):
            continue
        yield from _sentence(text, start, boundary.end(), offset)
        start = boundary.end()
    yield from _sentence(text, start, len(text), offset)


def _ends(text: str, start: int, boundary: re.Match[str]) -> bool:
    if boundary["stop"]:
        before = text[max(start, boundary.end() - 12) : boundary.end()]
        follows = text[boundary.end() : boundary.end() + 40].lstrip()
        return not (boundary["stop"] == "." and _ABBREVIATION.search(before)) and not follows[:1].islower()
    if boundary[0] != "\n":
        return True
    rest = text[boundary.end() : boundary.end() + 120]
    if rest.lstrip(" \t")[:2] in ("- ", "* ", "• "):
        return True
    line_start = text.rfind("\n", 0, boundary.start()) + 1
    is_short = boundary.start() - line_start < _SHORT
    return is_short and not rest.lstrip()[:1].islower()


def _sentence(text: str, start: int, end: int, offset: int) -> Iterator[Sentence]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        yield Sentence(stripped, offset + begin, offset + begin + len(stripped))
