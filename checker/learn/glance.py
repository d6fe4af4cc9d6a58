"""The weights of a glance, learnt from labelled letters: a logistic regression for each behaviour (scikit-learn).

The least figure from which on a sentence is read by the encoder is chosen on hands that the weights have not read: so low that
hardly any letter that shows something would be passed over.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from checker.language.glance import Glance, features, of_relation, weighed
from checker.learn.examples import Example

_FEWEST = 3  # sentences in which a word or pair must stand
_KEPT = 0.95  # the share of letters that show something of which a sentence must be read
_STRENGTH = 30.0  # of the fit: the inverse of how hard weights are held down
_UNKNOWN = -9.0  # log-odds of a behaviour that no letter shows
_SHOWS = 4.0  # how much a sentence that shows a behaviour counts beside one that does not


def fitted(examples: Sequence[Example], behaviours: Sequence[str]) -> Glance:
    """A glance that has read these letters."""
    rows = [(one, number) for one in examples for number in range(len(one.letter.sentences))]
    counts = Counter(
        feature
        for one, number in rows
        for feature in {*features(one.letter.sentences[number]), *of_relation(one.letter.relation)}
    )
    columns = {feature: at for at, feature in enumerate(sorted(f for f, count in counts.items() if count >= _FEWEST))}
    ends, places, values = [0], list[int](), list[float]()
    for one, number in rows:
        row = weighed(one.letter.sentences[number], one.letter.relation, columns)
        places += row.keys()
        values += row.values()
        ends.append(len(places))
    matrix = csr_matrix((values, places, ends), shape=(len(rows), len(columns)))
    weights = np.zeros((len(columns), len(behaviours)), np.float32)
    offsets = np.zeros(len(behaviours), np.float32)
    for at, behaviour in enumerate(behaviours):
        asked = [place for place, (one, _) in enumerate(rows) if behaviour in one.asked]
        shown = np.array([behaviour in rows[place][0].shown[rows[place][1]] for place in asked])
        if not shown.any():
            offsets[at] = _UNKNOWN
            continue
        model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=200, random_state=1)
        model.fit(matrix[asked], shown, sample_weight=np.where(shown, _SHOWS, 1.0))
        weights[:, at], offsets[at] = model.coef_[0], model.intercept_[0]
    return Glance(tuple(behaviours), columns, weights, offsets)


def least(examples: Sequence[Example], figures: Sequence[NDArray[np.float32]]) -> tuple[float, float]:
    """The figure from which on a sentence is worth reading, and the share of all sentences that reach it.

    ``figures`` are what a glance that has not read it says of each letter, of shape (sentences, behaviours).
    """
    tops, every = [], []
    for one, rows in zip(examples, figures, strict=True):
        highest = rows.max(axis=1).tolist()
        every += highest
        if one.behaviours:
            tops.append(max(figure for figure, ids in zip(highest, one.shown, strict=True) if ids))
    tops.sort()
    found = math.floor(tops[int(len(tops) * (1 - _KEPT))] * 1000) / 1000
    return found, round(sum(figure >= found for figure in every) / len(every), 3)


def write(glance: Glance, out: Path, least: float) -> None:
    """The files of a glance, for ``language.glance``: weights in 256 steps, of a size of its own for each behaviour."""
    steps = (np.abs(glance.weights).max(axis=0) / 127).astype(np.float32)
    weights = np.rint(glance.weights / np.where(steps, steps, 1)).astype(np.int8)
    np.savez_compressed(out / "glance.npz", weights=weights, steps=steps, offsets=glance.offsets)
    table = {"least": least, "behaviours": glance.behaviours, "features": list(glance.columns)}
    (out / "glance.json").write_text(json.dumps(table, ensure_ascii=False) + "\n", encoding="utf-8")
