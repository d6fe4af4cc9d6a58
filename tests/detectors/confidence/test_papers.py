"""Where a mark of confidence lies, and who may not have what bears it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.detectors import detector
from checker.detectors.confidence.papers import Papers
from checker.detectors.confidence.readers import AIDE, CO_OPTED, OUTSIDER, PRESS, UNKNOWN, listed, standing
from checker.detectors.examples import CAST, mail
from checker.domain import OWN, Attachment, Case, Document, Limit, Person, Rule, Source, Zone

OWN_DOMAINS = frozenset({"dene.example"})


def with_file(case: Case, text: str, *, name: str = "item-9.pdf") -> Case:
    """The case with a file of this text on its only message."""
    [conversation] = case.conversations
    [message] = conversation.messages
    document = Document(f"{message.id}/{name}", message.source, text, zones=(Zone(OWN, 0, len(text)),))
    message = replace(message, attachments=(Attachment(name, "application/pdf", 2000, document),))
    return replace(case, conversations=(replace(conversation, messages=(message,)),))


def places(case: Case) -> list[str]:
    papers = Papers(case)
    return [mark.where for message in case.messages for mark in papers.marks(message)]


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("member -> outsider attaching report-exempt.pdf (Hello): Here.", ["file name"]),
        ("member -> outsider (Confidential: the site): The price is £3m.", ["subject"]),
        ("member -> outsider attaching report.pdf (Hello): This is the pink paper.", ["own words"]),
        ("member -> outsider attaching confidential-waste.pdf (Hello): Our charges.", []),
        ("member -> outsider (Hello): The exempt paper is not something I can send you.", []),
        ("member -> outsider (Hello): Item 9 is not confidential.", []),
    ],
)
def test_where_a_message_is_marked(told: str, where: list[str]) -> None:
    assert places(mail(f"2026-03-02 {told}")) == where


def test_a_file_that_was_read_is_known_by_its_own_mark() -> None:
    case = with_file(mail("2026-03-02 member -> outsider (Hello): Here."), "NOT FOR PUBLICATION\n\nThe site at Mill Lane")

    assert places(case) == ["file"]
    [evidence] = detector("confidential-disclosure")(case, Rule("confidential-disclosure", ("example/1",)))
    assert evidence.manner == "marked-paper"


def test_a_file_that_only_speaks_of_confidence_is_not_marked() -> None:
    text = (
        "Minutes of the parish meeting. Mr Lamb asked whether the confidential report on the gate would be published by autumn."
    )

    assert places(with_file(mail("2026-03-02 member -> outsider (Hello): Here."), text)) == []


def test_a_file_keeps_its_mark_when_it_goes_on_without_it() -> None:
    case = mail(
        "2026-03-02 clerk -> member attaching site-options.pdf (Exempt item 9): For Thursday.\n\n"
        "2026-03-03 member -> outsider attaching site-options.pdf (Hello): Here."
    )

    assert places(case)[-1] == "an earlier message"


@pytest.mark.parametrize(
    ("person", "limits", "expected"),
    [
        (CAST["member"], {}, ""),
        (CAST["officer"], {}, ""),
        (CAST["coopted"], {}, ""),
        (CAST["coopted"], {"co_opted_confidential": "no-right"}, CO_OPTED),
        (CAST["adviser"], {}, ""),
        (CAST["adviser"], {"researcher_access": "case-by-case"}, AIDE),
        (CAST["outsider"], {}, OUTSIDER),
        (CAST["reporter"], {}, PRESS),
        (Person("a@law.example", "A Lawyer", "external", position="Solicitor to the Authority"), {}, ""),
        (Person("new@dene.example", "Somebody new"), {}, ""),
        (Person("all@lists.dene.example", "A list"), {}, ""),
        (Person("who@post.example", "Who"), {}, UNKNOWN),
        (Person("No address"), {}, ""),
    ],
)
def test_who_may_not_have_a_confidential_paper(person: Person, limits: dict[str, str], expected: str) -> None:
    assert standing(person, OWN_DOMAINS, limits) == expected


def test_a_reader_of_whom_nobody_has_said_who_they_are_gives_no_breach() -> None:
    case = mail("2026-03-02 member -> outsider attaching item-9-exempt.pdf (Exempt item 9): Here.")
    stranger = replace(CAST["outsider"], role="unknown")
    [conversation] = case.conversations
    [message] = conversation.messages
    message = replace(message, recipients=tuple(replace(r, person=stranger) for r in message.recipients))
    case = replace(case, conversations=(replace(conversation, messages=(message,)),))

    [evidence] = detector("confidential-disclosure")(case, Rule("confidential-disclosure", ("example/1",)))

    assert evidence.manner == "unknown-reader"
    assert evidence.confidence < 0.7


def test_people_are_listed_once_each() -> None:
    assert listed([CAST["member"], CAST["officer"], CAST["member"]]) == "Cllr Wren Ashby and Rowan Firth"
    assert listed([]) == "nobody"


def test_only_disciplinary_matters_are_closed_where_nothing_else_is_forbidden() -> None:
    term: dict[str, Limit] = {
        "barred": ("disciplinary",),
        "clause": "example/1",
        "clause_kind": "prohibition",
        "clause_addressee": "member",
    }
    rule = Rule("confidential-disclosure", ("example/1",), {"barred": ("disciplinary",)}, terms=(term,))
    paper = mail("2026-03-02 member -> outsider attaching item-9-exempt.pdf (Exempt item 9): Here.")
    case = mail("2026-03-02 head -> member: Isla Garth was suspended on Monday and has a disciplinary hearing on the 19th.")

    assert list(detector("confidential-disclosure")(paper, rule)) == []
    assert [evidence.manner for evidence in detector("confidential-disclosure")(case, rule)] == ["personnel-case"]


def test_the_source_of_a_file_is_its_message() -> None:
    case = with_file(mail("2026-03-02 member -> outsider (Hello): Here."), "EXEMPT")

    [evidence] = detector("confidential-disclosure")(case, Rule("confidential-disclosure", ("example/1",)))

    assert evidence.document.source == Source("example", 1)
