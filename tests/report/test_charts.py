"""Charts: every figure in a picture is in its description, and few findings are no trend."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from checker.domain import Finding, Run
from checker.report import charts


def dated(run: Run, *months: tuple[int, int, int]) -> list[Finding]:
    """So many findings in these months, each (year, month, findings)."""
    one = run.findings[0]
    return [
        replace(one, date=datetime(year, month, 1 + each % 28, tzinfo=UTC))
        for year, month, times in months
        for each in range(times)
    ]


def test_breaches_and_findings_for_review_are_a_filled_and_an_outlined_bar(run: Run) -> None:
    picture = etree.fromstring(charts.by_outcome(run.findings))

    assert picture.findtext("desc") == "Breach: 9 breaches; For review: 4 for review"
    assert [box.get("class") for box in picture.iter("rect")] == ["bar-breach", "bar-review"]
    assert [text.text for text in picture.iter("text") if text.get("class") == "figure"] == ["9", "4"]


def test_months_without_findings_are_drawn_too(run: Run) -> None:
    picture = etree.fromstring(charts.by_month(dated(run, (2025, 12, 20), (2026, 2, 8), (2026, 3, 4))))

    assert picture.findtext("desc") == (
        "December 2025: 20 breaches; January 2026: none; February 2026: 8 breaches; March 2026: 4 breaches"
    )


def test_many_years_are_drawn_by_year(run: Run) -> None:
    picture = etree.fromstring(charts.by_month(dated(run, (2019, 1, 20), (2022, 5, 20), (2024, 1, 3))))

    assert picture.findtext("title") == "Findings by year of the document"
    assert "2020: none" in picture.findtext("desc")


def test_few_findings_or_few_months_are_no_trend(run: Run) -> None:
    assert charts.by_month(dated(run, (2026, 1, 5), (2026, 2, 5), (2026, 3, 5))) == ""
    assert charts.by_month(dated(run, (2026, 1, 50), (2026, 2, 50))) == ""
    assert charts.by_month([replace(run.findings[0], date=None)] * 100) == ""
