"""A run's folder, read back."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.domain import CheckerError
from checker.protocols import load
from checker.report import manifest, words
from checker.scan.folder import may_write, write
from checker.scan.reopening import reopened
from checker.scan.run import Scanned, scan
from checker.scan.sets import read_set
from checker.shipped import shipped


@pytest.fixture(scope="module")
def scanned() -> Scanned:
    case_set = read_set(shipped("corpora", "demo"))
    assert case_set.mailbox is not None
    protocol = load(case_set.protocol, behaviours())
    return scan([case_set.mailbox], case_set.publicity, [protocol], case_set.settings, options={"given": "corpora/demo"})


@pytest.fixture
def folder(scanned: Scanned, tmp_path: Path) -> Path:
    write(scanned.run, scanned.seconds, scanned.inputs, tmp_path / "run", people=scanned.people)
    return tmp_path / "run"


def test_a_run_is_read_back_whole_without_its_mailbox(scanned: Scanned, folder: Path) -> None:
    found = reopened(folder)

    for field in fields(scanned.run):
        if field.name not in ("findings", "options"):
            assert getattr(found.run, field.name) == getattr(scanned.run, field.name), field.name
    assert list(found.run.findings) == words.in_order(scanned.run.findings)
    assert dict(found.run.options) == dict(scanned.run.options)
    assert found.people.by_email == scanned.people.by_email
    assert found.made == manifest.read(folder)


def test_the_same_run_gives_the_same_case_file_and_its_manifest_covers_it(scanned: Scanned, folder: Path, tmp_path: Path) -> None:
    write(scanned.run, scanned.seconds, scanned.inputs, tmp_path / "again", people=scanned.people)

    assert (folder / "case.jsonl").read_bytes() == (tmp_path / "again" / "case.jsonl").read_bytes()
    with (folder / "case.jsonl").open("a") as file:
        file.write("\n")
    assert any("case.jsonl: it was changed" in fault for fault in manifest.faults(folder, manifest.read(folder), []))


def test_decisions_are_read_with_the_run_and_keep_it_from_being_replaced(scanned: Scanned, folder: Path) -> None:
    finding = scanned.run.findings[0].id
    line = {"finding": finding, "decision": "upheld", "reason": "", "by": "The MO", "date": "2026-04-14"}
    (folder / "decisions.jsonl").write_text(json.dumps(line) + "\n")

    assert reopened(folder).decisions.state(finding) == "upheld"
    with pytest.raises(CheckerError, match="holds more than a run"):
        may_write(folder, replace=True)


def test_a_folder_of_an_older_version_is_told(folder: Path) -> None:
    (folder / "case.jsonl").unlink()

    with pytest.raises(CheckerError, match="made by an older version; scan again"):
        reopened(folder)


@pytest.mark.parametrize("key", ["containers", "untold", "options", "version", "gaps"])
def test_an_account_that_was_changed_is_told(folder: Path, key: str) -> None:
    table = json.loads((folder / "run.json").read_text())
    del table[key]
    (folder / "run.json").write_text(json.dumps(table))

    with pytest.raises(CheckerError, match="is not as a scan writes it"):
        reopened(folder)
