"""From what an encoder and a glance say of a letter to a probability, on letters that neither has read (Platt 1999)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from checker.language.likeness import Scale
from checker.learn.examples import Judged


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of a letter and one behaviour, at its most telling sentence, and whether the letter shows it."""

    figure: float
    glanced: float
    is_shown: bool
    hand: str = ""


def rows(judged: Iterable[Judged], behaviours: Sequence[str]) -> Mapping[str, list[Row]]:
    """A row for each letter and each behaviour that its hand looked for."""
    found: dict[str, list[Row]] = {behaviour: [] for behaviour in behaviours}
    for one in judged:
        tops = (one.figures + one.glanced).argmax(axis=0).tolist()
        for column, behaviour in enumerate(behaviours):
            if behaviour in one.example.asked:
                at = tops[column]
                is_shown = behaviour in one.example.behaviours
                row = Row(float(one.figures[at, column]), float(one.glanced[at, column]), is_shown, one.example.hand)
                found[behaviour].append(row)
    return found


def calibrated(letters: Sequence[Row]) -> Scale:
    """From the figures of a letter to the probability that it shows a behaviour (Platt 1999, with his targets)."""
    good = sum(row.is_shown for row in letters)
    bad = len(letters) - good
    told, labels, weights = [], [], []
    for row in letters:
        target = (good + 1) / (good + 2) if row.is_shown else 1 / (bad + 2)
        for label, weight in ((1, target), (0, 1 - target)):
            told.append([row.figure, row.glanced])
            labels.append(label)
            weights.append(weight)
    model = LogisticRegression(C=1e3, solver="lbfgs", max_iter=1000)
    model.fit(np.array(told), labels, sample_weight=weights)
    encoder, glance = (round(float(weight), 4) for weight in model.coef_[0])
    return Scale(encoder, glance, round(float(model.intercept_[0]), 4))


def settled(scales: Mapping[str, Scale], letters: Mapping[str, Sequence[Row]]) -> Mapping[str, Scale]:
    """Scales made to fit other letters, all behaviours in one.

    Letters written to be learnt from show a breach far oftener than a mailbox does, and look like one oftener still. A single
    behaviour is too rare in the labelled mailboxes to be fitted there; how far all are off together is told well enough.
    """
    told = [
        (scales[behaviour].power(row.figure, row.glanced), row.is_shown) for behaviour in scales for row in letters[behaviour]
    ]
    model = LogisticRegression(C=1e3, solver="lbfgs", max_iter=1000)
    model.fit(np.array([[power] for power, _ in told]), [is_shown for _, is_shown in told])
    slope, offset = float(model.coef_[0][0]), float(model.intercept_[0])
    return {
        behaviour: Scale(round(scale.encoder * slope, 4), round(scale.glance * slope, 4), round(scale.offset * slope + offset, 4))
        for behaviour, scale in scales.items()
    }


def average_precision(told: Sequence[tuple[float, bool]]) -> float:
    """The mean of the precisions at each labelled row, the surest first.

    >>> average_precision([(0.9, True), (0.8, False), (0.7, True)])
    0.8333333333333333
    """
    right, total = 0, 0.0
    for place, (_, label) in enumerate(sorted(told, key=lambda row: -row[0]), 1):
        if label:
            right += 1
            total += right / place
    return total / right if right else 0.0


def calibration_error(told: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error: how far, on average, the share that was labelled is from the probability said, in ten bins.

    >>> calibration_error([(0.95, True), (0.05, False)])
    0.05
    """
    total = 0.0
    for number in range(bins):
        inside = [row for row in told if min(bins - 1, math.floor(row[0] * bins)) == number]
        total += abs(sum(probability for probability, _ in inside) - sum(label for _, label in inside))
    return round(total / len(told), 6)
