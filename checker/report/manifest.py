"""What a run was made from and what it said, each by its SHA-256, in a chain: whoever keeps the last link can tell any change.

An entry's link is the SHA-256 of the link before it, a line end, the entry's kind, a tab, its name, a tab, its own SHA-256 and a
line end; the first follows on 64 noughts. Anybody can compute it with common tools, as the report tells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.domain import CheckerError

START = "0" * 64
INPUT, PROTOCOL, MODEL, RESULT = "input", "protocol", "model", "result"
# The files of a run that say what was found, what it rests on and what was not read.
RESULTS = ("findings.jsonl", "case.jsonl", "unread.jsonl")
PAGES = "report"  # the folder of a large report's other pages


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a run depends on or says: an input, a protocol, a model or a result, its name and its SHA-256."""

    kind: str
    name: str
    sha256: str

    @property
    def line(self) -> str:
        """The entry as it goes into the chain."""
        return f"{self.kind}\t{self.name}\t{self.sha256}\n"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of a run and the last link of their chain.

    ``report`` is the SHA-256 of the report's first page, which bears the fingerprint and so cannot be among the entries; empty
    until it is written.
    """

    entries: tuple[Entry, ...]
    fingerprint: str
    report: str = ""


def manifest(entries: Iterable[Entry]) -> Manifest:
    """The manifest of these entries, in their order.

    >>> manifest([]).fingerprint == START
    True
    """
    every = tuple(entries)
    link = START
    for entry in every:
        link = hashlib.sha256(f"{link}\n{entry.line}".encode("utf-8", "replace")).hexdigest()
    return Manifest(every, link)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file; raises ``OSError``."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def results(folder: Path) -> Iterator[Entry]:
    """The results that lie in a run's folder."""
    for name in RESULTS:
        yield Entry(RESULT, name, hash_of(folder / name))
    for page in pages(folder):
        yield Entry(RESULT, page, hash_of(folder / page))


def pages(folder: Path) -> list[str]:
    """The pages of a large report beside its first one, by their names in the run's folder."""
    return [f"{PAGES}/{page.name}" for page in sorted((folder / PAGES).iterdir())] if (folder / PAGES).is_dir() else []


def as_json(made: Manifest) -> dict[str, object]:
    """The manifest under its keys of ``run.json``."""
    entries = [{"kind": entry.kind, "name": entry.name, "sha256": entry.sha256} for entry in made.entries]
    return {"fingerprint": made.fingerprint, "report": made.report, "entries": entries}


def read(run: Path) -> Manifest:
    """The manifest in a run's ``run.json``; ``CheckerError`` if there is none that can be read."""
    try:
        table = json.loads((run / "run.json").read_text(encoding="utf-8"))["manifest"]
        entries = tuple(Entry(str(each["kind"]), str(each["name"]), str(each["sha256"])) for each in table["entries"])
        return Manifest(entries, str(table["fingerprint"]), str(table.get("report", "")))
    except OSError as error:
        raise CheckerError(f"{run} is no folder of a run: run.json cannot be read ({error.strerror}).") from error
    except (ValueError, TypeError, KeyError) as error:
        raise CheckerError(f"{run / 'run.json'} holds no manifest; it was changed, or another program wrote it.") from error


def faults(run: Path, made: Manifest, known: Sequence[Entry]) -> Iterator[str]:
    """What of a run is no longer as its manifest says; ``known`` are the protocols and models as they are now.

    Inputs that are gone cannot be checked and are told. An input within an archive is checked with the archive that holds it.
    """
    if manifest(made.entries).fingerprint != made.fingerprint:
        yield "run.json: the chain does not lead to the fingerprint; an entry of the manifest was changed"
    if made.fingerprint not in _text(run / "report.html"):
        yield "report.html: it does not bear the fingerprint of this run"
    elif made.report:
        yield from _compared(run / "report.html", Entry(RESULT, "report.html", made.report))
    named = {entry.name for entry in made.entries if entry.kind == RESULT}
    for page in pages(run):
        if page not in named:
            yield f"{page}: it is no page of this run's report"
    now = {(entry.kind, entry.name): entry.sha256 for entry in known}
    inputs = {entry.name for entry in made.entries if entry.kind == INPUT}
    for entry in made.entries:
        if entry.kind == RESULT:
            yield from _compared(run / entry.name, entry)
        elif entry.kind == INPUT and not any(entry.name.startswith(f"{other}/") for other in inputs):
            yield from _compared(Path(entry.name), entry)
        elif entry.kind in (PROTOCOL, MODEL) and now.get((entry.kind, entry.name), entry.sha256) != entry.sha256:
            yield f"{entry.kind} {entry.name}: it is another now than the run was made with"


def _compared(path: Path, entry: Entry) -> Iterator[str]:
    try:
        found = hash_of(path)
    except OSError as error:
        yield f"{entry.name}: it cannot be read ({error.strerror})"
        return
    if found != entry.sha256:
        yield f"{entry.name}: it was changed; its SHA-256 is {found}, the manifest has {entry.sha256}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
