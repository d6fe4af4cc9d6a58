"""What the sheets' examples cannot say: whom clauses bind, what answers a request, when an election counts as announced."""

from __future__ import annotations

from typing import Any

from checker.detectors.examples import mail
from checker.detectors.impartiality import party_political_assistance, seeking_advantage
from checker.domain import Evidence, Rule

WANTED = (
    "2026-03-02 member -> officer: My parking fine: could you make it disappear? I will remember it when your budget comes up."
)
TERMS: dict[str, Any] = {"settings": "election-notice-date"}


def sought(text: str, addressee: str) -> list[Evidence]:
    return list(seeking_advantage.detect(mail(text), Rule("x", ("example/1",), terms=({"clause_addressee": addressee},))))


def helped(text: str, limits: dict[str, Any] | None = None) -> list[Evidence]:
    return list(party_political_assistance.detect(mail(text), Rule("x", ("example/1",), limits or {})))


def test_a_protocol_that_binds_officers_alone_lets_a_member_s_favour_pass() -> None:
    assert sought(WANTED, "officer") == []
    assert [e.manner for e in sought(WANTED, "member")] == ["member-seeks"]


def test_a_yes_to_a_request_for_party_work_is_help_and_quotes_the_request() -> None:
    (evidence,) = helped(
        "2026-03-02 member -> officer: Could you draft our election leaflet?\n2026-03-03 officer -> member: Of course, by Friday."
    )

    assert evidence.manner == "party-help"
    assert [passage.document for passage in evidence.passages] == ["<2@examples>", "<1@examples>"]


def test_a_yes_to_an_ordinary_request_is_none() -> None:
    assert (
        helped("2026-03-02 member -> officer: Could you send the tonnages?\n2026-03-03 officer -> member: Of course, by Friday.")
        == []
    )


def test_a_notice_in_another_conversation_counts_for_the_weeks_after_it() -> None:
    meeting = (
        "{day} 10:00 member -> head: I hold a public meeting on the depot next week. Will you come?\n"
        "{day} 14:00 head -> member: Gladly, I will be there and support you."
    )
    notice = "2026-03-20 clerk -> member2: Notice of election was published today.\n\n"

    assert [e.manner for e in helped(notice + meeting.format(day="2026-03-30"), TERMS)] == ["supports-after-notice"]
    assert helped(notice + meeting.format(day="2026-06-30"), TERMS) == []
    assert helped(notice + meeting.format(day="2026-03-10"), TERMS) == []
