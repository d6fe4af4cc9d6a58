"""Turns of phrase are found by their order, not in what is denied, and never slowly."""

from __future__ import annotations

import time

import pytest

from checker.language.turns import evened, is_guidance, turns


def kinds(sentence: str) -> set[str]:
    return {hit.kind for hit in turns("party_talk").find(evened(sentence))}


def test_order_and_gaps_count() -> None:
    assert "credit" in kinds("thatparty councillors have quietly saved the library")
    assert "credit" not in kinds("The library saved the thatparty leaflet in a box")


def test_what_is_denied_is_not_found() -> None:
    assert "appeal" in kinds("Please vote for thatparty")
    assert "appeal" not in kinds("We cannot ask you to vote for thatparty")


def test_guidance_is_known() -> None:
    assert is_guidance("A headline such as this may not be used.")
    assert not is_guidance("The headline was used.")


@pytest.mark.parametrize(
    "piece", ["thatparty ", "thatparty has ", "vote , ", "sign the ", "no ", "the best in the ", "it 's time "]
)
def test_a_hostile_sentence_costs_no_more_than_its_length(piece: str) -> None:
    even = evened(piece * 5_000)
    started = time.perf_counter()

    for subject in ("party_talk", "campaigns", "claims"):
        turns(subject).find(even)

    assert time.perf_counter() - started < 2
