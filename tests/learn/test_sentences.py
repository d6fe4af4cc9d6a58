"""Reading labelled letters, and choosing figures on hands that a model has not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from checker.domain import CheckerError
from checker.language.likeness import Letter
from checker.learn.recipes import calibration_error, read_recipe
from checker.learn.sentences import Example, Judged, calibrated, read_examples, threshold


def corpus(path: Path, **changed: object) -> Path:
    row = {
        "id": "x-1", "to": [{"role": "member"}], "cc": [{"role": "officer"}], "before": "When?", "kind": "heads",
        "text": "Dear Jo,\n\nThe lift is mended. Which way will your group vote?\n\nAsh",
        "spans": ["Which way will your group vote?"],
    }  # fmt: skip
    path.write_text(json.dumps(row | changed) + "\n", encoding="utf-8")
    return path


def judged(figure: float, label: bool, hand: str = "x") -> Judged:  # noqa: FBT001 a label is said
    return Judged(Example("1", hand, Letter(("A.",)), (label,), "", 1, 0), (figure,))


def test_a_corpus_gives_letters_with_a_label_for_each_sentence(tmp_path: Path) -> None:
    (example,) = read_examples(corpus(tmp_path / "hand.jsonl"))

    assert example.letter == Letter(("Dear Jo,", "The lift is mended.", "Which way will your group vote?", "Ash"), "When?")
    assert example.labels == (False, False, True, False)
    assert (example.hand, example.members, example.officers) == ("hand", 1, 1)


@pytest.mark.parametrize("changed", [{"spans": ["Not there."]}, {"text": None, "spans": ["x"]}, {"to": [3]}])
def test_a_wrong_line_is_named(tmp_path: Path, changed: dict[str, object]) -> None:
    with pytest.raises(CheckerError, match=r"hand\.jsonl:1"):
        read_examples(corpus(tmp_path / "hand.jsonl", **changed))


def test_calibration_gives_even_odds_where_labels_are_even() -> None:
    scale = calibrated(
        [judged(f, label) for f, label in ((-3, False), (-1, True), (-1, False), (1, True), (1, True), (3, True))] * 20,
        breach=0.9,
        review=0.6,
    )

    assert scale.probability(-3) < scale.probability(-1) < scale.probability(3)
    assert scale.probability(-1) == pytest.approx(0.5, abs=0.15)


def test_a_threshold_keeps_the_precision_wanted() -> None:
    pairs = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, False)]

    assert threshold(pairs, precision=1.0) == 0.8
    assert threshold(pairs, precision=0.75) == 0.6


def test_calibration_error_is_nought_where_what_is_said_comes_true() -> None:
    assert calibration_error([(0.5, True), (0.5, False)]) == 0.0


def test_a_recipe_that_lacks_something_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text("seed = 1\n")

    with pytest.raises(CheckerError, match="lacks or mistakes"):
        read_recipe(tmp_path / "recipe.toml")
