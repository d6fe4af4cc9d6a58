"""The manifest: any change of a run or of what it was made from shows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import CheckerError, Run
from checker.report import manifest as manifests
from checker.report.manifest import INPUT, PROTOCOL, RESULT, START, Entry, faults, hash_of, manifest
from checker.scan.folder import write


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.mbox").write_text("From x")
    inputs = [Entry(INPUT, str(tmp_path / "a.mbox"), hash_of(tmp_path / "a.mbox")), Entry(PROTOCOL, "mwda", "0" * 64)]
    write(run, {}, inputs, tmp_path / "run")
    return tmp_path / "run"


def found(folder: Path, *known: Entry) -> list[str]:
    return list(faults(folder, manifests.read(folder), known))


def test_an_unchanged_run_has_no_faults_and_its_report_bears_the_fingerprint(folder: Path) -> None:
    assert found(folder) == []
    assert manifests.read(folder).fingerprint in (folder / "report.html").read_text()


@pytest.mark.parametrize("name", ["findings.jsonl", "unread.jsonl", "report.html", "../a.mbox"])
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text().replace(manifests.read(folder).fingerprint, "x") + " ")

    (fault,) = found(folder)

    assert Path(name).name in fault


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    (folder.parent / "a.mbox").unlink()

    (fault,) = found(folder)

    assert "cannot be read" in fault


def test_an_entry_that_was_changed_breaks_the_chain(folder: Path) -> None:
    path = folder / "run.json"
    path.write_text(path.read_text().replace(f'"{"0" * 64}"', f'"{"1" * 64}"'))

    assert any("the chain does not lead to the fingerprint" in fault for fault in found(folder))


def test_a_protocol_that_is_another_now_is_named(folder: Path) -> None:
    (fault,) = found(folder, Entry(PROTOCOL, "mwda", "2" * 64))

    assert fault == "protocol mwda: it is another now than the run was made with"


def test_the_chain_can_be_computed_by_hand() -> None:
    entry = Entry(RESULT, "findings.jsonl", "ab" * 32)

    link = hashlib.sha256(f"{START}\nresult\tfindings.jsonl\t{'ab' * 32}\n".encode()).hexdigest()

    assert manifest([entry]).fingerprint == link


@given(
    st.lists(st.builds(Entry, st.sampled_from([INPUT, RESULT]), st.text(), st.text("0123456789abcdef")), min_size=1, max_size=4)
)
def test_no_entry_can_be_changed_without_changing_the_fingerprint(entries: list[Entry]) -> None:
    other = [replace(entries[0], sha256=entries[0].sha256 + "0"), *entries[1:]]

    assert manifest(entries).fingerprint != manifest(other).fingerprint


def test_a_folder_without_a_run_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="is no folder of a run"):
        manifests.read(tmp_path)
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(CheckerError, match="holds no manifest"):
        manifests.read(tmp_path)
