"""What Members' sentences ask for: patterns of one subject, matched in linear time however many gaps they have.

The patterns are written as in ``wording`` (``a|b``, ``?``, ``..``, ``@name``), with ``a_b`` for words that stand together.
Each subject keeps them in a TOML file beside this module: ``sets`` of words, lists of patterns under ``words``, and under
``weights`` how much a list says by itself, 0-1; a list without a weight is company, which only colours the others. The places
of a sentence that a pattern may have reached are the bits of one whole number, so that five gaps in a row cost no more than
five shifts. What is read is what ``askings`` makes of the sentence.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from checker.domain import OWN, Document
from checker.language.askings import marked
from checker.language.called import Called
from checker.language.intent import is_meant
from checker.language.phrases import Hit
from checker.language.sentences import Sentence, sentences
from checker.language.signs import Line, Sign

GAP = 5  # words that ".." may stand for
_REACH = 700  # characters: the rest of a longer sentence is a table or a list
_MOST = 400  # sentences of one letter that are looked at
_STARTS = 12  # places of one sentence at which one pattern is tried
_TOKEN = re.compile(r"[a-z]+?(?=n't\b)|n't|'(?:s|d|ll|ve|re|m)\b|can(?=not\b)|(?<=can)not\b|[^\W_]+|[^\w\s]")
# A stop before a small letter, where no abbreviation ends.
_SMALL_STOP = re.compile(
    r"(?<=[a-z]{3})(?<!approx)(?<!para)(?<!paras)(?<!dept)(?<!cllr)(?<!etc)(?<!tel)(?<!fig)(?<!ref)[.!?]{1,3}(?=(?P<gap>\s{1,3})[a-z])"
)
_JOINT = re.compile(r", (?:so|therefore|but)\b|[;:] ")
_STOPS = frozenset(".!?;")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a pattern: the words, or runs of words, that may fill it; ``is_gap`` for up to five of any kind."""

    choices: frozenset[tuple[str, ...]] = frozenset()
    is_optional: bool = False
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as words, with the characters where each begins and ends, and the bits of the places each word stands at."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    bits: Mapping[str, int]
    going: int

    def reached(self, place: Place, at: int) -> int:
        """The places that are reached by filling a pattern's place from any of these."""
        if place.is_gap:
            for _ in range(GAP):
                at |= (at & self.going) << 1
            return at
        past = at if place.is_optional else 0
        for choice in place.choices:
            if len(choice) == 1:
                past |= (at & self.bits.get(choice[0], 0)) << 1
            elif choice[0] in self.bits:
                moving = at
                for word in choice:
                    moving = (moving & self.bits.get(word, 0)) << 1
                past |= moving
        return past


def words_of(text: str) -> Words:
    """The words of a text in lower case."""
    found = [(match[0], match.span()) for match in _TOKEN.finditer(text)]
    bits: dict[str, int] = {}
    going = 0
    for number, (word, _) in enumerate(found):
        bits[word] = bits.get(word, 0) | 1 << number
        if word not in _STOPS:
            going |= 1 << number
    return Words(tuple(word for word, _ in found), tuple(span for _, span in found), bits, going)


class Sequences:
    """Lists of patterns, to be looked for in sentences; a pattern is tried only where a word stands for each of its places."""

    def __init__(self, lists: Mapping[str, Sequence[str]], sets: Mapping[str, Sequence[str]]) -> None:
        self._patterns: list[tuple[str, str, tuple[Place, ...]]] = []
        self._places: dict[str, set[tuple[int, int]]] = {}
        self._needed: list[int] = []
        for kind in sorted(lists):
            for pattern in lists[kind]:
                self._add(kind, pattern, sets)

    def _add(self, kind: str, pattern: str, sets: Mapping[str, Sequence[str]]) -> None:
        number = len(self._patterns)
        places = tuple(_place(word, sets) for word in pattern.split())
        needed = [place for place in places if not (place.is_gap or place.is_optional)]
        if not needed or places[0].is_gap:
            raise ValueError(f"A pattern begins with a word that may not be missing; '{pattern}' does not.")
        for order, place in enumerate(needed):
            for choice in place.choices:
                self._places.setdefault(choice[0], set()).add((number, order))
        self._needed.append(len(needed))
        self._patterns.append((kind, pattern, places))

    def find(self, sentence: Words) -> list[Hit]:
        """The patterns that a sentence holds, in the order of its words, each as far as it reaches."""
        filled: dict[int, set[int]] = {}
        for word in sentence.bits:
            for number, order in self._places.get(word, ()):
                filled.setdefault(number, set()).add(order)
        hits: list[Hit] = []
        for number, orders in filled.items():
            if len(orders) == self._needed[number]:
                hits += self._match(number, sentence)
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.kind, hit.phrase))

    def _match(self, number: int, sentence: Words) -> Iterator[Hit]:
        kind, pattern, places = self._patterns[number]
        everywhere = (1 << len(sentence.words)) - 1
        at = everywhere
        for place in places:
            at = sentence.reached(place, at)
            if not at:
                return
        begin, tried, last = 0, 0, -1
        while begin < len(sentence.words) and tried < _STARTS:
            at = 1 << begin
            for place in places:
                at = sentence.reached(place, at)
                if not at:
                    break
            tried += sentence.reached(places[0], 1 << begin) != 0
            if at and at.bit_length() - 2 != last:
                last = at.bit_length() - 2
                yield Hit(kind, pattern, sentence.spans[begin][0], sentence.spans[max(begin, last)][1])
            begin += 1


