"""Findings and unread things, written and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.domain import CheckerError, Excuse, Finding, Passage, Run, Source, Unread
from checker.report import jsonl

KEYS = [
    "id", "document", "source", "behaviour", "protocol", "clauses", "outcome", "confidence", "actor", "date", "subject", "why",
    "evidence", "excuses", "remedy",
]  # fmt: skip

_offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_sources = st.builds(Source, st.text(max_size=20), st.integers(0, 10**9))
_findings = st.builds(
    Finding,
    document=st.text(max_size=20),
    source=_sources,
    behaviour=st.text(max_size=20),
    protocol=st.text(max_size=20),
    clauses=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    outcome=st.sampled_from(["breach", "review"]),
    confidence=st.floats(0, 1),
    actor=st.text(max_size=20),
    date=st.none() | st.datetimes(timezones=st.none() | _offsets),
    subject=st.text(),
    why=st.text(),
    evidence=st.lists(
        st.builds(Passage, st.text(max_size=9), st.text(), st.integers(), st.integers(), st.text()), max_size=3
    ).map(tuple),
    excuses=st.lists(st.builds(Excuse, st.text(max_size=9), st.booleans(), st.text()), max_size=3).map(tuple),
    remedy=st.text(),
)
_in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_findings_are_written_as_the_golden_file_has_them(run: Run, tmp_path: Path, golden) -> None:
    jsonl.write_findings(run.findings, tmp_path / "findings.jsonl")
    jsonl.write_unread(run.unread, tmp_path / "unread.jsonl")

    golden("findings.jsonl", (tmp_path / "findings.jsonl").read_bytes().decode())
    golden("unread.jsonl", (tmp_path / "unread.jsonl").read_bytes().decode())


def test_every_line_has_the_keys_of_the_contract_in_their_order(run: Run, tmp_path: Path) -> None:
    jsonl.write_findings(run.findings, tmp_path / "f")

    lines = (tmp_path / "f").read_text(encoding="utf-8").splitlines()

    assert len(lines) == len(run.findings)
    assert all(list(json.loads(line)) == KEYS for line in lines)


@_in_one_folder
@given(st.lists(_findings, max_size=5))
def test_writing_and_reading_findings_gives_them_back(tmp_path: Path, findings: list[Finding]) -> None:
    jsonl.write_findings(findings, tmp_path / "f")

    again = jsonl.read_findings(tmp_path / "f")

    assert sorted(again, key=repr) == sorted(findings, key=repr)
    first = (tmp_path / "f").read_bytes()
    jsonl.write_findings(reversed(again), tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == first


@_in_one_folder
@given(st.lists(st.builds(Unread, _sources, st.text()), max_size=5))
def test_writing_and_reading_unread_things_gives_them_back(tmp_path: Path, unread: list[Unread]) -> None:
    jsonl.write_unread(unread, tmp_path / "u")

    assert sorted(jsonl.read_unread(tmp_path / "u"), key=repr) == sorted(unread, key=repr)


def test_text_that_utf_8_cannot_hold_is_kept(run: Run, tmp_path: Path) -> None:
    damaged = replace(run.findings[0], subject="caf\udce9 \u2028 \0")

    jsonl.write_findings([damaged], tmp_path / "f")

    assert jsonl.read_findings(tmp_path / "f") == [damaged]


def test_findings_are_ordered_by_moment_then_document_then_behaviour(run: Run, tmp_path: Path) -> None:
    one = run.findings[0]
    without_zone = datetime(2026, 3, 2, 10, tzinfo=UTC).replace(tzinfo=None)
    in_paris = datetime(2026, 3, 2, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    findings = [
        replace(one, document="<d>", date=None),
        replace(one, document="<c>", date=datetime(2026, 3, 2, 10, tzinfo=UTC)),
        replace(one, document="<b>", date=without_zone),
        replace(one, document="<b>", date=without_zone, behaviour="bullying"),
        replace(one, document="<a>", date=in_paris),
    ]

    jsonl.write_findings(findings, tmp_path / "f")

    written = [(each.document, each.behaviour) for each in jsonl.read_findings(tmp_path / "f")]
    assert written == [
        ("<a>", one.behaviour),
        ("<b>", "bullying"),
        ("<b>", one.behaviour),
        ("<c>", one.behaviour),
        ("<d>", one.behaviour),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": "guilty"}, "'outcome' should be breach or review, not 'guilty'"),
        ({"confidence": 1.5}, "'confidence' should be a number from 0 to 1"),
        ({"confidence": True}, "'confidence' should be a number from 0 to 1"),
        ({"confidence": "0.5"}, "'confidence' should be a number from 0 to 1"),
        ({"clauses": "mwda/7.3"}, "'clauses' should be a list of texts"),
        ({"clauses": [7.3]}, "'clauses' should be a list of texts"),
        ({"date": "last week"}, "'date' should be a date and time as in 2026-03-02T10:12:00+00:00, or null"),
        ({"source": "mailbox.mbox"}, "'source' should be an object with file and number"),
        ({"evidence": [{"document": "<1@b>"}]}, "in 'evidence': the key 'quote' is missing"),
        ({"evidence": ["words"]}, "in 'evidence': an object was expected"),
        ({"behaviour": "bullying"}, "'id' is not the fingerprint of what the line says"),
    ],
)
def test_a_line_that_is_wrong_is_refused_with_its_number(run: Run, tmp_path: Path, change: dict[str, object], said: str) -> None:
    right = jsonl.finding_as_json(run.findings[0])
    (tmp_path / "f.jsonl").write_text(f"{json.dumps(right)}\n{json.dumps(right | change)}\n", encoding="utf-8")

    with pytest.raises(CheckerError) as refusal:
        jsonl.read_findings(tmp_path / "f.jsonl")

    assert str(refusal.value).startswith("f.jsonl, line 2")
    assert said in str(refusal.value)


@pytest.mark.parametrize("line", [b"{", b"\xff", b"[]", b"[" * 100_000, b"null", b"{}"])
def test_what_is_no_finding_is_refused(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "f").write_bytes(line + b"\n")

    with pytest.raises(CheckerError, match="line 1"):
        jsonl.read_findings(tmp_path / "f")


def test_a_file_that_is_not_there_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="could not be read"):
        jsonl.read_findings(tmp_path / "none")
