"""Who received a message, and what is no evidence of a blind copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest import recipients
from checker.ingest.headers import index

SENT = ["From: Officer <o@x.gov.uk>", "To: Cllr A. Person <a@x.gov.uk>", "Cc: b@x.gov.uk"]


def found(*lines: str) -> list[tuple[str, str, str]]:
    said = index("\n".join(lines).encode())
    return [(email or name, kind, field) for name, email, kind, field in said.recipients]


def blind(*lines: str) -> list[tuple[str, str]]:
    return [(email, field) for email, kind, field in found(*SENT, *lines) if kind == "bcc"]


def test_recipients_keep_their_kind_and_the_field_that_names_them():
    assert found(*SENT, "Bcc: C. Person <c@x.gov.uk>") == [
        ("a@x.gov.uk", "to", "To"),
        ("b@x.gov.uk", "cc", "Cc"),
        ("c@x.gov.uk", "bcc", "Bcc"),
    ]


def test_each_person_is_named_once():
    assert found("To: a@x.gov.uk, A@x.gov.uk", "To: b@x.gov.uk", "Cc: a@x.gov.uk") == [
        ("a@x.gov.uk", "to", "To"),
        ("b@x.gov.uk", "to", "To"),
    ]


def test_a_bcc_that_repeats_open_recipients_is_no_evidence():
    assert blind("Bcc: b@x.gov.uk, Cllr A. Person <a@x.gov.uk>") == []


def test_an_archive_may_keep_blind_copies_apart_by_name():
    lines = ["X-To: A. Person", "X-Cc: ", "X-Bcc: Person, C. </O=X/CN=CPERSON>, A. Person"]

    assert blind(*lines) == [("/o=x/cn=cperson", "X-Bcc")]


@pytest.mark.parametrize(
    "field", ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "Resent-Bcc"]
)
def test_what_servers_wrote_on_the_way_to_somebody_not_named_is_a_blind_copy(field):
    assert blind(f"{field}: c@x.gov.uk") == [("c@x.gov.uk", field)]


def test_the_clause_for_in_a_trace_is_a_blind_copy():
    trace = "Received: from mail.x.gov.uk ([192.0.2.1])\n\tby mx.x.gov.uk with ESMTP id 1\n\tfor <c@x.gov.uk>; Tue, 3 Mar"

    assert blind(trace) == [("c@x.gov.uk", "Received")]


def test_several_fields_that_name_one_person_are_one_copy_under_the_most_telling():
    assert blind("Delivered-To: c@x.gov.uk", "X-Original-To: c@x.gov.uk", "Bcc: c@x.gov.uk") == [("c@x.gov.uk", "Bcc")]


def test_two_people_whom_no_open_field_names_are_two_copies():
    assert blind("Delivered-To: c@x.gov.uk", "Delivered-To: d@x.gov.uk") == [
        ("d@x.gov.uk", "Delivered-To"),
        ("c@x.gov.uk", "Delivered-To"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Delivered-To: a@x.gov.uk"],
        ["Delivered-To: a+council@x.gov.uk"],
        ["Delivered-To: a@mail.x.gov.uk"],
        ["Delivered-To: a@localhost"],
        ["Delivered-To: o@x.gov.uk"],
        ["Delivered-To: mailing list y"],
        ["X-Original-To: a@x.gov.uk", "Delivered-To: anne.private@example.org"],
        ["Received: by mx for <a@x.gov.uk>; Tue", "Delivered-To: anne.private@example.org"],
        ["Delivered-To: anne.private@example.org", "Delivered-To: a@x.gov.uk"],
        ["X-Forwarded-To: anne.private@example.org", "X-Forwarded-For: a@x.gov.uk", "Delivered-To: anne.private@example.org"],
        ["Resent-To: c@x.gov.uk", "Delivered-To: c@x.gov.uk"],
        ["List-Id: <members.x.gov.uk>", "Delivered-To: c@x.gov.uk"],
        ["List-Post: <mailto:members@x.gov.uk>", "X-Original-To: c@x.gov.uk"],
        ["Precedence: bulk", "Delivered-To: c@x.gov.uk"],
    ],
    ids=" ".join,
)
def test_delivery_that_something_open_leads_to_is_no_evidence(lines):
    assert blind(*lines) == []


def test_a_list_does_not_hide_what_bcc_says():
    assert blind("List-Id: <members.x.gov.uk>", "Bcc: c@x.gov.uk") == [("c@x.gov.uk", "Bcc")]


def test_recipients_that_are_withheld_are_nobody_and_hide_nobody():
    assert found("From: o@x.gov.uk", "To: undisclosed-recipients:;", "Delivered-To: c@x.gov.uk") == [
        ("c@x.gov.uk", "bcc", "Delivered-To")
    ]


@given(st.text(alphabet="ab.@-'é ", max_size=12), st.sampled_from(["", "A Person"]))
def test_an_address_without_a_tag_is_its_own_key(email, name):
    assert "@" not in email or recipients._key(name, email) == email
