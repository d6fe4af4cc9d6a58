"""Who is of the press, what an authority is called, and which office a position is."""

from __future__ import annotations

import pytest

from checker.detectors import detector
from checker.detectors.examples import mail
from checker.detectors.mandates import holds
from checker.detectors.outsiders import Names, is_minister, is_press
from checker.domain import Person, Rule


def test_the_press_is_told_by_post_or_by_house() -> None:
    assert is_press(Person("z@echo.example", "Z Heath", "external", position="Reporter"))
    assert is_press(Person("newsdesk@wantseagazette.example"))
    assert not is_press(Person("otis@farm.example", "Otis Lamb", "external"))
    assert not is_press(Person("press@dene.example", "Linnet Kay", "officer", position="Press Officer"))


def test_a_minister_speaks_for_the_government() -> None:
    assert is_minister(Person("post@ministry.example", "Minister of State", "external"))
    assert not is_minister(Person("a@chapel.example", "Rev Ash", "external"))


@pytest.mark.parametrize(
    ("written", "common"),
    [
        ("On behalf of the Hent Vale Waste Disposal Authority I accept.", "On behalf of the Authority I accept."),
        ("The vale is green.", "The vale is green."),
    ],
)
def test_the_authoritys_own_name_is_read_as_the_authority(written: str, common: str) -> None:
    assert Names("hentvalewaste.example", "hentvalewaste").generic(written) == common


@pytest.mark.parametrize(
    ("position", "office", "is_held"),
    [
        ("Chair", "chair", True),
        ("Chair of Dene Councils; Leader of Aldwick", "chair", True),
        ("Chair of the Waste Committee", "chair", False),
        ("Chairman of the Waste Committee", "committee-chairman", True),
        ("Vice-Chair; Leader of the Green Group", "deputy-chair", True),
        ("Leader of the Green Group", "party-group-leader", True),
        ("", "chair", False),
    ],
)
def test_an_office_is_told_from_a_position(position: str, office: str, is_held: bool) -> None:  # noqa: FBT001 a row of a table
    assert holds(Person("a@dene.example", "A", "member", position=position), office) is is_held


def test_a_deputy_may_speak_where_the_chair_has_agreed() -> None:
    terms = ({"may_speak": "deputy-chairman", "condition": ("chairman-agrees", "chairman-absent"), "clause": "x/1"},)
    rule = Rule("unauthorised-spokesperson", ("x/1",), terms[0], terms=terms)
    letter = "2026-03-03 deputy_chair -> reporter: On behalf of the Authority I write to correct your report."
    leave = "2026-03-02 authority_chair -> deputy_chair: I am away and have agreed that you speak for us.\n\n"

    alone = list(detector(rule.behaviour)(mail(letter), rule))
    agreed = list(detector(rule.behaviour)(mail(leave + letter), rule))

    assert [evidence.manner for evidence in alone] == ["deputy-without-the-chair"]
    assert agreed == []
