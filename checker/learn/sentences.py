"""Letters whose sentences were labelled by hand, what an encoder learns from them, and its calibration.

A corpus is a file of JSON lines, one letter each, by one hand; ``spans`` are the sentences labelled. Calibration and thresholds
are chosen on letters by a hand that the encoder in question has not read: each hand is left out in turn, and only then is the
encoder made that ships, from all of them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from checker.domain import CheckerError
from checker.language.likeness import Letter, Scale, Vocabulary, frames
from checker.language.sentences import sentences
from checker.learn import encoder
from checker.learn.encoder import Encoder, Labelled, Schedule

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A letter of the corpora: who wrote it, which of its sentences were labelled, its kind in that hand's words, its company."""

    id: str
    hand: str
    letter: Letter
    labels: tuple[bool, ...]
    kind: str
    members: int
    officers: int

    @property
    def is_labelled(self) -> bool:
        return any(self.labels)


@dataclass(frozen=True, slots=True)
class Judged:
    """An example and the figures that a model which has not read its hand gives to its sentences."""

    example: Example
    figures: tuple[float, ...]

    @property
    def figure(self) -> float:
        """The figure of the letter: that of its most telling sentence."""
        return max(self.figures)


def read_examples(path: Path) -> list[Example]:
    """The examples of a corpus; ``CheckerError`` names the line that is wrong."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            example = _example(path.stem, row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CheckerError(f"{path.name}:{number} is no labelled letter: {error}.") from error
        if example.labels:
            found.append(example)
    return found


def _example(hand: str, row: dict[str, object]) -> Example:
    text, spans = str(row["text"]), row["spans"]
    people = [*_list(row.get("to")), *_list(row.get("cc"))]
    parts = list(sentences(text))
    places = []
    for span in _list(spans):
        start = text.find(str(span))
        if start < 0:
            raise ValueError(f"its text does not hold the span {str(span)[:60]!r}")
        places.append((start, start + len(str(span))))
    return Example(
        id=str(row["id"]),
        hand=hand,
        letter=Letter(tuple(part.text for part in parts), str(row.get("before") or "")),
        labels=tuple(any(_is_same(part.start, part.end, *place) for place in places) for part in parts),
        kind=str(row.get("kind", "")),
        members=sum(person["role"] != "officer" for person in people),
        officers=sum(person["role"] == "officer" for person in people),
    )


def _list(value: object) -> list[dict[str, str]]:
    return value if isinstance(value, list) else []


def _is_same(start: int, end: int, span_start: int, span_end: int) -> bool:
    """Whether a sentence and a span are the same but for where hand and program cut: more than half of the shorter is shared."""
    return min(end, span_end) - max(start, span_start) > 0.5 * min(end - start, span_end - span_start)


# --- the encoder ----------------------------------------------------------------------------------------------------------


def labelled(examples: Iterable[Example], vocabulary: Vocabulary) -> list[Labelled]:
    """The frames of these letters with the labels of their sentences."""
    found = []
    for example in examples:
        for frame in frames(example.letter, vocabulary):
            found.append(Labelled(frame, example.labels[frame.first : frame.first + len(frame.places)]))
    return found


def varied(examples: Sequence[Example], chance: random.Random) -> list[Example]:
    """These letters as one pass reads them: some whole, some cut, some in another order, some with a stretch of a clean letter.

    A hand has habits: business first, then the lobbying; one subject in a clean letter, two in the other. An encoder that reads
    whole letters learns those sooner than what is said, so they are broken up.
    """
    clean = [example for example in examples if not example.is_labelled]
    return [_varied(example, chance.choice(clean), chance) for example in examples]


def _varied(example: Example, other: Example, chance: random.Random) -> Example:
    own = list(zip(example.letter.sentences, example.labels, strict=True))
    draw = chance.random()
    if draw < 0.3:
        chosen = own
    elif draw < 0.55:
        chosen = _stretch(own, chance)
    elif draw < 0.75:
        chosen = chance.sample(own, chance.randint(1, len(own)))
    else:
        more = _stretch(list(zip(other.letter.sentences, other.labels, strict=True)), chance)[:4]
        mine = _stretch(own, chance) if chance.random() < 0.5 else own
        place = chance.randint(0, len(mine))
        chosen = mine[:place] + more + mine[place:]
    answered = example.letter.answered if draw < 0.3 or chance.random() < 0.6 else ""
    letter = Letter(tuple(sentence for sentence, _ in chosen), answered)
    return replace(example, letter=letter, labels=tuple(label for _, label in chosen))


def _stretch(pairs: list[tuple[str, bool]], chance: random.Random) -> list[tuple[str, bool]]:
    start = chance.randrange(len(pairs))
    return pairs[start : chance.randint(start + 1, len(pairs))]


def taught(examples: Sequence[Example], start: Path, schedule: Schedule) -> Encoder:
    """An encoder that has read these letters."""
    vocabulary = read_vocabulary(start)
    chance = random.Random(schedule.seed)  # noqa: S311 nothing secret: the same seed must give the same letters
    passes = [labelled(varied(examples, chance), vocabulary) for _ in range(schedule.passes)]
    return encoder.train(passes, start, schedule)


def read_vocabulary(start: Path) -> Vocabulary:
    """The vocabulary of the weights that training starts from."""
    return Vocabulary((start / "vocab.txt").read_text(encoding="utf-8").splitlines())


def judged_by(model: Encoder, examples: Iterable[Example], vocabulary: Vocabulary) -> list[Judged]:
    """What an encoder says of letters."""
    return [
        Judged(example, tuple(f for frame in frames(example.letter, vocabulary) for f in encoder.read(model, frame)[0]))
        for example in examples
    ]


def _without(hand: str, examples: Sequence[Example], start: Path, schedule: Schedule) -> list[Judged]:
    rest = [example for example in examples if example.hand != hand]
    model = taught(rest, start, schedule)
    return judged_by(model, (example for example in examples if example.hand == hand), read_vocabulary(start))


def each_hand_left_out(examples: Sequence[Example], start: Path, schedule: Schedule, *, at_once: int) -> list[Judged]:
    """Every letter judged by an encoder that has read the other hands only; ``at_once`` are trained beside each other."""
    hands = sorted({example.hand for example in examples})
    with ProcessPoolExecutor(at_once) as pool:
        parts = [pool.submit(_without, hand, examples, start, schedule) for hand in hands]
        return [judged for part in parts for judged in part.result()]


def calibrated(judged: Sequence[Judged], *, breach: float, review: float) -> Scale:
    """From the figure of a letter to the probability that it was labelled (Platt 1999, with his targets).

    ``breach`` and ``review`` are the precisions wanted of what is called so.
    """
    good = sum(one.example.is_labelled for one in judged)
    bad = len(judged) - good
    rows, labels, weights = [], [], []
    for one in judged:
        target = (good + 1) / (good + 2) if one.example.is_labelled else 1 / (bad + 2)
        for label, weight in ((1, target), (0, 1 - target)):
            rows.append([one.figure])
            labels.append(label)
            weights.append(weight)
    model = LogisticRegression(C=1e6, solver="lbfgs", max_iter=1000)
    model.fit(np.array(rows), labels, sample_weight=weights)
    bare = Scale(round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4), 1.0, 1.0)
    pairs = [(bare.probability(one.figure), one.example.is_labelled) for one in judged]
    return replace(bare, breach=threshold(pairs, precision=breach), review=threshold(pairs, precision=review))


def threshold(pairs: Iterable[tuple[float, bool]], *, precision: float) -> float:
    """The lowest probability from which on precision is at least this; 1 if there is none."""
    ranked = sorted(pairs, reverse=True)
    chosen, right = 1.0, 0
    for place, (probability, label) in enumerate(ranked, 1):
        right += label
        is_last = place == len(ranked) or ranked[place][0] != probability
        if is_last and right >= precision * place:
            chosen = probability
    return chosen
