from __future__ import annotations

from pathlib import Path

import pytest

from checker.domain import CheckerError, Person
from checker.people import domains, read_roster, roster

HEAD = "email,name,role,party,position,seniority,committees\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_roster_tells_members_from_officers_and_strangers(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "Wren@dene.example,Cllr Wren Ashby,member,Labour,Chair,,Waste;Audit\n")

    known = read_roster(path)

    assert known.who("", "WREN@dene.example").committees == ("Waste", "Audit")
    assert known.who("Someone", "x@y.example").is_outside


def test_a_name_alone_finds_a_person_however_it_is_written() -> None:
    known = roster([Person("w@dene.example", "Cllr Wren Ashby", "member")])

    assert known.who("Ashby, Wren", "").email == "w@dene.example"
    assert known.named("Councillor Wren Ashby <old@elsewhere.example>") == known.people[0]


def test_a_name_that_two_people_bear_stands_for_neither() -> None:
    known = roster([Person("a@x.example", "Jo Reed", "member"), Person("b@x.example", "Jo Reed", "officer")])

    assert known.named("Jo Reed") is None


def test_every_fault_of_a_roster_is_named_at_once(tmp_path: Path) -> None:
    rows = "a@x.example,A,member,,,,\na@x.example,A,boss,,,,\nnobody,B,officer,,,middling,\n"

    with pytest.raises(CheckerError) as caught:
        read_roster(written(tmp_path, HEAD + rows))

    said = str(caught.value)
    assert "line 3: a@x.example stands already on line 2" in said
    assert "role 'boss'" in said
    assert "'nobody' is no address" in said
    assert "seniority 'middling'" in said


def test_a_missing_column_is_named_with_the_line_that_was_expected(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match=r"lacks the columns party, position.*email,name,role"):
        read_roster(written(tmp_path, "email,name,role\n"))


def test_the_authoritys_own_domains_are_those_its_officers_write_from() -> None:
    people = [Person("o@dene.example", role="officer"), Person("m@home.example", role="member")]

    assert domains(people) == {"dene.example"}
