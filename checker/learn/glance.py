"""The weights of a glance, learnt from labelled letters: a logistic regression over words and pairs of words (scikit-learn).

The least score from which on a sentence is read by the model is chosen on hands that the weights have not read: so low that
hardly any letter that shows something would be passed over.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from checker.language.glance import features, score
from checker.learn.sentences import Example

_FEWEST = 3  # letters in which a word or pair must stand
_KEPT = 0.97  # the share of letters that show something of which a sentence must be read
_STRENGTH = 3.0  # of the fit: the inverse of how hard weights are held down


def glance(examples: Sequence[Example], folds: Sequence[frozenset[str]]) -> dict[str, Any]:  # Any: for JSON
    """Weights, offset and least score, and how many sentences of letters by unread hands it lets through."""
    tops, every = [], []
    for fold in folds:
        weights, offset = _fitted([one for one in examples if one.hand not in fold])
        for one in examples:
            if one.hand in fold:
                scores = [score(sentence, weights, offset) for sentence in one.letter.sentences]
                every += scores
                if one.behaviours:
                    tops.append(max(score for score, ids in zip(scores, one.shown, strict=True) if ids))
    tops.sort()
    least = round(tops[int(len(tops) * (1 - _KEPT))], 3)
    weights, offset = _fitted(examples)
    return {
        "least": least,
        "let through": round(sum(score >= least for score in every) / len(every), 3),
        "offset": offset,
        "weights": weights,
    }


def _fitted(examples: Sequence[Example]) -> tuple[dict[str, float], float]:
    counts = Counter(
        feature for one in examples for feature in {f for sentence in one.letter.sentences for f in features(sentence)}
    )
    columns = {feature: at for at, feature in enumerate(sorted(f for f, count in counts.items() if count >= _FEWEST))}
    rows, places, values, labels = [0], list[int](), list[float](), list[bool]()
    for one in examples:
        for sentence, ids in zip(one.letter.sentences, one.shown, strict=True):
            found = list(features(sentence))
            known = Counter(columns[feature] for feature in found if feature in columns)
            places += known
            values += [count / math.sqrt(max(1, len(found))) for count in known.values()]
            rows.append(len(places))
            labels.append(bool(ids))
    matrix = csr_matrix((values, places, rows), shape=(len(labels), len(columns)))
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear", max_iter=200, random_state=1)
    model.fit(matrix, labels)
    weights = {feature: round(float(model.coef_[0][at]), 3) for feature, at in columns.items()}
    return {feature: weight for feature, weight in weights.items() if weight}, round(float(model.intercept_[0]), 3)
