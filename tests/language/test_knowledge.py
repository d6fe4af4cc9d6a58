"""A user's own folder of knowledge: what it adds, for how long, and what is wrong in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.detectors.examples import publicity
from checker.domain import CheckerError
from checker.language.knowledge import read
from checker.language.parties import also_known, national
from checker.pipeline import check
from checker.protocols import load

DAY = date(2026, 3, 2)
LOCAL = """
[[parties]]
id = "heath-first"
names = ["Heath First"]
tokens = ["heathfirst"]
is_local = true

[[slogans]]
party = "heath-first"
words = "the heath for ever"
year = 2025
source = "its leaflet of April 2025"

[[policies]]
party = "heath-first"
words = "the doorstep levy"
year = 2025

[[leaders]]
party = "labour"
name = "Perdita Quill"
office = "leader"
from = 2025-01-01
to = 2026-12-31
"""


def found(text: str) -> set[str]:
    return {finding.behaviour for finding in check(publicity(text), load("mwda", behaviours()))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "local.toml").write_text(LOCAL)
    return tmp_path


def test_a_partys_signs_are_known_while_the_folder_is_and_no_longer(folder: Path) -> None:
    text = "New gate\n\nIt opens on Monday. #HeathFirst\n\nThe heath for ever\n"
    before = national()

    with also_known(read(folder, DAY)):
        inside = found(text)

    assert "party-branding" in inside
    assert "party-branding" not in found(text)
    assert national() == before


def test_a_leaders_name_stands_for_the_party_on_the_days_of_the_office(folder: Path) -> None:
    text = "New gate\n\nPerdita Quill has let this town down for years, and nobody should vote for Perdita Quill again."

    with also_known(read(folder, DAY)):
        assert "party-denigration" in found(text) or "party-promotion" in found(text)
    with also_known(read(folder, date(2027, 1, 1))):
        assert found(text) == found("x") == set()


def test_what_is_said_of_a_known_party_adds_to_what_is_known(folder: Path) -> None:
    (folder / "more.toml").write_text('[[parties]]\nid = "labour"\nnames = ["Dene Labour Club"]\n')

    with also_known(read(folder, DAY)):
        labour = next(party for party in national() if party.id == "labour")

    assert labour.names[0] == "Labour Party"
    assert "Dene Labour Club" in labour.names
    assert labour.slogans


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[parties]]\nid = "x y"\nnames = ["X"]\n', "small letters"),
        ('[[parties]]\nid = "x"\n', "has no names"),
        ('[[parties]]\nid = "x"\nnames = "X"\n', "a list of texts was expected"),
        ('[[parties]]\nid = "x"\nnames = ["X"]\ncolours = ["red"]\n', "#rrggbb"),
        ('[[parties]]\nid = "x"\nnames = ["X"]\nhue = 1\n', "no key 'hue'"),
        ('[[slogans]]\nparty = "nobody"\nwords = "x"\nyear = 2020\n', "no party 'nobody'"),
        ('[[slogans]]\nparty = "labour"\nwords = "x"\n', "year is missing"),
        ('[[leaders]]\nparty = "labour"\nname = "X"\nfrom = 2020-01-01T00:00:00\n', "a day was expected"),
        ("[[emblems]]\n", "none of"),
        ("= broken", "no valid TOML"),
    ],
)
def test_what_is_wrong_in_it_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "k.toml").write_text(text)

    with pytest.raises(CheckerError, match=said):
        read(tmp_path, DAY)


def test_an_empty_folder_and_none_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="holds no TOML"):
        read(tmp_path, DAY)
    with pytest.raises(CheckerError, match="no folder of knowledge"):
        read(tmp_path / "nowhere", DAY)


def test_a_policy_of_a_users_own_is_known(folder: Path) -> None:
    said = "The doorstep levy is unfair and should be scrapped."

    assert "partisan-policy" not in found(said)
    with also_known(read(folder, DAY)):
        assert "partisan-policy" in found(said)
