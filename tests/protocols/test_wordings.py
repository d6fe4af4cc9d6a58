"""The official wording in a user's own folder: kept, read back, and refused when it is not as it was written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.domain import CheckerError, Protocol
from checker.protocols import wordings
from checker.protocols.attaching import Attached, Wording, match
from checker.protocols.packs import read_pack

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def dene() -> Protocol:
    return read_pack((HERE / "dene.toml").read_bytes(), "dene.toml", behaviours())


@pytest.fixture(scope="module")
def attached(dene: Protocol) -> Attached:
    data = (HERE / "dene.txt").read_bytes()
    return match(dene, data.decode(), file="Protocol 2024.pdf", sha256=wordings.sha256(data))


def test_wording_that_was_kept_comes_back_under_its_clauses(dene: Protocol, attached: Attached, tmp_path: Path) -> None:
    wordings.store(attached, tmp_path)

    protocol = wordings.load(tmp_path, dene)

    assert protocol.clause("dene/1.2.3").wording == "and it must never be copied to any other Member in secret."
    assert protocol.clause("dene/4").wording == ""
    assert replace(protocol, clauses=dene.clauses) == dene


def test_the_file_that_it_came_from_is_kept_with_it(attached: Attached, tmp_path: Path) -> None:
    path = wordings.store(attached, tmp_path)

    assert path == tmp_path / "wording" / "dene.json"
    assert wordings.stored(tmp_path, "dene") == attached
    assert json.loads(path.read_text(encoding="utf-8"))["file"] == "Protocol 2024.pdf"
    assert list(path.parent.iterdir()) == [path]


def test_a_second_copy_takes_the_place_of_the_first(dene: Protocol, attached: Attached, tmp_path: Path) -> None:
    wordings.store(attached, tmp_path)
    wordings.store(replace(attached, wordings=()), tmp_path)

    assert not any(clause.wording for clause in wordings.load(tmp_path, dene).clauses)


def test_a_protocol_without_wording_is_as_it_was(dene: Protocol, tmp_path: Path) -> None:
    assert wordings.stored(tmp_path, "dene") is None
    assert wordings.load(tmp_path, dene) is dene


def test_a_clause_that_a_newer_pack_cites_elsewhere_keeps_our_summary(dene: Protocol, attached: Attached) -> None:
    moved = replace(dene, clauses=tuple(replace(clause, locator=f"new {clause.locator}") for clause in dene.clauses))

    assert not any(clause.wording for clause in wordings.with_wording(moved, attached).clauses)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "[" * 100_000, '{"version": 1}', '{"version": 1, "protocol": "dene", "file": 3}', "\ud800"],
)
def test_a_file_of_wording_that_is_damaged_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "dene.json").write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(CheckerError, match="is damaged; attach the protocol's file again"):
        wordings.stored(tmp_path, "dene")


@pytest.mark.parametrize("change", [("text", 3), ("extent", "guess"), ("locator", None)])
def test_a_clause_whose_wording_is_no_text_is_refused(change: tuple[str, object], attached: Attached, tmp_path: Path) -> None:
    path = wordings.store(attached, tmp_path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["clauses"]["1.1"][change[0]] = change[1]
    path.write_text(json.dumps(kept), encoding="utf-8")

    with pytest.raises(CheckerError, match="is damaged"):
        wordings.stored(tmp_path, "dene")


def test_a_folder_that_cannot_be_written_is_said_to_be(attached: Attached, tmp_path: Path) -> None:
    (tmp_path / "wording").write_text("a file where the folder should be")

    with pytest.raises(CheckerError, match="The wording cannot be kept in"):
        wordings.store(attached, tmp_path)


@pytest.mark.parametrize("id", ["../dene", "a/b", "", "..", "DENE", "a\0b", "x" * 200])
def test_no_name_leads_out_of_the_folder(id: str, attached: Attached, tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="No wording can be kept"):
        wordings.store(replace(attached, protocol=id), tmp_path)
    with pytest.raises(CheckerError, match="No wording can be kept"):
        wordings.stored(tmp_path, id)


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5, unique_by=lambda row: row[0]))
def test_writing_and_reading_gives_the_same_words_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("home")
    attached = Attached("dene", tuple(Wording(number, f"paragraph {number}", text) for number, text in rows), ())

    wordings.store(attached, folder)

    assert wordings.stored(folder, "dene") == attached


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, "/home/ada/.local/share/protocol-checker"),
        ({"XDG_DATA_HOME": "/data"}, "/data/protocol-checker"),
        ({"XDG_DATA_HOME": "data"}, "/home/ada/.local/share/protocol-checker"),
        ({"XDG_DATA_HOME": "/data", "CHECKER_HOME": "/own"}, "/own"),
    ],
)
def test_the_folder_is_the_users_own(environment: dict[str, str], folder: str) -> None:
    assert wordings.home(environment, Path("/home/ada")) == Path(folder)
