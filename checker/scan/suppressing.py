"""Findings that somebody has decided may stand: a file of decisions, each with a reason, an owner and a last day.

    [[suppressed]]
    fingerprint = "3f9c0a51d2e7"
    reason = "The quotation is from the minutes of 12 March."
    owner = "press office"
    expires = 2026-09-30

A decision that has run out holds nothing back, and one that no finding answers to is said to be unused: the file shrinks with
the reasons for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from checker.domain import CheckerError, Finding
from checker.report.desk import Held, Suppression, fingerprint

_KEYS = ("fingerprint", "reason", "owner", "expires")
_LARGEST = 1_000_000  # bytes
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*suppressed[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings that count, those held back, and what is said of decisions that are out of date."""

    findings: tuple[Finding, ...]
    held: tuple[Held, ...]
    stale: tuple[str, ...]


def read_suppressions(path: Path) -> tuple[Suppression, ...]:
    """The decisions of a file; ``CheckerError`` names every fault by its line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CheckerError(f"The file of suppressions {path} cannot be read ({error.strerror or error}).") from error
    if len(data) > _LARGEST:
        raise CheckerError(f"{path} is larger than {_LARGEST:,} bytes, the most that is read of a file of suppressions.")
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CheckerError(f"{path} is no valid TOML in UTF-8: {error}.") from error
    rows = table.get("suppressed", [])
    if set(table) - {"suppressed"} or not isinstance(rows, list):
        raise CheckerError(f"{path} holds something other than [[suppressed]] tables.")
    lines = [text.count("\n", 0, match.start()) + 1 for match in _TABLE.finditer(text)]
    lines += [0] * (len(rows) - len(lines))
    faults = [fault for row, line in zip(rows, lines, strict=False) for fault in _faults(row, f"{path}:{line}")]
    if faults:
        raise CheckerError("\n".join(faults))
    return tuple(
        Suppression(row["fingerprint"].lower(), row["reason"].strip(), row["owner"].strip(), row["expires"], line)
        for row, line in zip(rows, lines, strict=False)
    )


def _faults(row: object, where: str) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{where}: a table with {', '.join(_KEYS)} was expected."
        return
    for key in sorted(set(row) - set(_KEYS)):
        yield f"{where}: there is no key '{key}'; there are {', '.join(_KEYS)}."
    for key in ("fingerprint", "reason", "owner"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield f"{where}: {key} is missing; every finding that may stand has a fingerprint, a reason and an owner."
    if not isinstance(row.get("expires"), date) or isinstance(row.get("expires"), datetime):
        yield f"{where}: expires is missing; the last day on which the decision holds was expected, such as 2026-09-30."


def sifted(findings: Sequence[Finding], decisions: Sequence[Suppression], day: date) -> Sifted:
    """The findings that count on this day, by these decisions."""
    by_print = {one.fingerprint: one for one in decisions if one.expires >= day}
    kept, held = [], []
    for finding in findings:
        decision = by_print.get(fingerprint(finding))
        if decision is None:
            kept.append(finding)
        else:
            held.append(Held(finding, decision))
    return Sifted(tuple(kept), tuple(held), tuple(_stale(findings, decisions, day)))


def _stale(findings: Sequence[Finding], decisions: Sequence[Suppression], day: date) -> Iterator[str]:
    found = {fingerprint(finding): finding for finding in findings}
    for one in decisions:
        named = f"Suppression {one.fingerprint} of {one.owner}"
        if one.fingerprint not in found:
            yield f"{named} is not used: nothing that was checked has this finding. Take it out of the file (line {one.line})."
        elif one.expires < day:
            finding = found[one.fingerprint]
            yield (
                f"{named} ran out on {one.expires.isoformat()}, so the finding counts again: "
                f"{finding.behaviour} in {finding.document}. Decide anew (line {one.line})."
            )
