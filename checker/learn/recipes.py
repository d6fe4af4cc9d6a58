"""A recipe in, the folder of a model out: what ``checker train`` does.

A recipe names its corpora, the package whose weights training starts from, and every figure that was chosen by hand. Beside the
model ``figures.json`` is written: how the models that had not read a hand did on that hand. ``learn.encoder`` says how
far the same recipe gives the same bytes.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from checker.domain import CheckerError
from checker.language.likeness import Judge, Scale, frames
from checker.learn import encoder
from checker.learn.encoder import Encoder, Schedule
from checker.learn.sentences import (
    Example,
    Judged,
    Told,
    calibrated,
    each_hand_left_out,
    read_examples,
    read_vocabulary,
    taught,
)
from checker.shipped import shipped

_SHORT = 25  # characters: a clean sentence shorter than this shows a reader nothing


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made from, and every figure that was chosen by hand."""

    corpora: tuple[str, ...]
    package: str
    schedule: Schedule
    breach: float
    review: float
    known: int


def read_recipe(path: Path) -> Recipe:
    """A recipe; ``CheckerError`` says what is missing or wrong in it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckerError(f"The recipe {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CheckerError(f"The recipe {path} is not valid TOML: {error}.") from error
    try:
        return _recipe(table)
    except (KeyError, TypeError, ValueError) as error:
        raise CheckerError(
            f"The recipe {path} lacks or mistakes {error}; models/lobbying/recipe.toml shows how one looks."
        ) from error


def _recipe(table: Mapping[str, Any]) -> Recipe:  # Any: unchecked TOML
    schedule = Schedule(int(table["passes"]), float(table["rate"]), int(table["batch"]), int(table["seed"]))
    return Recipe(
        corpora=tuple(str(name) for name in table["corpora"]),
        package=str(table["package"]),
        schedule=schedule,
        breach=float(table["precision"]["breach"]),
        review=float(table["precision"]["review"]),
        known=int(table["known"]),
    )


def train_recipe(path: Path, out: Path, told: Told, *, at_once: int = 1) -> None:
    """Make the model of a recipe in a folder; ``at_once`` encoders are trained beside each other, each on one thread."""
    recipe = read_recipe(path)
    examples = [example for name in recipe.corpora for example in read_examples(shipped("corpora", name))]
    start = encoder.weights_folder(recipe.package)
    told(f"{len(examples)} letters by {len({e.hand for e in examples})} hands, {sum(e.is_labelled for e in examples)} labelled")
    told("First an encoder for each hand left out, to calibrate")
    judged = each_hand_left_out(examples, start, recipe.schedule, at_once=at_once)
    scale = calibrated(judged, breach=recipe.breach, review=recipe.review)
    told("Now the encoder that ships")
    write(out, examples, taught(examples, start, recipe.schedule), scale, start)
    _write_known(out, chosen(judged, recipe.known))
    _write(out / "figures.json", figures(judged, scale), indent=1)


def write(out: Path, examples: Sequence[Example], model: Encoder, scale: Scale, start: Path) -> None:
    """The files that a check needs, but for the known sentences."""
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = read_vocabulary(start)
    (out / "vocabulary.txt").write_bytes((start / "vocab.txt").read_bytes())
    encoder.export(model, out / "encoder.onnx", next(frames(examples[0].letter, vocabulary)))
    _write(out / "scale.json", {"slope": scale.slope, "offset": scale.offset, "breach": scale.breach, "review": scale.review})


def chosen(judged: Sequence[Judged], count: int) -> list[tuple[Example, int]]:
    """Every labelled sentence, and so many clean ones: those that a model which had not read them came nearest to mistaking."""
    labelled, clean = [], []
    for one in judged:
        for number, (sentence, label) in enumerate(zip(one.example.letter.sentences, one.example.labels, strict=True)):
            if label:
                labelled.append((one.example, number))
            elif len(sentence) >= _SHORT and not one.example.is_labelled:
                clean.append((-one.figures[number], one.example.id, (one.example, number)))
    return labelled + [pair for _, _, pair in sorted(clean, key=lambda row: row[:2])[:count]]


def _write_known(out: Path, pairs: Sequence[tuple[Example, int]]) -> None:
    judge = Judge(out)
    rows, vectors = [], []
    for example, number in pairs:
        reading = judge.read(example.letter)[number]
        if reading is not None:
            rows.append([" ".join(example.letter.sentences[number].split()), example.labels[number], example.kind])
            vectors.append(np.rint(reading.vector * 127).astype(np.int8))
    _write(out / "known.json", rows, indent=0)
    np.savez_compressed(out / "known.npz", vectors=np.array(vectors))


def _write(path: Path, table: object, indent: int | None = None) -> None:
    path.write_text(json.dumps(table, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


def figures(judged: Sequence[Judged], scale: Scale) -> dict[str, Any]:  # Any: for JSON
    """How models that had not read a hand did on it: letters called, by hand and threshold, and calibration."""
    table: dict[str, Any] = {"hands": {}}
    for hand in [*sorted({one.example.hand for one in judged}), "all"]:
        rows = [(scale.probability(one.figure), one.example.is_labelled) for one in judged if hand in (one.example.hand, "all")]
        table["hands"][hand] = {
            "letters": len(rows),
            "labelled": sum(label for _, label in rows),
            "breach": _counts(rows, scale.breach),
            "breach or review": _counts(rows, scale.review),
        }
    rows = [(scale.probability(one.figure), one.example.is_labelled) for one in judged]
    table["calibration error"] = round(calibration_error(rows), 3)
    return table


def _counts(rows: Sequence[tuple[float, bool]], threshold: float) -> dict[str, float]:
    called = [label for probability, label in rows if probability >= threshold]
    gold, right = sum(label for _, label in rows), sum(called)
    precision, recall = right / len(called) if called else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "called": len(called),
        "right": right,
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
    }


def calibration_error(rows: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error: how far, on average, the share that was labelled is from the probability said, in ten bins.

    >>> calibration_error([(0.95, True), (0.05, False)])
    0.05
    """
    total = 0.0
    for number in range(bins):
        inside = [row for row in rows if min(bins - 1, math.floor(row[0] * bins)) == number]
        total += abs(sum(probability for probability, _ in inside) - sum(label for _, label in inside))
    return round(total / len(rows), 6)
