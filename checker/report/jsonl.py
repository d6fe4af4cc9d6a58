"""``findings.jsonl`` and ``unread.jsonl``: one JSON object a line, written and read back.

The keys are a contract (see the README); their order is fixed, so that a run's files can be compared byte by byte. Text that
UTF-8 cannot hold, which only damaged mail has, is written as JSON escapes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias, cast

from checker.domain import BREACH, REVIEW, CheckerError, Excuse, Finding, Passage, Quoted, Source, Step, Unread
from checker.report import words

Json: TypeAlias = dict[str, object]


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write the findings ordered by document date, then document, then behaviour."""
    write_objects((finding_as_json(finding) for finding in words.in_order(findings)), path)


def read_findings(path: Path) -> list[Finding]:
    """The findings that ``write_findings`` wrote, in the order of the file.

    Raises ``CheckerError`` with the line when a line is not JSON, lacks a key, holds the wrong kind of thing, or bears an id
    that is not the fingerprint of what it says (a decision would then be kept for another finding).
    """
    return [_finding(fields) for fields in _read(path)]


def write_unread(unread: Iterable[Unread], path: Path) -> None:
    """Write what was not read and why, ordered by where it lies."""
    write_objects((unread_as_json(thing) for thing in words.unread_in_order(unread)), path)


def read_unread(path: Path) -> list[Unread]:
    """What ``write_unread`` wrote; raises ``CheckerError`` as ``read_findings`` does."""
    return [_unread(fields) for fields in _read(path)]


def finding_of(told: object, place: str) -> Finding:
    """The finding that ``finding_as_json`` told; ``place`` names it in the ``CheckerError`` of one that is not whole."""
    return _finding(_Fields(told, place))


def unread_of(told: object, place: str) -> Unread:
    """What ``unread_as_json`` told."""
    return _unread(_Fields(told, place))


def quoted_of(told: object, place: str) -> Quoted:
    """What ``quoted_as_json`` told."""
    fields = _Fields(told, place)
    return Quoted(fields.source(), *(fields.text(key) for key in ("document", "author", "sent", "subject")))


def source_of(told: object, place: str) -> Source:
    """What ``source_as_json`` told."""
    return _Fields({"source": told}, place).source()


def finding_as_json(finding: Finding) -> Json:
    """A finding under the keys of ``findings.jsonl``."""
    return {
        "id": finding.id,
        "document": finding.document,
        "source": source_as_json(finding.source),
        "behaviour": finding.behaviour,
        "protocol": finding.protocol,
        "clauses": list(finding.clauses),
        "outcome": finding.outcome,
        "confidence": finding.confidence,
        "actor": finding.actor,
        "date": None if finding.date is None else finding.date.isoformat(),
        "subject": finding.subject,
        "why": finding.why,
        "evidence": [
            {
                "document": passage.document,
                "quote": passage.quote,
                "start": passage.start,
                "end": passage.end,
                "why": passage.why,
            }
            for passage in finding.evidence
        ],
        "excuses": [{"excuse": excuse.excuse, "found": excuse.found, "why": excuse.why} for excuse in finding.excuses],
        "remedy": finding.remedy,
        **({"trail": [_step_as_json(step) for step in finding.trail]} if finding.trail else {}),
    }


def _step_as_json(step: Step) -> Json:
    date = None if step.date is None else step.date.isoformat()
    return {"document": step.document, "date": date, "by": step.by, "to": list(step.to), "kind": step.kind, "way": step.way}


def unread_as_json(unread: Unread) -> Json:
    """An unread thing under the keys of ``unread.jsonl``."""
    return {"source": source_as_json(unread.source), "reason": unread.reason}


def source_as_json(source: Source) -> Json:
    """Where something lies; ``within`` only for what hangs on a message."""
    lies: Json = {"file": source.file, "number": source.number}
    return {**lies, "within": source.within} if source.within else lies


def quoted_as_json(quoted: Quoted) -> Json:
    """A message that is seen only in another's quotation."""
    told: Json = {"source": source_as_json(quoted.source), "document": quoted.document}
    return {**told, "author": quoted.author, "sent": quoted.sent, "subject": quoted.subject}


def line_of(told: Json) -> bytes:
    """A JSON object as a line of a file."""
    line = json.dumps(told, ensure_ascii=False, allow_nan=False)
    # A lone surrogate becomes \udcXX, which is how JSON itself writes it.
    return line.encode("utf-8", errors="backslashreplace") + b"\n"


