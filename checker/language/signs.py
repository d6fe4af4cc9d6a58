"""What a writer's own sentences show on one subject: signs with weights, and whether the writer means them.

Each subject keeps its patterns in a TOML file beside this module: ``sets`` of words, under ``words`` lists of patterns as
``wording`` has them, and under ``weights`` how much a list says by itself, 0-1; a list without a weight is company, which only
colours the others. A sentence is given to the patterns only when it holds a word for every place of one of them.

Whether a writer means them is for ``intent`` to tell.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from importlib import resources
from typing import Any

from checker.domain import OWN, Document
from checker.language.intent import is_meant
from checker.language.phrases import Hit, folded
from checker.language.sentences import Sentence, sentences

_REACH = 700  # characters: the rest of a longer sentence is a table or a list
_MOST = 600  # sentences of one text that are looked at
GAP = 5  # words that ".." may stand for
# "Don't" is two words, as "do not" is; a hyphen parts words, and other marks are words of their own.
_TOKEN = re.compile(
    r"n't\b|'(?:s|re|ve|ll|d|m)\b|can(?=not\b)|[^\W_]+?(?=n't\b)|[^\W_]+(?:'(?!s\b|re\b|ve\b|ll\b|d\b|m\b)[^\W_]+)*|[^\s\w'-]"
)
_ALIKE = {"ca": "can", "wo": "will", "dont": "don't", "cant": "can't"}
_START = " ^"  # stands before the first word of a sentence
_GAP = rf"(?: (?!(?:[.!?;]|, (?:and|so)) )[^ ]+){{0,{GAP}}}?"  # nor into another clause


@dataclass(frozen=True, slots=True)
class Sign:
    """What one pattern found in a sentence: its list, in which words, and whether the writer means it."""

    kind: str
    words: str
    is_meant: bool
    start: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in which something was found: its number in the text, its place in the document, and its signs.

    ``plain`` is the text with common words put for names.
    """

    number: int
    text: str
    plain: str
    start: int
    end: int
    signs: tuple[Sign, ...]

    @property
    def meant(self) -> frozenset[str]:
        return frozenset(sign.kind for sign in self.signs if sign.is_meant)

    @property
    def every(self) -> frozenset[str]:
        return frozenset(sign.kind for sign in self.signs)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of a list: as it was written, and the first words that may fill each place which has to be filled."""

    kind: str
    written: str
    places: tuple[frozenset[str], ...]
    expression: str

    def search(self, tokens: str) -> Iterator[re.Match[str]]:
        """Where it stands in a sentence's tokens, joined by spaces; bounded gaps keep it linear."""
        return _compiled(self.expression).finditer(tokens)


@functools.cache
def _common() -> frozenset[str]:
    """Words that nearly every sentence holds: a pattern is looked for by another of its places."""
    return frozenset(_table("signs")["common"])


