"""What a writer's own sentences show on one subject: signs with weights, and whether the writer means them.

Each subject keeps its patterns in a TOML file beside this module: ``sets`` of words, under ``words`` lists of patterns as
``wording`` reads them (with ``_`` for a space within one choice: ``out|put_off``), and under ``weights`` how much a list says by itself, 0-1; a list without a weight is company, which only
colours the others. A sentence is given to the patterns only when it holds a word for every place of one of them.

``is_meant`` is stricter than ``wording``'s: a denial counts within its own clause, and "I have never seen such" denies nothing.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from checker.domain import OWN, Document
from checker.language.phrases import Hit, folded
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording

_REACH = 700  # characters: the rest of a longer sentence is a table or a list
_MOST = 600  # sentences of one text that are looked at
_WORD = re.compile(r"n't|'[a-z]+|[a-z]+|\d+")

# Turns of phrase that hold a word of denial and deny nothing.
_IDIOM = re.compile(
    r"\b(?:(?:can't|cannot|can not|don't|couldn't) (?:quite )?(?:believe|imagine|fathom|understand|see|credit)"
    r"|never(?: \w+){0,5} (?:seen|met|heard|known|come across|read|dealt|encountered|witnessed|experienced)"
    r"|not only|not just|no wonder|not for the first time|not surprised|not to mention|not once"
    r"|(?:couldn't|don't|doesn't) care(?: less)?|why (?:don't|can't|won't|not)|if not|or not|make no mistake|no doubt|nor (?:is|was)"
    r"|(?:do|does|did|have|has) not (?:read|listen|bother|care)|(?:don't|didn't|haven't|won't|doesn't|isn't it) (?:read|listen|bother|care)"
    r"|(?:is|will|would) not (?:be )?(?:long|tolerate|tolerated|stand|accept|forget))\b"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|nor|without|hardly|nobody|none|far from|far be it|rather than|instead of|no (?:wish|intention|desire|question"
    r"|suggestion|one|reason)|refrain\w*|stop short|by no means|too polite to|wouldn't dream of)\b|n't\b|\b(?:dont|didnt|isnt|arent|wont)\b)"
    r"(?: [\w'-]+){0,7}[ ,]{0,2}$"
)
_BREAK = re.compile(
    r"[;:!?]|, (?:and|but|so|then|because)\b|\b(?:and|but|so|because|unless|until|or)\b|, (?:you|i|it|this|that|your)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if (?:an? |any |some )?(?:officer|colleague|member|councillor|member of staff|somebody|someone|anyone|anybody|people)"
    r"|if (?:i|we) (?:were|had|did|ever|was)\b|were (?:i|we) to|it (?:would|could|might|may) be (?:wrong|improper|inappropriate|said|seen)"
    r"|for example|e\.g\.|such as|suppose|imagine|example of|phrases like|words like|scenario|hypothetical\w*|a (?:member|councillor|officer) who"
    r"|members who|officers who|(?:members|officers|councillors|staff) (?:should|must|may|can|do|will)(?: not|n't)"
    r"|(?:code|protocol|policy|guidance|law|training)\b[^.;!?]{0,60}\b(?:says|bars|forbids|prohibits|requires|covers|means|tells))\b"
)
_SPEAKER = r"\b(?:he|she|they|residents?|campaigners?|contractors?|company|union|petition|letter|caller|public|press|objectors?|correspondent|constituents?|neighbours?|tenants?|someone|somebody|people|paper|article|one of them|somebody else|otherperson|thatperson|thatofficer)\b"
_SAYING = r"(?:say|says|said|saying|ask|asks|asked|asking|told|tells|telling|wrote|writes|call|calls|called|calling|claim|claims|claimed|allege|alleges|alleged|accuse|accuses|accused|shout|shouted|shouting|complain|complains|complained|describe|describes|described|reckon|reckons|feel|feels|felt|think|thinks|thought)"
_REPORTED = re.compile(rf"{_SPEAKER}(?: [\w'-]+){{0,6}} {_SAYING}\b[^.;!?]{{0,70}}$")
_TOLD_ME = re.compile(
    r"\b(?!i\b|we\b|you\b)[a-z'-]+(?: [a-z'-]+)? (?:told|tells|telling|warned|informed|assured|said to|says to|wrote to|shouted at)"
    r" (?:me|us|him|her|them|otherperson|thatperson)\b[^.;!?]{0,90}$"
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|get|got|getting|am|is|are|i'm|he's|she's)(?: \w+){0,2} (?:called|told|described|accused|threatened|asked|labelled|branded)\b[^.;!?]{0,50}$"
)
_TAKEN_BACK = re.compile(
    r"\b(?:sorry|apologi\w+|regret|withdraw|take back|should(?:n't| not) have|was wrong to|retract)\b[^.;!?]{0,60}$"
)
_OPEN_QUOTE = re.compile(r"(?<![^\s(\[])['‘“\"](?=\S)")


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


class Subject:
    """The patterns of one subject, compiled once, with the words without which none of them can stand."""

    def __init__(self, name: str) -> None:
        table = tomllib.loads(resources.files("checker.language").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        sets: Mapping[str, Sequence[str]] = table.get("sets", {})
        lists, sets, self._written = _spaced(table["words"], sets)
        self.weights: Mapping[str, float] = table.get("weights", {})
        self.table: Mapping[str, Any] = table  # Any: what a subject keeps beside its patterns
        self._wording = Wording(lists, sets)
        self._places: dict[str, set[tuple[int, int]]] = {}
        self._needed: list[int] = []
        for kind in sorted(lists):
            for pattern in lists[kind]:
                self._learn(pattern, sets)

    def _learn(self, pattern: str, sets: Mapping[str, Sequence[str]]) -> None:
        number, count = len(self._needed), 0
        for place in (word for word in pattern.split() if word != ".." and not word.endswith("?")):
            choices = [c for choice in place.split("|") for c in (sets[choice[1:]] if choice.startswith("@") else (choice,))]
            for first in {_words(choice)[0] for choice in choices if _words(choice)}:
                self._places.setdefault(first, set()).add((number, count))
            count += 1
        self._needed.append(count)

    def may_hold(self, words: Iterable[str]) -> bool:
        """Whether there is a word for every place of one of the patterns."""
        filled: dict[int, set[int]] = {}
        for word in words:
            for number, place in self._places.get(word, ()):
                filled.setdefault(number, set()).add(place)
        return any(len(places) == self._needed[number] for number, places in filled.items())

    def find(self, text: str) -> list[Hit]:
        """The patterns that a sentence holds, in the order of its words."""
        found = self._wording.find(text[:_REACH])
        return [Hit(hit.kind, self._written[hit.phrase], hit.start, hit.end) for hit in found]

    def strength(self, kinds: Iterable[str]) -> float:
        """How much these lists say together, 0-1, each as an independent sign."""
        doubt = 1.0
        for kind in sorted(set(kinds)):
            doubt *= 1 - self.weights.get(kind, 0.0)
        return 1 - doubt


_SPACED = re.compile(r"[^ ]*[^ @]_[^ ]*")


def _spaced(
    lists: Mapping[str, Sequence[str]], sets: Mapping[str, Sequence[str]]
) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]], Mapping[str, str]]:
    """The lists and sets with a set for each place of a pattern that holds several words as one choice, ``out|put_off``.

    Third, each pattern as it was written, by what became of it.
    """
    made = dict(sets)
    written: dict[str, str] = {}
    plain: dict[str, list[str]] = {}

    def named(place: re.Match[str]) -> str:
        choices = [
            c
            for choice in place[0].removesuffix("?").split("|")
            for c in (made[choice[1:]] if choice[0] == "@" else (choice.replace("_", " "),))
        ]
        name = f"choice{len(made)}"
        made[name] = choices
        return f"@{name}{'?' if place[0].endswith('?') else ''}"

    for kind, patterns in lists.items():
        for pattern in patterns:
            even = _SPACED.sub(named, pattern)
            written[even] = pattern.replace("_", " ")
            plain.setdefault(kind, []).append(even)
    return plain, made, written


@functools.cache
def subject(name: str) -> Subject:
    """The patterns of a subject, ``NAME.toml`` beside this module."""
    return Subject(name)


def _words(text: str) -> list[str]:
    even = text.replace("n't", " n't").replace("cannot", "can not").replace("dont", "do nt")
    return _WORD.findall(even)


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
            if patterns.may_hold((*words, *tokens)):
                plain = renamed(sentence.text)
                if found := patterns.find(plain):
                    yield _line(number, sentence, zone.start, plain, found)


def _line(number: int, sentence: Sentence, offset: int, plain: str, found: list[Hit]) -> Line:
    signs = tuple(Sign(hit.kind, plain[hit.start : hit.end], is_meant(plain, hit), hit.start) for hit in found)
    return Line(number, sentence.text, plain, offset + sentence.start, offset + sentence.end, signs)


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
