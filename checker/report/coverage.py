"""What of a protocol is checked, for a terminal and for a standards committee.

The page needs nothing beside itself and runs no script. Its figures stand in a table; the bars beside them repeat what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.protocols.coverage import GAP, STATES, Coverage, Line
from checker.report import words
from checker.report.highlight import wrapped
from checker.report.html import environment
from checker.report.letterhead import Letterhead


def as_text(coverage: Coverage, width: int = 100) -> str:
    """The coverage in lines of this width at most where words allow: totals first, then every clause with its state."""
    protocol = coverage.protocol
    edition = f", {protocol.edition}" if protocol.edition else ""
    lines = [*wrapped(f"{protocol.authority}: {protocol.title}{edition}", width, ""), ""]
    most = max(len(name) for name, _ in STATES.values())
    for state, number in coverage.totals.items():
        lines.append(f"  {STATES[state][0]:<{most}} {number:>4}  {_percent(number, coverage.statements):>4}")
    lines += [f"  {'Statements in all':<{most}} {coverage.statements:>4}", ""]
    lines += [*wrapped(told(coverage), width, ""), ""]
    for line in coverage.lines:
        lines += _clause(line, width)
    return "\n".join(lines) + "\n"


def as_html(coverage: Coverage) -> str:
    """The coverage as a page by itself; the same coverage gives the same page, character for character."""
    rows = [_Row(line, _anchor(line.clause.number)) for line in coverage.lines]
    return (
        environment()
        .get_template("coverage.html.j2")
        .render(
            coverage=coverage,
            protocol=coverage.protocol,
            title=f"What is checked of the {coverage.protocol.title}",
            letterhead=Letterhead(),
            told=told(coverage),
            states=STATES,
            bars=[_Bar(state, number, coverage.statements) for state, number in coverage.totals.items()],
            gaps=[row for row in rows if row.line.state == GAP],
            sections=list(_sections(rows)),
        )
    )


def told(coverage: Coverage) -> str:
    """The totals in a sentence."""
    if not coverage.visible:
        return (
            f"None of {words.count(coverage.statements, 'statement')} could be seen to be broken in correspondence or publicity."
        )
    return (
        f"Of {words.count(coverage.statements, 'statement')}, {coverage.visible} could be seen to be broken in correspondence "
        f"or publicity; {coverage.looked_at} of these {'is' if coverage.looked_at == 1 else 'are'} looked at, "
        f"and {words.count(coverage.totals[GAP], 'is a gap', 'are gaps')}."
    )


# --- for a terminal ----------------------------------------------------------------------------------------------------------


def _clause(line: Line, width: int) -> list[str]:
    indent = "  " * min(line.depth, 4)
    clause = line.clause
    if line.is_structure:
        return wrapped(f"{clause.number}  {clause.summary}", width, indent)
    state = STATES[line.state][0] + (f": {', '.join(line.behaviours)}" if line.behaviours else "")
    said = wrapped(f"{clause.number}  {clause.summary}", width, indent)
    said += wrapped(f"[{state}] {explained(line)}", width, indent + "    ")
    return said


def explained(line: Line) -> str:
    """Why a clause is as it is, with what has to be supplied and what is not looked for yet."""
    parts = []
    if line.settings:
        parts.append(f"Needs {'; '.join(line.settings)}.")
    if line.missing and line.state != GAP:
        parts.append(f"Not looked for yet: {', '.join(line.missing)}.")
    elif line.missing:
        parts.append(f"Behaviours: {', '.join(line.missing)}.")
    return " ".join([*parts, line.reason]).strip()


def _percent(number: int, of: int) -> str:
    return f"{round(100 * number / of)} %" if of else ""


# --- for a committee ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bar:
    state: str
    number: int
    of: int

    @property
    def percent(self) -> str:
        return _percent(self.number, self.of)

    @property
    def width(self) -> str:
        """In hundredths of the whole, to one place."""
        return f"{100 * self.number / self.of:.1f}" if self.of else "0"


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    anchor: str

    @property
    def explained(self) -> str:
        return explained(self.line)


@dataclass(frozen=True, slots=True)
class _Section:
    """Clauses under one heading of the protocol, with how many of its statements could be seen and are looked at."""

    heading: _Row | None
    rows: tuple[_Row, ...]


def _sections(rows: list[_Row]) -> Iterator[_Section]:
    heading: _Row | None = None
    inside: list[_Row] = []
    for row in rows:
        if row.line.is_structure and row.line.depth == 0:
            if heading or inside:
                yield _Section(heading, tuple(inside))
            heading, inside = row, []
        else:
            inside.append(row)
    if heading or inside:
        yield _Section(heading, tuple(inside))


def _anchor(number: str) -> str:
    # Every other character by its number, so that no two clauses share an anchor.
    return "c-" + re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", number)
