"""What a command prints: tables and paragraphs for a terminal, plain where there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table

from checker.calendar import WORKING, Count, Day, count_told, days
from checker.detectors import behaviours
from checker.domain import BREACH, Behaviour, Clause, Container, Finding, Protocol, Run
from checker.measure import NOTHING, Changes, Measured, Score, calibration_error, interval

# More files and folders than this are told in the report alone.
MOST_CONTAINERS = 30

# So many days after the last in time are told; a year without an answer has more.
_AFTERWARDS = 3


def tell_run(console: Console, run: Run) -> None:
    """What was read and what was found, clause by clause."""
    _tell_account(console, run.containers)
    found = Table("Clause", "Behaviour", "Breach", "Review", title="What was found", title_justify="left")
    kinds = sorted({(finding.clauses[0], finding.behaviour) for finding in run.findings})
    order = [clause.id for clause in run.protocol.clauses]
    for clause, behaviour in sorted(kinds, key=lambda kind: (order.index(kind[0]), kind[1])):
        mine = [f for f in run.findings if f.clauses[0] == clause and f.behaviour == behaviour]
        breaches = sum(finding.outcome == BREACH for finding in mine)
        found.add_row(_cited(run.protocol, clause), behaviour, str(breaches), str(len(mine) - breaches))
    if kinds:
        console.print(found)
    else:
        console.print("Nothing was found.")
    unseen = [one.behaviour for one in run.untold]
    if unseen:
        console.print(f"{len(unseen)} behaviours that the protocol forbids could not be judged; the report says which and why.")


def _tell_account(console: Console, containers: Sequence[Container]) -> None:
    """What was given, the longest list of it cut, and all of it together."""
    table = Table("Given", "", title="What was read", title_justify="left", show_footer=True)
    told = [each for each in containers if each.expected or len(containers) <= MOST_CONTAINERS][:MOST_CONTAINERS]
    for name in ("expected", "read", "unread"):
        total = sum(getattr(container, name) for container in containers)
        table.add_column(name.capitalize().replace("Unread", "Not read"), footer=f"{total:,}", justify="right")
    table.columns[0].footer = "All" if len(told) == len(containers) else f"All {len(containers):,}, of which {len(told):,} above"
    for container in told:
        figures = (f"{figure:,}" for figure in (container.expected, container.read, container.unread))
        table.add_row(container.path, container.kind, *figures)
    console.print(table)


def _cited(protocol: Protocol, clause: str) -> str:
    return f"{protocol.clause(clause).locator}"


def tell_measured(console: Console, name: str, both: Measured, firm: Measured, seen: Collection[str]) -> None:
    """Precision, recall and F1 by behaviour, of everything reported and of what is called a breach."""
    table = Table(title=f"{name}: what is reported, and in brackets what is called a breach", title_justify="left")
    for column in ("Behaviour", "Gold", "Reported", "Precision", "Recall", "F1", "95 % of precision", "95 % of recall"):
        table.add_column(column, justify="left" if column == "Behaviour" else "right", no_wrap=True)
    for behaviour in sorted(seen):
        _row(table, behaviour, both.scores.get(behaviour, NOTHING), firm.scores.get(behaviour, NOTHING))
    table.add_section()
    _row(table, "all looked for", both.total(seen), firm.total(seen))
    console.print(table)
    unseen = {behaviour: score.gold for behaviour, score in both.scores.items() if behaviour not in seen and score.gold}
    if unseen:
        listed = ", ".join(f"{behaviour} {count}" for behaviour, count in sorted(unseen.items()))
        console.print(f"Gold lines of behaviours that are not looked for yet: {sum(unseen.values())} ({listed}).")


def _row(table: Table, name: str, both: Score, firm: Score) -> None:
    def pair(one: float, other: float) -> str:
        return f"{_share(one)} ({_share(other)})"

    table.add_row(
        name,
        str(both.gold),
        f"{both.reported} ({firm.reported})",
        pair(both.precision, firm.precision),
        pair(both.recall, firm.recall),
        pair(both.f1, firm.f1),
        _range(both.right, both.reported),
        _range(both.found, both.gold),
    )


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"


def _range(hits: int, total: int) -> str:
    low, high = interval(hits, total)
    return f"{low:.2f}-{high:.2f}" if total else "-"


def tell_errors(console: Console, measured: Measured, seen: Collection[str]) -> None:
    """Every miss and every false alarm by name."""
    for line in measured.misses:
        if line.behaviour in seen:
            console.print(f"missed       {line.behaviour}  {line.document}  {line.quote}", markup=False)
    for finding in measured.false_alarms:
        console.print(f"false alarm  {finding.behaviour}  {finding.document}  {finding.outcome}  {finding.why}", markup=False)


def tell_calibration(console: Console, rows: Sequence[tuple[float, int, int]]) -> None:
    """Whether confidence comes true, in one line."""
    if rows:
        told = ", ".join(f"{mean:.2f}: {right} of {total}" for mean, total, right in rows)
        console.print(
            f"Confidence and how many are right: {told}; calibration error {calibration_error(rows):.3f}.", markup=False
        )


def tell_changes(console: Console, changed: Changes) -> None:
    """What is found that was not, and the other way round, finding by finding."""
    groups = {
        "now right": changed.now_right,
        "now wrong": changed.now_wrong,
        "no longer right": changed.no_longer_right,
        "no longer wrong": changed.no_longer_wrong,
    }
    console.print("Against the run before: " + ", ".join(f"{name} {len(found)}" for name, found in groups.items()) + ".")
    for name, found in groups.items():
        for finding in found:
            console.print(f"{name:16} {finding.outcome:6} {finding.behaviour}  {finding.document}  {finding.why}", markup=False)


def tell_protocol(console: Console, protocol: Protocol) -> None:
    """A protocol's clauses in the order of its text."""
    console.print(f"{protocol.title}\n{protocol.authority} ({protocol.id})", markup=False)
    for clause in protocol.clauses:
        mark = f"  [{', '.join(clause.behaviours)}]" if clause.behaviours and not clause.row else ""
        console.print(f"{clause.id}  {clause.locator}  {clause.kind}\n    {clause.summary}{mark}", markup=False)


