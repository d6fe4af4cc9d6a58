"""Wording patterns: what a sentence does, by the order of its words and not by single ones.

A pattern is written as words with a few signs: ``a|b`` either, ``?`` after a word that may be missing, ``..`` up to five words of
any kind, ``@name`` any word of a named set. spaCy's ``Matcher`` runs them over the tokens of one sentence; nothing else of
spaCy is needed, and it is loaded when the first pattern is compiled. ``said_by_writer`` tells whether what was found
is meant: not denied, supposed, quoted or reported of somebody else.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checker.language.phrases import Hit, folded

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

GAP = 5  # words that ".." may stand for
_KEPT_LENGTH = 1000  # characters; longer sentences are no sentences, and not kept


@functools.cache
def _english() -> Language:
    import spacy  # costs most of a second, and only candidates for a model need it

    return spacy.blank("en")


class Wording:
    """Lists of patterns, compiled once, to be looked for in sentences."""

    def __init__(self, lists: Mapping[str, Sequence[str]], sets: Mapping[str, Sequence[str]]) -> None:
        nlp = _english()
        self._sets = sets
        self._patterns: list[tuple[str, str]] = []
        # Made when a pattern is first tried: most are never tried, and hundreds of them take seconds.
        self._matchers: dict[int, Matcher] = {}
        # Of each pattern, for each place that may not be missing, the words that may begin it.
        self._needed: list[tuple[frozenset[str], ...]] = []
        for kind in sorted(lists):
            for pattern in lists[kind]:
                self._patterns.append((kind, pattern))
                needed = [word for word in pattern.split() if word != ".." and not word.endswith("?")]
                self._needed.append(tuple(frozenset(piece[0] for piece in _pieces(nlp, word, sets)) for word in needed))
        self._always = [number for number, needed in enumerate(self._needed) if not needed]
        self._by_word = _by_rarest(self._needed)

    def find(self, sentence: str) -> list[Hit]:
        """The patterns that a sentence holds, in order, with their places in it."""
        even = folded(sentence)
        text, words = _tokenised(even) if len(even) <= _KEPT_LENGTH else _cut(even)
        hits = []
        for number in self._possible(words):
            kind, pattern = self._patterns[number]
            for _, start, end in self._matcher(number)(text):
                span = text[start:end]
                hits.append(Hit(kind, pattern, span.start_char, span.end_char))
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.kind, hit.phrase))

    def _matcher(self, number: int) -> Matcher:
        if number not in self._matchers:
            from spacy.matcher import Matcher

            nlp = _english()
            kind, pattern = self._patterns[number]
            self._matchers[number] = Matcher(nlp.vocab)
            self._matchers[number].add(kind, _tokens(nlp, pattern, self._sets), greedy="LONGEST")
        return self._matchers[number]

    def _possible(self, words: frozenset[str]) -> list[int]:
        """The patterns of which every word that may not be missing is there: hardly any, so that few are tried in earnest."""
        likely = {number for word in words for number in self._by_word.get(word, ())}
        whole = [number for number in likely if not any(place.isdisjoint(words) for place in self._needed[number])]
        return sorted([*self._always, *whole])


def _by_rarest(needed: Sequence[tuple[frozenset[str], ...]]) -> dict[str, list[int]]:
    """By a word, the patterns whose rarest place it may begin; the rarer, the fewer patterns share its words."""
    shared = Counter(word for places in needed for place in places for word in place)
    found: dict[str, list[int]] = {}
    for number, places in enumerate(needed):
        if places:
            rarest = min(places, key=lambda place: sum(shared[word] for word in place))
            for word in rarest:
                found.setdefault(word, []).append(number)
    return found


def _cut(even: str) -> tuple[Doc, frozenset[str]]:
    text = _english().make_doc(even)
    return text, frozenset(token.text for token in text)


# One sentence is held against a dozen subjects one after the other, and cutting it up is most of the work.
@functools.lru_cache(maxsize=3000)
def _tokenised(even: str) -> tuple[Doc, frozenset[str]]:
    """A folded sentence as spaCy's tokens, with the words that stand in it; the last few thousand are kept."""
    return _cut(even)


