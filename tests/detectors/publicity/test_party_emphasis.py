"""How a party's name looks decides whether one mention of it is a quiet one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.detectors import detector
from checker.detectors.examples import publicity
from checker.domain import Case, Mark, Rule

TEXT = "Winter rounds\n\nLeave your bin out.\n\nReform UK councillor Wren Ashby\n\nRing if your street has been missed."
START = TEXT.index("Reform UK")
END = TEXT.index("\n\nRing")
BODY = Mark("size", 0, START, "11"), Mark("size", END, len(TEXT), "11")


def manners(*marks: Mark, most: int = 1) -> list[str]:
    case = publicity(TEXT)
    draft = replace(case.publicity[0], marks=(*BODY, *marks))
    rule = Rule("party-emphasis", ("example/1",), {"party_mentions_max": most})
    return [evidence.manner for evidence in detector("party-emphasis")(Case(publicity=(draft,), people=case.people), rule)]


def test_one_mention_that_looks_like_the_rest_is_none() -> None:
    assert manners(Mark("size", START, END, "11")) == []


def test_a_mention_in_bold_alone_is_none() -> None:
    assert manners(Mark("size", START, END, "11"), Mark("bold", START, END)) == []


@pytest.mark.parametrize(
    "marks",
    [
        (Mark("size", START, END, "26"),),
        (Mark("heading", START, END, "2"),),
        (Mark("size", START, END, "26"), Mark("colour", START, END, "#12b6cf"), Mark("bold", START, END)),
    ],
)
def test_a_mention_made_large_or_a_heading_is_emphasis(marks: tuple[Mark, ...]) -> None:
    assert manners(*marks) == ["made-prominent"]


def test_grey_is_no_colour() -> None:
    assert manners(Mark("colour", START, END, "#555555")) == []


def test_the_mention_is_quoted_where_it_stands() -> None:
    case = publicity(TEXT)
    draft = replace(case.publicity[0], marks=(*BODY, Mark("size", START, END, "26")))
    rule = Rule("party-emphasis", ("example/1",), {"party_mentions_max": 1})

    (found,) = detector("party-emphasis")(Case(publicity=(draft,), people=case.people), rule)

    assert [passage.quote for passage in found.passages] == ["Reform UK"]
    assert "26 points" in found.why
