"""Titles and the offices that they speak of."""

from __future__ import annotations

import pytest

from checker.language.offices import is_shared, office, party


@pytest.mark.parametrize(
    ("line", "kind", "seniority", "position"),
    [
        ("Cllr Wren Ashby", "member", "", ""),
        ("WREN ASHBY | Councillor for Mill Ward", "member", "", ""),
        ("Wren Ashby, Leader of the Opposition", "member", "", "Leader of the Opposition"),
        ("Cabinet Member for Waste and Streets", "member", "", "Cabinet Member for Waste and Streets"),
        ("Alderman Lowell Birch", "member", "", ""),
        ("Rowan Firth – Head of Waste Services", "officer", "senior", "Head of Waste Services"),
        ("Edmund Hale, Chief Executive and Head of Paid Service", "officer", "chief", "Chief Executive and Head of Paid Service"),
        ("Sorrel Ivey, Assistant Director of Housing", "officer", "senior", "Assistant Director of Housing"),
        ("Isla Garth, Waste Technician", "officer", "junior", "Waste Technician"),
        ("Deputy Monitoring Officer", "officer", "senior", "Deputy Monitoring Officer"),
        (
            "Quinn Wick, Political Assistant to the Labour Group",
            "political-adviser",
            "",
            "Political Assistant to the Labour Group",
        ),
        ("Zara Heath, Reporter, Dene Echo", "external", "", ""),
        ("Otis Lamb MP", "external", "", ""),
        ("Assistant to Cllr Wren Ashby", "officer", "junior", "Assistant to Cllr Wren Ashby"),
        ("Former councillor", "", "", ""),
        ("See you on Friday", "", "", ""),
    ],
)
def test_a_title_speaks_of_an_office(line: str, kind: str, seniority: str, position: str) -> None:
    found = office(line)

    assert (found.kind, found.seniority, found.position) == (kind, seniority, position)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Cllr Wren Ashby (Lab)", "Labour"),
        ("Cllr Lowell Birch, Conservative Group Leader", "Conservative"),
        ("Councillor Tansy Cole (Liberal Democrat)", "Liberal Democrat"),
        ("Lab manager", ""),
        ("Con Brennan, Surveyor", ""),
    ],
)
def test_a_party_is_read_in_brackets_or_beside_a_group(line: str, name: str) -> None:
    assert party(line) == name


def test_a_shared_mailbox_is_known_by_its_address() -> None:
    assert is_shared("enquiries@dene.example")
    assert is_shared("planning.north@dene.example")
    assert not is_shared("rowan.firth@dene.example")
