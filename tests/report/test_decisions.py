"""What was decided of findings, line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.domain import CheckerError
from checker.report import decisions

LINE = {"finding": "aa", "decision": "upheld", "reason": "", "by": "The Monitoring Officer", "date": "2026-04-14"}


def written(folder: Path, *lines: object) -> None:
    (folder / "decisions.jsonl").write_text("\n".join(json.dumps(line) for line in lines))


def test_the_last_line_of_a_finding_counts(tmp_path: Path) -> None:
    written(tmp_path, LINE, LINE | {"finding": "bb"}, LINE | {"decision": "dismissed", "reason": "A copy was shown."})

    found = decisions.read(tmp_path, ("aa", "bb", "cc"))

    assert [found.state(id) for id in ("aa", "bb", "cc")] == ["dismissed", "upheld", "open"]
    assert (decision := found.of("aa")) is not None
    assert decision.reason == "A copy was shown."
    assert len(found.sha256) == 64


def test_a_run_without_decisions_has_none(tmp_path: Path) -> None:
    assert decisions.read(tmp_path, ("aa",)) == decisions.Decisions()


def test_every_fault_is_named_by_its_line(tmp_path: Path) -> None:
    wrong = [
        ([1], "line 1: an object was expected"),
        ({"finding": "aa"}, "line 2: the keys decision, reason, by, date are missing"),
        (LINE | {"finding": "zz"}, "line 3: the run has no finding 'zz'"),
        (LINE | {"decision": "maybe"}, "line 4: decision 'maybe' is none of upheld, dismissed, more-information"),
        (LINE | {"decision": "dismissed", "reason": " "}, "line 5: a finding is dismissed for a reason, and none is given"),
        (LINE | {"by": ""}, "line 6: 'by' does not say who decided"),
        (LINE | {"date": "14 April"}, "line 7: date '14 April' is no day"),
        (LINE | {"reason": 7}, "line 8: 'reason' should be text"),
    ]
    written(tmp_path, *(line for line, _ in wrong))

    with pytest.raises(CheckerError) as told:
        decisions.read(tmp_path, ("aa",))

    for _, fault in wrong:
        assert fault in str(told.value)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "decisions.jsonl").write_text(json.dumps(LINE) + "\n{oops\n")

    with pytest.raises(CheckerError, match="line 2: not a line of JSON"):
        decisions.read(tmp_path, ("aa",))
