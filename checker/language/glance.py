"""A glance at a sentence: how much its words, and who writes to whom, speak for each behaviour, before anything dear looks at it.

A linear model over words and pairs of words of the sentence and of the relation, each with a weight for each behaviour that was
learnt (``learn.glance``). It costs microseconds, so it goes over every sentence: which are worth an encoder's reading, it says,
and what it says of those is weighed with what the encoder says (``likeness``); the two err in different places.
The weights lie beside the model: ``glance.json`` names what they weigh, ``glance.npz`` holds them.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.language.blindfold import blindfolded

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELATION = 0.3  # what the relation counts beside the sentence, whose words count one in all

_TELLING = 0.2  # log-odds that a word must add or take to be named as a reason
_SHOWN = 3  # words named at most for a behaviour, and against it

_WORD = re.compile(r"[^\W\d_]+|[?!£%]")
_LONGEST = 2_000  # characters of a sentence that are looked at


def features(sentence: str) -> Iterator[str]:
    """The words of a sentence in lower case and blindfolded, and its pairs of neighbours.

    >>> list(features("I can’t vote?"))
    ['i', 'can', 't', 'vote', '?', '^ i', 'i can', 'can t', 't vote', 'vote ?']
    """
    words = _WORD.findall(blindfolded(sentence[:_LONGEST]).lower())
    yield from words
    yield from map(" ".join, pairwise(["^", *words]))


@functools.lru_cache(maxsize=4096)
def of_relation(relation: str) -> tuple[str, ...]:
    """The words and pairs of a relation, marked so that they are not mistaken for a sentence's."""
    return tuple(f">{feature}" for feature in dict.fromkeys(features(relation)))


def weighed(sentence: str, relation: str, columns: Mapping[str, int]) -> dict[int, float]:
    """A sentence as numbers: the columns of the features that are known, each with what it counts.

    A word said twice counts a little more than once; all words of a sentence together count one, be it long or short.
    """
    counts = Counter(columns[feature] for feature in features(sentence) if feature in columns)
    values = {column: 1 + math.log(count) for column, count in counts.items()}
    size = math.sqrt(sum(value * value for value in values.values())) or 1.0
    row = {column: value / size for column, value in values.items()}
    related = [columns[feature] for feature in of_relation(relation) if feature in columns]
    return row | dict.fromkeys(related, RELATION / math.sqrt(max(1, len(related))))


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a glance thinks so of a sentence: the words that weigh most for it and against it, and what the relation adds."""

    speak_for: tuple[str, ...]
    speak_against: tuple[str, ...]
    relation: float


def _apart(words: Iterable[str]) -> Iterator[str]:
    """The first few of these words and pairs that do not say each other again, as a reader knows them; no mere "of" or "a"."""
    from spacy.lang.en.stop_words import STOP_WORDS  # only a finding needs it

    kept: list[str] = []
    for word in words:
        plain = word.removeprefix("^ ")
        if STOP_WORDS.issuperset(part for part in plain.split() if len(part) > 2):  # nor the "ll" of "they'll"
            continue
        if len(kept) < _SHOWN and not set(plain.split()) & {part for other in kept for part in other.split()}:
            kept.append(plain)
    return iter(kept)


@dataclass(frozen=True, slots=True)
class Glance:
    """The weights of a glance: of shape (features, behaviours) and (behaviours,), and the least figure worth reading on."""

    behaviours: tuple[str, ...]
    columns: Mapping[str, int]
    weights: NDArray[Any]  # Any: numpy's own form
    offsets: NDArray[Any]  # Any: as above
    least: float = -math.inf

    def reasons(self, sentence: str, relation: str, behaviour: str) -> Reasons:
        """The words that weighed most for a behaviour and against it, as a model reads them (``blindfold``)."""
        names = {self.columns[feature]: feature for feature in features(sentence) if feature in self.columns}
        row = weighed(sentence, relation, self.columns)
        at = self.behaviours.index(behaviour)
        parts = {column: round(float(value * self.weights[column, at]), 4) for column, value in row.items()}
        ranked = sorted(((parts[column], names[column]) for column in row if column in names), key=lambda one: (-one[0], one[1]))
        related = sum(part for column, part in parts.items() if column not in names)
        return Reasons(
            tuple(_apart(word for part, word in ranked if part >= _TELLING)),
            tuple(_apart(word for part, word in reversed(ranked) if part <= -_TELLING)),
            round(related, 2),
        )

    def figures(self, sentences: Sequence[str], relation: str) -> NDArray[Any]:  # Any: numpy's own form
        """How much each sentence speaks for each behaviour: log-odds, of shape (sentences, behaviours)."""
        import numpy as np  # most mail is between people of whom nothing is looked for

        found = np.empty((len(sentences), len(self.behaviours)), np.float32)
        for number, sentence in enumerate(sentences):
            row = weighed(sentence, relation, self.columns)
            values = np.fromiter(row.values(), np.float32, len(row))
            found[number] = values @ self.weights[list(row)] if row else 0
        found += self.offsets
        return found


def read_glance(folder: Path) -> Glance:
    """The glance of a model, from the model's folder."""
    import numpy as np

    table = json.loads((folder / "glance.json").read_text(encoding="utf-8"))
    with np.load(folder / "glance.npz", allow_pickle=False) as stored:
        weights = stored["weights"].astype(np.float32) * stored["steps"]
        offsets = stored["offsets"]
    columns = {feature: column for column, feature in enumerate(table["features"])}
    return Glance(tuple(table["behaviours"]), columns, weights, offsets, table["least"])
