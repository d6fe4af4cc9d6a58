"""A finished run, read back from its folder: all that a report needs, without the mailbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.domain import CheckerError, Container, Run, Untold
from checker.people import Roster
from checker.report import case_file, decisions, jsonl, manifest
from checker.report.decisions import Decisions
from checker.report.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Reopened:
    """A run with its roster, the manifest of what it was made from, and what has been decided of its findings."""

    run: Run
    people: Roster
    made: Manifest
    decisions: Decisions


def reopened(folder: Path) -> Reopened:
    """The run in a folder that ``scan.folder.write`` wrote. ``CheckerError`` says what of it cannot be read."""
    made = manifest.read(folder)
    if not (folder / case_file.NAME).is_file():
        raise CheckerError(f"{folder} holds no {case_file.NAME}: it was made by an older version; scan again.")
    kept = case_file.read(folder / case_file.NAME)
    findings = tuple(jsonl.read_findings(folder / "findings.jsonl"))
    place = folder / "run.json"
    account = json.loads(place.read_text(encoding="utf-8"))  # manifest.read has read it
    try:
        run = Run(
            protocol=kept.protocol,
            behaviours=kept.behaviours,
            containers=tuple(_container(told) for told in account["containers"]),
            unread=tuple(jsonl.read_unread(folder / "unread.jsonl")),
            untold=tuple(Untold(str(told["behaviour"]), str(told["reason"])) for told in account["untold"]),
            findings=findings,
            conversations=kept.conversations,
            publicity=kept.publicity,
            options={str(key): str(value) for key, value in account["options"].items()},
            version=str(account["version"]),
            quoted=tuple(jsonl.quoted_of(told, str(place)) for told in account["seen_only_in_quotation"]),
            gaps=tuple(map(str, account["gaps"])),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CheckerError(f"{place} is not as a scan writes it; scan again.") from error
    return Reopened(run, kept.people, made, decisions.read(folder, (finding.id for finding in findings)))


def _container(told: Mapping[str, object]) -> Container:
    folders = told.get("folders", {})
    if not isinstance(folders, dict):
        raise TypeError("folders are an object")
    return Container(
        path=str(told["path"]),
        kind=str(told["kind"]),
        sha256=str(told["sha256"]),
        expected=int(str(told["expected"])),
        read=int(str(told["read"])),
        unread=int(str(told["unread"])),
        folders=tuple((str(name), int(number)) for name, number in folders.items()),
    )