def _pieces(nlp: Language, word: str, sets: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The ways in which one place of a pattern may be filled, each as tokens."""
    choices = word.removesuffix("?").split("|")
    forms = [form for choice in choices for form in (sets[choice[1:]] if choice.startswith("@") else [choice])]
    # The tokenizer cuts "'d" off "I'd", and would cut it in two when it stands alone.
    return [[form] if form.startswith("'") else [token.text for token in nlp.make_doc(form)] for form in forms]


def _tokens(
    nlp: Language, pattern: str, sets: Mapping[str, Sequence[str]]
) -> list[list[dict[str, Any]]]:  # Any: spaCy's own form
    """The token patterns that a pattern stands for: several where a choice is between one token and more."""
    made: list[list[dict[str, Any]]] = [[]]
    for word in pattern.split():
        if word == "..":
            made = [tokens + [{"OP": "?", "TEXT": {"NOT_IN": [".", "!", "?", ";"]}}] * GAP for tokens in made]
            continue
        pieces = _pieces(nlp, word, sets)
        single = sorted(piece[0] for piece in pieces if len(piece) == 1)
        ways: list[list[dict[str, Any]]] = [[{"LOWER": {"IN": single}}]] if single else []
        ways += [[{"LOWER": part} for part in piece] for piece in pieces if len(piece) > 1]
        if word.endswith("?"):
            ways.append([])
        made = [tokens + way for tokens in made for way in ways]
    return made


_DENIED = re.compile(
    r"\b(?:not|never|cannot|without|rather than|far be it|nor|no intention of|stop short of|refrain from)\b[^.;!?]{0,40}$"
    # A short "not" denies within its clause. "Why don't you", "couldn't you", "if you don't" and "don't forget to" deny nothing.
    r"|(?<!why do)(?<!why does)(?<!why did)n't\b(?! (?:you|we|they|he|she|it|forget|fail|hesitate|omit|let)\b)[^,.:;!?]{0,40}$"
)
_UNLESS = re.compile(r"\bif (?:[\w'-]{1,30} ){1,3}(?:do|does|did|will|wo|ca|could|have|has|is|are)n't\b[^.;!?]{0,60}$")
_SUPPOSED = re.compile(
    r"\b(?:if (?:an? |any )?(?:officer|colleague|member of staff|somebody|someone|you were ever)|would be (?:wrong|improper)"
    r"|must not|should not|may not|for example|e\.g\.|such as|suppose|imagine|example of)\b"
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|residents?|campaigners?|contractors?|company|union|petition|petitioners?|letter|caller|public|press|objectors?"
    r"|correspondent|lobby|constituents?|people)\b[^.;!?]{0,40}\b(?:say|says|said|ask|asks|asked|asking|want|wants|wanted|urge|urges|urged|urging"
    r"|hope|hopes|hoped|told|tells|wrote|writes|calls?|called|calling|demand|demands|demanded|think|thinks)\b[^.;!?]{0,60}$"
)


def is_meant(sentence: str, start: int) -> bool:
    """Whether what stands at this place of a sentence is the writer's own act: not denied, supposed, quoted or reported."""
    even = folded(sentence)
    before = even[:start]
    is_denied = _DENIED.search(before) and not _UNLESS.search(before)
    if is_denied or _SUPPOSED.search(before) or _REPORTED.search(before):
        return False
    return before.count('"') % 2 == 0


def meant(wording: Wording, sentence: str) -> Iterator[Hit]:
    """The patterns of a sentence that are its writer's own act."""
    for hit in wording.find(sentence):
        if is_meant(sentence, hit.start):
            yield hit
