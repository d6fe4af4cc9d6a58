"""A recipe in, the folder of a model out: what ``checker train`` does.

A recipe names its corpora, the package whose weights training starts from, and every figure that was chosen by hand. Beside the
model ``figures.json`` is written: how the models that had not read a hand did on that hand. ``learn.encoder`` says how
far the same recipe gives the same bytes.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from checker.detectors import behaviours as all_behaviours
from checker.domain import CheckerError
from checker.language.likeness import Judge, Scale, frames
from checker.learn import encoder, glance
from checker.learn.calibration import Row, average_precision, calibrated, calibration_error, rows, settled
from checker.learn.case_sets import read_case_set
from checker.learn.encoder import Schedule
from checker.learn.examples import Example, Judged, example
from checker.learn.letters import read_letters
from checker.learn.teaching import Taught, Told, learnt, read_vocabulary
from checker.shipped import shipped

_SHORT = 25  # characters: a sentence shorter than this shows a reader nothing


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made from, and every figure that was chosen by hand.

    ``hands`` are the corpora, each with the behaviours that its labels speak of (none named: of all), ``sets`` the labelled case
    sets; ``folds`` the hands and sets that are left out together; ``fewest`` how many letters must show a behaviour for it to be
    learnt.
    """

    folder: str
    hands: Mapping[str, tuple[str, ...]]
    sets: tuple[str, ...]
    folds: tuple[frozenset[str], ...]
    fewest: int
    package: str
    schedule: Schedule
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
        recipe = _recipe(table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CheckerError(
            f"The recipe {path} lacks or mistakes {error}; models/letters/recipe.toml shows how one looks."
        ) from error
    if strays := sorted(frozenset([*recipe.hands, *recipe.sets]) ^ frozenset[str]().union(*recipe.folds)):
        raise CheckerError(
            f"The recipe {path} must have each hand and case set in one fold; {', '.join(strays)} is in one place alone."
        )
    return recipe


def _recipe(table: Mapping[str, Any]) -> Recipe:  # Any: unchecked TOML
    return Recipe(
        folder=str(table["folder"]),
        hands={str(hand): tuple(map(str, asked)) for hand, asked in table["hands"].items()},
        sets=tuple(map(str, table.get("sets", ()))),
        folds=tuple(frozenset(map(str, fold)) for fold in table["folds"]),
        fewest=int(table["fewest"]),
        package=str(table["package"]),
        schedule=Schedule(
            int(table["passes"]), float(table["rate"]), int(table["batch"]), int(table["frozen"]), int(table["seed"])
        ),
        known=int(table["known"]),
    )


def train_recipe(path: Path, out: Path, told: Told, *, at_once: int = 1, folds: Path | None = None) -> None:
    """Make the model of a recipe in a folder; ``at_once`` models are trained beside each other, each on one thread.

    Into the folder ``folds``, if one is given, go the models that have not read one fold each, as ``1``, ``2`` and so on: for
    choosing how to use the model on letters that it has not read.
    """
    recipe = read_recipe(path)
    examples = list(read_examples(recipe))
    known = labels([one for one in examples if one.hand in recipe.hands], recipe.fewest)
    start = encoder.weights_folder(recipe.package)
    sources = f"{len(recipe.hands)} hands and {len(recipe.sets)} case sets"
    told(f"{len(examples)} letters of {sources}, {sum(bool(e.behaviours) for e in examples)} of them breaches")
    told(f"A model of all, and one for each of {len(recipe.folds)} folds left out, to calibrate {len(known)} behaviours")
    whole, parts = learnt(recipe.folds, examples, known, start, recipe.schedule, at_once=at_once)
    judged = [one for part in parts for one in part.judged]
    written, mailed = rows(_of(judged, recipe.hands), known), rows(_of(judged, recipe.sets), known)
    every = {behaviour: [*written[behaviour], *mailed[behaviour]] for behaviour in known}
    scales: Mapping[str, Scale] = {behaviour: calibrated(every[behaviour]) for behaviour in known}
    if recipe.sets:
        scales = settled(scales, mailed)
    usual = _of(judged, recipe.sets) or judged
    worth, let_through = glance.least([one.example for one in usual], [one.glanced for one in usual])
    for number, part in enumerate(parts, 1):
        if folds is not None:
            write(folds / str(number), examples, part, scales, start, worth)
    write(out, examples, whole, scales, start, worth)
    shown = [one for one in judged if one.example.hand in recipe.hands]
    for place in (out, *(folds / str(number) for number in range(1, len(parts) + 1) if folds is not None)):
        _write_known(place, chosen(shown, known, recipe.known))
    table = {"letters": figures(written, scales), "case sets": figures(mailed, scales), "let through": let_through}
    _write(out / "figures.json", table, indent=1)


def _of(judged: Sequence[Judged], hands: Collection[str]) -> list[Judged]:
    return [one for one in judged if one.example.hand in hands]


def read_examples(recipe: Recipe) -> Iterator[Example]:
    """The letters and case sets of a recipe as examples."""
    every = frozenset(all_behaviours())
    for hand, asked in recipe.hands.items():
        for letter in read_letters(shipped("corpora", recipe.folder) / f"{hand}.txt", every):
            one = example(letter, frozenset(asked) or every)
            if one.letter.sentences:
                yield one
    for name in recipe.sets:
        yield from (one for one in read_case_set(shipped("corpora", name), every) if one.letter.sentences)


def labels(examples: Sequence[Example], fewest: int) -> tuple[str, ...]:
    """The behaviours that so many letters show, in order."""
    counts = Counter(behaviour for one in examples for behaviour in one.behaviours)
    return tuple(sorted(behaviour for behaviour, count in counts.items() if count >= fewest))


def write(out: Path, examples: Sequence[Example], model: Taught, scales: Mapping[str, Scale], start: Path, least: float) -> None:
    """The files that a check needs, but for the known sentences."""
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = read_vocabulary(start)
    (out / "vocabulary.txt").write_bytes((start / "vocab.txt").read_bytes())
    encoder.export(model.encoder, out / "encoder.onnx", next(frames(examples[0].letter, vocabulary)))
    _write(out / "scales.json", {behaviour: asdict(scale) for behaviour, scale in scales.items()}, indent=0)
    glance.write(model.glance, out, least)


def chosen(judged: Sequence[Judged], behaviours: Sequence[str], most: int) -> list[tuple[Example, int]]:
    """The sentences to be shown beside a finding: of each behaviour so many that show it, and so many that only look like it.

    Of those that show it, the ones that a model which had not read them was surest of; of the others, those it came nearest
    to mistaking.
    """
    found: dict[tuple[str, int], tuple[Example, int]] = {}
    for column, behaviour in enumerate(behaviours):
        for is_near in (False, True):
            rows = []
            for one in judged:
                marked = one.example.near if is_near else one.example.shown
                for number, (sentence, ids) in enumerate(zip(one.example.letter.sentences, marked, strict=True)):
                    if behaviour in ids and len(sentence) >= _SHORT:
                        rows.append((-float(one.figures[number][column]), one.example.source.id, number, one.example))
            for _, id, number, one_example in sorted(rows, key=lambda row: row[:3])[:most]:
                found[id, number] = (one_example, number)
    return [found[key] for key in sorted(found)]


def _write_known(out: Path, known: Sequence[tuple[Example, int]]) -> None:
    judge = Judge(out)
    rows, vectors = [], []
    for one, number in known:
        reading = judge.read(one.letter)[number]
        if reading is not None:
            words = " ".join(one.letter.sentences[number].split())
            rows.append([words, sorted(one.shown[number]), sorted(one.near[number]), one.source.about])
            vectors.append(np.rint(reading.vector * 127).astype(np.int8))
    _write(out / "known.json", rows, indent=0)
    np.savez_compressed(out / "known.npz", vectors=np.array(vectors))


def _write(path: Path, table: object, indent: int | None = None) -> None:
    path.write_text(json.dumps(table, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


_EVEN = 0.5  # the probability from which on a letter is counted as called, in the figures


def figures(rows: Mapping[str, Sequence[Row]], scales: Mapping[str, Scale]) -> dict[str, Any]:  # Any: for JSON
    """How models that had not read a hand did on it, by behaviour and together: letters called, ranking, and calibration."""
    table: dict[str, Any] = {}
    every: list[tuple[float, bool]] = []
    for behaviour, letters in rows.items():
        told = [(scales[behaviour].probability(row.figure, row.glanced), row.is_shown) for row in letters]
        if any(is_shown for _, is_shown in told):
            table[behaviour] = _counts(told)
        every += told
    table["all"] = _counts(every) | {"calibration error": calibration_error(every)}
    return table


def _counts(told: Sequence[tuple[float, bool]]) -> dict[str, float]:
    called = [is_shown for probability, is_shown in told if probability >= _EVEN]
    gold, right = sum(is_shown for _, is_shown in told), sum(called)
    precision, recall = right / len(called) if called else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "letters": len(told),
        "labelled": gold,
        "called": len(called),
        "right": right,
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
        "average precision": round(average_precision(told), 3),
    }
