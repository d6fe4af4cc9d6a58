"""``decisions.jsonl``: what was decided of a run's findings, by whom, when and why.

The file lies in the run's folder and grows at its end; nothing in it is changed, and the last line of a finding counts. A line:

    {"finding": "0f3c9a5b21d4e687", "decision": "upheld", "reason": "No copy was shown.", "by": "The MO", "date": "2026-04-14"}

``decision`` is upheld, dismissed or more-information (the finding waits for an answer). ``date`` is a day, or a moment as in
2026-04-14T10:12:00+01:00. ``reason`` may be empty for a finding upheld, and for no other: who is named is owed a reason.
The run's fingerprint does not cover this file, for it is written after the run; a report names its SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from checker.domain import CheckerError
from checker.report import jsonl

NAME = "decisions.jsonl"
UPHELD, DISMISSED, MORE = "upheld", "dismissed", "more-information"
OPEN = "open"
# What is said of each, and of a finding that nobody has decided.
SAID = MappingProxyType({UPHELD: "Upheld", DISMISSED: "Dismissed", MORE: "More information wanted", OPEN: "Not decided"})
_KEYS = ("finding", "decision", "reason", "by", "date")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of the finding of this id, why, by whom, and on which day or at which moment (ISO 8601)."""

    finding: str
    decision: str
    reason: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a run that count, by the id of their finding, and the SHA-256 of the file; empty where there is none."""

    by_finding: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))
    sha256: str = ""

    def of(self, finding: str) -> Decision | None:
        return self.by_finding.get(finding)

    def state(self, finding: str) -> str:
        """upheld, dismissed, more-information, or open."""
        decision = self.by_finding.get(finding)
        return decision.decision if decision else OPEN


def read(run: Path, findings: Iterable[str]) -> Decisions:
    """The decisions in a run's folder on the findings of these ids; none where there is no file.

    ``CheckerError`` names every fault at once, each by its line.
    """
    path = run / NAME
    if not path.exists():
        return Decisions()
    known = frozenset(findings)
    faults: list[str] = []
    decisions: dict[str, Decision] = {}
    for place, told in jsonl.read_objects(path):
        wrong = list(_faults(told, known))
        faults += [f"{place.removeprefix(f'{NAME}, ')}: {fault}" for fault in wrong]
        if not wrong and isinstance(told, dict):
            decision = Decision(*(told[key] for key in _KEYS))
            decisions[decision.finding] = decision
    if faults:
        raise CheckerError(f"{path} has faults: {'; '.join(faults)}.")
    return Decisions(MappingProxyType(decisions), hashlib.sha256(path.read_bytes()).hexdigest())


def _faults(told: object, known: frozenset[str]) -> Iterable[str]:
    if not isinstance(told, dict):
        yield "an object was expected"
        return
    missing = [key for key in _KEYS if key not in told]
    if missing:
        yield f"the key{'s' if len(missing) > 1 else ''} {', '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing"
    if wrong := [key for key in _KEYS if not isinstance(told.get(key, ""), str)]:
        yield f"'{wrong[0]}' should be text"
        return
    if "finding" in told and told["finding"] not in known:
        yield f"the run has no finding '{told['finding']}'"
    decision = told.get("decision", UPHELD)
    if decision not in (UPHELD, DISMISSED, MORE):
        yield f"decision '{decision}' is none of {UPHELD}, {DISMISSED}, {MORE}"
    elif decision != UPHELD and "reason" in told and not told["reason"].strip():
        yield f"a finding is {SAID[decision].lower()} for a reason, and none is given"
    if "by" in told and not told["by"].strip():
        yield "'by' does not say who decided"
    if "date" in told and not is_date(told["date"]):
        yield f"date '{told['date']}' is no day such as 2026-04-14"


def is_date(text: str) -> bool:
    """Whether a text is a day or a moment."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
