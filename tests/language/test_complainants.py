from __future__ import annotations

import pytest

from checker.language.complainants import (
    is_about_person,
    named_complainants,
    says_name_needed,
    says_named_by_leave,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was Wren Ashby who complained about you.", {"Wren Ashby"}),
        ("The complaint about you came from Cllr Ashby.", {"Ashby"}),
        ("Wren Ashby is the complainant.", {"Wren Ashby"}),
        ("The person who complained about you is Wren Ashby.", {"Wren Ashby"}),
        ("Cllr Birch has put in a formal complaint about Tamsin.", {"Birch"}),
        ("Isla Garth lodged a grievance against Tamsin.", {"Isla Garth"}),
        ("Two complaints about officers came from Cllrs Ashby and Birch.", {"Ashby", "Birch"}),
        ("Between ourselves it was Isla who put the complaint in.", {"Isla"}),
    ],
)
def test_who_complained_is_given_away(text: str, names: set[str]) -> None:
    assert {one.name for one in named_complainants(text)} == names


@pytest.mark.parametrize(
    "text",
    [
        "There has been a complaint about you.",
        "The complaint was not from Wren Ashby.",
        "I cannot say whether Wren Ashby has complained.",
        "Did Wren Ashby like the slides?",
        "Residents have complained about the bins.",
        "",
    ],
)
def test_nobody_is_given_away(text: str) -> None:
    assert list(named_complainants(text)) == []


def test_a_complaint_about_bins_is_not_about_a_person() -> None:
    assert not is_about_person("Cllr Ashby complained about the bins again.")
    assert is_about_person("Cllr Ashby complained about your manner.")


def test_leave_and_need_are_known() -> None:
    assert says_named_by_leave("She is content for you to be told her name.")
    assert says_name_needed("Please investigate and report to me.")
    assert not says_named_by_leave("She has complained.")
    assert not says_name_needed("She has complained.")
