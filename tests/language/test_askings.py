"""How a sentence asks: which word is written before what is asked, and when none is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.askings import ASK, ORDER, PLEASE, marked


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Take Lee off the round.", "orderto take"),
        ("Rowan, take Lee off the round.", "orderto take"),
        ("You are to stop the works.", "orderto stop"),
        ("You are not to stop the works.", "orderto not to stop"),
        ("I want you to stop the works.", "orderto stop"),
        ("Ban: list it for the 12th.", "orderto list"),
        ("Please stop the works.", "pleaseto stop"),
        ("Could you stop the works?", "askto stop"),
        ("Couldn't you just stop the works?", "askto stop"),
        ("I'd be grateful if somebody could stop the works.", "askto stop"),
        ("pls can u stop the works", "askto stop"),
        ("Invoice it in April.", "orderto invoice"),
    ],
)
def test_the_manner_stands_before_what_is_asked(said: str, read: str) -> None:
    assert read in marked(said)


@pytest.mark.parametrize(
    "said",
    [
        "The crew stopped the works.",
        "Do the crews know?",
        "Have they been told?",
        "Dear Rowan,",
        "I hope that the works go well.",
        "Thank you for the report.",
        "When will you be there?",
    ],
)
def test_what_asks_for_nothing_bears_no_mark(said: str) -> None:
    assert not {ASK, ORDER, PLEASE} & set(marked(said).split())


def test_the_second_of_two_orders_is_marked_too() -> None:
    assert marked("Stop the works and tell the crew.") == "orderto stop the works and orderto tell the crew."


@given(st.text(max_size=300))
def test_marks_are_all_that_is_added(text: str) -> None:
    read = marked(text)

    assert isinstance(read, str)
    assert len(read) <= 12 * len(text) + 40


def test_a_long_hostile_sentence_is_read_in_linear_time() -> None:
    begun = time.perf_counter()

    marked("could you please your would you mind " * 400)
    marked("and then and so and now " * 600)

    assert time.perf_counter() - begun < 2