def tell_behaviour(
    console: Console, behaviour: Behaviour, examples: Sequence[tuple[str, str]], known: Sequence[Protocol]
) -> None:
    """What a behaviour is, what is looked for, where the line runs, and which clauses forbid it."""
    console.print(f"{behaviour.id} ({behaviour.family}; {behaviour.channel}; by {_whom(behaviour)})", markup=False)
    console.print(behaviour.definition, markup=False)
    if not behaviour.is_seen:
        console.print("The program does not look for it yet.")
    for manner, chance in behaviour.manners.items():
        console.print(f"  manner: {manner} (a fair monitoring officer would uphold about {chance:.0%})", markup=False)
    for excuse in behaviour.excuses:
        console.print(f"  innocent explanation looked for: {excuse}", markup=False)
    for kind, text in examples:
        console.print(f"\n{kind}:\n{text.strip()}", markup=False)
    for protocol in known:
        for rule in protocol.rules:
            if rule.behaviour == behaviour.id:
                cited = "; ".join(f"{clause} ({protocol.clause(clause).locator})" for clause in rule.clauses)
                console.print(f"\n{protocol.id}: {cited}", markup=False)


def _whom(behaviour: Behaviour) -> str:
    return {"officer": "an officer", "member": "a Member"}.get(behaviour.actor, "anybody")


def tell_clause(console: Console, clause: Clause) -> None:
    """One clause: where it stands, what it says, what it forbids and what it takes to see a breach."""
    console.print(f"{clause.id}  {clause.locator}  ({clause.kind}, addressed to {clause.addressee})", markup=False)
    console.print(clause.wording or f"{clause.summary} (our summary, not the official wording)", markup=False)
    if clause.behaviours:
        verb = "bounds or excuses" if clause.kind == "permission" else "forbids"
        console.print(f"  {verb}: {', '.join(clause.behaviours)}", markup=False)
    console.print(
        f"  can be seen in correspondence: {clause.visible}{f' ({clause.shows})' if clause.shows else ''}", markup=False
    )
    for key, value in clause.limits.items():
        console.print(f"  {key.replace('_', ' ')}: {', '.join(value) if isinstance(value, tuple) else value}", markup=False)


def tell_finding(console: Console, finding: Finding, protocol: Protocol, options: Mapping[str, str]) -> None:
    """One finding in full: the fact, the clause, the evidence, the excuses and the remedy; what counts days, day by day.

    ``options`` are those of the run: the nation whose bank holidays do not count, and the days on which the authority was shut.
    """
    console.print(f"{finding.id}  {finding.outcome} ({finding.confidence:.2f})  {finding.behaviour}", markup=False)
    console.print(f"{finding.document} in {finding.source}", markup=False)
    console.print(f"{finding.date:%Y-%m-%d %H:%M} " if finding.date else "", finding.subject, markup=False)
    console.print(finding.why, markup=False)
    for id in finding.clauses:
        clause = protocol.clause(id)
        console.print(f"  {clause.locator}: {clause.wording or clause.summary}", markup=False)
    for passage in finding.evidence:
        console.print(f"  evidence: {passage.why} {f'“{passage.quote}”' if passage.quote else ''}", markup=False)
    for excuse in finding.excuses:
        console.print(f"  {excuse.excuse}: {'found' if excuse.found else 'not found'}: {excuse.why}", markup=False)
    console.print(f"  what would have complied: {finding.remedy}", markup=False)
    for number, step in enumerate(finding.trail, 1):
        kind = {"bcc": " (blind copy)", "cc": " (copy)"}.get(step.kind, "")
        when = f"{step.date:%Y-%m-%d %H:%M}" if step.date else "no date"
        line = f"{when}  {step.by} → {', '.join(step.to) or 'nobody named'}{kind}: {step.way}"
        console.print(f"  {'the way of the letter:' if number == 1 else ' ' * 22} {line}", markup=False)
    counted = count_told(finding.why)
    if counted is not None and behaviours()[finding.behaviour].family == "timeliness":
        closed = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", options.get("closed", ""))]
        _tell_days(console, counted, days(counted.after, counted.until, options.get("nation") or "ENG", closed), counted.last)


def _tell_days(console: Console, counted: Count, told: Sequence[Day], last: date | None) -> None:
    """The count day by day; of a long silence, the days up to the last in time and a few more."""
    console.print("  day by day:")
    console.print(f"    {_day(counted.after)}      received, not counted", markup=False)
    enough = next((number for number, day in enumerate(told) if last and day.day > last), len(told)) + _AFTERWARDS
    for day in told[:enough]:
        number = str(day.count) if day.kind == WORKING else "-"
        name = day.name or ("the last day in time" if day.day == last else "")
        console.print(f"    {_day(day.day)} {number:>4} {name}".rstrip(), markup=False)
    if len(told) > enough:
        console.print(f"    … and so on to {_day(told[-1].day)}: {told[-1].count} working days", markup=False)


def _day(day: date) -> str:
    return f"{day:%a} {day.day:>2} {day:%b %Y}"
