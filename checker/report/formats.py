"""The forms of a report: papers to read (HTML, PDF, Word, Markdown) and findings for a program (CSV, JSON, SARIF)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from checker.domain import Run
from checker.report import csv, docx, jsonl, markdown, paper_html, pdf, sarif, words
from checker.report.decisions import DISMISSED, MORE, SAID, Decision, Decisions
from checker.report.paper import Paper

PAPERS = ("html", "pdf", "docx", "md")
DATA = ("csv", "jsonl", "sarif")
# Those that no terminal shows.
BINARY = ("pdf", "docx")


def printed(paper: Paper, form: str, templates: Path | None = None) -> bytes:
    """A paper in one of ``PAPERS``; as HTML and PDF with the letterhead in a folder of an authority's own templates."""
    if form == "docx":
        return docx.render(paper)
    if form == "md":
        return markdown.render(paper).encode()
    page = paper_html.render(paper, templates)
    return pdf.render(page) if form == "pdf" else page.encode()


def findings_as(run: Run, decisions: Decisions, form: str, *, is_decider_named: bool = True) -> bytes:
    """The findings of a run and what was decided of them, in one of ``DATA``."""
    if form == "csv":
        return csv.render(run.findings, run.protocol, decisions, is_named=is_decider_named)
    if form == "jsonl":
        found = words.in_order(run.findings)
        lines = ({**jsonl.finding_as_json(each), "decision": _told(decisions.of(each.id), is_decider_named)} for each in found)
        return b"".join(map(jsonl.line_of, lines))
    log = json.loads(sarif.render(run.findings, run.protocol, run.behaviours))
    for result in log["runs"][0]["results"]:
        _decide(result, decisions.of(result["partialFingerprints"]["finding/v1"]))
    return (json.dumps(log, indent=2) + "\n").encode()


def _told(decision: Decision | None, is_decider_named: bool) -> Mapping[str, str] | None:  # noqa: FBT001 asked by its caller
    if decision is None:
        return None
    told = {"decision": decision.decision, "reason": decision.reason, "date": decision.date}
    return {**told, "by": decision.by} if is_decider_named else told


def _decide(result: dict[str, object], decision: Decision | None) -> None:
    """What was decided, as a suppression (SARIF 2.1.0, 3.35): a finding dismissed is suppressed, one that waits may be."""
    if decision is None:
        return
    said = f"{SAID[decision.decision]}{f': {decision.reason}' if decision.reason else ''}"
    status = {DISMISSED: "accepted", MORE: "underReview"}.get(decision.decision, "rejected")
    result["suppressions"] = [{"kind": "external", "status": status, "justification": said}]
