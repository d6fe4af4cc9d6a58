"""A glance at a sentence: whether it may show any behaviour at all, so that few sentences need a dear model.

Words and pairs of words, each with a weight that was learnt (``learn.glance``); their sum, over the root of how many there are,
is the score. The weights lie beside the model as ``glance.json`` and can be read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from checker.language.blindfold import alike

_WORD = re.compile(r"[^\W\d_]+|[?!£%]")
_LONGEST = 2_000  # characters of a sentence that are looked at


def features(sentence: str) -> Iterator[str]:
    """The words of a sentence in lower case, and its pairs of neighbours.

    >>> list(features("I can’t vote?"))
    ['i', 'can', 't', 'vote', '?', '^ i', 'i can', 'can t', 't vote', 'vote ?']
    """
    people = alike()
    words = [people.get(word, word) for word in _WORD.findall(sentence[:_LONGEST].lower())]
    yield from words
    yield from map(" ".join, pairwise(["^", *words]))


def score(sentence: str, weights: Mapping[str, float], offset: float) -> float:
    """How much a sentence looks as if it showed something, by these weights: log-odds."""
    found = list(features(sentence))
    total: float = sum(weights.get(feature, 0.0) for feature in found)
    return offset + total / math.sqrt(max(1, len(found)))


class Glance:
    """The weights of a model's glance, read from its folder."""

    def __init__(self, folder: Path) -> None:
        table = json.loads((folder / "glance.json").read_text(encoding="utf-8"))
        self.least: float = table["least"]
        self._offset: float = table["offset"]
        self._weights: dict[str, float] = table["weights"]

    def score(self, sentence: str) -> float:
        """How much a sentence looks as if it showed something: log-odds."""
        return score(sentence, self._weights, self._offset)

    def may_show(self, sentence: str) -> bool:
        """Whether a dear model should read this sentence."""
        return self.score(sentence) >= self.least
