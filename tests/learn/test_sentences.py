"""Labelled letters as examples, and choosing figures on hands that a model has not read."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from checker.domain import CheckerError
from checker.language.likeness import Letter
from checker.learn.glance import glance
from checker.learn.letters import Label, LabelledLetter, Party
from checker.learn.recipes import average_precision, calibration_error, labels, read_recipe
from checker.learn.sentences import Example, Judged, calibrated, example, pairs, varied
from checker.shipped import shipped

LOBBYING, PRESSURE = "officer-lobbying", "undue-pressure"


def letter(text: str, *marks: Label, hand: str = "x", before: str = "") -> LabelledLetter:
    return LabelledLetter("x-1", hand, "Dene", Party("officer", "Clerk"), (Party("member"),), (), text, before, labels=marks)


def judged(figure: float, *shown: str, asked: frozenset[str] = frozenset({LOBBYING, PRESSURE})) -> Judged:
    one = Example(letter("A."), Letter(("A.",)), (frozenset(shown),), (frozenset(),), asked)
    return Judged(one, np.array([[figure, -figure]], np.float32))


def test_each_sentence_has_what_it_shows_and_what_it_only_looks_like() -> None:
    text = "Dear Jo,\n\nThe lift is mended. Which way will you vote? It is for you to say."
    marks = (Label(31, 54, (LOBBYING,)), Label(55, 76, (PRESSURE,), is_near=True))

    one = example(letter(text, *marks, before="When?"), frozenset({LOBBYING, PRESSURE}))

    assert one.letter.sentences == ("Dear Jo,", "The lift is mended.", "Which way will you vote?", "It is for you to say.")
    assert one.letter.answered == "When?"
    assert one.letter.relation == "officer, clerk, to member"
    assert [sorted(ids) for ids in one.shown] == [[], [], [LOBBYING], []]
    assert [sorted(ids) for ids in one.near] == [[], [], [], [PRESSURE]]


def test_a_label_of_what_a_hand_was_not_asked_for_is_passed_over() -> None:
    one = example(letter("Vote for it.", Label(0, 12, (LOBBYING, PRESSURE))), frozenset({LOBBYING}))

    assert one.behaviours == {LOBBYING}


def test_letters_that_are_broken_up_keep_each_label_with_its_sentence() -> None:
    ones = [
        example(letter("A is one. B is two. C is three.", Label(10, 19, (LOBBYING,))), frozenset({LOBBYING})),
        example(letter("D is four. E is five."), frozenset({LOBBYING})),
    ]

    for _ in range(50):
        for one in varied(ones, random.Random(3)):
            marked = [s for s, ids in zip(one.letter.sentences, one.shown, strict=True) if ids]
            assert marked in ([], ["B is two."])


def test_the_figure_of_a_letter_counts_only_for_what_its_hand_was_asked_for() -> None:
    rows = pairs([judged(1.0, LOBBYING), judged(2.0, asked=frozenset({PRESSURE}))], (LOBBYING, PRESSURE))

    assert rows == {LOBBYING: [(1.0, True)], PRESSURE: [(-1.0, False), (-2.0, False)]}


def test_calibration_gives_even_odds_where_labels_are_even() -> None:
    scale = calibrated([(-3, False), (-1, True), (-1, False), (1, True), (1, True), (3, True)] * 20)

    assert scale.probability(-3) < scale.probability(-1) < scale.probability(3)
    assert scale.probability(-1) == pytest.approx(0.5, abs=0.15)


def test_calibration_error_is_nought_where_what_is_said_comes_true() -> None:
    assert calibration_error([(0.5, True), (0.5, False)]) == 0.0


def test_ranking_every_labelled_letter_first_is_perfect() -> None:
    assert average_precision([(0.9, True), (0.8, True), (0.1, False)]) == 1.0


def test_a_behaviour_that_few_letters_show_is_not_learnt() -> None:
    ones = [example(letter("Vote.", Label(0, 5, (LOBBYING,))), frozenset({LOBBYING}))] * 3

    assert labels(ones, 3) == (LOBBYING,)
    assert labels(ones, 4) == ()


def test_a_glance_weighs_the_words_of_what_shows_something_more() -> None:
    ones = [
        example(letter(f"Please vote for bus {n}. The bus is {n}.", Label(0, 20, (LOBBYING,)), hand=hand), frozenset({LOBBYING}))
        for hand in ("a", "b")
        for n in ["one", "two", "three", "four", "five", "six"]
    ]

    found = glance(ones, [frozenset({"a"}), frozenset({"b"})])

    assert found["weights"]["vote"] > 0 > found["weights"]["bus is"]
    assert 0.3 < found["let through"] < 0.7


def test_a_recipe_that_lacks_something_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text("seed = 1\n")

    with pytest.raises(CheckerError, match="lacks or mistakes"):
        read_recipe(tmp_path / "recipe.toml")


def test_a_recipe_with_a_hand_in_no_fold_is_refused(tmp_path: Path) -> None:
    text = shipped("models", "letters").joinpath("recipe.toml").read_text(encoding="utf-8")
    (tmp_path / "recipe.toml").write_text(text + "stray = []\n")

    with pytest.raises(CheckerError, match="stray is in hands or folds alone"):
        read_recipe(tmp_path / "recipe.toml")
