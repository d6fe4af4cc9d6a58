"""The measured precision that came with the program, and how a finding tells it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checker.detectors import behaviours
from checker.domain import BREACH, REVIEW, Run
from checker.report import measured
from checker.report.measured import Measurement, Tally
from checker.shipped import shipped


def test_every_figure_is_of_a_behaviour_that_there_is_and_no_more_are_right_than_reported() -> None:
    for one in measured.measurements():
        assert all(shipped("corpora", name).is_dir() for name in one.sets if name != "demo")
        for (behaviour, outcome), tally in one.tallies.items():
            assert behaviour in behaviours()
            assert outcome in (BREACH, REVIEW)
            assert 0 <= tally.right <= tally.reported > 0, (behaviour, outcome)


@pytest.mark.parametrize(
    ("right", "reported", "said"),
    [
        (25, 25, "Of labelled cases, 25 of 25 reports like this one were right; sets the program was also built on."),
        (9, 14, "Of labelled cases, 9 of 14 reports like this one were right (64 in 100); sets the program was also built on."),
        (
            1,
            2,
            "Of labelled cases, 1 of 2 reports like this one was right, too few for a share; sets the program was also built on.",
        ),
    ],
)
def test_a_share_is_told_only_of_enough_reports(
    run: Run, monkeypatch: pytest.MonkeyPatch, right: int, reported: int, said: str
) -> None:
    one = run.findings[0]
    counted = Measurement(date(2026, 11, 25), ("a",), True, {(one.behaviour, one.outcome): Tally(right, reported)})
    monkeypatch.setattr(measured, "measurements", lambda: (counted,))

    assert measured.told(one) == said
    assert measured.told(replace(one, outcome=REVIEW)) == "Not measured: no labelled set holds a report like this one."
    assert "the program was also built on these" in measured.sources()[0]