def _table(name: str) -> dict[str, Any]:  # Any: the tables of a TOML file
    return tomllib.loads(resources.files("checker.language").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


class Subject:
    """The patterns of one subject, and by which rare word each is found.

    They are written as those of ``wording``, with ``_`` for a space within one choice and ``^`` for the start of a sentence, and
    run as regular expressions over tokens: with sets as large as these, spaCy's ``Matcher`` takes milliseconds a sentence.
    """

    def __init__(self, name: str) -> None:
        table = _table(name)
        self.weights: Mapping[str, float] = table.get("weights", {})
        self.table: Mapping[str, Any] = table  # Any: what a subject keeps beside its patterns
        sets: Mapping[str, Sequence[str]] = table.get("sets", {})
        self._patterns = [_pattern(kind, text, sets) for kind in sorted(table["words"]) for text in table["words"][kind]]
        self._by_word: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            for word in min(pattern.places, key=lambda place: (len(place & _common()), len(place))):
                self._by_word.setdefault(word, []).append(number)

    def possible(self, words: AbstractSet[str]) -> list[Pattern]:
        """The patterns of which every place that has to be filled could be, by these words."""
        numbers = sorted({number for word in words for number in self._by_word.get(word, ())})
        patterns = (self._patterns[number] for number in numbers)
        return [pattern for pattern in patterns if all(not place.isdisjoint(words) for place in pattern.places)]

    def find(self, text: str) -> list[Hit]:
        """The patterns that a sentence holds, in the order of its words."""
        spans = list(_TOKEN.finditer(folded(text[:_REACH])))
        words = [_same(span[0]) for span in spans]
        possible = self.possible(frozenset(words))
        if not possible:
            return []
        starts, ends, at = {0: spans[0].start()}, {}, len(_START)
        for span, word in zip(spans, words, strict=True):
            starts[at] = span.start()
            at += 1 + len(word)
            ends[at] = span.end()
        tokens = f"{_START} {' '.join(words)} "
        hits = [
            Hit(pattern.kind, pattern.written, starts[found.start()], ends[found.end()])
            for pattern in possible
            for found in pattern.search(tokens)
        ]
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.kind, hit.phrase))

    def strength(self, kinds: Iterable[str]) -> float:
        """How much these lists say together, 0-1, each as an independent sign."""
        doubt = 1.0
        for kind in sorted(set(kinds)):
            doubt *= 1 - self.weights.get(kind, 0.0)
        return 1 - doubt


def _pattern(kind: str, text: str, sets: Mapping[str, Sequence[str]]) -> Pattern:
    places, made = [], []
    for word in text.split():
        if word == "..":
            made.append(_GAP)
            continue
        if word == "^":
            made.append(re.escape(_START))
            continue
        is_optional = word.endswith("?")
        choices = [
            form
            for choice in word.removesuffix("?").split("|")
            for form in (sets[choice[1:]] if choice.startswith("@") else (choice.replace("_", " "),))
        ]
        forms = sorted({" ".join(_words(form)) for form in choices} - {""}, key=lambda form: (-len(form), form))
        if not is_optional:
            places.append(frozenset(form.split()[0] for form in forms))
        made.append(f"(?: (?:{'|'.join(map(re.escape, forms))})(?= )){'?' if is_optional else ''}")
    return Pattern(kind, text.replace("_", " "), tuple(places), "".join(made))


@functools.cache
def subject(name: str) -> Subject:
    """The patterns of a subject, ``NAME.toml`` beside this module."""
    return Subject(name)


def _words(text: str) -> list[str]:
    return [_same(span[0]) for span in _TOKEN.finditer(text)]


def _same(word: str) -> str:
    return _ALIKE.get(word, word)


@functools.lru_cache(maxsize=4_096)  # several behaviours ask about the same letter, one after the other
def cut(text: str) -> tuple[tuple[Sentence, frozenset[str]], ...]:
    cut = []
    for sentence in sentences(text):
        cut.append((sentence, frozenset(_words(folded(sentence.text[:_REACH])))))
        if len(cut) == _MOST:
            break
    return tuple(cut)


def lines(document: Document, name: str, renamed: Callable[[str], str] = str, *, tokens: tuple[str, ...] = ()) -> Iterator[Line]:
    """The sentences of a document's own words in which the patterns of a subject find something, in order.

    ``renamed`` puts common words (``tokens``) for names that patterns cannot know.
    """
    patterns = subject(name)
    number = 0
    for zone, text in document.words(OWN):
        for sentence, words in cut(text):
            number += 1
            if patterns.possible(words.union(tokens)):
                plain = renamed(sentence.text)
                if found := patterns.find(plain):
                    yield _line(number, sentence, zone.start, plain, found)


def _line(number: int, sentence: Sentence, offset: int, plain: str, found: list[Hit]) -> Line:
    signs = tuple(Sign(hit.kind, plain[hit.start : hit.end], is_meant(plain, hit), hit.start) for hit in found)
    return Line(number, sentence.text, plain, offset + sentence.start, offset + sentence.end, signs)
