"""A run's findings and what they rest on, written and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.domain import Attachment, CheckerError, Clause, Conversation, Mark, Message, Person, Rule, Run, Source
from checker.people import Roster, roster
from checker.report import case_file

from . import conftest as invented

PEOPLE = roster(
    (invented.ORLA, replace(invented.PRIYA, since=date(2020, 1, 1)), Person("list@x.example", members=("a@x.example",))),
    {"orla@home.example": invented.ORLA.email},
)


def again(run: Run, people: Roster, folder: Path) -> case_file.CaseFile:
    case_file.write(run, people, folder / "case.jsonl")
    return case_file.read(folder / "case.jsonl")


def test_what_was_written_is_read_back(run: Run, tmp_path: Path) -> None:
    kept = again(run, PEOPLE, tmp_path)

    assert kept.protocol == run.protocol
    assert kept.behaviours == run.behaviours
    assert kept.conversations == run.conversations
    assert kept.publicity == run.publicity
    assert kept.people.people == PEOPLE.people
    assert kept.people.by_email == PEOPLE.by_email


def test_limits_of_every_kind_and_attached_messages_come_back(run: Run, tmp_path: Path) -> None:
    limits = MappingProxyType({"days": 5, "share": 0.5, "words": ("a", "b"), "is": True, "of": "x"})
    protocol = replace(
        run.protocol,
        clauses=(Clause("p/1", "1", "para 1", "both", "duty", "said", limits=limits),),
        rules=(Rule("late-reply", ("p/1",), limits, MappingProxyType({"m": ("p/1",)}), terms=(limits,)),),
    )
    inner = replace(run.conversations[0].messages[0], marks=(Mark("page", 0, 3, "1"),))
    outer = replace(
        inner, id="<outer@x>", attachments=(Attachment("a.eml", "message/rfc822", 9, inner),), written_by=inner.sender
    )
    run = replace(run, protocol=protocol, conversations=(Conversation("c", (outer,)),), publicity=())

    kept = again(run, PEOPLE, tmp_path)

    assert kept.protocol == protocol
    assert type(kept.protocol.clauses[0].limits["is"]) is bool
    assert kept.conversations == run.conversations
    assert isinstance(kept.conversations[0].messages[0].attachments[0].document, Message)


@given(text=st.text(), subject=st.text(), name=st.text(max_size=9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_text_comes_back(text: str, subject: str, name: str, tmp_path: Path) -> None:
    message = Message(
        "<1@x>", Source("a", 1), text, subject, datetime(2026, 3, 2, tzinfo=UTC), sender=Person("a@x.example", name)
    )
    run = replace(invented.invented_run(), conversations=(Conversation("<1@x>", (message,)),), publicity=())

    assert again(run, PEOPLE, tmp_path).conversations == run.conversations


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{}",
        '{"draft": {"id": 1}}',
        '{"draft": {"id": "a", "source": {"file": "a"}, "text": "b", "zones": 1}}',
        '{"conversation": {"id": "a", "messages": [{"id": "a", "source": {"file": "a"}, "text": "b", "sender": 99}]}}',
        '{"conversation": {"id": "a", "messages": [{"id": "a", "source": {"file": "a"}, "text": "b", "sender": -1}]}}',
        '{"person": {"email": "a", "since": "yesterday"}}',
        '{"person": {"email": "a", "shoe": 9}}',
        '{"also": ["a"]}',
        '{"also": ["a", "nobody@x.example"]}',
        '{"secret": {}}',
    ],
)
def test_a_line_that_is_not_as_it_was_written_is_named(run: Run, tmp_path: Path, line: str) -> None:
    case_file.write(run, PEOPLE, tmp_path / "case.jsonl")
    with (tmp_path / "case.jsonl").open("a") as file:
        file.write(line + "\n")

    with pytest.raises(CheckerError, match=r"case\.jsonl"):
        case_file.read(tmp_path / "case.jsonl")


def test_a_file_without_a_protocol_is_no_case(tmp_path: Path) -> None:
    (tmp_path / "case.jsonl").write_text("")

    with pytest.raises(CheckerError, match="names 0 protocols"):
        case_file.read(tmp_path / "case.jsonl")
