"""Findings, or a table of figures, as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it.

What a spreadsheet would take for a formula (OWASP, CSV injection) is given an apostrophe in front, which it shows as nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from checker.domain import Finding, Protocol
from checker.report import highlight, words
from checker.report.decisions import SAID, Decisions

COLUMNS = (
    "id", "outcome", "likelihood", "behaviour", "clauses", "clause summary", "actor", "date", "subject", "why", "evidence",
    "excuses found", "excuses not found", "remedy", "document", "file", "number", "decision", "reason", "decided by",
    "decided on",
)  # fmt: skip
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]|[\t\r\n]")


def render(findings: Iterable[Finding], protocol: Protocol, decisions: Decisions, *, is_named: bool = True) -> bytes:
    """A line a finding, in order of date; ``is_named`` false leaves out who decided."""
    clauses = {clause.id: clause.summary or clause.wording for clause in protocol.clauses}
    rows = [_row(finding, clauses, decisions, is_named=is_named) for finding in words.in_order(findings)]
    return table([COLUMNS, *rows])


def _row(finding: Finding, clauses: dict[str, str], decisions: Decisions, *, is_named: bool) -> list[str]:
    decision = decisions.of(finding.id)
    return [
        finding.id,
        finding.outcome,
        f"{finding.confidence:.2f}",
        finding.behaviour,
        "; ".join(finding.clauses),
        " ".join(clauses.get(each, "") for each in finding.clauses).strip(),
        finding.actor,
        words.in_london(finding.date).isoformat(sep=" ", timespec="minutes") if finding.date else "",
        finding.subject,
        finding.why,
        " … ".join(passage.quote or passage.why for passage in finding.evidence),
        "; ".join(f"{words.title(excuse.excuse)}: {excuse.why}" for excuse in finding.excuses if excuse.found),
        "; ".join(f"{words.title(excuse.excuse)}: {excuse.why}" for excuse in finding.excuses if not excuse.found),
        finding.remedy,
        finding.document,
        finding.source.file,
        f"{finding.source.number}{f'.{finding.source.within}' if finding.source.within else ''}",
        SAID[decisions.state(finding.id)],
        decision.reason if decision else "",
        decision.by if decision and is_named else "",
        decision.date if decision else "",
    ]


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of cells as CSV, each cell guarded and its hidden characters shown."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def guarded(cell: str) -> str:
    r"""A cell that no spreadsheet reckons with.

    >>> guarded('=HYPERLINK("//x")'), guarded("-1"), guarded("3 - 2")
    ('\'=HYPERLINK("//x")', "'-1", '3 - 2')
    """
    shown = highlight.plain(cell)
    return f"'{shown}" if _FORMULA.match(shown) else shown
