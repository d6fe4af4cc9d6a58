"""The folder of a run: written whole or not at all, and never over anything else."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.domain import CheckerError, Protocol, Run
from checker.people import Roster, roster
from checker.report import case_file, html, jsonl
from checker.report.manifest import Entry, Manifest, as_json, hash_of, manifest, results

# What a run's folder holds.
FILES = ("case.jsonl", "findings.jsonl", "report.html", "run.json", "timing.json", "unread.jsonl")
NOBODY = roster(())


def progress_of(out: Path) -> Path:
    """Where a scan into this folder keeps what it has done so far."""
    return out.with_name(f".{out.name}.progress")


def write(
    run: Run,
    seconds: Mapping[str, float],
    inputs: Sequence[Entry],
    out: Path,
    *,
    people: Roster = NOBODY,
    replace: bool = False,
    templates: Path | None = None,
) -> str:
    """The run's folder, whole or not at all, and its fingerprint.

    ``inputs`` are the entries of what the run was made from, ``people`` the roster that it went by, ``templates`` the folder of
    an authority's own letterhead and templates. ``CheckerError`` when it cannot be written or is there already.
    """
    may_write(out, replace=replace)
    partial = out.with_name(f".{out.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        jsonl.write_findings(run.findings, partial / "findings.jsonl")
        case_file.write(run, people, partial / case_file.NAME)
        jsonl.write_unread(run.unread, partial / "unread.jsonl")
        made = write_report(run, inputs, partial, templates=templates)
        _write_json({**_as_json(run), "manifest": as_json(made)}, partial / "run.json")
        _write_json({"seconds": {stage: round(value, 3) for stage, value in seconds.items()}}, partial / "timing.json")
        if out.exists():
            for name in FILES:
                (out / name).unlink(missing_ok=True)
            shutil.rmtree(out / html.FOLDER, ignore_errors=True)
            out.rmdir()
        partial.rename(out)
        shutil.rmtree(progress_of(out), ignore_errors=True)
        return made.fingerprint
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror or error}); name another folder with --out.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_report(run: Run, inputs: Sequence[Entry], folder: Path, *, templates: Path | None = None) -> Manifest:
    """Write a run's report into the folder where its results lie; the manifest of all of it, whose fingerprint the report bears.

    Raises ``OSError`` when it cannot be written.
    """
    report = html.report(run, templates=templates)
    for name, page in report.others():
        (folder / html.FOLDER).mkdir(exist_ok=True)
        (folder / html.FOLDER / name).write_text(page, encoding="utf-8")
    made = manifest((*inputs, *results(folder)))
    (folder / html.FIRST).write_text(report.first(made), encoding="utf-8")
    return dataclasses.replace(made, report=hash_of(folder / html.FIRST))


def may_write(out: Path, *, replace: bool = False) -> None:
    """``CheckerError`` if a run cannot be put into this folder, before any work is done."""
    if out.exists():
        if not replace:
            again = ", or add --replace to write this run anew" if (out / "run.json").is_file() else ""
            raise CheckerError(f"{out} exists already; name another folder with --out{again}.")
        if out.is_symlink() or not out.is_dir() or not (out / "run.json").is_file():
            raise CheckerError(f"{out} is no folder of a run, so it is not replaced; name another folder with --out.")
        if others := sorted(path.name for path in out.iterdir() if path.name not in (*FILES, html.FOLDER)):
            raise CheckerError(
                f"{out} holds more than a run ({others[0]}), so it is not replaced; name another folder with --out."
            )
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        raise CheckerError(f"Cannot write to {out}: {parent} is not a folder; name another with --out.")
    try:
        with tempfile.TemporaryDirectory(prefix=".checker-", dir=parent):
            pass
    except OSError as error:
        raise CheckerError(f"Cannot write to {out} ({error.strerror}); name another folder with --out.") from error


def _write_json(table: object, path: Path) -> None:
    path.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _wording_hash(protocol: Protocol) -> str:
    """A hash over the official wording that reports quote, empty when none is attached."""
    words = "\x1e".join(f"{clause.id}\x1f{clause.wording}" for clause in protocol.clauses if clause.wording)
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def _as_json(run: Run) -> dict[str, object]:
    outcomes = [finding.outcome for finding in run.findings]
    return {
        "version": run.version,
        "protocol": {
            "id": run.protocol.id,
            "title": run.protocol.title,
            "sha256": run.protocol.sha256,
            "wording_sha256": _wording_hash(run.protocol),
        },
        "options": dict(run.options),
        "containers": [
            {name: getattr(c, name) for name in ("path", "kind", "sha256", "expected", "read", "unread")}
            | ({"folders": dict(c.folders)} if c.folders else {})
            for c in run.containers
        ],
        "findings": {outcome: outcomes.count(outcome) for outcome in ("breach", "review")},
        "gaps": list(run.gaps),
        "seen_only_in_quotation": [jsonl.quoted_as_json(one) for one in run.quoted],
        "untold": [{"behaviour": one.behaviour, "reason": one.reason} for one in run.untold],
    }
