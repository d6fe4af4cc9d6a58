"""What each reader of a report is told, and what not."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from checker.domain import Finding, Run
from checker.people import roster
from checker.report import committee, formats, markdown, officer, subject
from checker.report.committee import Figures
from checker.report.decisions import Decision, Decisions
from checker.report.disguise import disguised
from checker.report.manifest import INPUT, Entry, manifest
from checker.report.paper import Heading, Letter, Paper

from . import conftest as invented

PEOPLE = roster((invented.ORLA, invented.TOBIAS, invented.NADIA, invented.GREGOR, invented.PRIYA, invented.SAM))
MADE = manifest([Entry(INPUT, "mailbox.mbox", "0" * 64)])
KEY = b"k" * 32


def decided(run: Run, *decisions: str) -> Decisions:
    """These decisions on the first findings of a run, in its order."""
    found = {}
    for finding, decision in zip(run.findings, decisions, strict=False):
        found[finding.id] = Decision(finding.id, decision, "Nadia Quillfeather said so.", "Robin Stave", "2026-04-14")
    return Decisions(found, "1" * 64)


def for_person(run: Run, person: str, decisions: Decisions) -> Paper:
    hidden = disguised(subject.concerning(run, PEOPLE, person), decisions, PEOPLE, KEY, kept=subject.addresses_of(PEOPLE, person))
    addresses = subject.addresses_of(PEOPLE, person)
    name = PEOPLE.who("", person).label
    return subject.of(hidden.run, hidden.decisions, MADE, addresses, name, key=hidden.names.name_of_key)


# --- the monitoring officer ------------------------------------------------------------------------------------------------


def test_the_officers_report_is_as_the_golden_file_has_it(run: Run, golden) -> None:
    golden("officer.md", markdown.render(officer.of(run, decided(run, "upheld", "dismissed", "more-information"), MADE)))


def test_the_officer_is_told_every_finding_every_message_and_who_decided(run: Run) -> None:
    paper = officer.of(run, decided(run, "upheld"), MADE)

    told = markdown.render(paper)
    headings = Counter(block.anchor for block in paper.blocks if isinstance(block, Heading))
    letters = [block for block in paper.blocks if isinstance(block, Letter)]
    assert all(headings[f"f-{finding.id}"] == 1 for finding in run.findings)
    assert len(letters) >= sum(len(conversation.messages) for conversation in run.conversations)
    assert "Upheld by Robin Stave, 2026-04-14" in told
    assert "mailbox.mbox" in told


def test_a_run_without_findings_is_told_too(run: Run) -> None:
    nothing = replace(run, findings=(), conversations=(), publicity=())

    for form in ("html", "md", "docx"):
        assert formats.printed(officer.of(nothing, Decisions(), MADE), form)


# --- the person concerned --------------------------------------------------------------------------------------------------


def test_the_persons_report_is_as_the_golden_file_has_it(run: Run, golden) -> None:
    golden("subject.md", markdown.render(for_person(run, invented.TOBIAS.email, decided(run, "upheld", "dismissed"))))


@pytest.mark.parametrize("person", [invented.TOBIAS, invented.GREGOR, invented.PRIYA, invented.ORLA, invented.SAM])
def test_a_person_is_told_of_their_own_findings_and_of_nobody_else_by_name(run: Run, person) -> None:
    paper = for_person(run, person.email.upper(), decided(run, *["upheld"] * len(run.findings)))

    told = markdown.render(paper)
    mine = [finding for finding in run.findings if finding.actor == person.email]
    assert mine
    assert len([b for b in paper.blocks if isinstance(b, Heading) and b.anchor.startswith("f-")]) == len(mine)
    assert person.name in told
    assert "Robin Stave" not in told
    for other in PEOPLE.people:
        if other.email != person.email:
            for word in (*other.name.removeprefix("Cllr ").split(), other.email):
                assert not re.search(rf"\b{re.escape(word)}\b", told), word
    for heading in ("How to answer", "What this report leaves out"):
        assert f"## {heading}" in told


def test_a_message_that_a_person_never_had_is_not_shown_to_them(run: Run) -> None:
    late = next(finding for finding in run.findings if finding.behaviour == "late-reply")
    letter = run.conversations[0].messages[2]
    finding = replace(late, evidence=(letter.passage(0, 20, "said so"),))
    run = replace(run, findings=(finding,))

    told = markdown.render(for_person(run, finding.actor, Decisions()))

    assert letter.text[:20] in told
    assert letter.text[25:].strip() not in told
    assert "1 message with evidence that you neither wrote nor received" in told


def test_blind_copies_to_others_are_shown_to_the_sender_alone(run: Run) -> None:
    finding = next(finding for finding in run.findings if finding.behaviour == "undisclosed-copying")
    told = {}
    for person in (invented.GREGOR, invented.TOBIAS):
        changed = replace(run, findings=(replace(finding, actor=person.email, why="Something."),))
        told[person.name] = markdown.render(for_person(changed, person.email, Decisions()))

    assert "**Bcc:**" in told[invented.GREGOR.name]
    assert "**Bcc:**" not in told[invented.TOBIAS.name]


def test_a_person_of_whom_nothing_was_found_is_told_so(run: Run) -> None:
    told = markdown.render(for_person(run, "new@heathshire.example", Decisions()))

    assert "**0 findings" in told
    assert "Nothing was found that concerns you" in told


def test_the_persons_data_leave_out_who_decided(run: Run) -> None:
    for form in formats.DATA:
        assert b"Robin Stave" not in formats.findings_as(run, decided(run, "upheld"), form, is_decider_named=False)
        assert form == "sarif" or b"Robin Stave" in formats.findings_as(run, decided(run, "upheld"), form)


# --- the committee ---------------------------------------------------------------------------------------------------------


def many(run: Run, *counts: int) -> Run:
    """Findings of late replies by one officer or another, so many a month from March 2026 on."""
    first = next(finding for finding in run.findings if finding.behaviour == "late-reply")
    assert first.date
    found: list[Finding] = []
    for month, count in enumerate(counts):
        for number in range(count):
            when = first.date.replace(month=3 + month, day=2) + timedelta(hours=number)
            actor = (invented.PRIYA, invented.TOBIAS)[number % 2].email
            clauses = (f"heathshire/{('4.2', '4.3')[number % 3 == 0]}",)
            found.append(replace(first, document=f"<{month}.{number}@x>", date=when, actor=actor, clauses=clauses))
    return replace(run, findings=tuple(found))


def table(figures: Figures, what: str) -> dict[str, list[str]]:
    counts = next(each for each in figures.tables if each.what == what)
    assert counts.rows is not None
    return {name: [str(cell) for cell in row] for name, row in zip(counts.names, counts.rows, strict=True)}


def test_the_committees_report_is_as_the_golden_file_has_it(run: Run, golden) -> None:
    large = many(run, 14, 16, 20)
    decisions = decided(large, *(["upheld"] * 11 + ["dismissed"] * 7) * 2)

    golden("committee.md", markdown.render(committee.of(large, PEOPLE, decisions, MADE)))


def test_small_counts_are_not_told_and_cannot_be_had_from_totals(run: Run) -> None:
    figures = committee.figures(many(run, 3, 12, 20), PEOPLE, Decisions())

    assert table(figures, "Month") == {"March 2026": ["<5"], "April 2026": ["held back"], "May 2026": ["20"]}


def test_rates_are_told_only_where_both_counts_are(run: Run) -> None:
    large = many(run, 20, 20)
    decisions = decided(large, *["upheld"] * 19, "dismissed", *["upheld"] * 10, *["dismissed"] * 10)

    figures = committee.figures(large, PEOPLE, decisions)
    months = next(each for each in figures.tables if each.what == "Month")

    assert figures.rate == round(100 * 29 / 40)
    assert months.columns == ("Upheld", "Dismissed", "All")
    assert months.rows is not None
    assert str(months.rows[0][1]) == "<5"
    assert months.rates[0] is None


def test_findings_are_not_divided_by_decision_while_few_are_of_one(run: Run) -> None:
    large = many(run, 20, 20)

    figures = committee.figures(large, PEOPLE, decided(large, *["upheld"] * 30, *["dismissed"] * 4))

    assert figures.ended == ()
    assert figures.rate is None
    assert all(each.columns == ("All",) for each in figures.tables)


def test_that_all_were_decided_is_told(run: Run) -> None:
    large = many(run, 20)

    figures = committee.figures(large, PEOPLE, decided(large, *["upheld"] * 13, *["dismissed"] * 7))

    assert [(name, str(cell)) for name, cell in figures.ended] == [("Upheld", "13"), ("Dismissed", "7")]
    assert figures.rate == 65


def test_an_office_that_few_hold_is_counted_with_a_wider_one(run: Run) -> None:
    officers = tuple(replace(invented.SAM, email=f"o{number}@heathshire.example") for number in range(6))
    chief = replace(invented.PRIYA, seniority="chief")
    members = tuple(replace(invented.TOBIAS, email=f"m{number}@heathshire.example") for number in range(6))

    figures = committee.figures(many(run, 40), roster((*officers, chief, *members, invented.TOBIAS)), Decisions())
    few = committee.figures(many(run, 40), PEOPLE, Decisions())

    assert table(figures, "Office") == {"Members": ["20"], "Officers": ["20"]}
    assert table(few, "Office") == {"Others": ["40"]}


@pytest.mark.parametrize("size", [0, 1, 4])
def test_of_fewer_than_five_findings_nothing_is_told(run: Run, size: int) -> None:
    few = many(run, size)

    figures = committee.figures(few, PEOPLE, decided(few, "upheld"))

    assert str(figures.findings) == "<5"
    assert figures.tables == ()
    assert markdown.render(committee.of(few, PEOPLE, Decisions(), MADE))


@pytest.mark.parametrize("form", ["html", "md", "docx", "csv", "jsonl"])
def test_nothing_of_a_person_reaches_the_committee(run: Run, form: str) -> None:
    decisions = decided(run, *["upheld"] * 8, *["dismissed"] * 6)
    if form in formats.PAPERS:
        told = formats.printed(committee.of(run, PEOPLE, decisions, MADE), form)
    else:
        figures = committee.figures(run, PEOPLE, decisions)
        told = committee.as_csv(figures) if form == "csv" else committee.as_jsonl(figures)

    text = told.decode("utf-8", "replace")
    secret = {word for person in PEOPLE.people for word in (*person.name.removeprefix("Cllr ").split(), person.email)}
    secret |= {"Robin Stave", "mailbox.mbox", *(finding.id for finding in run.findings)}
    secret |= {passage.quote for finding in run.findings for passage in finding.evidence if len(passage.quote) > 12}
    assert not [word for word in secret if word in text]


def test_figures_for_a_program_say_what_the_paper_says(run: Run) -> None:
    figures = committee.figures(many(run, 3, 12, 20), PEOPLE, Decisions())

    lines = [json.loads(line) for line in committee.as_jsonl(figures).splitlines()]

    assert {"table": "Month", "row": "March 2026", "column": "All", "value": "<5"} in lines
    assert len(lines) == len(committee.as_csv(figures).splitlines()) - 1
