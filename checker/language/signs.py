"""What a writer's own sentences show on one subject: signs with weights, and whether the writer means them.

Each subject keeps its patterns in a TOML file beside this module: ``sets`` of words, under ``words`` lists of patterns as
``wording`` has them, and under ``weights`` how much a list says by itself, 0-1; a list without a weight is company, which only
colours the others. A sentence is given to the patterns only when it holds a word for every place of one of them.

``is_meant`` is stricter than ``wording``'s: a denial counts within its own clause, and "I have never seen such" denies nothing.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from importlib import resources
from typing import Any

from checker.domain import OWN, Document
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
# Words that nearly every sentence holds: a pattern is looked for by another of its places.
_COMMON = frozenset(
    "a about all an and any are as at be been but by can could d did do does for from get go had has have he her him his how i if in is it its just like ll m"
    " make may me might must my n't not now of on one or our out over re s said say see she should so some than that the their them then there they this to up us"
    " ve was we were what when where which who will with would you your yours 's 're 've 'll 'd 'm .".split()
)

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
    r"[;:!?]|, (?:and|but|so|then|because)\b|\b(?:and|but|so|because|unless|until|or|if|whether|when)\b|, (?:you|i|it|this|that|your)\b"
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
    r"\b(?:sorry(?! to say| i have| that| to have| but)|apologi\w+ (?:for|to)|regret (?:that i|saying|calling|my)|withdraw my|take back|should(?:n't| not) have|was wrong to|retract)\b[^.;!?]{0,60}$"
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
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


class Subject:
    """The patterns of one subject, and by which rare word each is found.

    They are written as those of ``wording``, with ``_`` for a space within one choice, and run as regular expressions over tokens;
    ``^`` is the start of a sentence. The sets here are large, and spaCy's ``Matcher`` takes milliseconds a sentence with them.
    """

    def __init__(self, name: str) -> None:
        table = tomllib.loads(resources.files("checker.language").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        self.weights: Mapping[str, float] = table.get("weights", {})
        self.table: Mapping[str, Any] = table  # Any: what a subject keeps beside its patterns
        sets: Mapping[str, Sequence[str]] = table.get("sets", {})
        self._patterns = [_pattern(kind, text, sets) for kind in sorted(table["words"]) for text in table["words"][kind]]
        self._by_word: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            for word in min(pattern.places, key=lambda place: (len(place & _COMMON), len(place))):
                self._by_word.setdefault(word, []).append(number)

    def possible(self, words: Set[str]) -> list[Pattern]:
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
