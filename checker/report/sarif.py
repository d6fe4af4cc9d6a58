"""The findings of drafts as SARIF 2.1.0 (OASIS standard, 27 March 2020), for editors and code-review tools.

Offsets count characters of the draft's text as the checker reads it. For a plain text file that is the file; for a word
processor's file or a PDF it is the text inside, which is why each place carries its words as a snippet too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote

from checker import __version__
from checker.domain import BREACH, Behaviour, Finding, Passage, Protocol
from checker.report import words
from checker.report.desk import Held, Note, Offer, fingerprint

Json: TypeAlias = dict[str, object]


def render(
    findings: Iterable[Finding],
    protocol: Protocol,
    behaviours: Iterable[Behaviour],
    *,
    offers: Mapping[str, Offer] = MappingProxyType({}),
    held: Sequence[Held] = (),
    notes: Sequence[Note] = (),
) -> str:
    """A SARIF log with one run: a rule for each behaviour that the protocol forbids, a result for each finding.

    Wordings that are offered are its ``fixes``, decisions by which a finding is held back its ``suppressions``, and advice
    is told as results of level ``note``.
    """
    findings = words.in_order(findings)
    held_back = sorted(held, key=lambda one: (one.finding.document, one.finding.behaviour, one.suppression.fingerprint))
    found = {finding.behaviour for finding in findings} | {one.finding.behaviour for one in held_back}
    forbidden = {rule.behaviour for rule in protocol.rules} | found
    behaviours = sorted((each for each in behaviours if each.id in forbidden), key=lambda behaviour: behaviour.id)
    numbers = {behaviour.id: number for number, behaviour in enumerate(behaviours)}
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "protocol-checker",
                        "version": __version__,
                        "rules": [_rule(behaviour, protocol) for behaviour in behaviours],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    *(_with_fixes(_result(finding, protocol, numbers), finding, offers) for finding in findings),
                    *(_result(one.finding, protocol, numbers) | _suppressed(one) for one in held_back),
                    *map(_note, notes),
                ],
            }
        ],
    }
    # Escaped to ASCII: characters that turn text around cannot act in a tool that shows the file as it is.
    return json.dumps(log, indent=2) + "\n"


def _rule(behaviour: Behaviour, protocol: Protocol) -> Json:
    clauses = list(chain.from_iterable(rule.clauses for rule in protocol.rules if rule.behaviour == behaviour.id))
    said = _clauses(clauses, protocol)
    return {
        "id": behaviour.id,
        "shortDescription": {"text": words.title(behaviour.id)},
        "fullDescription": {"text": behaviour.definition},
        "help": {"text": said or "The protocol names no clause for it."},
        "properties": {"clauses": list(dict.fromkeys(clauses)), "family": behaviour.family},
    }


def _result(finding: Finding, protocol: Protocol, numbers: dict[str, int]) -> Json:
    places = [_place(passage, finding) for passage in finding.evidence] or [_artifact(finding.source.file)]
    said = [finding.why, _clauses(finding.clauses, protocol), finding.remedy and f"To comply: {finding.remedy}"]
    result: Json = {
        "ruleId": finding.behaviour,
        "level": "error" if finding.outcome == BREACH else "warning",
        "rank": round(finding.confidence * 100, 1),
        "message": {"text": "\n".join(part for part in said if part)},
        "locations": [{"physicalLocation": places[0]}],
        "partialFingerprints": {"finding/v1": finding.id},
        "properties": {
            "outcome": finding.outcome,
            "confidence": finding.confidence,
            "clauses": list(finding.clauses),
            "excuses": [{"excuse": excuse.excuse, "found": excuse.found, "why": excuse.why} for excuse in finding.excuses],
        },
    }
    if finding.behaviour in numbers:
        result["ruleIndex"] = numbers[finding.behaviour]
    if len(places) > 1:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": place, "message": {"text": passage.why or "Also here."}}
            for number, (place, passage) in enumerate(zip(places[1:], finding.evidence[1:], strict=True), start=1)
        ]
    return result


def _with_fixes(result: Json, finding: Finding, offers: Mapping[str, Offer]) -> Json:
    """The result with the wordings offered for it, as one fix of the file's text (SARIF 3.27.30, 3.55)."""
    offer = offers.get(finding.id)
    if offer is None:
        return result
    result["partialFingerprints"] = {"finding/v1": finding.id, "draft/v1": fingerprint(finding)}
    if not offer.wordings:
        return result
    replacements = [
        {
            "deletedRegion": {"charOffset": wording.start, "charLength": wording.end - wording.start},
            "insertedContent": {"text": wording.instead},
        }
        for wording in offer.wordings
    ]
    change = {**_artifact(finding.source.file), "replacements": replacements}
    return {**result, "fixes": [{"description": {"text": offer.advice}, "artifactChanges": [change]}]}


def _suppressed(one: Held) -> Json:
    said = f"{one.suppression.reason} ({one.suppression.owner}, until {one.suppression.expires.isoformat()})"
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": said}]}


def _note(note: Note) -> Json:
    places = [_within(note.source.file, passage) for passage in note.passages] or [_artifact(note.source.file)]
    return {
        "ruleId": f"before-it-goes-out/{note.kind.replace(' ', '-')}",
        "level": "note",
        "message": {"text": note.text},
        "locations": [{"physicalLocation": places[0]}],
        "properties": {"outcome": "advice"},
    }


def _place(passage: Passage, finding: Finding) -> Json:
    return _within(finding.source.file if passage.document == finding.document else passage.document, passage)


def _within(file: str, passage: Passage) -> Json:
    place = _artifact(file)
    if passage.quote and 0 <= passage.start < passage.end:
        place["region"] = {
            "charOffset": passage.start,
            "charLength": passage.end - passage.start,
            "snippet": {"text": passage.quote},
        }
    return place


def _artifact(file: str) -> Json:
    path = quote(file.replace("\\", "/"), safe="/", errors="replace")
    return {"artifactLocation": {"uri": f"file://{path}" if path.startswith("/") else path}}


def _clauses(ids: Iterable[str], protocol: Protocol) -> str:
    clauses = {clause.id: clause for clause in protocol.clauses}
    lines = []
    for each in dict.fromkeys(ids):
        if each not in clauses:
            lines.append(f"{each}, which is not in the protocol as it was read.")
            continue
        clause = clauses[each]
        said = clause.wording or f"{clause.summary} (Our summary, not the official wording.)"
        lines.append(f"{each}, {clause.locator}: {said}")
    return "\n".join(lines)