def _place(word: str, sets: Mapping[str, Sequence[str]]) -> Place:
    if word == "..":
        return Place(is_gap=True)
    choices = word.removesuffix("?").split("|")
    forms = [form for choice in choices for form in (sets[choice[1:]] if choice.startswith("@") else (choice,))]
    return Place(
        frozenset(tuple(_TOKEN.findall(form.replace("_", " "))) for form in forms if _TOKEN.search(form)),
        is_optional=word.endswith("?"),
    )


class Subject:
    """The patterns of one subject with their weights."""

    def __init__(self, name: str) -> None:
        table = tomllib.loads(files("checker.language").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        self.weights: Mapping[str, float] = table["weights"]
        self.kinds = frozenset(table["words"])
        self.patterns = Sequences(table["words"], table["sets"])

    def strength(self, kinds: Iterable[str]) -> float:
        """How much these lists say together, 0-1, each as an independent sign."""
        doubt = 1.0
        for kind in sorted(set(kinds)):
            doubt *= 1 - self.weights.get(kind, 0.0)
        return 1 - doubt


@functools.cache
def subject(name: str) -> Subject:
    """The patterns of a subject, ``NAME.toml`` beside this module."""
    return Subject(name)


def lines(document: Document, name: str, names: Called) -> Iterator[Line]:
    """The sentences of a document's own words in which the patterns of a subject find something, in order."""
    patterns = subject(name).patterns
    number = 0
    for zone, text in document.words(OWN):
        for sentence, plain, words in _read(text, names):
            number += 1
            if found := patterns.find(words):
                yield _line(number, sentence, zone.start, plain, found)


@functools.lru_cache(maxsize=4_096)  # several behaviours ask about the same letter, one after the other
def _read(text: str, names: Called) -> tuple[tuple[Sentence, str, Words], ...]:
    read = []
    for sentence in _all_sentences(text):
        plain = marked(names.named(sentence.text[:_REACH]))
        read.append((sentence, plain, words_of(plain)))
        if len(read) == _MOST:
            break
    return tuple(read)


def _all_sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, those too that their writer begins with a small letter."""
    for sentence in sentences(text):
        start = 0
        for stop in _SMALL_STOP.finditer(sentence.text):
            yield Sentence(sentence.text[start : stop.end()], sentence.start + start, sentence.start + stop.end())
            start = stop.end() + len(stop["gap"])
        yield Sentence(sentence.text[start:], sentence.start + start, sentence.end)


def _line(number: int, sentence: Sentence, offset: int, plain: str, found: list[Hit]) -> Line:
    signs = tuple(Sign(hit.kind, plain[hit.start : hit.end], _is_meant(plain, hit), hit.start) for hit in found)
    return Line(number, sentence.text, plain, offset + sentence.start, offset + sentence.end, signs)


def _is_meant(plain: str, hit: Hit) -> bool:
    """Whether the writer means it, by what stands before it in its own clause: "I told him no, so I want" wants."""
    last = 0
    for joint in _JOINT.finditer(plain, 0, hit.start):
        last = joint.end()
    if plain.count('"', 0, last) % 2:
        return False
    return is_meant(plain[last:], replace(hit, start=hit.start - last, end=hit.end - last))
