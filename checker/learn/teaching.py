"""What an encoder and a glance learn from examples, and what they say of those that they have not read.

Hands (writers) are parted into folds: the letters of each fold are judged by a model that has read the other folds only.
On those judgements calibration and thresholds rest; the model that ships is made from all letters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from checker.language.glance import Glance
from checker.language.likeness import Frame, Letter, Vocabulary, frames
from checker.learn import encoder, glance
from checker.learn.encoder import Encoder, Labelled, Schedule
from checker.learn.examples import Example, Judged, related

Told = Callable[[str], None]

# How much an answer counts in training: that a sentence shows something, that it only looks like it, that it does neither; and
# that it stands beside one that shows it, where hands differ in what they mark.
_SHOWS, _LOOKS, _PLAIN, _BESIDE = 4.0, 2.0, 1.0, 0.3
_LONG = 12  # sentences of a letter that one pass reads; of a longer one a stretch, as a check reads what stands about the telling


@dataclass(frozen=True, slots=True)
class Taught:
    """A model that has read some letters, and what it says of others; the parts are joined when it is calibrated."""

    encoder: Encoder
    glance: Glance
    judged: tuple[Judged, ...] = ()


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
    if len(own) > _LONG:
        start = chance.randrange(len(own) - _LONG + 1)
        own = own[start : start + _LONG]
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
    offices = related(example.source, has_offices=chance.random() < 0.7)
    letter = Letter(tuple(row[0] for row in chosen), answered, offices)
    return replace(example, letter=letter, shown=tuple(row[1] for row in chosen), near=tuple(row[2] for row in chosen))


def _rows(example: Example) -> list[_Row]:
    return list(zip(example.letter.sentences, example.shown, example.near, strict=True))


def _stretch(rows: list[_Row], chance: random.Random) -> list[_Row]:
    start = chance.randrange(len(rows))
    return rows[start : chance.randint(start + 1, len(rows))]


def read_vocabulary(start: Path) -> Vocabulary:
    """The vocabulary of the weights that training starts from."""
    return Vocabulary((start / "vocab.txt").read_text(encoding="utf-8").splitlines())


def taught(examples: Sequence[Example], behaviours: Sequence[str], start: Path, schedule: Schedule) -> Taught:
    """A model that has read these letters."""
    vocabulary = read_vocabulary(start)
    chance = random.Random(schedule.seed)  # noqa: S311 nothing secret: the same seed must give the same letters
    passes = [
        [part for one in varied(examples, chance) for part in labelled(one, behaviours, vocabulary)]
        for _ in range(schedule.passes)
    ]
    return Taught(encoder.train(passes, start, schedule), glance.fitted(examples, behaviours))


def judged_by(model: Taught, examples: Sequence[Example], vocabulary: Vocabulary) -> list[Judged]:
    """What a model says of letters."""
    cut = [list(frames(example.letter, vocabulary)) for example in examples]
    every: list[Frame] = [frame for parts in cut for frame in parts]
    order = sorted(range(len(every)), key=lambda at: len(every[at].tokens))  # those of like length together: less is padding
    figures: dict[int, NDArray[np.float32]] = {}
    for start in range(0, len(order), 16):
        places = order[start : start + 16]
        figures |= zip(places, encoder.read(model.encoder, [every[at] for at in places]), strict=True)
    found, first = [], 0
    for one, parts in zip(examples, cut, strict=True):
        read = np.concatenate([figures[at] for at in range(first, first + len(parts))])
        found.append(Judged(one, read, model.glance.figures(one.letter.sentences, one.letter.relation)))
        first += len(parts)
    return found


def _without(
    fold: frozenset[str], examples: Sequence[Example], behaviours: Sequence[str], start: Path, schedule: Schedule
) -> Taught:
    model = taught([one for one in examples if one.hand not in fold], behaviours, start, schedule)
    judged = judged_by(model, [one for one in examples if one.hand in fold], read_vocabulary(start))
    return replace(model, judged=tuple(judged))


def learnt(
    folds: Sequence[frozenset[str]],
    examples: Sequence[Example],
    behaviours: Sequence[str],
    start: Path,
    schedule: Schedule,
    *,
    at_once: int,
) -> tuple[Taught, list[Taught]]:
    """A model that has read all letters, and for each fold one that has read the others only, with what it says of the fold.

    ``at_once`` are trained beside each other, each on one thread.
    """
    with ProcessPoolExecutor(at_once) as pool:
        whole = pool.submit(taught, examples, behaviours, start, schedule)
        parts = [pool.submit(_without, fold, examples, behaviours, start, schedule) for fold in folds]
        return whole.result(), [part.result() for part in parts]
