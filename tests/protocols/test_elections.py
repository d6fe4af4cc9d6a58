"""The period before an election: the same draft on three days, who may be shown, and what is wrong in its file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.detectors.examples import publicity
from checker.domain import CheckerError
from checker.pipeline import check
from checker.protocols import law, load
from checker.protocols.beside import together
from checker.protocols.elections import PACK, Election, in_force, read

FILE = """
title = "Local elections, 7 May 2026"
notice = 2026-03-27
poll = 2026-05-07
wards = ["Ashby", "Cole Road"]

[[candidates]]
name = "Mabel Ede"
ward = "Cole Road"
party = "Independent"

[[candidates]]
name = "Ida Lunt"
ward = "Ashby"

[[candidates]]
name = "Perrin Dove"
"""
QUOTED = """New skips at Cole Road

The site has three more skips. Cllr Mabel Ede, Chair of the Waste Committee, said: "People asked for them."
"""
NOTICE, POLL = date(2026, 3, 27), date(2026, 5, 7)


@pytest.fixture
def election(tmp_path: Path) -> Election:
    (tmp_path / "e.toml").write_text(FILE)
    return read(tmp_path / "e.toml")


def found(text: str, election: Election, day: date) -> list[tuple[str, str]]:
    packs = in_force(load(PACK, behaviours()), election, day)
    return [(f.behaviour, f.outcome) for pack in packs for f in check(publicity(text), pack)]


@pytest.mark.parametrize(
    ("day", "is_found"),
    [
        (NOTICE - timedelta(1), False),
        (NOTICE, True),
        (POLL, True),
        (POLL + timedelta(1), False),
    ],
)
def test_the_same_draft_is_judged_by_its_day(election: Election, day: date, is_found: bool) -> None:  # noqa: FBT001 a row of a table
    assert (found(QUOTED, election, day) == [("member-out-of-role", "breach")]) is is_found


def test_a_candidate_whom_no_roster_knows_is_seen_in_a_picture_and_a_quotation(election: Election) -> None:
    assert found("Cafe\n\n[picture: a.jpg: Ida Lunt mends a kettle]", election, POLL) == [("member-out-of-role", "breach")]
    assert found('Cafe\n\n"I mend kettles," said Mrs Ida Lunt.', election, POLL) == [("member-out-of-role", "breach")]


def test_a_name_in_passing_is_for_review_and_a_list_of_candidates_is_a_fact(election: Election) -> None:
    passing = "New gate\n\nThe gate was opened by Ida Lunt on Monday in front of a crowd of two hundred."
    listed = "Who stands\n\nMabel Ede, Cole Road, Independent\nIda Lunt, Ashby\nPerrin Dove, Ashby"

    assert found(passing, election, POLL) == [("member-out-of-role", "review")]
    assert found(listed, election, POLL) == []


def test_an_ordinary_release_passes_in_the_period_too(election: Election) -> None:
    assert found('New hours\n\nThe site opens at eight, said Cllr Wren Ashby: "Come early."', election, POLL) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("notice = 2026-03-27\n", "poll is missing"),
        ("notice = 2026-05-08\npoll = 2026-05-07\n", "before the notice"),
        ('notice = "soon"\npoll = 2026-05-07\n', "a day, such as"),
        (FILE.replace('ward = "Ashby"', 'ward = "Nowhere"'), "none of the wards"),
        (FILE + "age = 4\n", "no key 'age'"),
        ("notice = 2026-03-27\npoll = 2026-05-07\n[[candidates]]\nward = 'x'\n", "candidate 1 has no name"),
        ("day = 3\n", "no key 'day'"),
        ("=", "no valid TOML"),
    ],
)
def test_what_is_wrong_in_its_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "e.toml").write_text(text)

    with pytest.raises(CheckerError, match=said):
        read(tmp_path / "e.toml")


# --- the law beside a protocol ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", law())
def test_every_clause_of_the_law_says_that_its_number_was_not_checked(id: str) -> None:
    for clause in load(id, behaviours()).clauses:
        assert "not checked" in clause.locator


def test_a_protocol_and_the_law_beside_it_are_told_as_one_and_keep_their_clauses() -> None:
    packs = [load(id, behaviours()) for id in ("mwda", "lga-1986-s2")]

    both = together(packs)

    assert both.id == "mwda"
    assert len(both.clauses) == sum(len(pack.clauses) for pack in packs)
    assert both.clause("lga-1986-s2/2.1").addressee == "authority"
    assert together(packs[:1]) is packs[0]
    with pytest.raises(CheckerError, match="named twice"):
        together([packs[0], packs[0]])


def test_the_law_finds_a_partys_praise_and_leaves_a_quiet_mention() -> None:
    act = load("lga-1986-s2", behaviours())

    assert {f.behaviour for f in check(publicity("New gate\n\nThanks to Labour councillors the gate opens."), act)} == {
        "party-promotion"
    }
    assert list(check(publicity("New gate\n\nCllr Wren Ashby (Labour) opened the gate."), act)) == []
