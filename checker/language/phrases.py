"""Finding many phrases in one pass: an Aho-Corasick automaton over text made even for matching.

The text is folded to lower case with straight apostrophes, plain spaces and plain dashes, one character for one, so that
offsets in the folded text are offsets in the text as shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

_FOLDED = {ord(c): "'" for c in "’‘ʼ`´"} | {ord(c): '"' for c in "“”„"} | {ord(c): " " for c in "\t\n\r\xa0\u2009\u202f"}
_FOLDED |= {ord(c): "-" for c in "‐‑‒–—"}


def folded(text: str) -> str:
    r"""The text in lower case with plain apostrophes, dashes and spaces, of the same length.

    >>> folded("We’re\nHERE")
    "we're here"
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered (U+0130)
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that stands in a text, the list it belongs to, and where."""

    kind: str
    phrase: str
    start: int
    end: int


class Phrases:
    """Lists of phrases, each looked for as whole words, all in one linear pass."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._phrases = [(kind, " ".join(phrase.split())) for kind in sorted(lists) for phrase in lists[kind]]
        self._automaton = AhoCorasick([folded(phrase) for _, phrase in self._phrases], matchkind=MatchKind.Standard)

    def find(self, text: str) -> Iterator[Hit]:
        """Every phrase in the text, overlapping ones too, in order of their ends."""
        even = folded(text)
        for index, start, end in self._automaton.find_matches_as_indexes(even, overlapping=True):
            if _is_word(even, start, end):
                kind, phrase = self._phrases[index]
                yield Hit(kind, phrase, start, end)

    def kinds(self, text: str) -> frozenset[str]:
        """The lists of which something stands in the text."""
        return frozenset(hit.kind for hit in self.find(text))


def _is_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    starts = not (before.isalnum() and text[start].isalnum())
    return starts and not (after.isalnum() and text[end - 1].isalnum())
