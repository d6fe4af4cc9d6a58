"""In which capacity a Member writes, and when two of them run together."""

from __future__ import annotations

import pytest

from checker.detectors.examples import mail
from checker.language.capacity import AUTHORITY, CONSTITUENT, INTEREST, PARTY, PRIVATE, UNKNOWN, Capacity, capacity


def told(words: str, subject: str = "A question") -> Capacity:
    case = mail(f"2026-03-02 member -> officer: {words}", subject=subject)
    return capacity(next(case.messages))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("As Chair of the Waste Committee I should like item 6 moved up the agenda.", AUTHORITY),
        ("One of my residents, Mrs Hay, has had no collection for three weeks.", CONSTITUENT),
        ("Could the Labour group have the room on Monday? We are planning the by-election campaign.", PARTY),
        ("My own bin was missed again, and my wife and I are at home all day on Friday.", PRIVATE),
        ("My clients are waiting for the lease. I act for the owners of the yard.", INTEREST),
        ("Thank you.", UNKNOWN),
    ],
)
def test_the_capacity_is_told_from_the_words(words: str, kind: str) -> None:
    assert told(words).kind == kind


def test_the_reason_quotes_what_led_to_it() -> None:
    assert "My clients are waiting" in told("My clients are waiting for the lease.").why


def test_the_subject_counts_where_the_words_say_nothing() -> None:
    assert told("Could you ring me?", subject="A resident in Mill Lane").kind == CONSTITUENT


def test_another_hat_keeps_capacities_apart() -> None:
    assert told("I write with another hat on, as a trustee of the Ferry Trust.").is_apart
