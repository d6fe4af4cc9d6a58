"""Pictures of findings: what they show is what the words say, and nothing in them acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from checker.calendar import count_told, days
from checker.domain import BCC, TO, Run, Step
from checker.report import html, jsonl
from checker.report.pictures import MOST_DAYS, MOST_PEOPLE, strip, way

STEPS = (
    Step("<1@x>", datetime(2026, 3, 2, 10, tzinfo=UTC), "Wren Ashby", ("Rowan Firth",), TO, "the letter"),
    Step("<2@x>", datetime(2026, 3, 3, 9, tzinfo=UTC), "Rowan Firth", ("Lowell Birch", "Tansy Cole"), BCC, "as a forward"),
)
WHY = (
    "The answer of Tuesday 7 April 2026 came 2 working days after Wednesday 1 April 2026; the protocol allows 1. "
    "The last day in time was Thursday 2 April 2026."
)


def parse(picture: str) -> etree._Element:
    return etree.fromstring(picture)


def test_the_way_of_a_letter_has_a_line_for_each_person_and_an_arrow_for_each_reader() -> None:
    picture = parse(way(STEPS))

    assert [text.text for text in picture.iter("text") if text.get("class") == "person"] == [
        "Wren Ashby",
        "Rowan Firth",
        "Lowell Birch",
        "Tansy Cole",
    ]
    assert len(picture.findall("line[@class='open']")) == 1
    assert len(picture.findall("line[@class='blind']")) == 2
    assert "Rowan Firth to Lowell Birch, Tansy Cole (blind copy), as a forward" in picture.findtext("desc")


def test_more_people_than_can_be_read_are_left_to_the_words() -> None:
    crowd = tuple(f"Person {number}" for number in range(MOST_PEOPLE))

    assert way((replace(STEPS[0], to=crowd),)) == ""
    assert way(()) == ""


def test_the_days_are_boxes_that_count_and_name_what_does_not() -> None:
    counted = count_told(WHY)
    assert counted is not None

    picture = parse(strip(counted, days(counted.after, counted.until)))

    kinds = [box.get("class") for box in picture.iter("rect")]
    assert kinds == ["received", "working last", "holiday", "weekend", "weekend", "holiday", "working late"]
    assert [t.text for t in picture.iter("text") if t.get("class") == "figure"] == ["0", "1", "–", "–", "–", "–", "2"]
    assert "Good Friday" in picture.findtext("desc")
    assert "last day in time was Thursday 2 April 2026" in picture.findtext("desc")


def test_a_silence_too_long_to_be_drawn_is_left_to_the_words() -> None:
    counted = replace(count_told(WHY), until=date(2026, 9, 1))  # type: ignore[type-var]

    assert len(days(counted.after, counted.until)) > MOST_DAYS
    assert strip(counted, days(counted.after, counted.until)) == ""


POISONS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe", "&lt;b&gt;"]


@pytest.mark.parametrize("poison", POISONS)
def test_nothing_in_a_picture_acts(poison: str) -> None:
    picture = way((replace(STEPS[0], by=poison, way=poison),))

    assert parse(picture).findall(".//script") == []
    assert "<img" not in picture
    assert "\u202e" not in picture


def test_a_trail_is_shown_and_written_and_read_back(run: Run, tmp_path: Path) -> None:
    finding = replace(run.findings[0], trail=STEPS)

    jsonl.write_findings([finding], tmp_path / "findings.jsonl")

    assert jsonl.read_findings(tmp_path / "findings.jsonl") == [finding]
    assert "The way of the letter" in html.render(replace(run, findings=(finding,)))
