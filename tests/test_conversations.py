from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checker.conversations import Likeness, Link, base_subject, carries, share_carried, threads
from checker.detectors.examples import mail

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def link(id: str, subject: str, people: str = "ab", answers: tuple[str, ...] = (), day: int = 0) -> Link:
    return Link(f"<{id}>", subject, frozenset(people), answers, START + timedelta(days=day))


def together(links: list[Link]) -> set[frozenset[str]]:
    return {frozenset(links[i].id for i in thread) for thread in threads(links)}


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


def test_marks_of_answering_forwarding_and_lists_fall_away() -> None:
    assert base_subject("AW: [EXTERNAL] Re[2]: FWD: The depot") == "the depot"


def test_a_pasted_letter_is_carried_and_a_mention_is_not() -> None:
    letter = "The bin rounds in Mill Lane have been missed three weeks running."

    assert share_carried(letter, f"Look at this. {letter} What next?") == 1
    assert share_carried(letter, "The bin rounds were discussed.") < 0.2


def test_a_forward_carries_the_letter_in_its_forwarded_part() -> None:
    case = mail(
        "2026-03-02 member -> officer: The rounds were missed again.\n2026-03-03 officer -> member2 forwards 1: See below."
    )
    letter, forward = case.messages

    carried = carries(forward, letter)

    assert carried is not None
    assert carried.zone.kind == "forwarded"


def test_likeness_follows_the_words_that_are_rare() -> None:
    alike = Likeness(["the weighbridge", "the depot", "the rota", "the levy", "the site"])

    assert alike("the weighbridge is shut", "when does the weighbridge open") > alike("the weighbridge is shut", "the rota")
