"""What stands where in a report: the findings of a run inside its protocol, and the same findings in other orders.

A report of some hundred findings is one page. A larger one has a first page and, in a folder beside it, pages by clause, by
person, by date and by conversation, and one for each conversation too long to be printed beside its findings.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from checker.domain import Finding, Run
from checker.report import words
from checker.report.register import Line, View, located, views
from checker.report.shelf import IN_PLACE, Shelf
from checker.report.tree import Chapter, Section, chapter_order, fit, official, tree, unknown_clause, unused, with_wording

# From so many findings on, or so many characters of text beside them, a report has more pages than one.
MOST, MOST_TEXT = 120, 500_000
AT_ONCE = 60  # findings printed on one page of a clause


@dataclass(frozen=True, slots=True)
class Page:
    """The findings of a run, arranged for reading; ``is_split`` when they stand on pages of their own."""

    is_split: bool
    chapters: tuple[Chapter, ...]
    sections: tuple[Section, ...]
    views: tuple[View, ...]
    lines: tuple[Line, ...]


def is_large(run: Run) -> bool:
    """Whether the run's report is better split into pages."""
    if len(run.findings) > MOST:
        return True
    lengths = {message.id: len(message.text) for each in run.conversations for message in each.messages}
    lengths |= {draft.id: len(draft.text) for draft in run.publicity}
    return sum(min(lengths.get(finding.document, 0), IN_PLACE) for finding in run.findings) > MOST_TEXT


def arrange(run: Run, shelf: Shelf, *, is_split: bool = False) -> Page:
    """The arrangement of a run. Findings come in order of date under each clause, and clauses in the protocol's order."""
    anchors, names = {"account", "summary", "register", "findings", "full", "main"}, set[str]()
    clauses = {clause.id: clause for clause in run.protocol.clauses}
    by_clause: defaultdict[str, list[tuple[int, Finding, str]]] = defaultdict(list)
    for number, finding in enumerate(words.in_order(run.findings)):
        anchor = unused(f"f-{finding.id}", anchors)
        by_clause[finding.clauses[0] if finding.clauses else ""].append((number, finding, anchor))
    wordings = with_wording(run.protocol)
    chapters = []
    ordered: dict[int, Line] = {}
    for id in chapter_order(run.protocol, by_clause):
        clause = clauses.get(id) or unknown_clause(id)
        name = unused(f"clause-{fit(clause.number)}", names)
        here: list[Line] = []
        for count, (number, finding, anchor) in enumerate(by_clause[id]):
            leaf = count // AT_ONCE + 1
            page = "" if not is_split else f"{name}.html" if leaf == 1 else f"{name}--{leaf}.html"
            _, place = shelf.find(finding)
            others = tuple(clauses.get(each) or unknown_clause(each) for each in finding.clauses[1:])
            actor = shelf.person(finding.actor, place)
            ordered[number] = Line(finding, anchor, page, actor, clause, others, place.conversation if place else None)
            here.append(ordered[number])
        pages = tuple((page, tuple(lines)) for page, lines in groupby(here, key=lambda line: line.page))
        anchor = unused(f"clause-{fit(clause.number)}", anchors)
        chapters.append(Chapter(clause, anchor, official(clause, wordings), tuple(here), pages))
    lines = tuple(ordered[number] for number in sorted(ordered))
    listed = views(lines, run.conversations)
    return Page(
        is_split=is_split,
        chapters=tuple(chapters),
        sections=tree(run, chapters, lines),
        views=tuple(map(located, listed)) if is_split else listed,
        lines=lines,
    )
