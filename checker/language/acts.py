"""What the sentences of somebody's own words do, by the patterns of one subject.

Each subject keeps its patterns in a TOML file beside this module: ``sets`` of words, and under ``words`` lists of patterns as
``wording`` reads them. A sentence is cut up once and held against all of them.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from checker.domain import OWN, Document
from checker.language.phrases import Hit, folded
from checker.language.sentences import sentences
from checker.language.wording import Wording, is_meant

_RUN = re.compile(r"[^\W\d_]+|[£.,!]")
_DENIAL = re.compile(r"\b(?:not|never|cannot|nor)\b|n't\b")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its place in the document; the lists that it shows, and those among them that its writer means."""

    text: str
    start: int
    end: int
    every: frozenset[str]
    meant: frozenset[str]


@functools.cache
def _table(subject: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("checker.language").joinpath(f"{subject}.toml").read_text(encoding="utf-8"))


@functools.cache
def _patterns(subject: str) -> Wording:
    table = _table(subject)
    return Wording(table["words"], table.get("sets", {}))


def may_say(text: str, subject: str, *lists: str) -> bool:
    """Whether a text holds a word without which none of these lists of a subject can stand in it: a cheap no for most mail."""
    return not _telling(subject, lists).isdisjoint(_RUN.findall(folded(text)))


@functools.cache
def _telling(subject: str, lists: tuple[str, ...]) -> frozenset[str]:
    """Of each pattern the words of its most telling place, one of which has to be there."""
    table = _table(subject)
    found: set[str] = set()
    for pattern in (pattern for kind in lists for pattern in table["words"][kind]):
        places = [_forms(word, table.get("sets", {})) for word in pattern.split() if word != ".." and not word.endswith("?")]
        found |= max(places, key=lambda forms: (forms.isdisjoint(_common()), min(map(len, forms))))
    return frozenset(found)


@functools.cache
def _common() -> frozenset[str]:
    table = tomllib.loads(resources.files("checker.language").joinpath("acts.toml").read_text(encoding="utf-8"))
    return frozenset(table["common"])


def _forms(word: str, sets: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The longest run of letters of each form that may fill a place: "ahead" of "go-ahead"."""
    forms = [form for one in word.split("|") for form in (sets[one[1:]] if one.startswith("@") else [one])]
    return frozenset(max(_RUN.findall(folded(form)) or [""], key=len) for form in forms)


def said(document: Document, subject: str, renamed: Callable[[str], str] = str) -> Iterator[Said]:
    """The sentences of a document's own words, each with what the patterns of this subject see in it.

    ``renamed`` puts common words for names that patterns cannot know ("the Authority" for its own name).
    """
    for zone, text in document.words(OWN):
        for sentence in sentences(text, zone.start):
            plain = renamed(sentence.text)
            hits = _patterns(subject).find(plain)
            every = frozenset(hit.kind for hit in hits)
            meant = frozenset(hit.kind for hit in hits if is_meant(plain, hit.start) and not _is_denied(plain, hit))
            yield Said(sentence.text, sentence.start, sentence.end, every, meant)


def _is_denied(sentence: str, hit: Hit) -> bool:
    """Whether a denial stands within what a pattern found, and the pattern itself names none: "I do not speak for"."""
    return bool(_DENIAL.search(folded(sentence[hit.start : hit.end]))) and not _DENIAL.search(hit.phrase.replace("|", " "))


def kinds(text: str, subject: str) -> frozenset[str]:
    """The lists of a subject of which something stands in a text, meant or not."""
    return frozenset(hit.kind for sentence in sentences(text) for hit in _patterns(subject).find(sentence.text))
