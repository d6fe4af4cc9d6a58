"""From figures to probabilities, on letters that a model has not read."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from checker.language.likeness import Letter
from checker.learn.calibration import Row, average_precision, calibrated, calibration_error, rows, settled
from checker.learn.examples import Example, Judged
from checker.learn.letters import LabelledLetter, Party

LOBBYING, PRESSURE = "officer-lobbying", "undue-pressure"
SOURCE = LabelledLetter("x-1", "x", "Dene", Party("officer"), (Party("member"),), (), "A.")


def judged(*figures: float, shown: str = "", asked: frozenset[str] = frozenset({LOBBYING, PRESSURE})) -> Judged:
    ids = frozenset({shown} if shown else ())
    one = Example(SOURCE, Letter(("A.",) * len(figures)), (ids,) * len(figures), (frozenset(),) * len(figures), asked)
    said = np.array([[figure, -figure] for figure in figures], np.float32)
    return Judged(one, said, said * 2)


def test_the_figure_of_a_letter_counts_only_for_what_its_hand_was_asked_for() -> None:
    found = rows([judged(1.0, shown=LOBBYING), judged(2.0, asked=frozenset({PRESSURE}))], (LOBBYING, PRESSURE))

    assert found == {
        LOBBYING: [Row(1.0, 2.0, True, "x")],
        PRESSURE: [Row(-1.0, -2.0, False, "x"), Row(-2.0, -4.0, False, "x")],
    }


def test_a_letter_is_told_by_its_most_telling_sentence() -> None:
    found = rows([judged(1.0, 3.0, -2.0)], (LOBBYING, PRESSURE))

    assert found == {LOBBYING: [Row(3.0, 6.0, False, "x")], PRESSURE: [Row(2.0, 4.0, False, "x")]}


def even(figures: list[tuple[float, bool]]) -> list[Row]:
    return [Row(figure, figure, is_shown) for figure, is_shown in figures] * 20


def test_calibration_gives_even_odds_where_labels_are_even() -> None:
    scale = calibrated(even([(-3, False), (-1, True), (-1, False), (1, True), (1, True), (3, True)]))

    assert scale.probability(-3, -3) < scale.probability(-1, -1) < scale.probability(3, 3)
    assert scale.probability(-1, -1) == pytest.approx(0.5, abs=0.15)


def test_where_breaches_are_rarer_the_same_figures_say_less() -> None:
    rich = even([(-1, False), (0, False), (0, True), (1, True)])
    poor = even([(-1, False), (0, False), (0, False), (0, False), (1, True), (1, False)])
    scales = {LOBBYING: calibrated(rich)}

    found = settled(scales, {LOBBYING: poor})

    assert found[LOBBYING].probability(0, 0) < scales[LOBBYING].probability(0, 0)


def test_calibration_error_is_nought_where_what_is_said_comes_true() -> None:
    assert calibration_error([(0.5, True), (0.5, False)]) == 0.0


def test_ranking_every_labelled_letter_first_is_perfect() -> None:
    assert average_precision([(0.9, True), (0.8, True), (0.1, False)]) == 1.0
