"""What a scan has done so far, kept beside its folder, so that a run that was stopped goes on where it stopped.

Each part's outcome is written whole or not at all. It counts only for a run of the same bytes: the same files, protocol, roster,
options, limits and program, all of which go into the key. Findings are read back through the door by which those of a finished
run are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.domain import CheckerError, Finding, Quoted, Source, Unread
from checker.report import jsonl


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one part: findings, what was not read, what is only quoted, conversations touched, and messages out of time.

    ``touched`` names a message of each conversation that a finding cites; ``sealed`` counts messages without a text that can be
    read, by the reason.
    """

    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    quoted: tuple[Quoted, ...]
    touched: tuple[Source, ...]
    outside: int = 0
    sealed: tuple[tuple[str, int], ...] = ()


class Progress:
    """Outcomes by the number of their part; nothing is kept where no folder is given."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def begin(self, key: str) -> int:
        """Take up what an earlier run of the same key left, or begin anew; gives the number of parts that are done."""
        if self._folder is None:
            return 0
        parts = self._folder / "parts"
        mark = parts / "key"
        try:
            if not (mark.is_file() and mark.read_text() == key):
                shutil.rmtree(parts, ignore_errors=True)
                parts.mkdir(parents=True)
                mark.write_text(key)
            return sum(1 for _ in parts.glob("*.json"))
        except OSError as error:
            raise CheckerError(f"Cannot write to {self._folder} ({error.strerror}); name another folder with --out.") from error

    def done(self, number: int) -> Outcome | None:
        """The outcome of a part, if an earlier run left it whole."""
        if self._folder is None:
            return None
        place = self._folder / "parts" / f"{number:06}.json"
        return _read(place) if place.is_file() else None

    def keep(self, number: int, outcome: Outcome) -> None:
        """Write down the outcome of a part."""
        if self._folder is None:
            return
        place = self._folder / "parts" / f"{number:06}.json"
        partial = place.with_suffix(".partial")
        lines = [json.dumps(each, ensure_ascii=True) for each in _lines(outcome)]
        try:
            partial.write_text("\n".join(lines), encoding="ascii")
            partial.replace(place)
        except OSError as error:
            raise CheckerError(f"Cannot write to {self._folder} ({error.strerror}); name another folder with --out.") from error


def _lines(outcome: Outcome) -> Iterator[object]:
    yield [jsonl.finding_as_json(finding) for finding in outcome.findings]
    yield [jsonl.unread_as_json(one) for one in outcome.unread]
    yield [jsonl.quoted_as_json(one) for one in outcome.quoted]
    yield [jsonl.source_as_json(source) for source in outcome.touched]
    yield outcome.outside
    yield outcome.sealed


def _read(place: Path) -> Outcome | None:
    """What was written; None if it is not whole, for then the part is done again."""
    try:
        findings, unread, quoted, touched, outside, sealed = map(json.loads, place.read_text(encoding="ascii").split("\n"))
        return Outcome(
            findings=tuple(jsonl.finding_of(one, place.name) for one in findings),
            unread=tuple(jsonl.unread_of(one, place.name) for one in unread),
            quoted=tuple(jsonl.quoted_of(one, place.name) for one in quoted),
            touched=tuple(jsonl.source_of(one, place.name) for one in touched),
            outside=int(outside),
            sealed=tuple((str(reason), int(number)) for reason, number in sealed),
        )
    except (OSError, TypeError, ValueError, CheckerError):
        return None
