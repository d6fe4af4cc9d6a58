"""Contempt and ill temper in a writer's own words: what is said of a person, and how loudly.

The words are in ``contempt.toml``. ``shouting`` is told by letters and marks: a run of words in capitals or heaped marks of
exclamation. A heading, a list of abbreviations and a writer who writes everything in capitals do not shout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.domain import OWN, Document
from checker.language.signs import Line

NAME = "contempt"
# From strong to weak; the first three are of the person whatever the tone.
OF_PERSON = ("insult", "dishonest", "abuse", "unfit", "ridicule", "motive")
OF_MANNER = ("dismissive", "scorned-work", "undermines", "hostile", "worn-out")
# Said of somebody's work or bearing they may be fair, if put with measure.
TEMPERABLE = frozenset({"undermines", "scorned-work", "worn-out", "motive", "unfit"})

_CAPITALS = re.compile(r"(?<![\w@/.])[A-Z][A-Z']+(?:[ ,]{1,2}[A-Z][A-Z']*){2,40}[.!?]{0,4}")
_HEAPED = re.compile(r"[!?]*!!+[!?]*|\?\?\?+")
_SMALL_WORD = re.compile(
    r"\b(?:A|I|AM|AN|AND|ARE|AT|BE|DO|FOR|HAVE|IN|IS|IT|ME|MY|NO|NOT|NOW|OF|ON|THAT|THE|THIS|TO|WILL|YOU|YOUR|STOP|WHY|WHAT|WE)\b"
)


def shouting(document: Document) -> Iterator[tuple[int, int]]:
    """Where a writer shouts: the places of words in capitals within ordinary text, and of heaped marks."""
    for zone, text in document.words(OWN):
        letters = sum(char.isalpha() for char in text)
        capitals = sum(char.isupper() for char in text)
        if not letters or capitals > letters * 0.8:
            continue
        for run in _CAPITALS.finditer(text):
            if len(_SMALL_WORD.findall(run[0])) >= 2 and not _is_heading(text, run):
                yield zone.start + run.start(), zone.start + run.end()
        for marks in _HEAPED.finditer(text):
            start = max(text.rfind("\n", 0, marks.start()), text.rfind(". ", 0, marks.start()) + 1, marks.start() - 80) + 1
            yield zone.start + start, zone.start + marks.end()


def _is_heading(text: str, run: re.Match[str]) -> bool:
    start, end = text.rfind("\n", 0, run.start()) + 1, text.find("\n", run.end())
    line = text[start : end if end >= 0 else len(text)].strip()
    return line == run[0].strip() and line[-1:] not in "!?." and not re.search(r"\b(?:YOU|YOUR|NOW)\b", line)


def is_unmeant(lines: list[Line]) -> str:
    """What takes all of it back: a jest, an apology, or a lesson in how not to write; empty if nothing does."""
    said = frozenset(kind for line in lines for kind in line.every)
    strong = sum(bool(line.meant & {"abuse", "dishonest", "insult"}) for line in lines)
    if "training" in said and strong < 3:
        return "training"
    if "taken_back" in said and strong < 2:
        return "taken_back"
    if "jest" in said and strong < 2:
        return "jest"
    return ""
