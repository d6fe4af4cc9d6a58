from __future__ import annotations

import math
from pathlib import Path

import pytest

from checker.domain import CheckerError, Finding, Source
from checker.measure import Gold, breaches, calibration, calibration_error, changes, interval, measure, read_gold


def finding(document: str, behaviour: str = "late-reply", outcome: str = "breach") -> Finding:
    return Finding(document, Source("x"), behaviour, "mwda", ("mwda/7.6",), outcome, 0.9, "", None, "", "Why.", (), (), "")


def gold(document: str, behaviour: str = "late-reply", also: str = "", or_as: str = "") -> Gold:
    return Gold(document, behaviour, frozenset({document, also} - {""}), frozenset({behaviour, or_as} - {""}))


def test_a_report_on_the_letter_or_on_its_late_answer_finds_the_same_breach() -> None:
    lines = [gold("<letter>", also="<answer>")]

    assert measure([finding("<answer>")], lines).total().f1 == 1
    assert measure([finding("<letter>"), finding("<answer>")], lines).total().precision == 1


def test_a_fair_other_name_for_a_breach_counts() -> None:
    lines = [gold("<1>", "private-correspondence-shared", or_as="undisclosed-copying")]

    result = measure([finding("<1>", "undisclosed-copying")], lines)

    assert result.misses == ()
    assert result.false_alarms == ()


def test_what_is_reported_on_a_clean_document_is_a_false_alarm_and_what_is_not_found_a_miss() -> None:
    result = measure([finding("<clean>")], [gold("<1>")])

    assert [f.document for f in result.false_alarms] == ["<clean>"]
    assert [line.document for line in result.misses] == ["<1>"]
    assert result.total().f1 == 0


def test_nothing_to_find_and_nothing_reported_has_no_score() -> None:
    assert math.isnan(measure([], []).total().f1)


def test_breaches_are_counted_apart_from_what_is_for_review() -> None:
    assert breaches([finding("<1>"), finding("<2>", outcome="review")]) == [finding("<1>")]


def test_a_gold_line_that_is_none_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"document": "<1>", "behaviour": "late-reply"}\n{"document": "<2>"}\n')

    with pytest.raises(CheckerError, match=r"gold.jsonl:2 is no gold line"):
        read_gold(path)


def test_an_interval_of_few_counts_is_wide() -> None:
    low, high = interval(3, 3)

    assert low < 0.5
    assert high == 1


def test_what_changed_is_told_finding_by_finding() -> None:
    before = [finding("<1>"), finding("<2>"), finding("<3>", outcome="review")]
    after = [finding("<1>"), finding("<3>"), finding("<4>"), finding("<5>")]

    changed = changes(before, after, [gold("<2>"), gold("<4>"), gold("<3>")])

    assert [f.document for f in changed.now_right] == ["<3>", "<4>"]
    assert [f.document for f in changed.now_wrong] == ["<5>"]
    assert [f.document for f in changed.no_longer_right] == ["<2>", "<3>"]
    assert changed.no_longer_wrong == ()


def test_confidence_is_told_beside_how_often_it_comes_true() -> None:
    rows = calibration([finding("<1>"), finding("<2>")], [gold("<1>")])

    assert rows == [(0.9, 2, 1)]
    assert calibration_error(rows) == 0.4
