"""The clauses of a protocol as a report prints them: each with its findings, or with what can be said where there are none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from checker.domain import BREACH, Clause, Protocol, Run
from checker.report.register import Line

CLEAN, IN_PART, CITED, UNCHECKED = "clean", "in-part", "cited", "unchecked"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A clause with the findings that have their home under it. ``official`` is the clause that holds its official wording.

    ``pages`` are the pages on which they are printed, with the lines of each; one without a name where the report is one page.
    """

    clause: Clause
    anchor: str
    official: Clause | None
    lines: tuple[Line, ...]
    pages: tuple[tuple[str, tuple[Line, ...]], ...]

    @property
    def breaches(self) -> int:
        return sum(line.finding.outcome == BREACH for line in self.lines)

    @property
    def reviews(self) -> int:
        return len(self.lines) - self.breaches


@dataclass(frozen=True, slots=True)
class Branch:
    """A clause without findings of its own: checked and clean, checked in part, or cited by findings under other clauses."""

    clause: Clause
    state: str
    official: Clause | None
    cited_by: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the protocol: chapters and, between them, the clauses without findings; what no check looks at is apart."""

    anchor: str
    name: str
    heading: str
    parts: tuple[Chapter | tuple[Branch, ...], ...]
    unchecked: tuple[Clause, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(part for part in self.parts if isinstance(part, Chapter))


def unknown_clause(id: str) -> Clause:
    """What stands for a clause that a finding cites and the protocol has not."""
    number = id.rpartition("/")[2]
    return Clause(id, number or "none", "not in the protocol as it was read", "", "", "")


def tree(run: Run, chapters: Sequence[Chapter], lines: Sequence[Line]) -> tuple[Section, ...]:
    """The sections of the protocol in its order; clauses that it has not come last."""
    at_home = {chapter.clause.id: chapter for chapter in chapters}
    cited: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for other in line.others:
            cited[other.id].append(line)
    known = {clause.id for clause in run.protocol.clauses}
    wordings, checked = with_wording(run.protocol), _checked(run)
    sections = []
    for number, (name, heading, clauses) in enumerate(_sections(run.protocol), start=1):
        parts = tuple(_parts(clauses, at_home, cited, checked, wordings))
        unchecked = tuple(clause for clause in clauses if _is_norm(clause) and not at_home.keys() & {clause.id})
        unchecked = tuple(clause for clause in unchecked if clause.id not in checked and clause.id not in cited)
        if parts or unchecked:
            sections.append(Section(f"section-{number}", name, heading, parts, unchecked))
    if strangers := tuple(chapter for chapter in chapters if chapter.clause.id not in known):
        sections.append(Section("section-0", "Not in the protocol", "", strangers, ()))
    return tuple(sections)


def _sections(protocol: Protocol) -> Iterator[tuple[str, str, tuple[Clause, ...]]]:
    groups: dict[str, list[Clause]] = {}  # by id up to the first point: a protocol may stand beside others
    for clause in protocol.clauses:
        groups.setdefault(clause.id.partition(".")[0], []).append(clause)
    for clauses in groups.values():
        first = clauses[0]
        name = first.locator.partition(",")[0]
        heading = (first.wording or first.summary) if first.row == "heading" else ""
        yield (name[:1].upper() + name[1:]), heading, tuple(clauses)


def _parts(
    clauses: Iterable[Clause],
    at_home: dict[str, Chapter],
    cited: dict[str, list[Line]],
    checked: dict[str, bool],
    wordings: dict[str, Clause],
) -> Iterator[Chapter | tuple[Branch, ...]]:
    run: list[Branch] = []
    for clause in clauses:
        if clause.id in at_home:
            if run:
                yield tuple(run)
                run = []
            yield at_home[clause.id]
        elif clause.id in cited:
            run.append(Branch(clause, CITED, official(clause, wordings), tuple(cited[clause.id])))
        elif clause.id in checked:
            run.append(Branch(clause, IN_PART if checked[clause.id] else CLEAN, official(clause, wordings)))
    if run:
        yield tuple(run)


def _is_norm(clause: Clause) -> bool:
    return not clause.row and clause.kind not in ("context", "permission")


def with_wording(protocol: Protocol) -> dict[str, Clause]:
    """The clauses whose official wording is attached, by number."""
    return {clause.number: clause for clause in protocol.clauses if clause.wording}


def official(clause: Clause, wordings: dict[str, Clause]) -> Clause | None:
    """The clause itself or the paragraph whose official wording holds it; a section's heading does not."""
    if clause.wording:
        return clause
    number = clause.number
    while "." in number:
        number = number.rpartition(".")[0]
        whole = wordings.get(number)
        if whole is not None:
            return None if whole.row == "heading" else whole
    return None


def _checked(run: Run) -> dict[str, bool]:
    """The clauses that a detector looked at, and whether some of what they forbid could not be told."""
    seen = {behaviour.id for behaviour in run.behaviours if behaviour.is_seen}
    untold = {each.behaviour for each in run.untold}
    checked: dict[str, bool] = {}
    for rule in run.protocol.rules:
        if rule.behaviour not in seen:
            continue
        better = chain.from_iterable(rule.manners.values())
        for clause in chain(rule.clauses, better):
            checked[clause] = checked.get(clause, False) or rule.behaviour in untold
    return checked


# --- anchors and names of pages ------------------------------------------------------------------------------------------------


def fit(text: str) -> str:
    """The text as part of an anchor or a file name."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", text)[:60]


def unused(name: str, names: set[str]) -> str:
    """The name, with a number when something has it already, in capitals or not."""
    candidate, number = name, 1
    while candidate.lower() in names:
        number += 1
        candidate = f"{name}-{number}"
    names.add(candidate.lower())
    return candidate


def chapter_order(protocol: Protocol, ids: Collection[str]) -> Iterator[str]:
    """These clauses in the protocol's order; those that it has not come last, by id."""
    known = [clause.id for clause in protocol.clauses if clause.id in ids]
    yield from known
    yield from sorted(set(ids) - set(known))
