"""The standards committee's report: how many findings under which clause, from which office, in which month, and how they ended.

Nothing in it is of one person: no name, no date of a day, no word of a letter; counts under five are not told, and cannot be
worked out (``suppression``). The roster knows no services, so findings are counted by office: Members, officers by seniority,
others. An office that fewer than five people hold is counted with a wider one, for a figure about it would be one about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.calendar import local_day
from checker.domain import Finding, Person, Run
from checker.people import Roster
from checker.report import account, csv, jsonl, told, words
from checker.report.decisions import DISMISSED, UPHELD, Decisions
from checker.report.manifest import Manifest
from checker.report.paper import Block, Facts, Heading, Paper, Paragraph, Points, Table, paper
from checker.report.suppression import SMALL, Cell, Told, protected

_OPEN = "open"
_NAMES = {UPHELD: "Upheld", DISMISSED: "Dismissed", _OPEN: "Not decided"}
_ALL = "All"
NO_ONE, OTHER = "Nobody in particular (publicity)", "Others"


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts: what its rows are, their names, its columns, and the cells of each row, or None if none can be told.

    ``rates`` are the shares of decided findings that were upheld, in hundredths, where both counts are told.
    """

    what: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] | None
    rates: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What the committee is told: all findings, how they ended (empty where that cannot be told), and the tables."""

    findings: Cell
    ended: tuple[tuple[str, Cell], ...]
    rate: int | None
    tables: tuple[Counts, ...]


def figures(run: Run, people: Roster, decisions: Decisions) -> Figures:
    """The figures of a run and its decisions."""
    total = len(run.findings)
    if total < SMALL:
        return Figures(Cell(total, Told.small), (), None, ())
    ends = {finding.id: _end(decisions.state(finding.id)) for finding in run.findings}
    counted = Counter(ends.values())
    columns = tuple(end for end in _NAMES if end != _OPEN or counted[end])
    # That all were decided tells nothing of anybody; that one to four were dismissed does.
    is_divided = len(columns) > 1 and all(counted[end] >= SMALL for end in columns)
    divided = columns if is_divided else ()
    ended = tuple((_NAMES[end], Cell(counted[end], Told.shown)) for end in divided)
    orders = _orders(run)
    offices = _offices(people)
    tables = (
        _table("Clause", run.findings, _clause, ends, divided, orders),
        _table("Office", run.findings, lambda finding: _office(finding, people, offices), ends, divided, {}),
        _table("Month", run.findings, lambda finding: words.month(finding.date), ends, divided, _months(run.findings)),
    )
    rate = _rate(counted[UPHELD], counted[DISMISSED]) if is_divided else None
    return Figures(Cell(total, Told.shown), ended, rate, tables)


def _end(state: str) -> str:
    return state if state in (UPHELD, DISMISSED) else _OPEN


def _rate(upheld: int, dismissed: int) -> int:
    return round(100 * upheld / (upheld + dismissed))


def _table(
    what: str,
    findings: Sequence[Finding],
    name_of: Callable[[Finding], str],
    ends: Mapping[str, str],
    columns: Sequence[str],
    order: Mapping[str, int],
) -> Counts:
    counted: dict[str, Counter[str]] = {}
    for finding in findings:
        counted.setdefault(name_of(finding), Counter())[ends[finding.id]] += 1
    names = sorted(counted, key=lambda name: (order.get(name, len(order)), name in (NO_ONE, OTHER), name))
    counts = [[counted[name][end] for end in columns] or [counted[name].total()] for name in names]
    rows = protected(counts)
    if rows is not None and not columns:
        rows = tuple(row[-1:] for row in rows)
    rates: list[int | None] = []
    for row in rows or ():
        cells = dict(zip(columns, row, strict=False))
        is_told = bool(columns) and all(cells[end].told is Told.shown for end in (UPHELD, DISMISSED))
        rates.append(_rate(cells[UPHELD].count, cells[DISMISSED].count) if is_told else None)
    return Counts(what, tuple(names), (*(_NAMES[end] for end in columns), _ALL), rows, tuple(rates))


# --- what rows are -------------------------------------------------------------------------------------------------------------


def _clause(finding: Finding) -> str:
    return finding.clauses[0].rpartition("/")[2] if finding.clauses else "none"


def _orders(run: Run) -> dict[str, int]:
    return {clause.number: number for number, clause in enumerate(run.protocol.clauses)}


def _months(findings: Sequence[Finding]) -> dict[str, int]:
    months = dict.fromkeys(words.month(finding.date) for finding in words.in_order(findings))
    return {month: number for number, month in enumerate(months)}


_WIDER = {
    "Chief officers": "Officers",
    "Senior officers": "Officers",
    "Officers": OTHER,
    "Co-opted Members": "Members",
    "Members": OTHER,
    "Political advisers": OTHER,
}


def _narrowest(person: Person) -> str:
    if person.is_officer:
        return {"chief": "Chief officers", "senior": "Senior officers"}.get(person.seniority, "Officers")
    roles = {"member": "Members", "co-opted-member": "Co-opted Members", "political-adviser": "Political advisers"}
    return roles.get(person.role, OTHER)


def _offices(people: Roster) -> dict[str, str]:
    """Under which name each office is counted: its own if enough people hold it, and else that of a wider one."""
    holders: dict[str, set[str]] = {}
    for person in people.people:
        holders.setdefault(_narrowest(person), set()).add(person.email)
    counted = {name: name for name in _WIDER}
    for name, wider in _WIDER.items():  # narrower ones first
        if len(holders.get(name, ())) < SMALL:
            holders.setdefault(wider, set()).update(holders.get(name, ()))
            counted = {each: wider if under == name else under for each, under in counted.items()}
    return counted


def _office(finding: Finding, people: Roster, offices: Mapping[str, str]) -> str:
    if not finding.actor:
        return NO_ONE
    on = local_day(finding.date) if finding.date else None
    office = _narrowest(people.who("", finding.actor, on))
    return offices.get(office, office)


# --- as a paper ----------------------------------------------------------------------------------------------------------------


def of(run: Run, people: Roster, decisions: Decisions, made: Manifest) -> Paper:
    """The report of a run and its decisions for the committee."""
    title = f"Figures under the {run.protocol.title}"
    running = f"{run.protocol.authority}: for the standards committee"
    return paper(title, running, _blocks(run, figures(run, people, decisions), decisions, made))


def _blocks(run: Run, told_of: Figures, decisions: Decisions, made: Manifest) -> Iterator[Block]:
    given = account.of(run)
    yield Paragraph(f"{told_of.findings} findings in what was read.", "lede")
    yield Paragraph(
        f"{given.read:,} of {words.count(given.expected, 'item')} given could be read. A finding is a program's; what was made "
        "of it, a monitoring officer decided."
    )
    yield Heading("How findings ended", 2, "ended")
    if told_of.ended:
        ended = tuple((name, str(cell)) for name, cell in told_of.ended)
        yield Facts((*ended, ("Upheld, of those decided", f"{told_of.rate} %")))
    else:
        yield Paragraph(
            f"Not told: fewer than {SMALL} findings were upheld, dismissed or left open, or there are fewer than {SMALL} in all, "
            "and how many there were of each could tell of one person."
        )
    clauses = {clause.number: clause for clause in run.protocol.clauses}
    for table in told_of.tables:
        yield Heading(f"By {table.what.lower()}", 2, f"by-{table.what.lower()}")
        if table.rows is None:
            yield Paragraph(f"Not told: there are too few findings to be divided by {table.what.lower()}.")
            continue
        has_rates = bool(told_of.ended)
        rows = []
        for name, row, rate in zip(table.names, table.rows, table.rates, strict=True):
            summary = clauses[name].summary if table.what == "Clause" and name in clauses else ""
            shown = [f"{name} {summary}".strip(), *map(str, row)]
            rows.append((*shown, f"{rate} %" if rate is not None else "not told") if has_rates else tuple(shown))
        columns = (table.what, *table.columns, *(["Upheld, of decided"] if has_rates else []))
        foot = ("All", *(str(cell) for _, cell in told_of.ended), str(told_of.findings))
        total = (*foot, f"{told_of.rate} %") if has_rates else foot
        caption = f"Findings by {table.what.lower()}. Each is counted once."
        yield Table(caption, columns, tuple(rows), frozenset(range(1, len(columns))), total)
    yield Heading("How to read the figures", 2, "reading")
    yield Points(
        (
            f"“<{SMALL}” stands for any count from nought to {SMALL - 1}; only what has at least one finding is listed.",
            f"“held back” stands for a count of {SMALL} or more from which a small one could be worked out.",
            "A rate is told only where both the findings upheld and those dismissed are.",
            f"An office that fewer than {SMALL} people hold is counted with a wider one. The roster knows no services.",
            "Each finding is counted under the clause that it breaks most plainly, and in the month of the document.",
            "Rises and falls of a few findings mean nothing: how much mail was read differs from month to month.",
        )
    )
    yield from told.made_blocks(run, made, decisions.sha256, is_whole=False)


# --- for a program -------------------------------------------------------------------------------------------------------------


_COLUMNS = ("table", "row", "column", "value")


def _values(told_of: Figures) -> Iterator[tuple[str, str, str, str]]:
    """Every figure: its table, row, column and value as it may be told."""
    yield "All", "", _ALL, str(told_of.findings)
    for name, cell in told_of.ended:
        yield "All", "", name, str(cell)
    for table in told_of.tables:
        for name, row in zip(table.names, table.rows or (), strict=False):
            for column, cell in zip(table.columns, row, strict=True):
                yield table.what, name, column, str(cell)


def as_csv(told_of: Figures) -> bytes:
    """The figures as CSV, one a line."""
    return csv.table([_COLUMNS, *_values(told_of)])


def as_jsonl(told_of: Figures) -> bytes:
    """The figures as JSON, one a line."""
    lines: list[jsonl.Json] = [dict(zip(_COLUMNS, each, strict=True)) for each in _values(told_of)]
    return b"".join(map(jsonl.line_of, lines))
