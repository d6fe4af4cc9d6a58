from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import Source
from checker.ingest.headers import Headers
from checker.ingest.mail import Item
from checker.scan import plan as planning
from checker.scan.plan import Plan, Traffic

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Link:
    number: int
    headers: Headers


def link(id: str, subject: str, people: str = "ab", answers: tuple[str, ...] = (), day: int = 0) -> Link:
    sender, *recipients = people
    to = tuple(("", email, "to", "to") for email in recipients)
    return Link(int(id), Headers(f"<{id}>", START + timedelta(days=day), subject, ("", sender), to, answers))


def planned(plan: Plan, links: list[Link]) -> Plan:
    for link in links:
        plan.add(Item(Source("a.mbox", link.number), "mbox", Path("a.mbox"), link.number, 100), link.headers)
    plan.arrange()
    return plan


def together(links: list[Link]) -> set[frozenset[str]]:
    with tempfile.TemporaryDirectory() as place, closing(planned(Plan(Path(place)), links)) as plan:
        return {frozenset(f"<{item.source.number}>" for item in thread) for part in plan.parts() for thread in part.threads}


def test_references_join_an_answer_whatever_its_subject() -> None:
    links = [link("1", "Depot"), link("2", "Something else", answers=("<1>",), day=1)]

    assert together(links) == {frozenset({"<1>", "<2>"})}


def test_two_answers_to_a_letter_that_is_missing_belong_together() -> None:
    links = [link("2", "Re: Depot", answers=("<1>",)), link("3", "Re: Depot", answers=("<1>",), day=1)]

    assert together(links) == {frozenset({"<2>", "<3>"})}


def test_without_references_an_answer_joins_by_subject_and_people() -> None:
    links = [link("1", "Depot"), link("2", "RE: Depot", "bc", day=1), link("3", "RE: Depot", "yz", day=2)]

    assert together(links) == {frozenset({"<1>", "<2>"}), frozenset({"<3>"})}


def test_the_same_subject_again_without_a_mark_of_answering_is_a_new_matter() -> None:
    links = [link("1", "Agenda"), link("2", "Agenda", day=7)]

    assert together(links) == {frozenset({"<1>"}), frozenset({"<2>"})}


def test_a_year_of_silence_parts_two_matters() -> None:
    links = [link("1", "Depot"), link("2", "Re: Depot", day=400)]

    assert len(together(links)) == 2


@given(st.permutations(list(range(6))))
def test_threads_are_the_same_in_whatever_order_messages_arrive(order: list[int]) -> None:
    links = [
        link("1", "Depot"),
        link("2", "Re: Depot", "bc", day=1),
        link("3", "Fw: Depot", "cd", day=2),
        link("4", "Rota", answers=("<3>",), day=3),
        link("5", "Rota", "xy", day=4),
        link("6", "Re: rota", "yz", day=5),
    ]

    assert together([links[i] for i in order]) == together(links)


@pytest.fixture
def plan(tmp_path: Path):  # type: ignore[no-untyped-def]
    with closing(Plan(tmp_path)) as plan:
        yield plan


def test_conversations_and_their_messages_come_oldest_first(plan: Plan) -> None:
    links = [link("3", "Rota", day=5), link("2", "Re: Depot", answers=("<1>",), day=3), link("1", "Depot", day=1)]

    (part,) = planned(plan, links).parts()
    first, second = part.threads

    assert [item.source.number for item in first] == [1, 2]
    assert [item.source.number for item in second] == [3]


def test_a_conversation_too_long_for_a_part_is_cut(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PART", 2)
    links = [link(str(n), "Depot", answers=("<99>",), day=n) for n in range(1, 8)]

    parts = list(planned(plan, links).parts())

    assert [len(thread) for part in parts for thread in part.threads] == [4, 3]


def test_a_conversation_is_found_again_by_any_of_its_messages(plan: Plan) -> None:
    planned(plan, [link("1", "Depot"), link("2", "Re: Depot", answers=("<1>",), day=1), link("3", "Rota")])

    assert [item.source.number for item in plan.thread(Source("a.mbox", 2))] == [1, 2]


def test_traffic_counts_what_an_address_sent_and_received(plan: Plan) -> None:
    planned(plan, [link("1", "Depot", "ab"), link("2", "Rota", "ba"), link("3", "Bins", "ac")])

    assert plan.traffic("a") == Traffic(sent=2, received=1)
    assert plan.traffic("z") == Traffic(sent=0, received=0)
    assert plan.senders() == {"a", "b"}


def test_names_that_no_database_can_hold_are_kept_out_of_it(plan: Plan) -> None:
    planned(plan, [link("1", "Depot \udc80", "ab")])

    assert len(list(plan.parts())) == 1


def test_a_part_is_seen_beside_what_began_before_and_after_it(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PART", 2)
    monkeypatch.setattr(planning, "BESIDE", 1)
    links = [link(str(n), f"Matter {n}", day=n) for n in range(1, 7)]

    parts = list(planned(plan, links).parts())

    def numbers(threads: list[list[Item]]) -> list[int]:
        return [item.source.number for thread in threads for item in thread]

    assert [(numbers(part.before), numbers(part.threads), numbers(part.after)) for part in parts] == [
        ([], [1, 2], [3]),
        ([2], [3, 4], [5]),
        ([4], [5, 6], []),
    ]