def write_objects(objects: Iterable[Json], path: Path) -> None:
    """Write JSON objects, one a line."""
    with path.open("wb") as file:
        file.writelines(map(line_of, objects))


# --- reading back ------------------------------------------------------------------------------------------------------------


class _Fields:
    """A JSON object of a line, asked for its values by key and kind."""

    def __init__(self, fields: object, place: str) -> None:
        self.place = place
        if not isinstance(fields, dict):
            raise self.fault("an object was expected")
        self._fields = cast("Json", fields)  # JSON's keys are always text

    def fault(self, what: str) -> CheckerError:
        return CheckerError(f"{self.place}: {what}.")

    def _value(self, key: str, kinds: tuple[type, ...], name: str) -> object:
        if key not in self._fields:
            raise self.fault(f"the key '{key}' is missing")
        value = self._fields[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.fault(f"'{key}' should be {name}")
        return value

    def has(self, key: str) -> bool:
        return key in self._fields

    def text(self, key: str) -> str:
        return str(self._value(key, (str,), "text"))

    def whole(self, key: str) -> int:
        return cast("int", self._value(key, (int,), "a whole number"))

    def share(self, key: str) -> float:
        value = float(cast("float", self._value(key, (int, float), "a number from 0 to 1")))
        if not 0 <= value <= 1:
            raise self.fault(f"'{key}' should be a number from 0 to 1")
        return value

    def truth(self, key: str) -> bool:
        return bool(self._value(key, (bool,), "true or false"))

    def moment(self, key: str) -> datetime | None:
        value = self._value(key, (str, type(None)), "a date and time, or null")
        if value is None:
            return None
        try:
            return datetime.fromisoformat(str(value))
        except ValueError as error:
            raise self.fault(f"'{key}' should be a date and time as in 2026-03-02T10:12:00+00:00, or null") from error

    def texts(self, key: str) -> tuple[str, ...]:
        values = cast("list[object]", self._value(key, (list,), "a list of texts"))
        if not all(isinstance(value, str) for value in values):
            raise self.fault(f"'{key}' should be a list of texts")
        return tuple(str(value) for value in values)

    def objects(self, key: str) -> Iterator[_Fields]:
        for value in cast("list[object]", self._value(key, (list,), "a list of objects")):
            yield _Fields(value, f"{self.place}, in '{key}'")

    def source(self) -> Source:
        lies = _Fields(self._value("source", (dict,), "an object with file and number"), f"{self.place}, in 'source'")
        return Source(lies.text("file"), lies.whole("number"), lies.text("within") if lies.has("within") else "")


def _read(path: Path) -> Iterator[_Fields]:
    for place, told in read_objects(path):
        yield _Fields(told, place)


def read_objects(path: Path) -> Iterator[tuple[str, object]]:
    """What stands on each line of a file that is not empty, with the line's place; ``CheckerError`` for one that is no JSON."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CheckerError(f"{path} could not be read: {error.strerror}.") from error
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            told: object = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            raise CheckerError(f"{place}: not a line of JSON.") from error
        yield place, told


def _step(fields: _Fields) -> Step:
    told = (fields.text("document"), fields.moment("date"), fields.text("by"), fields.texts("to"))
    return Step(*told, fields.text("kind"), fields.text("way"))


def _unread(fields: _Fields) -> Unread:
    return Unread(fields.source(), fields.text("reason"))


def _finding(fields: _Fields) -> Finding:
    outcome = fields.text("outcome")
    if outcome not in (BREACH, REVIEW):
        raise fields.fault(f"'outcome' should be {BREACH} or {REVIEW}, not '{outcome}'")
    finding = Finding(
        document=fields.text("document"),
        source=fields.source(),
        behaviour=fields.text("behaviour"),
        protocol=fields.text("protocol"),
        clauses=fields.texts("clauses"),
        outcome=outcome,
        confidence=fields.share("confidence"),
        actor=fields.text("actor"),
        date=fields.moment("date"),
        subject=fields.text("subject"),
        why=fields.text("why"),
        evidence=tuple(
            Passage(each.text("document"), each.text("quote"), each.whole("start"), each.whole("end"), each.text("why"))
            for each in fields.objects("evidence")
        ),
        excuses=tuple(Excuse(each.text("excuse"), each.truth("found"), each.text("why")) for each in fields.objects("excuses")),
        remedy=fields.text("remedy"),
        trail=tuple(_step(each) for each in fields.objects("trail")) if fields.has("trail") else (),
    )
    if finding.id != fields.text("id"):
        raise fields.fault("'id' is not the fingerprint of what the line says; the line was changed")
    return finding
