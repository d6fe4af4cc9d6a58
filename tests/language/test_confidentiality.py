from __future__ import annotations

import pytest

from checker.language.confidentiality import (
    as_client,
    is_about_rules,
    is_marked_name,
    is_marked_subject,
    is_secretive,
    marks,
    opens,
    private_matters,
    says_authority,
    sensitive_matters,
)


@pytest.mark.parametrize(
    "text",
    [
        "CONFIDENTIAL",
        "Item 9 is exempt under Schedule 12A.",
        "NOT FOR PUBLICATION by virtue of paragraph 3",
        "Please find the Part II papers.",
        "This is the one with the pink cover.",
        "The figures are commercially sensitive.",
        "It is commercial in confidence.",
        "Please treat the schedule as confidential.",
    ],
)
def test_a_mark_of_confidence_is_known(text: str) -> None:
    assert [sentence.text for sentence in marks(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Shred confidential waste on Friday.",
        "Exempt vehicles may use the gate.",
        "They are exempt from the charge.",
        "The report is not confidential.",
        "There is nothing confidential in it.",
        "The agenda without the exempt report is attached.",
        "They signed a confidentiality agreement.",
        "This email and any attachments are confidential.",
        "Part 2 of the survey begins in May.",
        "",
    ],
)
def test_what_is_no_mark_of_confidence(text: str) -> None:
    assert list(marks(text)) == []


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("I cannot let you see the exempt report.", True),
        ("The confidential appendix has been taken out.", True),
        ("Confidential papers must be returned after the meeting.", True),
        ("Whether it is confidential I do not know.", True),
        ("The confidential report is attached.", False),
    ],
)
def test_words_about_confidence_give_nothing_away(text: str, *, is_so: bool) -> None:
    assert is_about_rules(text) is is_so


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("Item 9 EXEMPT.pdf", True),
        ("site_bids_CONFIDENTIAL.xls", True),
        ("report-part-2.docx", True),
        ("Not for publication.pdf", True),
        ("report-redacted-confidential.pdf", False),
        ("confidential-waste-collections.xlsx", False),
        ("private-hire-fees.pdf", False),
        ("pink-bins.pdf", False),
        ("agenda.pdf", False),
    ],
)
def test_whether_the_name_of_a_file_marks_it(name: str, *, is_so: bool) -> None:
    assert is_marked_name(name) is is_so


@pytest.mark.parametrize(
    ("subject", "is_so"),
    [("Exempt item 9", True), ("Confidential waste", False), ("Not confidential: dates", False), ("", False)],
)
def test_whether_a_subject_marks_a_message(subject: str, *, is_so: bool) -> None:
    assert is_marked_subject(subject) is is_so


@pytest.mark.parametrize(
    "text", ["The public version is attached.", "It is now public.", "It is no longer exempt.", "A redacted copy."]
)
def test_what_opens_a_paper(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize(
    "text",
    [
        "You didn't get this from me.",
        "u didnt get this from me",
        "I shouldn't really be sending this.",
        "Keep my name out of it.",
    ],
)
def test_what_betrays_a_guilty_hand(text: str) -> None:
    assert is_secretive(text)


@pytest.mark.parametrize("text", ["I do not know yet.", "Please find it attached.", "You have not been told the date."])
def test_what_betrays_no_guilty_hand(text: str) -> None:
    assert not is_secretive(text)


def test_leave_is_known_and_its_denial_is_none() -> None:
    assert says_authority("The Clerk has agreed that you may see it.")
    assert not says_authority("Nobody has not agreed to it.")


def test_private_matters_are_told_with_their_kind() -> None:
    assert {kind for kind, _ in private_matters("His mother has a heart condition. She is in arrears.")} == {"health", "money"}
    assert list(private_matters("The depot has been in good condition, and the will is there.")) == []


def test_what_somebody_seeks_of_the_service_is_told() -> None:
    assert as_client("Her mother has applied for a card.")
    assert not as_client("Her mother is in hospital.")


def test_bids_are_sensitive_where_a_sum_is_told() -> None:
    assert [kind for kind, _ in sensitive_matters("The lowest bid came in at £41 a tonne.")][:1] == ["bids"]
    assert list(sensitive_matters("We hope for a low bid.")) == []
