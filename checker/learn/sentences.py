"""Labelled letters as examples, what an encoder learns from them, and its calibration.

Hands (writers) are parted into folds: the letters of each fold are judged by an encoder that has read the other folds only.
On those judgements calibration and thresholds rest; only then is the encoder made that ships, from all letters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from checker.language.likeness import Frame, Letter, Scale, Vocabulary, frames, relation
from checker.language.sentences import Sentence, sentences
from checker.learn import encoder
from checker.learn.encoder import Encoder, Labelled, Schedule
from checker.learn.letters import Label, LabelledLetter, Party

Told = Callable[[str], None]

# How much an answer counts in training: that a sentence shows something, that it only looks like it, that it does neither; and
# that it stands beside one that shows it, where hands differ in what they mark.
_SHOWS, _LOOKS, _PLAIN, _BESIDE = 4.0, 2.0, 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """A letter as a model reads it, and for each sentence what it shows and what it only looks like.

    ``asked`` are the behaviours that its hand looked for; of others its labels say nothing.
    """

    source: LabelledLetter
    letter: Letter
    shown: tuple[frozenset[str], ...]
    near: tuple[frozenset[str], ...]
    asked: frozenset[str]

    @property
    def hand(self) -> str:
        return self.source.hand

    @property
    def behaviours(self) -> frozenset[str]:
        """What the letter shows."""
        return frozenset[str]().union(*self.shown)


@dataclass(frozen=True, slots=True)
class Judged:
    """An example and the figures that a model which has not read its hand gives: of shape (sentences, behaviours)."""

    example: Example
    figures: NDArray[np.float32]


def example(letter: LabelledLetter, asked: frozenset[str]) -> Example:
    """A letter of the corpora as an example."""
    parts = list(sentences(letter.text))
    return Example(
        source=letter,
        letter=Letter(tuple(part.text for part in parts), letter.before, _relation(letter, has_offices=True)),
        shown=tuple(_labels(part, letter.labels, is_near=False) & asked for part in parts),
        near=tuple(_labels(part, letter.labels, is_near=True) & asked for part in parts),
        asked=asked,
    )


def _labels(part: Sentence, labels: Iterable[Label], *, is_near: bool) -> frozenset[str]:
    alike = (label for label in labels if label.is_near is is_near and _is_same(part, label))
    return frozenset(behaviour for label in alike for behaviour in label.behaviours)


def _is_same(part: Sentence, label: Label) -> bool:
    """Whether a sentence and a label are the same but for where hand and program cut: more than half of the shorter is shared."""
    shared = min(part.end, label.end) - max(part.start, label.start)
    return shared > 0.5 * min(part.end - part.start, label.end - label.start)


def _relation(letter: LabelledLetter, *, has_offices: bool) -> str:
    def said(party: Party) -> tuple[str, str]:
        return party.role, party.position if has_offices else ""

    return relation(said(letter.sender), [said(party) for party in letter.to], [said(party) for party in letter.cc])


# --- the encoder ----------------------------------------------------------------------------------------------------------


def labelled(example: Example, behaviours: Sequence[str], vocabulary: Vocabulary) -> Iterator[Labelled]:
    """The frames of a letter with what its sentences show."""
    shown = example.behaviours
    for frame in frames(example.letter, vocabulary):
        labels = np.zeros((len(frame.places), len(behaviours)), np.float32)
        weights = np.full_like(labels, _PLAIN)
        for row in range(len(frame.places)):
            own, near = example.shown[frame.first + row], example.near[frame.first + row]
            for column, behaviour in enumerate(behaviours):
                labels[row, column] = behaviour in own
                if behaviour not in example.asked:
                    weights[row, column] = 0
                elif behaviour in own:
                    weights[row, column] = _SHOWS
                elif behaviour in near:
                    weights[row, column] = _LOOKS
                elif behaviour in shown:
                    weights[row, column] = _BESIDE
        yield Labelled(frame, labels, weights)


def varied(examples: Sequence[Example], chance: random.Random) -> list[Example]:
    """These letters as one pass reads them: some whole, some cut, some in another order, some with a stretch of a clean letter.

    A hand has habits: business first, then the breach; one subject in a clean letter, two in the other. An encoder that reads
    whole letters learns those sooner than what is said, so they are broken up; so are offices, which a scan may not know.
    """
    clean = [example for example in examples if not example.behaviours]
    return [_varied(example, chance.choice(clean), chance) for example in examples]


_Row = tuple[str, frozenset[str], frozenset[str]]


def _varied(example: Example, other: Example, chance: random.Random) -> Example:
    own = _rows(example)
    draw = chance.random()
    if draw < 0.4:
        chosen = own
    elif draw < 0.65:
        chosen = _stretch(own, chance)
    elif draw < 0.75:
        chosen = chance.sample(own, chance.randint(1, len(own)))
    else:
        more = _stretch(_rows(other), chance)[:4]
        mine = _stretch(own, chance) if chance.random() < 0.5 else own
        place = chance.randint(0, len(mine))
        chosen = mine[:place] + more + mine[place:]
    answered = example.letter.answered if draw < 0.4 or chance.random() < 0.6 else ""
    related = _relation(example.source, has_offices=chance.random() < 0.7)
    letter = Letter(tuple(row[0] for row in chosen), answered, related)
    return replace(example, letter=letter, shown=tuple(row[1] for row in chosen), near=tuple(row[2] for row in chosen))


def _rows(example: Example) -> list[_Row]:
    return list(zip(example.letter.sentences, example.shown, example.near, strict=True))


def _stretch(rows: list[_Row], chance: random.Random) -> list[_Row]:
    start = chance.randrange(len(rows))
    return rows[start : chance.randint(start + 1, len(rows))]


def taught(examples: Sequence[Example], behaviours: Sequence[str], start: Path, schedule: Schedule) -> Encoder:
    """An encoder that has read these letters."""
    vocabulary = read_vocabulary(start)
    chance = random.Random(schedule.seed)  # noqa: S311 nothing secret: the same seed must give the same letters
    passes = [
        [part for one in varied(examples, chance) for part in labelled(one, behaviours, vocabulary)]
        for _ in range(schedule.passes)
    ]
    return encoder.train(passes, start, schedule)


def read_vocabulary(start: Path) -> Vocabulary:
    """The vocabulary of the weights that training starts from."""
    return Vocabulary((start / "vocab.txt").read_text(encoding="utf-8").splitlines())


def judged_by(model: Encoder, examples: Sequence[Example], vocabulary: Vocabulary) -> list[Judged]:
    """What an encoder says of letters."""
    cut = [list(frames(example.letter, vocabulary)) for example in examples]
    every: list[Frame] = [frame for parts in cut for frame in parts]
    order = sorted(range(len(every)), key=lambda at: len(every[at].tokens))  # those of like length together: less is padding
    figures: dict[int, NDArray[np.float32]] = {}
    for start in range(0, len(order), 16):
        places = order[start : start + 16]
        figures |= zip(places, encoder.read(model, [every[at] for at in places]), strict=True)
    found, first = [], 0
    for one, parts in zip(examples, cut, strict=True):
        found.append(Judged(one, np.concatenate([figures[at] for at in range(first, first + len(parts))])))
        first += len(parts)
    return found


def _without(
    fold: frozenset[str], examples: Sequence[Example], behaviours: Sequence[str], start: Path, schedule: Schedule
) -> list[Judged]:
    model = taught([one for one in examples if one.hand not in fold], behaviours, start, schedule)
    return judged_by(model, [one for one in examples if one.hand in fold], read_vocabulary(start))


def learnt(
    folds: Sequence[frozenset[str]],
    examples: Sequence[Example],
    behaviours: Sequence[str],
    start: Path,
    schedule: Schedule,
    *,
    at_once: int,
) -> tuple[Encoder, list[Judged]]:
    """An encoder that has read all letters, and every letter judged by one that has read the other folds only.

    ``at_once`` are trained beside each other, each on one thread.
    """
    with ProcessPoolExecutor(at_once) as pool:
        parts = [pool.submit(_without, fold, examples, behaviours, start, schedule) for fold in folds]
        whole = pool.submit(taught, examples, behaviours, start, schedule)
        return whole.result(), [judged for part in parts for judged in part.result()]


# --- calibration ------------------------------------------------------------------------------------------------------------


def pairs(judged: Iterable[Judged], behaviours: Sequence[str]) -> Mapping[str, list[tuple[float, bool]]]:
    """For each behaviour the figure of each letter, that of its most telling sentence, and whether the letter shows it."""
    found: dict[str, list[tuple[float, bool]]] = {behaviour: [] for behaviour in behaviours}
    for one in judged:
        top = one.figures.max(axis=0).tolist()
        for behaviour, figure in zip(behaviours, top, strict=True):
            if behaviour in one.example.asked:
                found[behaviour].append((figure, behaviour in one.example.behaviours))
    return found


def calibrated(rows: Sequence[tuple[float, bool]]) -> Scale:
    """From the figure of a letter to the probability that it shows a behaviour (Platt 1999, with his targets)."""
    good = sum(label for _, label in rows)
    bad = len(rows) - good
    figures, labels, weights = [], [], []
    for figure, is_shown in rows:
        target = (good + 1) / (good + 2) if is_shown else 1 / (bad + 2)
        for label, weight in ((1, target), (0, 1 - target)):
            figures.append([figure])
            labels.append(label)
            weights.append(weight)
    model = LogisticRegression(C=1e3, solver="lbfgs", max_iter=1000)
    model.fit(np.array(figures), labels, sample_weight=weights)
    return Scale(round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4))
