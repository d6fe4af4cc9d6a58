"""The monitoring officer's report: everything that a run found, what was decided of it, and the correspondence in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checker.domain import Finding, Run
from checker.report import account, told, words
from checker.report.decisions import DISMISSED, MORE, OPEN, SAID, UPHELD, Decisions
from checker.report.manifest import Manifest
from checker.report.paper import Block, Heading, Paper, Paragraph, Points, Table, paper
from checker.report.shelf import Shelf

_STATES = (UPHELD, DISMISSED, MORE, OPEN)


def of(run: Run, decisions: Decisions, made: Manifest, *, key: str = "") -> Paper:
    """The report of a run and its decisions; ``key`` names the key of its pseudonyms, if it has any."""
    title = f"Findings and decisions under the {run.protocol.title}"
    return paper(title, f"{run.protocol.authority}: for the monitoring officer", _blocks(run, decisions, made, key))


def _blocks(run: Run, decisions: Decisions, made: Manifest, key: str) -> Iterator[Block]:
    states = Counter(decisions.state(finding.id) for finding in run.findings)
    counted = ", ".join(f"{states[state]:,} {SAID[state].lower()}" for state in _STATES if states[state])
    yield Paragraph(f"{words.count(len(run.findings), 'finding')}{f': {counted}' if counted else ''}.", "lede")
    edition = f", {run.protocol.edition}" if run.protocol.edition else ""
    yield Paragraph(f"{run.protocol.authority}: {run.protocol.title}{edition}.")
    yield Paragraph(
        "A finding is not a decision. It was made by a program from what it was given, for a monitoring officer to uphold or "
        "dismiss. Where nothing has been decided, the people named have not been heard.",
        "small",
    )
    yield from _account(run)
    yield from _summary(run, decisions)
    shelf = Shelf(run)
    yield Heading("Findings, clause by clause", 2, "findings", is_new_page=True)
    for clause, findings in told.by_clause(run.findings, run.protocol):
        yield from told.clause_blocks(clause, run.protocol)
        for finding in findings:
            yield from _finding(finding, run, decisions, shelf)
    yield from _conversations(run)
    yield from told.made_blocks(run, made, decisions.sha256, is_whole=True, key=key)


def _finding(finding: Finding, run: Run, decisions: Decisions, shelf: Shelf) -> Iterator[Block]:
    _, place = shelf.find(finding)
    actor = told.who(finding, shelf, place)
    yield from told.finding_blocks(finding, run, decisions.of(finding.id), who=actor, is_decider_named=True)
    yield from told.letters(finding, shelf, lambda _: True)


# --- what was read -------------------------------------------------------------------------------------------------------------


def _account(run: Run) -> Iterator[Block]:
    of_run = account.of(run)
    yield Heading("What was read, and what was not", 2, "account")
    rows = tuple((c.path, f"{c.expected:,}", f"{c.read:,}", f"{c.unread:,}") for c in of_run.containers)
    total = ("All", f"{of_run.expected:,}", f"{of_run.read:,}", f"{of_run.unread:,}")
    caption = "Everything that was given. What each file or folder should hold is what was read of it and what was not."
    yield Table(caption, ("File or folder", "Expected", "Read", "Not read"), rows, frozenset({1, 2, 3}), total)
    for container in of_run.containers:
        if not account.adds_up(container):
            yield Paragraph(f"The figures of {container.path} do not add up.", "fault")
    yield Heading("Not read, and why", 3)
    yield Points(tuple(f"{thing.source}: {thing.reason}" for thing in of_run.named))
    if of_run.unnamed:
        yield Paragraph(f"{words.count(of_run.unnamed, 'item')} counted as not read and not named here.", "fault")
    if not of_run.named and not of_run.unnamed:
        yield Paragraph("Nothing.")
    if of_run.quoted:
        yield Heading("Seen only in quotation", 3)
        seen = (f"{q.author}, {q.sent or 'no date'}, “{q.subject or 'no subject'}”: quoted in {q.source}" for q in of_run.quoted)
        yield Points(tuple(seen))
    if of_run.untold:
        yield Heading("What could not be told, and why", 3)
        yield Points(tuple(f"{'; '.join(map(words.title, behaviours))}: {reason}" for reason, behaviours in of_run.untold))
    yield Heading("What an export cannot show", 3)
    yield Points(of_run.cannot_show)


def _summary(run: Run, decisions: Decisions) -> Iterator[Block]:
    yield Heading("Summary", 2, "summary")
    if not run.findings:
        yield Paragraph("Nothing was found in what was read.")
        return
    rows = []
    for clause, findings in told.by_clause(run.findings, run.protocol):
        states = Counter(decisions.state(finding.id) for finding in findings)
        counts = (len(findings), *(states[state] for state in _STATES))
        rows.append((f"{clause.number} {clause.summary or clause.locator}", *(f"{each:,}" for each in counts)))
    states = Counter(decisions.state(finding.id) for finding in run.findings)
    total = ("All clauses", f"{len(run.findings):,}", *(f"{states[state]:,}" for state in _STATES))
    yield Table(
        "Findings by clause and decision. Each is counted once, under the clause that it breaks most plainly.",
        ("Clause", "All", "Upheld", "Dismissed", "More wanted", "Open"),
        tuple(rows),
        frozenset(range(1, 6)),
        total,
    )


# --- what was written ---------------------------------------------------------------------------------------------------------


def _conversations(run: Run) -> Iterator[Block]:
    """Every conversation that a finding touches, message by message, and every draft."""
    if not run.conversations:
        return
    yield Heading("The correspondence in full", 2, "correspondence", is_new_page=True)
    for conversation in run.conversations:
        subject = words.cut(conversation.messages[0].subject, 150) or "no subject"
        yield Heading(f"{subject}, {words.count(len(conversation.messages), 'message')}", 3)
        for message in conversation.messages:
            yield told.letter(message)
